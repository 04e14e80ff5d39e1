#pragma once
// The order of the rows of the table of objects, kept while it holds and made beside the window's thread where it takes
// long. It refuses to know widgets.

#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "viewer/object_table.h"

namespace auglens {

class ObjectOrder {
 public:
  struct Wish {
    ObjectColumn by = ObjectColumn::size;
    bool descending = true;
    friend bool operator==(const Wish&, const Wish&) = default;
  };

  /// `wake` is called from another thread: a new order is there.
  explicit ObjectOrder(std::function<void()> wake) : wake_(std::move(wake)) {}

  /// Brings the rows into the wanted order; beyond `most_at_once` objects they stay as they are until that is made.
  /// Precondition: `objects` has found some.
  void sort(const std::shared_ptr<const ObjectScene>& objects, const Wish& wish);
  /// The object of a row; raster order until the first one is made.
  std::size_t object(std::size_t row) const { return rows_.empty() ? row : rows_[row]; }
  std::size_t row_of(std::size_t object) const;
  /// Counts the orders: rows of equal numbers are the same.
  std::uint64_t revision() const { return revision_; }

  static constexpr std::size_t most_at_once = 20000;  ///< some milliseconds

 private:
  /// All that an order depends on; only chances belong to a scene rather than to its blobs.
  struct Basis {
    std::shared_ptr<const Components> found;
    std::shared_ptr<const ObjectScene> chances;
    Wish wish;
    friend bool operator==(const Basis&, const Basis&) = default;
  };
  void take(std::vector<std::uint32_t> rows, Basis basis);
  void start(const std::shared_ptr<const ObjectScene>& objects, Basis basis);

  std::function<void()> wake_;
  std::vector<std::uint32_t> rows_;
  Basis basis_, making_;
  std::uint64_t revision_ = 0;
  std::mutex mutex_;  ///< guards the next one
  std::optional<std::vector<std::uint32_t>> made_;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace auglens
