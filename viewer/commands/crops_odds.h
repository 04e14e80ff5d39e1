#pragma once
// The odds of the four samplers side by side, as text and as JSON. It refuses to compute them.

#include <string>
#include <vector>

#include "ops/objects/crop_odds.h"

namespace auglens {

/// Text stops here, and tells how many classes follow; JSON has all of them.
inline constexpr std::size_t most_class_rows = 256;
std::string more_classes(std::size_t count);

/// A table: one block per sampler, one line per class, and the expected windows until every object was seen. `own` is
/// the preset's sampler.
std::string odds_text(const std::vector<SamplerOdds>& odds, SamplerKind own, std::int64_t at_least);

/// A list of {"sampler", "refused", "hit_rate", "mean_foreground", "windows_until_all": [low, high]}; a bound that is
/// infinite, because some blob is never seen, is null; null in place of both: the sampler was refused, or there are
/// more blobs than are followed.
std::string odds_json(const std::vector<SamplerOdds>& odds);

}  // namespace auglens
