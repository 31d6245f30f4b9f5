// A table of tasks that was pasted from a spreadsheet: 序号, 任务, 责任单位, 时限 with tabs between.
#pragma once

#include <optional>
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
  bool has_row(std::string_view line) const;
  // What is to be done, with the other columns behind it in brackets.
  Clause row(std::string_view line) const;

 private:
  std::vector<std::string> columns_;
  std::size_t number_ = 0, task_ = 0;  // the columns; as many as there are: no such one
  bool names_who_ = false;
};

// A first cell that is empty is none of the blanks before a line.
std::string_view with_tabs_before(std::string_view text, std::string_view line);

}  // namespace chuangyou
