// What a cell says before it is read as a value: its parts, its figures, the digits of its id.
#include <algorithm>

#include "core/control_characters.h"
#include "core/text.h"
#include "imports/import_cell.h"

namespace chuangyou {
namespace {

// The next of the signs that part a list, and how long it is.
std::pair<std::size_t, std::size_t> next_separator(std::string_view cell,
                                                   std::string_view separator) {
  if (separator.empty()) return {std::string_view::npos, 0};
  if (separator != "any") return {cell.find(separator), separator.size()};
  constexpr std::string_view signs[] = {";", "；", "、", "/", "，", ",", "\n", "|"};
  std::pair<std::size_t, std::size_t> first{std::string_view::npos, 0};
  for (const std::string_view sign : signs)
    if (const std::size_t at = cell.find(sign); at < first.first) first = {at, sign.size()};
  return first;
}

bool are_figures(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// `101,001,420,956`: three figures behind each comma, and one to three before the first.
bool has_thousands(std::string_view text) {
  std::size_t comma = text.find(',');
  if (comma == text.npos || comma == 0 || comma > 3) return false;
  for (std::string_view rest = text; comma != rest.npos; comma = rest.find(',')) {
    if (!are_figures(rest.substr(0, comma))) return false;
    rest.remove_prefix(comma + 1);
    if (const std::size_t next = rest.find(','); std::min(next, rest.size()) != 3) return false;
    if (rest.find(',') == rest.npos) return are_figures(rest);
  }
  return false;
}

// `10.00`, which is ten.
bool is_whole_with_decimals(std::string_view text) {
  const std::size_t point = text.find('.');
  return point != text.npos && point + 1 < text.size() && are_figures(text.substr(0, point)) &&
         text.find_first_not_of('0', point + 1) == text.npos;
}

}  // namespace

bool is_ditto(std::string_view cell) {
  constexpr std::string_view signs[] = {"同上",  "〃",    "同前",  "″",
                                        "ditto", "Ditto", "DITTO", "do."};
  return std::ranges::find(signs, trimmed(cell)) != std::end(signs);
}

std::vector<std::string_view> parts_of_list(std::string_view cell, std::string_view separator) {
  std::vector<std::string_view> parts;
  while (!cell.empty()) {
    const auto [end, length] = next_separator(cell, separator);
    const std::string_view part = trimmed(cell.substr(0, end));
    if (!part.empty()) parts.push_back(part);
    if (end == std::string_view::npos) break;
    cell.remove_prefix(end + length);
  }
  return parts;
}

std::string_view part_named(const ImportMapping::Column& column, std::string_view cell) {
  if (column.part == 0) return cell;
  const std::vector<std::string_view> parts = parts_of_list(cell, column.separator);
  const auto at = static_cast<std::size_t>(std::abs(column.part)) - 1;
  if (at >= parts.size()) return {};
  if (column.part > 0) return parts[at];
  return cell.substr(static_cast<std::size_t>(parts[at].data() - cell.data()));
}

bool is_null_word(const ImportMapping& mapping, std::string_view cell) {
  return std::ranges::find(mapping.null_words, trimmed(cell)) != mapping.null_words.end();
}

std::string plain_figures(std::string_view cell) {
  std::string figures = compatibility_folded(cell);
  const std::size_t start = figures.starts_with('-') ? 1 : 0;
  const std::size_t dot = std::min(figures.find('.'), figures.size());
  if (has_thousands(std::string_view(figures).substr(start, dot - start))) std::erase(figures, ',');
  return figures;
}

IdWriting writing_of_id(std::string_view cell) {
  const std::string id = compatibility_folded(trimmed(cell));
  if (has_thousands(id)) return IdWriting::as_number;
  if (is_whole_with_decimals(id)) return IdWriting::as_number;
  const std::size_t power = id.find_first_of("eE");
  if (power == id.npos || power == 0) return IdWriting::plain;
  std::string mantissa = id.substr(0, power);
  if (mantissa.size() < 3 || mantissa[1] != '.') return IdWriting::plain;
  mantissa.erase(1, 1);
  std::string_view exponent = std::string_view(id).substr(power + 1);
  if (exponent.starts_with('+')) exponent.remove_prefix(1);
  return are_figures(mantissa) && are_figures(exponent) ? IdWriting::digits_lost : IdWriting::plain;
}

std::string plain_id(std::string_view cell) {
  std::string id(cell);
  if (writing_of_id(cell) != IdWriting::as_number) return id;
  id = compatibility_folded(trimmed(cell));
  std::erase(id, ',');
  if (is_whole_with_decimals(id)) id.resize(id.find('.'));
  return id;
}

std::string narrow_id(std::string_view id) {
  // Signs of full width, from U+FF01 on, are three bytes each: EF BC 81 to EF BD 9E.
  constexpr std::size_t length = 3;
  std::string narrow;
  for (std::size_t i = 0; i < id.size();) {
    const std::string_view sign = id.substr(i, length);
    const bool is_wide =
        sign.size() == length && (sign.starts_with("\xEF\xBC") || sign.starts_with("\xEF\xBD"));
    const int of_ascii = is_wide ? (static_cast<unsigned char>(sign[2]) - 0x80) + 0x20 +
                                       (sign[1] == '\xBD' ? 0x40 : 0)
                                 : 0;
    const auto plain = static_cast<char>(of_ascii);
    const bool is_of_ids = (plain >= '0' && plain <= '9') || (plain >= 'A' && plain <= 'Z') ||
                           (plain >= 'a' && plain <= 'z') ||
                           (plain != '\0' && std::string_view("-./_#").contains(plain));
    if (of_ascii > 0 && of_ascii < 0x7F && is_of_ids) {
      narrow += plain;
      i += length;
    } else {
      narrow += id[i++];
    }
  }
  // By which a spreadsheet keeps `0014` as text.
  const bool is_marked =
      narrow.starts_with('\'') && are_figures(std::string_view(narrow).substr(1));
  return is_marked ? narrow.substr(1) : narrow;
}

bool holds_control_characters(std::string_view cell) { return has_control_characters(cell, true); }

}  // namespace chuangyou
