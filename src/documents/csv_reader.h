// CSV as RFC 4180 has it, streamed in constant memory: UTF-8 or UTF-16 with or without mark, or
// GB18030; CR LF, LF or CR alone; commas, semicolons or tabs between cells, whichever part the
// first line most that they part at all; quoted cells over several lines. Files of any size; a cell
// ends at 1 MB.
#pragma once

#include <cstdint>
#include <functional>
#include <istream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace chuangyou {

class CsvReader {
 public:
  // `charset`: in what somebody says that it is written; empty: what it is tells by itself.
  // `separator`: likewise, between cells.
  explicit CsvReader(std::istream& input, std::string_view charset = {}, char separator = '\0');
  CsvReader(CsvReader&&) noexcept;
  CsvReader& operator=(CsvReader&&) noexcept;
  ~CsvReader();

  // Before anything is read: media_type_is_wrong (a workbook), encoding_is_ambiguous with what two
  // encodings read where they differ in `detail`: UTF-8 and GB18030 of `漏水`, Windows-1252 and
  // GB18030 of `Gràcia`.
  Result<void> begin();

  // What begin() refuses; the first line, or file_is_empty, text_is_neither_utf8_nor_gb18030,
  // media_type_is_wrong (a workbook, or not written in what was said), file_is_too_large (more than
  // some hundred columns).
  Result<std::vector<std::string>> header();
  // The next row into `cells` (reused) in which a cell holds something; a nameless column at the
  // end that holds nothing is no column. False at the end. quote_is_not_closed, row_is_cut_short,
  // row_has_too_many_cells, field_is_too_long (a cell over 1 MB, a row over 16),
  // text_is_neither_utf8_nor_gb18030 with the row in `detail`; reading can go on with the row after
  // it.
  Result<bool> next(std::vector<std::string>& cells);
  std::int64_t row() const;  // of the row last read, as a spreadsheet shows it: 1 is the first
  std::int64_t bytes_read() const;  // taken from the input so far
  bool was_gb18030() const;
  char separator() const;  // between cells

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// In front of a file, by which spreadsheets know that it is UTF-8.
inline constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
// One row as text, quoted where it must be; a cell that a spreadsheet would take for a formula gets
// an apostrophe in front (injection).
std::string csv_row(const std::vector<std::string>& cells);
// A cell as it was before that.
std::string without_apostrophe(std::string_view cell);

}  // namespace chuangyou
