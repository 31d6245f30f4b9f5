#include "record/times.h"

#include <gtest/gtest.h>

#include "record/cases_for_tests.h"
#include "record/clock.h"

namespace chuangyou {
namespace {

constexpr std::string_view day = "2011-03-01 09:00:00";

class Times : public testing::Test {
 protected:
  using Given = std::vector<std::pair<std::string_view, Value>>;
  const Actor sender = cases::citizen(true);
  const Actor division = cases::holder(1, Role::division, 2);
  cases::House house;

  Value at(std::string_view local) const { return house.at(local); }
  Result<Changes> decided(std::string_view act, const Actor& actor, Given given, bool is_imported) {
    if (act == "tell" || act == "date") given.emplace_back("title", std::string("灯不亮"));
    Asked asked{*cases::ledger.act(act), {}, {}, {}, false, is_imported};
    if (asked.act.from.empty()) asked.unit = cases::unit(2);
    for (auto& [name, value] : given)
      asked.fields.push_back({cases::ledger.index_of(*cases::ledger.field(name)), value});
    return decide(house.record, asked, actor, house.at(day), house.circumstances());
  }
  // `law field`, or nothing; what was allowed is applied.
  std::string done(std::string_view act, const Actor& actor, Given given,
                   bool is_imported = false) {
    const Result<Changes> changes = decided(act, actor, std::move(given), is_imported);
    if (!changes) return std::string(name_of(changes.error().law)) + " " + changes.error().field;
    apply(house.record, *changes, house.at(day), actor.person, house.record.version + 1);
    return {};
  }
  std::string flagged() const {
    std::string text;
    for (const Refused& fault : impossible_times(house.record, house.zone))
      text += std::string(name_of(fault.law)) + " " + fault.field + "\n";
    return text;
  }
};

TEST_F(Times, WhatIsStillToComeIsRefusedAtEveryDoor) {
  for (const bool is_imported : {false, true}) {
    EXPECT_EQ(done("tell", sender, {{"received_at", at("2011-03-01 09:00:01")}}, is_imported),
              "number_is_out_of_range received_at");
    house.record = Record(cases::ledger);
    ASSERT_EQ(done("tell", sender, {{"received_at", at(day)}}), "");
    EXPECT_EQ(done("answer", division, {{"answered_at", at("2011-03-02 09:00:00")}}, is_imported),
              "number_is_out_of_range answered_at");
    EXPECT_EQ(done("answer", division, {{"answered_at", at(day)}}, is_imported), "");
    house.record = Record(cases::ledger);
  }
}

TEST_F(Times, NothingEndsBeforeItBegan) {
  EXPECT_EQ(done("tell", sender,
                 {{"received_at", at("2011-02-05 09:00:00")},
                  {"promised_by", at("2011-02-05 08:59:59")}}),
            "due_before_it_was_opened promised_by");
  ASSERT_EQ(done("tell", sender,
                 {{"received_at", at("2011-02-05 09:00:00")},
                  {"promised_by", at("2011-02-05 09:00:00")}}),
            "");
  EXPECT_EQ(done("answer", division, {{"answered_at", at("2011-02-05 08:00:00")}}),
            "closed_before_it_was_opened answered_at");
  EXPECT_EQ(done("answer", division, {{"answered_at", at("2011-02-05 09:00:00")}}), "");
  EXPECT_EQ(flagged(), "");
}

TEST_F(Times, WhatAFileSaysStaysAndIsFlagged) {
  const Given given = {{"received_at", at("2011-02-05 09:00:00")},
                       {"promised_by", at("2011-02-04 09:00:00")}};
  ASSERT_EQ(done("tell", sender, given, true), "");
  EXPECT_EQ(flagged(), "due_before_it_was_opened promised_by\n");
  EXPECT_FALSE(due_at(house.record, house.circumstances())) << "nobody is measured by it";
  ASSERT_EQ(done("answer", division, {{"answered_at", at("2011-02-03 09:00:00")}}, true), "");
  EXPECT_EQ(flagged(),
            "closed_before_it_was_opened answered_at\ndue_before_it_was_opened promised_by\n");
}

TEST_F(Times, NothingLiesBeforeAnyBeginning) {
  for (const std::string_view nought :
       {"1899-12-30 00:00:00", "1900-01-01 00:00:00", "1904-01-01 00:00:00", "0015-02-01 09:00:00",
        "0001-01-01 00:00:00", "1948-12-31 23:59:59"}) {
    EXPECT_EQ(done("tell", sender, {{"received_at", at(nought)}}),
              "date_is_out_of_range received_at");
    ASSERT_EQ(done("tell", sender, {{"received_at", at(nought)}}, true), "") << nought;
    EXPECT_EQ(flagged(), "date_is_out_of_range received_at\n");
    EXPECT_FALSE(read_clock(house.record, house.at(day), house.circumstances())) << nought;
    house.record = Record(cases::ledger);
  }
  ASSERT_EQ(done("date", division, {{"due", make_date(1899, 12, 30)}}, true), "");
  EXPECT_EQ(flagged(), "date_is_out_of_range first_due\ndate_is_out_of_range due\n");
  EXPECT_FALSE(due_at(house.record, house.circumstances()));
}

TEST_F(Times, WhatTheRecordHeldBeforeIsNoReasonToRefuse) {
  ASSERT_EQ(done("tell", sender, {{"received_at", at("1899-12-30 00:00:00")}}, true), "");
  EXPECT_EQ(done("count", division, {{"size", std::int64_t{3}}}), "reason_is_missing reason");
  EXPECT_EQ(done("pass_on", division, {}), "");
  EXPECT_EQ(done("answer", division, {}), "");
}

TEST_F(Times, ComparesADateWithTheDayOfAMoment) {
  const Value noon = house.at("2011-03-01 12:00:00");
  EXPECT_FALSE(lies_before(make_date(2011, 3, 1), noon, house.zone));
  EXPECT_TRUE(lies_before(make_date(2011, 2, 28), noon, house.zone));
  EXPECT_TRUE(lies_before(noon, make_date(2011, 3, 2), house.zone));
  EXPECT_FALSE(lies_before(Value{}, noon, house.zone));
  EXPECT_FALSE(lies_before(noon, Value{}, house.zone));
}

// Two fields of a ledger of which it says the order.
TEST_F(Times, KeepsTheOrderThatTheLedgerDeclares) {
  static constexpr InOrder in_order[] = {{"first_due", "due"}};
  Ledger ordered = cases::ledger;
  ordered.in_order = in_order;
  Record record(ordered);
  record.set("first_due", make_date(2011, 6, 30));
  record.set("due", make_date(2011, 6, 29));
  const std::vector<Refused> found = impossible_times(record, house.zone);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].law, Refusal::end_is_before_the_beginning);
  EXPECT_EQ(found[0].field, "due");
  record.set("due", make_date(2011, 6, 30));
  EXPECT_TRUE(impossible_times(record, house.zone).empty());
}

}  // namespace
}  // namespace chuangyou
