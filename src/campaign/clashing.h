// What else those to whom something is being written owe about the same time: a hint to whoever
// writes, never a fault (Law 10).
#pragma once

#include <string>
#include <vector>

#include "campaign/find.h"

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
};

inline constexpr std::int64_t clashes_within_working_days = 2;
inline constexpr std::size_t clashes_listed_max = 5;
// Whoever writes waits for it: of a wide audience so many units are looked at.
inline constexpr std::size_t clashing_units_max = 200;

// Of replies that are wanted and open, and that the reader sees whole.
Clashes clashes_of(const Reader&, const Deciding&);

}  // namespace chuangyou
