// A ledger's names as typed constants: fields are made by functions and told apart from each other
// by their C++ names, lists of names are lists of those, and one that is misspelt does not compile.
//
//   using namespace declared;
//   inline constexpr auto matter = text("matter", 200).required().shown();
//   inline constexpr State told{"told", Stage::open};
//   … {.name = "tell", .to = told, .may = anyone, .takes = names<matter, mandate>} …
#pragma once

#include "record/ledger.h"

namespace chuangyou {

// Of fields, states or whatever else has a name, in their order.
template <const auto&... named>
inline constexpr std::string_view names[sizeof...(named)] = {named.name...};

namespace declared {

constexpr auto text(std::string_view name, std::uint32_t length_max) {
  return Field<Kind::text>(name, {.length_max = length_max});
}
constexpr auto long_text(std::string_view name, std::uint32_t length_max) {
  return Field<Kind::long_text>(name, {.length_max = length_max});
}
constexpr auto integer(std::string_view name) { return Field<Kind::integer>(name); }
constexpr auto number(std::string_view name) { return Field<Kind::number>(name); }
constexpr auto date(std::string_view name) { return Field<Kind::date>(name); }
constexpr auto moment(std::string_view name) { return Field<Kind::moment>(name); }
constexpr auto yes_no(std::string_view name) { return Field<Kind::yes_no>(name); }
constexpr auto unit(std::string_view name) { return Field<Kind::unit>(name); }
constexpr auto units(std::string_view name) { return Field<Kind::units>(name); }
constexpr auto person(std::string_view name) { return Field<Kind::person>(name); }

using Choices = std::span<const std::string_view>;
constexpr auto choice(std::string_view name, Choices of) {
  return Field<Kind::choice>(name, {.choices = of});
}
constexpr auto choice(std::string_view name, CampaignList from) {
  return Field<Kind::choice>(name, {.choices_from = from});
}
constexpr auto choices(std::string_view name, Choices of) {
  return Field<Kind::choices>(name, {.choices = of});
}
constexpr auto choices(std::string_view name, CampaignList from) {
  return Field<Kind::choices>(name, {.choices_from = from});
}

constexpr auto link(std::string_view name, std::string_view ledger) {
  return Field<Kind::link>(name, {.links_to = ledger});
}
constexpr auto row_link(std::string_view name, LedgerNames ledgers) {
  return Field<Kind::row_link>(name, {.links_to = ledgers});
}
constexpr auto rows(std::string_view name, std::span<const FieldSpec> columns) {
  return Field<Kind::rows>(name, {.columns = columns});
}

// Of states, by their stage.
constexpr State open_state(std::string_view name, Awaits awaits) {
  return {.name = name, .stage = Stage::open, .awaits = awaits};
}
constexpr State contested_state(std::string_view name, Awaits awaits) {
  return {.name = name, .stage = Stage::open, .is_contested = true, .awaits = awaits};
}
constexpr State claimed_state(std::string_view name, Awaits awaits) {
  return {.name = name, .stage = Stage::claimed, .awaits = awaits};
}
constexpr State confirmed_state(std::string_view name) {
  return {.name = name, .stage = Stage::confirmed};
}
constexpr State ended_state(std::string_view name, Ending ending = Ending::decided) {
  return {.name = name, .stage = Stage::ended, .ending = ending};
}

}  // namespace declared
}  // namespace chuangyou
