#pragma once
// Tables and JSON of a preset's crop and limits: sampler names, their parameters, the names of limits. It refuses to
// cut windows.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "io/preset_json_tree.h"
#include "ops/preset.h"

namespace auglens {

struct LimitRow {
  std::string_view name, help;
  std::optional<double> Limits::*member;
};
std::span<const LimitRow> limit_table();

struct SamplerRow {
  SamplerKind kind;
  std::string_view name, help;
  std::span<const Parameter> parameters;
  std::string_view details = "";  ///< what its page says beside the help
};
/// In the order of SamplerKind.
std::span<const SamplerRow> sampler_table();
const SamplerRow& sampler_row(SamplerKind kind);

Crop read_crop(const JsonCursor& at);
Limits read_limits(const JsonCursor& at);
/// The value of a preset's key "limits" in one line; what is not limited is left out.
std::string write_limits(const Limits& limits);

/// The crop with every parameter of its sampler spelled out.
Crop with_defaults(const Crop& crop);

}  // namespace auglens
