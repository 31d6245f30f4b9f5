#include "imports/people_mapping.h"

#include <algorithm>

#include "core/words.h"
#include "org/people.h"
#include "packs/data_map.h"

namespace chuangyou {
namespace {

constexpr std::span<const std::string_view> roles_of_people =
    std::span(role_names).first(static_cast<std::size_t>(Role::citizen));

constexpr FieldSpec fields[] = {
    {.name = "person", .kind = Kind::text, .length_max = 60},
    {.name = "name", .kind = Kind::text, .length_max = 100},
    {.name = "member_kind", .kind = Kind::choice, .choices = member_kind_names},
    {.name = "unit", .kind = Kind::unit},
    {.name = "role", .kind = Kind::choice, .choices = roles_of_people},
    {.name = "from", .kind = Kind::date},
    {.name = "until", .kind = Kind::date},
    {.name = "accountable", .kind = Kind::yes_no},
    {.name = "serves", .kind = Kind::text, .length_max = 200},
    {.name = "account", .kind = Kind::text, .length_max = 64}};

constexpr Language languages[] = {Language::zh, Language::en};

struct Called {
  std::string_view field, title;
};
// The post in the Party is meant by this campaign, where a list has one beside the post in office.
constexpr Called rather_called[] = {{"role", "党内职务"},   {"role", "党务职务"},
                                    {"unit", "所在党支部"}, {"unit", "所属党支部"},
                                    {"unit", "所在支部"},   {"unit", "党支部"}};
// And as offices call them otherwise; which column was taken for what is told.
constexpr Called usually_called[] = {{"person", "职工编号"},
                                     {"person", "职工号"},
                                     {"person", "员工编号"},
                                     {"person", "人员编码"},
                                     {"person", "工号"},
                                     {"name", "人员姓名"},
                                     {"member_kind", "政治面貌"},
                                     {"unit", "处室"},
                                     {"unit", "部门"},
                                     {"unit", "所在处室"},
                                     {"unit", "所在部门"},
                                     {"unit", "所属处室"},
                                     {"unit", "科室"},
                                     {"unit", "所在单位"},
                                     {"unit", "工作单位"},
                                     {"unit", "单位名称"},
                                     {"unit", "单位及处室"},
                                     {"role", "岗位"},
                                     {"role", "职位"},
                                     {"role", "现任职务"},
                                     {"role", "职务职级"},
                                     {"role", "职务（职级）"},
                                     {"from", "任职时间"},
                                     {"from", "任现职时间"},
                                     {"from", "任现职务时间"},
                                     {"until", "离任时间"},
                                     {"until", "任期至"},
                                     {"account", "账号"},
                                     {"account", "登录账号"},
                                     {"account", "用户名"},
                                     {"unit", "Department"},
                                     {"role", "Role"},
                                     {"from", "From"},
                                     {"account", "Account"},
                                     {"account", "User name"},
                                     {"member_kind", "政治身份"}};

// What offices write in such a column, as GB/T 4762 lists it. How each was taken is told.
struct Said {
  std::string_view field, word, means;
};
constexpr Said usually_said[] = {{"member_kind", "中共党员", "formal"},
                                 {"member_kind", "党员", "formal"},
                                 {"member_kind", "中国共产党党员", "formal"},
                                 {"member_kind", "中共正式党员", "formal"},
                                 {"member_kind", "中共预备党员", "probationary"},
                                 {"member_kind", "中国共产党预备党员", "probationary"},
                                 {"member_kind", "群众", "none"},
                                 {"member_kind", "入党积极分子", "none"},
                                 {"member_kind", "发展对象", "none"},
                                 {"member_kind", "共青团员", "none"},
                                 {"member_kind", "团员", "none"},
                                 {"member_kind", "民主党派", "none"},
                                 {"member_kind", "无党派", "none"},
                                 {"member_kind", "无党派人士", "none"},
                                 {"member_kind", "无党派民主人士", "none"},
                                 {"member_kind", "民革会员", "none"},
                                 {"member_kind", "民革党员", "none"},
                                 {"member_kind", "民盟盟员", "none"},
                                 {"member_kind", "民建会员", "none"},
                                 {"member_kind", "民进会员", "none"},
                                 {"member_kind", "农工党党员", "none"},
                                 {"member_kind", "致公党党员", "none"},
                                 {"member_kind", "九三学社社员", "none"},
                                 {"member_kind", "台盟盟员", "none"},
                                 {"role", "党支部书记", "branch_secretary"}};

constexpr std::string_view says_nothing[] = {"-", "—", "——", "/", "无", "NULL", "N/A", "至今"};

// What this program calls them; what a file says goes before it.
void add_own_words(ImportMapping::Column& column) {
  const auto add = [&](std::span<const Called> titles) {
    for (const auto& [field, title] : titles)
      if (field == column.field) column.also.emplace_back(title);
  };
  add(rather_called);
  for (const Language language : languages)
    column.also.emplace_back(title_of_people_column(language, column.field));
  column.also.push_back(column.field);
  add(usually_called);
  const bool is_role = column.field == "role";
  if (!is_role && column.field != "member_kind") return;
  const std::string_view list = is_role ? "roles." : "member_kinds.";
  for (const std::string_view choice : people_field(column.field).choices)
    for (const Language language : languages)
      column.choices.emplace(words(language, std::string(list).append(choice)), choice);
  for (const auto& [field, word, means] : usually_said)
    if (field == column.field) column.choices.emplace(word, means);
}

}  // namespace

std::span<const FieldSpec> people_fields() { return fields; }

const FieldSpec& people_field(std::string_view name) {
  return *std::ranges::find(fields, name, &FieldSpec::name);
}

std::string_view title_of_people_column(Language language, std::string_view field) {
  return words(language, std::string("people_list.").append(field));
}

ImportMapping people_mapping() {
  ImportMapping mapping;
  mapping.ledger = people_list;
  mapping.is_own_export = true;
  mapping.null_words.assign(std::begin(says_nothing), std::end(says_nothing));
  for (const FieldSpec& field : fields) {
    ImportMapping::Column column;
    column.column = column.field = field.name;
    add_own_words(column);
    mapping.columns.push_back(std::move(column));
  }
  return mapping;
}

Result<ImportMapping> read_people_mapping(std::string_view yaml) {
  std::optional<Refused> fault;
  const DataMap file(yaml, fault,
                     {"list", "sheet", "header_row", "head_rows", "delimiter", "charset",
                      "null_words", "columns", "constants", "ignored"});
  file.choice("list", {people_list});
  ImportMapping mapping;
  mapping.ledger = people_list;
  if (fault) return std::unexpected(*fault);
  read_layout(file, mapping.layout);
  mapping.null_words = file.texts("null_words");
  if (!file.has("null_words"))
    mapping.null_words.assign(std::begin(says_nothing), std::end(says_nothing));
  const auto check_field = [&](const DataMap& map, const std::string& name) {
    if (std::ranges::find(fields, name, &FieldSpec::name) != std::end(fields)) return true;
    map.refuse_key(Refusal::field_is_unknown, "field", name);
    return false;
  };
  read_columns(file, [&](const DataMap& map, ImportMapping::Column column) {
    if (!check_field(map, column.field)) return;
    if (std::ranges::find(mapping.columns, column.field, &ImportMapping::Column::field) !=
        mapping.columns.end())
      map.refuse_key(Refusal::name_is_taken, "field", column.field);
    add_own_words(column);
    mapping.columns.push_back(std::move(column));
  });
  for (auto& [field, text] : file.pairs("constants")) {
    check_field(file, field);
    mapping.constants.emplace(field, text);
  }
  mapping.ignored = file.texts("ignored");
  if (fault) return std::unexpected(*fault);
  return mapping;
}

}  // namespace chuangyou
