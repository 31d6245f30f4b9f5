// SHA-256 by default, SM3 (GB/T 32905) by setting; both are 32 bytes, so a tree can hold either.
#pragma once

#include <array>
#include <cstdint>
#include <istream>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace chuangyou {

using Hash = std::array<std::uint8_t, 32>;
enum class HashFunction : std::uint8_t { sha256, sm3 };

// Hashes the parts as if they were one run of bytes.
Hash hash_of(HashFunction, std::initializer_list<std::string_view> parts);
Hash hash_of(HashFunction, std::istream& file);  // from where it stands to its end
std::string to_hex(std::span<const std::uint8_t>);
std::optional<Hash> parse_hash(std::string_view hex);  // 64 digits, small letters
std::string_view bytes_of(const Hash&);

}  // namespace chuangyou
