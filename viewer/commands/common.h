#pragma once
// The first steps that commands share: device, case and preset from their flags. It refuses to know the commands.

#include "ops/case.h"
#include "ops/device.h"
#include "ops/error.h"
#include "ops/job.h"
#include "ops/preset.h"
#include "viewer/commands/options.h"

namespace auglens {

/// Throws Error(resource) when the device is not to be had.
Device open_device(const DeviceOptions& options);

/// Image and labels. Throws Error(usage) for a channel or frame that the case
/// lacks, and whatever the readers throw.
Case open_case(const InputOptions& options, const Job& job);

/// Says on stderr what is odd about the files, one line each. Commands call it last: an error stays one line.
void say_notices(const Case& opened);
void say_notices(const std::string& file, const std::vector<std::string>& notices);

/// Throws Error(bad_input) for the file, Error(usage) for what this version cannot do yet.
Preset open_preset(const PresetOptions& options);

/// What work on these files may go wrong by.
struct WorkFiles {
  std::string input, preset;  ///< `preset` may be empty: then it has no name of its own
};

/// The error with a file in front, where it names none and a file is to blame: the preset where the place is a JSON
/// pointer into it, else the input.
Error naming(const Error& error, const WorkFiles& files);

/// Runs `work`; its errors are named so.
auto with_files(const WorkFiles& files, auto&& work) {
  try {
    return work();
  } catch (const Error& e) {
    throw naming(e, files);
  }
}

}  // namespace auglens
