#include "org/violations.h"

#include <gtest/gtest.h>

namespace chuangyou {
namespace {

Uuid id_of(int number) {
  Uuid id;
  id.bytes[15] = static_cast<std::uint8_t>(number);
  return id;
}

const Date january = make_date(2011, 1, 1);
const Date june = make_date(2011, 6, 30);
const Date july = make_date(2011, 7, 1);

HeldPost held(int id, int person, Role role, Date from, std::optional<Date> until = {}) {
  return {id_of(id), PersonId(id_of(person)), role, UnitId(id_of(100 + id)), from, until, false};
}

TEST(Violations, NameLawPersonPostsAndDays) {
  People people;
  ASSERT_TRUE(people.put(held(1, 1, Role::auditor, january)));
  ASSERT_TRUE(people.put(held(2, 2, Role::member, january)));
  EXPECT_TRUE(violations(people, july, january).empty());
  ASSERT_TRUE(people.put(held(3, 1, Role::member, june)));
  ASSERT_TRUE(people.put(held(4, 1, Role::secretary, july)));
  const std::vector<Violation> found = violations(people, july, january);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].law, Refusal::administrators_hold_no_business_post);
  EXPECT_EQ(found[0].person, PersonId(id_of(1)));
  ASSERT_EQ(found[0].posts.size(), 3U);
  EXPECT_EQ(found[0].since, june);
  EXPECT_EQ(found[0].until, june + NaturalDays{30});
}

TEST(Violations, HaveThirtyDaysFromTheDayTheLawsCame) {
  People people;
  ASSERT_TRUE(people.put(held(1, 1, Role::auditor, january)));
  ASSERT_TRUE(people.put(held(3, 1, Role::member, january)));
  // Long before there was such a law.
  const Violation stands = violations(people, july, july).at(0);
  EXPECT_EQ(stands.since, january);
  EXPECT_EQ(stands.until, july + NaturalDays{30});
  EXPECT_FALSE(stands.is_overdue(july + NaturalDays{30}));
  EXPECT_TRUE(stands.is_overdue(july + NaturalDays{31}));
  // Where nothing was written since, the days do not count yet.
  const Violation uncounted = violations(people, july, std::nullopt).at(0);
  EXPECT_EQ(uncounted.until, std::nullopt);
  EXPECT_FALSE(uncounted.is_overdue(make_date(2030, 1, 1)));
}

TEST(Violations, EndWithThePostAndAreSeenAhead) {
  People people;
  ASSERT_TRUE(people.put(held(1, 1, Role::administrator, january)));
  ASSERT_TRUE(people.put(held(2, 1, Role::member, january, june)));
  EXPECT_EQ(violations(people, june, january).size(), 1U);
  EXPECT_TRUE(violations(people, july, january).empty());
  ASSERT_TRUE(people.put(held(3, 1, Role::member, make_date(2012, 1, 1))));
  EXPECT_EQ(violations(people, july, january).at(0).since, make_date(2012, 1, 1));
}

}  // namespace
}  // namespace chuangyou
