#include "packs/policy.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "ledgers/all.h"

namespace chuangyou {
namespace {

PolicyPack pack(const std::string& name) {
  std::ifstream file(CHUANGYOU_SOURCE_DIR "/campaigns/policy/" + name + ".yaml");
  const std::string yaml{std::istreambuf_iterator<char>(file), {}};
  const auto read = read_policy_pack(name, yaml);
  EXPECT_TRUE(read) << name_of(read.error().law) << " " << read.error().field;
  return read.value_or(PolicyPack{});
}

constexpr std::int64_t whole(std::int64_t number) { return number * 1'000'000; }

TEST(Policy, EveryValueHasASource) {
  for (const char* name : {"historical-2010-2012", "current"}) {
    const PolicyPack values = pack(name);
    EXPECT_GT(values.entries.size(), 30u);
    for (const PolicyEntry& entry : values.entries)
      EXPECT_FALSE(entry.source.empty()) << entry.name;
  }
}

TEST(Policy, HoldsWhatTheDeadlinesOfTheLedgersAskFor) {
  for (const char* name : {"historical-2010-2012", "current"}) {
    const PolicyPack values = pack(name);
    for (const Ledger* ledger : all_ledgers())
      EXPECT_TRUE(ledger->waits.most.policy.empty() ||
                  values.value(ledger->waits.most.policy, make_date(2011, 7, 1)))
          << ledger->waits.most.policy;
    for (const Ledger* ledger : all_ledgers())
      for (const Deadline& deadline : ledger->deadlines)
        EXPECT_TRUE(deadline.length.policy.empty() ||
                    values.value(deadline.length.policy, make_date(2011, 7, 1)))
            << deadline.length.policy;
    for (const char* wanted :
         {"feedback.reply_days", "feedback.criticism_reply_days", "document.general_characters",
          "document.special_characters", "notice.least_days", "problems.relapse_days",
          "branch.formal_least", "branch.committee_from", "general_branch.members_from",
          "organ_committee.members_from"})
      EXPECT_TRUE(values.value(wanted, make_date(2011, 7, 1))) << wanted;
  }
}

TEST(Policy, AValueHoldsBetweenItsDays) {
  const PolicyPack values = pack("current");
  EXPECT_EQ(values.value("document.general_characters", make_date(2025, 1, 1))->millionths,
            whole(5000));
  EXPECT_EQ(values.value("document.general_characters", make_date(2019, 7, 1))->millionths,
            whole(5000));
  EXPECT_FALSE(values.value("supervision.objection_days", make_date(2021, 1, 31)));
  EXPECT_EQ(values.value("supervision.objection_days", make_date(2021, 2, 1))->millionths,
            whole(30));
  EXPECT_FALSE(values.value("no.such_name", make_date(2021, 2, 1)));
  const PolicyPack then = pack("historical-2010-2012");
  EXPECT_TRUE(then.value("review.cadence_months", make_date(2011, 7, 1)));
  EXPECT_FALSE(then.value("review.cadence_months", make_date(2013, 1, 1)));
}

Refused fault(std::string_view yaml) {
  const auto read = read_policy_pack("x", yaml);
  return read ? Refused{} : read.error();
}

TEST(Policy, NamesWhatItDoesNotUnderstand) {
  EXPECT_EQ(fault("values: []").law, Refusal::field_is_missing);
  EXPECT_EQ(fault("values: [{name: a, value: 1, unit: weeks, source: s, tag: V}]").law,
            Refusal::choice_is_unknown);
  EXPECT_EQ(fault("values: [{name: a, value: one, unit: count, source: s, tag: V}]").law,
            Refusal::field_has_wrong_kind);
  EXPECT_EQ(fault("values: [{name: a, value: 1, unit: count, tag: V}]").field, "values[0].source");
  EXPECT_EQ(fault("values: [{name: a, value: 1, unit: count, source: s, tag: V, note: x}]").field,
            "values[0].note");
  constexpr std::string_view twice =
      "values:\n"
      "  - {name: a, value: 1, unit: count, source: s, tag: V, effective_to: 2012-12-31}\n"
      "  - {name: a, value: 2, unit: count, source: s, tag: V, effective_from: 2012-12-31}\n";
  EXPECT_EQ(fault(twice).law, Refusal::name_is_taken);
  std::string following(twice);
  following.replace(following.rfind("2012-12-31"), 10, "2013-01-01");
  EXPECT_EQ(fault(following).law, Refusal::none);
}

}  // namespace
}  // namespace chuangyou
