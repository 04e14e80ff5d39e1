#include "render/layout.h"

#include <doctest/doctest.h>

using namespace auglens;

namespace {

bool overlap(const Rect& a, const Rect& b) {
  return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

}  // namespace

TEST_CASE("panes lie inside the picture, never over each other, and leave only thin gaps") {
  for (const Layout layout : {Layout::mpr, Layout::axial, Layout::coronal, Layout::sagittal, Layout::volume3d,
                              Layout::compare, Layout::sheet, Layout::crops})
    for (const auto& [width, height] : {std::pair{1024, 768}, std::pair{333, 801}, std::pair{97, 41}})
      for (const std::size_t tiles : {1U, 2U, 5U, 16U})
        for (const bool caption : {false, true}) {
          View view;
          view.layout = layout, view.caption = caption;
          const auto panes = pane_layout(view, width, height, tiles);
          const Rect strip = caption_area(view, width, height);
          std::vector<Rect> all{strip};
          std::int64_t area = std::int64_t{strip.width} * strip.height;
          for (const Pane& pane : panes)
            for (const Rect& r : {pane.area, pane.header}) {
              if (r.width == 0 || r.height == 0) continue;
              CHECK(r.width > 0);
              CHECK(r.height > 0);
              CHECK((r.x >= 0 && r.y >= 0 && r.right() <= width && r.bottom() <= height));
              for (const Rect& other : all) CHECK_FALSE(overlap(r, other));
              all.push_back(r);
              area += std::int64_t{r.width} * r.height;
            }
          const bool grid = layout == Layout::sheet || layout == Layout::crops;
          if (!grid) CHECK(area >= std::int64_t{width} * height - 2 * (width + height));
          if (grid) CHECK(panes.size() == tiles);
        }
}

TEST_CASE("a single layout is the whole picture, four views are quarters, compare is two halves of equal height") {
  View view;
  view.layout = Layout::coronal;
  CHECK(pane_layout(view, 640, 480, 1).at(0).area == Rect{0, 0, 640, 480});
  view.layout = Layout::mpr;
  const auto four = pane_layout(view, 1024, 768, 1);
  REQUIRE(four.size() == 4);
  CHECK(four[0].area == Rect{0, 0, 511, 383});
  CHECK(four[3].area == Rect{513, 385, 511, 383});
  CHECK(four[3].kind == PaneKind::volume);
  view.layout = Layout::compare;
  const auto two = pane_layout(view, 1000, 600, 2);
  REQUIRE(two.size() == 2);
  CHECK(two[0].area.width == two[1].area.width);
  CHECK(two[0].area.height == two[1].area.height);
  CHECK(two[1].tile == 1);
}
