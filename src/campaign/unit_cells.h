// The units of a body as a table, as `import-units` reads it again: one row a unit, superiors
// before those below them, siblings in their order.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "org/tree.h"

namespace chuangyou {

inline constexpr std::string_view unit_columns[] = {
    "id",           "code",   "name",     "type",        "administrative_parent",
    "party_parent", "from",   "until",    "closed",      "aliases",
    "level",        "sector", "exposure", "order_number"};

// Every unit, from the root down.
std::vector<UnitNo> units_from_the_root(const Tree&, Date on);
// In the order of unit_columns, as they stand on a day: superiors by their codes, by their names
// where they have none; choices by `word`, which is given their kind and their wire name.
using WordOf = std::function<std::string(std::string_view kind, std::string_view name)>;
std::string wire_name(std::string_view kind, std::string_view name);
std::vector<std::string> unit_cells(const Tree&, const Unit&, Date on, const WordOf& word);

}  // namespace chuangyou
