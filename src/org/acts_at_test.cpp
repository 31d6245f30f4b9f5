// What is offered at a unit is what decide() would let the same person do there.
#include "org/acts_at.h"

#include <gtest/gtest.h>

namespace chuangyou {
namespace {

using Acts = std::vector<std::string_view>;

const Date today = make_date(2011, 7, 1);

Uuid id_of(std::uint8_t number) {
  Uuid id;
  id.bytes[0] = 1;
  id.bytes[15] = number;
  return id;
}

// 0 省直机关 ─┬ 1 财政厅 ─ 3 预算处
//             └ 2 税务局
class ActsAt : public testing::Test {
 protected:
  void SetUp() override {
    const char* names[] = {"省直机关", "财政厅", "税务局", "预算处"};
    const int parents[] = {-1, 0, 0, 1};
    for (std::uint8_t i = 0; i < 4; ++i) {
      Unit unit;
      unit.id = at(i);
      unit.name = names[i];
      if (parents[i] >= 0) unit.administrative_parent = at(static_cast<std::uint8_t>(parents[i]));
      ASSERT_TRUE(tree_.put(unit));
    }
  }
  static UnitId at(std::uint8_t no) { return UnitId(id_of(static_cast<std::uint8_t>(no + 100))); }
  Acts acts(Role role, std::uint8_t post_at, std::uint8_t unit) const {
    Actor actor;
    actor.person = PersonId(id_of(9));
    actor.posts.push_back(Post{
        role, at(post_at), std::string(tree_.path_of(at(post_at))), make_date(2008, 1, 1), {}});
    return acts_at(*tree_.find(at(unit)), actor, tree_, people_, today);
  }
  void close(std::uint8_t no) {
    Unit unit = *tree_.find(at(no));
    unit.is_closed = true;
    ASSERT_TRUE(tree_.put(unit));
  }

  Tree tree_;
  People people_;
};

const Acts by_committee{"found_unit", "rename_unit", "move_unit",     "merge_units",
                        "split_unit", "close_unit",  "describe_unit", "add_person"};
const Acts all{"found_unit", "rename_unit",   "move_unit",        "merge_units", "split_unit",
               "close_unit", "describe_unit", "propose_handover", "add_person"};

TEST_F(ActsAt, TheAdministratorAnywhere) {
  EXPECT_EQ(acts(Role::administrator, 0, 3), all);
  // The top has no superior below which it could go, and does not end.
  EXPECT_EQ(acts(Role::administrator, 0, 0),
            (Acts{"found_unit", "rename_unit", "describe_unit", "propose_handover", "add_person"}));
}

TEST_F(ActsAt, WhoEverWorkedThereHandsOver) {
  ASSERT_TRUE(people_.put(HeldPost{id_of(50), PersonId(id_of(9)), Role::member, at(3),
                                   make_date(2008, 1, 1), make_date(2009, 1, 1)}));
  EXPECT_EQ(acts(Role::member, 1, 3), (Acts{"propose_handover"}));
  EXPECT_EQ(acts(Role::member, 1, 2), Acts{});
}

TEST_F(ActsAt, AnOrganCommitteeBelowItsOwnUnit) {
  EXPECT_EQ(acts(Role::organ_committee, 1, 3), by_committee);
  EXPECT_EQ(acts(Role::organ_committee, 1, 1), (Acts{"found_unit", "add_person"}));
  EXPECT_EQ(acts(Role::organ_committee, 1, 2), (Acts{"add_person"}));
}

TEST_F(ActsAt, NobodyElse) {
  for (const Role role : {Role::member, Role::secretary, Role::auditor})
    EXPECT_EQ(acts(role, 0, 3), Acts{}) << name_of(role);
  EXPECT_EQ(acts(Role::security_administrator, 0, 3), (Acts{"add_person"}));
}

TEST_F(ActsAt, WhatIsLeftAtAClosedUnitIsHandedOn) {
  close(3);
  EXPECT_EQ(acts(Role::administrator, 0, 3), (Acts{"merge_units"}));
}

}  // namespace
}  // namespace chuangyou
