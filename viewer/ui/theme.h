#pragma once
// The reading room: colours, sizes and fonts of the window, each named once. It refuses to know what is drawn with
// them.

#include <imgui.h>

#include <string>
#include <string_view>
#include <vector>

namespace auglens::ui {

/// sRGB as 0xRRGGBB with full opacity.
constexpr ImU32 colour(unsigned hex, unsigned alpha = 255) {
  return IM_COL32(hex >> 16 & 255U, hex >> 8 & 255U, hex & 255U, alpha);
}

/// Contrast on `panel`: text 12.6:1, dim 6.0:1, accent 6.6:1, ok 7.4:1, warn 8.0:1, error 5.9:1. The picture's own
/// background is black; nothing is pure white, so that the brightest thing in the room is the scan.
namespace token {
inline constexpr ImU32 view = colour(0x000000), app = colour(0x0E0F11), panel = colour(0x16181B);
inline constexpr ImU32 raised = colour(0x1E2125), field = colour(0x2A2E34), field_hover = colour(0x343941);
inline constexpr ImU32 border = colour(0x2F343B), strong_border = colour(0x454C55);
inline constexpr ImU32 text = colour(0xD6D9DE), dim = colour(0x8E96A1), on_accent = colour(0x0E0F11);
inline constexpr ImU32 accent = colour(0x5AA2EC), hover = colour(0x7DB7F1), pressed = colour(0x3D82CC);
inline constexpr ImU32 ok = colour(0x55B98F), warn = colour(0xE3A23B), error = colour(0xE8705F);
inline constexpr ImU32 original = colour(0x56B4E9), augmented = colour(0xE69F00);
}  // namespace token

/// Sizes at scale 1, in pixels; the window multiplies them by the monitor's scale.
namespace size {
inline constexpr float left = 316, right = 300, status = 28, toolbar = 40, row = 25, label_column = 96;
inline constexpr float text = 15, small = 13, title = 18;
}  // namespace size

/// The three sizes of one family. Digits of one width: Roboto and DejaVu have them, others are not looked for.
struct Fonts {
  ImFont* text = nullptr;
  ImFont* small = nullptr;
  ImFont* title = nullptr;
  std::string family;
};

/// Loads Roboto, else DejaVu, else ImGui's own font; before the first frame. Letters that Roboto lacks come from
/// DejaVu.
Fonts load_fonts(float scale);
/// Sets every colour and size of ImGui's style from the tokens.
void apply_theme(float scale);

/// Where a widget lies, so that a test can press it by name.
struct NamedItem {
  std::string name;
  ImVec2 low, high;
};

/// What widgets read their sizes and fonts from. The window owns it and hands it to ImGui as its user data.
struct Frame {
  float scale = 1;
  Fonts fonts;
  std::vector<NamedItem>* items = nullptr;  ///< where widgets say their names and places; null: nobody asks
};
inline const Frame& frame() {
  return *static_cast<const Frame*>(ImGui::GetIO().UserData);
}
/// Gives the last item a name.
inline void mark(std::string_view name) {
  if (frame().items != nullptr)
    frame().items->push_back({std::string(name), ImGui::GetItemRectMin(), ImGui::GetItemRectMax()});
}
inline float px(float size_at_scale_1) {
  return size_at_scale_1 * frame().scale;
}

}  // namespace auglens::ui
