// The Merkle tree as it is stored: tiles of 256 hashes. Tiles of level 0 hold leaves, those of
// level k the roots of the perfect subtrees over 256^k leaves, so a proof among ten million entries
// reads six tiles. A tile is written again until it is full and never after.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "core/uuid.h"
#include "journal/merkle.h"
#include "storage/sqlite.h"

namespace chuangyou {

inline constexpr int levels_per_tile = 8;
inline constexpr std::int64_t hashes_per_tile = 1 << levels_per_tile;

void create_tile_schema(Connection&);

class Tiles {
 public:
  // `size` leaves are stored.
  Tiles(Connection& connection, BodyNo body, HashFunction function, std::int64_t size);

  Hash root() const { return root_of(function_, size_, subtrees()); }
  // Reads each tile once. Throws where a tile that must be there is not.
  SubtreeHash subtrees() const;
  std::int64_t size() const { return size_; }

  void add(const Hash& leaf);
  void store();  // writes what was added

 private:
  struct Key {
    int level;
    std::int64_t index;
    auto operator<=>(const Key&) const = default;
  };
  struct Tile {
    std::string hashes;
    bool is_changed = false;
  };
  Tile& tile(Key key) const;
  void add_at(int level, std::int64_t position, const Hash& hash);
  Hash subtree(int level, std::int64_t index) const;

  Connection& connection_;
  BodyNo body_;
  HashFunction function_;
  std::int64_t size_;
  mutable std::map<Key, Tile> tiles_;  // read so far, and new
};

// What a log publishes: the first `width` hashes of a tile, 32 bytes each; nullopt where the tree
// of so many leaves does not hold them. StorageError where it must and they are not stored.
std::optional<std::string> stored_tile(Connection&, BodyNo, std::int64_t size, int level,
                                       std::int64_t index, std::int64_t width);

// The root of the perfect tree over 2^n hashes that stand one behind the other.
Hash perfect_root(HashFunction function, std::string_view hashes);

}  // namespace chuangyou
