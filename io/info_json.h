#pragma once
// What `auglens info` says of volumes: one JSON object that other programs read, and the same for people. It refuses to
// know the command line.

#include <string>
#include <vector>

#include "io/reader.h"

namespace auglens {

/// One object for one volume, {"series": [...]} for several (design §9); ends with a line feed. Volumes that come
/// without statistics are measured here.
std::string info_json(const std::string& file, const std::vector<Volume>& volumes);

/// The same facts as lines of text.
std::string info_text(const std::string& file, const std::vector<Volume>& volumes);

}  // namespace auglens
