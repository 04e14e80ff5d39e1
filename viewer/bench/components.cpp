#include "viewer/bench/components.h"

#include <algorithm>
#include <filesystem>

#include "io/load.h"
#include "io/save.h"
#include "ops/objects/components.h"
#include "viewer/bench/component_maps.h"
#include "viewer/bench/stopwatch.h"

namespace auglens {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t size = 512;
constexpr int runs = 6;
constexpr std::int64_t most_in_table = 100000;

void time_map(BenchReport& report, const std::string& name, const LabelMap& labels, double bandwidth, const Job& job) {
  const auto row = [&](const std::string& what, const auto& once) {
    report.rows.push_back(time_runs(name + what, runs, [&](int, Stopwatch& watch) {
      const auto kept = once();
      watch.lap("numbers");
    }));
    BenchRow& added = report.rows.back();
    added.bytes = labels.grid.voxels() * 8;  // each class read, each number written
    added.floor_ms = static_cast<double>(added.bytes) / bandwidth * 1e3;
    added.stages_ms.clear();
  };
  for (const Connectivity c : {Connectivity::faces, Connectivity::edges, Connectivity::corners}) {
    ComponentOptions options;
    options.connectivity = c;
    std::int64_t count = 0;
    row(" " + std::to_string(static_cast<int>(c)), [&] {
      ComponentIds found = label_components(labels, options, job);
      count = found.count;
      return found;
    });
    if (c == Connectivity::faces && count <= most_in_table)
      row(" 6 table", [&] { return components_of(labels, options, job); });
  }
}

/// The maps of a folder, ours written where they are missing.
std::vector<fs::path> files_in(const std::string& folder, const Job& job) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed)
    throw Error(ErrorKind::resource,
                {folder, "the folder cannot be made: " + failed.message(), "", "name another one"});
  for (const ComponentMap& map : component_maps())
    if (const std::string file = folder + "/" + map.name + ".nii"; !fs::exists(file))
      save_labels(map.make(size, job), file, {StoredType::uint8}, job);
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".nii") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

BenchReport bench_components(const Device& device, const std::string& maps) {
  const Job job{device};
  BenchReport report{"components", device.kind() == DeviceKind::cpu ? "cpu" : "cuda", device.threads(), 0, {}};
  const double bandwidth = copy_bandwidth(device);
  report.bandwidth_gb_s = bandwidth / 1e9;
  if (maps.empty()) {
    for (const ComponentMap& map : component_maps()) time_map(report, map.name, map.make(size, job), bandwidth, job);
    return report;
  }
  for (const fs::path& file : files_in(maps, job))
    time_map(report, file.stem().string(), *load_labels(file.string(), job).labels, bandwidth, job);
  return report;
}

}  // namespace auglens
