#pragma once
// What went wrong, with cause and next step, and what was done: cards over the panes. It refuses to know how errors
// come about.

#include "ops/error.h"
#include "viewer/panels/actions.h"

namespace auglens {

/// Drawn at the lower middle of a rectangle of the screen; `bottom` is where it ends. The picture behind stays as it
/// is.
/// `resampling`: edits that would take the labels which the error is about, offered by a button; empty: none.
void draw_error(const Error& error, const std::vector<std::string>& resampling, ImVec2 bottom_middle, float width,
                Actions& actions);
/// The slices are flat because their values lie outside the window; one press mends it.
void draw_window_hint(ImVec2 bottom_middle, float width, Actions& actions);
/// A line that says what was done: "saved scan.nii.gz".
void draw_note(const std::string& note, ImVec2 bottom_middle, float width, Actions& actions);

}  // namespace auglens
