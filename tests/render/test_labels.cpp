// Label colours, fills and outlines as they come out of the slice shader, against the rules of the palette spelled in
// C++.
#include <doctest/doctest.h>

#include <random>

#include "render/label_colour.h"
#include "render/label_index.h"
#include "tests/render/render_fixture.h"

using namespace auglens;

namespace {

Volume labelled(const Index3& size, const std::vector<std::int32_t>& labels) {
  const Grid grid{size, {1, 1, 1}, {0, 0, 0}, identity3};
  Volume volume = make_volume(grid, [](const Index3&) { return 0.5F; });
  volume.labels = labels;
  return volume;
}

View label_view(float fill, bool outline) {
  View view;
  view.layout = Layout::axial, view.window = {1, 0.5};
  view = view.plain();
  view.labels = true, view.label_opacity = fill, view.label_outline = outline;
  return view;
}

double mixed(double below, double over, double opacity) {
  return below + (over - below) * opacity;
}

/// The rule of fills and outlines for square pictures of square slices, by looking at every pixel within three.
Picture reference(const Volume& volume, const View& view, int size) {
  const std::int64_t n = volume.grid.size[0];
  const auto label = [&](int x, int y) {
    x = std::clamp(x, 0, size - 1), y = std::clamp(y, 0, size - 1);
    const auto u = static_cast<std::int64_t>(std::floor((x + 0.5) * static_cast<double>(n) / size + 1e-6));
    const auto v = static_cast<std::int64_t>(std::floor((y + 0.5) * static_cast<double>(n) / size + 1e-6));
    return volume.labels[volume.offset({u, v, 0})];
  };
  Picture picture{size, size, {}};
  for (int y = 0; y < size; ++y)
    for (int x = 0; x < size; ++x) {
      const std::int32_t own = label(x, y);
      double line = 0;
      for (int dy = -3; dy <= 3; ++dy)
        for (int dx = -3; dx <= 3;
             ++dx)  // a line 1.5 wide from the border, which is half a pixel before the other label
          if (label(x + dx, y + dy) != own)
            line = std::max(line, std::clamp(1.5 - (std::hypot(dx, dy) - 0.5) + 0.5, 0.0, 1.0));
      const std::int32_t turn = own == 0 ? 0 : (own - 1) / 12 % 4;
      const bool rising = (x + y) % 8 < 3, falling = (x - y + 8 * size) % 8 < 3;
      const bool on = turn == 0 || (turn == 1 ? rising : turn == 2 ? falling : rising || falling);
      for (std::size_t c = 0; c < 3; ++c) {
        double value = 128.0 / 255;
        if (own != 0) {
          const double colour = label_colour(static_cast<std::uint32_t>(own))[c] / 255.0;
          value = mixed(value, colour, static_cast<double>(view.label_opacity) * (on ? 1 : 0.25));
          if (view.label_outline) value = mixed(value, colour, static_cast<double>(view.outline_opacity) * line);
        }
        picture.rgb.push_back(static_cast<std::uint8_t>(std::floor(value * 255 + 0.5)));
      }
    }
  return picture;
}

int largest_difference(const Picture& a, const Picture& b) {
  REQUIRE(a.rgb.size() == b.rgb.size());
  int worst = 0;
  for (std::size_t k = 0; k < a.rgb.size(); ++k) worst = std::max(worst, std::abs(a.rgb[k] - b.rgb[k]));
  return worst;
}

}  // namespace

TEST_CASE("fills, outlines and hatches are the rule's at every zoom, for scattered voxels and for blobs") {
  Gl gl;
  std::mt19937 random(7);
  for (const int blob : {1, 6, 20})
    for (const int size : {25, 60, 64, 200, 263}) {
      const std::int64_t n = 60;
      std::vector<std::int32_t> labels(static_cast<std::size_t>(n * n), 0);
      for (int k = 0; k < 14; ++k) {
        const auto x = static_cast<std::int64_t>(random() % 60), y = static_cast<std::int64_t>(random() % 60);
        const auto index = static_cast<std::int32_t>(1 + random() % 50);
        for (std::int64_t v = y; v < std::min<std::int64_t>(n, y + blob); ++v)
          for (std::int64_t u = x; u < std::min<std::int64_t>(n, x + blob); ++u)
            labels[static_cast<std::size_t>(v * n + u)] = index;
      }
      const Volume volume = labelled({n, n, 1}, labels);
      for (const View& view : {label_view(0.35F, true), label_view(1, false), label_view(0, true)})
        CHECK(largest_difference(picture_of(gl, volume, view, size, size), reference(volume, view, size)) <= 1);
    }
}

TEST_CASE("linear sampling of the image never makes a label that is not there") {
  Gl gl;
  std::vector<std::int32_t> labels(64, 0);
  for (std::size_t k = 0; k < 64; ++k) labels[k] = k % 8 < 4 ? 1 : 3;  // between 1 and 3 a filter would find 2
  const Volume volume = labelled({8, 8, 1}, labels);
  View view = label_view(1, false);
  view.interpolation = Interpolation::linear;
  const Picture picture = picture_of(gl, volume, view, 83, 83);
  for (int y = 0; y < 83; ++y)
    for (int x = 0; x < 83; ++x) {
      const Rgb8 p = pixel(picture, x, y);
      CHECK((p == label_palette[0] || p == label_palette[2]));
    }
}

TEST_CASE("labels switched off leave the picture untouched") {
  Gl gl;
  const Volume volume = labelled({8, 8, 1}, std::vector<std::int32_t>(64, 2));
  View view = label_view(1, true);
  view.labels = false;
  const Picture picture = picture_of(gl, volume, view, 16, 16);
  for (int k = 0; k < 16; ++k) CHECK(pixel(picture, k, k) == Rgb8{128, 128, 128});
}

TEST_CASE("boxes hold every label and nothing far from one") {
  std::vector<std::int32_t> labels(100 * 70, 0);
  labels[0] = labels[69 * 100 + 99] = labels[35 * 100 + 50] = 4;
  const std::vector<float> values(labels.size());
  const SlicePixels slice{2, 100, 70, values.data(), 100, labels.data(), 100};
  const auto boxes = label_boxes(slice);
  REQUIRE(boxes.size() == 3);
  CHECK(boxes[0] == TexelBox{0, 0, 8, 8});
  CHECK(boxes[1] == TexelBox{48, 32, 56, 40});
  CHECK(boxes[2] == TexelBox{96, 64, 100, 70});
  std::fill(labels.begin(), labels.end(), 0);
  CHECK(label_boxes(slice).empty());
}

TEST_CASE("dense indices: the background is 0, classes rise from 1, strangers are background") {
  const LabelIndex index({7, 0, -3, 7, 2000000000});
  CHECK(index(0) == 0);
  CHECK(index(-3) == 1);
  CHECK(index(7) == 2);
  CHECK(index(2000000000) == 3);
  CHECK(index(5) == 0);
  CHECK(index.value(2) == 7);
  std::vector<std::int32_t> voxels{0, 7, 7, -3, 5, 0};
  index.apply(voxels.data(), static_cast<std::int64_t>(voxels.size()));
  CHECK(voxels == std::vector<std::int32_t>{0, 2, 2, 1, 0, 0});
}
