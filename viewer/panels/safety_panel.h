#pragma once
// What many samples of the chain do to the labels, against the preset's limits. It refuses to judge them.

#include "viewer/panels/actions.h"
#include "viewer/panels/study_choice.h"
#include "viewer/study.h"

namespace auglens {

void draw_safety_panel(const SessionState& state, const Studies& studies, StudyChoice& choice, Actions& actions);

}  // namespace auglens
