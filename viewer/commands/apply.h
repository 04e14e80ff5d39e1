#pragma once
// `auglens apply`: a preset's outcome for a case, written as volumes. It refuses to draw pictures.

#include "viewer/commands/options.h"

namespace auglens {

/// Writes one volume (and one label volume) for each sample; with `json` prints what was drawn, measured and written
/// (design §9). Throws Error: usage for the flags, bad_input for the files, resource for memory and disk.
int run_apply(const ApplyOptions& options);

}  // namespace auglens
