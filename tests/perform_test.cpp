// The one writer with a real database: who may do what, what comes of a second click, and that
// nothing is ever half done.
#include <gtest/gtest.h>

#include <algorithm>
#include <future>

#include "ledgers/all.h"
#include "world/life.h"

namespace chuangyou {
namespace {

using world::TemporaryFolder;
using world::Wanted;
using world::World;

struct Perform : testing::Test {
  TemporaryFolder folder;
  World world{folder.path()};

  RecordId proposed() {
    return world::must_perform(world, {.who = "head_1",
                                       .ledger = "promises",
                                       .act = "propose",
                                       .fields = world::a_promise(world),
                                       .unit = "branch_1"})
        .id;
  }
  Result<Performed> promise(std::string_view who, std::string_view act, const RecordId& id,
                            std::vector<AskedField> fields = {}, std::string_view reason = {}) {
    return world.perform({.who = who,
                          .ledger = "promises",
                          .act = act,
                          .record = id,
                          .fields = std::move(fields),
                          .reason = reason});
  }
  std::int64_t entries() {
    Connection connection(world.places().database, OpenFor::reading);
    return last_seq(connection, world.province().no);
  }
  std::string state_of(std::string_view ledger, const RecordId& id) {
    Result<Found> found = world.find("worker", ledger, id);
    return found ? found->record.state : std::string(name_of(found.error().law));
  }
};

std::string law_of(const auto& result) {
  return std::string(name_of(result ? Refusal::none : result.error().law));
}

TEST_F(Perform, APromiseGoesFromProposedToConfirmedByTheRightPeopleOnly) {
  RecordId id = proposed();
  struct Step {
    const char* act;
    const char* by;
    std::vector<AskedField> fields;
    const char* state;
    std::vector<const char*> never;  // people who see it and may not
  };
  const RecordId meeting = world::a_deciding_meeting(world);
  const Step steps[] = {
      {"review", "organ_a", {}, "reviewed", {"group_a", "secretary_a", "member_1", "worker"}},
      {"fix", "group_a", {{"decided_at", meeting}}, "fixed", {"member_1", "division_a", "worker"}},
      {"publish", "organ_a", {}, "published", {"group_a", "member_1", "worker", "division_1"}},
      {"claim",
       "head_1",
       {{"result", "平均 4.6 天"}},
       "claimed",
       {"member_1", "organ_a", "head_2", "member_3", "worker"}},
      {"confirm", "member_3", {}, "confirmed", {"head_1", "organ_a", "member_1", "worker"}},
  };
  for (const Step& step : steps) {
    std::int64_t before = entries();
    for (const char* who : step.never)
      EXPECT_EQ(law_of(promise(who, step.act, id, step.fields)), "post_does_not_allow_this")
          << who << " " << step.act;
    EXPECT_EQ(entries(), before) << "a refusal leaves no entry";
    Result<Performed> done = promise(step.by, step.act, id, step.fields);
    ASSERT_TRUE(done) << step.act << ": " << law_of(done);
    EXPECT_EQ(done->after.state, step.state);
    EXPECT_EQ(done->seq, before + 1);
    EXPECT_EQ(done->after.version, done->seq);
    EXPECT_EQ(state_of("promises", id), step.state);
  }
  Result<Found> kept = world.find("worker", "promises", id);
  EXPECT_EQ(kept->standing.on_time, true);
  EXPECT_EQ(std::get<Date>(kept->record.value("first_due")), make_date(2011, 6, 30));
}

TEST_F(Perform, WhoMayNotSeeARecordIsToldThatNothingIsThere) {
  RecordId id = proposed();
  RecordId unknown(*parse_uuid("01960000-0000-7000-8000-00000000dead"));
  for (const char* who : {"head_2", "organ_b", "group_b", "secretary_b", "admin", "granter",
                          "auditor", "personnel", "discipline", "citizen"}) {
    Result<Performed> hidden = promise(who, "review", id);
    Result<Performed> missing = promise(who, "review", unknown);
    ASSERT_FALSE(hidden) << who;
    EXPECT_EQ(law_of(hidden), "nothing_is_there") << who;
    EXPECT_EQ(law_of(missing), "nothing_is_there") << who;
    EXPECT_EQ(hidden.error().field, missing.error().field) << who;
    EXPECT_EQ(hidden.error().detail, missing.error().detail) << who;
  }
  EXPECT_EQ(law_of(world.find("head_2", "promises", id)), "nothing_is_there");
  EXPECT_EQ(law_of(world.find("city_clerk", "promises", id)), "nothing_is_there");
}

TEST_F(Perform, WhoHasLeftThePostActsNoMore) {
  EXPECT_EQ(law_of(world.perform({.who = "former_1",
                                  .ledger = "promises",
                                  .act = "propose",
                                  .fields = world::a_promise(world),
                                  .unit = "branch_1"})),
            "post_does_not_allow_this");
}

TEST_F(Perform, AStaleVersionIsRefusedAndTheNewOneNamed) {
  RecordId id = proposed();
  std::int64_t first = world.find("head_1", "promises", id)->record.version;
  Wanted amend{.who = "head_1",
               .ledger = "promises",
               .act = "amend",
               .record = id,
               .fields = {{"measure", "一窗受理"}},
               .version = first};
  Result<Performed> amended = world.perform(amend);
  ASSERT_TRUE(amended);
  amend.fields = {{"measure", "并联审批"}};
  Result<Performed> stale = world.perform(amend);
  ASSERT_FALSE(stale);
  EXPECT_EQ(stale.error().law, Refusal::etag_is_stale);
  EXPECT_EQ(stale.error().detail, std::to_string(amended->seq));
  Result<Found> found = world.find("head_1", "promises", id);
  EXPECT_EQ(std::get<std::string>(found->record.value("measure")), "一窗受理");
}

TEST_F(Perform, ASecondClickGetsTheFirstAnswer) {
  Wanted propose{.who = "head_1",
                 .ledger = "promises",
                 .act = "propose",
                 .fields = world::a_promise(world),
                 .unit = "branch_1",
                 .key = "click-00000001",
                 .digest = "the same request"};
  Result<Performed> first = world.perform(propose);
  std::int64_t before = entries();
  Result<Performed> second = world.perform(propose);
  ASSERT_TRUE(first && second);
  EXPECT_FALSE(first->replayed);
  EXPECT_TRUE(second->replayed);
  EXPECT_EQ(second->id, first->id);
  EXPECT_EQ(second->seq, first->seq);
  EXPECT_EQ(entries(), before);
  // Even after a restart, and for an act from a state that the record has left.
  Wanted review{.who = "organ_a",
                .ledger = "promises",
                .act = "review",
                .record = first->id,
                .key = "click-00000002",
                .digest = "review it"};
  ASSERT_TRUE(world.perform(review));
  world.start();
  Result<Performed> again = world.perform(review);
  ASSERT_TRUE(again) << law_of(again);
  EXPECT_TRUE(again->replayed);
  EXPECT_EQ(entries(), before + 1);
}

TEST_F(Perform, TheReceiptIsToldAgainToWhoeverHoldsTheKey) {
  Wanted say{.who = "citizen",
             .ledger = "feedback",
             .act = "say",
             .fields = {{"text", "窗口中午没人"}, {"kind", "opinion"}},
             .unit = "branch_1",
             .key = "click-of-a-citizen",
             .digest = "said"};
  Result<Performed> first = world.perform(say);
  Result<Performed> second = world.perform(say);
  ASSERT_TRUE(first && second);
  ASSERT_TRUE(first->receipt);
  EXPECT_EQ(second->receipt, first->receipt);
  // The code itself is kept nowhere.
  std::string dump = world::dump_tables(world.places().database);
  EXPECT_EQ(dump.find(*first->receipt), std::string::npos);
  std::string hex;
  for (char letter : *first->receipt)
    hex += to_hex({reinterpret_cast<const std::uint8_t*>(&letter), 1});
  std::ranges::transform(hex, hex.begin(),
                         [](char c) { return static_cast<char>(std::toupper(c)); });
  EXPECT_EQ(dump.find(hex), std::string::npos);
}

TEST_F(Perform, AKeyServesOneRequestOnly) {
  Wanted propose{.who = "head_1",
                 .ledger = "promises",
                 .act = "propose",
                 .fields = world::a_promise(world),
                 .unit = "branch_1",
                 .key = "click-00000001",
                 .digest = "one"};
  ASSERT_TRUE(world.perform(propose));
  propose.digest = "another";
  EXPECT_EQ(law_of(world.perform(propose)), "idempotency_key_was_used_for_another_request");
  // The same key of another person is another key.
  propose.who = "member_1";
  Result<Performed> other = world.perform(propose);
  ASSERT_TRUE(other) << law_of(other);
  EXPECT_FALSE(other->replayed);
}

TEST_F(Perform, ARefusedActUsesNoKey) {
  Wanted propose{.who = "head_1",
                 .ledger = "promises",
                 .act = "propose",
                 .fields = {{"content", "办件提速"}},
                 .unit = "branch_1",
                 .key = "click-00000001",
                 .digest = "one"};
  EXPECT_EQ(law_of(world.perform(propose)), "field_is_missing");
  propose.fields = world::a_promise(world);
  EXPECT_TRUE(world.perform(propose));
}

TEST_F(Perform, AFailingActDoesNotTakeItsNeighboursAlong) {
  std::vector<std::future<Result<Performed>>> answers;
  constexpr int all = 200;
  for (int i = 0; i < all; ++i) {
    Wanted wanted{.who = "head_1",
                  .ledger = "promises",
                  .act = "propose",
                  .fields = world::a_promise(world),
                  .unit = "branch_1"};
    if (i % 3 == 1) wanted.fields.push_back({"result", "此时不能填"});
    if (i % 3 == 2) wanted.fields.push_back({"evidence", "此时也不能填"});
    auto promise = std::make_shared<std::promise<Result<Performed>>>();
    answers.push_back(promise->get_future());
    world.writer().submit(world.request(wanted), [promise](Result<Performed> done) {
      promise->set_value(std::move(done));
    });
  }
  int kept = 0;
  std::int64_t last = 0;
  for (int i = 0; i < all; ++i) {
    Result<Performed> answer = answers[static_cast<std::size_t>(i)].get();
    EXPECT_EQ(answer.has_value(), i % 3 == 0) << i;
    if (!answer) {
      EXPECT_EQ(answer.error().law, Refusal::field_is_unknown);
      continue;
    }
    ++kept;
    EXPECT_TRUE(last == 0 || answer->seq == last + 1) << "no number is left out";
    last = answer->seq;
    EXPECT_EQ(state_of("promises", answer->id), "proposed");
  }
  EXPECT_EQ(kept, 67);
  Connection connection(world.places().database, OpenFor::reading);
  EXPECT_TRUE(verify(connection).empty());
}

TEST_F(Perform, AnAnswerIsGivenAfterTheCommit) {
  std::promise<bool> seen;
  world.writer().submit(
      world.request({.who = "head_1",
                     .ledger = "promises",
                     .act = "propose",
                     .fields = world::a_promise(world),
                     .unit = "branch_1"}),
      [&](Result<Performed> done) {
        // Another connection sees only what is committed.
        Connection other(world.places().database, OpenFor::reading);
        seen.set_value(entry_at(other, world.province().no, done->seq).has_value());
      });
  EXPECT_TRUE(seen.get_future().get());
}

TEST_F(Perform, ListenersHearOfEachCommittedActOnce) {
  std::mutex mutex;
  std::vector<Committed> heard;
  world.writer().on_commit([&](std::span<const Committed> committed) {
    std::lock_guard lock(mutex);
    heard.insert(heard.end(), committed.begin(), committed.end());
  });
  RecordId id = proposed();
  promise("head_2", "review", id);
  promise("organ_a", "review", id);
  std::lock_guard lock(mutex);
  ASSERT_EQ(heard.size(), 2u);
  EXPECT_EQ(heard[0].act, "propose");
  EXPECT_EQ(heard[1].act, "review");
  EXPECT_EQ(heard[1].record, Uuid(id));
  EXPECT_EQ(heard[1].path, world.province().tree.path_of(world.unit("branch_1")));
}

TEST_F(Perform, ABatchIsKeptAsAWholeOrNotAtAll) {
  Unit unit;
  unit.id = UnitId(*parse_uuid("01960000-0000-7000-8000-0000000000aa"));
  unit.code = "branch_9";
  unit.name = "第九党支部";
  unit.type = UnitType::branch;
  unit.administrative_parent = world.unit("civil");
  auto batch = [&](bool with_error) {
    Writer::Batch wanted;
    wanted.org_acts.push_back({world.province().no, FoundUnit{unit}, world.actor("admin")});
    for (int i = 0; i < 3; ++i) {
      ActRequest act = world.request({.who = "worker",
                                      .ledger = "problems",
                                      .act = "register",
                                      .fields = {{"title", "新问题"}, {"kind", "new"}}});
      act.unit = unit.id;
      if (with_error && i == 1) act.fields.pop_back();
      wanted.acts.push_back(std::move(act));
    }
    return wanted;
  };
  std::string before = world::dump_tables(world.places().database);
  UnitNo units_before = world.province().tree.size();
  std::int64_t entries_before = entries();

  std::vector<Writer::BatchRefusal> refusals = world.writer().perform_all(batch(true));
  ASSERT_EQ(refusals.size(), 1u);
  EXPECT_EQ(refusals[0].index, 1u);
  EXPECT_EQ(refusals[0].refused.law, Refusal::field_is_missing);
  EXPECT_EQ(entries(), entries_before);
  EXPECT_EQ(world.province().tree.size(), units_before) << "the trees are read again";
  EXPECT_EQ(world.province().tree.find_by_code("branch_9"), nullptr);

  EXPECT_TRUE(world.writer().perform_all(batch(false)).empty());
  EXPECT_EQ(world.province().tree.size(), units_before + 1);
  EXPECT_EQ(entries(), entries_before + 4);
  ListQuery all;
  all.path = world.province().tree.path_of(unit.id);
  EXPECT_EQ(*world.count("worker", "problems", all), 3);
  UnitNo no = world.province().tree.number_of(unit.id);
  EXPECT_EQ(world.province().roll_up->counts("problems", no)[0], 3);
}

TEST_F(Perform, ABatchThatIsCancelledLeavesNothing) {
  Writer::Batch batch;
  for (int i = 0; i < 600; ++i)
    batch.acts.push_back(world.request({.who = "worker",
                                        .ledger = "problems",
                                        .act = "register",
                                        .fields = {{"title", "新问题"}, {"kind", "new"}},
                                        .unit = "branch_1"}));
  std::int64_t before = entries();
  std::vector<Writer::BatchRefusal> refusals =
      world.writer().perform_all(std::move(batch), [](std::size_t done) { return done < 512; });
  EXPECT_EQ(refusals.size(), 1u);
  EXPECT_EQ(entries(), before);
}

TEST_F(Perform, AnImportIsUndoneAsAWholeUnlessSomebodyWorkedOnIt) {
  RecordId import(*parse_uuid("01960000-0000-7000-8000-000000000001"));
  auto undo = [&] {
    Writer::Batch batch;
    batch.undo = {world.province().no, import, world.actor("worker")};
    return world.writer().perform_all(std::move(batch));
  };
  ListQuery all;
  all.path = world.province().tree.path_of(world.unit("root"));
  world.go_to("2011-04-06T01:00:00Z");
  world::import_cases(world, import, "case-");
  EXPECT_EQ(*world.count("worker", "feedback", all), 5);
  Result<Performed> twice = [&] {
    ActRequest again = world.request(
        {.who = "worker",
         .ledger = "feedback",
         .act = "record_open",
         .fields = {{"text", "路面有坑"}, {"kind", "request"}, {"received_at", world.now()}},
         .unit = "branch_2"});
    again.source = "case-3";
    return world.writer().perform(again);
  }();
  EXPECT_EQ(law_of(twice), "id_was_imported_before");

  EXPECT_TRUE(undo().empty());
  EXPECT_EQ(*world.count("worker", "feedback", all), 0);
  ASSERT_EQ(undo().size(), 1u);
  EXPECT_EQ(undo()[0].refused.law, Refusal::import_is_undone_already);

  world::import_cases(world, import, "case-");  // what was taken back may come again
  RecordId worked_on;
  Result<Page> page = world.list("worker", "feedback", all);
  for (const Record& record : page->records)
    if (record.state == "assigned") worked_on = record.id;
  ASSERT_TRUE(world.perform({.who = "worker",
                             .ledger = "feedback",
                             .act = "redirect",
                             .record = worked_on,
                             .reason = "不属本省"}));
  std::int64_t before = entries();
  ASSERT_EQ(undo().size(), 1u);
  EXPECT_EQ(undo()[0].refused.law, Refusal::records_changed_since_import);
  EXPECT_EQ(undo()[0].refused.detail, "路面有坑");
  EXPECT_EQ(*world.count("worker", "feedback", all), 5);
  EXPECT_EQ(entries(), before);
}

TEST_F(Perform, BodiesKnowNothingOfEachOther) {
  RecordId id = proposed();
  ActRequest foreign =
      world.request({.who = "city_clerk", .ledger = "promises", .act = "review", .record = id});
  EXPECT_EQ(law_of(world.writer().perform(foreign)), "nothing_is_there");
  ActRequest into = world.request(
      {.who = "city_clerk",
       .ledger = "feedback",
       .act = "record_open",
       .fields = {{"text", "路灯"}, {"kind", "request"}, {"received_at", world.now()}}});
  into.unit = world.unit("branch_1");
  EXPECT_EQ(law_of(world.writer().perform(into)), "unit_is_unknown");
}

TEST_F(Perform, JointSigningTakesTwoPeople) {
  RecordId task =
      world::must_perform(
          world, {.who = "organ_a",
                  .ledger = "tasks",
                  .act = "plan",
                  .fields = {{"title", "压缩时限"},
                             {"requirement_tags", std::vector<std::string>{"serve_the_people"}},
                             {"mandate", "年度要点"}},
                  .unit = "branch_1"})
          .id;
  auto drop = [&](std::string_view who) {
    return world.perform(
        {.who = who, .ledger = "tasks", .act = "drop", .record = task, .reason = "并入新任务"});
  };
  Result<Performed> first = drop("organ_a");
  ASSERT_TRUE(first);
  EXPECT_TRUE(first->waits_for_signatures);
  EXPECT_EQ(state_of("tasks", task), "planned");
  EXPECT_EQ(law_of(drop("organ_a")), "one_person_cannot_sign_twice");
  EXPECT_EQ(law_of(drop("head_1")), "post_does_not_allow_this");
  world.start();
  Result<Performed> second = drop("secretary_a");
  ASSERT_TRUE(second) << law_of(second);
  EXPECT_FALSE(second->waits_for_signatures);
  EXPECT_EQ(state_of("tasks", task), "dropped");
}

TEST_F(Perform, ADemonstrationBodyLivesInItsOwnTime) {
  TemporaryFolder other;
  World shown(other.path(),
              {.shown_as_of = make_date(2019, 7, 1), .start = "2024-05-06T03:00:00Z"});
  Performed done = world::must_perform(shown, {.who = "head_1",
                                               .ledger = "promises",
                                               .act = "propose",
                                               .fields = {{"content", "办件提速"},
                                                          {"subject", "organisation"},
                                                          {"kind", "post"},
                                                          {"due", make_date(2019, 7, 2)}},
                                               .unit = "branch_1"});
  EXPECT_EQ(shown.province().zone.date_at(done.after.created_at), make_date(2019, 7, 1));
  EXPECT_EQ(law_of(shown.perform({.who = "head_1",
                                  .ledger = "promises",
                                  .act = "amend",
                                  .record = done.id,
                                  .fields = {{"due", make_date(2019, 7, 1)}}})),
            "due_date_is_today");
  // The shown day runs on from midnight at each start; entries never go back in time.
  shown.start();
  Performed later = world::must_perform(shown, {.who = "head_1",
                                                .ledger = "promises",
                                                .act = "amend",
                                                .record = done.id,
                                                .fields = {{"measure", "一窗受理"}}});
  Connection connection(shown.places().database, OpenFor::reading);
  EXPECT_GE(entry_at(connection, shown.province().no, later.seq)->head.at, done.after.created_at);
}

}  // namespace
}  // namespace chuangyou
