#include "viewer/session_errand.h"

#include <filesystem>
#include <new>

#include "io/save.h"
#include "io/save_target.h"
#include "viewer/cut_state.h"
#include "viewer/default_window.h"
#include "viewer/scene.h"

namespace auglens {
namespace {

/// The files of a case, whose names its source joins by " + ".
std::vector<std::string> files_of(std::string joined) {
  std::vector<std::string> files;
  for (auto cut = joined.find(" + "); cut != std::string::npos; cut = joined.find(" + ")) {
    files.push_back(joined.substr(0, cut));
    joined.erase(0, cut + 3);
  }
  files.push_back(joined);
  return files;
}

/// "scan.nii.gz" of "/data/scan.nii.gz"; several files keep their " + ".
std::string short_name(const std::string& file) {
  std::string name;
  for (std::filesystem::path path : files_of(file)) {
    if (path.filename().empty()) path = path.parent_path();
    name += (name.empty() ? "" : " + ") + path.filename().string();
  }
  return name.empty() ? "case" : name;
}

Arrival run(const OpenCase& errand, FactsCache&, const Job& job) {
  return CaseArrived{ready_case(load_case(errand.request, job), job)};
}

Arrival run(const OpenLabels& errand, FactsCache&, const Job& job) {
  Case labelled = errand.onto->data;  // shares the voxels
  const std::uint64_t id = labelled.id;
  attach_labels(labelled, errand.file, errand.resample, job);
  if (errand.onto->data.labels) labelled.id = next_case_id();  // facts of the old labels must not be taken for these
  auto ready = std::make_shared<LoadedCase>(*errand.onto);
  ready->data = std::move(labelled);
  ready->labels = label_table(ready->data, job);
  return LabelsArrived{id, ready};
}

/// Labels keep the narrowest stored type that holds what the file had.
StoredType label_type(const Case& c) {
  const std::string& stored = c.label_source.stored_type;
  for (int k = 0; k <= static_cast<int>(StoredType::uint64); ++k)
    if (stored == name_of(static_cast<StoredType>(k))) return static_cast<StoredType>(k);
  return StoredType::int32;
}

Arrival run(const SaveVolume& errand, FactsCache& facts, const Job& job) {
  const Case& c = errand.state.shown()->data;
  SessionState state = as_cut(errand.state, facts, job);
  state.original = false;
  const bool stated = c.source.states_orientation;
  std::vector<std::string> inputs = files_of(c.source.file);
  inputs.push_back(c.label_source.file);
  SaveTargets(inputs).claim(errand.file);
  if (errand.labels) {
    const Plan plan = plan_of(state, FactsMode::exact, facts, job);
    save_labels(evaluate_label_volume(plan, c, facts, job), errand.file, {label_type(c), stated}, job);
  } else {
    const Draw draw = draw_of(state, facts, job);
    const Plan plan =
        make_plan(state.recipe.preset->steps, draw, c, {state.view.frame, {}, FactsMode::exact}, facts, job);
    save_image(evaluate_volume(plan, c, plan.channels, facts, job), errand.file, {.states_orientation = stated}, job);
  }
  return Saved{errand.file};
}

struct Title {
  std::string operator()(const OpenCase& e) const {
    return "Opening " + (e.request.inputs.empty() ? "" : short_name(e.request.inputs.front()));
  }
  std::string operator()(const OpenLabels& e) const { return "Opening labels " + short_name(e.file); }
  std::string operator()(const SaveVolume& e) const { return "Saving " + short_name(e.file); }
};

}  // namespace

CasePointer ready_case(Case c, const Job& job) {
  auto ready = std::make_shared<LoadedCase>();
  ready->data = std::move(c);
  if (ready->data.id == 0) ready->data.id = next_case_id();
  ready->name = short_name(ready->data.source.file);
  ready->labels = label_table(ready->data, job);
  ready->windows = default_windows(ready->data, job);
  return ready;
}

std::string title_of(const Errand& errand) {
  return std::visit(Title{}, errand);
}

Arrival run_errand(const Errand& errand, FactsCache& facts, const Job& job) {
  try {
    return std::visit([&](const auto& e) { return run(e, facts, job); }, errand);
  } catch (const OtherGrid& e) {
    return Failed{e, e.parts().file};
  } catch (const Error& e) {
    return Failed{e};
  } catch (const Cancelled&) {
    return Stopped{};
  } catch (const std::bad_alloc&) {
    return Failed{Error(ErrorKind::resource, {"", "memory is out", title_of(errand), "close other programs or cases"})};
  } catch (const std::exception& e) {
    return Failed{Error(ErrorKind::failed, {"", e.what(), title_of(errand), "try again, or another file"})};
  }
}

}  // namespace auglens
