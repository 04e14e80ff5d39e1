#include "ops/objects/label_draw.h"

#include "ops/operator.h"

namespace auglens {

Draw draw_for_labels(const Chain& chain, Draw draw) {
  for (std::size_t k = 0; k < chain.size(); ++k)
    if (draw.steps[k].applied && chain[k].op->reads_image) return draw;
  for (std::size_t k = 0; k < chain.size(); ++k)
    if (chain[k].op->family == Family::intensity) draw.steps[k].applied = false;
  return draw;
}

}  // namespace auglens
