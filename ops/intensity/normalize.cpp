#include "ops/intensity/normalize.h"

#include <algorithm>
#include <cmath>

#include "ops/statistics.h"

namespace auglens {

namespace {

/// The measured voxels: those of all channels together, or of one.
struct Measured {
  std::vector<std::shared_ptr<const Image>> volumes;
  std::shared_ptr<const LabelMap> labels;
  Selection selection;

  std::vector<AnyView> views() const {
    std::vector<AnyView> out;
    for (const auto& volume : volumes) out.emplace_back(volume->view<float>(0, 0));
    return out;
  }
};

std::vector<std::int32_t> classes_of(const DrawnValues& v) {
  std::vector<std::int32_t> out;
  if (const auto* list = std::get_if<std::vector<double>>(&v.value("mask_labels")))
    for (const double label : *list) out.push_back(static_cast<std::int32_t>(label));
  else if (v.given("mask_labels"))
    out.push_back(static_cast<std::int32_t>(v.number("mask_labels")));
  std::sort(out.begin(), out.end());
  return out;
}

Measured measured(const BindContext& c) {
  const auto by = c.values.option<Normalize::By>("by");
  Measured m;
  const bool together = !c.values.flag("per_channel");
  for (int k = together ? 0 : c.channel; k < (together ? c.channels : c.channel + 1); ++k)
    m.volumes.push_back(c.input->volume(k));
  if (by == Normalize::By::nonzero) m.selection.of = Selection::Of::nonzero;
  if (by == Normalize::By::mask || (by == Normalize::By::percentiles && c.values.given("mask_labels"))) {
    m.labels = c.input->labels();
    if (!m.labels)
      throw Error(ErrorKind::bad_input, {"", "normalize measures the voxels of labels, and this case has none", "",
                                         "open a label file with it, or choose another `by`"});
    m.selection = {Selection::Of::labels, m.labels->view(), classes_of(c.values)};
  }
  return m;
}

Statistics statistics_of(const Measured& m, const Job& job) {
  Statistics all;
  for (const AnyView& view : m.views()) all = merged(all, auglens::statistics_of(view, job, m.selection));
  return all;
}

[[noreturn]] void refuse_empty() {
  throw Error(ErrorKind::bad_input, {"", "normalize has nothing to measure: no voxel has one of the mask's labels", "",
                                     "name labels that are there in mask_labels"});
}

NormalizeFunctor by_mean(const BindContext& c) {
  const DrawnValues& v = c.values;
  const auto by = v.option<Normalize::By>("by");
  Statistics s;
  if (!v.given("mean") || !v.given("std")) {
    if (by == Normalize::By::all && c.statistics != nullptr) {
      s = *c.statistics;
    } else {
      s = statistics_of(measured(c), c.input->job());
      if (s.count == 0 && by == Normalize::By::mask) refuse_empty();
    }
  }
  const double mean = v.given("mean") ? v.number("mean", c.channel) : s.mean;
  const double deviation =
      v.given("std") ? v.number("std", c.channel) : s.deviation(static_cast<int>(v.number("ddof")));
  const double unit = std::sqrt(deviation * deviation + v.number("epsilon"));
  return {static_cast<float>(mean),
          unit == 0 ? 1.0F : static_cast<float>(unit),
          static_cast<float>(v.number("scale")),
          static_cast<float>(v.number("shift")),
          0,
          0,
          by == Normalize::By::nonzero,
          false};
}

/// MONAI's ScaleIntensityRange between two percentiles; equal ones only shift.
NormalizeFunctor by_percentiles(const BindContext& c) {
  const DrawnValues& v = c.values;
  const Measured m = measured(c);
  const double percents[] = {v.number("lower"), v.number("upper")};
  const auto ends = percentiles_of(m.views(), percents, c.input->job(), m.selection);
  if (ends.empty()) refuse_empty();
  const double out_min = v.number("out_min"), out_max = v.number("out_max");
  const auto a = static_cast<float>(ends[0]), b = static_cast<float>(ends[1]);
  const float scale = b == a ? 1.0F : static_cast<float>((out_max - out_min) * v.number("scale"));
  return {a,
          b == a ? 1.0F : b - a,
          scale,
          static_cast<float>(out_min + v.number("shift")),
          static_cast<float>(std::min(out_min, out_max)),
          static_cast<float>(std::max(out_min, out_max)),
          false,
          v.flag("clip")};
}

}  // namespace

Needs Normalize::needs(const DrawnValues& v) {
  const bool given = v.given("mean") && v.given("std");
  return v.option<By>("by") == By::all && !given ? Needs::statistics : Needs::nothing;
}

Broken Normalize::check(const DrawnValues& v) {
  if (v.number("upper") < v.number("lower")) return {"upper", "it is below lower: use upper >= lower"};
  if (v.flag("clip") && v.number("out_max") < v.number("out_min"))
    return {"out_max", "it is below out_min, and a clip leaves nothing between them: use out_max >= out_min"};
  return {};
}

void Normalize::bind(const BindContext& c, BoundStep& step) {
  const bool percentiles = c.values.option<By>("by") == By::percentiles;
  step.image[static_cast<std::size_t>(c.channel)] = {
      std::make_shared<ValuePass<NormalizeFunctor>>(percentiles ? by_percentiles(c) : by_mean(c))};
}

}  // namespace auglens
