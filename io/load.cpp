#include "io/load.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <new>
#include <set>
#include <utility>

#include "io/channels.h"
#include "io/decode_process.h"
#include "io/file_kind.h"
#include "io/labels.h"
#include "io/nifti.h"
#include "ops/error.h"

namespace auglens {

namespace {

/// Our own reader runs here; decoders that cannot be trusted with a broken file run in a child.
std::vector<Volume> read_by_format(FileFormat format, const std::string& input, const ReadOptions& options,
                                   const Job& job) {
  switch (format) {
    case FileFormat::nifti:
      return read_nifti(input, options, job);
    case FileFormat::nrrd:
      return decode_in_child(DecodeKind::nrrd, input, options, job);
    case FileFormat::metaimage:
      return decode_in_child(DecodeKind::metaimage, input, options, job);
    default:
      return decode_in_child(DecodeKind::dicom, input, options, job);
  }
}

[[noreturn]] void nothing_in(const std::string& input) {
  throw Error(ErrorKind::bad_input,
              {input, "holds no volume", "", "open a NIfTI, NRRD, MetaImage or DICOM file or folder"});
}

/// The number that a text is, or -1.
std::int64_t counted(const std::string& text) {
  std::int64_t n = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  return error == std::errc{} && end == text.data() + text.size() ? n : -1;
}

std::string list_of(const std::vector<Volume>& volumes) {
  std::string list;
  for (std::size_t k = 0; k < volumes.size() && k < 8; ++k) {
    const Index3& n = volumes[k].image.grid.size;
    const std::string& name = volumes[k].source.series_name;
    list += (k > 0 ? ", " : "") + std::to_string(k) + " " + (name.empty() ? "" : name + " ") + std::to_string(n[0]) +
            "x" + std::to_string(n[1]) + "x" + std::to_string(n[2]);
  }
  return list + (volumes.size() > 8 ? ", ..." : "");
}

Volume take_largest(std::vector<Volume>& volumes) {
  const auto largest = std::max_element(volumes.begin(), volumes.end(), [](const Volume& a, const Volume& b) {
    return a.image.grid.voxels() * a.image.frames < b.image.grid.voxels() * b.image.frames;
  });
  if (volumes.size() > 1) {
    largest->source.notices.push_back("there are " + std::to_string(volumes.size()) + " volumes, number " +
                                      std::to_string(largest - volumes.begin()) +
                                      " is open; --series opens another: " + list_of(volumes));
  }
  return std::move(*largest);
}

/// The volume that the user wants: by number, by UID, else the largest.
Volume choose(std::vector<Volume> volumes, const std::string& input, const std::string& series) {
  const bool chosen = volumes.size() == 1 && volumes[0].source.format == FileFormat::dicom;  // by its reader
  if (series.empty() || chosen) return take_largest(volumes);
  const std::int64_t n = counted(series);
  if (n >= 0 && n < static_cast<std::int64_t>(volumes.size())) return std::move(volumes[static_cast<std::size_t>(n)]);
  std::vector<Volume> found;
  for (Volume& v : volumes)
    if (v.source.series_uid == series) found.push_back(std::move(v));
  if (found.empty())
    throw Error(ErrorKind::bad_input, {input, "has no series " + series, "", "choose one of: " + list_of(volumes)});
  return take_largest(found);
}

std::string joined_names(const std::vector<std::string>& inputs) {
  std::string names;
  for (const std::string& input : inputs) names += (names.empty() ? "" : " + ") + input;
  return names;
}

Case case_of(Volume volume) {
  Case opened;
  opened.id = next_case_id();
  opened.image = std::move(volume.image);
  opened.source = std::move(volume.source);
  return opened;
}

std::set<std::int32_t> classes_of(const LabelMap& labels) {
  std::set<std::int32_t> classes;
  const auto view = labels.view();
  const Index3& n = labels.grid.size;
  std::int32_t last = 0;  // neighbours are mostly alike
  for (std::int64_t z = 0; z < n[2]; ++z)
    for (std::int64_t y = 0; y < n[1]; ++y)
      for (std::int64_t x = 0; x < n[0]; ++x)
        if (const std::int32_t value = view.at(x, y, z); value != last && (last = value) != 0) classes.insert(value);
  return classes;
}

/// On the image's grid, with a notice; what nothing is left of belongs to another image.
LabelMap resampled(const LabelMap& labels, const Grid& grid, Volume& volume, const std::string& file, const Job& job) {
  const std::string difference = grid_difference(labels.grid, grid);
  LabelMap result = resample_nearest(labels, grid, job);
  const std::size_t all = classes_of(labels).size(), left = classes_of(result).size();
  if (all > 0 && left == 0)
    throw Error(ErrorKind::bad_input, {file, "no labelled voxel lies inside the image", difference,
                                       "name the label of this image, or one on its grid"});
  std::string notice = "the labels were resampled to the image's grid (" + difference + ")";
  if (left < all) notice += "; classes lost: " + std::to_string(all - left) + " of " + std::to_string(all);
  volume.source.notices.push_back(std::move(notice));
  return result;
}

}  // namespace

std::vector<Volume> load_volumes(const std::string& input, const ReadOptions& options, const Job& job) {
  const FileKind kind = kind_of_file(input);
  if (!kind.format) {
    throw Error(ErrorKind::bad_input, {input, "cannot be opened: it is " + kind.unsupported, "", kind.to_do});
  }
  try {
    std::vector<Volume> volumes = read_by_format(*kind.format, input, options, job);
    if (volumes.empty()) nothing_in(input);
    return volumes;
  } catch (const std::bad_alloc&) {
    throw Error(ErrorKind::resource, {input, "not enough memory", "", "close other cases, or crop the volume first"});
  } catch (const Error& e) {
    if (!e.parts().file.empty()) throw;
    throw Error(e.kind(), {input, e.parts().what, e.parts().where, e.parts().to_do});
  }
}

Case load_case(const LoadRequest& request, const Job& job) {
  if (request.inputs.empty()) throw Error(ErrorKind::usage, {"", "no input", "", "name a file or a DICOM folder"});
  ReadOptions options;
  options.series = request.series;
  std::vector<Volume> volumes;
  for (const std::string& input : request.inputs) {
    volumes.push_back(choose(load_volumes(input, options, job), input, request.series));
    volumes.back().source.file = input;
    if (request.frames_as_channels) frames_to_channels(volumes.back());
    if (volumes.size() > 1) check_same_grid(volumes.front(), volumes.back());
  }
  Case opened = case_of(join_channels(std::move(volumes), job));
  opened.source.file = joined_names(request.inputs);
  return opened;
}

Case load_labels(const std::string& file, const Job& job) {
  ReadOptions options;
  options.goal = VoxelGoal::labels;
  Volume volume = choose(load_volumes(file, options, job), file, "");
  Case opened;
  opened.id = next_case_id();
  opened.labels = labels_of(volume, file);
  opened.image.grid = opened.labels->grid;
  opened.source = opened.label_source = std::move(volume.source);
  opened.source.file = opened.label_source.file = file;
  opened.source.notices.clear();  // they are the label's, and said once
  return opened;
}

void attach_labels(Case& opened, const std::string& file, bool resample, const Job& job) {
  ReadOptions options;
  options.goal = VoxelGoal::labels;
  Volume volume = choose(load_volumes(file, options, job), file, "");
  LabelMap labels = labels_of(volume, file);
  const Grid& grid = opened.image.grid;
  if (!grids_agree(labels.grid, grid)) {
    if (!resample) {
      throw OtherGrid({file, "the labels lie on another grid than the image", grid_difference(labels.grid, grid),
                       "use --label-resample to take the nearest label, or name the right file"});
    }
    labels = resampled(labels, grid, volume, file, job);
  }
  labels.grid = grid;  // the same within a small part of a voxel; from here on exactly the same
  opened.labels = std::move(labels);
  opened.label_source = std::move(volume.source);
  opened.label_source.file = file;
}

std::vector<Case> load_all(const std::string& input, const Job& job) {
  std::vector<Case> cases;
  for (Volume& volume : load_volumes(input, {}, job)) cases.push_back(case_of(std::move(volume)));
  return cases;
}

}  // namespace auglens
