#pragma once
// What a test of the window reads: one line of JSON for every frame that is drawn. It refuses to change what it
// watches.

#include <fstream>
#include <string>
#include <vector>

#include "viewer/session.h"
#include "viewer/ui/theme.h"
#include "viewer/worker.h"

namespace auglens {

class Trace {
 public:
  /// An empty name writes nothing. Throws Error(resource) when the file cannot be made.
  explicit Trace(const std::string& file);

  bool on() const { return out_.is_open(); }
  void frame(const Session& session, const Results& results, const std::vector<ui::NamedItem>& items, ImVec2 window);

 private:
  std::ofstream out_;
  std::uint64_t frames_ = 0;
};

}  // namespace auglens
