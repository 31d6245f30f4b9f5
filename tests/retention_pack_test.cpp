#include "packs/retention.h"

#include <gtest/gtest.h>

#include "packs/policy_names.h"

namespace chuangyou {
namespace {

constexpr std::int64_t whole(std::int64_t number) { return number * 1'000'000; }

PolicyPack keeping(std::int64_t months, std::optional<Date> from = {}) {
  PolicyPack pack;
  pack.entries.push_back(
      {"retention.sender_months", Fixed{whole(months)}, "months", from, {}, "s", "D"});
  return pack;
}

std::string last_day(std::int64_t months, Date since) {
  const auto until = kept_until(keeping(months), "retention.sender_months", since, since);
  return until ? to_text(*until) : "";
}

TEST(Retention, MonthsEndOnTheirDayOrOnTheLastThatTheMonthHas) {
  EXPECT_EQ(last_day(6, make_date(2011, 3, 1)), "2011-09-01");
  EXPECT_EQ(last_day(6, make_date(2011, 8, 31)), "2012-02-29");
  EXPECT_EQ(last_day(18, make_date(2011, 8, 31)), "2013-02-28");
  EXPECT_EQ(last_day(24, make_date(2012, 2, 29)), "2014-02-28");
  EXPECT_EQ(last_day(12, make_date(2010, 12, 31)), "2011-12-31");
  EXPECT_EQ(last_day(1, make_date(2010, 12, 15)), "2011-01-15");
}

TEST(Retention, TheMonthsThatHoldTodayCountForWhatIsThereAlready) {
  PolicyPack pack = keeping(24);
  const Date ended = make_date(2010, 3, 1), today = make_date(2011, 3, 1);
  pack.entries.push_back(
      {"retention.sender_months", Fixed{whole(6)}, "months", make_date(2011, 6, 1), {}, "s", "D"});
  const auto until = [&](Date on) {
    return kept_until(pack, "retention.sender_months", ended, on);
  };
  EXPECT_EQ(until(today), make_date(2012, 3, 1));
  EXPECT_EQ(until(make_date(2011, 6, 1)), make_date(2010, 9, 1));
}

TEST(Retention, WhatNobodyHasFixedIsKept) {
  EXPECT_FALSE(kept_until(PolicyPack{}, "retention.sender_months", make_date(2000, 1, 1),
                          make_date(2026, 1, 1)));
}

TEST(Retention, EachTermIsAValueInMonths) {
  for (const RetentionTerm& term : retention_terms) {
    ASSERT_TRUE(find_policy_name(term.policy)) << term.policy;
    EXPECT_EQ(find_policy_name(term.policy)->unit, "months") << term.policy;
    EXPECT_EQ(find_retention_term(term.policy), &term);
  }
  EXPECT_TRUE(is_too_short_for_logs(log_retention, Fixed{whole(5)}));
  EXPECT_FALSE(is_too_short_for_logs(log_retention, Fixed{whole(6)}));
  EXPECT_FALSE(is_too_short_for_logs(account_retention, Fixed{whole(5)}));
}

}  // namespace
}  // namespace chuangyou
