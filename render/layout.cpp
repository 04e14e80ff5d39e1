#include "render/layout.h"

#include <algorithm>
#include <cmath>

namespace auglens {
namespace {

constexpr int gap = 2;  ///< pixels between panes

/// `count` pieces of nearly equal length with gaps between, which fill `length` to the pixel.
Rect cell(const Rect& whole, int columns, int rows, int column, int row) {
  const auto edge = [](int start, int length, int pieces, int i) { return start + (length + gap) * i / pieces; };
  const int x = edge(whole.x, whole.width, columns, column), y = edge(whole.y, whole.height, rows, row);
  return {x, y, edge(whole.x, whole.width, columns, column + 1) - gap - x,
          edge(whole.y, whole.height, rows, row + 1) - gap - y};
}

void give_header(Pane& pane, int height) {
  if (pane.area.height < 4 * height) return;  // a small pane is better spent on its picture
  pane.header = {pane.area.x, pane.area.y, pane.area.width, height};
  pane.area.y += height;
  pane.area.height -= height;
}

std::vector<Pane> mpr(const Rect& whole) {
  return {{cell(whole, 2, 2, 0, 0), {}, PaneKind::slice, Plane::axial, 0},
          {cell(whole, 2, 2, 1, 0), {}, PaneKind::slice, Plane::coronal, 0},
          {cell(whole, 2, 2, 0, 1), {}, PaneKind::slice, Plane::sagittal, 0},
          {cell(whole, 2, 2, 1, 1), {}, PaneKind::volume, Plane::axial, 0}};
}

std::vector<Pane> compare(const Rect& whole, Plane plane) {
  const bool wide = whole.width >= whole.height;
  std::vector<Pane> panes;
  for (int k = 0; k < 2; ++k) {
    const Rect area = wide ? cell(whole, 2, 1, k, 0) : cell(whole, 1, 2, 0, k);
    panes.push_back({area, {}, PaneKind::slice, plane, static_cast<std::size_t>(k)});
    give_header(panes.back(), 28);
  }
  return panes;
}

std::vector<Pane> sheet(const Rect& whole, Plane plane, std::size_t tiles) {
  const int count = std::max(1, static_cast<int>(tiles));
  const double aspect = static_cast<double>(whole.width) / std::max(1, whole.height);
  const int columns = std::clamp(static_cast<int>(std::lround(std::sqrt(count * aspect))), 1, count);
  const int rows = (count + columns - 1) / columns;
  std::vector<Pane> panes;
  for (int k = 0; k < count; ++k) {
    const Rect area = cell(whole, columns, rows, k % columns, k / columns);
    panes.push_back({area, {}, PaneKind::slice, plane, static_cast<std::size_t>(k)});
    give_header(panes.back(), 22);
  }
  return panes;
}

}  // namespace

Rect caption_area(const View& view, int width, int height) {
  const int strip = view.caption ? std::min(caption_height, height / 4) : 0;
  return {0, height - strip, width, strip};
}

std::vector<Pane> pane_layout(const View& view, int width, int height, std::size_t tiles) {
  const Rect whole{0, 0, width, height - caption_area(view, width, height).height};
  switch (view.layout) {
    case Layout::mpr:
      return mpr(whole);
    case Layout::axial:
      return {{whole, {}, PaneKind::slice, Plane::axial, 0}};
    case Layout::coronal:
      return {{whole, {}, PaneKind::slice, Plane::coronal, 0}};
    case Layout::sagittal:
      return {{whole, {}, PaneKind::slice, Plane::sagittal, 0}};
    case Layout::volume3d:
      return {{whole, {}, PaneKind::volume, Plane::axial, 0}};
    case Layout::compare:
      return compare(whole, view.plane);
    case Layout::sheet:
    case Layout::crops:
      return sheet(whole, view.plane, tiles);
  }
  return {};
}

}  // namespace auglens
