// Shows: S4 S20 S24
#include "org/org_act.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>

namespace chuangyou {
namespace {

Uuid id_of(int number) {
  Uuid id;
  id.bytes[0] = 1;
  id.bytes[14] = static_cast<std::uint8_t>(number >> 8);
  id.bytes[15] = static_cast<std::uint8_t>(number);
  return id;
}
UnitId unit_id(int number) { return UnitId(id_of(number)); }
PersonId person_id(int number) { return PersonId(id_of(number)); }

const Date today = make_date(2011, 7, 1);

std::optional<Fixed> thresholds(std::string_view name, Date) {
  const std::map<std::string_view, std::int64_t> values = {{"branch.formal_least", 3},
                                                           {"branch.committee_from", 7},
                                                           {"general_branch.members_from", 50},
                                                           {"organ_committee.members_from", 100}};
  return Fixed{values.at(name) * 1'000'000};
}
const Date yesterday = make_date(2011, 6, 30);
const Date founded = make_date(2008, 1, 1);

Refusal law_of(const Result<void>& result) { return result ? Refusal::none : result.error().law; }

// 0 省直机关 ─┬ 1 财政厅 ─┬ 3 预算处
//             │           └ 4 国库处
//             └ 2 税务局 ─ 5 稽查处
class OrgActs : public testing::Test {
 protected:
  void SetUp() override {
    const char* names[] = {"省直机关", "财政厅", "税务局", "预算处", "国库处", "稽查处"};
    int parents[] = {-1, 0, 0, 1, 1, 2};
    for (int i = 0; i < 6; ++i) {
      Unit unit;
      unit.id = unit_id(i + 1'000);
      unit.name = names[i];
      unit.from = founded;
      if (parents[i] >= 0) unit.administrative_parent = unit_id(parents[i] + 1'000);
      ASSERT_TRUE(tree_.put(unit));
    }
    for (int i = 1; i <= 9; ++i)
      people_.put(Person{person_id(i), "人" + std::to_string(i), MemberKind::formal});
  }

  static UnitId at(int no) { return unit_id(no + 1'000); }
  Actor with(Role role, int unit = 0) const {
    Actor actor;
    actor.person = person_id(9);
    actor.posts.push_back(Post{role, at(unit), std::string(tree_.path_of(at(unit))), founded, {}});
    return actor;
  }
  Refusal decided(const OrgAct& act, const Actor& actor) const {
    return law_of(decide(act, actor, tree_, people_, today));
  }
  Refusal by_administrator(const OrgAct& act) const {
    return decided(act, with(Role::administrator));
  }
  FoundUnit founding(std::string name, int parent) const {
    Unit unit;
    unit.id = unit_id(2'000);
    unit.name = std::move(name);
    unit.administrative_parent = at(parent);
    return FoundUnit{unit};
  }
  HeldPost appointed(int id, int person, Role role, int unit, bool accountable = false) {
    HeldPost post{id_of(id), person_id(person), role, at(unit), founded, std::nullopt, accountable};
    EXPECT_TRUE(people_.put(post));
    return post;
  }

  Tree tree_;
  People people_;
};

TEST_F(OrgActs, EachRoleShapesTheTreeWhereItStands) {
  std::vector<OrgAct> below_finance = {
      founding("政法处", 1), RenameUnit{at(3), "预算一处"}, MoveUnit{at(3), at(4), {}},
      MergeUnits{at(3), at(4), yesterday}, CloseUnit{at(3), today}};
  for (std::size_t role = 0; role < std::size(role_names); ++role) {
    for (int unit : {0, 1, 2, 3}) {
      Role each = static_cast<Role>(role);
      const bool is_a_committee = each == Role::organ_committee || each == Role::works_committee;
      bool may = each == Role::administrator || (is_a_committee && unit <= 1);
      for (const OrgAct& act : below_finance)
        EXPECT_EQ(decided(act, with(each, unit)),
                  may ? Refusal::none : Refusal::post_does_not_allow_this)
            << role_names[role] << " at " << unit << ", " << encode(act).act;
    }
  }
}

TEST_F(OrgActs, TheOrganCommitteeLeavesItsOwnUnitAndOthersAlone) {
  Actor committee = with(Role::organ_committee, 1);
  for (const OrgAct& act : std::vector<OrgAct>{
           RenameUnit{at(1), "财政局"}, CloseUnit{at(1), today}, MoveUnit{at(1), at(2), {}},
           MoveUnit{at(3), at(2), {}}, MoveUnit{at(5), at(1), {}}, MergeUnits{at(1), at(2), today},
           MergeUnits{at(3), at(5), today}, founding("税政处", 2)})
    EXPECT_EQ(decided(act, committee), Refusal::post_does_not_allow_this) << encode(act).changes;
}

TEST_F(OrgActs, TheWorksCommitteeShapesTheWholeBodyFromItsTopAlone) {
  const OrgAct own = RenameUnit{at(0), "省直机关工委"};
  EXPECT_EQ(decided(own, with(Role::works_committee)), Refusal::none);
  EXPECT_EQ(decided(own, with(Role::organ_committee)), Refusal::post_does_not_allow_this);
  for (const OrgAct& act :
       std::vector<OrgAct>{RenameUnit{at(1), "财政局"}, MergeUnits{at(3), at(5), today},
                           MoveUnit{at(5), at(1), {}}, founding("税政处", 2)})
    EXPECT_EQ(decided(act, with(Role::works_committee, 1)), Refusal::post_does_not_allow_this)
        << encode(act).changes;
}

// Of several posts it is the one that gives the right.
TEST_F(OrgActs, SayUnderWhichPostTheRightWasHeld) {
  Actor actor = with(Role::member, 3);
  actor.posts.push_back(with(Role::organ_committee, 4).posts.front());
  actor.posts.push_back(with(Role::organ_committee, 1).posts.front());
  const Post* under = nullptr;
  ASSERT_TRUE(decide(RenameUnit{at(3), "预算一处"}, actor, tree_, people_, today, &under));
  EXPECT_EQ(under, &actor.posts[2]);
}

TEST_F(OrgActs, APostThatIsOverGivesNoRight) {
  Actor actor = with(Role::administrator);
  actor.posts[0].until = yesterday;
  EXPECT_EQ(decided(CloseUnit{at(3), today}, actor), Refusal::post_does_not_allow_this);
  actor.posts[0].until = today;
  EXPECT_EQ(decided(CloseUnit{at(3), today}, actor), Refusal::none);
}

TEST_F(OrgActs, NobodyInParticularFoundsTheFirstUnitOnly) {
  Unit root;
  root.id = unit_id(1);
  root.name = "省直机关";
  EXPECT_TRUE(decide(FoundUnit{root}, Actor{}, Tree(), People(), today));
  EXPECT_EQ(decided(founding("新处", 0), Actor{}), Refusal::post_does_not_allow_this);
  Actor clock;
  clock.is_the_clock = true;
  EXPECT_EQ(law_of(decide(FoundUnit{root}, clock, Tree(), People(), today)),
            Refusal::post_does_not_allow_this);
  Actor somebody;
  somebody.person = person_id(1);
  EXPECT_EQ(law_of(decide(FoundUnit{root}, somebody, Tree(), People(), today)),
            Refusal::post_does_not_allow_this);
}

TEST_F(OrgActs, FoundingIsChecked) {
  EXPECT_EQ(by_administrator(founding("新处", 1)), Refusal::none);
  EXPECT_EQ(by_administrator(founding(" \t", 1)), Refusal::field_is_missing);
  EXPECT_EQ(by_administrator(founding("一\n二", 1)), Refusal::field_has_wrong_kind);
  EXPECT_EQ(by_administrator(founding(std::string(201, 'x'), 1)), Refusal::field_is_too_long);
  EXPECT_EQ(by_administrator(founding("\xC0\x80", 1)), Refusal::text_is_neither_utf8_nor_gb18030);
  EXPECT_EQ(by_administrator(founding("预算处", 1)), Refusal::name_is_taken);
  EXPECT_EQ(by_administrator(founding("预算处", 2)), Refusal::none);
  EXPECT_EQ(by_administrator(founding("新处", 77)), Refusal::parent_is_unknown);
  FoundUnit twice = founding("新处", 1);
  twice.unit.id = at(3);
  EXPECT_EQ(by_administrator(twice), Refusal::id_is_there_twice);
  FoundUnit backwards = founding("新处", 1);
  backwards.unit.from = today;
  backwards.unit.until = yesterday;
  EXPECT_EQ(by_administrator(backwards), Refusal::unit_ends_before_it_began);
  FoundUnit merged = founding("新处", 1);
  merged.unit.merged_into = unit_id(77);
  EXPECT_EQ(by_administrator(merged), Refusal::unit_is_unknown);
}

TEST_F(OrgActs, NoDayOfAUnitIsStillToCome) {
  FoundUnit ahead = founding("新处", 1);
  ahead.unit.from = today + NaturalDays{1};
  EXPECT_EQ(by_administrator(ahead), Refusal::day_is_still_to_come);
  ahead.unit.from = today;
  EXPECT_EQ(by_administrator(ahead), Refusal::none);
  FoundUnit ended = founding("老处", 1);
  ended.unit.until = today + NaturalDays{1};
  EXPECT_EQ(by_administrator(ended), Refusal::day_is_still_to_come);
  ended.unit.until = make_date(1899, 1, 1);
  EXPECT_EQ(by_administrator(ended), Refusal::date_is_out_of_range);
}

// Whoever reads them takes one for the other.
TEST_F(OrgActs, SiblingsDoNotLookAlike) {
  ASSERT_TRUE(apply(founding("企业服务一处 A1", 1), tree_, people_));
  for (const char* name :
       {"企业服务一处A1", "企业服务一处　Ａ１", " 企业 服务一处A1 ", "企业服务一处 A１"})
    for (const int parent : {1, 2}) {
      FoundUnit alike = founding(name, parent);
      alike.unit.id = unit_id(2'001);
      EXPECT_EQ(by_administrator(alike), parent == 1 ? Refusal::name_is_taken : Refusal::none)
          << name;
    }
  EXPECT_EQ(by_administrator(RenameUnit{at(3), "企业服务一处Ａ1"}), Refusal::name_is_taken);
  EXPECT_EQ(by_administrator(RenameUnit{at(3), "企业服务一处A2"}), Refusal::none);
  EXPECT_EQ(by_administrator(RenameUnit{at(3), "国库處"}), Refusal::none);
}

// Of a unit whose first day nobody knows the posts tell that it was there.
TEST_F(OrgActs, NoPostEndsBeforeItBegan) {
  FoundUnit undated = founding("无期处", 1);
  ASSERT_TRUE(apply(undated, tree_, people_));
  HeldPost post{id_of(1),        person_id(1),          Role::division,
                undated.unit.id, make_date(2011, 3, 1), std::nullopt};
  ASSERT_TRUE(people_.put(post));
  const Date before = make_date(2011, 2, 28);
  EXPECT_EQ(by_administrator(CloseUnit{undated.unit.id, before}),
            Refusal::unit_ends_before_it_began);
  EXPECT_EQ(by_administrator(MergeUnits{undated.unit.id, at(3), before}),
            Refusal::unit_ends_before_it_began);
  EXPECT_EQ(by_administrator(CloseUnit{undated.unit.id, make_date(2011, 3, 1)}), Refusal::none);
  post.from = today + NaturalDays{30};  // never begun: given up with the unit
  ASSERT_TRUE(people_.put(post));
  EXPECT_EQ(by_administrator(CloseUnit{undated.unit.id, today}), Refusal::none);
}

TEST_F(OrgActs, DatesAreInRange) {
  FoundUnit act = founding("档案处", 1);
  act.unit.from = make_date(1948, 12, 31);
  EXPECT_EQ(by_administrator(act), Refusal::date_is_out_of_range);
  act.unit.from = make_date(1949, 10, 1);
  EXPECT_EQ(by_administrator(act), Refusal::none);
  HeldPost post{id_of(77), person_id(1),          Role::division, at(3),
                founded,   make_date(2999, 1, 1), false};
  EXPECT_EQ(by_administrator(ProposePost{post}), Refusal::date_is_out_of_range);
  post.until = make_date(2030, 1, 1);
  EXPECT_EQ(by_administrator(ProposePost{post}), Refusal::none);
}

TEST_F(OrgActs, RenamingKeepsTheOldNameFindable) {
  EXPECT_EQ(by_administrator(RenameUnit{at(3), "国库处"}), Refusal::name_is_taken);
  EXPECT_EQ(by_administrator(RenameUnit{at(3), "预算处"}), Refusal::nothing_would_change);
  EXPECT_EQ(by_administrator(RenameUnit{at(77), "预算处"}), Refusal::unit_is_unknown);
  ASSERT_TRUE(apply(RenameUnit{at(3), "预算局"}, tree_, people_));
  EXPECT_EQ((*tree_.find_by_name("预算处"))->id, at(3));
  EXPECT_EQ(tree_.find(at(3))->name, "预算局");
  ASSERT_TRUE(apply(RenameUnit{at(3), "预算处"}, tree_, people_));  // and back
  EXPECT_EQ(tree_.find(at(3))->aliases, std::vector<std::string>{"预算局"});
}

TEST_F(OrgActs, MovingIsChecked) {
  EXPECT_EQ(by_administrator(MoveUnit{at(3), at(2), {}}), Refusal::none);
  EXPECT_EQ(by_administrator(MoveUnit{at(3), at(1), {}}), Refusal::nothing_would_change);
  EXPECT_EQ(by_administrator(MoveUnit{at(1), at(3), {}}), Refusal::unit_cannot_move_below_itself);
  EXPECT_EQ(by_administrator(MoveUnit{at(0), at(3), {}}), Refusal::unit_cannot_move_below_itself);
  EXPECT_EQ(by_administrator(MoveUnit{at(3), {}, {}}), Refusal::parent_is_unknown);
  EXPECT_EQ(by_administrator(MoveUnit{at(3), at(1), unit_id(77)}), Refusal::parent_is_unknown);
  ASSERT_TRUE(apply(MoveUnit{at(3), at(1), at(2)}, tree_, people_));
  EXPECT_EQ(tree_.parent_of(3), 2);
  EXPECT_EQ(tree_.find(at(3))->administrative_parent, at(1));
  ASSERT_TRUE(apply(CloseUnit{at(5), today}, tree_, people_));
  EXPECT_EQ(by_administrator(MoveUnit{at(4), at(5), {}}), Refusal::unit_is_closed);
  EXPECT_EQ(by_administrator(MoveUnit{at(5), at(1), {}}), Refusal::unit_is_closed);
}

TEST_F(OrgActs, ClosingEndsThePosts) {
  appointed(1, 1, Role::division, 3);
  EXPECT_EQ(by_administrator(CloseUnit{at(1), today}), Refusal::unit_has_open_units_below);
  EXPECT_EQ(by_administrator(CloseUnit{at(3), today + NaturalDays{1}}),
            Refusal::day_is_still_to_come);
  EXPECT_EQ(by_administrator(CloseUnit{at(3), make_date(2007, 1, 1)}),
            Refusal::unit_ends_before_it_began);
  EXPECT_EQ(by_administrator(CloseUnit{at(3), {}}), Refusal::none);
  ASSERT_TRUE(apply(CloseUnit{at(3), today}, tree_, people_));
  EXPECT_TRUE(tree_.find(at(3))->is_closed);
  EXPECT_EQ(tree_.find(at(3))->until, today);
  EXPECT_EQ(people_.post(id_of(1))->until, today);
  EXPECT_EQ(by_administrator(CloseUnit{at(3), today}), Refusal::unit_is_closed);
}

TEST_F(OrgActs, AClosedUnitIsTheSuperiorOfNothingOpen) {
  ASSERT_TRUE(apply(CloseUnit{at(5), today}, tree_, people_));
  EXPECT_EQ(by_administrator(founding("新处", 5)), Refusal::unit_is_closed);
  FoundUnit beside = founding("新处", 1);
  beside.unit.party_parent = at(5);
  EXPECT_EQ(by_administrator(beside), Refusal::unit_is_closed);
  FoundUnit history = founding("旧处", 5);
  history.unit.is_closed = true;
  EXPECT_EQ(by_administrator(history), Refusal::none);
  // Whichever of the two trees it stands in: one that is below it in either keeps it open.
  ASSERT_TRUE(apply(MoveUnit{at(3), at(4), at(1)}, tree_, people_));
  EXPECT_EQ(by_administrator(CloseUnit{at(4), today}), Refusal::unit_has_open_units_below);
}

TEST_F(OrgActs, WhatWasLeftAtAClosedUnitIsHandedOn) {
  appointed(1, 1, Role::member, 3);
  ASSERT_TRUE(apply(CloseUnit{at(3), {}}, tree_, people_));
  const MergeUnits merge{at(3), at(4), today};
  EXPECT_EQ(by_administrator(merge), Refusal::none);
  ASSERT_TRUE(apply(merge, tree_, people_));
  EXPECT_FALSE(tree_.find(at(3))->until) << "it ended when it did";
  EXPECT_EQ(tree_.find(at(3))->merged_into, at(4));
  EXPECT_EQ(people_.posts_of(person_id(1)).back().unit, at(4));
  EXPECT_EQ(by_administrator(MergeUnits{at(3), at(5), today}), Refusal::unit_is_closed);
  // Through any number of merges it is the last one that goes on.
  ASSERT_TRUE(apply(MergeUnits{at(4), at(5), today}, tree_, people_));
  EXPECT_EQ(tree_.going_on(*tree_.find(at(3))).id, at(5));
  EXPECT_EQ(by_administrator(MergeUnits{at(3), at(5), today}), Refusal::none);
}

TEST_F(OrgActs, WhoeverJudgesStandsOutsideTheLine) {
  const auto judged_by = [&](UnitId judge) {
    return by_administrator(MergeUnits{at(3), at(4), today, judge});
  };
  EXPECT_EQ(judged_by(at(0)), Refusal::the_rated_never_touch_the_raters) << "above it";
  EXPECT_EQ(judged_by(at(4)), Refusal::the_rated_never_touch_the_raters);
  EXPECT_EQ(judged_by(at(3)), Refusal::the_rated_never_touch_the_raters) << "ends itself";
  EXPECT_EQ(judged_by(unit_id(77)), Refusal::unit_is_unknown);
  EXPECT_EQ(judged_by(at(5)), Refusal::none);
  ASSERT_TRUE(apply(CloseUnit{at(5), today}, tree_, people_));
  EXPECT_EQ(judged_by(at(5)), Refusal::unit_is_closed);
}

TEST_F(OrgActs, ASplitFoundsAUnitBesideTheOldOne) {
  appointed(1, 1, Role::member, 3);
  const SplitUnit some{unit_id(50), at(3), "预算一处", "", today, {id_of(7)}, false};
  EXPECT_EQ(by_administrator(some), Refusal::none);
  const auto with_change = [&](auto change) {
    SplitUnit act = some;
    change(act);
    return by_administrator(act);
  };
  EXPECT_EQ(with_change([](SplitUnit& act) { act.records.clear(); }), Refusal::none)
      << "it begins empty";
  EXPECT_EQ(with_change([](SplitUnit& act) { act.all = true; }), Refusal::field_is_missing);
  EXPECT_EQ(with_change([](SplitUnit& act) { act.name = "预算处"; }), Refusal::name_is_taken);
  EXPECT_EQ(with_change([](SplitUnit& act) { act.on = make_date(2007, 1, 1); }),
            Refusal::unit_ends_before_it_began);
  EXPECT_EQ(with_change([](SplitUnit& act) { act.records.resize(1001); }),
            Refusal::field_is_too_long);
  ASSERT_TRUE(apply(some, tree_, people_));
  const Unit split = *tree_.find(unit_id(50));
  EXPECT_EQ(split.administrative_parent, at(1));
  EXPECT_EQ(split.type, tree_.find(at(3))->type);
  EXPECT_EQ(split.from, today);
  EXPECT_FALSE(tree_.find(at(3))->is_closed);
  EXPECT_EQ(people_.posts_of(person_id(1)).size(), 1) << "posts stay";

  // The last one takes the rest, and the name if it likes.
  const SplitUnit rest{unit_id(51), at(3), "预算处", "", today, {}, true};
  EXPECT_EQ(by_administrator(rest), Refusal::none);
  EXPECT_EQ(preview(rest, tree_, people_).posts.size(), 1);
  ASSERT_TRUE(apply(rest, tree_, people_));
  EXPECT_EQ(tree_.find(at(3))->merged_into, unit_id(51));
  EXPECT_EQ(people_.posts_of(person_id(1)).back().unit, unit_id(51));
  EXPECT_EQ(by_administrator(rest), Refusal::unit_is_closed);
}

TEST_F(OrgActs, ACollectiveNameTakesNoWork) {
  FoundUnit act = founding("各有关部门和单位", 0);
  act.unit.type = UnitType::collective;
  ASSERT_TRUE(apply(act, tree_, people_));
  const UnitId all = act.unit.id;
  EXPECT_EQ(by_administrator(MergeUnits{at(3), all, today}), Refusal::unit_takes_no_work);
  EXPECT_EQ(by_administrator(MergeUnits{at(3), at(4), today, all}), Refusal::unit_takes_no_work);
  EXPECT_EQ(by_administrator(MergeUnits{all, at(4), today}), Refusal::none);
  const HeldPost post{id_of(50), person_id(1), Role::division, all, today, {}, false};
  EXPECT_EQ(by_administrator(ProposePost{post}), Refusal::unit_takes_no_work);
}

TEST_F(OrgActs, NoPostIsGivenTwice) {
  appointed(1, 1, Role::member, 3);
  HeldPost twice{id_of(2), person_id(1), Role::member, at(3), today, {}, false};
  EXPECT_EQ(by_administrator(ProposePost{twice}), Refusal::post_is_held_already);
  twice.unit = at(4);
  EXPECT_EQ(by_administrator(ProposePost{twice}), Refusal::none);
  ASSERT_TRUE(apply(EndPost{id_of(1), yesterday}, tree_, people_));
  twice.unit = at(3);
  EXPECT_EQ(by_administrator(ProposePost{twice}), Refusal::none) << "it is over";
}

TEST_F(OrgActs, AMergeCarriesChildrenNamesAndPostsOver) {
  ASSERT_TRUE(
      apply(MoveUnit{at(5), at(2), at(4)}, tree_, people_));  // 税务局 above it in one tree only
  appointed(1, 1, Role::secretary, 2, true);
  appointed(2, 2, Role::member, 2);
  appointed(3, 3, Role::member, 2);
  appointed(4, 3, Role::member, 1);
  HeldPost over = appointed(5, 4, Role::member, 2);
  over.until = founded;
  ASSERT_TRUE(people_.put(over));
  MergeUnits merge{at(2), at(1), yesterday};
  ASSERT_EQ(by_administrator(merge), Refusal::none);
  MergePreview shown = preview(merge, tree_, people_, today, thresholds);
  ASSERT_TRUE(apply(merge, tree_, people_));

  EXPECT_EQ(tree_.find(at(5))->administrative_parent, at(1));
  EXPECT_EQ(tree_.find(at(5))->party_parent, at(4));
  const Unit& closed = *tree_.find(at(2));
  EXPECT_TRUE(closed.is_closed);
  EXPECT_EQ(closed.until, yesterday);
  EXPECT_EQ(closed.from, founded);
  EXPECT_EQ(closed.merged_into, at(1));
  EXPECT_EQ((*tree_.find_by_name("税务局"))->id, at(1));
  EXPECT_EQ((*tree_.find_by_name("财政厅"))->id, at(1));

  EXPECT_EQ(people_.post(id_of(1))->until, yesterday);  // leads: ends
  EXPECT_EQ(people_.post(id_of(3))->until, yesterday);  // is a member there already: ends
  EXPECT_EQ(people_.post(id_of(5))->until, founded);    // was over before
  std::vector<HeldPost> passed = people_.posts_of(person_id(2));
  ASSERT_EQ(passed.size(), 2U);
  EXPECT_EQ(passed[0].until, yesterday);
  EXPECT_EQ(passed[1].unit, at(1));
  EXPECT_EQ(passed[1].from, today);
  EXPECT_EQ(passed[1].until, std::nullopt);
  EXPECT_NE(passed[1].id, passed[0].id);
  EXPECT_EQ(people_.posts_of(person_id(1)).size(), 1U);
  EXPECT_EQ(people_.posts_of(person_id(3)).size(), 2U);

  ASSERT_EQ(shown.posts.size(), 3U);
  for (const PostFate& fate : shown.posts) EXPECT_EQ(fate.passes_over, fate.post == id_of(2));
}

TEST_F(OrgActs, MergingIsChecked) {
  EXPECT_EQ(by_administrator(MergeUnits{at(1), at(3), today}),
            Refusal::unit_cannot_move_below_itself);
  EXPECT_EQ(by_administrator(MergeUnits{at(1), at(1), today}),
            Refusal::unit_cannot_move_below_itself);
  EXPECT_EQ(by_administrator(MergeUnits{at(3), at(1), today}), Refusal::none);
  EXPECT_EQ(by_administrator(MergeUnits{at(1), at(2), today + NaturalDays{1}}),
            Refusal::day_is_still_to_come);
  EXPECT_EQ(by_administrator(MergeUnits{at(1), at(77), today}), Refusal::unit_is_unknown);
  ASSERT_TRUE(apply(RenameUnit{at(5), "预算处"}, tree_, people_));
  EXPECT_EQ(by_administrator(MergeUnits{at(1), at(2), today}), Refusal::name_is_taken);
  // 3 hangs below 5 in the Party line alone: 2 is above it in the administrative line.
  ASSERT_TRUE(apply(MoveUnit{at(3), at(5), at(1)}, tree_, people_));
  EXPECT_EQ(by_administrator(MergeUnits{at(2), at(3), today}),
            Refusal::unit_cannot_move_below_itself);
}

TEST_F(OrgActs, APostTakesTwoPeople) {
  Appoint appoint{{id_of(1), person_id(1), Role::member, at(3), today, {}, false}};
  Actor nobody;
  EXPECT_EQ(decided(appoint, nobody), Refusal::none);  // the body is being set up
  appointed(2, 2, Role::security_administrator, 0);
  appointed(3, 3, Role::security_administrator, 0);
  appointed(4, 4, Role::administrator, 0);
  EXPECT_EQ(decided(appoint, nobody), Refusal::post_does_not_allow_this);
  EXPECT_EQ(decided(AddPerson{{person_id(50), "新人", MemberKind::none}}, nobody),
            Refusal::post_does_not_allow_this);
  const ProposePost propose{appoint.post};
  ASSERT_TRUE(apply(ProposePost{{id_of(5), person_id(5), Role::member, at(3), today, {}, false}},
                    tree_, people_, {person_id(4), today}));
  const auto law = [](bool may) { return may ? Refusal::none : Refusal::post_does_not_allow_this; };
  for (std::size_t role = 0; role < std::size(role_names); ++role) {
    Role each = static_cast<Role>(role);
    const bool signs = each == Role::security_administrator;
    EXPECT_EQ(decided(appoint, with(each)), signs ? Refusal::a_post_takes_two_people : law(false));
    EXPECT_EQ(decided(propose, with(each)), law(each == Role::administrator)) << role_names[role];
    EXPECT_EQ(decided(SignPost{id_of(60), {id_of(5)}}, with(each)), law(signs)) << role_names[role];
    EXPECT_EQ(decided(RefusePost{id_of(5), "编制已满"}, with(each)), law(signs));
    EXPECT_EQ(decided(EndPost{id_of(2), today}, with(each)),
              signs ? Refusal::a_post_takes_two_people : law(false))
        << role_names[role];
  }
}

TEST_F(OrgActs, WhoProposedAPostNeverSignsIt) {
  const Actor signing = with(Role::security_administrator);  // person 9
  const auto propose = [&](int id, int person, int by) {
    const HeldPost post{id_of(id), person_id(person), Role::member, at(3), today, {}, false};
    ASSERT_TRUE(apply(ProposePost{post}, tree_, people_, {person_id(by), today}));
  };
  propose(1, 1, 9);  // when he was the administrator
  propose(2, 9, 8);
  propose(3, 1, 8);
  EXPECT_EQ(decided(SignPost{id_of(60), {id_of(1)}}, signing), Refusal::a_post_takes_two_people);
  EXPECT_EQ(decided(RefusePost{id_of(1), "填错了"}, signing), Refusal::none) << "taken back";
  EXPECT_EQ(decided(RefusePost{id_of(1), " "}, signing), Refusal::reason_is_missing);
  EXPECT_EQ(decided(SignPost{id_of(60), {id_of(2)}}, signing),
            Refusal::nobody_grants_himself_rights);
  EXPECT_EQ(decided(SignPost{id_of(60), {id_of(3)}}, signing), Refusal::none);
  EXPECT_EQ(decided(SignPost{id_of(60), {}}, signing), Refusal::field_is_missing);
  EXPECT_EQ(decided(SignPost{id_of(60), {id_of(77)}}, signing), Refusal::nothing_is_there);
  EXPECT_EQ(decided(RefusePost{id_of(3), " "}, signing), Refusal::reason_is_missing);
  EXPECT_TRUE(people_.posts_of(person_id(1)).empty()) << "what is proposed gives no right";
  ASSERT_TRUE(apply(SignPost{id_of(60), {id_of(3)}}, tree_, people_));
  ASSERT_EQ(people_.posts_of(person_id(1)).size(), 1U);
  EXPECT_EQ(people_.posts_of(person_id(1)).front().id, id_of(3));
  EXPECT_EQ(decided(SignPost{id_of(61), {id_of(3)}}, signing), Refusal::nothing_is_there);
  ASSERT_TRUE(apply(RefusePost{id_of(2), "不合适"}, tree_, people_));
  EXPECT_EQ(people_.proposals().size(), 1U);
}

// 2011-07-01 is a Friday; ten working days later it is Friday the fifteenth.
TEST_F(OrgActs, AProposedPostLapsesAfterTenWorkingDays) {
  const Actor signing = with(Role::security_administrator);
  const HeldPost post{id_of(1), person_id(1), Role::member, at(3), today, {}, false};
  ASSERT_TRUE(apply(ProposePost{post}, tree_, people_, {person_id(8), today}));
  const auto on = [&](Date day) {
    return law_of(decide(SignPost{id_of(60), {id_of(1)}}, signing, tree_, people_, day));
  };
  EXPECT_EQ(on(make_date(2011, 7, 15)), Refusal::none);
  EXPECT_EQ(on(make_date(2011, 7, 16)), Refusal::proposal_has_lapsed);
  // Proposed once, it need not be proposed again until then.
  HeldPost again = post;
  again.id = id_of(2);
  EXPECT_EQ(by_administrator(ProposePost{again}), Refusal::nothing_would_change);
  EXPECT_EQ(law_of(decide(ProposePost{again}, with(Role::administrator), tree_, people_,
                          make_date(2011, 7, 16))),
            Refusal::none);
  const WorkingCalendar weeks = WorkingCalendar::plain_weeks("plain");
  const auto three_days =
      last_day_to_sign(weeks, [](std::string_view, Date) { return Fixed{3'000'000}; });
  EXPECT_EQ(law_of(decide(SignPost{id_of(60), {id_of(1)}}, signing, tree_, people_,
                          make_date(2011, 7, 7), nullptr, three_days)),
            Refusal::proposal_has_lapsed);
}

TEST_F(OrgActs, AListIsSignedAsAWholeAndAgreesWithItself) {
  const Actor signing = with(Role::security_administrator);
  const auto propose = [&](int id, int person, Role role, bool accountable = false) {
    const HeldPost post{id_of(id), person_id(person), role, at(3), today, {}, accountable};
    ASSERT_EQ(by_administrator(ProposePost{post}), Refusal::none);
    ASSERT_TRUE(apply(ProposePost{post}, tree_, people_, {person_id(8), today}));
  };
  propose(1, 1, Role::secretary, true);
  propose(2, 2, Role::secretary, true);
  propose(3, 3, Role::auditor);
  propose(4, 3, Role::administrator);
  propose(5, 3, Role::member);
  propose(6, 4, Role::member);
  const auto law = [&](std::vector<int> numbers) {
    SignPost act{id_of(60), {}};
    for (const int number : numbers) act.posts.push_back(id_of(number));
    return decided(act, signing);
  };
  EXPECT_EQ(law({1, 6}), Refusal::none);
  EXPECT_EQ(law({1, 1}), Refusal::id_is_there_twice);
  EXPECT_EQ(law({6, 1, 2}), Refusal::accountable_person_exists_already);
  EXPECT_EQ(law({3, 4}), Refusal::administrators_never_share_a_person);
  EXPECT_EQ(law({5, 3}), Refusal::administrators_hold_no_business_post);
  EXPECT_EQ(law({1, 77}), Refusal::nothing_is_there);
}

TEST_F(OrgActs, APostIsLentByWhoHoldsItUntilADayThatIsNear) {
  const HeldPost held = appointed(1, 9, Role::secretary, 3, true);
  appointed(2, 2, Role::auditor, 0);
  appointed(3, 3, Role::secretary, 3);
  const Actor holder = people_.actor(person_id(9), today, tree_);
  const auto law = [&](int person, std::optional<Date> until, int post = 1) {
    return decided(Delegate{id_of(70), id_of(post), person_id(person), until}, holder);
  };
  const Date last = today + NaturalDays{92};
  EXPECT_EQ(law(1, {}), Refusal::delegation_has_no_end);
  EXPECT_EQ(law(1, yesterday), Refusal::end_is_before_the_beginning);
  EXPECT_EQ(law(1, last + NaturalDays{1}), Refusal::date_is_out_of_range);
  EXPECT_EQ(law(1, last), Refusal::none);
  EXPECT_EQ(law(9, last), Refusal::nobody_grants_himself_rights);
  EXPECT_EQ(law(2, last), Refusal::administrators_hold_no_business_post);
  EXPECT_EQ(law(3, last), Refusal::post_is_held_already);
  EXPECT_EQ(law(1, last, 3), Refusal::post_does_not_allow_this) << "another's post";
  EXPECT_EQ(law(1, last, 77), Refusal::post_does_not_allow_this);
  ASSERT_TRUE(apply(Delegate{id_of(70), id_of(1), person_id(1), last}, tree_, people_,
                    {person_id(9), today}));
  const HeldPost lent = *people_.post(id_of(70));
  EXPECT_EQ(lent.from, today);
  EXPECT_EQ(lent.until, last);
  EXPECT_FALSE(lent.accountable) << "one person answers for a unit, and that stays";
  EXPECT_EQ(people_.lent_by(person_id(1), Role::secretary, at(3), today), person_id(9));
  EXPECT_EQ(people_.lent_by(person_id(9), Role::secretary, at(3), today), std::nullopt);
  // What was lent is not lent on; and whoever lent it takes it back.
  const Actor other = people_.actor(person_id(1), today, tree_);
  EXPECT_EQ(decided(Delegate{id_of(71), id_of(70), person_id(4), last}, other),
            Refusal::post_does_not_allow_this);
  EXPECT_EQ(decided(EndPost{id_of(70), today}, other), Refusal::post_does_not_allow_this);
  EXPECT_EQ(decided(EndPost{id_of(70), today}, holder), Refusal::none);
  EXPECT_EQ(decided(EndPost{id_of(1), today}, holder), Refusal::post_does_not_allow_this);
  // It ends with the post from which it was lent.
  ASSERT_TRUE(apply(EndPost{held.id, today}, tree_, people_));
  EXPECT_EQ(people_.post(id_of(70))->until, today);
}

// Else somebody would go on acting for a holder who is none any more.
TEST_F(OrgActs, WhatIsLentEndsWithTheUnitAsWell) {
  appointed(1, 3, Role::division, 3);
  const auto lend = [&] {
    ASSERT_TRUE(apply(Delegate{id_of(70), id_of(1), person_id(1), today + NaturalDays{30}}, tree_,
                      people_, {person_id(3), yesterday}));
  };
  lend();
  const MergeUnits merge{at(3), at(4), today, {}};
  for (const PostFate& fate : fates_of_posts(merge, people_))
    EXPECT_EQ(fate.passes_over, fate.post == id_of(1)) << to_text(fate.post);
  ASSERT_TRUE(apply(merge, tree_, people_));
  EXPECT_EQ(people_.post(id_of(70))->until, today);
  EXPECT_TRUE(people_.actor(person_id(1), today + NaturalDays{1}, tree_).posts.empty());
  EXPECT_EQ(people_.actor(person_id(3), today + NaturalDays{1}, tree_).posts.size(), 1u);
}

TEST_F(OrgActs, ALentPostEndsOnItsLastDayByItself) {
  appointed(1, 3, Role::division, 3);
  ASSERT_TRUE(apply(Delegate{id_of(70), id_of(1), person_id(1), today}, tree_, people_,
                    {person_id(3), yesterday}));
  EXPECT_EQ(people_.actor(person_id(1), today, tree_).posts.size(), 1u);
  EXPECT_TRUE(people_.actor(person_id(1), today + NaturalDays{1}, tree_).posts.empty());
  // What was done on a day before an end that is entered late still names who had lent it.
  ASSERT_TRUE(apply(EndPost{id_of(1), yesterday + NaturalDays{-1}}, tree_, people_));
  EXPECT_EQ(people_.lent_by(person_id(1), Role::division, at(3), yesterday), person_id(3));
}

TEST_F(OrgActs, AUnitIsDescribedFromADayOnByWhoShapesIt) {
  const DescribeUnit act{at(3), founded, UnitLevel::city, "财政", {"window", "policy"}, 12};
  EXPECT_EQ(by_administrator(act), Refusal::none);
  EXPECT_EQ(decided(act, with(Role::organ_committee, 1)), Refusal::none);
  EXPECT_EQ(decided(act, with(Role::organ_committee, 3)), Refusal::post_does_not_allow_this);
  EXPECT_EQ(decided(act, with(Role::secretary, 1)), Refusal::post_does_not_allow_this);
  const auto with_change = [&](auto change) {
    DescribeUnit other = act;
    change(other);
    return by_administrator(other);
  };
  EXPECT_EQ(with_change([](auto& one) { one.unit = unit_id(77); }), Refusal::unit_is_unknown);
  EXPECT_EQ(with_change([](auto& one) { one.from = founded + NaturalDays{-1}; }),
            Refusal::unit_ends_before_it_began);
  EXPECT_EQ(with_change([](auto& one) {
              one.exposure = {"window", "sky"};
            }),
            Refusal::choice_is_unknown);
  EXPECT_EQ(with_change([](auto& one) { one.order_number = 0; }), Refusal::number_is_out_of_range);
  EXPECT_EQ(with_change([](auto& one) { one.sector = std::string(101, 'x'); }),
            Refusal::field_is_too_long);
  EXPECT_EQ(by_administrator(DescribeUnit{at(3), today}), Refusal::nothing_would_change);
  ASSERT_TRUE(apply(act, tree_, people_));
  EXPECT_EQ(by_administrator(act), Refusal::nothing_would_change);
  EXPECT_EQ(by_administrator(DescribeUnit{at(3), today}), Refusal::none) << "nothing is said now";
}

TEST_F(OrgActs, WhatAUnitWasOnADayStays) {
  ASSERT_TRUE(apply(DescribeUnit{at(3), founded, UnitLevel::city, "财政", {}, 12}, tree_, people_));
  ASSERT_TRUE(apply(DescribeUnit{at(4), founded, UnitLevel::city, "", {}, 5}, tree_, people_));
  ASSERT_TRUE(apply(DescribeUnit{at(3), today, UnitLevel::province, "财政", {"window"}, 1}, tree_,
                    people_));
  const UnitDescriptions& said = tree_.descriptions();
  const UnitNo third = tree_.number_of(at(3)), fourth = tree_.number_of(at(4));
  EXPECT_EQ(said.on(third, founded + NaturalDays{-1}), nullptr);
  EXPECT_EQ(said.on(third, yesterday)->level, UnitLevel::city);
  EXPECT_EQ(said.on(third, today)->level, UnitLevel::province);
  EXPECT_EQ(names_of(said.on(third, today)->exposure), std::vector<std::string>{"window"});
  EXPECT_EQ(in_order(tree_, {third, fourth}, yesterday), (std::vector<UnitNo>{fourth, third}));
  EXPECT_EQ(in_order(tree_, {fourth, third}, today), (std::vector<UnitNo>{third, fourth}));
  EXPECT_EQ(in_order(tree_, {0, third}, today), (std::vector<UnitNo>{third, 0}))
      << "those without a number stand behind";
  // Entered for a day in between, it holds until the next was said.
  ASSERT_TRUE(apply(DescribeUnit{at(3), yesterday, UnitLevel::county}, tree_, people_));
  EXPECT_EQ(said.on(third, yesterday)->level, UnitLevel::county);
  EXPECT_EQ(said.on(third, today)->level, UnitLevel::province);
}

TEST_F(OrgActs, ANameIsCorrectedByWhoBearsItAndByTheAdministrator) {
  const CorrectName act{person_id(9), "王小明"};
  EXPECT_EQ(decided(act, with(Role::member)), Refusal::none);
  EXPECT_EQ(decided(CorrectName{person_id(3), "王小明"}, with(Role::member)),
            Refusal::post_does_not_allow_this);
  EXPECT_EQ(by_administrator(CorrectName{person_id(3), "王小明"}), Refusal::none);
  EXPECT_EQ(by_administrator(CorrectName{person_id(77), "王小明"}), Refusal::person_is_unknown);
  EXPECT_EQ(by_administrator(CorrectName{person_id(3), " "}), Refusal::field_is_missing);
  EXPECT_EQ(by_administrator(CorrectName{person_id(3), "人3"}), Refusal::nothing_would_change);
  EXPECT_EQ(decided(CorrectName{PersonId(), "王小明"}, Actor()), Refusal::post_does_not_allow_this);
  ASSERT_TRUE(apply(act, tree_, people_));
  EXPECT_EQ(people_.find(person_id(9))->name, "王小明");
  EXPECT_EQ(people_.find(person_id(9))->former_names, std::vector<std::string>{"人9"});
  EXPECT_EQ(people_.search(SoughtName("人9"), [] {}), std::vector<PersonId>{person_id(9)})
      << "and is found by either";
}

TEST_F(OrgActs, WhatIsInHandIsOfferedToOneWhoWorksThere) {
  appointed(1, 9, Role::division, 3);
  appointed(2, 2, Role::secretary, 3);
  appointed(3, 3, Role::auditor, 3);
  appointed(4, 4, Role::division, 4);
  const Actor leaving = people_.actor(person_id(9), today, tree_);
  const auto law = [&](int to, int from = 9) {
    return decided(ProposeHandover{id_of(80), at(3), person_id(from), person_id(to)}, leaving);
  };
  EXPECT_EQ(law(2), Refusal::none);
  EXPECT_EQ(law(3), Refusal::post_is_unknown) << "runs the house";
  EXPECT_EQ(law(4), Refusal::post_is_unknown) << "works elsewhere";
  EXPECT_EQ(law(9), Refusal::nothing_would_change);
  EXPECT_EQ(law(77), Refusal::person_is_unknown);
  EXPECT_EQ(law(9, 2), Refusal::post_does_not_allow_this) << "another's work";
  EXPECT_EQ(by_administrator(ProposeHandover{id_of(80), at(3), person_id(5), person_id(2)}),
            Refusal::none)
      << "of somebody who has left";
  ASSERT_TRUE(apply(EndPost{id_of(1), yesterday}, tree_, people_));
  EXPECT_EQ(law(2), Refusal::none) << "also once he has left";
  ASSERT_TRUE(apply(ProposeHandover{id_of(80), at(3), person_id(9), person_id(2)}, tree_, people_,
                    {person_id(9), today}));
  EXPECT_EQ(law(2), Refusal::nothing_would_change) << "one at a time";
}

TEST_F(OrgActs, OnlyWhoReceivesTheWorkSignsForIt) {
  appointed(1, 9, Role::division, 3);
  appointed(2, 2, Role::secretary, 3);
  ASSERT_TRUE(apply(ProposeHandover{id_of(80), at(3), person_id(9), person_id(2)}, tree_, people_,
                    {person_id(9), today}));
  const Actor leaving = people_.actor(person_id(9), today, tree_);
  const Actor receiving = people_.actor(person_id(2), today, tree_);
  const SignHandover sign{id_of(80)};
  EXPECT_EQ(decided(sign, leaving), Refusal::receiver_signs_the_handover);
  EXPECT_EQ(by_administrator(sign), Refusal::receiver_signs_the_handover);
  EXPECT_EQ(decided(sign, people_.actor(person_id(4), today, tree_)), Refusal::nothing_is_there);
  EXPECT_EQ(decided(SignHandover{id_of(81)}, receiving), Refusal::nothing_is_there);
  EXPECT_EQ(decided(sign, receiving), Refusal::none);
  EXPECT_EQ(decided(RefuseHandover{id_of(80), " "}, receiving), Refusal::reason_is_missing);
  EXPECT_EQ(decided(RefuseHandover{id_of(80), "不了解"}, receiving), Refusal::none);
  EXPECT_EQ(decided(RefuseHandover{id_of(80), "收回"}, leaving), Refusal::none);
  EXPECT_EQ(decided(RefuseHandover{id_of(80), "无关"}, people_.actor(person_id(4), today, tree_)),
            Refusal::nothing_is_there);
  // Whoever holds no post there any more takes nothing over.
  ASSERT_TRUE(apply(EndPost{id_of(2), yesterday}, tree_, people_));
  EXPECT_EQ(decided(sign, people_.actor(person_id(2), today, tree_)),
            Refusal::post_does_not_allow_this);
  ASSERT_TRUE(apply(sign, tree_, people_));
  EXPECT_TRUE(people_.handovers().empty());
}

TEST_F(OrgActs, WhoRunsTheHouseDelegatesNothing) {
  appointed(1, 9, Role::auditor, 0);
  const Actor auditor = people_.actor(person_id(9), today, tree_);
  EXPECT_EQ(decided(Delegate{id_of(70), id_of(1), person_id(1), today}, auditor),
            Refusal::a_post_takes_two_people);
}

TEST_F(OrgActs, TheAdministratorSaysWhomAPostServes) {
  appointed(1, 1, Role::division, 3);
  const DescribePost act{id_of(1), "窗口办事群众"};
  EXPECT_EQ(by_administrator(act), Refusal::none);
  EXPECT_EQ(decided(act, with(Role::security_administrator)), Refusal::post_does_not_allow_this);
  EXPECT_EQ(by_administrator(DescribePost{id_of(2), "群众"}), Refusal::post_is_unknown);
  ASSERT_TRUE(apply(act, tree_, people_));
  EXPECT_EQ(people_.post(id_of(1))->serves, "窗口办事群众");
  EXPECT_EQ(by_administrator(act), Refusal::nothing_would_change);
}

// Whoever signs could end the other's post otherwise, give it to somebody of his and go on alone.
TEST_F(OrgActs, OfTwoWhoGrantTheMissingOneIsProposedByTheThird) {
  const Actor signing = with(Role::security_administrator), auditing = with(Role::auditor);
  appointed(1, 9, Role::security_administrator, 0);
  appointed(2, 4, Role::administrator, 0);
  const auto post = [&](Role role, int person) {
    return HeldPost{id_of(50), person_id(person), role, at(0), today, {}, false};
  };
  EXPECT_EQ(decided(ProposePost{post(Role::administrator, 5)}, auditing),
            Refusal::post_does_not_allow_this);
  ASSERT_TRUE(apply(EndPost{id_of(2), yesterday}, tree_, people_));
  for (const Role role : {Role::administrator, Role::secretary, Role::auditor})
    EXPECT_EQ(decided(Appoint{post(role, 5)}, signing), Refusal::a_post_takes_two_people);
  EXPECT_EQ(decided(ProposePost{post(Role::administrator, 5)}, signing),
            Refusal::post_does_not_allow_this);
  EXPECT_EQ(decided(ProposePost{post(Role::secretary, 5)}, auditing),
            Refusal::post_does_not_allow_this);
  EXPECT_EQ(decided(ProposePost{post(Role::administrator, 5)}, auditing), Refusal::none);
}

// At the machine there is somebody whom no post made: the three are given back and ended there.
TEST_F(OrgActs, ThePostsOfTheThreeEndByWhoHoldsThemOrAtTheMachine) {
  appointed(1, 8, Role::security_administrator, 0);
  appointed(2, 4, Role::administrator, 0);
  appointed(3, 5, Role::auditor, 0);
  appointed(4, 6, Role::division, 3);
  const Actor signing = with(Role::security_administrator), machine{};
  for (const int id : {2, 3})
    EXPECT_EQ(decided(EndPost{id_of(id), today}, signing), Refusal::a_post_takes_two_people);
  EXPECT_EQ(decided(EndPost{id_of(4), today}, signing), Refusal::none);
  EXPECT_EQ(decided(EndPost{id_of(2), today}, people_.actor(person_id(5), today, tree_)),
            Refusal::post_does_not_allow_this);
  EXPECT_EQ(decided(EndPost{id_of(3), today}, people_.actor(person_id(5), today, tree_)),
            Refusal::none);
  EXPECT_EQ(decided(EndPost{id_of(1), today}, people_.actor(person_id(8), today, tree_)),
            Refusal::last_security_administrator_stays);
  EXPECT_EQ(decided(EndPost{id_of(2), today}, machine), Refusal::none);
  EXPECT_EQ(decided(EndPost{id_of(1), today}, machine), Refusal::last_security_administrator_stays);
  const auto appoint = [&](Role role) {
    return decided(Appoint{{id_of(50), person_id(7), role, at(0), today, {}, false}}, machine);
  };
  EXPECT_EQ(appoint(Role::auditor), Refusal::none);
  EXPECT_EQ(appoint(Role::secretary), Refusal::post_does_not_allow_this);
  Actor clock, effect, citizen;
  clock.is_the_clock = effect.is_a_consequence = citizen.holds_receipt = true;
  for (const Actor& each : {clock, effect, citizen})
    EXPECT_EQ(decided(EndPost{id_of(2), today}, each), Refusal::post_does_not_allow_this);
}

TEST_F(OrgActs, AppointingIsChecked) {
  ProposePost good{{id_of(1), person_id(1), Role::secretary, at(3), today, {}, true}};
  auto with_change = [&](auto change) {
    ProposePost act = good;
    change(act.post);
    return by_administrator(act);
  };
  EXPECT_EQ(by_administrator(good), Refusal::none);
  EXPECT_EQ(with_change([](HeldPost& post) { post.person = person_id(77); }),
            Refusal::person_is_unknown);
  EXPECT_EQ(with_change([](HeldPost& post) { post.unit = unit_id(77); }), Refusal::unit_is_unknown);
  EXPECT_EQ(with_change([](HeldPost& post) { post.role = Role::the_clock; }),
            Refusal::role_is_unknown);
  EXPECT_EQ(with_change([](HeldPost& post) { post.until = yesterday; }),
            Refusal::end_is_before_the_beginning);
  EXPECT_EQ(with_change([](HeldPost& post) { post.role = Role::member; }),
            Refusal::only_a_secretary_is_accountable);
  appointed(2, 2, Role::secretary, 3, true);
  EXPECT_EQ(by_administrator(good), Refusal::accountable_person_exists_already);
  EXPECT_EQ(with_change([](HeldPost& post) {
              post.accountable = false;
              post.serves = "两\n行";
            }),
            Refusal::field_has_wrong_kind);
  appointed(3, 1, Role::auditor, 0);
  EXPECT_EQ(with_change([](HeldPost& post) {
              post.role = Role::administrator;
              post.accountable = false;
            }),
            Refusal::administrators_never_share_a_person);
  EXPECT_EQ(with_change([](HeldPost& post) { post.id = id_of(2); }), Refusal::id_is_there_twice);
  ASSERT_TRUE(apply(CloseUnit{at(5), today}, tree_, people_));
  EXPECT_EQ(with_change([](HeldPost& post) { post.unit = at(5); }), Refusal::unit_is_closed);
}

TEST_F(OrgActs, NobodyGrantsHimselfRights) {
  for (std::size_t role = 0; role <= static_cast<std::size_t>(Role::auditor); ++role) {
    const auto each = static_cast<Role>(role);
    HeldPost post{id_of(50), person_id(9), each, at(3), today, std::nullopt, false};
    EXPECT_EQ(by_administrator(ProposePost{post}), Refusal::nobody_grants_himself_rights)
        << role_names[role];
    post.person = person_id(1);
    EXPECT_EQ(by_administrator(ProposePost{post}), Refusal::none) << role_names[role];
  }
  // Nor by way of a merge, which makes a post of his at another unit, or by a move under his own.
  appointed(1, 9, Role::division, 3);
  EXPECT_EQ(by_administrator(MergeUnits{at(3), at(4), yesterday}),
            Refusal::nobody_grants_himself_rights);
  Actor works = with(Role::works_committee);  // and a post at one of the units below
  works.posts.push_back(with(Role::organ_committee, 1).posts.front());
  EXPECT_EQ(decided(MoveUnit{at(5), at(1), {}}, works), Refusal::nobody_grants_himself_rights);
  EXPECT_EQ(decided(MoveUnit{at(3), at(4), {}}, works), Refusal::none);
  EXPECT_EQ(decided(MergeUnits{at(5), at(4), yesterday}, works),
            Refusal::nobody_grants_himself_rights);
  EXPECT_EQ(decided(MergeUnits{at(5), at(4), yesterday}, with(Role::works_committee, 0)),
            Refusal::none);
}

TEST_F(OrgActs, SomebodyStaysWhoGrantsPosts) {
  const Actor granting = with(Role::security_administrator);  // person 9
  appointed(1, 9, Role::security_administrator, 0);
  appointed(2, 1, Role::division, 3);
  EXPECT_EQ(decided(EndPost{id_of(1), today}, granting),
            Refusal::last_security_administrator_stays);
  EXPECT_EQ(decided(EndPost{id_of(2), today}, granting), Refusal::none);
  // A successor who has left, or leaves on the same day, is none.
  appointed(3, 2, Role::security_administrator, 0);
  EXPECT_EQ(decided(EndPost{id_of(1), today}, granting), Refusal::none);
  ASSERT_TRUE(apply(EndPost{id_of(3), today}, tree_, people_));
  EXPECT_EQ(decided(EndPost{id_of(1), today}, granting),
            Refusal::last_security_administrator_stays);
  EXPECT_EQ(decided(EndPost{id_of(1), yesterday}, granting),
            Refusal::last_security_administrator_stays);
}

// Whoever held the post once, or will have gone by then, stands in for nobody.
TEST_F(OrgActs, OnNoDayToComeIsTheLastWhoGrantsPostsMissing) {
  const Actor granting = with(Role::security_administrator);  // person 9
  const Actor machine;  // which alone ends the post of another of the three
  const Date held_until = make_date(2010, 6, 30);
  appointed(1, 9, Role::security_administrator, 0);
  HeldPost other{id_of(2),   person_id(1), Role::security_administrator, at(0), founded,
                 held_until, false};
  ASSERT_TRUE(people_.put(other));
  EXPECT_EQ(decided(EndPost{id_of(1), yesterday}, granting),
            Refusal::last_security_administrator_stays);
  EXPECT_EQ(decided(EndPost{id_of(2), yesterday}, machine), Refusal::nothing_would_change);

  other.until = std::nullopt;
  ASSERT_TRUE(people_.put(other));
  const OrgAct first = EndPost{id_of(1), today + NaturalDays{30}};
  const OrgAct second = EndPost{id_of(2), today + NaturalDays{10}};
  EXPECT_EQ(decided(second, machine), Refusal::none);
  ASSERT_EQ(decided(first, granting), Refusal::none);
  ASSERT_TRUE(apply(first, tree_, people_));
  EXPECT_EQ(decided(second, machine), Refusal::last_security_administrator_stays);
  // A successor fills the days that he is in office, and leaves no day between.
  HeldPost successor{
      id_of(3),     person_id(2), Role::security_administrator, at(0), today + NaturalDays{32},
      std::nullopt, false};
  ASSERT_TRUE(people_.put(successor));
  EXPECT_EQ(decided(second, machine), Refusal::last_security_administrator_stays);
  successor.from = today + NaturalDays{31};
  ASSERT_TRUE(people_.put(successor));
  EXPECT_EQ(decided(second, machine), Refusal::none);
  successor.until = today + NaturalDays{300};
  ASSERT_TRUE(people_.put(successor));
  EXPECT_EQ(decided(second, machine), Refusal::last_security_administrator_stays);
}

TEST_F(OrgActs, NoUnitClosesUnderTheLastWhoGrantsPosts) {
  appointed(1, 9, Role::security_administrator, 5);
  const Date before_the_appointment = make_date(2009, 1, 1);
  HeldPost later = *people_.post(id_of(1));
  later.from = make_date(2010, 1, 1);
  ASSERT_TRUE(people_.put(later));
  for (const std::optional<Date> on : {std::optional<Date>(), std::optional(today)})
    EXPECT_EQ(by_administrator(CloseUnit{at(5), on}), Refusal::last_security_administrator_stays);
  EXPECT_EQ(by_administrator(CloseUnit{at(5), before_the_appointment}),
            Refusal::unit_ends_before_it_began);
  // Nor where who grants has yet to come into office, and the other will have left by then.
  later.from = today + NaturalDays{10};
  ASSERT_TRUE(people_.put(later));
  HeldPost leaving{id_of(2), person_id(2), Role::security_administrator,
                   at(0),    founded,      today + NaturalDays{10},
                   false};
  ASSERT_TRUE(people_.put(leaving));
  EXPECT_EQ(by_administrator(CloseUnit{at(5), today}), Refusal::last_security_administrator_stays);
  leaving.until = std::nullopt;
  ASSERT_TRUE(people_.put(leaving));
  for (const std::optional<Date> on : {std::optional<Date>(), std::optional(today)})
    EXPECT_EQ(by_administrator(CloseUnit{at(5), on}), Refusal::none);
  // His post at a unit that is closed gives no right, whatever day it ends.
  ASSERT_TRUE(apply(CloseUnit{at(5), {}}, tree_, people_));
  EXPECT_EQ(decided(EndPost{id_of(2), today}, Actor()), Refusal::last_security_administrator_stays);
}

// What passes over goes on; what is held there already may end sooner.
TEST_F(OrgActs, NoMergeLosesTheLastWhoGrantsPosts) {
  appointed(1, 1, Role::security_administrator, 3);
  EXPECT_EQ(by_administrator(MergeUnits{at(3), at(4), yesterday}), Refusal::none);
  HeldPost there{id_of(2), person_id(1), Role::security_administrator,
                 at(4),    founded,      today + NaturalDays{10},
                 false};
  ASSERT_TRUE(people_.put(there));
  EXPECT_EQ(by_administrator(MergeUnits{at(3), at(4), yesterday}),
            Refusal::last_security_administrator_stays);
  there.until = std::nullopt;
  ASSERT_TRUE(people_.put(there));
  EXPECT_EQ(by_administrator(MergeUnits{at(3), at(4), yesterday}), Refusal::none);
}

TEST_F(OrgActs, WhoeverSetsUpAppointsTheFirstThree) {
  const auto appoint = [&](int id, int person, Role role) {
    return Appoint{{id_of(id), person_id(person), role, at(0), founded, std::nullopt, false}};
  };
  const Actor nobody;
  int id = 60;
  for (Role role : {Role::administrator, Role::auditor, Role::security_administrator}) {
    const Appoint act = appoint(id, id - 59, role);
    ++id;
    EXPECT_EQ(decided(act, nobody), Refusal::none);
    ASSERT_TRUE(apply(act, tree_, people_));
  }
  EXPECT_EQ(decided(appoint(70, 5, Role::member), nobody), Refusal::post_does_not_allow_this);
}

TEST_F(OrgActs, AdministratorsHoldNoBusinessPost) {
  const auto law = [&](int person, Role role, Date from, std::optional<Date> until) {
    return by_administrator(
        ProposePost{{id_of(50), person_id(person), role, at(3), from, until, false}});
  };
  HeldPost audits{id_of(1), person_id(1), Role::auditor, at(0), founded, today, false};
  ASSERT_TRUE(people_.put(audits));
  appointed(2, 2, Role::member, 3);
  EXPECT_EQ(law(1, Role::member, yesterday, {}), Refusal::administrators_hold_no_business_post);
  EXPECT_EQ(law(1, Role::member, today, {}), Refusal::administrators_hold_no_business_post);
  EXPECT_EQ(law(1, Role::member, today + NaturalDays{1}, {}), Refusal::none);
  EXPECT_EQ(law(1, Role::auditor, today, {}), Refusal::none);
  EXPECT_EQ(law(1, Role::administrator, today, {}), Refusal::administrators_never_share_a_person);
  EXPECT_EQ(law(2, Role::secretary, today, {}), Refusal::none);
  for (Role role : {Role::administrator, Role::security_administrator, Role::auditor}) {
    EXPECT_EQ(law(2, role, today, {}), Refusal::administrators_hold_no_business_post);
    // Days that overlap only later do so all the same.
    EXPECT_EQ(law(2, role, make_date(2030, 1, 1), {}),
              Refusal::administrators_hold_no_business_post);
    EXPECT_EQ(law(3, role, today, {}), Refusal::none);
  }
}

TEST_F(OrgActs, NewLawsBindWhoeverDecidesAndNotThePast) {
  // It was lawful once: the journal still gives it again.
  ASSERT_TRUE(apply(Appoint{{id_of(1), person_id(1), Role::auditor, at(0), founded, {}, false}},
                    tree_, people_));
  ASSERT_TRUE(apply(Appoint{{id_of(2), person_id(1), Role::division, at(3), founded, {}, false}},
                    tree_, people_));
  EXPECT_EQ(people_.actor(person_id(1), today, tree_).posts.size(), 2U);
  // What stands does not pass over by a merge either.
  EXPECT_EQ(by_administrator(MergeUnits{at(3), at(4), yesterday}),
            Refusal::administrators_hold_no_business_post);
  ASSERT_TRUE(apply(EndPost{id_of(1), yesterday}, tree_, people_));
  ASSERT_TRUE(apply(EndPost{id_of(2), yesterday}, tree_, people_));
}

// Whoever led a line until yesterday did not stop leading it a year ago (Law 7).
TEST_F(OrgActs, ThePastUnderAPostIsNotWrittenOver) {
  const Actor granting = with(Role::security_administrator);
  appointed(1, 1, Role::branch_secretary, 3);
  EXPECT_EQ(decided(EndPost{id_of(1), today + NaturalDays{-7}}, granting), Refusal::none);
  EXPECT_EQ(decided(EndPost{id_of(1), today + NaturalDays{-8}}, granting),
            Refusal::post_ends_too_far_back);
}

TEST_F(OrgActs, EndingAPostIsChecked) {
  Actor granting = with(Role::security_administrator);
  appointed(1, 1, Role::member, 3);
  EXPECT_EQ(decided(EndPost{id_of(77), today}, granting), Refusal::post_is_unknown);
  EXPECT_EQ(decided(EndPost{id_of(1), make_date(2007, 1, 1)}, granting),
            Refusal::end_is_before_the_beginning);
  ASSERT_TRUE(apply(EndPost{id_of(1), yesterday}, tree_, people_));
  EXPECT_EQ(people_.post(id_of(1))->until, yesterday);
  EXPECT_EQ(decided(EndPost{id_of(1), today}, granting), Refusal::nothing_would_change);
  EXPECT_EQ(decided(EndPost{id_of(1), founded}, granting), Refusal::nothing_would_change)
      << "what is over is not written over by an earlier day";
}

TEST_F(OrgActs, ThePreviewWarnsOfSetUpThresholds) {
  for (int branch : {3, 4}) {
    Unit unit = *tree_.find(at(branch));
    unit.type = UnitType::branch;
    ASSERT_TRUE(tree_.put(unit));
  }
  auto warnings = [&](const auto& act) {
    return preview(act, tree_, people_, today, thresholds).warnings;
  };
  auto has = [](const std::vector<std::string>& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
  };
  MergeUnits merge{at(3), at(4), today};
  EXPECT_TRUE(has(warnings(merge), "branch_has_too_few_formal_members"));
  EXPECT_TRUE(has(warnings(merge), "accountable_person_is_missing"));
  for (int i = 1; i <= 4; ++i) appointed(i, i, Role::member, 3);
  appointed(5, 5, Role::branch_secretary, 4, true);
  EXPECT_EQ(warnings(merge), std::vector<std::string>{});
  appointed(6, 6, Role::member, 4);
  appointed(7, 1, Role::member, 4);  // in both, one person
  EXPECT_EQ(warnings(merge), std::vector<std::string>{});
  appointed(8, 8, Role::member, 4);
  EXPECT_EQ(warnings(merge), std::vector<std::string>{"branch_committee_is_due"});
  for (int i = 100; i < 143; ++i) {
    people_.put(Person{person_id(i), "党员", MemberKind::probationary});
    appointed(i, i, Role::member, 3);
  }
  EXPECT_TRUE(has(warnings(merge), "general_branch_is_due"));
  EXPECT_FALSE(has(warnings(MergeUnits{at(5), at(4), today}), "general_branch_is_due"));

  Unit general = *tree_.find(at(1));
  general.type = UnitType::general_branch;
  ASSERT_TRUE(tree_.put(general));
  MoveUnit away{at(3), at(2), {}};
  EXPECT_TRUE(has(warnings(away), "general_branch_has_too_few_members"));
  EXPECT_EQ(preview(MoveUnit{at(1), at(2), {}}, tree_, people_, today, thresholds).units_below, 2);
  EXPECT_TRUE(has(warnings(MoveUnit{at(1), at(3), {}}), "unit_cannot_move_below_itself"));
  EXPECT_TRUE(has(warnings(MergeUnits{at(1), unit_id(77), today}), "unit_is_unknown"));
}

TEST_F(OrgActs, TheThresholdsAreThePolicyPacks) {
  Unit branch = *tree_.find(at(4));
  branch.type = UnitType::branch;
  ASSERT_TRUE(tree_.put(branch));
  appointed(5, 5, Role::branch_secretary, 4, true);
  MergeUnits merge{at(3), at(4), today};
  auto warned = [&](const PolicyValue& policy) {
    return preview(merge, tree_, people_, today, policy).warnings;
  };
  EXPECT_EQ(warned(thresholds), std::vector<std::string>{"branch_has_too_few_formal_members"});
  EXPECT_EQ(warned([](auto, Date) { return Fixed{1'000'000}; }),
            (std::vector<std::string>{"branch_committee_is_due", "general_branch_is_due"}));
  EXPECT_EQ(warned([](auto, Date) { return std::nullopt; }), std::vector<std::string>{});
}

TEST_F(OrgActs, ThePreviewNamesOnlyKnownWarnings) {
  for (std::string_view name : warning_names)
    EXPECT_EQ(std::ranges::find(refusal_names(), name), refusal_names().end()) << name;
}

// --- the wire form ---

Unit any_unit(const std::string& text, int number, bool flag, std::optional<Date> day) {
  Unit unit;
  unit.id = unit_id(number);
  unit.name = text;
  unit.code = flag ? text : "";
  if (flag) unit.aliases = {text, "另名"};
  unit.type = static_cast<UnitType>(number % static_cast<int>(std::size(unit_type_names)));
  unit.administrative_parent = unit_id(number + 1);
  if (flag) unit.party_parent = unit_id(number + 2);
  unit.until = day;
  unit.is_closed = flag;
  if (flag) unit.merged_into = unit_id(number + 3);
  return unit;
}

OrgAct any_act(int kind, const std::string& text, int number, bool flag) {
  std::optional<Date> day =
      flag ? std::optional(make_date(2011, 1 + number % 12, 3)) : std::nullopt;
  switch (kind) {
    case 0:
      return FoundUnit{any_unit(text, number, flag, day)};
    case 1:
      return RenameUnit{unit_id(number), text};
    case 2:
      return MoveUnit{unit_id(number), unit_id(number + 1), flag ? unit_id(number + 2) : UnitId()};
    case 3:
      return MergeUnits{unit_id(number), unit_id(number + 1), make_date(2011, 2, 3),
                        flag ? unit_id(number + 2) : UnitId()};
    case 4:
      return CloseUnit{unit_id(number), day};
    case 5:
      return AddPerson{{person_id(number), text, static_cast<MemberKind>(number % 3)}};
    case 6:
      return Appoint{{id_of(number), person_id(number + 1), static_cast<Role>(number % 17),
                      unit_id(number + 2), make_date(2010, 5, 1), day, flag}};
    case 7:
      return EndPost{id_of(number), make_date(2011, 2, 3)};
    case 8:
      return ProposePost{{id_of(number), person_id(number + 1), static_cast<Role>(number % 17),
                          unit_id(number + 2), make_date(2010, 5, 1), day, flag, text}};
    case 9:
      return SignPost{id_of(number), {id_of(1), id_of(number)}};
    case 10:
      return RefusePost{id_of(number), text};
    case 11:
      return DescribePost{id_of(number), text};
    case 12:
      return Delegate{id_of(number), id_of(number + 1), person_id(number + 2), day};
    case 13:
      return DescribeUnit{
          unit_id(number),
          make_date(2011, 2, 3),
          static_cast<UnitLevel>(number % 5),
          text,
          flag ? std::vector<std::string>{"window", "policy"} : std::vector<std::string>(),
          flag ? std::optional<std::int64_t>(number) : std::nullopt};
    case 14:
      return CorrectName{person_id(number), text};
    case 15:
      return ProposeHandover{id_of(number), unit_id(number + 1), person_id(number + 2),
                             person_id(number + 3)};
    case 16:
      return SignHandover{id_of(number)};
    case 17:
      return RefuseHandover{id_of(number), text};
    default:
      return SplitUnit{unit_id(number),
                       unit_id(number + 1),
                       text,
                       flag ? text : "",
                       make_date(2011, 2, 3),
                       flag ? std::vector<Uuid>() : std::vector<Uuid>{id_of(1), id_of(number)},
                       flag};
  }
}

RC_GTEST_PROP(OrgActJson, IsReadBackAsItWasWritten, ()) {
  std::string text =
      *rc::gen::container<std::string>(rc::gen::element('a', '"', '\\', '/', ' ', '\t', '{', '7'));
  OrgAct act = any_act(*rc::gen::inRange(0, 19), text, *rc::gen::inRange(1, 9'000),
                       *rc::gen::arbitrary<bool>());
  OrgEntry entry = encode(act);
  Result<OrgAct> read = decode_org_act(entry.act, entry.changes);
  RC_ASSERT(read.has_value());
  RC_ASSERT(read->index() == act.index());
  OrgEntry again = encode(*read);
  RC_ASSERT(again.changes == entry.changes);
  RC_ASSERT(again.record == entry.record);
  RC_ASSERT(again.ledger == entry.ledger);
}

TEST(OrgActJson, HasAPermanentForm) {
  OrgEntry entry = encode(any_act(0, "财政厅", 1, true));
  EXPECT_EQ(entry.ledger, "units");
  EXPECT_EQ(entry.act, "found_unit");
  EXPECT_EQ(entry.record, unit_id(1));
  EXPECT_EQ(entry.changes,
            R"({"id":"01000000-0000-0000-0000-000000000001","name":"财政厅","code":"财政厅",)"
            R"("aliases":["财政厅","另名"],"type":"party_group",)"
            R"("administrative_parent":"01000000-0000-0000-0000-000000000002",)"
            R"("party_parent":"01000000-0000-0000-0000-000000000003","until":"2011-02-03",)"
            R"("closed":true,"merged_into":"01000000-0000-0000-0000-000000000004"})");
  entry = encode(any_act(6, "", 5, false));
  EXPECT_EQ(entry.ledger, "posts");
  EXPECT_EQ(entry.changes,
            R"({"id":"01000000-0000-0000-0000-000000000005",)"
            R"("person":"01000000-0000-0000-0000-000000000006","role":"organ_committee",)"
            R"("unit":"01000000-0000-0000-0000-000000000007","from":"2010-05-01"})");
  entry = encode(any_act(13, "财政", 6, true));
  EXPECT_EQ(entry.ledger, "units");
  EXPECT_EQ(entry.changes, R"({"unit":"01000000-0000-0000-0000-000000000006",)"
                           R"("from":"2011-02-03","level":"province","sector":"财政",)"
                           R"("exposure":["window","policy"],"order_number":"6"})");
  EXPECT_EQ(encode(any_act(14, "王", 6, true)).ledger, "people");
  EXPECT_EQ(encode(any_act(15, "", 6, true)).ledger, "posts");
}

TEST(OrgActJson, RefusesWhatItDoesNotUnderstand) {
  auto law = [](std::string_view act, std::string_view json) {
    Result<OrgAct> read = decode_org_act(act, json);
    return read ? Refusal::none : read.error().law;
  };
  const std::string id = R"("unit":"01000000-0000-0000-0000-000000000001")";
  EXPECT_EQ(law("close_unit", "{" + id + "}"), Refusal::none);
  EXPECT_EQ(law("close_unit", "{" + id + R"(,"on":null})"), Refusal::none);
  EXPECT_EQ(law("burn_unit", "{}"), Refusal::act_is_unknown);
  EXPECT_EQ(law("close_unit", ""), Refusal::json_is_malformed);
  EXPECT_EQ(law("close_unit", "{" + id), Refusal::json_is_malformed);
  EXPECT_EQ(law("close_unit", "{" + id + "}{}"), Refusal::json_is_malformed);
  EXPECT_EQ(law("close_unit", "[]"), Refusal::json_is_malformed);
  EXPECT_EQ(law("close_unit", "{" + id + "," + id + "}"), Refusal::json_is_malformed);
  EXPECT_EQ(law("close_unit", "{}"), Refusal::field_is_missing);
  EXPECT_EQ(law("close_unit", R"({"unit":7})"), Refusal::field_has_wrong_kind);
  EXPECT_EQ(law("close_unit", R"({"unit":true})"), Refusal::field_has_wrong_kind);
  EXPECT_EQ(law("close_unit", R"({"unit":"1"})"), Refusal::id_is_malformed);
  EXPECT_EQ(law("close_unit", "{" + id + R"(,"on":"2011/7/1"})"), Refusal::date_is_not_iso);
  EXPECT_EQ(law("close_unit", "{" + id + R"(,"of":"2011-07-01"})"), Refusal::field_is_unknown);
  EXPECT_EQ(law("add_person", R"({"id":"01000000-0000-0000-0000-000000000001","name":"王",)"
                              R"("member_kind":"old"})"),
            Refusal::choice_is_unknown);
  EXPECT_EQ(law("appoint", R"({"id":"01000000-0000-0000-0000-000000000001",)"
                           R"("person":"01000000-0000-0000-0000-000000000001","role":"king",)"
                           R"("unit":"01000000-0000-0000-0000-000000000001","from":"2011-07-01"})"),
            Refusal::role_is_unknown);
}

}  // namespace
}  // namespace chuangyou
