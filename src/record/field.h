// Kinds of field and the typed constants by which a ledger names them. The vocabulary is closed: a
// new kind needs two ledgers that use it. A declaration says what a fact means, never how it looks.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/date.h"
#include "core/fixed.h"
#include "core/uuid.h"

namespace chuangyou {

enum class Kind : std::uint8_t {
  text,       // one line, std::string
  long_text,  // several lines, std::string
  integer,    // std::int64_t
  number,     // Fixed
  date,       // Date
  moment,     // Moment
  choice,     // std::string, one of `choices`
  choices,    // std::string list, each one of `choices`
  yes_no,     // bool
  unit,       // Uuid of a unit of the same body
  units,      // Uuid list
  person,     // Uuid of a person of the same body
  link,       // Uuid of a record of the ledger `links_to`
};

// What a field holds at one moment; monostate = empty.
using Value = std::variant<std::monostate, std::string, std::int64_t, Fixed, Date, Moment, bool,
                           Uuid, std::vector<std::string>, std::vector<Uuid>>;

inline bool is_empty(const Value& value) { return std::holds_alternative<std::monostate>(value); }

enum class Visibility : std::uint8_t {
  public_,   // shown to everyone once the record's state is a public one
  internal,  // shown to those who may read the record
  sealed,    // shown to nobody through lists or records; reached by a handwritten path only
};

// A choice whose values are keys of the campaign's own data and not of the declaration.
enum class CampaignList : std::uint8_t {
  none,
  requirements,
  strands,
  handles,
  milestones,
  phases,
};

// The words of a field (name, hint) stand in words/ under `ledgers.<ledger>.fields.<name>`.
struct FieldSpec {
  std::string_view name;
  Kind kind = Kind::text;
  bool required = false;         // at every act that leaves the record open
  std::uint32_t length_max = 0;  // characters, for text and long_text
  Visibility visibility = Visibility::internal;
  std::span<const std::string_view> choices = {};  // wire names, for choice and choices
  CampaignList choices_from = CampaignList::none;  // in their place
  std::string_view links_to = {};                  // ledger, for link
};

struct FieldTraits {
  bool required = false;
  std::uint32_t length_max = 0;
  Visibility visibility = Visibility::internal;
  std::span<const std::string_view> choices = {};
  CampaignList choices_from = CampaignList::none;
  std::string_view links_to = {};
};

template <Kind kind>
struct ValueOf;
template <>
struct ValueOf<Kind::text> {
  using Type = std::string;
};
template <>
struct ValueOf<Kind::long_text> {
  using Type = std::string;
};
template <>
struct ValueOf<Kind::integer> {
  using Type = std::int64_t;
};
template <>
struct ValueOf<Kind::number> {
  using Type = Fixed;
};
template <>
struct ValueOf<Kind::date> {
  using Type = Date;
};
template <>
struct ValueOf<Kind::moment> {
  using Type = Moment;
};
template <>
struct ValueOf<Kind::choice> {
  using Type = std::string;
};
template <>
struct ValueOf<Kind::choices> {
  using Type = std::vector<std::string>;
};
template <>
struct ValueOf<Kind::yes_no> {
  using Type = bool;
};
template <>
struct ValueOf<Kind::unit> {
  using Type = Uuid;
};
template <>
struct ValueOf<Kind::units> {
  using Type = std::vector<Uuid>;
};
template <>
struct ValueOf<Kind::person> {
  using Type = Uuid;
};
template <>
struct ValueOf<Kind::link> {
  using Type = Uuid;
};

// The typed name of a field: rules read `record.get(due)` and get a `const Date*`.
template <Kind kind_>
struct Field : FieldSpec {
  using Type = typename ValueOf<kind_>::Type;
  constexpr Field(std::string_view field_name, FieldTraits traits = {})
      : FieldSpec{field_name,        kind_,          traits.required,     traits.length_max,
                  traits.visibility, traits.choices, traits.choices_from, traits.links_to} {}
};

}  // namespace chuangyou
