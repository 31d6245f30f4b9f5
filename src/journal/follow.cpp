#include "journal/follow.h"

#include <sqlite3.h>

#include <cstdlib>

#include "journal/erasure.h"
#include "journal/happening.h"
#include "journal/journal.h"
#include "journal/opened.h"
#include "journal/tree_rows.h"
#include "record/common_acts.h"
#include "record/concealment.h"
#include "storage/evidence_rows.h"
#include "storage/follower_rows.h"

namespace chuangyou {
namespace {

std::int64_t number(BodyNo body) { return static_cast<std::int64_t>(body); }

void bind_date(Statement& statement, int position, const std::optional<Date>& date) {
  if (date) {
    statement.bind(position, std::int64_t{date->days});
  } else {
    statement.bind_null(position);
  }
}

std::optional<Date> date_of(const Statement& statement, int column) {
  if (statement.is_null(column)) return std::nullopt;
  return Date{static_cast<std::int32_t>(statement.integer(column))};
}

// Aliases are kept one to a line: names carry no line breaks.
std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    std::size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

Stood stood_after(const Stood& before, const EntryHead& head, const Changes& changes,
                  const ChangesNote& note, const Circumstances& circumstances) {
  Stood stood{before.record, {}};
  fold(stood.record, head, changes, note, circumstances.path_of);
  stood.standing = standing_of(stood.record, circumstances);
  stood.happened = what_happened(stood_before(before.record), stood.record, changes, head,
                                 circumstances, &stood.standing);
  return stood;
}

void put_unit(Connection& connection, BodyNo body, const Unit& unit) {
  std::string aliases = joined(unit.aliases);
  Statement& put = connection.statement(
      "INSERT OR REPLACE INTO units(body, no, id, name, code, aliases, type, administrative_parent,"
      " party_parent, from_day, until_day, closed, merged_into) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)");
  put.bind(1, number(body)).bind(2, std::int64_t{unit.no}).bind(3, unit.id).bind(4, unit.name);
  put.bind(5, unit.code).bind(6, aliases).bind(7, static_cast<std::int64_t>(unit.type));
  put.bind(8, unit.administrative_parent).bind(9, unit.party_parent);
  bind_date(put, 10, unit.from);
  bind_date(put, 11, unit.until);
  put.bind(12, std::int64_t{unit.is_closed});
  if (unit.merged_into) {
    put.bind(13, *unit.merged_into);
  } else {
    put.bind_null(13);
  }
  put.run();
}

void put_person(Connection& connection, BodyNo body, const Person& person) {
  connection
      .statement(
          "INSERT OR REPLACE INTO people(body, id, name, member_kind, former_names)"
          " VALUES(?, ?, ?, ?, ?)")
      .bind(1, number(body))
      .bind(2, person.id)
      .bind(3, person.name)
      .bind(4, static_cast<std::int64_t>(person.member_kind))
      .bind(5, joined(person.former_names))
      .run();
}

void drop_person(Connection& connection, BodyNo body, const Uuid& person) {
  connection.statement("DELETE FROM people WHERE body = ? AND id = ?")
      .bind(1, number(body))
      .bind(2, person)
      .run();
}

void bind_post(Statement& put, BodyNo body, const HeldPost& post) {
  put.bind(1, number(body)).bind(2, post.id).bind(3, post.person);
  put.bind(4, static_cast<std::int64_t>(post.role)).bind(5, post.unit);
  put.bind(6, std::int64_t{post.from.days});
  bind_date(put, 7, post.until);
  put.bind(8, std::int64_t{post.accountable}).bind(9, post.serves).bind(10, post.lent_from);
}

void put_post(Connection& connection, BodyNo body, const HeldPost& post) {
  Statement& put = connection.statement(
      "INSERT OR REPLACE INTO posts(body, id, person, role, unit, from_day, until_day, accountable,"
      " serves, lent_from) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  bind_post(put, body, post);
  put.run();
}

void put_proposal(Connection& connection, BodyNo body, const PostProposal& proposal) {
  Statement& put = connection.statement(
      "INSERT INTO post_proposals(body, id, person, role, unit, from_day, until_day, accountable,"
      " serves, lent_from, proposed_by, proposed_on) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  bind_post(put, body, proposal.post);
  put.bind(11, proposal.by).bind(12, std::int64_t{proposal.on.days});
  put.run();
}

void drop_proposal(Connection& connection, BodyNo body, const Uuid& post) {
  connection.statement("DELETE FROM post_proposals WHERE body = ? AND id = ?")
      .bind(1, number(body))
      .bind(2, post)
      .run();
}

// The columns of a post from the first on.
HeldPost post_in(const Statement& row) {
  return {row.uuid(0),         PersonId(row.uuid(1)),    static_cast<Role>(row.integer(2)),
          UnitId(row.uuid(3)), *date_of(row, 4),         date_of(row, 5),
          row.integer(6) != 0, std::string(row.text(7)), row.uuid(8)};
}

// A merge hands children over in both trees: one whose line of duty lies elsewhere changes as well.
void put_with_children(Connection& connection, BodyNo body, const Tree& tree, UnitNo no) {
  put_unit(connection, body, tree.unit(no));
  for (UnitNo child : tree.children_in_either_tree(no))
    put_unit(connection, body, tree.unit(child));
}

void put_posts_at(Connection& connection, BodyNo body, const People& people, const Uuid& unit) {
  for (const HeldPost& post : people.posts_at(unit)) put_post(connection, body, post);
}

// Writes whatever rows the act has touched; the trees in memory are already as they should be.
struct RowsOfAct {
  Connection& connection;
  BodyNo body;
  const Tree& tree;
  const People& people;

  void unit(const Uuid& id) const { put_unit(connection, body, *tree.find(id)); }
  void operator()(const FoundUnit& act) const { unit(act.unit.id); }
  void operator()(const RenameUnit& act) const { unit(act.unit); }
  void operator()(const MoveUnit& act) const { unit(act.unit); }
  void operator()(const CloseUnit& act) const { unit(act.unit); }
  void operator()(const MergeUnits& act) const {
    unit(act.from);
    put_with_children(connection, body, tree, tree.number_of(act.into));
    put_posts_at(connection, body, people, act.from);
    put_posts_at(connection, body, people, act.into);
  }
  void operator()(const SplitUnit& act) const {
    unit(act.id);
    if (const auto merge = merge_in(act)) (*this)(*merge);
  }
  void operator()(const TakeBackUnit& act) const { unit(act.unit); }
  void operator()(const TakeBackPerson& act) const { drop_person(connection, body, act.person); }
  void operator()(const TakeBackPost& act) const { drop_proposal(connection, body, act.post); }
  void operator()(const AddPerson& act) const { put_person(connection, body, act.person); }
  void operator()(const CorrectName& act) const {
    put_person(connection, body, *people.find(act.person));
  }
  void operator()(const DescribeUnit& act) const {
    put_description(connection, body, tree.number_of(act.unit), description_in(act));
  }
  void operator()(const ProposeHandover& act) const {
    put_handover(connection, body, *people.handover(act.id));
  }
  void operator()(const SignHandover& act) const { drop_handover(connection, body, act.handover); }
  void operator()(const RefuseHandover& act) const {
    drop_handover(connection, body, act.handover);
  }
  void operator()(const Appoint& act) const {
    put_post(connection, body, *people.post(act.post.id));
  }
  void operator()(const EndPost& act) const {
    put_posts_at(connection, body, people, people.post(act.post)->unit);
  }
  void operator()(const DescribePost& act) const {
    put_post(connection, body, *people.post(act.post));
  }
  void operator()(const Delegate& act) const { put_post(connection, body, *people.post(act.id)); }
  void operator()(const ProposePost& act) const {
    put_proposal(connection, body, *people.proposal(act.post.id));
  }
  void operator()(const SignPost& act) const {
    for (const Uuid& id : act.posts) {
      put_post(connection, body, *people.post(id));
      drop_proposal(connection, body, id);
    }
  }
  void operator()(const RefusePost& act) const { drop_proposal(connection, body, act.post); }
  void operator()(const ProposeReorganisation& act) const {
    put_reorganisation(connection, body, *people.reorganisation(act.id));
  }
  void operator()(const SignReorganisation& act) const {
    drop_reorganisation(connection, body, act.reorganisation);
  }
  void operator()(const RefuseReorganisation& act) const {
    drop_reorganisation(connection, body, act.reorganisation);
  }
};

struct PathOfSubtree {
  Uuid unit;
  std::string path;
  UnitNo parent;
};

// The roots of the subtrees that the act may hang elsewhere, with their paths before it.
std::vector<PathOfSubtree> paths_that_may_move(const OrgAct& act, const Tree& tree) {
  std::vector<PathOfSubtree> paths;
  auto keep = [&](const Uuid& unit) {
    const UnitNo no = tree.number_of(unit);
    if (no != no_unit) paths.push_back({unit, tree.path_of(no), tree.parent_of(no)});
  };
  if (const auto* move = std::get_if<MoveUnit>(&act)) keep(move->unit);
  std::optional<UnitId> ends;
  if (const auto* merge = std::get_if<MergeUnits>(&act)) ends = merge->from;
  if (const auto* split = std::get_if<SplitUnit>(&act); split && split->all) ends = split->unit;
  if (ends) {
    keep(*ends);
    UnitNo from = tree.number_of(*ends);
    if (from != no_unit)
      for (UnitNo child : tree.children_of(from)) keep(tree.unit(child).id);
  }
  return paths;
}

// A unit that hangs elsewhere by the act hung below the one it had until that day.
void keep_former_parent(Connection& connection, BodyNo body, const PathOfSubtree& before, Date on,
                        Tree& tree) {
  const UnitNo no = tree.number_of(before.unit);
  if (before.parent == no_unit || before.parent == tree.parent_of(no)) return;
  const FormerParent former{before.parent, on};
  put_former_parent(connection, body, no, tree.former_parents().of(no).size(), former);
  tree.was_moved(no, former);
}

}  // namespace

void create_follow_schema(Connection& connection) {
  connection.run(
      "CREATE TABLE IF NOT EXISTS units(body INTEGER, no INTEGER, id BLOB, name TEXT, code TEXT,"
      " aliases TEXT, type INTEGER, administrative_parent BLOB, party_parent BLOB, from_day "
      "INTEGER,"
      " until_day INTEGER, closed INTEGER, merged_into BLOB, PRIMARY KEY(body, no)) WITHOUT ROWID;"
      "CREATE TABLE IF NOT EXISTS former_parents(body INTEGER, unit INTEGER, place INTEGER,"
      " parent INTEGER, until_day INTEGER, PRIMARY KEY(body, unit, place)) WITHOUT ROWID;"
      "CREATE TABLE IF NOT EXISTS people(body INTEGER, id BLOB, name TEXT, member_kind INTEGER,"
      " former_names TEXT, PRIMARY KEY(body, id)) WITHOUT ROWID;"
      "CREATE TABLE IF NOT EXISTS posts(body INTEGER, id BLOB, person BLOB, role INTEGER, unit "
      "BLOB,"
      " from_day INTEGER, until_day INTEGER, accountable INTEGER, serves TEXT,"
      " lent_from BLOB, PRIMARY KEY(body, id)) WITHOUT ROWID;"
      "CREATE TABLE IF NOT EXISTS post_proposals(body INTEGER, id BLOB, person BLOB, role INTEGER,"
      " unit BLOB, from_day INTEGER, until_day INTEGER, accountable INTEGER, serves TEXT,"
      " lent_from BLOB, proposed_by BLOB, proposed_on INTEGER, PRIMARY KEY(body, id)) WITHOUT "
      "ROWID;"
      "CREATE TABLE IF NOT EXISTS receipts(body INTEGER, code_hash TEXT, ledger TEXT, record BLOB,"
      " PRIMARY KEY(body, code_hash)) WITHOUT ROWID;");
  create_tree_rows_schema(connection);
  create_evidence_schema(connection);
  create_followers_schema(connection);
}

void fold(Record& record, const EntryHead& head, const Changes& changes, const ChangesNote& note,
          const PathOfUnit& path_of) {
  record.id = RecordId(head.record);
  if (is_common_act(head.act)) return;  // said beside the record, which stays as it is
  if (!note.unit) {
    apply(record, changes, head.at, head.actor, head.seq, UnitId(head.under));
    return;
  }
  Changes complete = changes;
  complete.unit = note.unit;
  complete.path = path_of(*note.unit);
  apply(record, complete, head.at, head.actor, head.seq, UnitId(head.under));
}

bool StoodBeforeImport::folds(Record& record, const EntryHead& head, const ChangesNote& note,
                              const PathOfUnit& path_of) {
  const bool gives_back = head.act == give_back_act;
  if (gives_back && record_ && note.import == import_) {
    record = *record_;
    record.version = head.seq;
    record.path = path_of(record.unit);  // the unit may hang elsewhere by now
  }
  const bool amends = !gives_back && note.import && !record.state.empty();
  if (amends && (!record_ || import_ != *note.import)) {
    record_ = record;
    import_ = *note.import;
    since_ = head.seq;
  }
  return gives_back;
}

void keep_receipt(Connection& connection, BodyNo body, const Record& record,
                  std::string_view code_hash_hex) {
  connection.statement("INSERT INTO receipts(body, code_hash, ledger, record) VALUES(?, ?, ?, ?)")
      .bind(1, number(body))
      .bind(2, code_hash_hex)
      .bind(3, record.ledger().name)
      .bind(4, record.id)
      .run();
}

Stood follow_record(Connection& connection, const LedgerTable& table, const EntryHead& head,
                    const std::optional<Stood>& before, const Changes& changes,
                    const ChangesNote& note, const Circumstances& circumstances) {
  Stood stood = before ? stood_after(*before, head, changes, note, circumstances)
                       : stood_opened(table.ledger(), head, changes, note, circumstances);
  put_happened(connection, head.body, table.ledger(), stood.record.opened_by_entry, stood.happened);
  LedgerTable::Origin origin{note.source ? std::string_view(*note.source) : std::string_view(),
                             note.import};
  if (before) {
    LedgerTable::Before then{before->standing, before->record};
    table.put(connection, head.body, stood.record, stood.standing, &then, origin);
  } else {
    table.put(connection, head.body, stood.record, stood.standing, nullptr, origin);
  }
  if (note.receipt) keep_receipt(connection, head.body, stood.record, *note.receipt);
  follow_beside(connection, head, note);
  return stood;
}

void follow_beside(Connection& connection, const EntryHead& head, const ChangesNote& note) {
  for (std::size_t i = 0; i < note.evidence.size(); ++i) {
    const Evidence& one = note.evidence[i];
    if (one.kind == EvidenceKind::file)
      put_evidence_row(connection,
                       {head.body, head.seq, static_cast<std::int64_t>(i), std::string(head.ledger),
                        head.record, one.hash, one.text, one.type, one.bytes});
  }
  if (head.act == follow_act)
    put_follower_row(connection, head.body, head.actor,
                     {std::string(head.ledger), head.record, head.seq});
  if (head.act == unfollow_act) drop_follower_row(connection, head.body, head.actor, head.record);
}

void follow_undo(Connection& connection, const LedgerTable& table, BodyNo body, const Stood& before,
                 std::span<const HappenedRow> happened) {
  remove_happened(connection, body, happened);
  table.remove(connection, body, before.record, before.standing);
}

void follow_erasure_beside(Connection& connection, const Ledger& ledger, const EntryHead& erased) {
  drop_evidence_rows(connection, erased.body, erased.record, erased.seq);
  const std::optional<Entry> remains = entry_at(connection, erased.body, erased.seq);
  if (!remains || remains->changes.empty()) return;
  follow_beside(connection, remains->head,
                decode_changes(ledger, remains->head.act, remains->changes).note);
}

void follow_erasure(Connection& connection, const LedgerTable& table, const EntryHead& erased,
                    const Circumstances& circumstances) {
  const BodyNo body = erased.body;
  const Uuid& record = erased.record;
  follow_erasure_beside(connection, table.ledger(), erased);
  const std::optional<Record> before = table.get(connection, body, record);
  if (!before) return;  // taken back with its import
  std::optional<Record> after =
      record_as_of(connection, table.ledger(), body, record, INT64_MAX, circumstances.path_of);
  if (!after) throw StorageError("an entry of the record is missing", SQLITE_CORRUPT);
  if (const std::optional<Entry> opening = entry_at(connection, body, after->opened_by_entry))
    fill_in_who_was_concerned(
        *after, decode_changes(table.ledger(), opening->head.act, opening->changes).changes,
        circumstances);
  const Standing stood = *table.standing_in_row(connection, body, record);
  const LedgerTable::Before then{stood, *before};
  table.put(connection, body, *after, standing_of(*after, circumstances), &then, {});
}

Result<void> follow_org(Connection& connection, std::span<const LedgerTable> tables, BodyNo body,
                        const OrgAct& act, const ActedBy& by, Tree& tree, People& people) {
  std::vector<PathOfSubtree> before = paths_that_may_move(act, tree);
  if (Result<void> applied = apply(act, tree, people, by); !applied) return applied;
  std::visit(RowsOfAct{connection, body, tree, people}, act);
  for (const PathOfSubtree& subtree : before) {
    keep_former_parent(connection, body, subtree, by.on, tree);
    std::string_view path = tree.path_of(subtree.unit);
    if (path == subtree.path) continue;
    for (const LedgerTable& table : tables)
      table.move_subtree(connection, body, subtree.path, path);
  }
  return {};
}

void load_trees(Connection& connection, BodyNo body, Tree& tree, People& people) {
  Statement& units = connection.statement(
      "SELECT id, name, code, aliases, type, administrative_parent, party_parent, from_day,"
      " until_day, closed, merged_into FROM units WHERE body = ? ORDER BY no");
  units.bind(1, number(body));
  while (units.step()) {
    Unit unit;
    unit.id = UnitId(units.uuid(0));
    unit.name = units.text(1);
    unit.code = units.text(2);
    unit.aliases = split(units.text(3));
    unit.type = static_cast<UnitType>(units.integer(4));
    unit.administrative_parent = UnitId(units.uuid(5));
    unit.party_parent = UnitId(units.uuid(6));
    unit.from = date_of(units, 7);
    unit.until = date_of(units, 8);
    unit.is_closed = units.integer(9) != 0;
    if (!units.is_null(10)) unit.merged_into = UnitId(units.uuid(10));
    tree.load(std::move(unit));
  }
  units.reset();
  if (!tree.loaded()) std::abort();
  load_former_parents(connection, body, tree);
  load_descriptions(connection, body, tree);
  load_handovers(connection, body, people);
  load_reorganisations(connection, body, people);

  Statement& persons =
      connection.statement("SELECT id, name, member_kind, former_names FROM people WHERE body = ?");
  persons.bind(1, number(body));
  while (persons.step())
    people.put({.id = PersonId(persons.uuid(0)),
                .name = std::string(persons.text(1)),
                .member_kind = static_cast<MemberKind>(persons.integer(2)),
                .former_names = split(persons.text(3))});
  persons.reset();

  Statement& posts = connection.statement(
      "SELECT id, person, role, unit, from_day, until_day, accountable, serves, lent_from"
      " FROM posts"
      " WHERE body = ?");
  posts.bind(1, number(body));
  while (posts.step())
    if (!people.put(post_in(posts))) std::abort();
  posts.reset();

  Statement& proposals = connection.statement(
      "SELECT id, person, role, unit, from_day, until_day, accountable, serves, lent_from,"
      " proposed_by, proposed_on FROM post_proposals WHERE body = ?");
  proposals.bind(1, number(body));
  while (proposals.step())
    people.propose({post_in(proposals), PersonId(proposals.uuid(9)), *date_of(proposals, 10)});
  proposals.reset();
}

Result<void> follow_person_anew(Connection& connection, BodyNo body, const Uuid& person,
                                const DateOfMoment& date_at, Tree& tree, People& people) {
  for (const Entry& entry : entries_of(connection, body, person)) {
    if (entry.head.ledger != people_ledger) continue;
    const Result<OrgAct> act = decode_org_act(entry.head.act, entry.changes);
    if (!act) return std::unexpected(act.error());
    const ActedBy by{entry.head.actor, date_at(entry.head.at)};
    if (Result<void> followed = follow_org(connection, {}, body, *act, by, tree, people); !followed)
      return followed;
  }
  return {};
}

std::optional<ReceiptTarget> find_receipt(Connection& connection, BodyNo body,
                                          std::string_view code_hash_hex) {
  Statement& find =
      connection.statement("SELECT ledger, record FROM receipts WHERE body = ? AND code_hash = ?");
  find.bind(1, number(body)).bind(2, code_hash_hex);
  std::optional<ReceiptTarget> target;
  if (find.step()) target = ReceiptTarget{std::string(find.text(0)), RecordId(find.uuid(1))};
  find.reset();
  return target;
}

std::optional<Record> record_as_of(Connection& connection, const Ledger& ledger, BodyNo body,
                                   const Uuid& id, std::int64_t seq, const PathOfUnit& path_of) {
  std::optional<Record> record;
  StoodBeforeImport before_import;
  for (const Entry& entry : entries_of(connection, body, id)) {
    if (entry.head.seq > seq) break;
    if (entry.head.act == undo_act) return std::nullopt;
    if (entry.changes.empty()) return std::nullopt;
    if (!record) record.emplace(ledger);
    const DecodedChanges decoded = decode_changes(ledger, entry.head.act, entry.changes);
    if (before_import.folds(*record, entry.head, decoded.note, path_of)) continue;
    fold(*record, entry.head, decoded.changes, decoded.note, path_of);
  }
  return record;
}

}  // namespace chuangyou
