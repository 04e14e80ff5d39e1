#pragma once
// One headless picture from slices that are already evaluated. It refuses to know chains, files and the worker.

#include <optional>

#include "render/context.h"
#include "render/scene.h"

namespace auglens {

/// One case of a picture: a slice for each plane that the layout shows, borrowed for the time of the call.
struct ShownCase {
  Grid grid;
  std::array<std::optional<SlicePixels>, 3> slices;  ///< indexed by Plane; see wanted_slices
  TileMark mark = TileMark::none;
  std::string caption;
  bool original = false;  ///< takes the original's window
  std::vector<BoxMark> marks{};
};

struct PictureRequest {
  int width = 1024, height = 768;
  View view;
  std::vector<ShownCase> cases;     ///< one; original and augmented in compare; the samples of a sheet
  const Picture* volume = nullptr;  ///< the ray caster's picture, as large as volume_area says
  std::string caption;
};

/// Draws the picture in the current context. Throws Error(resource) when GL cannot hold it.
Picture compose(Painter& painter, const PictureRequest& request);

}  // namespace auglens
