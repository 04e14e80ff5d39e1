#include "viewer/crop_figure.h"

#include <algorithm>
#include <charconv>

#include "io/preset_json.h"
#include "ops/objects/crop_coverage.h"
#include "ops/objects/crop_cut.h"
#include "render/label_colour.h"
#include "render/slice_geometry.h"

namespace auglens {
namespace {

Layout layout_of(Plane plane) {
  constexpr Layout layouts[] = {Layout::axial, Layout::coronal, Layout::sagittal};
  return layouts[static_cast<std::size_t>(plane)];
}

/// The image as it is when the window is cut.
SessionState before_cut(const SessionState& state, std::uint64_t draw) {
  Preset preset = *state.recipe.preset;
  preset.steps = steps_before_cut(preset.steps, *preset.crop);
  preset.crop.reset();
  return with_recipe(state, std::move(preset), draw);
}

Vec3 middle_of(const Region& box) {
  Vec3 middle;
  for (std::size_t k = 0; k < 3; ++k)
    middle[k] = static_cast<double>(box.start[k]) + static_cast<double>(box.size[k] - 1) / 2;
  return middle;
}

/// The law of windows about the chosen object alone; the whole law where nothing was chosen.
StartLaw law_of_choice(const TrainingWindow& window) {
  StartLaw law = window.ground->sampler().law();
  if (!window.drawn.blob) return law;
  std::erase_if(law.ranges, [&](const StartRange& r) { return r.blob != window.drawn.blob; });
  law.aims.clear();
  return law;
}

/// The box that all windows of a law fill.
Region reach_of(const StartShares& shares) {
  Region reach = shares.starts;
  for (std::size_t k = 0; k < 3; ++k) reach.size[k] += shares.window[k] - 1;
  return reach;
}

std::string number_words(double value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::general, 2).ptr;
  if (value < 0.1) return "under 0.1";
  return value >= 99.5 ? "100" : std::string(text, end);
}

/// Builds the figure panel by panel.
class Drawer {
 public:
  Drawer(const SessionState& state, FactsCache& facts, const Job& job)
      : state_(state),
        facts_(facts),
        job_(job),
        preset_(preset_with_crop(state)),
        objects_(object_scene_of_crop(state, facts, job)),
        window_(*objects_.window) {
    state_.original = state_.crop = false;
    state_.view.layout = layout_of(state.view.plane);
    state_.view.at = window_.ground->labels().grid.to_world(middle_of(aim()));
    before_ = evaluate_slices(before_cut(state_, window_.draw), FactsMode::exact, facts, job);
  }

  SceneSlices run() {
    const std::string drawn = state_.shown()->labels.name_of(window_.drawn.class_value);
    add_objects();
    add(window_.drawn.foreground ? "2  The drawn class: " + drawn : "2  No object: a background draw",
        [&](std::int32_t label, std::int32_t id) { return of_class(id) ? label : dimmed(label); });
    add("3  " + left_words() + (objects_.aimed ? ", the drawn one white" : ""),
        [&](std::int32_t label, std::int32_t id) {
          if (id > 0 && objects_.aimed && static_cast<std::size_t>(id - 1) == *objects_.aimed)
            return label | label_chosen;
          return id > 0 && !objects_.left_out(static_cast<std::size_t>(id - 1)) ? label : dimmed(label);
        });
    add_places();
    add_window();
    add_patch();
    figure_.shown = state_.shown_case();
    figure_.at = state_.view.at;
    figure_.legend = legend();
    return std::move(figure_);
  }

 private:
  static std::int32_t dimmed(std::int32_t label) { return label == 0 ? 0 : label | label_dimmed; }
  bool of_class(std::int32_t id) const {
    return id > 0 && objects_.found->blobs[static_cast<std::size_t>(id - 1)].label == window_.drawn.class_value;
  }

  /// With the one that the view has chosen, where the slice meets it.
  void add_objects() {
    const auto picked = state_.view.object ? objects_.at(*state_.view.object) : std::nullopt;
    SceneSide& shown = add("1  Objects, by class", [&](std::int32_t label, std::int32_t id) {
      return id > 0 && picked == static_cast<std::size_t>(id - 1) ? label | label_chosen : label;
    });
    if (picked) shown.marks = {mark_of(objects_.found->blobs[*picked].box, token::text, true)};
  }

  std::string legend() const {
    const Index3& size = preset_.crop->size;
    return std::string(name_of(preset_.crop->sampler)) + " " + std::to_string(size[0]) + " x " +
           std::to_string(size[1]) + " x " + std::to_string(size[2]) + "   dashed white: reach of windows" +
           (window_.drawn.box ? "   dashed orange: the aim" : "");
  }

  std::string left_words() const {
    if (!objects_.found) return "No objects";
    const std::size_t all = objects_.found->blobs.size();
    std::size_t left = 0;
    for (std::size_t b = 0; b < all; ++b) left += objects_.left_out(b) ? 0 : 1;
    return "Left: " + std::to_string(left) + " of " + std::to_string(all);
  }

  /// What all panels go through: the part of the drawn object that the window holds, else the window.
  Region aim() const {
    if (!window_.drawn.box) return window_.drawn.window;
    const Region held = intersect(*window_.drawn.box, window_.drawn.window);
    return held.empty() ? window_.drawn.window : held;
  }

  /// One panel of the image before the cut; `label` turns a dense class index and a blob's number into what is shown.
  template <class F>
  SceneSide& add(std::string caption, F&& label) {
    SceneSide& side = show(before_.sides.at(0), std::move(caption));
    if (objects_.found)
      each_object_voxel(side.slices.at(0), *objects_.found,
                        [&](std::int32_t& value, std::int32_t id) { value = label(value, id); });
    return side;
  }

  SceneSide& show(const SceneSide& side, std::string caption) {
    figure_.sides.push_back(side);
    figure_.sides.back().caption = std::move(caption);
    return figure_.sides.back();
  }

  /// Where windows of this object lie: their probability as heat, and the box that they all fill.
  void add_places() {
    const StartShares shares = start_shares(law_of_choice(window_), job_);
    const Image heat = coverage(shares, window_.ground->labels().grid, job_);
    const bool one = window_.drawn.blob.has_value();
    SceneSide& shown = add("", [&](std::int32_t label, std::int32_t) { return dimmed(label); });
    float most = 0;
    shown.slices[0].heat = heat_of(heat, shown.slices[0], most);
    shown.caption = std::string(one ? "4  Its windows" : "4  All windows") + "; brightest: in " +
                    number_words(100 * static_cast<double>(most)) + " %";
    shown.marks = {mark_of(reach_of(shares), token::text, true)};
    if (window_.drawn.box) shown.marks.push_back(mark_of(*window_.drawn.box, token::augmented, true));
  }

  /// The slice of the probabilities, against the largest one in it.
  static std::vector<float> heat_of(const Image& heat, const SceneSlice& slice, float& most) {
    std::vector<float> out;
    const Region region = slice_region(heat.grid, slice.place.axis, slice.place.index);
    const auto view = heat.view<float>();
    for (std::int64_t z = region.start[2]; z < region.end(2); ++z)
      for (std::int64_t y = region.start[1]; y < region.end(1); ++y)
        for (std::int64_t x = region.start[0]; x < region.end(0); ++x) {
          out.push_back(view.at(x, y, z));
          most = std::max(most, out.back());
        }
    if (most > 0)
      for (float& v : out) v /= most;
    return out;
  }

  void add_window() {
    SceneSide& shown = add("5  Window of sample " + std::to_string(state_.recipe.sample) + ", thin: the next ones",
                           [](std::int32_t label, std::int32_t) { return label; });
    shown.marks = window_marks(objects_);
  }

  /// What the network receives, in the window's own size, after the steps behind the cut.
  void add_patch() {
    const std::string caption = "6  " + patch_words();
    const SceneSlices patch = evaluate_slices(
        with_recipe(state_, cut_preset(preset_, window_.drawn.window), window_.draw), FactsMode::exact, facts_, job_);
    show(patch.sides.at(0), caption);
  }

  /// The classes that fill most of it.
  std::string patch_words() const {
    constexpr std::size_t most = 2;
    std::vector<ClassCount> counts = window_.labels;
    if (counts.empty()) return "The patch holds no foreground";
    std::stable_sort(counts.begin(), counts.end(),
                     [](const ClassCount& a, const ClassCount& b) { return a.voxels > b.voxels; });
    const auto voxels = static_cast<double>(window_.drawn.window.voxels());
    std::string words;
    for (std::size_t k = 0; k < std::min(most, counts.size()); ++k)
      words += (k == 0 ? "" : ", ") + state_.shown()->labels.name_of(counts[k].value) + ": " +
               number_words(100 * static_cast<double>(counts[k].voxels) / voxels) + " %";
    return counts.size() > most ? words + ", " + std::to_string(counts.size() - most) + " more" : words;
  }

  SessionState state_;
  FactsCache& facts_;
  const Job& job_;
  const Preset& preset_;
  ObjectScene objects_;
  const TrainingWindow& window_;
  SceneSlices before_;
  SceneSlices figure_;
};

}  // namespace

SceneSlices crop_figure(const SessionState& state, FactsCache& facts, const Job& job) {
  return Drawer(state, facts, job).run();
}

SceneSlices evaluate_panes(const SessionState& state, std::shared_ptr<const Plan> plan, FactsCache& facts,
                           const Job& job) {
  if (state.view.layout == Layout::crops) return crop_figure(state, facts, job);
  return evaluate_slices(state, std::move(plan), facts, job);
}

}  // namespace auglens
