#include "viewer/commands/crops.h"

#include <algorithm>
#include <iomanip>
#include <iostream>
#include <map>
#include <sstream>

#include "io/load.h"
#include "io/preset_json.h"
#include "ops/objects/crop_cut.h"
#include "viewer/commands/common.h"
#include "viewer/commands/crops_odds.h"
#include "viewer/training_windows.h"

namespace auglens {
namespace {

/// The preset as far as a label alone can tell: the steps that move it before the window is cut.
Preset moving_part(Preset preset) {
  preset.steps = steps_before_cut(preset.steps, *preset.crop);
  preset.crop->before.reset();
  std::erase_if(preset.steps, [](const Step& step) { return step.op->family != Family::spatial; });
  for (const Step& step : preset.steps)
    if (step.enabled && step.op->reads_image)
      throw Error(ErrorKind::bad_input, {"", "step \"" + step.id + "\" reads the image, and only a label is here", "",
                                         "switch it off, or cut the window before it"});
  return preset;
}

/// What all draws came to.
struct Summary {
  struct OfClass {
    std::uint64_t hits = 0;  ///< windows that hold a voxel of it
    double share = 0;        ///< sum over the windows of its share of the window's voxels
  };
  std::uint64_t draws = 0, foreground = 0;
  std::map<std::int32_t, OfClass> classes;

  void add(const CropWindow& drawn, const std::vector<ClassCount>& labels) {
    ++draws;
    foreground += drawn.foreground ? 1 : 0;
    for (const ClassCount& c : labels) {
      OfClass& of = classes[c.value];
      ++of.hits;
      of.share += static_cast<double>(c.voxels) / static_cast<double>(drawn.window.voxels());
    }
  }
  double over_draws(double sum) const { return draws == 0 ? 0 : sum / static_cast<double>(draws); }
};

std::string triple(const Index3& v, const char* between) {
  return std::to_string(v[0]) + between + std::to_string(v[1]) + between + std::to_string(v[2]);
}

std::string region_json(const Region& r) {
  return "{\"start\": [" + triple(r.start, ", ") + "], \"size\": [" + triple(r.size, ", ") + "]}";
}

std::string draw_json(std::uint64_t sample, const CropWindow& drawn, const Region& box,
                      const std::vector<ClassCount>& labels) {
  std::string s = "{\"sample\": " + std::to_string(sample) + ", \"class\": " + std::to_string(drawn.class_value);
  s += ", \"box\": " + region_json(box) + ", \"window\": " + region_json(drawn.window) + ", \"labels\": [";
  for (std::size_t i = 0; i < labels.size(); ++i)
    s += (i == 0 ? "" : ", ") + ("{\"value\": " + std::to_string(labels[i].value)) +
         ", \"voxels\": " + std::to_string(labels[i].voxels) + "}";
  return s + "]}";
}

std::string summary_json(const Summary& all) {
  std::string hits, shares;
  for (const auto& [value, of] : all.classes) {
    const std::string key = (hits.empty() ? "\"" : ", \"") + std::to_string(value) + "\": ";
    hits += key + json_number(all.over_draws(static_cast<double>(of.hits)));
    shares += key + json_number(all.over_draws(of.share));
  }
  return "{\"draws\": " + std::to_string(all.draws) + ", \"foreground_draws\": " + std::to_string(all.foreground) +
         ", \"hit_rate\": {" + hits + "}, \"mean_foreground\": {" + shares + "}}";
}

std::string draw_row(std::uint64_t sample, const CropWindow& drawn, const Region& box,
                     const std::vector<ClassCount>& labels) {
  std::ostringstream row;
  row << std::left << std::setw(8) << sample << std::setw(12) << drawn.class_value << std::setw(18)
      << triple(box.start, ",") << std::setw(16) << triple(box.size, "x") << std::setw(18)
      << triple(drawn.window.start, ",") << std::setw(16) << triple(drawn.window.size, "x");
  for (std::size_t k = 0; k < std::min(labels.size(), most_class_rows); ++k)
    row << labels[k].value << ':' << labels[k].voxels << ' ';
  if (labels.size() > most_class_rows) row << "and " << labels.size() - most_class_rows << " more";
  std::string text = row.str();
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

constexpr const char* heading =
    "sample  class       box start         box size        window start      window size     labels in the window\n";

std::string summary_text(const Summary& all) {
  std::ostringstream text;
  text << all.foreground << " of " << all.draws << " draws aim at foreground\n";
  std::size_t rows = 0;
  for (const auto& [value, of] : all.classes) {
    if (++rows > most_class_rows) return text.str() + more_classes(all.classes.size() - most_class_rows);
    text << "class " << value << ": in " << std::setprecision(4) << 100 * all.over_draws(static_cast<double>(of.hits))
         << " % of the windows, " << std::setprecision(4) << 100 * all.over_draws(of.share) << " % of their voxels\n";
  }
  return text.str();
}

Preset preset_with_crop(const PresetOptions& options) {
  Preset preset = open_preset(options);
  if (preset.crop) return preset;
  throw Error(ErrorKind::bad_input, {options.preset, "the preset has no crop", "/crop",
                                     "add \"crop\": {\"size\": [x, y, z], \"sampler\": \"object_box\"}"});
}

/// Draws, prints row by row, and sums up.
Summary print_draws(const CropsOptions& o, TrainingWindows& windows, std::vector<std::string>& notices,
                    const Job& job) {
  Summary all;
  for (std::uint64_t k = 0; k < o.draws && std::cout; ++k) {  // no more for a reader that has gone, or a full disk
    job.check();
    const TrainingWindow window = windows.of_sample(k);
    const CropGround& ground = *window.ground;
    if (k == 0) notices = ground.sampler().notices();
    const std::int32_t background = background_of(ground.rule());
    for (const ClassVoxels& c : ground.index().classes())
      if (c.value != background) all.classes[c.value];
    all.add(window.drawn, window.labels);
    const Region box = window.drawn.box.value_or(whole(ground.labels().grid));
    if (o.json) {
      std::cout << (k == 0 ? "\n  " : ",\n  ") << draw_json(k, window.drawn, box, window.labels);
    } else {
      std::cout << draw_row(k, window.drawn, box, window.labels) << '\n';
    }
  }
  return all;
}

/// What follows the draws.
std::string ending(const CropsOptions& o, const Preset& preset, const Summary& all, TrainingWindows& windows,
                   const Job& job) {
  std::vector<SamplerOdds> odds;
  if (o.odds) {
    const auto ground = windows.ground_of_draw(0);
    auto components = ground->components();
    if (!components)
      components = std::make_shared<Components>(components_of(ground->labels(), blob_options(ground->rule()), job));
    odds = compare_samplers(*preset.crop, ground->labels(), *components, o.at_least, job);
  }
  if (!o.json) return summary_text(all) + odds_text(odds, preset.crop->sampler, o.at_least);
  return "],\n \"summary\": " + summary_json(all) + (o.odds ? ",\n \"odds\": " + odds_json(odds) : "") + "}\n";
}

}  // namespace

int run_crops(const CropsOptions& options) {
  const Preset preset = moving_part(preset_with_crop(options.preset));
  const Device device = open_device(options.device);
  const Job job{device};
  const Case opened = load_labels(options.label, job);
  FactsCache facts;
  TrainingWindows windows(preset, options.preset.seed.value_or(preset.seed), opened, 0, facts, job);
  try {
    windows.of_sample(0);  // what cannot be drawn fails before the first line of output
  } catch (const Error& e) {
    if (!e.parts().file.empty()) throw;
    const bool of_preset = e.parts().where.starts_with('/');  // a JSON pointer
    throw Error(e.kind(),
                {of_preset ? options.preset.preset : options.label, e.parts().what, e.parts().where, e.parts().to_do});
  }
  std::vector<std::string> notices;
  std::cout << (options.json ? "{\"draws\": [" : heading);
  const Summary all = print_draws(options, windows, notices, job);
  std::cout << ending(options, preset, all, windows, job);
  say_notices(opened);
  say_notices(options.label, notices);
  return 0;
}

}  // namespace auglens
