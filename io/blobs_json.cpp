#include "io/blobs_json.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <set>
#include <string>

namespace auglens {
namespace {

/// Shortest digits that read back as the same number. A table of a million blobs is why this is done by hand.
template <class Number>
void put(std::string& to, Number value) {
  char text[32];
  to.append(text, std::to_chars(text, text + sizeof text, value).ptr);
}

template <class Three>
void put_list(std::string& to, const char* key, const Three& values) {
  to += key;
  for (std::size_t k = 0; k < 3; ++k) {
    to += k == 0 ? '[' : ',';
    put(to, values[k]);
  }
  to += ']';
}

std::string json_of(const Blob& b) {
  std::string o = "{\"class\":";
  put(o, b.label);
  o += ",\"voxels\":";
  put(o, b.voxels);
  o += ",\"mm3\":";
  put(o, b.mm3);
  put_list(o, ",\"box\":{\"start\":", b.box.start);
  put_list(o, ",\"size\":", b.box.size);
  put_list(o, "},\"centroid\":", b.centroid);
  put_list(o, ",\"centroid_mm\":", b.centroid_mm);
  o += b.touches_border ? ",\"touches_border\":true" : ",\"touches_border\":false";
  o += ",\"diameter_mm\":";
  if (std::isfinite(b.diameter_mm)) {
    put(o, b.diameter_mm);
  } else {
    o += "null";
  }
  return o + "}";
}

std::string count(std::size_t n, const char* one, const char* many) {
  return std::to_string(n) + " " + (n == 1 ? one : many);
}

/// Places of the blobs that are shown, in raster order.
std::vector<std::size_t> largest(std::span<const Blob> blobs, std::size_t most) {
  std::vector<std::size_t> places(blobs.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  if (places.size() <= most) return places;
  std::nth_element(places.begin(), places.begin() + static_cast<std::ptrdiff_t>(most), places.end(),
                   [&](std::size_t a, std::size_t b) {
                     return blobs[a].voxels != blobs[b].voxels ? blobs[a].voxels > blobs[b].voxels : a < b;
                   });
  places.resize(most);
  std::sort(places.begin(), places.end());
  return places;
}

std::string line_of(const Blob& b) {
  const auto i = [](std::int64_t v) { return static_cast<long long>(v); };
  char box[96], line[320];
  std::snprintf(box, sizeof box, "%lld,%lld,%lld + %lldx%lldx%lld", i(b.box.start[0]), i(b.box.start[1]),
                i(b.box.start[2]), i(b.box.size[0]), i(b.box.size[1]), i(b.box.size[2]));
  std::snprintf(line, sizeof line, "%11d %11lld %14.1f %12.1f  %-32s %9.1f %9.1f %9.1f%s\n", b.label, i(b.voxels),
                b.mm3, b.diameter_mm, box, b.centroid_mm[0], b.centroid_mm[1], b.centroid_mm[2],
                b.touches_border ? "  at the border" : "");
  return line;
}

}  // namespace

void write_blobs_json(std::ostream& out, Connectivity connectivity, std::span<const Blob> blobs) {
  out << "{\"connectivity\":" << static_cast<int>(connectivity) << ",\"blobs\":[";
  for (std::size_t k = 0; k < blobs.size(); ++k) out << (k > 0 ? ",\n" : "\n") << json_of(blobs[k]);
  out << "]}\n";
}

void write_blobs_text(std::ostream& out, Connectivity connectivity, std::span<const Blob> blobs, std::size_t most) {
  std::set<std::int32_t> classes;
  for (const Blob& b : blobs) classes.insert(b.label);
  out << count(blobs.size(), "blob", "blobs") << " of " << count(classes.size(), "class", "classes")
      << ", voxels joined by "
      << (connectivity == Connectivity::faces   ? "faces"
          : connectivity == Connectivity::edges ? "faces and edges"
                                                : "faces, edges and corners")
      << '\n';
  if (blobs.empty()) return;
  out << "      class      voxels            mm3  diameter mm  box: start + size                centroid mm (LPS)\n";
  for (const std::size_t k : largest(blobs, most)) out << line_of(blobs[k]);
  if (blobs.size() > most)
    out << "... and " << blobs.size() - most << " more, none larger than these; --json lists all\n";
}

}  // namespace auglens
