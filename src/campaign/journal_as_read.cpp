#include "campaign/journal_as_read.h"

#include <algorithm>

#include "campaign/erasable.h"
#include "campaign/find_links.h"
#include "campaign/past_day.h"
#include "journal/changes_json.h"
#include "journal/entries_of_record.h"
#include "journal/follow.h"
#include "ledgers/all.h"
#include "record/common_names.h"
#include "record/moments.h"
#include "record/rows.h"

namespace chuangyou {
namespace {

constexpr std::int64_t public_entries_max = 500;

bool is_sealed(const FieldSpec& field) { return field.visibility == Visibility::sealed; }

bool leads_to_records(const FieldSpec& field) {
  return field.kind == Kind::link || field.kind == Kind::row_link ||
         std::ranges::any_of(field.columns(), leads_to_records);
}

// What brought an entry about is told to those alone who see the record where it happened.
bool hides_cause(const Reader& reader, const Ledger& ledger, const Entry& entry) {
  if (entry.head.role != Role::consequence || entry.changes.empty()) return false;
  const auto cause = decode_changes(ledger, entry.head.act, entry.changes).note.cause;
  const auto by = cause ? entry_at(reader.connection, reader.body.no, *cause) : std::nullopt;
  const Ledger* where = by ? find_ledger(by->head.ledger) : nullptr;
  return !where || !find_record(reader, *where, RecordId(by->head.record));
}

void take_out_sealed(const Ledger& ledger, DecodedChanges& decoded) {
  std::erase_if(decoded.changes.fields, [&ledger](const FieldChange& change) {
    return is_sealed(ledger.fields[change.field]);
  });
  for (FieldChange& change : decoded.changes.fields)
    empty_columns(ledger.fields[change.field], change.value, is_sealed);
}

// What leads to a record that the reader may not see is not there.
void take_out_links(LinksSeen& links, const Ledger& ledger, DecodedChanges& decoded) {
  std::erase_if(decoded.changes.fields, [&](const FieldChange& change) {
    return links.is_kept_back(ledger.fields[change.field], change.value);
  });
  for (FieldChange& change : decoded.changes.fields)
    links.take_out(ledger.fields[change.field], change.value);
  std::erase_if(decoded.note.evidence, [&links](const Evidence& one) {
    return one.kind == EvidenceKind::record && !links.find(one.ledger, one.record);
  });
}

std::string changes_as_read(LinksSeen& links, const Ledger& ledger, const Entry& entry) {
  if (entry.changes.empty()) return "null";
  const bool hides_the_cause = hides_cause(links.reader(), ledger, entry);
  const bool may_keep_back = std::ranges::any_of(ledger.fields, [](const FieldSpec& field) {
    return leads_to_records(field) || is_sealed(field) ||
           std::ranges::any_of(field.columns(), is_sealed);
  });
  if (!may_keep_back && !hides_the_cause && !entry.changes.contains("\"evidence\":"))
    return entry.changes;
  DecodedChanges decoded = decode_changes(ledger, entry.head.act, entry.changes);
  take_out_sealed(ledger, decoded);
  take_out_links(links, ledger, decoded);
  if (hides_the_cause) decoded.note.cause.reset();
  return encode_changes(ledger, decoded.changes, decoded.note);
}

// What an entry names as evidence in other records.
std::map<Uuid, std::string> titles_in(LinksSeen& links, const Ledger& ledger, const Entry& entry) {
  std::map<Uuid, std::string> titles;
  if (!entry.changes.contains("\"evidence\":")) return titles;
  for (const Evidence& one : decode_changes(ledger, entry.head.act, entry.changes).note.evidence) {
    if (one.kind != EvidenceKind::record) continue;
    const Record* found = links.find(one.ledger, one.record);
    const std::string* title = found ? found->title() : nullptr;
    if (title) titles.emplace(one.record, *title);
  }
  return titles;
}

std::optional<ErasedPart> erased_in(std::span<const ErasedPart> erased, const Ledger& ledger,
                                    std::int64_t seq) {
  const auto part = std::ranges::find(erased, seq, &ErasedPart::seq);
  if (part == erased.end()) return std::nullopt;
  ErasedPart told = *part;
  std::erase_if(told.fields, [&ledger](const std::string& name) {
    const FieldSpec* field = ledger.field_or_column(name);
    return field && is_sealed(*field);
  });
  return told;
}

void hide_who(EntryHead& head) {
  head.actor = {};
  head.role = Role::signed_in;
  head.under = {};
}

// A unit or a person that a field named for a while is told by its name as well.
void name_what_is_in(const Ledger& ledger, const EntryAsRead& entry, NamedValues& named) {
  constexpr Kind kinds[] = {Kind::unit, Kind::units,    Kind::person,
                            Kind::link, Kind::row_link, Kind::rows};
  if (entry.changes == "null") return;
  for (FieldChange& change : decode_changes(ledger, entry.head.act, entry.changes).changes.fields) {
    const FieldSpec& field = ledger.fields[change.field];
    if (std::ranges::find(kinds, field.kind) != std::end(kinds))
      named.emplace_back(&field, std::move(change.value));
  }
}

// The day to which the act has put its end, where it did.
std::optional<Date> day_put(const Ledger& ledger, const Changes& changes) {
  for (const FieldChange& change : changes.fields)
    for (const Deadline& deadline : ledger.deadlines)
      if (ledger.fields[change.field].name == deadline.field)
        if (const Date* day = std::get_if<Date>(&change.value)) return *day;
  return std::nullopt;
}

std::vector<PublicStep::Said> said_to_all(const Ledger& ledger, const Entry& entry,
                                          const Changes& changes) {
  std::vector<PublicStep::Said> said;
  const Act* act = ledger.act(entry.head.act);
  if (!act || act->from.empty()) return said;
  for (const FieldChange& change : changes.fields) {
    const FieldSpec& field = ledger.fields[change.field];
    const auto* text = std::get_if<std::string>(&change.value);
    const bool is_text = field.kind == Kind::text || field.kind == Kind::long_text;
    if (text && is_text && field.visibility == Visibility::public_)
      said.push_back({field.name, *text});
  }
  return said;
}

std::optional<PublicStep> public_step(const Entry& entry, const Record& after,
                                      const Changes& changes) {
  if (!is_shown_to_all(after)) return std::nullopt;
  const std::optional<Date> until = day_put(after.ledger(), changes);
  if (!changes.state_entered && !until && !changes.is_told) return std::nullopt;
  return PublicStep{entry.head.at,
                    entry.head.act,
                    after.state,
                    after.stage(),
                    until,
                    word_of_the_served(after, changes),
                    changes.is_told ? std::optional(changes.reason) : std::nullopt,
                    said_to_all(after.ledger(), entry, changes)};
}

}  // namespace

Result<JournalAsRead> journal_as_read(const Reader& reader, const Found& found, std::int64_t after,
                                      std::int64_t limit) {
  // What an entry changed may be internal, so the journal is for those who see the record whole.
  const bool own_alone = found.sight != Sight::whole;
  if (own_alone && !found.is_his_own) return refuse(Refusal::post_does_not_allow_this);
  const Record& record = found.record;
  const Ledger& ledger = record.ledger();
  std::vector<Entry> entries =
      entries_of(reader.connection, reader.body.no, record.id, after, limit + 1);
  JournalAsRead told;
  if (std::ssize(entries) > limit) {
    entries.pop_back();
    told.next_after = entries.back().head.seq;
  }
  const auto erased = erased_of(reader.connection, reader.body, record.id);
  LinksSeen links(reader);
  for (Entry& entry : entries) {
    const bool is_his_alone = own_alone || is_ones_own(entry.head.act);
    if (is_his_alone && entry.head.actor != reader.actor.person) continue;
    const auto turn = reader.turn();  // reads other records: one for each, and none over them all
    EntryAsRead one{.head = entry.head,
                    .changes = changes_as_read(links, ledger, entry),
                    .titles = titles_in(links, ledger, entry),
                    .erased = erased_in(erased, ledger, entry.head.seq)};
    if (entry.head.actor == record.author && hides_its_sender(reader, record)) hide_who(one.head);
    name_what_is_in(ledger, one, told.named);
    told.entries.push_back(std::move(one));
  }
  return told;
}

Result<Found> find_as_of(const Reader& reader, const Found& now, std::int64_t seq) {
  const auto turn = reader.turn();
  const Circumstances circumstances = reader.body.circumstances();
  auto past = record_as_of(reader.connection, now.record.ledger(), reader.body.no, now.record.id,
                           seq, circumstances.path_of);
  if (!past) return refuse(Refusal::nothing_is_there, "as_of_seq", std::to_string(seq));
  // Whoever reads it whole today need not have then, nor the other way round.
  const Sight sight =
      std::min(now.sight, sight_of(reader.actor, *past, reader.today(), circumstances.path_of));
  if (sight == Sight::nothing) return refuse(Refusal::nothing_is_there);
  const Standing standing = standing_of(*past, circumstances);
  redact(*past, sight);
  return Found{std::move(*past), standing, sight};
}

PublicCourse public_course_of(const Reader& reader, const Ledger& ledger, const RecordId& id) {
  Record record(ledger);
  record.id = id;
  std::vector<Entry> entries =
      entries_of(reader.connection, reader.body.no, id, 0, public_entries_max + 1);
  PublicCourse course;
  course.goes_on = std::ssize(entries) > public_entries_max;
  if (course.goes_on) entries.pop_back();
  for (const Entry& entry : entries) {
    if (entry.changes.empty() || is_common_act(entry.head.act)) continue;
    const Changes changes = decode_changes(ledger, entry.head.act, entry.changes).changes;
    apply(record, changes, entry.head.at, entry.head.actor, entry.head.seq, entry.head.under);
    if (auto step = public_step(entry, record, changes)) course.steps.push_back(std::move(*step));
  }
  return course;
}

}  // namespace chuangyou
