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
  link,       // Uuid of a record of the one ledger in `links_to`
  row_link,   // Link to a record of any of them, or to a row of it
  rows,       // Rows: numbered parts of the record, with a cell for each of `columns`
};

// Where a field leads that may lead to several ledgers, or to one row of a record.
struct Link {
  std::string_view ledger;  // as `links_to` spells it, which outlives every record
  Uuid record;
  std::int64_t row = 0;  // 0 = the record itself
  bool operator==(const Link&) const = default;
};

// Rows in the order in which they were given. A number names one row of its record for ever, in
// whatever field: none is given twice, also where its row has gone.
struct Row;
struct Rows {
  std::vector<Row> all;
  std::int64_t last_id = 0;  // the highest number that was given here
  bool operator==(const Rows&) const;
};

// What a field holds at one moment; monostate = empty.
using Value = std::variant<std::monostate, std::string, std::int64_t, Fixed, Date, Moment, bool,
                           Uuid, std::vector<std::string>, std::vector<Uuid>, Link, Rows>;

// Of a change: a row without cells is one that goes. Of what is asked for: one without a number is
// new, and a column of `unnamed` stays as it was.
struct Row {
  std::int64_t id = 0;
  std::vector<Value> cells;   // in the order of the columns
  std::uint32_t unnamed = 0;  // a bit for each column
  bool operator==(const Row& other) const { return id == other.id && cells == other.cells; }
};
inline constexpr std::size_t rows_max = 500, columns_max = 32;
inline constexpr std::string_view row_number = "row";  // beside the columns, wherever it is written
inline bool Rows::operator==(const Rows&) const = default;

inline bool is_empty(const Value& value) {
  const Rows* rows = std::get_if<Rows>(&value);
  return std::holds_alternative<std::monostate>(value) || (rows && rows->all.empty());
}

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

// One ledger, or a list of them.
class LedgerNames {
 public:
  constexpr LedgerNames() = default;
  constexpr LedgerNames(const char* one) : one_(one) {}
  constexpr LedgerNames(std::string_view one) : one_(one) {}
  template <std::size_t count>
  constexpr LedgerNames(const std::string_view (&several)[count]) : several_(several) {}
  constexpr std::size_t size() const { return several_.empty() ? !one_.empty() : several_.size(); }
  constexpr bool empty() const { return size() == 0; }
  constexpr std::string_view operator[](std::size_t i) const {
    return several_.empty() ? one_ : several_[i];
  }
  // As it is spelt here; empty where it is none of them.
  constexpr std::string_view find(std::string_view ledger) const {
    for (std::size_t i = 0; i < size(); ++i)
      if ((*this)[i] == ledger) return (*this)[i];
    return {};
  }

 private:
  std::string_view one_;
  std::span<const std::string_view> several_;
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
  LedgerNames links_to = {};                       // for link and row_link
  // Shown where it holds something, and taken by no act any more.
  bool is_retired = false;
  const FieldSpec* first_column = nullptr;
  std::size_t column_count = 0;

  constexpr std::span<const FieldSpec> columns() const { return {first_column, column_count}; }
};

struct FieldTraits {
  bool required = false;
  std::uint32_t length_max = 0;
  Visibility visibility = Visibility::internal;
  std::span<const std::string_view> choices = {};
  CampaignList choices_from = CampaignList::none;
  LedgerNames links_to = {};
  std::span<const FieldSpec> columns = {};
  bool is_retired = false;
};

template <Kind>
struct ValueOf {
  using Type = std::string;  // of text, long or not, and of a choice
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
template <>
struct ValueOf<Kind::row_link> {
  using Type = Link;
};
template <>
struct ValueOf<Kind::rows> {
  using Type = Rows;
};

// The typed name of a field: rules read `record.get(due)` and get a `const Date*`.
template <Kind kind_>
struct Field : FieldSpec {
  using Type = typename ValueOf<kind_>::Type;
  constexpr Field(std::string_view field_name, FieldTraits traits = {})
      : FieldSpec{.name = field_name,
                  .kind = kind_,
                  .required = traits.required,
                  .length_max = traits.length_max,
                  .visibility = traits.visibility,
                  .choices = traits.choices,
                  .choices_from = traits.choices_from,
                  .links_to = traits.links_to,
                  .is_retired = traits.is_retired,
                  .first_column = traits.columns.data(),
                  .column_count = traits.columns.size()} {}

  // Where a declaration names a field: `.title = matter`.
  constexpr operator std::string_view() const { return name; }

  // What record/typed_names.h adds to a field, one word after the other.
  constexpr Field required() const {
    return with([](FieldSpec& spec) { spec.required = true; });
  }
  constexpr Field shown() const { return seen_by(Visibility::public_); }
  constexpr Field sealed() const { return seen_by(Visibility::sealed); }
  constexpr Field retired() const {
    return with([](FieldSpec& spec) { spec.is_retired = true; });
  }

 private:
  constexpr Field seen_by(Visibility visible) const {
    return with([visible](FieldSpec& spec) { spec.visibility = visible; });
  }
  template <class Change>
  constexpr Field with(Change change) const {
    Field copy = *this;
    change(copy);
    return copy;
  }
};

}  // namespace chuangyou
