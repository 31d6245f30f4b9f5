// A past day says what the present said on it, to those who may still hear it, and nothing else.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <shared_mutex>
#include <thread>

#include "campaign/find_flows.h"
#include "campaign/past_day.h"
#include "campaign/sight_of_lists.h"
#include "jobs/past_days.h"
#include "journal/entries_of_day.h"
#include "journal/follow.h"
#include "ledgers/all.h"
#include "world/life.h"

namespace chuangyou {
namespace {

using world::TemporaryFolder;
using world::World;

Date day(std::string_view text) { return *parse_date(text); }

struct PastDayOfAProvince : testing::Test {
  TemporaryFolder folder;
  World world{folder.path()};

  std::unique_ptr<PastDay> past(std::string_view text) {
    auto made = PastDay::make(world.places(), world.province(), day(text),
                              (folder.path() / ("past-" + std::string(text) + ".db")).string(),
                              [](std::int64_t, std::int64_t) { return true; });
    if (!made || !*made) throw std::runtime_error("no past day");
    return std::move(*made);
  }
  // Calls it with the reader of the past day that somebody of today is.
  void as(std::string_view who, PastDay& on, const std::function<void(const Reader&)>& use) {
    Connection then(on.file(), OpenFor::reading);
    Connection present(world.places().database, OpenFor::reading);
    on.compare(then, present);
    const Actor actor = world.actor(who);
    const Actor actor_then = on.actor_then(actor);
    const TodayToo today{{present, world.province(), actor, world.now(), true}, on};
    use({then, on.body(), actor_then, on.moment(), true, &today});
  }
  static ListQuery all_of(const Reader& reader) {
    ListQuery query;
    query.path = reader.body.tree.path_of(UnitNo{0});
    query.by_due = false;
    return query;
  }
  // State by id, of all that he sees in a ledger; with the version, so that nothing later is in it.
  std::map<std::string, std::string> records(const Reader& reader, std::string_view ledger) {
    std::map<std::string, std::string> found;
    ListQuery query = all_of(reader);
    do {
      const Result<Page> page = find_list(reader, *find_ledger(ledger), query);
      if (!page) throw std::runtime_error("no list");
      for (const Record& record : page->records)
        found[to_text(record.id)] =
            record.state + " " + std::to_string(record.version) + " " + record.path;
      query.cursor = page->next_cursor;
    } while (!query.cursor.empty());
    return found;
  }
  std::map<std::string, std::string> records_now(std::string_view who, std::string_view ledger) {
    Connection connection(world.places().database, OpenFor::reading);
    const Actor actor = world.actor(who);
    const std::shared_lock lock(world.province().lock);
    return records({connection, world.province(), actor, world.now()}, ledger);
  }
  std::map<std::string, std::string> records_then(std::string_view who, PastDay& on,
                                                  std::string_view ledger) {
    std::map<std::string, std::string> found;
    as(who, on, [&](const Reader& reader) { found = records(reader, ledger); });
    return found;
  }
  RecordId problem() {
    return world::must_perform(
               world, {.who = "head_1",
                       .ledger = "problems",
                       .act = "register",
                       .fields = {{"title", std::string("制度不全")}, {"kind", std::string("old")}},
                       .unit = "branch_1"})
        .id;
  }
  void act(std::string_view who, const RecordId& id, std::string_view name,
           std::string_view reason = {}, std::string_view unit = {}) {
    world::must_perform(world, {.who = who,
                                .ledger = "problems",
                                .act = name,
                                .record = id,
                                .reason = reason,
                                .unit = unit});
  }
  int compare_figures(const Reader& reader, const std::string& what);
  void compare_records(const Reader& reader, const std::string& what);
};

TEST_F(PastDayOfAProvince, SaysWhatThePresentSaidThen) {
  const RecordId id = problem();
  const auto first = records_now("worker", "problems");
  world.go_to("2011-03-02T01:00:00Z");
  act("head_1", id, "accept");
  problem();
  const auto second = records_now("worker", "problems");
  // In the zone of the body it is the third already.
  world.go_to("2011-03-02T17:00:00Z");
  problem();
  const auto one = past("2011-03-01"), two = past("2011-03-02"), three = past("2011-03-03");
  EXPECT_EQ(records_then("worker", *one, "problems"), first);
  EXPECT_EQ(records_then("worker", *two, "problems"), second);
  EXPECT_EQ(records_then("worker", *three, "problems"), records_now("worker", "problems"));
  EXPECT_EQ(second.size(), 2U);
  // Of another department he sees as little of the past as of the present.
  for (const char* who : {"organ_b", "head_3", "member_2"}) {
    EXPECT_TRUE(records_then(who, *one, "problems").empty()) << who;
    EXPECT_EQ(records_then(who, *two, "problems").size(), 1U) << who;  // public once accepted
  }
  EXPECT_EQ(records_then("head_1", *two, "problems"), second);
}

TEST_F(PastDayOfAProvince, WhereItStandsTodayHoldsAsWell) {
  const RecordId goes = problem();
  problem();
  world.go_to("2011-03-02T01:00:00Z");
  const auto on = past("2011-03-01");
  EXPECT_EQ(records_then("division_1", *on, "problems").size(), 2U);
  EXPECT_EQ(records_then("head_2", *on, "problems").size(), 0U);
  act("organ_a", goes, "transfer", "属二支部", "branch_2");
  act("head_2", goes, "accept_transfer");
  // The copy is that of before: what has happened since is known all the same.
  EXPECT_EQ(records_then("division_1", *on, "problems").size(), 1U);
  EXPECT_EQ(records_then("head_2", *on, "problems").size(), 0U);  // it was not theirs then
  EXPECT_EQ(records_then("organ_a", *on, "problems").size(), 2U);
  as("division_1", *on, [&](const Reader& reader) {
    EXPECT_FALSE(find_record(reader, *find_ledger("problems"), goes));
    EXPECT_GT(compare_figures(reader, "division_1"), 0);
  });
  as("organ_a", *on, [&](const Reader& reader) {
    const auto found = find_record(reader, *find_ledger("problems"), goes);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->record.unit, world.unit("branch_1"));
    EXPECT_EQ(found->record.state, "registered");
  });
  // And where a unit goes, all of its records go with it.
  ASSERT_TRUE(world.perform_org(MoveUnit{world.unit("branch_1"), world.unit("civil"), UnitId()}));
  EXPECT_EQ(records_then("organ_a", *on, "problems").size(), 1U);
  EXPECT_EQ(records_then("organ_b", *on, "problems").size(), 0U);
  EXPECT_EQ(records_then("worker", *on, "problems").size(), 2U);
  for (const char* who : {"organ_a", "organ_b", "head_1", "worker"})
    as(who, *on, [&](const Reader& reader) { compare_figures(reader, who); });
}

TEST_F(PastDayOfAProvince, PostsOfTodayHoldInTheTreeOfThen) {
  problem();
  world.go_to("2011-03-02T01:00:00Z");
  const auto on = past("2011-03-01");
  EXPECT_EQ(records_then("member_3", *on, "problems").size(), 0U);
  // He comes to the branch and reads what it has done before him.
  const HeldPost post{Uuid{},
                      world.person("member_3"),
                      Role::branch_secretary,
                      world.unit("branch_1"),
                      day("2011-03-02"),
                      std::nullopt,
                      false};
  HeldPost given = post;
  RandomSource random = RandomSource::from_seed(3);
  given.id = make_uuid_v7(world.now(), random);
  const auto appointed = world.grant(given);
  ASSERT_TRUE(appointed) << name_of(appointed.error().law);
  EXPECT_EQ(records_then("member_3", *on, "problems").size(), 1U);
  world.go_to("2011-03-03T01:00:00Z");
  ASSERT_TRUE(world.perform_org(EndPost{given.id, day("2011-03-02")}, "granter"));
  EXPECT_EQ(records_then("member_3", *on, "problems").size(), 0U);
}

TEST_F(PastDayOfAProvince, WhoHasSaidItIsHiddenFromWhereItHasComeToSince) {
  RandomSource random = RandomSource::from_seed(9);
  const HeldPost post{make_uuid_v7(world.now(), random),
                      world.person("division_1"),
                      Role::operator_,
                      world.unit("root"),
                      day("2011-03-01"),
                      std::nullopt,
                      false};
  const auto appointed = world.grant(post);
  ASSERT_TRUE(appointed) << name_of(appointed.error().law);
  const RecordId said =
      world::must_perform(
          world, {.who = "member_2",
                  .ledger = "feedback",
                  .act = "say",
                  .fields = {{"text", std::string("窗口没人")}, {"kind", std::string("opinion")}},
                  .unit = "branch_2"})
          .id;
  world.go_to("2011-03-02T01:00:00Z");
  const auto on = past("2011-03-01");
  const auto hides = [&](const Reader& reader) {
    const auto record =
        LedgerTable(*find_ledger("feedback")).get(reader.connection, reader.body.no, said);
    return hides_its_sender(reader, *record);
  };
  as("division_1", *on, [&](const Reader& reader) { EXPECT_FALSE(hides(reader)); });
  world::must_perform(world, {.who = "hotline",
                              .ledger = "feedback",
                              .act = "assign",
                              .record = said,
                              .unit = "branch_1"});
  as("division_1", *on, [&](const Reader& reader) { EXPECT_TRUE(hides(reader)); });
  as("hotline", *on, [&](const Reader& reader) { EXPECT_FALSE(hides(reader)); });
}

// Each figure that he is shown opens as many records as it says.
int PastDayOfAProvince::compare_figures(const Reader& reader, const std::string& what) {
  int not_zero = 0;
  const PeriodOfDays period{day("2011-01-01"), reader.today()};
  for (UnitNo no = 0; no < reader.body.tree.size(); ++no) {
    auto rows = find_overview(reader, reader.body.tree.unit(no).id);
    if (!rows) continue;
    add_flows(reader, *rows, period);
    for (const LedgerOverview& one : rows->front().ledgers) {
      ListQuery query;
      query.path = reader.body.tree.path_of(no);
      const auto same = [&](std::string_view name, const ListQuery& asked, const auto& figures) {
        const auto figure = std::ranges::find(figures, name, &Figure::name);
        if (figure == figures.end()) return;
        const auto count = count_list(reader, *one.ledger, asked);
        ASSERT_TRUE(count);
        EXPECT_EQ(count->count, figure->numerator) << what << " " << reader.body.tree.unit(no).code
                                                   << " " << one.ledger->name << " " << name;
        not_zero += figure->numerator != 0;
      };
      same("all", query, one.figures);
      ListQuery overdue = query;
      overdue.overdue_at = reader.now;
      same("open_overdue", overdue, one.figures);
      for (std::size_t kind = 0; kind < happened_kinds; ++kind) {
        ListQuery happened = query;
        happened.by_due = false;
        happened.happened = HappenedIn{static_cast<Happened>(kind), period.from, period.until};
        same(happened_names[kind], happened, one.flows);
      }
    }
  }
  return not_zero;
}

// Whatever he is shown, he sees today, and it is the record as it was.
void PastDayOfAProvince::compare_records(const Reader& reader, const std::string& what) {
  const Reader& today = reader.today_too->reader;
  const std::int64_t last = last_seq_until(today.connection, today.body.no, reader.now);
  const Circumstances then = reader.body.circumstances();
  for (const Ledger* ledger : all_ledgers())
    for (const auto& [id, stood] : records(reader, ledger->name)) {
      EXPECT_TRUE(find_record(today, *ledger, *parse_uuid(id))) << what << " " << id;
      const auto record = record_as_of(today.connection, *ledger, today.body.no, *parse_uuid(id),
                                       last, then.path_of);
      ASSERT_TRUE(record) << what << " " << id;
      EXPECT_TRUE(stood.starts_with(record->state + " " + std::to_string(record->version)))
          << what << " " << id << " " << stood;
    }
}

TEST_F(PastDayOfAProvince, OfALivedLifeFiguresAndRecordsAgreeForEverybody) {
  world::live_through(world);
  world.go_to("2011-05-20T01:00:00Z");
  for (const char* text : {"2011-03-01", "2011-03-31", "2011-04-10", "2011-04-30", "2011-05-19"}) {
    const auto on = past(text);
    int not_zero = 0;
    for (const char* who : {"worker", "secretary_a", "organ_a", "organ_b", "head_1", "head_2",
                            "head_3", "division_1", "member_1", "hotline", "discipline"})
      as(who, *on, [&](const Reader& reader) {
        const std::string what = std::string(text) + " " + who;
        not_zero += compare_figures(reader, what);
        compare_records(reader, what);
      });
    EXPECT_GT(not_zero, 5) << text;
  }
}

TEST_F(PastDayOfAProvince, ADayEndsWithTheBodysOwnMidnight) {
  const RecordId id = problem();
  world.go_to("2011-03-01T15:59:59.999999Z");
  act("head_1", id, "accept");
  const auto then = records_now("worker", "problems");
  world.go_to("2011-03-01T16:00:00Z");
  act("organ_a", id, "transfer", "属二支部", "branch_2");
  const auto on = past("2011-03-01");
  EXPECT_EQ(records_then("worker", *on, "problems"), then);
  EXPECT_NE(records_now("worker", "problems"), then);
  as("worker", *on, [&](const Reader& reader) {
    EXPECT_EQ(reader.today(), day("2011-03-01"));
    EXPECT_EQ(to_text(reader.now), "2011-03-01T15:59:59.999999Z");
  });
}

struct PastDaysOfAProvince : PastDayOfAProvince {
  Health health;

  std::shared_ptr<PastDay> await(PastDays& days, std::string_view text) {
    for (int tries = 0; tries < 1'000; ++tries) {
      const auto found = days.find(world.province().no, day(text));
      if (!found) throw std::runtime_error(std::string(name_of(found.error().law)));
      if (const auto* at_hand = std::get_if<std::shared_ptr<PastDay>>(&*found)) return *at_hand;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    throw std::runtime_error("it is not made");
  }
  bool is_at_hand(PastDays& days, std::string_view text) {
    const auto found = days.find(world.province().no, day(text));
    return found && std::holds_alternative<std::shared_ptr<PastDay>>(*found);
  }
  // What whoever has no session comes to, once his day is made or refused.
  Refusal everyone(PastDays& days, std::string_view text) {
    for (int tries = 0; tries < 1'000; ++tries) {
      const auto found = days.find(world.province().no, day(text), PastDays::AskedBy::everyone);
      if (!found) return found.error().law;
      if (std::holds_alternative<std::shared_ptr<PastDay>>(*found)) return Refusal::none;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    throw std::runtime_error("it is not made");
  }
  std::size_t files() {
    const std::filesystem::path past = world.places().database + ".past";
    if (!std::filesystem::exists(past)) return 0;
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(past), {}));
  }
  void go_to_june() { world.go_to("2011-06-15T01:00:00Z"); }
};

TEST_F(PastDaysOfAProvince, ThreeAreKeptAndMonthEndsLongest) {
  go_to_june();
  PastDays days(world.places(), world.bodies(), health);
  await(days, "2011-03-31");
  await(days, "2011-03-05");
  await(days, "2011-04-30");
  await(days, "2011-05-07");  // in the place of the fifth of March
  EXPECT_TRUE(is_at_hand(days, "2011-03-31"));
  EXPECT_TRUE(is_at_hand(days, "2011-04-30"));
  EXPECT_TRUE(is_at_hand(days, "2011-05-07"));
  EXPECT_EQ(files(), 3U);
  EXPECT_FALSE(is_at_hand(days, "2011-03-05"));  // and is made again
  await(days, "2011-03-05");
  EXPECT_FALSE(is_at_hand(days, "2011-05-07"));
  const auto facts = health.all().at("past_days");
  EXPECT_TRUE(facts.is_well);
}

TEST_F(PastDaysOfAProvince, WhatOthersReadDoesNotGoForEveryone) {
  go_to_june();
  PastDays days(world.places(), world.bodies(), health,
                {.between_two_of_everyone = std::chrono::seconds(0)});
  await(days, "2011-03-05");
  await(days, "2011-03-07");
  EXPECT_EQ(everyone(days, "2011-03-31"), Refusal::none);
  EXPECT_EQ(everyone(days, "2011-04-30"), Refusal::none) << "in the place of his own";
  EXPECT_TRUE(is_at_hand(days, "2011-03-05"));
  EXPECT_TRUE(is_at_hand(days, "2011-03-07"));
  await(days, "2011-03-08");  // what everyone alone has read goes first, month-end or not
  EXPECT_TRUE(is_at_hand(days, "2011-03-05"));
  EXPECT_TRUE(is_at_hand(days, "2011-03-07"));
  EXPECT_EQ(everyone(days, "2011-03-31"), Refusal::too_many_requests) << "all three are others'";
  for (const char* text : {"2011-03-05", "2011-03-07", "2011-03-08"})
    EXPECT_TRUE(is_at_hand(days, text)) << text;
}

TEST_F(PastDaysOfAProvince, WhatWasNotReadForLongGoesForEveryone) {
  go_to_june();
  PastDays days(world.places(), world.bodies(), health,
                {.kept_from_everyone = std::chrono::seconds(0),
                 .between_two_of_everyone = std::chrono::seconds(0)});
  for (const char* text : {"2011-03-05", "2011-03-07", "2011-03-08"}) await(days, text);
  EXPECT_EQ(everyone(days, "2011-03-31"), Refusal::none);
  EXPECT_EQ(files(), 3U);
}

TEST_F(PastDaysOfAProvince, EveryoneHasOneDayOfABodyAMinute) {
  go_to_june();
  PastDays days(world.places(), world.bodies(), health);
  EXPECT_EQ(everyone(days, "2011-03-31"), Refusal::none);
  EXPECT_EQ(everyone(days, "2011-04-30"), Refusal::too_many_requests);
  EXPECT_EQ(everyone(days, "2011-03-31"), Refusal::none) << "what is at hand is read by everyone";
  await(days, "2011-04-30");
  EXPECT_EQ(everyone(days, "2011-04-30"), Refusal::none);
}

TEST_F(PastDaysOfAProvince, WhatARunHasLeftGoesAndNothingOutlivesIt) {
  go_to_june();
  std::filesystem::create_directories(world.places().database + ".past");
  std::ofstream(world.places().database + ".past/province-2011-03-01-1.db") << "left";
  {
    PastDays days(world.places(), world.bodies(), health);
    EXPECT_EQ(files(), 0U);
    await(days, "2011-04-30");
    EXPECT_EQ(files(), 1U);
  }
  EXPECT_EQ(files(), 0U);
}

TEST_F(PastDaysOfAProvince, TooLargeACopyIsRefusedAndNotKept) {
  go_to_june();
  PastDays days(world.places(), world.bodies(), health, {.bytes = 1'000});
  Refusal law = Refusal::none;
  for (int tries = 0; tries < 1'000 && law == Refusal::none; ++tries) {
    const auto found = days.find(world.province().no, day("2011-04-30"));
    if (!found) law = found.error().law;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_EQ(law, Refusal::disk_is_too_small);
  EXPECT_EQ(files(), 0U);
}

TEST_F(PastDaysOfAProvince, AnErasureDeletesAllAndTheNextCopySaysWhatRemains) {
  constexpr std::string_view said = "王小明家住解放路十七号三单元";
  const Performed complaint = world::must_perform(
      world, {.who = "citizen",
              .ledger = "feedback",
              .act = "say",
              .fields = {{"text", std::string(said)}, {"kind", std::string("opinion")}},
              .unit = "branch_1"});
  go_to_june();
  PastDays days(world.places(), world.bodies(), health);
  world.writer().on_commit(days.listener());
  const auto before = await(days, "2011-03-31");
  const auto text_then = [&](PastDay& on) {
    std::string text;
    as("worker", on, [&](const Reader& reader) {
      const auto found = find_record(reader, *find_ledger("feedback"), complaint.id);
      if (!found) throw std::runtime_error("it is not there");
      if (const auto* value = std::get_if<std::string>(&found->record.value("text"))) text = *value;
    });
    return text;
  };
  EXPECT_EQ(text_then(*before), said);
  RandomSource random = RandomSource::from_seed(5);
  const Uuid id = make_uuid_v7(world.now(), random);
  const auto perform = [&](std::string_view who, ErasureAct act) {
    return world.writer()
        .perform(OrgRequest{world.province().no, {}, world.actor(who), std::move(act)})
        .has_value();
  };
  ASSERT_TRUE(perform(
      "admin", AskErasure{id, "feedback", complaint.id, complaint.seq, {"text"}, "本人要求"}));
  EXPECT_FALSE(before->is_dropped());
  ASSERT_TRUE(perform("auditor", SignErasure{id}));
  EXPECT_TRUE(before->is_dropped());
  for (int tries = 0; tries < 500 && files() > 0; ++tries)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_EQ(files(), 0U);
  const auto after = await(days, "2011-03-31");
  EXPECT_EQ(text_then(*after), "");
  std::ifstream stream(after->file(), std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(stream)), {});
  EXPECT_FALSE(bytes.contains(said));
}

TEST_F(PastDaysOfAProvince, ACopyThatBreaksIsMadeAnewButNotWithoutEnd) {
  go_to_june();
  PastDays days(world.places(), world.bodies(), health);
  const auto broken = await(days, "2011-03-31");
  EXPECT_TRUE(days.give_up(broken));
  EXPECT_TRUE(broken->is_dropped());
  EXPECT_FALSE(is_at_hand(days, "2011-03-31"));
  const auto fresh = await(days, "2011-03-31");
  EXPECT_NE(fresh, broken);
  EXPECT_TRUE(days.give_up(broken)) << "which others read still";
  EXPECT_TRUE(is_at_hand(days, "2011-03-31")) << "and which is not the one of now";
  EXPECT_FALSE(days.give_up(fresh)) << "what breaks at once again is broken elsewhere";
  EXPECT_TRUE(is_at_hand(days, "2011-03-31"));
}

// Somebody puts a file where the folder was: nothing there can be made, read or removed.
TEST_F(PastDaysOfAProvince, AFolderThatBreaksEndsNoProgram) {
  go_to_june();
  const std::filesystem::path past = world.places().database + ".past";
  {
    PastDays days(world.places(), world.bodies(), health);
    const auto held = await(days, "2011-03-31");
    std::filesystem::remove_all(past);
    std::ofstream(past) << "in the way";
    EXPECT_TRUE(days.give_up(held));
    Refusal law = Refusal::none;
    for (int tries = 0; tries < 1'000 && law == Refusal::none; ++tries) {
      const auto found = days.find(world.province().no, day("2011-04-30"));
      if (!found) law = found.error().law;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    EXPECT_EQ(law, Refusal::the_machine_broke);
    std::filesystem::remove(past);
    await(days, "2011-05-31");  // no later day waits for a restart
  }
  EXPECT_EQ(files(), 0U);
}

}  // namespace
}  // namespace chuangyou
