#pragma once
// How often the windows of each sampler hit each class, side by side. It refuses to compute it.

#include "viewer/panels/study_choice.h"
#include "viewer/study.h"

namespace auglens {

/// A section that says that it was seen only while it is open.
void draw_odds_panel(const SessionState& state, const Studies& studies, StudyChoice& choice);

/// An expected number of windows in few letters, such as "12", "3.4" or "1.2k"; "never" where it is infinite.
std::string windows_text(double windows);

}  // namespace auglens
