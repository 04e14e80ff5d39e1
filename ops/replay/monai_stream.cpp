#include "ops/replay/monai_stream.h"

namespace auglens {

namespace {

std::uint64_t voxels_of(const Index3& size) {
  return static_cast<std::uint64_t>(size[0] * size[1] * size[2]);
}

}  // namespace

void MonaiStream::ranges(const MonaiChild& child, std::vector<double>& numbers) {
  for (std::size_t i = 0; i < child.ranges.size(); ++i) numbers.push_back(inner_.sample());
}

/// The grid draws once with the coin, which nothing reads, once more when it is used, and once for each key.
void MonaiStream::affine(const MonaiChild& child, const MonaiCall& call, MonaiOutcome& out) {
  const std::uint64_t count = child.ranges.size();
  inner_.skip_samples(count);
  if (out.hit) ranges(child, out.numbers);
  if (out.hit || call.resizes) inner_.skip_samples(count * static_cast<std::uint64_t>(call.keys));
}

void MonaiStream::elastic(const MonaiChild& child, const MonaiCall& call, MonaiOutcome& out) {
  inner_.sample();  // the array transform tosses a coin of its own, with probability 1; so do those below
  out.arrays.push_back({inner_, 0, 3});
  inner_.skip_samples(3 * voxels_of(call.size));
  ranges(child, out.numbers);
}

void MonaiStream::normals(std::uint64_t voxels, int component, int components, MonaiOutcome& out) {
  out.arrays.push_back({inner_, component, components});
  inner_.skip_normals(voxels * static_cast<std::uint64_t>(components));
}

void MonaiStream::noise(const MonaiChild& child, const MonaiCall& call, MonaiOutcome& out) {
  const std::uint64_t voxels = voxels_of(call.size);
  const int channels = call.channels;
  inner_.sample();
  if (!child.channel_wise) {
    ranges(child, out.numbers);
    return normals(voxels, 0, child.kind == MonaiClass::rician_noise ? 2 * channels : channels, out);
  }
  for (int c = 0; c < channels; ++c) {
    ranges(child, out.numbers);
    normals(voxels, c, 1, out);
    normals(voxels, channels + c, 1, out);
  }
}

MonaiOutcome MonaiStream::call(const MonaiChild& child, const MonaiCall& call) {
  MonaiOutcome out;
  if (child.kind == MonaiClass::rotate90)  // the turns come before the coin
    out.numbers.push_back(1.0 + outer_.integer(static_cast<std::uint64_t>(child.max_k)));
  out.hit = coin(child);
  switch (child.kind) {
    case MonaiClass::rotate90:
    case MonaiClass::flip:
      break;
    case MonaiClass::affine:
      affine(child, call, out);
      break;
    case MonaiClass::elastic:
      elastic(child, call, out);
      break;
    case MonaiClass::rotate:
    case MonaiClass::zoom:  // draw whatever the coin says
      inner_.sample();
      ranges(child, out.numbers);
      break;
    case MonaiClass::gaussian_noise:
    case MonaiClass::rician_noise:
      if (out.hit) noise(child, call, out);
      break;
    default:
      if (!out.hit) break;
      inner_.sample();
      for (int c = 0; c < (child.channel_wise ? call.channels : 1); ++c) ranges(child, out.numbers);
  }
  return out;
}

}  // namespace auglens
