// A table that somebody hands in, row by row, whatever it is kept in: CSV, or a sheet of a
// workbook. Its titles need not stand in the first row, and what offices leave around a table is
// passed over: title lines, rows that are blank or hold nothing but rulers.
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "documents/csv_reader.h"
#include "documents/rows_ahead.h"
#include "documents/xlsx_reader.h"

namespace chuangyou {

// What somebody says of the table; what he leaves out tells by itself.
struct TableLayout {
  std::string sheet = {};       // of a workbook, by name; empty: the first that is shown
  std::int64_t header_row = 0;  // as a spreadsheet shows it; 0: the first that has the titles
  std::size_t head_rows = 1;    // titles that stand below one title of several columns: 2
  char separator = '\0';        // of CSV
  std::string charset = {};     // of CSV
};

class TableReader {
 public:
  using Cells = std::vector<std::string>;

  // `file`: where `input` lies, for a workbook is read from its end; empty: nowhere, as a pipe.
  // sheet_is_unknown with those that are there; what either reader refuses.
  static Result<TableReader> open(std::istream& input, const std::filesystem::path& file,
                                  const TableLayout& layout);

  // The titles: of the first forty rows the first in which `wanted` of them are known, else that in
  // which most are, else the first. Of two rows of heads `upper/lower`.
  using Known = std::function<std::size_t(const Cells&)>;
  Result<Cells> header(const Known& known = {}, std::size_t wanted = 0);
  // From here on the file is read on a thread of its own, some rows ahead of whoever asks for them:
  // nobody else touches `input` until the table has been read or is gone.
  void read_ahead();
  // The next row in which a cell holds something, as long as the titles. False at the end; what is
  // refused has the row in `detail`, and reading can go on unless the file itself is broken.
  // field_has_wrong_kind: a formula that no value was saved with, in the column of these letters.
  Result<bool> next(Cells& cells);
  // Of a workbook: from its first row once more, before the titles, without looking through all of
  // it again for what stands at its end.
  Result<void> begin_again();

  std::int64_t row() const { return row_.number; }  // as a spreadsheet shows it: 1 is the first
  std::int64_t header_row() const { return header_row_; }
  bool is_workbook() const { return workbook() != nullptr; }
  bool counts_from_1904() const;  // a number that means a day, in this workbook
  // Columns, from 0, of the row last read that held a formula: what was saved with it is taken.
  const std::vector<std::size_t>& formulas() const { return row_.formulas; }
  // Columns that nobody reads: a formula that no value was saved with is refused elsewhere.
  void pass_over(std::vector<std::size_t> columns) { passed_over_ = std::move(columns); }
  // Of a workbook the cells of the row last read that hold numbers, and how a sheet shows them.
  const std::vector<XlsxReader::NumberCell>& numbers() const { return row_.numbers; }
  XlsxReader::Written written(const XlsxReader::NumberCell&) const;
  // A cell of the row last read as the sheet shows it; as it is, where that cannot be told.
  std::string as_shown(const Cells& cells, std::size_t column) const;
  // Of a text how many bytes of the file, of a workbook of its sheet; and how many there are, where
  // that is known.
  std::int64_t bytes_read() const { return row_.bytes_read; }
  std::int64_t bytes_in_all() const;                     // of a workbook; 0 of a text
  bool is_row_hidden() const { return row_.is_hidden; }  // of a workbook, by hand or a filter
  bool is_column_hidden(std::size_t column) const;       // from 0
  bool was_gb18030() const;
  char separator() const;  // of CSV; nought of a workbook
  std::vector<XlsxReader::Sheet> sheets() const;

 private:
  using Reader = std::variant<CsvReader, XlsxReader>;
  // It stays where it is while the thread that reads ahead makes use of it.
  struct File {
    explicit File(Reader its_reader) : reader(std::move(its_reader)) {}
    bool read(TableRow& row);  // with blank rows left out; false at the end

    Reader reader;
    bool is_over = false;
    std::optional<RowsAhead> ahead;
  };
  TableReader(Reader reader, const TableLayout& layout)
      : file_(std::make_unique<File>(std::move(reader))), layout_(layout) {}

  const CsvReader* csv() const { return std::get_if<CsvReader>(&file_->reader); }
  const XlsxReader* workbook() const { return std::get_if<XlsxReader>(&file_->reader); }
  bool hold();  // one row more; false at the end
  Cells titles_at(std::size_t held) const;
  Result<std::size_t> find_header(const Known& known, std::size_t wanted);
  Result<bool> fitted(Cells& cells) const;

  std::unique_ptr<File> file_;
  TableLayout layout_;
  std::deque<TableRow> held_;  // read while the titles were looked for
  std::size_t held_bytes_ = 0;
  TableRow row_;  // the last, without its cells
  std::vector<std::size_t> passed_over_;
  std::int64_t header_row_ = 0;
  std::size_t columns_ = 0, columns_with_nameless_ = 0;
};

// `合计`, `小计`, `Total` and their like in its first cell that holds something.
bool is_total_row(const TableReader::Cells& cells);
// `AB` of column 27, counted from 0.
std::string letters_of_column(std::size_t column);

}  // namespace chuangyou
