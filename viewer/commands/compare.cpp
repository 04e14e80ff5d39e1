#include "viewer/commands/compare.h"

#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "io/png.h"
#include "ops/error.h"

namespace auglens {
namespace {

std::string size_of(const Picture& p) {
  return std::to_string(p.width) + " x " + std::to_string(p.height);
}

int difference_at(const Picture& a, const Picture& b, std::size_t i) {
  return std::abs(int{a.rgb[i]} - int{b.rgb[i]});
}

/// "head.png" -> "head.candidate.png".
std::string candidate_name(const std::string& reference) {
  const std::filesystem::path path(reference);
  return (path.parent_path() / path.stem()).string() + ".candidate.png";
}

}  // namespace

Comparison compare_pictures(const Picture& a, const Picture& b, int threshold) {
  Comparison found;
  found.same_size = a.width == b.width && a.height == b.height;
  if (!found.same_size) return found;
  for (std::size_t pixel = 0; 3 * pixel < a.rgb.size(); ++pixel) {
    bool differs = false;
    for (std::size_t c = 0; c < 3; ++c) {
      const int d = difference_at(a, b, 3 * pixel + c);
      differs = differs || d > threshold;
      if (d <= found.largest) continue;
      found.largest = d;
      found.x = static_cast<int>(pixel % static_cast<std::size_t>(a.width));
      found.y = static_cast<int>(pixel / static_cast<std::size_t>(a.width));
      found.channel = "RGB"[c];
    }
    found.pixels += differs ? 1 : 0;
  }
  return found;
}

std::string describe(const Comparison& found, const Picture& a, const Picture& b, int threshold) {
  if (!found.same_size) return "sizes differ: " + size_of(a) + " against " + size_of(b);
  if (found.largest == 0) return "the pictures are equal";
  return "largest difference " + std::to_string(found.largest) + " (channel " + found.channel + " at x " +
         std::to_string(found.x) + ", y " + std::to_string(found.y) + "), " + std::to_string(found.pixels) + " of " +
         std::to_string(a.rgb.size() / 3) + " pixels differ by more than " + std::to_string(threshold);
}

Picture difference_picture(const Picture& a, const Picture& b) {
  Picture d{a.width, a.height, std::vector<std::uint8_t>(a.rgb.size())};
  const int largest = compare_pictures(a, b, 0).largest;
  for (std::size_t i = 0; i < d.rgb.size() && largest > 0; ++i)
    d.rgb[i] = static_cast<std::uint8_t>(difference_at(a, b, i) * 255 / largest);
  return d;
}

int run_compare(const CompareOptions& options) {
  const Picture a = read_png(options.first), b = read_png(options.second);
  const Comparison found = compare_pictures(a, b, options.threshold);
  std::cout << describe(found, a, b, options.threshold) << '\n';
  if (!options.diff.empty() && found.same_size) write_png(difference_picture(a, b), options.diff);
  return found.passes() ? 0 : 1;
}

void check_reference(const Picture& picture, const std::string& reference, int threshold) {
  if (!std::filesystem::exists(reference)) {
    const std::string candidate = candidate_name(reference);
    write_png(picture, candidate);
    throw Error(ErrorKind::failed, {reference, "there is no such baseline", "the candidate is " + candidate,
                                    "look at it and rename it when it is right"});
  }
  const Picture baseline = read_png(reference);
  const Comparison found = compare_pictures(picture, baseline, threshold);
  if (found.passes()) return;
  throw Error(ErrorKind::failed, {reference, describe(found, picture, baseline, threshold), "",
                                  "look at both pictures, or give a larger --threshold"});
}

}  // namespace auglens
