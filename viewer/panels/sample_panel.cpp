#include "viewer/panels/sample_panel.h"

#include "viewer/object_pick.h"
#include "viewer/object_table.h"
#include "viewer/panels/label_ink.h"
#include "viewer/panels/view_edits.h"

namespace auglens {
namespace {

constexpr float column = 62;
constexpr std::size_t few_classes = 6;

float room() {
  return ImGui::GetContentRegionAvail().x;
}

/// Words at the left, cut where they meet those at the right.
void line(std::string_view left, std::string_view right, ImU32 ink) {
  const float wide = ImGui::CalcTextSize(right.data(), right.data() + right.size()).x;
  const float start = ImGui::GetCursorPosX(), width = room();
  ui::text(left, ink, width - wide - ui::px(8));
  ImGui::SameLine(0, 0);
  ImGui::SetCursorPosX(start + width - wide);
  ui::text(right, ui::token::dim, wide + 1);
}

void fact(std::string_view name, const std::string& words) {
  ui::label(name, {}, column);
  ui::text(words);
}

void draw_steps(const SessionState& session, Actions& actions) {
  const std::uint64_t sample = session.recipe.sample;
  const float half = (room() - ui::px(4)) / 2;
  const bool wide = ImGui::CalcTextSize("Previous sample").x + 2 * ImGui::GetStyle().FramePadding.x <= half;
  if (ui::button(wide ? "Previous sample" : "Previous", "objects.previous", ui::Tone::plain, half, sample > 0))
    actions.edit("sample " + std::to_string(sample - 1));
  ui::hint("[  or  P");
  ImGui::SameLine(0, ui::px(4));
  if (ui::button(wide ? "Next sample" : "Next", "objects.next", ui::Tone::plain, half))
    actions.edit("sample " + std::to_string(sample + 1));
  ui::hint("]  or  N");
}

/// The object that the window was drawn about can be pressed.
void draw_aim(const SessionState& session, const ObjectScene& objects, Actions& actions) {
  const std::string words = aim_text(objects, session.shown()->labels);
  ui::label("about", "What the sampler chose before it drew the window's start", column);
  if (!objects.aimed || !objects.found) return ui::text(words);
  if (ui::link(words, "objects.aimed")) choose_object(session, objects, *objects.aimed, actions);
}

/// The most frequent ones, and what is no class; the rest in between on demand.
void draw_classes(const SessionState& session, const TrainingWindow& window, bool& all) {
  const LabelTable& labels = session.shown()->labels;
  const std::vector<PatchRow> rows = patch_rows(window);
  const bool many = rows.size() > few_classes + 2;
  for (std::size_t k = 0; k < rows.size(); ++k) {
    const PatchRow& row = rows[k];
    if (many && k == few_classes) {
      const std::string words =
          all ? "fewer" : "and " + std::to_string(rows.size() - 1 - few_classes) + " classes more";
      if (ui::link(words, "objects.classes")) all = !all;
    }
    if (many && !all && k >= few_classes && k + 1 < rows.size()) continue;
    const std::int32_t dense = row.value ? labels.index(*row.value) : 0;
    ui::swatch(dense > 0 ? label_ink(dense) : ui::token::strong_border);
    const std::string name = row.value ? labels.name_of(*row.value) : "no class";
    line(name, std::to_string(row.voxels) + "   " + chance_text(row.share), ui::token::text);
    if (!row.value) ui::hint("Voxels of the background, and those outside the volume");
  }
}

/// The marks of the objects lie where the window is cut: the output shows them elsewhere.
void draw_moved(const SessionState& session, std::uint64_t draw, Actions& actions) {
  ui::gap(2);
  const std::uint64_t sample = session.recipe.sample;
  if (draw != sample)  // several windows of one draw
    ui::paragraph("This window is cut from draw " + std::to_string(draw) + " of the chain; the picture shows draw " +
                      std::to_string(sample) + ".",
                  ui::token::dim);
  else
    ui::paragraph(
        "Steps behind the cut move the labels: these are the objects that the window is drawn from, before those "
        "steps.",
        ui::token::dim);
  if (session.view.layout != Layout::crops && ui::link("See them in the window layout", "objects.figure"))
    actions.edit(edit::layout(Layout::crops));
}

}  // namespace

void choose_object(const SessionState& session, const ObjectScene& objects, std::size_t object, Actions& actions) {
  if (!objects.on_output && session.view.layout != Layout::crops) actions.edit(edit::layout(Layout::crops));
  actions.edit(edit::object(point_in(*objects.found, object)));
}

void draw_sample_panel(const SessionState& session, const ObjectScene& objects, bool& all_classes, Actions& actions) {
  // Until a newer window comes, what is shown is of another sample than the one that was asked for.
  const std::uint64_t sample = objects.window ? objects.window->sample : session.recipe.sample;
  ui::heading("Window of sample " + std::to_string(sample));
  draw_steps(session, actions);
  if (!objects.refused.empty()) return ui::paragraph(objects.refused, ui::token::warn);
  if (!objects.window) return ui::paragraph("The patch alone is shown: its objects are above.", ui::token::dim);
  if (objects.windows_elsewhere) draw_moved(session, objects.window->draw, actions);
  ImGui::PushStyleVar(ImGuiStyleVar_Alpha, sample == session.recipe.sample ? 1.0F : 0.45F);
  const Region& box = objects.window->drawn.window;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(ui::px(8), ui::px(3)));
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(0, 0));
  draw_aim(session, objects, actions);
  fact("start", three_text(box.start, ", "));
  fact("size", three_text(box.size, " × "));
  ui::gap(2);
  if (session.shown()->data.labels) draw_classes(session, *objects.window, all_classes);
  ImGui::PopStyleVar(3);
  for (const std::string& notice : objects.window->ground->sampler().notices()) ui::paragraph(notice, ui::token::dim);
}

}  // namespace auglens
