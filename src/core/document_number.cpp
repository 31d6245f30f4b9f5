#include "core/document_number.h"

#include <algorithm>

#include "core/folded.h"

namespace chuangyou {
namespace {

constexpr std::size_t issuer_max = 24, year_size = 4, number_max = 5;

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

}  // namespace

std::optional<std::string> read_document_number(std::string_view utf8) {
  // Brackets and blanks are one in a folded text, and here nothing at all.
  std::u32string text = folded(utf8).text;
  std::erase(text, U' ');
  const auto first_digit = std::ranges::find_if(text, is_digit);
  const auto at = static_cast<std::size_t>(first_digit - text.begin());
  if (at == 0 || at > issuer_max || at + year_size >= text.size()) return std::nullopt;
  const std::u32string year = text.substr(at, year_size);
  const bool is_year =
      std::ranges::all_of(year, is_digit) && (year.starts_with(U"19") || year.starts_with(U"20"));
  if (!is_year || text.back() != U'号') return std::nullopt;
  std::u32string number = text.substr(at + year_size, text.size() - at - year_size - 1);
  if (number.starts_with(U"年")) number.erase(0, 1);
  if (number.starts_with(U"第")) number.erase(0, 1);
  if (number.empty() || number.size() > number_max || !std::ranges::all_of(number, is_digit))
    return std::nullopt;
  return folding::utf8_of(text.substr(0, at) + U"〔" + year + U"〕" + number + U"号");
}

}  // namespace chuangyou
