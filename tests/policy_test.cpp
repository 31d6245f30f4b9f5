#include "packs/policy.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "ledgers/all.h"
#include "packs/policy_names.h"

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

TEST(Policy, EveryValueHasASourceAndFitsItsUnit) {
  for (const char* name : {"historical-2010-2012", "current"}) {
    const PolicyPack values = pack(name);
    EXPECT_TRUE(check(values)) << check(values).error().field;
    for (const PolicyEntry& entry : values.entries)
      EXPECT_FALSE(entry.source.empty()) << entry.name;
  }
}

std::string all_sources_but_the_table() {
  std::string text;
  for (const auto& file :
       std::filesystem::recursive_directory_iterator(CHUANGYOU_SOURCE_DIR "/src")) {
    const std::string path = file.path().string();
    const bool is_source = path.ends_with(".h") || path.ends_with(".cpp");
    const bool is_test = path.ends_with("_test.cpp") || path.ends_with("_for_tests.h");
    if (!is_source || is_test || path.ends_with("/policy_names.h")) continue;
    std::ifstream source(path);
    text.append(std::istreambuf_iterator<char>(source), {});
  }
  return text;
}

TEST(Policy, EveryValueIsReadByCode) {
  const std::string sources = all_sources_but_the_table();
  for (const PolicyName& known : policy_names) {
    EXPECT_TRUE(sources.contains('"' + std::string(known.name) + '"')) << known.name;
    for (const char* name : {"historical-2010-2012", "current"})
      EXPECT_TRUE(pack(name).value(known.name, make_date(2011, 7, 1))) << known.name;
  }
  for (const char* name : {"historical-2010-2012", "current"})
    for (const PolicyEntry& entry : pack(name).entries) {
      const PolicyName* known = find_policy_name(entry.name);
      ASSERT_TRUE(known) << entry.name << " is read by no code";
      EXPECT_EQ(known->unit, entry.unit) << entry.name;
    }
}

TEST(Policy, EveryNumberThatALedgerAsksForStandsInTheTable) {
  const auto expect_known = [](const Length& length) {
    if (length.policy.empty()) return;
    ASSERT_TRUE(find_policy_name(length.policy)) << length.policy;
    EXPECT_EQ(find_policy_name(length.policy)->unit.starts_with("working"),
              length.kind == DayKind::working)
        << length.policy;
  };
  for (const Ledger* ledger : all_ledgers()) {
    expect_known(ledger->waits.most);
    for (const Deadline& deadline : ledger->deadlines) expect_known(deadline.length);
  }
}

TEST(Policy, AValueHoldsFromItsDayUntilAnotherBegins) {
  PolicyPack values;
  const auto say = [&](std::int64_t number, std::optional<Date> from, std::optional<Date> to) {
    values.entries.push_back({"a", Fixed{whole(number)}, "count", from, to, "s", "D"});
  };
  const auto on = [&](int year) {
    const auto value = values.value("a", make_date(year, 7, 1));
    return value ? value->millionths / whole(1) : -1;
  };
  say(1, std::nullopt, make_date(2012, 12, 31));
  say(2, make_date(2014, 1, 1), std::nullopt);
  EXPECT_EQ(on(2011), 1);
  EXPECT_EQ(on(2013), -1);
  EXPECT_EQ(on(2014), 2);
  say(3, make_date(2011, 1, 1), std::nullopt);  // changed: its end is the next beginning
  EXPECT_EQ(on(2010), 1);
  EXPECT_EQ(on(2011), 3);
  EXPECT_EQ(on(2013), 3);
  EXPECT_EQ(on(2014), 2);
  say(4, make_date(2011, 1, 1), std::nullopt);  // of the same day: the one said later
  EXPECT_EQ(on(2011), 4);
}

TEST(Policy, ANumberFitsItsUnit) {
  const auto fits = [](std::string_view name, std::int64_t millionths) {
    const PolicyName& known = *find_policy_name(name);
    return is_plausible(known.unit, Fixed{millionths}) && is_in_bounds(known, Fixed{millionths});
  };
  EXPECT_TRUE(fits("vote.pass", 500'000));
  EXPECT_FALSE(fits("vote.pass", 333'333)) << "no majority";
  EXPECT_FALSE(fits("vote.quorum", whole(1))) << "nobody can be more than all";
  EXPECT_TRUE(fits("feedback.reply_days", whole(1)));
  EXPECT_FALSE(fits("feedback.reply_days", 1'500'000));
  EXPECT_TRUE(fits("evidence.file_megabytes_most", whole(20)));
  for (const PolicyName& known : policy_names) {
    ASSERT_LT(known.least, known.most) << known.name;
    for (const std::int64_t beyond : {-whole(1), std::int64_t{0}, whole(1'000'000'000'000)})
      EXPECT_FALSE(is_in_bounds(known, Fixed{beyond})) << known.name;
  }
}

Refused fault(std::string_view yaml) {
  const auto read = read_policy_pack("x", yaml);
  return read ? Refused{} : read.error();
}

TEST(Policy, NamesWhatItDoesNotUnderstand) {
  EXPECT_EQ(fault("values: []").law, Refusal::field_is_missing);
  EXPECT_EQ(fault("values: [{name: a, value: 1, unit: fortnights, source: s, tag: V}]").law,
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
