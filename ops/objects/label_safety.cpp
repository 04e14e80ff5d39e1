#include "ops/objects/label_safety.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <unordered_set>

#include "ops/objects/label_draw.h"
#include "ops/objects/label_drift.h"

namespace auglens {

namespace {

double larger(double a, double b) {
  return std::abs(b) > std::abs(a) ? b : a;
}

/// In raster order; may be stopped between planes.
template <class F>
void for_voxels(const Index3& n, const Job& job, F&& f) {
  for (std::int64_t z = 0; z < n[2]; ++z) {
    job.check();
    for (std::int64_t y = 0; y < n[1]; ++y)
      for (std::int64_t x = 0; x < n[0]; ++x) f(Index3{x, y, z});
  }
}

/// For each output voxel the number of the input's blob that it belongs to, 0 for none.
LabelMap blob_numbers(const LabelMap& out, const OriginMap& origins, const Components& before, const LabelMap& labels,
                      const Job& job) {
  LabelMap ids = LabelMap::allocate(out.grid);
  const auto in = labels.view(), numbers = before.ids.view(), after = out.view();
  const auto write = ids.mutable_view();
  for_voxels(out.grid.size, job, [&](const Index3& p) {
    const std::int32_t label = after.at(p[0], p[1], p[2]);
    const std::int64_t from = label == 0 ? -1 : origins.at(p);
    std::int32_t id = 0;
    if (from >= 0) {
      const Index3 q = origins.index_of(from);
      if (in.at(q[0], q[1], q[2]) == label) id = numbers.at(q[0], q[1], q[2]);
    }
    write.at(p[0], p[1], p[2]) = id;
  });
  return ids;
}

/// Which blobs of the input share voxels with which of the output.
void count_blobs(const LabelMap& numbers, const Components& before, const Components& after, const Job& job,
                 DrawSafety& s) {
  const std::size_t n = before.blobs.size(), m = after.blobs.size();
  std::unordered_set<std::uint64_t> shared;
  std::vector<std::int64_t> parts(n, 0), sources(m, 0), left(n, 0);
  const auto ids = numbers.view(), pieces = after.ids.view();
  std::uint64_t last = 0;  // neighbours are mostly of the same pair
  for_voxels(numbers.grid.size, job, [&](const Index3& p) {
    const auto id = static_cast<std::uint64_t>(ids.at(p[0], p[1], p[2]));
    if (id == 0) return;
    const auto piece = static_cast<std::uint64_t>(pieces.at(p[0], p[1], p[2]));
    if (piece == 0) return;
    ++left[id - 1];
    const std::uint64_t pair = id << 32 | piece;
    if (pair != last && shared.insert(pair).second) ++parts[id - 1], ++sources[piece - 1];
    last = pair;
  });
  s.blobs = static_cast<std::int64_t>(n);
  s.lost = std::count(parts.begin(), parts.end(), 0);
  s.split = std::count_if(parts.begin(), parts.end(), [](std::int64_t k) { return k > 1; });
  s.merged = std::count_if(sources.begin(), sources.end(), [](std::int64_t k) { return k > 1; });
  std::int64_t smallest = 0;
  for (const std::int64_t voxels : left)
    if (voxels > 0 && (smallest == 0 || voxels < smallest)) smallest = voxels;
  s.smallest_mm3 = static_cast<double>(smallest) * numbers.grid.voxel_mm3();
}

struct ClassVolumes {
  std::int64_t before = 0, after = 0, uncovered = 0;
};

/// Voxels of each class of the input or the output: before, after, and out of the canvas.
std::map<std::int32_t, ClassVolumes> class_volumes(const LabelMap& in, const LabelMap& out,
                                                   const std::vector<std::uint8_t>& covered, const Job& job) {
  std::map<std::int32_t, ClassVolumes> volumes;
  std::size_t i = 0;
  const auto before = in.view(), after = out.view();
  std::int32_t last = 0;  // neighbours are mostly of the same class
  ClassVolumes* v = nullptr;
  for_voxels(in.grid.size, job, [&](const Index3& p) {
    const bool inside = covered[i++] != 0;
    const std::int32_t label = before.at(p[0], p[1], p[2]);
    if (label == 0) return;
    if (label != last) v = &volumes[last = label];
    ++v->before;
    v->uncovered += inside ? 0 : 1;
  });
  last = 0;
  for_voxels(out.grid.size, job, [&](const Index3& p) {
    const std::int32_t label = after.at(p[0], p[1], p[2]);
    if (label == 0) return;
    if (label != last) v = &volumes[last = label];  // a fill may be a class that the input lacks
    ++v->after;
  });
  return volumes;
}

void judge_classes(const std::map<std::int32_t, ClassVolumes>& volumes, double before_mm3, double after_mm3,
                   DrawSafety& s) {
  for (const auto& [label, v] : volumes) {
    const auto before = static_cast<double>(v.before);
    ClassSafety c{label, std::numeric_limits<double>::infinity(), 0};
    if (v.before > 0) {
      c.volume_change = static_cast<double>(v.after) * after_mm3 / (before * before_mm3) - 1;
      c.out_of_canvas = static_cast<double>(v.uncovered) / before;
    }
    s.volume_change = larger(s.volume_change, c.volume_change);
    s.out_of_canvas = std::max(s.out_of_canvas, c.out_of_canvas);
    s.classes.push_back(c);
  }
}

}  // namespace

LabelSafety::LabelSafety(const Case& c, const Job& job) : case_(c) {
  if (!c.labels)
    throw Error(ErrorKind::usage, {c.source.file, "the case has no labels", "", "give a label map with --label"});
  blobs_ = components_of(*c.labels, {}, job);
  if (blobs_.blobs.empty())
    throw Error(ErrorKind::bad_input, {c.label_source.file, "the label map holds nothing but 0", "",
                                       "choose a label map with foreground: there is nothing to check"});
}

DrawSafety LabelSafety::judge(const Chain& chain, const Draw& draw, FactsCache& facts, const Job& job) const {
  PlanOptions options;
  options.channels = {0};
  const Plan plan = make_plan(chain, draw_for_labels(chain, draw), case_, options, facts, job);
  const LabelMap out = evaluate_label_volume(plan, case_, facts, job);
  const OriginMap origins = OriginMap::of(plan, case_, facts, job);
  DrawSafety s;
  s.sample = draw.sample;
  const LabelMap numbers = blob_numbers(out, origins, blobs_, *case_.labels, job);
  count_blobs(numbers, blobs_, components_of(out, {}, job), job, s);
  judge_classes(class_volumes(*case_.labels, out, covered_by(origins, job), job), plan.in.voxel_mm3(),
                plan.out.voxel_mm3(), s);
  const LabelDrift drift = label_drift(plan, 0, origins, numbers, blobs_.blobs.size(), job);
  s.centroid_drift_mm = *std::max_element(drift.centroid_mm.begin(), drift.centroid_mm.end());
  s.border_drift_mm = drift.border_mm;
  if (s.lost == s.blobs)  // nothing is left to measure, and that is within no limit
    s.centroid_drift_mm = s.border_drift_mm = std::numeric_limits<double>::infinity();
  return s;
}

namespace {

struct Measure {
  std::string_view name;
  double (*of)(const DrawSafety&);
  std::optional<double> Limits::*limit;
};

constexpr Measure measures[] = {
    {"blobs_lost", [](const DrawSafety& s) { return static_cast<double>(s.lost); }, &Limits::blobs_lost},
    {"blobs_split", [](const DrawSafety& s) { return static_cast<double>(s.split); }, &Limits::blobs_split},
    {"blobs_merged", [](const DrawSafety& s) { return static_cast<double>(s.merged); }, &Limits::blobs_merged},
    {"class_volume_change", [](const DrawSafety& s) { return s.volume_change; }, &Limits::class_volume_change},
    {"out_of_canvas", [](const DrawSafety& s) { return s.out_of_canvas; }, &Limits::out_of_canvas},
    {"centroid_drift_mm", [](const DrawSafety& s) { return s.centroid_drift_mm; }, &Limits::centroid_drift_mm},
    {"border_drift_mm", [](const DrawSafety& s) { return s.border_drift_mm; }, &Limits::border_drift_mm}};

}  // namespace

std::vector<WorstDraw> worst_draws(const std::vector<DrawSafety>& draws) {
  std::vector<WorstDraw> rows;
  for (const Measure& m : measures) {
    WorstDraw row{m.name, 0, 0, draws.empty() ? 0 : draws.front().sample};
    for (const DrawSafety& draw : draws) {
      const double value = m.of(draw);
      row.mean += value / static_cast<double>(draws.size());
      if (std::abs(value) > std::abs(row.worst)) row.worst = value, row.sample = draw.sample;
    }
    rows.push_back(row);
  }
  return rows;
}

std::vector<LimitCheck> check_limits(const Limits& limits, const std::vector<DrawSafety>& draws) {
  std::vector<LimitCheck> checks;
  const auto worst = worst_draws(draws);
  for (std::size_t i = 0; i < std::size(measures); ++i)
    if (const auto& limit = limits.*(measures[i].limit))
      checks.push_back({worst[i].measure, *limit, worst[i].worst, worst[i].sample, std::abs(worst[i].worst) <= *limit});
  return checks;
}

}  // namespace auglens
