// Under which heads offices keep what the fields of a ledger hold: words/<language>/<ledger>.json
// has them as `heads`, and those that all lists have in common stand in words/<language>.json. What
// a column is likely to be is a guess that somebody is shown and may choose otherwise.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "record/ledger.h"

namespace chuangyou {

struct GuessedColumn {
  // Nothing, the number of the row in its own list, the unit, how far it is, or a field.
  enum class Is : std::uint8_t { nothing, source, unit, state, field };
  // As this program itself has it; as offices do; or by how it ends: 整改完成时限, 完成时限.
  enum class By : std::uint8_t { nothing, title, head, ending };
  Is is = Is::nothing;
  By by = By::nothing;
  std::string field = {};  // or a column of rows, `steps.what`
};
inline constexpr std::string_view names_of_guesses[] = {"", "source", "unit", "state", "field"};
inline constexpr std::string_view reasons_of_guesses[] = {"", "title", "head", "ending"};

// Column by column; nothing is guessed for two of them. What leads to a record is guessed by its
// own name alone: what an office writes there is no number of ours.
std::vector<GuessedColumn> guess_columns(const Ledger&, const std::vector<std::string>& titles);

// How far a word of a column says that the work is: `claimed`, `open`, or nothing that is known. By
// the names of the ledger's states, and by what offices call them.
std::string_view stage_called(const Ledger&, std::string_view word);

}  // namespace chuangyou
