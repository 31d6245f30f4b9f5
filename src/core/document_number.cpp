#include "core/document_number.h"

#include <algorithm>

#include "core/folded.h"

namespace chuangyou {
namespace {

constexpr std::size_t issuer_max = 24, year_size = 4, number_max = 5;

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

// 二〇一八 as well as 2018; -1: none.
int digit_of(char32_t c) {
  if (is_digit(c)) return static_cast<int>(c - U'0');
  constexpr std::u32string_view chinese = U"〇一二三四五六七八九";
  const std::size_t at = chinese.find(c == U'零' ? U'〇' : c);
  return at == chinese.npos ? -1 : static_cast<int>(at);
}

// The year of four digits; empty where none stands there.
std::u32string year_in(std::u32string_view text) {
  std::u32string year;
  for (const char32_t c : text.substr(0, year_size))
    if (const int digit = digit_of(c); digit >= 0) year += U'0' + static_cast<char32_t>(digit);
  const bool is_one =
      year.size() == year_size && (year.starts_with(U"19") || year.starts_with(U"20"));
  return is_one ? year : std::u32string();
}

// 38 as it stands, and 三十八 in digits; empty: it is no number.
std::u32string number_in(const std::u32string& text) {
  if (text.empty() || text.size() > number_max) return {};
  if (std::ranges::all_of(text, is_digit)) return text;
  int all = 0, last = 0;
  for (const char32_t c : text) {
    const int digit = is_digit(c) ? -1 : digit_of(c);
    if (digit >= 0) {
      last = last * 10 + digit;
    } else if (c == U'十' || c == U'百') {
      all += std::max(last, 1) * (c == U'十' ? 10 : 100);
      last = 0;
    } else {
      return {};
    }
  }
  std::u32string number;
  for (const char c : std::to_string(all + last)) number += static_cast<char32_t>(c);
  return number;
}

}  // namespace

std::optional<std::string> read_document_number(std::string_view utf8) {
  // The circle that stands for a nought is no character of words, and would go with the brackets.
  std::string written(utf8);
  constexpr std::string_view circle = "○";
  for (std::size_t at = written.find(circle); at != written.npos; at = written.find(circle, at))
    written.replace(at, circle.size(), "〇");
  // Brackets and blanks are one in a folded text, and here nothing at all.
  std::u32string text = folded(written).text;
  std::erase(text, U' ');
  std::size_t at = 0;
  while (at < text.size() && !is_digit(text[at]) && year_in(text.substr(at)).empty()) ++at;
  if (at == 0 || at > issuer_max || at + year_size >= text.size()) return std::nullopt;
  const std::u32string year = year_in(text.substr(at));
  if (year.empty() || text.back() != U'号') return std::nullopt;
  std::u32string number = text.substr(at + year_size, text.size() - at - year_size - 1);
  if (number.starts_with(U"年")) number.erase(0, 1);
  if (number.starts_with(U"第")) number.erase(0, 1);
  number = number_in(number);
  if (number.empty()) return std::nullopt;
  return folding::utf8_of(text.substr(0, at) + U"〔" + year + U"〕" + number + U"号");
}

}  // namespace chuangyou
