#include "viewer/commands/render.h"

#include <algorithm>

#include "io/png.h"
#include "ops/error.h"
#include "render/context.h"
#include "render/picture.h"
#include "viewer/caption.h"
#include "viewer/commands/common.h"
#include "viewer/commands/compare.h"
#include "viewer/crop_figure.h"
#include "viewer/demo.h"
#include "viewer/scene.h"
#include "viewer/session.h"
#include "viewer/worker.h"

namespace auglens {
namespace {

constexpr int sheet_samples = 9;

/// Everything of one picture that lives until it is drawn.
struct Made {
  std::vector<SceneSlices> slices;  ///< one; in a sheet one for each sample
  std::vector<ShownCase> cases;     ///< borrow from `slices`
  std::shared_ptr<const VolumePicture> volume;
  std::vector<std::string> notices;  ///< of the crop
};

/// Each is said once, however many samples have it.
void note(Made& made, const std::string& line) {
  if (std::find(made.notices.begin(), made.notices.end(), line) == made.notices.end()) made.notices.push_back(line);
}

void note_objects(const ObjectScene& objects, Made& made) {
  if (!objects.refused.empty()) note(made, "no training window: " + objects.refused);
  if (!objects.window) return;
  for (const std::string& line : objects.window->ground->sampler().notices()) note(made, line);
}

/// Training windows and the chosen object, where the view asks for them; a window that cannot be drawn is told.
SceneSlices slices_with_objects(const SessionState& state, FactsCache& facts, const Job& job, Made& made) {
  SceneSlices slices = evaluate_slices(state, FactsMode::exact, facts, job);
  if (!wants_objects(state)) return slices;
  const ObjectScene objects = object_scene(state, facts, job);
  note_objects(objects, made);
  return with_objects(slices, objects, state.view);
}

void make_slices(const SessionState& state, FactsCache& facts, const Job& job, Made& made) {
  const bool sheet = state.view.layout == Layout::sheet;
  for (int i = 0; i < (sheet ? sheet_samples : 1); ++i) {
    SessionState one = state;
    one.recipe.sample += static_cast<std::uint64_t>(i);
    made.slices.push_back(slices_with_objects(one, facts, job, made));
  }
  for (std::size_t i = 0; i < made.slices.size(); ++i) {
    for (ShownCase& shown : shown_cases(made.slices[i])) {
      if (sheet) shown.caption = "sample " + std::to_string(state.recipe.sample + i);
      made.cases.push_back(std::move(shown));
    }
  }
}

/// The 3-D picture comes from the window's own worker, at rest.
void make_volume(const SessionState& state, const Rect& area, const Device& device, Made& made) {
  Worker worker(device, {});
  worker.submit({state, area.width, area.height});
  worker.wait_idle(24 * 3600);
  const auto results = worker.results();
  if (results->error) throw Error(*results->error);
  made.volume = results->volume;
}

Picture draw(const RenderOptions& options, const View& view, const std::string& caption, const Made& made,
             Place voxels) {
  const auto context = make_egl_context();
  Painter painter(choose_road(options.road, context->info(), voxels));
  PictureRequest request{options.size[0], options.size[1], view, made.cases, nullptr, caption};
  if (made.volume) request.volume = &made.volume->picture;
  return compose(painter, request);
}

void check_state(const SessionState& state) {
  if (state.shown() == nullptr) throw Error(ErrorKind::usage, {"", "nothing is open", "", "give an INPUT"});
}

/// Slices of the layout; the figure of a crop has its own, and a view through the drawn object.
void make_panes(SessionState& state, FactsCache& facts, const Job& job, Made& made) {
  if (state.view.layout != Layout::crops) return make_slices(state, facts, job, made);
  made.slices.push_back(crop_figure(state, facts, job));
  note_objects(object_scene(state, facts, job), made);  // the figure has left all of it in the facts
  made.cases = shown_cases(made.slices.back());
  state.view.crosshair = false;
}

/// All that is drawn; afterwards the state is the shown one.
Made evaluated(SessionState& state, const RenderOptions& options, FactsCache& facts, const Job& job) {
  Made made;
  if (state.crop) note_objects(object_scene_of_crop(state, facts, job), made);
  if (state.view.layout != Layout::crops) state = as_cut(std::move(state), facts, job);
  make_panes(state, facts, job, made);
  if (made.slices.back().at) state.view.at = *made.slices.back().at;
  const Rect area = volume_area(state.view, options.size[0], options.size[1]);
  if (area.width > 0 && area.height > 0) make_volume(state, area, job.device, made);
  return made;
}

}  // namespace

int run_render(const RenderOptions& options) {
  const Device device = open_device(options.device);
  const Job job{device};
  FactsCache facts;
  Session session;
  if (options.demo) open_demo(session, *options.demo, job);
  for (const std::string& line : options.edits) {
    session.apply(line);
    run_errands(session, facts, job);
  }
  check_state(session.state());
  SessionState state = session.state();
  const Made made = with_files({state.shown()->data.source.file, session.preset_file()},
                               [&] { return evaluated(state, options, facts, job); });
  std::string caption = caption_of(session.state());
  if (const std::string& legend = made.slices.back().legend; !legend.empty()) {
    caption = state.view.caption ? legend + "  |  " + caption : legend;
    state.view.caption = true;
  }
  const Picture picture = draw(options, state.view, caption, made, Place::host);
  if (!options.out.empty()) write_png(picture, options.out, picture_text(session.state()));
  if (!options.reference.empty()) check_reference(picture, options.reference, options.threshold);
  say_notices(state.shown()->data);
  say_notices(state.shown()->data.label_source.file, made.notices);
  return 0;
}

}  // namespace auglens
