#include "storage/look_up.h"

#include <array>
#include <stdexcept>

#include "storage/ledger_sql.h"
#include "storage/links.h"
#include "storage/row_values.h"

namespace chuangyou {
namespace {

// The column in which a query looks; the author has an index as the fields have theirs.
std::string_view column_of(const Ledger& ledger, const Query& query) {
  if (query.field.empty()) return "author";
  const FieldSpec* field = ledger.field(query.field);
  if (!field || !has_index(ledger, *field))
    throw std::logic_error("a rule looks up a field without an index");
  return field->name;
}

// A unit has one such record at most, and its index finds it; all units' are found by the links.
bool is_once_for(const Ledger& ledger, const Query& query) {
  return query.unit && !query.field.empty() && query.field == ledger.once_for;
}

// From where to read, with the first two question marks: the body, and who or what is named.
std::string from_where(const Ledger& ledger, const Query& query) {
  const std::string table = quoted_name(ledger.name) + " t";
  if (is_once_for(ledger, query)) {
    const std::string column = "t." + quoted_name(query.field);
    return table + " INDEXED BY " + index_name(ledger, query.field) + " WHERE t.body = ? AND " +
           led_to(*ledger.field(query.field), column) + " = ? AND " + column + " IS NOT NULL";
  }
  if (is_in_links(ledger, query.field))
    return table +
           " NOT INDEXED WHERE t.row_no IN (SELECT row_no FROM links WHERE body = ? AND"
           " to_id = ? AND ledger = '" +
           std::string(ledger.name) + "' AND field = '" + std::string(query.field) + "')";
  const std::string_view column = column_of(ledger, query);
  return table + " INDEXED BY " + index_name(ledger, column) + " WHERE t.body = ? AND t." +
         quoted_name(column) + " = ?" +
         (query.field.empty() ? " AND t." + std::string(has_author) : "");  // as its index says
}

std::string narrowed(const Query& query) {
  std::string sql;
  if (!query.states.empty()) {
    sql += " AND t.state IN (?";
    for (std::size_t i = 1; i < query.states.size(); ++i) sql += ", ?";
    sql += ")";
  }
  if (query.since) sql += " AND t.opened_at >= ?";
  if (query.unit) sql += " AND t.unit = ?";
  return sql + " LIMIT ?";
}

void bind_narrowed(Statement& find, const Query& query, int position, std::int64_t at_most) {
  for (const std::string_view state : query.states) find.bind(position++, state);
  if (query.since) find.bind(position++, query.since->microseconds);
  if (query.unit) find.bind(position++, *query.unit);
  find.bind(position, at_most);
}

std::string select(std::string_view what, const Ledger& ledger, const Query& query) {
  return "SELECT " + std::string(what) + " FROM " + from_where(ledger, query) + narrowed(query);
}

// Whom a query names, as the column that is looked up holds it; it lives as long as it is bound.
struct Named {
  std::string text;
  Uuid id;
};
Named named_by(const Ledger& ledger, const Query& query) {
  const bool is_text =
      is_once_for(ledger, query) && ledger.field(query.field)->kind == Kind::row_link;
  return {is_text ? to_text(query.is) : std::string(), query.is};
}

Statement& bound(Connection& connection, const std::string& sql, BodyNo body, const Query& query,
                 const Named& named, std::int64_t at_most) {
  Statement& find = connection.statement(sql);
  constexpr int position = 3;
  find.bind(1, static_cast<std::int64_t>(body));
  if (named.text.empty()) {
    find.bind(2, named.id);
  } else {
    find.bind(2, named.text);
  }
  bind_narrowed(find, query, position, at_most);
  return find;
}

}  // namespace

std::int64_t count_naming(Connection& connection, const Ledger& ledger, BodyNo body,
                          const Query& query, std::int64_t at_most) {
  if (at_most <= 0) return 0;
  const std::string sql = "SELECT count(*) FROM (" + select("1", ledger, query) + ")";
  const Named named = named_by(ledger, query);
  Statement& find = bound(connection, sql, body, query, named, at_most);
  const ResetAtEnd reset(find);
  find.step();
  return find.integer(0);
}

std::vector<RecordId> find_naming(Connection& connection, const Ledger& ledger, BodyNo body,
                                  const Query& query, std::int64_t at_most) {
  const Named named = named_by(ledger, query);
  Statement& find = bound(connection, select("t.id", ledger, query), body, query, named, at_most);
  const ResetAtEnd reset(find);
  std::vector<RecordId> found;
  while (find.step()) found.emplace_back(find.uuid(0));
  return found;
}

std::vector<RecordId> find_below(Connection& connection, const Ledger& ledger, BodyNo body,
                                 std::string_view path, const Query& query, std::int64_t at_most) {
  if (path.size() < path_segment_size) return {};
  const std::string table = quoted_name(ledger.name);
  const std::string closed =
      "SELECT t.id FROM " + table + " t INDEXED BY " + index_name(ledger, "path") +
      " WHERE t.body = ? AND t.path >= ? AND t.path < ? AND t.stage <> 0" + narrowed(query);
  const std::string open = "SELECT t.id FROM " + quoted_name(work_list_name(ledger)) +
                           " w CROSS JOIN " + table +
                           " t NOT INDEXED ON t.row_no = w.row_no"
                           " WHERE w.body = ? AND w.segment = ?" +
                           narrowed(query);
  std::vector<RecordId> found;
  const auto read = [&](const std::string& sql, std::span<const std::string> places) {
    Statement& find = connection.statement(sql);
    const ResetAtEnd reset(find);
    int position = 1;
    find.bind(position++, static_cast<std::int64_t>(body));
    for (const std::string& place : places) find.bind(position++, place);
    bind_narrowed(find, query, position, at_most - std::ssize(found));
    while (find.step()) found.emplace_back(find.uuid(0));
  };
  const std::string end = query.unit ? std::string(path) + '\x01' : end_of_subtree(path);
  read(closed, std::array{std::string(path), end});
  read(open, std::array{std::string(path.substr(path.size() - path_segment_size))});
  return found;
}

std::vector<LeadsTo> find_leading(Connection& connection, const Ledger& ledger, BodyNo body,
                                  const Query& query, std::int64_t at_most) {
  if (!is_in_links(ledger, query.field))
    throw std::logic_error("a rule looks up a field that leads to no row");
  const std::string sql =
      "SELECT t.id, l.to_row, t.unit FROM links l CROSS JOIN " + quoted_name(ledger.name) +
      " t NOT INDEXED ON t.row_no = l.row_no WHERE l.body = ? AND l.to_id = ? AND l.ledger = '" +
      std::string(ledger.name) + "' AND l.field = '" + std::string(query.field) + "'" +
      narrowed(query);
  Statement& find = bound(connection, sql, body, query, named_by(ledger, query), at_most);
  const ResetAtEnd reset(find);
  std::vector<LeadsTo> found;
  while (find.step())
    found.push_back({RecordId(find.uuid(0)), find.integer(1), UnitId(find.uuid(2))});
  return found;
}

}  // namespace chuangyou
