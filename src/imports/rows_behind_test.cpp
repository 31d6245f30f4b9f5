#include "imports/rows_behind.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace chuangyou {
namespace {

RowToDecide row_of(std::int64_t number) {
  RowToDecide row;
  row.row = number;
  return row;
}

TEST(RowsBehind, ComeInTheirOrderAndAllOfThem) {
  constexpr std::int64_t count = 10'000;
  std::vector<std::int64_t> decided;
  RowsBehind behind([&](RowsBehind::Rows& rows) {
    for (const RowToDecide& one : rows) decided.push_back(one.row);
  });
  for (std::int64_t i = 0; i < count; ++i) behind.take(row_of(i));
  behind.finish();
  ASSERT_EQ(std::ssize(decided), count);
  for (std::int64_t i = 0; i < count; ++i) ASSERT_EQ(decided[static_cast<std::size_t>(i)], i);
}

TEST(RowsBehind, WhatDecidingHasThrownReachesTheReader) {
  RowsBehind behind([](RowsBehind::Rows&) { throw std::runtime_error("the disk is full"); });
  EXPECT_THROW(
      {
        for (std::int64_t i = 0; i < 10'000; ++i) behind.take(row_of(i));
        behind.finish();
      },
      std::runtime_error);
}

TEST(RowsBehind, LeavesAloneWhatNobodyWaitsFor) {
  std::int64_t decided = 0;
  {
    RowsBehind behind(
        [&](RowsBehind::Rows& rows) { decided += static_cast<std::int64_t>(rows.size()); });
    behind.take(row_of(1));
  }
  EXPECT_EQ(decided, 0);
}

}  // namespace
}  // namespace chuangyou
