#include "storage/new_rows.h"

#include <algorithm>
#include <map>
#include <mutex>

#include "storage/links.h"
#include "storage/row_values.h"

namespace chuangyou {
namespace {

// More of them save nothing any more: what is left is the rows themselves.
constexpr std::size_t rows_at_once = 32;

const WritingSql& insert_several(const Ledger& ledger) {
  static std::mutex lock;
  static std::map<const Ledger*, WritingSql> all;
  const std::lock_guard guard(lock);
  auto found = all.find(&ledger);
  if (found == all.end()) found = all.emplace(&ledger, insert_sql(ledger, rows_at_once)).first;
  return found->second;
}

void insert_rows(Connection& connection, BodyNo body, const LedgerTable& table,
                 std::span<const NewRow> rows) {
  const WritingSql& sql = insert_several(table.ledger());
  const bool has_links = leads_somewhere(table.ledger());
  for (; rows.size() >= rows_at_once; rows = rows.subspan(rows_at_once)) {
    Statement& write = connection.statement(sql.text);
    RowBinder binder(write);
    int position = 1;
    for (const NewRow& row : rows.first(rows_at_once))
      position =
          bind_new_row(write, binder, sql, position, body, row.record, row.standing, row.origin);
    write.run();
    if (!has_links) continue;
    for (const NewRow& row : rows.first(rows_at_once))
      put_links(connection, body, nullptr, &row.record);
  }
  for (const NewRow& row : rows)
    table.insert(connection, body, row.record, row.standing, row.origin);
}

void add_work(Connection& connection, BodyNo body, const LedgerTable& table,
              std::span<const NewRow> rows) {
  std::vector<LedgerTable::Work> work;
  for (const NewRow& row : rows) LedgerTable::add_work_of(body, row.record, row.standing, work);
  std::ranges::sort(work);
  table.add(connection, body, work);
}

struct HappenedTo {
  HappenedRow row;
  std::int64_t opened_by_entry;
  auto operator<=>(const HappenedTo&) const = default;
};

const std::string& insert_several_happened() {
  static const std::string sql = [] {
    std::string text = std::string(insert_into) + std::string(happened_table) +
                       "(body, day, seq, ledger, record, bits) VALUES(?, ?, ?, ?, ?, ?)";
    for (std::size_t i = 1; i < rows_at_once; ++i) text += ", (?, ?, ?, ?, ?, ?)";
    return text;
  }();
  return sql;
}

void add_happened(Connection& connection, BodyNo body, const Ledger& ledger,
                  std::span<const NewRow> rows) {
  std::vector<HappenedTo> all;
  for (const NewRow& row : rows)
    for (const HappenedRow& happened : row.happened)
      all.push_back({happened, row.record.opened_by_entry});
  std::ranges::sort(all);
  std::span<const HappenedTo> rest = all;
  for (; rest.size() >= rows_at_once; rest = rest.subspan(rows_at_once)) {
    Statement& write = connection.statement(insert_several_happened());
    int position = 1;
    for (const auto& [row, opened_by_entry] : rest.first(rows_at_once)) {
      write.bind(position, static_cast<std::int64_t>(body));
      write.bind(position + 1, std::int64_t{row.day.days}).bind(position + 2, row.seq);
      write.bind(position + 3, std::int64_t{ledger.place}).bind(position + 4, opened_by_entry);
      write.bind(position + 5, std::int64_t{row.bits});
      position += 6;
    }
    write.run();
  }
  for (const auto& [row, opened_by_entry] : rest)
    put_happened(connection, body, ledger, opened_by_entry, {&row, 1});
}

}  // namespace

WritingSql insert_sql(const Ledger& ledger, std::size_t rows) {
  WritingSql sql;
  std::string names = "row_no, body";
  std::string values = "(?, ?";
  for (int i = 0; i < column_count; ++i) {
    sql.columns.push_back(static_cast<Column>(i));
    names += ", " + std::string(column_names[i]);
    values += ", ?";
  }
  names += ", source, import";
  values += ", ?, ?";
  for (std::size_t i = 0; i < ledger.fields.size(); ++i) {
    sql.fields.push_back(i);
    names += ", " + quoted_name(ledger.fields[i].name);
    values += ", ?";
  }
  values += ")";
  sql.text = std::string(rows == 1 ? "INSERT INTO " : insert_into) + quoted_name(ledger.name) +
             "(" + names + ") VALUES" + values;
  for (std::size_t i = 1; i < rows; ++i) sql.text += ", " + values;
  return sql;
}

int bind_new_row(Statement& statement, RowBinder& binder, const WritingSql& sql, int position,
                 BodyNo body, const Record& record, const Standing& standing,
                 const LedgerTable::Origin& origin) {
  statement.bind(position, row_no_of(body, record.opened_by_entry));
  statement.bind(position + 1, static_cast<std::int64_t>(body));
  position = bind_columns(statement, binder, sql, position + 2, record, standing);
  if (!origin.source.empty()) statement.bind(position, origin.source);
  if (origin.import) statement.bind_lasting(position + 1, *origin.import);
  return bind_fields(binder, sql, position + 2, record);
}

void insert_new(Connection& connection, BodyNo body, const LedgerTable& table,
                std::span<const NewRow> rows) {
  insert_rows(connection, body, table, rows);
  add_work(connection, body, table, rows);
  add_happened(connection, body, table.ledger(), rows);
}

}  // namespace chuangyou
