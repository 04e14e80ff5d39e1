#pragma once
// The edits of a View: `view.*` paths and what each sets. It refuses to know presets, cases and history.

#include <string_view>
#include <vector>

#include "io/preset_json_tree.h"
#include "render/view.h"

namespace auglens {

/// What a view edit changes, and what it needs to know of the shown case. Without a grid (while a line is only read)
/// values are checked for their shape alone.
struct ViewTarget {
  View view;
  bool original = false, crop = false;
  const Grid* grid = nullptr;  ///< of the original
  int channels = 1, frames = 1;
  std::vector<Window> windows;  ///< the default one of each channel
};

/// Sets the value of one path. Throws Error(bad_input), at its place in the JSON, with what is allowed; for a path that
/// needs a case when there is none, Error(usage).
void set_view(std::string_view path, const JsonCursor& value, ViewTarget& target);

/// As edits spell them: "mpr", "3d", "axial".
std::string_view word_of(Layout layout);
std::string_view word_of(Plane plane);

}  // namespace auglens
