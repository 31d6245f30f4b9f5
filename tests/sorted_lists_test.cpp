// Lists narrowed by any field and in the order of any column: what each reader gets, page by page,
// and what no filter, order, next page or count tells him.
#include <gtest/gtest.h>

#include <set>

#include "campaign/find_sorted.h"
#include "ledgers/all.h"
#include "world/life.h"

namespace chuangyou {
namespace {

using world::TemporaryFolder;
using world::World;

struct SortedLists : testing::Test {
  TemporaryFolder folder;
  World world{folder.path()};

  ListQuery below(std::string_view unit) {
    ListQuery query;
    query.path = world.province().tree.path_of(world.unit(unit));
    return query;
  }
  ListQuery sorted(std::string_view column, bool is_descending = false) {
    ListQuery query = below("root");
    query.sorted = SortedBy{std::string(column), is_descending};
    return query;
  }
  RecordId problem(const char* title, std::string_view kind = "new",
                   std::string_view unit = "branch_2") {
    return world::must_perform(world, {.who = unit == "branch_1" ? "head_1" : "head_2",
                                       .ledger = "problems",
                                       .act = "register",
                                       .fields = {{"title", title}, {"kind", std::string(kind)}},
                                       .unit = unit})
        .id;
  }
  std::vector<std::string> titles(std::string_view who, ListQuery query, std::size_t limit) {
    std::vector<std::string> all;
    query.limit = limit;
    do {
      const Result<Page> page = world.list(who, "problems", query);
      if (!page) return {std::string(name_of(page.error().law))};
      EXPECT_LE(page->records.size(), limit);
      for (const Record& record : page->records)
        all.push_back(std::get<std::string>(record.value("title")));
      query.cursor = page->next_cursor;
    } while (!query.cursor.empty() && all.size() < 100);
    return all;
  }
  std::vector<std::string> narrowed(Condition condition) {
    ListQuery query = sorted("title");
    query.conditions = {std::move(condition)};
    return titles("worker", query, 25);
  }
  Refusal law(const char* who, std::string_view ledger, const ListQuery& query) {
    const Result<Page> page = world.list(who, ledger, query);
    const Result<std::int64_t> count = world.count(who, ledger, query);
    EXPECT_EQ(page.has_value(), count.has_value()) << who;
    return page ? Refusal::none : page.error().law;
  }
};

using Titles = std::vector<std::string>;

TEST_F(SortedLists, EachPageGoesOnWhereTheLastOneEnded) {
  for (const char* title : {"第10件", "第2件", "电话无人接", "办事排队", "第1件"}) problem(title);
  const Titles in_order{"办事排队", "第1件", "第2件", "第10件", "电话无人接"};
  const Titles the_other_way(in_order.rbegin(), in_order.rend());
  for (const std::size_t limit : {1u, 2u, 3u, 5u, 25u}) {
    EXPECT_EQ(titles("worker", sorted("title"), limit), in_order) << limit;
    EXPECT_EQ(titles("worker", sorted("title", true), limit), the_other_way) << limit;
  }
}

TEST_F(SortedLists, WhatIsEmptyComesLastEitherWay) {
  problem("甲");
  const RecordId with_day = problem("乙");
  const auto act = [&](std::string_view name, std::vector<AskedField> fields) {
    world::must_perform(world, {.who = "head_2",
                                .ledger = "problems",
                                .act = name,
                                .record = with_day,
                                .fields = std::move(fields)});
  };
  act("accept", {});
  act("begin", {{"measures", "增设窗口"}, {"promised", parse_date("2011-06-30").value()}});
  for (const bool is_descending : {false, true})
    EXPECT_EQ(titles("worker", sorted("promised", is_descending), 25), (Titles{"乙", "甲"}));
}

TEST_F(SortedLists, ConditionsMeanWhatTheySay) {
  problem("排队 100% 太久", "new");
  problem("资料不全", "old");
  const auto text = [](const char* words) { return std::vector<Value>{std::string(words)}; };
  const Titles both{"排队 100% 太久", "资料不全"};
  EXPECT_EQ(narrowed({"title", Compare::contains, text("资料")}), Titles{"资料不全"});
  EXPECT_EQ(narrowed({"title", Compare::contains, text("0%")}), Titles{"排队 100% 太久"});
  EXPECT_EQ(narrowed({"title", Compare::contains, text("排%久")}), Titles{});
  EXPECT_EQ(narrowed({"kind", Compare::is, text("old")}), Titles{"资料不全"});
  EXPECT_EQ(narrowed({"kind", Compare::is, {std::string("old"), std::string("new")}}), both);
  EXPECT_EQ(narrowed({"promised", Compare::is_there, {false}}), both);
  EXPECT_EQ(narrowed({"promised", Compare::is_there, {true}}), Titles{});
  const Moment now = world.now();
  EXPECT_EQ(narrowed({"created_at", Compare::until, {now}}), both);
  EXPECT_EQ(narrowed({"created_at", Compare::until, {Moment{now.microseconds - 1}}}), Titles{});
  EXPECT_EQ(narrowed({"created_at", Compare::from, {now}}), both);
  EXPECT_EQ(narrowed({"source", Compare::is_there, {true}}), Titles{});
}

// A column of rows is compared by each of its rows.
TEST_F(SortedLists, AConditionOnAColumnAsksEachRow) {
  world::live_through(world);
  ListQuery query = below("root");
  query.conditions = {{"clause_rows.text", Compare::contains, {std::string("公开兑现")}}};
  const std::size_t with_words = world.list("worker", "directives", query)->records.size();
  EXPECT_GT(with_words, 0u);
  query.conditions[0].values = {std::string("哪里都没有的话")};
  EXPECT_TRUE(world.list("worker", "directives", query)->records.empty());
  query.conditions = {{"clause_rows.asks", Compare::is, {std::string("task")}}};
  EXPECT_GE(world.list("worker", "directives", query)->records.size(), with_words);
}

// Law 7: neither order nor filter, nor a next page or a count of either, by what may be hidden.
TEST_F(SortedLists, WhatNotAllMaySeeNeitherNarrowsNorSorts) {
  world::a_promise_in(world, "proposed");
  world::a_promise_in(world, "published");
  const Ledger& ledger = *find_ledger("promises");
  for (const FieldSpec& field : ledger.fields) {
    ListQuery by_order = below("root"), by_filter = below("root");
    by_order.sorted = SortedBy{std::string(field.name)};
    by_filter.conditions = {{std::string(field.name), Compare::is_there, {true}}};
    const bool is_public = field.visibility == Visibility::public_;
    const bool is_sortable = may_sort_by(ledger, field.name);
    for (const char* who : {"citizen", "head_2", "organ_b", "admin"}) {
      const Refusal expected = is_public ? Refusal::none : Refusal::field_is_hidden;
      EXPECT_EQ(law(who, "promises", by_filter), expected) << who << " " << field.name;
      if (!is_sortable) continue;
      EXPECT_EQ(law(who, "promises", by_order), expected) << who << " " << field.name;
    }
    EXPECT_EQ(law("worker", "promises", by_filter), Refusal::none) << field.name;
    if (!is_sortable) continue;
    EXPECT_EQ(law("worker", "promises", by_order), Refusal::none) << field.name;
  }
  ListQuery by_source = below("root");
  by_source.conditions = {{"source", Compare::contains, {std::string("1")}}};
  EXPECT_EQ(law("head_2", "promises", by_source), Refusal::field_is_hidden);
  by_source.author = world.person("head_2");  // his own he picks by anything
  EXPECT_EQ(law("head_2", "promises", by_source), Refusal::none);
}

TEST_F(SortedLists, AReaderSortsWhatHeSeesAndNoMore) {
  for (int round = 0; round < 3; ++round) {
    world::a_promise_in(world, "proposed");
    world::a_promise_in(world, "published");
  }
  std::set<Uuid> seen;
  ListQuery query = sorted("content", true);
  query.limit = 2;
  do {
    const Page page = world.list("head_2", "promises", query).value();
    for (const Record& record : page.records) {
      EXPECT_EQ(record.state, "published");
      EXPECT_TRUE(seen.insert(record.id).second);
    }
    query.cursor = page.next_cursor;
  } while (!query.cursor.empty());
  EXPECT_EQ(seen.size(), 3u);
}

TEST_F(SortedLists, ACursorOfAnotherOrderIsRefused) {
  problem("甲");
  problem("乙");
  ListQuery by_due = below("root");
  by_due.limit = 1;
  ListQuery by_title = sorted("title");
  by_title.limit = 1;
  const std::string of_due = world.list("worker", "problems", by_due)->next_cursor;
  const std::string of_title = world.list("worker", "problems", by_title)->next_cursor;
  by_due.cursor = of_title;
  by_title.cursor = of_due;
  EXPECT_EQ(world.list("worker", "problems", by_due).error().law, Refusal::cursor_is_malformed);
  EXPECT_EQ(world.list("worker", "problems", by_title).error().law, Refusal::cursor_is_malformed);
}

}  // namespace
}  // namespace chuangyou
