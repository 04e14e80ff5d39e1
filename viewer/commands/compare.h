#pragma once
// Two pictures, channel by channel: where and how much they differ. It refuses to know what they show.

#include <cstdint>
#include <string>

#include "ops/picture_data.h"
#include "viewer/commands/options.h"

namespace auglens {

struct Comparison {
  bool same_size = true;
  int largest = 0;          ///< largest difference of a channel, 0..255
  int x = 0, y = 0;         ///< the first pixel (rows from the top) that has it
  char channel = 'R';       ///< R, G or B
  std::int64_t pixels = 0;  ///< pixels with a channel that differs by more than the threshold

  bool passes() const { return same_size && pixels == 0; }
};
Comparison compare_pictures(const Picture& a, const Picture& b, int threshold);

/// "largest difference 12 (channel G at x 3, y 4), 7 of 100 pixels differ by more than 2".
std::string describe(const Comparison& comparison, const Picture& a, const Picture& b, int threshold);

/// The absolute differences of two pictures of one size, stretched so that the largest is 255; black when they are
/// equal.
Picture difference_picture(const Picture& a, const Picture& b);

/// `auglens compare`: prints the comparison; 0 when it passes, 1 when it does not. Throws Error(bad_input) for files.
int run_compare(const CompareOptions& options);

/// The picture against a baseline file. Throws Error(failed) when they differ; when the baseline is missing, the
/// candidate is written beside it first and the error says where.
void check_reference(const Picture& picture, const std::string& reference, int threshold);

}  // namespace auglens
