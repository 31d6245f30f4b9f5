// A cell of a table as a workbook holds it: days as days and numbers as numbers, so that a
// spreadsheet sorts and filters them; all else as the text that it is.
#pragma once

#include "documents/xlsx_writer.h"
#include "record/field.h"

namespace chuangyou {

XlsxCell cell_of(Kind kind, const std::string& text);

}  // namespace chuangyou
