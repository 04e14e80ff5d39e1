#include "ops/spatial/resize_filter.h"

#include <algorithm>
#include <cmath>

namespace auglens {

using Filter = Resize::Filter;

AxisFilter axis_filter(const DrawnValues& v, const ResizeAxis& axis) {
  const bool shrinks = static_cast<float>(axis.out) < axis.extent();
  const char* own = shrinks ? "min_filter" : "mag_filter";
  AxisFilter f;
  f.filter = v.option<Filter>(v.given(own) ? own : "filter");
  f.antialias = shrinks && v.flag("antialias");
  if (f.filter == Filter::linear && f.antialias) f.filter = Filter::triangular;
  if (f.filter == Filter::triangular && !f.antialias) f.filter = Filter::linear;
  return f;
}

namespace {

constexpr double pi = 3.14159265358979323846;

float cubic_at(float x) {
  x = std::abs(x);
  if (x >= 2) return 0;
  const float x2 = x * x, x3 = x2 * x;
  if (x > 1) return -0.5F * x3 + 2.5F * x2 - 4.0F * x + 2.0F;
  return 1.5F * x3 - 2.5F * x2 + 1.0F;
}

float sinc(float x) {
  if (x == 0) return 1;
  const auto a = static_cast<float>(static_cast<double>(x) * pi);  // rounded once, as DALI does
  return std::sin(a) / a;
}

float lanczos_at(float x) {
  return std::abs(x) >= 3 ? 0.0F : sinc(x) * sinc(x / 3);
}

FilterTable sampled(int n, float half_width, float (*at)(float)) {
  FilterTable t;
  for (int i = 0; i < n; ++i)
    t.values.push_back(at(2 * half_width * static_cast<float>(i - (n - 1) / 2) / static_cast<float>(n - 1)));
  t.anchor = static_cast<float>(n - 1) / 2;
  return t;
}

void rescale(FilterTable& t, float support) {
  const float old = t.scale;
  t.scale = static_cast<float>(t.values.size() - 1) / support;
  t.anchor = t.anchor * old / t.scale;
}

}  // namespace

int FilterTable::support() const {
  return static_cast<int>(std::ceil(static_cast<float>(values.size() - 1) / scale));
}

float FilterTable::operator()(float x) const {
  const auto n = static_cast<int>(values.size());
  if (!(x > -1) || x >= static_cast<float>(n)) return 0;
  const float floor = std::floor(x), d = x - floor;
  const int j = static_cast<int>(floor);
  const float a = j < 0 ? 0.0F : values[static_cast<std::size_t>(j)];
  const float b = j + 1 >= n ? 0.0F : values[static_cast<std::size_t>(j + 1)];
  return a + d * (b - a);
}

FilterTable filter_table(const AxisFilter& f, const ResizeAxis& axis) {
  const float ratio = axis.extent() / static_cast<float>(axis.out);
  FilterTable t;
  switch (f.filter) {
    case Filter::gaussian: {
      t = sampled(65, 2, [](float x) { return std::exp(-x * x); });
      const float r = f.antialias ? ratio : 1.0F;
      const auto sigma = static_cast<float>(static_cast<double>(r * 0.5F) / std::sqrt(2.0));
      rescale(t, std::max(1.0F, static_cast<float>(4 * std::sqrt(2.0)) * sigma));
      break;
    }
    case Filter::cubic:
      t = sampled(129, 2, cubic_at);
      rescale(t, 4);
      rescale(t, 2 * std::max(2.0F, f.antialias ? 2 * ratio : 2.0F));
      break;
    case Filter::lanczos3:
      t = sampled(193, 3, lanczos_at);
      rescale(t, 6);
      rescale(t, 2 * std::max(3.0F, f.antialias ? 3 * axis.extent() / static_cast<float>(axis.out) : 3.0F));
      break;
    default:
      t.values = {0, 1, 0};
      t.anchor = 1;
      rescale(t, f.filter == Filter::triangular ? std::max(1.0F, 2 * ratio) : 2.0F);
      break;
  }
  if (t.support() > 8192) rescale(t, 8192);
  return t;
}

std::int32_t nearest_index(float at, std::int64_t crop, std::int64_t in) {
  const double index = static_cast<double>(std::floor(at)) + static_cast<double>(crop);
  return static_cast<std::int32_t>(std::clamp(index, 0.0, static_cast<double>(in - 1)));
}

std::vector<std::int32_t> nearest_rows(const ResizeAxis& axis, std::int64_t in, std::int64_t crop) {
  const float scale = axis.scale(), origin = (axis.lo - static_cast<float>(crop)) + 0.5F * scale;
  std::vector<std::int32_t> rows(static_cast<std::size_t>(axis.out));
  for (std::size_t i = 0; i < rows.size(); ++i)
    rows[i] = nearest_index(std::fma(static_cast<float>(i), scale, origin), crop, in);
  return rows;
}

AxisTaps nearest_taps(int axis_index, std::vector<std::int32_t> rows) {
  AxisTaps taps;
  taps.axis = axis_index;
  taps.weights = Table<float>(std::vector<float>(rows.size(), 1.0F));
  taps.starts = Table<std::int32_t>(std::move(rows));
  return taps;
}

AxisTaps resize_taps(int axis_index, const AxisFilter& f, const ResizeAxis& axis, std::int64_t crop) {
  AxisTaps taps;
  taps.axis = axis_index;
  const FilterTable table = filter_table(f, axis);
  const float scale = axis.scale(), origin = axis.lo - static_cast<float>(crop);
  const float start = origin + (0.5F * scale - 0.5F - table.anchor);
  taps.taps = std::max(1, table.support());
  std::vector<std::int32_t> starts;
  std::vector<float> weights;
  for (std::int64_t i = 0; i < axis.out; ++i) {
    const float p = static_cast<float>(i) * scale + start, first = std::ceil(p), offset = first - p;
    starts.push_back(static_cast<std::int32_t>(first) + static_cast<std::int32_t>(crop));
    float sum = 0;
    const std::size_t row = weights.size();
    for (int k = 0; k < taps.taps; ++k)
      sum += weights.emplace_back(table((offset + static_cast<float>(k)) * table.scale));
    if (sum != 0)
      for (std::size_t k = row; k < weights.size(); ++k) weights[k] /= sum;
  }
  taps.starts = Table<std::int32_t>(std::move(starts));
  taps.weights = Table<float>(std::move(weights));
  return taps;
}

std::array<ResizePass, 3> resize_passes(const std::array<ResizeAxis, 3>& axes, const std::array<AxisFilter, 3>& filters,
                                        const Index3& in) {
  constexpr float price[3] = {1.4F, 1.0F, 1.2F};  // x, y, z
  float start[3], taps[3];
  std::int64_t low[3];
  for (std::size_t k = 0; k < 3; ++k) {
    const bool nearest = filters[k].filter == Filter::nearest;
    const FilterTable t = nearest ? FilterTable{} : filter_table(filters[k], axes[k]);
    const int support = nearest ? 1 : t.support();
    const float anchor = nearest ? 0.0F : t.anchor, n = static_cast<float>(in[k]);
    const float a = std::floor(std::min(axes[k].lo, axes[k].hi) - anchor);
    const float b = std::ceil(std::max(axes[k].lo, axes[k].hi) - anchor + static_cast<float>(support));
    low[k] = static_cast<std::int64_t>(std::clamp(a, 0.0F, n));
    start[k] = std::clamp(b, 0.0F, n) - static_cast<float>(low[k]);
    taps[k] = static_cast<float>(std::max(1, support));
  }
  std::array<int, 3> order{0, 1, 2}, best = order;
  float best_cost = -1;
  do {
    float extent[3] = {start[0], start[1], start[2]}, cost = 0;
    for (const int a : order) {
      extent[a] = static_cast<float>(axes[static_cast<std::size_t>(a)].out);
      const float volume = extent[0] * extent[1] * extent[2];
      cost += price[a] * (taps[a] * volume) + 3 * volume;
    }
    if (best_cost < 0 || cost < best_cost) best_cost = cost, best = order;
  } while (std::next_permutation(order.begin(), order.end()));
  std::array<ResizePass, 3> passes;
  for (std::size_t i = 0; i < 3; ++i) passes[i] = {best[i], i == 0 ? 0 : low[best[i]]};
  return passes;
}

}  // namespace auglens
