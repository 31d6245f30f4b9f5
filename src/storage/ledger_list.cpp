#include <array>
#include <stdexcept>

#include "org/tree.h"
#include "storage/ledger_sql.h"
#include "storage/row_values.h"

namespace chuangyou {
namespace {

// A subtree of so many records or fewer is read whole and sorted; a larger one is searched in the
// order of the list, where a page of it comes up soon.
constexpr std::int64_t narrow_records_max = 1000;

std::int64_t number(BodyNo body) { return static_cast<std::int64_t>(body); }

// A place in a list: the record after which the next page begins.
struct Place {
  std::int64_t due = INT64_MIN;
  std::int64_t row_no = INT64_MIN;
};

constexpr std::string_view symbols =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::size_t cursor_bytes =
    18;  // a whole number of groups of three, so there is no padding

std::string base64url(const std::array<std::uint8_t, cursor_bytes>& bytes) {
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const unsigned group = static_cast<unsigned>(bytes[i] << 16 | bytes[i + 1] << 8 | bytes[i + 2]);
    for (const unsigned shift : {18u, 12u, 6u, 0u}) text += symbols[group >> shift & 63];
  }
  return text;
}

std::optional<std::array<std::uint8_t, cursor_bytes>> from_base64url(std::string_view text) {
  std::array<std::uint8_t, cursor_bytes> bytes{};
  if (text.size() != bytes.size() / 3 * 4) return std::nullopt;
  for (std::size_t i = 0; i < bytes.size() / 3; ++i) {
    std::size_t group = 0;
    for (const char symbol : text.substr(4 * i, 4)) {
      const std::size_t value = symbols.find(symbol);
      if (value == std::string_view::npos) return std::nullopt;
      group = group << 6 | value;
    }
    bytes[3 * i] = static_cast<std::uint8_t>(group >> 16);
    bytes[3 * i + 1] = static_cast<std::uint8_t>(group >> 8);
    bytes[3 * i + 2] = static_cast<std::uint8_t>(group);
  }
  return bytes;
}

// The first two bytes tell the order, so that a cursor of one list is refused by another.
constexpr std::uint8_t order_byte(bool by_due) { return by_due ? 'd' : 'n'; }

std::string cursor_of(const Place& place, bool by_due) {
  std::array<std::uint8_t, cursor_bytes> bytes{1, order_byte(by_due)};
  for (std::size_t i = 0; i < 8; ++i) {
    bytes[2 + i] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(place.due) >> (56 - 8 * i));
    bytes[10 + i] =
        static_cast<std::uint8_t>(static_cast<std::uint64_t>(place.row_no) >> (56 - 8 * i));
  }
  return base64url(bytes);
}

Result<Place> place_of(const ListQuery& query, BodyNo body) {
  if (query.cursor.empty()) return Place{};
  const auto refused = [&] { return refuse(Refusal::cursor_is_malformed, "cursor", query.cursor); };
  const auto bytes = from_base64url(query.cursor);
  if (!bytes || (*bytes)[0] != 1 || (*bytes)[1] != order_byte(query.by_due)) return refused();
  std::uint64_t due = 0;
  std::uint64_t row_no = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    due = due << 8 | (*bytes)[2 + i];
    row_no = row_no << 8 | (*bytes)[10 + i];
  }
  const Place place{static_cast<std::int64_t>(due), static_cast<std::int64_t>(row_no)};
  if (body_of_row(place.row_no) != body) return refused();
  return place;
}

// A WHERE that grows term by term, with the values of its question marks in their order.
struct Where {
  std::string sql;
  std::vector<Value> values;

  void add(std::string_view term, std::initializer_list<Value> bound = {}) {
    sql += (sql.empty() ? " WHERE " : " AND ") + std::string(term);
    values.insert(values.end(), bound);
  }
};

void add_path(Where& where, BodyNo body, const ListQuery& query) {
  where.add("t.body = ? AND t.path >= ? AND t.path < ?",
            {number(body), query.path, end_of_subtree(query.path)});
}

void add_field(Where& where, const Ledger& ledger, const std::string& name, const Value& value) {
  const FieldSpec* field = ledger.field(name);
  if (!field) throw std::invalid_argument("a list was asked for a field that is not declared");
  const std::string column = "t." + quoted_name(name);
  const bool is_list = field->kind == Kind::choices || field->kind == Kind::units;
  const Uuid* id = std::get_if<Uuid>(&value);
  if (is_empty(value)) {
    where.add(column + " IS NULL");
  } else if (is_list) {
    where.add("EXISTS (SELECT 1 FROM json_each(" + column + ") item WHERE item.value = ?)",
              {id ? Value(to_text(*id)) : value});
  } else {
    where.add(column + " = ?", {value});
  }
}

// What only the row itself tells.
void add_row_filters(Where& where, const Ledger& ledger, const ListQuery& query) {
  if (query.state) where.add("t.state = ?", {*query.state});
  if (query.on_time) where.add("t.on_time = ?", {*query.on_time});
  // Written out and not bound: only so does SQLite see that the index of the few holds them all.
  if (query.implausible) where.add(*query.implausible ? "t.implausible = 1" : "t.implausible = 0");
  if (query.own_unit) where.add("t.unit = ?", {Uuid(*query.own_unit)});
  if (query.field_equals) {
    add_field(where, ledger, query.field_equals->first, query.field_equals->second);
  }
}

// What the work list tells as well.
void add_clock_filters(Where& where, const ListQuery& query) {
  if (query.stage) where.add("t.stage = ?", {static_cast<std::int64_t>(*query.stage)});
  if (query.with_clock) where.add("t.due_at IS NOT NULL");
  if (query.overdue_at) {
    where.add("t.stage = 0 AND t.due_at <= ?", {query.overdue_at->microseconds});
  }
}

Where every_filter(const Ledger& ledger, BodyNo body, const ListQuery& query) {
  Where where;
  add_path(where, body, query);
  add_row_filters(where, ledger, query);
  add_clock_filters(where, query);
  return where;
}

bool needs_row(const ListQuery& query) {
  return query.state || query.on_time || query.implausible || query.own_unit || query.field_equals;
}

// Only open records are asked for, so the work list has them all.
bool is_about_open_work(const ListQuery& query) {
  const bool open = query.stage == Stage::open || (query.overdue_at && !query.stage);
  return open && query.path.size() >= path_segment_size;
}

Where work_filters(BodyNo body, const ListQuery& query) {
  Where where;
  where.add("w.body = ? AND w.segment = ?",
            {number(body), query.path.substr(query.path.size() - path_segment_size)});
  if (query.with_clock) where.add("w.due_at < ?", {no_due_moment});
  if (query.overdue_at) where.add("w.due_at <= ?", {query.overdue_at->microseconds});
  return where;
}

// Runs statements one after the other until the page is full.
class Reading {
 public:
  Reading(Connection& connection, const Ledger& ledger, BodyNo body, const ListQuery& query)
      : connection_(connection), ledger_(ledger), body_(body), query_(query) {}

  void read(const std::string& select, Where where, std::string_view order) {
    if (has_more_) return;
    where.values.emplace_back(static_cast<std::int64_t>(query_.limit - page_.records.size() + 1));
    Statement& find = connection_.statement(select + where.sql + std::string(order) + " LIMIT ?");
    const ResetAtEnd reset(find);
    RowBinder binder(find);
    int position = 1;
    for (const Value& value : where.values) binder.bind(position++, value);
    while (find.step()) {
      if (page_.records.size() == query_.limit) {
        has_more_ = true;
        return;
      }
      page_.records.push_back(read_record(find, ledger_));
      page_.standings.push_back(read_standing(find));
    }
  }

  Page take() {
    if (has_more_) {
      const std::optional<Moment>& due = page_.standings.back().due_at;
      const Place last{due ? due->microseconds : no_due_moment,
                       row_no_of(body_, page_.records.back().opened_by_entry)};
      page_.next_cursor = cursor_of(last, query_.by_due);
    }
    return std::move(page_);
  }

 private:
  Connection& connection_;
  const Ledger& ledger_;
  BodyNo body_;
  const ListQuery& query_;
  Page page_;
  bool has_more_ = false;
};

std::int64_t count_rows(Connection& connection, const std::string& select, const Where& where) {
  Statement& find = connection.statement(select + where.sql);
  const ResetAtEnd reset(find);
  RowBinder binder(find);
  int position = 1;
  for (const Value& value : where.values) binder.bind(position++, value);
  find.step();
  return find.integer(0);
}

// The index that leads to few records at once, where the query names one; empty otherwise.
std::string index_of_few(const Ledger& ledger, const ListQuery& query) {
  if (query.field_equals && !is_empty(query.field_equals->second)) {
    const FieldSpec* field = ledger.field(query.field_equals->first);
    if (field && has_index(*field)) return index_name(ledger, field->name);
  }
  if (query.implausible == true) return index_name(ledger, "implausible");
  return {};
}

bool is_narrow(Connection& connection, const Ledger& ledger, BodyNo body, const ListQuery& query) {
  Where where;
  add_path(where, body, query);
  return count_rows(connection,
                    "SELECT count(*) FROM (SELECT 1 FROM " + quoted_name(ledger.name) +
                        " t INDEXED BY " + index_name(ledger, "path"),
                    {where.sql + " LIMIT " + std::to_string(narrow_records_max + 1) + ")",
                     where.values}) <= narrow_records_max;
}

void add_rows_of(Where& where, BodyNo body) {
  where.add("t.row_no >= ? AND t.row_no < ?",
            {row_no_of(body, 0), row_no_of(body, std::int64_t{1} << entry_bits)});
}

// Everything that the index leads to, sorted.
void read_sorted(Reading& reading, const std::string& select, const std::string& index, Where where,
                 const Place& after, bool by_due) {
  const std::string due = "ifnull(t.due_at, " + std::to_string(no_due_moment) + ")";
  if (by_due) {
    where.add("(" + due + ", t.row_no) > (?, ?)", {after.due, after.row_no});
    reading.read(select + " INDEXED BY " + index, std::move(where),
                 " ORDER BY " + due + ", t.row_no");
    return;
  }
  if (after.row_no != INT64_MIN) where.add("t.row_no < ?", {after.row_no});
  reading.read(select + " INDEXED BY " + index, std::move(where), " ORDER BY t.row_no DESC");
}

// In the order of the list: the rest of the same due moment, all later ones, those without one.
void read_by_due(Reading& reading, const std::string& select, const std::string& index,
                 const Where& where, const Place& after) {
  const std::string from = select + " INDEXED BY " + index;
  if (after.due != no_due_moment) {
    if (after.due != INT64_MIN) {
      Where same = where;
      same.add("t.due_at = ? AND t.row_no > ?", {after.due, after.row_no});
      reading.read(from, std::move(same), " ORDER BY t.row_no");
    }
    Where later = where;
    later.add("t.due_at > ?", {after.due});
    reading.read(from, std::move(later), " ORDER BY t.due_at, t.row_no");
  }
  Where without = where;
  without.add("t.due_at IS NULL AND t.row_no > ?",
              {after.due == no_due_moment ? after.row_no : INT64_MIN});
  reading.read(from, std::move(without), " ORDER BY t.row_no");
}

void read_newest(Reading& reading, const std::string& select, Where where, BodyNo body,
                 const Place& after) {
  add_rows_of(where, body);
  if (after.row_no != INT64_MIN) where.add("t.row_no < ?", {after.row_no});
  reading.read(select + " NOT INDEXED", std::move(where), " ORDER BY t.row_no DESC");
}

}  // namespace

Result<Page> LedgerTable::list(Connection& connection, BodyNo body, const ListQuery& query) const {
  const Result<Place> after = place_of(query, body);
  if (!after) return std::unexpected(after.error());
  if (query.path.empty() || query.limit == 0) return Page{};
  Reading reading(connection, *ledger_, body, query);
  const std::string select = "SELECT " + sql_->columns + " FROM ";
  if (query.by_due && is_about_open_work(query)) {
    Where where = work_filters(body, query);
    where.add("(w.due_at, w.row_no) > (?, ?)", {after->due, after->row_no});
    add_row_filters(where, *ledger_, query);
    reading.read(
        select + sql_->work_list + " w CROSS JOIN " + sql_->table + " t ON t.row_no = w.row_no",
        std::move(where), " ORDER BY w.due_at, w.row_no");
    return reading.take();
  }
  const std::string from = select + sql_->table + " t";
  const Where where = every_filter(*ledger_, body, query);
  if (const std::string few = index_of_few(*ledger_, query); !few.empty()) {
    read_sorted(reading, from, few, where, *after, query.by_due);
  } else if (is_narrow(connection, *ledger_, body, query)) {
    read_sorted(reading, from, index_name(*ledger_, "path"), where, *after, query.by_due);
  } else if (query.by_due) {
    read_by_due(reading, from, index_name(*ledger_, "due"), where, *after);
  } else {
    read_newest(reading, from, where, body, *after);
  }
  return reading.take();
}

std::int64_t LedgerTable::count(Connection& connection, BodyNo body, const ListQuery& query) const {
  if (query.path.empty()) return 0;
  if (is_about_open_work(query)) {
    Where where = work_filters(body, query);
    std::string from = "SELECT count(*) FROM " + sql_->work_list + " w";
    if (needs_row(query)) {
      from += " CROSS JOIN " + sql_->table + " t ON t.row_no = w.row_no";
      add_row_filters(where, *ledger_, query);
    }
    return count_rows(connection, from, where);
  }
  const std::string from = "SELECT count(*) FROM " + sql_->table + " t";
  Where where = every_filter(*ledger_, body, query);
  std::string index = index_of_few(*ledger_, query);
  const bool path_alone =
      !needs_row(query) && !query.stage && !query.with_clock && !query.overdue_at;
  if (index.empty() && (path_alone || is_narrow(connection, *ledger_, body, query))) {
    index = index_name(*ledger_, "path");
  }
  if (!index.empty()) return count_rows(connection, from + " INDEXED BY " + index, where);
  // Most of a large table is read faster from end to end than by way of an index.
  add_rows_of(where, body);
  return count_rows(connection, from + " NOT INDEXED", where);
}

}  // namespace chuangyou
