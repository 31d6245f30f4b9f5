// One alone gives nobody sight: what hangs a unit elsewhere takes two people once anybody holds a
// post in it or where it comes, and what was proposed is signed by somebody else, in time.
#include "org/reorganisation.h"

#include <gtest/gtest.h>

namespace chuangyou {
namespace {

const Date today = make_date(2011, 7, 1);

Uuid id_of(std::uint8_t number) {
  Uuid id;
  id.bytes[0] = 1;
  id.bytes[15] = number;
  return id;
}

// 0 省直机关 ─┬ 1 财政厅 ─┬ 3 预算处
//             │           └ 5 国库处
//             └ 2 税务局 ── 4 征管处
class Reorganisations : public testing::Test {
 protected:
  void SetUp() override {
    const char* names[] = {"省直机关", "财政厅", "税务局", "预算处", "征管处", "国库处"};
    const int parents[] = {-1, 0, 0, 1, 2, 1};
    for (std::uint8_t i = 0; i < 6; ++i) {
      Unit unit;
      unit.id = at(i);
      unit.name = names[i];
      if (parents[i] >= 0) unit.administrative_parent = at(static_cast<std::uint8_t>(parents[i]));
      ASSERT_TRUE(tree_.put(unit));
    }
    for (std::uint8_t i = 1; i < 10; ++i) people_.put(Person{who(i), "某人"});
    give(40, first, Role::administrator, 0);
    give(41, second, Role::security_administrator, 0);
  }
  static UnitId at(std::uint8_t no) { return UnitId(id_of(static_cast<std::uint8_t>(no + 100))); }
  static PersonId who(std::uint8_t no) { return PersonId(id_of(no)); }
  void give(std::uint8_t id, std::uint8_t person, Role role, std::uint8_t unit,
            std::optional<Date> until = {}) {
    ASSERT_TRUE(people_.put(
        HeldPost{id_of(id), who(person), role, at(unit), make_date(2008, 1, 1), until, false}));
  }
  bool takes_two(const OrgAct& act) const { return takes_two_people(act, tree_, people_, today); }
  Refusal law(const OrgAct& act, std::uint8_t person, Date on = today) const {
    const auto decided =
        decide(act, people_.actor(who(person), on, tree_), tree_, people_, on, nullptr);
    return decided ? Refusal::none : decided.error().law;
  }
  Uuid propose(const OrgAct& act, std::uint8_t person = first) {
    const ProposeReorganisation proposal = proposal_of(act, id_of(60));
    EXPECT_EQ(law(proposal, person), Refusal::none);
    EXPECT_TRUE(apply(proposal, tree_, people_, {who(person), today}));
    return proposal.id;
  }

  static constexpr std::uint8_t first = 8, second = 9;
  Tree tree_;
  People people_;
};

TEST_F(Reorganisations, OneIsEnoughWhereNobodyHoldsAPost) {
  EXPECT_FALSE(takes_two(MoveUnit{at(3), at(2), {}}));
  EXPECT_FALSE(takes_two(MergeUnits{at(3), at(4), today}));
  EXPECT_FALSE(takes_two(SplitUnit{at(70), at(3), "新处", {}, today, {}, true}));
  give(1, 1, Role::organ_committee, 1);
  EXPECT_FALSE(takes_two(MergeUnits{at(3), at(5), today})) << "they see both already";
  give(2, 2, Role::member, 4, make_date(2011, 6, 30));
  EXPECT_FALSE(takes_two(MoveUnit{at(3), at(4), {}})) << "a post that is over gives no sight";
}

TEST_F(Reorganisations, WhoComesToStandAboveMakesItTwo) {
  give(1, 1, Role::organ_committee, 2);
  EXPECT_TRUE(takes_two(MoveUnit{at(3), at(2), {}}));
  EXPECT_TRUE(takes_two(MoveUnit{at(3), at(4), {}})) << "further up as well";
  EXPECT_TRUE(takes_two(MoveUnit{at(3), at(1), at(2)})) << "in the line of duty";
  EXPECT_TRUE(takes_two(MergeUnits{at(3), at(4), today}));
  EXPECT_EQ(posts_coming_above(MoveUnit{at(3), at(4), {}}, tree_, people_, today),
            std::vector{id_of(1)});
  EXPECT_FALSE(takes_two(MoveUnit{at(4), at(1), {}})) << "they lose it, and nobody gains it";
  EXPECT_FALSE(takes_two(FoundUnit{}));
  EXPECT_FALSE(takes_two(CloseUnit{at(4), today}));
}

TEST_F(Reorganisations, PostsThatComeAlongMakeItTwo) {
  give(1, 1, Role::member, 3);
  EXPECT_TRUE(takes_two(MoveUnit{at(3), at(2), {}}));
  EXPECT_TRUE(takes_two(MoveUnit{at(1), at(2), {}})) << "below it as well";
  EXPECT_TRUE(takes_two(MergeUnits{at(3), at(5), today})) << "the post passes over";
  EXPECT_TRUE(takes_two(SplitUnit{at(70), at(3), "新处", {}, today, {}, true}));
  EXPECT_FALSE(takes_two(SplitUnit{at(70), at(3), "新处", {}, today, {id_of(90)}}));
  // In the other tree alone it moves nobody's sight.
  EXPECT_FALSE(takes_two(MoveUnit{at(3), at(2), at(1)}));
}

TEST_F(Reorganisations, UntilSomebodySignsWhoeverSetsUpIsAlone) {
  people_ = People();
  give(1, 1, Role::organ_committee, 2);
  EXPECT_FALSE(takes_two(MoveUnit{at(3), at(2), {}}));
}

TEST_F(Reorganisations, ItIsSignedBySomebodyElseOnAnyOfTenWorkingDays) {
  give(1, 1, Role::organ_committee, 2);
  const MoveUnit move{at(3), at(2), {}};
  const Uuid proposed = propose(move);
  const SignReorganisation sign{proposed};
  EXPECT_EQ(law(sign, first), Refusal::post_does_not_allow_this);
  EXPECT_EQ(law(sign, 1), Refusal::post_does_not_allow_this);
  EXPECT_EQ(law(SignReorganisation{id_of(61)}, second), Refusal::nothing_is_there);
  EXPECT_EQ(law(proposal_of(move, id_of(62)), first), Refusal::nothing_would_change);
  // A Friday, and the Friday of the second week after it.
  EXPECT_EQ(law(sign, second), Refusal::none);
  EXPECT_EQ(law(sign, second, make_date(2011, 7, 15)), Refusal::none);
  EXPECT_EQ(law(sign, second, make_date(2011, 7, 16)), Refusal::proposal_has_lapsed);
  EXPECT_EQ(law(proposal_of(move, id_of(62)), first, make_date(2011, 7, 16)), Refusal::none);
}

// Whoever has proposed it cannot sign it in the other seat.
TEST_F(Reorganisations, WhoeverChangedSeatsSignsNothingOfHisOwn) {
  give(1, 1, Role::organ_committee, 2);
  const Uuid proposed = propose(MoveUnit{at(3), at(2), {}});
  HeldPost left = *people_.post(id_of(40));
  left.until = make_date(2011, 7, 4);
  ASSERT_TRUE(people_.put(left));
  EXPECT_EQ(law(SignReorganisation{proposed}, second, make_date(2011, 7, 5)),
            Refusal::proposal_has_lapsed)
      << "nor is it signed when he may propose it no more";
  ASSERT_TRUE(people_.put(HeldPost{id_of(42),
                                   who(first),
                                   Role::security_administrator,
                                   at(0),
                                   make_date(2011, 7, 5),
                                   {},
                                   false}));
  EXPECT_EQ(law(SignReorganisation{proposed}, first, make_date(2011, 7, 5)),
            Refusal::a_post_takes_two_people);
}

TEST_F(Reorganisations, WhatSpeaksAgainstItIsAskedOnBothDays) {
  give(1, 1, Role::organ_committee, 2);
  EXPECT_EQ(law(proposal_of(MoveUnit{at(1), at(3), {}}, id_of(60)), first), Refusal::act_is_unknown)
      << "nobody gains anything: it is done at once, or refused by its own law";
  EXPECT_EQ(law(proposal_of(MoveUnit{at(3), at(2), {}}, id_of(60)), 1),
            Refusal::post_does_not_allow_this);
  EXPECT_EQ(law(ProposeReorganisation{id_of(60), "end_post", "{}"}, first),
            Refusal::field_is_missing);
  const Uuid proposed = propose(MoveUnit{at(3), at(2), {}});
  Unit closed = *tree_.find(at(2));
  closed.is_closed = true;
  ASSERT_TRUE(tree_.put(closed));
  EXPECT_EQ(law(SignReorganisation{proposed}, second), Refusal::unit_is_closed);
}

TEST_F(Reorganisations, ItIsRefusedWithAReasonOrTakenBack) {
  give(1, 1, Role::organ_committee, 2);
  const Uuid proposed = propose(MoveUnit{at(3), at(2), {}});
  EXPECT_EQ(law(RefuseReorganisation{proposed, "无批文"}, 1), Refusal::post_does_not_allow_this);
  EXPECT_EQ(law(RefuseReorganisation{proposed, " "}, second), Refusal::reason_is_missing);
  EXPECT_EQ(law(RefuseReorganisation{proposed, "无批文"}, second), Refusal::none);
  EXPECT_EQ(law(RefuseReorganisation{proposed, "填错"}, first), Refusal::none);
  ASSERT_TRUE(apply(RefuseReorganisation{proposed, "填错"}, tree_, people_));
  EXPECT_EQ(law(SignReorganisation{proposed}, second), Refusal::nothing_is_there);
  EXPECT_EQ(tree_.unit(tree_.number_of(at(3))).administrative_parent, at(1));
}

TEST_F(Reorganisations, TheJournalHasWhatWasAskedAndReadsItAgain) {
  const MergeUnits merge{at(3), at(4), today, at(0)};
  const ProposeReorganisation proposal = proposal_of(merge, id_of(60));
  const OrgEntry entry = encode(proposal);
  EXPECT_EQ(entry.record, proposal.id);
  const Result<OrgAct> read = decode_org_act(entry.act, entry.changes);
  ASSERT_TRUE(read);
  const auto& again = std::get<ProposeReorganisation>(*read);
  const Result<OrgAct> asked = act_in({again.id, again.act, again.changes});
  ASSERT_TRUE(asked);
  EXPECT_EQ(std::get<MergeUnits>(*asked).into, at(4));
  EXPECT_EQ(std::get<MergeUnits>(*asked).judge, at(0));
}

}  // namespace
}  // namespace chuangyou
