// A declaration that contradicts itself does not compile: `static_assert(well_formed(ledger))`.
#pragma once

#include <string_view>

#include "record/common_names.h"
#include "record/ledger.h"

namespace chuangyou {

// What is wrong, so that a failing assertion can be narrowed down by comparing with fault_of().
enum class Fault {
  none,
  ledger_has_no_place,
  title_is_no_text_field,
  field_is_there_twice,
  text_has_no_length,
  choice_has_no_choices,
  choice_has_two_lists,
  link_leads_nowhere,
  link_leads_to_several,
  field_name_has_a_dot,
  rows_have_no_columns,
  rows_have_too_many_columns,
  column_is_there_twice,
  column_has_a_wrong_kind,
  retired_field_is_needed,
  state_is_there_twice,
  state_is_never_reached,
  state_awaits_nobody,
  awaited_act_is_not_open,
  state_that_is_over_awaits,
  contested_state_is_not_open,
  contested_state_follows_no_claim,
  two_states_are_contested,
  act_is_there_twice,
  act_is_common_to_all,
  act_leaves_an_unknown_state,
  act_enters_an_unknown_state,
  act_takes_an_unknown_field,
  act_needs_what_it_does_not_take,
  act_is_open_to_nobody,
  joint_act_has_one_signer,
  opening_act_enters_no_state,
  opening_act_waits_for_signers,
  nothing_opens_a_record,
  right_looks_at_no_unit_or_person,
  act_sets_no_choice,
  act_goes_on_with_no_act_of_the_clock,
  once_for_is_no_link,
  deadline_runs_in_an_unknown_state,
  deadlines_share_a_state,
  deadline_is_on_no_date,
  order_is_of_no_dates,
  deadline_has_no_end,
  deadline_calls_an_unknown_act,
  deadline_calls_an_act_closed_to_the_clock,
  deadline_warns_wrongly,
  moment_field_is_none,
  concealment_names_no_such_field,
  concealing_field_is_taken_by_an_act,
  pause_never_ends,
  offer_goes_to_no_unit_field,
  // Of the list of ledgers:
  ledgers_share_a_name,
  ledgers_share_a_place,
  link_leads_out_of_the_list,
  cause_leads_to_no_act,
  cause_gives_what_the_act_does_not_take,
  caused_act_is_closed_to_a_consequence,
  act_brings_itself_about,
};

namespace declaration {

constexpr bool contains(std::span<const std::string_view> names, std::string_view wanted) {
  for (std::string_view name : names)
    if (name == wanted) return true;
  return false;
}

constexpr bool is_link(const FieldSpec* field) {
  return field && (field->kind == Kind::link || field->kind == Kind::row_link);
}

constexpr Fault fault_of_field(const FieldSpec& field) {
  if (field.name.contains('.')) return Fault::field_name_has_a_dot;  // that parts it from a column
  bool is_text = field.kind == Kind::text || field.kind == Kind::long_text;
  if (is_text && field.length_max == 0) return Fault::text_has_no_length;
  bool is_choice = field.kind == Kind::choice || field.kind == Kind::choices;
  const bool is_campaigns = field.choices_from != CampaignList::none;
  if (is_campaigns && !field.choices.empty()) return Fault::choice_has_two_lists;
  if (is_choice != (is_campaigns || !field.choices.empty())) return Fault::choice_has_no_choices;
  if (is_link(&field) == field.links_to.empty()) return Fault::link_leads_nowhere;
  if (field.kind == Kind::link && field.links_to.size() > 1) return Fault::link_leads_to_several;
  if (field.is_retired && field.required) return Fault::retired_field_is_needed;
  return Fault::none;
}

constexpr Fault fault_of_columns(const FieldSpec& field) {
  if ((field.kind == Kind::rows) == field.columns().empty()) return Fault::rows_have_no_columns;
  if (field.column_count > columns_max) return Fault::rows_have_too_many_columns;
  for (const FieldSpec& column : field.columns()) {
    const bool is_list = column.kind == Kind::choices || column.kind == Kind::units;
    if (is_list || column.kind == Kind::rows) return Fault::column_has_a_wrong_kind;
    if (const Fault fault = fault_of_field(column); fault != Fault::none) return fault;
    if (column.name == row_number) return Fault::column_is_there_twice;
    for (const FieldSpec& other : field.columns())
      if (&other != &column && other.name == column.name) return Fault::column_is_there_twice;
  }
  return Fault::none;
}

constexpr Fault fault_of_fields(const Ledger& ledger) {
  const FieldSpec* title = ledger.field(ledger.title);
  if (!title || (title->kind != Kind::text && title->kind != Kind::long_text))
    return Fault::title_is_no_text_field;
  if (title->is_retired) return Fault::retired_field_is_needed;
  for (const FieldSpec& field : ledger.fields) {
    if (ledger.field(field.name) != &field) return Fault::field_is_there_twice;
    if (const Fault fault = fault_of_field(field); fault != Fault::none) return fault;
    if (const Fault fault = fault_of_columns(field); fault != Fault::none) return fault;
  }
  const FieldSpec* once_for = ledger.field(ledger.once_for);
  if (!ledger.once_for.empty() && !is_link(once_for)) return Fault::once_for_is_no_link;
  for (std::string_view name : {ledger.closed_at, ledger.opened_at}) {
    const FieldSpec* field = ledger.field(name);
    if (!name.empty() && (!field || field->kind != Kind::moment))
      return Fault::moment_field_is_none;
  }
  return Fault::none;
}

constexpr Fault fault_of_rights(const Ledger& ledger, std::span<const Right> rights) {
  for (const Right& right : rights) {
    if (right.field.empty()) continue;
    const FieldSpec* field = ledger.field_or_column(right.field);
    bool fits = field &&
                (right.at == At::subject ? field->kind == Kind::person
                                         : field->kind == Kind::unit || field->kind == Kind::units);
    if (!fits) return Fault::right_looks_at_no_unit_or_person;
  }
  return Fault::none;
}

constexpr bool is_open_to(const Act& act, Role role) {
  for (const Right& right : act.may)
    if (right.role == role) return true;
  return false;
}

// What an act does beside what was asked for.
constexpr Fault fault_of_own_doing(const Ledger& ledger, const Act& act) {
  for (const Setting& setting : act.sets) {
    const FieldSpec* field = ledger.field(setting.field);
    if (!field || field->kind != Kind::choice || !contains(field->choices, setting.value) ||
        contains(act.takes, setting.field))
      return Fault::act_sets_no_choice;
  }
  if (act.goes_on_with.empty()) return Fault::none;
  const Act* next = ledger.act(act.goes_on_with);
  return next && !next->from.empty() && is_open_to(*next, Role::the_clock)
             ? Fault::none
             : Fault::act_goes_on_with_no_act_of_the_clock;
}

constexpr Fault fault_of_act(const Ledger& ledger, const Act& act) {
  if (ledger.act(act.name) != &act) return Fault::act_is_there_twice;
  if (is_common_act(act.name)) return Fault::act_is_common_to_all;
  for (std::string_view state : act.from)
    if (!ledger.state(state)) return Fault::act_leaves_an_unknown_state;
  if (!act.to.empty() && !ledger.state(act.to)) return Fault::act_enters_an_unknown_state;
  if (act.from.empty() && act.to.empty()) return Fault::opening_act_enters_no_state;
  // Nothing is there yet that could wait for the second signature.
  if (act.from.empty() && act.sign_off == SignOff::all_of)
    return Fault::opening_act_waits_for_signers;
  for (std::string_view name : act.takes) {
    const FieldSpec* field = ledger.field(name);
    if (!field) return Fault::act_takes_an_unknown_field;
    if (field->is_retired) return Fault::retired_field_is_needed;
  }
  for (std::string_view field : act.needs)
    if (!ledger.field(field) || ledger.field(field)->is_retired)
      return Fault::act_needs_what_it_does_not_take;
  if (act.may.empty()) return Fault::act_is_open_to_nobody;
  if (act.sign_off == SignOff::all_of && act.may.size() < 2) return Fault::joint_act_has_one_signer;
  const Fault own_doing = fault_of_own_doing(ledger, act);
  if (own_doing != Fault::none) return own_doing;
  return fault_of_rights(ledger, act.may);
}

// What the served contest was claimed before and is open again. One such state, for the figure of
// the contested opens the list of one state.
constexpr Fault fault_of_contested(const Ledger& ledger) {
  std::size_t contested = 0;
  for (const State& state : ledger.states) {
    if (!state.is_contested) continue;
    if (state.stage != Stage::open) return Fault::contested_state_is_not_open;
    bool was_claimed = false;
    for (const Act& act : ledger.acts)
      for (std::string_view from : act.from)
        was_claimed =
            was_claimed || (act.to == state.name && ledger.state(from)->stage == Stage::claimed);
    if (!was_claimed) return Fault::contested_state_follows_no_claim;
    if (++contested > 1) return Fault::two_states_are_contested;
  }
  return Fault::none;
}

constexpr bool is_open_to_people(const Act& act) {
  for (const Right& right : act.may)
    if (right.role != Role::the_clock && right.role != Role::consequence) return true;
  return false;
}

// Whoever could bring an open record on, or judge a claim, is asked to; nobody need be where the
// clock alone or another record moves it.
constexpr bool needs_somebody(const Ledger& ledger, const State& state) {
  for (const Act& act : ledger.acts) {
    const bool leads_on = !act.to.empty() && act.to != state.name && contains(act.from, state.name);
    if (!leads_on || !is_open_to_people(act)) continue;
    if (state.stage == Stage::open) return true;
    if (state.stage == Stage::claimed && ledger.state(act.to)->stage == Stage::confirmed)
      return true;
  }
  return false;
}

constexpr Fault fault_of_awaited(const Ledger& ledger, const State& state) {
  const bool is_over = state.stage == Stage::confirmed || state.stage == Stage::ended;
  if (is_over && !state.awaits.all().empty()) return Fault::state_that_is_over_awaits;
  for (const Awaited& awaited : state.awaits.all()) {
    const Act* act = ledger.act(awaited.act);
    if (!act || !contains(act->from, state.name) || !is_open_to_people(*act))
      return Fault::awaited_act_is_not_open;
  }
  return state.awaits.all().empty() && needs_somebody(ledger, state) ? Fault::state_awaits_nobody
                                                                     : Fault::none;
}

constexpr Fault fault_of_states(const Ledger& ledger) {
  for (const State& state : ledger.states) {
    if (ledger.state(state.name) != &state) return Fault::state_is_there_twice;
    bool reached = false;
    for (const Act& act : ledger.acts) reached = reached || act.to == state.name;
    if (!reached) return Fault::state_is_never_reached;
    if (const Fault fault = fault_of_awaited(ledger, state); fault != Fault::none) return fault;
  }
  return fault_of_contested(ledger);
}

constexpr bool is_of_kind(const Ledger& ledger, std::string_view name, Kind kind) {
  const FieldSpec* field = ledger.field(name);
  return field && field->kind == kind && field->visibility == Visibility::internal;
}

constexpr Fault fault_of_concealment(const Ledger& ledger) {
  const Concealment& conceals = ledger.conceals;
  if (conceals.from.empty()) return Fault::none;
  const bool is_there = is_of_kind(ledger, conceals.concerns, Kind::choice) &&
                        is_of_kind(ledger, conceals.person, Kind::person) &&
                        is_of_kind(ledger, conceals.rated, Kind::unit) &&
                        is_of_kind(ledger, conceals.from, Kind::unit) &&
                        conceals.concerned.contains('.') &&
                        ledger.field_or_column(conceals.concerned) &&
                        ledger.field_or_column(conceals.concerned)->kind == Kind::person &&
                        contains(ledger.field(conceals.concerns)->choices, conceals.nobody) &&
                        contains(ledger.field(conceals.concerns)->choices, conceals.own_line);
  if (!is_there) return Fault::concealment_names_no_such_field;
  // Whom a record is about is said once: an act that said otherwise would show it to them.
  for (const Act& act : ledger.acts)
    for (std::string_view field : act.takes) {
      const bool is_kept = field == conceals.rated || field == conceals.from ||
                           field == conceals.concerned.substr(0, conceals.concerned.find('.'));
      const bool is_said = field == conceals.concerns || field == conceals.person;
      if (is_kept || (is_said && !act.from.empty()))
        return Fault::concealing_field_is_taken_by_an_act;
    }
  return Fault::none;
}

// Whatever starts a pause waits for somebody who may never come.
constexpr Fault fault_of_pauses(const Ledger& ledger) {
  bool pauses = false;
  for (const Act& act : ledger.acts) pauses = pauses || act.pause == Pause::starts;
  if (!pauses) return Fault::none;
  const Act* then = ledger.act(ledger.waits.then);
  const bool ends = ledger.waits.most.count > 0 && then && then->pause == Pause::ends &&
                    is_open_to(*then, Role::the_clock);
  return ends ? Fault::none : Fault::pause_never_ends;
}

constexpr Fault fault_of_offers(const Ledger& ledger) {
  for (const Act& act : ledger.acts) {
    if (act.transfer == Transfer::none) continue;
    const FieldSpec* field = ledger.field(ledger.offered_to);
    if (!field || field->kind != Kind::unit) return Fault::offer_goes_to_no_unit_field;
  }
  return Fault::none;
}

constexpr Fault fault_of_order(const Ledger& ledger) {
  for (const InOrder& pair : ledger.in_order)
    for (const std::string_view name : {pair.earlier, pair.later}) {
      const FieldSpec* field = ledger.field(name);
      if (!field || (field->kind != Kind::date && field->kind != Kind::moment))
        return Fault::order_is_of_no_dates;
    }
  return Fault::none;
}

// Once for each distance, longest first, by an act that the clock may do wherever the clock runs.
constexpr Fault fault_of_warnings(const Ledger& ledger, const Deadline& deadline) {
  const Repeats& repeats = deadline.repeats;
  if (repeats.before.empty() && repeats.warns_by.empty()) return Fault::none;
  const Act* act = ledger.act(repeats.warns_by);
  bool fits = act && is_open_to(*act, Role::the_clock) && !repeats.before.empty();
  for (std::string_view state : deadline.states) fits = fits && contains(act->from, state);
  for (std::size_t i = 0; i < repeats.before.size(); ++i) {
    const Length& distance = repeats.before[i];
    fits = fits && distance.count > 0 && distance.kind == DayKind::working &&
           (i == 0 || distance.count < repeats.before[i - 1].count);
  }
  return fits ? Fault::none : Fault::deadline_warns_wrongly;
}

constexpr Fault fault_of_deadline(const Ledger& ledger, const Deadline& deadline) {
  for (std::string_view state : deadline.states) {
    if (!ledger.state(state)) return Fault::deadline_runs_in_an_unknown_state;
    for (const Deadline& other : ledger.deadlines)
      if (&other != &deadline && contains(other.states, state))
        return Fault::deadlines_share_a_state;
  }
  const FieldSpec* field = ledger.field(deadline.field);
  bool is_date = field && (field->kind == Kind::date || field->kind == Kind::moment);
  if (!deadline.field.empty() && !is_date) return Fault::deadline_is_on_no_date;
  const FieldSpec* first = ledger.field(deadline.first_field);
  if (!deadline.first_field.empty() && (!first || !field || first->kind != field->kind))
    return Fault::deadline_is_on_no_date;
  const FieldSpec* since = ledger.field(deadline.since);
  if (!deadline.since.empty() && (!since || since->kind != Kind::moment))
    return Fault::deadline_is_on_no_date;
  bool ends = !deadline.field.empty() || deadline.length.count > 0 || deadline.length_of ||
              deadline.repeats.every != Period::none;
  if (!ends || deadline.states.empty()) return Fault::deadline_has_no_end;
  if (const Fault fault = fault_of_warnings(ledger, deadline); fault != Fault::none) return fault;
  if (deadline.then.empty()) return Fault::none;
  const Act* then = ledger.act(deadline.then);
  if (!then) return Fault::deadline_calls_an_unknown_act;
  return is_open_to(*then, Role::the_clock) ? Fault::none
                                            : Fault::deadline_calls_an_act_closed_to_the_clock;
}

constexpr Fault fault_of_acts(const Ledger& ledger) {
  bool opens = false;
  for (const Act& act : ledger.acts) {
    if (const Fault fault = fault_of_act(ledger, act); fault != Fault::none) return fault;
    opens = opens || act.from.empty();
  }
  return opens ? Fault::none : Fault::nothing_opens_a_record;
}

constexpr Fault fault_of_deadlines(const Ledger& ledger) {
  for (const Deadline& deadline : ledger.deadlines)
    if (const Fault fault = fault_of_deadline(ledger, deadline); fault != Fault::none) return fault;
  return Fault::none;
}

}  // namespace declaration

constexpr Fault fault_of(const Ledger& ledger) {
  if (ledger.place <= 0) return Fault::ledger_has_no_place;
  using namespace declaration;
  for (const auto fault_in :
       {fault_of_fields, fault_of_acts, fault_of_states, fault_of_deadlines, fault_of_order,
        fault_of_concealment, fault_of_pauses, fault_of_offers})
    if (const Fault fault = fault_in(ledger); fault != Fault::none) return fault;
  return fault_of_rights(ledger, ledger.read);
}

constexpr bool well_formed(const Ledger& ledger) { return fault_of(ledger) == Fault::none; }

namespace declaration {

using Ledgers = std::span<const Ledger* const>;

constexpr const Act* act_of(Ledgers ledgers, const Cause& cause) {
  for (const Ledger* ledger : ledgers)
    if (ledger->name == cause.ledger) return ledger->act(cause.act);
  return nullptr;
}

// Longer than any chain of acts that could be meant; a circle is found by never ending.
inline constexpr int causes_in_a_row_max = 8;

constexpr Fault fault_of_causes(Ledgers ledgers, const Act& act, int depth = 0) {
  if (depth > causes_in_a_row_max) return Fault::act_brings_itself_about;
  for (const Cause& cause : act.causes) {
    const Act* caused = act_of(ledgers, cause);
    if (!caused) return Fault::cause_leads_to_no_act;
    for (std::string_view field : cause.fields)
      if (!contains(caused->takes, field)) return Fault::cause_gives_what_the_act_does_not_take;
    if (!is_open_to(*caused, Role::consequence) || caused->sign_off == SignOff::all_of)
      return Fault::caused_act_is_closed_to_a_consequence;
    const Fault fault = fault_of_causes(ledgers, *caused, depth + 1);
    if (fault != Fault::none) return fault;
  }
  return Fault::none;
}

constexpr bool leads_into(Ledgers ledgers, const FieldSpec& field) {
  for (std::size_t i = 0; i < field.links_to.size(); ++i) {
    bool leads = false;
    for (const Ledger* ledger : ledgers) leads = leads || ledger->name == field.links_to[i];
    if (!leads) return false;
  }
  for (const FieldSpec& column : field.columns())
    if (!leads_into(ledgers, column)) return false;
  return true;
}

}  // namespace declaration

// Of ledgers that know of each other by name alone.
constexpr Fault fault_of_list(std::span<const Ledger* const> ledgers) {
  for (const Ledger* ledger : ledgers) {
    for (const Ledger* other : ledgers) {
      if (other == ledger) continue;
      if (other->name == ledger->name) return Fault::ledgers_share_a_name;
      if (other->place == ledger->place) return Fault::ledgers_share_a_place;
    }
    for (const FieldSpec& field : ledger->fields)
      if (!declaration::leads_into(ledgers, field)) return Fault::link_leads_out_of_the_list;
    for (const Act& act : ledger->acts) {
      const Fault fault = declaration::fault_of_causes(ledgers, act);
      if (fault != Fault::none) return fault;
    }
  }
  return Fault::none;
}

}  // namespace chuangyou
