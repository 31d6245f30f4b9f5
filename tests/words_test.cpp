// Whatever a ledger declares, people can read: every wire name that reaches them has words in both
// languages, as they travel inside the binary.
#include "core/words.h"

#include <gtest/gtest.h>

#include "core/text.h"
#include "journal/roll_up.h"
#include "ledgers/all.h"
#include "org/people.h"
#include "org/tree.h"
#include "packs/policy_names.h"
#include "record/clock.h"
#include "record/describe.h"

namespace chuangyou {
namespace {

void expect_words(const std::string& key) {
  EXPECT_FALSE(words(Language::zh, key).empty()) << key << " has no Chinese";
  EXPECT_FALSE(words(Language::en, key).empty()) << key << " has no English";
}

void expect_words(const std::string& prefix, std::span<const std::string_view> names) {
  for (std::string_view name : names) expect_words(prefix + "." + std::string(name));
}

// A word by itself, or with a hint beside it.
template <class Declared>
void expect_words_of(const std::string& prefix, std::span<const Declared> declared) {
  for (const Declared& each : declared) {
    const std::string key = prefix + "." + std::string(each.name);
    const bool has_hint = !words(Language::zh, key + ".hint").empty();
    expect_words(has_hint ? key + ".name" : key);
    if (has_hint) expect_words(key + ".hint");
  }
}

TEST(Words, NameEverythingThatALedgerDeclares) {
  for (const Ledger* ledger : all_ledgers()) {
    const std::string place = "ledgers." + std::string(ledger->name);
    expect_words(place + ".name");
    expect_words(place + ".hint");
    expect_words_of(place + ".fields", ledger->fields);
    expect_words_of(place + ".states", ledger->states);
    expect_words_of(place + ".acts", ledger->acts);
    expect_words_of(place + ".deadlines", ledger->deadlines);
    for (const FieldSpec& field : ledger->fields) {
      const std::string name(field.name);
      expect_words(place + ".choices." + name, field.choices);
      expect_words_of(place + ".columns." + name, field.columns());
      for (const FieldSpec& column : field.columns())
        expect_words(place + ".choices." + name + "." + std::string(column.name), column.choices);
    }
  }
}

TEST(Words, NameTheVocabulary) {
  expect_words("roles", role_names);
  expect_words("at", at_names);
  expect_words("kinds", kind_names);
  expect_words("visibilities", visibility_names);
  expect_words("stages", stage_names);
  expect_words("reasons", reason_names);
  expect_words("sign_offs", sign_off_names);
  expect_words("pauses", pause_names);
  expect_words("day_kinds", day_kind_names);
  expect_words("lights", light_names);
  expect_words("unit_types", unit_type_names);
  expect_words("member_kinds", member_kind_names);
  expect_words("unit_levels", unit_level_names);
  expect_words("exposures", exposure_names);
  expect_words("counts", count_names);
  for (const char* nature : {"working", "make_up_working", "weekend", "holiday"})
    expect_words(std::string("day_natures.") + nature);
}

// Nobody changes a number whose name he has to guess.
TEST(Words, NameEveryNumberOfPractice) {
  for (const PolicyName& known : policy_names) {
    expect_words("policy_values." + std::string(known.name));
    expect_words("policy_units." + std::string(known.unit));
  }
  for (const char* tag : {"V", "L", "K", "U", "D"}) expect_words(std::string("policy_tags.") + tag);
}

// Law 5: each published number prints its definition.
TEST(Words, DefineEveryFigure) {
  std::vector<std::string_view> figures(std::begin(count_names), std::end(count_names));
  figures.insert(figures.end(), {"on_time_rate", "kept_first_date", "confirmed_share"});
  for (std::string_view figure : figures) {
    expect_words("figures." + std::string(figure) + ".name");
    expect_words("figures." + std::string(figure) + ".definition");
  }
  for (std::string_view happened : happened_names) {
    expect_words("happened." + std::string(happened) + ".name");
    expect_words("happened." + std::string(happened) + ".definition");
  }
}

TEST(Words, OfARefusalAreShortAndComplete) {
  for (std::string_view name : refusal_names()) {
    if (name == name_of(Refusal::none)) continue;
    const std::string key = "refusals." + std::string(name);
    expect_words(key);
    const std::string_view zh = words(Language::zh, key), en = words(Language::en, key);
    EXPECT_LE(character_count(zh), 60u) << key;
    EXPECT_TRUE(zh.ends_with("。")) << key;
    EXPECT_TRUE(en.ends_with(".")) << key;
    EXPECT_EQ(zh.find('{'), std::string_view::npos) << key << ": details stand beside the words";
  }
}

TEST(Words, OfAnUnknownKeyAreEmpty) {
  EXPECT_TRUE(words(Language::zh, "refusals.of_nothing").empty());
  EXPECT_TRUE(words(Language::en, "refusals").empty());
}

}  // namespace
}  // namespace chuangyou
