#include "render/scene.h"

#include <doctest/doctest.h>

#include "ops/error.h"
#include "tests/render/render_fixture.h"

using namespace auglens;

namespace {

Volume dark(const Grid& grid) {
  return make_volume(grid, [](const Index3&) { return 0.0F; });
}

View mpr_view(const Vec3& at) {
  View view;
  view.at = at;
  return view;
}

/// Columns and rows of a pane that hold a colour at most places: the crosshair's lines.
std::vector<int> columns_of(const Picture& p, const Rect& area, bool rows) {
  std::vector<int> found;
  const int lines = rows ? area.height : area.width, length = rows ? area.width : area.height;
  for (int line = 0; line < lines; ++line) {
    int lit = 0;
    for (int k = 0; k < length; ++k) {
      const Rgb8 c = rows ? pixel(p, area.x + k, area.y + line) : pixel(p, area.x + line, area.y + k);
      lit += c[0] + c[1] + c[2] > 90 ? 1 : 0;
    }
    if (lit > length * 3 / 4) found.push_back(line);
  }
  return found;
}

}  // namespace

TEST_CASE("the crosshair crosses at the pixel of its point, one pixel wide, with a gap, in the planes' colours") {
  Gl gl;
  const Grid grid{{40, 50, 30}, {2, 1, 1.5}, {-9, 4, 11}, {-1, 0, 0, 0, 1, 0, 0, 0, -1}};
  const Vec3 index{12, 31, 22};
  View view = mpr_view(grid.to_world(index));
  view.letters = false;
  const Picture picture = picture_of(gl, dark(grid), view, 800, 600);
  for (const Pane& pane : pane_layout(view, 800, 600, 1)) {
    if (pane.kind != PaneKind::slice) continue;
    const SliceGeometry geometry(grid, pane.plane, pane.area.width, pane.area.height);
    const Point2 at = geometry.pixel_of(index);
    const int x = static_cast<int>(std::floor(at.x)), y = static_cast<int>(std::floor(at.y));
    CHECK(columns_of(picture, pane.area, false) == std::vector<int>{x});
    CHECK(columns_of(picture, pane.area, true) == std::vector<int>{y});
    CHECK(pixel(picture, pane.area.x + x, pane.area.y + y) == Rgb8{0, 0, 0});
    CHECK(pixel(picture, pane.area.x + x + 12, pane.area.y + y) == Rgb8{0, 0, 0});
    CHECK(pixel(picture, pane.area.x + x + 13, pane.area.y + y) != Rgb8{0, 0, 0});
    const Rgb8 upright = pixel(picture, pane.area.x + x, pane.area.y + 2);
    const Rgb8 wanted = plane_colour(pane.plane == Plane::sagittal ? Plane::coronal : Plane::sagittal);
    for (std::size_t c = 0; c < 3; ++c) CHECK(std::abs(upright[c] - 0.8 * wanted[c]) <= 1.0);
  }
}

TEST_CASE("at each edge stands the letter of that side, drawn as the font draws it") {
  Gl gl;
  const Grid grid{{30, 30, 30}, {1, 1, 1}, {0, 0, 0}, {0, -1, 0, 1, 0, 0, 0, 0, 1}};
  View view;
  view.crosshair = false;
  const std::array<std::string_view, 3> letters = {"RLAP", "RLSI", "APSI"};
  for (std::size_t p = 0; p < 3; ++p) {
    view.layout = static_cast<Layout>(static_cast<int>(Layout::axial) + static_cast<int>(p));
    const Picture drawn = picture_of(gl, dark(grid), view, 200, 200);
    Overlay overlay;
    const TextStyle style{12, token::text, 0.8F};
    overlay.text(8, 106, letters[p].substr(0, 1), style);
    overlay.text(191, 106, letters[p].substr(1, 1), style, Anchor::right);
    overlay.text(100, 20, letters[p].substr(2, 1), style, Anchor::middle);
    overlay.text(100, 191, letters[p].substr(3, 1), style, Anchor::middle);
    const Canvas canvas(200, 200);
    canvas.begin(token::view);
    OverlayDrawer().draw(overlay, 200, 200);
    CHECK(drawn == canvas.read());
  }
}

TEST_CASE("the 3-D pane shows the given picture pixel for pixel") {
  Gl gl;
  View view;
  view.letters = view.crosshair = false;
  const Rect area = volume_area(view, 200, 160);
  Picture volume{area.width, area.height, {}};
  for (int k = 0; k < area.width * area.height * 3; ++k) volume.rgb.push_back(static_cast<std::uint8_t>(k * 7 % 251));
  PictureRequest request;
  request.width = 200, request.height = 160, request.view = view, request.volume = &volume;
  const Picture picture = compose(gl.painter, request);
  for (int y = 0; y < area.height; ++y)
    for (int x = 0; x < area.width; ++x) CHECK(pixel(picture, area.x + x, area.y + y) == pixel(volume, x, y));
}

TEST_CASE("compare shows the two cases side by side, each with its own voxels") {
  Gl gl;
  const Grid grid{{8, 8, 1}, {1, 1, 1}, {0, 0, 0}, identity3};
  const Volume black = dark(grid), white = make_volume(grid, [](const Index3&) { return 1.0F; });
  const CutSlice a = cut(black, 2, 0), b = cut(white, 2, 0);
  PictureRequest request;
  request.view.layout = Layout::compare;
  request.cases = {{grid, {a.pixels}, TileMark::original, "Original"},
                   {grid, {b.pixels}, TileMark::augmented, "Augmented"}};
  request.view = request.view.plain();
  const Picture picture = compose(gl.painter, request);
  CHECK(pixel(picture, 256, 400) == Rgb8{0, 0, 0});
  CHECK(pixel(picture, 768, 400) == Rgb8{255, 255, 255});
  CHECK(pixel(picture, 100, 27) == token::original);
  CHECK(pixel(picture, 900, 27) == token::augmented);
}

TEST_CASE("what is asked of the evaluator: the planes of the layout, at the crosshair's slices") {
  const Grid grid{{10, 20, 30}, {1, 1, 1}, {0, 0, 0}, {0, 0, 1, 1, 0, 0, 0, 1, 0}};  // x runs P, y runs S, z runs L
  View view = mpr_view(grid.to_world({2, 5, 7}));
  CHECK(wanted_slices(view, grid) ==
        std::vector<WantedSlice>{{Plane::axial, 1, 5}, {Plane::coronal, 0, 2}, {Plane::sagittal, 2, 7}});
  view.layout = Layout::compare, view.plane = Plane::sagittal;
  CHECK(wanted_slices(view, grid) == std::vector<WantedSlice>{{Plane::sagittal, 2, 7}});
  view.layout = Layout::volume3d;
  CHECK(wanted_slices(view, grid).empty());
}

TEST_CASE("a picture beyond the driver's limit is refused in one line, and the next one works") {
  Gl gl;
  PictureRequest request;
  request.width = 1 << 20;
  CHECK_THROWS_WITH_AS(compose(gl.painter, request), doctest::Contains("ask for a smaller picture"), Error);
  request.width = 64;
  CHECK(compose(gl.painter, request).width == 64);
}

TEST_CASE("a pane without its slice is black, whatever an earlier picture left behind") {
  Gl gl;
  const Grid grid{{8, 8, 8}, {1, 1, 1}, {0, 0, 0}, identity3};
  const Volume white = make_volume(grid, [](const Index3&) { return 1.0F; });
  View view = mpr_view({4, 4, 4}).plain();
  PictureRequest request;
  request.width = request.height = 102, request.view = view;
  Picture volume{50, 50, std::vector<std::uint8_t>(7500, 200)};
  const CutSlice slice = cut(white, 2, 4);
  request.volume = &volume;
  request.cases = {{grid, {slice.pixels}, TileMark::none, ""}};
  const Picture first = compose(gl.painter, request);
  CHECK(pixel(first, 25, 25) == Rgb8{255, 255, 255});
  CHECK(pixel(first, 75, 75) == Rgb8{200, 200, 200});
  CHECK(pixel(first, 75, 25) == Rgb8{0, 0, 0});
  request.volume = nullptr;
  request.cases[0].slices = {};
  const Picture second = compose(gl.painter, request);
  for (const int y : {25, 75})
    for (const int x : {25, 75}) CHECK(pixel(second, x, y) == Rgb8{0, 0, 0});
  request.cases[0].slices[0] = slice.pixels;
  request.cases[0].grid.size = {9, 8, 8};  // a slice of another grid is not stretched over this one
  CHECK(pixel(compose(gl.painter, request), 25, 25) == Rgb8{0, 0, 0});
}
