#include "journal/entry.h"

#include <concepts>

namespace chuangyou {
namespace {

// Sealed leaves stay as they are for ever; another layout gets another number.
constexpr std::uint8_t layout = 1;

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

std::string leaf_input(const EntryHead& head, const Hash& commitment) {
  std::string bytes;
  bytes.reserve(160);
  add_number(bytes, layout);
  add_number(bytes, static_cast<std::uint32_t>(head.body));
  add_number(bytes, static_cast<std::uint64_t>(head.seq));
  add_number(bytes, static_cast<std::uint64_t>(head.at.microseconds));
  add_id(bytes, head.actor);
  add_number(bytes, static_cast<std::uint8_t>(head.role));
  add_id(bytes, head.under);
  add_text(bytes, head.ledger);
  add_id(bytes, head.record);
  add_text(bytes, head.act);
  bytes += bytes_of(commitment);
  return bytes;
}

}  // namespace chuangyou
