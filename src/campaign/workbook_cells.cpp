#include "campaign/workbook_cells.h"

#include <charconv>

#include "core/text.h"

namespace chuangyou {
namespace {

constexpr std::size_t cell_characters_max = 32'000;

template <class Number>
XlsxCell as_number(const std::string& text) {
  Number number{};
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_one = fault == std::errc() && end == text.data() + text.size();
  return is_one ? XlsxCell(number) : XlsxCell(text);
}

}  // namespace

XlsxCell cell_of(Kind kind, const std::string& text) {
  if (text.empty()) return {};
  if (kind == Kind::integer) return as_number<std::int64_t>(text);
  if (kind == Kind::number) return as_number<double>(text);
  if (kind == Kind::date)
    if (const auto date = parse_date(text)) return *date;
  // What is longer than a cell holds is rows joined in one, which have a sheet of their own too.
  if (text.size() <= cell_characters_max) return text;
  return std::string(beginning_of(text, cell_characters_max)) + "…";
}

}  // namespace chuangyou
