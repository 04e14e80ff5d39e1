#include "viewer/command_line_labels.h"

#include "viewer/command_flags.h"
#include "viewer/commands/blobs.h"
#include "viewer/commands/check.h"
#include "viewer/commands/crops.h"

namespace auglens {
namespace {

/// Throws Error(usage) for what is no label value.
std::int32_t class_of(const std::string& flag, const std::string& text) {
  std::int32_t value = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || stop != text.data() + text.size())
    refuse(flag + text + " is not a class", "give a whole number such as 1");
  return value;
}

}  // namespace

int command_crops(const Words& words, OpenWindow) {
  CLI::App app(
      "The training windows that a preset's crop draws from a label, and what they hold where they are cut; steps "
      "behind the cut may change that.",
      "auglens crops");
  CropsOptions o;
  app.add_option("LABEL", o.label, "a label volume")->required();
  app.add_option("--preset", o.preset.preset, "a preset file with a crop")->required()->type_name("P");
  add_whole(app, "-n", o.draws, 1000000000, "N", "how many windows", 1);
  add_whole(app, "--seed", o.preset.seed, 9223372036854775807ULL, "S", "in place of the preset's seed");
  app.add_flag(
      "--odds", o.odds,
      "also the exact odds of all four samplers, for the label of the first draw; averages over the batch where "
      "its positions differ");
  add_whole(app, "--at-least", o.at_least, 1000000000, "T", "voxels of a class that make a hit of the odds, 1", 1);
  app.add_flag("--json", o.json, "one JSON object");
  add_device(app, o.device);
  if (!parse(app, words)) return 0;
  if (o.draws == 0) refuse("the number of windows is missing", "give -n N, such as -n 16");
  if (app.count("--at-least") > 0 && !o.odds) refuse("--at-least is for the odds alone", "add --odds, or leave it out");
  return run_crops(o);
}

int command_blobs(const Words& words, OpenWindow) {
  CLI::App app("The connected blobs of a label: class, volume, box, centroid, diameter.", "auglens blobs");
  BlobsOptions o;
  app.add_option("LABEL", o.label, "a label volume")->required();
  const auto one_class = [&o](const std::string& text) { o.components.only_class = class_of("--class ", text); };
  const auto background = [&o](const std::string& text) { o.components.background = class_of("--background ", text); };
  const auto connectivity = [&o](const std::string& text) {
    if (text != "6" && text != "18" && text != "26")
      refuse("--connectivity " + text + " is not known", "use 6 (faces), 18 (edges too) or 26 (corners too)");
    o.components.connectivity = static_cast<Connectivity>(std::stoi(text));
  };
  app.add_option_function<std::string>("--class", one_class, "the blobs of this class alone")->type_name("C");
  app.add_option_function<std::string>("--background", background, "the class that is no foreground; 0 by default")
      ->type_name("B");
  app.add_option_function<std::string>("--connectivity", connectivity, "which voxels touch; 6 by default")
      ->type_name("6|18|26");
  app.add_flag("--any", o.components.any_foreground, "touching classes are one blob");
  add_whole(app, "--k-largest", o.k_largest, 1000000000, "K", "the K of each class with the largest boxes");
  add_whole(app, "--threshold", o.threshold, 1000000000, "N",
            "leave out boxes of fewer than N voxels on an axis of more than one");
  app.add_flag("--json", o.json, "one JSON object");
  add_device(app, o.device);
  if (!parse(app, words)) return 0;
  if (o.components.any_foreground && o.components.only_class) refuse("--class and --any exclude each other", "use one");
  if (o.k_largest && *o.k_largest == 0) refuse("--k-largest 0 leaves nothing", "give 1 or more");
  return run_blobs(o);
}

int command_check(const Words& words, OpenWindow) {
  CLI::App app("What a preset does to a label over many draws: blobs lost, split or merged, volumes, drift.",
               "auglens check");
  CheckOptions o;
  add_input(app, o.input);
  app.add_option("--preset", o.preset.preset, "a preset file, or the name of a shipped one")
      ->required()
      ->type_name("P");
  add_whole(app, "--seed", o.preset.seed, 9223372036854775807ULL, "S", "in place of the preset's seed");
  add_whole(app, "-n", o.draws, 1000000, "N", "how many draws", 1);
  app.add_flag("--json", o.json, "one JSON object");
  add_device(app, o.device);
  if (!parse(app, words)) return 0;
  if (o.draws == 0) refuse("the number of draws is missing", "give -n N, such as -n 64");
  if (o.input.label.empty()) refuse("--label is missing", "give the label map that is to be kept safe");
  return run_check(o);
}

}  // namespace auglens
