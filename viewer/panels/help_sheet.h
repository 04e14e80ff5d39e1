#pragma once
// The sheet that lists every key and gesture. It refuses to know what they do.

namespace auglens {

/// Draws the sheet while `open`; sets it to false when it was closed.
void draw_help_sheet(bool& open);

}  // namespace auglens
