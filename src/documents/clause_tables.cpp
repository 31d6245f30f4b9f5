#include "documents/clause_tables.h"

#include <algorithm>

#include "core/text.h"

namespace chuangyou {
namespace {

std::vector<std::string_view> cells_of(std::string_view line) {
  std::vector<std::string_view> cells;
  for (std::size_t begin = 0; begin <= line.size();) {
    const std::size_t end = std::min(line.find('\t', begin), line.size());
    cells.push_back(trimmed(line.substr(begin, end - begin)));
    begin = end + 1;
  }
  return cells;
}

bool is_any(std::string_view title, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, title) != words.end();
}
bool says_number(std::string_view title) { return is_any(title, {"序号", "编号", "号"}); }
bool says_task(std::string_view title) {
  return is_any(title, {"任务", "工作任务", "重点任务", "主要任务", "任务内容", "事项", "工作事项",
                        "工作内容", "内容", "重点工作", "工作", "措施", "工作措施", "项目"});
}
bool says_who(std::string_view title) {
  return is_any(title, {"责任单位", "牵头单位", "责任部门", "牵头部门", "负责单位", "负责部门",
                        "承办单位", "主办单位", "落实单位", "责任处室", "责任人"});
}
bool says_by_when(std::string_view title) {
  return is_any(title, {"时限", "完成时限", "完成时间", "期限", "时间", "时间节点", "时间要求",
                        "办理时限", "进度安排"});
}

}  // namespace

std::optional<TaskTable> TaskTable::headed_by(std::string_view line) {
  if (!line.contains('\t')) return std::nullopt;
  const std::vector<std::string_view> titles = cells_of(line);
  const auto place_of = [&](auto says) {
    return static_cast<std::size_t>(std::ranges::find_if(titles, says) - titles.begin());
  };
  TaskTable table;
  table.columns_.assign(titles.begin(), titles.end());
  table.number_ = place_of(says_number);
  table.task_ = place_of(says_task);
  table.names_who_ = place_of(says_who) < titles.size();
  if (table.task_ == titles.size()) return std::nullopt;
  if (!table.names_who_ && place_of(says_by_when) == titles.size()) return std::nullopt;
  return table;
}

bool TaskTable::has_row(std::string_view line) const {
  return line.contains('\t') && cells_of(line).size() <= columns_.size();
}

Clause TaskTable::row(std::string_view line) const {
  const std::vector<std::string_view> cells = cells_of(line);
  Clause clause;
  std::string besides;
  bool says_who_it_is = false;
  for (std::size_t i = 0; i < std::min(cells.size(), columns_.size()); ++i) {
    if (cells[i].empty()) continue;
    if (i == number_) {
      clause.number = cells[i];
    } else if (i == task_) {
      clause.text = cells[i];
    } else {
      says_who_it_is = says_who_it_is || says_who(columns_[i]);
      besides.append(besides.empty() ? "" : "；").append(columns_[i]).append("：").append(cells[i]);
    }
  }
  if (!besides.empty()) clause.text += "（" + besides + "）";
  if (says_who_it_is) clause.asks = Asks::task;
  return clause;
}

std::string_view with_tabs_before(std::string_view text, std::string_view line) {
  const auto end = static_cast<std::size_t>(line.data() - text.data());
  std::size_t begin = end;
  while (begin > 0 && text[begin - 1] == '\t') --begin;
  return text.substr(begin, end - begin + line.size());
}

}  // namespace chuangyou
