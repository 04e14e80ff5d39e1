#include "viewer/scene.h"

#include <algorithm>
#include <utility>

#include "ops/replay/replay.h"

namespace auglens {
namespace {

/// Dense memory of a slice as a writable box of its grid.
template <class T>
MutableView<T> box_over(std::vector<T>& voxels, const SceneSlice& slice, const Region& region) {
  MutableView<T> out{voxels.data(), 1, 1, region.start[0], region.start[1], region.start[2]};
  if (slice.place.axis == 0) out.row = 1, out.plane = slice.width;
  if (slice.place.axis == 1) out.row = out.plane = slice.width;
  if (slice.place.axis == 2) out.row = out.plane = slice.width;
  return out;
}

/// Calls f(index in the slice, voxel index) in the slice's raster order.
void for_slice(const SceneSlice& slice, auto&& f) {
  const auto [right, down] = axes_beside(slice.place.axis);
  Index3 at{};
  at[static_cast<std::size_t>(slice.place.axis)] = slice.place.index;
  std::size_t k = 0;
  for (at[down] = 0; at[down] < slice.height; ++at[down])
    for (at[right] = 0; at[right] < slice.width; ++at[right]) f(k++, at);
}

/// Values and labels of one slice take 8 bytes for each voxel: 2 GiB at most.
void check_slice(const SceneSlice& slice) {
  constexpr std::int64_t most_voxels = std::int64_t{1} << 28;
  if (std::int64_t{slice.width} * slice.height <= most_voxels) return;
  throw Error(ErrorKind::resource, {"",
                                    "a slice of " + std::to_string(slice.width) + " x " + std::to_string(slice.height) +
                                        " voxels is too large to draw",
                                    "", "make the window or the output smaller: 2^28 voxels at most"});
}

SceneSide blank_side(const SessionState& state, const Grid& grid, bool original) {
  const LoadedCase& shown = *state.shown();
  SceneSide side{original, grid, {}};
  for (const WantedSlice& wanted : wanted_slices(state.view, grid)) {
    const auto [right, down] = axes_beside(wanted.axis);
    SceneSlice slice{wanted, static_cast<int>(grid.size[right]), static_cast<int>(grid.size[down]), {}, {}};
    check_slice(slice);
    const auto count = static_cast<std::size_t>(slice.width) * static_cast<std::size_t>(slice.height);
    slice.values.resize(count);
    if (shown.data.labels) slice.labels.resize(count);
    side.slices.push_back(std::move(slice));
  }
  return side;
}

void fill_original(const SessionState& state, SceneSide& side) {
  const Case& c = state.shown()->data;
  for (SceneSlice& slice : side.slices) {
    visit_view(c.image, state.view.channel, state.view.frame, [&](const auto& v) {
      for_slice(slice,
                [&](std::size_t k, const Index3& p) { slice.values[k] = static_cast<float>(v.at(p[0], p[1], p[2])); });
    });
    if (!c.labels) continue;
    const auto labels = c.labels->view();
    for_slice(slice, [&](std::size_t k, const Index3& p) { slice.labels[k] = labels.at(p[0], p[1], p[2]); });
  }
}

void fill_augmented(const SessionState& state, const Plan& plan, SceneSide& side, FactsCache& facts, const Job& job) {
  const Case& c = state.shown()->data;
  std::vector<ImageRequest> images;
  std::vector<LabelRequest> labels;
  for (SceneSlice& slice : side.slices) {
    const Region region = slice_region(side.grid, slice.place.axis, slice.place.index);
    images.push_back({region, box_over(slice.values, slice, region)});
    if (c.labels) labels.push_back({region, box_over(slice.labels, slice, region)});
  }
  if (images.empty()) return;
  evaluate(plan, c, state.view.channel, images, facts, job);
  if (!labels.empty()) evaluate_labels(plan, c, labels, facts, job);
}

const LoadedCase& open_case(const SessionState& state) {
  if (state.shown() == nullptr) throw Error(ErrorKind::usage, {"", "no case is open", "", "open an image first"});
  return *state.shown();
}

}  // namespace

SlicePixels SceneSlice::pixels() const {
  SlicePixels p;
  p.axis = place.axis;
  p.width = width;
  p.height = height;
  p.values = values.data();
  p.pitch = p.label_pitch = width;
  p.labels = labels.empty() ? nullptr : labels.data();
  p.heat = heat.empty() ? nullptr : heat.data();
  return p;
}

const SceneSlice* SceneSide::slice(Plane plane) const {
  const auto found =
      std::find_if(slices.begin(), slices.end(), [&](const SceneSlice& s) { return s.place.plane == plane; });
  return found == slices.end() ? nullptr : &*found;
}

Draw draw_of(const SessionState& state, FactsCache& facts, const Job& job) {
  const Recipe& recipe = state.recipe;
  return make_draw(*recipe.preset, recipe.seed, recipe.sample, open_case(state).data, facts, job);
}

Plan plan_of(const SessionState& state, FactsMode mode, FactsCache& facts, const Job& job) {
  const PlanOptions options{state.view.frame, {state.view.channel}, mode};
  return make_plan(state.recipe.preset->steps, draw_of(state, facts, job), open_case(state).data, options, facts, job);
}

SceneSlices evaluate_slices(const SessionState& state, FactsMode mode, FactsCache& facts, const Job& job) {
  open_case(state);
  const bool compare = state.view.layout == Layout::compare;
  std::shared_ptr<const Plan> plan;
  if (compare || !state.original) plan = std::make_shared<const Plan>(plan_of(state, mode, facts, job));
  return evaluate_slices(state, std::move(plan), facts, job);
}

SceneSlices evaluate_slices(const SessionState& asked, std::shared_ptr<const Plan> plan, FactsCache& facts,
                            const Job& job) {
  const LoadedCase& shown = open_case(asked);
  SceneSlices scene{asked.shown_case(), {}, plan, plan != nullptr && plan->approximate};
  SessionState state = asked;
  if (state.crop && plan != nullptr && !voxel_under(plan->out, state.view.at))
    state.view.at = *(scene.at = plan->out.to_world(plan->out.centre_index()));
  const bool compare = state.view.layout == Layout::compare;
  if (plan == nullptr || compare || state.original) {
    scene.sides.push_back(blank_side(state, shown.data.image.grid, true));
    fill_original(state, scene.sides.back());
  }
  if (plan != nullptr && (compare || !state.original)) {
    scene.sides.push_back(blank_side(state, plan->out, false));
    if (state.crop) {  // where the patch ends is not seen where it is padded with black
      BoxMark edge;
      edge.box = whole(plan->out);
      scene.sides.back().marks.push_back(edge);
    }
    fill_augmented(state, *plan, scene.sides.back(), facts, job);
  }
  for (SceneSide& side : scene.sides)
    for (SceneSlice& slice : side.slices)
      shown.labels.index.apply(slice.labels.data(), static_cast<std::int64_t>(slice.labels.size()));
  return scene;
}

std::vector<ShownCase> shown_cases(const SceneSlices& scene) {
  std::vector<ShownCase> cases;
  const bool marked = scene.sides.size() > 1;
  for (const SceneSide& side : scene.sides) {
    ShownCase shown;
    shown.grid = side.grid;
    shown.original = side.original;
    for (const SceneSlice& slice : side.slices)
      shown.slices[static_cast<std::size_t>(slice.place.plane)] = slice.pixels();
    shown.caption = side.caption;
    shown.marks = side.marks;
    if (marked && side.caption.empty()) {
      shown.mark = side.original ? TileMark::original : TileMark::augmented;
      shown.caption = side.original ? "Original" : "Augmented";
    }
    cases.push_back(std::move(shown));
  }
  return cases;
}

SceneVolume scene_volume(const SessionState& state, const Plan* plan, std::shared_ptr<const Image> evaluated,
                         FactsCache& facts, const Job& job) {
  const CasePointer shown = state.shown_case();
  const Case& c = open_case(state).data;
  SceneVolume volume;
  if (plan == nullptr || plan->steps.empty()) {  // aliases: the case stays alive as long as the volume does
    volume.image = std::shared_ptr<const Image>(shown, &c.image);
    volume.channel = state.view.channel;
    volume.frame = state.view.frame;
    if (c.labels) volume.labels = std::shared_ptr<const LabelMap>(shown, &*c.labels);
    return volume;
  }
  const int channels[] = {state.view.channel};
  volume.image = std::move(evaluated);
  if (!volume.image) volume.image = facts.volume(plan->prefix_key(plan->steps.size(), state.view.channel));
  if (!volume.image) volume.image = std::make_shared<const Image>(evaluate_volume(*plan, c, channels, facts, job));
  if (!c.labels) return volume;
  const bool moved =
      std::any_of(plan->steps.begin(), plan->steps.end(), [](const BoundStep& s) { return !s.label.empty(); });
  volume.labels = moved ? std::make_shared<const LabelMap>(evaluate_label_volume(*plan, c, facts, job))
                        : std::shared_ptr<const LabelMap>(shown, &*c.labels);
  return volume;
}

}  // namespace auglens
