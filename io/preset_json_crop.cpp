#include "io/preset_json_crop.h"

#include <array>
#include <cmath>

#include "io/nearest_name.h"
#include "io/preset_json.h"
#include "io/preset_json_keys.h"
#include "io/preset_json_setting.h"

namespace auglens {
namespace {

constexpr double no_end = std::numeric_limits<double>::infinity();

// Each has the peer's own name, unless `called` says another.
constexpr Parameter share(std::string_view name, double standard, std::string_view help) {
  return {.name = name, .minimum = 0, .maximum = 1, .standard = standard, .laws = no_law, .help = help, .peer = name};
}
constexpr double last_integer = 2147483647, most_weight = 1e30;  ///< of int32, and well inside float32
constexpr double most_pad = 3.4e38;                              ///< the values of voxels are float32

constexpr Parameter called(Parameter p, std::string_view peer) {
  p.peer = peer;
  return p;
}
constexpr Parameter numbers(std::string_view name, ParameterType type, double minimum, std::string_view help) {
  return {.name = name,
          .type = type,
          .shape = ParameterShape::list,
          .components = 65536,
          .minimum = minimum,
          .maximum = type == ParameterType::integer ? last_integer : most_weight,
          .slider_high = 64,
          .laws = no_law,
          .help = help,
          .peer = name};
}
constexpr Parameter integer(std::string_view name, double minimum, DefaultValue standard, std::string_view help) {
  return {.name = name,
          .type = ParameterType::integer,
          .minimum = minimum,
          .maximum = last_integer,
          .slider_low = minimum < 0 ? 0 : minimum,
          .slider_high = 16,
          .standard = standard,
          .laws = no_law,
          .help = help,
          .peer = name};
}
constexpr Parameter flag(std::string_view name, std::string_view help) {
  return {.name = name, .type = ParameterType::boolean, .standard = false, .laws = no_law, .help = help, .peer = name};
}

constexpr std::array<std::string_view, 2> ranks{"box_volume", "voxels"};
constexpr std::array<std::string_view, 2> ways{"position", "probability"};

constexpr std::array object_box{
    share("foreground_prob", 1, "Share of draws that aim at an object."),
    numbers("classes", ParameterType::integer, -2147483648.0,
            "Label values that count as foreground; absent: all but background."),
    numbers("class_weights", ParameterType::real, 0, "One weight for each class; absent: equal."),
    integer("background", -2147483648.0, {},
            "Label value of the background; absent: 0, or one below the least class where 0 is one."),
    integer("k_largest", 1, {}, "Draw among the k largest objects only; absent: among all."),
    Parameter{.name = "rank_by",
              .type = ParameterType::option,
              .standard = "box_volume",
              .options = ranks,
              .laws = no_law,
              .help = "What makes an object large."},
    numbers("threshold", ParameterType::integer, 0,
            "Smallest extent in voxels that an object may have, one or x, y, z; an axis of one voxel is not compared."),
    flag("ignore_class", "Draw among objects of all classes at once."),
};
constexpr std::array crop_by_label{
    Parameter{.name = "pos",
              .minimum = 0,
              .maximum = most_weight,
              .standard = 1.0,
              .laws = no_law,
              .help = "Weight of windows centred on foreground.",
              .peer = "pos"},
    Parameter{.name = "neg",
              .minimum = 0,
              .maximum = most_weight,
              .standard = 1.0,
              .laws = no_law,
              .help = "Weight of windows centred on background.",
              .peer = "neg"},
    called(numbers("class_ratios", ParameterType::real, 0,
                   "One weight for each class, background first; absent: pos and neg."),
           "ratios (RandCropByLabelClasses)"),
    called(integer("samples", 1, 1.0, "Windows per draw; sample k is window k mod samples of draw k div samples."),
           "num_samples"),
    Parameter{.name = "image_threshold",
              .minimum = -no_end,
              .laws = no_law,
              .help = "Background centres only where the image is above it; absent: anywhere.",
              .peer = "image_threshold"},
    flag("allow_smaller", "Take the whole axis where the volume is smaller than the window."),
};
constexpr std::array forced_foreground{
    called(share("oversample", 0.33, "Share of windows that are forced onto foreground."),
           "oversample_foreground_percent"),
    Parameter{.name = "by",
              .type = ParameterType::option,
              .standard = "position",
              .options = ways,
              .laws = no_law,
              .help = "The last windows of a batch, or a coin for each window.",
              .peer = "probabilistic_oversampling"},
    integer("batch_size", 1, 2.0, "Windows per batch, for by = position."),
    called(numbers("classes", ParameterType::integer, -2147483648.0,
                   "Label values that count as foreground; absent: all above 0."),
           "foreground_labels (of the label manager)"),
};

constexpr std::string_view dali_stream =
    "With the preset's \"stream\": \"dali\" and seed s, sample k (from 0) is DALI's draw k where random_object_bbox\n"
    "has seed s and roi_random_crop has seed s + 1, at batch size 1 and with arrays ordered z, y, x.";
constexpr std::array<SamplerRow, 4> samplers{{
    {SamplerKind::object_box, "object_box", "A window about a drawn object's box (DALI).", object_box, dali_stream},
    {SamplerKind::crop_by_label, "crop_by_label", "A window about a drawn voxel of a class (MONAI).", crop_by_label},
    {SamplerKind::forced_foreground, "forced_foreground", "Some windows of a batch forced onto foreground (nnU-Net).",
     forced_foreground},
    {SamplerKind::random, "random", "A window anywhere.", {}},
}};

constexpr std::array<LimitRow, 7> limits_rows{{
    {"blobs_lost", "Largest number of blobs that may vanish.", &Limits::blobs_lost},
    {"blobs_split", "Largest number of blobs that may fall apart.", &Limits::blobs_split},
    {"blobs_merged", "Largest number of blobs that may grow together.", &Limits::blobs_merged},
    {"class_volume_change", "Largest relative change of a class's volume.", &Limits::class_volume_change},
    {"out_of_canvas", "Largest share of foreground that may leave the volume.", &Limits::out_of_canvas},
    {"centroid_drift_mm", "Largest distance that a blob's centroid may drift, in mm.", &Limits::centroid_drift_mm},
    {"border_drift_mm", "Largest distance that a blob's border may drift, in mm.", &Limits::border_drift_mm},
}};

Index3 read_size(const JsonCursor& at) {
  const std::string to_do = "give three integers from 1 to 65536, x, y, z";
  if (!at.is(Json::Kind::list) || at->items.size() != 3) at.refuse(shown(at.value()) + " is not a size", to_do);
  Index3 size{};
  for (std::size_t k = 0; k < 3; ++k) {
    const JsonCursor item = at.item(k);
    const double n = read_number(item);
    if (n < 1 || n > 65536 || n != std::floor(n)) item.refuse(shown(item.value()) + " is not allowed", to_do);
    size[k] = static_cast<std::int64_t>(n);
  }
  return size;
}

const SamplerRow& read_sampler(const JsonCursor& at) {
  std::vector<std::string> names;
  for (const SamplerRow& row : samplers) {
    if (at.is(Json::Kind::text) && at->text == row.name) return row;
    names.emplace_back(row.name);
  }
  at.refuse(shown(at.value()) + " is not a sampler", "use one of " + joined(names));
}

void read_parameters(const JsonCursor& at, const SamplerRow& row, Crop& crop) {
  std::vector<std::string> names;
  for (const Parameter& p : row.parameters) names.emplace_back(p.name);
  require_object(at);
  for (std::size_t i = 0; i < at->members.size(); ++i) {
    const JsonCursor member = at.member(i);
    const std::string to_do = names.empty() ? std::string(row.name) + " takes none" : hint_among(member.key(), names);
    bool known = false;
    for (const Parameter& p : row.parameters) {
      if (p.name != member.key()) continue;
      known = true;
      crop.parameters[std::string(p.name)] = read_setting(p, member).laws[0].constant;
    }
    if (!known) member.refuse(quoted_key(member) + " is not a parameter of " + std::string(row.name), to_do);
  }
}

}  // namespace

std::span<const LimitRow> limit_table() {
  return limits_rows;
}
std::span<const SamplerRow> sampler_table() {
  return samplers;
}
const SamplerRow& sampler_row(SamplerKind kind) {
  return samplers[static_cast<std::size_t>(kind)];
}
const char* name_of(SamplerKind sampler) {
  return sampler_row(sampler).name.data();
}

Crop read_crop(const JsonCursor& at) {
  static constexpr std::array<std::string_view, 5> keys{"size", "sampler", "before", "pad", "parameters"};
  const auto members = known_members(at, keys);
  Crop crop;
  if (members[0] < 0) at.refuse("the crop's size is missing", "add \"size\": [x, y, z]");
  if (members[1] < 0) at.refuse("the crop's sampler is missing", "add \"sampler\": \"random\"");
  crop.size = read_size(at.member(static_cast<std::size_t>(members[0])));
  const SamplerRow& row = read_sampler(at.member(static_cast<std::size_t>(members[1])));
  crop.sampler = row.kind;
  if (members[2] >= 0) {
    const JsonCursor before = at.member(static_cast<std::size_t>(members[2]));
    if (!before.is(Json::Kind::null) && !before.is(Json::Kind::text))
      before.refuse(shown(before.value()) + " is not a step's id",
                    "give an id of this preset, or null for after the last");
    if (before.is(Json::Kind::text)) crop.before = before->text;
  }
  if (members[3] >= 0) {
    const JsonCursor pad = at.member(static_cast<std::size_t>(members[3]));
    crop.pad = read_number(pad);
    if (!(std::abs(crop.pad) <= most_pad))
      pad.refuse(shown(pad.value()) + " is not allowed", "give a number from -3.4e38 to 3.4e38");
  }
  if (members[4] >= 0) read_parameters(at.member(static_cast<std::size_t>(members[4])), row, crop);
  return crop;
}

Limits read_limits(const JsonCursor& at) {
  std::vector<std::string_view> keys;
  for (const LimitRow& row : limits_rows) keys.push_back(row.name);
  const auto members = known_members(at, keys);
  Limits limits;
  for (std::size_t k = 0; k < limits_rows.size(); ++k) {
    if (members[k] < 0) continue;
    const JsonCursor member = at.member(static_cast<std::size_t>(members[k]));
    if (member.is(Json::Kind::null)) continue;
    const double value = read_number(member);
    if (value < 0) member.refuse(shown(member.value()) + " is not allowed", "give a number >= 0, or null for no limit");
    limits.*limits_rows[k].member = value;
  }
  return limits;
}

Crop with_defaults(const Crop& crop) {
  Crop full = crop;
  for (const Parameter& p : sampler_row(crop.sampler).parameters)
    full.parameters.emplace(std::string(p.name), p.default_value());
  return full;
}

}  // namespace auglens
