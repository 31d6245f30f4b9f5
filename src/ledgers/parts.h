// What a rule is made of, and what is measured of a record while it is written, for whoever asks
// beforehand. The same functions as in the acts: nothing is judged here a second time.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "record/decide.h"

namespace chuangyou {

// The single laws of which a rule is made, each of which can be asked by itself; empty: it is one.
using Parts = std::span<const Rule>;
Parts parts_of(const Act& act);

// The law that is broken first, for the rule that is made of them.
Verdict first_broken(Parts parts, const Deciding& deciding);

// One figure of what a record will cost those who get it (Law 10), and its bound where it has one.
struct Measure {
  std::string_view name;
  std::int64_t is = 0;
  std::optional<std::int64_t> least = {}, most = {};
};
std::vector<Measure> measures_of(const Deciding& deciding);

}  // namespace chuangyou
