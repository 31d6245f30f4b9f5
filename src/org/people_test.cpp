// Shows: S13 S19 S22
#include "org/people.h"

#include <gtest/gtest.h>

namespace chuangyou {
namespace {

Uuid id_of(int number) {
  Uuid id;
  id.bytes[0] = 1;
  id.bytes[15] = static_cast<std::uint8_t>(number);
  return id;
}

HeldPost post_of(int id, int person, Role role, int unit, Date from,
                 std::optional<Date> until = std::nullopt, bool accountable = false) {
  return {id_of(id), PersonId(id_of(person)), role, UnitId(id_of(unit)), from, until, accountable};
}

Refusal law_of(const Result<void>& result) { return result ? Refusal::none : result.error().law; }

const Date january = make_date(2011, 1, 1), june = make_date(2011, 6, 1),
           july = make_date(2011, 7, 1);

TEST(People, AUnitHasOneAccountablePersonAtATime) {
  People people;
  ASSERT_TRUE(people.put(post_of(1, 1, Role::secretary, 7, january, june, true)));
  EXPECT_EQ(law_of(people.put(post_of(2, 2, Role::secretary, 7, june, {}, true))),
            Refusal::accountable_person_exists_already);
  EXPECT_TRUE(people.put(post_of(2, 2, Role::secretary, 7, june, {}, false)));
  EXPECT_TRUE(people.put(post_of(3, 3, Role::secretary, 7, july, {}, true)));
  EXPECT_TRUE(people.put(post_of(4, 1, Role::secretary, 8, january, {}, true)));
  EXPECT_EQ(people.accountable_for(id_of(7), january), PersonId(id_of(1)));
  EXPECT_EQ(people.accountable_for(id_of(7), june), PersonId(id_of(1)));
  EXPECT_EQ(people.accountable_for(id_of(7), june + NaturalDays{1}), std::nullopt);
  EXPECT_EQ(people.accountable_for(id_of(7), july), PersonId(id_of(3)));
  EXPECT_EQ(people.accountable_for(id_of(9), july), std::nullopt);
}

TEST(People, APostIsChangedInPlace) {
  People people;
  ASSERT_TRUE(people.put(post_of(1, 1, Role::secretary, 7, january, {}, true)));
  ASSERT_TRUE(people.put(post_of(1, 1, Role::secretary, 7, january, june, true)));
  EXPECT_EQ(people.posts_at(id_of(7)).size(), 1U);
  EXPECT_EQ(people.post(id_of(1))->until, june);
  ASSERT_TRUE(people.put(post_of(1, 2, Role::secretary, 8, january, june, true)));
  EXPECT_TRUE(people.posts_at(id_of(7)).empty());
  EXPECT_TRUE(people.posts_of(id_of(1)).empty());
  EXPECT_EQ(people.posts_of(id_of(2)).size(), 1U);
}

TEST(People, TheThreeAdministratorsNeverShareAPerson) {
  Role roles[] = {Role::administrator, Role::security_administrator, Role::auditor};
  for (Role one : roles)
    for (Role other : roles) {
      People people;
      ASSERT_TRUE(people.put(post_of(1, 1, one, 7, january, june)));
      Refusal expected =
          one == other ? Refusal::none : Refusal::administrators_never_share_a_person;
      EXPECT_EQ(law_of(people.put(post_of(2, 1, other, 8, june))), expected);
      EXPECT_TRUE(people.put(post_of(3, 1, other, 8, july)));  // one after the other
      EXPECT_TRUE(people.put(post_of(4, 2, other, 8, january)));
      EXPECT_TRUE(people.put(post_of(5, 1, Role::member, 8, january)));
    }
}

TEST(People, AnActorHasThePostsInForce) {
  Tree tree;
  Unit root, below, closed;
  root.id = UnitId(id_of(10));
  below.id = UnitId(id_of(11));
  closed.id = UnitId(id_of(12));
  below.administrative_parent = closed.administrative_parent = root.id;
  below.name = "支部";
  closed.is_closed = true;
  for (const Unit& unit : {root, below, closed}) ASSERT_TRUE(tree.put(unit));
  People people;
  ASSERT_TRUE(people.put(post_of(1, 1, Role::member, 11, january)));
  ASSERT_TRUE(people.put(post_of(2, 1, Role::secretary, 10, january, june)));
  ASSERT_TRUE(people.put(post_of(3, 1, Role::member, 12, january)));
  ASSERT_TRUE(people.put(post_of(4, 1, Role::member, 13, january)));
  Actor actor = people.actor(id_of(1), july, tree);
  EXPECT_EQ(actor.person, PersonId(id_of(1)));
  ASSERT_EQ(actor.posts.size(), 1U);
  EXPECT_EQ(actor.posts[0].role, Role::member);
  EXPECT_EQ(actor.posts[0].path, tree.path_of(below.id));
  EXPECT_EQ(people.actor(id_of(1), june, tree).posts.size(), 2U);
  EXPECT_TRUE(people.actor(id_of(9), june, tree).posts.empty());
  EXPECT_TRUE(people.anyone_ever_held(Role::secretary));
  EXPECT_FALSE(people.anyone_ever_held(Role::auditor));
}

TEST(People, ArePutAndFound) {
  People people;
  people.put(Person{PersonId(id_of(1)), "王立", MemberKind::probationary});
  people.put(Person{PersonId(id_of(1)), "王立", MemberKind::formal});
  ASSERT_NE(people.find(id_of(1)), nullptr);
  EXPECT_EQ(people.find(id_of(1))->member_kind, MemberKind::formal);
  EXPECT_EQ(people.find(id_of(2)), nullptr);
  EXPECT_EQ(people.size(), 1U);
}

}  // namespace
}  // namespace chuangyou
