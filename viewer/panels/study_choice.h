#pragma once
// What the panels of studies are set to, and which of them a frame drew. It refuses to know what studies find.

#include <cstdint>

namespace auglens {

/// The window keeps it from frame to frame, clears what was seen before it draws, and asks the worker for no more than
/// was seen.
struct StudyChoice {
  bool odds_open = true;
  std::int64_t at_least = 1;  ///< voxels of a class that make a window a hit
  int draws = 16;
  bool odds_seen = false, safety_seen = false;  ///< drawn, and with room for what the study finds
};

}  // namespace auglens
