#include "ops/spatial/index_rows.h"

#include "ops/error.h"

namespace auglens::spatial {

Broken too_large(std::string_view parameter, const Index3& size) {
  const double voxels = static_cast<double>(size[0]) * static_cast<double>(size[1]) * static_cast<double>(size[2]);
  if (voxels <= 0x1p36) return {};
  return {parameter, std::to_string(size[0]) + " x " + std::to_string(size[1]) + " x " + std::to_string(size[2]) +
                         " voxels are more than any memory holds: use a size of at most 2^36 voxels in all"};
}

void refuse(const BoundStep& step, std::string_view parameter, const std::string& what, const std::string& to_do) {
  throw Error(ErrorKind::bad_input,
              {"", what, "/steps/" + std::to_string(step.step) + "/parameters/" + std::string(parameter), to_do});
}

Index3 integers(const Vec3& v) {
  return {std::llround(v[0]), std::llround(v[1]), std::llround(v[2])};
}

std::vector<std::int32_t> window_row(std::int64_t start, std::int64_t size, std::int64_t in, Border border) {
  std::vector<std::int32_t> row(static_cast<std::size_t>(size));
  for (std::int64_t i = 0; i < size; ++i)
    row[static_cast<std::size_t>(i)] = static_cast<std::int32_t>(border_index(start + i, in, border));
  return row;
}

Fills fills_of(const BindContext& c) {
  return {fill_of(c), static_cast<std::int32_t>(c.values.number("label_fill"))};
}

void add_rows(const BindContext& c, const IndexRows& rows, BoundStep& step) {
  step.image[static_cast<std::size_t>(c.channel)] = {std::make_shared<IndexPass>(rows)};
  step.label = {std::make_shared<LabelIndexPass>(rows)};
}

void add_window(const BindContext& c, const Region& window, Border border, const Fills& fills, BoundStep& step) {
  IndexRows rows;
  Vec3 first{};
  for (std::size_t k = 0; k < 3; ++k) {
    rows.axis[k] = Table<std::int32_t>(window_row(window.start[k], window.size[k], c.in.size[k], border));
    first[k] = static_cast<double>(window.start[k]);
  }
  rows.fill = fills.image;
  rows.label_fill = fills.label;
  step.out = c.in;
  step.out.size = window.size;
  if (window.start != Index3{0, 0, 0}) step.out.origin = c.in.to_world(first);
  add_rows(c, rows, step);
}

void add_turn(const BindContext& c, const std::array<int, 3>& from, const std::array<bool, 3>& reversed,
              BoundStep& step) {
  IndexRows rows;
  rows.from = from;
  step.out = c.in;
  for (std::size_t k = 0; k < 3; ++k) {
    const auto a = static_cast<std::size_t>(from[k]);
    step.out.size[k] = c.in.size[a];
    step.out.spacing[k] = c.in.spacing[a];
    std::vector<std::int32_t> row = window_row(0, c.in.size[a], c.in.size[a], Border::clamp);
    if (reversed[k]) std::reverse(row.begin(), row.end());
    rows.axis[k] = Table<std::int32_t>(std::move(row));
  }
  if (from != std::array<int, 3>{0, 1, 2}) {
    const Vec3 centre = c.in.to_world(c.in.centre_index()), moved = step.out.to_world(step.out.centre_index());
    for (std::size_t k = 0; k < 3; ++k) step.out.origin[k] += centre[k] - moved[k];
  }
  add_rows(c, rows, step);
}

}  // namespace auglens::spatial
