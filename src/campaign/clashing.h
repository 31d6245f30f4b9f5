// What else those to whom something is being written owe about the same time: a hint to whoever
// writes, never a fault (Law 10).
#pragma once

#include <string>
#include <vector>

#include "campaign/find.h"
#include "ledgers/asked_of_others.h"
#include "storage/due_at_unit.h"

namespace chuangyou {

struct Clash {
  Link sent;  // the document, or the task whose part was sent
  std::string title;
  Date due;                // the first
  std::int64_t units = 0;  // of those that are addressed
};
struct Clashes {
  std::int64_t documents = 0, units = 0;  // that clash, and that owe any of them
  std::vector<Clash> first;               // those that most of them owe
  // Else there may be more of both: of units, days or what they owe not all was looked at.
  bool is_complete = true;
};

inline constexpr std::int64_t clashes_within_working_days = 2;
inline constexpr std::size_t clashes_listed_max = 5;
// Whoever writes waits for it: of a wide audience so many units are looked at, and of what lies
// with them and below them so many records.
inline constexpr std::size_t clashing_units_max = 200;
inline constexpr std::int64_t walked_at_unit_max = 1'000, walked_in_all_max = 4'000;

// What is asked of whom, read while the record that is being written is.
struct AskedTogether {
  Uuid record;
  AskedOfOthers of_others;
  std::vector<SpanOfDays> spans;  // around the days that are asked for
  bool is_complete = true;        // else there are more days than these
};
AskedTogether asked_together(const Deciding&);

// Of replies that are wanted and open, that those addressed owe themselves, and that the reader
// sees whole. Reads unit by unit, with the body's lock for one at a time.
Clashes clashes_of(const Reader&, const AskedTogether&);

}  // namespace chuangyou
