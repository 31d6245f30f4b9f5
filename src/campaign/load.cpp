#include "campaign/load.h"

#include "campaign/body_tables.h"
#include "campaign/keeping.h"
#include "campaign/perform_act.h"
#include "journal/follow.h"
#include "ledgers/all.h"
#include "record/describe.h"

namespace chuangyou {
namespace {

// What the tables were made from: the declarations of all ledgers and the calendars and policies by
// which due moments beside the records were reckoned.
std::string declarations_now(const Bodies& bodies) {
  std::string text;
  for (const Ledger* ledger : all_ledgers()) text += create_table_sql(*ledger);
  text += describe(all_ledgers());
  for (const auto& body : bodies.all()) text.append(body->key).append(bytes_of(body->reckoned_by));
  return std::string(bytes_of(hash_of(HashFunction::sha256, {text})));
}

std::string declarations_then(Connection& connection) {
  Statement& find = connection.statement("SELECT declarations FROM made_by");
  std::string found;
  if (find.step()) found = find.blob(0);
  find.reset();
  return found;
}

void keep_declarations(Connection& connection, const Bodies& bodies) {
  connection.statement("DELETE FROM made_by").run();
  std::string now = declarations_now(bodies);
  connection.statement("INSERT INTO made_by(declarations) VALUES(?)").bind_blob(1, now).run();
}

Result<void> load_stored(Connection& connection, const Places& places, Bodies& bodies, Moment now) {
  for (const StoredBody& stored : stored_bodies(connection)) {
    Result<std::unique_ptr<Body>> made = make_body(places, stored.no, stored.body, now);
    if (!made) return std::unexpected(made.error());
    Body& body = bodies.add(std::move(*made));
    load_trees(connection, body.no, body.tree, body.people);
    body.last_seq = last_seq(connection, body.no);
    if (std::optional<Entry> last = entry_at(connection, body.no, body.last_seq))
      body.last_at = last->head.at;
  }
  return {};
}

// One body's journal, entry by entry, into empty tables.
class Rebuilding {
 public:
  Rebuilding(Connection& connection, const Places& places, Moment now)
      : connection_(connection), places_(places), now_(now) {
    for (const Ledger* ledger : all_ledgers()) tables_.emplace_back(*ledger);
  }

  Result<std::int64_t> all() {
    std::int64_t followed = 0;
    for (BodyNo no : bodies_with_entries(connection_)) {
      for_each_entry(connection_, no, 0, 0, [&](const Entry& entry) {
        if (!failed_) follow(entry);
        ++followed;
      });
      if (failed_) return std::unexpected(*failed_);
    }
    return followed;
  }
  const Bodies& bodies() const { return bodies_; }

 private:
  void follow(const Entry& entry) {
    if (entry.head.ledger == bodies_ledger) return follow_body(entry);
    Body* body = bodies_.find(entry.head.body);
    if (!body) return fail(Refusal::journal_was_changed, entry);
    for (const LedgerTable& table : tables_)
      if (table.ledger().name == entry.head.ledger) return follow_ledger(*body, table, entry);
    Result<OrgAct> act = decode_org_act(entry.head.act, entry.changes);
    if (!act) return fail(act.error().law, entry);
    Result<void> followed =
        follow_org(connection_, tables_, body->no, *act, body->tree, body->people);
    if (!followed) fail(followed.error().law, entry);
  }

  void follow_body(const Entry& entry) {
    Result<NewBody> wanted = decode_body(entry.changes);
    if (!wanted) return fail(wanted.error().law, entry);
    Result<std::unique_ptr<Body>> made = make_body(places_, entry.head.body, *wanted, now_);
    if (!made) return fail(made.error().law, entry);
    bodies_.add(std::move(*made));
    put_body(connection_, entry.head.body, *wanted);
  }

  void follow_ledger(Body& body, const LedgerTable& table, const Entry& entry) {
    Circumstances circumstances = body.circumstances();
    std::optional<Stood> before;
    if (std::optional<Record> record = table.get(connection_, body.no, entry.head.record)) {
      Standing standing = standing_of(*record, circumstances);
      before = Stood{std::move(*record), standing};
    }
    if (entry.head.act == undo_act) {
      if (before) follow_undo(connection_, table, body.no, *before);
      return;
    }
    if (entry.changes.empty()) return;  // erased: the record shows what the other entries say
    DecodedChanges decoded = decode_changes(table.ledger(), entry.head.act, entry.changes);
    follow_record(connection_, table, entry.head, before, decoded.changes, decoded.note,
                  circumstances);
  }

  void fail(Refusal law, const Entry& entry) {
    failed_ = Refused{law, "seq", std::to_string(entry.head.seq)};
  }

  Connection& connection_;
  const Places& places_;
  Moment now_;
  std::vector<LedgerTable> tables_;
  Bodies bodies_;
  std::optional<Refused> failed_;
};

Result<std::int64_t> rebuild_into(Connection& connection, const Places& places, Moment now) {
  create_journal_schema(connection);  // it is migrated in a transaction of its own
  Transaction transaction(connection, Transaction::Mode::immediate);
  drop_what_the_journal_makes(connection);
  create_what_the_journal_makes(connection);
  Rebuilding rebuilding(connection, places, now);
  Result<std::int64_t> followed = rebuilding.all();
  if (!followed) return followed;
  keep_declarations(connection, rebuilding.bodies());
  transaction.commit();
  return followed;
}

}  // namespace

Result<void> load_bodies(const Places& places, Bodies& bodies, Moment now) {
  Connection connection(places.database, OpenFor::writing);
  create_every_schema(connection);
  if (Result<void> loaded = load_stored(connection, places, bodies, now); !loaded) return loaded;
  if (bodies.all().empty()) return {};
  std::string made_from = declarations_then(connection);
  if (!made_from.empty() && made_from != declarations_now(bodies)) {
    if (Result<std::int64_t> rebuilt = rebuild_into(connection, places, now); !rebuilt)
      return std::unexpected(rebuilt.error());
    bodies = Bodies();
    if (Result<void> loaded = load_stored(connection, places, bodies, now); !loaded) return loaded;
  } else if (made_from.empty()) {
    keep_declarations(connection, bodies);
  }
  for (const std::unique_ptr<Body>& body : bodies.all())
    load_figures(connection, *body, std::max(body_now(*body, now), body->last_at));
  return {};
}

Result<std::int64_t> rebuild(const Places& places, Moment now) {
  Connection connection(places.database, OpenFor::writing);
  return rebuild_into(connection, places, now);
}

}  // namespace chuangyou
