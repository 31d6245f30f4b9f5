// Personal data leaves the journal by two people, and nothing else changes: tables made anew say
// the same, receipts still open their record, and the text is in no file any more.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include "campaign/erasable.h"
#include "campaign/verify_tables.h"
#include "journal/erasure.h"
#include "ledgers/all.h"
#include "storage/second_file.h"
#include "storage/sole_writer.h"
#include "storage/step_limit.h"
#include "world/life.h"

namespace chuangyou {
namespace {

using world::TemporaryFolder;
using world::World;

constexpr std::string_view said = "王小明家住解放路十七号三单元";

struct Erasures : testing::Test {
  TemporaryFolder folder;
  World world{folder.path()};
  Performed complaint = say();
  RandomSource random = RandomSource::from_seed(77);

  Performed say() {
    return world::must_perform(
        world, {.who = "citizen",
                .ledger = "feedback",
                .act = "say",
                .fields = {{"text", std::string(said)}, {"kind", std::string("opinion")}},
                .unit = "branch_1"});
  }
  Result<std::int64_t> perform(std::string_view who, ErasureAct act) {
    const Result<OrgPerformed> done = world.writer().perform(
        OrgRequest{world.province().no, {}, world.actor(who), std::move(act)});
    if (!done) return std::unexpected(done.error());
    return done->seq;
  }
  AskErasure asked_about(const Uuid& record, std::int64_t seq, std::vector<std::string> fields,
                         std::string ledger = "feedback") {
    return {make_uuid_v7(world.now(), random),
            std::move(ledger),
            record,
            seq,
            std::move(fields),
            "本人要求"};
  }
  Uuid must_ask(AskErasure act) {
    const Uuid id = act.id;
    const auto done = perform("admin", std::move(act));
    EXPECT_TRUE(done) << name_of(done ? Refusal::none : done.error().law);
    return id;
  }
  Refusal refused(std::string_view who, ErasureAct act) {
    const auto done = perform(who, std::move(act));
    return done ? Refusal::none : done.error().law;
  }

  static bool holds(const std::filesystem::path& path, std::string_view text) {
    std::ifstream stream(path, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(stream)), {});
    return bytes.find(text) != std::string::npos;
  }
  // In the database, its log, and whatever else lies beside them.
  bool is_in_a_file(std::string_view text) {
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder.path())) {
      if (file.is_regular_file() && holds(file.path(), text)) return true;
    }
    return false;
  }
  bool goes_from_the_files(std::string_view text) {
    for (int tries = 0; tries < 300 && is_in_a_file(text); ++tries)
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    if (!is_in_a_file(text)) return true;
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder.path()))
      if (file.is_regular_file() && holds(file.path(), text)) ADD_FAILURE() << file.path();
    return false;
  }
  AskErasure ask_again() { return asked_about(complaint.id, complaint.seq, {"text"}); }
  std::string dump() { return world::dump_tables(world.places().database); }
};

TEST_F(Erasures, two_people_erase_and_everything_else_stays) {
  ASSERT_TRUE(is_in_a_file(said));
  std::ofstream(world.places().database + ".before-2011") << "damaged " << said;
  const Uuid id = must_ask(asked_about(complaint.id, complaint.seq, {"text"}));
  EXPECT_EQ(world.find("head_1", "feedback", complaint.id)->record.value("text"),
            Value(std::string(said)));
  ASSERT_TRUE(perform("auditor", SignErasure{id}));
  const Result<Found> found = world.find("head_1", "feedback", complaint.id);
  ASSERT_TRUE(found);
  EXPECT_TRUE(is_empty(found->record.value("text")));
  EXPECT_EQ(found->record.value("kind"), Value(std::string("opinion")));
  EXPECT_EQ(found->record.version, complaint.seq);
  EXPECT_TRUE(goes_from_the_files(said));

  // The receipt opens what is left, and the record is worked on.
  Connection connection(world.places().database, OpenFor::reading);
  const Ledger* ledger = nullptr;
  const auto by_receipt = find_by_receipt(connection, world.province(), ledger, *complaint.receipt);
  ASSERT_TRUE(by_receipt);
  EXPECT_EQ(by_receipt->record.id, complaint.id);
  const auto assigned = world.perform(
      {.who = "organ_a", .ledger = "feedback", .act = "assign", .record = complaint.id});
  EXPECT_TRUE(assigned) << name_of(assigned ? Refusal::none : assigned.error().law) << " "
                        << (assigned ? "" : assigned.error().field);

  world.stop();
  for (const VerifyFinding& finding : verify(connection))
    ADD_FAILURE() << finding.what << " " << finding.seq;
  const std::string live = dump();
  const auto rebuilt = rebuild(world.places(), world.now());
  ASSERT_TRUE(rebuilt) << name_of(rebuilt.error().law);
  EXPECT_EQ(dump(), live);
  EXPECT_FALSE(is_in_a_file(said));
}

TEST_F(Erasures, a_reason_and_a_name_can_go_too) {
  const PersonId person = world.person("member_1");
  Connection connection(world.places().database, OpenFor::reading);
  std::int64_t seq = 0;
  for (const Entry& entry : entries_of(connection, world.province().no, person))
    seq = entry.head.seq;
  const std::string name = world.province().people.find(person)->name;
  ASSERT_TRUE(
      perform("auditor", SignErasure{must_ask(asked_about(person, seq, {"name"}, "people"))}));
  EXPECT_EQ(world.province().people.find(person)->name, "");
  EXPECT_EQ(entry_at(connection, world.province().no, seq)->changes.find(name), std::string::npos);
  world.start();
  EXPECT_EQ(world.province().people.find(person)->name, "");
  const std::string live = dump();
  world.stop();
  ASSERT_TRUE(rebuild(world.places(), world.now()));
  EXPECT_EQ(dump(), live);
  EXPECT_TRUE(verify(connection).empty());
}

// The one who asks that a name go has mostly been called otherwise since.
TEST_F(Erasures, a_former_name_goes_and_the_right_one_stays) {
  const PersonId person = world.person("member_1");
  const auto called = [&] { return *world.province().people.find(person); };
  const std::string former = called().name;
  ASSERT_TRUE(world.perform_org(CorrectName{person, "王改名"}, "member_1"));
  EXPECT_EQ(called().former_names, std::vector<std::string>{former});
  Connection connection(world.places().database, OpenFor::reading);
  std::vector<std::int64_t> seqs;
  for (const Entry& entry : entries_of(connection, world.province().no, person))
    seqs.push_back(entry.head.seq);
  ASSERT_EQ(seqs.size(), 2u);
  const auto erase = [&](std::int64_t seq) {
    return perform("auditor", SignErasure{must_ask(asked_about(person, seq, {"name"}, "people"))});
  };
  ASSERT_TRUE(erase(seqs[0]));
  EXPECT_EQ(called().name, "王改名");
  EXPECT_EQ(called().former_names, std::vector<std::string>{""});
  EXPECT_EQ(verify_tables(world.places(), {}, world.now())->findings, 0);
  ASSERT_TRUE(erase(seqs[1]));
  EXPECT_EQ(called().name, "");
  EXPECT_EQ(verify_tables(world.places(), {}, world.now())->findings, 0);
  world.start();
  EXPECT_EQ(called().former_names, std::vector<std::string>{""});
  const std::string live = dump();
  world.stop();
  ASSERT_TRUE(rebuild(world.places(), world.now()));
  EXPECT_EQ(dump(), live);
  EXPECT_FALSE(is_in_a_file("王改名"));
}

// A night that ends with the machine leaves the second file of its check, in whatever folder.
TEST_F(Erasures, what_a_broken_check_has_left_goes_too) {
  const std::filesystem::path work = folder.path() / "work";
  std::filesystem::create_directory(work);
  for (const std::string& where : {std::string(), work.string()}) {
    const pid_t child = ::fork();
    if (child == 0) {
      (void)verify_tables(world.places(), where, world.now(), [](std::string_view step) {
        if (step == "compare_rows") ::kill(::getpid(), SIGKILL);
      });
      ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status));
    const auto left =
        (where.empty() ? folder.path() : work) /
        (std::filesystem::path(world.places().database).filename().string() + ".verifying");
    ASSERT_TRUE(holds(left, said)) << left;
    ASSERT_TRUE(perform("auditor", SignErasure{must_ask(ask_again())}));
    EXPECT_TRUE(goes_from_the_files(said));
    EXPECT_FALSE(std::filesystem::exists(left.string() + "-wal"));
    complaint = say();
  }
}

TEST_F(Erasures, a_check_that_goes_on_keeps_its_file) {
  const std::string second = world.places().database + ".verifying";
  const auto verified = verify_tables(world.places(), {}, world.now(), [&](std::string_view step) {
    if (step != "compare_rows") return;
    ASSERT_TRUE(perform("auditor", SignErasure{must_ask(ask_again())}));
    EXPECT_FALSE(remove_left_second_files(resolved_path(world.places().database)));
    EXPECT_TRUE(std::filesystem::exists(second));
    const auto beside = verify_tables(world.places(), {}, world.now());
    ASSERT_TRUE(beside);
    EXPECT_EQ(beside->findings, 0);
  });
  ASSERT_TRUE(verified);
  EXPECT_EQ(verified->findings, 0);
  EXPECT_TRUE(goes_from_the_files(said));
  for (const auto& file : std::filesystem::directory_iterator(folder.path()))
    EXPECT_EQ(file.path().string().find(".verifying"), std::string::npos) << file.path();
}

TEST_F(Erasures, who_may_and_in_which_order) {
  const AskErasure ask = asked_about(complaint.id, complaint.seq, {"text"});
  for (const char* who : {"head_1", "worker", "granter", "auditor", "citizen", "clock"})
    EXPECT_EQ(refused(who, ask), Refusal::post_does_not_allow_this) << who;
  const Uuid id = must_ask(ask);
  EXPECT_EQ(refused("admin", asked_about(complaint.id, complaint.seq, {"text"})),
            Refusal::erasure_was_asked_already);
  for (const char* who : {"head_1", "worker", "granter", "admin", "citizen", "clock"}) {
    EXPECT_EQ(refused(who, SignErasure{id}), Refusal::post_does_not_allow_this) << who;
    EXPECT_EQ(refused(who, RefuseErasure{id, "no"}), Refusal::post_does_not_allow_this) << who;
  }
  EXPECT_EQ(refused("auditor", SignErasure{complaint.id}), Refusal::nothing_is_there);
  EXPECT_EQ(refused("auditor", RefuseErasure{id, " "}), Refusal::reason_is_missing);
  ASSERT_TRUE(perform("auditor", RefuseErasure{id, "不属于个人信息"}));
  EXPECT_EQ(refused("auditor", SignErasure{id}), Refusal::state_does_not_allow_this);
  EXPECT_TRUE(is_in_a_file(said));
  ASSERT_TRUE(perform("auditor", SignErasure{must_ask(ask_again())}));
  EXPECT_EQ(refused("admin", ask_again()), Refusal::entry_is_erased_already);
}

TEST_F(Erasures, what_holds_the_record_together_stays) {
  for (const char* field : {"kind", "state", "unit", "receipt", "name", "reason"})
    EXPECT_EQ(refused("admin", asked_about(complaint.id, complaint.seq, {"text", field})),
              Refusal::entry_cannot_be_erased)
        << field;
  EXPECT_EQ(refused("admin", asked_about(complaint.id, complaint.seq, {})),
            Refusal::field_is_missing);
  EXPECT_EQ(refused("admin", asked_about(complaint.id, complaint.seq - 1, {"text"})),
            Refusal::nothing_is_there);
  Connection connection(world.places().database, OpenFor::reading);
  const BodyNo body = world.province().no;
  must_ask(asked_about(complaint.id, complaint.seq, {"text"}));
  for (std::int64_t seq : {std::int64_t{1}, std::int64_t{2}, last_seq(connection, body)}) {
    const Entry entry = *entry_at(connection, body, seq);
    EXPECT_EQ(refused("admin", asked_about(entry.head.record, seq, {"name", "why"},
                                           std::string(entry.head.ledger))),
              Refusal::entry_cannot_be_erased)
        << entry.head.act;
  }
}

TEST_F(Erasures, those_whom_a_record_is_about_have_no_hand_in_it) {
  const auto complain_of = [&](const char* who) {
    return world::must_perform(world, {.who = "member_1",
                                       .ledger = "feedback",
                                       .act = "say",
                                       .fields = {{"text", std::string("把投诉都删了")},
                                                  {"kind", std::string("criticism")},
                                                  {"person", Uuid(world.person(who))}},
                                       .unit = "branch_1"});
  };
  const auto asked_of = [&](const Performed& about) {
    return asked_about(about.id, about.seq, {"text"});
  };
  EXPECT_EQ(refused("admin", asked_of(complain_of("admin"))), Refusal::nothing_is_there);
  const Uuid of_auditor = must_ask(asked_of(complain_of("auditor")));
  EXPECT_EQ(refused("auditor", SignErasure{of_auditor}), Refusal::nothing_is_there);
  EXPECT_EQ(refused("auditor", RefuseErasure{of_auditor, "不属实"}), Refusal::nothing_is_there);
  // Of the very top, below which both of them are.
  EXPECT_TRUE(perform("auditor", SignErasure{must_ask(asked_of(complain_of("worker")))}));
}

// The row of a record whose import was taken back is gone; whom it is about stands in its entries.
TEST_F(Erasures, those_whom_a_record_was_about_have_no_hand_in_it_once_it_is_taken_back) {
  const RecordId import(*parse_uuid("01960000-0000-7000-8000-000000000009"));
  Writer::Batch batch;
  for (const char* who : {"admin", "auditor", "member_1"}) {
    batch.acts.push_back(world.request({.who = "member_1",
                                        .ledger = "feedback",
                                        .act = "say",
                                        .fields = {{"text", std::string("把投诉都删了")},
                                                   {"kind", std::string("criticism")},
                                                   {"person", Uuid(world.person(who))}},
                                        .unit = "branch_1"}));
    batch.acts.back().import = import;
    batch.acts.back().source = who;
  }
  const auto refusals = world.writer().perform_all(std::move(batch));
  ASSERT_TRUE(refusals.empty()) << name_of(refusals.front().refused.law);
  Connection connection(world.places().database, OpenFor::reading);
  const BodyNo body = world.province().no;
  std::vector<EntryHead> imported;
  for_each_entry(connection, body, complaint.seq, 0,
                 [&](const Entry& entry) { imported.push_back(entry.head); });
  ASSERT_EQ(imported.size(), 3u);
  Writer::Batch undo;
  undo.undo = {body, import, world.actor("worker")};
  ASSERT_TRUE(world.writer().perform_all(std::move(undo)).empty());

  const auto ask = [&](const EntryHead& about) {
    return asked_about(about.record, about.seq, {"text"});
  };
  EXPECT_EQ(refused("admin", ask(imported[0])), Refusal::nothing_is_there);
  const auto names =
      erasable_entries(connection, world.province(), world.actor("admin"),
                       *parse_date("2011-03-01"), "feedback", imported[0].record, 0, 200);
  ASSERT_FALSE(names);
  EXPECT_EQ(names.error().law, Refusal::nothing_is_there);
  const Uuid of_auditor = must_ask(ask(imported[1]));
  EXPECT_EQ(refused("auditor", SignErasure{of_auditor}), Refusal::nothing_is_there);
  EXPECT_EQ(refused("auditor", RefuseErasure{of_auditor, "不属实"}), Refusal::nothing_is_there);
  EXPECT_TRUE(perform("auditor", SignErasure{must_ask(ask(imported[2]))}));
}

TEST_F(Erasures, nobody_has_a_hand_in_erasing_his_own_name) {
  Connection connection(world.places().database, OpenFor::reading);
  const BodyNo body = world.province().no;
  const auto ask = [&](const char* who) {
    const PersonId person = world.person(who);
    std::int64_t seq = 0;
    for (const Entry& entry : entries_of(connection, body, person))
      if (entry.head.act == "add_person") seq = entry.head.seq;
    return asked_about(person, seq, {"name"}, "people");
  };
  EXPECT_EQ(refused("admin", ask("admin")), Refusal::nothing_is_there);
  EXPECT_FALSE(erasable_entries(connection, world.province(), world.actor("admin"),
                                *parse_date("2011-03-01"), "people", world.person("admin"), 0,
                                200));
  const Uuid of_auditor = must_ask(ask("auditor"));
  EXPECT_EQ(refused("auditor", SignErasure{of_auditor}), Refusal::nothing_is_there);
  EXPECT_EQ(refused("auditor", RefuseErasure{of_auditor, "不属实"}), Refusal::nothing_is_there);
}

// What a reader waits for: an erasure elsewhere costs him nothing, nor do acts on the record.
TEST_F(Erasures, a_record_is_read_by_its_own_erasures_alone) {
  ASSERT_TRUE(perform("auditor", SignErasure{must_ask(ask_again())}));
  for (int i = 0; i < 100; ++i) {
    const Performed other = world::must_perform(
        world, {.who = "citizen",
                .ledger = "feedback",
                .act = "say",
                .fields = {{"text", std::string("楼道无灯")}, {"kind", std::string("opinion")}},
                .unit = "branch_1"});
    const Uuid id = must_ask(asked_about(other.id, other.seq, {"text"}));
    ASSERT_TRUE(perform("auditor", SignErasure{id}));
  }
  Connection connection(world.places().database, OpenFor::reading);
  const BodyNo body = world.province().no;
  constexpr std::int64_t steps_max = 1'500;
  {
    const StepLimit limit(connection, steps_max);
    EXPECT_EQ(erased_parts(connection, body, complaint.id).size(), 1u);
  }
  {
    const StepLimit limit(connection, steps_max);
    EXPECT_TRUE(entry_at(connection, body, complaint.seq)->erased_by);
  }
}

TEST_F(Erasures, whom_a_record_is_about_is_never_erased) {
  const Performed about =
      world::must_perform(world, {.who = "member_1",
                                  .ledger = "feedback",
                                  .act = "say",
                                  .fields = {{"text", std::string("作风霸道")},
                                             {"kind", std::string("criticism")},
                                             {"person", Uuid(world.person("worker"))}},
                                  .unit = "root"});
  EXPECT_EQ(refused("admin", asked_about(about.id, about.seq, {"text", "person"})),
            Refusal::entry_cannot_be_erased);
}

TEST_F(Erasures, a_rebuild_refuses_before_it_touches_a_table) {
  world.stop();
  const std::string before = [&] {
    Connection connection(world.places().database, OpenFor::writing);
    connection.run("UPDATE entries SET changes = NULL, salt = NULL WHERE act = 'say'");
    return dump();
  }();
  const auto rebuilt = rebuild(world.places(), world.now());
  ASSERT_FALSE(rebuilt);
  EXPECT_EQ(rebuilt.error().law, Refusal::entries_are_missing);
  EXPECT_EQ(dump(), before);
}

}  // namespace
}  // namespace chuangyou
