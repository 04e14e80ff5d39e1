#include <algorithm>

#include "io/preset_json.h"
#include "io/preset_json_tree.h"
#include "io/save.h"
#include "viewer/session.h"

namespace auglens {
namespace {

[[noreturn]] void refuse(std::string what, std::string to_do) {
  throw Error(ErrorKind::usage, {"", std::move(what), "", std::move(to_do)});
}

/// Voxels of MONOCHROME1 are as stored; the picture inverts them.
ColourMap suited(ColourMap map, const Source& source) {
  if (map == ColourMap::grey && source.inverted) return ColourMap::inverted_grey;
  if (map == ColourMap::inverted_grey && !source.inverted) return ColourMap::grey;
  return map;
}

View view_for(const LoadedCase& opened, const LoadedCase* before, const View& view) {
  const Image& image = opened.data.image;
  View v = view;
  v.channel = std::min(view.channel, image.channels - 1);
  v.frame = std::min(view.frame, image.frames - 1);
  if (before == nullptr || !(grid_distance_mm(before->data.image.grid, image.grid) < 1e-3)) {
    v.at = image.grid.to_world(image.grid.centre_index());
    v.object.reset();
    v.planes = {};
    v.channel = v.frame = 0;
  }
  v.augmented_window.reset();
  v.window = opened.windows[static_cast<std::size_t>(v.channel)];
  if (before == nullptr || before->data.source.inverted != opened.data.source.inverted)
    v.colour_map = suited(view.colour_map, opened.data.source);
  return v;
}

}  // namespace

void Session::ask_for(const Assign& edit) {
  const std::string file;
  const Json tree = parse_json(edit.json, file);
  const std::string& path = edit.path;
  if (path == "case.series") {
    state_.open.series = tree.text;
  } else if (path == "case.frames_as_channels") {
    state_.open.frames_as_channels = tree.flag;
  } else if (path == "case.label_resample") {
    state_.open.label_resample = tree.flag;
  } else if (path == "case.open") {
    LoadRequest request{{}, state_.open.series, state_.open.frames_as_channels};
    if (tree.kind == Json::Kind::text) request.inputs.push_back(tree.text);
    for (const Json& item : tree.items) request.inputs.push_back(item.text);
    errands_.emplace_back(OpenCase{std::move(request)});
  } else if (path == "case.label") {
    const bool opening = errand_out_ || std::any_of(errands_.begin(), errands_.end(), [](const Errand& e) {
                           return std::holds_alternative<OpenCase>(e);
                         });
    if (!opening && state_.shown() == nullptr) refuse("case.label: no case is open", "open an image first");
    errands_.emplace_back(OpenLabels{tree.text, state_.open.label_resample, nullptr});
  } else if (path == "case.select") {
    show_case(tree.magnitude, state_.shown_case());
  } else if (path == "case.close") {
    close_case(tree.magnitude);
  } else if (path == "preset.save") {
    save_preset(tree.text);
  } else {
    const LoadedCase* shown = state_.shown();
    if (shown == nullptr) refuse(path + ": no case is open", "open an image first");
    if (path == "save.label" && !shown->data.labels)
      refuse(path + ": the case has no labels", "open a label map first");
    volume_format_of(tree.text);  // a wrong name is told before the work
    errands_.emplace_back(SaveVolume{tree.text, path == "save.label", state_});
  }
}

void Session::show_case(std::size_t index, const CasePointer& before) {
  if (index >= state_.cases.size())
    refuse("case.select: there is no case " + std::to_string(index),
           state_.cases.empty() ? "open an image first" : "use 0 to " + std::to_string(state_.cases.size() - 1));
  state_.selected = index;
  if (before == state_.shown_case()) return;
  state_.view = view_for(*state_.shown(), before.get(), state_.view);
  ++state_.revision.recipe;
  ++state_.revision.view;
}

void Session::close_case(std::size_t index) {
  if (index >= state_.cases.size())
    refuse("case.close: there is no case " + std::to_string(index),
           state_.cases.empty() ? "no case is open" : "use 0 to " + std::to_string(state_.cases.size() - 1));
  const CasePointer before = state_.shown_case();
  state_.cases.erase(state_.cases.begin() + static_cast<std::ptrdiff_t>(index));
  if (state_.selected > index || state_.selected == state_.cases.size()) state_.selected -= state_.selected > 0 ? 1 : 0;
  if (state_.shown() != nullptr && state_.shown() != before.get())
    state_.view = view_for(*state_.shown(), before.get(), state_.view);
  ++state_.revision.recipe;
  ++state_.revision.view;
}

std::optional<Errand> Session::take_errand() {
  if (errand_out_ || errands_.empty()) return std::nullopt;
  Errand errand = std::move(errands_.front());
  errands_.pop_front();
  if (auto* labels = std::get_if<OpenLabels>(&errand)) {
    labels->onto = state_.shown_case();
    if (labels->onto == nullptr) {
      show(Error(ErrorKind::usage, {labels->file, "there is no image to put labels on", "", "open an image first"}));
      return take_errand();
    }
  }
  errand_out_ = true;
  return errand;
}

void Session::apply(const Arrival& arrival) {
  errand_out_ = false;
  if (const auto* opened = std::get_if<CaseArrived>(&arrival)) return arrive(*opened);
  if (const auto* labels = std::get_if<LabelsArrived>(&arrival)) return arrive(*labels);
  if (const auto* saved = std::get_if<Saved>(&arrival)) {
    note_ = "saved " + saved->file;
    return;
  }
  if (const auto* failed = std::get_if<Failed>(&arrival)) show(failed->error), on_other_grid_ = failed->on_other_grid;
  while (!errands_.empty() && std::holds_alternative<OpenLabels>(errands_.front())) errands_.pop_front();
}

std::vector<std::string> Session::resampling() const {
  if (on_other_grid_.empty()) return {};
  return {"case.label_resample true", "case.label " + json_text(on_other_grid_), "case.label_resample false"};
}

void Session::arrive(const CaseArrived& arrival) {
  const CasePointer before = state_.shown_case();
  state_.cases.push_back(arrival.opened);
  show_case(state_.cases.size() - 1, before);
  error_.reset();
  note_ = "opened " + arrival.opened->name;
}

void Session::arrive(const LabelsArrived& arrival) {
  for (CasePointer& c : state_.cases) {
    if (c->data.id != arrival.case_id) continue;
    c = arrival.labelled;
    ++state_.revision.recipe;
    ++state_.revision.view;
    error_.reset();
    note_ = "opened labels of " + c->name;
  }
}

void run_errands(Session& session, FactsCache& facts, const Job& job) {
  while (auto errand = session.take_errand()) {
    const Arrival arrival = run_errand(*errand, facts, job);
    session.apply(arrival);
    if (const auto* failed = std::get_if<Failed>(&arrival)) throw failed->error;
    if (std::holds_alternative<Stopped>(arrival)) throw Cancelled();
  }
  if (session.error()) throw *session.error();
}

}  // namespace auglens
