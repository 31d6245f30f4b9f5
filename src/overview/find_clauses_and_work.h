// Clauses that no task answers, and tasks that answer no clause, of the documents in force for a
// unit.
#pragma once

#include "overview/pages_read.h"

namespace chuangyou {

struct ClauseLeft {
  Uuid directive;
  std::string title;
  std::int64_t row = 0;
  std::string text;
};
inline constexpr std::size_t clauses_left_listed_max = 100;
struct ClausesAndWork {
  std::int64_t tasks = 0, claimed = 0, confirmed = 0;  // of the unit and all below it
  std::int64_t clauses = 0, answered = 0;
  std::vector<ClauseLeft> left;  // the first of those not answered
  PagesRead without_clause;
  bool is_complete = true;
};
// Of the documents of the unit and of each above it. nothing_is_there.
Result<ClausesAndWork> find_clauses_and_work(const Reader&, const Uuid& unit);

}  // namespace chuangyou
