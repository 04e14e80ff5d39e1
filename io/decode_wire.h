#pragma once
// How the decoder child is called: its arguments, its socket, its share of progress. It refuses to know what it
// decodes.

#include <optional>
#include <string>
#include <vector>

#include "io/decode_process.h"

namespace auglens {

inline constexpr int child_socket = 3;  ///< the one descriptor that a child is given
inline constexpr const char* decode_flag = "--decode-child";

struct DecodeRequest {
  DecodeKind kind = DecodeKind::dicom;
  std::string path, series;
  VoxelGoal goal = VoxelGoal::intensity;
  bool statistics = false;
  std::vector<std::string> left_out;  ///< files of the folder that are not to be touched
};

/// Arguments after the program's name, decode_flag first, and back; nothing when they are no request.
std::vector<std::string> to_arguments(const DecodeRequest& request);
std::optional<DecodeRequest> request_from(int argc, char** argv);

/// A share of 0..1 from its line; anything else is 0.
double share_from(const std::string& line);

}  // namespace auglens
