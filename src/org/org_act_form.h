// The members of each act on units, people and posts, written once. How the journal keeps and reads
// them, how the API takes and describes them and which dates are looked at follow from here. The
// order is that of the journal, and permanent; the first member is the record of the entry.
#pragma once

#include <concepts>
#include <string_view>

#include "org/org_act.h"
#include "record/field.h"

namespace chuangyou {

inline constexpr std::uint32_t unit_name_length_max = 200;  // characters
inline constexpr std::uint32_t unit_code_length_max = 200;
inline constexpr std::uint32_t serves_length_max = 200;
inline constexpr std::uint32_t sector_length_max = 100;
inline constexpr std::uint32_t refusing_reason_length_max = 2'000;

// Nobody is appointed as a citizen, as the clock, or as whoever has logged in.
inline constexpr std::span<const std::string_view> post_roles =
    std::span(role_names).first(static_cast<std::size_t>(Role::citizen));

struct Member {
  enum class Given : std::uint8_t {
    by_the_office,
    here,        // an id made when the act is asked
    by_sources,  // known to imports and the journal only
  };
  FieldSpec field;  // required: of the office
  Given given = Given::by_the_office;
  bool may_lack = false;  // in the journal, where the office must still say it
  Refusal unknown_choice = Refusal::choice_is_unknown;

  bool is_needed() const { return field.required && !may_lack; }
};

constexpr Member made_here(std::string_view name) {
  return {{.name = name, .kind = Kind::link, .required = true}, Member::Given::here};
}
constexpr Member needed(std::string_view name, Kind kind) {
  return {{.name = name, .kind = kind, .required = true}};
}
constexpr Member may_be(std::string_view name, Kind kind) { return {{.name = name, .kind = kind}}; }
constexpr Member needed_name() {
  return {
      {.name = "name", .kind = Kind::text, .required = true, .length_max = unit_name_length_max}};
}
constexpr Member unit_code() {
  return {{.name = "code", .kind = Kind::text, .length_max = unit_code_length_max}};
}
// The root has none, and only sources know a root beside the first.
constexpr Member superior() {
  return {.field = {.name = "administrative_parent", .kind = Kind::unit, .required = true},
          .may_lack = true};
}
constexpr Member of_sources(std::string_view name, Kind kind) {
  return {{.name = name, .kind = kind}, Member::Given::by_sources};
}

// A form takes the act to read it or to fill it.
template <class Form, class Act>
concept ActOrConst = std::same_as<std::remove_const_t<Form>, Act>;

template <class Use>
void each_member(ActOrConst<FoundUnit> auto& act, Use&& use) {
  auto& unit = act.unit;
  use(made_here("id"), unit.id);
  use(needed_name(), unit.name);
  use(unit_code(), unit.code);
  use(of_sources("aliases", Kind::choices), unit.aliases);
  use(Member{.field = {.name = "type",
                       .kind = Kind::choice,
                       .required = true,
                       .choices = unit_type_names},
             .may_lack = true},
      unit.type);
  use(superior(), unit.administrative_parent);
  use(may_be("party_parent", Kind::unit), unit.party_parent);
  use(may_be("from", Kind::date), unit.from);
  use(of_sources("until", Kind::date), unit.until);
  use(of_sources("closed", Kind::yes_no), unit.is_closed);
  use(of_sources("merged_into", Kind::unit), unit.merged_into);
  use(of_sources("import", Kind::link), act.import);
}

template <class Use>
void each_member(ActOrConst<RenameUnit> auto& act, Use&& use) {
  use(needed("unit", Kind::unit), act.unit);
  use(needed_name(), act.name);
}

template <class Use>
void each_member(ActOrConst<MoveUnit> auto& act, Use&& use) {
  use(needed("unit", Kind::unit), act.unit);
  use(superior(), act.administrative_parent);
  use(may_be("party_parent", Kind::unit), act.party_parent);
  use(may_be("judge", Kind::unit), act.judge);
}

template <class Use>
void each_member(ActOrConst<MergeUnits> auto& act, Use&& use) {
  use(needed("from", Kind::unit), act.from);
  use(needed("into", Kind::unit), act.into);
  use(needed("on", Kind::date), act.on);
  use(may_be("judge", Kind::unit), act.judge);
}

template <class Use>
void each_member(ActOrConst<SplitUnit> auto& act, Use&& use) {
  use(made_here("id"), act.id);
  use(needed("unit", Kind::unit), act.unit);
  use(needed_name(), act.name);
  use(unit_code(), act.code);
  use(needed("on", Kind::date), act.on);
  // Ids of records, of whatever ledger: a list of ids is what this kind is on the wire.
  use(may_be("records", Kind::units), act.records);
  use(may_be("all", Kind::yes_no), act.all);
}

template <class Use>
void each_member(ActOrConst<CloseUnit> auto& act, Use&& use) {
  use(needed("unit", Kind::unit), act.unit);
  use(may_be("on", Kind::date), act.on);
}

template <class Use>
void each_member(ActOrConst<AddPerson> auto& act, Use&& use) {
  use(made_here("id"), act.person.id);
  use(needed_name(), act.person.name);
  use(Member{{.name = "member_kind", .kind = Kind::choice, .choices = member_kind_names}},
      act.person.member_kind);
  use(of_sources("import", Kind::link), act.import);
}

template <class Use>
void each_member_of_post(auto& post, Use&& use) {
  use(made_here("id"), post.id);
  use(needed("person", Kind::person), post.person);
  use(
      Member{
          .field = {.name = "role", .kind = Kind::choice, .required = true, .choices = post_roles},
          .unknown_choice = Refusal::role_is_unknown},
      post.role);
  use(needed("unit", Kind::unit), post.unit);
  use(needed("from", Kind::date), post.from);
  use(may_be("until", Kind::date), post.until);
  use(may_be("accountable", Kind::yes_no), post.accountable);
  use(Member{{.name = "serves", .kind = Kind::text, .length_max = serves_length_max}}, post.serves);
}
template <class Use>
void each_member(ActOrConst<Appoint> auto& act, Use&& use) {
  each_member_of_post(act.post, use);
}
template <class Use>
void each_member(ActOrConst<ProposePost> auto& act, Use&& use) {
  each_member_of_post(act.post, use);
  use(of_sources("import", Kind::link), act.import);
}

template <class Use>
void each_member(ActOrConst<SignPost> auto& act, Use&& use) {
  use(made_here("id"), act.id);
  use(needed("posts", Kind::units), act.posts);  // a list of ids is what this kind is on the wire
}

template <class Use>
void each_member(ActOrConst<RefusePost> auto& act, Use&& use) {
  use(needed("post", Kind::link), act.post);
  use(Member{{.name = "reason",
              .kind = Kind::long_text,
              .required = true,
              .length_max = refusing_reason_length_max}},
      act.reason);
}

template <class Use>
void each_member(ActOrConst<DescribePost> auto& act, Use&& use) {
  use(needed("post", Kind::link), act.post);
  use(Member{{.name = "serves",
              .kind = Kind::text,
              .required = true,
              .length_max = serves_length_max}},
      act.serves);
}

template <class Use>
void each_member(ActOrConst<Delegate> auto& act, Use&& use) {
  use(made_here("id"), act.id);
  use(needed("post", Kind::link), act.post);
  use(needed("person", Kind::person), act.person);
  use(may_be("until", Kind::date), act.until);
}

template <class Use>
void each_member(ActOrConst<EndPost> auto& act, Use&& use) {
  use(needed("post", Kind::link), act.post);
  use(needed("on", Kind::date), act.on);
}

template <class Use>
void each_member(ActOrConst<DescribeUnit> auto& act, Use&& use) {
  use(needed("unit", Kind::unit), act.unit);
  use(needed("from", Kind::date), act.from);
  use(Member{{.name = "level", .kind = Kind::choice, .choices = unit_level_names}}, act.level);
  use(Member{{.name = "sector", .kind = Kind::text, .length_max = sector_length_max}}, act.sector);
  use(Member{{.name = "exposure", .kind = Kind::choices, .choices = exposure_names}}, act.exposure);
  use(may_be("order_number", Kind::integer), act.order_number);
  use(of_sources("import", Kind::link), act.import);
}

template <class Use>
void each_member(ActOrConst<CorrectName> auto& act, Use&& use) {
  use(needed("person", Kind::person), act.person);
  use(needed_name(), act.name);
}

template <class Use>
void each_member(ActOrConst<ProposeHandover> auto& act, Use&& use) {
  use(made_here("id"), act.id);
  use(needed("unit", Kind::unit), act.unit);
  use(needed("from", Kind::person), act.from);
  use(needed("to", Kind::person), act.to);
}

template <class Use>
void each_member(ActOrConst<SignHandover> auto& act, Use&& use) {
  use(needed("handover", Kind::link), act.handover);
}

template <class Use>
void each_member(ActOrConst<RefuseHandover> auto& act, Use&& use) {
  use(needed("handover", Kind::link), act.handover);
  use(Member{{.name = "reason",
              .kind = Kind::long_text,
              .required = true,
              .length_max = refusing_reason_length_max}},
      act.reason);
}

template <class Use>
void each_member(ActOrConst<ProposeReorganisation> auto& act, Use&& use) {
  use(made_here("id"), act.id);
  use(of_sources("act", Kind::text), act.act);
  use(of_sources("changes", Kind::long_text), act.changes);
}

template <class Use>
void each_member(ActOrConst<SignReorganisation> auto& act, Use&& use) {
  use(needed("reorganisation", Kind::link), act.reorganisation);
}

template <class Use>
void each_member(ActOrConst<RefuseReorganisation> auto& act, Use&& use) {
  use(needed("reorganisation", Kind::link), act.reorganisation);
  use(Member{{.name = "reason",
              .kind = Kind::long_text,
              .required = true,
              .length_max = refusing_reason_length_max}},
      act.reason);
}

template <class Use>
void each_member(ActOrConst<TakeBackUnit> auto& act, Use&& use) {
  use(needed("unit", Kind::unit), act.unit);
  use(of_sources("import", Kind::link), act.import);
}

template <class Use>
void each_member(ActOrConst<TakeBackPerson> auto& act, Use&& use) {
  use(needed("person", Kind::person), act.person);
  use(of_sources("import", Kind::link), act.import);
}

template <class Use>
void each_member(ActOrConst<TakeBackPost> auto& act, Use&& use) {
  use(needed("post", Kind::link), act.post);
  use(of_sources("import", Kind::link), act.import);
}

// In the order of OrgAct; the ledger is that of the entry.
struct OrgActForm {
  std::string_view act;
  std::string_view ledger;
  OrgAct empty;
  bool has_preview = false;
  bool is_asked = true;  // else the writer alone makes it, of what was asked
};
std::span<const OrgActForm> org_act_forms();
const OrgActForm* find_org_act(std::string_view act);

}  // namespace chuangyou
