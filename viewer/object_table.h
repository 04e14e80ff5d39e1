#pragma once
// What the table of objects says: its order, and its words. It refuses to know widgets.

#include "viewer/label_table.h"
#include "viewer/object_scene.h"

namespace auglens {

enum class ObjectColumn { number, name, size, diameter, chance };

/// Places in ObjectScene::found's table, equal ones in raster order. Unknown diameters and chances come last.
std::vector<std::uint32_t> ordered_objects(const ObjectScene& objects, ObjectColumn by, bool descending);

/// As LabelTable::name_of; a class without a name is its number alone.
std::string short_name_of(const LabelTable& labels, std::int32_t value);

std::size_t classes_among(const Components& found);
/// "52 objects of 3 classes; 37 can be drawn"; the last part where the sampler draws among objects.
std::string summary_of(const ObjectScene& objects, std::size_t classes);

/// Three digits: mm3 or ml, in 2-D mm2 or cm2, voxels where those are too few of them.
std::string size_text(const Blob& blob, const Grid& grid);
/// "12.4", a dash where it is not known.
std::string diameter_text(const Blob& blob);
/// "3.1%", "<0.01%".
std::string chance_text(double chance);
/// Three digits, without an exponent.
std::string digits_text(double value);
std::string three_text(const Index3& numbers, std::string_view between);

/// Why the sampler does not draw an object; empty where it does. Precondition: `objects` has found some.
std::string why_left_out(const ObjectScene& objects, std::size_t blob);
/// All that is known of an object, line by line.
std::string facts_of(const ObjectScene& objects, std::size_t blob, const LabelTable& labels);

/// What the window was drawn about: "object 12, liver", "a voxel of liver", "anywhere: no object was aimed at".
std::string aim_text(const ObjectScene& objects, const LabelTable& labels);

/// A class in the window, or what is left of it: the background, and what lies outside the volume.
struct PatchRow {
  std::optional<std::int32_t> value;  ///< absent: none of the classes
  std::int64_t voxels = 0;
  double share = 0;  ///< of the window's voxels
};
/// The most frequent class first, the rest last.
std::vector<PatchRow> patch_rows(const TrainingWindow& window);

}  // namespace auglens
