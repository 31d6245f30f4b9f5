#include "journal/merkle.h"

#include <gtest/gtest.h>

#include <bit>
#include <string>

namespace chuangyou {
namespace {

constexpr HashFunction sha256 = HashFunction::sha256;

std::string from_hex(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  }
  return bytes;
}

// The definition of RFC 6962, 2.1, word by word, over leaf hashes: what the code is held against.
Hash defined_root(HashFunction function, std::span<const Hash> leaves) {
  if (leaves.empty()) return hash_of(function, {});
  if (leaves.size() == 1) return leaves[0];
  std::size_t left = 1;
  while (left * 2 < leaves.size()) left *= 2;
  return node_hash(function, defined_root(function, leaves.first(left)),
                   defined_root(function, leaves.subspan(left)));
}

std::vector<Hash> leaves_of(HashFunction function, std::int64_t count) {
  std::vector<Hash> leaves;
  for (std::int64_t i = 0; i < count; ++i) leaves.push_back(leaf_hash(function, std::to_string(i)));
  return leaves;
}

SubtreeHash subtrees_of(HashFunction function, std::span<const Hash> leaves) {
  return [function, leaves](int level, std::int64_t index) {
    const std::size_t width = std::size_t{1} << level;
    return defined_root(function, leaves.subspan(static_cast<std::size_t>(index) * width, width));
  };
}

// The eight leaves of the reference implementation of certificate transparency, with its roots,
// audit paths and consistency proofs.
constexpr std::string_view reference_leaves[] = {"",
                                                 "00",
                                                 "10",
                                                 "2021",
                                                 "3031",
                                                 "40414243",
                                                 "5051525354555657",
                                                 "606162636465666768696a6b6c6d6e6f"};
constexpr std::string_view reference_roots[] = {
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

struct ReferenceProof {
  std::int64_t first, second;  // leaf (from 1) and size, or old and new size
  std::vector<std::string_view> path;
};
const ReferenceProof reference_inclusions[] = {
    {1, 1, {}},
    {1,
     8,
     {"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}},
    {6,
     8,
     {"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}},
    {3, 3, {"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"}},
    {2,
     5,
     {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}},
};
const ReferenceProof reference_consistencies[] = {
    {1, 1, {}},
    {1,
     8,
     {"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}},
    {6,
     8,
     {"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}},
    {2,
     5,
     {"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}},
};

std::vector<Hash> reference_leaf_hashes() {
  std::vector<Hash> leaves;
  for (const std::string_view leaf : reference_leaves) {
    leaves.push_back(leaf_hash(sha256, from_hex(leaf)));
  }
  return leaves;
}

void expect_path(const std::vector<Hash>& path, const ReferenceProof& wanted) {
  ASSERT_EQ(path.size(), wanted.path.size());
  for (std::size_t i = 0; i < path.size(); ++i) EXPECT_EQ(to_hex(path[i]), wanted.path[i]);
}

TEST(Merkle, the_empty_tree_is_the_hash_of_nothing) {
  const auto root = root_of(sha256, 0, {});
  EXPECT_EQ(to_hex(root), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Frontier(sha256).root(), root);
}

TEST(Merkle, roots_are_those_of_the_reference) {
  const std::vector<Hash> leaves = reference_leaf_hashes();
  Frontier frontier(sha256);
  for (std::size_t size = 1; size <= leaves.size(); ++size) {
    const auto first = std::span(leaves).first(size);
    const Hash root = root_of(sha256, static_cast<std::int64_t>(size), subtrees_of(sha256, first));
    EXPECT_EQ(to_hex(root), reference_roots[size - 1]);
    frontier.add(leaves[size - 1]);
    EXPECT_EQ(frontier.root(), root);
  }
}

TEST(Merkle, audit_paths_are_those_of_the_reference) {
  const std::vector<Hash> leaves = reference_leaf_hashes();
  for (const ReferenceProof& proof : reference_inclusions) {
    expect_path(inclusion_path(sha256, proof.first - 1, proof.second, subtrees_of(sha256, leaves)),
                proof);
  }
}

TEST(Merkle, consistency_proofs_are_those_of_the_reference) {
  const std::vector<Hash> leaves = reference_leaf_hashes();
  for (const ReferenceProof& proof : reference_consistencies) {
    expect_path(consistency_path(sha256, proof.first, proof.second, subtrees_of(sha256, leaves)),
                proof);
  }
}

class MerkleOf : public testing::TestWithParam<HashFunction> {};

TEST_P(MerkleOf, every_leaf_of_every_size_is_proved) {
  const HashFunction function = GetParam();
  const std::vector<Hash> leaves = leaves_of(function, 300);
  const SubtreeHash subtrees = subtrees_of(function, leaves);
  Frontier frontier(function);
  for (std::int64_t size = 1; size <= 300; ++size) {
    frontier.add(leaves[static_cast<std::size_t>(size - 1)]);
    const Hash root = root_of(function, size, subtrees);
    ASSERT_EQ(root,
              defined_root(function, std::span(leaves).first(static_cast<std::size_t>(size))));
    ASSERT_EQ(root, frontier.root());
    for (std::int64_t leaf = 0; leaf < size; leaf += size < 40 ? 1 : 7) {
      const std::vector<Hash> path = inclusion_path(function, leaf, size, subtrees);
      ASSERT_LE(path.size(), std::bit_width(static_cast<std::uint64_t>(size - 1)));
      const Hash& hash = leaves[static_cast<std::size_t>(leaf)];
      ASSERT_TRUE(verify_inclusion(function, hash, leaf, size, path, root));
    }
  }
}

TEST_P(MerkleOf, every_size_is_proved_to_grow_into_every_later_one) {
  const HashFunction function = GetParam();
  const std::vector<Hash> leaves = leaves_of(function, 300);
  const SubtreeHash subtrees = subtrees_of(function, leaves);
  std::vector<Hash> roots;
  for (std::int64_t size = 0; size <= 300; ++size) {
    roots.push_back(root_of(function, size, subtrees));
  }
  for (std::int64_t new_size = 1; new_size <= 300; ++new_size) {
    for (std::int64_t old_size = 0; old_size <= new_size; old_size += new_size < 40 ? 1 : 7) {
      const std::vector<Hash> path = consistency_path(function, old_size, new_size, subtrees);
      ASSERT_TRUE(verify_consistency(function, old_size, roots[static_cast<std::size_t>(old_size)],
                                     new_size, roots[static_cast<std::size_t>(new_size)], path))
          << old_size << " " << new_size;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Both, MerkleOf, testing::Values(HashFunction::sha256, HashFunction::sm3));

TEST(Merkle, a_wrong_proof_of_inclusion_is_refused) {
  const std::vector<Hash> leaves = leaves_of(sha256, 100);
  const SubtreeHash subtrees = subtrees_of(sha256, leaves);
  const Hash root = root_of(sha256, 100, subtrees);
  for (std::int64_t leaf = 0; leaf < 100; leaf += 3) {
    const Hash hash = leaves[static_cast<std::size_t>(leaf)];
    const std::vector<Hash> path = inclusion_path(sha256, leaf, 100, subtrees);
    EXPECT_FALSE(verify_inclusion(sha256, leaves[(static_cast<std::size_t>(leaf) + 1) % 100], leaf,
                                  100, path, root));
    EXPECT_FALSE(verify_inclusion(sha256, hash, (leaf + 1) % 100, 100, path, root));
    EXPECT_FALSE(verify_inclusion(sha256, hash, 100, 100, path, root));
    EXPECT_FALSE(verify_inclusion(sha256, hash, -1, 100, path, root));
    std::vector<Hash> longer = path;
    longer.push_back(root);
    EXPECT_FALSE(verify_inclusion(sha256, hash, leaf, 100, longer, root));
    EXPECT_FALSE(verify_inclusion(sha256, hash, leaf, 100, std::span(path).subspan(1), root));
    for (std::size_t i = 0; i < path.size(); ++i) {
      std::vector<Hash> changed = path;
      changed[i][31] ^= 1;
      EXPECT_FALSE(verify_inclusion(sha256, hash, leaf, 100, changed, root));
    }
  }
}

TEST(Merkle, a_tree_that_was_rewritten_is_not_consistent) {
  const std::vector<Hash> leaves = leaves_of(sha256, 100);
  const SubtreeHash subtrees = subtrees_of(sha256, leaves);
  const Hash new_root = root_of(sha256, 100, subtrees);
  for (std::int64_t old_size = 1; old_size < 100; ++old_size) {
    const auto old_leaves = std::span(leaves).first(static_cast<std::size_t>(old_size));
    const Hash old_root = defined_root(sha256, old_leaves);
    const std::vector<Hash> path = consistency_path(sha256, old_size, 100, subtrees);
    std::vector<Hash> other(old_leaves.begin(), old_leaves.end());
    other[static_cast<std::size_t>(old_size / 2)][0] ^= 1;
    EXPECT_FALSE(
        verify_consistency(sha256, old_size, defined_root(sha256, other), 100, new_root, path));
    Hash other_root = new_root;
    other_root[5] ^= 4;
    EXPECT_FALSE(verify_consistency(sha256, old_size, old_root, 100, other_root, path));
    EXPECT_FALSE(verify_consistency(sha256, 100, new_root, old_size, old_root, path));
    for (std::size_t i = 0; i < path.size(); ++i) {
      std::vector<Hash> changed = path;
      changed[i][0] ^= 128;
      EXPECT_FALSE(verify_consistency(sha256, old_size, old_root, 100, new_root, changed));
    }
    EXPECT_FALSE(verify_consistency(sha256, old_size, old_root, 100, new_root,
                                    std::span(path).first(path.size() - 1)));
  }
}

TEST(Merkle, proofs_beyond_the_tree_are_our_own_mistake) {
  const std::vector<Hash> leaves = leaves_of(sha256, 3);
  const SubtreeHash subtrees = subtrees_of(sha256, leaves);
  EXPECT_THROW(inclusion_path(sha256, 3, 3, subtrees), std::out_of_range);
  EXPECT_THROW(consistency_path(sha256, 4, 3, subtrees), std::out_of_range);
}

}  // namespace
}  // namespace chuangyou
