#include "documents/number_formats.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <vector>

#include "documents/workbook_values.h"

namespace chuangyou {
namespace {

constexpr int digits_exact = 15;  // that a spreadsheet keeps

// A sign that stands for something, or what is shown as it is.
struct Token {
  char sign = '\0';  // 0: a literal
  std::string literal = {};
};
using Tokens = std::vector<Token>;

bool holds_any(const Tokens& tokens, std::string_view signs) {
  return std::ranges::any_of(
      tokens, [&](const Token& token) { return token.sign != '\0' && signs.contains(token.sign); });
}

// `[$¥-804]` shows what stands before the hyphen, `[Red]` shows nothing; a condition, figures in
// Hanzi and hours beyond a day are not drawn.
std::optional<std::string> bracketed(std::string_view inside) {
  if (inside.starts_with('$')) {
    const std::size_t hyphen = std::min(inside.find('-'), inside.size());
    if (inside.substr(hyphen).starts_with("-F")) return std::nullopt;
    return std::string(inside.substr(1, hyphen - 1));
  }
  const bool is_colour =
      inside.size() > 2 && !inside.starts_with("DBNum") && std::ranges::all_of(inside, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ' ' ||
               (c >= '0' && c <= '9');
      });
  if (!is_colour) return std::nullopt;
  return std::string();
}

// One word of several signs at the front, which loses it.
bool take_word(std::string_view& code, Tokens& tokens) {
  constexpr std::pair<std::string_view, char> words[] = {
      {"General", 'G'}, {"GENERAL", 'G'}, {"G/通用格式", 'G'}, {"AM/PM", 'a'}, {"上午/下午", 'p'}};
  for (const auto& [word, sign] : words)
    if (code.starts_with(word)) {
      tokens.push_back({sign});
      code.remove_prefix(word.size());
      return true;
    }
  return false;
}

// Of one section of a code, up to its semicolon, which is taken too; nullopt: not drawn here.
std::optional<Tokens> take_section(std::string_view& code) {
  Tokens tokens;
  while (!code.empty()) {
    if (take_word(code, tokens)) continue;
    const char c = code[0];
    code.remove_prefix(1);
    if (c == ';') break;
    if (c == '"') {
      const std::size_t end = std::min(code.find('"'), code.size());
      tokens.push_back({'\0', std::string(code.substr(0, end))});
      code.remove_prefix(std::min(end + 1, code.size()));
    } else if (c == '[') {
      const std::size_t end = std::min(code.find(']'), code.size());
      auto literal = bracketed(code.substr(0, end));
      if (!literal) return std::nullopt;
      tokens.push_back({'\0', *std::move(literal)});
      code.remove_prefix(std::min(end + 1, code.size()));
    } else if (c == '\\' || c == '_' || c == '*') {
      std::size_t length = code.empty() ? 0 : 1;
      while (length < code.size() && (static_cast<unsigned char>(code[length]) & 0xC0) == 0x80)
        ++length;
      if (c == '\\') tokens.push_back({'\0', std::string(code.substr(0, length))});
      if (c == '_') tokens.push_back({'\0', " "});
      code.remove_prefix(length);
    } else if (std::string_view("0#?.,%@eEyYmMdDhHsSgGbBaA").contains(c)) {
      const bool is_capital = c >= 'A' && c <= 'Z' && c != 'E';
      const char sign = is_capital ? static_cast<char>(c | 0x20) : c;
      tokens.push_back({sign == 'a' ? 'b' : sign});  // `aaaa` is a day of the week
    } else {
      tokens.push_back({'\0', std::string(1, c)});
    }
  }
  return tokens;
}

// Rounded as a spreadsheet rounds, from the fifteen digits that it keeps; in front and behind the
// point.
struct Figures {
  std::string whole, rest;
};
Figures rounded(double number, std::size_t decimals) {
  std::array<char, 400> text{};
  std::snprintf(text.data(), text.size(), "%.*e", digits_exact - 1, std::abs(number));
  const std::string_view written = text.data();
  const std::size_t e = written.find('e');
  std::string digits = std::string(1, written[0]) + std::string(written.substr(2, e - 2));
  int point = std::atoi(written.substr(e + 1).data()) + 1;  // so many digits stand before it
  if (point < 0) {
    digits.insert(0, static_cast<std::size_t>(-point), '0');
    point = 0;
  }
  const std::size_t wanted = static_cast<std::size_t>(point) + decimals;
  const bool goes_up = wanted < digits.size() && digits[wanted] >= '5';
  digits.resize(wanted, '0');
  bool carries = goes_up;
  for (std::size_t i = digits.size(); carries && i > 0; --i) {
    carries = digits[i - 1] == '9';
    digits[i - 1] = carries ? '0' : static_cast<char>(digits[i - 1] + 1);
  }
  if (carries) {
    digits.insert(digits.begin(), '1');
    ++point;
  }
  Figures figures{digits.substr(0, static_cast<std::size_t>(point)),
                  digits.substr(static_cast<std::size_t>(point))};
  figures.whole.erase(0, std::min(figures.whole.find_first_not_of('0'), figures.whole.size()));
  return figures;
}

std::string plain(double number) {
  std::array<char, 64> text{};
  constexpr double whole_max = 1e15;
  const bool is_whole = std::abs(number) < whole_max && number == std::trunc(number);
  std::snprintf(text.data(), text.size(), is_whole ? "%.0f" : "%.15g", number);
  return text.data();
}

bool is_place(char sign) { return sign == '0' || sign == '#' || sign == '?'; }

// Where the places of a section stand, and what its signs make of the number.
struct Places {
  std::size_t first = 0, last = 0, point = 0;  // `point`: of the sign, or behind the last one
  std::size_t decimals = 0;
  bool has_thousands = false;
  double factor = 1;
};
Places places_of(const Tokens& tokens) {
  Places places{.first = tokens.size(), .point = tokens.size()};
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const char sign = tokens[i].sign;
    if (sign == '%') places.factor *= 100;
    if (sign == '.' && places.point == tokens.size()) places.point = i;
    if (!is_place(sign)) continue;
    places.first = std::min(places.first, i);
    places.last = i;
    if (i > places.point) ++places.decimals;
  }
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].sign != ',') continue;
    if (i > places.first && i < places.last && i < places.point) places.has_thousands = true;
    if (i > places.last) places.factor /= 1000;
  }
  return places;
}

// The places in front of the point take the figures from the right; the first takes what is left.
std::string whole_part(const Tokens& tokens, const Places& places, std::string figures) {
  std::string shown;
  std::size_t count = 0;
  const auto add = [&](char figure) {
    if (places.has_thousands && count > 0 && count % 3 == 0) shown.insert(0, ",");
    shown.insert(shown.begin(), figure);
    ++count;
  };
  for (std::size_t i = std::min(places.point, tokens.size()); i-- > 0;) {
    const char sign = tokens[i].sign;
    if (sign == '\0') shown.insert(0, tokens[i].literal);
    if (sign == '%') shown.insert(0, "%");
    if (!is_place(sign)) continue;
    if (!figures.empty()) {
      add(figures.back());
      figures.pop_back();
    } else if (sign != '#') {
      add(sign == '0' ? '0' : ' ');
    }
    if (i == places.first)
      for (; !figures.empty(); figures.pop_back()) add(figures.back());
  }
  return shown;
}

std::string behind_the_point(const Tokens& tokens, const Places& places, std::string_view figures) {
  std::string shown;
  for (std::size_t i = places.point; i < tokens.size(); ++i) {
    const char sign = tokens[i].sign;
    if (sign == '\0') shown += tokens[i].literal;
    if (sign == '.' || sign == '%') shown += sign;
    if (!is_place(sign) || figures.empty()) continue;
    const bool is_left_out = figures.find_first_not_of('0') == figures.npos && sign != '0';
    if (!is_left_out) shown += figures[0];
    if (is_left_out && sign == '?') shown += ' ';
    figures.remove_prefix(1);
  }
  return shown;
}

std::optional<std::string> draw_number(const Tokens& tokens, double number) {
  std::string literals;
  for (const Token& token : tokens) {
    literals += token.literal;
    if (token.sign == 'G' || token.sign == '@') literals += plain(number);
  }
  if (holds_any(tokens, "G@")) return literals;
  // Of `1.01E+11` the digits are meant.
  if (holds_any(tokens, "E")) return plain(number);
  const bool is_fraction = std::ranges::any_of(
      tokens, [](const Token& token) { return token.sign == '\0' && token.literal == "/"; });
  const Places places = places_of(tokens);
  if (places.first == tokens.size()) {
    if (tokens.empty()) return std::nullopt;  // shown as nothing at all
    return literals;
  }
  if (is_fraction && holds_any(tokens, "?#")) return std::nullopt;
  const Figures figures = rounded(number * places.factor, places.decimals);
  return whole_part(tokens, places, figures.whole) + behind_the_point(tokens, places, figures.rest);
}

std::string padded(std::string_view figures, std::size_t signs) {
  const std::string plain_figures(
      figures.substr(std::min(figures.find_first_not_of('0'), figures.size() - 1)));
  return signs > 1 ? std::string(figures) : plain_figures;
}

// `iso`: `2015-07-01 08:30:00`.
std::optional<std::string> draw_time(const Tokens& tokens, std::string_view iso) {
  constexpr std::string_view time_signs = "ymdhs";
  const bool has_halves = holds_any(tokens, "ap");
  const int hour = std::atoi(iso.substr(11, 2).data());
  std::array<char, 8> half_hour{};
  std::snprintf(half_hour.data(), half_hour.size(), "%02d", hour % 12 == 0 ? 12 : hour % 12);
  std::string shown;
  char last = '\0';
  for (std::size_t i = 0; i < tokens.size();) {
    const char sign = tokens[i].sign;
    std::size_t count = 1;
    while (i + count < tokens.size() && tokens[i + count].sign == sign && sign != '\0') ++count;
    const auto next = std::find_if(
        tokens.begin() + static_cast<std::ptrdiff_t>(i + count), tokens.end(),
        [&](const Token& token) { return token.sign && time_signs.contains(token.sign); });
    const bool is_minute = last == 'h' || (next != tokens.end() && next->sign == 's');
    if (sign == '\0') {
      shown += tokens[i].literal;
    } else if (sign == 'y' || sign == 'e') {
      shown += iso.substr(sign == 'y' && count < 3 ? 2 : 0, sign == 'y' && count < 3 ? 2 : 4);
    } else if (sign == 'm' && count < 3) {
      shown += padded(iso.substr(is_minute ? 14 : 5, 2), is_minute ? 2 : count);
    } else if (sign == 'd' && count < 3) {
      shown += padded(iso.substr(8, 2), count);
    } else if (sign == 'h' && count < 3) {
      shown += padded(has_halves ? half_hour.data() : iso.substr(11, 2), count);
    } else if (sign == 's' && count < 3) {
      shown += padded(iso.substr(17, 2), count);
    } else if (sign == 'a') {
      shown += hour < 12 ? "AM" : "PM";
    } else if (sign == 'p') {
      shown += hour < 12 ? "上午" : "下午";
    } else if (sign == '@') {
      break;
    } else {
      return std::nullopt;  // months and days of the week by their names, eras, parts of seconds
    }
    if (time_signs.contains(sign) && sign != '\0') last = sign;
    i += count;
  }
  return shown;
}

}  // namespace

std::string_view code_of_builtin(int format) {
  switch (format) {
    case 0:
      return "General";
    case 1:
      return "0";
    case 2:
      return "0.00";
    case 3:
      return "#,##0";
    case 4:
      return "#,##0.00";
    case 9:
      return "0%";
    case 10:
      return "0.00%";
    case 11:
    case 48:
      return "0E+0";
    case 18:
      return "h:mm AM/PM";
    case 19:
      return "h:mm:ss AM/PM";
    case 20:
      return "h:mm";
    case 21:
      return "h:mm:ss";
    case 49:
      return "@";
    default:
      return {};
  }
}

std::optional<std::string> shown_number(double number, std::string_view code,
                                        bool counts_from_1904) {
  if (code.empty()) return std::nullopt;
  std::vector<Tokens> sections;
  for (std::string_view rest = code; !rest.empty() || sections.empty();) {
    auto section = take_section(rest);
    if (!section) return std::nullopt;
    sections.push_back(*std::move(section));
  }
  constexpr double earliest = 61;  // before it the count of days is not the same everywhere
  if (form_of_code(code) != NumberForm::number) {
    const bool is_time = form_of_code(code) == NumberForm::time && number >= 0 && number < 1;
    if (!is_time && number < earliest) return std::nullopt;
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.15g", is_time ? number + earliest : number);
    const std::string iso =
        number_in_words(text.data(), NumberForm::day_and_time, counts_from_1904);
    constexpr std::size_t iso_length = 19;
    return iso.size() == iso_length ? draw_time(sections[0], iso) : std::nullopt;
  }
  std::size_t section = 0;
  if (number < 0 && sections.size() > 1) section = 1;
  if (number == 0 && sections.size() > 2) section = 2;
  const auto shown = draw_number(sections[section], section == 1 ? -number : number);
  const bool has_sign = shown && number < 0 && section == 0 && !shown->starts_with('-');
  return has_sign ? "-" + *shown : shown;
}

}  // namespace chuangyou
