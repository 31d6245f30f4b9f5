#include "http/cursors.h"

#include <gtest/gtest.h>

#include <set>

namespace chuangyou {
namespace {

class CursorsAtTheDoor : public testing::Test {
 protected:
  const Cursors cursors{Secret{1, 2, 3}};
  RandomSource random = RandomSource::from_seed(1);
  const std::string inside = "AWQAAAAAAAAAAAAAAAAAAAAA";

  Refusal law(std::string_view text, std::string_view bound, const Cursors& by) const {
    const auto opened = by.opened(text, bound);
    return opened ? Refusal::none : opened.error().law;
  }
};

TEST_F(CursorsAtTheDoor, OpenForTheSameListAndReaderOnly) {
  const std::string text = cursors.closed(inside, "list\nreader", random);
  EXPECT_EQ(cursors.opened(text, "list\nreader"), inside);
  EXPECT_EQ(law(text, "list\nanother", cursors), Refusal::cursor_is_malformed);
  EXPECT_EQ(law(text, "another\nreader", cursors), Refusal::cursor_is_malformed);
  EXPECT_EQ(law(text, "", cursors), Refusal::cursor_is_malformed);
  EXPECT_EQ(law(text, "list\nreader", Cursors(Secret{1, 2, 4})), Refusal::cursor_is_malformed);
}

TEST_F(CursorsAtTheDoor, TellNothingByTheirLengthOrTheirText) {
  std::set<std::string> texts;
  for (int i = 0; i < 100; ++i) {
    const std::string text = cursors.closed(inside, "list", random);
    EXPECT_EQ(text.size(), 86u);
    EXPECT_EQ(text.find(inside), std::string::npos);
    texts.insert(text);
  }
  EXPECT_EQ(texts.size(), 100u) << "the same place twice must not look the same";
  EXPECT_EQ(cursors.closed("", "list", random), "");
}

TEST_F(CursorsAtTheDoor, EveryChangedSymbolIsNoticed) {
  const std::string text = cursors.closed(inside, "list", random);
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string changed = text;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_EQ(law(changed, "list", cursors), Refusal::cursor_is_malformed) << i;
  }
  // What storage itself would understand is no cursor out here.
  for (const std::string& other :
       {inside, std::string(), std::string(86, '='), text + "A", text.substr(1), "%%%" + text})
    EXPECT_EQ(law(other, "list", cursors), Refusal::cursor_is_malformed) << other;
}

}  // namespace
}  // namespace chuangyou
