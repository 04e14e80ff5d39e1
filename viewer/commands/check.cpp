#include "viewer/commands/check.h"

#include <cmath>
#include <iomanip>
#include <iostream>
#include <sstream>

#include "io/load.h"
#include "io/preset_json.h"
#include "ops/objects/label_safety.h"
#include "ops/replay/replay.h"
#include "viewer/commands/common.h"
#include "viewer/safety_words.h"

namespace auglens {
namespace {

std::string short_number(double v) {
  if (std::isinf(v)) return "new";  // the volume of a class that the input lacks
  std::ostringstream s;
  s << std::setprecision(4) << v;
  return s.str();
}

/// null for the volume of a class that the input lacks.
std::string change_json(double v) {
  return std::isfinite(v) ? json_number(v) : "null";
}

const LimitCheck* limit_of(const std::vector<LimitCheck>& checks, std::string_view measure) {
  for (const LimitCheck& check : checks)
    if (check.limit == measure) return &check;
  return nullptr;
}

std::string table(const std::vector<DrawSafety>& draws, const std::vector<LimitCheck>& checks) {
  std::ostringstream out;
  out << std::left << std::setw(22) << "measure" << std::setw(12) << "mean" << std::setw(12) << "worst" << std::setw(10)
      << "sample" << std::setw(12) << "limit"
      << "what it is\n";
  for (const WorstDraw& row : worst_draws(draws)) {
    const LimitCheck* limit = limit_of(checks, row.measure);
    out << std::setw(22) << row.measure << std::setw(12) << short_number(row.mean) << std::setw(12)
        << short_number(row.worst) << std::setw(10) << (row.worst == 0 ? "-" : std::to_string(row.sample))
        << std::setw(12) << (limit == nullptr ? "-" : short_number(limit->allowed) + (limit->ok ? " ok" : " BROKEN"))
        << safety_measure(row.measure).words << '\n';
  }
  return out.str();
}

std::string draw_json(const DrawSafety& s) {
  std::string classes;
  for (const ClassSafety& c : s.classes)
    classes += (classes.empty() ? "" : ", ") + ("{\"value\": " + std::to_string(c.label)) +
               ", \"volume_change\": " + change_json(c.volume_change) +
               ", \"out_of_canvas\": " + json_number(c.out_of_canvas) + "}";
  return "{\"sample\": " + std::to_string(s.sample) + ", \"blobs\": " + std::to_string(s.blobs) +
         ", \"blobs_lost\": " + std::to_string(s.lost) + ", \"blobs_split\": " + std::to_string(s.split) +
         ", \"blobs_merged\": " + std::to_string(s.merged) +
         ", \"smallest_blob_mm3\": " + (s.smallest_mm3 > 0 ? json_number(s.smallest_mm3) : "null") +
         ", \"class_volume_change\": " + change_json(s.volume_change) +
         ", \"out_of_canvas\": " + json_number(s.out_of_canvas) +
         ", \"centroid_drift_mm\": " + json_number(s.centroid_drift_mm) +
         ", \"border_drift_mm\": " + json_number(s.border_drift_mm) + ", \"classes\": [" + classes + "]}";
}

std::string report_json(const Preset& preset, std::uint64_t seed, const std::vector<DrawSafety>& draws,
                        const std::vector<LimitCheck>& checks) {
  std::string s = "{\"preset\": \"" + preset_hash_text(preset) + "\", \"seed\": " + std::to_string(seed);
  s += ",\n \"draws\": [";
  for (std::size_t i = 0; i < draws.size(); ++i) s += (i == 0 ? "\n  " : ",\n  ") + draw_json(draws[i]);
  s += "],\n \"worst\": {";
  const auto worst = worst_draws(draws);
  for (std::size_t i = 0; i < worst.size(); ++i)
    s += (i == 0 ? "\n  " : ",\n  ") + json_text(worst[i].measure) + ": {\"value\": " + change_json(worst[i].worst) +
         ", \"mean\": " + change_json(worst[i].mean) + ", \"sample\": " + std::to_string(worst[i].sample) + "}";
  if (const DrawSafety* small = smallest_left(draws))
    s += ",\n  \"smallest_blob_mm3\": {\"value\": " + json_number(small->smallest_mm3) +
         ", \"sample\": " + std::to_string(small->sample) + "}";
  s += "},\n \"limits\": [";
  for (std::size_t i = 0; i < checks.size(); ++i)
    s += (i == 0 ? "\n  " : ",\n  ") + ("{\"limit\": " + json_text(checks[i].limit)) +
         ", \"allowed\": " + json_number(checks[i].allowed) + ", \"worst\": " + change_json(checks[i].worst) +
         ", \"sample\": " + std::to_string(checks[i].sample) + ", \"ok\": " + (checks[i].ok ? "true" : "false") + "}";
  return s + "]}";
}

std::string smallest_text(const std::vector<DrawSafety>& draws) {
  const DrawSafety* small = smallest_left(draws);
  if (small == nullptr) return "no blob is left in any draw\n";
  return "the smallest blob that is left has " + short_number(small->smallest_mm3) + " mm3, at sample " +
         std::to_string(small->sample) + "\n";
}

std::string verdict(const std::vector<LimitCheck>& checks, std::size_t blobs, std::size_t draws) {
  std::string s = std::to_string(blobs) + (blobs == 1 ? " blob, " : " blobs, ") + std::to_string(draws) +
                  (draws == 1 ? " draw: " : " draws: ");
  if (checks.empty()) return s + "the preset states no limits\n";
  std::string broken;
  for (const LimitCheck& c : checks)
    if (!c.ok)
      broken += (broken.empty() ? "" : "; ") + std::string(c.limit) +
                (std::isinf(c.worst) ? " sees a class that the label lacks" : " is " + short_number(c.worst)) +
                " at sample " + std::to_string(c.sample) + " (allowed " + short_number(c.allowed) + ")";
  return s + (broken.empty() ? "every limit holds\n" : broken + "\n");
}

}  // namespace

int run_check(const CheckOptions& options) {
  const Preset preset = open_preset(options.preset);
  const Device device = open_device(options.device);
  const Job job{device};
  const Case opened = open_case(options.input, job);
  const LabelSafety safety(opened, job);
  const std::uint64_t seed = options.preset.seed.value_or(preset.seed);
  std::vector<DrawSafety> draws;
  FactsCache facts;
  for (std::uint64_t k = 0; k < options.draws; ++k)
    draws.push_back(safety.judge(preset.steps, make_draw(preset, seed, k, opened, facts, job), facts, job));
  const auto checks = check_limits(preset.limits.value_or(Limits()), draws);
  if (options.json)
    std::cout << report_json(preset, seed, draws, checks) << '\n';
  else
    std::cout << table(draws, checks) << smallest_text(draws) << verdict(checks, safety.blobs().size(), draws.size());
  std::cout << std::flush;
  say_notices(opened);
  if (preset.crop) say_notices(options.preset.preset, {"the training window is not cut: the whole output is checked"});
  for (const LimitCheck& c : checks)
    if (!c.ok) return 1;
  return 0;
}

}  // namespace auglens
