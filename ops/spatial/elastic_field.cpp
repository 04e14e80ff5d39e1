#include "ops/spatial/elastic_field.h"

#include <algorithm>
#include <cmath>

#include "ops/random.h"
#include "ops/spatial/elastic_smooth.h"

namespace auglens {

namespace {

/// Normals in the order of random.h's normal_of, with the radius of each pair taken once.
void normals_of(const PhiloxBlock& block, float out[4]) {
  for (int pair = 0; pair < 4; pair += 2) {
    const double radius = std::sqrt(-2 * portable_log(unit_interval(block.lane[pair])));
    double c = 0, s = 0;
    portable_circle(unit_interval(block.lane[pair + 1]), c, s);
    out[pair] = static_cast<float>(radius * c);
    out[pair + 1] = static_cast<float>(radius * s);
  }
}

/// What is summed up over one plane, so that the sum does not depend on the threads.
struct Plane {
  double sum = 0;
  float largest = 0;
};

/// Makes a field, one component after the other.
class FieldMaker {
 public:
  FieldMaker(const BindContext& c, const Index3& size)
      : c_(c),
        job_(c.input->job()),
        model_(c.values.option<Elastic::Model>("model")),
        field_(Image::allocate(Grid{.size = size}, VoxelType::float32, 3)),
        rows_(Image::allocate(Grid{.size = {6, size[1], size[2]}}, VoxelType::float32)),
        scratch_(Image::allocate(Grid{.size = size}, VoxelType::float32)) {}

  void make(int component) {
    const auto k = static_cast<std::size_t>(component);
    if (c_.field != nullptr)
      copy_given(component);
    else
      draw(component);
    const double sigma = c_.values.axes("sigma")[k], magnitude = c_.values.axes("magnitude")[k];
    const bool periodic = model_ == Elastic::Model::gaussian_field;
    std::array<SmoothKernel, 3> kernels;
    for (std::size_t a = 0; a < 3; ++a) kernels[a] = periodic ? periodic_kernel(sigma, size()[a]) : erf_kernel(sigma);
    const float* from = smooth(field_, component, scratch_, kernels, periodic ? Ends::wrap : Ends::zero, job_);
    if (periodic)
      scale_to_largest(from, component, magnitude);
    else
      finish(from, component, [m = static_cast<float>(magnitude)](float v) { return v * m; });
  }
  Image field() const { return field_; }
  Image rows() const { return rows_; }

 private:
  const Index3& size() const { return field_.grid.size; }

  /// Calls take(first voxel of a row, y, z) on all threads, plane by plane.
  template <class Take>
  void each_row(const float* volume, const Take& take) const {
    job_.device.parallel_for(size()[2], 1, [&](std::int64_t first, std::int64_t last) {
      for (std::int64_t z = first; z < last; ++z) {
        job_.check();
        for (std::int64_t y = 0; y < size()[1]; ++y) take(volume + z * field_.pitch.plane + y * field_.pitch.row, y, z);
      }
    });
  }

  float* place(int component, std::int64_t y, std::int64_t z) const {
    return field_.voxels<float>(component, 0) + z * field_.pitch.plane + y * field_.pitch.row;
  }

  void draw(int component) const {
    const std::int64_t nx = size()[0], ny = size()[1];
    each_row(nullptr, [&](const float*, std::int64_t y, std::int64_t z) {
      float* row = place(component, y, z);
      const std::int64_t first = (z * ny + y) * nx;
      fill_noise(c_.noise, component, model_ == Elastic::Model::gaussian_field, first, first + nx, row);
      std::fill(row + nx, row + field_.pitch.row, 0.0F);  // the padding goes through the sums
    });
  }

  void copy_given(int component) const {
    visit_view(*c_.field->voxels, component, 0, [&](const auto& from) {
      each_row(nullptr, [&](const float*, std::int64_t y, std::int64_t z) {
        float* row = place(component, y, z);
        for (std::int64_t x = 0; x < size()[0]; ++x) row[x] = static_cast<float>(from.at(x, y, z));
        std::fill(row + size()[0], row + field_.pitch.row, 0.0F);
      });
    });
  }

  /// batchgeneratorsv2: the largest displacement becomes the magnitude, then the mean is taken off.
  void scale_to_largest(const float* from, int component, double magnitude) const {
    std::vector<Plane> planes(static_cast<std::size_t>(size()[2]));
    each_row(from, [&](const float* row, std::int64_t, std::int64_t z) {
      Plane& plane = planes[static_cast<std::size_t>(z)];
      for (std::int64_t x = 0; x < size()[0]; ++x) plane.largest = std::max(plane.largest, std::abs(row[x]));
    });
    float largest = 0;
    for (const Plane& plane : planes) largest = std::max(largest, plane.largest);
    const float ratio = largest > 0 ? largest / static_cast<float>(std::max(magnitude, 1e-8)) : 1.0F;
    float mean = 0;
    if (c_.values.flag("centred")) {
      each_row(from, [&](const float* row, std::int64_t, std::int64_t z) {
        Plane& plane = planes[static_cast<std::size_t>(z)];
        for (std::int64_t x = 0; x < size()[0]; ++x) plane.sum += static_cast<double>(row[x] / ratio);
      });
      double sum = 0;
      for (const Plane& plane : planes) sum += plane.sum;
      mean = static_cast<float>(sum / static_cast<double>(field_.grid.voxels()));
    }
    finish(from, component, [=](float v) { return v / ratio - mean; });
  }

  void finish(const float* from, int component, const auto& scaled) const {
    each_row(from, [&](const float* row, std::int64_t y, std::int64_t z) {
      float* to = place(component, y, z);
      float low = scaled(row[0]), high = low;
      for (std::int64_t x = 0; x < size()[0]; ++x) {
        const float v = scaled(row[x]);
        low = std::min(low, v), high = std::max(high, v);
        to[x] = v;
      }
      const MutableView<float> extremes = rows_.mutable_view<float>();
      extremes.at(2 * component, y, z) = low;
      extremes.at(2 * component + 1, y, z) = high;
    });
  }

  const BindContext& c_;
  const Job& job_;
  Elastic::Model model_;
  Image field_, rows_, scratch_;
};

/// Names the numbers of the field: how they are drawn or given, and what is made of them.
std::string key_of(const BindContext& c, const Index3& size) {
  std::string key = "elastic " + std::string(c.values.text("model")) + " " + size_text(size);
  for (const char* name : {"sigma", "magnitude"})
    for (const double v : c.values.axes(name)) key += " " + std::to_string(std::bit_cast<std::uint64_t>(v));
  if (c.values.flag("centred")) key += " centred";
  if (c.field != nullptr) return key + " field " + std::to_string(c.field->id);
  return key + " noise " + std::to_string(c.noise.seed) + " " + std::to_string(c.noise.sample) + " " +
         std::to_string(c.noise.stream);
}

/// The device's own copy, made and kept now where the work is done there.
std::shared_ptr<const Image> device_copy(const BindContext& c, const std::string& key, const Image& field) {
  const Device& device = c.input->job().device;
  if (device.kind() == DeviceKind::cpu) return nullptr;
  auto copy = c.input->facts().volume("device:" + key);
  if (copy) return copy;
  auto fresh = std::make_shared<Image>(field);
  fresh->buffer = copy_to_device(device, field.buffer.data(), field.buffer.bytes());
  c.input->facts().keep("device:" + key, std::shared_ptr<const Image>(fresh));
  return fresh;
}

}  // namespace

std::string size_text(const Index3& size) {
  return std::to_string(size[0]) + " x " + std::to_string(size[1]) + " x " + std::to_string(size[2]);
}

void fill_noise(const NoiseKey& key, int component, bool normal, std::int64_t first, std::int64_t last, float* out) {
  const auto channel = static_cast<std::uint32_t>(component);
  for (std::int64_t i = first; i < last;) {
    const auto index = static_cast<std::uint64_t>(i);
    const PhiloxBlock block = voxel_block(key.seed, key.sample, key.stream, index, channel);
    float four[4];
    if (normal)
      normals_of(block, four);
    else
      for (int lane = 0; lane < 4; ++lane) four[lane] = static_cast<float>(2 * unit_interval(block.lane[lane]) - 1);
    for (auto lane = static_cast<int>(index & 3); lane < 4 && i < last; ++lane, ++i) *out++ = four[lane];
  }
}

std::shared_ptr<const Displacement> displacement_of(const BindContext& c, const Index3& size) {
  const Vec3 magnitude = c.values.axes("magnitude");
  if (magnitude == Vec3{0, 0, 0}) return nullptr;
  FactsCache& facts = c.input->facts();
  const std::string key = key_of(c, size);
  auto field = facts.volume(key), rows = facts.volume(key + " rows");
  if (!field || !rows) {
    FieldMaker maker(c, size);
    for (int component = 0; component < 3; ++component) maker.make(component);
    field = std::make_shared<const Image>(maker.field());
    rows = std::make_shared<const Image>(maker.rows());
    facts.keep(key, field);
    facts.keep(key + " rows", rows);
  }
  return std::make_shared<const Displacement>(field, rows, device_copy(c, key, *field));
}

}  // namespace auglens
