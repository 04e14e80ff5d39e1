#pragma once
// The running window: waits for events, hands edits to the session and states to the worker, draws what is known. It
// refuses to know how voxels are made and how widgets look.

#include <memory>

#include "render/context.h"
#include "viewer/panels/file_browser.h"
#include "viewer/panels/objects_panel.h"
#include "viewer/panels/shortcuts.h"
#include "viewer/panels/study_choice.h"
#include "viewer/session.h"
#include "viewer/slice_values.h"
#include "viewer/window.h"
#include "viewer/window/gui.h"
#include "viewer/window/pacer.h"
#include "viewer/window/phantom_task.h"
#include "viewer/window/stage.h"
#include "viewer/window/stage_mouse.h"
#include "viewer/window/trace.h"

namespace auglens {

class Application {
 public:
  explicit Application(const WindowOptions& options);
  ~Application();
  Application(const Application&) = delete;
  Application& operator=(const Application&) = delete;

  void run();
  /// Files or folders dropped on the window: a scan, its labels, or a preset.
  void drop(const std::vector<std::string>& files);
  void stir() { pacer_.stir(); }

 private:
  /// What the panel at the right shows.
  enum class Tab { scan, objects, safety };

  // Between frames.
  void exchange();
  void open_first();
  void carry_out(const Actions& actions);
  void carry_out(Command command);
  void carry_out(KeyAction action);
  void take_keys(Actions& actions);
  void take_files(const Chosen& chosen);
  void window_of_picture();
  bool window_misses_picture() const;
  void scroll_slices(KeyAction action);
  void demo_arrived();
  void save_picture(const Picture& picture);
  void say(std::string note);
  void edit(std::string_view line) { session_.attempt(line); }
  std::string suggested_name() const;
  Unrest unrest() const;

  // One frame.
  void frame();
  void follow_draw();
  void draw_regions(Actions& actions);
  void draw_left(float x, float y, float width, float height, Actions& actions);
  void draw_middle(float x, float y, float width, float height, Actions& actions);
  void draw_stage(Actions& actions);
  void draw_right(float x, float y, float width, float height, Actions& actions);
  std::vector<Tab> offered_tabs() const;
  Tab tab() const;
  void draw_inspector(Actions& actions);
  void draw_tabs();
  void draw_scan_tab(Actions& actions);
  void draw_objects_tab(Actions& actions);
  void draw_safety_tab(Actions& actions);
  void draw_status(float y, float height, Actions& actions);
  void draw_over(Actions& actions);
  void splitter(const char* name, float x, float height, float& width, float sign);
  StageHand hand_over(ImVec2 low, ImVec2 high) const;
  Activity activity() const;
  std::shared_ptr<const ObjectScene> objects() const;
  const Error* picture_error() const;

  WindowOptions options_;
  std::unique_ptr<WindowContext> context_;
  Gui gui_;
  Device device_;
  Session session_;
  Worker worker_;
  PhantomTask phantom_;
  std::unique_ptr<Stage> stage_;
  StageMouse mouse_;
  Pacer pacer_;
  Trace trace_;
  FileBrowser browser_;
  ObjectsPanel objects_panel_;
  std::shared_ptr<const Results> results_;
  std::shared_ptr<const Studies> studies_;
  StudyChoice study_choice_;
  float odds_height_ = 0;                        ///< that they would take, as of the last frame
  std::shared_ptr<const SceneSlices> measured_;  ///< whose values are `shown_values_`
  std::optional<SliceValues> shown_values_;
  WorkerRequest submitted_;
  bool submitted_any_ = false, opened_first_ = false;
  bool demo_preset_wanted_ = false;
  bool help_ = false, chrome_ = true, window_picture_wanted_ = false, drag_ = false;
  Tab chosen_tab_ = Tab::scan;
  float left_width_, right_width_;
  Rect stage_area_;
  /// An error of the pictures that was closed: it stays so while the recipe is the same, however the view changes.
  struct Closed {
    std::uint64_t recipe = 0;
    std::string words;
  };
  std::optional<Closed> closed_;
  std::optional<Draw> draw_;
  std::uint64_t draw_revision_ = 0;
  std::string note_, session_note_;
  double note_until_ = 0;
};

}  // namespace auglens
