#include "io/save.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>
#include <type_traits>
#include <utility>

#include "io/save_check.h"
#include "io/save_header.h"
#include "io/save_stream.h"

namespace auglens {

namespace {

struct Ending {
  const char* text;
  VolumeFormat format;
};
constexpr std::array<Ending, 4> endings = {{{".nii", VolumeFormat::nifti},
                                            {".nii.gz", VolumeFormat::nifti_gz},
                                            {".nrrd", VolumeFormat::nrrd},
                                            {".mha", VolumeFormat::metaimage}}};

/// Half to even, saturated, NaN to 0; exact for every pair of types.
template <class To, class From>
To converted(From v) {
  if constexpr (std::is_same_v<To, From> || std::is_floating_point_v<To>) {
    return static_cast<To>(v);
  } else if constexpr (std::is_integral_v<From>) {
    return std::in_range<To>(v) ? static_cast<To>(v)
           : v < 0              ? std::numeric_limits<To>::min()
                                : std::numeric_limits<To>::max();
  } else {
    using Limits = std::numeric_limits<To>;
    constexpr double low = static_cast<double>(Limits::min());
    const double end = std::ldexp(1.0, Limits::digits);  // one above the largest; exact also for 64 bits
    const double rounded = std::nearbyint(static_cast<double>(v));
    if (std::isnan(v)) return 0;
    return rounded >= end ? Limits::max() : rounded <= low ? Limits::min() : static_cast<To>(rounded);
  }
}

/// Calls f with a null pointer of the type that `type` names.
template <class F>
void visit_stored(StoredType type, F&& f) {
  switch (type) {
    case StoredType::int8:
      return f(static_cast<std::int8_t*>(nullptr));
    case StoredType::uint8:
      return f(static_cast<std::uint8_t*>(nullptr));
    case StoredType::int16:
      return f(static_cast<std::int16_t*>(nullptr));
    case StoredType::uint16:
      return f(static_cast<std::uint16_t*>(nullptr));
    case StoredType::int32:
      return f(static_cast<std::int32_t*>(nullptr));
    case StoredType::uint32:
      return f(static_cast<std::uint32_t*>(nullptr));
    case StoredType::int64:
      return f(static_cast<std::int64_t*>(nullptr));
    case StoredType::uint64:
      return f(static_cast<std::uint64_t*>(nullptr));
    case StoredType::float64:
      return f(static_cast<double*>(nullptr));
    default:
      return f(static_cast<float*>(nullptr));
  }
}

void refuse_complex(const std::string& file, StoredType type) {
  if (type == StoredType::complex64 || type == StoredType::complex128)
    throw Error(ErrorKind::usage,
                {file, std::string(name_of(type)) + " cannot be written", "", "choose float32 or float64"});
}

/// Rows of an image in a file's order: planar with channels outermost (NIfTI), or channels inside the voxel.
struct RowOrder {
  const Image* image;
  bool interleaved;

  std::int64_t rows() const {
    return image->grid.size[1] * image->grid.size[2] * image->frames * (interleaved ? 1 : image->channels);
  }
  std::int64_t row_voxels() const { return image->grid.size[0] * (interleaved ? image->channels : 1); }

  template <class From, class To>
  void fill(std::int64_t row, To* out) const {
    const auto& size = image->grid.size;
    const std::int64_t y = row % size[1], z = row / size[1] % size[2], volume = row / size[1] / size[2];
    const auto frame = static_cast<int>(volume % image->frames);
    const auto channel = static_cast<int>(volume / image->frames);
    const std::int64_t step = interleaved ? image->channels : 1;
    for (int c = channel; c < (interleaved ? image->channels : channel + 1); ++c) {
      const From* in = image->voxels<From>(c, frame) + z * image->pitch.plane + y * image->pitch.row;
      To* to = out + (interleaved ? c : 0);
      for (std::int64_t x = 0; x < size[0]; ++x) to[x * step] = converted<To>(in[x]);
    }
  }
};

/// One row of classes; gives the first one that the type cannot hold.
template <class To>
std::optional<std::int32_t> fill_labels(const std::int32_t* in, std::int64_t count, To* out) {
  for (std::int64_t x = 0; x < count; ++x) {
    out[x] = converted<To>(in[x]);
    bool kept = true;
    if constexpr (std::is_integral_v<To>)
      kept = std::in_range<To>(in[x]);
    else
      kept = static_cast<double>(out[x]) == in[x];
    if (!kept) return in[x];
  }
  return {};
}

PendingFile write_volume(VolumeHeader header, RowSource source, const std::string& file, const Job& job) {
  const VolumeFormat format = volume_format_of(file);
  if (!header.states_orientation) {  // origin and axes would be our invention
    header.grid.origin = {};
    header.grid.direction = Grid{}.direction;
    header.states_orientation = !can_leave_orientation_open(format);
  }
  switch (format) {
    case VolumeFormat::nrrd:
      source.header = nrrd_header(header);
      break;
    case VolumeFormat::metaimage:
      source.header = metaimage_header(header);
      break;
    default:
      source.header = nifti_header(header);
      break;
  }
  source.check = [&](const std::string& path) { check_header(format, header, source.header, path, file); };
  return write_rows(file, source, format == VolumeFormat::nifti_gz ? Compression::gzip : Compression::none, job);
}

}  // namespace

bool can_leave_orientation_open(VolumeFormat format) {
  return format != VolumeFormat::metaimage;
}

VolumeFormat volume_format_of(const std::string& file) {
  std::string name = file.substr(file.find_last_of('/') + 1);
  for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  std::optional<VolumeFormat> found;
  for (const Ending& e : endings)
    if (name.size() > std::strlen(e.text) && name.ends_with(e.text)) found = e.format;
  if (!found)
    throw Error(ErrorKind::usage, {file, "no volume format has this ending", "", "use .nii, .nii.gz, .nrrd or .mha"});
  return *found;
}

void save_image(const Image& image, const std::string& file, const SaveOptions& options, const Job& job) {
  prepare_image(image, file, options, job)->publish();
}

void save_labels(const LabelMap& labels, const std::string& file, const SaveOptions& options, const Job& job) {
  prepare_labels(labels, file, options, job)->publish();
}

PendingFile prepare_image(const Image& image, const std::string& file, const SaveOptions& options, const Job& job) {
  refuse_complex(file, options.type);
  const VolumeFormat format = volume_format_of(file);
  const RowOrder order{&image, format == VolumeFormat::nrrd || format == VolumeFormat::metaimage};
  RowSource source;
  source.rows = order.rows();
  source.row_bytes = static_cast<std::size_t>(order.row_voxels()) * bytes_of(options.type);
  visit_stored(options.type, [&]<class To>(To*) {
    visit_view(image, 0, 0, [&]<class From>(const VoxelView<From>&) {
      source.fill = [order](std::int64_t row, std::byte* out) { order.fill<From>(row, reinterpret_cast<To*>(out)); };
    });
  });
  return write_volume({image.grid, options.type, image.channels, image.frames, options.states_orientation},
                      std::move(source), file, job);
}

PendingFile prepare_labels(const LabelMap& labels, const std::string& file, const SaveOptions& options,
                           const Job& job) {
  const StoredType stored = options.type;
  refuse_complex(file, stored);
  RowSource source;
  source.rows = labels.grid.size[1] * labels.grid.size[2];
  source.row_bytes = static_cast<std::size_t>(labels.grid.size[0]) * bytes_of(stored);
  visit_stored(stored, [&]<class To>(To*) {
    source.fill = [&labels, &file, stored](std::int64_t row, std::byte* out) {
      const std::int64_t y = row % labels.grid.size[1], z = row / labels.grid.size[1];
      const std::int32_t* in = labels.voxels() + z * labels.pitch.plane + y * labels.pitch.row;
      if (const auto lost = fill_labels(in, labels.grid.size[0], reinterpret_cast<To*>(out)))
        throw Error(ErrorKind::bad_input,
                    {file, "class " + std::to_string(*lost) + " does not fit into " + name_of(stored), "",
                     "store the labels in a wider type"});
    };
  });
  return write_volume({labels.grid, stored, 1, 1, options.states_orientation}, std::move(source), file, job);
}

}  // namespace auglens
