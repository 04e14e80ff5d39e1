#include "io/statistics.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <sstream>

#include "ops/error.h"

namespace auglens {

namespace {

constexpr std::size_t most_values = 300;   // design §9: longer lists are no label lists
constexpr std::int64_t near_zero = 32768;  // covers 16-bit labels without a search

double bits_to_double(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size())
    throw Error(ErrorKind::bad_input, {"", "statistics line cannot be read", text, "read the file again"});
  return value;
}

std::string exact(double value) {
  char text[64];
  const auto [end, error] = std::to_chars(text, text + sizeof text, value);
  return std::string(text, error == std::errc{} ? end : text);
}

}  // namespace

void StatisticsBuilder::add(const double* values, std::size_t count) {
  double low = std::numeric_limits<double>::infinity(), high = -low, sum = 0;
  std::int64_t finite = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const double v = values[i];
    if (!std::isfinite(v)) continue;
    low = std::min(low, v);
    high = std::max(high, v);
    sum += v;
    ++finite;
  }
  if (finite > 0) {
    so_far_.minimum = so_far_.any_finite() ? std::min(so_far_.minimum, low) : low;
    so_far_.maximum = so_far_.any_finite() ? std::max(so_far_.maximum, high) : high;
    sum_ += sum;
  }
  so_far_.voxels += static_cast<std::int64_t>(count);
  so_far_.nonfinite += static_cast<std::int64_t>(count) - finite;
  if (integral_) tally(values, count);
}

void StatisticsBuilder::tally(const double* values, std::size_t count) {
  if (small_.empty()) small_.resize(2 * near_zero + 1);
  for (std::size_t i = 0; i < count && integral_; ++i) {
    const double v = values[i];
    if (!(std::abs(v) <= 9007199254740992.0) || v != std::trunc(v)) {
      integral_ = false;
      break;
    }
    const auto n = static_cast<std::int64_t>(v);
    std::int64_t& voxels = std::abs(n) <= near_zero ? small_[static_cast<std::size_t>(n + near_zero)] : others_[n];
    if (voxels++ == 0 && ++distinct_ > most_values) integral_ = false;
  }
}

VoxelStatistics StatisticsBuilder::finish() const {
  VoxelStatistics s = so_far_;
  if (s.any_finite()) s.mean = sum_ / static_cast<double>(s.voxels - s.nonfinite);
  if (!integral_ || s.voxels == 0) return s;
  std::map<std::int64_t, std::int64_t> all = others_;
  for (std::size_t i = 0; i < small_.size(); ++i)
    if (small_[i] > 0) all[static_cast<std::int64_t>(i) - near_zero] = small_[i];
  s.values.emplace(all.begin(), all.end());
  return s;
}

VoxelStatistics statistics_of(const Image& image) {
  StatisticsBuilder builder;
  const auto [nx, ny, nz] = image.grid.size;
  std::vector<double> row(static_cast<std::size_t>(nx));
  for (int f = 0; f < image.frames; ++f)
    for (int c = 0; c < image.channels; ++c)
      visit_view(image, c, f, [&, ny = ny, nz = nz](const auto& v) {
        for (std::int64_t z = 0; z < nz; ++z)
          for (std::int64_t y = 0; y < ny; ++y) {
            for (std::size_t x = 0; x < row.size(); ++x)
              row[x] = static_cast<double>(v.at(static_cast<std::int64_t>(x), y, z));
            builder.add(row.data(), row.size());
          }
      });
  return builder.finish();
}

std::string to_line(const VoxelStatistics& s) {
  std::ostringstream line;
  line << s.voxels << ' ' << s.nonfinite << ' ' << exact(s.minimum) << ' ' << exact(s.maximum) << ' ' << exact(s.mean)
       << ' ' << (s.values ? static_cast<std::int64_t>(s.values->size()) : -1);
  if (s.values)
    for (const auto& [value, voxels] : *s.values) line << ' ' << value << ' ' << voxels;
  return line.str();
}

VoxelStatistics statistics_from(const std::string& line) {
  VoxelStatistics s;
  std::istringstream in(line);
  std::string minimum, maximum, mean;
  std::int64_t count = -1;
  in >> s.voxels >> s.nonfinite >> minimum >> maximum >> mean >> count;
  if (!in || count > static_cast<std::int64_t>(most_values))
    throw Error(ErrorKind::bad_input, {"", "statistics line cannot be read", line, "read the file again"});
  s.minimum = bits_to_double(minimum);
  s.maximum = bits_to_double(maximum);
  s.mean = bits_to_double(mean);
  if (count < 0) return s;
  s.values.emplace();
  for (std::int64_t i = 0; i < count; ++i) {
    std::pair<std::int64_t, std::int64_t> entry;
    in >> entry.first >> entry.second;
    s.values->push_back(entry);
  }
  if (!in) throw Error(ErrorKind::bad_input, {"", "statistics line ends early", line, "read the file again"});
  return s;
}

}  // namespace auglens
