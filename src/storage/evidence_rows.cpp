#include "storage/evidence_rows.h"

#include <algorithm>

namespace chuangyou {
namespace {

std::int64_t number(BodyNo body) { return static_cast<std::int64_t>(body); }

constexpr std::string_view columns = "body, record, hash, seq, item, ledger, name, type, bytes";

EvidenceRow read(const Statement& row) {
  EvidenceRow read;
  read.body = static_cast<BodyNo>(row.integer(0));
  read.record = row.uuid(1);
  const std::string_view hash = row.blob(2);
  std::copy_n(hash.begin(), std::min(hash.size(), read.hash.size()), read.hash.begin());
  read.seq = row.integer(3);
  read.item = row.integer(4);
  read.ledger = row.text(5);
  read.name = row.text(6);
  read.type = row.text(7);
  read.bytes = row.integer(8);
  return read;
}

}  // namespace

void create_evidence_schema(Connection& connection) {
  connection.run(
      "CREATE TABLE IF NOT EXISTS evidence_files(body INTEGER NOT NULL, record BLOB NOT NULL,"
      " hash BLOB NOT NULL, seq INTEGER NOT NULL, item INTEGER NOT NULL, ledger TEXT NOT NULL,"
      " name TEXT NOT NULL, type TEXT NOT NULL, bytes INTEGER NOT NULL,"
      " PRIMARY KEY(body, record, hash, seq, item)) STRICT, WITHOUT ROWID;"
      "CREATE INDEX IF NOT EXISTS evidence_files_by_hash ON evidence_files(body, hash);");
}

void put_evidence_row(Connection& connection, const EvidenceRow& row) {
  connection
      .statement("INSERT OR REPLACE INTO evidence_files(" + std::string(columns) +
                 ") VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .bind(1, number(row.body))
      .bind(2, row.record)
      .bind_blob(3, bytes_of(row.hash))
      .bind(4, row.seq)
      .bind(5, row.item)
      .bind(6, row.ledger)
      .bind(7, row.name)
      .bind(8, row.type)
      .bind(9, row.bytes)
      .run();
}

void drop_evidence_rows(Connection& connection, BodyNo body, const Uuid& record, std::int64_t seq) {
  connection.statement("DELETE FROM evidence_files WHERE body = ? AND record = ? AND seq = ?")
      .bind(1, number(body))
      .bind(2, record)
      .bind(3, seq)
      .run();
}

std::optional<EvidenceRow> evidence_row(Connection& connection, BodyNo body, const Uuid& record,
                                        const Hash& hash) {
  Statement& find = connection.statement(
      "SELECT " + std::string(columns) +
      " FROM evidence_files WHERE body = ? AND record = ? AND hash = ? ORDER BY seq DESC LIMIT 1");
  const ResetAtEnd reset(find);
  find.bind(1, number(body)).bind(2, record).bind_blob(3, bytes_of(hash));
  if (!find.step()) return std::nullopt;
  return read(find);
}

bool is_evidence(Connection& connection, BodyNo body, const Hash& hash) {
  Statement& find =
      connection.statement("SELECT 1 FROM evidence_files WHERE body = ? AND hash = ? LIMIT 1");
  const ResetAtEnd reset(find);
  find.bind(1, number(body)).bind_blob(2, bytes_of(hash));
  return find.step();
}

void for_each_evidence_file(Connection& connection,
                            const std::function<void(const EvidenceRow&)>& look) {
  // Of bare columns beside min() SQLite takes the row that has it.
  Statement& find = connection.statement(
      "SELECT body, record, hash, min(seq), item, ledger, name, type, bytes FROM evidence_files"
      " GROUP BY body, hash ORDER BY body, hash");
  const ResetAtEnd reset(find);
  while (find.step()) look(read(find));
}

}  // namespace chuangyou
