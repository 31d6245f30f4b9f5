// The numbers under which clauses stand in a document, in all the forms in which offices type them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chuangyou {

// How deep a kind of number stands; a deeper one belongs to the last of each above it.
enum class Depth : std::uint8_t {
  part,              // 壹、 Ⅰ． Part 1
  chapter,           // 一、 第一章 Chapter 1
  section,           // 第一节 Section 1
  article,           // 第一条 Article 1
  bracketed,         // （一） ㈠
  arabic,            // 1. ⒈
  decimal,           // 1.1, which names what is above it itself
  arabic_bracketed,  // （1） 1) ⑴
  circled,           // ①
  lettered,          // a) (a)
  roman,             // (i) (ii)
};
inline constexpr std::size_t depth_count = 11;

struct Mark {
  Depth depth;
  std::string number;  // as it is cited: 一 （二） 3 第四条
  std::int32_t value = 0;
  std::size_t size = 0;  // in bytes, with what parts it from the text
  // Nothing but a blank parts it from the text, or a digit follows: a number of the text may look
  // like it.
  bool is_doubtful = false;
};

// At the front of a line. `is_decimal`: the document numbers by 1, 1.1, 1.1.1.
std::optional<Mark> find_mark(std::string_view line, bool is_decimal);
// (i) is the first of its kind or the letter behind (h): where it is read as the former.
std::optional<Mark> read_as_roman(const Mark& lettered);
// 21, 二十一 or 二〇一一, and nothing else.
std::optional<std::int32_t> read_numeral(std::string_view);
// As numbers are compared: 第十二条 and 第12条 are the same.
std::string with_plain_digits(std::string_view number);
// 1.1 with its text: who begins so numbers all by decimals.
bool begins_decimals(std::string_view line);

// 2018年11月7日 or 二〇〇四年九月二十三日 or 2018-11-07, whatever blanks stand between.
bool is_a_day(std::string_view line);

}  // namespace chuangyou
