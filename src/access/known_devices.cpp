#include "access/known_devices.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <vector>

#include "core/base64.h"
#include "core/hash.h"

namespace chuangyou {
namespace {

constexpr std::size_t number_bytes = 8;
constexpr std::size_t proof_bytes = 16;

// What one account has left on a device: since which day, the device's number, and the proof that
// this house wrote it.
struct Mark {
  std::int32_t day = 0;
  std::array<std::uint8_t, number_bytes> number{};
  std::array<std::uint8_t, proof_bytes> proof{};
};
constexpr std::size_t mark_bytes = sizeof(std::int32_t) + number_bytes + proof_bytes;
static_assert(sizeof(Mark) == mark_bytes, "nothing between the members: it is written as it lies");

std::string written(const Mark& mark) {
  return base64_for_url({reinterpret_cast<const char*>(&mark), mark_bytes});
}

std::optional<Mark> read(std::string_view text) {
  const std::optional<std::string> bytes = from_base64_for_url(text);
  if (!bytes || bytes->size() != mark_bytes) return std::nullopt;
  Mark mark;
  std::memcpy(&mark, bytes->data(), mark_bytes);
  return mark;
}

std::array<std::uint8_t, proof_bytes> proof_of(const Secret& key, const Mark& mark, BodyNo body,
                                               std::string_view name) {
  const auto no = static_cast<std::int64_t>(body);
  std::string text("chuangyou: a device that an account knows, 1\n");
  text.append(std::to_string(mark.day)).append("\n").append(std::to_string(no)).append("\n");
  text.append(reinterpret_cast<const char*>(mark.number.data()), mark.number.size()).append(name);
  std::array<std::uint8_t, proof_bytes> proof{};
  crypto_generichash(proof.data(), proof.size(),
                     reinterpret_cast<const unsigned char*>(text.data()), text.size(), key.data(),
                     key.size());
  return proof;
}

std::vector<std::string_view> marks_in(std::string_view held) {
  std::vector<std::string_view> marks;
  while (!held.empty() && marks.size() < KnownDevices::accounts_a_device_max) {
    marks.push_back(held.substr(0, held.find('.')));
    held.remove_prefix(std::min(marks.back().size() + 1, held.size()));
  }
  return marks;
}

}  // namespace

std::string KnownDevices::number_in(std::string_view text, BodyNo body, std::string_view name,
                                    Date today) const {
  const std::optional<Mark> mark = read(text);
  if (!mark || mark->day > today.days + 1 || mark->day + remembered_days < today.days) return {};
  const auto proof = proof_of(key_, *mark, body, name);
  if (sodium_memcmp(proof.data(), mark->proof.data(), proof.size()) != 0) return {};
  return to_hex(mark->number);
}

std::string KnownDevices::recognise(std::string_view held, BodyNo body, std::string_view name,
                                    Date today) const {
  for (const std::string_view mark : marks_in(held))
    if (std::string number = number_in(mark, body, name, today); !number.empty()) return number;
  return {};
}

std::string KnownDevices::remember(std::string_view held, BodyNo body, std::string_view name,
                                   Date today, RandomSource& random) const {
  Mark mark;
  mark.day = today.days;
  random.fill(mark.number);
  mark.proof = proof_of(key_, mark, body, name);
  std::string marks = written(mark);
  std::size_t count = 1;
  for (const std::string_view other : marks_in(held)) {
    if (count == accounts_a_device_max) break;
    if (!read(other) || !number_in(other, body, name, today).empty()) continue;
    marks.append(".").append(other);
    ++count;
  }
  return marks;
}

}  // namespace chuangyou
