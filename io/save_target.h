#pragma once
// Which file a name would become, however it is spelled. It refuses to open or to write anything.

#include <cstdint>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace auglens {

/// The file that a chain of links ends at, also when it does not exist yet.
std::string with_links_followed(const std::string& file);

/// The files that one piece of work reads and writes; each may be written once, and none that is read.
class SaveTargets {
 public:
  /// `inputs` as the user named them; hard links of an input count as the input.
  explicit SaveTargets(const std::vector<std::string>& inputs);

  /// Throws Error(usage) when `file`, by whatever spelling, link or folder, is an input or was claimed before.
  void claim(const std::string& file);

 private:
  /// Device and inode of the folder and the name in it: known also for a file that is not there yet.
  using Entry = std::tuple<std::uint64_t, std::uint64_t, std::string>;
  static Entry entry_of(const std::string& file);

  std::vector<std::string> inputs_;
  std::set<Entry> claimed_;
};

}  // namespace auglens
