// What keys, panels and dropped files make the window do.

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <random>

#include "io/png.h"
#include "io/preset_json.h"
#include "render/slice_geometry.h"
#include "viewer/caption.h"
#include "viewer/panels/toolbar.h"
#include "viewer/panels/view_edits.h"
#include "viewer/window/application.h"

namespace auglens {
namespace {

namespace fs = std::filesystem;

/// A fast hand, or a slow frame, has let go of Ctrl in the frame in which ImGui shows the letter.
int modifiers() {
  int held = ImGui::GetIO().KeyMods & ImGuiMod_Mask_;
  for (const ImGuiKey modifier : {ImGuiMod_Ctrl, ImGuiMod_Shift, ImGuiMod_Alt, ImGuiMod_Super})
    if (ImGui::IsKeyReleased(modifier)) held |= modifier;
  return held;
}

bool pressed(const Shortcut& shortcut) {
  const int wanted = shortcut.chord & ImGuiMod_Mask_, key = shortcut.chord & ~ImGuiMod_Mask_;
  return ImGui::IsKeyPressed(static_cast<ImGuiKey>(key), shortcut.repeats) && modifiers() == wanted;
}

/// A seed that a person can read out: below a million.
std::uint64_t fresh_seed() {
  return std::random_device{}() % 1000000U;
}

/// Keys that do what a button does, too.
std::optional<Command> command_of(KeyAction action) {
  switch (action) {
    case KeyAction::open_scan:
      return Command::open_scan;
    case KeyAction::save_preset:
      return Command::save_preset;
    case KeyAction::save_volume:
      return Command::save_volume;
    case KeyAction::picture:
      return Command::picture;
    case KeyAction::new_seed:
      return Command::new_seed;
    case KeyAction::fit:
      return Command::fit;
    case KeyAction::picture_window:
      return Command::window_of_picture;
    case KeyAction::escape:
      return Command::cancel;
    default:
      return std::nullopt;
  }
}

bool names_labels(const std::string& file) {
  std::string name = fs::path(file).filename().string();
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return name.find("seg") != std::string::npos || name.find("label") != std::string::npos ||
         name.find("mask") != std::string::npos;
}

}  // namespace

void Application::take_keys(Actions& actions) {
  // Tab is the original's key, Ctrl+Tab nobody's: ImGui must not move the keyboard's focus with them.
  ImGuiContext& gui = *ImGui::GetCurrentContext();
  gui.ConfigNavWindowingKeyNext = gui.ConfigNavWindowingKeyPrev = 0;
  if (ImGui::GetIO().WantTextInput) return;
  ImGui::SetKeyOwner(ImGuiKey_Tab, ImGui::GetID("original"));
  const bool held = ImGui::IsKeyDown(ImGuiKey_Tab) && session_.state().shown() != nullptr;
  if (held != session_.state().original) actions.edit(edit::flag("view.original", held));
  for (const Shortcut& shortcut : shortcuts) {
    const bool modal = browser_.is_open() || help_;
    const bool always = shortcut.action == KeyAction::escape || shortcut.action == KeyAction::window_picture ||
                        shortcut.action == KeyAction::help || shortcut.action == KeyAction::quit;
    if (modal && !always) continue;
    if (pressed(shortcut)) carry_out(shortcut.action);
  }
}

void Application::carry_out(KeyAction action) {
  if (const auto command = command_of(action)) return carry_out(*command);
  const SessionState& state = session_.state();
  const View& view = state.view;
  switch (action) {
    case KeyAction::window_picture:
      window_picture_wanted_ = true;
      return;
    case KeyAction::undo:
      if (session_.history().can_undo()) edit("undo");
      return;
    case KeyAction::redo:
      if (session_.history().can_redo()) edit("redo");
      return;
    case KeyAction::next_sample:
      return edit("sample " + std::to_string(state.recipe.sample + 1));
    case KeyAction::previous_sample:
      if (state.recipe.sample > 0) edit("sample " + std::to_string(state.recipe.sample - 1));
      return;
    case KeyAction::labels:
      return edit(edit::flag("view.labels", !view.labels));
    case KeyAction::outline:
      return edit(edit::flag("view.label_outline", !view.label_outline));
    case KeyAction::crosshair:
      return edit(edit::flag("view.crosshair", !view.crosshair));
    case KeyAction::next_layout:
      return edit(edit::layout(next_layout(state)));
    case KeyAction::compare:
      return edit(edit::layout(view.layout == Layout::compare ? Layout::mpr : Layout::compare));
    case KeyAction::interpolation:
      return edit(
          edit::text("view.interpolation", view.interpolation == Interpolation::nearest ? "linear" : "nearest"));
    case KeyAction::auto_window:
      if (state.shown() == nullptr) return;
      if (view.augmented_window) edit("view.augmented_window null");
      return edit("view.window \"auto\"");
    case KeyAction::slice_up:
    case KeyAction::slice_down:
    case KeyAction::first_slice:
    case KeyAction::last_slice:
      if (tab() == Tab::objects && chrome_ && objects_panel_.has_keys()) return;  // they move in its table
      return scroll_slices(action);
    case KeyAction::help:
      help_ = !help_;
      return;
    case KeyAction::chrome:
      chrome_ = !chrome_;
      pacer_.stir();
      return;
    case KeyAction::quit:
      return glfwSetWindowShouldClose(context_->window(), GLFW_TRUE);
    default:
      return;
  }
}

/// In the pane under the mouse, else in the first one.
void Application::scroll_slices(KeyAction action) {
  if (!stage_ || !stage_->has_picture()) return;
  const ImVec2 mouse = ImGui::GetIO().MousePos, pixels = ImGui::GetIO().DisplayFramebufferScale;
  const double x = (mouse.x - static_cast<float>(stage_area_.x)) * pixels.x,
               y = (mouse.y - static_cast<float>(stage_area_.y)) * pixels.y;
  const Pane* pane = nullptr;
  for (const Pane& p : stage_->panes())
    if (p.kind == PaneKind::slice && (pane == nullptr || p.area.contains(x, y))) pane = &p;
  const Grid* grid = pane != nullptr ? stage_->grid(pane->tile) : nullptr;
  if (grid == nullptr) return;
  constexpr int all = 1 << 30;
  const int steps = action == KeyAction::slice_up     ? 1
                    : action == KeyAction::slice_down ? -1
                    : action == KeyAction::last_slice ? all
                                                      : -all;
  edit(edit::at(moved_slices(*grid, stage_->at(), plane_axes(*grid, pane->plane).across, steps)));
}

void Application::carry_out(const Actions& actions) {
  if (actions.drag_began() && !drag_) {
    drag_ = true;
    edit("drag begin");
  }
  for (const std::string& line : actions.edits()) edit(line);
  if (actions.drag_ended() && drag_) {
    drag_ = false;
    edit("drag end");
  }
  if (actions.refusal()) session_.show(*actions.refusal());
  for (const Command command : actions.commands()) carry_out(command);
  if (actions.refusal() || !actions.edits().empty() || !actions.commands().empty() || actions.drag_ended())
    pacer_.stir();
}

void Application::carry_out(Command command) {
  pacer_.stir();
  switch (command) {
    case Command::open_scan:
      return browser_.open(BrowserGoal::open_scan);
    case Command::open_label:
      return browser_.open(BrowserGoal::open_label);
    case Command::open_preset:
      return browser_.open(BrowserGoal::open_preset);
    case Command::save_preset:
      if (!session_.preset_file().empty()) return edit("preset.save \"\"");
      return browser_.open(BrowserGoal::save_preset, "preset.json");
    case Command::save_volume:
      if (session_.state().shown() != nullptr) browser_.open(BrowserGoal::save_volume, suggested_name());
      return;
    case Command::picture:
      if (stage_ && stage_->has_picture()) save_picture(stage_->picture());
      return;
    case Command::new_seed:
      return edit("seed " + std::to_string(fresh_seed()));
    case Command::new_preset:
      return edit("preset new");
    case Command::open_demo:
      demo_preset_wanted_ = true;
      return phantom_.start(Phantom::head);
    case Command::open_abdomen:
      demo_preset_wanted_ = *session_.state().recipe.preset == Preset();  // never in place of the user's own
      return phantom_.start(Phantom::abdomen);
    case Command::fit:
      for (const Plane plane : all_planes) edit(edit::plane_view(plane, {}));
      return edit(edit::camera_zoom(1));
    case Command::window_of_picture:
      return window_of_picture();
    case Command::cancel:
      if (browser_.is_open()) return browser_.close();
      if (help_)
        help_ = false;
      else if (session_.error() || picture_error() != nullptr || !note_.empty())
        return carry_out(Command::dismiss);
      else
        phantom_.stop(), worker_.stop_errand();
      return;
    case Command::help:
      help_ = true;
      return;
    case Command::chrome:
      chrome_ = !chrome_;
      return;
    case Command::dismiss:
      if (const Error* error = picture_error(); error != nullptr && !session_.error())
        closed_ = {results_->error_revision.recipe, error->what()};
      session_.dismiss();
      session_note_.clear();
      note_.clear();
      return;
  }
}

/// Of the side that is shown: steps may give the augmented one another range of values.
void Application::window_of_picture() {
  if (!shown_values_ || !results_->slices) return;
  const Window& window = shown_values_->window;
  const bool original = results_->slices->sides.back().original;
  edit(original ? edit::window(session_.state().view, true, window) : edit::augmented_window(window));
}

std::string Application::suggested_name() const {
  std::string name = session_.state().shown()->name;
  for (const char* ending : {".gz", ".nii", ".nrrd", ".nhdr", ".mha", ".mhd", ".dcm", ".hdr", ".img"})
    if (name.ends_with(ending)) name.resize(name.size() - std::string_view(ending).size());
  return name + "-seed" + std::to_string(session_.state().recipe.seed) + "-sample" +
         std::to_string(session_.state().recipe.sample) + ".nii.gz";
}

void Application::take_files(const Chosen& chosen) {
  pacer_.stir();
  switch (chosen.goal) {
    case BrowserGoal::open_scan:
      return drop(chosen.files);
    case BrowserGoal::open_label:
      return edit(edit::text("case.label", chosen.files.at(0)));
    case BrowserGoal::open_preset:
      return edit(edit::text("preset.open", chosen.files.at(0)));
    case BrowserGoal::save_preset:
      return edit(edit::text("preset.save", chosen.files.at(0)));
    case BrowserGoal::save_volume:
      return edit(edit::text("save.image", chosen.files.at(0)));
  }
}

void Application::drop(const std::vector<std::string>& files) {
  pacer_.stir();
  std::vector<std::string> scans, labels;
  const bool open = session_.state().shown() != nullptr;
  for (const std::string& file : files) {
    if (kind_by_name(file) == FileKind::preset)
      edit(edit::text("preset.open", file));
    else
      (names_labels(file) && (open || files.size() > 1) ? labels : scans).push_back(file);
  }
  if (scans.empty() && !open) std::swap(scans, labels);
  if (!scans.empty()) session_.attempt(edit_of_inputs(scans));
  for (const std::string& file : labels) edit(edit::text("case.label", file));
}

void Application::save_picture(const Picture& picture) {
  const Recipe& recipe = session_.state().recipe;
  const std::string start = "auglens-seed" + std::to_string(recipe.seed) + "-sample" + std::to_string(recipe.sample);
  std::string file = start + ".png";
  std::error_code ignored;
  for (int k = 2; fs::exists(file, ignored); ++k) file = start + "-" + std::to_string(k) + ".png";
  try {
    write_png(picture, file, picture_text(session_.state()));
    say("saved " + fs::absolute(file, ignored).string());
  } catch (const Error& error) {
    session_.show(error);
  }
}

}  // namespace auglens
