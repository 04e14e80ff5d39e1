#pragma once
// What a setting becomes when the user asks for another law: the nearest one that says about the same. It refuses to
// know widgets.

#include <optional>

#include "ops/parameter.h"

namespace auglens {

/// The middle of what a law draws: the constant, the mean of the bounds, the first item of a choice; nothing for text
/// and whole vectors.
std::optional<double> middle_of(const Distribution& distribution);

/// The same middle under another law, inside the parameter's limits; uniform and normal get a spread of a tenth of the
/// slider's way, factors a quarter up and down. Precondition: the parameter allows the law.
Distribution with_law(const Parameter& parameter, const Distribution& distribution, Law law);

/// One law for all components becomes one for each, and back (the first one is taken).
Setting per_component(const Setting& setting, int components);
Setting for_all(const Setting& setting);
/// The number of constants that are whole vectors becomes one per component; others stay.
bool one_for_each(const Setting& setting);

}  // namespace auglens
