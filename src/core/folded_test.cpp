#include "core/folded.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <utility>

namespace chuangyou {
namespace {

std::string fold(std::string_view text) { return folded_utf8(text); }

TEST(Folded, ScriptWidthCaseAndMarksMakeNoDifference) {
  EXPECT_EQ(fold("電梯維護"), "电梯维护");
  EXPECT_EQ(fold("瞭解裡面後勤"), "了解里面后勤");
  EXPECT_EQ(fold("ＡＢＣ１２３"), "abc123");
  EXPECT_EQ(fold("ｶﾀｶﾅ"), fold("カタカナ"));
  EXPECT_EQ(fold("Café Zürich"), "cafe zurich");
  EXPECT_EQ(fold("Cafe\u0301"), "cafe");
  EXPECT_EQ(fold("STRASSE"), fold("straße"));
  EXPECT_EQ(fold("㈱ ﬁn Ⅷ"), "株 fin viii");
  EXPECT_EQ(fold("二〇一一年"), "二〇一一年");
  EXPECT_EQ(fold("𠮷野家𝐀"), "𠮷野家a");
}

TEST(Folded, WhateverStandsBetweenWordsIsOneBlank) {
  EXPECT_EQ(fold("「路灯」，不亮。。"), "路灯 不亮");
  EXPECT_EQ(fold("  2011-0042 / (二)　"), "2011 0042 二");
  EXPECT_EQ(fold("a\u200Bb"), "ab");
  EXPECT_EQ(fold("。，！—— "), "");
  EXPECT_EQ(fold("\uE000feedback"), "feedback");  // nobody writes a token of ours
}

TEST(Folded, KnowsWhereEachCharacterCameFrom) {
  const FoldedText text = folded("（電ﬁ梯）");
  EXPECT_EQ(text.text, U"电fi梯");
  EXPECT_EQ(text.places, (std::vector<std::uint32_t>{3, 6, 6, 9, 15}));
}

std::size_t found(std::string_view text, std::string_view word) {
  return find_word(folded(text).text, searched_words(word).words.at(0));
}

TEST(Folded, WordsOfLettersAreFoundByTheirBeginningAndHanAnywhere) {
  constexpr auto nowhere = std::u32string_view::npos;
  EXPECT_EQ(found("小区路燈损坏", "灯损"), 3u);
  EXPECT_EQ(found("Street light", "LIGH"), 7u);
  EXPECT_EQ(found("Streetlight", "light"), nowhere);
  EXPECT_EQ(found("用iPhone拍", "iphone"), 1u);
  EXPECT_EQ(found("案号 2011-0042", "2011-0042"), 3u);
  EXPECT_EQ(found("案号 12011-0042", "2011-0042"), nowhere);
}

TEST(Folded, WordsArePartedByBlanksOfEveryWidthAndAreFew) {
  EXPECT_EQ(searched_words(" 路燈　损坏 路灯 ").words,
            (std::vector<std::u32string>{U"路灯", U"损坏"}));
  EXPECT_TRUE(searched_words("——　。").empty());
  EXPECT_EQ(searched_words("a b c d e f g h i j k").words.size(), searched_words_max);
  EXPECT_EQ(searched_words(std::string(1'000, 'x')).words.at(0).size(), searched_characters_max);
}

std::vector<std::string> tokens(std::u32string_view text) {
  std::vector<std::string> all;
  each_token(text, [&](const std::string& token) { all.push_back(token); });
  return all;
}

TEST(Folded, TextsHaveTokensOfTwoCharactersAndOfBeginnings) {
  EXPECT_EQ(tokens(U"路灯坏 a座"),
            (std::vector<std::string>{"路", "路灯", "灯", "灯坏", "坏", "a", "座"}));
  EXPECT_EQ(tokens(U"street"), (std::vector<std::string>{"s", "st", "str", "stre", "street"}));
  EXPECT_EQ(tokens(U"\uE000feedback 路"), (std::vector<std::string>{"\uE000feedback", "路"}));
}

TEST(Folded, InitialsOfPinyinFindNames) {
  const auto has = [](std::string_view name, std::string_view letters) {
    return has_initials(folded(name).text, letters);
  };
  EXPECT_TRUE(has("省广播电影电视局", "gbdydsj"));
  EXPECT_TRUE(has("省廣播電影電視局", "gbdy"));
  EXPECT_TRUE(has("重庆", "cq"));
  EXPECT_TRUE(has("重点办", "zdb"));
  EXPECT_TRUE(has("人民银行", "yh"));
  EXPECT_FALSE(has("广电局", "gj"));
  EXPECT_FALSE(has("广（电）局", "gdj"));
  EXPECT_FALSE(has("gdj", "gdj"));
  EXPECT_TRUE(is_initials("gdj"));
  EXPECT_FALSE(is_initials("g"));
  EXPECT_FALSE(is_initials("g1"));
}

TEST(Folded, SeveralWordsAreAllInOneName) {
  const auto is_in = [](std::string_view sought, std::string_view name) {
    return SoughtName(sought).is_in(name);
  };
  EXPECT_TRUE(is_in("张 三", "张三"));
  EXPECT_TRUE(is_in("支部 办公室", "办公室第一党支部"));
  EXPECT_TRUE(is_in("办公室 支部", "办公室第一党支部"));
  EXPECT_TRUE(is_in("办公室　dzb", "办公室第一党支部"));
  EXPECT_FALSE(is_in("办公室 二", "办公室第一党支部"));
  EXPECT_FALSE(is_in("张 四", "张三"));
}

// Where a word stands, all its tokens stand too: what is looked up by them lacks nothing.
RC_GTEST_PROP(FoldedProperty, EveryTextThatHoldsAWordHasItsTokens, ()) {
  const auto letters = rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
      "路", "燈", "a", "B", "9", " ", "-", "é", "ﬁ", "𠮷", "。", "ก"));
  const auto joined = [](const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts) text += part;
    return text;
  };
  const std::string before = joined(*letters), middle = joined(*letters), after = joined(*letters);
  const FoldedText text = folded(before + middle + after);
  const std::vector<std::string> there = tokens(text.text);
  for (const std::u32string& word : searched_words(middle).words) {
    if (find_word(text.text, word) == std::u32string::npos) continue;
    for (const SearchToken& token : tokens_for(word))
      RC_ASSERT(std::ranges::any_of(there, [&](const std::string& one) {
        return token.is_beginning ? one.starts_with(token.text) : one == token.text;
      }));
  }
  RC_ASSERT(text.places.size() == text.text.size() + 1);
}

// Frequent characters from both ends of each letter, and all those of L that once stood under M.
TEST(Folded, EachLetterHoldsTheCharactersFromItsFirstToItsLast) {
  constexpr std::pair<char, std::u32string_view> letters[] = {
      {'a', U"阿啊爱安澳奥"},
      {'b', U"八巴白北部步布"},
      {'c', U"擦才财产错措存"},
      {'d', U"搭达大地度多夺"},
      {'e', U"俄额恩而二"},
      {'f', U"发法反副富复"},
      {'g', U"嘎改干公国果过"},
      {'h', U"哈海合火或货获"},
      {'j', U"几机基建局军均"},
      {'k', U"卡开看口困扩阔"},
      {'l',
       U"拉路六绿旅律鹿陆录来老李林刘龙楼乐粮立利联临领流留量略论落洛罗兰蓝劳雷冷离理力历辽列烈灵岭"
       U"令吕鲁"},
      {'m', U"妈马买民亩木目"},
      {'n', U"拿那南年农女暖诺"},
      {'o', U"欧偶"},
      {'p', U"怕排平品普铺"},
      {'q', U"七期齐区全群"},
      {'r', U"然让人日荣容如入若弱"},
      {'s', U"撒三山市所索锁"},
      {'t', U"他塔台天土推拖"},
      {'w', U"挖外文五务物"},
      {'x', U"西息县新训迅"},
      {'y', U"压牙杨一园运"},
      {'z', U"杂在正中作坐座做"},
  };
  for (const auto& [letter, characters] : letters)
    for (const char32_t character : characters) {
      const auto initial = static_cast<char>(initials_of_han[character - 0x3400]);
      EXPECT_EQ(initial, letter) << folding::utf8_of({&character, 1});
    }
}

}  // namespace
}  // namespace chuangyou
