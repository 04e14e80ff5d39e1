#pragma once
// Mirrors the anatomy along index axes; an exact copy. It refuses to change the grid.

#include "ops/index_pull.h"
#include "ops/plan.h"

namespace auglens {

struct Flip {
  static constexpr std::string_view name = "flip";
  static constexpr Family family = Family::spatial;
  static constexpr std::string_view help = "mirrors the anatomy along index axes: out(i) = in(n - 1 - i)";
  static constexpr std::string_view reference = "DALI fn.flip";

  static constexpr Parameter parameters[] = {
      {.name = "x",
       .type = ParameterType::boolean,
       .standard = false,
       .laws = choice_only,
       .help = "mirror along x; for a coin give {\"choice\": [false, true]}",
       .peer = "horizontal"},
      {.name = "y",
       .type = ParameterType::boolean,
       .standard = false,
       .laws = choice_only,
       .help = "mirror along y",
       .peer = "vertical"},
      {.name = "z",
       .type = ParameterType::boolean,
       .standard = false,
       .laws = choice_only,
       .help = "mirror along z",
       .peer = "depthwise"},
  };

  static void bind(const BindContext& c, BoundStep& step) {
    constexpr std::string_view names[] = {"x", "y", "z"};
    IndexRows rows;
    for (std::size_t k = 0; k < 3; ++k) {
      const bool mirror = c.values.flag(names[k]);
      std::vector<std::int32_t> row(static_cast<std::size_t>(c.in.size[k]));
      for (std::size_t i = 0; i < row.size(); ++i) row[i] = static_cast<std::int32_t>(mirror ? row.size() - 1 - i : i);
      rows.axis[k] = Table<std::int32_t>(std::move(row));
    }
    step.image[static_cast<std::size_t>(c.channel)] = {std::make_shared<IndexPass>(rows)};
    step.label = {std::make_shared<LabelIndexPass>(rows)};
  }
};

}  // namespace auglens
