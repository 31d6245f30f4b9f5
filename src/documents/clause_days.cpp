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
  std::string_view left() const { return text_; }
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

// What comes every year has no day: it is read as one of a year that never was.
constexpr int every_year = -1;

void take_year(Backwards& text, std::optional<Date> from, SaidDay& said) {
  if (!text.take("年")) return;
  if (text.take_any({"今", "本", "当"})) return;
  if (text.ends_with("每")) {
    said.year = every_year;
    return;
  }
  if (text.take("明")) {
    said.year = from ? year_of(*from) + 1 : every_year;
    return;
  }
  said.year = text.take_number();
}

// 6月, 本月 and 下月, with the year before it.
void take_month(Backwards& text, std::optional<Date> from, SaidDay& said) {
  const bool is_this = text.take_any({"本", "当", "这个"});
  const bool is_next = !is_this && text.take_any({"次", "下个", "下"});
  if (!is_this && !is_next) {
    said.month = text.take_number();
    take_year(text, from, said);
  } else if (from) {
    const int month = month_of(*from) + (is_next ? 1 : 0);
    said.month = month > 12 ? 1 : month;
    said.year = year_of(*from) + (month > 12 ? 1 : 0);
  }
}

// 2011-07-05, 2011.7.10, 2011/7/10.
std::optional<SaidDay> said_in_digits(Backwards text) {
  int numbers[3] = {};
  std::string_view sign;
  for (int part = 2; part >= 0; --part) {
    numbers[part] = text.take_number();
    for (const std::string_view one : {"-", ".", "/"})
      if (part == 2 && text.ends_with(one)) sign = one;
    if (numbers[part] == 0 || (part > 0 && (sign.empty() || !text.take(sign)))) return std::nullopt;
  }
  constexpr int first_year = 1900;
  if (numbers[0] < first_year) return std::nullopt;
  return SaidDay{numbers[0], numbers[1], numbers[2]};
}

std::optional<SaidDay> said_in_relation_to(Backwards text, std::optional<Date> from) {
  int later = 0;
  if (text.take_any({"明日", "明天"}))
    later = 1;
  else if (!text.take_any({"今日", "今天", "本日"}))
    return std::nullopt;
  if (!from) return std::nullopt;
  const Date day{from->days + later};
  return SaidDay{year_of(day), month_of(day), day_of_month(day)};
}

// 2011年6月30日, 6月底 and 2011年底, at the end of the text.
std::optional<SaidDay> said_at_end_of(std::string_view before, std::optional<Date> from) {
  Backwards text(before);
  if (const auto relative = said_in_relation_to(text, from)) return relative;
  if (const auto digits = said_in_digits(text)) return digits;
  SaidDay said;
  if (text.take_any({"底", "末"})) {
    said.is_end_of_month = true;
    if (text.take("月")) {
      take_month(text, from, said);
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
  take_month(text, from, said);
  return said;
}

// Where a day is said, and which: they are put in their order at last.
struct Found {
  std::size_t at;
  Date day;
};

void add(std::vector<Found>& days, std::size_t at, const std::optional<SaidDay>& said,
         std::optional<Date> from) {
  const std::optional<Date> day =
      said && said->year != every_year ? date_of(*said, from) : std::nullopt;
  if (day) days.push_back({at, *day});
}

bool has_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return text.contains(word); });
}

std::string without_blanks(std::string_view text) {
  std::string left = compatibility_folded(text);
  std::erase_if(left, [](char sign) { return sign == ' ' || sign == '\t'; });
  return left;
}

// 17:00, 下午5时, 5点30分 and 24时.
bool take_time_of_day(Backwards& text) {
  Backwards rest = text;
  const auto is_behind = [&](std::initializer_list<std::string_view> words) {
    return rest.take_any(words) && !rest.left().empty();
  };
  bool has_minutes = rest.take("分");
  rest.take_any({"整", "半"});
  if (is_behind({"时", "点", "点钟"}) && !has_minutes) {
    if (rest.take_number() == 0) return false;
    text = rest;
    return true;
  }
  const std::size_t before = rest.left().size();
  rest.take_number();
  if (rest.left().size() == before || !is_behind({":", "时", "点"})) return false;
  const std::size_t of_hours = rest.left().size();
  rest.take_number();
  if (rest.left().size() == of_hours) return false;
  text = rest;
  return true;
}

// (含), (星期二) and (周五).
bool take_bracket(Backwards& text) {
  constexpr std::size_t longest = 30;
  const std::string_view left = text.left();
  const std::size_t open = left.rfind('(');
  if (!left.ends_with(')') || open == left.npos || left.size() - open > longest) return false;
  return text.take(left.substr(open));
}

// What stands between a day and the word that says until then; whether it was a time of its own.
bool take_what_is_between(Backwards& text) {
  bool has_time = false;
  for (bool goes_on = true; goes_on;) {
    const bool is_time = take_time_of_day(text) || text.take_any({"下班", "上班", "上午", "下午",
                                                                  "中午", "晚上", "凌晨", "早上"});
    has_time = has_time || is_time;
    goes_on = is_time || text.take_any({"之", "以"}) || take_bracket(text);
  }
  return has_time;
}

constexpr std::string_view until_then[] = {"前", "截止", "为止"};

std::string_view last_of(std::string_view text) {
  constexpr std::size_t longest = 90;  // 二〇一一年十二月三十一日（星期六）下午五时三十分
  return text.size() > longest ? text.substr(text.size() - longest) : text;
}

// Calls with each place where a word stands.
template <class Each>
void at_each(std::string_view text, std::string_view word, Each each) {
  for (std::size_t at = text.find(word); at != text.npos; at = text.find(word, at + word.size()))
    each(at);
}

// 6月25-28日 and 6月25日至7月2日: the last day.
void add_ranges(std::vector<Found>& days, std::string_view text, std::optional<Date> from) {
  constexpr std::size_t longest = 24;
  for (const std::string_view joint : {"-", "—", "–", "~", "至", "到"})
    at_each(text, joint, [&](std::size_t at) {
      const std::string_view after = text.substr(at + joint.size(), longest);
      const std::size_t end = after.find("日");
      if (end == after.npos) return;
      Backwards first(last_of(text.substr(0, at))), last(after.substr(0, end));
      take_bracket(first);
      first.take_any({"日", "号"});
      SaidDay begin, said;
      begin.day = first.take_number();
      if (begin.day == 0 || !first.take("月")) return;
      take_month(first, from, begin);
      said.day = last.take_number();
      if (last.take("月"))
        take_month(last, from, said);
      else
        said.month = begin.month;
      if (said.year == 0) said.year = begin.year;
      if (last.left().empty()) add(days, at, said, from);
    });
}

// Behind 前, 截止 and 止, and of a table behind the title of its column.
void add_chinese(std::vector<Found>& days, std::string_view text, std::optional<Date> from) {
  for (const std::string_view word : until_then)
    at_each(text, word, [&](std::size_t at) {
      Backwards before(last_of(text.substr(0, at)));
      take_what_is_between(before);
      add(days, at, said_at_end_of(before.left(), from), from);
    });
  for (const std::string_view title : {"时限:", "期限:", "时间:", "日期:"})
    at_each(text, title, [&](std::size_t at) {
      std::string_view cell = text.substr(at + title.size());
      for (const std::string_view end : {";", "。", ",", "\n"})
        cell = cell.substr(0, cell.find(end));
      if (cell.contains("前")) return;  // it was read above
      Backwards said(cell);
      if (cell.ends_with(')') && !cell.contains('(')) said.take(")");
      take_what_is_between(said);
      add(days, at, said_at_end_of(said.left(), from), from);
    });
  for (const std::string_view word : {"迟于", "晚于"})
    at_each(text, word, [&](std::size_t at) {
      constexpr std::size_t longest = 60;
      const std::string_view after = text.substr(at + word.size(), longest);
      const std::size_t end = std::min(after.find("日"), after.find("底"));
      if (end != after.npos)
        add(days, at, said_at_end_of(after.substr(0, end + std::string_view("日").size()), from),
            from);
    });
  if (days.empty()) add_ranges(days, text, from);
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
void add_english(std::vector<Found>& days, std::string_view text, std::optional<Date> from) {
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
      days.push_back({text.size() + i, *iso});
      continue;
    }
    if (!said.is_end_of_month && number_of(word(at)) > 0) said.day = number_of(word(at++));
    if (word(at) == "of") ++at;
    said.month = month_named(word(at));
    if (said.month == 0) continue;
    ++at;
    if (!said.is_end_of_month && said.day == 0) said.day = number_of(word(at++));
    if (const int year = number_of(word(at)); year > 1900) said.year = year;
    add(days, text.size() + i, said, from);
  }
}

}  // namespace

std::vector<Date> days_by_which(std::string_view text, std::optional<Date> from) {
  std::vector<Found> found;
  if (has_any(text, {"前", "止", "间", "限", "期", "日", "于"}))
    add_chinese(found, without_blanks(text), from);
  if (std::ranges::any_of(text, [](char sign) {
        return sign == 'y' || sign == 'Y' || sign == 'e' || sign == 'n' || sign == 'E' ||
               sign == 'N';
      }))
    add_english(found, text, from);
  std::ranges::stable_sort(found, {}, &Found::at);
  std::vector<Date> days;
  for (const Found& one : found)
    if (std::ranges::find(days, one.day) == days.end()) days.push_back(one.day);
  return days;
}

Deadline deadline_in(std::string_view said) {
  if (!has_any(said, {"前", "止", "间", "限", "每", "按", "于"})) return Deadline::none;
  const std::string text = without_blanks(said);
  if (has_any(text,
              {"截止时间:", "截止日期:", "报送时间:", "完成时限:", "完成时间:", "迟于", "晚于"}))
    return Deadline::once;
  bool is_once = false;
  for (const std::string_view word : until_then)
    at_each(text, word, [&](std::size_t at) {
      if (is_once) return;
      Backwards before(last_of(std::string_view(text).substr(0, at)));
      is_once = take_what_is_between(before);
      // 日前 alone means the other day.
      if (is_once ||
          before.take_any({"底", "末", "月", "年", "今日", "今天", "明日", "明天", "本日"}))
        is_once = true;
      else if (before.take_any({"日", "号"}))
        is_once = before.take_number() > 0;
      else
        is_once = said_in_digits(before).has_value();
    });
  if (is_once) return Deadline::once;
  const bool is_again = has_any(text, {"每周", "每月", "每季", "每年", "每半年", "每旬", "每日",
                                       "每天", "每星期", "按月", "按季", "按周"});
  return is_again ? Deadline::again : Deadline::none;
}

bool says_from_day_to_day(std::string_view text) {
  if (!text.contains("日")) return false;
  // Whichever year it is: the days are there.
  constexpr int any_year = 2000;
  std::vector<Found> found;
  add_ranges(found, without_blanks(text), make_date(any_year, 1, 1));
  return !found.empty();
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
