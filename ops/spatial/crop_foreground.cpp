#include "ops/spatial/crop_foreground.h"

#include <charconv>

#include "ops/facts.h"

namespace auglens {

Region box_above(const VoxelView<float>& v, float threshold, const Job& job) {
  Index3 low{v.nx, v.ny, v.nz}, high{-1, -1, -1};
  for (std::int64_t z = 0; z < v.nz; ++z) {
    job.check();
    for (std::int64_t y = 0; y < v.ny; ++y) {
      const float* row = &v.data[z * v.plane + y * v.row];
      std::int64_t first = 0, last = v.nx - 1;
      while (first < v.nx && !(row[first] > threshold)) ++first;
      if (first == v.nx) continue;
      while (!(row[last] > threshold)) --last;
      low = {std::min(low[0], first), std::min(low[1], y), std::min(low[2], z)};
      high = {std::max(high[0], last), std::max(high[1], y), z};
    }
  }
  if (high[0] < 0) return {};
  return {low, {high[0] - low[0] + 1, high[1] - low[1] + 1, high[2] - low[2] + 1}};
}

namespace {

std::string text_of(double v) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, v).ptr};
}

std::vector<int> channels_of(const BindContext& c, const BoundStep& step) {
  std::vector<int> channels;
  if (!c.values.given("channels"))
    for (int k = 0; k < c.channels; ++k) channels.push_back(k);
  else if (const auto* list = std::get_if<std::vector<double>>(&c.values.value("channels")))
    for (const double k : *list) channels.push_back(static_cast<int>(k));
  else
    channels.push_back(static_cast<int>(c.values.number("channels")));
  for (const int k : channels)
    if (k >= c.channels)
      spatial::refuse(step, "channels", "crop_foreground asks for channel " + std::to_string(k),
                      "the image has " + std::to_string(c.channels) + ", and the first is 0");
  return channels;
}

/// Of one channel, by its voxels' name in the cache.
Region box_of(const BindContext& c, int channel, float threshold) {
  FactsCache& facts = c.input->facts();
  const std::string key = c.input->key(channel) + " > " + text_of(static_cast<double>(threshold));
  if (const auto known = facts.box(key)) return *known;
  const Region box = box_above(c.input->volume(channel)->view<float>(), threshold, c.input->job());
  facts.keep(key, box);
  return box;
}

Region foreground(const BindContext& c, const BoundStep& step) {
  const double threshold = c.values.number("threshold");
  Region box;
  for (const int channel : channels_of(c, step)) box = bounding(box, box_of(c, channel, static_cast<float>(threshold)));
  if (box.empty())
    spatial::refuse(step, "threshold", "crop_foreground finds no foreground: no voxel is above " + text_of(threshold),
                    "lower the threshold, or choose other channels");
  return box;
}

}  // namespace

void CropForeground::bind(const BindContext& c, BoundStep& step) {
  const DrawnValues& v = c.values;
  const Index3 margin = spatial::integers(v.axes("margin")), multiple = spatial::integers(v.axes("k_divisible"));
  Region window = foreground(c, step);
  for (std::size_t k = 0; k < 3; ++k) {
    std::int64_t first = window.start[k] - margin[k], last = window.end(k) + margin[k];
    if (v.flag("allow_smaller")) first = std::max<std::int64_t>(first, 0), last = std::min(last, c.in.size[k]);
    const std::int64_t size = (last - first + multiple[k] - 1) / multiple[k] * multiple[k];
    window.start[k] = first - (size - (last - first)) / 2;
    window.size[k] = size;
  }
  spatial::add_window(c, window, v.option<Border>("border"), spatial::fills_of(c), step);
}

}  // namespace auglens
