#pragma once
// The middle of the window: the panes as one canvas, repainted only when something in it changed. It refuses to know
// widgets, mice and where the results came from.

#include <memory>

#include "render/scene.h"
#include "viewer/worker.h"

namespace auglens {

class Stage {
 public:
  explicit Stage(PresentRoad road) : painter_(road) {}

  /// Uploads what is new and paints when it must; the canvas is the current target afterwards. Throws Error(resource).
  void show(const SessionState& state, const Results& results, int width, int height);
  bool has_picture() const { return has_picture_; }
  /// The texture that shows the canvas; its first row is the top.
  unsigned texture() const { return canvas_.texture().object.name(); }
  Picture picture() const { return canvas_.read(); }
  /// What is shown: panes in pixels of the canvas, and the grid of each tile.
  const std::vector<Pane>& panes() const { return panes_; }
  const Grid* grid(std::size_t tile) const { return tile < scene_.tiles.size() ? &scene_.tiles[tile].grid : nullptr; }
  /// The point that the slices go through.
  const Vec3& at() const { return scene_.view.at; }
  /// Whose window a drag over a tile changes.
  bool original(std::size_t tile) const { return tile < scene_.tiles.size() && scene_.tiles[tile].original; }
  PresentRoad road() { return painter_.presenter().road(); }

 private:
  void take_slices(const SceneSlices& slices);

  Painter painter_;
  Canvas canvas_;
  Scene scene_;
  std::vector<Pane> panes_;
  std::shared_ptr<const SceneSlices> slices_;
  std::shared_ptr<const VolumePicture> volume_;
  bool has_picture_ = false;
};

}  // namespace auglens
