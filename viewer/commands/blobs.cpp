#include "viewer/commands/blobs.h"

#include <algorithm>
#include <iostream>
#include <map>
#include <set>

#include "io/blobs_json.h"
#include "io/component_cache.h"
#include "io/load.h"
#include "ops/error.h"
#include "viewer/commands/common.h"

namespace auglens {
namespace {

/// What the user could have meant: the classes there are, as far as they fit on a line.
std::string classes_of(const LabelMap& labels, std::int32_t background) {
  std::set<std::int32_t> seen;
  const Index3 n = labels.grid.size;
  std::int32_t last = background;
  for (std::int64_t z = 0; z < n[2]; ++z)
    for (std::int64_t y = 0; y < n[1]; ++y)
      for (std::int64_t x = 0; x < n[0]; ++x)
        if (const std::int32_t v = labels.view().at(x, y, z); v != last) seen.insert(last = v);
  seen.erase(background);
  if (seen.empty()) return "it holds only background (" + std::to_string(background) + ")";
  std::string list;
  std::size_t named = 0;
  for (const std::int32_t v : seen) {
    if (++named > 30) return "use one of " + list + " and " + std::to_string(seen.size() - 30) + " more";
    list += (named > 1 ? ", " : "") + std::to_string(v);
  }
  return "use one of " + list;
}

/// The library does not know the file that it is about.
std::vector<Blob> table_of(const Case& opened, const ComponentOptions& how, const Job& job) {
  try {
    return *ComponentCache(blob_cache_folder()).blobs(*opened.labels, how, job);
  } catch (const Error& error) {
    Error::Parts parts = error.parts();
    if (parts.file.empty()) parts.file = opened.label_source.file;
    throw Error(error.kind(), parts);
  }
}

/// The first k of each class by volume of the box; ties go to the earlier blob.
void keep_largest(std::vector<Blob>& blobs, std::uint64_t k, bool any_foreground) {
  std::map<std::int32_t, std::vector<std::size_t>> by_class;
  for (std::size_t i = 0; i < blobs.size(); ++i) by_class[any_foreground ? 0 : blobs[i].label].push_back(i);
  std::vector<bool> kept(blobs.size());
  for (auto& [value, places] : by_class) {
    std::stable_sort(places.begin(), places.end(),
                     [&](std::size_t a, std::size_t b) { return blobs[a].box.voxels() > blobs[b].box.voxels(); });
    for (std::size_t r = 0; r < places.size() && r < k; ++r) kept[places[r]] = true;
  }
  std::size_t next = 0;
  std::erase_if(blobs, [&](const Blob&) { return !kept[next++]; });
}

}  // namespace

int run_blobs(const BlobsOptions& options) {
  const Device device = open_device(options.device);
  const Job job{device};
  const Case opened = load_labels(options.label, job);
  const LabelMap& labels = *opened.labels;
  const ComponentOptions& how = options.components;
  if (how.only_class == how.background)
    throw Error(ErrorKind::usage,
                {options.label, "class " + std::to_string(how.background) + " is the background, which has no blobs",
                 "--class", "name another background by --background, or " + classes_of(labels, how.background)});
  std::vector<Blob> blobs = table_of(opened, how, job);
  if (blobs.empty() && how.only_class)
    throw Error(ErrorKind::usage, {options.label, "no voxel has class " + std::to_string(*how.only_class), "",
                                   classes_of(labels, how.background)});
  const bool empty = blobs.empty();
  const std::int64_t least = options.threshold;
  std::erase_if(blobs, [&](const Blob& blob) { return !reaches(blob, {least, least, least}, labels.grid.size); });
  if (options.k_largest) keep_largest(blobs, *options.k_largest, how.any_foreground);
  if (options.json) {
    write_blobs_json(std::cout, how.connectivity, blobs);
  } else if (empty) {
    std::cout << "no blobs: every voxel is background (" << how.background << ")\n";
  } else {
    write_blobs_text(std::cout, how.connectivity, blobs, 40);
  }
  std::cout << std::flush;
  say_notices(opened);
  return 0;
}

}  // namespace auglens
