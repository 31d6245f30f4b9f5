// An import in the journal: the entry with which it begins, holding the hash of the file so that
// what was read can be held against it for ever, and how it is taken back, row by row.
#include <algorithm>

#include "campaign/body_tables.h"
#include "campaign/perform_act.h"
#include "journal/entries_of_record.h"
#include "journal/happening.h"
#include "ledgers/all.h"
#include "record/concealment.h"
#include "record/who_speaks.h"
#include "storage/import_rows.h"
#include "storage/links.h"
#include "storage/rows_of_import.h"

namespace chuangyou {
namespace {

const Post* post_that_signs(const Actor& actor, Date today) {
  const auto signs = std::ranges::find_if(actor.posts, [&](const Post& post) {
    return signs_files(post.role) && is_in_force(post, today);
  });
  if (signs != actor.posts.end()) return &*signs;
  return actor.posts.empty() ? nullptr : &actor.posts.front();
}

Done done_to_body(const Body& body, const EntryHead& head) {
  Done what;
  what.body = body.no;
  what.committed = {body.no,
                    head.seq,
                    head.at,
                    bodies_ledger,
                    head.record,
                    std::string(head.act),
                    body.tree.size() ? body.tree.path_of(0) : std::string()};
  return what;
}

}  // namespace

void ActPath::begin_import(BodyNo no, const RecordId& import, const Actor& actor,
                           const ImportBegun& begun, bool is_signed, Moment real_now,
                           std::vector<Done>& done) {
  other_hand_.finish();
  Body& body = *bodies_.find(no);
  const Moment now = std::max(body_now(body, real_now), body.last_at);
  EntryHead head = head_for(body, actor, post_that_signs(actor, body.zone.date_at(now)), now);
  head.ledger = bodies_ledger;
  head.record = import;
  head.act = is_signed ? sign_import_act : begin_import_act;
  done.push_back(done_to_body(body, head));
  put_import_row(connection_, no, {import, head.seq});
  write_entry(body, std::move(head), encode_import(begun));
}

void ActPath::end_import(BodyNo no, const RecordId& import, const Actor& actor,
                         std::string_view act, Moment real_now, std::vector<Done>& done) {
  Body& body = *bodies_.find(no);
  const Moment now = std::max(body_now(body, real_now), body.last_at);
  EntryHead head = head_for(body, actor, post_that_signs(actor, body.zone.date_at(now)), now);
  head.ledger = bodies_ledger;
  head.record = import;
  head.act = act;
  done.push_back(done_to_body(body, head));
  write_entry(body, std::move(head), "{}");
}

std::vector<ActPath::Imported> ActPath::of_import(BodyNo body, const RecordId& import,
                                                  PlaceInImport& after) const {
  constexpr std::int64_t at_once = 512;
  std::vector<Imported> found;
  for (; found.empty() && after.table < tables_.size(); ++after.table, after.row_no = 0) {
    const LedgerTable& its_table = tables_[after.table];
    for (const RowOfImport& row :
         rows_of_import(connection_, its_table.ledger(), body, import, after.row_no, at_once)) {
      found.push_back({&its_table, row.id});
      after.row_no = row.row_no;
    }
    if (!found.empty()) break;
  }
  return found;
}

// By a record that leads to it and did not come with it.
bool ActPath::is_cited(BodyNo body, const Uuid& id, const RecordId& import) const {
  constexpr std::int64_t of_each_field = 500;
  const Uuid ids[] = {id};
  return std::ranges::any_of(
      citing(connection_, body, ids, of_each_field), [&](const Citing& citation) {
        const Ledger* ledger = find_ledger(citation.ledger);
        const auto from =
            ledger ? table(*ledger).at_row(connection_, citation.row_no) : std::nullopt;
        const auto opened =
            from ? entry_at(connection_, body, from->opened_by_entry) : std::nullopt;
        return opened && !is_of_import(*opened, import);
      });
}

std::string ActPath::called(BodyNo body, const Imported& imported) const {
  const std::optional<Record> record = imported.table->get(connection_, body, imported.id);
  const std::string* title = record ? record->title() : nullptr;
  return title ? *title : to_text(imported.id);
}

bool ActPath::is_worked_on(BodyNo body, const Imported& imported, const RecordId& import) const {
  const std::optional<Record> record = imported.table->get(connection_, body, imported.id);
  if (!record) return false;
  if (imported.amended_by == 0 && record->version != record->opened_by_entry) return true;
  if (imported.amended_by == 0 && is_cited(body, imported.id, import)) return true;
  if (imported.amended_by != 0) {
    const std::optional<Entry> last = entry_at(connection_, body, record->version);
    if (!last || !is_of_import(*last, import) || last->head.act == give_back_act) return true;
  }
  // Also by a remark or by evidence; who follows it has not worked on it.
  return !news_of(connection_, body, imported.id, record->version, 1).empty();
}

bool ActPath::take_back(Body& body, const Actor& actor, const Imported& imported,
                        const RecordId& import, Moment real_now, std::vector<Done>& done) {
  if (imported.amended_by != 0) return give_back(body, actor, imported, import, real_now, done);
  other_hand_.finish();
  const LedgerTable& ledger_table = *imported.table;
  std::optional<Record> record = ledger_table.get(connection_, body.no, imported.id);
  if (!record) return false;
  Stood stood{std::move(*record), {}};
  stood.standing = standing_of_row(ledger_table, body, stood.record);
  const std::vector<HappenedRow> happened =
      happenings_of(connection_, ledger_table.ledger(), body.no, imported.id, body.last_seq,
                    body.circumstances());
  follow_undo(connection_, ledger_table, body.no, stood, happened);
  const Moment now = std::max(body_now(body, real_now), body.last_at);
  const std::optional<Entry> entered = entry_at(connection_, body.no, stood.record.opened_by_entry);
  const Act* act = entered ? ledger_table.ledger().act(entered->head.act) : nullptr;
  // Whoever could enter it takes it back, under the post by which he could.
  const Post* under = nullptr;
  if (act)
    right_of(actor, act->may, stood.record, body.zone.date_at(now), body.circumstances().path_of,
             &under);
  EntryHead head = head_for(body, actor, under, now);
  head.ledger = ledger_table.ledger().name;
  head.record = imported.id;
  head.act = undo_act;
  Done what;
  what.body = body.no;
  what.ledger = &ledger_table.ledger();
  what.before = counted(stood.record, stood.standing);
  for (const HappenedRow& row : happened)
    what.flows.push_back({number_in_path(stood.record.path), row.day, row.bits, -1});
  what.committed = {body.no,     head.seq, head.at,          head.ledger,
                    imported.id, head.act, stood.record.path};
  write_entry(body, std::move(head), "{}");
  done.push_back(std::move(what));
  return true;
}

// A record that stood before stands as it did, with its clocks; false where somebody has acted on
// it since, whose word is the later one.
bool ActPath::give_back(Body& body, const Actor& actor, const Imported& imported,
                        const RecordId& import, Moment real_now, std::vector<Done>& done) {
  if (is_worked_on(body.no, imported, import)) return false;
  const LedgerTable& ledger_table = *imported.table;
  const Ledger& ledger = ledger_table.ledger();
  const Circumstances circumstances = body.circumstances();
  const std::optional<Record> held = ledger_table.get(connection_, body.no, imported.id);
  std::optional<Record> stood = record_as_of(connection_, ledger, body.no, imported.id,
                                             imported.amended_by - 1, circumstances.path_of);
  if (!held || !stood) return false;
  if (const auto opening = entry_at(connection_, body.no, stood->opened_by_entry))
    fill_in_who_was_concerned(
        *stood, decode_changes(ledger, opening->head.act, opening->changes).changes, circumstances);
  const Moment now = std::max(body_now(body, real_now), body.last_at);
  const std::optional<Entry> amended = entry_at(connection_, body.no, held->version);
  const Act* act = amended ? ledger.act(amended->head.act) : nullptr;
  const Post* under = nullptr;
  if (act) right_of(actor, act->may, *held, body.zone.date_at(now), circumstances.path_of, &under);
  EntryHead head = head_for(body, actor, under, now);
  head.ledger = ledger.name;
  head.record = imported.id;
  head.act = give_back_act;
  stood->version = head.seq;
  stood->path = circumstances.path_of(stood->unit);

  std::vector<HappenedRow> happened =
      happenings_of(connection_, ledger, body.no, imported.id, head.seq - 1, circumstances);
  std::erase_if(happened, [&](const HappenedRow& row) { return row.seq < imported.amended_by; });
  remove_happened(connection_, body.no, happened);
  const LedgerTable::Before before{standing_of_row(ledger_table, body, *held), *held};
  const Standing standing = standing_of(*stood, circumstances);
  ledger_table.put(connection_, body.no, *stood, standing, &before, {});
  Done& what = done.emplace_back();
  what.body = body.no;
  what.ledger = &ledger;
  what.before = counted(*held, before.standing);
  what.after = counted(*stood, standing);
  for (const HappenedRow& row : happened)
    what.flows.push_back({number_in_path(held->path), row.day, row.bits, -1});
  what.committed = {body.no, head.seq, head.at, head.ledger, imported.id, head.act, stood->path};
  ChangesNote note;
  note.import = import;
  write_entry(body, std::move(head), encode_changes(ledger, Changes(), note));
  return true;
}

}  // namespace chuangyou
