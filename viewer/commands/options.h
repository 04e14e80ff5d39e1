#pragma once
// What the flags of the commands say, as plain values. It refuses to know how flags are spelled and what they do.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "io/voxels.h"
#include "ops/device.h"
#include "render/present_road.h"
#include "viewer/demo.h"

namespace auglens {

/// Where work runs.
struct DeviceOptions {
  DeviceKind kind = DeviceKind::cpu;
  int threads = 0;  ///< 0: as many as the machine has
};

/// What is opened.
struct InputOptions {
  std::vector<std::string> inputs;
  std::string label, series;
  bool label_resample = false, frames_as_channels = false;
  std::optional<int> frame, channel;
};

/// Which outcome of which preset.
struct PresetOptions {
  std::string preset;
  std::optional<std::uint64_t> seed;
  std::uint64_t sample = 0;
  bool crop = false;
};

struct ApplyOptions {
  DeviceOptions device;
  InputOptions input;
  PresetOptions preset;
  std::string out, label_out;
  std::optional<std::array<std::uint64_t, 2>> samples;  ///< first and last, both written
  StoredType type = StoredType::float32;
  bool json = false;
};

struct RenderOptions {
  DeviceOptions device;
  std::vector<std::string> edits;  ///< one line each, in the order in which they are applied
  std::optional<DemoCase> demo;    ///< a built-in case with its preset in place of an input
  std::string out, reference;
  int threshold = 0;
  std::array<int, 2> size{1024, 768};
  std::optional<PresentRoad> road;  ///< forced by --present
};

struct CompareOptions {
  std::string first, second, diff;
  int threshold = 0;
};

struct DemoOptions {
  DeviceOptions device;
  DemoCase which = DemoCase::head;
  bool headless = false;
  std::string out;  ///< a folder
};

}  // namespace auglens
