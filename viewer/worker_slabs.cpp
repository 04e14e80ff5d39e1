#include "viewer/worker_slabs.h"

#include <algorithm>
#include <chrono>

namespace auglens {

SlabVolume::SlabVolume(Plan plan, int channel)
    : plan_(std::move(plan)),
      channel_(channel),
      key_(plan_.prefix_key(plan_.steps.size(), channel)),
      image_(std::make_shared<const Image>(Image::allocate(plan_.out, VoxelType::float32))) {
  constexpr double first_guess = 2e4;  // voxels per millisecond; a slow first piece then stays short
  planes_per_ms_ = first_guess / static_cast<double>(plan_.out.size[0] * plan_.out.size[1]);
}

bool SlabVolume::advance(double milliseconds, const Case& c, FactsCache& facts, const Job& job) {
  const std::int64_t planes = plan_.out.size[2];
  if (next_ == planes) return true;
  const auto wanted = static_cast<std::int64_t>(std::min(milliseconds * planes_per_ms_, static_cast<double>(planes)));
  Region slab = whole(plan_.out);
  slab.start[2] = next_;
  slab.size[2] = std::clamp<std::int64_t>(wanted, 1, planes - next_);
  MutableView<float> out = image_->mutable_view<float>();
  out.data = &out.at(0, 0, next_);
  out.z0 = next_;
  const auto start = std::chrono::steady_clock::now();
  const ImageRequest request{slab, out};
  evaluate(plan_, c, channel_, {&request, 1}, facts, job);
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
  planes_per_ms_ = static_cast<double>(slab.size[2]) / std::max(took.count(), 0.01);
  next_ += slab.size[2];
  return next_ == planes;
}

double SlabVolume::share() const {
  return static_cast<double>(next_) / static_cast<double>(plan_.out.size[2]);
}

Plan head_of(const Plan& plan, std::size_t n) {
  Plan head = plan;
  head.steps.resize(n);
  head.out = head.steps.back().out;
  head.approximate = false;
  return head;
}

}  // namespace auglens
