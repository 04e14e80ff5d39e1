#include "viewer/object_table.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <numeric>
#include <unordered_set>

namespace auglens {
namespace {

/// What a column is ordered by; NaN: not known.
double value_of(const ObjectScene& objects, std::size_t blob, ObjectColumn by) {
  const Blob& b = objects.found->blobs[blob];
  switch (by) {
    case ObjectColumn::number:
      return static_cast<double>(blob);
    case ObjectColumn::name:
      return b.label;
    case ObjectColumn::size:
      return static_cast<double>(b.voxels);
    case ObjectColumn::diameter:
      return b.diameter_mm;
    case ObjectColumn::chance:
      return objects.chances.empty() ? std::numeric_limits<double>::quiet_NaN() : objects.chances[blob];
  }
  return 0;
}

std::string counted(std::size_t n, const char* one, const char* many) {
  return std::to_string(n) + " " + (n == 1 ? one : many);
}

}  // namespace

std::vector<std::uint32_t> ordered_objects(const ObjectScene& objects, ObjectColumn by, bool descending) {
  const std::size_t n = objects.found->blobs.size();
  std::vector<std::pair<double, std::uint32_t>> keys(n);
  for (std::size_t k = 0; k < n; ++k) {
    const double value = value_of(objects, k, by);
    keys[k] = {std::isnan(value) ? std::numeric_limits<double>::infinity()
               : descending      ? -value
                                 : value,
               static_cast<std::uint32_t>(k)};
  }
  if (by != ObjectColumn::number || descending) std::sort(keys.begin(), keys.end());
  std::vector<std::uint32_t> order(n);
  std::transform(keys.begin(), keys.end(), order.begin(), [](const auto& key) { return key.second; });
  return order;
}

std::string short_name_of(const LabelTable& labels, std::int32_t value) {
  std::string name = labels.name_of(value), number = std::to_string(value);
  return name == "label " + number ? number : name;
}

std::size_t classes_among(const Components& found) {
  std::unordered_set<std::int32_t> classes;
  for (const Blob& b : found.blobs) classes.insert(b.label);
  return classes.size();
}

std::string summary_of(const ObjectScene& objects, std::size_t classes) {
  if (!objects.found) return {};
  const std::vector<Blob>& blobs = objects.found->blobs;
  if (blobs.empty()) return "no objects: every voxel is background";
  std::string words = counted(blobs.size(), "object", "objects") + " of " + counted(classes, "class", "classes");
  if (objects.standings.empty()) return words;
  const auto drawn = std::count(objects.standings.begin(), objects.standings.end(), BlobStanding::drawn_from);
  return words + "; " + std::to_string(drawn) + " can be drawn";
}

std::string digits_text(double value) {
  char digits[40];
  const double size = std::abs(value);
  const int decimals = size >= 99.95 || value == std::floor(value) ? 0 : size >= 9.995 ? 1 : 2;
  std::snprintf(digits, sizeof digits, "%.*f", decimals, value);
  return digits;
}

std::string size_text(const Blob& blob, const Grid& grid) {
  const bool flat = grid.size[2] == 1;
  const double mm = flat ? blob.mm3 / grid.spacing[2] : blob.mm3;
  if (!(mm >= 0.01)) return std::to_string(blob.voxels) + " vx";
  const double large = flat ? 100 : 1000;
  return mm < large ? digits_text(mm) + (flat ? " mm²" : " mm³") : digits_text(mm / large) + (flat ? " cm²" : " ml");
}

std::string diameter_text(const Blob& blob) {
  return std::isnan(blob.diameter_mm) ? "–" : digits_text(blob.diameter_mm);
}

std::string chance_text(double chance) {
  const double percent = chance * 100;
  if (!(percent > 0)) return "0%";
  return percent < 0.01 ? "<0.01%" : digits_text(percent) + "%";
}

std::string three_text(const Index3& numbers, std::string_view between) {
  return std::to_string(numbers[0]) + std::string(between) + std::to_string(numbers[1]) + std::string(between) +
         std::to_string(numbers[2]);
}

std::string why_left_out(const ObjectScene& objects, std::size_t blob) {
  if (!objects.left_out(blob)) return {};
  switch (objects.standings[blob]) {
    case BlobStanding::thin:
      return "its box " + three_text(objects.found->blobs[blob].box.size, " x ") + " is below the threshold";
    case BlobStanding::outranked:
      return "it is not among the k largest of its class";
    default:
      return "its class is not drawn";
  }
}

std::string facts_of(const ObjectScene& objects, std::size_t blob, const LabelTable& labels) {
  const Blob& b = objects.found->blobs[blob];
  std::string words = "object " + std::to_string(blob + 1) + ", " + labels.name_of(b.label) + "\n" +
                      counted(static_cast<std::size_t>(b.voxels), "voxel", "voxels") + ", " +
                      size_text(b, objects.found->ids.grid);
  if (!std::isnan(b.diameter_mm)) words += ", " + diameter_text(b) + " mm across";
  words += "\nbox " + three_text(b.box.size, " x ") + " from " + three_text(b.box.start, ", ");
  if (b.touches_border) words += "\ntouches the border of the volume";
  if (!objects.chances.empty() && !objects.left_out(blob))
    words += "\na window is drawn about it with " + chance_text(objects.chances[blob]);
  const std::string why = why_left_out(objects, blob);
  return why.empty() ? words : words + "\nnot drawn: " + why;
}

std::string aim_text(const ObjectScene& objects, const LabelTable& labels) {
  const CropWindow& drawn = objects.window->drawn;
  if (drawn.blob) return "object " + std::to_string(*drawn.blob + 1) + ", " + labels.name_of(drawn.class_value);
  if (drawn.box) return "a voxel of " + labels.name_of(drawn.class_value);
  return "no object: drawn anywhere";
}

std::vector<PatchRow> patch_rows(const TrainingWindow& window) {
  const std::int64_t all = window.drawn.window.voxels();
  std::vector<PatchRow> rows;
  std::int64_t rest = all;
  for (const ClassCount& c : window.labels) {
    if (c.voxels == 0) continue;
    rows.push_back({c.value, c.voxels, 0});
    rest -= c.voxels;
  }
  std::stable_sort(rows.begin(), rows.end(), [](const PatchRow& a, const PatchRow& b) { return a.voxels > b.voxels; });
  if (rest > 0) rows.push_back({{}, rest, 0});
  for (PatchRow& row : rows)
    row.share = static_cast<double>(row.voxels) / static_cast<double>(std::max<std::int64_t>(all, 1));
  return rows;
}

}  // namespace auglens
