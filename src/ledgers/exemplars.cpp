#include "ledgers/exemplars.h"

#include <algorithm>

#include "record/rows.h"

namespace chuangyou::exemplars {
namespace {

std::optional<Record> record_of(const RowRead& row, const Circumstances& circumstances) {
  const Link* on = row.get(rests_on);
  if (!on || !circumstances.record) return std::nullopt;
  return circumstances.record(on->ledger, on->record);
}

bool has_edited(const Record& exemplar, const Uuid& person) {
  return std::ranges::any_of(exemplar.get(worded_by), [&](const RowRead& one) {
    const Uuid* editor = one.get(wording::writer);
    return editor && *editor == person;
  });
}

// What whoever is told of reads of himself; the editor's own questions are no part of it.
constexpr std::string_view told_of_him[] = {"title",     "story",        "party_spirit",
                                            "character", "contribution", "web_summary"};

std::vector<Filled> leaves(const Deciding& deciding) {
  std::vector<Filled> left;
  const std::string *on_web = deciding.before.get(website),
                    *in_print = deciding.before.get(journal);
  if (on_web && *on_web != "not_used") left.push_back({website.name, std::string("not_used")});
  if (in_print && *in_print == "sent") left.push_back({journal.name, std::string("not_used")});
  return left;
}

}  // namespace

Verdict somebody_else(const Deciding& deciding) {
  const Uuid* named = deciding.before.get(who);
  const bool is_another = named && *named != deciding.actor.person;
  return {is_another ? Refusal::consent_is_missing : Refusal::none};
}

Verdict who_tells_it(const Deciding& deciding) {
  const Record& exemplar = deciding.before;
  if (const Verdict another = somebody_else(deciding); another.law != Refusal::none) return another;
  if (exemplar.get(who)) return {};
  const bool led_it = exemplar.author == deciding.actor.person;
  return led_it ? Verdict{Refusal::the_doer_does_not_judge_it} : who_edited_it(deciding);
}

Verdict who_edited_it(const Deciding& deciding) {
  const Uuid* editor = deciding.before.get(edited_by);
  const bool was_the_last = editor && *editor == deciding.actor.person;
  const bool is_his = was_the_last || has_edited(deciding.before, deciding.actor.person);
  return {is_his ? Refusal::the_doer_does_not_judge_it : Refusal::none};
}

Verdict names_the_member(const Deciding& deciding) {
  const std::string* of = deciding.after.get(kind);
  const bool is_nobody = of && *of == "member" && !deciding.after.get(who);
  return {is_nobody ? Refusal::field_is_missing : Refusal::none, who.name};
}

Verdict claims_are_there(const Deciding& deciding) {
  const bool are_there = !deciding.after.get(claims).empty();
  return {are_there ? Refusal::none : Refusal::claims_are_missing, claims.name};
}

Verdict claims_rest_on_records(const Deciding& deciding) {
  for (const RowRead& row : deciding.after.get(claims))
    if (!record_of(row, deciding.circumstances)) return {Refusal::claim_has_no_record, claims.name};
  return {};
}

std::vector<Filled> sees_the_records(const Deciding& deciding) {
  const Rows* told = std::get_if<Rows>(&deciding.after.value(claims.name));
  if (!told) return {};
  const Rows* stood = std::get_if<Rows>(&deciding.before.value(claims.name));
  Rows rows = *told;
  for (Row& row : rows.all) {
    // Of a row that comes with this act the number is still to be given.
    if (!stood || !row_in(*stood, row.id)) row.id = 0;
    const auto record = record_of(RowRead(claims, row), deciding.circumstances);
    row.cells.resize(std::size(columns));
    if (!record) continue;
    row.cells[2] = record->version;
    row.cells[3] = record->state;
  }
  return {{claims.name, std::move(rows)}};
}

Verdict has_consent(const Deciding& deciding) {
  const bool is_given = is_consented_to(deciding.before);
  return {is_given ? Refusal::none : Refusal::consent_is_missing, consents.name};
}

Verdict may_be_told(const Deciding& deciding) {
  const bool is_refused = was_taken_back(deciding.before);
  return {is_refused ? Refusal::consent_is_missing : Refusal::none, consents.name};
}

Verdict wording_waits_for_consent(const Deciding& deciding) {
  const bool waits = waits_for_consent(deciding.before);
  return {waits ? Refusal::none : Refusal::nothing_would_change, consents.name};
}

std::vector<Filled> leaves_the_channels(const Deciding& deciding) { return leaves(deciding); }

std::vector<Filled> is_consented_no_more(const Deciding& deciding) {
  std::vector<Filled> filled = leaves(deciding);
  filled.push_back({consents.name, false});
  return filled;
}

std::vector<Filled> notes_the_editor(const Deciding& deciding) {
  const Uuid editor(deciding.actor.person);
  std::vector<Filled> filled{{edited_by.name, editor}};
  if (!has_edited(deciding.before, editor)) {
    const Rows* before = std::get_if<Rows>(&deciding.before.value(worded_by.name));
    Rows all = before ? *before : Rows();
    all.all.push_back({.cells = {editor}});
    filled.push_back({worded_by.name, std::move(all)});
  }
  const bool says_something_else = std::ranges::any_of(told_of_him, [&](std::string_view field) {
    return deciding.before.value(field) != deciding.after.value(field);
  });
  if (says_something_else) filled.push_back({consents.name, Value()});
  return filled;
}

Verdict claims_hold_again(const Deciding& deciding) {
  for (const RowRead& row : deciding.after.get(claims)) {
    const auto record = record_of(row, deciding.circumstances);
    const State* state = record ? record->ledger().state(record->state) : nullptr;
    const bool holds = state && !state->is_contested && !record->is_contested();
    if (!holds) return {Refusal::claim_has_changed, claims.name};
  }
  return {};
}

Verdict claims_stand_as_seen(const Deciding& deciding) {
  for (const RowRead& row : deciding.before.get(claims)) {
    const auto record = record_of(row, deciding.circumstances);
    const std::int64_t* version = row.get(seen);
    const bool stands = record && version && record->version == *version;
    if (!stands) return {Refusal::claim_has_changed, claims.name};
  }
  return {};
}

Verdict is_anothers_practice(const Deciding& deciding) {
  const Uuid* from = deciding.after.get(adopted_from);
  const auto theirs = from ? deciding.circumstances.record("exemplars", *from) : std::nullopt;
  const bool is_in_the_library =
      theirs && (theirs->state == "published" || theirs->state == "handed_down" ||
                 theirs->state == "adopted");
  const bool fits = is_in_the_library && theirs->unit != deciding.after.unit;
  return {fits ? Refusal::none : Refusal::record_is_linked_wrongly, adopted_from.name};
}

// Whoever gives it no name of its own takes the one that it has.
std::vector<Filled> keeps_its_name(const Deciding& deciding) {
  const Uuid* from = deciding.after.get(adopted_from);
  if (deciding.after.get(title) || !from) return {};
  const auto theirs = deciding.circumstances.record("exemplars", *from);
  if (!theirs) return {};
  return {{title.name, theirs->value(title.name)}};
}

Verdict was_sent_to_website(const Deciding& deciding) {
  const std::string* stands = deciding.before.get(website);
  const bool waits = stands && *stands == "sent";
  return {waits ? Refusal::none : Refusal::nothing_would_change, website.name};
}

Verdict was_sent_to_journal(const Deciding& deciding) {
  const std::string* stands = deciding.before.get(journal);
  const bool waits = stands && *stands == "sent";
  return {waits ? Refusal::none : Refusal::nothing_would_change, journal.name};
}

}  // namespace chuangyou::exemplars
