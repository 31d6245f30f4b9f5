// A table of tasks that was pasted from a spreadsheet: 序号, 任务, 责任单位, 时限 with tabs between.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "documents/clauses.h"

namespace chuangyou {

class TaskTable {
 public:
  // By the line that names its columns: one of them is what is to be done, another one who does it
  // or by when.
  static std::optional<TaskTable> headed_by(std::string_view line);
  // How many of the lines are its next row: a cell of several lines breaks it, and only the number
  // of tabs tells where it ends. 0: the table is over.
  std::size_t lines_of_row(std::span<const std::string_view> lines) const;
  // What is to be done, with the other columns behind it in brackets; none where its cell is empty.
  std::optional<Clause> row(std::span<const std::string_view> lines) const;

 private:
  std::vector<std::string> columns_;
  std::size_t number_ = 0, task_ = 0;  // the columns; as many as there are: no such one
  bool names_who_ = false;
};

// A first or last cell that is empty is none of the blanks around a line.
std::string_view with_tabs_around(std::string_view text, std::string_view line);

}  // namespace chuangyou
