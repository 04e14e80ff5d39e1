#include "io/voxels.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <stdexcept>

#include "io/labels.h"
#include "ops/error.h"

namespace auglens {

namespace {

struct TypeRow {
  StoredType type;
  const char* name;
  std::size_t bytes;
};
constexpr std::array<TypeRow, 12> types = {{{StoredType::int8, "int8", 1},
                                            {StoredType::uint8, "uint8", 1},
                                            {StoredType::int16, "int16", 2},
                                            {StoredType::uint16, "uint16", 2},
                                            {StoredType::int32, "int32", 4},
                                            {StoredType::uint32, "uint32", 4},
                                            {StoredType::int64, "int64", 8},
                                            {StoredType::uint64, "uint64", 8},
                                            {StoredType::float32, "float32", 4},
                                            {StoredType::float64, "float64", 8},
                                            {StoredType::complex64, "complex64", 8},
                                            {StoredType::complex128, "complex128", 16}}};

/// The image type that holds this stored type as it is, if there is one.
std::optional<VoxelType> same_type(StoredType type) {
  switch (type) {
    case StoredType::uint8:
      return VoxelType::uint8;
    case StoredType::int16:
      return VoxelType::int16;
    case StoredType::uint16:
      return VoxelType::uint16;
    case StoredType::float32:
      return VoxelType::float32;
    default:
      return std::nullopt;
  }
}

bool is_complex(StoredType type) {
  return type == StoredType::complex64 || type == StoredType::complex128;
}

/// Value after scaling; returns true when a value was lost to double already (64-bit integers).
template <class T>
bool scaled_values(const VoxelRow& row, double* out, std::size_t count) {
  const auto* p = static_cast<const std::byte*>(row.voxels);
  const std::ptrdiff_t step = row.step * static_cast<std::ptrdiff_t>(sizeof(T));
  const bool plain = row.scaling.identity();
  bool lost = false;
  for (std::size_t i = 0; i < count; ++i, p += step) {
    T stored;
    std::memcpy(&stored, p, sizeof(T));
    const auto v = static_cast<double>(stored);
    if constexpr (std::is_integral_v<T> && sizeof(T) == 8)
      lost = lost || !(v < 9223372036854775808.0) || static_cast<T>(v) != stored;
    out[i] = plain ? v : row.scaling.slope * v + row.scaling.intercept;
  }
  return lost;
}

/// |slope * (re, im) + intercept|, the intercept being real as in nibabel.
template <class T>
void magnitudes(const VoxelRow& row, double* out, std::size_t count) {
  const auto* p = static_cast<const std::byte*>(row.voxels);
  const std::ptrdiff_t step = row.step * static_cast<std::ptrdiff_t>(2 * sizeof(T));
  for (std::size_t i = 0; i < count; ++i, p += step) {
    T pair[2];
    std::memcpy(pair, p, sizeof pair);
    out[i] = std::hypot(row.scaling.slope * static_cast<double>(pair[0]) + row.scaling.intercept,
                        row.scaling.slope * static_cast<double>(pair[1]));
  }
}

bool to_values(StoredType type, const VoxelRow& row, double* out, std::size_t n) {
  switch (type) {
    case StoredType::int8:
      return scaled_values<std::int8_t>(row, out, n);
    case StoredType::uint8:
      return scaled_values<std::uint8_t>(row, out, n);
    case StoredType::int16:
      return scaled_values<std::int16_t>(row, out, n);
    case StoredType::uint16:
      return scaled_values<std::uint16_t>(row, out, n);
    case StoredType::int32:
      return scaled_values<std::int32_t>(row, out, n);
    case StoredType::uint32:
      return scaled_values<std::uint32_t>(row, out, n);
    case StoredType::int64:
      return scaled_values<std::int64_t>(row, out, n);
    case StoredType::uint64:
      return scaled_values<std::uint64_t>(row, out, n);
    case StoredType::float32:
      return scaled_values<float>(row, out, n);
    case StoredType::float64:
      return scaled_values<double>(row, out, n);
    case StoredType::complex64:
      magnitudes<float>(row, out, n);
      return false;
    case StoredType::complex128:
      magnitudes<double>(row, out, n);
      return false;
  }
  return false;
}

template <class F>
void with_type(VoxelType type, F&& f) {
  switch (type) {
    case VoxelType::uint8:
      return f(std::uint8_t{});
    case VoxelType::int16:
      return f(std::int16_t{});
    case VoxelType::uint16:
      return f(std::uint16_t{});
    case VoxelType::int32:
      return f(std::int32_t{});
    case VoxelType::float32:
      return f(float{});
  }
}

/// From the last voxel to the first, so that the wider values never overrun what is still to be read.
template <class From, class To>
void widen_in_place(std::byte* data, std::int64_t count) {
  static_assert(sizeof(To) >= sizeof(From));
  for (std::int64_t i = count; i-- > 0;) {
    From v;
    std::memcpy(&v, data + i * static_cast<std::int64_t>(sizeof(From)), sizeof v);
    const auto w = static_cast<To>(v);
    std::memcpy(data + i * static_cast<std::int64_t>(sizeof(To)), &w, sizeof w);
  }
}

std::string number(double value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::general, 9).ptr;
  return {text, end};
}

/// The stored number in all its digits, unless it was scaled: 64 bits do not fit a double.
std::string digits_of(StoredType type, const VoxelRow& row, std::size_t i, double value) {
  const auto spelled = [](auto number) {
    char text[32];
    return std::string(text, std::to_chars(text, text + sizeof text, number).ptr);
  };
  if (!row.scaling.identity() || (type != StoredType::int64 && type != StoredType::uint64)) return spelled(value);
  std::uint64_t stored = 0;
  std::memcpy(&stored, static_cast<const std::byte*>(row.voxels) + static_cast<std::ptrdiff_t>(i) * row.step * 8, 8);
  return type == StoredType::int64 ? spelled(static_cast<std::int64_t>(stored)) : spelled(stored);
}

std::size_t available_memory() {
  std::ifstream meminfo("/proc/meminfo");
  std::string key, unit;
  std::size_t kib = 0, available = std::numeric_limits<std::size_t>::max();
  while (meminfo >> key >> kib && std::getline(meminfo, unit))
    if (key == "MemAvailable:") available = kib << 10;
  std::ifstream limit("/sys/fs/cgroup/memory.max"), used("/sys/fs/cgroup/memory.current");
  std::size_t most = 0, now = 0;  // "max" does not parse and leaves no limit
  if (limit >> most && used >> now) available = std::min(available, most > now ? most - now : 0);
  return available;
}

std::size_t checked_volume(const VoxelPlan& plan, const Pitch& pitch) {
  std::size_t total = 0;
  if (plan.channels < 1 || plan.frames < 1 ||
      __builtin_mul_overflow(static_cast<std::size_t>(pitch.volume), static_cast<std::size_t>(plan.channels), &total) ||
      __builtin_mul_overflow(total, static_cast<std::size_t>(plan.frames), &total) || total > (std::size_t{1} << 59)) {
    throw Error(ErrorKind::bad_input, {plan.file, "the volume is larger than any memory", "", "check its header"});
  }
  return total;
}

}  // namespace

const char* name_of(StoredType type) {
  return types[static_cast<std::size_t>(type)].name;
}
std::size_t bytes_of(StoredType type) {
  return types[static_cast<std::size_t>(type)].bytes;
}

std::optional<StoredType> stored_type_named(const std::string& name) {
  for (const auto& row : types)
    if (name == row.name) return row.type;
  return std::nullopt;
}

Buffer host_memory(std::size_t bytes) {
  const std::size_t available = available_memory();
  if (bytes > available) {
    throw Error(ErrorKind::resource,
                {"", "not enough memory",
                 std::to_string((bytes >> 20) + 1) + " MiB needed, " + std::to_string(available >> 20) + " MiB free",
                 "close other programs or cases, or crop or resample the volume first"});
  }
  return Buffer::host(bytes);
}

VoxelSink::VoxelSink(VoxelPlan plan) : plan_(std::move(plan)) {
  for (const std::int64_t n : plan_.grid.size)  // one row is held as doubles, so an axis has its limit
    if (n < 1 || n > (std::int64_t{1} << 22))
      throw Error(ErrorKind::bad_input, {plan_.file, "a size of " + std::to_string(n) + " makes no sense", "", ""});
  const double padded = static_cast<double>(plan_.grid.size[0] + 96) * static_cast<double>(plan_.grid.size[1] + 1) *
                        static_cast<double>(plan_.grid.size[2]);
  if (padded > 1e18)
    throw Error(ErrorKind::bad_input, {plan_.file, "the volume is larger than any memory", "", "check its header"});
  image_.grid = plan_.grid;
  image_.channels = plan_.channels;
  image_.frames = plan_.frames;
  image_.pitch = padded_pitch(plan_.grid.size);
  const auto same = same_type(plan_.stored);
  native_ = same.has_value() && plan_.goal == VoxelGoal::intensity;
  image_.type = plan_.goal == VoxelGoal::labels ? VoxelType::int32
                : same                          ? *same
                : is_complex(plan_.stored)      ? VoxelType::float32
                                                : VoxelType::uint8;
  integral_ = !is_complex(plan_.stored) && plan_.stored != StoredType::float32;
  const bool fixed = native_ && !plan_.scaled;
  const std::size_t widest = fixed ? bytes_of(image_.type) : sizeof(float);
  image_.buffer = plan_.memory(checked_volume(plan_, image_.pitch) * widest);
  values_.resize(static_cast<std::size_t>(plan_.grid.size[0]));
}

std::int64_t VoxelSink::offset_of(const VoxelRow& row) const {
  return (row.frame * std::int64_t{image_.channels} + row.channel) * image_.pitch.volume + row.z * image_.pitch.plane +
         row.y * image_.pitch.row;
}

void VoxelSink::put(const VoxelRow& row) {
  if (row.y < 0 || row.y >= image_.grid.size[1] || row.z < 0 || row.z >= image_.grid.size[2] || row.channel < 0 ||
      row.channel >= image_.channels || row.frame < 0 || row.frame >= image_.frames)
    throw std::logic_error("VoxelSink: a row outside the volume");
  note_scaling(row.scaling);
  if (native_ && row.scaling.identity()) {
    put_as_is(row);
  } else if (plan_.goal == VoxelGoal::labels) {
    put_labels(row);
  } else {
    put_values(row);
  }
  touched_ = std::max(touched_, offset_of(row) + image_.grid.size[0]);
}

void VoxelSink::note_scaling(const Scaling& scaling) {
  if (!first_scaling_) first_scaling_ = scaling;
  several_scalings_ =
      several_scalings_ || scaling.slope != first_scaling_->slope || scaling.intercept != first_scaling_->intercept;
  if (!scaling.identity() && !plan_.scaled) throw std::logic_error("VoxelSink: a scaled row in an unscaled volume");
}

void VoxelSink::put_as_is(const VoxelRow& row) {
  const std::size_t size = bytes_of(image_.type), n = values_.size();
  auto* to = image_.buffer.data() + offset_of(row) * static_cast<std::int64_t>(size);
  const auto* from = static_cast<const std::byte*>(row.voxels);
  if (row.step == 1) {
    std::memcpy(to, from, n * size);
  } else {
    const std::ptrdiff_t step = row.step * static_cast<std::ptrdiff_t>(size);
    for (std::size_t i = 0; i < n; ++i, from += step) std::memcpy(to + i * size, from, size);
  }
  if (plan_.statistics) {
    to_values(plan_.stored, row, values_.data(), n);
    builder_.add(values_.data(), n);
  }
}

void VoxelSink::put_values(const VoxelRow& row) {
  if (native_ && touched_ > 0) {  // what is there already may hold anything that the stored type can
    low_ = plan_.stored == StoredType::int16 ? -32768 : 0;
    high_ = plan_.stored == StoredType::uint8 ? 255 : plan_.stored == StoredType::int16 ? 32767 : 65535;
    any_ = true;
  } else if (native_ && integral_) {
    image_.type = VoxelType::uint8;
  }
  native_ = false;
  const std::size_t n = values_.size();
  rounded_ = to_values(plan_.stored, row, values_.data(), n) || rounded_;
  if (plan_.statistics) builder_.add(values_.data(), n);
  fit();
  const std::int64_t offset = offset_of(row);
  with_type(image_.type, [&]<class T>(T) {
    T* to = reinterpret_cast<T*>(image_.buffer.data()) + offset;
    for (std::size_t i = 0; i < n; ++i) to[i] = static_cast<T>(values_[i]);
  });
  if (image_.type == VoxelType::float32) note_rounding();
}

void VoxelSink::note_rounding() {
  for (const double v : values_) {
    const float held = static_cast<float>(v);
    rounded_ = rounded_ || (static_cast<double>(held) != v && v == v);
    beyond_ += std::isinf(held) && std::isfinite(v) ? 1 : 0;
  }
}

void VoxelSink::fit() {
  if (image_.type == VoxelType::float32) return;
  double low = any_ ? low_ : values_[0], high = any_ ? high_ : values_[0];
  for (const double v : values_) {
    low = std::min(low, v);
    high = std::max(high, v);
    integral_ = integral_ && v == std::trunc(v);  // false for NaN; infinity falls to the range
  }
  low_ = low, high_ = high, any_ = true;
  if (!integral_ || low < -32768 || high > 65535 || (low < 0 && high > 32767)) return widen(VoxelType::float32);
  if (low >= 0 && high <= 255) return;
  const VoxelType needed = high > 32767 ? VoxelType::uint16 : VoxelType::int16;
  if (image_.type != needed && !(image_.type == VoxelType::uint16 && low >= 0)) widen(needed);
}

void VoxelSink::widen(VoxelType to) {
  with_type(image_.type, [&]<class From>(From) {
    with_type(to, [&]<class To>(To) {
      if constexpr (sizeof(To) >= sizeof(From)) widen_in_place<From, To>(image_.buffer.data(), touched_);
    });
  });
  image_.type = to;
}

void VoxelSink::put_labels(const VoxelRow& row) {
  const std::size_t n = values_.size();
  if (is_complex(plan_.stored))
    throw Error(ErrorKind::bad_input, {plan_.file, "complex voxels are no labels", "", "open it as an image"});
  to_values(plan_.stored, row, values_.data(), n);
  if (plan_.statistics) builder_.add(values_.data(), n);
  auto* to = reinterpret_cast<std::int32_t*>(image_.buffer.data()) + offset_of(row);
  for (std::size_t i = 0; i < n; ++i) {
    const double v = values_[i];
    if (!(v >= -2147483648.0 && v <= 2147483647.0) || v != std::trunc(v)) {
      const std::string where = std::to_string(i) + "," + std::to_string(row.y) + "," + std::to_string(row.z);
      throw refused_label(plan_.file, v, digits_of(plan_.stored, row, i, v), "voxel " + where);
    }
    to[i] = static_cast<std::int32_t>(v);
  }
}

Image VoxelSink::finish(std::vector<std::string>& notices) {
  const std::string stored = name_of(plan_.stored);
  if (is_complex(plan_.stored)) {
    notices.push_back("complex voxels are held as their magnitude");
  } else if (image_.type == VoxelType::float32 && plan_.stored != StoredType::float32) {
    std::string how = stored + " voxels";
    if (several_scalings_) {
      how += " with a slope and intercept for each slice";
    } else if (first_scaling_ && !first_scaling_->identity()) {
      how += " times " + number(first_scaling_->slope) + " plus " + number(first_scaling_->intercept);
    }
    notices.push_back(how + " are held as float32" + (rounded_ ? ", rounded" : ""));
  }
  if (beyond_ > 0)
    notices.push_back(std::to_string(beyond_) + (beyond_ == 1 ? " value lies" : " values lie") +
                      " beyond the range of float32 and became infinite");
  if (plan_.statistics) statistics_ = builder_.finish();
  const std::size_t used = checked_volume(plan_, image_.pitch) * bytes_of(image_.type);
  if (used < image_.buffer.bytes()) {  // the rest was never touched, so it costs nothing
    auto whole = std::make_shared<Buffer>(image_.buffer);
    image_.buffer = Buffer::adopt(whole, whole->data(), used, whole->place());
  }
  return image_;
}

}  // namespace auglens
