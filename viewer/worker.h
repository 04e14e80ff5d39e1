#pragma once
// Derived results beside the window's thread: slices, volume and 3-D picture of the newest state, and long errands. It
// refuses to know GL and widgets: results lie in a mailbox, and a callback says that there is mail.

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "ops/device.h"
#include "ops/picture_data.h"
#include "viewer/object_scene.h"
#include "viewer/probe.h"
#include "viewer/scene.h"
#include "viewer/session_errand.h"
#include "viewer/session_state.h"
#include "viewer/study.h"

namespace auglens {

/// What is wanted: a state, and how large its 3-D pane is (0: none is seen).
struct WorkerRequest {
  SessionState state;
  int volume_width = 0, volume_height = 0;
  bool objects = false;  ///< the table of objects is open
};

/// A finished 3-D picture and what it shows.
struct VolumePicture {
  Picture picture;
  Revision revision;    ///< of the state whose voxels and view it shows
  bool coarse = false;  ///< half the pixels while the camera moves; a sharp one follows
};

/// What is known by now. Each part stays until a newer one replaces it, so that the screen never goes blank; parts are
/// immutable and shared. A null part has never been made.
struct Results {
  Revision revision;  ///< of the state that `slices` show
  std::shared_ptr<const SceneSlices> slices;
  std::shared_ptr<const VolumePicture> volume;
  std::shared_ptr<const Probe> probe;          ///< at the crosshair
  std::shared_ptr<const ObjectScene> objects;  ///< null: not wanted, or not yet known for these voxels
  Revision objects_revision;                   ///< of the state that they are of
  std::optional<Error> error;                  ///< why the newest state could not be shown; slices are older then
  Revision error_revision;
  bool settled = false;  ///< all that the newest state asked for is here, exact
};

/// What goes on, for the status bar.
struct Activity {
  std::string what;  ///< "Opening scan.nii.gz"; empty: idle
  double share = 0;
  bool stoppable = false;  ///< by hand; other work ends when nothing asks for it any more
};

class PictureThread;
class ErrandThread;
class StudyThread;

struct WorkerOptions {
  std::size_t budget_bytes = std::size_t{1} << 30;  ///< held volumes and facts
  std::function<void()> wake{};                     ///< from the worker's threads: there is mail
};

/// Three threads: one for pictures, one for errands, so that a scan can be looked at while another one loads, and one
/// that gives way to both, for long studies of labels.
///
/// Order for each state: visible slices (statistics of a subsample where exact ones would take a volume pass; such
/// slices say so) -> objects and training windows, where they are wanted, but not while a step's slider moves -> their
/// diameters, for the table -> at rest, exact statistics and exact slices -> volume -> 3-D picture. During a drag the
/// output of the step before the edited one is built between the slices, in slabs, and then held.
///
/// What is stale is dropped: only the newest state waits. A new recipe stops statistics, volume and ray casting of the
/// old one at once; a new view never does, it is served between two slabs. Slices that were started finish when they
/// take no longer than twice what the last finished ones took (50 ms at least; the patience doubles with each stop), so
/// a drag sees pictures however long each takes.
class Worker {
 public:
  Worker(Device device, WorkerOptions options);
  ~Worker();  ///< stops what runs, and waits for it
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  /// Takes the newest state; cheap, never waits for work.
  void submit(WorkerRequest request);
  std::shared_ptr<const Results> results() const;

  /// Starts an errand when none is running; false otherwise.
  bool start(Errand errand);
  /// The finished errand's arrival, once.
  std::optional<Arrival> take_arrival();
  void stop_errand();

  /// Takes what is to be studied now; a request for nothing stops at once. Cheap, never waits for work.
  void study(const StudyRequest& request);
  std::shared_ptr<const Studies> studies() const;

  /// The errand that runs, else what the pictures wait for, else the study.
  Activity activity() const;

  FactsCache& facts();
  /// Waits until the newest state is settled (or failed), no errand runs and all studies are known; for tests and
  /// scripts. False: not within the time.
  bool wait_idle(double seconds);

 private:
  std::unique_ptr<FactsCache> facts_;
  std::unique_ptr<PictureThread> pictures_;
  std::unique_ptr<ErrandThread> errands_;
  std::unique_ptr<StudyThread> studies_;
};

}  // namespace auglens
