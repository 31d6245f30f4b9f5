// What stands beside a record: remarks, evidence with its files, who follows it. None of it moves
// the record, all of it is made again from the journal, and what is erased is gone.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "campaign/find_followed.h"
#include "campaign/named_fields.h"
#include "campaign/verify_files.h"
#include "campaign/verify_tables.h"
#include "imports/sent_file.h"
#include "journal/erasure.h"
#include "journal/journal.h"
#include "ledgers/all.h"
#include "record/common_names.h"
#include "storage/evidence_rows.h"
#include "world/life.h"

namespace chuangyou {
namespace {

namespace fs = std::filesystem;
using world::TemporaryFolder;
using world::World;

const std::string pdf = "%PDF-1.4\n% 王小明的收条\n%%EOF\n";

struct Thread : testing::Test {
  TemporaryFolder folder;
  World world{folder.path()};
  KeptFiles files = KeptFiles::beside(world.places().database);
  RandomSource random = RandomSource::from_seed(78);
  RecordId problem =
      world::must_perform(
          world, {.who = "head_1",
                  .ledger = "problems",
                  .act = "register",
                  .fields = {{"title", std::string("排队太久")}, {"kind", std::string("new")}},
                  .unit = "branch_1"})
          .id;

  ActRequest beside(std::string_view who, std::string_view act, std::string remark = {},
                    std::vector<Evidence> evidence = {}, std::string_view ledger = "problems") {
    ActRequest request =
        world.request({.who = who, .ledger = ledger, .act = act, .record = problem});
    request.remark = std::move(remark);
    request.evidence = std::move(evidence);
    return request;
  }
  Refusal refused(ActRequest request) {
    const auto done = world.writer().perform(std::move(request));
    return done ? Refusal::none : done.error().law;
  }
  std::int64_t must(ActRequest request) {
    const auto done = world.writer().perform(std::move(request));
    EXPECT_TRUE(done) << name_of(done ? Refusal::none : done.error().law);
    return done ? done->seq : 0;
  }
  Result<SentFile> send(std::string_view who, const std::string& content) {
    const fs::path path = folder.path() / "sent";
    std::ofstream(path, std::ios::binary) << content;
    return take_sent_file(files, world.province().no, HashFunction::sha256, world.person(who),
                          path);
  }
  static Evidence file(const Hash& hash, std::string name = "收条.pdf") {
    Evidence one = line(std::move(name), EvidenceKind::file);
    one.hash = hash;
    return one;
  }
  static Evidence line(std::string text, EvidenceKind kind = EvidenceKind::text) {
    Evidence one;
    one.kind = kind;
    one.text = std::move(text);
    return one;
  }
  static Evidence leading_to(const Uuid& record) {
    Evidence one = line({}, EvidenceKind::record);
    one.ledger = "problems";
    one.record = record;
    return one;
  }
  std::vector<Followed> followed(std::string_view who) {
    Connection reading(world.places().database, OpenFor::reading);
    const Actor actor = world.actor(who);
    return find_followed({reading, world.province(), actor, world.now()});
  }
  FilesVerified verified() {
    Connection reading(world.places().database, OpenFor::reading);
    return verify_files(reading, world.places().database);
  }
  void check_made_again() {
    const auto tables = verify_tables(world.places(), {}, world.now());
    ASSERT_TRUE(tables);
    for (const TableFinding& one : tables->shown)
      ADD_FAILURE() << one.table << " " << one.row << " " << one.what << " " << one.columns;
    world.stop();
    const std::string live = world::dump_tables(world.places().database);
    ASSERT_TRUE(rebuild(world.places(), world.now()));
    EXPECT_EQ(world::dump_tables(world.places().database), live);
    world.start();
  }
  fs::path kept(const Hash& hash) { return files.path_of(world.province().no, hash); }
};

TEST_F(Thread, a_remark_moves_nothing_and_comes_again_from_the_journal) {
  const auto before = world.find("head_1", "problems", problem);
  const std::int64_t seq = must(beside("head_1", "remark", "周五去看过现场"));
  const auto after = world.find("head_1", "problems", problem);
  EXPECT_EQ(after->record.version, before->record.version);
  EXPECT_EQ(after->record.state, before->record.state);
  Connection reading(world.places().database, OpenFor::reading);
  const Entry entry = *entry_at(reading, world.province().no, seq);
  EXPECT_EQ(entry.head.ledger, "problems");
  EXPECT_EQ(entry.head.record, problem);
  EXPECT_EQ(entry.head.role, Role::branch_secretary);
  EXPECT_EQ(entry.changes, R"({"remark":"周五去看过现场"})");
  must(beside("head_1", "attach", {}, {line("省发〔2011〕8号", EvidenceKind::number)}));
  check_made_again();
  EXPECT_EQ(world.find("head_1", "problems", problem)->record.version, before->record.version);
}

TEST_F(Thread, nobody_says_it_who_does_not_see_it) {
  EXPECT_EQ(refused(beside("head_2", "remark", "看看")), Refusal::nothing_is_there);
  EXPECT_EQ(refused(beside("citizen", "remark", "看看")), Refusal::nothing_is_there);
  EXPECT_EQ(refused(beside("clock", "remark", "看看")), Refusal::post_does_not_allow_this);
  EXPECT_EQ(refused(beside("head_2", "attach", {}, {line("一行字")})), Refusal::nothing_is_there);
  EXPECT_EQ(refused(beside("head_2", "unfollow")), Refusal::nothing_is_there);
  EXPECT_EQ(refused(beside("head_1", "remark", "别的台账", {}, "tasks")),
            Refusal::nothing_is_there);
}

// The doors of files and of the clock lead to the same law.
TEST_F(Thread, a_row_of_a_file_says_nothing_beside_a_record) {
  ActRequest row = beside("head_1", "remark", "导入的");
  row.source = "row-1";
  EXPECT_EQ(refused(row), Refusal::act_is_unknown);
  row = beside("head_1", "follow");
  row.import = RecordId(make_uuid_v7(world.now(), random));
  EXPECT_EQ(refused(row), Refusal::act_is_unknown);
  row = world.request({.who = "head_1",
                       .ledger = "problems",
                       .act = "register",
                       .fields = {{"title", std::string("导入的")}, {"kind", std::string("new")}},
                       .unit = "branch_1"});
  row.source = "row-2";
  row.evidence = {line("一行字")};
  EXPECT_EQ(refused(row), Refusal::field_is_unknown);
  row = beside("head_1", "remark", "带字段的");
  row.fields = in_places(*find_ledger("problems"), {{"title", std::string("改题")}});
  EXPECT_EQ(refused(row), Refusal::act_is_unknown);
}

TEST_F(Thread, evidence_comes_with_the_act_and_its_file_is_kept) {
  const auto sent = send("head_1", pdf);
  ASSERT_TRUE(sent);
  EXPECT_EQ(sent->type->ending, "pdf");
  EXPECT_FALSE(fs::exists(kept(sent->hash)));
  ActRequest request =
      world.request({.who = "head_1",
                     .ledger = "problems",
                     .act = "register",
                     .fields = {{"title", std::string("窗口太少")}, {"kind", std::string("new")}},
                     .unit = "branch_1"});
  request.evidence = {file(sent->hash), leading_to(problem)};
  const auto opened = world.writer().perform(request);
  ASSERT_TRUE(opened) << name_of(opened.error().law);
  std::ostringstream content;
  content << std::ifstream(kept(sent->hash), std::ios::binary).rdbuf();
  EXPECT_EQ(content.str(), pdf);
  Connection reading(world.places().database, OpenFor::reading);
  const auto row = evidence_row(reading, world.province().no, opened->id, sent->hash);
  ASSERT_TRUE(row);
  EXPECT_EQ(row->name, "收条.pdf");
  EXPECT_EQ(row->bytes, std::ssize(pdf));
  EXPECT_FALSE(evidence_row(reading, world.province().no, problem, sent->hash));
  check_made_again();
  EXPECT_EQ(verified().files, 1);
  EXPECT_TRUE(verified().findings.empty());
}

// Whoever knows a hash has sent nothing by that.
TEST_F(Thread, a_file_that_somebody_else_sent_is_none_of_his) {
  const auto sent = send("head_1", pdf);
  ASSERT_TRUE(sent);
  EXPECT_EQ(refused(beside("organ_a", "attach", {}, {file(sent->hash)})),
            Refusal::file_was_not_sent);
  must(beside("head_1", "attach", {}, {file(sent->hash)}));
  EXPECT_EQ(refused(beside("organ_a", "attach", {}, {file(sent->hash)})),
            Refusal::file_was_not_sent);
  EXPECT_EQ(
      refused(beside("head_1", "attach", {}, {leading_to(make_uuid_v7(world.now(), random))})),
      Refusal::record_is_linked_wrongly);
  EXPECT_EQ(send("head_1", "<html>").error().law, Refusal::file_type_is_unknown);
  EXPECT_EQ(send("head_1", "").error().law, Refusal::file_is_empty);
}

TEST_F(Thread, a_file_that_is_missing_or_changed_is_found) {
  const auto sent = send("head_1", pdf);
  must(beside("head_1", "attach", {}, {file(sent->hash)}));
  { std::ofstream(kept(sent->hash), std::ios::app) << "!"; }
  ASSERT_EQ(verified().findings.size(), 1U);
  EXPECT_EQ(verified().findings[0].what, "file_was_changed");
  EXPECT_THROW(read_kept_file(world.places().database, world.province().no, HashFunction::sha256,
                              sent->hash),
               StorageError);
  fs::remove(kept(sent->hash));
  ASSERT_EQ(verified().findings.size(), 1U);
  EXPECT_EQ(verified().findings[0].what, "file_is_missing");
  // Sent and given once more, it is whole again.
  ASSERT_TRUE(send("head_1", pdf));
  must(beside("head_1", "attach", {}, {file(sent->hash)}));
  EXPECT_TRUE(verified().findings.empty());
}

TEST_F(Thread, what_waits_goes_after_a_day_and_what_is_kept_stays) {
  const auto kept_one = send("head_1", pdf);
  must(beside("head_1", "attach", {}, {file(kept_one->hash)}));
  const auto waits = send("head_1", pdf + "2");
  const BodyNo body = world.province().no;
  files.forget_waiting(fs::file_time_type::clock::now() - std::chrono::hours(24));
  EXPECT_TRUE(files.waiting(body, world.person("head_1"), waits->hash));
  files.forget_waiting(fs::file_time_type::clock::now() + std::chrono::hours(1));
  EXPECT_FALSE(files.waiting(body, world.person("head_1"), waits->hash));
  EXPECT_EQ(refused(beside("head_1", "attach", {}, {file(waits->hash)})),
            Refusal::file_was_not_sent);
  EXPECT_TRUE(verified().findings.empty());
  for (std::size_t i = 0; i < KeptFiles::waiting_max; ++i)
    ASSERT_TRUE(send("head_1", pdf + "x" + std::to_string(i)));
  EXPECT_EQ(send("head_1", pdf + "one more").error().law, Refusal::upload_allowance_is_used_up);
  EXPECT_TRUE(send("head_2", pdf + "one more"));
}

// An erasure takes remark and evidence, and no entry names the file any more.
TEST_F(Thread, an_erasure_takes_what_was_said_beside) {
  const auto sent = send("head_1", pdf);
  const std::int64_t seq =
      must(beside("head_1", "remark", "王小明住三单元", {file(sent->hash, "王小明.pdf")}));
  const auto perform = [&](std::string_view who, ErasureAct act) {
    return world.writer().perform(
        OrgRequest{world.province().no, {}, world.actor(who), std::move(act)});
  };
  const Uuid id = make_uuid_v7(world.now(), random);
  const auto asked = perform(
      "admin", AskErasure{id, "problems", problem, seq, {"remark", "evidence"}, "本人要求"});
  ASSERT_TRUE(asked) << name_of(asked.error().law);
  ASSERT_TRUE(perform("auditor", SignErasure{id}));
  Connection reading(world.places().database, OpenFor::reading);
  EXPECT_EQ(entry_at(reading, world.province().no, seq)->changes, "{}");
  EXPECT_FALSE(evidence_row(reading, world.province().no, problem, sent->hash));
  EXPECT_FALSE(is_evidence(reading, world.province().no, sent->hash));
  EXPECT_EQ(verified().files, 0);
  EXPECT_TRUE(verify(reading).empty());
  EXPECT_TRUE(world.find("head_1", "problems", problem));
  check_made_again();
  // Who follows what is nothing to ask about.
  const std::int64_t followed_by = must(beside("head_1", "follow"));
  EXPECT_EQ(perform("admin", AskErasure{make_uuid_v7(world.now(), random),
                                        "problems",
                                        problem,
                                        followed_by,
                                        {"remark"},
                                        "看看"})
                .error()
                .law,
            Refusal::entry_cannot_be_erased);
}

TEST_F(Thread, whoever_follows_hears_what_changed_and_nothing_that_he_may_not) {
  must(beside("organ_a", "follow"));
  EXPECT_EQ(refused(beside("organ_a", "follow")), Refusal::nothing_would_change);
  ASSERT_EQ(followed("organ_a").size(), 1U);
  EXPECT_TRUE(followed("organ_a")[0].news.empty());
  EXPECT_TRUE(followed("head_1").empty());
  must(beside("head_1", "remark", "周五去看过现场"));
  must(beside("organ_a", "remark", "知道了"));
  must(beside("secretary_a", "follow"));
  const auto heard = followed("organ_a");
  ASSERT_EQ(heard[0].news.size(), 1U);
  EXPECT_EQ(heard[0].news[0].act, "remark");
  check_made_again();
  must(beside("organ_a", "follow"));  // seen
  EXPECT_TRUE(followed("organ_a")[0].news.empty());
  must(beside("organ_a", "unfollow"));
  EXPECT_TRUE(followed("organ_a").empty());
  EXPECT_EQ(refused(beside("organ_a", "unfollow")), Refusal::nothing_would_change);
  check_made_again();
}

TEST_F(Thread, who_loses_sight_of_it_follows_it_no_longer) {
  must(beside("organ_a", "follow"));
  const auto posts = world.province().people.posts_of(world.person("organ_a"));
  ASSERT_EQ(posts.size(), 1U);
  ASSERT_TRUE(world.perform_org(EndPost{posts[0].id, make_date(2011, 3, 1)}, "granter"));
  world.go_to("2011-03-03T01:00:00Z");
  EXPECT_TRUE(followed("organ_a").empty());
  EXPECT_EQ(refused(beside("organ_a", "remark", "我还在")), Refusal::nothing_is_there);
  must(beside("organ_a", "unfollow"));
  EXPECT_EQ(refused(beside("organ_a", "unfollow")), Refusal::nothing_is_there);
}

// Taken back with its import a record is gone; who has said something beside it has worked on it.
TEST_F(Thread, an_import_with_a_remark_is_not_taken_back) {
  world.go_to("2011-04-06T01:00:00Z");
  const RecordId import(make_uuid_v7(world.now(), random));
  world::import_cases(world, import, "row");
  Connection reading(world.places().database, OpenFor::reading);
  const Ledger& feedback = *find_ledger("feedback");
  const auto records = LedgerTable(feedback).of_import(reading, world.province().no, import);
  ASSERT_FALSE(records.empty());
  ActRequest request =
      world.request({.who = "worker", .ledger = "feedback", .act = "follow", .record = records[0]});
  must(request);
  const auto undo = [&] {
    Writer::Batch batch;
    batch.undo = Writer::Batch::Undo{world.province().no, import, world.actor("worker")};
    return world.writer().perform_all(std::move(batch));
  };
  request.act = "remark";
  request.remark = "打过电话";
  must(request);
  const auto refusals = undo();
  ASSERT_EQ(refusals.size(), 1U);
  EXPECT_EQ(refusals[0].refused.law, Refusal::records_changed_since_import);
}

}  // namespace
}  // namespace chuangyou
