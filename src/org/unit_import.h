// Units from a table: any file with a key, a name and parents, of one parent each or several. Every
// row ends in exactly one of: founded, founded with a note, refused; none is dropped in silence.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/random_source.h"
#include "core/result.h"
#include "org/org_act.h"

namespace chuangyou {

struct UnitRow {
  std::int64_t row = 0;  // in the file, 1 = first data row
  std::string code;      // key in the file
  std::string name;
  std::string type;                  // one of unit_type_names, or empty
  std::vector<std::string> parents;  // codes; empty = below the root
  bool closed = false;
  // ISO or empty; `2011` and `2011-05` are the last day of it and, of the founding, the first,
  // which is told.
  std::string closed_on, founded_on = {};
  std::vector<std::string> aliases = {};
  // What the unit is (S20), from its founding on, or from today where no day is known.
  std::string level = {}, sector = {}, order_number = {};
  std::vector<std::string> exposure = {};
  // Code of the superior on the Party line; empty: that line is the administrative one.
  std::string party_parent = {};
};

struct UnitFinding {
  std::int64_t row;
  std::string name;  // of the unit, so that it is reported by name
  Refused refused;   // unit_has_several_parents, unit_closed_without_a_date, parent_is_unknown, …
  bool is_note = false;  // founded all the same: first parent taken, date left empty
};

struct UnitPlan {
  std::vector<FoundUnit> acts;          // parents before children
  std::vector<DescribeUnit> described;  // of those units, after them
  std::vector<UnitFinding> findings;
};

// `several_parents_take_first`: what the one who imports chose for rows with several parents;
// without it each such row is refused by name, and so are the units below it. The result is applied
// all or nothing by whoever calls.
UnitPlan plan_units(std::span<const UnitRow> rows, const Tree& tree, UnitId root,
                    bool several_parents_take_first, Moment now, Date today, RandomSource& random);

}  // namespace chuangyou
