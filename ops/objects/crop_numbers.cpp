#include "ops/objects/crop_numbers.h"

#include "ops/error.h"
#include "ops/random.h"

namespace auglens {
namespace {

constexpr std::string_view window_name = "/crop/window";

/// Upper 64 bits of a 64 x 64 bit product.
std::uint64_t multiply_high(std::uint64_t a, std::uint64_t b) {
  const std::uint64_t a0 = a & 0xffffffffU, a1 = a >> 32, b0 = b & 0xffffffffU, b1 = b >> 32;
  const std::uint64_t middle = a1 * b0 + (a0 * b0 >> 32), other = a0 * b1 + (middle & 0xffffffffU);
  return a1 * b1 + (middle >> 32) + (other >> 32);
}

}  // namespace

std::uint32_t DaliStream::word() {
  const std::uint64_t block = position_ >> 2;
  const PhiloxBlock words =
      philox(seed_, static_cast<std::uint32_t>(block), static_cast<std::uint32_t>(block >> 32),
             static_cast<std::uint32_t>(iteration_), static_cast<std::uint32_t>(iteration_ >> 32));
  return words.lane[position_++ & 3];
}

double DaliStream::unit() {
  const double low = word();
  const double u = (low + word() * 0x1p32) * 0x1p-64;
  return u < 1 ? u : 0x1.fffffffffffffp-1;  // libstdc++ never returns 1
}

std::uint64_t DaliStream::below(std::uint64_t n) {
  std::uint64_t product = word() * n;
  if (static_cast<std::uint32_t>(product) < n) {
    const std::uint64_t biased = 0x100000000U % n;
    while (static_cast<std::uint32_t>(product) < biased) product = word() * n;
  }
  return product >> 32;
}

CropNumbers::CropNumbers(Stream stream, std::uint64_t seed, std::uint64_t sample)
    : dali_(stream == Stream::dali),
      seed_(seed),
      sample_(static_cast<std::uint32_t>(sample)),
      box_(seed, sample),
      window_(seed + 1, sample) {
  if (stream == Stream::monai)
    throw Error(ErrorKind::bad_input, {"", "the stream \"monai\" has no crop windows in this version", "/stream",
                                       "use \"auglens\" or \"dali\""});
}

double CropNumbers::unit(std::string_view name, std::uint32_t attempt) {
  if (dali_) return (name == window_name ? window_ : box_).unit();
  return unit_interval(philox(seed_, 0, attempt, sample_, fnv1a32(name)).lane[0]);
}

std::uint64_t CropNumbers::below(std::uint64_t n, std::string_view name, std::uint32_t component) {
  if (dali_) return (name == window_name ? window_ : box_).below(n);
  const PhiloxBlock block = philox(seed_, component, 0, sample_, fnv1a32(name));
  return multiply_high(block.lane[0] | std::uint64_t{block.lane[1]} << 32, n);
}

}  // namespace auglens
