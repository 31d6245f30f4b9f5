// By when something is to be done, as documents say it: 6月30日前, 2011年六月底前, by 30 June 2011.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/date.h"

namespace chuangyou {

// The days by which the text says that something is to be done, in its order and each once: 7月5日
// （星期二）17:00前, 本月28日前, 6月25-28日. A day without a year is that of the year that `from` stands
// in, or of the next where it is long over; without `from` it is none. What comes again and again,
// 每月5日前, has no day.
std::vector<Date> days_by_which(std::string_view text, std::optional<Date> from);

// How it is said by when something is to be done.
enum class Deadline : std::uint8_t {
  none,
  again,  // 每周五, 每季度末: without a day of its own
  once,  // 8月5日前, 下班前, 截止时间：7月9日; but not 日前, which means the other day
};
Deadline deadline_in(std::string_view text);
// 6月25-28日, which may also be the days on which something goes on.
bool says_from_day_to_day(std::string_view text);

// On which day a document was signed.
std::optional<Date> day_of_signature(std::span<const std::string_view> lines);

}  // namespace chuangyou
