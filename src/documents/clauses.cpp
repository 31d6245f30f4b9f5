#include "documents/clauses.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "core/text.h"
#include "documents/clause_asks.h"
#include "documents/clause_days.h"
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
  // (i) behind (h) is a letter, and otherwise what stands below letters.
  Mark read(const Mark& mark) const {
    if (mark.depth != Depth::lettered || mark.value == values_[place(mark)] + 1) return mark;
    const std::optional<Mark> roman = read_as_roman(mark);
    const std::int32_t last = values_[static_cast<std::size_t>(Depth::roman)];
    return roman && roman->value == last + 1 ? *roman : mark;
  }
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
        add_cited(cited, numbers_[above]);
    return cited;
  }

 private:
  // Words stand apart, as signs need not: Chapter 1 Section 2(a).
  static void add_cited(std::string& cited, const std::string& number) {
    const bool are_words =
        !cited.empty() && !number.empty() && number[0] >= 'A' && number[0] <= 'Z';
    cited.append(are_words ? " " : "").append(number);
  }
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

// What is odd in the numbers, of each kind of number on its own. They may begin anew below each
// heading or go on over all of them.
class NumberHints {
 public:
  std::optional<HintOfClause> look_at(const Mark& mark, const std::string& cited) {
    const std::string plain = with_plain_digits(cited);
    const std::string above = plain.substr(0, plain.size() - std::min(plain.size(), own(mark)));
    const auto key = std::pair(mark.depth, mark.depth == Depth::decimal ? parent(mark) : above);
    const bool is_below_another = !last_here_.contains(key);
    const std::int32_t here = last_here_[key];
    const std::int32_t before = std::max(here, is_below_another ? last_of(mark) : here);
    last_here_[key] = mark.value;
    last_anywhere_[mark.depth] = mark.value;
    if (!seen_.insert(plain).second)
      return is_told_.insert(plain).second
                 ? std::optional(HintOfClause{ClauseHint::clause_number_is_repeated, 0, cited})
                 : std::nullopt;
    // A part that begins with 1 begins anew; else it goes on from the heading before.
    const std::int32_t missing = mark.value - before - 1;
    if (mark.value == 1 || missing < 1) return std::nullopt;
    const std::string first = std::to_string(before + 1), last = std::to_string(mark.value - 1);
    return HintOfClause{ClauseHint::clause_numbers_are_missing, 0,
                        missing == 1 ? first : first + "–" + last};
  }

 private:
  static std::size_t own(const Mark& mark) { return with_plain_digits(mark.number).size(); }
  static std::string parent(const Mark& mark) {
    return mark.number.substr(0, mark.number.rfind('.'));
  }
  std::int32_t last_of(const Mark& mark) const {
    const auto found = last_anywhere_.find(mark.depth);
    return found == last_anywhere_.end() || mark.depth == Depth::decimal ? 0 : found->second;
  }

  std::set<std::string> seen_, is_told_;
  std::map<std::pair<Depth, std::string>, std::int32_t> last_here_;
  std::map<Depth, std::int32_t> last_anywhere_;
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

// By when: the first day of the sentence that asks, else of what stands around it.
std::optional<Date> due_of(std::string_view sentence, std::string_view text,
                           std::optional<Date> signed_on) {
  std::vector<Date> days = days_by_which(sentence, signed_on);
  if (days.empty()) days = days_by_which(text, signed_on);
  return days.empty() ? std::nullopt : std::optional(days.front());
}

// What a clause asks by its own words, whatever the others say.
void read_asks(Clause& clause, std::optional<Date> signed_on) {
  const std::string_view text = clause.text;
  std::string_view sentence = text;
  if (names_who_is_in_charge(text) || says_plainly_who_is_in_charge(text)) {
    clause.asks = Asks::task;
  } else if (sentence = sentence_asking_a_reply(text); !sentence.empty()) {
    clause.asks = Asks::reply;
  } else if (sentence = sentence_with_a_day(text); !sentence.empty()) {
    clause.asks = Asks::task;
  }
  if (clause.asks != Asks::nothing) clause.due = due_of(sentence, text, signed_on);
}

// What is asked in plain words without a day: a document that says who is in charge says it by
// that.
void read_plain_asks(std::vector<Clause>& clauses, std::optional<Date> signed_on) {
  for (Clause& clause : clauses) {
    if (clause.asks != Asks::nothing) continue;
    const std::string_view sentence = sentence_asking_a_task(clause.text);
    if (sentence.empty()) continue;
    clause.asks = Asks::task;
    clause.due = due_of(sentence, clause.text, signed_on);
  }
}

// Of several days the first stands, and a person chooses.
void tell_several_days(SplitText& split, std::optional<Date> signed_on) {
  for (std::size_t i = 0; i < split.clauses.size(); ++i) {
    if (split.clauses[i].asks == Asks::nothing) continue;
    const std::vector<Date> days = days_by_which(split.clauses[i].text, signed_on);
    if (days.size() < 2) continue;
    std::string said;
    for (const Date& day : days) said.append(said.empty() ? "" : "、").append(to_text(day));
    split.hints.push_back({ClauseHint::clause_names_several_days, i, said});
  }
}

bool ends_as_a_sentence(std::string_view line) {
  return std::ranges::any_of(
      std::initializer_list<std::string_view>{"。", "！", "）", ")", "】", "]", "；", "."},
      [&](std::string_view end) { return line.ends_with(end); });
}
// As the words begin by which a document closes.
bool begins_closing(std::string_view line) {
  return std::ranges::any_of(
      std::initializer_list<std::string_view>{"各", "请", "以上", "本通知", "本意见", "自本",
                                              "特此", "此前", "上述", "有关", "联系人"},
      [&](std::string_view word) { return line.starts_with(word); });
}

// What follows the last number without one of its own closes the document, where that clause is no
// heading and what stands below the others does not belong to them in the same way. It is parted
// into its paragraphs.
void part_closing(std::vector<Clause>& whole) {
  if (whole.empty()) return;
  const std::string last = whole.back().text;
  const Lines lines = lines_of(last);
  const auto goes_on = [](std::string_view line) {
    return line.starts_with("（") || line.starts_with("(") || line.starts_with("【") ||
           line.starts_with("[") || line.contains('\t');
  };
  const auto several = [](const Clause& clause) {
    const std::size_t end = clause.text.find('\n');
    return end != clause.text.npos &&
           ends_as_a_sentence(std::string_view(clause.text).substr(0, end));
  };
  const std::span<const Clause> others(whole.data(), whole.size() - 1);
  const bool others_have_several = std::ranges::any_of(others, several);
  std::size_t begin = lines.size();
  while (begin > 1 && !goes_on(lines[begin - 1])) --begin;
  while (begin < lines.size() && !ends_as_a_sentence(lines[begin - 1])) ++begin;
  // A heading alone keeps all that stands below it.
  if (lines.empty() || !ends_as_a_sentence(lines[0])) {
    while (begin < lines.size() && !names_who_is_in_charge(lines[begin - 1])) ++begin;
  } else if (others_have_several && !names_who_is_in_charge(lines[begin - 1])) {
    while (begin < lines.size() && !begins_closing(lines[begin])) ++begin;
  }
  if (begin >= lines.size()) return;
  const auto end_of_kept = lines[begin - 1].data() + lines[begin - 1].size() - last.data();
  whole.back().text = last.substr(0, static_cast<std::size_t>(end_of_kept));
  for (const std::string_view line : std::span(lines).subspan(begin))
    whole.push_back({{}, std::string(line)});
}

// The clauses of one document, or of what it brings along.
class Splitting {
 public:
  Splitting(std::string_view utf8, SplitText& split, std::optional<Date> signed_on)
      : utf8_(utf8),
        split_(split),
        signed_on_(signed_on),
        left_out_before_(split.left_out.size()) {}

  void split(std::span<const std::string_view> all) {
    const std::size_t attached = attachments_begin(all);
    const auto body = all.first(signature_begins(all.first(attached)));
    is_decimal_ = std::ranges::any_of(body, begins_decimals);
    has_marks_ = std::ranges::any_of(body, [this](std::string_view line) {
      const std::optional<Mark> mark = find_mark(line, is_decimal_);
      return mark && !mark->is_doubtful;
    });
    for (std::size_t at = 0; at < body.size();) {
      const std::size_t of_row = take_row(body.subspan(at));
      if (of_row == 0) take_line(body[at]);
      at += std::max(of_row, std::size_t{1});
    }
    part_closing(whole_);
    part_whole();
    if (!has_clauses_) take_paragraphs(body);
    for (const std::string_view line : all.subspan(body.size())) leave_out(line);
    for (std::string& title : titles_attached(all.subspan(attached)))
      split_.attached.push_back(std::move(title));
  }

  // A notice that brings another document along: what it asks itself, and nothing else of it.
  void split_cover(std::span<const std::string_view> all) {
    const auto body = all.first(signature_begins(all.first(attachments_begin(all))));
    const bool has_numbers = std::ranges::any_of(body, [](std::string_view line) {
      const std::optional<Mark> mark = find_mark(line, false);
      return mark && !mark->is_doubtful;
    });
    if (has_numbers) {
      prefix_ = "通知";
      split(all);
      return;
    }
    const std::size_t begin = text_begins(body);
    for (std::size_t i = 0; i < all.size(); ++i) {
      std::vector<Clause> parts;
      if (i >= begin && i < body.size()) put_parts({{}, std::string(all[i])}, parts);
      const bool asks =
          std::ranges::any_of(parts, [](const Clause& one) { return one.asks != Asks::nothing; });
      if (!asks) leave_out(all[i]);
      if (asks) std::ranges::move(parts, std::back_inserter(split_.clauses));
    }
  }

 private:
  void leave_out(std::string_view line) { split_.left_out.emplace_back(line); }

  // Each that is in charge of a part has its own clause.
  void put_parts(const Clause& clause, std::vector<Clause>& into) const {
    for (const std::string_view part : parts_in_charge(clause.text)) {
      Clause one{clause.number, std::string(part)};
      read_asks(one, signed_on_);
      one.of_whom = first_in_charge(part);
      into.push_back(std::move(one));
    }
  }

  void part_whole() {
    has_clauses_ = has_clauses_ || !whole_.empty();
    for (std::size_t i = 0; i < whole_.size(); ++i) {
      for (HintOfClause& hint : hints_)
        if (hint.clause == i)
          split_.hints.push_back({hint.hint, split_.clauses.size(), hint.detail});
      put_parts(whole_[i], split_.clauses);
    }
    whole_.clear();
    hints_.clear();
  }

  // How many lines are the next row of the table; 0: there is no table, or it is over.
  std::size_t take_row(std::span<const std::string_view> body) {
    if (!table_) return 0;
    Lines lines;
    constexpr std::size_t lines_looked_at = 100;
    for (const std::string_view line : body.first(std::min(body.size(), lines_looked_at)))
      lines.push_back(with_tabs_around(utf8_, line));
    const std::size_t taken = table_->lines_of_row(lines);
    const auto row_lines = std::span(lines).first(taken);
    if (taken == 0) return 0;
    if (std::optional<Clause> row = table_->row(row_lines)) {
      row->due = due_of(row->text, row->text, signed_on_);
      row->of_whom = first_in_charge(row->text);
      split_.clauses.push_back(*std::move(row));
    } else {
      for (const std::string_view line : row_lines) leave_out(trimmed(line));
    }
    return taken;
  }

  void take_line(std::string_view line) {
    table_ = TaskTable::headed_by(line);
    if (table_) {
      part_whole();
      has_clauses_ = true;
    }
    if (table_ || is_of_a_table_of_contents(line)) return leave_out(line);
    for (const std::string_view piece : pieces_of(line, !has_marks_, is_decimal_))
      take_piece(piece);
  }

  void take_piece(std::string_view piece) {
    std::optional<Mark> mark = find_mark(piece, is_decimal_);
    if (mark) mark = numbering_.read(*mark);
    if (mark && numbering_.follows_on(*mark)) {
      const std::string number = numbering_.take(*mark);
      if (auto hint = number_hints_.look_at(*mark, number)) {
        hint->clause = whole_.size();
        hints_.push_back(std::move(*hint));
      }
      whole_.push_back({prefix_ + number, std::string(trimmed(piece.substr(mark->size)))});
    } else if (whole_.empty()) {
      leave_out(piece);
    } else {
      std::string& text = whole_.back().text;
      text.append(text.empty() ? "" : "\n").append(piece);
    }
  }

  void take_paragraphs(std::span<const std::string_view> body) {
    split_.left_out.resize(left_out_before_);
    const std::size_t begin = text_begins(body);
    for (const std::string_view line : body.first(begin)) leave_out(line);
    for (const std::string_view line : body.subspan(begin))
      put_parts({{}, std::string(line)}, split_.clauses);
  }

  std::string_view utf8_;
  SplitText& split_;
  std::optional<Date> signed_on_;
  std::size_t left_out_before_;
  bool is_decimal_ = false, has_marks_ = false, has_clauses_ = false;
  std::string prefix_;
  Numbering numbering_;
  NumberHints number_hints_;
  std::vector<Clause> whole_;
  std::vector<HintOfClause> hints_;  // of those in `whole_`
  std::optional<TaskTable> table_;
};

}  // namespace

SplitText split_clauses(std::string_view utf8, std::optional<Date> today) {
  const Lines lines = lines_of(utf8);
  const std::span<const std::string_view> all(lines);
  std::optional<Date> signed_on = day_of_signature(all);
  if (!signed_on) signed_on = today;
  SplitText split;
  const std::size_t cover = brought_along_begins(all);
  if (cover < all.size()) {
    Splitting(utf8, split, signed_on).split_cover(all.first(cover));
    Splitting(utf8, split, signed_on).split(all.subspan(cover));
  } else {
    Splitting(utf8, split, signed_on).split(all);
  }
  if (!std::ranges::any_of(
          split.clauses, [](const Clause& clause) { return names_who_is_in_charge(clause.text); }))
    read_plain_asks(split.clauses, signed_on);
  tell_several_days(split, signed_on);
  for (Clause& clause : split.clauses)
    if (today && clause.due && *clause.due < *today) clause.due.reset();
  return split;
}

}  // namespace chuangyou
