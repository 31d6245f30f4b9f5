#include "journal/entry.h"

#include <algorithm>
#include <concepts>

namespace chuangyou {
namespace {

// Sealed leaves stay as they are for ever; another layout gets another number.
constexpr std::uint8_t layout_with_open_head = 1;
constexpr std::uint8_t layout_with_hashed_head = 2;

void add_number(std::string& bytes, std::unsigned_integral auto number) {
  for (std::size_t shift = 8 * sizeof(number); shift > 0;) {
    shift -= 8;
    bytes += static_cast<char>(static_cast<std::uint8_t>(number >> shift));
  }
}

void add_id(std::string& bytes, const Uuid& id) {
  bytes.append(reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size());
}

// The length goes first, so that no two heads share their bytes.
void add_text(std::string& bytes, std::string_view text) {
  add_number(bytes, static_cast<std::uint32_t>(text.size()));
  bytes += text;
}

}  // namespace

std::string_view bytes_of(const Salt& salt) {
  return {reinterpret_cast<const char*>(salt.data()), salt.size()};
}

Hash commitment_of(HashFunction function, const Salt& salt, std::string_view changes) {
  return hash_of(function, {bytes_of(salt), changes});
}

Entry new_entry(EntryHead head, std::string changes, HashFunction function, RandomSource& random) {
  Entry entry;
  entry.head = std::move(head);
  entry.changes = std::move(changes);
  std::array<std::uint8_t, 2 * sizeof(Salt)> drawn;
  random.fill(drawn);
  entry.head_salt.emplace();
  std::copy_n(drawn.begin(), sizeof(Salt), entry.salt.begin());
  std::copy_n(drawn.begin() + sizeof(Salt), sizeof(Salt), entry.head_salt->begin());
  entry.commitment = commitment_of(function, entry.salt, entry.changes);
  return entry;
}

std::string head_bytes(const EntryHead& head) {
  std::string bytes;
  bytes.reserve(160);
  add_number(bytes, static_cast<std::uint32_t>(head.body));
  add_number(bytes, static_cast<std::uint64_t>(head.seq));
  add_number(bytes, static_cast<std::uint64_t>(head.at.microseconds));
  add_id(bytes, head.actor);
  add_number(bytes, static_cast<std::uint8_t>(head.role));
  add_id(bytes, head.under);
  add_text(bytes, head.ledger);
  add_id(bytes, head.record);
  add_text(bytes, head.act);
  return bytes;
}

std::string leaf_input(HashFunction function, const Entry& entry) {
  std::string bytes;
  if (entry.head_salt) {
    add_number(bytes, layout_with_hashed_head);
    bytes += bytes_of(hash_of(function, {bytes_of(*entry.head_salt), head_bytes(entry.head)}));
  } else {
    add_number(bytes, layout_with_open_head);
    bytes += head_bytes(entry.head);
  }
  bytes += bytes_of(entry.commitment);
  return bytes;
}

}  // namespace chuangyou
