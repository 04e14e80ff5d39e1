#include "viewer/commands/apply.h"

#include <algorithm>
#include <iostream>
#include <numeric>

#include "io/load.h"
#include "io/preset_json.h"
#include "io/save.h"
#include "io/save_target.h"
#include "ops/evaluate.h"
#include "ops/replay/replay.h"
#include "viewer/commands/apply_report.h"
#include "viewer/commands/common.h"
#include "viewer/training_windows.h"

namespace auglens {
namespace {

constexpr std::string_view placeholder = "{sample}";
constexpr const char* unstated_in_metaimage =
    "the input does not say how the patient lies, but MetaImage must: the axes are written as L, P and S; "
    "save as .nii or .nrrd to leave it open";

std::string named(std::string name, std::uint64_t sample) {
  for (auto at = name.find(placeholder); at != std::string::npos; at = name.find(placeholder, at))
    name.replace(at, placeholder.size(), std::to_string(sample));
  return name;
}

/// What can be known before any long work starts.
void check_names(const ApplyOptions& o) {
  const auto usage = [](const char* what, const char* to_do) { throw Error(ErrorKind::usage, {"", what, "", to_do}); };
  volume_format_of(o.out);
  if (!o.label_out.empty()) volume_format_of(o.label_out);
  const bool read_only = o.preset.crop && o.label_out.empty();  // labels may only say where to cut
  if (o.input.label.empty() != o.label_out.empty() && !read_only)
    usage("--label and --label-out go together", "give both or neither");
  if (!o.samples || (*o.samples)[0] == (*o.samples)[1]) return;
  for (const std::string& name : {o.out, o.label_out}) {
    if (!name.empty() && name.find(placeholder) == std::string::npos)
      usage("several samples would overwrite one file", "put {sample} into the names of --out and --label-out");
  }
}

std::vector<std::string> inputs_of(const ApplyOptions& o) {
  std::vector<std::string> inputs = o.input.inputs;
  if (!o.label_out.empty()) inputs.push_back(o.input.label);
  return inputs;
}

/// The names of one sample's image and, if wanted, labels.
std::vector<std::string> claimed_names(const ApplyOptions& o, std::uint64_t sample, SaveTargets& targets) {
  std::vector<std::string> files{named(o.out, sample)};
  if (!o.label_out.empty()) files.push_back(named(o.label_out, sample));
  for (const std::string& file : files) targets.claim(file);
  return files;
}

/// Says what could not be left open; like all notices after the work.
void say_invented(const ApplyOptions& o, const Case& opened) {
  if (opened.source.states_orientation) return;
  for (const std::string& name : {o.out, o.label_out})
    if (!name.empty() && !can_leave_orientation_open(volume_format_of(name)))
      std::cerr << "auglens: " << name << ": notice: " << unstated_in_metaimage << '\n';
}

std::vector<int> wanted_channels(const Case& opened, const std::optional<int>& channel) {
  if (channel) return {*channel};
  std::vector<int> all(static_cast<std::size_t>(opened.image.channels));
  std::iota(all.begin(), all.end(), 0);
  return all;
}

/// One sample of the case: every wanted frame with the same draw, so that a series stays consistent.
class Sampler {
 public:
  Sampler(const ApplyOptions& options, const Preset& preset, const Case& opened, const Job& job)
      : options_(options),
        preset_(preset),
        case_(opened),
        job_(job),
        channels_(wanted_channels(opened, options.input.channel)) {}

  std::string run(std::uint64_t sample, const std::vector<std::string>& files) {
    const std::uint64_t seed = options_.preset.seed.value_or(preset_.seed);
    const std::optional<TrainingWindow> window = window_of(seed, sample);
    applied_ = window ? cut_preset(preset_, window->drawn.window) : preset_;
    const Draw draw = make_draw(applied_, seed, window ? window->draw : sample, case_, facts_, job_);
    const int first = options_.input.frame.value_or(0);
    const int frames = options_.input.frame ? 1 : case_.image.frames;
    Plan shown = plan_for(draw, first);
    Image out = Image::allocate(shown.out, VoxelType::float32, static_cast<int>(channels_.size()), frames);
    for (int k = 0; k < frames; ++k) evaluate_frame(k == 0 ? shown : plan_for(draw, first + k), k, out);
    std::vector<PendingFile> pending;
    pending.push_back(prepare_image(out, files[0], {options_.type, case_.source.states_orientation}, job_));
    if (files.size() > 1) pending.push_back(written_labels(shown, files[1]));
    publish_together(pending);  // both are complete: no new image stands beside old labels
    if (!options_.json) return summary(out, files);
    return apply_report({preset_, applied_, shown, sample, window ? &window->drawn : nullptr}, files);
  }

  /// What the crop's sampler found odd about any sample's labels, each line once.
  const std::vector<std::string>& notices() const { return notices_; }

 private:
  std::optional<TrainingWindow> window_of(std::uint64_t seed, std::uint64_t sample) {
    if (!options_.preset.crop) return std::nullopt;
    if (!windows_) windows_.emplace(preset_, seed, case_, options_.input.frame.value_or(0), facts_, job_);
    TrainingWindow window = windows_->of_sample(sample);
    for (std::string& line : window.ground->sampler().notices())
      if (std::find(notices_.begin(), notices_.end(), line) == notices_.end()) notices_.push_back(std::move(line));
    return window;
  }

  Plan plan_for(const Draw& draw, int frame) {
    return make_plan(applied_.steps, draw, case_, {frame, channels_, FactsMode::exact}, facts_, job_);
  }

  void evaluate_frame(const Plan& plan, int frame, const Image& out) {
    for (std::size_t i = 0; i < channels_.size(); ++i) {
      const ImageRequest request{whole(plan.out), out.mutable_view<float>(static_cast<int>(i), frame)};
      evaluate(plan, case_, channels_[i], {&request, 1}, facts_, job_);
    }
  }

  PendingFile written_labels(const Plan& plan, const std::string& file) {
    const LabelMap labels = evaluate_label_volume(plan, case_, facts_, job_);
    const auto stored = stored_type_named(case_.label_source.stored_type);
    return prepare_labels(labels, file, {stored.value_or(StoredType::int32), case_.source.states_orientation}, job_);
  }

  std::string summary(const Image& out, const std::vector<std::string>& files) const {
    const Index3& n = out.grid.size;
    std::string text = "wrote " + files[0] + " (" + std::to_string(n[0]) + " x " + std::to_string(n[1]) + " x " +
                       std::to_string(n[2]) + ", " + name_of(options_.type) + ")";
    if (files.size() > 1) text += " and " + files[1];
    return text;
  }

  const ApplyOptions& options_;
  const Preset& preset_;
  const Case& case_;
  const Job& job_;
  std::vector<int> channels_;
  FactsCache facts_;
  std::optional<TrainingWindows> windows_;  ///< with --crop
  Preset applied_;                          ///< the preset, with the sample's window cut
  std::vector<std::string> notices_;
};

}  // namespace

int run_apply(const ApplyOptions& options) {
  check_names(options);
  const auto range = options.samples.value_or(std::array{options.preset.sample, options.preset.sample});
  SaveTargets targets(inputs_of(options));
  std::vector<std::string> files = claimed_names(options, range[0], targets);  // wrong names fail before long work
  const Preset preset = open_preset(options.preset);
  if (options.preset.crop && !preset.crop)
    throw Error(ErrorKind::usage, {options.preset.preset, "--crop needs a preset with a crop", "/crop",
                                   "leave --crop out, or add \"crop\" to the preset"});
  const Device device = open_device(options.device);
  const Job job{device};
  const Case opened = open_case(options.input, job);
  Sampler sampler(options, preset, opened, job);
  const bool several = options.json && options.samples.has_value();
  const WorkFiles blamed{opened.source.file, options.preset.preset};
  if (several) std::cout << "{\"samples\": [\n";
  for (std::uint64_t sample = range[0]; sample <= range[1]; ++sample) {
    if (sample > range[0]) files = claimed_names(options, sample, targets);
    const std::string text = with_files(blamed, [&] { return sampler.run(sample, files); });
    std::cout << text << (several && sample < range[1] ? ",\n" : "\n") << std::flush;
  }
  if (several) std::cout << "]}\n";
  say_notices(opened);
  say_notices(opened.label_source.file, sampler.notices());
  say_invented(options, opened);
  return 0;
}

}  // namespace auglens
