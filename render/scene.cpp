#include "render/scene.h"

#include <epoxy/gl.h>

#include "render/slice_overlay.h"

namespace auglens {
namespace {

constexpr TextStyle caption_style{9, token::text, 0};

void add_header(Overlay& overlay, const Tile& tile, const Rect& header) {
  if (header.height <= 0) return;
  overlay.fill(header, token::panel);
  const bool marked = tile.mark != TileMark::none;
  if (marked) {
    const Rgb8 colour = tile.mark == TileMark::original ? token::original : token::augmented;
    overlay.fill({header.x, header.bottom() - 2, header.width, 2}, colour);
  }
  const int base = header.y + (header.height - (marked ? 2 : 0) + 9) / 2;
  overlay.text(header.x + 10, base, Overlay::fit(tile.caption, caption_style, header.width - 20), caption_style);
}

void add_caption(Overlay& overlay, const std::string& caption, const Rect& strip) {
  if (strip.height <= 0) return;
  overlay.fill(strip, token::panel);
  overlay.fill({strip.x, strip.y, strip.width, 1}, token::border);
  constexpr TextStyle style{9, token::dim, 0};
  const int base = strip.y + (strip.height + 9) / 2;
  overlay.text(strip.x + 10, base, Overlay::fit(caption, style, strip.width - 20), style);
}

}  // namespace

std::vector<WantedSlice> wanted_slices(const View& view, const Grid& grid) {
  std::vector<WantedSlice> wanted;
  const auto want = [&](Plane plane) {
    const int axis = plane_axes(grid, plane).across;
    wanted.push_back({plane, axis, slice_index(grid, axis, view.at)});
  };
  for (const Pane& pane : pane_layout(view, 1024, 768, 1))
    if (pane.kind == PaneKind::slice && pane.tile == 0) want(pane.plane);
  return wanted;
}

Rect volume_area(const View& view, int width, int height) {
  for (const Pane& pane : pane_layout(view, width, height, 1))
    if (pane.kind == PaneKind::volume) return pane.area;
  return {};
}

void Painter::paint_slice(const Scene& scene, const Tile& tile, const Pane& pane, Overlay& overlay) {
  const SliceGeometry geometry(tile.grid, pane.plane, pane.area.width, pane.area.height,
                               scene.view.plane_view(pane.plane));
  View view = scene.view;
  view.window = view.window_of(tile.original);
  slices_.draw(presenter_, tile.slots[static_cast<std::size_t>(pane.plane)], view, geometry, pane.area);
  const std::int64_t slice = slice_index(tile.grid, geometry.axes().across, scene.view.at);
  for (const BoxMark& mark : tile.marks) mark_slice(overlay, mark, geometry, slice, pane.area);
  annotate_slice(overlay, scene.view, tile.grid, geometry, pane.area);
  add_header(overlay, tile, pane.header);
}

void Painter::paint_volume(const Scene& scene, const Pane& pane, Overlay& overlay) {
  const Texture2D* picture = presenter_.picture(scene.volume_slot);
  if (picture != nullptr) {
    set_draw_state(false);
    glViewport(pane.area.x, pane.area.y, pane.area.width, pane.area.height);
    picture->bind(0);
    glProgramUniform2i(pictures_.name(), 0, pane.area.x, pane.area.y);
    glProgramUniform2i(pictures_.name(), 1, pane.area.width, pane.area.height);
    glUseProgram(pictures_.name());
    glBindVertexArray(nothing_.name());
    glDrawArrays(GL_TRIANGLES, 0, 3);
  } else {
    overlay.fill(pane.area, token::view);
  }
  if (!scene.tiles.empty() && !scene.tiles.front().marks.empty()) {
    const Tile& tile = scene.tiles.front();
    const Camera& camera = scene.view.camera;
    const ViewFrame frame =
        frame_of({camera.azimuth, camera.elevation, camera.zoom}, tile.grid, pane.area.width, pane.area.height);
    for (const BoxMark& mark : tile.marks) mark_volume(overlay, mark, tile.grid, frame, pane.area);
  }
  if (!scene.view.letters) return;
  const bool mip = scene.view.camera.mode == VolumeMode::mip;
  overlay.text(pane.area.x + 8, pane.area.bottom() - 9, mip ? "3-D maximum" : "3-D", {9, token::dim, 0.8F});
}

void Painter::paint(const Scene& scene, const Canvas& canvas) {
  canvas.begin(token::border);
  Overlay overlay;
  for (const Pane& pane : pane_layout(scene.view, canvas.width(), canvas.height(), scene.tiles.size())) {
    if (pane.area.width <= 0 || pane.area.height <= 0) continue;
    if (pane.kind == PaneKind::volume)
      paint_volume(scene, pane, overlay);
    else if (pane.tile < scene.tiles.size())
      paint_slice(scene, scene.tiles[pane.tile], pane, overlay);
    else
      overlay.fill(pane.area, token::view);
  }
  add_caption(overlay, scene.caption, caption_area(scene.view, canvas.width(), canvas.height()));
  overlays_.draw(overlay, canvas.width(), canvas.height());
}

}  // namespace auglens
