#include "storage/links.h"

#include <algorithm>
#include <iterator>

#include "storage/ledger_sql.h"
#include "storage/row_values.h"

namespace chuangyou {
namespace {

std::int64_t number(BodyNo body) { return static_cast<std::int64_t>(body); }

bool is_link(const FieldSpec& field) {
  return field.kind == Kind::link || field.kind == Kind::row_link;
}

// In a row there is no index of its own for units and people either.
bool is_named_in_rows(const FieldSpec& column) {
  return is_link(column) || column.kind == Kind::unit || column.kind == Kind::person;
}

void add(std::vector<LinkRow>& links, const Value& value, std::string_view field,
         std::int64_t row) {
  if (const Uuid* id = std::get_if<Uuid>(&value))
    links.push_back({*id, 0, std::string(field), row});
  if (const Link* link = std::get_if<Link>(&value))
    links.push_back({link->record, link->row, std::string(field), row});
}

void add_rows(std::vector<LinkRow>& links, const FieldSpec& field, const Rows& rows) {
  for (std::size_t i = 0; i < field.columns().size(); ++i) {
    const FieldSpec& column = field.columns()[i];
    if (!is_named_in_rows(column)) continue;
    const std::string place = std::string(field.name) + "." + std::string(column.name);
    for (const Row& row : rows.all)
      if (i < row.cells.size()) add(links, row.cells[i], place, row.id);
  }
}

void run(Connection& connection, std::string_view sql, BodyNo body, const Record& record,
         const std::vector<LinkRow>& links) {
  for (const LinkRow& link : links)
    connection.statement(sql)
        .bind(1, number(body))
        .bind(2, link.to)
        .bind(3, record.ledger().name)
        .bind(4, link.field)
        .bind(5, link.to_row)
        .bind(6, link.row)
        .bind(7, row_no_of(body, record.opened_by_entry))
        .run();
}

}  // namespace

// row_no stands last, as in the work lists: by it whoever compares tables finds the record.
std::string create_links_sql() {
  return "CREATE TABLE IF NOT EXISTS " + std::string(links_table) +
         "(body INTEGER NOT NULL, to_id BLOB NOT NULL, ledger TEXT NOT NULL, field TEXT NOT NULL,"
         " to_row INTEGER NOT NULL, row INTEGER NOT NULL, row_no INTEGER NOT NULL,"
         " PRIMARY KEY(body, to_id, ledger, field, to_row, row, row_no)) STRICT, WITHOUT ROWID;\n";
}

bool leads_somewhere(const Ledger& ledger) {
  return std::ranges::any_of(ledger.fields, [](const FieldSpec& field) {
    return is_link(field) || std::ranges::any_of(field.columns(), is_named_in_rows);
  });
}

std::vector<LinkRow> links_of(const Record& record) {
  std::vector<LinkRow> links;
  const std::span<const FieldSpec> fields = record.ledger().fields;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const Value& value = record.value_at(i);
    if (is_link(fields[i])) add(links, value, fields[i].name, 0);
    if (const Rows* rows = std::get_if<Rows>(&value)) add_rows(links, fields[i], *rows);
  }
  std::ranges::sort(links);
  return links;
}

bool is_in_links(const Ledger& ledger, std::string_view place) {
  const FieldSpec* field = ledger.field_or_column(place);
  if (!field) return false;
  if (place.contains('.')) return is_named_in_rows(*field);
  return is_link(*field) && !has_index(ledger, *field);
}

void put_links(Connection& connection, BodyNo body, const Record* before, const Record* after) {
  const std::vector<LinkRow> old = before ? links_of(*before) : std::vector<LinkRow>();
  const std::vector<LinkRow> now = after ? links_of(*after) : std::vector<LinkRow>();
  std::vector<LinkRow> gone, come;
  std::ranges::set_difference(old, now, std::back_inserter(gone));
  std::ranges::set_difference(now, old, std::back_inserter(come));
  if (!gone.empty())
    run(connection,
        "DELETE FROM links WHERE body = ? AND to_id = ? AND ledger = ? AND field = ?"
        " AND to_row = ? AND row = ? AND row_no = ?",
        body, *before, gone);
  if (!come.empty())
    run(connection,
        "INSERT INTO links(body, to_id, ledger, field, to_row, row, row_no)"
        " VALUES(?, ?, ?, ?, ?, ?, ?)",
        body, *after, come);
}

std::vector<Citing> citing(Connection& connection, BodyNo body, std::span<const Uuid> to,
                           std::int64_t limit) {
  std::string sql =
      "SELECT to_id, to_row, ledger, field, row, row_no FROM (SELECT *, row_number() OVER "
      "(PARTITION"
      " BY ledger, field ORDER BY row_no) place FROM links WHERE body = ? AND to_id IN (";
  for (std::size_t i = 0; i < to.size(); ++i) sql += i == 0 ? "?" : ", ?";
  Statement& find = connection.statement(sql + ")) WHERE place <= ? ORDER BY row_no");
  const ResetAtEnd reset(find);
  int position = 1;
  find.bind(position++, number(body));
  for (const Uuid& id : to) find.bind(position++, id);
  find.bind(position, limit);
  std::vector<Citing> found;
  while (find.step())
    found.push_back({std::string(find.text(2)),
                     find.integer(5),
                     {find.uuid(0), find.integer(1), std::string(find.text(3)), find.integer(4)}});
  return found;
}

std::vector<CitingPlace> places_citing(Connection& connection, BodyNo body, const Ledger& ledger,
                                       const Uuid& to, std::int64_t limit) {
  Statement& find = connection.statement(
      "SELECT DISTINCT l.field, l.to_row, l.row_no, t.path, t.stage FROM links l CROSS JOIN " +
      quoted_name(ledger.name) +
      " t NOT INDEXED ON t.row_no = l.row_no WHERE l.body = ? AND l.to_id = ? AND l.ledger = ?"
      " LIMIT ?");
  find.bind(1, number(body)).bind(2, to).bind(3, ledger.name).bind(4, limit);
  const ResetAtEnd reset(find);
  std::vector<CitingPlace> places;
  while (find.step())
    places.push_back({std::string(find.text(0)), find.integer(1), find.integer(2),
                      std::string(find.text(3)), static_cast<Stage>(find.integer(4))});
  return places;
}

}  // namespace chuangyou
