#include <stdexcept>

#include "core/base64.h"
#include "org/tree.h"
#include "storage/ledger_sql.h"
#include "storage/links.h"
#include "storage/list_where.h"
#include "storage/row_values.h"

namespace chuangyou {
namespace {

// A subtree of so many records or fewer is read whole and sorted; a larger one is searched in the
// order of the list, where a page of it comes up soon.
constexpr std::int64_t narrow_records_max = 1000;

std::int64_t number(BodyNo body) { return static_cast<std::int64_t>(body); }

// A place in a list: the record after which the next page begins.
struct Place {
  std::int64_t at = INT64_MIN;  // when it falls due or, newest first, when it was received
  std::int64_t row_no = INT64_MIN;

  bool is_start() const { return row_no == INT64_MIN; }
};

constexpr std::size_t cursor_bytes = 18;

// The first two bytes tell the order, so that a cursor of one list is refused by another.
constexpr std::uint8_t by_due_moment = 'd', newest_received = 'r', latest_happened = 'h',
                       sorted_by_reader = 's';
std::uint8_t order_of(const ListQuery& query) {
  if (query.happened) return latest_happened;
  return query.by_due ? by_due_moment : newest_received;
}

void put_number(std::string& bytes, std::int64_t number) {
  for (unsigned shift = 64; shift > 0;)
    bytes += static_cast<char>(static_cast<std::uint64_t>(number) >> (shift -= 8));
}
std::int64_t number_in(std::string_view eight_bytes) {
  std::uint64_t number = 0;
  for (const char byte : eight_bytes) number = number << 8 | static_cast<std::uint8_t>(byte);
  return static_cast<std::int64_t>(number);
}

std::string cursor_of(const Place& place, std::uint8_t order) {
  std::string bytes{1, static_cast<char>(order)};
  put_number(bytes, place.at);
  put_number(bytes, place.row_no);
  return base64_for_url(bytes);
}

Result<Place> place_in(std::string_view cursor, std::uint8_t order, BodyNo body) {
  const std::optional<std::string> bytes = from_base64_for_url(cursor);
  if (bytes && bytes->size() == cursor_bytes && (*bytes)[0] == 1 &&
      static_cast<std::uint8_t>((*bytes)[1]) == order) {
    const std::string_view numbers = std::string_view(*bytes).substr(2);
    const Place place{number_in(numbers.substr(0, 8)), number_in(numbers.substr(8))};
    if (body_of_row(place.row_no) == body) return place;
  }
  return refuse(Refusal::cursor_is_malformed, "cursor", std::string(cursor));
}

// What a unit brings along that was merged into one of the subtree counts there, and nothing of one
// that was merged into a unit elsewhere.
void add_path_of_happenings(Where& where, BodyNo body, const ListQuery& query) {
  std::string inside = "t.path >= ? AND t.path < ?", or_came;
  std::vector<Value> values{number(body), query.path, end_of_subtree(query.path)};
  for (const UnitId& unit : query.happened->went) {
    inside += " AND t.unit <> ?";
    values.emplace_back(Uuid(unit));
  }
  for (const UnitId& unit : query.happened->came) {
    or_came += " OR t.unit = ?";
    values.emplace_back(Uuid(unit));
  }
  where.add("t.body = ? AND ((" + inside + ")" + or_came + ")");
  where.values.insert(where.values.end(), values.begin(), values.end());
}

void add_path(Where& where, BodyNo body, const ListQuery& query) {
  if (query.happened) return add_path_of_happenings(where, body, query);
  where.add("t.body = ? AND t.path >= ? AND t.path < ?",
            {number(body), query.path, end_of_subtree(query.path)});
}

bool is_of_one_author(const ListQuery& query) { return query.author && !query.author->is_nil(); }

// What only the row itself tells.
void add_row_filters(Where& where, BodyNo body, const Ledger& ledger, const ListQuery& query) {
  if (query.state) where.add("t.state = ?", {*query.state});
  if (query.on_time) where.add("t.on_time = ?", {*query.on_time});
  if (query.kept_first) where.add("t.kept_first = ?", {*query.kept_first});
  if (query.word) where.add("t.word = ?", {*query.word});
  if (query.with_word) where.add("t.word IS NOT NULL");
  if (query.history) where.add(*query.history ? "t.history = 1" : "t.history <> 1");
  if (query.judged_at)
    where.add("(t.on_time IS NOT NULL OR (t.stage = 0 AND t.due_at <= ?))",
              {query.judged_at->microseconds});
  // Written out and not bound: only so does SQLite see that the index of the few holds them all.
  if (query.implausible) where.add(*query.implausible ? "t.implausible = 1" : "t.implausible = 0");
  if (query.with_signatures) where.add("t.signatures IS NOT NULL");
  if (query.own_unit) where.add("t.unit = ?", {Uuid(*query.own_unit)});
  if (query.with_source) where.add("t.source IS NOT NULL");
  if (query.author) where.add("t.author = ?", {Uuid(*query.author)});
  if (is_of_one_author(query)) where.add("t." + std::string(has_author));
  if (query.field_equals) {
    add_field(where, body, ledger, query.field_equals->first, query.field_equals->second);
  }
  for (const Condition& condition : query.conditions) add_condition(where, body, ledger, condition);
  if (!query.without.empty()) {
    std::string numbers;
    for (const std::int64_t opened_by : query.without)
      numbers += (numbers.empty() ? "[" : ",") + std::to_string(opened_by);
    where.add("t.opened_by_entry NOT IN (SELECT value FROM json_each(?))", {numbers + "]"});
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
  add_row_filters(where, body, ledger, query);
  add_clock_filters(where, query);
  return where;
}

// The words of the partial indexes: SQLite takes one only where it finds them.
constexpr std::string_view is_not_open = "t.stage <> 0";

Where filters_of_closed(const Ledger& ledger, BodyNo body, const ListQuery& query) {
  Where where = every_filter(ledger, body, query);
  where.add(is_not_open);
  return where;
}

bool needs_row(const ListQuery& query) {
  return query.state || query.on_time || query.kept_first || query.word || query.with_word ||
         query.history || query.judged_at || query.implausible || query.own_unit || query.author ||
         query.with_source || query.with_signatures || query.field_equals ||
         !query.conditions.empty() || !query.without.empty();
}

// Open records stand in the work list and in no index by path or due moment, all others the other
// way round; a query may ask for either or both.
bool asks_for_open(const ListQuery& query) { return !query.stage || query.stage == Stage::open; }
bool asks_for_closed(const ListQuery& query) {
  return query.stage != Stage::open && !query.overdue_at;
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
  Reading(Connection& connection, const Ledger& ledger, std::size_t limit)
      : connection_(connection), ledger_(ledger), limit_(limit) {}

  // `happened`: after the columns of the row come day, entry and bits.
  void read(const std::string& select, Where where, std::string_view order,
            std::optional<int> happened = {}) {
    if (has_more_) return;
    where.values.emplace_back(static_cast<std::int64_t>(limit_ - page_.records.size() + 1));
    Statement& find = connection_.statement(select + where.sql + std::string(order) + " LIMIT ?");
    const ResetAtEnd reset(find);
    RowBinder binder(find);
    int position = 1;
    for (const Value& value : where.values) binder.bind(position++, value);
    while (find.step()) {
      if (page_.records.size() == limit_) {
        has_more_ = true;
        return;
      }
      page_.records.push_back(read_record(find, ledger_));
      page_.standings.push_back(read_standing(find));
      if (happened)
        page_.standings.back().happened = HappenedRow{
            Date{static_cast<std::int32_t>(find.integer(*happened))}, find.integer(*happened + 1),
            static_cast<HappenedBits>(find.integer(*happened + 2))};
    }
  }

  bool has_more() const { return has_more_; }
  Page& page() { return page_; }

 private:
  Connection& connection_;
  const Ledger& ledger_;
  std::size_t limit_;
  Page page_;
  bool has_more_ = false;
};

// How many rows there are, or `at_most` where there are more.
std::int64_t count_rows(Connection& connection, const std::string& from, Where where,
                        std::int64_t at_most) {
  if (at_most <= 0) return 0;
  where.values.emplace_back(at_most);
  Statement& find =
      connection.statement("SELECT count(*) FROM (SELECT 1 FROM " + from + where.sql + " LIMIT ?)");
  const ResetAtEnd reset(find);
  RowBinder binder(find);
  int position = 1;
  for (const Value& value : where.values) binder.bind(position++, value);
  find.step();
  return find.integer(0);
}

// How to read few records at once, by an index that the query names; empty where it names none.
std::string way_to_few(const Ledger& ledger, const ListQuery& query) {
  if (is_of_one_author(query)) return "INDEXED BY " + index_name(ledger, "author");
  if (query.field_equals && !is_empty(query.field_equals->second)) {
    const std::string& name = query.field_equals->first;
    if (is_in_links(ledger, name)) return "NOT INDEXED";  // by the numbers of the links alone
    const FieldSpec* field = ledger.field(name);
    if (field && has_index(ledger, *field)) return "INDEXED BY " + index_name(ledger, name);
  }
  if (query.implausible == true) return "INDEXED BY " + index_name(ledger, "implausible");
  return {};
}

void add_rows_of(Where& where, BodyNo body) {
  where.add("t.row_no >= ? AND t.row_no < ?",
            {row_no_of(body, 0), row_no_of(body, std::int64_t{1} << entry_bits)});
}

// One list or count of a ledger's table.
class Listing {
 public:
  Listing(Connection& connection, const Ledger& ledger, BodyNo body, const ListQuery& query,
          const std::string& columns)
      : connection_(connection),
        ledger_(ledger),
        body_(body),
        query_(query),
        table_(quoted_name(ledger.name)),
        work_list_(quoted_name(work_list_name(ledger))),
        columns_(columns),
        select_("SELECT " + columns + " FROM ") {}

  Page page(const Place& after) const;
  std::int64_t count(std::int64_t at_most) const;

 private:
  std::string work_and_rows() const {
    return work_list_ + " w CROSS JOIN " + table_ + " t ON t.row_no = w.row_no";
  }
  std::string by(std::string_view index) const {
    return table_ + " t INDEXED BY " + index_name(ledger_, index);
  }
  bool is_narrow(bool with_open) const;
  void read_open(Reading& open, const Place& after) const;
  void read_sorted(Reading& reading, const std::string& from, Where where,
                   const Place& after) const;
  void read_closed_by_due(Reading& closed, const Place& after) const;
  void read_newest(Reading& reading, const Place& after) const;
  void read_happened(Reading& reading, const Place& after) const;
  Where happened_filters() const;
  std::string happenings_and_rows() const {
    return std::string(happened_table) + " h CROSS JOIN " + table_ +
           " t ON t.row_no = " + std::to_string(row_no_of(body_, 0)) + " + h.record";
  }
  Page merged(Reading& open, Reading& closed) const;
  std::int64_t count_open(std::int64_t at_most) const;

  Connection& connection_;
  const Ledger& ledger_;
  BodyNo body_;
  const ListQuery& query_;
  std::string table_, work_list_;  // quoted
  std::string columns_, select_;
};

void add_received_before(Where& where, const Ledger& ledger, const Place& after) {
  if (after.is_start()) return;
  if (has_receipt_order(ledger))
    where.add("(t.opened_at, t.row_no) < (?, ?)", {after.at, after.row_no});
  else
    where.add("t.row_no < ?", {after.row_no});
}

std::string_view newest_first(const Ledger& ledger) {
  return has_receipt_order(ledger) ? " ORDER BY t.opened_at DESC, t.row_no DESC"
                                   : " ORDER BY t.row_no DESC";
}

bool Listing::is_narrow(bool with_open) const {
  constexpr std::int64_t enough = narrow_records_max + 1;
  Where closed;
  add_path(closed, body_, query_);
  closed.add(is_not_open);
  std::int64_t held = count_rows(connection_, by("path"), closed, enough);
  if (with_open)
    held += count_rows(connection_, work_list_ + " w", work_filters(body_, query_), enough - held);
  return held <= narrow_records_max;
}

// In the order of the list by due moment, as the work list has it.
void Listing::read_open(Reading& open, const Place& after) const {
  Where where = work_filters(body_, query_);
  add_row_filters(where, body_, ledger_, query_);
  const std::string from = select_ + work_and_rows();
  if (query_.by_due) {
    where.add("(w.due_at, w.row_no) > (?, ?)", {after.at, after.row_no});
    open.read(from, std::move(where), " ORDER BY w.due_at, w.row_no");
    return;
  }
  add_received_before(where, ledger_, after);
  open.read(from, std::move(where), newest_first(ledger_));
}

// Everything that the index leads to, sorted.
void Listing::read_sorted(Reading& reading, const std::string& from, Where where,
                          const Place& after) const {
  const std::string due = "ifnull(t.due_at, " + std::to_string(no_due_moment) + ")";
  if (query_.by_due) {
    where.add("(" + due + ", t.row_no) > (?, ?)", {after.at, after.row_no});
    reading.read(select_ + from, std::move(where), " ORDER BY " + due + ", t.row_no");
    return;
  }
  add_received_before(where, ledger_, after);
  reading.read(select_ + from, std::move(where), newest_first(ledger_));
}

// In the order of the list: the rest of the same due moment, all later ones, those without one.
void Listing::read_closed_by_due(Reading& closed, const Place& after) const {
  const std::string from = select_ + by("due");
  const Where where = filters_of_closed(ledger_, body_, query_);
  if (after.at != no_due_moment) {
    if (after.at != INT64_MIN) {
      Where same = where;
      same.add("t.due_at = ? AND t.row_no > ?", {after.at, after.row_no});
      closed.read(from, std::move(same), " ORDER BY t.row_no");
    }
    Where later = where;
    later.add("t.due_at > ?", {after.at});
    closed.read(from, std::move(later), " ORDER BY t.due_at, t.row_no");
  }
  Where without = where;
  without.add("t.due_at IS NULL AND t.row_no > ?",
              {after.at == no_due_moment ? after.row_no : INT64_MIN});
  closed.read(from, std::move(without), " ORDER BY t.row_no");
}

// In the order of the list: the rest of what was received at the same moment, then what is earlier.
void Listing::read_newest(Reading& reading, const Place& after) const {
  Where where = every_filter(ledger_, body_, query_);
  if (!has_receipt_order(ledger_)) {
    // One upper bound: of two, SQLite begins at the one that comes first and reads up to the other.
    const std::int64_t end = row_no_of(body_, std::int64_t{1} << entry_bits);
    where.add("t.row_no >= ? AND t.row_no < ?",
              {row_no_of(body_, 0), after.is_start() ? end : after.row_no});
    reading.read(select_ + table_ + " t NOT INDEXED", std::move(where), newest_first(ledger_));
    return;
  }
  const std::string from = select_ + by("received");
  if (!after.is_start()) {
    Where same = where;
    same.add("t.opened_at = ? AND t.row_no < ?", {after.at, after.row_no});
    reading.read(from, std::move(same), " ORDER BY t.row_no DESC");
    where.add("t.opened_at < ?", {after.at});
  }
  reading.read(from, std::move(where), newest_first(ledger_));
}

Where Listing::happened_filters() const {
  Where where;
  where.add("h.body = ? AND h.day >= ? AND h.day <= ? AND h.ledger = ? AND (h.bits & ?) <> 0",
            {number(body_), std::int64_t{query_.happened->from.days},
             std::int64_t{query_.happened->until.days}, std::int64_t{ledger_.place},
             std::int64_t{bit_of(query_.happened->kind)}});
  add_path(where, body_, query_);
  add_row_filters(where, body_, ledger_, query_);
  add_clock_filters(where, query_);
  return where;
}

// A day and an entry's number in one, in the order of the table.
constexpr std::int64_t moment_of(const HappenedRow& row) {
  return (std::int64_t{row.day.days} << entry_bits) + row.seq;
}

// The latest first. A row of the table may lead to no record: one that was taken back.
void Listing::read_happened(Reading& reading, const Place& after) const {
  Where where = happened_filters();
  if (!after.is_start()) {
    const std::int64_t day = after.at >> entry_bits;
    where.add("(h.day, h.seq) < (?, ?)", {day, after.at - (day << entry_bits)});
  }
  reading.read("SELECT " + columns_ + ", h.day, h.seq, h.bits FROM " + happenings_and_rows(),
               std::move(where), " ORDER BY h.day DESC, h.seq DESC",
               column_count + static_cast<int>(ledger_.fields.size()));
}

Place place_of(const Record& record, const Standing& standing, BodyNo body, bool by_due) {
  if (standing.happened)
    return {moment_of(*standing.happened), row_no_of(body, record.opened_by_entry)};
  const std::int64_t due = standing.due_at ? standing.due_at->microseconds : no_due_moment;
  return {by_due ? due : standing.opened_at.microseconds, row_no_of(body, record.opened_by_entry)};
}

// Two lists in the same order become one; what does not fit waits for the next page.
Page Listing::merged(Reading& open, Reading& closed) const {
  Page page;
  std::size_t next[] = {0, 0};
  Reading* const readings[] = {&open, &closed};
  const auto is_left = [&](int which) {
    return next[which] < readings[which]->page().records.size();
  };
  const auto place_of_next = [&](int which) {
    const Page& from = readings[which]->page();
    return place_of(from.records[next[which]], from.standings[next[which]], body_, query_.by_due);
  };
  const auto open_goes_first = [&] {
    if (!is_left(0) || !is_left(1)) return is_left(0);
    const Place one = place_of_next(0), other = place_of_next(1);
    if (!query_.by_due) return std::pair(one.at, one.row_no) > std::pair(other.at, other.row_no);
    return std::pair(one.at, one.row_no) < std::pair(other.at, other.row_no);
  };
  while (page.records.size() < query_.limit && (is_left(0) || is_left(1))) {
    const int which = open_goes_first() ? 0 : 1;
    Page& from = readings[which]->page();
    page.records.push_back(std::move(from.records[next[which]]));
    page.standings.push_back(from.standings[next[which]++]);
  }
  const bool has_more = is_left(0) || is_left(1) || open.has_more() || closed.has_more();
  if (has_more)
    page.next_cursor =
        cursor_of(place_of(page.records.back(), page.standings.back(), body_, query_.by_due),
                  order_of(query_));
  return page;
}

Page Listing::page(const Place& after) const {
  Reading open(connection_, ledger_, query_.limit);
  Reading closed(connection_, ledger_, query_.limit);
  if (query_.happened) {
    read_happened(closed, after);
    return merged(open, closed);
  }
  if (const std::string few = way_to_few(ledger_, query_); !few.empty()) {
    read_sorted(closed, table_ + " t " + few, every_filter(ledger_, body_, query_), after);
    return merged(open, closed);
  }
  if (!query_.by_due && !is_narrow(asks_for_open(query_))) {
    read_newest(closed, after);
    return merged(open, closed);
  }
  if (asks_for_open(query_)) read_open(open, after);
  if (!asks_for_closed(query_)) return merged(open, closed);
  if (!query_.by_due || is_narrow(false)) {
    read_sorted(closed, by("path"), filters_of_closed(ledger_, body_, query_), after);
  } else {
    read_closed_by_due(closed, after);
  }
  return merged(open, closed);
}

std::int64_t Listing::count_open(std::int64_t at_most) const {
  Where where = work_filters(body_, query_);
  if (!needs_row(query_)) return count_rows(connection_, work_list_ + " w", where, at_most);
  add_row_filters(where, body_, ledger_, query_);
  return count_rows(connection_, work_and_rows(), where, at_most);
}

std::int64_t Listing::count(std::int64_t at_most) const {
  if (query_.happened)
    return count_rows(connection_, happenings_and_rows(), happened_filters(), at_most);
  if (!asks_for_closed(query_)) return asks_for_open(query_) ? count_open(at_most) : 0;
  if (const std::string few = way_to_few(ledger_, query_); !few.empty())
    return count_rows(connection_, table_ + " t " + few, every_filter(ledger_, body_, query_),
                      at_most);
  const bool path_alone = !needs_row(query_) && !query_.stage && !query_.with_clock;
  if (path_alone || is_narrow(asks_for_open(query_))) {
    const std::int64_t open = asks_for_open(query_) ? count_open(at_most) : 0;
    return open + count_rows(connection_, by("path"), filters_of_closed(ledger_, body_, query_),
                             at_most - open);
  }
  // Most of a large table is read faster from end to end than by way of an index.
  Where where = every_filter(ledger_, body_, query_);
  add_rows_of(where, body_);
  return count_rows(connection_, table_ + " t NOT INDEXED", where, at_most);
}

}  // namespace

std::string cursor_after(const Record& record, const Standing& standing, BodyNo body, bool by_due) {
  const std::uint8_t order = by_due ? by_due_moment : newest_received;
  return cursor_of(place_of(record, standing, body, by_due),
                   standing.happened ? latest_happened : order);
}

std::string cursor_at(std::int64_t opened_by_entry, BodyNo body) {
  return cursor_of({0, row_no_of(body, opened_by_entry)}, sorted_by_reader);
}

Result<std::int64_t> row_at(std::string_view cursor, BodyNo body) {
  const Result<Place> place = place_in(cursor, sorted_by_reader, body);
  if (!place) return std::unexpected(place.error());
  return place->row_no;
}

Result<Page> LedgerTable::list(Connection& connection, BodyNo body, const ListQuery& query) const {
  const Result<Place> after =
      query.cursor.empty() ? Place{} : place_in(query.cursor, order_of(query), body);
  if (!after) return std::unexpected(after.error());
  if (query.path.size() < path_segment_size || query.limit == 0) return Page{};
  return Listing(connection, *ledger_, body, query, sql_->columns).page(*after);
}

std::string LedgerTable::source_of(Connection& connection, BodyNo body,
                                   std::int64_t opened_by_entry) const {
  Statement& find = connection.statement("SELECT source FROM " + quoted_name(ledger_->name) +
                                         " WHERE row_no = ?");
  const ResetAtEnd reset(find);
  find.bind(1, row_no_of(body, opened_by_entry));
  return find.step() ? std::string(find.text(0)) : std::string();
}

bool LedgerTable::conceals_any(Connection& connection) const {
  const std::string_view from = ledger_->conceals.from;
  if (from.empty()) return false;
  Statement& find = connection.statement("SELECT 1 FROM " + quoted_name(ledger_->name) +
                                         " t INDEXED BY " + index_name(*ledger_, from) +
                                         " WHERE t." + quoted_name(from) + " IS NOT NULL LIMIT 1");
  const ResetAtEnd reset(find);
  return find.step();
}

std::int64_t LedgerTable::count(Connection& connection, BodyNo body, const ListQuery& query,
                                std::int64_t at_most) const {
  if (query.path.size() < path_segment_size) return 0;
  return Listing(connection, *ledger_, body, query, sql_->columns).count(at_most);
}

}  // namespace chuangyou
