// The table of blobs comes back from memory and from its file as it was computed; a file that is cut, damaged, old or
// another's counts as none and is replaced; a folder that cannot be written to harms nothing.
#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>

#include "io/blobs_json.h"
#include "io/component_cache.h"
#include "ops/device.h"
#include "tests/test_folder.h"

using namespace auglens;
namespace fs = std::filesystem;

namespace {

struct Folder : TestFolder {
  std::vector<fs::path> files() const {
    std::vector<fs::path> all;
    for (const auto& entry : fs::recursive_directory_iterator(path()))
      if (entry.is_regular_file()) all.push_back(entry.path());
    return all;
  }
};

LabelMap some_map() {
  Grid grid;
  grid.size = {20, 9, 7};
  grid.spacing = {0.5, 1, 2};
  LabelMap map = LabelMap::allocate(grid);
  std::memset(map.buffer.data(), 0, map.buffer.bytes());
  const auto view = map.mutable_view();
  view.at(3, 3, 3) = view.at(4, 3, 3) = view.at(5, 4, 3) = -7;
  view.at(0, 0, 0) = 2000000000;
  view.at(19, 8, 6) = view.at(18, 8, 6) = 1;
  return map;
}

const Device& device() {
  static const Device two = Device::cpu(2);
  return two;
}

Job job() {
  return Job{device()};
}

std::vector<Blob> computed(const LabelMap& map, const ComponentOptions& options = {}) {
  Components c = components_of(map, options, job());
  measure_diameters(c, job());
  return c.blobs;
}

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void put_bytes(const fs::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

/// What a new run of the program sees.
std::vector<Blob> fresh(const Folder& folder, const LabelMap& map, const ComponentOptions& options = {}) {
  return *ComponentCache(folder.path().string()).blobs(map, options, job());
}

}  // namespace

TEST_CASE("a second visit reads the file: what is in it comes back") {
  const Folder folder;
  const LabelMap map = some_map();
  CHECK(fresh(folder, map) == computed(map));
  REQUIRE(folder.files().size() == 1);
  const fs::path file = folder.files()[0];
  const auto written = fs::last_write_time(file) - std::chrono::hours(1);
  fs::last_write_time(file, written);
  CHECK(fresh(folder, map) == computed(map));
  CHECK(fs::last_write_time(file) == written);  // read, not written again
}

TEST_CASE("voxels, shape, place, class and settings each make another table") {
  const Folder folder;
  LabelMap map = some_map();
  std::size_t files = 0;
  const auto another = [&](const LabelMap& m, const ComponentOptions& options) {
    CHECK(fresh(folder, m, options) == computed(m, options));
    CHECK(folder.files().size() == ++files);
  };
  another(map, {});
  ComponentOptions options;
  options.connectivity = Connectivity::corners;
  another(map, options);
  options.any_foreground = true;
  another(map, options);
  options = {};
  options.only_class = -7;
  another(map, options);
  options = {};
  options.background = 1;
  another(map, options);
  map.grid.spacing[2] = 3;
  another(map, {});
  map.mutable_view().at(10, 5, 5) = 1;
  another(map, {});
  map.mutable_view().at(10, 5, 5) = 0;
  map.mutable_view().at(11, 5, 5) = 1;
  another(map, {});
}

TEST_CASE("the hash sees each voxel and the shape, not the padding") {
  LabelMap map = some_map();
  const LabelHash before = hash_of(map, job());
  map.voxels()[20] = 99;  // behind the first row
  CHECK(hash_of(map, job()) == before);
  CHECK(hash_of(map, Job{Device::cpu(5)}) == before);
  for (std::int64_t x = 0; x < 20; ++x) {
    map.mutable_view().at(x, 4, 4) ^= 1 << (x % 31);
    CHECK_FALSE(hash_of(map, job()) == before);
    map.mutable_view().at(x, 4, 4) ^= 1 << (x % 31);
  }
  LabelMap a = LabelMap::allocate({{4, 6, 1}}), b = LabelMap::allocate({{6, 4, 1}});
  std::memset(a.buffer.data(), 0, a.buffer.bytes());
  std::memset(b.buffer.data(), 0, b.buffer.bytes());
  CHECK_FALSE(hash_of(a, job()) == hash_of(b, job()));
}

TEST_CASE("a damaged or foreign file counts as none and is replaced") {
  const Folder folder;
  const LabelMap map = some_map();
  const std::vector<Blob> right = computed(map);
  CHECK(fresh(folder, map) == right);
  const fs::path file = folder.files()[0];
  const std::string good = bytes_of(file);
  const auto survives = [&](const std::string& bad, const char* what) {
    INFO(what);
    put_bytes(file, bad);
    CHECK(fresh(folder, map) == right);
    CHECK(bytes_of(file) == good);
  };
  survives("", "empty");
  for (const std::size_t length : {std::size_t{1}, std::size_t{8}, good.size() / 2, good.size() - 1})
    survives(good.substr(0, length), "cut");
  survives(good + "x", "longer");
  for (std::size_t at = 0; at < good.size(); at += 3) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 0x10);
    survives(bad, "one bit");
  }
  survives(std::string(good.size(), '\xff'), "all ones");
}

TEST_CASE("a folder that cannot be written to, or is a file, costs the time and nothing else") {
  const LabelMap map = some_map();
  CHECK(*ComponentCache("").blobs(map, {}, job()) == computed(map));
  CHECK(*ComponentCache("/proc/auglens").blobs(map, {}, job()) == computed(map));
  const Folder folder;
  put_bytes(folder.path() / "file", "x");
  CHECK(*ComponentCache((folder.path() / "file").string()).blobs(map, {}, job()) == computed(map));
  CHECK(*ComponentCache((folder.path() / "file/under").string()).blobs(map, {}, job()) == computed(map));
  CHECK(bytes_of(folder.path() / "file") == "x");
  if (::geteuid() != 0) {
    ::chmod(folder.path().c_str(), 0500);
    CHECK(fresh(folder, map) == computed(map));
  }
}

TEST_CASE("memory gives the same object again, numbers on demand, and lets go of the oldest") {
  const LabelMap map = some_map();
  ComponentCache cache("", 100000);
  const auto first = cache.blobs(map, {}, job());
  CHECK(cache.blobs(map, {}, job()) == first);
  const auto numbers = cache.components(map, {}, job());
  CHECK(cache.components(map, {}, job()) == numbers);
  CHECK(numbers->blobs == *first);
  CHECK(numbers->ids.view().at(3, 3, 3) == 2);
  for (std::int32_t background = 10; background < 60; ++background) {
    ComponentOptions options;
    options.background = background;
    cache.components(map, options, job());
  }
  CHECK(cache.components(map, {}, job()) != numbers);
}

TEST_CASE("the folder keeps a bounded number of files, the newest") {
  const Folder folder;
  const LabelMap map = some_map();
  for (std::size_t k = 0; k < ComponentCache::most_files; ++k) {
    const fs::path old = folder.path() / (std::to_string(k) + ".blobs");
    put_bytes(old, "old");
    fs::last_write_time(old, fs::file_time_type::clock::now() - std::chrono::hours(k + 1));
  }
  put_bytes(folder.path() / "not ours", "x");
  CHECK(fresh(folder, map) == computed(map));
  CHECK(folder.files().size() == ComponentCache::most_files + 1);
  CHECK_FALSE(fs::exists(folder.path() / (std::to_string(ComponentCache::most_files - 1) + ".blobs")));
  CHECK(fs::exists(folder.path() / "0.blobs"));
  CHECK(fs::exists(folder.path() / "not ours"));
}

TEST_CASE("the JSON holds all blobs, the table says how many it leaves out") {
  std::vector<Blob> blobs(5);
  for (std::size_t k = 0; k < blobs.size(); ++k)
    blobs[k].voxels = static_cast<std::int64_t>(10 - k), blobs[k].diameter_mm = 0.5;
  std::ostringstream json, text, none;
  write_blobs_json(json, Connectivity::edges, std::span(blobs).first(1));
  CHECK(json.str() ==
        "{\"connectivity\":18,\"blobs\":[\n{\"class\":0,\"voxels\":10,\"mm3\":0,\"box\":{\"start\":[0,0,0],\"size\":["
        "0,0,0]},"
        "\"centroid\":[0,0,0],\"centroid_mm\":[0,0,0],\"touches_border\":false,\"diameter_mm\":0.5}]}\n");
  write_blobs_text(text, Connectivity::faces, blobs, 2);
  CHECK(text.str().find("... and 3 more, none larger than these; --json lists all") != std::string::npos);
  write_blobs_json(none, Connectivity::faces, {});
  CHECK(none.str() == "{\"connectivity\":6,\"blobs\":[]}\n");
}
