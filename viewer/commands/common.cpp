#include "viewer/commands/common.h"

#include <iostream>

#include "io/load.h"
#include "io/preset_json.h"
#include "viewer/supported_preset.h"

namespace auglens {
namespace {

void check_range(const char* what, const std::optional<int>& wanted, int available) {
  if (!wanted || (*wanted >= 0 && *wanted < available)) return;
  const std::string last = std::to_string(available - 1);
  throw Error(ErrorKind::usage, {"", "there is no " + std::string(what) + " " + std::to_string(*wanted), "",
                                 "give 0" + (available > 1 ? " to " + last : std::string())});
}

}  // namespace

Device open_device(const DeviceOptions& options) {
  return options.kind == DeviceKind::cuda ? Device::cuda(options.threads) : Device::cpu(options.threads);
}

Case open_case(const InputOptions& options, const Job& job) {
  Case opened = load_case({options.inputs, options.series, options.frames_as_channels}, job);
  if (!options.label.empty()) attach_labels(opened, options.label, options.label_resample, job);
  check_range("channel", options.channel, opened.image.channels);
  check_range("frame", options.frame, opened.image.frames);
  return opened;
}

void say_notices(const std::string& file, const std::vector<std::string>& notices) {
  for (const std::string& notice : notices) std::cerr << "auglens: " << file << ": notice: " << notice << '\n';
}

void say_notices(const Case& opened) {
  say_notices(opened.source.file, opened.source.notices);
  say_notices(opened.label_source.file, opened.label_source.notices);
}

Error naming(const Error& error, const WorkFiles& files) {
  const Error::Parts& parts = error.parts();
  if (!parts.file.empty() || (error.kind() != ErrorKind::bad_input && error.kind() != ErrorKind::resource))
    return error;
  const bool of_preset = parts.where.starts_with('/') && !files.preset.empty();
  return {error.kind(), {of_preset ? files.preset : files.input, parts.what, parts.where, parts.to_do}};
}

Preset open_preset(const PresetOptions& options) {
  Preset preset = load_preset(options.preset);
  check_supported(preset, options.preset);
  return preset;
}

}  // namespace auglens
