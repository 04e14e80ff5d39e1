#include "viewer/window/application.h"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include <algorithm>

#include "io/preset_json_tree.h"
#include "render/window_target.h"
#include "viewer/demo.h"
#include "viewer/panels/view_edits.h"

namespace auglens {
namespace {

constexpr double note_seconds = 4;

Application* of(GLFWwindow* window) {
  return static_cast<Application*>(glfwGetWindowUserPointer(window));
}

Device device_of(const WindowOptions& options) {
  return options.device == DeviceKind::cuda ? Device::cuda(options.threads) : Device::cpu(options.threads);
}

bool same(const WorkerRequest& a, const WorkerRequest& b) {
  return a.state.revision == b.state.revision && a.state.original == b.state.original &&
         a.state.dragging == b.state.dragging && a.state.shown() == b.state.shown() && a.state.crop == b.state.crop &&
         a.volume_width == b.volume_width && a.volume_height == b.volume_height && a.objects == b.objects;
}

/// `--cases`: one line that opens several files becomes one line for each.
std::vector<std::string> one_by_one(const std::string& line) {
  const Edit edit = parse_edit(line);
  const Assign* assign = std::get_if<Assign>(&edit.what);
  if (assign == nullptr || assign->path != "case.open") return {line};
  std::vector<std::string> lines;
  for (const Json& item : parse_json(assign->json, "").items) lines.push_back(edit::text("case.open", item.text));
  return lines.empty() ? std::vector{line} : lines;
}

}  // namespace

Application::Application(const WindowOptions& options)
    : options_(options),
      context_(make_glfw_context({})),
      gui_(context_->window()),
      device_(device_of(options)),
      worker_(device_, {.wake = glfwPostEmptyEvent}),
      phantom_(device_, glfwPostEmptyEvent),
      trace_(options.trace),
      objects_panel_(glfwPostEmptyEvent),
      left_width_(ui::size::left),
      right_width_(ui::size::right) {
  GLFWwindow* window = context_->window();
  glfwSetWindowUserPointer(window, this);
  glfwSetWindowSizeLimits(window, 720, 480, GLFW_DONT_CARE, GLFW_DONT_CARE);
  glfwSetDropCallback(window, [](GLFWwindow* w, int count, const char** paths) {
    of(w)->drop({paths, paths + count});
  });
  glfwSetWindowRefreshCallback(window, [](GLFWwindow* w) { of(w)->stir(); });
  glfwSetFramebufferSizeCallback(window, [](GLFWwindow* w, int, int) { of(w)->stir(); });
  gui_.name_items(trace_.on());
}

Application::~Application() {
  phantom_.stop();
  worker_.stop_errand();
}

void Application::run() {
  GLFWwindow* window = context_->window();
  while (!glfwWindowShouldClose(window)) {
    pacer_.wait(unrest());
    if (glfwWindowShouldClose(window)) break;
    exchange();
    frame();
    if (gui_.pending()) pacer_.stir(1);
    // What was asked for on the command line waits for the first frame: a window is there at once.
    if (!opened_first_) open_first();
  }
}

void Application::open_first() {
  opened_first_ = true;
  stage_ = std::make_unique<Stage>(
      choose_road(options_.road, context_->info(), device_.kind() == DeviceKind::cuda ? Place::cuda : Place::host));
  if (options_.demo) {
    demo_preset_wanted_ = true;
    phantom_.start(*options_.demo == DemoCase::head ? Phantom::head : Phantom::abdomen);
  } else {
    for (const std::string& line : options_.edits)
      for (const std::string& one : options_.separate_cases ? one_by_one(line) : std::vector{line}) edit(one);
  }
  pacer_.stir();
}

/// The demo's preset, and the edits of the command line, which may speak of its steps.
void Application::demo_arrived() {
  demo_preset_wanted_ = false;
  edit(edit::text("preset.open", phantom_.which() == Phantom::head ? demo_preset : abdomen_demo_preset));
  if (options_.demo)
    for (const std::string& line : options_.edits) edit(line);
}

void Application::exchange() {
  if (auto arrival = phantom_.take()) {
    session_.apply(*arrival);
    if (demo_preset_wanted_) demo_arrived();
    pacer_.stir();
  }
  if (auto arrival = worker_.take_arrival()) {
    session_.apply(*arrival);
    pacer_.stir();
  }
  if (auto errand = session_.take_errand()) worker_.start(std::move(*errand));
  const Rect volume = volume_area(session_.state().view, stage_area_.width, stage_area_.height);
  const bool seen = session_.state().shown() != nullptr;
  WorkerRequest request{session_.state(), seen ? volume.width : 0, seen ? volume.height : 0,
                        seen && (tab() == Tab::objects || mouse_.waits_for_objects())};
  if (seen && stage_area_.width > 0 && (!submitted_any_ || !same(request, submitted_))) {
    submitted_ = request;
    submitted_any_ = true;
    worker_.submit(std::move(request));
  }
  worker_.study({session_.state(), study_choice_.odds_seen, study_choice_.safety_seen, study_choice_.draws,
                 study_choice_.at_least});
  results_ = worker_.results();
  studies_ = worker_.studies();
  if (results_->slices != measured_) {
    measured_ = results_->slices;
    shown_values_ = measured_ ? values_of(*measured_) : std::nullopt;
  }
  if (session_.note() != session_note_) {
    session_note_ = session_.note();
    if (!session_note_.empty()) say(session_note_);
  }
  follow_draw();
}

/// Our own stream costs nothing; a peer's is replayed by the worker, whose draw is shown as soon as it is there.
void Application::follow_draw() {
  const SessionState& state = session_.state();
  const Recipe& recipe = state.recipe;
  const bool replayed = recipe.preset->stream == Stream::monai;
  if (state.shown() == nullptr || replayed || draw_revision_ != state.revision.recipe) draw_.reset();
  draw_revision_ = state.revision.recipe;
  if (state.shown() == nullptr || draw_) return;
  if (!replayed)
    draw_ = make_draw(recipe.preset->steps, recipe.seed, recipe.sample, state.shown()->data.image.channels);
  else if (measured_ && measured_->plan && measured_->shown == state.shown_case() &&
           results_->revision.recipe == state.revision.recipe)
    draw_ = measured_->plan->draw;
}

/// Nothing of the augmented slices on the screen can be seen in their window.
bool Application::window_misses_picture() const {
  const SessionState& state = session_.state();
  if (!shown_values_ || !measured_ || !measured_->plan || measured_->plan->steps.empty()) return false;
  if (measured_->approximate || state.original || measured_->shown != state.shown_case()) return false;
  return !measured_->sides.back().original && window_misses(state.view.window_of(false), *shown_values_);
}

void Application::say(std::string note) {
  note_ = std::move(note);
  note_until_ = glfwGetTime() + note_seconds;
  pacer_.stir();
}

Activity Application::activity() const {
  if (phantom_.running())
    return {phantom_.which() == Phantom::head ? "Drawing the head" : "Drawing the abdomen", phantom_.share(), true};
  return worker_.activity();
}

/// Null while those of the shown recipe are not known.
std::shared_ptr<const ObjectScene> Application::objects() const {
  const SessionState& state = session_.state();
  const bool current = results_ && results_->objects_revision.recipe == state.revision.recipe &&
                       (!results_->slices || results_->slices->shown == state.shown_case());
  return current ? results_->objects : nullptr;
}

/// Why the newest state has no picture; null: it has one, or the error was closed.
const Error* Application::picture_error() const {
  if (!results_->error || results_->error_revision != session_.state().revision) return nullptr;
  const bool closed =
      closed_ && closed_->recipe == results_->error_revision.recipe && closed_->words == results_->error->what();
  return closed ? nullptr : &*results_->error;
}

Unrest Application::unrest() const {
  Unrest unrest;
  unrest.busy = !activity().what.empty();
  unrest.hovering = gui_.hovering();
  if (!note_.empty()) unrest.seconds = std::max(0.01, note_until_ - glfwGetTime());
  return unrest;
}

void Application::frame() {
  if (!note_.empty() && glfwGetTime() >= note_until_) note_.clear();
  int width = 0, height = 0;
  glfwGetFramebufferSize(context_->window(), &width, &height);
  if (width < 1 || height < 1) return;  // minimised
  gui_.begin();
  Actions actions;
  take_keys(actions);
  study_choice_.odds_seen = study_choice_.safety_seen = false;
  draw_regions(actions);
  draw_over(actions);
  begin_window_frame(width, height);
  gui_.end();
  if (window_picture_wanted_) {
    window_picture_wanted_ = false;
    save_picture(read_window_frame(width, height));
  }
  glfwSwapBuffers(context_->window());
  if (trace_.on()) trace_.frame(session_, *results_, gui_.items(), ImGui::GetIO().DisplaySize);
  carry_out(actions);
}

}  // namespace auglens
