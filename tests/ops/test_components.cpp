// Components against a flood fill that cannot be wrong, on maps made to be awkward, for every number of threads
// and connectivity; tables against sums over voxels.
#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <random>

#include "ops/device.h"
#include "ops/objects/components.h"
#include "ops/objects/farthest_pair.h"

using namespace auglens;

namespace {

LabelMap map_of(const Index3& size, const std::function<std::int32_t(std::int64_t, std::int64_t, std::int64_t)>& f) {
  Grid grid;
  grid.size = size;
  LabelMap map = LabelMap::allocate(grid);
  std::memset(map.buffer.data(), 0x55, map.buffer.bytes());  // what lies between the rows must not matter
  const auto view = map.mutable_view();
  for (std::int64_t z = 0; z < size[2]; ++z)
    for (std::int64_t y = 0; y < size[1]; ++y)
      for (std::int64_t x = 0; x < size[0]; ++x) view.at(x, y, z) = f(x, y, z);
  return map;
}

LabelMap random_map(const Index3& size, double share, std::vector<std::int32_t> classes, unsigned seed) {
  std::mt19937 engine(seed);
  std::uniform_real_distribution<double> coin(0, 1);
  std::uniform_int_distribution<std::size_t> pick(0, classes.size() - 1);
  return map_of(size, [&](auto, auto, auto) { return coin(engine) < share ? classes[pick(engine)] : 0; });
}

/// Touching boxes of random classes on random background, so that runs, corners and class changes all occur.
LabelMap boxes_map(const Index3& size, std::vector<std::int32_t> classes, unsigned seed) {
  std::mt19937 engine(seed);
  const auto below = [&](std::int64_t n) { return static_cast<std::int64_t>(engine() % static_cast<unsigned>(n)); };
  LabelMap map = map_of(size, [](auto, auto, auto) { return 0; });
  for (int b = 0; b < 60; ++b) {
    const Index3 s{below(size[0]), below(size[1]), below(size[2])};
    const std::int32_t c = classes[static_cast<std::size_t>(below(static_cast<std::int64_t>(classes.size())))];
    const Index3 e{std::min(size[0], s[0] + 1 + below(70)), std::min(size[1], s[1] + 1 + below(4)),
                   std::min(size[2], s[2] + 1 + below(4))};
    for (std::int64_t z = s[2]; z < e[2]; ++z)
      for (std::int64_t y = s[1]; y < e[1]; ++y)
        for (std::int64_t x = s[0]; x < e[0]; ++x) map.mutable_view().at(x, y, z) = c;
  }
  return map;
}

/// Thresholds of a sum of waves: long runs, most of which lie on one another.
LabelMap smooth_map(const Index3& size, unsigned seed) {
  std::mt19937 engine(seed);
  std::uniform_real_distribution<double> of(0.1, 0.7);
  const double a = of(engine), b = of(engine), c = of(engine), d = of(engine), e = of(engine), level = of(engine) - 0.4;
  return map_of(size, [&](std::int64_t i, std::int64_t j, std::int64_t k) {
    const auto x = static_cast<double>(i), y = static_cast<double>(j), z = static_cast<double>(k);
    const double v = std::sin(a * x + b * y) + std::sin(c * y - d * z) + std::sin(e * z + b * x) - 3 * level;
    return v < 0 ? 0 : v < 1 || seed % 2 == 0 ? 1 : 2;
  });
}

bool may_join(std::int32_t a, std::int32_t b, const ComponentOptions& o) {
  if (a == o.background || b == o.background) return false;
  if (o.only_class) return a == *o.only_class && b == *o.only_class;
  return o.any_foreground || a == b;
}

/// The reference: from each voxel not yet reached, in raster order, a stack of voxels to visit.
struct Flood {
  std::vector<std::int32_t> ids;
  std::vector<std::vector<Index3>> blobs;

  Flood(const LabelMap& map, const ComponentOptions& o) {
    const Index3 n = map.grid.size;
    const auto view = map.view();
    const auto at = [&](const Index3& p) { return static_cast<std::size_t>((p[2] * n[1] + p[1]) * n[0] + p[0]); };
    const int reach = o.connectivity == Connectivity::faces ? 1 : o.connectivity == Connectivity::edges ? 2 : 3;
    ids.assign(static_cast<std::size_t>(map.grid.voxels()), 0);
    for (std::size_t i = 0; i < ids.size(); ++i) {
      const auto k = static_cast<std::int64_t>(i);
      const Index3 seed{k % n[0], k / n[0] % n[1], k / (n[0] * n[1])};
      const std::int32_t v = view.at(seed[0], seed[1], seed[2]);
      if (ids[i] != 0 || !may_join(v, v, o)) continue;
      blobs.emplace_back();
      const auto id = static_cast<std::int32_t>(blobs.size());
      std::vector<Index3> stack{seed};
      ids[i] = id;
      while (!stack.empty()) {
        const Index3 p = stack.back();
        stack.pop_back();
        blobs.back().push_back(p);
        for (int m = 0; m < 27; ++m) {
          const Index3 d{m % 3 - 1, m / 3 % 3 - 1, m / 9 - 1}, q{p[0] + d[0], p[1] + d[1], p[2] + d[2]};
          if (d[0] * d[0] + d[1] * d[1] + d[2] * d[2] > reach) continue;
          if (q[0] < 0 || q[1] < 0 || q[2] < 0 || q[0] >= n[0] || q[1] >= n[1] || q[2] >= n[2]) continue;
          if (ids[at(q)] != 0 || !may_join(view.at(p[0], p[1], p[2]), view.at(q[0], q[1], q[2]), o)) continue;
          ids[at(q)] = id;
          stack.push_back(q);
        }
      }
    }
  }
};

std::size_t differing(const LabelMap& ids, const Flood& flood) {
  const Index3 n = ids.grid.size;
  std::size_t i = 0, wrong = 0;
  for (std::int64_t z = 0; z < n[2]; ++z)
    for (std::int64_t y = 0; y < n[1]; ++y)
      for (std::int64_t x = 0; x < n[0]; ++x) wrong += ids.view().at(x, y, z) != flood.ids[i++] ? 1 : 0;
  return wrong;
}

constexpr Connectivity all_connectivities[] = {Connectivity::faces, Connectivity::edges, Connectivity::corners};

void check_against_flood(const LabelMap& map, ComponentOptions options) {
  for (const Connectivity c : all_connectivities) {
    options.connectivity = c;
    const Flood flood(map, options);
    for (const int threads : {1, 2, 5}) {
      const Device device = Device::cpu(threads);
      const ComponentIds found = label_components(map, options, Job{device});
      INFO("connectivity ", static_cast<int>(c), ", threads ", threads, ", size ", map.grid.size[0], " ",
           map.grid.size[1], " ", map.grid.size[2]);
      CHECK(found.count == static_cast<std::int64_t>(flood.blobs.size()));
      CHECK(differing(found.map, flood) == 0);
    }
  }
}

}  // namespace

TEST_CASE("numbers equal a flood fill's on random maps of awkward sizes") {
  const std::vector<std::int32_t> classes{1, 2, 7, -3, 2000000000, -2147483647 - 1};
  unsigned seed = 1;
  for (const Index3& size : {Index3{1, 1, 1}, Index3{5, 1, 1}, Index3{1, 9, 1}, Index3{1, 1, 30}, Index3{65, 40, 1},
                             Index3{63, 7, 12}, Index3{64, 6, 20}, Index3{130, 9, 17}, Index3{2, 31, 33}})
    for (const double share : {0.1, 0.3, 0.6, 0.95, 1.0}) {
      check_against_flood(random_map(size, share, {1}, seed), {});
      check_against_flood(random_map(size, share, classes, seed), {});
      ++seed;
    }
}

TEST_CASE("numbers equal a flood fill's where boxes of several classes touch") {
  for (unsigned seed = 0; seed < 12; ++seed) {
    check_against_flood(boxes_map({150, 20, 24}, {1, 2}, seed), {});
    check_against_flood(boxes_map({128, 30, 1}, {5, -5, 6}, seed), {});
  }
}

TEST_CASE("numbers equal a flood fill's on smooth maps, where most runs hang together by way of others") {
  for (unsigned seed = 0; seed < 24; ++seed) check_against_flood(smooth_map({150, 24, 28}, seed), {});
}

TEST_CASE("one class, any foreground and another background follow their rules") {
  for (unsigned seed = 0; seed < 4; ++seed) {
    const LabelMap map = boxes_map({100, 14, 16}, {1, 2, -3}, seed);
    ComponentOptions any, one, other, both;
    any.any_foreground = true;
    one.only_class = -3;
    other.background = 2;
    both.any_foreground = true;
    both.background = -3;
    for (const ComponentOptions& options : {any, one, other, both}) check_against_flood(map, options);
  }
  const Device device = Device::cpu(1);
  ComponentOptions nothing, wrong;
  nothing.only_class = 0;
  wrong.only_class = 1;
  wrong.any_foreground = true;
  const LabelMap map = boxes_map({10, 10, 10}, {1}, 0);
  CHECK(components_of(map, nothing, Job{device}).blobs.empty());
  CHECK_THROWS_AS(components_of(map, wrong, Job{device}), Error);
}

TEST_CASE("the table is what summing over voxels says") {
  LabelMap map = boxes_map({70, 15, 16}, {1, -2, 9}, 3);
  map.grid.spacing = {0.7, 1.1, 2.3};
  map.grid.origin = {-12, 5, 40};
  map.grid.direction = {0, -1, 0, 1, 0, 0, 0, 0, 1};
  for (const bool flat : {false, true}) {
    if (flat) map = boxes_map({70, 40, 1}, {1, -2, 9}, 4);
    for (const Connectivity c : all_connectivities) {
      ComponentOptions options;
      options.connectivity = c;
      const Flood flood(map, options);
      Components found = components_of(map, options, Job{Device::cpu(3)});
      measure_diameters(found, Job{Device::cpu(2)});
      REQUIRE(found.blobs.size() == flood.blobs.size());
      for (std::size_t k = 0; k < flood.blobs.size(); ++k) {
        const Blob& blob = found.blobs[k];
        const auto& voxels = flood.blobs[k];
        Region box;
        Vec3 sum{0, 0, 0};
        bool border = false;
        double diameter = 0;
        for (const Index3& p : voxels) {
          box = bounding(box, {p, {1, 1, 1}});
          for (std::size_t i = 0; i < 3; ++i) {
            sum[i] += static_cast<double>(p[i]);
            border = border || (map.grid.size[i] > 1 && (p[i] == 0 || p[i] == map.grid.size[i] - 1));
          }
          for (const Index3& q : voxels) {
            const Vec3 a =
                map.grid.to_world({static_cast<double>(p[0]), static_cast<double>(p[1]), static_cast<double>(p[2])});
            const Vec3 b =
                map.grid.to_world({static_cast<double>(q[0]), static_cast<double>(q[1]), static_cast<double>(q[2])});
            diameter = std::max(diameter, std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]));
          }
        }
        CHECK(blob.label == map.view().at(voxels[0][0], voxels[0][1], voxels[0][2]));
        CHECK(blob.voxels == static_cast<std::int64_t>(voxels.size()));
        CHECK(blob.mm3 == doctest::Approx(static_cast<double>(voxels.size()) * map.grid.voxel_mm3()));
        CHECK(blob.box == box);
        CHECK(blob.touches_border == border);
        CHECK(blob.diameter_mm == doctest::Approx(diameter).epsilon(1e-12));
        for (std::size_t i = 0; i < 3; ++i)
          CHECK(blob.centroid[i] == doctest::Approx(sum[i] / static_cast<double>(voxels.size())));
        const Vec3 mm = map.grid.to_world(blob.centroid);
        for (std::size_t i = 0; i < 3; ++i) CHECK(blob.centroid_mm[i] == mm[i]);
        CHECK(found.at(voxels[0]) == &blob);
      }
      CHECK(found.at({-1, 0, 0}) == nullptr);
    }
  }
}

TEST_CASE("the diameter of a ball is its diameter, and far points are found among many") {
  const std::int64_t r = 20;
  LabelMap ball = map_of({45, 45, 45}, [&](auto x, auto y, auto z) {
    return (x - 22) * (x - 22) + (y - 22) * (y - 22) + (z - 22) * (z - 22) <= r * r ? 1 : 0;
  });
  Components found = components_of(ball, {}, Job{Device::cpu(2)});
  CHECK(std::isnan(found.blobs[0].diameter_mm));
  measure_diameters(found, Job{Device::cpu(2)});
  CHECK(found.blobs[0].diameter_mm == 2.0 * r);
  std::mt19937 engine(3);
  std::normal_distribution<double> normal;
  for (int shape = 0; shape < 4; ++shape) {
    std::vector<Vec3> points(1500);
    for (Vec3& p : points) {
      p = {normal(engine), normal(engine), shape == 1 ? 0 : normal(engine)};
      const double length = shape == 2 ? std::hypot(p[0], p[1], p[2]) : 1;
      for (double& v : p) v = shape == 3 ? std::round(v) : v / length;
    }
    double most = 0;
    for (const Vec3& a : points)
      for (const Vec3& b : points) most = std::max(most, std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]));
    CHECK(largest_distance(points) == doctest::Approx(most).epsilon(1e-14));
  }
}

TEST_CASE("a stopped call ends with Cancelled") {
  std::stop_source source;
  source.request_stop();
  const Device device = Device::cpu(2);
  const LabelMap map = boxes_map({50, 50, 50}, {1}, 1);
  CHECK_THROWS_AS(components_of(map, {}, Job{device, source.get_token()}), Cancelled);
}
