// CPU against CUDA, for every operator of the catalogue within its stated tolerance. Needs a GPU: without one it says
// so in one line and tests nothing.
#include <doctest/doctest.h>

#include <cmath>
#include <iostream>
#include <random>

#include "ops/objects/components.h"
#include "tests/ops/vivid.h"
#include "tests/ops/volumes.h"

using namespace auglens;
using namespace auglens::test;

namespace {

bool skipped() {
  const std::string why = Device::why_no_cuda();
  if (!why.empty()) std::cout << "SKIPPED parity: " << why << '\n';
  return !why.empty();
}

struct Difference {
  double largest = 0, range = 0;
  std::int64_t differing = 0;
};

Difference compare(const std::vector<float>& a, const std::vector<float>& b) {
  Difference d;
  float low = a[0], high = a[0];
  REQUIRE(a.size() == b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    low = std::min(low, a[i]);
    high = std::max(high, a[i]);
    d.largest = std::max(d.largest, static_cast<double>(std::abs(a[i] - b[i])));
    d.differing += a[i] != b[i] ? 1 : 0;
  }
  d.range = static_cast<double>(high - low);
  return d;
}

}  // namespace

TEST_CASE("every operator gives on CUDA what it gives on the CPU") {
  if (skipped()) return;
  const Device cpu = Device::cpu(), cuda = Device::cuda();
  const Job on_cpu{cpu}, on_cuda{cuda};
  for (const VoxelType type : {VoxelType::uint8, VoxelType::int16, VoxelType::uint16, VoxelType::float32}) {
    const Case c = asymmetric_case({61, 47, 35}, type);
    for (const Operator* op : catalogue())
      for (const Vivid& vivid : vivid_settings(op->name)) {
        Chain chain = chain_of(*op, vivid);
        FactsCache a, b;
        const Draw draw = make_draw(chain, 3, 0, c.image.channels);
        const Plan p = make_plan(chain, draw, c, {}, a, on_cpu), q = make_plan(chain, draw, c, {}, b, on_cuda);
        REQUIRE(p.out == q.out);
        const auto d =
            compare(voxels_of(p, c, 1, whole(p.out), a, on_cpu), voxels_of(q, c, 1, whole(q.out), b, on_cuda));
        std::cout << "parity " << op->name << ' ' << name_of(type) << " largest " << d.largest << " of range "
                  << d.range << ", differing voxels " << d.differing << '\n';
        CHECK_MESSAGE(d.largest <= op->tolerance.share * d.range, op->name);
        CHECK(same_bytes(labels_of(p, c, whole(p.out), a, on_cpu), labels_of(q, c, whole(q.out), b, on_cuda)));
      }
  }
}

TEST_CASE("a region on CUDA is cut from the whole, bit for bit") {
  if (skipped()) return;
  const Device cuda = Device::cuda();
  const Job job{cuda};
  const Case c = asymmetric_case({61, 47, 35}, VoxelType::int16);
  for (const Operator* op : catalogue()) {
    const Chain chain = chain_of(*op, vivid_settings(op->name)[0]);
    FactsCache facts;
    const Plan p = make_plan(chain, make_draw(chain, 3, 0, 2), c, {}, facts, job);
    const auto all = voxels_of(p, c, 0, whole(p.out), facts, job);
    for (std::uint32_t k = 0; k < 8; ++k) {
      const Region r = random_region(k, p.out.size);
      CHECK(same_bytes(voxels_of(p, c, 0, r, facts, job), cut(all, p.out.size, r)));
    }
  }
}

TEST_CASE("components have the same numbers and tables on CUDA") {
  if (skipped()) return;
  const Device cpu = Device::cpu(), cuda = Device::cuda();
  std::mt19937 engine(11);
  for (const Index3& size : {Index3{131, 67, 45}, Index3{257, 130, 1}, Index3{1, 1, 1}})
    for (const unsigned background : {95U, 60U, 20U}) {
      LabelMap map = LabelMap::allocate({size});
      for (std::int64_t i = 0; i < map.pitch.volume; ++i)
        map.voxels()[i] = engine() % 100 < background ? 0 : static_cast<std::int32_t>(engine() % 3) - 1;
      for (const Connectivity c : {Connectivity::faces, Connectivity::edges, Connectivity::corners})
        for (const bool any : {false, true}) {
          ComponentOptions options;
          options.connectivity = c;
          options.any_foreground = any;
          Components a = components_of(map, options, Job{cpu}), b = components_of(map, options, Job{cuda});
          measure_diameters(a, Job{cpu});
          measure_diameters(b, Job{cpu});
          CHECK(a.blobs == b.blobs);
          std::int64_t differing = 0;
          for (std::int64_t z = 0; z < size[2]; ++z)
            for (std::int64_t y = 0; y < size[1]; ++y)
              for (std::int64_t x = 0; x < size[0]; ++x)
                differing += a.ids.view().at(x, y, z) != b.ids.view().at(x, y, z) ? 1 : 0;
          CHECK(differing == 0);
        }
    }
}
