#include "record/well_formed.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <vector>

namespace chuangyou {
namespace {

constexpr std::string_view colours[] = {"red"};
constexpr std::string_view just_open[] = {"open"};
constexpr std::string_view just_done[] = {"done"};
constexpr std::string_view misspelt[] = {"oepn"};
constexpr Right members[] = {{Role::member, At::own}};
constexpr Right members_and_clock[] = {{Role::member, At::own}, {Role::the_clock, At::anywhere}};
constexpr Right at_the_text[] = {{Role::member, At::own, "text"}};
constexpr Right the_unit[] = {{Role::member, At::subject, "unit"}};
constexpr Right at_nothing[] = {{Role::member, At::own, "nothing"}};
constexpr Right at_the_size[] = {{Role::member, At::subject, "team.size"}};
constexpr std::string_view two_ledgers[] = {"others", "drafts"};
constexpr FieldSpec columns[] = {{.name = "who", .kind = Kind::person},
                                 {.name = "size", .kind = Kind::integer}};
constexpr FieldSpec twice[] = {columns[0], columns[0]};
constexpr FieldSpec numbered[] = {{.name = row_number, .kind = Kind::integer}};
constexpr FieldSpec listed[] = {{.name = "units", .kind = Kind::units}};
constexpr FieldSpec without_length[] = {{.name = "text", .kind = Kind::text}};
constexpr Length five_and_one[] = {{5}, {1}};
constexpr Length one_and_five[] = {{1}, {5}};
Length no_length(const Record&) { return {}; }

// A sound ledger, in pieces that a test may spoil.
struct Draft {
  std::vector<FieldSpec> fields = {{.name = "text", .kind = Kind::text, .length_max = 9},
                                   {.name = "colour", .kind = Kind::choice, .choices = colours},
                                   {.name = "link", .kind = Kind::link, .links_to = "others"},
                                   {.name = "due", .kind = Kind::date},
                                   {.name = "first_due", .kind = Kind::date},
                                   {.name = "at", .kind = Kind::moment},
                                   {.name = "unit", .kind = Kind::unit},
                                   {.name = "units", .kind = Kind::units},
                                   {.name = "person", .kind = Kind::person},
                                   {.name = "size", .kind = Kind::integer},
                                   Field<Kind::rows>("team", {.columns = columns})};
  std::vector<State> states = {{.name = "open", .stage = Stage::open, .awaits = {"finish"}},
                               {.name = "done", .stage = Stage::claimed, .awaits = {"contest"}},
                               {"not_done", Stage::open, false, true}};
  std::vector<Act> acts = {
      {.name = "begin", .to = "open", .may = members},
      {.name = "remind", .from = just_open, .may = members_and_clock},
      {.name = "finish", .from = just_open, .to = "done", .may = members},
      {.name = "contest", .from = just_done, .to = "not_done", .may = members}};
  std::vector<Deadline> deadlines = {
      {.name = "date",
       .states = just_open,
       .field = "due",
       .first_field = "first_due",
       .then = "remind"},
      {.name = "length", .states = just_done, .length = {3, DayKind::working, {}}, .since = "at"}};
  std::vector<Right> read = {{Role::member, At::own, "units"},
                             {Role::member, At::subject, "team.who"},
                             {Role::member, At::subject, "person"}};
  std::int32_t place = 10;
  std::string_view title = "text", closed_at = "at", opened_at = "at";
  Concealment conceals = {};
  std::string_view once_for = {};
  std::vector<InOrder> in_order = {{"at", "due"}};

  Fault fault() const {
    Ledger ledger{.name = "drafts",
                  .title = title,
                  .place = place,
                  .fields = fields,
                  .states = states,
                  .acts = acts,
                  .deadlines = deadlines,
                  .read = read,
                  .closed_at = closed_at,
                  .opened_at = opened_at,
                  .conceals = conceals,
                  .once_for = once_for,
                  .in_order = in_order};
    return fault_of(ledger);
  }
};

constexpr Setting sets_green[] = {{"colour", "green"}};
constexpr Setting sets_text[] = {{"text", "red"}};
constexpr std::string_view takes_unit[] = {"unit"};
constexpr std::string_view takes_team[] = {"team"};
constexpr std::string_view takes_person[] = {"person"};
constexpr Concealment concealing{.concerns = "colour",
                                 .nobody = "red",
                                 .own_line = "red",
                                 .person = "person",
                                 .rated = "unit",
                                 .from = "unit",
                                 .concerned = "team.who"};

using Spoil = std::function<void(Draft&)>;

Spoil concealing_and(Spoil more) {
  return [more = std::move(more)](Draft& draft) {
    draft.conceals = concealing;
    more(draft);
  };
}

const std::multimap<Fault, Spoil>& spoilt_columns() {
  static const std::multimap<Fault, Spoil> all = {
      {Fault::link_leads_to_several, [](Draft& d) { d.fields[2].links_to = two_ledgers; }},
      {Fault::field_name_has_a_dot, [](Draft& d) { d.fields[3].name = "due.day"; }},
      {Fault::rows_have_no_columns, [](Draft& d) { d.fields[9].kind = Kind::rows; }},
      {Fault::rows_have_no_columns, [](Draft& d) { d.fields[9].column_count = 1; }},
      {Fault::rows_have_too_many_columns,
       [](Draft& d) { d.fields[10].column_count = columns_max + 1; }},
      {Fault::column_is_there_twice,
       [](Draft& d) { d.fields[10] = Field<Kind::rows>("team", {.columns = twice}); }},
      {Fault::column_is_there_twice,
       [](Draft& d) { d.fields[10] = Field<Kind::rows>("team", {.columns = numbered}); }},
      {Fault::column_has_a_wrong_kind,
       [](Draft& d) { d.fields[10] = Field<Kind::rows>("team", {.columns = listed}); }},
      {Fault::text_has_no_length,
       [](Draft& d) { d.fields[10] = Field<Kind::rows>("team", {.columns = without_length}); }},
      {Fault::retired_field_is_needed,
       [](Draft& d) { d.fields[3].is_retired = d.fields[3].required = true; }},
      {Fault::retired_field_is_needed, [](Draft& d) { d.fields[0].is_retired = true; }},
      {Fault::retired_field_is_needed,
       [](Draft& d) {
         d.fields[6].is_retired = true;
         d.acts[2].takes = takes_unit;
       }},
      {Fault::act_needs_what_it_does_not_take,
       [](Draft& d) {
         d.fields[6].is_retired = true;
         d.acts[2].needs = takes_unit;
       }},
      {Fault::right_looks_at_no_unit_or_person, [](Draft& d) { d.acts[2].may = at_the_size; }},
  };
  return all;
}

const std::multimap<Fault, Spoil>& spoilt() {
  static const std::multimap<Fault, Spoil> all = {
      {Fault::ledger_has_no_place, [](Draft& d) { d.place = 0; }},
      {Fault::title_is_no_text_field, [](Draft& d) { d.title = "size"; }},
      {Fault::title_is_no_text_field, [](Draft& d) { d.title = "txet"; }},
      {Fault::field_is_there_twice, [](Draft& d) { d.fields.push_back(d.fields.front()); }},
      {Fault::text_has_no_length, [](Draft& d) { d.fields[0].length_max = 0; }},
      {Fault::choice_has_no_choices, [](Draft& d) { d.fields[1].choices = {}; }},
      {Fault::choice_has_no_choices, [](Draft& d) { d.fields[3].choices = colours; }},
      {Fault::choice_has_no_choices,
       [](Draft& d) { d.fields[3].choices_from = CampaignList::phases; }},
      {Fault::choice_has_two_lists,
       [](Draft& d) { d.fields[1].choices_from = CampaignList::phases; }},
      {Fault::link_leads_nowhere, [](Draft& d) { d.fields[2].links_to = {}; }},
      {Fault::link_leads_nowhere, [](Draft& d) { d.fields[3].links_to = "others"; }},
      {Fault::state_is_there_twice, [](Draft& d) { d.states.push_back(d.states.front()); }},
      {Fault::state_is_never_reached,
       [](Draft& d) {
         d.states.push_back({"lost", Stage::ended});
       }},
      {Fault::state_awaits_nobody, [](Draft& d) { d.states[0].awaits = {}; }},
      {Fault::state_awaits_nobody,
       [](Draft& d) {
         d.states.push_back({"judged", Stage::confirmed});
         d.acts.push_back({.name = "judge", .from = just_done, .to = "judged", .may = members});
         d.states[1].awaits = {};
       }},
      {Fault::awaited_act_is_not_open, [](Draft& d) { d.states[0].awaits = {"finsih"}; }},
      {Fault::awaited_act_is_not_open, [](Draft& d) { d.states[0].awaits = {"contest"}; }},
      {Fault::awaited_act_is_not_open, [](Draft& d) { d.acts[2].may = the_clock; }},
      {Fault::state_that_is_over_awaits, [](Draft& d) { d.states[1].stage = Stage::confirmed; }},
      {Fault::contested_state_is_not_open, [](Draft& d) { d.states[2].stage = Stage::ended; }},
      {Fault::contested_state_follows_no_claim, [](Draft& d) { d.states[0].is_contested = true; }},
      {Fault::contested_state_follows_no_claim,
       [](Draft& d) {
         d.acts[3].from = just_open;
         d.states[1].awaits = {};
       }},
      {Fault::two_states_are_contested, [](Draft& d) {
         d.states.push_back({"undone", Stage::open, false, true});
         d.acts.push_back({.name = "undo", .from = just_done, .to = "undone", .may = members});
       }}};
  return all;
}

const std::multimap<Fault, Spoil>& spoilt_acts() {
  static const std::multimap<Fault, Spoil> all = {
      {Fault::act_is_there_twice, [](Draft& d) { d.acts.push_back(d.acts.front()); }},
      {Fault::act_is_common_to_all, [](Draft& d) { d.acts.front().name = "remark"; }},
      {Fault::act_leaves_an_unknown_state, [](Draft& d) { d.acts[2].from = misspelt; }},
      {Fault::act_enters_an_unknown_state, [](Draft& d) { d.acts[2].to = "dnoe"; }},
      {Fault::act_takes_an_unknown_field, [](Draft& d) { d.acts[2].takes = misspelt; }},
      {Fault::act_needs_what_it_does_not_take, [](Draft& d) { d.acts[2].needs = misspelt; }},
      {Fault::act_is_open_to_nobody, [](Draft& d) { d.acts[2].may = {}; }},
      {Fault::joint_act_has_one_signer, [](Draft& d) { d.acts[2].sign_off = SignOff::all_of; }},
      {Fault::opening_act_enters_no_state, [](Draft& d) { d.acts[0].to = {}; }},
      {Fault::opening_act_waits_for_signers,
       [](Draft& d) {
         d.acts[0].may = members_and_clock;
         d.acts[0].sign_off = SignOff::all_of;
       }},
      {Fault::nothing_opens_a_record, [](Draft& d) { d.acts[0].from = just_done; }},
      {Fault::right_looks_at_no_unit_or_person, [](Draft& d) { d.acts[2].may = at_the_text; }},
      {Fault::right_looks_at_no_unit_or_person, [](Draft& d) { d.acts[2].may = the_unit; }},
      {Fault::right_looks_at_no_unit_or_person, [](Draft& d) { d.acts[2].may = at_nothing; }},
      {Fault::right_looks_at_no_unit_or_person, [](Draft& d) { d.read = {at_the_text[0]}; }},
      {Fault::act_sets_no_choice, [](Draft& d) { d.acts[2].sets = sets_green; }},
      {Fault::act_sets_no_choice, [](Draft& d) { d.acts[2].sets = sets_text; }},
      {Fault::act_goes_on_with_no_act_of_the_clock,
       [](Draft& d) { d.acts[2].goes_on_with = "finish"; }},
      {Fault::act_goes_on_with_no_act_of_the_clock,
       [](Draft& d) { d.acts[2].goes_on_with = "ogon"; }},
      {Fault::once_for_is_no_link, [](Draft& d) { d.once_for = "size"; }},
      {Fault::deadline_runs_in_an_unknown_state,
       [](Draft& d) { d.deadlines[0].states = misspelt; }},
      {Fault::deadlines_share_a_state, [](Draft& d) { d.deadlines[1].states = just_open; }},
      {Fault::deadline_is_on_no_date, [](Draft& d) { d.deadlines[0].field = "size"; }},
      {Fault::deadline_is_on_no_date, [](Draft& d) { d.deadlines[0].first_field = "at"; }},
      {Fault::deadline_is_on_no_date, [](Draft& d) { d.deadlines[1].since = "due"; }},
      {Fault::order_is_of_no_dates, [](Draft& d) { d.in_order[0].earlier = "size"; }},
      {Fault::order_is_of_no_dates, [](Draft& d) { d.in_order[0].later = "no_field"; }},
      {Fault::deadline_has_no_end, [](Draft& d) { d.deadlines[1].length.count = 0; }},
      {Fault::deadline_has_no_end, [](Draft& d) { d.deadlines[1].states = {}; }},
      {Fault::deadline_calls_an_unknown_act, [](Draft& d) { d.deadlines[0].then = "rmeind"; }},
      {Fault::deadline_calls_an_act_closed_to_the_clock,
       [](Draft& d) { d.deadlines[0].then = "finish"; }},
      {Fault::deadline_warns_wrongly,
       [](Draft& d) { d.deadlines[0].repeats = {.before = five_and_one, .warns_by = "finish"}; }},
      {Fault::deadline_warns_wrongly,
       [](Draft& d) { d.deadlines[0].repeats = {.before = one_and_five, .warns_by = "remind"}; }},
      {Fault::deadline_warns_wrongly, [](Draft& d) { d.deadlines[0].repeats.warns_by = "remind"; }},
      {Fault::pause_never_ends, [](Draft& d) { d.acts[2].pause = Pause::starts; }},
      {Fault::offer_goes_to_no_unit_field,
       [](Draft& d) { d.acts[2].transfer = Transfer::offered; }},
      {Fault::moment_field_is_none, [](Draft& d) { d.closed_at = "due"; }},
      {Fault::moment_field_is_none, [](Draft& d) { d.opened_at = "nothing"; }},
      {Fault::concealment_names_no_such_field,
       concealing_and([](Draft& d) { d.conceals.person = "unit"; })},
      {Fault::concealment_names_no_such_field,
       concealing_and([](Draft& d) { d.conceals.nobody = "blue"; })},
      {Fault::concealment_names_no_such_field,
       concealing_and([](Draft& d) { d.conceals.concerned = "team.size"; })},
      {Fault::concealment_names_no_such_field,
       concealing_and([](Draft& d) { d.conceals.concerned = "person"; })},
      {Fault::concealing_field_is_taken_by_an_act,
       concealing_and([](Draft& d) { d.acts[0].takes = takes_unit; })},
      {Fault::concealing_field_is_taken_by_an_act,
       concealing_and([](Draft& d) { d.acts[0].takes = takes_team; })},
      {Fault::concealing_field_is_taken_by_an_act,
       concealing_and([](Draft& d) { d.acts[2].takes = takes_person; })}};
  return all;
}

TEST(WellFormed, IsADeclarationWithoutAFault) {
  EXPECT_EQ(Draft().fault(), Fault::none);
  Draft with_function;
  with_function.deadlines[1].length = {};
  with_function.deadlines[1].length_of = no_length;
  EXPECT_EQ(with_function.fault(), Fault::none);
  with_function.deadlines[0].repeats = {.before = five_and_one, .warns_by = "remind"};
  with_function.deadlines[1].length_of = nullptr;
  with_function.deadlines[1].repeats.every = Period::quarter;
  EXPECT_EQ(with_function.fault(), Fault::none);
  Draft that_conceals;
  that_conceals.conceals = concealing;
  that_conceals.acts[0].takes = takes_person;
  EXPECT_EQ(that_conceals.fault(), Fault::none);
}

// What the clock or another record moves alone waits for nobody.
TEST(WellFormed, AwaitsNobodyWhereNobodyCouldGoOn) {
  Draft draft;
  draft.acts[2].may = the_clock;
  draft.states[0].awaits = {};
  EXPECT_EQ(draft.fault(), Fault::none);
  draft.acts[2].may = a_consequence;
  EXPECT_EQ(draft.fault(), Fault::none);
}

TEST(WellFormed, IsNoDeclarationWithAFault) {
  for (const auto* all : {&spoilt(), &spoilt_acts(), &spoilt_columns()})
    for (const auto& [fault, spoil] : *all) {
      Draft draft;
      spoil(draft);
      EXPECT_EQ(draft.fault(), fault) << "fault number " << static_cast<int>(fault);
    }
}

TEST(WellFormed, KnowsEachOfItsFaults) {
  for (int number = 1; number <= static_cast<int>(Fault::concealing_field_is_taken_by_an_act);
       ++number)
    EXPECT_TRUE(spoilt().contains(static_cast<Fault>(number)) ||
                spoilt_acts().contains(static_cast<Fault>(number)) ||
                spoilt_columns().contains(static_cast<Fault>(number)))
        << "fault number " << number;
}

// The same function at compile time, as `static_assert(well_formed(ledger))` uses it.
constexpr FieldSpec one_field[] = {{.name = "text", .kind = Kind::text, .length_max = 9}};
constexpr State one_state[] = {{"open", Stage::open}};
constexpr Act misspelt_act[] = {{.name = "begin", .to = "oepn", .may = members}};
constexpr Act right_act[] = {{.name = "begin", .to = "open", .may = members}};
constexpr Ledger misspelt_ledger{.name = "drafts",
                                 .title = "text",
                                 .place = 10,
                                 .fields = one_field,
                                 .states = one_state,
                                 .acts = misspelt_act,
                                 .deadlines = {},
                                 .read = {}};
constexpr Ledger right_ledger{.name = "drafts",
                              .title = "text",
                              .place = 20,
                              .fields = one_field,
                              .states = one_state,
                              .acts = right_act,
                              .deadlines = {},
                              .read = {}};
static_assert(!well_formed(misspelt_ledger));
static_assert(fault_of(misspelt_ledger) == Fault::act_enters_an_unknown_state);
static_assert(well_formed(right_ledger));

std::vector<Caused> nothing(const Deciding&) { return {}; }
constexpr std::string_view the_text[] = {"text"};
constexpr Cause begins_another[] = {{"records", "begin", the_text, nothing}};
constexpr Cause begins_misspelt[] = {{"records", "bgein", the_text, nothing}};
constexpr Cause says_misspelt[] = {{"records", "begin", misspelt, nothing}};
constexpr Right followers[] = {{Role::member, At::own}, {Role::consequence, At::anywhere}};

// Two ledgers: beginning in `citing` brings about a beginning in `records`.
Fault fault_of_cause(std::span<const Cause> causes, std::span<const Cause> further = {},
                     std::span<const Right> may = followers) {
  const Act citing[] = {{.name = "begin", .to = "open", .may = followers, .causes = causes}};
  const Act caused[] = {
      {.name = "begin", .to = "open", .may = may, .takes = the_text, .causes = further}};
  const Ledger one{.name = "citing",
                   .title = "text",
                   .place = 10,
                   .fields = one_field,
                   .states = one_state,
                   .acts = citing,
                   .deadlines = {},
                   .read = {}};
  const Ledger other{.name = "records",
                     .title = "text",
                     .place = 20,
                     .fields = one_field,
                     .states = one_state,
                     .acts = caused,
                     .deadlines = {},
                     .read = {}};
  const Ledger* const list[] = {&one, &other};
  return fault_of_list(list);
}

TEST(WellFormed, IsACauseThatLeadsToAnActOpenToConsequences) {
  EXPECT_EQ(fault_of_cause(begins_another), Fault::none);
  EXPECT_EQ(fault_of_cause(begins_misspelt), Fault::cause_leads_to_no_act);
  EXPECT_EQ(fault_of_cause(says_misspelt), Fault::cause_gives_what_the_act_does_not_take);
  EXPECT_EQ(fault_of_cause(begins_another, {}, members),
            Fault::caused_act_is_closed_to_a_consequence);
  EXPECT_EQ(fault_of_cause(begins_another, begins_another), Fault::act_brings_itself_about);
}

constexpr FieldSpec link_field[] = {{.name = "link", .kind = Kind::link, .links_to = "records"}};
constexpr FieldSpec column_of_links[] = {
    {.name = "cites", .kind = Kind::row_link, .links_to = "records"}};
constexpr FieldSpec rows_of_links[] = {one_field[0],
                                       Field<Kind::rows>("rows", {.columns = column_of_links})};
constexpr Ledger named(std::string_view name, std::int32_t place,
                       std::span<const FieldSpec> fields = one_field) {
  return {.name = name,
          .title = "text",
          .place = place,
          .fields = fields,
          .states = one_state,
          .acts = right_act,
          .deadlines = {},
          .read = {}};
}

Fault fault_of_two(const Ledger& first, const Ledger& second) {
  const Ledger* const list[] = {&first, &second};
  return fault_of_list(list);
}

TEST(WellFormed, IsAListWhoseLedgersDifferAndLinkToEachOther) {
  const Ledger records = named("records", 10), citing = named("citing", 20, link_field);
  EXPECT_EQ(fault_of_two(records, citing), Fault::none);
  EXPECT_EQ(fault_of_two(records, named("records", 20)), Fault::ledgers_share_a_name);
  EXPECT_EQ(fault_of_two(records, named("others", 10)), Fault::ledgers_share_a_place);
  EXPECT_EQ(fault_of_two(named("others", 10), citing), Fault::link_leads_out_of_the_list);
  const Ledger by_rows = named("citing", 20, rows_of_links);
  EXPECT_EQ(fault_of_two(records, by_rows), Fault::none);
  EXPECT_EQ(fault_of_two(named("others", 10), by_rows), Fault::link_leads_out_of_the_list);
}

}  // namespace
}  // namespace chuangyou
