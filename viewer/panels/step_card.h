#pragma once
// One step of the chain as a card: switch, probability, parameters, order. It refuses to know the other steps.

#include "ops/draw.h"
#include "viewer/panels/actions.h"

namespace auglens {

struct StepCard {
  const Step& step;
  int place = 0, steps = 1;
  const DrawnStep* drawn = nullptr;  ///< of this sample; null without a scan
};

void draw_step_card(const StepCard& card, Actions& actions);

}  // namespace auglens
