#include "viewer/panels/objects_panel.h"

namespace auglens {

void draw_objects_panel(const ObjectsState& state, Actions&) {
  if (!state.objects) return ui::paragraph("Finding objects…", ui::token::dim);
  if (!state.objects->refused.empty()) ui::paragraph(state.objects->refused, ui::token::warn);
  if (state.objects->found) ui::text(std::to_string(state.objects->found->blobs.size()) + " objects");
}

}  // namespace auglens
