#include "io/labels.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "ops/device.h"
#include "ops/error.h"

namespace auglens {

namespace {

std::string number(double value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value, std::chars_format::general, 4).ptr};
}

std::string size_text(const Index3& n) {
  return std::to_string(n[0]) + " x " + std::to_string(n[1]) + " x " + std::to_string(n[2]);
}

double smallest_edge(const Grid& grid) {
  return *std::min_element(grid.spacing.begin(), grid.spacing.end());
}

/// Largest distance between corners of the same name, each grid with its own size.
double corner_distance(const Grid& a, const Grid& b) {
  double worst = 0;
  for (int corner = 0; corner < 8; ++corner) {
    Vec3 i{}, j{};
    for (std::size_t k = 0; k < 3; ++k) {
      const bool end = (corner >> k & 1) != 0;
      i[k] = end ? static_cast<double>(a.size[k] - 1) : 0.0;
      j[k] = end ? static_cast<double>(b.size[k] - 1) : 0.0;
    }
    const Vec3 p = a.to_world(i), q = b.to_world(j);
    worst = std::max(worst, std::hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]));
  }
  return worst;
}

}  // namespace

Error refused_label(const std::string& file, double value, const std::string& text, const std::string& where) {
  if (std::isfinite(value) && value == std::trunc(value))
    return {ErrorKind::bad_input,
            {file, "labels lie from -2147483648 to 2147483647, but one is " + text, where, "renumber the labels"}};
  return {ErrorKind::bad_input,
          {file, "labels must be whole numbers of 32 bits, but one is " + text, where,
           "open it as an image, or round it first"}};
}

bool grids_agree(const Grid& a, const Grid& b) {
  return grid_distance_mm(a, b) <= grid_tolerance * std::min(smallest_edge(a), smallest_edge(b));
}

std::string grid_difference(const Grid& a, const Grid& b) {
  const std::string apart = "corners up to " + number(corner_distance(a, b)) + " mm apart";
  return a.size == b.size ? apart : size_text(a.size) + " voxels against " + size_text(b.size) + ", " + apart;
}

LabelMap labels_of(const Volume& volume, const std::string& file) {
  const Image& image = volume.image;
  if (image.channels != 1 || image.frames != 1) {
    throw Error(ErrorKind::bad_input,
                {file, "labels have one channel and one frame",
                 std::to_string(image.channels) + " channels, " + std::to_string(image.frames) + " frames here",
                 "split the file, or open it as an image"});
  }
  if (image.type == VoxelType::int32) return {image.grid, image.pitch, image.buffer};
  LabelMap labels = LabelMap::allocate(image.grid);
  const auto to = labels.mutable_view();
  visit_view(image, 0, 0, [&](const auto& from) {
    for (std::int64_t z = 0; z < image.grid.size[2]; ++z)
      for (std::int64_t y = 0; y < image.grid.size[1]; ++y)
        for (std::int64_t x = 0; x < image.grid.size[0]; ++x) {
          const auto v = static_cast<double>(from.at(x, y, z));
          if (!(v >= -2147483648.0 && v <= 2147483647.0) || v != std::trunc(v)) {
            char text[32];
            char* end = std::to_chars(text, text + sizeof text, v).ptr;
            throw refused_label(file, v, {text, end}, "");
          }
          to.at(x, y, z) = static_cast<std::int32_t>(v);
        }
  });
  return labels;
}

LabelMap resample_nearest(const LabelMap& labels, const Grid& grid, const Job& job) {
  LabelMap result = LabelMap::allocate(grid);
  const auto from = labels.view();
  const auto to = result.mutable_view();
  const Vec3 zero = labels.grid.to_index(grid.to_world({0, 0, 0}));
  Mat3 step{};  // index of `labels` gained for one step of `grid`
  for (std::size_t k = 0; k < 3; ++k) {
    Vec3 one{0, 0, 0};
    one[k] = 1;
    const Vec3 p = labels.grid.to_index(grid.to_world(one));
    for (std::size_t r = 0; r < 3; ++r) step[3 * r + k] = p[r] - zero[r];
  }
  const auto nearest = [&](std::size_t r, std::int64_t x, std::int64_t y, std::int64_t z) {
    const double at = zero[r] + step[3 * r] * static_cast<double>(x) + step[3 * r + 1] * static_cast<double>(y) +
                      step[3 * r + 2] * static_cast<double>(z);
    const double n = std::floor(at + 0.5);
    return n >= 0 && n < static_cast<double>(labels.grid.size[r]) ? static_cast<std::int64_t>(n) : std::int64_t{-1};
  };
  job.device.parallel_for(grid.size[2], 1, [&](std::int64_t first, std::int64_t last) {
    for (std::int64_t z = first; z < last; ++z) {
      job.check();
      for (std::int64_t y = 0; y < grid.size[1]; ++y)
        for (std::int64_t x = 0; x < grid.size[0]; ++x) {
          const std::int64_t i = nearest(0, x, y, z), j = nearest(1, x, y, z), k = nearest(2, x, y, z);
          to.at(x, y, z) = i < 0 || j < 0 || k < 0 ? 0 : from.at(i, j, k);
        }
    }
  });
  return result;
}

}  // namespace auglens
