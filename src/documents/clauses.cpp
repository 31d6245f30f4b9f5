#include "documents/clauses.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "core/text.h"

namespace chuangyou {
namespace {

// How deep a kind of number stands; a deeper one belongs to the last of each above it.
enum class Depth : std::uint8_t { chapter, article, bracketed, arabic, arabic_bracketed, circled };
constexpr std::size_t depth_count = 6;

struct Mark {
  Depth depth;
  std::string_view number;  // as it is cited: 一 （二） 3 第四条
  std::size_t size = 0;     // in bytes, with what parts it from the text
};

bool take(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

// Those at the front, one after the other.
std::string_view take_all_of(std::string_view& text, std::span<const std::string_view> symbols) {
  const std::string_view whole = text;
  bool is_taken = true;
  while (is_taken)
    is_taken = std::ranges::any_of(symbols, [&](std::string_view one) { return take(text, one); });
  return whole.substr(0, whole.size() - text.size());
}

constexpr std::string_view chinese_digits[] = {"〇", "零", "一", "二", "三", "四", "五",
                                               "六", "七", "八", "九", "十", "百"};
constexpr std::string_view digits[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
constexpr std::string_view circled[] = {"①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑨", "⑩"};

bool take_any(std::string_view& text, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return take(text, word); });
}

std::optional<Mark> mark_of(std::string_view line, std::string_view rest, Depth depth,
                            std::string_view number) {
  return Mark{depth, number, line.size() - rest.size()};
}

// 第三章 and 第四条.
std::optional<Mark> ordinal_mark(std::string_view line) {
  std::string_view rest = line;
  if (!take(rest, "第")) return std::nullopt;
  if (take_all_of(rest, chinese_digits).empty() && take_all_of(rest, digits).empty())
    return std::nullopt;
  const bool is_article = take(rest, "条");
  if (!is_article && !take_any(rest, {"章", "节"})) return std::nullopt;
  const std::string_view number = line.substr(0, line.size() - rest.size());
  return mark_of(line, rest, is_article ? Depth::article : Depth::chapter, number);
}

std::optional<Mark> bracketed_mark(std::string_view line) {
  std::string_view rest = line;
  if (!take_any(rest, {"（", "("})) return std::nullopt;
  const bool is_chinese = !take_all_of(rest, chinese_digits).empty();
  if (!is_chinese && take_all_of(rest, digits).empty()) return std::nullopt;
  if (!take_any(rest, {"）", ")"})) return std::nullopt;
  const std::string_view number = line.substr(0, line.size() - rest.size());
  return mark_of(line, rest, is_chinese ? Depth::bracketed : Depth::arabic_bracketed, number);
}

std::optional<Mark> plain_mark(std::string_view line) {
  std::string_view rest = line;
  const std::string_view chinese = take_all_of(rest, chinese_digits);
  if (!chinese.empty()) {
    if (!take(rest, "、")) return std::nullopt;
    return mark_of(line, rest, Depth::chapter, chinese);
  }
  const std::string_view arabic = take_all_of(rest, digits);
  if (arabic.empty() || !take_any(rest, {".", "．", "、"})) return std::nullopt;
  // 3.5 is a number of the text.
  if (!rest.empty() && rest[0] >= '0' && rest[0] <= '9') return std::nullopt;
  return mark_of(line, rest, Depth::arabic, arabic);
}

std::optional<Mark> circled_mark(std::string_view line) {
  for (const std::string_view one : circled)
    if (line.starts_with(one)) return Mark{Depth::circled, one, one.size()};
  return std::nullopt;
}

std::optional<Mark> find_mark(std::string_view line) {
  for (const auto find : {ordinal_mark, bracketed_mark, plain_mark, circled_mark})
    if (const std::optional<Mark> mark = find(line)) return mark;
  return std::nullopt;
}

// 2018年11月7日, alone on its line.
bool is_a_day(std::string_view line) {
  for (const std::string_view part : {"年", "月", "日"})
    if (take_all_of(line, digits).empty() || !take(line, part)) return false;
  return line.empty();
}

// 此件公开发布 and the like stand in brackets after the signature.
bool is_a_note(std::string_view line) {
  return (line.starts_with("（") && line.ends_with("）")) ||
         (line.starts_with("(") && line.ends_with(")"));
}

// From where the signature stands: the day, with who signs before it. None: the number of lines.
std::size_t signature_begins(std::span<const std::string_view> lines) {
  constexpr std::size_t signer_characters_max = 30;
  std::size_t at = lines.size();
  while (at > 0 && is_a_note(lines[at - 1]) && !find_mark(lines[at - 1])) --at;
  if (at == 0 || !is_a_day(lines[at - 1])) return lines.size();
  --at;
  const auto signs = [](std::string_view line) {
    return character_count(line) <= signer_characters_max && !find_mark(line) &&
           !line.ends_with("。") && !line.ends_with("）");
  };
  while (at > 0 && signs(lines[at - 1])) --at;
  return at;
}

// Behind （商务部、财政部负责）, with the mark that follows it, wherever it stands from `from` on; npos
// where nobody is said to be in charge.
std::size_t end_of_charge(std::string_view text, std::size_t from) {
  constexpr std::string_view opens = "（", closes = "）", marks[] = {"。", "；"};
  for (std::size_t at = text.find(opens, from); at != text.npos; at = text.find(opens, at + 1)) {
    std::size_t end = text.find(closes, at);
    if (!text.substr(at, end - at).contains("负责")) continue;
    if (end == text.npos) return text.size();
    end += closes.size();
    for (const std::string_view mark : marks)
      if (text.substr(end).starts_with(mark)) return end + mark.size();
    return end;
  }
  return text.npos;
}

// Where one clause gives several things into several hands, each is a task of its own.
std::vector<Clause> one_for_each_charge(Clause whole) {
  const std::string text = std::move(whole.text);
  std::vector<Clause> parts;
  std::size_t from = 0;
  for (std::size_t end = end_of_charge(text, 0); end != text.npos;) {
    const std::size_t next = end_of_charge(text, end);
    if (next == text.npos) break;
    parts.push_back({whole.number, std::string(trimmed(text.substr(from, end - from))), true});
    from = end;
    end = next;
  }
  const std::string_view rest = trimmed(std::string_view(text).substr(from));
  parts.push_back({whole.number, std::string(rest), end_of_charge(rest, 0) != rest.npos});
  for (std::size_t i = 1; i < parts.size(); ++i)
    parts[i].number += "-" + std::to_string(i + 1);  // 三（十）-2
  return parts;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find_first_of("\r\n");
    const std::string_view line = trimmed(text.substr(0, end));
    if (!line.empty()) lines.push_back(line);
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

}  // namespace

SplitText split_clauses(std::string_view utf8) {
  const std::vector<std::string_view> lines = lines_of(utf8);
  const std::size_t signature = signature_begins(lines);
  SplitText split;
  std::array<std::string, depth_count> numbers;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view line = lines[i];
    const std::optional<Mark> mark = i < signature ? find_mark(line) : std::nullopt;
    if (mark) {
      const auto depth = static_cast<std::size_t>(mark->depth);
      numbers[depth] = mark->number;
      for (std::size_t below = depth + 1; below < depth_count; ++below) numbers[below].clear();
      std::string cited;
      for (std::size_t above = 0; above <= depth; ++above) cited += numbers[above];
      split.clauses.push_back({cited, std::string(trimmed(line.substr(mark->size)))});
    } else if (split.clauses.empty() || i >= signature) {
      split.left_out.emplace_back(line);
    } else {
      std::string& text = split.clauses.back().text;
      text.append(text.empty() ? "" : "\n").append(line);
    }
  }
  std::vector<Clause> clauses;
  for (Clause& clause : split.clauses)
    std::ranges::move(one_for_each_charge(std::move(clause)), std::back_inserter(clauses));
  split.clauses = std::move(clauses);
  return split;
}

}  // namespace chuangyou
