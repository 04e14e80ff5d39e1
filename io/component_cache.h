#pragma once
// Blob tables that were computed once: in memory, and as small files in the user's cache folder. It refuses to know who
// asks, and a file that is damaged, foreign or old counts as none.

#include <list>
#include <mutex>
#include <string>

#include "ops/objects/components.h"
#include "ops/objects/label_hash.h"

namespace auglens {

/// `$XDG_CACHE_HOME/auglens/blobs`, or `~/.cache/auglens/blobs`; empty where neither is to be had.
std::string blob_cache_folder();

/// Safe to use from several threads; a computation does not hold up the others.
class ComponentCache {
 public:
  static constexpr std::size_t most_files = 256;                    ///< older ones are deleted
  static constexpr std::size_t most_stored = std::size_t{1} << 18;  ///< blobs; larger tables get no file

  /// An empty folder: in memory only. `budget_bytes` is for what is held in memory; the last one is always held.
  explicit ComponentCache(std::string folder, std::size_t budget_bytes = std::size_t{1} << 30)
      : folder_(std::move(folder)), budget_(budget_bytes) {}

  /// The table with its diameters. A second call costs the hash of the voxels, also in another run of the program.
  /// A folder that cannot be written to is no error. Throws as components_of.
  std::shared_ptr<const std::vector<Blob>> blobs(const LabelMap& labels, const ComponentOptions& options,
                                                 const Job& job);
  /// Numbers and table, with diameters; numbers are held in memory only.
  std::shared_ptr<const Components> components(const LabelMap& labels, const ComponentOptions& options, const Job& job);

 private:
  /// All that the table depends on.
  struct Key {
    LabelHash hash;
    ComponentOptions options;
    Grid grid;
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct Entry {
    Key key;
    std::shared_ptr<const std::vector<Blob>> blobs;
    std::shared_ptr<const Components> components;  ///< null where only the table came from a file
    std::size_t bytes() const;
  };

  Entry find(const Key& key);
  void keep(Entry entry);
  Entry compute(const Key& key, const LabelMap& labels, const Job& job);
  std::string path_of(const Key& key) const;
  std::shared_ptr<const std::vector<Blob>> read(const Key& key) const;
  void write(const Key& key, const std::vector<Blob>& blobs) const;

  const std::string folder_;
  const std::size_t budget_;
  std::mutex mutex_;
  std::list<Entry> entries_;  ///< front = used last
};

}  // namespace auglens
