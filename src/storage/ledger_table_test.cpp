#include "storage/ledger_table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <random>

#include "org/tree.h"
#include "storage/due_at_unit.h"
#include "storage/links.h"

namespace chuangyou {
namespace {

// A ledger with a field of every kind; no other test depends on it.
constexpr std::string_view words[] = {"red", "green", "blue"};
constexpr Field<Kind::text> name{"name", {.length_max = 100}};
constexpr Field<Kind::long_text> story{"story", {.length_max = 1000}};
constexpr Field<Kind::integer> times{"times"};
constexpr Field<Kind::number> amount{"amount"};
constexpr Field<Kind::date> day{"day"};
constexpr Field<Kind::moment> said_at{"said_at"};
constexpr Field<Kind::choice> colour{"colour", {.choices = words}};
constexpr Field<Kind::choices> colours{"colours", {.choices = words}};
constexpr Field<Kind::yes_no> agreed{"agreed"};
constexpr Field<Kind::unit> lead{"lead"};
constexpr Field<Kind::units> others{"others"};
constexpr Field<Kind::person> who{"who"};
constexpr Field<Kind::link> about{"about", {.links_to = "samples"}};
constexpr std::string_view cited[] = {"samples", "others"};
constexpr FieldSpec columns[] = {{.name = "member", .kind = Kind::person},
                                 {.name = "at", .kind = Kind::unit},
                                 {.name = "note", .kind = Kind::text, .length_max = 9},
                                 {.name = "cites", .kind = Kind::row_link, .links_to = cited}};
constexpr Field<Kind::row_link> source{"source_of", {.links_to = cited}};
constexpr Field<Kind::rows> team{"team", {.columns = columns}};
constexpr FieldSpec fields[] = {name,   story, times,  amount, day,   said_at, colour, colours,
                                agreed, lead,  others, who,    about, source,  team};
constexpr State states[] = {{"begun", Stage::open},
                            {"again", Stage::open},
                            {"said", Stage::claimed},
                            {"solved", Stage::confirmed},
                            {"dropped", Stage::ended}};
constexpr Ledger ledger{.name = "samples",
                        .title = "name",
                        .place = 1,
                        .fields = fields,
                        .states = states,
                        .acts = {},
                        .deadlines = {},
                        .read = {},
                        .opened_at = "said_at"};

constexpr BodyNo body{3};

Uuid id_numbered(std::uint64_t number) {
  Uuid id;
  for (std::size_t i = 0; i < 8; ++i) {
    id.bytes[8 + i] = static_cast<std::uint8_t>(number >> (56 - 8 * i));
  }
  id.bytes[0] = 1;
  return id;
}

struct Row {
  Record record{ledger};
  Standing standing;
};

Row row_numbered(std::int64_t number, const std::string& path, std::string_view state) {
  Row row;
  row.record.id = RecordId(id_numbered(static_cast<std::uint64_t>(number)));
  row.record.unit = UnitId(id_numbered(std::hash<std::string>{}(path)));
  row.record.path = path;
  row.record.state = state;
  row.record.version = number;
  row.record.opened_by_entry = number;
  row.record.created_at = Moment{number * 1000};
  row.standing.opened_at = row.record.created_at;
  row.standing.stage = row.record.stage();
  return row;
}

bool same(const Record& a, const Record& b) {
  for (std::size_t i = 0; i < std::size(fields); ++i)
    if (a.value_at(i) != b.value_at(i)) return false;
  const auto pause = [](const PauseInterval& x, const PauseInterval& y) {
    return x.from == y.from && x.until == y.until;
  };
  const auto signature = [](const Signature& x, const Signature& y) {
    return x.act == y.act && x.right == y.right && x.person == y.person && x.at == y.at;
  };
  return a.id == b.id && a.unit == b.unit && a.path == b.path && a.state == b.state &&
         a.version == b.version && a.opened_by_entry == b.opened_by_entry && a.author == b.author &&
         a.created_at == b.created_at && a.state_since == b.state_since &&
         a.closed_at == b.closed_at && a.deadline == b.deadline &&
         a.clock_started == b.clock_started && std::ranges::equal(a.pauses, b.pauses, pause) &&
         std::ranges::equal(a.signatures, b.signatures, signature);
}

bool same(const Standing& a, const Standing& b) {
  return a.due_at == b.due_at && a.closed_at == b.closed_at && a.opened_at == b.opened_at &&
         a.on_time == b.on_time && a.implausible == b.implausible && a.stage == b.stage;
}

class LedgerTables : public testing::Test {
 protected:
  LedgerTables() : path_(fresh_path()), connection_(path_, OpenFor::writing), table_(ledger) {
    connection_.run(create_table_sql(ledger));
  }
  static std::string fresh_path() {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    const std::string path = testing::TempDir() + "ledger_table_" + test->name() + ".db";
    for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(path + end);
    return path;
  }
  void open(const Row& row, const LedgerTable::Origin& origin = {}) {
    table_.put(connection_, body, row.record, row.standing, nullptr, origin);
  }
  void change(const Row& before, const Row& after) {
    const LedgerTable::Before then{before.standing, before.record};
    table_.put(connection_, body, after.record, after.standing, &then);
  }
  std::int64_t number(const std::string& sql) {
    Statement& find = connection_.statement(sql);
    const ResetAtEnd reset(find);
    find.step();
    return find.integer(0);
  }
  std::vector<std::int64_t> listed(const ListQuery& query) {
    const Result<Page> page = table_.list(connection_, body, query);
    std::vector<std::int64_t> numbers;
    for (const Record& record : page.value().records) numbers.push_back(record.opened_by_entry);
    return numbers;
  }

  std::string path_;
  Connection connection_;
  LedgerTable table_;
};

Row full_row() {
  Row row = row_numbered(7, path_segment(0) + path_segment(9), "begun");
  Record& record = row.record;
  record.version = 12;
  record.author = PersonId(id_numbered(77));
  record.state_since = Moment{-5};
  record.closed_at = Moment{123456789};
  record.deadline = "reply";
  record.clock_started = Moment{44};
  record.pauses = {{Moment{1}, Moment{2}}, {Moment{-3}, std::nullopt}};
  record.signatures = {{"ag\"ree", 2, PersonId(id_numbered(5)), Moment{99}}};
  record.set("name", std::string("引号\"反斜\\杠\n'换行' 😀"));
  record.set("story", std::string());
  record.set("times", std::int64_t{INT64_MIN});
  record.set("amount", Fixed{-1234567});
  record.set("day", Date{-1});
  record.set("said_at", Moment{1});
  record.set("colour", std::string("red"));
  record.set("colours", std::vector<std::string>{"green", "b\"lue"});
  record.set("agreed", false);
  record.set("lead", id_numbered(8));
  record.set("others", std::vector<Uuid>{id_numbered(1), id_numbered(2)});
  record.set("who", id_numbered(9));
  record.set("about", id_numbered(10));
  record.set("source_of", Link{"others", id_numbered(11), 3});
  Rows rows;
  rows.last_id = 9;  // a row that has gone had the number
  rows.all = {{2, {id_numbered(9), id_numbered(12), std::string("\"迟\""), Value()}},
              {7, {Value(), Value(), Value(), Link{"samples", id_numbered(11)}}}};
  record.set("team", rows);
  row.standing.due_at = Moment{5000};
  row.standing.closed_at = record.closed_at;
  return row;
}

TEST_F(LedgerTables, the_statement_of_the_table_can_be_run_again) {
  open(full_row());
  connection_.run(create_table_sql(ledger));
  EXPECT_TRUE(table_.get(connection_, body, full_row().record.id));
}

TEST_F(LedgerTables, every_kind_of_value_comes_back) {
  const Row row = full_row();
  open(row);
  const auto found = table_.get(connection_, body, row.record.id);
  ASSERT_TRUE(found);
  EXPECT_TRUE(same(*found, row.record));
}

TEST_F(LedgerTables, what_a_record_leads_to_is_found_from_there) {
  const Row row = full_row();
  open(row);
  const auto found_by = [&](const std::string& place, const Value& value) {
    ListQuery query;
    query.path = path_segment(0);
    query.field_equals = {place, value};
    EXPECT_EQ(table_.count(connection_, body, query), std::ssize(listed(query)));
    return listed(query).size();
  };
  EXPECT_EQ(found_by("about", id_numbered(10)), 1U);
  EXPECT_EQ(found_by("about", id_numbered(11)), 0U) << "under another name only";
  EXPECT_EQ(found_by("source_of", id_numbered(11)), 1U) << "whatever row is meant";
  EXPECT_EQ(found_by("source_of", Link{"others", id_numbered(11), 3}), 1U);
  EXPECT_EQ(found_by("source_of", Link{"others", id_numbered(11), 4}), 0U);
  EXPECT_EQ(found_by("team.at", id_numbered(12)), 1U);
  EXPECT_EQ(found_by("team.member", id_numbered(9)), 1U);
  EXPECT_EQ(found_by("team.cites", id_numbered(11)), 1U);
  const Uuid to[] = {id_numbered(10), id_numbered(11)};
  const std::vector<Citing> all = citing(connection_, body, to, 100);
  ASSERT_EQ(all.size(), 3U) << "of both, in one query";
  for (const Citing& one : all) {
    EXPECT_EQ(one.ledger, "samples");
    EXPECT_EQ(table_.at_row(connection_, one.row_no)->id, row.record.id);
  }
  EXPECT_EQ(citing(connection_, body, to, 1).size(), 3U) << "by each field one";
  EXPECT_EQ(citing(connection_, body, to, 0).size(), 0U);
  EXPECT_EQ(citing(connection_, BodyNo{4}, to, 100).size(), 0U);

  Row after = row;
  after.record.set("source_of", Link{"others", id_numbered(11), 4});
  after.record.set("team", Value());
  change(row, after);
  EXPECT_EQ(found_by("source_of", Link{"others", id_numbered(11), 4}), 1U);
  EXPECT_EQ(found_by("team.at", id_numbered(12)), 0U);
  EXPECT_EQ(citing(connection_, body, to, 100).size(), 2U);
  table_.remove(connection_, body, after.record, after.standing);
  EXPECT_EQ(number("SELECT count(*) FROM links"), 0);
}

TEST_F(LedgerTables, an_empty_record_and_empty_lists_come_back) {
  Row row = row_numbered(1, path_segment(0), "begun");
  open(row);
  EXPECT_TRUE(same(*table_.get(connection_, body, row.record.id), row.record));
  Row after = row;
  after.record.set("colours", std::vector<std::string>{});
  after.record.set("others", std::vector<Uuid>{});
  change(row, after);
  EXPECT_TRUE(same(*table_.get(connection_, body, row.record.id), after.record));
}

TEST_F(LedgerTables, any_change_of_a_record_comes_back) {
  Row before = row_numbered(7, path_segment(0), "begun");
  open(before);
  const Row after = full_row();
  Row now = after;
  now.record.author = before.record.author;  // set once, at opening
  now.record.created_at = before.record.created_at;
  change(before, now);
  EXPECT_TRUE(same(*table_.get(connection_, body, before.record.id), now.record));
  change(now, before);
  EXPECT_TRUE(same(*table_.get(connection_, body, before.record.id), before.record));
  EXPECT_EQ(number("SELECT count(*) FROM samples_open"), 1);
}

TEST_F(LedgerTables, a_record_without_a_row_is_not_replaced) {
  const Row row = row_numbered(1, path_segment(0), "begun");
  EXPECT_THROW(change(row, row), std::logic_error);
}

TEST_F(LedgerTables, bodies_do_not_see_each_other) {
  const Row row = full_row();
  open(row);
  EXPECT_FALSE(table_.get(connection_, BodyNo{2}, row.record.id));
  EXPECT_FALSE(table_.get(connection_, BodyNo{4}, row.record.id));
  for (const bool by_due : {true, false}) {
    for (const std::optional<Stage> stage : {std::optional(Stage::open), std::optional<Stage>()}) {
      ListQuery query;
      query.path = path_segment(0);
      query.stage = stage;
      query.by_due = by_due;
      EXPECT_EQ(table_.list(connection_, BodyNo{4}, query)->records.size(), 0u);
      EXPECT_EQ(table_.count(connection_, BodyNo{2}, query), 0);
      EXPECT_EQ(table_.count(connection_, body, query), 1);
    }
  }
}

TEST_F(LedgerTables, an_imported_record_is_found_by_its_source_and_taken_back) {
  const RecordId import(id_numbered(500));
  open(full_row(), {"101001", import});
  Row other = row_numbered(8, path_segment(0), "said");
  open(other);
  EXPECT_EQ(table_.find_by_source(connection_, body, "101001"), full_row().record.id);
  EXPECT_FALSE(table_.find_by_source(connection_, body, "10100"));
  ASSERT_EQ(table_.of_import(connection_, body, import).size(), 1u);
  table_.remove(connection_, body, full_row().record, full_row().standing);
  EXPECT_TRUE(table_.of_import(connection_, body, import).empty());
  EXPECT_FALSE(table_.get(connection_, body, full_row().record.id));
  EXPECT_EQ(number("SELECT count(*) FROM samples_open"), 0);
  EXPECT_EQ(number("SELECT count(*) FROM samples"), 1);
}

TEST_F(LedgerTables, the_work_list_has_a_row_for_every_unit_on_the_line_while_open) {
  Row row = full_row();
  open(row);
  EXPECT_EQ(number("SELECT count(*) FROM samples_open WHERE due_at = 5000"), 2);
  Row later = row;
  later.standing.due_at.reset();
  change(row, later);
  EXPECT_EQ(number("SELECT count(*) FROM samples_open WHERE due_at > 5000"), 2);
  Row moved = later;
  moved.record.path = path_segment(0) + path_segment(4) + path_segment(5);
  change(later, moved);
  EXPECT_EQ(number("SELECT count(*) FROM samples_open"), 3);
  Row said = moved;
  said.record.state = "said";
  said.standing.stage = Stage::claimed;
  change(moved, said);
  EXPECT_EQ(number("SELECT count(*) FROM samples_open"), 0);
  change(said, row);
  EXPECT_EQ(number("SELECT count(*) FROM samples_open"), 2);
}

TEST_F(LedgerTables, what_a_unit_owes_by_a_day_is_its_own_and_not_of_those_below_it) {
  const std::string above = path_segment(0), below = above + path_segment(9);
  const auto due = [](std::int64_t number, const std::string& path, std::int32_t until) {
    Row row = row_numbered(number, path, "begun");
    row.record.set("day", Date{until});
    return row;
  };
  for (const Row& row : {due(1, above, 10), due(2, above, 13), due(3, above, 20), due(4, below, 10),
                         row_numbered(5, above, "begun")})
    open(row);
  const SpanOfDays spans[] = {{Date{9}, Date{10}}, {Date{13}, Date{14}}};
  const auto at = [&](const std::string& path, std::int64_t at_most) {
    const UnitId unit(id_numbered(std::hash<std::string>{}(path)));
    return due_at_unit(connection_, ledger, body, unit, path, "day", spans, at_most);
  };
  const DueAtUnit all = at(above, 5);
  EXPECT_EQ(all.records.size(), 2u);
  EXPECT_EQ(all.walked, 5);
  EXPECT_TRUE(all.is_complete);
  EXPECT_EQ(at(below, 5).records, std::vector{RecordId(id_numbered(4))});
  const DueAtUnit cut = at(above, 1);
  EXPECT_EQ(cut.walked, 1) << "what is walked is bounded, and not what is found";
  EXPECT_FALSE(cut.is_complete);
  EXPECT_TRUE(at("", 5).records.empty());
}

TEST_F(LedgerTables, a_cursor_that_we_did_not_write_is_refused) {
  ListQuery query;
  query.path = path_segment(0);
  for (const char* cursor : {"x", "AAAAAAAAAAAAAAAAAAAAAAAA", "AWQAAAAAAAAAAAAAAAAAAA==",
                             "AWQAAAAAAAAAAAAAAAAAAAAA", "\xe5\x88\x9b", "' OR 1=1 --"}) {
    query.cursor = cursor;
    const Result<Page> page = table_.list(connection_, body, query);
    ASSERT_FALSE(page) << cursor;
    EXPECT_EQ(page.error().law, Refusal::cursor_is_malformed);
  }
}

TEST_F(LedgerTables, a_cursor_of_another_order_or_body_is_refused) {
  open(row_numbered(1, path_segment(0), "begun"));
  open(row_numbered(2, path_segment(0), "begun"));
  ListQuery query;
  query.path = path_segment(0);
  query.limit = 1;
  query.cursor = table_.list(connection_, body, query)->next_cursor;
  ASSERT_FALSE(query.cursor.empty());
  EXPECT_TRUE(table_.list(connection_, body, query));
  EXPECT_FALSE(table_.list(connection_, BodyNo{4}, query));
  query.by_due = false;
  EXPECT_FALSE(table_.list(connection_, body, query));
}

// A population of which the test keeps its own copy, and the lists reckoned from it by hand.
class LedgerLists : public LedgerTables {
 protected:
  LedgerLists() {
    for (const UnitNo no : {1, 2}) {
      paths_.push_back(path_segment(0) + path_segment(no));
      for (const UnitNo below : {10, 11, 12}) {
        paths_.push_back(paths_[paths_.size() - 1].substr(0, 8) + path_segment(no * 100 + below));
      }
    }
    paths_.push_back(path_segment(0));
  }

  Row random_row(std::int64_t number) {
    // The second branch is small, so that both ways to search a subtree are taken.
    const std::string& path = random_() % 40 ? paths_[random_() % 4] : paths_[4 + random_() % 5];
    Row row = row_numbered(number, path, states[random_() % std::size(states)].name);
    row.record.author = PersonId(id_numbered(random_() % 4));
    redraw(row);
    return row;
  }

  void redraw(Row& row) {
    Record& record = row.record;
    Standing& standing = row.standing;
    record.state = states[random_() % std::size(states)].name;
    standing = Standing{};
    standing.stage = record.stage();
    // Some were received long before they were entered, several at the same moment.
    standing.opened_at =
        random_() % 3 ? record.created_at : Moment{static_cast<std::int64_t>(random_() % 40)};
    // Few different moments, so that many records share one.
    if (random_() % 4) standing.due_at = Moment{static_cast<std::int64_t>(random_() % 40)};
    record.closed_at.reset();
    if (standing.stage == Stage::claimed || standing.stage == Stage::confirmed) {
      record.closed_at = Moment{static_cast<std::int64_t>(random_() % 40)};
      standing.implausible = random_() % 50 == 0;
      if (standing.due_at && !standing.implausible) {
        standing.on_time = *record.closed_at <= *standing.due_at;
      }
    }
    standing.closed_at = record.closed_at;
    if (random_() % 3) record.set("about", id_numbered(random_() % 5));
    if (random_() % 3) record.set("colour", std::string(words[random_() % 3]));
    record.set("colours", random_() % 2 ? Value(std::vector<std::string>{"red", "blue"}) : Value());
    record.set("others", std::vector<Uuid>{id_numbered(random_() % 3)});
    record.set("times", static_cast<std::int64_t>(random_() % 3));
  }

  void fill(std::int64_t records) {
    Transaction transaction(connection_, Transaction::Mode::immediate);
    for (std::int64_t i = 1; i <= records; ++i) {
      rows_.push_back(random_row(i));
      open(rows_.back());
    }
    // A third of them are worked on, some of these transferred.
    for (std::int64_t i = 0; i < records / 3; ++i) {
      Row& row = rows_[random_() % rows_.size()];
      const Row before = row;
      redraw(row);
      if (random_() % 5 == 0) {
        row.record.path = paths_[random_() % paths_.size()];
        row.record.unit = UnitId(id_numbered(std::hash<std::string>{}(row.record.path)));
      }
      row.record.version += records;
      change(before, row);
    }
    transaction.commit();
  }

  static bool holds(const Value& value, const Value& wanted) {
    if (const auto* texts = std::get_if<std::vector<std::string>>(&value)) {
      return std::ranges::find(*texts, std::get<std::string>(wanted)) != texts->end();
    }
    if (const auto* ids = std::get_if<std::vector<Uuid>>(&value)) {
      return std::ranges::find(*ids, std::get<Uuid>(wanted)) != ids->end();
    }
    return value == wanted;
  }

  static bool fits(const Row& row, const ListQuery& query) {
    const Standing& standing = row.standing;
    return row.record.path.starts_with(query.path) &&
           (!query.state || row.record.state == *query.state) &&
           (!query.stage || standing.stage == *query.stage) &&
           (!query.on_time || standing.on_time == query.on_time) &&
           (!query.with_clock || standing.due_at) &&
           (!query.overdue_at || (standing.stage == Stage::open && standing.due_at &&
                                  *standing.due_at <= *query.overdue_at)) &&
           (!query.implausible || standing.implausible == *query.implausible) &&
           (!query.own_unit || row.record.unit == *query.own_unit) &&
           (!query.author || row.record.author == *query.author) &&
           (!query.field_equals ||
            holds(row.record.value(query.field_equals->first), query.field_equals->second));
  }

  std::vector<Row> expected(const ListQuery& query) const {
    std::vector<Row> found;
    for (const Row& row : rows_)
      if (fits(row, query)) found.push_back(row);
    std::ranges::sort(found, [&](const Row& a, const Row& b) {
      if (!query.by_due)
        return std::pair(a.standing.opened_at, a.record.opened_by_entry) >
               std::pair(b.standing.opened_at, b.record.opened_by_entry);
      const auto key = [](const Row& row) {
        return std::pair(row.standing.due_at.value_or(Moment{INT64_MAX}),
                         row.record.opened_by_entry);
      };
      return key(a) < key(b);
    });
    return found;
  }

  // All pages of the list, one behind the other.
  std::vector<Row> all_pages(ListQuery query, std::size_t limit) {
    query.limit = limit;
    std::vector<Row> found;
    do {
      Result<Page> page = table_.list(connection_, body, query);
      EXPECT_TRUE(page);
      EXPECT_LE(page->records.size(), limit);
      EXPECT_EQ(page->records.size(), page->standings.size());
      for (std::size_t i = 0; i < page->records.size(); ++i) {
        found.push_back({page->records[i], page->standings[i]});
      }
      query.cursor = page->next_cursor;
    } while (!query.cursor.empty() && found.size() <= rows_.size());
    return found;
  }

  ListQuery random_query() {
    ListQuery query;
    query.path = paths_[random_() % paths_.size()];
    query.by_due = random_() % 2;
    if (random_() % 3 == 0) query.state = states[random_() % std::size(states)].name;
    if (random_() % 2) query.stage = static_cast<Stage>(random_() % 4);
    if (random_() % 4 == 0) query.on_time = random_() % 2 == 0;
    if (random_() % 4 == 0) query.with_clock = true;
    if (random_() % 4 == 0) query.overdue_at = Moment{static_cast<std::int64_t>(random_() % 40)};
    if (random_() % 8 == 0) query.implausible = random_() % 2 == 0;
    if (random_() % 8 == 0) {
      query.own_unit = UnitId(id_numbered(std::hash<std::string>{}(paths_[random_() % 9])));
    }
    if (random_() % 8 == 0) query.author = PersonId(id_numbered(random_() % 4));
    switch (random_() % 12) {
      case 0:
        query.field_equals = {"about", id_numbered(random_() % 6)};
        break;
      case 1:
        query.field_equals = {"about", Value()};
        break;
      case 2:
        query.field_equals = {"colour", std::string("red")};
        break;
      case 3:
        query.field_equals = {"colours", std::string("blue")};
        break;
      case 4:
        query.field_equals = {"others", id_numbered(random_() % 3)};
        break;
      case 5:
        query.field_equals = {"times", std::int64_t{1}};
        break;
      default:
        break;
    }
    return query;
  }

  void compare(const ListQuery& query, std::size_t limit) {
    const std::vector<Row> wanted = expected(query);
    const std::vector<Row> found = all_pages(query, limit);
    ASSERT_EQ(found.size(), wanted.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
      ASSERT_EQ(found[i].record.opened_by_entry, wanted[i].record.opened_by_entry) << i;
      ASSERT_TRUE(same(found[i].record, wanted[i].record));
      ASSERT_TRUE(same(found[i].standing, wanted[i].standing));
    }
    ASSERT_EQ(table_.count(connection_, body, query), static_cast<std::int64_t>(wanted.size()));
    ASSERT_EQ(table_.count(connection_, body, query, 40),
              std::min<std::int64_t>(40, static_cast<std::int64_t>(wanted.size())));
  }

  std::mt19937_64 random_{20110701};
  std::vector<std::string> paths_;
  std::vector<Row> rows_;
};

TEST_F(LedgerLists, pages_hold_every_record_once_and_agree_with_the_count) {
  fill(3000);
  for (int i = 0; i < 200; ++i) {
    const ListQuery query = random_query();
    SCOPED_TRACE(i);
    compare(query, std::array<std::size_t, 3>{23, 100, 5000}[random_() % 3]);
    if (HasFatalFailure()) return;
  }
}

TEST_F(LedgerLists, a_plain_list_agrees_in_both_orders_at_every_unit) {
  fill(2500);
  for (const std::string& path : paths_) {
    for (const bool by_due : {true, false}) {
      ListQuery query;
      query.path = path;
      query.by_due = by_due;
      compare(query, 97);
      query.stage = Stage::open;
      compare(query, 97);
      if (HasFatalFailure()) return;
    }
  }
}

TEST_F(LedgerLists, an_empty_path_has_no_records) {
  fill(10);
  EXPECT_TRUE(listed({}).empty());
  EXPECT_EQ(table_.count(connection_, body, {}), 0);
}

TEST_F(LedgerLists, records_follow_a_unit_that_moves) {
  fill(2000);
  // A branch with all below it leaves one line and joins another.
  const std::string old_path = paths_[0];
  const std::string new_path = paths_[4] + path_segment(1);
  table_.move_subtree(connection_, body, old_path, new_path);
  for (Row& row : rows_) {
    if (!row.record.path.starts_with(old_path)) continue;
    row.record.path = new_path + row.record.path.substr(old_path.size());
  }
  for (std::string& path : paths_) {
    if (path.starts_with(old_path)) path = new_path + path.substr(old_path.size());
  }
  std::int64_t work_rows = 0;
  for (const Row& row : rows_) {
    if (row.standing.stage != Stage::open) continue;
    work_rows += static_cast<std::int64_t>(row.record.path.size() / path_segment_size);
  }
  EXPECT_EQ(number("SELECT count(*) FROM samples_open"), work_rows);
  for (const std::string& path : paths_) {
    ListQuery query;
    query.path = path;
    query.stage = Stage::open;
    compare(query, 50);
    query.stage.reset();
    compare(query, 50);
    if (HasFatalFailure()) return;
  }
}

TEST_F(LedgerLists, readers_on_their_own_connections_see_the_same_lists) {
  fill(500);
  Connection reader(path_, OpenFor::reading);
  ListQuery query;
  query.path = path_segment(0);
  query.stage = Stage::open;
  EXPECT_EQ(table_.list(reader, body, query)->records.size(), 25u);
  EXPECT_EQ(table_.count(reader, body, query), table_.count(connection_, body, query));
}

}  // namespace
}  // namespace chuangyou
