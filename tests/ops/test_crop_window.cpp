#include "ops/objects/crop_window.h"

#include <doctest/doctest.h>

#include <set>

#include "ops/objects/crop_ground.h"
#include "tests/ops/crop_maps.h"

using namespace auglens;

namespace {

const Device device = Device::cpu(2);
const Job job{device};

Crop crop_of(SamplerKind sampler, Index3 size, std::map<std::string, Value> parameters = {}) {
  return {size, sampler, {}, 0, std::move(parameters)};
}
using Numbers = std::vector<double>;

/// A 4 x 4 x 4 cube of 2 at (2, 2, 2), an L of 3 whose box is larger though it has fewer voxels, one voxel of 5.
LabelMap three_objects() {
  return make_labels({24, 20, 16}, [](const Index3& p) {
    const auto in = [&](std::size_t k, std::int64_t a, std::int64_t b) { return p[k] >= a && p[k] < b; };
    if (in(0, 2, 6) && in(1, 2, 6) && in(2, 2, 6)) return 2;
    if (in(2, 10, 11) && in(1, 8, 18) && in(0, 12, 13)) return 3;
    if (in(2, 10, 11) && in(1, 17, 18) && in(0, 12, 22)) return 3;
    return p == Index3{20, 3, 12} ? 5 : 0;
  });
}

std::string refusal(const LabelMap& labels, const Crop& crop) {
  try {
    const CropGround ground(labels, crop, nullptr, 0, job);
  } catch (const Error& e) {
    CHECK(e.kind() == ErrorKind::bad_input);
    return e.what();
  }
  FAIL("nothing was refused");
  return {};
}

}  // namespace

TEST_CASE("object_box: the window lies inside a larger box, about a smaller one, and in the volume") {
  const LabelMap labels = three_objects();
  for (const Stream stream : {Stream::auglens, Stream::dali})
    for (const Index3 size : {Index3{3, 3, 1}, Index3{9, 4, 7}, Index3{24, 20, 16}}) {
      const CropGround ground(labels, crop_of(SamplerKind::object_box, size), nullptr, 0, job);
      std::set<std::int32_t> seen;
      for (std::uint64_t k = 0; k < 300; ++k) {
        const CropWindow drawn = draw_window(ground.sampler(), stream, 3, k);
        REQUIRE(drawn.box);
        CHECK(drawn.foreground);
        CHECK(contains(whole(labels.grid), drawn.window));
        CHECK(drawn.window.size == size);
        seen.insert(drawn.class_value);
        for (std::size_t axis = 0; axis < 3; ++axis) {
          const bool smaller = size[axis] <= drawn.box->size[axis];
          const Region& outer = smaller ? *drawn.box : drawn.window;
          const Region& inner = smaller ? drawn.window : *drawn.box;
          CHECK((outer.start[axis] <= inner.start[axis] && inner.end(axis) <= outer.end(axis)));
        }
      }
      CHECK(seen == std::set<std::int32_t>{2, 3, 5});
    }
}

TEST_CASE("object_box ranks by box or by voxels, drops what is below the threshold, and leaves classes alone") {
  const LabelMap labels = three_objects();
  const auto classes = [&](std::map<std::string, Value> parameters) {
    const CropGround ground(labels, crop_of(SamplerKind::object_box, {4, 4, 4}, std::move(parameters)), nullptr, 0,
                            job);
    std::set<std::int32_t> seen;
    for (std::uint64_t k = 0; k < 100; ++k) {
      const CropWindow drawn = draw_window(ground.sampler(), Stream::auglens, 1, k);
      CHECK(drawn.foreground == drawn.box.has_value());
      seen.insert(drawn.class_value);
    }
    return seen;
  };
  using Set = std::set<std::int32_t>;
  CHECK(classes({{"ignore_class", true}, {"k_largest", 1.0}}) == Set{3});  // 10 x 10 x 1 against 4 x 4 x 4
  CHECK(classes({{"ignore_class", true}, {"k_largest", 1.0}, {"rank_by", "voxels"}}) == Set{2});  // 64 against 19
  CHECK(classes({{"threshold", 2.0}}) == Set{2});
  CHECK(classes({{"threshold", Numbers{5, 1, 1}}}) == Set{3});
  CHECK(classes({{"classes", Numbers{5, 9}}}) == Set{5});
  CHECK(classes({{"class_weights", Numbers{0, 1, 0, 0, 1}}}) == Set{2, 5});  // 1, 2, 3, 4, 5
  CHECK(classes({{"foreground_prob", 0.0}}) == Set{0});
  CHECK(classes({{"foreground_prob", 0.5}, {"classes", Numbers{3.0}}}) == Set{0, 3});
  CHECK(classes({{"classes", Numbers{9}}}) == Set{0});  // a class that does not exist: the whole volume
  CHECK(classes({{"classes", Numbers{0}}}) == Set{0});  // 0 is a class here, with an object of its own
  CHECK(classes({{"background", 3.0}}) == Set{0, 2, 5});
  CHECK(classes({{"threshold", 99.0}, {"background", -1.0}}) == Set{-1});
}

TEST_CASE("object_box: a plane has no extent across, whatever the threshold") {
  for (std::size_t flat = 0; flat < 3; ++flat) {
    const std::size_t u = (flat + 1) % 3, v = (flat + 2) % 3;
    Index3 size{20, 20, 20}, window{5, 5, 5};
    size[flat] = window[flat] = 1;
    const LabelMap labels = make_labels(size, [&](const Index3& p) {  // 4 x 3 voxels of 1, 9 x 1 of 2
      if (p[u] >= 2 && p[u] < 6 && p[v] >= 3 && p[v] < 6) return 1;
      return p[u] >= 8 && p[u] < 17 && p[v] == 12 ? 2 : 0;
    });
    const auto classes = [&](double least) {
      const CropGround ground(labels, crop_of(SamplerKind::object_box, window, {{"threshold", least}}), nullptr, 0,
                              job);
      std::set<std::int32_t> seen;
      for (std::uint64_t k = 0; k < 60; ++k) seen.insert(draw_window(ground.sampler(), Stream::dali, 1, k).class_value);
      return seen;
    };
    CHECK(classes(1) == std::set<std::int32_t>{1, 2});
    CHECK(classes(2) == std::set<std::int32_t>{1});
    CHECK(classes(4) == std::set<std::int32_t>{0});  // neither has 4 along both axes
  }
}

TEST_CASE("crop_by_label: starts are MONAI's clamped centres") {
  const Index3 n{9, 8, 5};
  const LabelMap labels = random_labels(n, 6, {1, 2}, 4);
  for (const Index3 size : {Index3{3, 4, 5}, Index3{9, 1, 2}, Index3{4, 7, 4}}) {
    const CropGround ground(labels, crop_of(SamplerKind::crop_by_label, size), nullptr, 0, job);
    int foreground = 0;
    for (std::uint64_t k = 0; k < 400; ++k) {
      const CropWindow drawn = draw_window(ground.sampler(), Stream::auglens, 8, k);
      foreground += drawn.foreground ? 1 : 0;
      if (!drawn.foreground) continue;
      const Index3 voxel = drawn.box->start;
      CHECK(labels.view().at(voxel[0], voxel[1], voxel[2]) == drawn.class_value);
      for (std::size_t a = 0; a < 3; ++a) {
        // correct_crop_centers: centres from size // 2 to trunc(n + 1 - size / 2) - 1; SpatialCrop: centre - size // 2
        const auto end = static_cast<std::int64_t>(static_cast<double>(n[a] + 1) - static_cast<double>(size[a]) / 2);
        const std::int64_t centre = std::min(std::max(voxel[a], size[a] / 2), std::max(end, size[a] / 2 + 1) - 1);
        CHECK(drawn.window.start[a] == centre - size[a] / 2);
      }
    }
    CHECK(std::abs(foreground - 200) < 60);  // pos and neg are 1 each
  }
}

TEST_CASE("crop_by_label: ratios, missing kinds, a threshold on the image, and larger windows") {
  const LabelMap labels = three_objects();
  const auto share = [&](std::map<std::string, Value> p, std::int32_t value, const Image* image = nullptr) {
    const CropGround ground(labels, crop_of(SamplerKind::crop_by_label, {4, 4, 4}, std::move(p)), image, 0, job);
    int hits = 0;
    for (std::uint64_t k = 0; k < 1000; ++k)
      hits += draw_window(ground.sampler(), Stream::auglens, 2, k).class_value == value ? 1 : 0;
    return hits / 1000.0;
  };
  CHECK(share({{"pos", 3.0}, {"neg", 1.0}}, 0) == doctest::Approx(0.25).epsilon(0.2));
  CHECK(share({{"neg", 0.0}}, 0) == 0);
  CHECK(share({{"neg", 0.0}}, 2) == doctest::Approx(64.0 / 84).epsilon(0.1));  // voxels, not classes, are equal
  CHECK(share({{"class_ratios", Numbers{1, 1, 0, 2, 0, 1}}}, 3) == doctest::Approx(0.5).epsilon(0.1));  // 1 is absent
  Image image = Image::allocate(labels.grid, VoxelType::float32);
  for (std::int64_t z = 0; z < 16; ++z)
    for (std::int64_t y = 0; y < 20; ++y)
      for (std::int64_t x = 0; x < 24; ++x) image.mutable_view<float>().at(x, y, z) = x == 5 ? 1.0F : 0.0F;
  const std::map<std::string, Value> bright{{"class_ratios", Numbers{0, 0, 1, 1}}, {"image_threshold", 0.5}};
  CHECK(share(bright, 2, &image) == 1);  // no voxel of 3 has x = 5
  CHECK(refusal(labels, crop_of(SamplerKind::crop_by_label, {4, 4, 4}, bright)).find("image") != std::string::npos);
  CHECK(refusal(labels, crop_of(SamplerKind::crop_by_label, {25, 4, 4})).find("25 x 4 x 4") != std::string::npos);
  CHECK(refusal(labels, crop_of(SamplerKind::crop_by_label, {4, 4, 4}, {{"class_ratios", Numbers{0, 1}}}))
            .find("no voxel") != std::string::npos);
  const CropGround smaller(labels, crop_of(SamplerKind::crop_by_label, {30, 4, 99}, {{"allow_smaller", true}}), nullptr,
                           0, job);
  CHECK(draw_window(smaller.sampler(), Stream::auglens, 1, 0).window.size == Index3{24, 4, 16});
}

TEST_CASE("object_box: a class that is listed twice has two lots, and is missed once") {
  const LabelMap labels = three_objects();
  const auto share = [&](std::map<std::string, Value> p, std::int32_t value) {
    const CropGround ground(labels, crop_of(SamplerKind::object_box, {4, 4, 4}, std::move(p)), nullptr, 0, job);
    int hits = 0;
    for (std::uint64_t k = 0; k < 2000; ++k)
      hits += draw_window(ground.sampler(), Stream::auglens, 2, k).class_value == value ? 1 : 0;
    double by_law = 0;
    for (const StartRange& range : ground.sampler().law().ranges)
      by_law += range.blob && ground.blobs()[*range.blob].label == value ? range.share : 0;
    CHECK(hits / 2000.0 == doctest::Approx(by_law).epsilon(0.1));
    return by_law;
  };
  CHECK(share({{"classes", Numbers{2, 3, 2}}}, 2) == doctest::Approx(2.0 / 3));
  CHECK(share({{"classes", Numbers{2, 3, 2}}, {"class_weights", Numbers{0, 1, 3}}}, 2) == doctest::Approx(0.75));
  const CropGround none(labels, crop_of(SamplerKind::object_box, {4, 4, 4}, {{"classes", Numbers{2, 9, 9}}}), nullptr,
                        0, job);
  CHECK(none.sampler().notices() == std::vector<std::string>{"class 9 is not in the label: it is never drawn"});
  CHECK(none.sampler().standings()[0] == BlobStanding::drawn_from);
}

TEST_CASE("crop_by_label: a threshold that no background reaches is said, and foreground taken as MONAI does") {
  const LabelMap labels = three_objects();
  const Image dark = Image::allocate(labels.grid, VoxelType::float32);
  std::fill_n(dark.voxels<float>(0, 0), dark.pitch.volume, 0.0F);
  const CropGround ground(
      labels, crop_of(SamplerKind::crop_by_label, {4, 4, 4}, {{"pos", 0.0}, {"image_threshold", 1.0}}), &dark, 0, job);
  REQUIRE(ground.sampler().notices().size() == 1);
  CHECK(ground.sampler().notices()[0].find("above image_threshold") != std::string::npos);
  for (std::uint64_t k = 0; k < 50; ++k) CHECK(draw_window(ground.sampler(), Stream::auglens, 2, k).foreground);
}

TEST_CASE("forced_foreground: the last of a batch is centred on a class, clamped below only") {
  const LabelMap labels = three_objects();
  const CropGround ground(labels, crop_of(SamplerKind::forced_foreground, {8, 8, 8}), nullptr, 0, job);
  std::map<std::int32_t, int> classes;
  bool hangs_over = false;
  for (std::uint64_t k = 0; k < 3000; ++k) {
    const CropWindow drawn = draw_window(ground.sampler(), Stream::auglens, 2, k);
    CHECK(drawn.foreground == (k % 2 == 1));  // batch of 2, a third forced: round(2 * 0.67) = 1
    if (!drawn.foreground) CHECK(contains(whole(labels.grid), drawn.window));
    if (!drawn.foreground) continue;
    ++classes[drawn.class_value];
    for (std::size_t a = 0; a < 3; ++a)
      CHECK(drawn.window.start[a] == std::max<std::int64_t>(0, drawn.box->start[a] - 4));
    hangs_over = hangs_over || !contains(whole(labels.grid), drawn.window);
  }
  CHECK(hangs_over);
  for (const std::int32_t c : {2, 3, 5}) CHECK(std::abs(classes[c] - 500) < 100);  // classes are equal, not voxels
}

TEST_CASE("forced_foreground and random pad where the volume is smaller, as nnU-Net's loader does") {
  const LabelMap labels = make_labels({4, 10, 7}, [](const Index3& p) { return p[1] == 3 ? 1 : 0; });
  for (const SamplerKind kind : {SamplerKind::forced_foreground, SamplerKind::random}) {
    const CropGround ground(labels, crop_of(kind, {8, 10, 10}, {}), nullptr, 0, job);
    std::set<Index3> starts;
    for (std::uint64_t k = 0; k < 200; k += 2)
      starts.insert(draw_window(ground.sampler(), Stream::auglens, 1, k).window.start);
    CHECK(starts == std::set<Index3>{{-2, 0, -2}, {-2, 0, -1}});  // the odd rest of 3 may lie on either side
  }
}

TEST_CASE("an empty label is said, and never an endless loop") {
  const LabelMap empty = make_labels({6, 6, 6}, [](const Index3&) { return 0; });
  for (const SamplerKind kind : {SamplerKind::object_box, SamplerKind::crop_by_label, SamplerKind::forced_foreground}) {
    const CropGround ground(empty, crop_of(kind, {2, 2, 2}), nullptr, 0, job);
    CHECK(ground.sampler().notices().size() == 1);
    for (std::uint64_t k = 0; k < 20; ++k) {
      const CropWindow drawn = draw_window(ground.sampler(), Stream::auglens, 1, k);
      CHECK(!drawn.foreground);
      CHECK(contains(whole(empty.grid), drawn.window));
    }
  }
  CHECK(refusal(empty, crop_of(SamplerKind::object_box, {7, 2, 2})).find("larger than the volume") !=
        std::string::npos);
}

TEST_CASE("labels are counted within the volume only") {
  const LabelMap labels = three_objects();
  const std::vector<ClassCount> counts = count_labels(labels, {{-3, -3, -3}, {7, 7, 7}});  // voxels 0..3
  CHECK(counts == std::vector<ClassCount>{{0, 64 - 8}, {2, 8}});
  CHECK(count_labels(labels, {{100, 0, 0}, {3, 3, 3}}).empty());
}
