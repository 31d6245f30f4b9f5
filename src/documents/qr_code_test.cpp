#include "documents/qr_code.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <string>
#include <vector>

namespace chuangyou {
namespace {

// The modules of the path, drawn again: '#' is dark.
std::vector<std::string> drawn(const QrCode& code) {
  const auto side = static_cast<std::size_t>(code.modules);
  std::vector<std::string> rows(side, std::string(side, '.'));
  const char* at = code.path.c_str();
  int column = 0, row = 0, run = 0, back = 0, read = 0;
  while (std::sscanf(at, "M%d %dh%dv1h-%dz%n", &column, &row, &run, &back, &read) == 4) {
    EXPECT_EQ(run, back);
    for (int i = 0; i < run; ++i)
      rows[static_cast<std::size_t>(row)][static_cast<std::size_t>(column + i)] = '#';
    at += read;
  }
  EXPECT_EQ(*at, '\0');
  return rows;
}

// ISO/IEC 18004, 6.3: version 1 has 21 modules, a finder in three corners and none in the fourth.
TEST(QrCode, IsDrawnWithFindersAndAQuietZone) {
  const QrCode code = qr_code("HELLO");
  EXPECT_EQ(code.modules, 21 + 8);
  const std::vector<std::string> rows = drawn(code);
  for (int i = 0; i < 4; ++i) {
    const auto edge = static_cast<std::size_t>(i);
    EXPECT_EQ(rows[edge].find('#'), std::string::npos);
    EXPECT_EQ(rows[rows.size() - 1 - edge].find('#'), std::string::npos);
  }
  EXPECT_EQ(rows[4].substr(4, 8), "#######.");
  EXPECT_EQ(rows[5].substr(4, 8), "#.....#.");
  EXPECT_EQ(rows[6].substr(4, 8), "#.###.#.");
  EXPECT_EQ(rows[4].substr(17, 8), ".#######");
  EXPECT_EQ(rows[24].substr(4, 8), "#######.");
  EXPECT_NE(rows[24].substr(17, 8), ".#######");
}

TEST(QrCode, GrowsWithItsText) {
  EXPECT_GT(qr_code(std::string(300, 'x')).modules, qr_code("x").modules);
  EXPECT_THROW(qr_code(std::string(3000, 'x')), std::length_error);
}

}  // namespace
}  // namespace chuangyou
