#pragma once
// What a picture says of its own making, in words and as the texts inside a PNG. It refuses to draw them.

#include <string>
#include <utility>
#include <vector>

#include "viewer/session_state.h"

namespace auglens {

/// "scan.nii.gz | MRI, cautious 2021536244be7173 | seed 5 | sample 3": the same words give the same picture anywhere.
/// Without steps too: the preset may still have a crop, and the hash tells that there are none.
std::string caption_of(const SessionState& state);

/// Keywords and texts: Software, Preset (the hash), Seed, Sample.
std::vector<std::pair<std::string, std::string>> picture_text(const SessionState& state);

}  // namespace auglens
