#pragma once
// Two patients who never lived: a head with a brain tumour in four MR channels and an abdomen in CT, both drawn from
// formulas at any size, with known answers. It refuses to read anything.

#include <array>
#include <cstdint>

#include "ops/case.h"
#include "ops/job.h"

namespace auglens {

/// One ellipsoid of a phantom's labels. World coordinates are LPS mm, 0 is the middle of the volume. Where ellipsoids
/// overlap, the later row of a table wins. The surfaces are rippled by shears, which move a point by at most
/// `phantom_ripple_mm` along each axis and keep every volume.
struct PhantomBlob {
  std::int32_t label;
  Vec3 centre_mm, radii_mm;
};
inline constexpr double phantom_ripple_mm = 1.5;

inline constexpr Index3 head_size = {240, 240, 155};     ///< at this size the voxels are 1 mm
inline constexpr Index3 abdomen_size = {512, 512, 200};  ///< at this size the voxels are 0.8 x 0.8 x 2 mm

enum HeadLabel : std::int32_t { necrosis = 1, oedema = 2, enhancing = 3 };
/// Seen with 26- or 6-neighbours at 1 mm: two necroses, three oedemas, four enhancing tumours.
inline constexpr std::array<PhantomBlob, 9> head_blobs = {{{oedema, {35, -15, 25}, {21, 30, 22}},
                                                           {enhancing, {36, -17, 26}, {13, 18, 14}},
                                                           {necrosis, {37, -18, 27}, {8.5, 12.5, 9}},
                                                           {oedema, {-28, 38, 33}, {15, 18, 13}},
                                                           {enhancing, {-29, 40, 34}, {8.5, 9.5, 8}},
                                                           {necrosis, {-29, 40, 34}, {4.5, 5, 4}},
                                                           {oedema, {-26, 46, -42}, {11, 12, 9}},
                                                           {enhancing, {-26, 46, -42}, {5, 5.5, 5}},
                                                           {enhancing, {34, 62, 22}, {3.5, 3.5, 3.5}}}};

enum AbdomenLabel : std::int32_t { liver = 1, kidney = 2, lesion = 3 };
/// One liver of two ellipsoids, two kidneys, six lesions: four in the liver, one in each kidney.
inline constexpr std::array<PhantomBlob, 10> abdomen_blobs = {{{liver, {-66, -6, 78}, {62, 60, 76}},
                                                               {liver, {-8, -42, 92}, {62, 38, 42}},
                                                               {kidney, {70, 38, 24}, {25, 25, 55}},
                                                               {kidney, {-70, 40, -44}, {27, 27, 60}},
                                                               {lesion, {-92, 4, 96}, {13, 12, 13}},
                                                               {lesion, {-62, -38, 62}, {8, 8, 9}},
                                                               {lesion, {-84, 18, 44}, {5, 5, 6}},
                                                               {lesion, {14, -44, 96}, {7, 7, 8}},
                                                               {lesion, {78, 30, 44}, {8, 8, 9}},
                                                               {lesion, {-77, 50, -62}, {6, 6, 7}}}};

/// T1, T1ce, T2 and FLAIR as int16, 0 outside the head, with labels (see HeadLabel). Axes run to L, P, S; the volume is
/// 240 x 240 x 155 mm whatever the size. The same bytes for any number of threads and on every machine. Throws
/// Error(usage) for a size below 1, Error(resource) for memory, Cancelled.
Case phantom_head(const Index3& size, const Job& job);
Case phantom_head(const Index3& size = head_size);

/// CT in HU as int16, -1000 in air, with labels (see AbdomenLabel); 409.6 x 409.6 x 400 mm, otherwise as above.
Case phantom_abdomen(const Index3& size, const Job& job);
Case phantom_abdomen(const Index3& size = abdomen_size);

}  // namespace auglens
