#pragma once
// Edit lines of the view, spelled in one place. It refuses to know who asks for them.

#include <string>

#include "render/view.h"

namespace auglens {

/// Moves a point by whole slices along an index axis, from the middle of the slice that it lies in, kept in the grid.
Vec3 moved_slices(const Grid& grid, const Vec3& at, int axis, int steps);
/// The layout that shows one plane alone.
Layout layout_of(Plane plane);

namespace edit {

std::string at(const Vec3& at);
/// Empty: none is chosen.
std::string object(const std::optional<Vec3>& at);
/// Of one side as it is shown: the augmented one's own when it has one.
std::string window(const View& view, bool original, const Window& window);
std::string augmented_window(const Window& window);
std::string layout(Layout layout);
std::string plane(Plane plane);
std::string plane_view(Plane plane, const PlaneView& view);
std::string camera(double azimuth, double elevation);
std::string camera_zoom(double zoom);
std::string camera_mode(VolumeMode mode);
std::string flag(std::string_view path, bool on);
std::string number(std::string_view path, double value);
/// A file or a name, as text.
std::string text(std::string_view path, std::string_view text);

}  // namespace edit
}  // namespace auglens
