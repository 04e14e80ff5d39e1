#pragma once
// The first steps that commands share: device, case and preset from their flags. It refuses to know the commands.

#include "ops/case.h"
#include "ops/device.h"
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

}  // namespace auglens
