#pragma once
// The 3-D view as a picture in memory: maximum intensity or shaded volume, by rays on a Device. It refuses to know GL,
// windows and files.

#include <array>
#include <cstdint>
#include <vector>

#include "ops/job.h"
#include "ops/picture_data.h"
#include "render/camera.h"
#include "render/raycast_volume.h"
#include "render/transfer.h"

namespace auglens {

enum class RayMode { volume, maximum };

struct LabelColour {
  std::int32_t value = 0;
  std::array<std::uint8_t, 4> rgba{};  ///< A 0 hides the label
  friend bool operator==(const LabelColour&, const LabelColour&) = default;
};

/// All that decides the picture except voxels.
struct RaycastSettings {
  RayMode mode = RayMode::volume;
  Viewpoint viewpoint;
  int width = 512, height = 512;
  RgbaTable colours = grey_table();
  double window = 1, level = 0.5;          ///< in values of the volume, width and centre
  OpacityRamp opacity;                     ///< lower its `opacity` to see labels through the anatomy
  std::vector<LabelColour> label_colours;  ///< labels that are not named here are not drawn
  double label_opacity = 1;  ///< 0 hides all labels; per voxel of path in `volume`, a plain mix in `maximum`
  double step = 1;           ///< between samples, in voxels: of the smallest spacing
  bool shade = true;
  bool jitter = true;      ///< each pixel's samples start at its own fixed fraction of a step (volume mode only)
  bool skip_empty = true;  ///< never changes a byte of the picture

  friend bool operator==(const RaycastSettings&, const RaycastSettings&) = default;
};

/// The same view while it moves: half the pixels each way, twice the step. Its picture is to be shown enlarged.
RaycastSettings interactive(RaycastSettings settings);

/// Rows from the top, 4 bytes per pixel. Colours lie over black already; A is the opacity that the ray gathered.
struct RaycastPicture {
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgba;

  Picture rgb() const;  ///< what a presenter or a PNG takes
};

/// Which arithmetic walks the rays on a CPU; all give the same bytes.
enum class RayKernel { fastest, scalar, avx2, avx512 };
bool usable(RayKernel kernel);

/// Bytes depend on volume and settings alone: not on threads, tiles, kernel or device. Cancellable per tile; reports
/// progress. Throws Error(usage) for settings without meaning (empty picture, zoom or step not positive) and Cancelled.
RaycastPicture raycast(const RayVolume& volume, const RaycastSettings& settings, const Job& job,
                       RayKernel kernel = RayKernel::fastest);

}  // namespace auglens
