#include "io/dicom.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "io/dicom_file.h"
#include "io/dicom_series.h"
#include "io/file_kind.h"
#include "io/header_text.h"
#include "ops/error.h"

namespace auglens {

namespace {

namespace fs = std::filesystem;
constexpr std::size_t most_files = 200000;
constexpr int deepest = 6;
constexpr double scan_share = 0.3;  ///< of the progress, for the tags
constexpr std::size_t most_named = 8;

std::string base_name(const std::string& path) {
  return fs::path(path).filename().string();
}

/// Files of one folder, by name.
std::vector<std::string> files_in(const std::string& folder, bool below) {
  std::vector<std::string> files;
  std::error_code error;
  fs::recursive_directory_iterator it(folder, fs::directory_options::skip_permission_denied, error), end;
  for (; !error && it != end && files.size() < most_files; it.increment(error)) {
    std::error_code ignored;
    if (it->is_directory(ignored)) {
      if (!below || it.depth() >= deepest) it.disable_recursion_pending();
    } else if (it->is_regular_file(ignored)) {
      files.push_back(it->path().string());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

bool looks_like_dicom(const std::string& path) {
  try {
    return kind_of_file(path).format == FileFormat::dicom;
  } catch (const Error&) {
    return false;
  }
}

/// What was read of a folder, and what was not, with the reasons.
struct Scan {
  std::vector<DicomFile> files;
  std::vector<Error> failures;
};

/// What tells a copy of an object from another object; some tools give all slices of a series one UID.
std::string identity(const DicomFile& f) {
  std::string text = f.series_uid + "/" + f.sop_instance + "/" + std::to_string(f.instance) + "/" +
                     std::to_string(f.columns) + "x" + std::to_string(f.rows) + "x" + std::to_string(f.frames.size());
  if (f.frames.front().position)
    for (const double c : *f.frames.front().position) text += "/" + std::to_string(c);
  return text;
}

/// The decoding of one request.
class DicomReader {
 public:
  DicomReader(const ReadOptions& options, const Job& job, const DicomWatch& watch)
      : options_(options), job_(job), watch_(watch) {}

  Scan scan(const std::vector<std::string>& paths) const {
    Scan scan;
    std::set<std::string> seen;
    for (std::size_t k = 0; k < paths.size(); ++k) {
      job_.check();
      job_.report(scan_share * static_cast<double>(k) / static_cast<double>(paths.size()));
      const bool left_out =
          std::find(watch_.left_out.begin(), watch_.left_out.end(), paths[k]) != watch_.left_out.end();
      if (left_out || !looks_like_dicom(paths[k])) continue;
      try {
        DicomFile file = tags(paths[k]);
        if (!file.sop_instance.empty() && !seen.insert(identity(file)).second) {
          copies_.push_back(base_name(paths[k]));
          continue;
        }
        scan.files.push_back(std::move(file));
      } catch (const Error& e) {
        scan.failures.push_back(e);
      }
    }
    return scan;
  }

  DicomFile tags(const std::string& path) const {
    if (watch_.reading) watch_.reading(path);
    return read_dicom_tags(path);
  }

  /// Voxels of one volume. `share`: how much of the progress was done before, and what this volume adds.
  Volume decode(const std::vector<DicomFile>& files, const DicomVolume& v, double from, double to) const;

  const std::vector<std::string>& copies() const { return copies_; }

 private:
  const ReadOptions& options_;
  const Job& job_;
  const DicomWatch& watch_;
  mutable std::vector<std::string> copies_;  ///< files that repeat an object that was read
};

Modality modality_of(const std::string& name) {
  return name.empty() ? Modality::unknown : name == "CT" ? Modality::ct : name == "MR" ? Modality::mr : Modality::other;
}

Source source_of(const std::vector<DicomFile>& files, const DicomVolume& v) {
  const DicomFile& first = files[v.pictures.front().file];
  Source s;
  s.file = first.path;
  s.format = FileFormat::dicom;
  s.stored_type = name_of(first.stored);
  s.states_orientation = v.states_orientation;
  s.modality = modality_of(first.modality);
  s.inverted = first.colour == Colour::inverted_grey;
  s.series_uid = first.series_uid;
  s.series_name = first.series_name;
  s.series_slices = static_cast<int>(v.pictures.size());
  s.notices = v.notices;
  if (first.channels() == 3) s.channel_names = {"red", "green", "blue"};
  std::set<std::string> said;
  for (const auto& p : v.pictures)
    for (const auto& notice : files[p.file].notices)
      if (said.insert(notice).second) s.notices.push_back(notice);
  return s;
}

Volume DicomReader::decode(const std::vector<DicomFile>& files, const DicomVolume& v, double from, double to) const {
  Volume volume;
  volume.source = source_of(files, v);
  const DicomFile& first = files[v.pictures.front().file];
  VoxelPlan plan{first.path, v.grid, first.stored, first.channels(), v.frames};
  plan.goal = options_.goal;
  plan.statistics = options_.statistics;
  plan.memory = options_.memory;
  plan.scaled = std::any_of(v.pictures.begin(), v.pictures.end(), [&](const DicomPicture& p) {
    return !files[p.file].frames[static_cast<std::size_t>(p.frame)].scaling.identity();
  });
  VoxelSink sink(plan);
  const std::size_t value = bytes_of(first.stored), step = static_cast<std::size_t>(first.channels());
  std::map<std::size_t, std::map<int, std::size_t>> wanted;  // file -> its frame -> place in v.pictures
  std::vector<std::size_t> order;                            // files in the order of the slices
  for (std::size_t k = 0; k < v.pictures.size(); ++k) {
    auto& frames = wanted[v.pictures[k].file];
    if (frames.empty()) order.push_back(v.pictures[k].file);
    frames[v.pictures[k].frame] = k;
  }
  std::size_t done = 0;
  for (const std::size_t f : order) {
    if (watch_.reading) watch_.reading(files[f].path);
    read_dicom_pixels(files[f], [&](int frame, const std::byte* data) {
      job_.check();
      const auto found = wanted[f].find(frame);
      if (found == wanted[f].end()) return;
      const auto place = static_cast<std::int64_t>(found->second);
      VoxelRow row;
      row.z = place % v.grid.size[2];
      row.frame = static_cast<int>(place / v.grid.size[2]);
      row.step = static_cast<std::ptrdiff_t>(step);
      row.scaling = files[f].frames[static_cast<std::size_t>(frame)].scaling;
      for (row.y = 0; row.y < v.grid.size[1]; ++row.y)
        for (row.channel = 0; row.channel < first.channels(); ++row.channel) {
          const auto at =
              static_cast<std::size_t>(row.y * v.grid.size[0]) * step + static_cast<std::size_t>(row.channel);
          row.voxels = data + at * value;
          sink.put(row);
        }
      job_.report(from + (to - from) * static_cast<double>(++done) / static_cast<double>(v.pictures.size()));
    });
  }
  if (done != v.pictures.size()) throw Error(ErrorKind::bad_input, {first.path, "pictures are missing", "", ""});
  volume.image = sink.finish(volume.source.notices);
  volume.statistics = sink.statistics();
  return volume;
}

/// The file's own pictures, or with its siblings where they make one volume.
std::vector<DicomFile> with_siblings(const DicomReader& reader, const std::string& path, std::string& notice) {
  std::vector<DicomFile> own;
  own.push_back(reader.tags(path));
  const auto stackable = [](const DicomFile& f) {
    return std::all_of(f.frames.begin(), f.frames.end(),
                       [&](const DicomFrame& x) { return x.position && x.orientation; });
  };
  if (!stackable(own[0])) return own;
  const std::string folder = fs::path(path).parent_path().string();
  std::vector<std::string> others;
  std::error_code error;
  for (const auto& other : files_in(folder.empty() ? "." : folder, false))
    if (!fs::equivalent(other, path, error)) others.push_back(other);
  std::vector<DicomFile> all = own;
  for (auto& file : reader.scan(others).files)
    if (stackable(file) && same_stack(own[0], 0, file, 0)) all.push_back(std::move(file));
  if (all.size() == 1) return own;
  if (positions_distinct(all)) {
    std::sort(all.begin(), all.end(), [](const DicomFile& a, const DicomFile& b) { return a.path < b.path; });
    return all;
  }
  notice = "other files of its series lie in the folder (" + std::to_string(all.size() - 1) +
           "), but some at the same position: this file is open alone";
  return own;
}

/// Volumes that the user asked for: all, by number, or by UID.
std::vector<std::size_t> chosen(const std::vector<DicomFile>& files, const std::vector<DicomVolume>& volumes,
                                const std::string& path, const std::string& series) {
  std::vector<std::size_t> out;
  const auto number = integer_in(series);
  std::string list;
  for (std::size_t k = 0; k < volumes.size(); ++k) {
    const DicomFile& first = files[volumes[k].pictures.front().file];
    const bool by_number = number && *number == static_cast<std::int64_t>(k);
    if (series.empty() || by_number || series == first.series_uid) out.push_back(k);
    if (k < most_named) list += (k > 0 ? ", " : "") + std::to_string(k) + " " + first.series_uid;
  }
  if (out.empty() && !volumes.empty())
    throw Error(ErrorKind::bad_input, {path, "has no series " + series, "", "choose one of: " + list});
  return out;
}

[[noreturn]] void nothing_opens(const std::string& path, const std::vector<Error>& failures) {
  if (failures.empty())
    throw Error(ErrorKind::bad_input, {path, "holds no DICOM picture", "", "open a folder of pictures"});
  if (failures.size() == 1) throw failures.front();
  const auto& first = failures.front().parts();
  throw Error(failures.front().kind(), {path, "none of " + std::to_string(failures.size()) + " DICOM files opens",
                                        "the first, " + base_name(first.file) + ": " + first.what, first.to_do});
}

/// One line for each of the first failures, so that a folder of broken files does not flood the notices.
void say_failures(const std::vector<Error>& failures, std::vector<std::string>& notices) {
  for (std::size_t k = 0; k < failures.size() && k < most_named; ++k) {
    const auto& p = failures[k].parts();
    notices.push_back(base_name(p.file) + " is left out: " + p.what + (p.where.empty() ? "" : " (" + p.where + ")"));
  }
  if (failures.size() > most_named)
    notices.push_back("and " + std::to_string(failures.size() - most_named) + " more files are left out");
}

}  // namespace

std::vector<Volume> read_dicom(const std::string& path, const ReadOptions& options, const Job& job,
                               const DicomWatch& watch) {
  const DicomReader reader(options, job, watch);
  Scan scan;
  std::string alone;
  if (fs::is_directory(path)) {
    scan = reader.scan(files_in(path, false));
    if (scan.files.empty() && scan.failures.empty()) scan = reader.scan(files_in(path, true));
  } else {
    scan.files = with_siblings(reader, path, alone);
  }
  const std::vector<DicomVolume> arranged = arrange_dicom(scan.files);
  std::vector<Volume> volumes;
  const auto wanted = chosen(scan.files, arranged, path, options.series);
  for (std::size_t k = 0; k < wanted.size(); ++k) {
    const double n = static_cast<double>(wanted.size()), at = static_cast<double>(k);
    try {
      volumes.push_back(reader.decode(scan.files, arranged[wanted[k]], scan_share + (1 - scan_share) * at / n,
                                      scan_share + (1 - scan_share) * (at + 1) / n));
    } catch (const Error& e) {
      if (e.kind() != ErrorKind::bad_input) throw;
      scan.failures.push_back(e);
    }
  }
  if (volumes.empty()) nothing_opens(path, scan.failures);
  auto& notices = volumes.front().source.notices;
  if (!alone.empty()) notices.push_back(alone);
  if (!reader.copies().empty() && fs::is_directory(path))
    notices.push_back(std::to_string(reader.copies().size()) +
                      " copies of other files are left out, the first: " + reader.copies().front());
  say_failures(scan.failures, notices);
  return volumes;
}

}  // namespace auglens
