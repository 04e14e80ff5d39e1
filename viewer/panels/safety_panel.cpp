#include "viewer/panels/safety_panel.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <set>

#include "io/preset_json.h"
#include "io/preset_json_crop.h"
#include "viewer/panels/study_table.h"
#include "viewer/safety_words.h"

namespace auglens {
namespace {

constexpr std::array<std::string_view, 4> draw_counts = {"8", "16", "64", "256"};
constexpr std::size_t most_classes = 60;
constexpr std::string_view first_words = "Judging the first sample…";

/// One line of the table: a measure over all draws, and its limit.
struct Row {
  const SafetyMeasure& measure;
  double mean = 0;
  std::optional<double> worst;           ///< absent: in no draw
  std::optional<std::uint64_t> sample;   ///< the worst draw, where one stands out
  std::optional<double> Limits::*limit;  ///< null: it has none
};

/// Where the columns of that table lie, in pixels from its left edge.
struct Places {
  float sign, worst_right, limit, limit_width;
};

Places places_of(float width) {
  const float limit = std::floor(std::min(ui::px(70), width * 0.27F));
  return {ui::px(18), width - limit - ui::px(12), width - limit, limit};
}

void draw_counts_row(StudyChoice& choice) {
  ui::label("samples", "How many samples of the chain are judged, from sample 0 on", 72);
  int chosen = -1;
  for (std::size_t k = 0; k < draw_counts.size(); ++k)
    if (draw_counts[k] == std::to_string(choice.draws)) chosen = static_cast<int>(k);
  const int picked = ui::segments("safety.draws", draw_counts, chosen, ImGui::GetContentRegionAvail().x);
  if (picked >= 0) choice.draws = std::stoi(std::string(draw_counts[static_cast<std::size_t>(picked)]));
}

void draw_progress(std::size_t done, std::size_t wanted) {
  const float width = ImGui::GetContentRegionAvail().x, height = ui::px(3);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const double share = wanted == 0 ? 0 : static_cast<double>(done) / static_cast<double>(wanted);
  if (done < wanted) {
    list.AddRectFilled(at, {at.x + width, at.y + height}, ui::token::field, height / 2);
    list.AddRectFilled(at, {at.x + width * static_cast<float>(share), at.y + height}, ui::token::accent, height / 2);
  }
  ImGui::Dummy({width, height});
  ui::mark("safety.progress");
}

/// A share with its sign; what is too small to tell has none. Infinite is the volume of a class that was not there.
std::string signed_share(double share, bool plus) {
  if (std::isinf(share)) return "new";
  const std::string size = share_text(std::abs(share));
  if (share == 0 || size.starts_with('<')) return size;
  return (share < 0 ? "−" : plus ? "+" : "") + size;
}

std::string value_text(const SafetyMeasure& measure, double value) {
  if (measure.unit == "%")
    return signed_share(value, measure.name == "class_volume_change") + (std::isinf(value) ? "" : "%");
  const double size = std::abs(value);
  if (size > 0 && size < 0.01) return ui::number_text(value, measure.unit);
  const double step = size >= 100 ? 1 : size >= 10 ? 0.1 : 0.01;
  return ui::number_text(std::round(value / step) * step, measure.unit);
}

std::string limit_text(const SafetyMeasure& measure, const std::optional<double>& limit) {
  return limit ? ui::number_text(*limit * measure.scale, measure.unit) : "";
}

/// What was typed as a limit, in JSON: null for nothing, a number in the format's unit. Throws Error(usage) for others.
std::string typed_limit(std::string typed, const SafetyMeasure& measure) {
  const std::string words = "\"" + typed + "\"";
  std::erase(typed, ' ');
  if (!measure.unit.empty() && typed.ends_with(measure.unit)) typed.resize(typed.size() - measure.unit.size());
  if (typed.empty() || typed == "none") return "null";
  double value = 0;
  const auto read = std::from_chars(typed.data(), typed.data() + typed.size(), value);
  const bool number = read.ec == std::errc() && read.ptr == typed.data() + typed.size() && std::isfinite(value);
  const std::string unit(measure.unit);
  const std::string such = "give a number such as " +
                           (unit == "%"    ? "10 %"
                            : unit.empty() ? "2"
                                           : "2.5 " + unit) +
                           ", or nothing for no limit";
  if (!number) throw Error(ErrorKind::usage, {"", words + " is not a number", "", such});
  if (value < 0) throw Error(ErrorKind::usage, {"", words + ": a limit is 0 or more", "", such});
  return json_number(value / measure.scale);
}

/// The preset's limits with this one set to a JSON value.
std::string limits_with(Limits limits, const Row& row, const std::string& json) {
  limits.*row.limit = std::nullopt;
  if (json == "null") return limits == Limits{} ? "preset.limits null" : "preset.limits " + write_limits(limits);
  std::string text = write_limits(limits);
  text.insert(text.size() - 1, (limits == Limits{} ? "" : ", ") + json_text(row.measure.name) + ": " + json);
  return "preset.limits " + text;
}

void draw_limit(const Row& row, const Limits& limits, float width, Actions& actions) {
  std::string text = limit_text(row.measure, limits.*row.limit);
  if (ui::text_field("safety.limit." + std::string(row.measure.name), text, "none", width)) try {
      actions.edit(limits_with(limits, row, typed_limit(text, row.measure)));
    } catch (const Error& error) {
      actions.refuse(error);
    }
  ui::hint(
      "Type the largest that is allowed; empty: no limit. The command \"auglens check\" fails where it is broken.");
}

/// A sign as well as a colour.
void draw_verdict(bool ok, ImVec2 low, float line) {
  ui::draw_icon(*ImGui::GetWindowDrawList(), ok ? ui::Icon::check : ui::Icon::warning,
                {low.x + ui::px(6), low.y + line / 2}, ui::px(13), dimmed(ok ? ui::token::ok : ui::token::error));
}

void draw_row(const Row& row, const Limits& limits, const Places& at, std::uint64_t shown, Actions& actions) {
  const ImVec2 low = ImGui::GetCursorScreenPos();
  const float line = ImGui::GetTextLineHeight(), width = at.worst_right - at.sign;
  const std::string name(row.measure.name);
  const bool limited = row.limit != nullptr && (limits.*row.limit).has_value() && row.worst;
  const bool ok = limited && std::abs(*row.worst) <= *(limits.*row.limit);
  if (limited) draw_verdict(ok, low, line);
  const std::string worst = row.worst ? value_text(row.measure, *row.worst) : "–";
  const ImVec2 extent = ImGui::CalcTextSize(worst.c_str());
  ImGui::GetWindowDrawList()->AddText({low.x + at.worst_right - extent.x, low.y},
                                      dimmed(limited && !ok ? ui::token::error : ui::token::text), worst.c_str());
  ImGui::SetCursorScreenPos({low.x + at.sign, low.y});
  ui::text(row.measure.title, ui::token::text, width - extent.x - ui::px(6));
  ImGui::SetCursorScreenPos({low.x + at.sign, low.y});
  cell("safety.row." + name, {low.x, low.y}, {at.worst_right, line});
  ui::hint(std::string(row.measure.words) + (limited ? ok ? "; the limit holds" : "; the limit is broken" : ""));
  ImGui::PushFont(ui::frame().fonts.small);
  ImGui::SetCursorScreenPos({low.x + at.sign, low.y + line});
  ui::text("mean " + value_text(row.measure, row.mean), ui::token::dim, width - ui::px(70));
  if (row.sample) {
    const std::string words = *row.sample == shown ? "shown" : "sample " + std::to_string(*row.sample);
    ImGui::SetCursorScreenPos(
        {low.x + at.worst_right - ImGui::CalcTextSize(words.c_str()).x, low.y + line - ui::px(2)});
    if (*row.sample == shown)
      ImGui::GetWindowDrawList()->AddText({ImGui::GetCursorScreenPos().x, low.y + line}, dimmed(ui::token::dim),
                                          words.c_str());
    else if (ui::link(words, "safety.jump." + name))
      actions.edit("sample " + std::to_string(*row.sample));
  }
  ImGui::PopFont();
  if (row.limit != nullptr) {
    ImGui::SetCursorScreenPos({low.x + at.limit, low.y + ui::px(1)});
    draw_limit(row, limits, at.limit_width, actions);
  }
  ImGui::SetCursorScreenPos({low.x, low.y + 2 * line + ui::px(4)});
}

std::vector<Row> rows_of(const SafetyStudy& study) {
  std::vector<Row> rows;
  for (std::size_t k = 0; k < study.worst.size(); ++k) {
    const WorstDraw& of = study.worst[k];
    rows.push_back({safety_measure(of.measure), of.mean, of.worst,
                    of.worst == 0 ? std::nullopt : std::optional(of.sample), nullptr});
    for (const LimitRow& limit : limit_table())
      if (limit.name == of.measure) rows.back().limit = limit.member;
  }
  Row smallest{safety_measure("smallest_blob_mm3"), 0, {}, {}, nullptr};
  std::size_t some = 0;
  for (const DrawSafety& draw : study.draws)
    if (draw.smallest_mm3 > 0) smallest.mean += draw.smallest_mm3, ++some;
  if (some > 0) smallest.mean /= static_cast<double>(some);
  if (const DrawSafety* small = smallest_left(study.draws))
    smallest.worst = small->smallest_mm3, smallest.sample = small->sample;
  rows.push_back(smallest);
  return rows;
}

void draw_headings(const Places& at) {
  const ImVec2 low = ImGui::GetCursorScreenPos();
  ImGui::PushFont(ui::frame().fonts.small);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddText({low.x + at.worst_right - ImGui::CalcTextSize("worst").x, low.y}, dimmed(ui::token::dim), "worst");
  list.AddText({low.x + at.limit + ui::px(4), low.y}, dimmed(ui::token::dim), "limit");
  ImGui::Dummy({1, ImGui::GetTextLineHeight() + ui::px(2)});
  ImGui::PopFont();
}

/// What all of it comes to.
void draw_sum(const Limits& limits, const SafetyStudy& study) {
  const auto checks = check_limits(limits, study.draws);
  const auto broken = std::count_if(checks.begin(), checks.end(), [](const LimitCheck& c) { return !c.ok; });
  const std::string of =
      (study.complete() ? "" : std::to_string(study.draws.size()) + " of ") + std::to_string(study.wanted) + " samples";
  const ImVec2 low = ImGui::GetCursorScreenPos();
  if (!checks.empty()) {
    draw_verdict(broken == 0, low, ImGui::GetTextLineHeight());
    ImGui::SetCursorScreenPos({low.x + ui::px(18), low.y});
  }
  if (checks.empty())
    ui::text(of + "; no limits are set", ui::token::dim);
  else if (broken == 0)
    ui::text(of + (study.complete() ? ": every limit holds" : ": every limit holds so far"), ui::token::ok);
  else
    ui::text(std::to_string(broken) + (broken == 1 ? " limit is broken (" : " limits are broken (") + of + " judged)",
             ui::token::error);
  ui::mark("safety.verdict");
}

/// One column of the table of classes: a draw, and what is shown of it.
struct ClassColumn {
  const DrawSafety* draw;
  double ClassSafety::*of;
  std::string heading, hint;
};

std::vector<ClassColumn> class_columns(const SafetyStudy& study) {
  const DrawSafety* shown = study.shown ? &*study.shown : nullptr;
  std::vector<ClassColumn> columns;
  const auto pair = [&](std::string_view measure, double ClassSafety::*of, const std::string& words) {
    columns.push_back({shown, of, "this (" + std::to_string(study.shown ? study.shown->sample : 0) + ")",
                       words + " in the shown sample, in %"});
    for (const WorstDraw& w : study.worst)
      if (w.measure == measure) {
        const auto number = std::to_string(w.sample);
        columns.push_back({&study.draws[w.sample], of, "worst (" + number + ")",
                           words + " in sample " + number + ", the worst, in %"});
      }
  };
  pair("class_volume_change", &ClassSafety::volume_change, "Change of the class's volume");
  pair("out_of_canvas", &ClassSafety::out_of_canvas, "Share of the class that the output does not cover");
  return columns;
}

/// The classes of the label, and those that a shown draw has beside them.
std::set<std::int32_t> class_rows(const SafetyStudy& study, const std::vector<ClassColumn>& columns) {
  std::set<std::int32_t> rows;
  const auto add = [&](const DrawSafety& draw) {
    for (const ClassSafety& c : draw.classes) rows.insert(c.label);
  };
  add(study.draws.front());
  for (const ClassColumn& column : columns)
    if (column.draw != nullptr) add(*column.draw);
  return rows;
}

/// Null where the draw knows no such class.
const ClassSafety* class_of(const DrawSafety* draw, std::int32_t label) {
  if (draw == nullptr) return nullptr;
  for (const ClassSafety& c : draw->classes)
    if (c.label == label) return &c;
  return nullptr;
}

void draw_class_cells(const std::vector<ClassColumn>& columns, const StudyColumns& places, ImVec2 at,
                      std::int32_t label) {
  for (std::size_t k = 0; k < columns.size(); ++k) {
    const ImVec2 low{at.x + places.left(k), at.y};
    const ClassSafety* of = class_of(columns[k].draw, label);
    if (of == nullptr) {
      words_in_cell(low, places.each, ui::token::dim, "–");
      continue;
    }
    const double value = of->*columns[k].of;
    words_in_cell(low, places.each, value == 0 ? ui::token::dim : ui::token::text,
                  signed_share(value, columns[k].of == &ClassSafety::volume_change));
  }
}

void draw_class_headings(const std::vector<ClassColumn>& columns, const StudyColumns& places) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float line = ImGui::GetTextLineHeight();
  words_in_cell({at.x + places.left(0), at.y}, 2 * places.each, ui::token::dim, "volume %");
  words_in_cell({at.x + places.left(2), at.y}, 2 * places.each, ui::token::dim, "outside %");
  for (std::size_t k = 0; k < columns.size(); ++k) {
    const ImVec2 low{at.x + places.left(k), at.y + line};
    words_in_cell(low, places.each, ui::token::dim, columns[k].heading);
    cell("safety.class." + std::to_string(k), {low.x, at.y}, {places.each, 2 * line});
    ui::hint(columns[k].hint);
  }
  ImGui::SetCursorScreenPos({at.x, at.y + 2 * line + ui::px(4)});
}

void draw_classes(const LoadedCase& shown, const SafetyStudy& study) {
  ui::heading("By class");
  ImGui::PushFont(ui::frame().fonts.small);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
  const StudyColumns places = StudyColumns::of(ImGui::GetContentRegionAvail().x);
  const std::vector<ClassColumn> columns = class_columns(study);
  draw_class_headings(columns, places);
  const std::set<std::int32_t> classes = class_rows(study, columns);
  std::size_t rows = 0;
  for (const std::int32_t label : classes) {
    if (rows++ == most_classes) break;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    draw_class_name(shown, label, places.name);
    draw_class_cells(columns, places, at, label);
    ImGui::SetCursorScreenPos({at.x, at.y + ImGui::GetTextLineHeight() + ui::px(3)});
  }
  if (classes.size() > most_classes)
    ui::text("and " + std::to_string(classes.size() - most_classes) + " more", ui::token::dim);
  ImGui::PopStyleVar();
  ImGui::PopFont();
}

void draw_study(const SessionState& state, const SafetyStudy& study, bool current, Actions& actions) {
  draw_progress(current ? study.draws.size() : 0, study.wanted);
  if (study.draws.empty()) return ui::paragraph(first_words, ui::token::dim);
  const Limits limits = state.recipe.preset->limits.value_or(Limits());
  ImGui::PushStyleVar(ImGuiStyleVar_Alpha, current ? 1.0F : 0.45F);
  draw_sum(limits, study);
  ui::gap(4);
  const Places places = places_of(ImGui::GetContentRegionAvail().x);
  draw_headings(places);
  for (const Row& row : rows_of(study)) draw_row(row, limits, places, state.recipe.sample, actions);
  draw_classes(*state.shown(), study);
  ImGui::PopStyleVar();
}

}  // namespace

void draw_safety_panel(const SessionState& state, const Studies& studies, StudyChoice& choice, Actions& actions) {
  if (const std::string why = why_no_safety(state); !why.empty()) return ui::paragraph(why, ui::token::dim);
  choice.safety_seen = true;
  draw_counts_row(choice);
  const SafetySubject wanted = safety_subject(state);
  if (studies.safety_error) ui::paragraph(studies.safety_error->what(), ui::token::error);
  if (studies.safety && studies.safety->subject.case_id == wanted.case_id)
    draw_study(state, *studies.safety, studies.safety->subject == wanted, actions);
  else if (!studies.safety_error)
    ui::paragraph(first_words, ui::token::dim);
}

}  // namespace auglens
