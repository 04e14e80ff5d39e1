#include "io/phantom.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <map>
#include <numbers>
#include <vector>

#include "ops/device.h"

using namespace auglens;

namespace {

const Device& two_threads() {
  static const Device device = Device::cpu(2);
  return device;
}

struct Component {
  std::int32_t label = 0;
  double mm3 = 0;
  Vec3 centroid{};
};

/// Connected components (6 neighbours) by flood fill: slow, plain, and written for this test alone.
std::vector<Component> components_of(const LabelMap& map) {
  const Index3 n = map.grid.size;
  const auto view = map.view();
  std::vector<char> seen(static_cast<std::size_t>(map.grid.voxels()), 0);
  const auto flat = [&](const Index3& i) { return static_cast<std::size_t>((i[2] * n[1] + i[1]) * n[0] + i[0]); };
  std::vector<Component> found;
  for (std::int64_t z = 0; z < n[2]; ++z)
    for (std::int64_t y = 0; y < n[1]; ++y)
      for (std::int64_t x = 0; x < n[0]; ++x) {
        const std::int32_t label = view.at(x, y, z);
        if (label == 0 || seen[flat({x, y, z})] != 0) continue;
        std::vector<Index3> open{{x, y, z}};
        seen[flat(open[0])] = 1;
        Component c{label, 0, {}};
        double voxels = 0;
        while (!open.empty()) {
          const Index3 at = open.back();
          open.pop_back();
          voxels += 1;
          const Vec3 w = map.grid.to_world({double(at[0]), double(at[1]), double(at[2])});
          for (std::size_t k = 0; k < 3; ++k) c.centroid[k] += w[k];
          for (std::size_t k = 0; k < 3; ++k)
            for (const int step : {-1, 1}) {
              Index3 next = at;
              next[k] += step;
              if (next[k] < 0 || next[k] >= n[k] || seen[flat(next)] != 0) continue;
              if (view.at(next[0], next[1], next[2]) != label) continue;
              seen[flat(next)] = 1;
              open.push_back(next);
            }
        }
        for (double& v : c.centroid) v /= voxels;
        c.mm3 = voxels * map.grid.voxel_mm3();
        found.push_back(c);
      }
  return found;
}

double ellipsoid_mm3(const PhantomBlob& b) {
  return 4.0 / 3 * std::numbers::pi * b.radii_mm[0] * b.radii_mm[1] * b.radii_mm[2];
}

/// The component of this class whose centroid is nearest to the blob's centre.
const Component& nearest(const std::vector<Component>& all, const PhantomBlob& blob) {
  const Component* best = nullptr;
  double least = 1e9;
  for (const Component& c : all) {
    const double d = std::hypot(c.centroid[0] - blob.centre_mm[0], c.centroid[1] - blob.centre_mm[1],
                                c.centroid[2] - blob.centre_mm[2]);
    if (c.label == blob.label && d < least) least = d, best = &c;
  }
  REQUIRE(best != nullptr);
  CHECK(least < 5);
  return *best;
}

std::map<std::int32_t, int> count_by_label(const std::vector<Component>& all) {
  std::map<std::int32_t, int> n;
  for (const Component& c : all) ++n[c.label];
  return n;
}

/// Mean of one channel over a ball around a point in mm; labels beside `only` are left out (-1: any).
double mean_at(const Case& c, const Vec3& mm, int channel, double radius, std::int32_t only = -1) {
  double sum = 0, n = 0;
  const Grid& g = c.image.grid;
  for (std::int64_t z = 0; z < g.size[2]; ++z)
    for (std::int64_t y = 0; y < g.size[1]; ++y)
      for (std::int64_t x = 0; x < g.size[0]; ++x) {
        const Vec3 w = g.to_world({double(x), double(y), double(z)});
        if (std::hypot(w[0] - mm[0], w[1] - mm[1], w[2] - mm[2]) > radius) continue;
        if (only >= 0 && c.labels->view().at(x, y, z) != only) continue;
        sum += c.image.value({x, y, z}, channel), n += 1;
      }
  REQUIRE(n > 0);
  return sum / n;
}

bool same_bytes(const Case& a, const Case& b) {
  const Index3 n = a.image.grid.size;
  for (int c = 0; c < a.image.channels; ++c)
    for (std::int64_t z = 0; z < n[2]; ++z)
      for (std::int64_t y = 0; y < n[1]; ++y)
        if (std::memcmp(&a.image.view<std::int16_t>(c).data[z * a.image.pitch.plane + y * a.image.pitch.row],
                        &b.image.view<std::int16_t>(c).data[z * b.image.pitch.plane + y * b.image.pitch.row],
                        static_cast<std::size_t>(n[0]) * 2) != 0)
          return false;
  for (std::int64_t z = 0; z < n[2]; ++z)
    for (std::int64_t y = 0; y < n[1]; ++y)
      for (std::int64_t x = 0; x < n[0]; ++x)
        if (a.labels->view().at(x, y, z) != b.labels->view().at(x, y, z)) return false;
  return true;
}

}  // namespace

TEST_CASE("phantom head: the labels have the counts, volumes and places of the table") {
  const Case head = phantom_head(head_size, Job{two_threads()});
  const auto found = components_of(*head.labels);
  const auto n = count_by_label(found);
  CHECK(n.size() == 3);
  CHECK(n.at(necrosis) == 2);
  CHECK(n.at(oedema) == 3);
  CHECK(n.at(enhancing) == 4);
  // blob k holds blob `inner` (-1: none), which takes its volume away; shears keep both
  const int inner[9] = {1, 2, -1, 4, 5, -1, 7, -1, -1};
  for (std::size_t k = 0; k < 9; ++k) {
    const PhantomBlob& blob = head_blobs[k];
    const double expected =
        ellipsoid_mm3(blob) - (inner[k] < 0 ? 0 : ellipsoid_mm3(head_blobs[static_cast<std::size_t>(inner[k])]));
    CAPTURE(k);
    CHECK(nearest(found, blob).mm3 == doctest::Approx(expected).epsilon(k == 8 ? 0.06 : 0.025));
  }
}

TEST_CASE("phantom head: tissues answer to each channel as they do in a scanner") {
  const Case head = phantom_head({120, 120, 78}, Job{two_threads()});
  CHECK(head.source.format == FileFormat::phantom);
  CHECK(head.source.modality == Modality::mr);
  CHECK(head.source.channel_names == std::vector<std::string>{"T1", "T1ce", "T2", "FLAIR"});
  CHECK(head.label_names.size() == 3);
  const Vec3 eye{31, -64, -22}, enhancing_mm{-26, 46, -42}, necrosis_mm{37, -18, 27};
  CHECK(mean_at(head, eye, 2, 6) > 3 * mean_at(head, eye, 0, 6));  // water is bright in T2
  CHECK(mean_at(head, eye, 3, 6) < 300);                           // and suppressed in FLAIR
  CHECK(mean_at(head, {-31, -64, -22}, 2, 6) > 700);               // two eyes
  CHECK(mean_at(head, enhancing_mm, 1, 4, enhancing) > 1.6 * mean_at(head, enhancing_mm, 0, 4, enhancing));
  CHECK(mean_at(head, necrosis_mm, 1, 5, necrosis) < 400);  // a core takes up no contrast agent
  CHECK(mean_at(head, {50, -15, 25}, 3, 4, oedema) > 1.3 * mean_at(head, {50, -15, 25}, 0, 4, oedema));
}

TEST_CASE("phantom head: left, front and top can be told from right, back and bottom") {
  const Case head = phantom_head({60, 60, 40}, Job{two_threads()});
  const Grid& g = head.image.grid;
  CHECK(orientation_letters(g) == "LPS");
  CHECK(mean_at(head, {0, -100, -50}, 0, 4) > 50);  // the nose is in front
  CHECK(mean_at(head, {0, 112, -20}, 0, 4) == 0);   // there is none at the back
  CHECK(mean_at(head, {0, 20, 77}, 0, 4) == 0);     // air above
  CHECK(mean_at(head, {0, 40, -72}, 0, 5) > 50);    // a neck below
  double left = 0, right = 0;
  for (std::int64_t z = 0; z < g.size[2]; ++z)
    for (std::int64_t y = 0; y < g.size[1]; ++y)
      for (std::int64_t x = 0; x < g.size[0]; ++x)
        if (head.labels->view().at(x, y, z) != 0) (x >= g.size[0] / 2 ? left : right) += 1;
  CHECK(left > 1.5 * right);
}

TEST_CASE("phantom abdomen: organs have their number, volume and Hounsfield units") {
  const Case body = phantom_abdomen({256, 256, 160}, Job{two_threads()});
  const auto found = components_of(*body.labels);
  const auto n = count_by_label(found);
  CHECK(n.size() == 3);
  CHECK(n.at(liver) == 1);
  CHECK(n.at(kidney) == 2);
  CHECK(n.at(lesion) == 6);
  for (std::size_t k = 4; k < abdomen_blobs.size(); ++k)
    CHECK(nearest(found, abdomen_blobs[k]).mm3 == doctest::Approx(ellipsoid_mm3(abdomen_blobs[k])).epsilon(0.05));
  const double left = nearest(found, abdomen_blobs[2]).mm3, right = nearest(found, abdomen_blobs[3]).mm3;
  CHECK(left == doctest::Approx(ellipsoid_mm3(abdomen_blobs[2]) - ellipsoid_mm3(abdomen_blobs[8])).epsilon(0.02));
  CHECK(right == doctest::Approx(ellipsoid_mm3(abdomen_blobs[3]) - ellipsoid_mm3(abdomen_blobs[9])).epsilon(0.02));
  CHECK(body.source.modality == Modality::ct);
  CHECK(mean_at(body, {0, -190, 0}, 0, 10) == doctest::Approx(-1000).epsilon(0.02));
  CHECK(mean_at(body, {-60, 10, 100}, 0, 12, liver) == doctest::Approx(110).epsilon(0.15));
  CHECK(mean_at(body, {-90, 0, 180}, 0, 8) < -700);       // lung above the liver, on the right
  CHECK(mean_at(body, {0, 48, 0}, 0, 6) > 50);            // the spine
  CHECK(mean_at(body, {78, 30, 44}, 0, 4, lesion) < 25);  // a cyst
}

TEST_CASE("phantoms: the same bytes for any number of threads, the same millimetres for any size") {
  const Device one = Device::cpu(1);
  CHECK(same_bytes(phantom_head({48, 50, 31}, Job{one}), phantom_head({48, 50, 31}, Job{two_threads()})));
  CHECK(same_bytes(phantom_abdomen({48, 50, 31}, Job{one}), phantom_abdomen({48, 50, 31}, Job{two_threads()})));
  for (const Index3& size : {Index3{1, 1, 1}, Index3{7, 300, 2}, Index3{64, 64, 64}}) {
    const Case head = phantom_head(size, Job{one});
    CHECK(head.image.grid.size == size);
    CHECK(head.labels->grid == head.image.grid);
    CHECK(head.image.grid.spacing[1] * double(size[1]) == doctest::Approx(240));
    const Vec3 middle = head.image.grid.to_world(head.image.grid.centre_index());
    for (const double v : middle) CHECK(std::abs(v) < 1e-9);
  }
  CHECK(phantom_head({2, 2, 2}, Job{one}).id != phantom_head({2, 2, 2}, Job{one}).id);
}

TEST_CASE("phantoms: impossible sizes and cancel") {
  CHECK_THROWS_AS(phantom_head({0, 4, 4}, Job{two_threads()}), Error);
  CHECK_THROWS_AS(phantom_abdomen({4, -1, 4}, Job{two_threads()}), Error);
  std::stop_source stop;
  stop.request_stop();
  CHECK_THROWS_AS(phantom_abdomen({8, 8, 8}, Job{two_threads(), stop.get_token()}), Cancelled);
}
