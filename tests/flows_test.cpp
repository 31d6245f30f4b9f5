// Flows beside stocks: what happened on each day, counted by hand once, and always as many as the
// list behind the number has.
#include <gtest/gtest.h>

#include <map>
#include <shared_mutex>

#include "campaign/find_flows.h"
#include "campaign/keeping.h"
#include "ledgers/all.h"
#include "world/life.h"

namespace chuangyou {
namespace {

using world::TemporaryFolder;
using world::World;

Date day(std::string_view text) { return *parse_date(text); }

struct FlowsOfAProvince : testing::Test {
  TemporaryFolder folder;
  World world{folder.path()};

  RecordId open(const world::Wanted& wanted) { return world::must_perform(world, wanted).id; }
  void act(std::string_view who, std::string_view ledger, const RecordId& id, std::string_view name,
           std::vector<AskedField> fields = {}, std::string_view reason = {},
           std::string_view unit = {}) {
    world::must_perform(world, {.who = who,
                                .ledger = ledger,
                                .act = name,
                                .record = id,
                                .fields = std::move(fields),
                                .reason = reason,
                                .unit = unit});
  }
  Result<std::vector<UnitOverview>> overview(std::string_view who, const UnitId& unit,
                                             const PeriodOfDays& period) {
    Connection connection(world.places().database, OpenFor::reading);
    Body& body = world.province();
    const Actor actor = world.actor(who);
    const std::shared_lock lock(body.lock);
    const Reader reader{connection, body, actor, world.now()};
    Result<std::vector<UnitOverview>> overview = find_overview(reader, unit);
    if (overview) add_flows(reader, *overview, period);
    return overview;
  }
  // `opened 2, claimed 1`, without what did not happen.
  std::string flows(std::string_view unit, std::string_view ledger, std::string_view from,
                    std::string_view until = {}) {
    const auto rows =
        overview("worker", world.unit(unit), {day(from), day(until.empty() ? from : until)});
    std::string told;
    for (const LedgerOverview& one : rows->front().ledgers)
      for (const Figure& figure : one.flows)
        if (one.ledger->name == ledger && figure.numerator != 0)
          told += (told.empty() ? "" : ", ") + std::string(figure.name) + " " +
                  std::to_string(figure.numerator);
    return told;
  }
  RecordId problem_solved() {
    const RecordId id = open({.who = "head_1",
                              .ledger = "problems",
                              .act = "register",
                              .fields = {{"title", "排队太久"},
                                         {"kind", "harm"},
                                         {"beneficiary_unit", world.unit("branch_3")}},
                              .unit = "branch_1"});
    act("head_1", "problems", id, "accept");
    act("head_1", "problems", id, "begin",
        {{"measures", "增开窗口"}, {"promised", day("2011-03-03")}});
    world.go_to("2011-03-02T01:00:00Z");
    act("head_1", "problems", id, "solve", {{"result", "由 2 个增至 4 个"}});
    return id;
  }
  // Every flow of every unit against its list, for one reader and one period; those not zero.
  int compare_with_lists(std::string_view who, const PeriodOfDays& period);
};

TEST_F(FlowsOfAProvince, EachKindOnItsDay) {
  const RecordId id = problem_solved();
  world.go_to("2011-03-05T16:30:00Z");  // half past midnight on the 6th, in the province
  act("member_3", "problems", id, "contest", {}, "仍要排队");
  act("head_1", "problems", id, "solve", {{"result", "增至 6 个"}});
  world.go_to("2011-03-08T01:00:00Z");
  act("member_3", "problems", id, "confirm");
  act("member_3", "problems", id, "relapse", {}, "又只剩 2 个");
  EXPECT_EQ(flows("branch_1", "problems", "2011-03-01"), "opened 1");
  EXPECT_EQ(flows("branch_1", "problems", "2011-03-02"), "claimed 1, claimed_on_time 1");
  EXPECT_EQ(flows("branch_1", "problems", "2011-03-05"), "") << "the day is that of the province";
  EXPECT_EQ(flows("branch_1", "problems", "2011-03-06"),
            "claimed 1, claimed_late 1, contested 1, reopened 1");
  // A relapse is a no of the served as well.
  EXPECT_EQ(flows("branch_1", "problems", "2011-03-08"), "confirmed 1, contested 1, reopened 1");
  EXPECT_EQ(flows("development", "problems", "2011-03-01", "2011-03-08"),
            "opened 1, claimed 2, claimed_on_time 1, claimed_late 1, confirmed 1, contested 2,"
            " reopened 2");
  EXPECT_EQ(flows("civil", "problems", "2011-03-01", "2011-03-08"), "");

  const RecordId drafted = open({.who = "head_1",
                                 .ledger = "promises",
                                 .act = "propose",
                                 .fields = world::a_promise(world),
                                 .unit = "branch_1"});
  world.go_to("2011-03-09T01:00:00Z");
  act("head_1", "promises", drafted, "withdraw", {}, "不再需要");
  EXPECT_EQ(flows("root", "promises", "2011-03-08"), "opened 1");
  EXPECT_EQ(flows("root", "promises", "2011-03-09"), "ended 1");
}

TEST_F(FlowsOfAProvince, GoAlongWithARecordAndWithAUnit) {
  const RecordId id = open({.who = "worker",
                            .ledger = "problems",
                            .act = "register",
                            .fields = {{"title", "制度不全"}, {"kind", "old"}},
                            .unit = "branch_1"});
  act("organ_a", "problems", id, "transfer", {}, "属二支部", "branch_2");
  act("head_2", "problems", id, "accept_transfer");
  EXPECT_EQ(flows("branch_1", "problems", "2011-03-01"), "");
  EXPECT_EQ(flows("branch_2", "problems", "2011-03-01"), "opened 1");

  ASSERT_TRUE(world.perform_org(MoveUnit{world.unit("branch_2"), world.unit("civil"), UnitId()}));
  EXPECT_EQ(flows("development", "problems", "2011-03-01"), "");
  EXPECT_EQ(flows("civil", "problems", "2011-03-01"), "opened 1");
}

TEST_F(FlowsOfAProvince, OfAMergedUnitCountAtTheOneThatGoesOn) {
  const RecordId id = problem_solved();
  act("member_3", "problems", id, "confirm");
  const UnitId before = world.unit("branch_1");
  ASSERT_TRUE(world.perform_org(MergeUnits{before, world.unit("branch_3"), day("2011-03-01")}));
  const PeriodOfDays period{day("2011-03-01"), day("2011-03-02")};
  EXPECT_EQ(flows("development", "problems", "2011-03-01", "2011-03-02"), "");
  EXPECT_EQ(flows("branch_3", "problems", "2011-03-01", "2011-03-02"),
            "opened 1, claimed 1, claimed_on_time 1, confirmed 1");
  EXPECT_GT(compare_with_lists("worker", period), 5);
  // What is over stays where the new superior does not see it: it is in neither figure nor list.
  // The look at it some weeks later is open and has come over.
  EXPECT_EQ(compare_with_lists("head_3", period), 1);
}

TEST_F(FlowsOfAProvince, WhatIsEnteredLateIsJudgedOnceAnOutsiderStandsForIt) {
  const RecordId id = open({.who = "organ_a",
                            .ledger = "feedback",
                            .act = "record_answered",
                            .fields = {{"text", "路灯不亮"},
                                       {"kind", "request"},
                                       {"channel", "hotline"},
                                       {"received_at", *parse_moment("2011-01-31T01:00:00Z")},
                                       {"answered_at", *parse_moment("2011-02-01T01:00:00Z")}},
                            .unit = "branch_1"});
  EXPECT_EQ(flows("root", "feedback", "2011-01-31"), "opened 1");
  EXPECT_EQ(flows("root", "feedback", "2011-02-01"), "claimed 1");
  EXPECT_EQ(flows("root", "feedback", "2011-03-01"), "");
  act("hotline", "feedback", id, "confirm_entry");
  EXPECT_EQ(flows("root", "feedback", "2011-02-01"), "claimed 1, claimed_on_time 1");
  EXPECT_EQ(flows("root", "feedback", "2011-03-01"), "");
}

TEST_F(FlowsOfAProvince, GoWithAnImportThatIsTakenBack) {
  const RecordId import(*parse_uuid("01960000-0000-7000-8000-000000000001"));
  world.go_to("2011-04-01T01:00:00Z");
  world::import_cases(world, import, "a");
  // Before it was opened nothing can have been answered: that falls on the day of the entry.
  EXPECT_EQ(flows("root", "feedback", "2011-03-10"), "opened 5");
  EXPECT_EQ(flows("root", "feedback", "2011-03-15"), "claimed 1, claimed_on_time 1");
  EXPECT_EQ(flows("root", "feedback", "2011-03-25"), "claimed 1, claimed_late 1");
  EXPECT_EQ(flows("root", "feedback", "2011-04-01"), "claimed 1");
  Writer::Batch undo;
  undo.undo = {world.province().no, import, world.actor("worker")};
  ASSERT_TRUE(world.writer().perform_all(std::move(undo)).empty());
  EXPECT_EQ(flows("root", "feedback", "2011-03-01", "2011-04-01"), "");
}

int FlowsOfAProvince::compare_with_lists(std::string_view who, const PeriodOfDays& period) {
  Body& body = world.province();
  int not_zero = 0;
  for (UnitNo no = 0; no < body.tree.size(); ++no) {
    const Unit& unit = body.tree.unit(no);
    const auto rows = overview(who, unit.id, period);
    if (!rows) continue;
    for (const LedgerOverview& one : rows->front().ledgers)
      for (const Figure& figure : one.flows) {
        ListQuery query;
        query.path = body.tree.path_of(no);
        query.by_due = false;
        query.limit = 3;
        const auto kind = std::ranges::find(happened_names, figure.name);
        query.happened = HappenedIn{static_cast<Happened>(kind - std::begin(happened_names)),
                                    period.from, period.until};
        const std::string what = std::string(who) + " " + unit.name + " " +
                                 std::string(one.ledger->name) + " " + std::string(figure.name);
        EXPECT_EQ(world.count(who, one.ledger->name, query), figure.numerator) << what;
        std::int64_t listed = 0;
        std::pair<Date, std::int64_t> last{Date{INT32_MAX}, 0};
        do {
          const Result<Page> page = world.list(who, one.ledger->name, query);
          if (!page) throw std::runtime_error(what);
          for (const Standing& standing : page->standings) {
            const std::pair at{standing.happened->day, standing.happened->seq};
            EXPECT_LT(at, last) << what;
            EXPECT_TRUE(standing.happened->bits & bit_of(query.happened->kind));
            last = at;
          }
          listed += std::ssize(page->records);
          query.cursor = page->next_cursor;
        } while (!query.cursor.empty());
        EXPECT_EQ(listed, figure.numerator) << what;
        not_zero += figure.numerator != 0 ? 1 : 0;
      }
  }
  return not_zero;
}

TEST_F(FlowsOfAProvince, EveryOneOpensToAsManyRecords) {
  world::live_through(world);
  world.go_to("2011-05-20T01:00:00Z");
  world.start();
  const Date today = day("2011-05-20");
  const PeriodOfDays all{day("2011-01-01"), today};                // memory and disk
  const PeriodOfDays lately{Date{today.days - 30}, today};         // memory alone
  const PeriodOfDays early{day("2011-03-01"), day("2011-03-31")};  // disk alone
  EXPECT_GT(compare_with_lists("worker", all), 80);
  EXPECT_GT(compare_with_lists("worker", lately), 20);
  EXPECT_GT(compare_with_lists("worker", early), 30);
  for (const char* who : {"organ_a", "organ_b", "head_1", "secretary_a"})
    EXPECT_GT(compare_with_lists(who, all), 0) << who;
}

// Over all days as many are opened as there are, and the last that happened to a record says where
// it stands.
TEST_F(FlowsOfAProvince, SumUpToTheStocks) {
  world::live_through(world);
  Connection connection(world.places().database, OpenFor::reading);
  const Body& body = world.province();
  const auto rows = overview("worker", world.unit("root"), {day("2010-01-01"), day("2011-05-09")});
  ASSERT_TRUE(rows);
  for (const LedgerOverview& one : rows->front().ledgers) {
    const auto figure = [&](const std::vector<Figure>& figures, std::string_view name) {
      const auto found = std::ranges::find(figures, name, &Figure::name);
      return found == figures.end() ? 0 : found->numerator;
    };
    EXPECT_EQ(figure(one.flows, "opened"), figure(one.figures, "all")) << one.ledger->name;
    const std::int64_t closed =
        figure(one.flows, "claimed") + figure(one.flows, "confirmed") + figure(one.flows, "ended");
    EXPECT_GE(figure(one.flows, "opened") + figure(one.flows, "reopened"),
              figure(one.figures, "open"));
    EXPECT_GE(closed, figure(one.figures, "claimed") + figure(one.figures, "confirmed") +
                          figure(one.figures, "ended"));
  }
  EXPECT_GT(body.roll_up->flows("problems", 0, day("2011-05-01"), day("2011-05-09"))[0], 0);
}

TEST_F(FlowsOfAProvince, AreReadAlikeFromMemoryAndFromTheDisk) {
  world::live_through(world);
  const auto early = [&] { return flows("root", "feedback", "2011-03-01", "2011-05-09"); };
  const std::string before = early();
  EXPECT_NE(before.find("confirmed"), std::string::npos);
  world.go_to("2011-07-15T01:00:00Z");  // so that nothing of it is left in memory
  world.start();
  EXPECT_EQ(early(), before);
  const std::shared_lock lock(world.province().lock);
  EXPECT_EQ(world.province().roll_up->flows_from(), day("2011-06-15"));
}

TEST(FlowPeriods, HaveABeginningAndAnEndThatHasCome) {
  const Date today = day("2011-03-01");
  EXPECT_TRUE(check_period({today, today}, today));
  EXPECT_TRUE(check_period({Date{today.days - period_days_max + 1}, today}, today));
  const auto law = [&](std::string_view from, std::string_view until) {
    return check_period({day(from), day(until)}, today).error().law;
  };
  EXPECT_EQ(law("2011-02-02", "2011-02-01"), Refusal::end_is_before_the_beginning);
  EXPECT_EQ(law("2011-02-02", "2011-03-02"), Refusal::number_is_out_of_range);
  EXPECT_EQ(law("2001-02-02", "2011-02-28"), Refusal::number_is_out_of_range);
  EXPECT_EQ(law("1948-02-02", "1948-02-28"), Refusal::date_is_out_of_range);
}

}  // namespace
}  // namespace chuangyou
