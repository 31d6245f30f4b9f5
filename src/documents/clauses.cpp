#include "documents/clauses.h"

#include <algorithm>
#include <array>
#include <optional>

#include "core/text.h"
#include "documents/clause_asks.h"
#include "documents/clause_frame.h"
#include "documents/clause_marks.h"
#include "documents/clause_tables.h"

namespace chuangyou {
namespace {

using Lines = std::vector<std::string_view>;

// How many bytes end a line here: U+0085, U+2028 and U+2029 do as well.
std::size_t size_of_line_end(std::string_view text) {
  if (std::string_view("\r\n\v\f").contains(text[0])) return 1;
  for (const std::string_view end : {"\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"})
    if (text.starts_with(end)) return end.size();
  return 0;
}

Lines lines_of(std::string_view text) {
  Lines lines;
  std::size_t begin = 0;
  const auto take = [&](std::size_t end) {
    const std::string_view line = trimmed(text.substr(begin, end - begin));
    if (!is_blank(line)) lines.push_back(line);
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::size_t size = size_of_line_end(text.substr(at));
    if (size == 0) continue;
    take(at);
    begin = at + size;
    at = begin - 1;
  }
  take(text.size());
  return lines;
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
    for (const std::string_view end :
         {"。", "；", "：", "！", "）", "】", ")", ";", ":", " ", "\t", "\u3000"})
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

}  // namespace

SplitText split_clauses(std::string_view utf8) {
  const Lines lines = lines_of(utf8);
  const std::span<const std::string_view> all(lines);
  const std::span<const std::string_view> body =
      all.first(signature_begins(all.first(attachments_begin(all))));
  const bool is_decimal = std::ranges::any_of(body, begins_decimals);
  const bool has_marks = std::ranges::any_of(body, [&](std::string_view line) {
    const std::optional<Mark> mark = find_mark(line, is_decimal);
    return mark && !mark->is_doubtful;
  });
  SplitText split;
  std::vector<Clause> whole;
  Numbering numbering;
  std::optional<TaskTable> table;
  bool has_clauses = false;
  const auto part_whole = [&] {
    has_clauses = has_clauses || !whole.empty();
    for (const Clause& clause : whole) put_parts(clause, split.clauses);
    whole.clear();
  };
  for (const std::string_view line : body) {
    if (table && table->has_row(line)) {
      split.clauses.push_back(table->row(with_tabs_before(utf8, line)));
      continue;
    }
    table = TaskTable::headed_by(line);
    if (table) {
      part_whole();
      has_clauses = true;
    }
    if (table || is_of_a_table_of_contents(line)) {
      split.left_out.emplace_back(line);
      continue;
    }
    for (const std::string_view piece : pieces_of(line, !has_marks, is_decimal)) {
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
  part_whole();
  if (!has_clauses) {
    split.left_out.clear();
    const std::size_t begin = text_begins(body);
    for (const std::string_view line : body.first(begin)) split.left_out.emplace_back(line);
    for (const std::string_view line : body.subspan(begin))
      put_parts({{}, std::string(line)}, split.clauses);
  }
  for (const std::string_view line : all.subspan(body.size())) split.left_out.emplace_back(line);
  return split;
}

}  // namespace chuangyou
