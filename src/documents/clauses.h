// The whole text of a document, as it is pasted, into its clauses: a proposal that is shown for
// correction before anything is saved.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"

namespace chuangyou {

enum class Asks : std::uint8_t { nothing, task, reply };

struct Clause {
  std::string number;  // 三（二）: with the heading under which it stands; empty where it has none
  std::string text;  // without its number; what follows without one of its own stays with it
  Asks asks = Asks::nothing;     // a task where it says who is in charge of it
  std::int64_t row = 0;          // of the clause that stands already; 0: it is new
  std::optional<Date> due = {};  // by when: the first day its words name
  std::string of_whom = {};      // who is in charge of it, in its words; the first of several
};

// What may have gone wrong, for whoever corrects the clauses.
enum class ClauseHint : std::uint8_t {
  clause_number_is_repeated,
  clause_numbers_are_missing,
  clause_names_several_days,
};
inline constexpr std::string_view clause_hint_names[] = {
    "clause_number_is_repeated", "clause_numbers_are_missing", "clause_names_several_days"};
struct HintOfClause {
  ClauseHint hint;
  std::size_t clause;  // its place
  std::string detail;  // the number that is repeated, those missing before it: 3–5, or the days
};

struct SplitText {
  std::vector<Clause> clauses;
  std::vector<std::string> left_out;  // lines that are no clause: title, addressee, signature
  std::vector<std::string> attached;  // what lies beside the text, by its titles
  std::vector<HintOfClause> hints;    // each number once
};

// By the numbers that stand at the beginning of a line: 一、 （一） 1. （1） 第三条 ①; within a line
// only where all of them stand in one. A clause that names several who are in charge, each of its
// part, is several. A text without numbers has a clause for each paragraph. What is attached is
// left out, with what follows it; but of a notice that only brings another document along
// (关于印发《…》的通知) that one is the text, behind what the notice itself asks. Blank lines part
// nothing, and no line is lost: it is in a clause or left out. A closing paragraph without a number
// is a clause of its own. A day without a year is reckoned
// from when the document was signed, else from today; one that has passed is nobody's due day.
SplitText split_clauses(std::string_view utf8, std::optional<Date> today = {});

// Which of the clauses that stand (`row` says which) each one is: that of the same words, else that
// of the same number and words like it, else the one that is most like it. No clause stands twice.
void match_clauses(std::vector<Clause>& clauses, std::span<const Clause> standing);

}  // namespace chuangyou
