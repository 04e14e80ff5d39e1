#include "viewer/bench/live.h"

#include <chrono>
#include <thread>

#include "io/phantom.h"
#include "render/context.h"
#include "render/picture.h"
#include "viewer/bench/stopwatch.h"
#include "viewer/scene.h"
#include "viewer/session.h"
#include "viewer/worker.h"

namespace auglens {

namespace {

constexpr int width = 1024, height = 768, runs = 16;

/// The session that a user would have: the head, rotate about an oblique axis, gamma.
Session prepared(const Job& job) {
  Session session;
  session.apply(Arrival(CaseArrived{ready_case(phantom_head(head_size, job), job)}));
  session.apply("step add rotate id turn");
  session.apply("step.turn.axis [0.2, 0.3, 1]");
  session.apply("step.turn.angle 12");
  session.apply("step add gamma id tone");
  session.apply("step.tone.gamma 1.5");
  return session;
}

/// One frame as the window draws it, by stages. The draw is waited for by reading the picture back, which is counted.
void frame(const Session& session, FactsMode mode, FactsCache& facts, const Job& job, Painter& painter,
           const Canvas& canvas, Stopwatch& watch) {
  const SessionState& state = session.state();
  const SceneSlices slices = evaluate_slices(state, mode, facts, job);
  watch.lap("evaluate");
  const std::vector<ShownCase> shown = shown_cases(slices);
  Scene scene{state.view, {{shown[0].grid, {0, 1, 2}, shown[0].mark, ""}}, 0, ""};
  for (std::size_t plane = 0; plane < 3; ++plane)
    if (shown[0].slices[plane]) painter.presenter().upload(plane, *shown[0].slices[plane]);
  watch.lap("upload");
  painter.paint(scene, canvas);
  (void)canvas.read();
  watch.lap("draw");
}

/// Least traffic of one frame: each slice voxel and label is read, written, uploaded (read and written again), and each
/// pixel is written once.
std::int64_t frame_bytes(const Index3& n) {
  const std::int64_t voxels = n[0] * n[1] + n[0] * n[2] + n[1] * n[2];
  return voxels * (4 + 4 + 8) * 2 + std::int64_t{width} * height * 4;
}

std::string line(const char* path, double value) {
  return std::string(path) + " " + std::to_string(value);
}

/// True when exact slices of the newest state have arrived.
bool slices_are_exact(const Worker& worker, const SessionState& state) {
  const auto results = worker.results();
  if (results->error) throw Error(*results->error);
  return results->slices && results->revision == state.revision && !results->slices->approximate;
}

/// Submits a released slider to the window's worker: first the exact slices arrive, then the volume's picture.
BenchRow released(Session& session, const Device& device) {
  Worker worker(device, {});
  return time_runs("slider released: exact slices and 3-D picture", 6, [&](int i, Stopwatch& watch) {
    session.apply(line("step.turn.angle", 30 + i));
    worker.submit({session.state(), width / 2, height / 2});
    while (!slices_are_exact(worker, session.state())) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    watch.lap("slices");
    if (!worker.wait_idle(600)) throw Error(ErrorKind::failed, {"", "the picture did not settle", "bench live", ""});
    watch.lap("volume");
  });
}

}  // namespace

BenchReport bench_live(const Device& device, std::optional<PresentRoad> road) {
  const auto context = make_egl_context();
  const Job job{device};
  FactsCache facts;
  Session session = prepared(job);
  Painter painter(choose_road(road, context->info(), Place::host));
  const Canvas canvas(width, height);
  BenchReport report{"live", device.kind() == DeviceKind::cpu ? "cpu" : "cuda", device.threads(), 0, {}};
  const double bandwidth = copy_bandwidth(device);
  report.bandwidth_gb_s = bandwidth / 1e9;
  const Index3 n = session.state().shown()->data.image.grid.size;
  const std::int64_t voxels = n[0] * n[1] * n[2], sampled = 400000;

  const auto row = [&](const char* name, std::int64_t bytes, const auto& once) {
    report.rows.push_back(time_runs(name, runs, once));
    report.rows.back().bytes = bytes;
    report.rows.back().floor_ms = static_cast<double>(bytes) / bandwidth * 1e3;
  };
  row("gamma moved, three slices", frame_bytes(n), [&](int i, Stopwatch& watch) {
    session.apply(line("step.tone.gamma", 0.6 + 0.05 * i));
    frame(session, FactsMode::exact, facts, job, painter, canvas, watch);
  });
  row("angle moved, statistics of a subsample", frame_bytes(n) + sampled * 8, [&](int i, Stopwatch& watch) {
    session.apply(line("step.turn.angle", 13 + i));
    frame(session, FactsMode::subsample, facts, job, painter, canvas, watch);
  });
  row("angle moved, exact", frame_bytes(n) + voxels * (2 + 4 + 4), [&](int i, Stopwatch& watch) {
    session.apply(line("step.turn.angle", -13 - i));
    frame(session, FactsMode::exact, facts, job, painter, canvas, watch);
  });
  report.rows.push_back(released(session, device));
  report.rows.back().bytes = voxels * (2 + 4 + 4) + voxels * (4 + 2) * 2;
  report.rows.back().floor_ms = static_cast<double>(report.rows.back().bytes) / bandwidth * 1e3;
  return report;
}

}  // namespace auglens
