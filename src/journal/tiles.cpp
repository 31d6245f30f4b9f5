#include "journal/tiles.h"

#include <sqlite3.h>

#include <cstring>
#include <vector>

namespace chuangyou {
namespace {

constexpr std::size_t hash_bytes = sizeof(Hash);

Hash hash_at(std::string_view hashes, std::size_t position) {
  Hash hash;
  std::memcpy(hash.data(), hashes.data() + position * hash_bytes, hash_bytes);
  return hash;
}

}  // namespace

Hash perfect_root(HashFunction function, std::string_view hashes) {
  std::vector<Hash> nodes(hashes.size() / hash_bytes);
  for (std::size_t i = 0; i < nodes.size(); ++i) nodes[i] = hash_at(hashes, i);
  for (std::size_t width = nodes.size(); width > 1; width /= 2) {
    for (std::size_t i = 0; i < width / 2; ++i) {
      nodes[i] = node_hash(function, nodes[2 * i], nodes[2 * i + 1]);
    }
  }
  return nodes.front();
}

void create_tile_schema(Connection& connection) {
  connection.run(
      "CREATE TABLE tiles(body INTEGER NOT NULL, level INTEGER NOT NULL, idx INTEGER NOT NULL,"
      " hashes BLOB NOT NULL, PRIMARY KEY(body, level, idx)) STRICT");
}

Tiles::Tiles(Connection& connection, BodyNo body, HashFunction function, std::int64_t size)
    : connection_(connection), body_(body), function_(function), size_(size) {}

SubtreeHash Tiles::subtrees() const {
  return [this](int level, std::int64_t index) { return subtree(level, index); };
}

Tiles::Tile& Tiles::tile(Key key) const {
  const auto found = tiles_.find(key);
  if (found != tiles_.end()) return found->second;
  Statement& find =
      connection_.statement("SELECT hashes FROM tiles WHERE body = ? AND level = ? AND idx = ?");
  const ResetAtEnd reset(find);
  find.bind(1, static_cast<std::int64_t>(body_))
      .bind(2, std::int64_t{key.level})
      .bind(3, key.index);
  Tile tile;
  if (find.step()) tile.hashes = find.blob(0);
  return tiles_.emplace(key, std::move(tile)).first->second;
}

Hash Tiles::subtree(int level, std::int64_t index) const {
  const int height = level % levels_per_tile;
  const std::int64_t position = index << height;
  const Tile& stored = tile({level / levels_per_tile, position / hashes_per_tile});
  const auto first = static_cast<std::size_t>(position % hashes_per_tile);
  const std::size_t count = std::size_t{1} << height;
  if (stored.hashes.size() < (first + count) * hash_bytes) {
    throw StorageError("the stored tree lacks hashes that were sealed", SQLITE_CORRUPT);
  }
  return perfect_root(
      function_, std::string_view(stored.hashes).substr(first * hash_bytes, count * hash_bytes));
}

void Tiles::add(const Hash& leaf) {
  add_at(0, size_, leaf);
  ++size_;
}

void Tiles::add_at(int level, std::int64_t position, const Hash& hash) {
  Tile& last = tile({level, position / hashes_per_tile});
  const auto place = static_cast<std::size_t>(position % hashes_per_tile) * hash_bytes;
  // What stands beyond the sealed size was never sealed and must not shift what is added now.
  if (last.hashes.size() < place) {
    throw StorageError("the stored tree lacks hashes that were sealed", SQLITE_CORRUPT);
  }
  last.hashes.resize(place);
  last.hashes += bytes_of(hash);
  last.is_changed = true;
  if (last.hashes.size() < hashes_per_tile * hash_bytes) return;
  add_at(level + 1, position / hashes_per_tile, perfect_root(function_, last.hashes));
}

void Tiles::store() {
  for (auto& [key, tile] : tiles_) {
    if (!tile.is_changed) continue;
    connection_
        .statement(
            "INSERT INTO tiles(body, level, idx, hashes) VALUES(?, ?, ?, ?)"
            " ON CONFLICT(body, level, idx) DO UPDATE SET hashes = excluded.hashes")
        .bind(1, static_cast<std::int64_t>(body_))
        .bind(2, std::int64_t{key.level})
        .bind(3, key.index)
        .bind_blob(4, tile.hashes)
        .run();
    tile.is_changed = false;
  }
}

std::optional<std::string> stored_tile(Connection& connection, BodyNo body, std::int64_t size,
                                       int level, std::int64_t index, std::int64_t width) {
  const int shift = level * levels_per_tile;
  const std::int64_t hashes = shift < 63 ? size >> shift : 0;
  if (index > hashes / hashes_per_tile || index * hashes_per_tile + width > hashes)
    return std::nullopt;
  Statement& find =
      connection.statement("SELECT hashes FROM tiles WHERE body = ? AND level = ? AND idx = ?");
  const ResetAtEnd reset(find);
  find.bind(1, static_cast<std::int64_t>(body)).bind(2, std::int64_t{level}).bind(3, index);
  const auto bytes = static_cast<std::size_t>(width) * hash_bytes;
  if (!find.step() || find.blob(0).size() < bytes)
    throw StorageError("the stored tree lacks hashes that were sealed", SQLITE_CORRUPT);
  return std::string(find.blob(0).substr(0, bytes));
}

}  // namespace chuangyou
