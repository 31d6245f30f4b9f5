#include "documents/clause_marks.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <utility>

#include "core/text.h"

namespace chuangyou {
namespace {

bool take(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}
bool take_any(std::string_view& text, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return take(text, word); });
}

bool skip_blanks(std::string_view& text) {
  const std::size_t before = text.size();
  while (take_any(text, {" ", "\t", "\u00a0", "\u200b", "\u3000"})) continue;
  return text.size() < before;
}

constexpr std::string_view chinese_digits[] = {"〇", "一", "二", "三", "四",
                                               "五", "六", "七", "八", "九"};
constexpr std::string_view wide_digits[] = {"０", "１", "２", "３", "４",
                                            "５", "６", "７", "８", "９"};

// The digit at the front, taken; nothing where none stands there.
std::optional<std::int32_t> take_digit(std::string_view& text) {
  if (!text.empty() && text[0] >= '0' && text[0] <= '9') {
    const std::int32_t digit = text[0] - '0';
    text.remove_prefix(1);
    return digit;
  }
  for (std::size_t i = 0; i < std::size(wide_digits); ++i)
    if (take(text, wide_digits[i])) return static_cast<std::int32_t>(i);
  return std::nullopt;
}
bool begins_with_digit(std::string_view text) { return take_digit(text).has_value(); }

std::optional<std::int32_t> take_chinese_digit(std::string_view& text) {
  if (take_any(text, {"零", "○"})) return 0;
  for (std::size_t i = 0; i < std::size(chinese_digits); ++i)
    if (take(text, chinese_digits[i])) return static_cast<std::int32_t>(i);
  return std::nullopt;
}

struct Numeral {
  std::string text;  // digits of full width as plain ones
  std::int32_t value = 0;
  bool is_chinese = false;
};

// 二十一 or 21; longer numbers are of the text. A law may have more than a thousand articles, which
// their own words tell from numbers of the text.
struct Longest {
  std::size_t digits, chinese_digits;
  bool has_thousands;
};
constexpr Longest usual{3, 6, false}, of_articles{4, 8, true};

std::optional<Numeral> take_arabic(std::string_view& text, const Longest& longest = usual) {
  Numeral numeral;
  std::string_view rest = text;
  while (const std::optional<std::int32_t> digit = take_digit(rest)) {
    if (numeral.text.size() == longest.digits) return std::nullopt;
    numeral.value = numeral.value * 10 + *digit;
    numeral.text += static_cast<char>('0' + *digit);
  }
  if (numeral.text.empty()) return std::nullopt;
  text = rest;
  return numeral;
}

std::optional<Numeral> take_chinese(std::string_view& text, const Longest& longest = usual) {
  std::int32_t all = 0, last = 0;
  std::size_t taken = 0;
  std::string_view rest = text;
  for (bool goes_on = true; goes_on && taken <= longest.chinese_digits; ++taken) {
    if (const std::optional<std::int32_t> digit = take_chinese_digit(rest)) {
      last = last * 10 + *digit;
    } else if (const bool is_ten = take(rest, "十"); is_ten || take(rest, "百")) {
      all += std::max(last, 1) * (is_ten ? 10 : 100);
      last = 0;
    } else if (longest.has_thousands && take(rest, "千")) {
      all += std::max(last, 1) * 1000;
      last = 0;
    } else {
      goes_on = false;
    }
  }
  if (rest.size() == text.size() || taken > longest.chinese_digits) return std::nullopt;
  const Numeral numeral{std::string(text.substr(0, text.size() - rest.size())), all + last, true};
  text = rest;
  return numeral;
}

std::optional<Numeral> take_numeral(std::string_view& text, const Longest& longest = usual) {
  if (std::optional<Numeral> chinese = take_chinese(text, longest)) return chinese;
  return take_arabic(text, longest);
}

Mark mark_of(std::string_view line, std::string_view rest, Depth depth, std::string number,
             std::int32_t value) {
  skip_blanks(rest);
  return Mark{depth, std::move(number), value, line.size() - rest.size()};
}

// 第四条之一, which was put in later.
std::string take_inserted(std::string_view& text) {
  std::string_view rest = text;
  if (!take(rest, "之")) return {};
  const std::optional<Numeral> numeral = take_numeral(rest);
  if (!numeral) return {};
  text = rest;
  return "之" + numeral->text;
}

// 第三章 and 第四条, but not 第四条规定的.
std::optional<Mark> ordinal_mark(std::string_view line, bool) {
  std::string_view rest = line;
  if (!take(rest, "第")) return std::nullopt;
  skip_blanks(rest);
  const std::optional<Numeral> numeral = take_numeral(rest, of_articles);
  if (!numeral) return std::nullopt;
  skip_blanks(rest);
  struct Kind {
    std::string_view word;
    Depth depth;
  };
  constexpr Kind kinds[] = {{"章", Depth::chapter}, {"节", Depth::section}, {"条", Depth::article}};
  const auto* kind =
      std::ranges::find_if(kinds, [&](const Kind& one) { return take(rest, one.word); });
  if (kind == std::end(kinds)) return std::nullopt;
  const std::string inserted = take_inserted(rest);
  std::string_view next = rest;
  if (take_any(next, {"规定", "之", "所", "的", "至", "、", "，", "和", "第", "中", "与", "款", "”",
                      "》"}))
    return std::nullopt;
  return mark_of(line, rest, kind->depth, "第" + numeral->text + std::string(kind->word) + inserted,
                 numeral->value);
}

std::optional<Mark> bracketed_mark(std::string_view line, bool) {
  std::string_view rest = line;
  const bool is_wide = rest.starts_with("（");
  if (!take_any(rest, {"（", "("})) return std::nullopt;
  skip_blanks(rest);
  const std::optional<Numeral> numeral = take_numeral(rest);
  skip_blanks(rest);
  const bool closes_wide = rest.starts_with("）");
  if (!numeral || !take_any(rest, {"）", ")"})) return std::nullopt;
  take_any(rest, {"、", "．"});
  const std::string number = (is_wide ? "（" : "(") + numeral->text + (closes_wide ? "）" : ")");
  return mark_of(line, rest, numeral->is_chinese ? Depth::bracketed : Depth::arabic_bracketed,
                 number, numeral->value);
}

std::optional<Mark> chinese_mark(std::string_view line, bool) {
  std::string_view rest = line;
  const std::optional<Numeral> numeral = take_chinese(rest);
  if (!numeral) return std::nullopt;
  const bool has_blank = skip_blanks(rest);
  if (take_any(rest, {"、", "．", "."}))
    return mark_of(line, rest, Depth::chapter, numeral->text, numeral->value);
  std::string_view next = rest;
  if (!has_blank || rest.empty() || take_numeral(next)) return std::nullopt;
  Mark mark = mark_of(line, rest, Depth::chapter, numeral->text, numeral->value);
  mark.is_doubtful = true;
  return mark;
}

// 壹、, as plain numerals say it.
std::optional<Mark> capital_mark(std::string_view line, bool) {
  constexpr std::pair<std::string_view, std::string_view> capitals[] = {
      {"壹", "一"}, {"贰", "二"}, {"叁", "三"}, {"肆", "四"}, {"伍", "五"},
      {"陆", "六"}, {"柒", "七"}, {"捌", "八"}, {"玖", "九"}, {"拾", "十"}};
  std::string plain;
  std::string_view rest = line;
  for (bool goes_on = true; goes_on;) {
    const auto* const one = std::ranges::find_if(
        capitals, [&](const auto& capital) { return take(rest, capital.first); });
    goes_on = one != std::end(capitals) && plain.size() < line.size();
    if (goes_on) plain += one->second;
  }
  const std::string_view number = line.substr(0, line.size() - rest.size());
  std::string_view left = plain;
  const std::optional<Numeral> numeral = take_chinese(left);
  skip_blanks(rest);
  if (!numeral || !left.empty() || !take_any(rest, {"、", "．", "."})) return std::nullopt;
  return mark_of(line, rest, Depth::part, std::string(number), numeral->value);
}

// Section 2, Article 3: with a capital letter, and not in the middle of a sentence.
std::optional<Mark> english_mark(std::string_view line, bool) {
  struct Kind {
    std::string_view word;
    Depth depth;
  };
  constexpr Kind kinds[] = {{"Part", Depth::part},       {"PART", Depth::part},
                            {"Chapter", Depth::chapter}, {"CHAPTER", Depth::chapter},
                            {"Section", Depth::section}, {"SECTION", Depth::section},
                            {"Article", Depth::article}, {"ARTICLE", Depth::article},
                            {"Clause", Depth::article},  {"CLAUSE", Depth::article}};
  std::string_view rest = line;
  const auto* kind =
      std::ranges::find_if(kinds, [&](const Kind& one) { return take(rest, one.word); });
  if (kind == std::end(kinds) || !skip_blanks(rest)) return std::nullopt;
  const std::optional<Numeral> numeral = take_arabic(rest);
  if (!numeral) return std::nullopt;
  const std::string number = std::string(kind->word) + " " + numeral->text;
  // Section 3 of the Act is a word of the text, as 3.1 is another number.
  const bool is_parted = take_any(rest, {".", ":", "：", "—", "–"});
  if (begins_with_digit(rest)) return std::nullopt;
  std::string_view next = rest;
  skip_blanks(next);
  const bool goes_on = !next.empty() && next[0] >= 'a' && next[0] <= 'z';
  if (!is_parted && (goes_on || (!rest.empty() && next.size() == rest.size()))) return std::nullopt;
  return mark_of(line, rest, kind->depth, number, numeral->value);
}

// (ii), (iv) and the like; of one letter alone it is told by what stands before it.
constexpr std::string_view romans[] = {"i",   "ii",   "iii", "iv", "v",  "vi",
                                       "vii", "viii", "ix",  "x",  "xi", "xii"};
std::optional<Mark> roman_mark(std::string_view line, bool) {
  std::string_view rest = line;
  if (!take_any(rest, {"（", "("})) return std::nullopt;
  const std::string_view numeral = rest.substr(0, rest.find_first_not_of("ivx"));
  const auto* const found = std::ranges::find(romans, numeral);
  rest.remove_prefix(numeral.size());
  if (numeral.size() < 2 || found == std::end(romans) || !take_any(rest, {"）", ")"}))
    return std::nullopt;
  return mark_of(line, rest, Depth::roman, "(" + std::string(numeral) + ")",
                 static_cast<std::int32_t>(found - romans) + 1);
}

// a) and (a), which stand below all numbers.
std::optional<Mark> letter_mark(std::string_view line, bool) {
  std::string_view rest = line;
  const bool is_opened = take_any(rest, {"（", "("});
  if (rest.empty() || rest[0] < 'a' || rest[0] > 'z') return std::nullopt;
  const char letter = rest[0];
  rest.remove_prefix(1);
  const bool is_wide = rest.starts_with("）");
  if (!take_any(rest, {"）", ")"})) return std::nullopt;
  const std::string number =
      (is_opened ? is_wide ? "（" : "(" : "") + std::string(1, letter) + (is_wide ? "）" : ")");
  return mark_of(line, rest, Depth::lettered, number, letter - 'a' + 1);
}

// 1.1 and 1.2.3: the number with all its parts, of which there are two at least.
struct Decimal {
  std::string text;
  std::int32_t last = 0;
};
std::optional<Decimal> take_decimal(std::string_view& text) {
  std::string_view rest = text;
  const std::optional<Numeral> first = take_arabic(rest);
  if (!first) return std::nullopt;
  Decimal decimal{first->text, first->value};
  bool has_parts = false;
  for (std::string_view next = rest; take_any(next, {".", "．"}); rest = next) {
    const std::optional<Numeral> part = take_arabic(next);
    if (!part) break;
    decimal = {decimal.text + "." + part->text, part->value};
    has_parts = true;
  }
  if (!has_parts) return std::nullopt;
  text = rest;
  return decimal;
}

std::optional<Mark> arabic_mark(std::string_view line, bool is_decimal) {
  std::string_view rest = line;
  if (const std::optional<Decimal> decimal = take_decimal(rest)) {
    const bool is_parted = skip_blanks(rest) || take_any(rest, {"、", "．"});
    if (!is_decimal || !is_parted || rest.empty() || begins_with_digit(rest)) return std::nullopt;
    return mark_of(line, rest, Depth::decimal, decimal->text, decimal->last);
  }
  const std::optional<Numeral> numeral = take_arabic(rest);
  if (!numeral) return std::nullopt;
  const bool has_blank = skip_blanks(rest);
  if (take_any(rest, {")", "）"}))
    return mark_of(line, rest, Depth::arabic_bracketed, numeral->text + ")", numeral->value);
  if (take_any(rest, {".", "．", "、"})) {
    if (begins_with_digit(rest)) return std::nullopt;  // 3.5 is a number of the text
    Mark mark = mark_of(line, rest, Depth::arabic, numeral->text, numeral->value);
    mark.is_doubtful = begins_with_digit(line.substr(mark.size));
    return mark;
  }
  if (!is_decimal || !has_blank || rest.empty() || begins_with_digit(rest)) return std::nullopt;
  Mark mark = mark_of(line, rest, Depth::arabic, numeral->text, numeral->value);
  mark.is_doubtful = true;
  return mark;
}

// Numbers that are one character: from `first` on they count from `from`.
struct Symbols {
  char32_t first, last;
  std::int32_t from;
  Depth depth;
};
constexpr Symbols symbols[] = {{U'①', U'⑳', 1, Depth::circled},
                               {U'㉑', U'㉟', 21, Depth::circled},
                               {U'㊱', U'㊿', 36, Depth::circled},
                               {U'❶', U'❿', 1, Depth::circled},
                               {U'㊀', U'㊉', 1, Depth::circled},
                               {U'㈠', U'㈩', 1, Depth::bracketed},
                               {U'⑴', U'⒇', 1, Depth::arabic_bracketed},
                               {U'⒈', U'⒛', 1, Depth::arabic},
                               {U'Ⅰ', U'Ⅻ', 1, Depth::part}};
constexpr std::size_t symbol_size = 3;  // of all of them, in UTF-8

std::optional<Mark> symbol_mark(std::string_view line, bool) {
  if (line.size() < symbol_size || (static_cast<unsigned char>(line[0]) & 0xF0U) != 0xE0U)
    return std::nullopt;
  char32_t symbol = static_cast<unsigned char>(line[0]) & 0x0FU;
  for (const char byte : line.substr(1, symbol_size - 1))
    symbol = (symbol << 6U) | (static_cast<unsigned char>(byte) & 0x3FU);
  for (const Symbols& each : symbols) {
    if (symbol < each.first || symbol > each.last) continue;
    const auto value = each.from + static_cast<std::int32_t>(symbol - each.first);
    std::string_view rest = line.substr(symbol_size);
    // Ⅰ级响应 is a word of the text.
    if (!take_any(rest, {"、", "．", "."}) && each.depth == Depth::part) return std::nullopt;
    const bool is_plain = each.depth == Depth::arabic;
    return mark_of(line, rest, each.depth,
                   is_plain ? std::to_string(value) : std::string(line.substr(0, symbol_size)),
                   value);
  }
  return std::nullopt;
}

}  // namespace

std::optional<Mark> find_mark(std::string_view line, bool is_decimal) {
  for (const auto find : {ordinal_mark, bracketed_mark, chinese_mark, arabic_mark, symbol_mark,
                          capital_mark, english_mark, roman_mark, letter_mark})
    if (std::optional<Mark> mark = find(line, is_decimal)) return mark;
  return std::nullopt;
}

std::optional<Mark> read_as_roman(const Mark& lettered) {
  if (!lettered.number.starts_with('(') && !lettered.number.starts_with("（")) return std::nullopt;
  const std::string letter(1, static_cast<char>('a' + lettered.value - 1));
  const auto* const found = std::ranges::find(romans, letter);
  if (found == std::end(romans)) return std::nullopt;
  Mark mark = lettered;
  mark.depth = Depth::roman;
  mark.value = static_cast<std::int32_t>(found - romans) + 1;
  return mark;
}

std::optional<std::int32_t> read_numeral(std::string_view text) {
  const std::optional<Numeral> numeral = take_numeral(text, of_articles);
  if (!numeral || !text.empty()) return std::nullopt;
  return numeral->value;
}

std::string with_plain_digits(std::string_view number) {
  const std::string folded = compatibility_folded(number);
  std::string plain;
  for (std::string_view rest = folded; !rest.empty();) {
    if (const std::optional<Numeral> numeral = take_numeral(rest, of_articles)) {
      plain += std::to_string(numeral->value);
      continue;
    }
    plain += rest.front();
    rest.remove_prefix(1);
  }
  return plain;
}

bool begins_decimals(std::string_view line) {
  std::string_view rest = line;
  const std::optional<Decimal> decimal = take_decimal(rest);
  const bool is_parted = skip_blanks(rest) || take(rest, "、");
  return decimal && decimal->text == "1.1" && is_parted && !rest.empty() &&
         !begins_with_digit(rest);
}

bool is_a_day(std::string_view line) {
  // 2018-11-07, 2018.11.7 and 2018/11/7 have no word behind the day.
  const auto is_written_with = [line](std::initializer_list<std::string_view> words) {
    std::string_view rest = line;
    for (const std::string_view word : words) {
      bool has_digits = false;
      for (bool goes_on = true; goes_on;) {
        skip_blanks(rest);
        goes_on = take_digit(rest) || take_chinese_digit(rest) || take(rest, "十");
        has_digits = has_digits || goes_on;
      }
      if (!has_digits || !take(rest, word)) return false;
    }
    return rest.empty();
  };
  constexpr std::size_t shortest = std::string_view("2018-1-1").size();
  const bool is_long = line.size() >= shortest;
  return is_written_with({"年", "月", "日"}) ||
         (is_long && (is_written_with({"-", "-", ""}) || is_written_with({".", ".", ""}) ||
                      is_written_with({"/", "/", ""})));
}

}  // namespace chuangyou
