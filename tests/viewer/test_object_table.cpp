// The table of objects: a row chooses a point that truly lies in its object, rows stand in the order of their column,
// and words say what the numbers are.
#include "viewer/object_table.h"

#include <doctest/doctest.h>

#include <atomic>
#include <cmath>
#include <limits>
#include <random>
#include <thread>

#include "ops/device.h"
#include "small_case.h"
#include "viewer/object_order.h"
#include "viewer/object_pick.h"
#include "viewer/worker.h"

using namespace auglens;

namespace {

struct Map {
  Device device = Device::cpu(2);
  Job job{device};
  LabelMap labels;

  explicit Map(const Index3& size) {
    Grid grid;
    grid.size = size;
    grid.spacing = {0.5, 1, 3};
    grid.origin = {-7, 11, 40};
    labels = LabelMap::allocate(grid);
    std::fill_n(labels.voxels(), labels.pitch.volume, 0);
  }
  void set(std::int64_t x, std::int64_t y, std::int64_t z, std::int32_t value) {
    labels.mutable_view().at(x, y, z) = value;
  }
  std::shared_ptr<const Components> found() const {
    Components made = components_of(labels, {}, job);
    measure_diameters(made, job);
    return std::make_shared<const Components>(std::move(made));
  }
};

/// Squared mm from a voxel to a centroid on square axes.
double away(const Grid& grid, const Index3& voxel, const Vec3& centre) {
  double sum = 0;
  for (std::size_t k = 0; k < 3; ++k) sum += std::pow((static_cast<double>(voxel[k]) - centre[k]) * grid.spacing[k], 2);
  return sum;
}

/// By looking at every voxel.
Index3 nearest_by_hand(const Components& found, std::size_t blob) {
  const Grid& grid = found.ids.grid;
  Index3 best{};
  double least = std::numeric_limits<double>::infinity();
  for (std::int64_t z = 0; z < grid.size[2]; ++z)
    for (std::int64_t y = 0; y < grid.size[1]; ++y)
      for (std::int64_t x = 0; x < grid.size[0]; ++x) {
        if (found.ids.view().at(x, y, z) != static_cast<std::int32_t>(blob + 1)) continue;
        const double d = away(grid, {x, y, z}, found.blobs[blob].centroid);
        if (d < least) best = {x, y, z}, least = d;
      }
  return best;
}

void check_points(const std::shared_ptr<const Components>& found) {
  ObjectScene scene;
  scene.found = found;
  for (std::size_t b = 0; b < found->blobs.size(); ++b) {
    const Vec3 point = point_in(*found, b);
    CHECK(scene.at(point) == b);
    const Index3 by_hand = nearest_by_hand(*found, b);
    const Vec3 index = found->ids.grid.to_index(point);
    for (std::size_t k = 0; k < 3; ++k) CHECK(index[k] == doctest::Approx(static_cast<double>(by_hand[k])));
  }
}

/// Three objects of classes 4, 4, 9 with 1, 8 and 3 voxels.
ObjectScene three_objects() {
  Map map({8, 7, 6});
  map.set(0, 0, 0, 4);
  for (std::int64_t k = 0; k < 8; ++k) map.set(2 + k % 2, 2 + k / 2 % 2, 2 + k / 4, 4);
  for (std::int64_t k = 0; k < 3; ++k) map.set(5, 3 + k, 4, 9);
  ObjectScene scene;
  scene.found = map.found();
  return scene;
}

using Order = std::vector<std::uint32_t>;

}  // namespace

TEST_CASE("the point in an object is its voxel nearest to the centroid, whatever its shape") {
  Map hollow({15, 13, 9});  // a box's six faces, and a smaller solid inside that is another class
  for (std::int64_t z = 1; z < 8; ++z)
    for (std::int64_t y = 2; y < 11; ++y)
      for (std::int64_t x = 1; x < 14; ++x) {
        const bool face = x == 1 || x == 13 || y == 2 || y == 10 || z == 1 || z == 7;
        if (face) hollow.set(x, y, z, 3);
        if (std::abs(x - 6) < 3 && std::abs(y - 5) < 2 && z == 4) hollow.set(x, y, z, 8);
      }
  check_points(hollow.found());

  Map bent({12, 12, 1});  // an L whose centroid lies outside
  for (std::int64_t k = 0; k < 11; ++k) bent.set(k, 0, 0, 1), bent.set(0, k, 0, 1);
  check_points(bent.found());

  Map noise({19, 17, 11});
  std::mt19937 random(5);
  for (std::int64_t z = 0; z < 11; ++z)
    for (std::int64_t y = 0; y < 17; ++y)
      for (std::int64_t x = 0; x < 19; ++x) noise.set(x, y, z, static_cast<std::int32_t>(random() % 3));
  check_points(noise.found());
}

TEST_CASE("rows stand in the order of their column, equal ones in raster order, unknown ones last") {
  ObjectScene scene = three_objects();
  CHECK(ordered_objects(scene, ObjectColumn::number, false) == Order{0, 1, 2});
  CHECK(ordered_objects(scene, ObjectColumn::number, true) == Order{2, 1, 0});
  CHECK(ordered_objects(scene, ObjectColumn::size, true) == Order{1, 2, 0});
  CHECK(ordered_objects(scene, ObjectColumn::size, false) == Order{0, 2, 1});
  CHECK(ordered_objects(scene, ObjectColumn::name, true) == Order{2, 0, 1});
  // one voxel: 0 mm; the cube's diagonal sqrt(0.25 + 1 + 9); the row of three along y: 2
  CHECK(ordered_objects(scene, ObjectColumn::diameter, true) == Order{1, 2, 0});
  CHECK(ordered_objects(scene, ObjectColumn::chance, true) == Order{0, 1, 2});
  scene.chances = {0.25, 0.5, 0.25};
  CHECK(ordered_objects(scene, ObjectColumn::chance, true) == Order{1, 0, 2});
  Components some = *scene.found;
  some.blobs[1].diameter_mm = std::numeric_limits<double>::quiet_NaN();
  scene.found = std::make_shared<const Components>(some);
  CHECK(ordered_objects(scene, ObjectColumn::diameter, true) == Order{2, 0, 1});
  CHECK(ordered_objects(scene, ObjectColumn::diameter, false) == Order{0, 2, 1});
}

TEST_CASE("a kept order follows its scene, and a long one comes later without leaving the table") {
  std::atomic<int> woken = 0;
  ObjectOrder order([&] { ++woken; });
  const auto small = std::make_shared<const ObjectScene>(three_objects());
  order.sort(small, {});
  CHECK(order.object(0) == 1);
  CHECK(order.row_of(0) == 2);
  const std::uint64_t first = order.revision();
  order.sort(small, {});
  CHECK(order.revision() == first);  // nothing to do
  // every second voxel of a long row: more than are sorted at once, the last one twice as large
  const auto n = static_cast<std::int64_t>(ObjectOrder::most_at_once) + 5;
  Map long_row({2 * n + 1, 1, 1});
  for (std::int64_t k = 0; k < n; ++k) long_row.set(2 * k, 0, 0, 1);
  long_row.set(2 * n - 1, 0, 0, 1);
  auto large = std::make_shared<ObjectScene>();
  large->found = long_row.found();
  order.sort(large, {});
  CHECK(order.object(7) == 7);  // raster order
  for (int k = 0; k < 500 && woken == 0; ++k) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  order.sort(large, {});
  CHECK(order.object(0) == static_cast<std::size_t>(n - 1));
  order.sort(large, {ObjectColumn::size, false});  // is being made
  order.sort(small, {});                           // of fewer objects: its rows must not come from the large one
  for (std::size_t k = 0; k < 3; ++k) CHECK(order.object(k) < 3);
  for (int k = 0; k < 500 && woken == 1; ++k) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  order.sort(small, {});
  CHECK(order.object(0) == 1);
}

TEST_CASE("words of the table") {
  ObjectScene scene = three_objects();
  const std::size_t classes = classes_among(*scene.found);
  CHECK(summary_of(scene, classes) == "3 objects of 2 classes");
  scene.standings = {BlobStanding::thin, BlobStanding::drawn_from, BlobStanding::outranked};
  scene.chances = {0, 1, 0};
  CHECK(summary_of(scene, classes) == "3 objects of 2 classes; 1 can be drawn");
  CHECK(why_left_out(scene, 0) == "its box 1 x 1 x 1 is below the threshold");
  CHECK(why_left_out(scene, 1).empty());
  CHECK(why_left_out(scene, 2) == "it is not among the k largest of its class");
  LabelTable labels;
  labels.classes = {{4, "liver", 9}, {9, "cyst", 3}};
  labels.index = LabelIndex({4, 9});
  const std::string facts = facts_of(scene, 0, labels);
  CHECK(facts.find("object 1, liver") == 0);
  CHECK(facts.find("touches the border") != std::string::npos);
  CHECK(facts.find("1 voxel,") != std::string::npos);
  CHECK(facts_of(scene, 1, labels).find("touches") == std::string::npos);
  CHECK(facts_of(scene, 1, labels).find("with 100%") != std::string::npos);

  Grid grid;
  grid.size = {50, 50, 50};
  Blob blob;
  blob.voxels = 3;
  const auto size_of = [&](double mm3) {
    blob.mm3 = mm3;
    return size_text(blob, grid);
  };
  CHECK(size_of(4.5) == "4.50 mm³");
  CHECK(size_of(999) == "999 mm³");
  CHECK(size_of(1000) == "1 ml");
  CHECK(size_of(46400) == "46.4 ml");
  CHECK(size_of(1e-9) == "3 vx");
  grid.size[2] = 1;
  grid.spacing[2] = 2;
  CHECK(size_of(60) == "30 mm²");
  CHECK(size_of(600) == "3 cm²");
  CHECK(diameter_text(blob) == "–");
  CHECK(chance_text(0.05) == "5%");
  CHECK(chance_text(0.00005) == "<0.01%");
  CHECK(chance_text(1.0 / 3) == "33.3%");
  CHECK(digits_text(99.96) == "100");
  CHECK(digits_text(9.996) == "10.0");
}

TEST_CASE("the rows of a patch add up to all of its voxels") {
  TrainingWindow window;
  window.drawn.window = {{0, 0, 0}, {10, 10, 10}};
  window.labels = {{1, 100}, {2, 0}, {3, 250}};
  const auto rows = patch_rows(window);
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].value == 3);
  CHECK(rows[0].share == doctest::Approx(0.25));
  CHECK(rows[1].value == 1);
  CHECK_FALSE(rows[2].value.has_value());
  CHECK(rows[2].voxels == 650);
  window.labels = {{1, 1000}};
  CHECK(patch_rows(window).size() == 1);
}

TEST_CASE("diameters are measured for an open table alone, and every later scene has them") {
  Session session = small_session();
  const Device device = Device::cpu(2);
  const Job job{device};
  Worker worker(device, {});
  const auto scene = [&](bool table) {
    worker.submit({session.state(), 0, 0, table});
    REQUIRE(worker.wait_idle(20));
    return worker.results()->objects;
  };
  session.attempt("view.object [0, 60, 50]");  // asks for objects, not for their table
  REQUIRE(scene(false));
  CHECK_FALSE(scene(false)->measured());
  const auto table = scene(true);
  REQUIRE(table->measured());
  for (const Blob& b : table->found->blobs) {  // small_label's classes are boxes
    double diagonal = 0;
    for (std::size_t k = 0; k < 3; ++k)
      diagonal += std::pow(static_cast<double>(b.box.size[k] - 1) * table->found->ids.grid.spacing[k], 2);
    CHECK(b.diameter_mm == doctest::Approx(std::sqrt(diagonal)));
  }
  CHECK(object_scene(session.state(), worker.facts(), job).found == table->found);
}
