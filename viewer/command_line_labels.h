#pragma once
// The words of the commands that look at labels. It refuses to know what the commands do.

#include "viewer/command_line.h"

namespace auglens {

int command_blobs(const std::vector<std::string>& words, OpenWindow);
int command_crops(const std::vector<std::string>& words, OpenWindow);
int command_check(const std::vector<std::string>& words, OpenWindow);

}  // namespace auglens
