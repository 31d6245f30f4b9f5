// What was kept for as long as the pack says goes by itself: on the day and not before it, by
// entries that leave every proof as it was, and nothing else with it.
#include "jobs/retention.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "campaign/kept_until.h"
#include "campaign/rebuild.h"
#include "campaign/verify_tables.h"
#include "journal/erasure.h"
#include "journal/journal.h"
#include "storage/account_rows.h"
#include "world/life.h"

namespace chuangyou {
namespace {

using world::TemporaryFolder;
using world::World;

constexpr std::string_view home = "解放路十七号三单元", proof = "附王小明身份证复印件一份";
constexpr std::string_view sender_months = "retention.sender_months",
                           evidence_months = "retention.evidence_months";

struct Keeping : testing::Test {
  TemporaryFolder folder;
  World world{folder.path()};
  Health health;
  std::vector<PersonId> forgotten;
  std::vector<Moment> log_ins_before;
  RandomSource random = RandomSource::from_seed(78);
  std::unique_ptr<Retention> job = a_job();

  std::unique_ptr<Retention> a_job() {
    return std::make_unique<Retention>(
        world.places().database, world.bodies(), world.writer(), health,
        [this] { return world.now(); },
        Retention::Doors{[this](BodyNo, PersonId person) { forgotten.push_back(person); },
                         [this](BodyNo body, Moment before) {
                           if (body == world.province().no) log_ins_before.push_back(before);
                           return std::int64_t{1};
                         }});
  }
  Performed say() {
    ActRequest request = world.request({.who = "member_3",
                                        .ledger = "feedback",
                                        .act = "say",
                                        .fields = {{"text", std::string("楼道灯不亮")},
                                                   {"kind", std::string("opinion")},
                                                   {"place", std::string(home)}},
                                        .unit = "branch_1"});
    Evidence copy;
    copy.text = proof;
    request.evidence.push_back(std::move(copy));
    Result<Performed> said = world.writer().perform(std::move(request));
    if (!said)
      throw std::runtime_error(std::string(name_of(said.error().law)) + " " + said.error().field);
    return std::move(*said);
  }
  void act(std::string_view who, const RecordId& id, std::string_view name,
           std::vector<AskedField> fields = {}) {
    world::must_perform(
        world,
        {.who = who, .ledger = "feedback", .act = name, .record = id, .fields = std::move(fields)});
  }
  Performed answered_on(std::string_view day) {
    world.go_to(std::string(day) + "T01:00:00Z");
    const Performed said = say();
    act("organ_a", said.id, "assign");
    act("division_1", said.id, "answer", {{"answer", std::string("已换灯泡")}});
    return said;
  }
  std::int64_t erased_on(std::string_view day) {
    world.go_to(std::string(day) + "T01:00:00Z");
    return job->round().entries;
  }
  Value value(const RecordId& id, std::string_view field) {
    return world.find("division_1", "feedback", id)->record.value(field);
  }
  std::string changes(std::int64_t seq) {
    Connection connection(world.places().database, OpenFor::reading);
    return entry_at(connection, world.province().no, seq)->changes;
  }
  Refusal refused(std::string_view who, ErasureAct act) {
    Actor actor;
    actor.is_the_clock = who == "clock";
    if (!actor.is_the_clock && who != "citizen") actor = world.actor(who);
    const auto done =
        world.writer().perform(OrgRequest{world.province().no, {}, actor, std::move(act)});
    return done ? Refusal::none : done.error().law;
  }
  Uuid new_id() { return make_uuid_v7(world.now(), random); }
  bool is_in_a_file(std::string_view text) {
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder.path())) {
      if (!file.is_regular_file()) continue;
      std::ifstream stream(file.path(), std::ios::binary);
      const std::string bytes((std::istreambuf_iterator<char>(stream)), {});
      if (bytes.contains(text)) return true;
    }
    return false;
  }
  void expect_whole() {
    world.stop();
    Connection connection(world.places().database, OpenFor::reading);
    for (const VerifyFinding& finding : verify(connection))
      ADD_FAILURE() << finding.what << " " << finding.seq;
    const std::string live = world::dump_tables(world.places().database);
    const auto rebuilt = rebuild(world.places(), world.now());
    ASSERT_TRUE(rebuilt) << name_of(rebuilt.error().law);
    EXPECT_EQ(world::dump_tables(world.places().database), live);
    world.start();
    job = a_job();
  }
};

TEST_F(Keeping, what_a_sender_left_goes_the_day_after_its_last_and_nothing_else_with_it) {
  const Performed said = answered_on("2011-03-05");
  EXPECT_EQ(erased_on("2013-03-05"), 0);
  EXPECT_EQ(value(said.id, "place"), Value(std::string(home)));
  EXPECT_EQ(erased_on("2013-03-06"), 1);
  EXPECT_TRUE(is_empty(value(said.id, "place")));
  EXPECT_EQ(value(said.id, "text"), Value(std::string("楼道灯不亮")));
  EXPECT_EQ(value(said.id, "answer"), Value(std::string("已换灯泡")));
  EXPECT_TRUE(changes(said.seq).contains(proof));
  EXPECT_EQ(job->round().entries, 0);
  for (int tries = 0; tries < 300 && is_in_a_file(home); ++tries)
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_FALSE(is_in_a_file(home));
  expect_whole();
  EXPECT_EQ(job->round().entries, 0);  // a start begins at the first entry again
}

// 2013-04-07 is a Sunday that is worked and 2013-10-01 a day off: a term in months ends where it
// ends, and nobody waits for an office to open.
TEST_F(Keeping, neither_make_up_days_nor_days_off_move_the_last_day) {
  const Performed spring = answered_on("2011-04-07");
  const Performed autumn = answered_on("2011-10-01");
  EXPECT_EQ(erased_on("2013-04-07"), 0);
  EXPECT_EQ(erased_on("2013-04-08"), 1);
  EXPECT_TRUE(is_empty(value(spring.id, "place")));
  EXPECT_EQ(erased_on("2013-10-01"), 0);
  EXPECT_EQ(value(autumn.id, "place"), Value(std::string(home)));
  EXPECT_EQ(erased_on("2013-10-02"), 1);
}

TEST_F(Keeping, evidence_goes_after_its_own_term_from_the_same_entry) {
  const Performed said = answered_on("2011-03-05");
  EXPECT_EQ(erased_on("2013-03-06"), 1);
  EXPECT_EQ(erased_on("2016-03-05"), 0);
  EXPECT_EQ(erased_on("2016-03-06"), 1);
  EXPECT_FALSE(changes(said.seq).contains(proof));
  EXPECT_FALSE(changes(said.seq).contains(home));
  EXPECT_TRUE(changes(said.seq).contains("楼道灯不亮"));
  Connection connection(world.places().database, OpenFor::reading);
  const auto parts = erased_parts(connection, world.province().no, said.id);
  ASSERT_EQ(parts.size(), 1u);
  EXPECT_EQ(parts.front().fields, (std::vector<std::string>{"place", "evidence"}));
  expect_whole();
}

TEST_F(Keeping, what_is_open_keeps_all_of_it) {
  world.go_to("2011-03-05T01:00:00Z");
  const Performed said = say();
  act("organ_a", said.id, "assign");
  EXPECT_EQ(erased_on("2020-03-06"), 0);
  act("division_1", said.id, "answer", {{"answer", std::string("已换灯泡")}});
  EXPECT_EQ(erased_on("2022-03-06"), 0);
  EXPECT_EQ(erased_on("2022-03-07"), 1);
}

TEST_F(Keeping, an_erasure_that_waits_for_a_person_is_waited_for) {
  const Performed said = answered_on("2011-03-05");
  const Uuid id = new_id();
  ASSERT_EQ(refused("admin", AskErasure{id, "feedback", said.id, said.seq, {"place"}, "本人要求"}),
            Refusal::none);
  EXPECT_EQ(erased_on("2013-03-06"), 0);
  ASSERT_EQ(refused("auditor", RefuseErasure{id, "不属于个人信息"}), Refusal::none);
  EXPECT_EQ(erased_on("2013-03-07"), 1);
  EXPECT_TRUE(is_empty(value(said.id, "place")));
}

// What the clock took stands in no way of what somebody asks for afterwards.
TEST_F(Keeping, a_person_asks_for_the_rest_of_it) {
  const Performed said = answered_on("2011-03-05");
  EXPECT_EQ(erased_on("2013-03-06"), 1);
  const auto ask = [&](std::string_view field) {
    return AskErasure{new_id(), "feedback", said.id, said.seq, {std::string(field)}, "本人要求"};
  };
  EXPECT_EQ(refused("admin", ask("place")), Refusal::entry_is_erased_already);
  const AskErasure text = ask("text");
  ASSERT_EQ(refused("admin", text), Refusal::none);
  ASSERT_EQ(refused("auditor", SignErasure{text.id}), Refusal::none);
  EXPECT_FALSE(changes(said.seq).contains("楼道灯不亮"));
  EXPECT_FALSE(changes(said.seq).contains(home));
  expect_whole();
}

TEST_F(Keeping, nobody_but_the_clock_and_it_not_early) {
  const Performed said = answered_on("2011-03-05");
  const auto after_term = [&](std::string_view term, std::string_view field) {
    return EraseAfterTerm{new_id(), term, said.seq, {std::string(field)}};
  };
  for (const char* who : {"admin", "auditor", "granter", "worker", "citizen"})
    EXPECT_EQ(refused(who, after_term(sender_months, "place")), Refusal::post_does_not_allow_this);
  EXPECT_EQ(refused("clock", after_term(sender_months, "place")),
            Refusal::state_does_not_allow_this);
  world.go_to("2013-03-06T01:00:00Z");
  EXPECT_EQ(refused("clock", after_term(evidence_months, "evidence")),
            Refusal::state_does_not_allow_this);
  EXPECT_EQ(refused("clock", after_term("retention.no_such_months", "place")),
            Refusal::state_does_not_allow_this);
  EXPECT_EQ(refused("clock", after_term(sender_months, "text")), Refusal::entry_cannot_be_erased);
}

// Whoever writes such an entry past the program makes nothing vanish that has just been said.
TEST_F(Keeping, a_forged_term_makes_no_young_entry_lawful) {
  const Performed said = answered_on("2011-03-05");
  world.stop();
  Connection connection(world.places().database, OpenFor::writing);
  const BodyNo body = world.province().no;
  const Entry young = *entry_at(connection, body, said.seq);
  const std::vector<std::string> fields{"place"};
  const std::string remaining = *remaining_changes(young, fields);
  const auto forge = [&](std::string_view at) {
    EntryHead head;
    head.body = body;
    head.seq = last_seq(connection, body) + 1;
    head.at = *parse_moment(at);
    head.role = Role::the_clock;
    head.ledger = erasures_ledger;
    head.record = new_id();
    head.act = erase_after_term;
    append(connection,
           new_entry(head, encode_after_term(said.seq, fields, sender_months, remaining),
                     world.province().hash, random));
  };
  Transaction transaction(connection, Transaction::Mode::immediate);
  forge("2011-08-30T00:00:00Z");
  erase_entry(connection, body, said.seq);
  transaction.commit();
  EXPECT_TRUE(entry_at(connection, body, said.seq)->changes.empty());
  const auto findings = verify(connection);
  ASSERT_FALSE(findings.empty());
  EXPECT_EQ(findings.front().what, "changes_are_missing");
  EXPECT_EQ(findings.front().seq, said.seq);
}

TEST_F(Keeping, the_account_of_one_who_left_ends_and_what_opened_it_goes) {
  for (const char* who : {"former_1", "head_1"}) {
    OrgRequest request{world.province().no, {}, world.actor("admin")};
    request.on_account = MakeAccount{world.person(who), who, "$argon2id$stand-in"};
    ASSERT_TRUE(world.writer().perform(std::move(request)));
  }
  world.go_to("2011-06-30T01:00:00Z");
  EXPECT_EQ(job->round().accounts, 0);
  world.go_to("2011-06-30T16:30:00Z");  // half past midnight in the province
  EXPECT_EQ(job->round().accounts, 1);
  EXPECT_EQ(forgotten, std::vector{world.person("former_1")});
  Connection connection(world.places().database, OpenFor::reading);
  const BodyNo body = world.province().no;
  EXPECT_EQ(account_row(connection, body, "former_1")->state, AccountState::ended);
  EXPECT_EQ(account_row(connection, body, "former_1")->password_hash, "");
  EXPECT_EQ(account_row(connection, body, "head_1")->state, AccountState::open);
  const Entry last = *entry_at(connection, body, last_seq(connection, body));
  EXPECT_EQ(last.head.act, "end_account");
  EXPECT_EQ(last.head.role, Role::the_clock);
  EXPECT_EQ(job->round().accounts, 0);
  OrgRequest alone{body, {}, {}};
  alone.actor.is_the_clock = true;
  alone.on_account = EndAccount{"head_1"};
  const auto refused_one = world.writer().perform(std::move(alone));
  ASSERT_FALSE(refused_one);
  EXPECT_EQ(refused_one.error().law, Refusal::post_does_not_allow_this);
  const auto verified = verify_tables(world.places(), {}, world.now());
  ASSERT_TRUE(verified);
  EXPECT_EQ(verified->findings, 0);
}

TEST_F(Keeping, a_shorter_term_frees_and_logs_stay_for_half_a_year) {
  const Performed said = answered_on("2011-03-05");
  const auto change = [&](std::string_view name, std::int64_t months) {
    OrgRequest request{world.province().no, {}, world.actor("worker")};
    request.on_frame = ChangePolicyValue{.name = std::string(name),
                                         .value = Fixed{months * 1'000'000},
                                         .from = *parse_date("2011-12-01"),
                                         .source = "工委〔2011〕9号",
                                         .reason = "缩短保存期限"};
    const auto done = world.writer().perform(std::move(request));
    return done ? Refusal::none : done.error().law;
  };
  EXPECT_EQ(change(log_retention, 5), Refusal::retention_is_too_short);
  EXPECT_EQ(change(log_retention, 12), Refusal::none);
  EXPECT_EQ(change(sender_months, 5), Refusal::number_is_out_of_range);
  EXPECT_EQ(change(sender_months, 6), Refusal::none);
  EXPECT_EQ(erased_on("2011-11-30"), 0);
  ASSERT_FALSE(log_ins_before.empty());
  EXPECT_EQ(to_text(log_ins_before.back()), "2011-05-29T16:00:00Z");
  EXPECT_EQ(erased_on("2011-12-01"), 1);
  EXPECT_EQ(to_text(log_ins_before.back()), "2010-11-30T16:00:00Z");
  EXPECT_TRUE(is_empty(value(said.id, "place")));
  const auto told = health.all().at("retention").facts;
  EXPECT_EQ(std::get<std::int64_t>(told.front().second), 1);
}

}  // namespace
}  // namespace chuangyou
