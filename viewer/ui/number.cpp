#include "viewer/ui/number.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

namespace auglens::ui {
namespace {

constexpr float field_width = 62, track_gap = 8;

/// On a multiple of the power of ten at or below `step`, at most 1.
double stepped(double value, double step) {
  const double per_step = std::pow(10, std::max(0.0, std::ceil(-std::log10(step))));
  return std::round(value * per_step) / per_step;
}

/// Between a value and its share of the track's way.
class Scale {
 public:
  explicit Scale(const NumberStyle& style) : style_(style), log_(style.logarithmic && style.low > 0) {}

  double share(double value) const {
    const double t = log_ ? std::log(std::max(value, 1e-300) / style_.low) / std::log(style_.high / style_.low)
                          : (value - style_.low) / (style_.high - style_.low);
    return std::clamp(t, 0.0, 1.0);
  }
  /// On a step that a person would type: a power of ten, about a pixel wide.
  double value(double t) const {
    t = std::clamp(t, 0.0, 1.0);
    const double exact =
        log_ ? style_.low * std::pow(style_.high / style_.low, t) : style_.low + t * (style_.high - style_.low);
    const double reach = log_ ? std::abs(exact) : style_.high - style_.low;
    return std::clamp(style_.integer ? std::round(exact) : stepped(exact, reach / 120), style_.minimum, style_.maximum);
  }

 private:
  const NumberStyle& style_;
  bool log_;
};

struct Track {
  ImGuiID id;
  ImVec2 low, high;
  bool active, hovered, began, ended, reset;

  float x(double share) const {
    const float margin = px(6);
    return low.x + margin + static_cast<float>(share) * (high.x - low.x - 2 * margin);
  }
  double share_at(float position) const { return (position - x(0)) / std::max(1.0F, x(1) - x(0)); }
};

Track place_track(std::string_view name, float width) {
  ImGui::InvisibleButton(("##" + std::string(name)).c_str(), {std::max(width, px(20)), px(size::row)});
  mark(name);
  const bool hovered = ImGui::IsItemHovered();
  return {ImGui::GetItemID(),
          ImGui::GetItemRectMin(),
          ImGui::GetItemRectMax(),
          ImGui::IsItemActive(),
          hovered,
          ImGui::IsItemActivated(),
          ImGui::IsItemDeactivated(),
          hovered && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)};
}

void draw_track(const Track& track, double from, double to, const Scale& scale, const NumberStyle& style) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float y = (track.low.y + track.high.y) / 2, half = px(2);
  list.AddRectFilled({track.x(0), y - half}, {track.x(1), y + half}, token::field, half);
  const ImU32 fill = track.active ? token::hover : token::accent;
  list.AddRectFilled({track.x(from), y - half}, {track.x(to), y + half}, fill, half);
  if (style.drawn) {
    const float x = track.x(scale.share(*style.drawn));
    list.AddLine({x, y - px(7)}, {x, y + px(7)}, token::augmented, px(2));
  }
}

void draw_handle(const Track& track, double share) {
  const ImVec2 centre{track.x(share), (track.low.y + track.high.y) / 2};
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddCircleFilled(centre, px(6), token::panel, 20);
  list.AddCircleFilled(centre, px(5), track.active || track.hovered ? token::hover : token::accent, 20);
}

/// The way the hand went since the press; Shift slows it to a fifth.
double hand_share(const Track& track, double at_press) {
  ImGuiStorage& memory = *ImGui::GetStateStorage();
  if (track.began) memory.SetFloat(track.id, static_cast<float>(at_press));
  const float slow = ImGui::GetIO().KeyShift ? 0.2F : 1.0F;
  const double moved = track.began ? 0 : ImGui::GetIO().MouseDelta.x * slow / std::max(1.0F, track.x(1) - track.x(0));
  const double share = memory.GetFloat(track.id) + moved;
  memory.SetFloat(track.id, static_cast<float>(share));
  return share;
}

Touch touch_of(const Track& track) {
  return {false, track.began, track.ended, track.reset};
}

Touch slide_one(const Track& track, double& value, const Scale& scale) {
  Touch touch = touch_of(track);
  if (!track.active || track.reset) return touch;
  const float hand = ImGui::GetIO().MousePos.x;
  const bool on_handle = std::abs(hand - track.x(scale.share(value))) <= px(8);
  const double share = hand_share(track, on_handle ? scale.share(value) : track.share_at(hand));
  const double moved = track.began && on_handle ? value : scale.value(share);
  touch.changed = moved != value;
  value = moved;
  return touch;
}

enum class Grip { low, high, both };

Grip grip_of(const Track& track, double low, double high) {
  const float hand = ImGui::GetIO().MousePos.x, a = track.x(low), b = track.x(high);
  if (hand > a + px(9) && hand < b - px(9)) return Grip::both;
  if (std::abs(b - a) < 1) return hand < a ? Grip::low : Grip::high;
  return std::abs(hand - a) < std::abs(hand - b) ? Grip::low : Grip::high;
}

Touch slide_two(const Track& track, double& low, double& high, const Scale& scale) {
  Touch touch = touch_of(track);
  if (!track.active || track.reset) return touch;
  ImGuiStorage& memory = *ImGui::GetStateStorage();
  const ImGuiID grip_id = track.id + 1, span_id = track.id + 2;
  if (track.began) {
    memory.SetInt(grip_id, static_cast<int>(grip_of(track, scale.share(low), scale.share(high))));
    memory.SetFloat(span_id, static_cast<float>(scale.share(high) - scale.share(low)));
  }
  const Grip grip = static_cast<Grip>(memory.GetInt(grip_id));
  const double share = hand_share(track, scale.share(grip == Grip::high ? high : low));
  if (track.began) return touch;
  double a = low, b = high;
  if (grip == Grip::low) a = std::min(scale.value(share), high);
  if (grip == Grip::high) b = std::max(scale.value(share), low);
  if (grip == Grip::both) {
    const double span = memory.GetFloat(span_id), start = std::clamp(share, 0.0, 1.0 - span);
    a = scale.value(start);
    b = scale.value(start + span);
  }
  touch.changed = a != low || b != high;
  low = a;
  high = b;
  return touch;
}

}  // namespace

Touch number_field(std::string_view name, double& value, const NumberStyle& style, float width) {
  const std::string shown = number_text(value);
  const auto dot = shown.find('.');
  const int decimals = dot == std::string::npos ? 0 : static_cast<int>(shown.size() - dot - 1);
  // Long units would not fit; the row's hint says them.
  const bool fits = !style.unit.empty() && style.unit.size() <= 3;
  const std::string unit = !fits               ? ""
                           : style.unit == "%" ? "%%"
                           : style.unit == "°" ? "°"
                                               : " " + std::string(style.unit);
  const bool tiny = shown.find('e') != std::string::npos;
  const std::string format =
      (tiny ? std::string("%.3g") : "%." + std::to_string(style.integer ? 0 : decimals) + "f") + unit;
  const double before = value;
  const double speed = std::isfinite(style.high - style.low) ? (style.high - style.low) / 300 : 0.1;
  ImGui::SetNextItemWidth(width);
  // ImGui would round what was typed to the digits that are shown.
  ImGui::DragScalar(("##" + std::string(name)).c_str(), ImGuiDataType_Double, &value,
                    static_cast<float>(std::max(speed, 1e-6)), nullptr, nullptr, format.c_str(),
                    ImGuiSliderFlags_NoRoundToFormat);
  mark(name);
  // Dragged numbers lie on steps that a person would type; typed ones are taken as they are.
  if (value != before && !ImGui::TempInputIsActive(ImGui::GetItemID()) && ImGui::IsItemActive())
    value = stepped(value, std::max(speed, 1e-6));
  value = std::clamp(style.integer ? std::round(value) : value, style.minimum, style.maximum);
  return {value != before, ImGui::IsItemActivated(), ImGui::IsItemDeactivated(), false};
}

Touch number(std::string_view name, double& value, const NumberStyle& style, float width) {
  const float field = px(field_width), track_width = width - field - px(track_gap);
  const Scale scale(style);
  const Track track = place_track(name, track_width);
  Touch touch = slide_one(track, value, scale);
  const double zero = style.low < 0 && style.high > 0 ? scale.share(0) : 0;
  const double share = scale.share(value);
  draw_track(track, std::min(zero, share), std::max(zero, share), scale, style);
  draw_handle(track, share);
  ImGui::SameLine(0, px(track_gap));
  touch |= number_field(std::string(name) + ".typed", value, style, field);
  return touch;
}

Touch range(std::string_view name, double& low, double& high, const NumberStyle& style, float width) {
  const float field = px(field_width), track_width = width - 2 * field - 2 * px(track_gap);
  const Scale scale(style);
  NumberStyle below = style, above = style;
  below.maximum = high;
  Touch touch = number_field(std::string(name) + ".low", low, below, field);
  ImGui::SameLine(0, px(track_gap));
  const Track track = place_track(name, track_width);
  touch |= slide_two(track, low, high, scale);
  draw_track(track, scale.share(low), scale.share(high), scale, style);
  draw_handle(track, scale.share(low));
  draw_handle(track, scale.share(high));
  ImGui::SameLine(0, px(track_gap));
  above.minimum = low;
  touch |= number_field(std::string(name) + ".high", high, above, field);
  return touch;
}

}  // namespace auglens::ui
