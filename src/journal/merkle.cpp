#include "journal/merkle.h"

#include <bit>
#include <stdexcept>

namespace chuangyou {
namespace {

constexpr std::string_view leaf_prefix("\x00", 1);
constexpr std::string_view node_prefix("\x01", 1);

bool is_power_of_two(std::int64_t size) {
  return std::has_single_bit(static_cast<std::uint64_t>(size));
}

// The largest power of two below `size`, where RFC 6962 splits; size > 1.
std::int64_t split_of(std::int64_t size) {
  return static_cast<std::int64_t>(std::bit_floor(static_cast<std::uint64_t>(size - 1)));
}

int level_of(std::int64_t power) { return std::countr_zero(static_cast<std::uint64_t>(power)); }

// MTH(D[begin : begin + size]). `begin` is a multiple of the power of two at or above the size, as
// all ranges of the recursions below are, so each perfect part is a stored subtree.
Hash range_root(HashFunction function, std::int64_t begin, std::int64_t size,
                const SubtreeHash& subtree) {
  if (is_power_of_two(size)) return subtree(level_of(size), begin / size);
  const std::int64_t left = split_of(size);
  const Hash left_root = range_root(function, begin, left, subtree);
  return node_hash(function, left_root, range_root(function, begin + left, size - left, subtree));
}

struct Proof {
  HashFunction function;
  const SubtreeHash& subtree;
  std::vector<Hash> hashes;

  void add(std::int64_t begin, std::int64_t size) {
    hashes.push_back(range_root(function, begin, size, subtree));
  }

  // PATH(leaf, D[begin : begin + size])
  void path(std::int64_t leaf, std::int64_t begin, std::int64_t size) {
    if (size == 1) return;
    const std::int64_t left = split_of(size);
    if (leaf < left) {
      path(leaf, begin, left);
      add(begin + left, size - left);
    } else {
      path(leaf - left, begin + left, size - left);
      add(begin, left);
    }
  }

  // SUBPROOF(old_size, D[begin : begin + size], is_known)
  void subproof(std::int64_t old_size, std::int64_t begin, std::int64_t size, bool is_known) {
    if (old_size == size) {
      if (!is_known) add(begin, size);
      return;
    }
    const std::int64_t left = split_of(size);
    if (old_size <= left) {
      subproof(old_size, begin, left, is_known);
      add(begin + left, size - left);
    } else {
      subproof(old_size - left, begin + left, size - left, false);
      add(begin, left);
    }
  }
};

// A position in the tree on its way up: RFC 9162 calls them fn and sn.
struct Climb {
  std::uint64_t node, last;

  bool joins_from_the_left() const { return (node & 1) != 0 || node == last; }
  void up() {
    node >>= 1;
    last >>= 1;
  }
  // The last node of a level without a sibling rises until it has one.
  void rise_to_sibling() {
    while ((node & 1) == 0 && node != 0) up();
  }
};

}  // namespace

Hash leaf_hash(HashFunction function, std::string_view input) {
  return hash_of(function, {leaf_prefix, input});
}

Hash node_hash(HashFunction function, const Hash& left, const Hash& right) {
  return hash_of(function, {node_prefix, bytes_of(left), bytes_of(right)});
}

Hash empty_root(HashFunction function) { return hash_of(function, {}); }

Hash root_of(HashFunction function, std::int64_t size, const SubtreeHash& subtree) {
  if (size == 0) return empty_root(function);
  return range_root(function, 0, size, subtree);
}

std::vector<Hash> inclusion_path(HashFunction function, std::int64_t leaf, std::int64_t size,
                                 const SubtreeHash& subtree) {
  if (leaf < 0 || leaf >= size)
    throw std::out_of_range("a tree was asked for a leaf beyond its size");
  Proof proof{function, subtree, {}};
  proof.path(leaf, 0, size);
  return std::move(proof.hashes);
}

std::vector<Hash> consistency_path(HashFunction function, std::int64_t old_size,
                                   std::int64_t new_size, const SubtreeHash& subtree) {
  if (old_size < 0 || old_size > new_size) throw std::out_of_range("a tree never shrinks");
  Proof proof{function, subtree, {}};
  if (old_size > 0) proof.subproof(old_size, 0, new_size, true);
  return std::move(proof.hashes);
}

bool verify_inclusion(HashFunction function, const Hash& leaf, std::int64_t leaf_index,
                      std::int64_t size, std::span<const Hash> path, const Hash& root) {
  if (leaf_index < 0 || leaf_index >= size) return false;
  Climb climb{static_cast<std::uint64_t>(leaf_index), static_cast<std::uint64_t>(size - 1)};
  Hash reached = leaf;
  for (const Hash& sibling : path) {
    if (climb.last == 0) return false;
    if (climb.joins_from_the_left()) {
      reached = node_hash(function, sibling, reached);
      climb.rise_to_sibling();
    } else {
      reached = node_hash(function, reached, sibling);
    }
    climb.up();
  }
  return climb.last == 0 && reached == root;
}

bool verify_consistency(HashFunction function, std::int64_t old_size, const Hash& old_root,
                        std::int64_t new_size, const Hash& new_root, std::span<const Hash> path) {
  if (old_size < 0 || old_size > new_size) return false;
  if (old_size == new_size) return path.empty() && old_root == new_root;
  if (old_size == 0) return path.empty() && old_root == empty_root(function);
  Climb climb{static_cast<std::uint64_t>(old_size - 1), static_cast<std::uint64_t>(new_size - 1)};
  while ((climb.node & 1) != 0) climb.up();
  // The root of a perfect old tree is known and left out of the path.
  Hash start = old_root;
  if (!is_power_of_two(old_size)) {
    if (path.empty()) return false;
    start = path.front();
    path = path.subspan(1);
  }
  Hash reached_old = start;
  Hash reached_new = start;
  for (const Hash& sibling : path) {
    if (climb.last == 0) return false;
    if (climb.joins_from_the_left()) {
      reached_old = node_hash(function, sibling, reached_old);
      reached_new = node_hash(function, sibling, reached_new);
      climb.rise_to_sibling();
    } else {
      reached_new = node_hash(function, reached_new, sibling);
    }
    climb.up();
  }
  return climb.last == 0 && reached_old == old_root && reached_new == new_root;
}

void Frontier::add(Hash leaf) {
  for (std::int64_t below = size_; (below & 1) != 0; below >>= 1) {
    leaf = node_hash(function_, peaks_.back(), leaf);
    peaks_.pop_back();
  }
  peaks_.push_back(leaf);
  ++size_;
}

Hash Frontier::root() const {
  if (peaks_.empty()) return empty_root(function_);
  Hash root = peaks_.back();
  for (std::size_t i = peaks_.size() - 1; i-- > 0;) root = node_hash(function_, peaks_[i], root);
  return root;
}

}  // namespace chuangyou
