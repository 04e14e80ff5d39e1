#include "viewer/probe.h"

#include <charconv>

#include "render/slice_geometry.h"

namespace auglens {
namespace {

std::string text_of(double value, int digits) {
  char text[64];
  const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::general, digits).ptr;
  return {text, end};
}

std::string mm_of(double value) {
  char text[512];
  const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::fixed, 1).ptr;
  return {text, end};
}

}  // namespace

Probe probe(const SessionState& state, const Plan* plan, const Vec3& at, FactsCache& facts, const Job& job) {
  Probe result{at, {}, {}, ""};
  const LoadedCase* shown = state.shown();
  if (shown == nullptr) return result;
  const Case& c = shown->data;
  if (const auto index = voxel_under(c.image.grid, at)) {
    result.before = ProbeSide{*index, c.image.value(*index, state.view.channel, state.view.frame), {}};
    if (c.labels) result.before->label = c.labels->view().at((*index)[0], (*index)[1], (*index)[2]);
  }
  if (plan != nullptr) {
    if (const auto index = voxel_under(plan->out, at)) {
      const Region voxel{*index, {1, 1, 1}};
      ProbeSide side{*index, 0, {}};
      const ImageRequest image{voxel, {&side.value, 1, 1, (*index)[0], (*index)[1], (*index)[2]}};
      evaluate(*plan, c, state.view.channel, {&image, 1}, facts, job);
      if (c.labels) {
        std::int32_t value = 0;
        const LabelRequest label{voxel, {&value, 1, 1, (*index)[0], (*index)[1], (*index)[2]}};
        evaluate_labels(*plan, c, {&label, 1}, facts, job);
        side.label = value;
      }
      result.after = side;
    }
  }
  const auto& side = result.after ? result.after : result.before;
  if (side && side->label) result.label_name = shown->labels.name_of(*side->label);
  return result;
}

std::string Probe::line() const {
  const auto& side = after ? after : before;
  std::string text;
  if (side)
    for (std::size_t k = 0; k < 3; ++k) text += (k > 0 ? ", " : "") + std::to_string(side->index[k]);
  text += text.empty() ? "" : "   ";
  for (std::size_t k = 0; k < 3; ++k) text += (k > 0 ? " " : "") + mm_of(at[k]);
  text += " mm";
  if (before) text += "   " + text_of(static_cast<double>(before->value), 6);
  if (after) text += (before ? " -> " : "   -> ") + text_of(static_cast<double>(after->value), 6);
  return label_name.empty() ? text : text + "   " + label_name;
}

}  // namespace auglens
