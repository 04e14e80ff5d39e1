#include "ops/spatial/rotate.h"

namespace auglens {

AffinePull pull_about_centres(const float rotation[9], const Index3& in, const Index3& out) {
  float to_in[12] = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0}, from_out[12] = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0};
  float turn[12] = {}, half[12];
  for (int r = 0; r < 3; ++r) {
    to_in[4 * r + 3] = static_cast<float>(in[static_cast<std::size_t>(r)]) * 0.5F;
    from_out[4 * r + 3] = static_cast<float>(-out[static_cast<std::size_t>(r)]) * 0.5F;
    for (int k = 0; k < 3; ++k) turn[4 * r + k] = rotation[3 * r + k];
  }
  AffinePull pull{};
  multiply34(to_in, turn, half);
  multiply34(half, from_out, pull.m);
  return pull;
}

Index3 rotated_canvas(const float rotation[9], const Index3& in) {
  Index3 out;
  for (std::size_t r = 0; r < 3; ++r) {
    float extent = 0;
    std::size_t dominant = r;
    for (std::size_t k = 0; k < 3; ++k) {
      extent += std::abs(rotation[3 * r + k]) * static_cast<float>(in[k]);
      if (std::abs(rotation[3 * r + k]) > std::abs(rotation[3 * r + dominant])) dominant = k;
    }
    out[r] = static_cast<std::int64_t>(std::ceil(extent - 0.01F));
    if (out[r] % 2 != in[dominant] % 2) out[r] += 1;
  }
  return out;
}

namespace {

/// R in index space for axes in mm: A^-1 R A with A = direction * spacing.
void world_rotation(const Grid& grid, const Vec3& axis, float degrees, float out[9]) {
  float turn[9];
  dali_rotation(axis, degrees, turn);
  Mat3 to_world = grid.direction, r;
  for (std::size_t i = 0; i < 9; ++i) {
    to_world[i] *= grid.spacing[i % 3];
    r[i] = static_cast<double>(turn[i]);
  }
  const Mat3 index = multiply(inverse(to_world), multiply(r, to_world));
  for (std::size_t i = 0; i < 9; ++i) out[i] = static_cast<float>(index[i]);
}

}  // namespace

SizedPull Rotate::pull_of(const BindContext& c) {
  const Vec3 axis = c.values.axes("axis");
  const auto angle = static_cast<float>(c.values.number("angle"));
  float content[9], pull[9];
  if (c.values.option<Frame>("frame") == Frame::world) {
    world_rotation(c.in, axis, angle, content);
    world_rotation(c.in, axis, -angle, pull);
  } else {
    dali_rotation(axis, angle, content);
    dali_rotation(axis, -angle, pull);
  }
  Index3 size = c.in.size;
  if (c.values.given("size"))
    size = spatial::rounded_size(c.values.axes("size"));
  else if (!c.values.flag("keep_size"))
    size = rotated_canvas(content, c.in.size);
  return {pull_about_centres(pull, c.in.size, size), size};
}

void Rotate::bind(const BindContext& c, BoundStep& step) {
  bind_as<DirectPull>(c, step);
}

}  // namespace auglens
