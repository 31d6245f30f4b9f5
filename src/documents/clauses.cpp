#include "documents/clauses.h"

#include <algorithm>
#include <array>
#include <optional>

#include "core/text.h"
#include "documents/clause_asks.h"
#include "documents/clause_marks.h"

namespace chuangyou {
namespace {

using Lines = std::vector<std::string_view>;

Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = text.find_first_of("\r\n\v\f");
    const std::string_view line = trimmed(text.substr(0, end));
    if (!is_blank(line)) lines.push_back(line);
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

bool ends_with_any(std::string_view text, std::initializer_list<std::string_view> ends) {
  return std::ranges::any_of(ends, [&](std::string_view end) { return text.ends_with(end); });
}

// 此件公开发布 and the like stand in brackets after the signature.
bool is_a_note(std::string_view line) {
  return ((line.starts_with("（") || line.starts_with("(")) && ends_with_any(line, {"）", ")"}) &&
          !find_mark(line, false)) ||
         line.starts_with("抄送");
}

constexpr std::size_t signer_characters_max = 30;

// The day, with who signs on the same line or before it.
bool ends_with_a_day(std::string_view line) {
  if (character_count(line) > 2 * signer_characters_max || line.contains("。")) return false;
  for (std::size_t at = 0; at < line.size(); ++at)
    if ((at == 0 || line[at - 1] == ' ' || line.substr(0, at).ends_with("\u3000")) &&
        is_a_day(line.substr(at)))
      return true;
  return false;
}

// From where the signature stands; none: the number of lines.
std::size_t signature_begins(std::span<const std::string_view> lines) {
  std::size_t at = lines.size();
  while (at > 0 && is_a_note(lines[at - 1])) --at;
  if (at == 0 || !ends_with_a_day(lines[at - 1])) return lines.size();
  --at;
  const auto signs = [](std::string_view line) {
    return character_count(line) <= signer_characters_max && !find_mark(line, false) &&
           !ends_with_any(line, {"。", "）", "：", "；"});
  };
  while (at > 0 && signs(lines[at - 1])) --at;
  return at;
}

// 附件：1.任务分工表, 附件2, 附：; 附件1不用报送 is a sentence.
bool begins_attachments(std::string_view line) {
  constexpr std::string_view word = "附";
  if (!line.starts_with(word)) return false;
  std::string_view rest = line.substr(word.size());
  bool is_named = false;
  for (const std::string_view kind : {"件", "表", "图", "录"})
    if (!is_named && rest.starts_with(kind)) {
      rest.remove_prefix(kind.size());
      is_named = true;
    }
  const std::string folded = compatibility_folded(rest);
  rest = trimmed(folded);
  while (is_named && !rest.empty() && rest[0] >= '0' && rest[0] <= '9') rest.remove_prefix(1);
  for (const std::string_view number : {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"})
    if (is_named && rest.starts_with(number)) rest.remove_prefix(number.size());
  rest = trimmed(rest);
  return (is_named && rest.empty()) || rest.starts_with(":") || rest.starts_with("：") ||
         (is_named && (rest.starts_with(".") || rest.starts_with("、")));
}

// Attachments end the text; where nothing stands before them they are the text.
std::size_t attachments_begin(std::span<const std::string_view> lines) {
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (begins_attachments(lines[i]) &&
        std::ranges::any_of(lines.first(i), [](std::string_view line) {
          return ends_with_any(line, {"。", "：", "；", "）"}) || find_mark(line, false);
        }))
      return i;
  return lines.size();
}

// 一、总体要求……1 is a line of contents.
bool is_of_a_table_of_contents(std::string_view line) {
  const std::size_t dots = std::max(line.rfind("……") + 1, line.rfind("....") + 1);
  if (dots == 0 || line.find_last_not_of("0123456789") + 1 == line.size()) return false;
  return line.find_first_not_of(" .0123456789\xE2\x80\xA6", dots - 1) == line.npos;
}

// Counts, at each depth, up to where the numbers have come.
class Numbering {
 public:
  // What may be a number of the text is one of the document where it follows on.
  bool follows_on(const Mark& mark) const {
    const std::int32_t last = values_[place(mark)];
    if (mark.depth == Depth::decimal) return is_below_its_own(mark.number);
    return !mark.is_doubtful || mark.value == last + 1;
  }
  // Within a line: the next at its depth, or the first of a deeper one.
  bool comes_next(const Mark& mark) const {
    const std::size_t depth = place(mark);
    const std::int32_t last = values_[depth];
    return !mark.is_doubtful &&
           (last > 0 ? mark.value == last + 1 : mark.value == 1 && depth + 1 > depth_of_last_);
  }
  // The number as it is cited from here on.
  std::string take(const Mark& mark) {
    const std::size_t depth = place(mark);
    numbers_[depth] = mark.number;
    values_[depth] = mark.value;
    depth_of_last_ = depth + 1;
    for (std::size_t below = depth + 1; below < depth_count; ++below) {
      numbers_[below].clear();
      values_[below] = 0;
    }
    std::string cited;
    const bool has_decimal = !numbers_[static_cast<std::size_t>(Depth::decimal)].empty();
    for (std::size_t above = 0; above <= depth; ++above)
      if (!has_decimal || above != static_cast<std::size_t>(Depth::arabic))
        cited += numbers_[above];
    return cited;
  }

 private:
  static std::size_t place(const Mark& mark) { return static_cast<std::size_t>(mark.depth); }
  // 2.1 after 2, and 2.1.1 or 2.2 after 2.1.
  bool is_below_its_own(std::string_view number) const {
    const std::string_view above = number.substr(0, number.rfind('.'));
    const std::string& last = numbers_[static_cast<std::size_t>(Depth::decimal)];
    return above == numbers_[static_cast<std::size_t>(Depth::arabic)] ||
           (!last.empty() && (last == above || last.starts_with(std::string(above) + ".")));
  }

  std::array<std::string, depth_count> numbers_;
  std::array<std::int32_t, depth_count> values_{};
  std::size_t depth_of_last_ = 0;
};

// Where within a line a clause might begin: after a sentence or a bracket, not in a quotation.
std::vector<std::size_t> places_within(std::string_view line) {
  std::vector<std::size_t> places;
  int quoted = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const std::string_view rest = line.substr(at);
    for (const std::string_view open : {"“", "《", "「"}) quoted += rest.starts_with(open) ? 1 : 0;
    for (const std::string_view close : {"”", "》", "」"})
      quoted -= rest.starts_with(close) && quoted > 0 ? 1 : 0;
    if (quoted > 0) continue;
    for (const std::string_view end : {"。", "；", "：", "！", "）", "】", ")", ";", ":", " "})
      if (rest.starts_with(end) && at + end.size() < line.size()) places.push_back(at + end.size());
  }
  return places;
}

// A line that holds clauses of one depth one after the other is parted into them; its beginning
// stands first, with a number or without.
Lines pieces_of(std::string_view line, bool begins_freely, bool is_decimal) {
  const std::optional<Mark> first = find_mark(line, is_decimal);
  Lines pieces;
  if (!first && !begins_freely) return {line};
  Numbering numbering;
  if (first) numbering.take(*first);
  std::optional<Depth> depth;
  if (first) depth = first->depth;
  std::size_t begin = 0, of_its_depth = first ? 1 : 0;
  for (const std::size_t place : places_within(line)) {
    if (place <= begin) continue;
    const std::optional<Mark> mark = find_mark(line.substr(place), is_decimal);
    if (!mark || !numbering.comes_next(*mark)) continue;
    if (!depth) depth = mark->depth;
    of_its_depth += mark->depth == *depth ? 1 : 0;
    numbering.take(*mark);
    pieces.push_back(trimmed(line.substr(begin, place - begin)));
    begin = place;
  }
  if (of_its_depth < 2) return {line};
  pieces.push_back(trimmed(line.substr(begin)));
  return pieces;
}

// What asks nothing by its words asks nothing; each that is in charge of a part has its own clause.
void put_parts(const Clause& clause, std::vector<Clause>& into) {
  for (const std::string_view part : parts_in_charge(clause.text)) {
    Clause one{clause.number, std::string(part)};
    one.asks = names_who_is_in_charge(part) ? Asks::task
               : asks_a_reply(part)         ? Asks::reply
                                            : Asks::nothing;
    into.push_back(std::move(one));
  }
}

// 各省、自治区、直辖市人民政府：, before which there is nothing but the head.
std::size_t text_begins(std::span<const std::string_view> lines) {
  constexpr std::size_t head_lines_max = 8, addressee_characters_max = 120;
  for (std::size_t i = 0; i < std::min(lines.size(), head_lines_max); ++i)
    if (ends_with_any(lines[i], {"：", ":"}) && !lines[i].contains("。") &&
        !lines[i].contains("如下") && character_count(lines[i]) <= addressee_characters_max)
      return i + 1;
  const auto text = std::ranges::find_if(lines, [](std::string_view line) {
    return ends_with_any(line, {"。", "；", "：", "！", "？", "）"});
  });
  return static_cast<std::size_t>(text - lines.begin());
}

}  // namespace

SplitText split_clauses(std::string_view utf8) {
  const Lines lines = lines_of(utf8);
  const std::span<const std::string_view> all(lines);
  const std::size_t end = signature_begins(all.first(attachments_begin(all)));
  const bool is_decimal = std::ranges::any_of(all.first(end), begins_decimals);
  const bool has_marks = std::ranges::any_of(all.first(end), [&](std::string_view line) {
    const std::optional<Mark> mark = find_mark(line, is_decimal);
    return mark && !mark->is_doubtful;
  });
  SplitText split;
  std::vector<Clause> whole;
  Numbering numbering;
  for (std::size_t i = 0; i < end; ++i) {
    if (is_of_a_table_of_contents(lines[i])) {
      split.left_out.emplace_back(lines[i]);
      continue;
    }
    for (const std::string_view piece : pieces_of(lines[i], !has_marks, is_decimal)) {
      const std::optional<Mark> mark = find_mark(piece, is_decimal);
      if (mark && numbering.follows_on(*mark)) {
        std::string number = numbering.take(*mark);
        whole.push_back({std::move(number), std::string(trimmed(piece.substr(mark->size)))});
      } else if (whole.empty()) {
        split.left_out.emplace_back(piece);
      } else {
        std::string& text = whole.back().text;
        text.append(text.empty() ? "" : "\n").append(piece);
      }
    }
  }
  if (whole.empty()) {
    split.left_out.clear();
    const std::size_t begin = std::min(text_begins(all.first(end)), end);
    for (std::size_t i = 0; i < begin; ++i) split.left_out.emplace_back(lines[i]);
    for (std::size_t i = begin; i < end; ++i) whole.push_back({{}, std::string(lines[i])});
  }
  for (const Clause& clause : whole) put_parts(clause, split.clauses);
  for (const std::string_view line : all.subspan(end)) split.left_out.emplace_back(line);
  return split;
}

}  // namespace chuangyou
