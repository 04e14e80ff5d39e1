#include "viewer/object_scene.h"

#include "ops/evaluate.h"
#include "ops/objects/label_draw.h"
#include "ops/replay/replay.h"
#include "render/slice_geometry.h"

namespace auglens {
namespace {

constexpr std::uint64_t shown_others = 6;

/// The labels at the chain's end, without the steps that they do not depend on.
Plan label_plan(const SessionState& state, FactsCache& facts, const Job& job) {
  const Case& c = state.shown()->data;
  const Recipe& recipe = state.recipe;
  const Chain& steps = recipe.preset->steps;
  const Draw draw = draw_for_labels(steps, make_draw(*recipe.preset, recipe.seed, recipe.sample, c, facts, job));
  return make_plan(steps, draw, c, {state.view.frame, {state.view.channel}, FactsMode::exact}, facts, job);
}

/// What the sampler's law says of each blob.
void judge_blobs(const CropGround& ground, ObjectScene& scene) {
  scene.standings = ground.sampler().standings();
  if (scene.standings.empty()) return;
  scene.chances.assign(scene.standings.size(), 0);
  for (const StartRange& range : ground.sampler().law().ranges)
    if (range.blob) scene.chances[*range.blob] += range.share;
  for (std::size_t b = 0; b < scene.standings.size(); ++b)  // a class that the label does not weigh in
    if (scene.standings[b] == BlobStanding::drawn_from && !(scene.chances[b] > 0))
      scene.standings[b] = BlobStanding::not_listed;
}

void add_window(const SessionState& state, ObjectScene& scene, FactsCache& facts, const Job& job) {
  const Recipe& recipe = state.recipe;
  const LoadedCase& shown = *state.shown();
  TrainingWindows windows(*recipe.preset, recipe.seed, shown.data, state.view.frame, facts, job);
  scene.window = windows.of_sample(recipe.sample);
  const CropGround& ground = *scene.window->ground;
  for (std::uint64_t k = 1; k <= shown_others; ++k)
    scene.others.push_back(draw_window(ground.sampler(), recipe.preset->stream, recipe.seed, recipe.sample + k).window);
  if (!shown.data.labels) return;
  scene.found = ground.components();
  scene.found_key = blobs_key(scene.window->key, scene.found ? blob_options(ground.rule()) : ComponentOptions{});
  if (!scene.found) scene.found = components_of(ground.labels(), scene.window->key, {}, facts, job);
  judge_blobs(ground, scene);
  const CropWindow& drawn = scene.window->drawn;
  scene.aimed = drawn.blob;
  if (!drawn.blob && drawn.box)
    if (const Blob* at = scene.found->at(drawn.box->start))
      scene.aimed = static_cast<std::size_t>(at - scene.found->blobs.data());
}

void add_plain_objects(const SessionState& state, ObjectScene& scene, FactsCache& facts, const Job& job) {
  const Case& c = state.shown()->data;
  const Plan plan = label_plan(state, facts, job);
  const std::string key = label_key(plan, c);
  const auto known = facts.labels(key);
  scene.found = components_of(known                ? *known
                              : plan.steps.empty() ? *c.labels
                                                   : evaluate_label_volume(plan, c, facts, job),
                              key, {}, facts, job);
  scene.found_key = blobs_key(key, {});
}

}  // namespace

std::optional<std::size_t> ObjectScene::at(const Vec3& point) const {
  if (!found) return std::nullopt;
  const auto voxel = voxel_under(found->ids.grid, point);
  const Blob* blob = voxel ? found->at(*voxel) : nullptr;
  if (blob == nullptr) return std::nullopt;
  return static_cast<std::size_t>(blob - found->blobs.data());
}

ObjectScene object_scene_of_crop(const SessionState& state, FactsCache& facts, const Job& job) {
  ObjectScene scene;
  add_window(state, scene, facts, job);
  scene.on_output = scene.window->key == label_key(label_plan(state, facts, job), state.shown()->data);
  scene.windows_elsewhere = !scene.on_output;
  return scene;
}

namespace {

/// Outside the figure the objects are those that are seen, whatever the window was drawn from.
ObjectScene scene_as_shown(const SessionState& state, FactsCache& facts, const Job& job) {
  ObjectScene scene = object_scene_of_crop(state, facts, job);
  if (scene.on_output || !state.shown()->data.labels || state.view.layout == Layout::crops) return scene;
  scene.standings.clear();
  scene.chances.clear();
  scene.aimed.reset();
  scene.on_output = true;
  add_plain_objects(state, scene, facts, job);
  return scene;
}

}  // namespace

ObjectScene object_scene(const SessionState& state, FactsCache& facts, const Job& job) {
  if (state.shown() == nullptr) throw Error(ErrorKind::usage, {"", "no case is open", "", "open an image first"});
  ObjectScene scene;
  try {
    if (state.recipe.preset->crop) return scene_as_shown(state, facts, job);
  } catch (const Error& e) {
    if (e.kind() == ErrorKind::resource) throw;
    scene.refused = e.parts().what + (e.parts().to_do.empty() ? "" : ": " + e.parts().to_do);
  }
  if (state.shown()->data.labels) add_plain_objects(state, scene, facts, job);
  return scene;
}

ObjectScene object_scene_of_patch(const SessionState& state, const SessionState& cut, FactsCache& facts,
                                  const Job& job) {
  ObjectScene scene = object_scene(cut, facts, job);
  scene.window = object_scene_of_crop(state, facts, job).window;
  scene.cut = true;
  return scene;
}

ObjectScene with_diameters(ObjectScene scene, FactsCache& facts, const Job& job) {
  if (!scene.measured()) scene.found = measured(*scene.found, scene.found_key, facts, job);
  return scene;
}

}  // namespace auglens
