// Two carriers are alike where form, people and days meet; a hint to their authors and no bar.
#include "ledgers/carriers.h"

#include <gtest/gtest.h>

#include "acts_world.h"

namespace chuangyou {
namespace {

Record carrier(std::string_view form, std::vector<std::string> audience, std::string_view from,
               std::string_view until) {
  Record record(carriers::ledger);
  record.set(carriers::form.name, std::string(form));
  record.set(carriers::audience.name, std::move(audience));
  if (!from.empty()) record.set(carriers::from.name, *parse_date(from));
  if (!until.empty()) record.set(carriers::until.name, *parse_date(until));
  return record;
}

TEST(Carriers, AreAlikeByFormPeopleAndDays) {
  const Record one = carrier("service", {"members", "public"}, "2011-03-01", "2011-06-30");
  const auto is_like = [&](const Record& other) {
    EXPECT_EQ(carriers::are_alike(one, other), carriers::are_alike(other, one));
    return carriers::are_alike(one, other);
  };
  EXPECT_TRUE(is_like(carrier("service", {"public"}, "2011-06-30", "2011-12-31")));
  EXPECT_TRUE(is_like(carrier("service", {"public"}, "", ""))) << "nothing says that it is not";
  EXPECT_FALSE(is_like(carrier("service", {"public"}, "2011-07-01", "2011-12-31")));
  EXPECT_FALSE(is_like(carrier("study", {"public"}, "2011-03-01", "2011-06-30")));
  EXPECT_FALSE(is_like(carrier("service", {"cadres"}, "2011-03-01", "2011-06-30")));
  EXPECT_FALSE(is_like(Record(carriers::ledger))) << "a draft that says nothing yet";
}

TEST(Carriers, AreAlikeByTheirNamesWhereTheyAreShort) {
  const auto named = [](std::string_view name, std::string_view form, std::string_view who) {
    Record record = carrier(form, {std::string(who)}, "2011-03-01", "2011-06-30");
    record.set(carriers::title.name, std::string(name));
    return record;
  };
  const Record posts = named("党员先锋岗", "service", "members");
  EXPECT_TRUE(carriers::are_alike(posts, named("先锋岗活动", "contest", "cadres")));
  EXPECT_TRUE(carriers::are_alike(named("先鋒崗", "contest", "cadres"), posts));
  EXPECT_FALSE(carriers::are_alike(posts, named("党员读书活动", "study", "cadres")))
      << "what stands in many names says nothing";
  EXPECT_FALSE(carriers::are_alike(posts, named("先进事迹报告会", "study", "cadres")));
  EXPECT_FALSE(carriers::are_alike(named("党员活动", "study", "cadres"), posts));
  EXPECT_TRUE(carriers::are_alike(named("Pioneer posts", "service", "members"),
                                  named("Our pioneer posts", "study", "cadres")));
  Record later = named("先锋岗", "contest", "cadres");
  later.set(carriers::from.name, *parse_date("2011-07-01"));
  later.set(carriers::until.name, *parse_date("2011-12-31"));
  EXPECT_FALSE(carriers::are_alike(posts, later)) << "when the one is over";
}

}  // namespace
}  // namespace chuangyou
