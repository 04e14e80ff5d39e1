#include "io/dicom_series.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <map>
#include <tuple>

#include "io/space_axes.h"

namespace auglens {

namespace {

constexpr double same_place_mm = 0.01;
constexpr double same_direction = 1e-3;  ///< of a unit vector's components
constexpr double tilt_from = 1e-3;       ///< radians; less is rounding of the positions
constexpr double even_within = 0.01;     ///< of the spacing

/// One picture with its place along the normal.
struct Placed {
  DicomPicture picture;
  double along = 0;
  Vec3 position{};
};

std::string mm(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

std::string plural(std::size_t n, const char* what) {
  return std::to_string(n) + " " + what + (n == 1 ? "" : "s");
}

const DicomFrame& frame_of(const std::vector<DicomFile>& files, const DicomPicture& p) {
  return files[p.file].frames[static_cast<std::size_t>(p.frame)];
}

template <std::size_t N>
bool close(const std::optional<std::array<double, N>>& a, const std::optional<std::array<double, N>>& b,
           double within) {
  if (a.has_value() != b.has_value()) return false;
  for (std::size_t i = 0; a && i < N; ++i)
    if (std::abs((*a)[i] - (*b)[i]) > within) return false;
  return true;
}

Vec3 normal_of(const std::array<double, 6>& o) {
  Vec3 n = cross({o[0], o[1], o[2]}, {o[3], o[4], o[5]});
  const double l = length(n);
  for (double& c : n) c /= l;
  return n;
}

bool placed(const DicomFrame& frame) {
  return frame.position && frame.orientation;
}

/// Order of pictures at one place: time, then how they were counted.
auto rank(const std::vector<DicomFile>& files, const DicomPicture& p) {
  const DicomFile& file = files[p.file];
  return std::make_tuple(frame_of(files, p).time, file.acquisition, file.instance, p.file, p.frame);
}

using Group = std::vector<DicomPicture>;

std::vector<Group> groups_of(const std::vector<DicomFile>& files) {
  std::vector<Group> groups;
  for (std::size_t f = 0; f < files.size(); ++f) {
    for (int k = 0; k < static_cast<int>(files[f].frames.size()); ++k) {
      const auto found = std::find_if(groups.begin(), groups.end(), [&](const Group& g) {
        const DicomPicture& first = g.front();
        if (first.file == f && k > 0 && same_stack(files[f], k, files[f], first.frame)) return true;
        const bool loop = files[f].frames.size() > 1 || files[first.file].frames.size() > 1;
        if (loop && first.file != f && !placed(files[f].frames[static_cast<std::size_t>(k)])) return false;
        return same_stack(files[f], k, files[first.file], first.frame);
      });
      if (found == groups.end())
        groups.push_back({{f, k}});
      else
        found->push_back({f, k});
    }
  }
  return groups;
}

/// In-plane axes and spacing, and the thickness where there is but one slice.
void set_plane(const DicomFile& file, const DicomFrame& frame, DicomVolume& v) {
  v.grid.size = {file.columns, file.rows, 1};
  if (frame.spacing) {
    v.grid.spacing = {(*frame.spacing)[0], (*frame.spacing)[1], 1};
    if (file.spacing_from_detector)
      v.notices.emplace_back("the spacing is that at the detector: the anatomy may be magnified");
  } else {
    v.notices.emplace_back("the spacing is unknown and taken as 1 mm");
  }
  v.states_orientation = frame.orientation.has_value();
  if (!v.states_orientation) {
    v.notices.emplace_back("the file states no orientation: axes are taken as left, posterior, superior");
    if (frame.position) v.grid.origin = *frame.position;
    return;
  }
  const auto& o = *frame.orientation;
  const Vec3 n = normal_of(o);
  for (std::size_t c = 0; c < 3; ++c) {
    v.grid.direction[3 * c] = o[c];
    v.grid.direction[3 * c + 1] = o[3 + c];
    v.grid.direction[3 * c + 2] = n[c];
  }
  if (frame.position)
    v.grid.origin = *frame.position;
  else
    v.notices.emplace_back("the file states no position: the origin is taken as 0,0,0");
}

void set_thickness(const DicomFrame& frame, DicomVolume& v) {
  if (frame.between > 0)
    v.grid.spacing[2] = frame.between;
  else if (frame.thickness > 0)
    v.grid.spacing[2] = frame.thickness;
  else
    v.notices.emplace_back("the thickness of the slice is unknown and taken as 1 mm");
}

/// Pictures at the same place, in order of time; places in order along the normal.
std::vector<Group> places_of(const std::vector<DicomFile>& files, const Group& group) {
  const Vec3 normal = normal_of(*frame_of(files, group.front()).orientation);
  std::vector<Placed> all;
  for (const auto& p : group) all.push_back({p, dot(*frame_of(files, p).position, normal), {}});
  std::stable_sort(all.begin(), all.end(), [](const Placed& a, const Placed& b) { return a.along < b.along; });
  std::vector<Group> places;
  double start = 0;
  for (const auto& p : all) {
    if (places.empty() || p.along - start > same_place_mm) {
      places.emplace_back();
      start = p.along;
    }
    places.back().push_back(p.picture);
  }
  for (auto& place : places)
    std::stable_sort(place.begin(), place.end(),
                     [&](const auto& a, const auto& b) { return rank(files, a) < rank(files, b); });
  return places;
}

/// Chooses what becomes frames where places hold more than one picture.
void set_frames(const std::vector<DicomFile>& files, const std::vector<Group>& places, DicomVolume& v) {
  std::size_t least = places[0].size(), most = least, total = 0;
  for (const auto& place : places) {
    least = std::min(least, place.size());
    most = std::max(most, place.size());
    total += place.size();
  }
  v.frames = static_cast<int>(least);
  v.grid.size[2] = static_cast<std::int64_t>(places.size());
  if (least > 1) v.notices.push_back(plural(least, "picture") + " at each position: they are taken as frames");
  if (least < most) {
    std::string names;
    for (const auto& place : places)
      for (std::size_t k = least; k < place.size() && names.size() < 200; ++k)
        names += (names.empty() ? "" : ", ") + std::filesystem::path(files[place[k].file].path).filename().string();
    v.notices.push_back(plural(total - least * places.size(), "picture") + " at a position that is taken already " +
                        (total - least * places.size() == 1 ? "is" : "are") + " left out: " + names);
  }
  for (std::size_t k = 0; k < least; ++k)
    for (const auto& place : places) v.pictures.push_back(place[k]);
}

/// Says how the distances differ: which slices are missing, or that the slices are uneven.
void say_uneven(const std::vector<double>& gaps, double median, DicomVolume& v) {
  const double within = std::max(even_within * median, same_place_mm);
  std::map<std::int64_t, std::pair<double, std::size_t>> kinds;  // by hundredths of a mm
  std::size_t missing = 0, odd = 0;
  std::string where;
  for (std::size_t k = 0; k < gaps.size(); ++k) {
    auto& kind = kinds[std::llround(gaps[k] * 100)];
    kind = {gaps[k], kind.second + 1};
    const double times = std::round(gaps[k] / median);
    if (std::abs(gaps[k] - median) <= within) continue;
    if (times >= 2 && times < 1000 && std::abs(gaps[k] - times * median) <= within) {
      missing += static_cast<std::size_t>(times) - 1;
      where += (where.empty() ? "" : ", ") + std::to_string(k);
    } else {
      ++odd;
    }
  }
  if (missing + odd == 0) return;
  std::string list;
  for (const auto& [key, kind] : kinds) {
    if (list.size() > 200) {
      list += ", ...";
      break;
    }
    list +=
        (list.empty() ? "" : ", ") + mm(kind.second == 0 ? 0 : kind.first) + " (" + std::to_string(kind.second) + " x)";
  }
  if (odd == 0) {
    v.notices.push_back(plural(missing, "slice") + (missing == 1 ? " is" : " are") + " missing after slice " + where +
                        " (counted from 0): the slices lie closer here than in the patient, " + mm(median) +
                        " mm apart");
  } else {
    v.notices.push_back("the slices are uneven, distances in mm: " + list + "; the median, " + mm(median) +
                        " mm, is taken for all");
  }
}

void set_through_plane(const std::vector<DicomFile>& files, const std::vector<Group>& places, DicomVolume& v) {
  const Vec3 normal = normal_of(*frame_of(files, places[0][0]).orientation);
  std::vector<Vec3> at;
  for (const auto& place : places) at.push_back(*frame_of(files, place[0]).position);
  v.grid.origin = at[0];
  std::vector<double> gaps;
  for (std::size_t k = 1; k < at.size(); ++k) gaps.push_back(dot(at[k], normal) - dot(at[k - 1], normal));
  std::vector<double> sorted = gaps;
  std::sort(sorted.begin(), sorted.end());
  const double median = sorted[(sorted.size() - 1) / 2];
  Vec3 whole{}, side{};
  for (std::size_t c = 0; c < 3; ++c) whole[c] = at.back()[c] - at[0][c];
  const double run = dot(whole, normal);
  for (std::size_t c = 0; c < 3; ++c) side[c] = whole[c] - run * normal[c];
  const double angle = std::atan2(length(side), run);
  Vec3 axis = normal;
  v.grid.spacing[2] = median;
  if (angle > tilt_from) {
    for (std::size_t c = 0; c < 3; ++c) axis[c] = whole[c] / length(whole);
    v.grid.spacing[2] = median / std::cos(angle);
    v.notices.push_back("the slices are tilted by " + mm(angle * 180 / 3.14159265358979323846) +
                        " degrees against their normal: kept as shear, " + mm(median) + " mm apart along the normal, " +
                        mm(v.grid.spacing[2]) + " mm along the tilted axis");
  }
  for (std::size_t c = 0; c < 3; ++c) v.grid.direction[3 * c + 2] = axis[c];
  double off = 0;
  for (const auto& p : at) {
    const double t = (dot(p, normal) - dot(at[0], normal)) / dot(axis, normal);
    Vec3 beside{};
    for (std::size_t c = 0; c < 3; ++c) beside[c] = p[c] - at[0][c] - t * axis[c];
    off = std::max(off, length(beside));
  }
  if (off > 0.1 * std::min(v.grid.spacing[0], v.grid.spacing[1]))
    v.notices.push_back("the slices are shifted sideways by up to " + mm(off) + " mm, which is not corrected");
  say_uneven(gaps, median, v);
}

DicomVolume volume_of(const std::vector<DicomFile>& files, Group group) {
  DicomVolume v;
  const DicomFile& file = files[group.front().file];
  const DicomFrame& frame = frame_of(files, group.front());
  set_plane(file, frame, v);
  if (!placed(frame)) {
    std::stable_sort(group.begin(), group.end(),
                     [&](const auto& a, const auto& b) { return rank(files, a) < rank(files, b); });
    v.frames = static_cast<int>(group.size());
    if (group.size() > 1)
      v.notices.push_back(plural(group.size(), "picture") + " without positions: they are taken as frames");
    v.pictures = group;
    set_thickness(frame, v);
    return v;
  }
  const auto places = places_of(files, group);
  set_frames(files, places, v);
  if (places.size() > 1) {
    set_through_plane(files, places, v);
  } else {
    set_thickness(frame, v);
    v.notices.emplace_back("a single slice");
  }
  return v;
}

}  // namespace

bool same_stack(const DicomFile& a, int frame_a, const DicomFile& b, int frame_b) {
  const DicomFrame& p = a.frames[static_cast<std::size_t>(frame_a)];
  const DicomFrame& q = b.frames[static_cast<std::size_t>(frame_b)];
  const double finest = p.spacing ? 1e-3 * std::min((*p.spacing)[0], (*p.spacing)[1]) : 0;
  return a.series_uid == b.series_uid && a.columns == b.columns && a.rows == b.rows && a.stored == b.stored &&
         a.colour == b.colour && p.position.has_value() == q.position.has_value() &&
         close(p.orientation, q.orientation, same_direction) && close(p.spacing, q.spacing, finest);
}

std::vector<DicomVolume> arrange_dicom(const std::vector<DicomFile>& files) {
  std::vector<DicomVolume> volumes;
  for (auto& group : groups_of(files)) volumes.push_back(volume_of(files, std::move(group)));
  return volumes;
}

bool positions_distinct(const std::vector<DicomFile>& files) {
  std::vector<Vec3> all;
  for (const auto& file : files)
    for (const auto& frame : file.frames) {
      if (!placed(frame)) return false;
      all.push_back(*frame.position);
    }
  if (all.empty()) return true;
  const Vec3 normal = normal_of(*files[0].frames[0].orientation);
  std::vector<double> along;
  for (const auto& p : all) along.push_back(dot(p, normal));
  std::sort(along.begin(), along.end());
  for (std::size_t k = 1; k < along.size(); ++k)
    if (along[k] - along[k - 1] <= same_place_mm) return false;
  return true;
}

}  // namespace auglens
