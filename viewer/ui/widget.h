#pragma once
// The few controls that all panels are made of, in one style. It refuses to know what they control.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "viewer/ui/icon.h"

namespace auglens::ui {

/// What the hand did with a control in this frame. `began` and `ended` bracket one drag, which is one entry of history.
struct Touch {
  bool changed = false, began = false, ended = false, reset = false;

  Touch& operator|=(const Touch& other) {
    changed |= other.changed;
    began |= other.began;
    ended |= other.ended;
    reset |= other.reset;
    return *this;
  }
};

enum class Tone { plain, quiet, primary };

/// A square of the row's height with a sign; `hint` says what it does and its key.
bool icon_button(Icon icon, std::string_view name, std::string_view hint, bool on = false, bool enabled = true);
/// A button with words; width 0: as wide as the words.
bool button(std::string_view words, std::string_view name, Tone tone = Tone::plain, float width = 0,
            bool enabled = true);
/// Small words in the accent's colour that can be pressed.
bool link(std::string_view words, std::string_view name);
/// A switch; true when it was flipped.
bool toggle(std::string_view name, bool on, std::string_view hint = {});
/// A chooser between few words side by side; returns the chosen place or -1.
int segments(std::string_view name, std::span<const std::string_view> words, int chosen, float width);
/// A drop-down list; returns the chosen place or -1.
int choice(std::string_view name, std::span<const std::string_view> words, int chosen, float width);

/// Words in dim grey at the left, and the cursor put where the control starts. True when double-clicked.
bool label(std::string_view words, std::string_view hint = {}, float column = size::label_column);
/// Text cut with an ellipsis to `width` (0: what is left of the line), whole in a hint.
void text(std::string_view words, ImU32 colour = token::text, float width = 0);
/// A small square of a colour at the start of a line of text.
void swatch(ImU32 colour);
void small_text(std::string_view words, ImU32 colour = token::dim);
/// Text broken into lines at the panel's width.
void paragraph(std::string_view words, ImU32 colour = token::text);
/// Inside an open popup: Esc closes it, as the help sheet says.
void close_on_escape();
/// A heading with a hairline below.
void heading(std::string_view words);
/// A rounded mark with a word, such as a warning.
void badge(std::string_view words, ImU32 colour, std::string_view hint = {});
/// The hint of the last item, after a moment's hovering.
void hint(std::string_view words);
void gap(float height);

/// A line of text to type; commits on Enter or when left. `text` is changed only then.
bool text_field(std::string_view name, std::string& text, std::string_view empty_hint, float width);

/// How the words of a number look: significant digits, and the unit behind them.
std::string number_text(double value, std::string_view unit = {});

}  // namespace auglens::ui
