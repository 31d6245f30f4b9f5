#include "campaign/kept_acts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "ledgers/all.h"

namespace chuangyou {
namespace {

const Ledger& feedback() { return *find_ledger("feedback"); }

FieldChange change(std::string_view field, Value value) {
  return {feedback().index_of(*feedback().field(field)), std::move(value)};
}

ActRequest case_of(std::string source) {
  RandomSource random = RandomSource::from_seed(3);
  ActRequest request;
  request.ledger = &feedback();
  request.act = "record_open";
  request.unit = UnitId(make_uuid_v7(Moment{1}, random));
  request.source = std::move(source);
  // Not in the order of the ledger's fields.
  request.fields = {change("promised_by", Moment{1'799'136'000'000'000}),
                    change("received_at", Moment{1'767'600'000'000'000}),
                    change("text", std::string("路灯不亮\0，\"已有一周\"", 31)),
                    change("kind", Value{})};
  return request;
}

KeptActs::Head head_of(const Ledger& ledger) {
  KeptActs::Head head;
  head.body = BodyNo{2};
  head.ledger = ledger.name;
  return head;
}

std::filesystem::path fresh_folder() {
  const auto* test = testing::UnitTest::GetInstance()->current_test_info();
  const std::filesystem::path folder = testing::TempDir() + "kept_" + test->name();
  std::filesystem::remove_all(folder);
  return folder;
}

ActFeed::Acts given_by(const KeptActs& acts, std::size_t passed_over = 0) {
  ActFeed feed;
  acts.give(feed, passed_over);
  ActFeed::Acts all, some;
  while (feed.take(some))
    for (ActRequest& act : some) all.push_back(std::move(act));
  EXPECT_TRUE(feed.is_whole());
  return all;
}

TEST(KeptActs, AreReadAsTheyWereGiven) {
  KeptActs acts(fresh_folder(), head_of(feedback()));
  acts.add(case_of("A1"));
  ActRequest amended = case_of("");
  amended.record = RecordId(*amended.unit);
  amended.if_versions = {7};
  amended.reason = "更正";
  acts.add(amended);
  acts.close();
  const ActFeed::Acts all = given_by(acts);
  ASSERT_EQ(all.size(), 2U);
  ActRequest first = case_of("A1");
  std::ranges::sort(first.fields, {}, &FieldChange::field);
  EXPECT_EQ(all[0].act, first.act);
  EXPECT_EQ(all[0].source, "A1");
  EXPECT_EQ(all[0].unit, first.unit);
  EXPECT_FALSE(all[0].record);
  ASSERT_EQ(all[0].fields.size(), first.fields.size());
  for (std::size_t i = 0; i < first.fields.size(); ++i) {
    EXPECT_EQ(all[0].fields[i].field, first.fields[i].field);
    EXPECT_EQ(all[0].fields[i].value, first.fields[i].value);
  }
  EXPECT_EQ(all[1].record, amended.record);
  EXPECT_EQ(all[1].if_versions, amended.if_versions);
  EXPECT_EQ(all[1].reason, "更正");
  EXPECT_EQ(given_by(acts, 1).size(), 1U);
}

// However much of it a broken disk has left: nobody goes on with it, and no start fails by it.
TEST(KeptActs, ThatAreDamagedAreNotThere) {
  const std::filesystem::path folder = fresh_folder();
  KeptActs::Head head = head_of(feedback());
  RandomSource random = RandomSource::from_seed(5);
  head.import = RecordId(make_uuid_v7(Moment{3}, random));
  KeptActs acts(folder, head);
  for (int i = 0; i < 5; ++i) acts.add(case_of("A" + std::to_string(i)));
  acts.close();
  {
    const auto whole = KeptActs::find(folder, head.body, head.import);
    ASSERT_TRUE(whole);
    whole->leave_there();
  }
  const std::filesystem::path path = std::filesystem::directory_iterator(folder)->path();
  for (auto left = std::filesystem::file_size(path); left > 0;) {
    left = left > 7 ? left - 7 : 0;
    std::filesystem::resize_file(path, left);
    EXPECT_FALSE(KeptActs::find(folder, head.body, head.import)) << left;
    EXPECT_NO_THROW(KeptActs::brought_by(folder, head.import)) << left;
  }
  KeptActs::cancel(folder, head.import);
  EXPECT_TRUE(std::filesystem::is_empty(folder));
}

// Of a ledger in which a field holds a list: what lies there stands as the journal would have it.
TEST(KeptActs, WithListsAreReadAsTheyWereGiven) {
  for (const Ledger* ledger : all_ledgers())
    for (std::size_t i = 0; i < ledger->fields.size(); ++i) {
      if (ledger->fields[i].kind != Kind::units) continue;
      RandomSource random = RandomSource::from_seed(4);
      const std::vector<Uuid> units = {make_uuid_v7(Moment{1}, random),
                                       make_uuid_v7(Moment{2}, random)};
      KeptActs acts(fresh_folder(), head_of(*ledger));
      ActRequest request;
      request.ledger = ledger;
      request.act = "any";
      request.source = "A1";
      request.fields = {{i, units}};
      acts.add(request);
      acts.close();
      const ActFeed::Acts all = given_by(acts);
      ASSERT_EQ(all.size(), 1U);
      ASSERT_EQ(all[0].fields.size(), 1U);
      EXPECT_EQ(all[0].fields[0].value, Value(units));
      EXPECT_EQ(all[0].source, "A1");
      return;
    }
  FAIL() << "no ledger has a list of units";
}

}  // namespace
}  // namespace chuangyou
