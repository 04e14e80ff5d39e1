#pragma once
// Controls for numbers: a track with one handle or two, and fields to type in. It refuses to know what is measured.

#include <optional>

#include "viewer/ui/widget.h"

namespace auglens::ui {

/// The track runs over [low, high]; typed numbers may lie anywhere in [minimum, maximum].
struct NumberStyle {
  double low = 0, high = 1;
  double minimum = -1e300, maximum = 1e300;
  std::string_view unit = {};
  bool integer = false;
  bool logarithmic = false;          ///< equal factors take equal ways; needs low > 0
  std::optional<double> drawn = {};  ///< marked on the track: what this sample got
};

/// Track and field in one line of `width`. Shift moves a fifth as fast; a double click on the track asks for a reset.
Touch number(std::string_view name, double& value, const NumberStyle& style, float width);
/// Two handles on one track and a field for each; the handles never pass each other.
Touch range(std::string_view name, double& low, double& high, const NumberStyle& style, float width);
/// The field alone: drag it sideways, or click and type.
Touch number_field(std::string_view name, double& value, const NumberStyle& style, float width);

}  // namespace auglens::ui
