// Units in rows: of a ledger that has them, declared for the tests of the record's floor.
#include "campaign/succession.h"

#include <gtest/gtest.h>

#include "campaign/named_units.h"
#include "record/reports_for_tests.h"

namespace chuangyou {
namespace {

UnitId unit_id(std::uint8_t number) {
  UnitId id;
  id.bytes[15] = number;
  return id;
}

struct UnitsInRows : testing::Test {
  Tree tree;
  Record report{reports::ledger};

  void SetUp() override {
    for (std::uint8_t number = 1; number <= 4; ++number) {
      Unit unit;
      unit.id = unit_id(number);
      unit.name = "第" + std::to_string(number) + "单位";
      if (number > 1) unit.administrative_parent = unit_id(1);
      if (number == 4) unit.type = UnitType::collective;
      ASSERT_TRUE(tree.put(unit));
    }
    report.unit = unit_id(1);
    report.path = tree.path_of(unit_id(1));
    report.state = "open";
    report.set("findings", Value(Rows{{finding(1, 2), finding(2, 3)}, 2}));
  }
  static Row finding(std::int64_t number, std::uint8_t unit) {
    return {number, {Value(Uuid(unit_id(unit))), Value(std::string("缺记录")), {}, {}}, 0};
  }
  Refusal asked_for(std::uint8_t unit) {
    const std::size_t field = reports::ledger.index_of(*reports::ledger.field("findings"));
    const Asked asked{*reports::ledger.act("correct"),
                      {{field, Value(Rows{{finding(1, 2), finding(2, 3), finding(0, unit)}, 2})}},
                      {},
                      {}};
    const Result<void> named = check_units_named(asked, report, tree, false);
    return named ? Refusal::none : named.error().law;
  }
};

TEST_F(UnitsInRows, GoOnWithTheRowsThatNameThemAndNoOther) {
  EXPECT_TRUE(names_unit(report, unit_id(2)));
  const HandedOn handed = handed_on(report, {unit_id(2), unit_id(3), {}}, tree);
  ASSERT_EQ(handed.fields.size(), 1U);
  const Rows& change = std::get<Rows>(handed.fields.front().value);
  EXPECT_EQ(change.all, std::vector<Row>{finding(1, 3)});
  report.change_at(handed.fields.front().field, change);
  EXPECT_FALSE(names_unit(report, unit_id(2)));
  EXPECT_TRUE(handed_on(report, {unit_id(2), unit_id(3), {}}, tree).is_nothing());
}

TEST_F(UnitsInRows, AreCheckedWhereTheyAreNewlyNamed) {
  EXPECT_EQ(asked_for(1), Refusal::none);
  EXPECT_EQ(asked_for(7), Refusal::unit_is_unknown);
  EXPECT_EQ(asked_for(4), Refusal::unit_takes_no_work);
  Unit closed = *tree.find(unit_id(3));
  closed.is_closed = true;
  ASSERT_TRUE(tree.put(closed));
  EXPECT_EQ(asked_for(3), Refusal::none) << "stood there before";
  closed = *tree.find(unit_id(2));
  closed.is_closed = true;
  report.set("findings", Value(Rows{{{1, {}, 0}}, 2}));
  ASSERT_TRUE(tree.put(closed));
  EXPECT_EQ(asked_for(1), Refusal::unit_is_closed);
}

}  // namespace
}  // namespace chuangyou
