// Tables as a workbook, row by row in constant memory: texts as texts, never as a formula; days as
// days, so that a spreadsheet sorts and filters them; what cannot come in again in grey.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/date.h"
#include "core/result.h"

namespace chuangyou {

// A whole number beyond fifteen digits goes in as text: a spreadsheet would round it.
using XlsxCell = std::variant<std::monostate, std::string, double, std::int64_t, Date>;

struct XlsxColumn {
  std::string title;
  bool is_grey = false;  // of what an import leaves out
  double width_characters = 16;
};

// As a sheet can be called: at most 31 characters, without []:*?/\ (Excel's own rule).
std::string name_of_sheet(std::string_view wanted);

class XlsxWriter {
 public:
  explicit XlsxWriter(const std::filesystem::path& file);
  XlsxWriter(XlsxWriter&&) noexcept;
  XlsxWriter& operator=(XlsxWriter&&) noexcept;
  ~XlsxWriter();  // not closed: there is no file

  // Under name_of_sheet(), and a number where another is called so.
  void begin_sheet(std::string_view name, std::span<const XlsxColumn> columns);
  // file_is_too_large beyond 1,048,575 rows below the titles; field_is_too_long beyond the 32,767
  // characters that a cell holds, with the row in `detail`.
  Result<void> add(std::span<const XlsxCell> cells);
  // Nothing lies there before. Throws where the disk is full.
  void close();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace chuangyou
