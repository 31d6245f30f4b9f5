#include "core/receipt_code.h"

#include <gtest/gtest.h>

#include <set>

namespace chuangyou {
namespace {

constexpr std::string_view symbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

bool is_refused(std::string_view text) {
  const auto code = parse_receipt_code(text);
  return !code && code.error().law == Refusal::receipt_is_malformed;
}

TEST(ReceiptCode, ReadsTheFormsThatPeopleWrite) {
  const std::string code = "7K3M-9QZX-41TV-8HD2";
  for (const char* text : {"7K3M-9QZX-41TV-8HD2", "7k3m-9qzx-41tv-8hd2", "7K3M9QZX41TV8HD2",
                           "7K3M-9QZX-4ITV-8HD2", "7K3M-9QZX-4lTV-8HD2", "7k3m 9qzx 41tv 8hd2"}) {
    EXPECT_EQ(parse_receipt_code(text), code) << text;
  }
  EXPECT_EQ(parse_receipt_code("oooo-oooo-oooo-oooo"), "0000-0000-0000-0000");
}

TEST(ReceiptCode, ReadsWhatAnyKeyboardTypes) {
  const std::string code = "7K3M-9QZX-41TV-8HD2";
  for (const char* text :
       {"７Ｋ３Ｍ－９ＱＺＸ－４１ＴＶ－８ＨＤ２", "７ｋ３ｍ９ｑｚｘ４１ｔｖ８ｈｄ２",
        "7K3M—9QZX—41TV—8HD2", "7K3M——9QZX–41TV―8HD2", "7K3M‐9QZX‑41TV‒8HD2",
        "7K3M−9QZX﹣41TV﹘8HD2", "7K3Mー9QZXｰ41TV─8HD2", "7K3M一9QZX一41TV一8HD2",
        "7K3M　9QZX\u00a041TV\u20098HD2", " \t7K3M-9QZX-41TV-8HD2\r\n",
        "\ufeff7K3M\u200b9QZX\u200b41TV8HD2", "7K3M〜9QZX〰41TV⸺8HD2", "٧K٣M-٩QZX-٤١TV-٨HD٢",
        "⑦K③M-⑨QZX-④①TV-⑧HD②", "回执码：7K3M-9QZX-41TV-8HD2", "7K3M-9QZX-41TV-8HD2。",
        "您的回执码: 7K3M-9QZX-41TV-8HD2，", "「7K3M-9QZX-41TV-8HD2」",
        "回执码 7K3M9QZX41TV8HD2！"}) {
    EXPECT_EQ(parse_receipt_code(text), code) << text;
  }
  EXPECT_TRUE(is_refused("7K3M-9QZX-41TV-8HDЖ"));
  EXPECT_TRUE(is_refused("7K3M.9QZX.41TV.8HD2"));
  EXPECT_TRUE(is_refused(std::string(2000, '-') + code));
}

TEST(ReceiptCode, RefusesOtherText) {
  for (const char* text : {"", "7K3M-9QZX-41TV-8HD", "7K3M-9QZX-41TV-8HD22", "7K3M-9QZX-41TV-8HDU",
                           "7K3M-9QZX-41TV-8HD!", "7K3M_9QZX_41TV_8HD2", "收据"}) {
    EXPECT_TRUE(is_refused(text)) << text;
  }
}

TEST(ReceiptCode, IsMadeInItsCanonicalForm) {
  auto random = RandomSource::from_seed(1);
  std::set<std::string> codes;
  for (int i = 0; i < 1'000; ++i) {
    const std::string code = make_receipt_code(random);
    EXPECT_EQ(parse_receipt_code(code), code);
    codes.insert(code);
  }
  EXPECT_EQ(codes.size(), 1'000u);
}

TEST(ReceiptCode, EveryWrongSymbolIsNoticed) {
  auto random = RandomSource::from_seed(2);
  for (int round = 0; round < 50; ++round) {
    const std::string code = make_receipt_code(random);
    for (std::size_t place = 0; place < code.size(); ++place) {
      if (code[place] == '-') continue;
      for (const char symbol : symbols) {
        if (symbol == code[place]) continue;
        std::string wrong = code;
        wrong[place] = symbol;
        ASSERT_TRUE(is_refused(wrong)) << wrong << " for " << code;
      }
    }
  }
}

TEST(ReceiptCode, TwoExchangedSymbolsAreNoticed) {
  auto random = RandomSource::from_seed(3);
  for (int round = 0; round < 50; ++round) {
    const std::string code = make_receipt_code(random);
    for (std::size_t first = 0; first < code.size(); ++first) {
      for (std::size_t second = first + 1; second < code.size(); ++second) {
        if (code[first] == '-' || code[second] == '-' || code[first] == code[second]) continue;
        std::string wrong = code;
        std::swap(wrong[first], wrong[second]);
        ASSERT_TRUE(is_refused(wrong)) << wrong << " for " << code;
      }
    }
  }
}

}  // namespace
}  // namespace chuangyou
