#pragma once
// How objects and training windows look on evaluated slices: dimmed, chosen, outlined. It refuses to find them.

#include <limits>

#include "viewer/object_scene.h"
#include "viewer/scene.h"

namespace auglens {

BoxMark mark_of(const Region& box, Rgb8 colour, bool dashed);

/// The sample's window, those of the next samples, and the object that it was drawn about.
std::vector<BoxMark> window_marks(const ObjectScene& objects);

/// What the voxels of objects look like beside their class: dimmed, and one of them chosen.
struct ObjectLook {
  std::shared_ptr<const Components> found;
  std::vector<BlobStanding> standings;  ///< empty: nothing is dimmed
  std::optional<std::size_t> chosen;

  bool plain() const { return standings.empty() && !chosen; }
  bool dims(std::int32_t id) const {
    return !standings.empty() && (id == 0 || standings[static_cast<std::size_t>(id) - 1] != BlobStanding::drawn_from);
  }
  bool chooses(std::int32_t id) const { return id > 0 && chosen == static_cast<std::size_t>(id) - 1; }
  /// The same look, wherever the tables lie in memory.
  friend bool operator==(const ObjectLook& a, const ObjectLook& b) {
    return a.chosen == b.chosen && a.standings == b.standings && (a.plain() || a.found == b.found);
  }
};
ObjectLook look_of(const ObjectScene& objects, const View& view);

/// Labels for the 3-D picture: other values, which no class of the case has, where objects look different.
inline constexpr std::int32_t dimmed_value = std::numeric_limits<std::int32_t>::min() + 1;
inline constexpr std::int32_t chosen_value = std::numeric_limits<std::int32_t>::min() + 2;
LabelMap with_look(const LabelMap& labels, const ObjectLook& look, const Job& job);

/// Whether a picture of this state shows anything that only an ObjectScene knows.
bool wants_objects(const SessionState& state);

/// The same slices with what the view asks for on the augmented side: the chosen object in white with its box; with
/// View::windows the windows, and what the crop's settings leave out dimmed.
SceneSlices with_objects(const SceneSlices& slices, const ObjectScene& objects, const View& view);

/// Calls f(dense label at its place in the slice, number of its blob, 0: none) for every labelled voxel of a slice.
template <class F>
void each_object_voxel(SceneSlice& slice, const Components& found, F&& f) {
  if (slice.labels.empty()) return;
  const auto ids = found.ids.view();
  const auto [right, down] = axes_beside(slice.place.axis);
  Index3 at{};
  at[static_cast<std::size_t>(slice.place.axis)] = slice.place.index;
  std::size_t k = 0;
  for (at[down] = 0; at[down] < slice.height; ++at[down])
    for (at[right] = 0; at[right] < slice.width; ++at[right], ++k)
      if (slice.labels[k] != 0) f(slice.labels[k], ids.at(at[0], at[1], at[2]));
}

}  // namespace auglens
