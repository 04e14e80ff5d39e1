#include "viewer/ui/icon.h"

#include <array>
#include <charconv>
#include <string_view>

namespace auglens::ui {
namespace {

// On a square of 16: M x y starts a line, L x y goes on, Z closes it; O x y r is a circle, D x y r a dot,
// A x y r from to an arc in degrees, clockwise from the right.
constexpr std::array<std::string_view, static_cast<std::size_t>(Icon::count)> strokes = {
    "M 8 3 L 8 13 M 3 8 L 13 8",                                                                       // plus
    "M 4 4 L 12 12 M 12 4 L 4 12",                                                                     // cross
    "M 3 8.5 L 6.5 12 L 13 4.5",                                                                       // check
    "M 4 10 L 8 6 L 12 10",                                                                            // up
    "M 4 6 L 8 10 L 12 6",                                                                             // down
    "M 10 4 L 6 8 L 10 12",                                                                            // left
    "M 6 4 L 10 8 L 6 12",                                                                             // right
    "D 6 4 1.1 D 10 4 1.1 D 6 8 1.1 D 10 8 1.1 D 6 12 1.1 D 10 12 1.1",                                // grip
    "D 8 3.5 1.3 D 8 8 1.3 D 8 12.5 1.3",                                                              // menu
    "A 8 13 8 215 325 A 8 3 8 35 145 O 8 8 2.2",                                                       // eye
    "M 6 3 L 3 6 L 6 9 M 3 6 L 9.5 6 A 9.5 9.5 3.5 270 450 L 6 13",                                    // undo
    "M 10 3 L 13 6 L 10 9 M 13 6 L 6.5 6 M 6.5 6 A 6.5 9.5 3.5 270 90 L 10 13",                        // redo
    "M 3 3 L 13 3 L 13 13 L 3 13 Z D 6 6 1.1 D 10 10 1.1 D 10 6 1.1 D 6 10 1.1",                       // dice
    "M 2 12.5 L 2 4 L 6 4 L 7.5 5.5 L 14 5.5 L 14 12.5 Z",                                             // folder
    "M 3 3 L 11 3 L 13 5 L 13 13 L 3 13 Z M 5.5 3 L 5.5 6 L 10 6 L 10 3 M 5 13 L 5 9 L 11 9 L 11 13",  // save
    "M 2 5 L 5 5 L 6 3.5 L 10 3.5 L 11 5 L 14 5 L 14 12.5 L 2 12.5 Z O 8 8.6 2.4",                     // camera
    "A 8 6 3 180 405 L 8 9 L 8 10 D 8 13 1.0",                                                         // help
    "M 2.5 2.5 L 13.5 2.5 L 13.5 13.5 L 2.5 13.5 Z M 8 2.5 L 8 13.5 M 2.5 8 L 13.5 8",                 // views
    "M 2.5 2.5 L 13.5 2.5 L 13.5 13.5 L 2.5 13.5 Z",                                                   // single
    "M 2.5 3.5 L 13.5 3.5 L 13.5 12.5 L 2.5 12.5 Z M 8 1.5 L 8 14.5",                                  // compare
    "M 3 3 L 8.5 3 L 13.5 8 L 8 13.5 L 3 8.5 Z D 5.8 5.8 1.0",                                         // label
    "A 8 8 5 -60 230 M 8 0.8 L 10.6 3.6 L 7.4 5.8",                                                    // reset
    "M 8 2.5 L 14 13 L 2 13 Z M 8 6.5 L 8 9.5 D 8 11.4 0.8",                                           // warning
    "O 8 8 5.5 M 8 1 L 8 4.5 M 8 11.5 L 8 15 M 1 8 L 4.5 8 M 11.5 8 L 15 8",                           // scan
    "M 7 5 L 4.5 5 M 9 5 L 11.5 5 A 4.5 8 3 90 270 A 11.5 8 3 -90 90 M 6 8 L 10 8 M 4.5 11 L 7 11 M 9 11 L 11.5 11",
    "M 8 1.8 L 13.4 4.8 L 13.4 11.2 L 8 14.2 L 2.6 11.2 L 2.6 4.8 Z M 2.6 4.8 L 8 7.8 L 13.4 4.8 M 8 7.8 L 8 14.2",
    "O 8 8 5.5 M 8 2.5 L 8 13.5 M 8 5 L 12.4 5 M 8 8 L 13.4 8 M 8 11 L 12.4 11",  // contrast
    "M 2.5 6 L 2.5 2.5 L 6 2.5 M 10 2.5 L 13.5 2.5 L 13.5 6 M 13.5 10 L 13.5 13.5 L 10 13.5 M 6 13.5 L 2.5 13.5 L 2.5 "
    "10",                                                                                         // fit
    "M 2 12.5 L 14 12.5 M 8 3.5 L 8 12.5 D 8 3.5 1.4",                                            // law_constant
    "M 2 12.5 L 4 12.5 L 4 5 L 12 5 L 12 12.5 L 14 12.5",                                         // law_uniform
    "M 2 12.5 L 3.5 12.5 L 3.5 3.5 L 5 7 L 7 9.3 L 9.5 10.8 L 12.5 11.6 L 12.5 12.5 L 14 12.5",   // law_log_uniform
    "M 2 12.5 L 3.5 12.5 L 3.5 11.6 L 6.5 10.8 L 9 9.3 L 11 7 L 12.5 3.5 L 12.5 12.5 L 14 12.5",  // law_reciprocal
    "M 2 12.5 L 4 12 L 5.5 10 L 6.8 5.6 L 8 4 L 9.2 5.6 L 10.5 10 L 12 12 L 14 12.5",             // law_normal
    "M 2 12.5 L 14 12.5 M 4 12.5 L 4 7 M 8 12.5 L 8 4 M 12 12.5 L 12 9 D 4 7 1.2 D 8 4 1.2 D 12 9 1.2",  // law_choice
};

class Pen {
 public:
  Pen(ImDrawList& list, ImVec2 centre, float side, ImU32 colour)
      : list_(list), low_{centre.x - side / 2, centre.y - side / 2}, unit_(side / 16), colour_(colour) {}

  void draw(std::string_view text) {
    while (!text.empty()) {
      const char order = text.front();
      text.remove_prefix(1);
      switch (order) {
        case 'M': {
          stroke(false);
          const float x = number(text), y = number(text);
          list_.PathLineTo(at(x, y));
          break;
        }
        case 'L': {
          const float x = number(text), y = number(text);
          list_.PathLineTo(at(x, y));
          break;
        }
        case 'Z':
          stroke(true);
          break;
        case 'A':
          arc(text);
          break;
        case 'O':
          circle(text, false);
          break;
        case 'D':
          circle(text, true);
          break;
        default:
          break;
      }
    }
    stroke(false);
  }

 private:
  ImVec2 at(float x, float y) const { return {low_.x + x * unit_, low_.y + y * unit_}; }
  static float number(std::string_view& text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    float value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
  }
  void stroke(bool closed) { list_.PathStroke(colour_, closed ? ImDrawFlags_Closed : 0, 1.4F * unit_); }
  void arc(std::string_view& text) {
    constexpr float radians = 3.14159265F / 180;
    const float x = number(text), y = number(text), r = number(text), from = number(text), to = number(text);
    list_.PathArcTo(at(x, y), r * unit_, from * radians, to * radians, 14);
    if (text.find_first_not_of(' ') == std::string_view::npos || text[text.find_first_not_of(' ')] != 'L')
      stroke(false);
  }
  void circle(std::string_view& text, bool filled) {
    stroke(false);
    const float x = number(text), y = number(text), r = number(text);
    if (filled)
      list_.AddCircleFilled(at(x, y), r * unit_, colour_, 12);
    else
      list_.AddCircle(at(x, y), r * unit_, colour_, 20, 1.4F * unit_);
  }

  ImDrawList& list_;
  ImVec2 low_;
  float unit_;
  ImU32 colour_;
};

}  // namespace

void draw_icon(ImDrawList& list, Icon icon, ImVec2 centre, float side, ImU32 colour) {
  Pen(list, centre, side, colour).draw(strokes[static_cast<std::size_t>(icon)]);
}

}  // namespace auglens::ui
