// What a workbook says of itself before any row is read: its sheets, where each lies, how its
// numbers are meant (ECMA-376 part 1, 18.2 and 18.8).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "documents/workbook_parts.h"
#include "documents/workbook_values.h"

namespace chuangyou {

struct Workbook {
  struct Sheet {
    std::string name, part;  // the part's name in the archive
    bool is_hidden = false;
  };
  std::vector<Sheet> sheets;           // without charts and the like
  std::string shared_strings, styles;  // parts; empty without one
  bool counts_from_1904 = false;
};
Result<Workbook> read_workbook(const WorkbookParts&);

// What a number is and how it is shown; empty: each program shows it in its own way.
struct NumberStyle {
  NumberForm form = NumberForm::number;
  std::string code = "General";
};
// By the style that a cell names.
Result<std::vector<NumberStyle>> read_styles(const WorkbookParts&, const std::string& part);

// Cells that are one cell, from the first to the last row and column, counted from 1.
struct Merged {
  std::int64_t first_row, last_row;
  std::size_t first_column, last_column;
};
// Named only behind the rows: looked for before these are read. In the order of their first rows.
Result<std::vector<Merged>> read_merged(const WorkbookParts&, const std::string& part);

// `AB12` is column 28, row 12; {0, 0} where it is none.
struct CellPlace {
  std::size_t column = 0;
  std::int64_t row = 0;
};
CellPlace place_of_cell(std::string_view reference);

}  // namespace chuangyou
