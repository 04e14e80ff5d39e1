#include "ops/facts.h"

#include <utility>

#include "ops/replay/replay.h"

namespace auglens {

FactsCache::FactsCache(std::size_t budget_bytes) : replays_(std::make_shared<ReplayMemory>()), budget_(budget_bytes) {}

FactsCache::Entry* FactsCache::find(const std::string& key) {
  const auto place = places_.find(key);
  if (place == places_.end()) return nullptr;
  order_.splice(order_.begin(), order_, place->second);
  return &*place->second;
}

void FactsCache::insert(Entry entry) {
  if (const auto place = places_.find(entry.key); place != places_.end()) {
    used_ -= place->second->bytes;
    order_.erase(place->second);
    places_.erase(place);
  }
  entry.bytes += entry.key.size() + sizeof(Entry);
  if (entry.bytes > budget_) return;
  used_ += entry.bytes;
  order_.push_front(std::move(entry));
  places_[order_.front().key] = order_.begin();
  while (used_ > budget_) {
    used_ -= order_.back().bytes;
    places_.erase(order_.back().key);
    order_.pop_back();
  }
}

std::optional<Statistics> FactsCache::statistics(const std::string& key) {
  const std::scoped_lock lock(mutex_);
  const Entry* e = find("s" + key);
  return e != nullptr ? e->statistics : std::nullopt;
}

void FactsCache::keep(const std::string& key, const Statistics& value) {
  const std::scoped_lock lock(mutex_);
  insert({"s" + key, value, nullptr, nullptr, 0});
}

std::optional<Region> FactsCache::box(const std::string& key) {
  const std::scoped_lock lock(mutex_);
  const Entry* e = find("b" + key);
  return e != nullptr ? e->box : std::nullopt;
}

void FactsCache::keep(const std::string& key, const Region& box) {
  const std::scoped_lock lock(mutex_);
  insert({"b" + key, std::nullopt, nullptr, nullptr, 0, box});
}

std::shared_ptr<const Image> FactsCache::volume(const std::string& key) {
  const std::scoped_lock lock(mutex_);
  const Entry* e = find("v" + key);
  return e != nullptr ? e->image : nullptr;
}

void FactsCache::keep(const std::string& key, std::shared_ptr<const Image> volume) {
  const std::scoped_lock lock(mutex_);
  const std::size_t bytes = volume->buffer.bytes();
  insert({"v" + key, std::nullopt, std::move(volume), nullptr, bytes});
}

std::shared_ptr<const LabelMap> FactsCache::labels(const std::string& key) {
  const std::scoped_lock lock(mutex_);
  const Entry* e = find("l" + key);
  return e != nullptr ? e->labels : nullptr;
}

void FactsCache::keep(const std::string& key, std::shared_ptr<const LabelMap> labels) {
  const std::scoped_lock lock(mutex_);
  const std::size_t bytes = labels->buffer.bytes();
  insert({"l" + key, std::nullopt, nullptr, std::move(labels), bytes});
}

std::shared_ptr<const void> FactsCache::find_object(const std::string& key) {
  const std::scoped_lock lock(mutex_);
  const Entry* e = find("o" + key);
  return e != nullptr ? e->object : nullptr;
}

void FactsCache::keep_object(const std::string& key, std::shared_ptr<const void> object, std::size_t bytes) {
  const std::scoped_lock lock(mutex_);
  insert({"o" + key, std::nullopt, nullptr, nullptr, bytes, {}, std::move(object)});
}

void FactsCache::clear() {
  const std::scoped_lock lock(mutex_);
  order_.clear();
  places_.clear();
  used_ = 0;
}

std::size_t FactsCache::bytes() const {
  const std::scoped_lock lock(mutex_);
  return used_;
}

}  // namespace auglens
