#include "storage/reckoning_rows.h"

#include "storage/ledger_sql.h"

namespace chuangyou {
namespace {

// So many rows are passed by at once where most are over: some ten milliseconds.
constexpr std::int64_t entries_at_once = 16'384;

std::int64_t number(BodyNo body) { return static_cast<std::int64_t>(body); }

}  // namespace

void create_reckonings_schema(Connection& connection) {
  connection.run(
      "CREATE TABLE IF NOT EXISTS reckonings(body INTEGER PRIMARY KEY, ledger TEXT NOT NULL,"
      " after INTEGER NOT NULL, until INTEGER NOT NULL, since INTEGER NOT NULL,"
      " done INTEGER NOT NULL, in_all INTEGER NOT NULL) STRICT");
}

std::optional<ReckoningRow> reckoning_of(Connection& connection, BodyNo body) {
  Statement& find = connection.statement(
      "SELECT ledger, after, until, since, done, in_all FROM reckonings WHERE body = ?");
  const ResetAtEnd reset(find);
  if (!find.bind(1, number(body)).step()) return std::nullopt;
  return ReckoningRow{std::string(find.text(0)), find.integer(1), find.integer(2),
                      Moment{find.integer(3)},   find.integer(4), find.integer(5)};
}

void put_reckoning(Connection& connection, BodyNo body, const ReckoningRow& row) {
  connection
      .statement(
          "INSERT OR REPLACE INTO reckonings(body, ledger, after, until, since, done, in_all)"
          " VALUES(?, ?, ?, ?, ?, ?, ?)")
      .bind(1, number(body))
      .bind(2, row.ledger)
      .bind(3, row.after)
      .bind(4, row.until)
      .bind(5, row.since.microseconds)
      .bind(6, row.done)
      .bind(7, row.in_all)
      .run();
}

void end_reckoning(Connection& connection, BodyNo body) {
  connection.statement("DELETE FROM reckonings WHERE body = ?").bind(1, number(body)).run();
}

ToReckon next_to_reckon(Connection& connection, const Ledger& ledger, BodyNo body,
                        const ReckoningRow& row, std::int64_t records_at_once) {
  ToReckon found;
  found.until = std::min(row.until, row.after + entries_at_once);
  Statement& find = connection.statement(
      "SELECT id, opened_by_entry FROM " + quoted_name(std::string(ledger.name)) +
      " WHERE row_no > ? AND row_no <= ? AND (stage = 0 OR"
      " max(coalesce(closed_at, 0), state_since, clock_started, created_at) >= ?)"
      " ORDER BY row_no LIMIT ?");
  const ResetAtEnd reset(find);
  find.bind(1, row_no_of(body, row.after)).bind(2, row_no_of(body, found.until));
  find.bind(3, row.since.microseconds).bind(4, records_at_once);
  while (find.step()) {
    found.records.emplace_back(find.uuid(0));
    if (std::ssize(found.records) == records_at_once) found.until = find.integer(1);
  }
  return found;
}

}  // namespace chuangyou
