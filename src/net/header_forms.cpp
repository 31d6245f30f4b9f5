#include "net/header_forms.h"

#include <algorithm>

#include "net/header_text.h"

namespace chuangyou {
namespace {

constexpr std::string_view blanks = " \t";

char lower(char symbol) {
  return symbol >= 'A' && symbol <= 'Z' ? static_cast<char>(symbol - 'A' + 'a') : symbol;
}

// Where the quoted text at the front ends, behind its quote; 0 where it does not end.
std::size_t end_of_quoted(std::string_view text) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '\\')
      ++i;
    else if (text[i] == '"')
      return i + 1;
  }
  return 0;
}

// What stands before the next separator outside quotes; the text loses both.
std::string_view take_until(std::string_view& text, char separator) {
  std::size_t end = 0;
  while (end < text.size() && text[end] != separator) {
    const std::size_t quoted = text[end] == '"' ? end_of_quoted(text.substr(end)) : 1;
    end += quoted ? quoted : text.size() - end;
  }
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return without_blanks_around(taken);
}

bool is_all_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_token);
}

bool is_parameter(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos || !is_all_token(text.substr(0, equals))) return false;
  const std::string_view value = text.substr(equals + 1);
  if (!value.starts_with('"')) return is_all_token(value);
  return end_of_quoted(value) == value.size();
}

// `0.75` in thousandths; -1 where it is no weight.
int thousandths_of(std::string_view text) {
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return -1;
  if (text.size() > 1 && text[1] != '.') return -1;
  int thousandths = text[0] == '1' ? 1000 : 0;
  int place = 100;
  for (const char digit : text.substr(std::min<std::size_t>(2, text.size()))) {
    if (digit < '0' || digit > '9') return -1;
    thousandths += (digit - '0') * place;
    place /= 10;
  }
  return std::min(thousandths, 1000);
}

bool is_tag_letter(char symbol) {
  const auto number = static_cast<unsigned char>(symbol);
  return number >= 0x21 && number != '"' && number != 0x7F;
}

// `"…"` or `W/"…"` at the front; empty where none is. The text loses it.
std::string_view take_tag(std::string_view& text) {
  if (text.starts_with("W/")) text.remove_prefix(2);
  if (!text.starts_with('"')) return {};
  std::size_t end = 1;
  while (end < text.size() && is_tag_letter(text[end])) ++end;
  if (end == text.size() || text[end] != '"') return {};
  const std::string_view tag = text.substr(0, end + 1);
  text.remove_prefix(end + 1);
  return tag;
}

void skip_blanks(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
}

}  // namespace

std::string_view without_blanks_around(std::string_view text) {
  skip_blanks(text);
  return text.substr(0, text.find_last_not_of(blanks) + 1);
}

bool is_same_name(std::string_view one, std::string_view other) {
  return std::ranges::equal(one, other, {}, lower, lower);
}

std::vector<std::string_view> items_of_list(std::string_view header) {
  std::vector<std::string_view> items;
  while (!header.empty())
    if (const std::string_view item = take_until(header, ','); !item.empty()) items.push_back(item);
  return items;
}

bool is_media_type(std::string_view header, std::string_view type) {
  if (!is_same_name(take_until(header, ';'), type)) return false;
  while (!header.empty())
    if (const std::string_view one = take_until(header, ';'); !one.empty() && !is_parameter(one))
      return false;
  return true;
}

std::string charset_of(std::string_view header) {
  take_until(header, ';');
  while (!header.empty()) {
    const std::string_view one = take_until(header, ';');
    const std::size_t equals = std::min(one.find('='), one.size());
    if (!is_same_name(one.substr(0, equals), "charset")) continue;
    std::string value;
    for (const char symbol : one.substr(std::min(equals + 1, one.size())))
      if (symbol != '"' && symbol != '\\') value += symbol;
    return value;
  }
  return {};
}

Weighted weighted(std::string_view item) {
  Weighted found{take_until(item, ';')};
  while (!item.empty()) {
    const std::string_view parameter = take_until(item, ';');
    const bool is_weight =
        parameter.size() >= 2 && lower(parameter[0]) == 'q' && parameter[1] == '=';
    if (is_weight) found.thousandths = std::max(0, thousandths_of(parameter.substr(2)));
  }
  return found;
}

int weight_in(std::string_view list, std::string_view name) {
  int of_all_others = 0;
  for (const std::string_view item : items_of_list(list)) {
    const Weighted one = weighted(item);
    if (is_same_name(one.name, name)) return one.thousandths;
    if (one.name == "*") of_all_others = one.thousandths;
  }
  return of_all_others;
}

// Not by items_of_list: within a tag a backslash is a letter as any other.
std::optional<EntityTags> entity_tags(std::string_view header) {
  EntityTags found;
  header = without_blanks_around(header);
  if (header == "*") return EntityTags{.is_any = true, .tags = {}};
  while (!header.empty()) {
    if (header.front() == ',') {
      header.remove_prefix(1);
      skip_blanks(header);
      continue;
    }
    const std::string_view tag = take_tag(header);
    skip_blanks(header);
    if (tag.empty() || (!header.empty() && header.front() != ',')) return std::nullopt;
    found.tags.push_back(tag);
  }
  if (found.tags.empty()) return std::nullopt;
  return found;
}

}  // namespace chuangyou
