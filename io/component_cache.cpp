#include "io/component_cache.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "io/temporary_file.h"

namespace auglens {
namespace {

namespace fs = std::filesystem;

/// Raised whenever the bytes below, or what is computed, change their meaning.
constexpr std::uint64_t version = 0x3130424c42475541;  // "AUGBLB01"

/// Bytes of whole values, one after the other, in this machine's order: the files are not for other machines.
class Bytes {
 public:
  template <class T>
  void put(const T& value) {
    const std::size_t end = data.size();
    data.resize(end + sizeof value);
    std::memcpy(data.data() + end, &value, sizeof value);
  }
  template <class T>
  T take() {
    T value;
    std::memcpy(&value, data.data() + at, sizeof value);
    at += sizeof value;
    return value;
  }
  std::size_t left() const { return data.size() - at; }

  std::vector<std::byte> data;
  std::size_t at = 0;
};

std::uint64_t checksum(const std::byte* bytes, std::size_t count) {
  std::uint64_t sum = 0xcbf29ce484222325;  // FNV-1a
  for (std::size_t i = 0; i < count; ++i) sum = (sum ^ static_cast<std::uint64_t>(bytes[i])) * 0x100000001b3;
  return sum;
}

/// Every value that the table follows from: a file whose head differs in one bit is another table's.
Bytes head_of(const LabelHash& hash, const ComponentOptions& o, const Grid& grid) {
  Bytes head;
  head.put(version);
  head.put(hash);
  head.put(std::int64_t{static_cast<int>(o.connectivity)});
  head.put(std::int64_t{o.any_foreground ? 1 : 0});
  head.put(std::int64_t{o.only_class ? 1 : 0});
  head.put(std::int64_t{o.only_class.value_or(0)});
  head.put(std::int64_t{o.background});
  head.put(grid.size);
  head.put(grid.spacing);
  head.put(grid.origin);
  head.put(grid.direction);
  return head;
}

constexpr std::size_t bytes_per_blob = 4 + 4 + 8 + 8 + 48 + 24 + 24 + 8;

void put_blob(Bytes& to, const Blob& b) {
  to.put(b.label);
  to.put(std::int32_t{b.touches_border ? 1 : 0});
  to.put(b.voxels);
  to.put(b.mm3);
  to.put(b.box.start);
  to.put(b.box.size);
  to.put(b.centroid);
  to.put(b.centroid_mm);
  to.put(b.diameter_mm);
}

Blob take_blob(Bytes& from) {
  Blob b;
  b.label = from.take<std::int32_t>();
  b.touches_border = from.take<std::int32_t>() != 0;
  b.voxels = from.take<std::int64_t>();
  b.mm3 = from.take<double>();
  b.box.start = from.take<Index3>();
  b.box.size = from.take<Index3>();
  b.centroid = from.take<Vec3>();
  b.centroid_mm = from.take<Vec3>();
  b.diameter_mm = from.take<double>();
  return b;
}

/// Leaves room for one more.
void delete_oldest(const std::string& folder, std::size_t most) {
  std::error_code ignored;
  std::vector<std::pair<fs::file_time_type, fs::path>> files;
  for (const auto& entry : fs::directory_iterator(folder, ignored))
    if (entry.path().extension() == ".blobs") files.emplace_back(entry.last_write_time(ignored), entry.path());
  if (files.size() < most) return;
  std::sort(files.begin(), files.end());
  for (std::size_t k = 0; k + most <= files.size(); ++k) fs::remove(files[k].second, ignored);
}

}  // namespace

std::string blob_cache_folder() {
  const auto absolute = [](const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr && value[0] == '/' ? std::string(value) : std::string();
  };
  if (const std::string cache = absolute("XDG_CACHE_HOME"); !cache.empty()) return cache + "/auglens/blobs";
  if (const std::string home = absolute("HOME"); !home.empty()) return home + "/.cache/auglens/blobs";
  return "";
}

std::size_t ComponentCache::Entry::bytes() const {
  return blobs->size() * sizeof(Blob) + (components ? components->ids.buffer.bytes() : 0);
}

ComponentCache::Entry ComponentCache::find(const Key& key) {
  const std::scoped_lock lock(mutex_);
  const auto at = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& e) { return e.key == key; });
  if (at == entries_.end()) return {};
  entries_.splice(entries_.begin(), entries_, at);
  return entries_.front();
}

void ComponentCache::keep(Entry entry) {
  const std::scoped_lock lock(mutex_);
  std::erase_if(entries_, [&](const Entry& e) { return e.key == entry.key; });
  entries_.push_front(std::move(entry));
  std::size_t used = 0;
  for (auto at = entries_.begin(); at != entries_.end();) {
    used += at->bytes();
    at = used > budget_ && at != entries_.begin() ? entries_.erase(at) : std::next(at);
  }
}

ComponentCache::Entry ComponentCache::compute(const Key& key, const LabelMap& labels, const Job& job) {
  auto found = std::make_shared<Components>(components_of(labels, key.options, job));
  measure_diameters(*found, job);
  const std::shared_ptr<const std::vector<Blob>> table(found, &found->blobs);
  Entry entry{key, table, found};
  keep(entry);
  return entry;
}

std::shared_ptr<const std::vector<Blob>> ComponentCache::blobs(const LabelMap& labels, const ComponentOptions& options,
                                                               const Job& job) {
  const Key key{hash_of(labels, job), options, labels.grid};
  if (const Entry entry = find(key); entry.blobs) return entry.blobs;
  if (auto stored = read(key)) {
    keep({key, stored, nullptr});
    return stored;
  }
  const Entry entry = compute(key, labels, job);
  write(key, *entry.blobs);
  return entry.blobs;
}

std::shared_ptr<const Components> ComponentCache::components(const LabelMap& labels, const ComponentOptions& options,
                                                             const Job& job) {
  const Key key{hash_of(labels, job), options, labels.grid};
  if (const Entry entry = find(key); entry.components) return entry.components;
  const Entry entry = compute(key, labels, job);
  if (!read(key)) write(key, *entry.blobs);
  return entry.components;
}

std::string ComponentCache::path_of(const Key& key) const {
  const Bytes head = head_of(key.hash, key.options, key.grid);
  char name[40];
  std::snprintf(name, sizeof name, "/%016llx.blobs",
                static_cast<unsigned long long>(checksum(head.data.data(), head.data.size())));
  return folder_ + name;
}

std::shared_ptr<const std::vector<Blob>> ComponentCache::read(const Key& key) const {
  if (folder_.empty()) return nullptr;
  const std::string path = path_of(key);
  std::error_code none;
  if (!fs::is_regular_file(path, none)) return nullptr;
  const Bytes head = head_of(key.hash, key.options, key.grid);
  const std::size_t frame = head.data.size() + 2 * sizeof(std::uint64_t);
  const std::uintmax_t size = fs::file_size(path, none);
  if (none || size < frame || size > frame + most_stored * bytes_per_blob) return nullptr;
  Bytes file;
  file.data.resize(size);
  std::ifstream in(path, std::ios::binary);
  if (!in.read(reinterpret_cast<char*>(file.data.data()), static_cast<std::streamsize>(size))) return nullptr;
  if (std::memcmp(file.data.data(), head.data.data(), head.data.size()) != 0) return nullptr;
  std::uint64_t sum = 0;
  std::memcpy(&sum, file.data.data() + size - sizeof sum, sizeof sum);
  if (sum != checksum(file.data.data(), size - sizeof sum)) return nullptr;
  file.at = head.data.size();
  const auto count = file.take<std::uint64_t>();
  if (file.left() - sizeof sum != count * bytes_per_blob) return nullptr;
  auto blobs = std::make_shared<std::vector<Blob>>(count);
  for (Blob& blob : *blobs) blob = take_blob(file);
  return blobs;
}

void ComponentCache::write(const Key& key, const std::vector<Blob>& blobs) const {
  if (folder_.empty() || blobs.size() > most_stored) return;
  std::error_code failed;
  fs::create_directories(folder_, failed);
  if (failed) return;
  Bytes file = head_of(key.hash, key.options, key.grid);
  file.put(std::uint64_t{blobs.size()});
  for (const Blob& blob : blobs) put_blob(file, blob);
  file.put(checksum(file.data.data(), file.data.size()));
  try {
    delete_oldest(folder_, most_files);
    TemporaryFile out(path_of(key));
    out.write(file.data);
    out.publish();
  } catch (const Error&) {  // no room or no right to write: the next run computes again
  }
}

}  // namespace auglens
