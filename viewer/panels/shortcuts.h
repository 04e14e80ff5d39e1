#pragma once
// Every key of the window with what it does: the one list that the keyboard and the help sheet read. It refuses to do
// it.

#include <imgui.h>

#include <array>
#include <string_view>

namespace auglens {

enum class KeyAction {
  open_scan,
  save_preset,
  save_volume,
  picture,
  window_picture,
  undo,
  redo,
  new_seed,
  next_sample,
  previous_sample,
  labels,
  outline,
  crosshair,
  fit,
  next_layout,
  compare,
  interpolation,
  auto_window,
  picture_window,
  slice_up,
  slice_down,
  first_slice,
  last_slice,
  help,
  chrome,
  escape,
  quit,
};

struct Shortcut {
  ImGuiKeyChord chord;
  KeyAction action;
  std::string_view keys;
  std::string_view help;  ///< empty: a second key for the row above
  bool repeats = false;   ///< while it is held
};

inline constexpr std::array shortcuts = {
    Shortcut{ImGuiMod_Ctrl | ImGuiKey_O, KeyAction::open_scan, "Ctrl+O", "Open a scan, labels or a preset"},
    Shortcut{ImGuiMod_Ctrl | ImGuiKey_S, KeyAction::save_preset, "Ctrl+S", "Save the preset"},
    Shortcut{ImGuiMod_Ctrl | ImGuiMod_Shift | ImGuiKey_S, KeyAction::save_volume, "Ctrl+Shift+S",
             "Save the augmented volume"},
    Shortcut{ImGuiKey_F12, KeyAction::picture, "F12", "Save a picture of the panes; with Shift, of the whole window"},
    Shortcut{ImGuiMod_Shift | ImGuiKey_F12, KeyAction::window_picture, "Shift+F12", ""},
    Shortcut{ImGuiMod_Ctrl | ImGuiKey_Z, KeyAction::undo, "Ctrl+Z", "Undo", true},
    Shortcut{ImGuiMod_Ctrl | ImGuiMod_Shift | ImGuiKey_Z, KeyAction::redo, "Ctrl+Shift+Z, Ctrl+Y", "Redo", true},
    Shortcut{ImGuiMod_Ctrl | ImGuiKey_Y, KeyAction::redo, "Ctrl+Y", "", true},
    Shortcut{ImGuiKey_R, KeyAction::new_seed, "R", "A new seed"},
    Shortcut{ImGuiKey_RightBracket, KeyAction::next_sample, "]  or  N", "Next sample", true},
    Shortcut{ImGuiKey_N, KeyAction::next_sample, "N", "", true},
    Shortcut{ImGuiKey_LeftBracket, KeyAction::previous_sample, "[  or  P", "Previous sample", true},
    Shortcut{ImGuiKey_P, KeyAction::previous_sample, "P", "", true},
    Shortcut{ImGuiKey_L, KeyAction::labels, "L", "Labels on or off"},
    Shortcut{ImGuiKey_O, KeyAction::outline, "O", "Outline of labels on or off"},
    Shortcut{ImGuiKey_C, KeyAction::crosshair, "C", "Crosshair on or off"},
    Shortcut{ImGuiKey_F, KeyAction::fit, "F", "Fit every slice into its pane"},
    Shortcut{ImGuiKey_V, KeyAction::next_layout, "V", "Next layout"},
    Shortcut{ImGuiKey_X, KeyAction::compare, "X", "Compare original and augmented, and back"},
    Shortcut{ImGuiKey_I, KeyAction::interpolation, "I", "Nearest or linear voxels"},
    Shortcut{ImGuiKey_0, KeyAction::auto_window, "0", "Window as the scan was opened with"},
    Shortcut{ImGuiKey_A, KeyAction::picture_window, "A", "Window of the slices that are shown"},
    Shortcut{ImGuiKey_PageUp, KeyAction::slice_up, "Page Up / Down",
             "Next or previous slice of the pane under the mouse", true},
    Shortcut{ImGuiKey_PageDown, KeyAction::slice_down, "Page Down", "", true},
    Shortcut{ImGuiKey_Home, KeyAction::first_slice, "Home / End", "First or last slice"},
    Shortcut{ImGuiKey_End, KeyAction::last_slice, "End", ""},
    Shortcut{ImGuiMod_Shift | ImGuiKey_Slash, KeyAction::help, "?  or  F1", "This sheet"},
    Shortcut{ImGuiKey_F1, KeyAction::help, "F1", ""},
    Shortcut{ImGuiKey_F11, KeyAction::chrome, "F11", "Only the panes, and back"},
    Shortcut{ImGuiMod_Ctrl | ImGuiKey_Q, KeyAction::quit, "Ctrl+Q", "Close the window"},
    Shortcut{ImGuiKey_Escape, KeyAction::escape, "Esc", "Cancel what runs, or close what is open"},
};

/// What the mouse and held keys do, for the help sheet.
struct Gesture {
  std::string_view hand, help;
};
inline constexpr std::array gestures = {
    Gesture{"Hold Tab", "The original in place of the augmented scan"},
    Gesture{"Click, left drag", "Move the crosshair; in 3-D, turn"},
    Gesture{"Click on an object", "Choose it: in a slice, in 3-D, or its row in the table"},
    Gesture{"Up / Down in the table of objects", "The object before or after; Page Up / Down, Home / End"},
    Gesture{"Right drag, W + left drag", "Window and level: right is wider, up is brighter"},
    Gesture{"Middle drag, Space + left drag", "Move the slice in its pane"},
    Gesture{"Wheel", "Next or previous slice; with Shift, five; in 3-D, zoom"},
    Gesture{"Ctrl + wheel", "Zoom at the mouse"},
    Gesture{"Double click on a pane", "That pane alone, and back"},
    Gesture{"Double click on a name or slider", "Back to the default"},
    Gesture{"Shift + drag", "Five times finer"},
    Gesture{"Click on a number", "Type it; drag it sideways to change it"},
    Gesture{"Drop files or a folder", "Open a scan, its labels or a preset"},
};

}  // namespace auglens
