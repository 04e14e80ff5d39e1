#include "viewer/commands/crops_odds.h"

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <sstream>

#include "io/preset_json.h"

namespace auglens {
namespace {

std::string bound(double windows) {
  return std::isfinite(windows) ? json_number(windows) : "null";
}

std::string by_class(const std::vector<ClassOdds>& classes, double ClassOdds::*member) {
  std::string s;
  for (const ClassOdds& c : classes)
    s += (s.empty() ? "\"" : ", \"") + std::to_string(c.value) + "\": " + json_number(c.*member);
  return "{" + s + "}";
}

std::string until_all_text(const BlobOdds& blobs) {
  const Expected& e = blobs.windows_until_all;
  std::ostringstream text;
  text << std::setprecision(4);
  if (!blobs.followed) {
    text << "more than " << most_seen_blobs << " objects: not followed";
  } else if (blobs.seen.empty()) {
    text << "no objects to follow";
  } else if (!std::isfinite(e.low)) {
    text << "some object is never seen";
  } else if (e.low == e.high) {
    text << e.low << " windows until every object was seen";
  } else {
    text << "between " << e.low << " and " << e.high << " windows until every object was seen";
  }
  return text.str();
}

}  // namespace

std::string more_classes(std::size_t count) {
  return "and " + std::to_string(count) + " classes more: --json has all of them\n";
}

std::string odds_text(const std::vector<SamplerOdds>& odds, SamplerKind own, std::int64_t at_least) {
  std::ostringstream text;
  text << std::setprecision(4);
  if (!odds.empty())
    text << "odds: " << name_of(own) << " as the preset has it, the other samplers with their defaults\n";
  for (const SamplerOdds& of : odds) {
    text << name_of(of.sampler) << ": " << (of.refused.empty() ? until_all_text(of.blobs) : of.refused) << '\n';
    for (std::size_t k = 0; k < std::min(of.classes.size(), most_class_rows); ++k) {
      const ClassOdds& c = of.classes[k];
      text << "  class " << c.value << ": " << 100 * c.hit_rate << " % of windows hold " << at_least
           << " or more of its voxels, " << 100 * c.mean_share << " % of their voxels\n";
    }
    if (of.classes.size() > most_class_rows) text << "  " << more_classes(of.classes.size() - most_class_rows);
  }
  return text.str();
}

std::string odds_json(const std::vector<SamplerOdds>& odds) {
  std::string s;
  for (const SamplerOdds& of : odds) {
    s += (s.empty() ? "\n  {\"sampler\": " : ",\n  {\"sampler\": ") + json_text(name_of(of.sampler));
    s += ", \"refused\": " + (of.refused.empty() ? std::string("null") : json_text(of.refused));
    s += ", \"hit_rate\": " + by_class(of.classes, &ClassOdds::hit_rate);
    s += ", \"mean_foreground\": " + by_class(of.classes, &ClassOdds::mean_share);
    const Expected& e = of.blobs.windows_until_all;
    s += ", \"windows_until_all\": " +
         (!of.refused.empty() || !of.blobs.followed ? std::string("null")
                                                    : "[" + bound(e.low) + ", " + bound(e.high) + "]") +
         "}";
  }
  return "[" + s + "]";
}

}  // namespace auglens
