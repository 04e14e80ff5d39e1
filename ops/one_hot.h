#pragma once
// A class between voxels by votes: each class among the eight neighbours weighs what its trilinear indicator does, and
// the heaviest wins. It refuses to know who asks. Source: batchgeneratorsv2 0.3.6, argmax over interpolated one-hots.

#include <cmath>
#include <cstring>

#include "ops/sampler.h"

namespace auglens {

/// How labels are read between voxels. Neither can make a class that is not there.
enum class LabelSampler { nearest, one_hot };

/// Who wins where two classes weigh the same: the class of the nearest voxel if it is one of them, or else the lowest;
/// the lowest; the highest.
enum class LabelTiebreak { nearest, lowest, highest };

struct LabelRule {
  LabelSampler sampler = LabelSampler::nearest;
  LabelTiebreak tiebreak = LabelTiebreak::nearest;
};

/// A float of float16's normal range in float16's steps, half to even. The peer keeps its scores so; what it makes a
/// tie must be one here.
AUGLENS_HD inline float in_half_steps(float v) {
  std::uint32_t bits;
  std::memcpy(&bits, &v, sizeof bits);
  bits += 0xFFFU + (bits >> 13 & 1U);
  bits &= ~0x1FFFU;
  std::memcpy(&v, &bits, sizeof bits);
  return v;
}

/// The winner of eight votes; `nearest` is the class of the nearest voxel.
AUGLENS_HD inline std::int32_t heaviest_class(const std::int32_t* classes, const float* weights, std::int32_t nearest,
                                              LabelTiebreak tiebreak) {
  std::int32_t winner = classes[0];
  float best = -1, of_nearest = -1;
  for (int k = 0; k < 8; ++k) {
    float score = 0;
    for (int i = 0; i < 8; ++i)
      if (classes[i] == classes[k]) score += 1000.0F * weights[i];
    score = in_half_steps(score);
    const bool first = tiebreak == LabelTiebreak::highest ? classes[k] > winner : classes[k] < winner;
    if (score > best || (score == best && first)) best = score, winner = classes[k];
    if (classes[k] == nearest) of_nearest = score;
  }
  return tiebreak == LabelTiebreak::nearest && of_nearest == best ? nearest : winner;
}

/// The class at a point, voxel i covering [i, i + 1); what lies outside votes for `fill` where the border is constant.
AUGLENS_HD inline std::int32_t sample_one_hot(const VoxelView<std::int32_t>& in, float px, float py, float pz,
                                              Border border, std::int32_t fill, LabelTiebreak tiebreak) {
  if (border == Border::cells) {
    if (sample_nearest<std::int32_t, std::int64_t>(in, px, py, pz, border, INT64_MIN) == INT64_MIN) return fill;
    border = Border::clamp;
  }
  const float qx = px - 0.5F, qy = py - 0.5F, qz = pz - 0.5F;
  const std::int64_t x = floor_index(qx), y = floor_index(qy), z = floor_index(qz);
  std::int32_t classes[8];
  bool alike = true;
  for (int k = 0; k < 8; ++k) {
    classes[k] = fetch<std::int32_t, std::int32_t>(in, x + (k & 1), y + (k >> 1 & 1), z + (k >> 2), border, fill);
    alike = alike && classes[k] == classes[0];
  }
  if (alike) return classes[0];
  const float fx = fraction_of(qx, x), fy = fraction_of(qy, y), fz = fraction_of(qz, z);
  float weights[8];
  for (int k = 0; k < 8; ++k)
    weights[k] = ((k & 1) != 0 ? fx : 1 - fx) * ((k & 2) != 0 ? fy : 1 - fy) * ((k & 4) != 0 ? fz : 1 - fz);
  const auto upper = [](float fraction, std::int64_t low) {  // the nearer neighbour, half to even as torch rounds
    return fraction > 0.5F || (fraction == 0.5F && low % 2 != 0) ? 1 : 0;
  };
  const std::int32_t nearest = classes[upper(fx, x) + 2 * upper(fy, y) + 4 * upper(fz, z)];
  return heaviest_class(classes, weights, nearest, tiebreak);
}

}  // namespace auglens
