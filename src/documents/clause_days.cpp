#include "documents/clause_days.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>
#include <vector>

#include "core/text.h"
#include "documents/clause_frame.h"
#include "documents/clause_marks.h"

namespace chuangyou {
namespace {

constexpr std::int32_t long_over_days = 60;

int days_of_month(int year, int month) {
  const Date next = month == 12 ? make_date(year + 1, 1, 1) : make_date(year, month + 1, 1);
  return day_of_month(Date{next.days - 1});
}

// A day as it is said; what is not said of it is 0.
struct SaidDay {
  int year = 0, month = 0, day = 0;
  bool is_end_of_month = false;
};

std::optional<Date> day_in(int year, const SaidDay& said) {
  if (year < 1900 || year > 2200 || said.month < 1 || said.month > 12) return std::nullopt;
  const int last = days_of_month(year, said.month);
  if (!said.is_end_of_month && (said.day < 1 || said.day > last)) return std::nullopt;
  return make_date(year, said.month, said.is_end_of_month ? last : said.day);
}

std::optional<Date> date_of(const SaidDay& said, std::optional<Date> from) {
  if (said.year > 0) return day_in(said.year, said);
  if (!from) return std::nullopt;
  const std::optional<Date> of_year = day_in(year_of(*from), said);
  if (!of_year || *of_year >= *from) return of_year;
  if (from->days - of_year->days < long_over_days) return std::nullopt;  // it may be a slip
  return day_in(year_of(*from) + 1, said);
}

// Reads a text from its end to its beginning.
class Backwards {
 public:
  explicit Backwards(std::string_view text) : text_(text) {}

  bool take(std::string_view word) {
    if (!text_.ends_with(word)) return false;
    text_.remove_suffix(word.size());
    return true;
  }
  bool ends_with(std::string_view word) const { return text_.ends_with(word); }
  bool take_any(std::initializer_list<std::string_view> words) {
    return std::ranges::any_of(words, [this](std::string_view word) { return take(word); });
  }
  // 0 where none stands there.
  int take_number() {
    std::size_t begin = text_.size();
    while (begin > 0 && text_[begin - 1] >= '0' && text_[begin - 1] <= '9') --begin;
    if (begin == text_.size()) begin = begin_of_chinese();
    const std::optional<std::int32_t> number = read_numeral(text_.substr(begin));
    if (!number) return 0;
    text_.remove_suffix(text_.size() - begin);
    return *number;
  }

 private:
  std::size_t begin_of_chinese() const {
    constexpr std::string_view signs[] = {"〇", "○",  "零", "一", "二", "三", "四",
                                          "五", "六", "七", "八", "九", "十"};
    std::size_t begin = text_.size();
    const auto ends_with_one = [&] {
      return std::ranges::any_of(
          signs, [&](std::string_view sign) { return text_.substr(0, begin).ends_with(sign); });
    };
    while (ends_with_one()) begin -= signs[0].size();
    return begin;
  }

  std::string_view text_;
};

void take_year(Backwards& text, std::optional<Date> from, SaidDay& said) {
  if (!text.take("年")) return;
  if (text.take_any({"今", "本", "当"})) return;
  if (text.take("明")) {
    said.year = from ? year_of(*from) + 1 : 0;
    return;
  }
  said.year = text.take_number();
}

// 2011年6月30日, 6月底 and 2011年底, at the end of the text.
std::optional<SaidDay> said_at_end_of(std::string_view before, std::optional<Date> from) {
  Backwards text(before);
  SaidDay said;
  if (text.take_any({"底", "末"})) {
    said.is_end_of_month = true;
    if (text.take("月")) {
      said.month = text.take_number();
      take_year(text, from, said);
    } else if (text.ends_with("年")) {
      said.month = 12;
      if (text.ends_with("年年")) text.take("年");
      take_year(text, from, said);
    }
    return said.month > 0 ? std::optional(said) : std::nullopt;
  }
  if (!text.take_any({"日", "号"})) return std::nullopt;
  said.day = text.take_number();
  if (said.day == 0 || !text.take("月")) return std::nullopt;
  said.month = text.take_number();
  take_year(text, from, said);
  return said;
}

void add(std::vector<Date>& days, const std::optional<SaidDay>& said, std::optional<Date> from) {
  const std::optional<Date> day = said ? date_of(*said, from) : std::nullopt;
  if (day && std::ranges::find(days, *day) == days.end()) days.push_back(*day);
}

std::string without_blanks(std::string_view text) {
  std::string left = compatibility_folded(text);
  std::erase_if(left, [](char sign) { return sign == ' ' || sign == '\t'; });
  return left;
}

// Behind 前, 截止 and 止, and of a table behind the title of its column.
void add_chinese(std::vector<Date>& days, std::string_view text, std::optional<Date> from) {
  for (const std::string_view word : {"前", "截止", "为止"})
    for (std::size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
      std::string_view before = text.substr(0, at);
      for (const std::string_view filler : {"之", "以"})
        if (before.ends_with(filler)) before.remove_suffix(filler.size());
      constexpr std::size_t longest = 60;  // 二〇一一年十二月三十一日
      if (before.size() > longest) before.remove_prefix(before.size() - longest);
      add(days, said_at_end_of(before, from), from);
    }
  for (const std::string_view title : {"时限:", "期限:", "时间:"})
    for (std::size_t at = text.find(title); at != text.npos; at = text.find(title, at + 1)) {
      std::string_view cell = text.substr(at + title.size());
      cell = cell.substr(0, std::min({cell.find(";"), cell.find(")"), cell.size()}));
      const Result<Date> iso = parse_date(cell);
      if (iso && std::ranges::find(days, *iso) == days.end()) days.push_back(*iso);
      if (!iso) add(days, said_at_end_of(cell, from), from);
    }
}

constexpr std::array<std::string_view, 12> months = {
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};

std::vector<std::string> english_words(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char sign : text) {
    const char small = sign >= 'A' && sign <= 'Z' ? static_cast<char>(sign - 'A' + 'a') : sign;
    const bool is_of_a_word =
        (small >= 'a' && small <= 'z') || (small >= '0' && small <= '9') || small == '-';
    if (is_of_a_word)
      words.back() += small;
    else if (!words.back().empty())
      words.emplace_back();
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

int month_named(std::string_view word) {
  for (std::size_t i = 0; i < months.size(); ++i)
    if (word == months[i] || (word.size() == 3 && months[i].starts_with(word)))
      return static_cast<int>(i) + 1;
  return 0;
}

// 30, 30th, 2011.
int number_of(std::string_view word) {
  for (const std::string_view ending : {"st", "nd", "rd", "th"})
    if (word.size() > 2 && word.ends_with(ending)) word.remove_suffix(2);
  const bool is_number = !word.empty() && word.size() <= 4 &&
                         word.find_first_not_of("0123456789") == std::string_view::npos;
  return is_number ? read_numeral(word).value_or(0) : 0;
}

// by 30 June 2011, before June 30, no later than 2011-06-30, by the end of June.
void add_english(std::vector<Date>& days, std::string_view text, std::optional<Date> from) {
  const std::vector<std::string> words = english_words(text);
  const auto word = [&](std::size_t at) {
    return at < words.size() ? std::string_view(words[at]) : std::string_view();
  };
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (word(i) != "by" && word(i) != "before" && word(i) != "until" && word(i) != "than") continue;
    std::size_t at = i + 1;
    SaidDay said;
    if (word(at) == "the") ++at;
    if (word(at) == "end" && word(at + 1) == "of") {
      said.is_end_of_month = true;
      at += 2;
    }
    if (const Result<Date> iso = parse_date(word(at)); iso) {
      if (std::ranges::find(days, *iso) == days.end()) days.push_back(*iso);
      continue;
    }
    if (!said.is_end_of_month && number_of(word(at)) > 0) said.day = number_of(word(at++));
    if (word(at) == "of") ++at;
    said.month = month_named(word(at));
    if (said.month == 0) continue;
    ++at;
    if (!said.is_end_of_month && said.day == 0) said.day = number_of(word(at++));
    if (const int year = number_of(word(at)); year > 1900) said.year = year;
    add(days, said, from);
  }
}

}  // namespace

std::optional<Date> day_by_which(std::string_view text, std::optional<Date> from) {
  std::vector<Date> days;
  add_chinese(days, without_blanks(text), from);
  add_english(days, text, from);
  return days.size() == 1 ? std::optional(days.front()) : std::nullopt;
}

std::optional<Date> day_of_signature(std::span<const std::string_view> lines) {
  for (std::size_t i = lines.size(); i > 0; --i) {
    if (!ends_with_a_day(lines[i - 1])) continue;
    const std::string line = without_blanks(lines[i - 1]);
    const auto said = line.ends_with("日") ? said_at_end_of(line, std::nullopt) : std::nullopt;
    if (said && said->year > 0) return day_in(said->year, *said);
    // 2011-03-01, 2011.3.1
    std::vector<int> numbers;
    Backwards text(line);
    for (int part = 0; part < 3; ++part) {
      numbers.push_back(text.take_number());
      text.take_any({"-", ".", "/"});
    }
    return day_in(numbers[2], {numbers[2], numbers[1], numbers[0]});
  }
  return std::nullopt;
}

}  // namespace chuangyou
