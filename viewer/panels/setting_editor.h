#pragma once
// The controls of one parameter, made from its row of the table: value or law, with unit, range and help. It refuses to
// know sessions and operators; it says what was touched.

#include <string>
#include <string_view>

#include "ops/parameter.h"
#include "viewer/ui/number.h"

namespace auglens {

struct SettingRow {
  std::string_view name;  ///< of the controls: "step.turn.angle"
  const Parameter& parameter;
  const Value* drawn = nullptr;  ///< what this sample got; null: the step was not applied
};

/// What the hand did; `json` is the new value as an edit line spells it, not yet checked where it was typed as text.
struct SettingChange {
  ui::Touch touch;  ///< `reset` asks for the default
  std::string json;
};
SettingChange edit_setting(const SettingRow& row, Setting setting);

/// "noise_std" -> "noise std": names as a person reads them.
std::string spoken(std::string_view name);

}  // namespace auglens
