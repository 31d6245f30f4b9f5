#include "documents/clause_tables.h"

#include <algorithm>

#include "core/text.h"
#include "documents/clause_marks.h"

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

constexpr std::size_t lines_of_row_max = 40;

// A spreadsheet puts a cell of several lines, and one with quotes, between quotes, which it doubles
// inside: those stand at an end of a cell.
std::size_t quotes_in(std::string_view line) {
  std::size_t quotes = 0;
  for (std::size_t at = line.find('"'); at != line.npos; at = line.find('"', at + 1)) ++quotes;
  return quotes;
}
std::vector<std::string> without_quotes(const std::vector<std::string_view>& cells) {
  std::vector<std::string> plain;
  for (std::string_view cell : cells) {
    const bool is_quoted = cell.size() > 1 && cell.starts_with('"') && cell.ends_with('"');
    if (is_quoted) cell = cell.substr(1, cell.size() - 2);
    std::string& one = plain.emplace_back();
    for (std::size_t at = 0; at < cell.size(); ++at) {
      one += cell[at];
      if (is_quoted && cell.substr(at).starts_with("\"\"")) ++at;
    }
  }
  return plain;
}
bool is_latin(char sign) {
  return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z') ||
         (sign >= '0' && sign <= '9');
}

// 序 号 is typed with blanks to fill its column.
std::string title_in(std::string_view cell) {
  std::string title = compatibility_folded(cell);
  std::erase_if(title, [](char sign) { return sign == ' ' || sign == '"'; });
  return title;
}

bool is_any(std::string_view title, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, title) != words.end();
}
bool says_number(std::string_view title) { return is_any(title, {"序号", "编号", "号"}); }
bool says_task(std::string_view title) {
  return is_any(title, {"任务",     "工作任务", "重点任务", "主要任务", "任务内容", "事项",
                        "工作事项", "工作内容", "内容",     "重点工作", "工作",     "措施",
                        "工作措施", "项目",     "具体任务", "具体措施", "具体工作", "主要工作",
                        "任务名称", "工作项目", "整改措施", "具体事项"});
}
bool says_who(std::string_view title) {
  return is_any(title, {"责任单位", "牵头单位", "责任部门", "牵头部门", "负责单位", "负责部门",
                        "承办单位", "主办单位", "落实单位", "责任处室", "责任人", "牵头处室",
                        "承办处室", "负责处室", "落实部门", "承办部门", "责任主体"});
}
bool says_by_when(std::string_view title) {
  return is_any(title, {"时限", "完成时限", "完成时间", "期限", "时间", "时间节点", "时间要求",
                        "办理时限", "进度安排", "完成期限", "完成日期", "办结时限", "截止时间"});
}

}  // namespace

std::optional<TaskTable> TaskTable::headed_by(std::string_view line) {
  if (!line.contains('\t')) return std::nullopt;
  std::vector<std::string> titles;
  for (const std::string_view cell : cells_of(line)) titles.push_back(title_in(cell));
  const auto place_of = [&](auto says) {
    return static_cast<std::size_t>(std::ranges::find_if(titles, says) - titles.begin());
  };
  TaskTable table;
  table.columns_ = titles;
  table.number_ = place_of(says_number);
  table.task_ = place_of(says_task);
  table.names_who_ = place_of(says_who) < titles.size();
  if (table.task_ == titles.size()) return std::nullopt;
  if (!table.names_who_ && place_of(says_by_when) == titles.size()) return std::nullopt;
  return table;
}

std::size_t TaskTable::lines_of_row(std::span<const std::string_view> lines) const {
  const auto tabs_in = [](std::string_view line) {
    return static_cast<std::size_t>(std::ranges::count(line, '\t'));
  };
  const std::size_t wanted = columns_.size() - 1;
  if (lines.empty() || tabs_in(lines[0]) > wanted) return 0;
  std::size_t tabs = 0, quotes = 0, taken = 0;
  const auto is_open = [&] { return tabs < wanted || quotes % 2 == 1; };
  while (taken < lines.size() && is_open() && tabs + tabs_in(lines[taken]) <= wanted &&
         taken < lines_of_row_max) {
    tabs += tabs_in(lines[taken]);
    quotes += quotes_in(lines[taken]);
    ++taken;
  }
  // A row that somebody typed may lack its last cells; what only looks like one is none.
  if (tabs < wanted || quotes % 2 == 1) return tabs_in(lines[0]) > 0 ? 1 : 0;
  // What has no tab belongs to the last cell where the table goes on behind it.
  std::size_t next = taken;
  while (next < lines.size() && next - taken < lines_of_row_max && tabs_in(lines[next]) == 0 &&
         !find_mark(lines[next], false))
    ++next;
  const bool goes_on = next < lines.size() && tabs_in(lines[next]) > 0 &&
                       tabs_in(lines[next]) <= wanted && !headed_by(lines[next]);
  return goes_on ? next : taken;
}

std::optional<Clause> TaskTable::row(std::span<const std::string_view> lines) const {
  std::string line;
  for (const std::string_view one : lines) {
    const bool parts_words =
        !line.empty() && !one.empty() && is_latin(line.back()) && is_latin(one.front());
    line.append(parts_words ? " " : "").append(one);
  }
  const std::vector<std::string> cells = without_quotes(cells_of(line));
  if (task_ >= cells.size() || cells[task_].empty()) return std::nullopt;
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

std::string_view with_tabs_around(std::string_view text, std::string_view line) {
  const auto end = static_cast<std::size_t>(line.data() - text.data());
  std::size_t begin = end;
  while (begin > 0 && text[begin - 1] == '\t') --begin;
  std::size_t after = end + line.size();
  while (after < text.size() && text[after] == '\t') ++after;
  return text.substr(begin, after - begin);
}

}  // namespace chuangyou
