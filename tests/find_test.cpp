// The one reader: what each may see, page by page.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "ledgers/all.h"
#include "world/life.h"

namespace chuangyou {
namespace {

using world::TemporaryFolder;
using world::World;

struct Find : testing::Test {
  TemporaryFolder folder;
  World world{folder.path()};

  ListQuery below(std::string_view unit) {
    ListQuery query;
    query.path = world.province().tree.path_of(world.unit(unit));
    return query;
  }
  RecordId promise(std::string_view until) { return world::a_promise_in(world, until); }
};

// Goes through all pages; every page keeps to its limit and no record comes twice.
std::vector<Record> all_pages(World& world, std::string_view who, std::string_view ledger,
                              ListQuery query) {
  std::vector<Record> records;
  std::set<Uuid> seen;
  do {
    Result<Page> page = world.list(who, ledger, query);
    if (!page) {
      ADD_FAILURE() << name_of(page.error().law);
      return records;
    }
    EXPECT_LE(page->records.size(), query.limit) << who;
    EXPECT_EQ(page->records.size(), page->standings.size());
    for (Record& record : page->records) {
      EXPECT_TRUE(seen.insert(record.id).second) << "a record comes twice";
      records.push_back(std::move(record));
    }
    query.cursor = page->next_cursor;
  } while (!query.cursor.empty() && records.size() < 1000);
  return records;
}

TEST_F(Find, StrangersSeePublicStatesAndPublicFieldsOnly) {
  const char* states[] = {"proposed", "reviewed", "fixed", "published", "claimed", "confirmed"};
  std::map<Uuid, std::string> made;
  for (int round = 0; round < 3; ++round)
    for (const char* state : states) made[promise(state)] = state;
  const Ledger& ledger = *find_ledger("promises");
  for (const char* who :
       {"citizen", "head_2", "organ_b", "division_3", "admin", "auditor", "personnel"}) {
    for (bool by_due : {true, false}) {
      ListQuery query = below("root");
      query.limit = 2;
      query.by_due = by_due;
      std::vector<Record> seen = all_pages(world, who, "promises", query);
      // The served too: a promise that is still being weighed is nobody's but the promiser's.
      EXPECT_EQ(seen.size(), 9u) << who;
      for (const Record& record : seen) {
        EXPECT_TRUE(ledger.state(record.state)->is_public) << record.state;
        EXPECT_TRUE(record.author.is_nil());
        for (const FieldSpec& field : ledger.fields)
          EXPECT_TRUE(field.visibility == Visibility::public_ || is_empty(record.value(field.name)))
              << field.name << " shown to " << who;
        EXPECT_FALSE(is_empty(record.value("content")));
      }
      query.limit = 25;
      EXPECT_EQ(*world.count(who, "promises", query), 9) << who;
    }
  }
  for (const auto& [id, state] : made) {
    bool is_public = ledger.state(state)->is_public;
    Result<Found> found = world.find("head_2", "promises", RecordId(id));
    EXPECT_EQ(found.has_value(), is_public) << state;
    if (!found) continue;
    EXPECT_TRUE(is_empty(found->record.value("evidence")));
    EXPECT_TRUE(is_empty(found->record.value("decided_at")));
  }
}

TEST_F(Find, TheChainSeesEverythingPageByPage) {
  for (int round = 0; round < 7; ++round) promise(round % 2 ? "published" : "proposed");
  for (const char* who : {"worker", "organ_a", "group_a", "secretary_a", "head_1", "member_1"})
    for (std::size_t limit : {1u, 2u, 3u, 7u, 25u}) {
      ListQuery query = below("branch_1");
      query.limit = limit;
      EXPECT_EQ(all_pages(world, who, "promises", query).size(), 7u) << who << " " << limit;
      query.by_due = false;
      EXPECT_EQ(all_pages(world, who, "promises", query).size(), 7u) << who << " " << limit;
    }
  ListQuery elsewhere = below("branch_2");
  EXPECT_TRUE(all_pages(world, "worker", "promises", elsewhere).empty());
}

TEST_F(Find, WhatNotAllMaySeePicksNothing) {
  promise("proposed");
  promise("published");
  const auto law = [&](const char* who, const ListQuery& query) {
    const Result<Page> page = world.list(who, "promises", query);
    const Result<std::int64_t> count = world.count(who, "promises", query);
    EXPECT_EQ(page.has_value(), count.has_value()) << who;
    return page ? Refusal::none : page.error().law;
  };
  ListQuery by_state = below("root"), by_public_state = below("root"), by_hidden = below("root"),
            by_public = below("root"), by_author = below("root");
  by_state.state = "proposed";
  by_public_state.state = "published";
  by_hidden.field_equals = {"evidence", std::string("内部台账")};
  by_public.field_equals = {"kind", std::string("service")};
  by_author.author = world.person("head_1");
  for (const char* who : {"citizen", "head_2", "organ_b", "admin"}) {
    EXPECT_EQ(law(who, by_state), Refusal::field_is_hidden) << who;
    EXPECT_EQ(law(who, by_hidden), Refusal::field_is_hidden) << who;
    EXPECT_EQ(law(who, by_author), Refusal::field_is_hidden) << who;
    EXPECT_EQ(law(who, by_public_state), Refusal::none) << who;
    EXPECT_EQ(law(who, by_public), Refusal::none) << who;
  }
  ListQuery of_nobody = below("root");
  of_nobody.author = PersonId();  // nil, as the citizens' records have it
  EXPECT_EQ(law("citizen", of_nobody), Refusal::field_is_hidden);
  // Whoever sees all of it, or picks out his own, may pick by whatever he likes.
  for (const ListQuery& query : {by_state, by_hidden, by_public, by_author})
    EXPECT_EQ(law("worker", query), Refusal::none);
  by_author.state = "proposed";
  EXPECT_EQ(world.list("head_1", "promises", by_author)->records.size(), 1u);
}

TEST_F(Find, ANextPageIsThereOnlyWhereAnotherRecordIsSeen) {
  // Seen and not seen in turn, and at the end many that are not.
  for (int round = 0; round < 3; ++round) {
    promise("proposed");
    promise("published");
  }
  for (int round = 0; round < 9; ++round) promise("proposed");
  for (const std::size_t limit : {1u, 2u, 3u, 4u}) {
    for (const bool by_due : {true, false}) {
      ListQuery query = below("root");
      query.limit = limit;
      query.by_due = by_due;
      std::size_t seen = 0;
      while (true) {
        const Page page = *world.list("citizen", "promises", query);
        EXPECT_FALSE(page.records.empty()) << "a page with nothing on it tells of hidden records";
        seen += page.records.size();
        if (page.next_cursor.empty() || seen > 3) break;
        query.cursor = page.next_cursor;
      }
      EXPECT_EQ(seen, 3u) << limit;
    }
  }
}

TEST_F(Find, ACountStopsAtItsLimitAndSaysSo) {
  for (int round = 0; round < 5; ++round) promise(round % 2 ? "published" : "proposed");
  Connection connection(world.places().database, OpenFor::reading);
  const auto counted = [&](const char* who, std::int64_t at_most) {
    const Actor actor = world.actor(who);
    return *count_list({connection, world.province(), actor, world.now(), true},
                       *find_ledger("promises"), below("root"), at_most);
  };
  struct {
    const char* who;
    std::int64_t at_most, count;
    bool is_complete;
  } const cases[] = {{"worker", 4, 4, false},  {"worker", 5, 5, true},  {"worker", 6, 5, true},
                     {"citizen", 1, 1, false}, {"citizen", 2, 2, true}, {"citizen", 3, 2, true}};
  for (const auto& one : cases) {
    const ListCount count = counted(one.who, one.at_most);
    EXPECT_EQ(count.count, one.count) << one.who << one.at_most;
    EXPECT_EQ(count.is_complete, one.is_complete) << one.who << one.at_most;
  }
}

// How many it passed over before it ended is nobody's business.
TEST_F(Find, ACountThatEndsEarlyIsNoExactOne) {
  for (int round = 0; round < 240; ++round) promise(round % 3 == 0 ? "proposed" : "published");
  Connection connection(world.places().database, OpenFor::reading);
  const Actor citizen = world.actor("citizen");
  const Reader reader{connection, world.province(), citizen, world.now(), true};
  const auto counted = [&](std::size_t look_at_most) {
    return *count_list(reader, *find_ledger("promises"), below("root"), 1000, look_at_most);
  };
  EXPECT_EQ(counted(1000).count, 160);
  EXPECT_TRUE(counted(1000).is_complete);
  EXPECT_FALSE(counted(100).is_complete);
  EXPECT_EQ(counted(100).count, 100) << "some 133 would say how many of 200 are hidden";
}

// What a figure counts, the list counts; at every unit, for every query that a figure opens.
TEST_F(Find, FiguresCountWhatTheListsDo) {
  for (const char* state : {"proposed", "published", "claimed", "confirmed", "published"})
    promise(state);
  world.go_to("2031-01-01T00:00:00Z");
  Connection connection(world.places().database, OpenFor::reading);
  const Actor worker = world.actor("worker"), stranger = world.actor("citizen");
  std::vector<ListQuery> queries(1);
  for (const Stage stage : {Stage::open, Stage::claimed, Stage::confirmed, Stage::ended})
    queries.emplace_back().stage = stage;
  for (const bool yes : {true, false}) queries.emplace_back().on_time = yes;
  queries.emplace_back().implausible = true;
  for (const bool yes : {true, false}) queries.emplace_back().word = yes;
  queries.emplace_back().kept_first = true;
  queries.emplace_back().history = true;
  queries.emplace_back().overdue_at = world.now();
  std::int64_t sum = 0;
  for (const char* unit : {"root", "development", "branch_1", "branch_2"}) {
    for (ListQuery query : queries) {
      query.path = below(unit).path;
      for (const bool own : {false, true}) {
        if (own) query.own_unit = world.unit(unit);
        const Reader reader{connection, world.province(), worker, world.now()};
        const auto count = count_by_figures(reader, *find_ledger("promises"), query);
        if (own && query.overdue_at) continue;  // no figure says it
        ASSERT_TRUE(count) << unit;
        EXPECT_EQ(*count, *world.count("worker", "promises", query)) << unit;
        sum += *count;
        const Reader outside{connection, world.province(), stranger, world.now()};
        EXPECT_FALSE(count_by_figures(outside, *find_ledger("promises"), query));
      }
    }
  }
  EXPECT_GT(sum, 20);
  ListQuery other = below("root");
  other.with_clock = true;
  const Reader reader{connection, world.province(), worker, world.now()};
  EXPECT_FALSE(count_by_figures(reader, *find_ledger("promises"), other));
}

TEST_F(Find, AMalformedCursorIsRefused) {
  promise("published");
  for (const char* cursor : {"x", "%%%", "AAAA", "9999999999999999999999999"}) {
    ListQuery query = below("root");
    query.cursor = cursor;
    Result<Page> page = world.list("worker", "promises", query);
    ASSERT_FALSE(page) << cursor;
    EXPECT_EQ(page.error().law, Refusal::cursor_is_malformed);
  }
}

TEST_F(Find, ByDueComesWhatIsDueFirst) {
  world::live_through(world);
  ListQuery query = below("root");
  query.limit = 3;
  std::vector<Record> records = all_pages(world, "worker", "tasks", query);
  ASSERT_GE(records.size(), 6u);
  Circumstances circumstances = world.province().circumstances();
  std::int64_t last = INT64_MIN;
  for (const Record& record : records) {
    if (record.stage() != Stage::open) continue;
    std::optional<Moment> due = standing_of(record, circumstances).due_at;
    std::int64_t at = due ? due->microseconds : INT64_MAX;
    EXPECT_GE(at, last);
    last = at;
  }
}

TEST_F(Find, AReceiptOpensItsOwnRecordOnly) {
  auto say = [&](const char* text) {
    return world::must_perform(world, {.who = "citizen",
                                       .ledger = "feedback",
                                       .act = "say",
                                       .fields = {{"text", text}, {"kind", "opinion"}},
                                       .unit = "branch_1"});
  };
  Performed mine = say("我的意见"), other = say("他人的意见");
  Connection connection(world.places().database, OpenFor::reading);
  const Ledger* ledger = nullptr;
  Result<Found> found = find_by_receipt(connection, world.province(), ledger, *mine.receipt);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->record.id, mine.id);
  EXPECT_EQ(ledger->name, "feedback");
  EXPECT_FALSE(find_by_receipt(connection, world.city(), ledger, *mine.receipt));
  EXPECT_FALSE(find_by_receipt(connection, world.province(), ledger, "0000-0000-0000-0000"));
  // Nor does it let its holder act on another's.
  Result<Performed> taken = world.perform({.who = "citizen",
                                           .ledger = "feedback",
                                           .act = "withdraw",
                                           .record = other.id,
                                           .receipt = *mine.receipt});
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().law, Refusal::nothing_is_there);
  // Nor does it say whether there is one to which he links.
  const auto linked = [&](const Uuid& promise) {
    return world
        .perform({.who = "citizen",
                  .ledger = "feedback",
                  .act = "withdraw",
                  .record = mine.id,
                  .fields = {{"about", promise}},
                  .receipt = *mine.receipt})
        .error()
        .law;
  };
  EXPECT_EQ(linked(world::a_promise_in(world, "proposed")), Refusal::record_is_linked_wrongly);
  EXPECT_EQ(linked(other.id), Refusal::record_is_linked_wrongly);
  EXPECT_EQ(linked(world::a_promise_in(world, "published")), Refusal::field_is_unknown);
  EXPECT_TRUE(world.perform({.who = "citizen",
                             .ledger = "feedback",
                             .act = "withdraw",
                             .record = mine.id,
                             .receipt = *mine.receipt}));
}

TEST_F(Find, NobodySeesWhoSaidWhat) {
  Performed said = world::must_perform(world, {.who = "head_3",
                                               .ledger = "feedback",
                                               .act = "say",
                                               .fields = {{"text", "会议太多"}, {"kind", "burden"}},
                                               .unit = "civil"});
  for (const char* who : {"citizen", "head_1", "organ_a"})
    EXPECT_FALSE(world.find(who, "feedback", said.id)) << who;
  EXPECT_TRUE(world.find("head_3", "feedback", said.id)) << "its author";
  EXPECT_TRUE(world.find("organ_b", "feedback", said.id));
}

// At the top as well, where whoever is concerned sees everything else of the whole tree.
TEST_F(Find, TheConcernedFindNothingAnywhere) {
  const auto say = [&](const char* about, const char* unit) {
    return world::must_perform(world, {.who = "member_1",
                                       .ledger = "feedback",
                                       .act = "say",
                                       .fields = {{"text", "作风霸道"},
                                                  {"kind", "criticism"},
                                                  {"concerns", "person"},
                                                  {"person", Uuid(world.person(about))}},
                                       .unit = unit});
  };
  const auto figures = [&](const char* who, const char* unit) {
    Connection connection(world.places().database, OpenFor::reading);
    Actor actor = world.actor(who);
    const auto rows =
        find_overview({connection, world.province(), actor, world.now()}, world.unit(unit));
    std::map<std::string, std::int64_t> all;
    for (const LedgerOverview& ledger : rows.value().front().ledgers)
      if (ledger.ledger->name == "feedback")
        for (const Figure& figure : ledger.figures) all.emplace(figure.name, figure.numerator);
    return all;
  };
  const Performed of_secretary = say("secretary_a", "development");
  const Performed of_worker = say("worker", "root");
  EXPECT_EQ(of_secretary.after.unit, world.unit("root"));
  struct Reading {
    const char* who;
    const char* unit;
    std::size_t records;
  };
  for (const Reading& reading :
       {Reading{"secretary_a", "development", 0}, Reading{"organ_a", "development", 0},
        Reading{"head_1", "branch_1", 0}, Reading{"worker", "root", 1},
        Reading{"discipline", "root", 1}, Reading{"hotline", "root", 1}}) {
    for (const bool by_due : {true, false})
      for (std::size_t limit : {1u, 2u, 25u}) {
        ListQuery query = below(reading.unit);
        query.by_due = by_due;
        query.limit = limit;
        EXPECT_EQ(all_pages(world, reading.who, "feedback", query).size(), reading.records)
            << reading.who;
        // Not even by a place to go on from, where a page ends on the last that one may see.
        if (std::string_view(reading.who) == "worker") {
          EXPECT_EQ(world.list("worker", "feedback", query)->next_cursor, "");
        }
      }
    EXPECT_EQ(*world.count(reading.who, "feedback", below(reading.unit)),
              static_cast<std::int64_t>(reading.records))
        << reading.who;
  }
  EXPECT_EQ(figures("worker", "root").at("all"), 1);
  EXPECT_EQ(figures("worker", "root").at("open"), 1);
  EXPECT_EQ(figures("secretary_a", "development").at("all"), 0);
  EXPECT_FALSE(world.find("worker", "feedback", of_worker.id));
  EXPECT_TRUE(world.find("discipline", "feedback", of_worker.id));
  EXPECT_FALSE(world.find("discipline", "feedback", of_secretary.id));
  EXPECT_EQ(world.waiting("worker").size(), 1u);
  EXPECT_EQ(world.waiting("discipline").size(), 1u);
  EXPECT_TRUE(world.waiting("secretary_a").empty());
}

TEST_F(Find, AnOverviewIsForThoseAboveOnly) {
  Connection connection(world.places().database, OpenFor::reading);
  auto overview = [&](const char* who, const char* unit) {
    Actor actor = world.actor(who);
    return find_overview({connection, world.province(), actor, world.now()}, world.unit(unit));
  };
  EXPECT_EQ(overview("worker", "root")->size(), 3u);
  EXPECT_EQ(overview("organ_a", "development")->size(), 3u);
  EXPECT_EQ(overview("head_1", "branch_1")->size(), 1u);
  for (auto [who, unit] : {std::pair("organ_a", "civil"), std::pair("organ_a", "root"),
                           std::pair("head_1", "development"), std::pair("admin", "root"),
                           std::pair("auditor", "root"), std::pair("citizen", "root")}) {
    auto refused = overview(who, unit);
    ASSERT_FALSE(refused) << who << " " << unit;
    EXPECT_EQ(refused.error().law, Refusal::nothing_is_there);
  }
}

}  // namespace
}  // namespace chuangyou
