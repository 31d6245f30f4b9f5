// Proofs as strangers send them: none that we did not make may be believed, and none of ours
// refused.
#include <cstring>

#include "journal/merkle.h"

using namespace chuangyou;

namespace {

constexpr HashFunction function = HashFunction::sha256;

Hash leaf_number(std::int64_t index) { return leaf_hash(function, std::to_string(index)); }

Hash subtree(int level, std::int64_t index) {
  if (level == 0) return leaf_number(index);
  return node_hash(function, subtree(level - 1, 2 * index), subtree(level - 1, 2 * index + 1));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 4) return 0;
  const std::int64_t tree_size = data[0] % 64 + 1;
  const std::int64_t leaf = data[1] % tree_size;
  const std::int64_t old_size = data[2] % tree_size + 1;
  const Hash root = root_of(function, tree_size, subtree);
  const std::vector<Hash> right = inclusion_path(function, leaf, tree_size, subtree);
  if (!verify_inclusion(function, leaf_number(leaf), leaf, tree_size, right, root))
    __builtin_trap();
  std::vector<Hash> path(std::min<std::size_t>((size - 3) / sizeof(Hash), 70));
  for (std::size_t i = 0; i < path.size(); ++i)
    std::memcpy(path[i].data(), data + 3 + i * sizeof(Hash), sizeof(Hash));
  if (path != right && verify_inclusion(function, leaf_number(leaf), leaf, tree_size, path, root))
    __builtin_trap();
  const Hash old_root = root_of(function, old_size, subtree);
  const std::vector<Hash> grown = consistency_path(function, old_size, tree_size, subtree);
  if (!verify_consistency(function, old_size, old_root, tree_size, root, grown)) __builtin_trap();
  if (path != grown && verify_consistency(function, old_size, old_root, tree_size, root, path))
    __builtin_trap();
  return 0;
}
