// The Merkle tree of RFC 6962 (section 2.1), pure: leaves hash 0x00 || input, nodes 0x01 || left ||
// right; an unbalanced tree splits at the largest power of two below its size.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "core/hash.h"

namespace chuangyou {

Hash leaf_hash(HashFunction, std::string_view input);
Hash node_hash(HashFunction, const Hash& left, const Hash& right);
Hash empty_root(HashFunction);

// Hash of the perfect subtree number `index` at `level` (level 0 = leaves).
using SubtreeHash = std::function<Hash(int level, std::int64_t index)>;

Hash root_of(HashFunction, std::int64_t size, const SubtreeHash&);
std::vector<Hash> inclusion_path(HashFunction, std::int64_t leaf, std::int64_t size,
                                 const SubtreeHash&);
std::vector<Hash> consistency_path(HashFunction, std::int64_t old_size, std::int64_t new_size,
                                   const SubtreeHash&);

// The verifier's side (RFC 9162, 2.1.3.2 and 2.1.4.2), so that a proof can be checked without us.
bool verify_inclusion(HashFunction, const Hash& leaf, std::int64_t leaf_index, std::int64_t size,
                      std::span<const Hash> path, const Hash& root);
bool verify_consistency(HashFunction, std::int64_t old_size, const Hash& old_root,
                        std::int64_t new_size, const Hash& new_root, std::span<const Hash> path);

// A tree that only grows and forgets what it will not need again: one hash for each perfect subtree
// at its edge. Adding a leaf costs one node in the long run.
class Frontier {
 public:
  explicit Frontier(HashFunction function) : function_(function) {}
  void add(Hash leaf);
  Hash root() const;
  std::int64_t size() const { return size_; }

 private:
  HashFunction function_;
  std::int64_t size_ = 0;
  std::vector<Hash> peaks_;  // the largest subtree first
};

}  // namespace chuangyou
