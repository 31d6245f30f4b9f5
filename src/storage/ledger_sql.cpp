#include "storage/ledger_sql.h"

#include "storage/links.h"
#include "storage/new_rows.h"
#include "storage/row_values.h"

namespace chuangyou {
namespace {

constexpr std::string_view column_declarations =
    "row_no INTEGER PRIMARY KEY, body INTEGER NOT NULL, id BLOB NOT NULL, unit BLOB NOT NULL,"
    " path TEXT NOT NULL, state TEXT NOT NULL, stage INTEGER NOT NULL, version INTEGER NOT NULL,"
    " opened_by_entry INTEGER NOT NULL, author BLOB NOT NULL, created_at INTEGER NOT NULL,"
    " state_since INTEGER NOT NULL, closed_at INTEGER, deadline TEXT NOT NULL,"
    " clock_started INTEGER NOT NULL, due_at INTEGER, pauses TEXT, signatures TEXT,"
    " opened_at INTEGER NOT NULL, on_time INTEGER, implausible INTEGER NOT NULL,"
    " kept_first INTEGER, word INTEGER, history INTEGER NOT NULL, rounds INTEGER NOT NULL,"
    " opened_under BLOB NOT NULL, claimed_by BLOB NOT NULL, course TEXT, source TEXT,"
    " import BLOB";

// Columns that an index holds, or that say where the record stands in one or change with such.
bool is_held_by_index(Column column) {
  return column == Column::unit || column == Column::path || column == Column::stage ||
         column == Column::due_at || column == Column::implausible || column == Column::opened_at ||
         column == Column::opened_under;
}

bool is_set_once(Column column) {
  return column == Column::id || column == Column::opened_by_entry || column == Column::author ||
         column == Column::created_at;
}

WritingSql update_sql(const Ledger& ledger, bool with_indexes) {
  WritingSql sql;
  std::string settings;
  auto set = [&, position = 2](std::string_view name) mutable {
    if (!settings.empty()) settings += ", ";
    settings += std::string(name) + " = ?" + std::to_string(position++);
  };
  for (int i = 0; i < column_count; ++i) {
    const auto column = static_cast<Column>(i);
    if (is_set_once(column) || (!with_indexes && is_held_by_index(column))) continue;
    sql.columns.push_back(column);
    set(column_names[i]);
  }
  for (std::size_t i = 0; i < ledger.fields.size(); ++i) {
    if (!with_indexes && stands_in_index(ledger, ledger.fields[i])) continue;
    sql.fields.push_back(i);
    set(quoted_name(ledger.fields[i].name));
  }
  sql.text = "UPDATE " + quoted_name(ledger.name) + " SET " + settings + " WHERE row_no = ?1";
  return sql;
}

std::string read_columns(const Ledger& ledger) {
  std::string columns;
  for (const std::string_view name : column_names) {
    columns += (columns.empty() ? "t." : ", t.") + std::string(name);
  }
  for (const FieldSpec& field : ledger.fields) columns += ", t." + quoted_name(field.name);
  return columns;
}

}  // namespace

std::string quoted_name(std::string_view name) { return '"' + std::string(name) + '"'; }

// By its place in the text: functions for JSON are not for indexes, since a schema is not trusted.
std::string led_to(const FieldSpec& field, const std::string& column) {
  if (field.kind != Kind::row_link) return column;
  constexpr std::string_view before_it = "\"record\":\"";
  constexpr int id_characters = 36;
  return "substr(" + column + ", instr(" + column + ", '" + std::string(before_it) + "') + " +
         std::to_string(before_it.size()) + ", " + std::to_string(id_characters) + ")";
}

std::string work_list_name(const Ledger& ledger) { return std::string(ledger.name) + "_open"; }

std::string index_name(const Ledger& ledger, std::string_view by) {
  return quoted_name(std::string(ledger.name) + "_by_" + std::string(by));
}

std::string create_index(const Ledger& ledger, std::string_view by, const std::string& columns,
                         const std::string& where, std::string_view what = "INDEX") {
  return "CREATE " + std::string(what) + " IF NOT EXISTS " + index_name(ledger, by) + " ON " +
         quoted_name(ledger.name) + "(body, " + columns + ")" + where + ";\n";
}

std::string create_rows_sql(const Ledger& ledger) {
  std::string sql = "CREATE TABLE IF NOT EXISTS " + quoted_name(ledger.name) + "(" +
                    std::string(column_declarations);
  for (const FieldSpec& field : ledger.fields) {
    sql += ", " + quoted_name(field.name) + " " + std::string(column_type(field.kind));
  }
  sql += ") STRICT;\nCREATE TABLE IF NOT EXISTS " + quoted_name(work_list_name(ledger)) +
         "(body INTEGER NOT NULL, segment TEXT NOT NULL, due_at INTEGER NOT NULL,"
         " row_no INTEGER NOT NULL, PRIMARY KEY(body, segment, due_at, row_no))"
         " STRICT, WITHOUT ROWID;\n";
  sql += create_links_sql();
  sql += create_index(ledger, "id", "id", "", "UNIQUE INDEX");
  sql += create_index(ledger, "implausible", "path", " WHERE implausible = 1");
  sql += create_index(ledger, "author", "author", " WHERE " + std::string(has_author));
  for (const std::string_view name : {"source", "import"})
    sql += create_index(ledger, name, std::string(name),
                        " WHERE " + std::string(name) + " IS NOT NULL");
  for (const FieldSpec& field : ledger.fields) {
    if (!stands_in_index(ledger, field)) continue;
    const std::string name = quoted_name(field.name);
    const std::string columns =
        field.name == ledger.once_for ? led_to(field, name) + ", unit" : name;
    sql += create_index(ledger, field.name, columns, " WHERE " + name + " IS NOT NULL");
  }
  return sql;
}

// row_no stands at the end of each index by itself. Open records are in neither of those by path
// and by due moment: the work list has them, and each index left alone is a page less that opening
// a record sends to the disk. In that by due moment row_no goes before the path, by which a search
// for a subtree passes over other records without reading them.
std::string create_table_sql(const Ledger& ledger) {
  std::string sql = create_rows_sql(ledger) +
                    create_index(ledger, "path", "path", " WHERE stage <> 0") +
                    create_index(ledger, "due", "due_at, row_no, path", " WHERE stage <> 0");
  if (has_receipt_order(ledger))
    sql += create_index(ledger, "received", "opened_at, row_no, path", "");
  return sql;
}

Record read_record(const Statement& row, const Ledger& ledger) {
  Record record(ledger);
  const auto text = [&](Column column) { return std::string(row.text(number_of(column))); };
  const auto integer = [&](Column column) { return row.integer(number_of(column)); };
  record.id = RecordId(row.uuid(number_of(Column::id)));
  record.unit = UnitId(row.uuid(number_of(Column::unit)));
  record.path = text(Column::path);
  record.state = text(Column::state);
  record.version = integer(Column::version);
  record.opened_by_entry = integer(Column::opened_by_entry);
  record.author = PersonId(row.uuid(number_of(Column::author)));
  record.created_at = Moment{integer(Column::created_at)};
  record.state_since = Moment{integer(Column::state_since)};
  record.closed_at = read_moment(row, number_of(Column::closed_at));
  record.deadline = text(Column::deadline);
  record.clock_started = Moment{integer(Column::clock_started)};
  record.pauses = read_pauses(row, number_of(Column::pauses));
  record.signatures = read_signatures(row, number_of(Column::signatures));
  record.history = static_cast<History>(integer(Column::history));
  record.rounds = static_cast<std::int32_t>(integer(Column::rounds));
  record.opened_under = UnitId(row.uuid(number_of(Column::opened_under)));
  record.claimed_by = PersonId(row.uuid(number_of(Column::claimed_by)));
  read_course(row, number_of(Column::course), record);
  for (std::size_t i = 0; i < ledger.fields.size(); ++i) {
    record.set_at(i, read_value(row, column_count + static_cast<int>(i), ledger.fields[i]));
  }
  return record;
}

Standing read_standing(const Statement& row) {
  Standing standing;
  standing.due_at = read_moment(row, number_of(Column::due_at));
  standing.closed_at = read_moment(row, number_of(Column::closed_at));
  standing.opened_at = Moment{row.integer(number_of(Column::opened_at))};
  if (!row.is_null(number_of(Column::on_time))) {
    standing.on_time = row.integer(number_of(Column::on_time)) != 0;
  }
  if (!row.is_null(number_of(Column::word))) {
    standing.word = row.integer(number_of(Column::word)) != 0;
  }
  if (!row.is_null(number_of(Column::kept_first))) {
    standing.kept_first = row.integer(number_of(Column::kept_first)) != 0;
  }
  standing.implausible = row.integer(number_of(Column::implausible)) != 0;
  standing.stage = static_cast<Stage>(row.integer(number_of(Column::stage)));
  return standing;
}

LedgerTable::Sql::Sql(const Ledger& ledger)
    : table(quoted_name(ledger.name)),
      work_list(quoted_name(work_list_name(ledger))),
      columns(read_columns(ledger)),
      has_links(leads_somewhere(ledger)),
      insert(insert_sql(ledger)),
      update(update_sql(ledger, false)),
      update_all(update_sql(ledger, true)) {
  by_row_no = "SELECT " + columns + " FROM " + table + " t WHERE t.row_no = ?";
  get = "SELECT " + columns + " FROM " + table + " t WHERE t.body = ? AND t.id = ?";
  remove = "DELETE FROM " + table + " WHERE row_no = ?";
  add_work = "INSERT INTO " + work_list + "(body, segment, due_at, row_no) VALUES(?, ?, ?, ?)";
  add_much_work =
      std::string(insert_into) + work_list + "(body, segment, due_at, row_no) VALUES(?1, ?, ?, ?)";
  for (std::size_t i = 1; i < work_rows_at_once; ++i) add_much_work += ", (?1, ?, ?, ?)";
  remove_work =
      "DELETE FROM " + work_list + " WHERE body = ? AND segment = ? AND due_at = ? AND row_no = ?";
  find_by_source = "SELECT id FROM " + table + " WHERE body = ? AND source = ?";
  fell_due = "SELECT t.unit, w.due_at FROM " + work_list + " w CROSS JOIN " + table +
             " t ON t.row_no = w.row_no WHERE w.body = ? AND w.segment = ? AND w.due_at > ?"
             " AND w.due_at <= ?";
  of_import = "SELECT id FROM " + table + " WHERE body = ? AND import = ? ORDER BY row_no";
}

}  // namespace chuangyou
