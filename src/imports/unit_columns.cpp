// What the columns of a list of units are called: by this program, and by offices.
#include <algorithm>

#include "core/words.h"
#include "imports/unit_rows.h"

namespace chuangyou {
namespace {

using Cells = std::vector<std::string>;
constexpr Language languages[] = {Language::zh, Language::en};

struct Called {
  std::string_view field, title;
};
constexpr Called usually_called[] = {{"code", "编号"},
                                     {"code", "代码"},
                                     {"code", "单位编号"},
                                     {"code", "单位代码"},
                                     {"code", "机构代码"},
                                     {"code", "组织机构代码"},
                                     {"code", "统一社会信用代码"},
                                     {"code", "Code"},
                                     {"code", "code"},
                                     {"name", "单位名称"},
                                     {"name", "机构名称"},
                                     {"name", "部门名称"},
                                     {"name", "单位"},
                                     {"name", "名称"},
                                     {"name", "Name"},
                                     {"name", "name"},
                                     {"type", "单位类型"},
                                     {"type", "机构类型"},
                                     {"type", "类别"},
                                     {"type", "单位类别"},
                                     {"type", "单位性质"},
                                     {"type", "机构性质"},
                                     {"type", "机构类别"},
                                     {"type", "type"},
                                     {"type", "Type"},
                                     {"parents", "上级"},
                                     {"parents", "上级单位"},
                                     {"parents", "上级编号"},
                                     {"parents", "上级代码"},
                                     {"parents", "主管部门"},
                                     {"parents", "主管单位"},
                                     {"parents", "隶属单位"},
                                     {"parents", "parents"},
                                     {"parents", "parent"},
                                     {"parents", "Parent"},
                                     {"party_parent", "党组织隶属"},
                                     {"party_parent", "上级党组织"},
                                     {"party_parent", "隶属党组织"},
                                     {"party_parent", "党组织隶属关系"},
                                     {"party_parent", "party_parent"},
                                     {"founded_on", "成立日期"},
                                     {"founded_on", "设立日期"},
                                     {"founded_on", "成立时间"},
                                     {"founded_on", "founded_on"},
                                     {"closed_on", "撤销日期"},
                                     {"closed_on", "撤销时间"},
                                     {"closed_on", "closed_on"},
                                     {"closed", "状态"},
                                     {"closed", "是否撤销"},
                                     {"closed", "status"},
                                     {"aliases", "别名"},
                                     {"aliases", "简称"},
                                     {"aliases", "其他名称"},
                                     {"level", "级别"},
                                     {"level", "层级"},
                                     {"sector", "行业"},
                                     {"sector", "系统"},
                                     {"order_number", "排序"},
                                     {"order_number", "排序号"}};

// What the program's own export calls each, in either language and by its wire name.
struct Own {
  std::string_view field, column;
};
constexpr Own own_columns[] = {{"id", "id"},
                               {"code", "code"},
                               {"name", "name"},
                               {"type", "type"},
                               {"parents", "administrative_parent"},
                               {"party_parent", "party_parent"},
                               {"founded_on", "from"},
                               {"closed_on", "until"},
                               {"closed", "closed"},
                               {"aliases", "aliases"},
                               {"level", "level"},
                               {"sector", "sector"},
                               {"exposure", "exposure"},
                               {"order_number", "order_number"}};

bool is_called(std::string_view field, const std::string& title) {
  for (const Own& own : own_columns)
    if (own.field == field) {
      if (title == own.column) return true;
      for (const Language language : languages)
        if (words(language, std::string("org_fields.").append(own.column)) == title) return true;
    }
  return std::ranges::any_of(usually_called, [&](const Called& called) {
    return called.field == field && called.title == title;
  });
}

std::vector<std::pair<std::string_view, std::string UnitColumns::*>> single_columns() {
  return {{"id", &UnitColumns::id},
          {"code", &UnitColumns::code},
          {"name", &UnitColumns::name},
          {"type", &UnitColumns::type},
          {"founded_on", &UnitColumns::founded_on},
          {"closed_on", &UnitColumns::closed_on},
          {"closed", &UnitColumns::closed},
          {"level", &UnitColumns::level},
          {"sector", &UnitColumns::sector},
          {"exposure", &UnitColumns::exposure},
          {"order_number", &UnitColumns::order_number},
          {"party_parent", &UnitColumns::party_parent}};
}

}  // namespace

UnitColumns usual_unit_columns(const Cells& titles) {
  UnitColumns columns;
  for (const std::string& title : titles) {
    if (title.empty()) continue;
    for (const auto& [field, place] : single_columns())
      if ((columns.*place).empty() && is_called(field, title)) {
        columns.*place = title;
        break;
      }
    if (columns.parents.empty() && is_called("parents", title)) columns.parents = {title};
    if (is_called("aliases", title)) columns.aliases.push_back(title);
  }
  // This program gives out both; a file of others means its own.
  if (columns.code.empty()) std::swap(columns.code, columns.id);
  return columns;
}

bool say_column(UnitColumns& columns, std::string_view field, std::string_view title) {
  for (const auto& [name, place] : single_columns())
    if (name == field) return columns.*place = title, true;
  if (field != "parents" && field != "aliases") return false;
  (field == "parents" ? columns.parents : columns.aliases).emplace_back(title);
  return true;
}

bool say_word(UnitReading& reading, std::string_view field, std::string_view word,
              std::string_view means) {
  const std::pair<std::string_view, std::vector<std::string>*> lists[] = {
      {"type", &reading.type_words},
      {"level", &reading.level_words},
      {"exposure", &reading.exposure_words},
      {"closed", &reading.closed_words}};
  for (const auto& [name, list] : lists)
    if (name == field) return list->push_back(std::string(word).append("=").append(means)), true;
  return false;
}

std::vector<std::pair<std::string, std::string_view>> taken_as(const UnitColumns& columns) {
  std::vector<std::pair<std::string, std::string_view>> taken;
  for (const auto& [field, place] : single_columns())
    if (!(columns.*place).empty()) taken.emplace_back(columns.*place, field);
  for (const std::string& title : columns.parents) taken.emplace_back(title, "parents");
  for (const std::string& title : columns.aliases) taken.emplace_back(title, "aliases");
  return taken;
}

}  // namespace chuangyou
