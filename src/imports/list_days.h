// Days in a list of units or of people: in which form a whole column of them is written, and what a
// workbook's number means there.
#pragma once

#include <string>
#include <string_view>

#include "core/result.h"
#include "documents/date_forms.h"
#include "documents/table_reader.h"

namespace chuangyou {

// The form of a column's days, from all of them; a year or a month alone has none.
class DaysOfColumn {
 public:
  void see(std::string_view cell);
  // Empty: ISO, or nothing that anybody could guess. date_form_is_ambiguous with those that fit.
  Result<std::string> form() const;

 private:
  FormsOfColumn forms_;
  bool is_iso_ = true;
};

// A number in a column of days as the sheet shows it, `2022.10`. date_form_is_ambiguous for a
// `2022.1` that could be October, whose nought a spreadsheet has dropped.
Result<void> show_day(const TableReader& reader, const XlsxReader::NumberCell& number,
                      TableReader::Cells& cells);

}  // namespace chuangyou
