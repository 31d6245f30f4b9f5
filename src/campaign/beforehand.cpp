#include "campaign/beforehand.h"

#include <algorithm>

#include "campaign/asking.h"
#include "campaign/look_ups.h"
#include "ledgers/all.h"
#include "storage/ledger_table.h"

namespace chuangyou {
namespace {

struct Looked {
  Record record;
  bool is_seen_whole = true;
};

Result<Looked> look_at(const Reader& reader, const ActRequest& request,
                       const Circumstances& circumstances) {
  if (!request.record) return Looked{Record(*request.ledger)};
  std::optional<Record> record =
      LedgerTable(*request.ledger).get(reader.connection, reader.body.no, *request.record);
  if (!record) return refuse(Refusal::nothing_is_there);
  const Sight sight = sight_of(reader.actor, *record, reader.today(), circumstances.path_of);
  if (sight == Sight::nothing) return refuse(Refusal::nothing_is_there);
  return Looked{std::move(*record), sight == Sight::whole};
}

// What is named and not there is left out and told like any other fault.
Result<Asked> ask_for_what_is_there(const Asking& asking, ActRequest request, const Record& before,
                                    Moment now, std::vector<Refused>& faults) {
  for (;;) {
    Result<Asked> asked = asking.ask(request, before, now);
    if (asked) return asked;
    const std::string place = asked.error().field.substr(0, asked.error().field.find('.'));
    faults.push_back(asked.error());
    if (request.unit && place == "unit") {
      request.unit.reset();
    } else if (std::erase_if(request.fields, [&](const FieldChange& wanted) {
                 return request.ledger->fields[wanted.field].name == place;
               }) == 0) {
      return asked;
    }
  }
}

bool is_said(std::span<const Refused> faults, const Refused& one) {
  return std::ranges::any_of(faults,
                             [&](const Refused& other) { return other.field == one.field; });
}

const Value* value_of(const Cause& cause, const Caused& caused, std::string_view field) {
  const auto found = std::ranges::find(cause.fields, field);
  const auto at = static_cast<std::size_t>(found - cause.fields.begin());
  return at < caused.values.size() ? &caused.values[at] : nullptr;
}

// Of what is opened its title, the day to which its clock will run, and the row that it answers.
Following as_told(const Cause& cause, const Ledger& ledger, const Caused& caused) {
  Following one{.ledger = cause.ledger, .act = cause.act, .unit = caused.unit};
  const Value* title = value_of(cause, caused, ledger.title);
  if (const auto* words = title ? std::get_if<std::string>(title) : nullptr) one.title = *words;
  for (const Deadline& deadline : ledger.deadlines) {
    const Value* day = value_of(cause, caused, deadline.field);
    if (const Date* due = day ? std::get_if<Date>(day) : nullptr; due && !one.due) one.due = *due;
  }
  for (const Value& value : caused.values)
    if (const Link* link = std::get_if<Link>(&value); link && one.row == 0) one.row = link->row;
  return one;
}

void tell_what_follows(const Deciding& deciding, Beforehand& found) {
  for (const Cause& cause : deciding.act.causes) {
    const Ledger* ledger = find_ledger(cause.ledger);
    if (!ledger || !cause.gives) continue;
    for (const Caused& caused : cause.gives(deciding)) {
      if (caused.record) continue;
      if (++found.follow <= following_told_max)
        found.follows.push_back(as_told(cause, *ledger, caused));
    }
  }
}

struct LookedAt {
  Beforehand beforehand;
  std::optional<AskedTogether> asked;
};

Result<LookedAt> look_at_record(const Reader& reader, const ActRequest& request, const Act* later) {
  const Asking asking{reader.connection, reader.body};
  Circumstances circumstances = reader.body.circumstances();
  allow_look_ups(circumstances, reader.connection, reader.body);
  const Result<Looked> looked = look_at(reader, request, circumstances);
  if (!looked) return std::unexpected(looked.error());
  const Record& before = looked->record;
  LookedAt told;
  Beforehand& found = told.beforehand;
  const Result<Asked> asked =
      ask_for_what_is_there(asking, request, before, reader.now, found.faults);
  if (!asked) return std::unexpected(asked.error());
  const Actor& actor = reader.actor;
  for (Refused& fault : faults_of(before, *asked, actor, reader.now, circumstances))
    if (!is_said(found.faults, fault)) found.faults.push_back(std::move(fault));
  if (!looked->is_seen_whole) return told;
  const Record after = as_written(before, *asked, actor, reader.now, circumstances);
  const Deciding deciding{before,     after,          asked->act,    actor,
                          reader.now, reader.today(), asked->reason, circumstances};
  if (found.faults.empty()) tell_what_follows(deciding, found);
  if (const auto measures = request.ledger->measures) {
    found.measures = measures(deciding);
    told.asked = asked_together(deciding);
  }
  if (later) found.towards = readiness_of(after, *later, actor, reader.now, circumstances);
  return told;
}

}  // namespace

Result<Beforehand> look_beforehand(const Reader& reader, const ActRequest& request,
                                   const Act* later) {
  Result<LookedAt> told = [&] {
    const auto turn = reader.turn();
    return look_at_record(reader, request, later);
  }();
  if (!told) return std::unexpected(told.error());
  if (told->asked) told->beforehand.clashes = clashes_of(reader, *told->asked);
  return std::move(told->beforehand);
}

}  // namespace chuangyou
