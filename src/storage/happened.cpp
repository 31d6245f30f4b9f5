#include "storage/happened.h"

#include "storage/ledger_sql.h"

namespace chuangyou {
namespace {

std::int64_t number(BodyNo body) { return static_cast<std::int64_t>(body); }

}  // namespace

// `record` is the entry that opened it: with the body the number of its row.
std::string create_happened_sql() {
  return "CREATE TABLE IF NOT EXISTS " + std::string(happened_table) +
         "(body INTEGER NOT NULL, day INTEGER NOT NULL, seq INTEGER NOT NULL,"
         " ledger INTEGER NOT NULL, record INTEGER NOT NULL, bits INTEGER NOT NULL,"
         " PRIMARY KEY(body, day, seq)) WITHOUT ROWID";
}

void put_happened(Connection& connection, BodyNo body, const Ledger& ledger,
                  std::int64_t opened_by_entry, std::span<const HappenedRow> rows) {
  for (const HappenedRow& row : rows)
    connection
        .statement(
            "INSERT INTO happened(body, day, seq, ledger, record, bits) VALUES(?, ?, ?, ?, ?, ?)")
        .bind(1, number(body))
        .bind(2, std::int64_t{row.day.days})
        .bind(3, row.seq)
        .bind(4, std::int64_t{ledger.place})
        .bind(5, opened_by_entry)
        .bind(6, std::int64_t{row.bits})
        .run();
}

void remove_happened(Connection& connection, BodyNo body, std::span<const HappenedRow> rows) {
  for (const HappenedRow& row : rows)
    connection.statement("DELETE FROM happened WHERE body = ? AND day = ? AND seq = ?")
        .bind(1, number(body))
        .bind(2, std::int64_t{row.day.days})
        .bind(3, row.seq)
        .run();
}

void each_happened(Connection& connection, BodyNo body, const Ledger& ledger, Date from, Date until,
                   const std::function<void(const HappenedRow&, std::string_view path)>& use) {
  Statement& find = connection.statement(
      "SELECT h.day, h.seq, h.bits, t.path FROM happened h CROSS JOIN " + quoted_name(ledger.name) +
      " t ON t.row_no = ?1 + h.record WHERE h.body = ?2 AND h.day >= ?3 AND h.day <= ?4"
      " AND h.ledger = ?5");
  const ResetAtEnd reset(find);
  find.bind(1, row_no_of(body, 0)).bind(2, number(body)).bind(3, std::int64_t{from.days});
  find.bind(4, std::int64_t{until.days}).bind(5, std::int64_t{ledger.place});
  while (find.step())
    use({Date{static_cast<std::int32_t>(find.integer(0))}, find.integer(1),
         static_cast<HappenedBits>(find.integer(2))},
        find.text(3));
}

}  // namespace chuangyou
