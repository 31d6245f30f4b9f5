// A workbook (ECMA-376, SpreadsheetML) read row by row in constant memory, as Excel, WPS and
// LibreOffice write it: each cell as the text that somebody sees, days by their format, in either
// system of days; cells that are merged hold what their first one holds. A formula is never worked
// out: it is the value that was saved with it. What a sheet shows of a number, `000123` or `85%`,
// is told beside it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"

namespace chuangyou {

class XlsxReader {
 public:
  struct Sheet {
    std::string name;
    bool is_hidden = false;
  };

  // workbook_is_malformed, workbook_is_too_large (a bomb), media_type_is_wrong (no xlsx),
  // file_is_empty (no sheet).
  static Result<XlsxReader> open(const std::filesystem::path& file);
  XlsxReader(XlsxReader&&) noexcept;
  XlsxReader& operator=(XlsxReader&&) noexcept;
  ~XlsxReader();

  const std::vector<Sheet>& sheets() const;
  // Begins with a sheet, from its first row; the first that is not hidden is chosen at opening.
  Result<void> choose(std::size_t sheet);
  Result<void> begin_again();  // from the first row of the sheet that was chosen

  // The next row that the sheet holds into `cells` (reused), as long as its last cell that is not
  // empty; false at the end. field_is_too_long (a cell over 1 MB), file_is_too_large (more than 500
  // columns in use), each with the row in `detail`: reading can go on with the row after it.
  // workbook_is_malformed ends it.
  Result<bool> next(std::vector<std::string>& cells);
  std::int64_t row() const;       // of the row last read, as the sheet shows it: 1 is the first
  bool counts_from_1904() const;  // its days; as Excel did on a Macintosh
  // Of the sheet how much of its text is read, and how much that is as the file says it.
  std::int64_t bytes_read() const;
  std::int64_t bytes_in_all() const;
  bool is_row_hidden() const;  // the row last read: by hand, or by a filter
  // Columns that are hidden, from 0, the first and the last of each stretch; known with the first
  // row.
  const std::vector<std::pair<std::size_t, std::size_t>>& hidden_columns() const;
  // Of the row last read the columns, from 0, that held a formula with the value saved with it.
  const std::vector<std::size_t>& formulas() const;
  // And those, from 0, whose formula was saved without a value: nobody knows what they hold.
  const std::vector<std::size_t>& unsaved() const;

  // A cell of the row last read that holds a number.
  struct NumberCell {
    std::size_t column = 0;  // from 0
    double number = 0;
    std::size_t style = 0;
  };
  const std::vector<NumberCell>& numbers() const;
  struct Written {
    std::optional<std::string> shown;  // nullopt: by a format that is not drawn here
    bool lost_its_digits = false;      // more than the fifteen that a spreadsheet keeps
    std::string with_its_time = {};    // of a day, where its format leaves its time out
  };
  Written written(const NumberCell&) const;

 private:
  struct State;
  explicit XlsxReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace chuangyou
