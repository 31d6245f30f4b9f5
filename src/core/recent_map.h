// What was touched last, and no more than so much of it, however many keys strangers think of. Two
// generations: when the young one is full it becomes the old one, and what nobody has touched since
// goes. Every step costs the same, also for the one who fills it.
#pragma once

#include <cstddef>
#include <unordered_map>
#include <utility>

namespace chuangyou {

template <class Key, class Value, class HashOfKey = std::hash<Key>>
class RecentMap {
 public:
  // Holds the `kept` keys touched last at least, and at most twice as many.
  explicit RecentMap(std::size_t kept) : kept_(kept) {}

  // The value of the key, made where there is none; valid until the next call.
  Value& touch(const Key& key) {
    if (const auto found = young_.find(key); found != young_.end()) return found->second;
    Value value{};
    if (const auto aged = old_.find(key); aged != old_.end()) {
      value = std::move(aged->second);
      old_.erase(aged);
    }
    if (young_.size() >= kept_) old_ = std::exchange(young_, {});
    return young_.emplace(key, std::move(value)).first->second;
  }
  const Value* find(const Key& key) const {
    if (const auto found = young_.find(key); found != young_.end()) return &found->second;
    const auto aged = old_.find(key);
    return aged == old_.end() ? nullptr : &aged->second;
  }
  void erase(const Key& key) {
    young_.erase(key);
    old_.erase(key);
  }
  std::size_t size() const { return young_.size() + old_.size(); }

 private:
  using Generation = std::unordered_map<Key, Value, HashOfKey>;
  std::size_t kept_;
  Generation young_, old_;
};

}  // namespace chuangyou
