// The one reader: what each may see, page by page, and what waits for whom.
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
  RecordId promise(std::string_view until) {
    RecordId id = world::must_perform(world, {.who = "head_1",
                                              .ledger = "promises",
                                              .act = "propose",
                                              .fields = world::a_promise(world),
                                              .unit = "branch_1"})
                      .id;
    struct Step {
      const char* state;
      const char* act;
      const char* who;
      std::vector<AskedField> fields;
    };
    const RecordId meeting = world::a_deciding_meeting(world);
    const Step steps[] = {
        {"reviewed", "review", "organ_a", {}},
        {"fixed", "fix", "group_a", {{"decided_at", meeting}}},
        {"published", "publish", "organ_a", {}},
        {"claimed", "claim", "head_1", {{"result", "平均 4.6 天"}, {"evidence", "内部台账"}}},
        {"confirmed", "confirm", "member_3", {}}};
    if (until == "proposed") return id;
    for (const Step& step : steps) {
      world::must_perform(world, {.who = step.who,
                                  .ledger = "promises",
                                  .act = step.act,
                                  .record = id,
                                  .fields = step.fields});
      if (step.state == until) break;
    }
    return id;
  }
  void promise_act(std::string_view who, const RecordId& id, std::string_view act,
                   std::vector<AskedField> fields, std::string_view reason) {
    world::must_perform(world, {.who = who,
                                .ledger = "promises",
                                .act = act,
                                .record = id,
                                .fields = std::move(fields),
                                .reason = reason});
  }
  // Of the records that wait for somebody the acts that are asked of him, and why; without the
  // meetings, whose minutes are still to be written.
  std::map<RecordId, std::set<std::string>> turns(std::string_view who) {
    std::map<RecordId, std::set<std::string>> found;
    for (const Waiting& one : world.waiting(who))
      for (const Turn& turn : one.turns)
        if (one.ledger->name != "meetings")
          found[one.found.record.id].insert(std::string(turn.act->name) + ": " +
                                            std::string(name_of(turn.because)));
    return found;
  }
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

TEST_F(Find, WhatWaitsForWhom) {
  RecordId to_review = promise("proposed");
  RecordId to_fix = promise("reviewed");
  RecordId to_publish = promise("fixed");
  RecordId to_claim = promise("published");
  RecordId to_confirm = promise("claimed");
  promise("confirmed");
  RecordId to_assign =
      world::must_perform(world, {.who = "citizen",
                                  .ledger = "feedback",
                                  .act = "say",
                                  .fields = {{"text", "窗口没人"}, {"kind", "opinion"}},
                                  .unit = "branch_1"})
          .id;
  using Expected = std::map<RecordId, std::set<std::string>>;
  const std::set<std::string> judging = {"confirm: mine", "contest: mine"};
  // The nearest is asked: of the branch whoever may, above it where nobody of the branch may, for
  // whoever proposed does not review.
  EXPECT_EQ(turns("organ_a"), (Expected{{to_review, {"review: nobody_nearer"}}}));
  EXPECT_EQ(turns("group_a"), Expected{});
  EXPECT_EQ(turns("head_1"), (Expected{{to_fix, {"fix: mine"}},
                                       {to_publish, {"publish: mine"}},
                                       {to_claim, {"claim: mine"}}}));
  EXPECT_EQ(turns("division_1"),
            (Expected{{to_claim, {"claim: mine"}}, {to_assign, {"assign: mine"}}}));
  for (const char* served : {"member_3", "head_3", "division_3"})
    EXPECT_EQ(turns(served), (Expected{{to_confirm, judging}})) << served;
  EXPECT_EQ(turns("hotline"), (Expected{{to_assign, {"assign: mine"}}}));
  EXPECT_EQ(turns("worker"), Expected{});
  for (const char* nobody : {"member_1", "head_2", "organ_b", "group_b", "admin", "granter",
                             "auditor", "personnel", "discipline", "former_1", "citizen"})
    EXPECT_EQ(turns(nobody), Expected{}) << nobody;
}

// A superior is asked once those who stand nearer have let it fall due.
TEST_F(Find, WhatIsLateWaitsForThoseAboveAsWell) {
  const RecordId published = promise("published");
  promise_act("head_1", published, "ask_extension", {{"asked_due", make_date(2011, 7, 29)}},
              "增设窗口");
  using Expected = std::map<RecordId, std::set<std::string>>;
  EXPECT_EQ(turns("organ_a"), (Expected{{published, {"extend: nobody_nearer"}}}));
  EXPECT_EQ(turns("worker"), Expected{});
  EXPECT_EQ(turns("head_3"), (Expected{{published, {"extend: mine"}}})) << "who waits for it";
  world.go_to("2011-06-30T16:00:00Z");
  EXPECT_EQ(turns("worker"), (Expected{{published, {"extend: late"}}}));
  EXPECT_EQ(turns("organ_a"), (Expected{{published, {"extend: late"}}}));
  promise_act("organ_a", published, "extend", {{"due", make_date(2011, 7, 29)}}, "同意");
  for (const char* who : {"organ_a", "worker", "head_3"}) EXPECT_EQ(turns(who), Expected{}) << who;
}

// Of a joint act only what others have begun is asked, of whoever has not signed.
TEST_F(Find, WhatOthersHaveSignedWaitsForTheSecondSignature) {
  const RecordId problem =
      world::must_perform(world, {.who = "head_3",
                                  .ledger = "problems",
                                  .act = "register",
                                  .fields = {{"title", "收费太高"}, {"kind", "new"}},
                                  .unit = "branch_1"})
          .id;
  using Expected = std::map<RecordId, std::set<std::string>>;
  const auto act = [&](const char* who, const char* name, std::string_view reason) {
    world::must_perform(
        world,
        {.who = who, .ledger = "problems", .act = name, .record = problem, .reason = reason});
  };
  EXPECT_EQ(turns("organ_a"), Expected{}) << "the branch takes it in hand";
  act("division_1", "explain", "于法无据");
  EXPECT_EQ(turns("organ_a"), (Expected{{problem, {"explain: second_signature"}}}));
  EXPECT_EQ(turns("division_1"), (Expected{{problem, {"accept: mine"}}}));
  EXPECT_EQ(turns("worker"), Expected{});
  act("organ_a", "explain", "于法无据");
  EXPECT_EQ(turns("organ_a"), Expected{});
}

// What was offered waits for those who are asked to take it, and stays with those who have it.
TEST_F(Find, AnOfferedTransferWaitsForTheOtherUnit) {
  const RecordId problem =
      world::must_perform(world, {.who = "head_3",
                                  .ledger = "problems",
                                  .act = "register",
                                  .fields = {{"title", "电梯常坏"}, {"kind", "new"}},
                                  .unit = "branch_1"})
          .id;
  using Expected = std::map<RecordId, std::set<std::string>>;
  world::must_perform(world, {.who = "head_1",
                              .ledger = "problems",
                              .act = "transfer",
                              .record = problem,
                              .reason = "属二支部",
                              .unit = "branch_2"});
  EXPECT_EQ(turns("head_2"),
            (Expected{{problem, {"accept_transfer: mine", "decline_transfer: mine"}}}));
  EXPECT_EQ(turns("head_1"), (Expected{{problem, {"accept: mine"}}}));
  EXPECT_EQ(turns("organ_a"), Expected{});
}

// The works committee is not asked to judge a branch's task where a nearer post may, until it is
// late; the one who did it is never asked.
TEST_F(Find, ATaskThatIsDoneWaitsForTheNearestSuperior) {
  const RecordId task =
      world::must_perform(
          world, {.who = "organ_a",
                  .ledger = "tasks",
                  .act = "plan",
                  .fields = {{"title", "压缩审批时限"},
                             {"requirement_tags", std::vector<std::string>{"serve_the_people"}},
                             {"due", make_date(2011, 4, 20)}},
                  .unit = "branch_1"})
          .id;
  const auto act = [&](const char* who, const char* name, std::vector<AskedField> fields = {}) {
    world::must_perform(
        world,
        {.who = who, .ledger = "tasks", .act = name, .record = task, .fields = std::move(fields)});
  };
  using Expected = std::map<RecordId, std::set<std::string>>;
  EXPECT_EQ(turns("head_1"), (Expected{{task, {"start: mine"}}}));
  EXPECT_EQ(turns("organ_a"), Expected{});
  act("head_1", "start");
  act("head_1", "finish", {{"result", "由 8 天减为 5 天"}});
  EXPECT_EQ(turns("head_1"), Expected{});
  EXPECT_EQ(turns("organ_a"),
            (Expected{{task, {"confirm: nobody_nearer", "return: nobody_nearer"}}}));
  EXPECT_EQ(turns("worker"), Expected{});
  world.go_to("2011-04-20T16:00:00Z");
  EXPECT_EQ(turns("worker"), (Expected{{task, {"confirm: late", "return: late"}}}));
  EXPECT_EQ(turns("organ_a"), (Expected{{task, {"confirm: late", "return: late"}}}));
}

// What was sent to a unit waits for it, by what it asks.
TEST_F(Find, ADeliveryWaitsForItsUnit) {
  world::must_perform(world, {.who = "organ_a",
                              .ledger = "directives",
                              .act = "register",
                              .fields = {{"title", "关于公开承诺的通知"},
                                         {"number", "发改党〔2011〕3 号"},
                                         {"kind", "notice"},
                                         {"clauses", "一、各支部公开承诺。"},
                                         {"taken_from", "机关党委"},
                                         {"audience", std::vector<Uuid>{world.unit("branch_1")}}},
                              .unit = "development"});
  for (const char* who : {"head_1", "division_1"}) {
    ASSERT_EQ(turns(who).size(), 1u) << who;
    EXPECT_EQ(turns(who).begin()->second, std::set<std::string>{"acknowledge: mine"}) << who;
  }
  for (const char* who : {"organ_a", "worker", "member_1", "head_2"})
    EXPECT_TRUE(turns(who).empty()) << who;
}

// An objection is decided by others than the one who signed.
TEST_F(Find, AnObjectionWaitsForThoseAboveWhoDidNotSign) {
  const RecordId promised = promise("published");
  const RecordId urging =
      world::must_perform(world, {.who = "organ_a",
                                  .ledger = "interventions",
                                  .act = "propose",
                                  .fields = {{"matter", "办件提速"},
                                             {"rung", "urge"},
                                             {"cause", Link{"promises", promised}},
                                             {"asked", "月底前公布"}},
                                  .unit = "branch_1"})
          .id;
  const auto act = [&](const char* who, const char* name, std::string_view reason = {}) {
    world::must_perform(
        world,
        {.who = who, .ledger = "interventions", .act = name, .record = urging, .reason = reason});
  };
  const auto asked = [&](const char* who) {
    const auto all = turns(who);
    const auto found = all.find(urging);
    return found == all.end() ? std::set<std::string>() : found->second;
  };
  using Turns = std::set<std::string>;
  EXPECT_EQ(asked("organ_a"), Turns{"issue: nobody_nearer"});
  EXPECT_EQ(asked("worker"), Turns{});
  act("organ_a", "issue");
  EXPECT_EQ(asked("head_1"), Turns{"answer: mine"});
  act("head_1", "object", "已经公布");
  EXPECT_EQ(asked("organ_a"), Turns{}) << "who signed it";
  EXPECT_EQ(asked("group_a"), (Turns{"uphold: nobody_nearer", "lift: nobody_nearer"}));
  EXPECT_EQ(asked("worker"), Turns{});
}

// Whoever told it is asked for his word, wherever he sits.
TEST_F(Find, AnAnswerWaitsForWhoeverAsked) {
  const RecordId said =
      world::must_perform(world, {.who = "head_3",
                                  .ledger = "feedback",
                                  .act = "say",
                                  .fields = {{"text", "窗口没人"}, {"kind", "opinion"}},
                                  .unit = "branch_1"})
          .id;
  const auto act = [&](const char* who, const char* name, std::vector<AskedField> fields = {}) {
    world::must_perform(world, {.who = who,
                                .ledger = "feedback",
                                .act = name,
                                .record = said,
                                .fields = std::move(fields)});
  };
  using Expected = std::map<RecordId, std::set<std::string>>;
  act("division_1", "assign");
  act("division_1", "ask", {{"question", "哪一天？"}});
  EXPECT_EQ(turns("head_3"), (Expected{{said, {"resume: mine"}}}));
  EXPECT_EQ(turns("division_1"), Expected{}) << "it waits for the sender";
  world::must_perform(world, {.who = "head_3",
                              .ledger = "feedback",
                              .act = "resume",
                              .record = said,
                              .reason = "三月一日"});
  EXPECT_EQ(turns("division_1"), (Expected{{said, {"answer: mine"}}}));
  act("division_1", "answer", {{"answer", "已安排轮班"}});
  EXPECT_EQ(turns("head_3"), (Expected{{said, {"confirm: mine", "contest: mine"}}}));
}

TEST_F(Find, WhatWaitsIsSortedByDueDate) {
  world::live_through(world);
  std::vector<Waiting> waiting = world.waiting("head_3");
  std::int64_t last = INT64_MIN;
  for (const Waiting& one : waiting) {
    std::int64_t due =
        one.found.standing.due_at ? one.found.standing.due_at->microseconds : INT64_MAX;
    EXPECT_GE(due, last);
    last = due;
  }
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
