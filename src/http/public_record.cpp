// One record as everyone may read it, with the whole of its public course: every claim, every
// verdict, every day that was put off and the reason that was told for it.
#include "campaign/erasable.h"
#include "campaign/find_links.h"
#include "http/problem.h"
#include "http/reading.h"
#include "http/record_json.h"
#include "http/rooms.h"
#include "journal/changes_json.h"
#include "journal/entries_of_record.h"
#include "ledgers/all.h"
#include "record/common_names.h"
#include "record/decide.h"
#include "record/moments.h"

namespace chuangyou {
namespace {

constexpr std::int64_t entries_told_max = 500;

// The day to which the act has put its end, where it did.
std::optional<Date> day_put(const Ledger& ledger, const Changes& changes) {
  for (const FieldChange& change : changes.fields)
    for (const Deadline& deadline : ledger.deadlines)
      if (ledger.fields[change.field].name == deadline.field)
        if (const Date* day = std::get_if<Date>(&change.value)) return *day;
  return std::nullopt;
}

// What was written by the step for everyone to read, as the result that is claimed: a later claim
// writes over it in the record, and not here. What opens a record is the record's own content.
void write_said(Json& json, const Ledger& ledger, std::string_view act, const Changes& changes) {
  const Act* declared = ledger.act(act);
  json.key("said").list();
  for (const FieldChange& change : changes.fields) {
    const FieldSpec& field = ledger.fields[change.field];
    const auto* text = std::get_if<std::string>(&change.value);
    const bool is_text = field.kind == Kind::text || field.kind == Kind::long_text;
    if (!text || !is_text || field.visibility != Visibility::public_) continue;
    if (!declared || declared->from.empty()) continue;
    json.object().member("field", field.name).member("text", *text).end_object();
  }
  json.end_list();
}

// What changed nothing that everyone may know is not told: a reminder, or evidence.
void write_step(Json& json, const Entry& entry, const Record& after, const Changes& changes) {
  const std::optional<bool> word = word_of_the_served(after, changes);
  const std::optional<Date> until = day_put(after.ledger(), changes);
  if (!changes.state_entered && !until && !changes.is_told) return;
  json.object()
      .member("at", entry.head.at)
      .member("act", entry.head.act)
      .member("state", after.state)
      .member("stage", name_of(after.stage()))
      .member("until", until)
      .key("verdict");
  if (word)
    json.put(*word ? "yes" : "no");
  else
    json.null();
  json.member("reason", changes.is_told ? std::optional(changes.reason) : std::nullopt);
  write_said(json, after.ledger(), entry.head.act, changes);
  json.end_object();
}

// What went before it was public stays inside.
void write_steps(Json& json, const Reader& reader, const Ledger& ledger, const RecordId& id) {
  Record record(ledger);
  record.id = id;
  std::vector<Entry> entries =
      entries_of(reader.connection, reader.body.no, id, 0, entries_told_max + 1);
  const bool goes_on = std::ssize(entries) > entries_told_max;
  if (goes_on) entries.pop_back();
  json.key("steps").list();
  for (const Entry& entry : entries) {
    if (entry.changes.empty() || is_common_act(entry.head.act)) continue;
    const Changes changes = decode_changes(ledger, entry.head.act, entry.changes).changes;
    apply(record, changes, entry.head.at, entry.head.actor, entry.head.seq, entry.head.under);
    const State* state = ledger.state(record.state);
    if (state && state->is_public) write_step(json, entry, record, changes);
  }
  json.end_list();
  json.member("steps_go_on", goes_on);
}

}  // namespace

Reply read_public_record(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  const Ledger* ledger = find_ledger(visit.named[1]);
  const Result<Uuid> id = parse_uuid(visit.named[2]);
  if (!ledger || !id) return visit.refused(Refusal::nothing_is_there);
  const Result<Found> found = find_record(visit.reader(), *ledger, *id);
  if (!found) return visit.refused(found.error());
  return read_within_bounds(
      visit, [found = *found](const Reader& reader, RandomSource&) -> std::optional<Reply> {
        const Record& record = found.record;
        const auto erased = erased_of(reader.connection, reader.body, record.id);
        const auto turn = reader.turn();
        LinksSeen links(reader);
        const RecordView view{reader.body, reader.actor, reader.now, true,
                              false,       &links,       nullptr,    &erased};
        Reply reply;
        Json json(reply.body);
        json.object();
        write_record_members(json, view, record, found.standing);
        write_steps(json, reader, record.ledger(), record.id);
        json.end_object();
        return reply;
      });
}

}  // namespace chuangyou
