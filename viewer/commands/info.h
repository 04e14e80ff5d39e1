#pragma once
// The command `info`: says what a file is. It refuses to know how files are read.

#include <string>

#include "ops/device.h"

namespace auglens {

/// Prints to stdout, as JSON or as text; returns the exit code. Errors are thrown.
int run_info(const std::string& file, bool json, const Device& device);

}  // namespace auglens
