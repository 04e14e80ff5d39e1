// Outlines of boxes where they are to be, in slices and in 3-D; heat and the marks of labels as colours.
#include <doctest/doctest.h>

#include "render/label_colour.h"
#include "render/label_index.h"
#include "tests/render/render_fixture.h"

using namespace auglens;

namespace {

const Grid grid{{16, 12, 8}, {1, 1, 2}, {0, 0, 0}, identity3};

View axial_view() {
  View view;
  view.layout = Layout::axial;
  view.window = {1, 0.5};
  view = view.plain();
  return view;
}

std::array<int, 3> colour_at(const Picture& p, int x, int y) {
  const auto at = static_cast<std::size_t>(3 * (y * p.width + x));
  return {p.rgb[at], p.rgb[at + 1], p.rgb[at + 2]};
}

Picture drawn(Gl& gl, const View& view, const std::vector<BoxMark>& marks, const std::vector<float>* heat = nullptr,
              const std::vector<std::int32_t>* labels = nullptr) {
  Volume volume = make_volume(grid, [](const Index3&) { return 0.0F; });
  CutSlice slice = cut(volume, 2, slice_index(grid, 2, view.at));
  if (heat != nullptr) slice.pixels.heat = heat->data();
  if (labels != nullptr) slice.pixels.labels = labels->data(), slice.pixels.label_pitch = 16;
  PictureRequest request;
  request.width = 160, request.height = 120, request.view = view;
  ShownCase shown;
  shown.grid = grid;
  shown.slices[0] = slice.pixels;
  shown.marks = marks;
  request.cases.push_back(shown);
  return compose(gl.painter, request);
}

}  // namespace

TEST_CASE("a box is outlined on the edges of its voxels, in the slices that cut it alone") {
  Gl gl;
  View view = axial_view();
  BoxMark mark;
  mark.box = {{3, 2, 4}, {5, 6, 2}};
  mark.colour = {255, 0, 0};
  mark.width = 2;
  view.at = grid.to_world({8, 6, 5});
  const Picture p = drawn(gl, view, {mark});  // ten pixels a voxel; x 3..7 from pixel 30 to 80, y 2..7 from 20 to 80
  for (const auto& [x, y] : {std::pair{30, 50}, {79, 50}, {50, 20}, {50, 79}, {30, 20}}) {
    CAPTURE(x);
    CAPTURE(y);
    CHECK(colour_at(p, x, y)[0] > 200);
  }
  for (const auto& [x, y] : {std::pair{50, 50}, {20, 50}, {90, 50}, {50, 10}, {50, 90}, {33, 23}})
    CHECK(colour_at(p, x, y) == std::array{0, 0, 0});
  for (const double z : {3.0, 6.0}) {
    view.at = grid.to_world({8, 6, z});
    const Picture beside = drawn(gl, view, {mark});
    CHECK(colour_at(beside, 30, 50) == std::array{0, 0, 0});
  }
}

TEST_CASE("a dashed outline has gaps, and a box beyond the volume is cut at the pane") {
  Gl gl;
  View view = axial_view();
  view.at = grid.to_world({8, 6, 5});
  BoxMark mark;
  mark.box = {{-4, -4, 0}, {30, 8, 8}};
  mark.colour = {255, 0, 0};
  mark.width = 2;
  mark.dashed = true;
  const Picture p = drawn(gl, view, {mark});
  int lit = 0;
  for (int x = 0; x < 160; ++x) lit += colour_at(p, x, 40)[0] > 200 ? 1 : 0;
  CHECK(lit > 60);
  CHECK(lit < 130);
}

TEST_CASE("the twelve edges in 3-D end at the projected corners") {
  Overlay overlay;
  BoxMark mark;
  mark.box = {{3, 2, 4}, {5, 6, 2}};
  const ViewFrame frame = frame_of({30, 20, 1, 0, 0}, grid, 400, 300);
  const Rect area{10, 20, 400, 300};
  mark_volume(overlay, mark, grid, frame, area);
  REQUIRE(overlay.items().size() == 12);
  int found = 0;
  for (const double x : {2.5, 7.5})
    for (const double y : {1.5, 7.5})
      for (const double z : {3.5, 5.5}) {
        const Vec3 at = project(frame, grid.to_world({x, y, z}));
        for (const Overlay::Item& line : overlay.items())
          for (const std::size_t end : {0U, 2U})
            found +=
                std::abs(line.pen[end] - (at[0] + 10.5)) < 0.01 && std::abs(line.pen[end + 1] - (at[1] + 20.5)) < 0.01;
      }
  CHECK(found == 24);  // three edges meet at each of eight corners
}

TEST_CASE("heat is mixed over the voxels, nothing where it is zero") {
  Gl gl;
  View view = axial_view();
  std::vector<float> heat(16 * 12, 0);
  heat[5 * 16 + 4] = 1;
  heat[5 * 16 + 6] = 0.5F;
  const Picture p = drawn(gl, view, {}, &heat);
  const ColourTable& inferno = colour_table(ColourMap::inferno);
  for (std::size_t c = 0; c < 3; ++c) {
    CHECK(std::abs(colour_at(p, 45, 55)[c] - 0.6 * inferno[255][c]) <= 1);
    CHECK(std::abs(colour_at(p, 65, 55)[c] - 0.6 * inferno[128][c]) <= 1);
    CHECK(colour_at(p, 55, 55)[c] == 0);
  }
}

TEST_CASE("a dimmed label is grey and faint, a chosen one has a white edge") {
  Gl gl;
  View view = axial_view();
  view.labels = true;
  view.label_opacity = 0.8F;
  view.label_outline = false;
  std::vector<std::int32_t> labels(16 * 12, 0);
  for (std::size_t y = 2; y < 10; ++y)
    for (std::size_t x = 0; x < 5; ++x) {
      labels[y * 16 + x] = 1;
      labels[y * 16 + x + 5] = 1 | label_dimmed;
      labels[y * 16 + x + 10] = 1 | label_chosen;
    }
  const Picture p = drawn(gl, view, {}, nullptr, &labels);
  const Rgb8 own = label_colour(1);
  for (std::size_t c = 0; c < 3; ++c) {
    CHECK(std::abs(colour_at(p, 25, 60)[c] - 0.8 * own[c]) <= 1);
    CHECK(std::abs(colour_at(p, 125, 60)[c] - 0.8 * own[c]) <= 1);
  }
  CHECK(std::abs(colour_at(p, 75, 60)[0] - 0.4 * 0.5 * 255) <= 1);
  CHECK(std::abs(colour_at(p, 75, 60)[1] - 0.4 * 0.53 * 255) <= 1);
  CHECK(colour_at(p, 100, 60)[2] > 200);                 // the border of the chosen one, on its own side
  CHECK(colour_at(p, 102, 60)[1] < 0.3 * 0.8 * own[1]);  // on a dark ground, so that it is seen on bone, too
}
