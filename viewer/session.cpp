#include "viewer/session.h"

#include <algorithm>
#include <filesystem>
#include <span>

#include "io/preset_json.h"
#include "io/preset_json_crop.h"
#include "io/save.h"
#include "io/temporary_file.h"
#include "ops/device.h"
#include "viewer/edit_json.h"
#include "viewer/edit_view.h"
#include "viewer/session_steps.h"
#include "viewer/supported_preset.h"

namespace auglens {
namespace {

[[noreturn]] void refuse(std::string what, std::string to_do) {
  throw Error(ErrorKind::usage, {"", std::move(what), "", std::move(to_do)});
}

ViewTarget target_of(const SessionState& state) {
  ViewTarget target;
  target.view = state.view;
  target.original = state.original;
  target.crop = state.crop;
  if (const LoadedCase* shown = state.shown()) {
    target.grid = &shown->data.image.grid;
    target.channels = shown->data.image.channels;
    target.frames = shown->data.image.frames;
    target.windows = shown->windows;
  }
  return target;
}

/// What of a view belongs to one case; the rest (layout, colours) is the user's everywhere.
void take_case_view(const View& from, View& to) {
  to.at = from.at;
  to.object = from.object;
  to.channel = from.channel;
  to.frame = from.frame;
  to.window = from.window;
  to.augmented_window = from.augmented_window;
  to.planes = from.planes;
}

}  // namespace

/// The state as the edit would leave it; thrown away when something is wrong.
struct Session::Draft {
  SessionState state;
  std::string preset_file;
  std::shared_ptr<const Preset> saved;  ///< what preset_file holds, when the edit opened it
  std::string merge;                    ///< key of entries that become one
  std::string edited_step;

  void change_preset(auto&& change) {
    Preset preset = *state.recipe.preset;
    change(preset);
    require_sound(preset);
    state.recipe.preset = std::make_shared<const Preset>(std::move(preset));
  }
};

bool Session::attempt(const Edit& edit) {
  try {
    apply(edit);
    return true;
  } catch (const Error& e) {
    show(e);
    return false;
  }
}

bool Session::attempt(std::string_view line) {
  try {
    apply(line);
    return true;
  } catch (const Error& e) {
    show(e);
    return false;
  }
}

void Session::apply(const Edit& edit) {
  if (const Verb* verb = std::get_if<Verb>(&edit.what); verb != nullptr && do_verb(*verb)) return error_.reset();
  const Assign* value = std::get_if<Assign>(&edit.what);
  if (value != nullptr &&
      (value->path.starts_with("case.") || value->path.ends_with(".save") || value->path.starts_with("save."))) {
    ask_for(*value);
    return error_.reset();
  }
  Draft draft{state_, preset_file_, nullptr, "", ""};
  if (value != nullptr) assign_value(*value, draft);
  if (const auto* e = std::get_if<StepAdd>(&edit.what)) draft.change_preset([&](Preset& p) { change_steps(p, *e); });
  if (const auto* e = std::get_if<StepRemove>(&edit.what)) draft.change_preset([&](Preset& p) { change_steps(p, *e); });
  if (const auto* e = std::get_if<StepMove>(&edit.what)) draft.change_preset([&](Preset& p) { change_steps(p, *e); });
  if (const auto* e = std::get_if<StepReset>(&edit.what)) {
    draft.change_preset([&](Preset& p) { change_steps(p, *e); });
    draft.edited_step = e->id;
  }
  if (std::holds_alternative<Verb>(edit.what)) {  // preset new
    draft.state.recipe = {std::make_shared<const Preset>(), 0, 0};
    draft.saved = draft.state.recipe.preset;
    draft.preset_file.clear();
  }
  commit(std::move(draft), edit);
}

void Session::assign_value(const Assign& edit, Draft& draft) const {
  SessionState& state = draft.state;
  if (edit.path.starts_with("step.")) {
    draft.change_preset([&](Preset& p) { change_step(p, edit); });
    draft.edited_step = step_id_of(edit);
    return;
  }
  as_usage(edit.path, [&] {
    const std::string file;
    const Json tree = parse_json(edit.json, file);
    const JsonCursor at(tree, file);
    if (edit.path == "seed") {
      state.recipe.seed = at->magnitude;
    } else if (edit.path == "sample") {
      state.recipe.sample = at->magnitude;
    } else if (edit.path == "preset.name") {
      draft.change_preset([&](Preset& p) { p.name = at->text; });
    } else if (edit.path == "preset.note") {
      draft.change_preset([&](Preset& p) { p.note = at->text; });
    } else if (edit.path == "preset.fuse") {
      draft.change_preset([&](Preset& p) { p.fuse = at->flag; });
    } else if (edit.path == "preset.crop") {
      const bool none = at.is(Json::Kind::null);
      draft.change_preset([&](Preset& p) { p.crop = none ? std::nullopt : std::optional(read_crop(at)); });
    } else if (edit.path == "preset.limits") {
      const bool none = at.is(Json::Kind::null);
      draft.change_preset([&](Preset& p) { p.limits = none ? std::nullopt : std::optional(read_limits(at)); });
    } else if (edit.path.starts_with("view.")) {
      ViewTarget target = target_of(state);
      set_view(edit.path, at, target);
      state.view = target.view;
      state.original = target.original;
      state.crop = target.crop;
      draft.merge = edit.path;
      if (state.crop && !state.recipe.preset->crop)
        at.refuse("the preset has no training window", "add \"crop\" to it, or leave --crop out");
    }
  });
  if (edit.path == "preset.open") {  // outside as_usage: a broken file is bad input, not a wrong command
    const std::string file;
    const std::string name = parse_json(edit.json, file).text;
    draft.saved = state.recipe.preset = std::make_shared<const Preset>(load_preset(name));
    state.recipe.seed = draft.saved->seed;
    std::error_code ignored;
    draft.preset_file = std::filesystem::is_regular_file(name, ignored) ? name : "";
  }
}

void Session::commit(Draft draft, const Edit& edit) {
  const bool crop = draft.state.recipe.preset->crop.has_value();
  draft.state.crop = draft.state.crop && crop;
  if (!crop && state_.recipe.preset->crop && draft.state.view.layout == Layout::crops)
    draft.state.view.layout = Layout::mpr;
  const bool recipe = !(draft.state.recipe == state_.recipe);
  if (recipe) check_supported(*draft.state.recipe.preset, draft.preset_file);
  const bool view = !(draft.state.view == state_.view);
  const bool beside = draft.state.original != state_.original || draft.state.crop != state_.crop;
  if (recipe || view || draft.preset_file != preset_file_)
    history_.record({moment(), edit.line(), std::move(draft.merge)});
  draft.state.revision.recipe += recipe ? 1 : 0;
  draft.state.revision.view += view || beside ? 1 : 0;
  draft.state.edited_step = std::move(draft.edited_step);
  if (draft.saved) saved_[draft.preset_file] = draft.saved;
  preset_file_ = std::move(draft.preset_file);
  state_ = std::move(draft.state);
  error_.reset();
}

bool Session::do_verb(Verb verb) {
  switch (verb) {
    case Verb::undo:
      if (!history_.can_undo()) refuse("there is nothing to undo", "change something first");
      restore(history_.undo(moment()));
      return true;
    case Verb::redo:
      if (!history_.can_redo()) refuse("there is nothing to redo", "undo something first");
      restore(history_.redo(moment()));
      return true;
    case Verb::drag_begin:
      history_.begin_drag();
      state_.dragging = true;
      return true;
    case Verb::drag_end:
      history_.end_drag();
      state_.dragging = false;
      return true;
    case Verb::preset_new:
      return false;
  }
  return false;
}

Moment Session::moment() const {
  const LoadedCase* shown = state_.shown();
  return {state_.recipe, state_.view, preset_file_, shown == nullptr ? 0 : shown->data.id};
}

void Session::restore(const Moment& m) {
  View view = m.view;
  if (m.case_id != moment().case_id) take_case_view(state_.view, view);
  state_.revision.recipe += m.recipe == state_.recipe ? 0 : 1;
  state_.revision.view += view == state_.view ? 0 : 1;
  state_.recipe = m.recipe;
  state_.crop = state_.crop && m.recipe.preset->crop;
  state_.view = view;
  state_.dragging = false;
  state_.edited_step.clear();
  preset_file_ = m.preset_file;
}

bool Session::dirty() const {
  const auto found = saved_.find(preset_file_);
  static const Preset empty;
  const Preset& on_disk = found == saved_.end() ? empty : *found->second;
  return !(preset_to_save() == on_disk);
}

Preset Session::preset_to_save() const {
  Preset preset = *state_.recipe.preset;
  preset.seed = state_.recipe.seed;
  return preset;
}

void Session::save_preset(const std::string& named) {
  const std::string file = named.empty() ? preset_file_ : named;
  if (file.empty()) refuse("preset.save: the preset has no file yet", "write: preset.save \"FILE.json\"");
  auto preset = std::make_shared<const Preset>(preset_to_save());
  const std::string text = write_preset(*preset);
  const Device device = Device::cpu(1);
  TemporaryFile target(file);
  target.write(std::as_bytes(std::span(text)));
  target.read_back({device});
  target.publish();
  saved_[file] = preset;
  state_.recipe.preset = preset;
  preset_file_ = file;
  note_ = "saved " + file;
}

}  // namespace auglens
