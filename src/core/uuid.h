// Identifiers. Records, units and people carry a UUIDv7 (RFC 9562), so that new keys are appended
// to an index and not scattered over it; each kind is a type of its own, so that none is mistaken.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>

#include "core/date.h"
#include "core/random_source.h"
#include "core/result.h"

namespace chuangyou {

struct Uuid {
  std::array<std::uint8_t, 16> bytes{};
  auto operator<=>(const Uuid&) const = default;
  bool is_nil() const { return *this == Uuid{}; }
};

Uuid make_uuid_v7(Moment now, RandomSource& random);
Result<Uuid> parse_uuid(std::string_view);  // 36 characters, lower or upper case; id_is_malformed
std::string to_text(const Uuid&);           // 36 characters, lower case

template <class Kind>
struct Id : Uuid {
  Id() = default;
  explicit Id(const Uuid& uuid) : Uuid(uuid) {}
  auto operator<=>(const Id&) const = default;
};

using UnitId = Id<struct UnitKind>;
using PersonId = Id<struct PersonKind>;
using RecordId = Id<struct RecordKind>;

// The top-level body (a province, a city) whose data a request concerns: the first part of every
// key from the first day, so that bodies can be spread over machines.
enum class BodyNo : std::int32_t {};

}  // namespace chuangyou

template <>
struct std::hash<chuangyou::Uuid> {
  std::size_t operator()(const chuangyou::Uuid& uuid) const noexcept {
    std::uint64_t low;  // the random half of a UUIDv7
    std::memcpy(&low, uuid.bytes.data() + 8, 8);
    return low;
  }
};
template <class Kind>
struct std::hash<chuangyou::Id<Kind>> : std::hash<chuangyou::Uuid> {};
