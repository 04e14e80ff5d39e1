#include "viewer/object_order.h"

#include <algorithm>
#include <new>

namespace auglens {

void ObjectOrder::sort(const std::shared_ptr<const ObjectScene>& objects, const Wish& wish) {
  Basis basis{objects->found, wish.by == ObjectColumn::chance ? objects : nullptr, wish};
  {
    const std::scoped_lock lock(mutex_);
    if (made_) take(std::move(*made_), std::move(making_)), made_.reset(), making_ = {};
  }
  if (basis == basis_) return;
  if (basis.found->blobs.size() <= most_at_once) {
    take(ordered_objects(*objects, wish.by, wish.descending), std::move(basis));
    return;
  }
  if (basis_.found && basis_.found->blobs.size() != basis.found->blobs.size()) {  // rows of other objects mean nothing
    rows_.clear();
    ++revision_;
    basis_ = {};
  }
  if (!making_.found) start(objects, std::move(basis));
}

void ObjectOrder::start(const std::shared_ptr<const ObjectScene>& objects, Basis basis) {
  making_ = basis;
  thread_ = std::jthread([this, objects, wish = basis.wish] {
    std::vector<std::uint32_t> rows;
    try {
      rows = ordered_objects(*objects, wish.by, wish.descending);
    } catch (const std::bad_alloc&) {  // raster order needs no memory
    }
    {
      const std::scoped_lock lock(mutex_);
      made_ = std::move(rows);
    }
    if (wake_) wake_();
  });
}

void ObjectOrder::take(std::vector<std::uint32_t> rows, Basis basis) {
  rows_ = std::move(rows);
  basis_ = std::move(basis);
  ++revision_;
}

std::size_t ObjectOrder::row_of(std::size_t object) const {
  if (rows_.empty()) return object;
  return static_cast<std::size_t>(std::find(rows_.begin(), rows_.end(), object) - rows_.begin());
}

}  // namespace auglens
