#pragma once
// What steps must know of their complete input, and the cache that keeps it within a budget. It refuses to compute it.

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <typeinfo>
#include <unordered_map>
#include <utility>

#include "ops/image.h"

namespace auglens {

/// Over finite voxels, in double, in fixed blocks of 4096 voxels in raster order of the whole grid (design §5).
struct Statistics {
  std::int64_t count = 0;  ///< finite voxels
  std::int64_t nonfinite = 0;
  double minimum = 0, maximum = 0, mean = 0;
  double squares = 0;  ///< sum of squared deviations from the mean

  /// Square root of squares / (count - ddof); 0 when there are too few voxels.
  double deviation(int ddof = 0) const;
};

class ReplayMemory;

/// Facts and held volumes by key, least recently used first out. Safe to use from several threads.
class FactsCache {
 public:
  explicit FactsCache(std::size_t budget_bytes = std::size_t{1} << 30);

  std::optional<Statistics> statistics(const std::string& key);
  void keep(const std::string& key, const Statistics& value);

  /// A box of the voxels that the key names; it may be empty.
  std::optional<Region> box(const std::string& key);
  void keep(const std::string& key, const Region& box);

  /// A derived volume (float32, one channel) that was evaluated whole.
  std::shared_ptr<const Image> volume(const std::string& key);
  /// Kept when it fits the budget, else dropped.
  void keep(const std::string& key, std::shared_ptr<const Image> volume);
  std::shared_ptr<const LabelMap> labels(const std::string& key);
  void keep(const std::string& key, std::shared_ptr<const LabelMap> labels);

  /// Anything else that was computed from what the key names, by its type.
  template <class T>
  std::shared_ptr<const T> object(const std::string& key) {
    return std::static_pointer_cast<const T>(find_object(typeid(T).name() + key));
  }
  template <class T>
  void keep(const std::string& key, std::shared_ptr<const T> object, std::size_t bytes) {
    keep_object(typeid(T).name() + key, std::move(object), bytes);
  }

  void clear();
  std::size_t bytes() const;

  /// Random states of a peer's stream on the way to a sample, beside the budget (some megabytes at most).
  ReplayMemory& replays() { return *replays_; }

 private:
  struct Entry {
    std::string key;
    std::optional<Statistics> statistics;
    std::shared_ptr<const Image> image;
    std::shared_ptr<const LabelMap> labels;
    std::size_t bytes = 0;
    std::optional<Region> box = {};
    std::shared_ptr<const void> object = {};
  };
  std::shared_ptr<const void> find_object(const std::string& key);
  void keep_object(const std::string& key, std::shared_ptr<const void> object, std::size_t bytes);
  Entry* find(const std::string& key);
  void insert(Entry entry);

  std::shared_ptr<ReplayMemory> replays_;
  mutable std::mutex mutex_;
  std::size_t budget_, used_ = 0;
  std::list<Entry> order_;  ///< front = used last
  std::unordered_map<std::string, std::list<Entry>::iterator> places_;
};

}  // namespace auglens
