#include "core/text.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <memory>

namespace chuangyou {
namespace {

using namespace std::string_view_literals;

std::string in_gb18030(std::string_view utf8) {
  const auto text = icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), int(utf8.size())));
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(ucnv_open("gb18030", &status),
                                                               &ucnv_close);
  std::string bytes(static_cast<std::size_t>(text.length()) * 4 + 4, '\0');
  const int size = text.extract(bytes.data(), int(bytes.size()), converter.get(), status);
  EXPECT_TRUE(U_SUCCESS(status));
  bytes.resize(static_cast<std::size_t>(size));
  return bytes;
}

std::string utf8_of(const std::vector<char32_t>& characters) {
  std::string text;
  icu::UnicodeString::fromUTF32(reinterpret_cast<const UChar32*>(characters.data()),
                                int(characters.size()))
      .toUTF8String(text);
  return text;
}

TEST(Text, KnowsUtf8) {
  EXPECT_TRUE(is_utf8(""));
  EXPECT_TRUE(is_utf8("plain text that is longer than one block"));
  EXPECT_TRUE(is_utf8("创先争优 é 𠮷"));
  for (const auto text :
       {"\x80"sv, "\xC3"sv, "\xC0\x80"sv, "\xC1\xBF"sv, "\xE0\x9F\xBF"sv, "\xED\xA0\x80"sv,
        "\xE4\xBD"sv, "\xF0\x8F\xBF\xBF"sv, "\xF4\x90\x80\x80"sv, "\xF5\x80\x80\x80"sv,
        "\xF0\xA0\xAE"sv, "\xFF\xFE"sv, "12345678\xFF"sv, "1234567\xC3"sv}) {
    EXPECT_FALSE(is_utf8(text));
  }
}

TEST(Text, CountsCharacters) {
  EXPECT_EQ(character_count(""), 0u);
  EXPECT_EQ(character_count("abc"), 3u);
  EXPECT_EQ(character_count("创先争优"), 4u);
  EXPECT_EQ(character_count("𠮷é"), 2u);
}

// One of each kind that nobody can see, and what somebody can.
TEST(Text, IsBlankWhereNothingCanBeSeen) {
  for (const auto text : {""sv,
                          " \t\r\n"sv,
                          "\u3000"sv,
                          "\u00a0\u202f"sv,
                          "\u2003\u1680\u205f"sv,
                          "\u200b\u200b"sv,
                          "\u200c\u200d"sv,
                          "\u2060\ufeff"sv,
                          "\u3164"sv,
                          "\uffa0\u115f\u1160"sv,
                          "\u2800"sv,
                          "\ufe0f"sv,
                          "\U000e0100"sv,
                          "\u0301\u20dd"sv,
                          "\u00ad"sv,
                          "\u200e\u202e\u2066"sv,
                          "\u2028\u2029"sv,
                          "\u034f"sv,
                          "\u180e"sv,
                          "\U000e0041"sv,
                          "\ufffc"sv,
                          "\x01\x7f\u0085"sv,
                          "\0"sv,
                          "\ufff9"sv,
                          "\u2062\u206a"sv,
                          "\ufdd0"sv,
                          " \u3164 \u0301 "sv}) {
    EXPECT_TRUE(is_blank(text)) << testing::PrintToString(text);
  }
  for (const auto text : {"a"sv, "。"sv, " \u200b好"sv, "é"sv, "e\u0301"sv, "☺\ufe0f"sv, "-"sv,
                          "\ufffd"sv, "𠮷"sv, "\ue000"sv, "〇"sv, "\xff"sv}) {
    EXPECT_FALSE(is_blank(text)) << testing::PrintToString(text);
  }
}

TEST(Text, TrimsWhatCannotBeSeen) {
  EXPECT_EQ(trimmed("\ufeff\u00a0创先　争优\u200b\u3164 "), "创先　争优");
  EXPECT_EQ(trimmed("\u2800"), "");
  // What belongs to a letter stays with it, as the selector of a rare form of a name.
  EXPECT_EQ(trimmed(" 葛\U000e0100 "), "葛\U000e0100");
  EXPECT_EQ(trimmed("e\u0301\u00a0"), "e\u0301");
  EXPECT_EQ(trimmed(" \xff "), "\xff");
}

TEST(Text, TrimsBothKindsOfBlank) {
  EXPECT_EQ(trimmed(" \t　创先　争优　\r\n"), "创先　争优");
  EXPECT_EQ(trimmed("　 　"), "");
  EXPECT_EQ(trimmed(""), "");
  EXPECT_EQ(trimmed("a"), "a");
  EXPECT_EQ(trimmed("一、"), "一、");
}

TEST(Text, ReadsGb18030) {
  EXPECT_EQ(gb18030_to_utf8("\xB4\xB4\xCF\xC8\xD5\xF9\xD3\xC5"), "创先争优");
  EXPECT_EQ(gb18030_to_utf8("\x84\x31\x95\x33\xB4\xB4\xCF\xC8"), "创先");
  EXPECT_TRUE(is_gb18030("\xB4\xB4\xCF\xC8\xD5\xF9\xD3\xC5"));
  EXPECT_TRUE(is_gb18030(""));
}

TEST(Text, RefusesWhatIsNeither) {
  for (const auto bytes : {"\xB4\xB4\xCF"sv, "\xFF\xFE\x41\x00"sv, "\xB4\xB4\xFF\xFF"sv,
                           "\x81\x30\x81"sv, "\xB4\x20"sv, "\xB4\xB4\x80"sv}) {
    const auto text = gb18030_to_utf8(bytes);
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().law, Refusal::text_is_neither_utf8_nor_gb18030);
    EXPECT_FALSE(is_gb18030(bytes));
  }
}

TEST(Text, LongGb18030CrossesBlocks) {
  std::string text = "优";
  for (int i = 0; i < 3'000; ++i) text += "𠮷创é😀";
  EXPECT_EQ(gb18030_to_utf8(in_gb18030(text)), text);
}

RC_GTEST_PROP(Text, Gb18030GoesRoundTrip, ()) {
  const auto is_character = [](char32_t code) {
    return !(code >= 0xD800 && code <= 0xDFFF) && code != 0xFEFF;
  };
  const auto character =
      rc::gen::suchThat(rc::gen::inRange<char32_t>(0x80, 0x110000), is_character);
  const auto characters = *rc::gen::container<std::vector<char32_t>>(character);
  const std::string text = utf8_of(characters);
  RC_ASSERT(is_utf8(text));
  RC_ASSERT(character_count(text) == characters.size());
  const std::string bytes = in_gb18030(text);
  RC_ASSERT(is_gb18030(bytes));
  RC_ASSERT(gb18030_to_utf8(bytes).value() == text);
}

}  // namespace
}  // namespace chuangyou
