#pragma once
// What the tables of studies are made of: columns, cells and names of classes, dimmed where the panel is. It refuses to
// know what stands in them.

#include <string>

#include "viewer/session_state.h"
#include "viewer/ui/widget.h"

namespace auglens {

/// A column of names and four of numbers, in pixels from the table's left edge.
struct StudyColumns {
  static constexpr std::size_t count = 4;
  float name, each;

  static StudyColumns of(float width);
  float left(std::size_t column) const { return name + each * static_cast<float>(column); }
  float right() const { return left(count); }
};

/// ImGui dims its own words; what panels draw themselves must ask.
ImU32 dimmed(ImU32 colour);
/// Words against the right edge of a cell.
void words_in_cell(ImVec2 low, float width, ImU32 colour, const std::string& words);
/// An invisible place with a name, for a hint; true while it is pointed at.
bool cell(const std::string& name, ImVec2 low, ImVec2 extent);
/// Swatch and name of a class at the cursor; it returns the name.
std::string draw_class_name(const LoadedCase& shown, std::int32_t value, float width);
/// A share as per cent, in few letters: what is neither nothing nor all never looks like it.
std::string share_text(double share);

}  // namespace auglens
