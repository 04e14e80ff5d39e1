#include "viewer/panels/odds_panel.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "viewer/panels/study_table.h"
#include "viewer/ui/number.h"

namespace auglens {
namespace {

constexpr std::size_t most_classes = 60;

/// In the order of SamplerKind.
struct SamplerWords {
  std::string_view heading, meaning;
};
constexpr std::array<SamplerWords, StudyColumns::count> samplers = {{
    {"object", "Object box: windows about a drawn object's box (DALI)"},
    {"label", "By label: windows about a drawn voxel of a class (MONAI)"},
    {"forced", "Forced foreground: some windows of a batch forced onto foreground (nnU-Net)"},
    {"random", "Random: windows anywhere"},
}};

std::string heading_of(const SamplerOdds& odds) {
  return std::string(samplers[static_cast<std::size_t>(odds.sampler)].heading);
}

bool draw_fold(bool& open) {
  ui::gap(4);
  const float width = ImGui::GetContentRegionAvail().x;
  if (ImGui::InvisibleButton("##odds.open", {width, ui::px(ui::size::row)})) open = !open;
  ui::mark("odds.open");
  const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
  const ImU32 colour = ImGui::IsItemHovered() ? ui::token::text : ui::token::dim;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float middle = (low.y + high.y) / 2;
  ImGui::PushFont(ui::frame().fonts.small);
  list.AddText({low.x, middle - ImGui::GetTextLineHeight() / 2}, colour, "How often a class is hit");
  ImGui::PopFont();
  ui::draw_icon(list, open ? ui::Icon::down : ui::Icon::right, {high.x - ui::px(8), middle}, ui::px(12), colour);
  list.AddLine({low.x, high.y - 1}, {high.x, high.y - 1}, ui::token::border);
  return open;
}

void draw_at_least(StudyChoice& choice) {
  ui::label("least voxels", "A window hits a class when it holds at least so many of its voxels");
  auto voxels = static_cast<double>(choice.at_least);
  const ui::NumberStyle style{.low = 1, .high = 1000, .minimum = 1, .maximum = 1e9, .integer = true};
  if (ui::number_field("odds.at_least", voxels, style, ImGui::GetContentRegionAvail().x).changed)
    choice.at_least = std::max<std::int64_t>(1, std::llround(voxels));
}

/// The preset's own sampler stands on a lighter column.
void draw_headings(const StudyColumns& columns, const OddsStudy& study, float height) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float line = ImGui::GetTextLineHeight();
  for (std::size_t s = 0; s < study.samplers.size(); ++s) {
    const SamplerOdds& odds = study.samplers[s];
    const ImVec2 low{at.x + columns.left(s), at.y};
    const bool own = odds.sampler == study.subject.preset.crop->sampler;
    if (own)
      ImGui::GetWindowDrawList()->AddRectFilled(low, {low.x + columns.each, low.y + height}, dimmed(ui::token::raised),
                                                ui::px(4));
    const std::string heading = heading_of(odds);
    words_in_cell({low.x, low.y + ui::px(2)}, columns.each, own ? ui::token::accent : ui::token::dim, heading);
    cell("odds.sampler." + heading, low, {columns.each, line + ui::px(4)});
    ui::hint(std::string(samplers[static_cast<std::size_t>(odds.sampler)].meaning) +
             (own ? ". This preset's own, with its settings." : ", with its usual settings and this preset's window.") +
             (odds.refused.empty() ? "" : " It refuses this label: " + odds.refused));
  }
  ImGui::SetCursorScreenPos({at.x, at.y + line + ui::px(6)});
}

void draw_rate(const SamplerOdds& odds, std::size_t row, ImVec2 low, float width) {
  if (!odds.refused.empty()) return words_in_cell(low, width, ui::token::dim, "–");
  const double rate = odds.classes[row].hit_rate;
  words_in_cell(low, width, ui::token::text, share_text(rate) + "%");
  const float y = low.y + ImGui::GetTextLineHeight() + ui::px(1);
  const float left = low.x + ui::px(8), right = low.x + width - ui::px(5);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled({left, y}, {right, y + ui::px(2)}, dimmed(ui::token::field));
  list.AddRectFilled({left, y}, {left + (right - left) * static_cast<float>(rate), y + ui::px(2)},
                     dimmed(ui::token::accent));
}

void hint_of_rate(const SamplerOdds& odds, std::size_t row, const std::string& name, std::int64_t at_least) {
  if (!odds.refused.empty()) return ui::hint(odds.refused);
  const ClassOdds& of = odds.classes[row];
  ui::hint(ui::number_text(100 * of.hit_rate) + " % of windows hold " + name + " (at least " +
           std::to_string(at_least) + (at_least == 1 ? " voxel" : " voxels") + "). On average it fills " +
           ui::number_text(100 * of.mean_share) + " % of a window.");
}

/// Samplers that are not refused have the same classes; empty where all are.
std::vector<std::int32_t> classes_of(const OddsStudy& study) {
  std::vector<std::int32_t> values;
  for (const SamplerOdds& odds : study.samplers)
    if (values.empty() && odds.refused.empty())
      for (const ClassOdds& c : odds.classes) values.push_back(c.value);
  return values;
}

float row_height() {
  return ImGui::GetTextLineHeight() + ui::px(8);
}

void draw_class_row(const LoadedCase& shown, const OddsStudy& study, const StudyColumns& columns, std::size_t row,
                    std::int32_t value) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const std::string name = draw_class_name(shown, value, columns.name);
  for (std::size_t s = 0; s < study.samplers.size(); ++s) {
    const SamplerOdds& odds = study.samplers[s];
    const ImVec2 low{at.x + columns.left(s), at.y};
    draw_rate(odds, row, low, columns.each);
    if (cell("odds." + heading_of(odds) + "." + std::to_string(value), low, {columns.each, row_height()}))
      hint_of_rate(odds, row, name, study.subject.at_least);
  }
  ImGui::SetCursorScreenPos({at.x, at.y + row_height()});
}

std::string hint_of_windows(const SamplerOdds& odds) {
  if (!odds.refused.empty()) return odds.refused;
  if (odds.blobs.seen.empty())
    return "There is no object, or there are more than " + std::to_string(most_seen_blobs) + ": too many to follow.";
  const Expected& e = odds.blobs.windows_until_all;
  const std::string all = std::to_string(odds.blobs.seen.size()) + " objects";
  if (!std::isfinite(e.low))
    return std::to_string(std::count(odds.blobs.seen.begin(), odds.blobs.seen.end(), 0.0)) + " of " + all +
           " are never in a window.";
  if (e.low == e.high) return "On average " + ui::number_text(e.low) + " windows until all " + all + " were seen.";
  return "On average between " + ui::number_text(e.low) + " and " + ui::number_text(e.high) + " windows until all " +
         all + " were seen.";
}

void draw_until_all(const OddsStudy& study, const StudyColumns& columns) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float line = ImGui::GetTextLineHeight();
  ImGui::GetWindowDrawList()->AddLine({at.x, at.y - ui::px(2)}, {at.x + columns.right(), at.y - ui::px(2)},
                                      dimmed(ui::token::border));
  ui::text("windows until", ui::token::dim, columns.name);
  ImGui::SetCursorScreenPos({at.x, at.y + line});
  ui::text("all were seen", ui::token::dim, columns.name);
  cell("odds.until", at, {columns.name, 2 * line});
  ui::hint("Expected number of windows until each object was in one of them, or bounds of it");
  for (std::size_t s = 0; s < study.samplers.size(); ++s) {
    const SamplerOdds& odds = study.samplers[s];
    const Expected& e = odds.blobs.windows_until_all;
    const ImVec2 low{at.x + columns.left(s), at.y};
    const bool known = odds.refused.empty() && !odds.blobs.seen.empty();
    const std::string least = known ? windows_text(e.low) : "–", most = known ? windows_text(e.high) : least;
    words_in_cell(low, columns.each, ui::token::text, least);
    if (most != least) words_in_cell({low.x, low.y + line}, columns.each, ui::token::dim, "– " + most);
    if (cell("odds.until." + heading_of(odds), low, {columns.each, 2 * line})) ui::hint(hint_of_windows(odds));
  }
  ImGui::SetCursorScreenPos({at.x, at.y + 2 * line + ui::px(4)});
}

void draw_table(const LoadedCase& shown, const OddsStudy& study, bool current) {
  ImGui::PushFont(ui::frame().fonts.small);
  ImGui::PushStyleVar(ImGuiStyleVar_Alpha, current ? 1.0F : 0.45F);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
  const StudyColumns columns = StudyColumns::of(ImGui::GetContentRegionAvail().x);
  const std::vector<std::int32_t> classes = classes_of(study);
  const std::size_t rows = std::min(classes.size(), most_classes);
  const float more = rows < classes.size() ? ImGui::GetTextLineHeight() + ui::px(4) : 0;
  draw_headings(columns, study,
                3 * ImGui::GetTextLineHeight() + static_cast<float>(rows) * row_height() + more + ui::px(8));
  for (std::size_t r = 0; r < rows; ++r) draw_class_row(shown, study, columns, r, classes[r]);
  if (more > 0) {
    ui::text("and " + std::to_string(classes.size() - rows) + " more", ui::token::dim);
    ui::gap(4);
  }
  draw_until_all(study, columns);
  ImGui::PopStyleVar(2);
  ImGui::PopFont();
}

}  // namespace

std::string windows_text(double windows) {
  if (!std::isfinite(windows)) return "never";
  const auto shown = [](double v) { return ui::number_text(v < 10 ? std::round(v * 10) / 10 : std::round(v)); };
  if (windows < 9999.5) return shown(windows);
  if (windows < 999500) return shown(windows / 1e3) + "k";
  return windows < 9.995e8 ? shown(windows / 1e6) + "M" : ">1000M";
}

void draw_odds_panel(const SessionState& state, const Studies& studies, StudyChoice& choice) {
  if (!draw_fold(choice.odds_open)) return;
  if (const std::string why = why_no_odds(state); !why.empty()) return ui::paragraph(why, ui::token::dim);
  choice.odds_seen = true;
  draw_at_least(choice);
  const OddsSubject wanted = odds_subject(state, choice.at_least);
  if (studies.odds_error) ui::paragraph(studies.odds_error->what(), ui::token::error);
  if (studies.odds && studies.odds->subject.case_id == wanted.case_id)
    draw_table(*state.shown(), *studies.odds, studies.odds->subject == wanted);
  else if (!studies.odds_error)
    ui::paragraph("Working out how often…", ui::token::dim);
}

}  // namespace auglens
