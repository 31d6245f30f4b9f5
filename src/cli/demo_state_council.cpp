// The State Council's task division of 2018 and 2019, as a body of its own: departments, documents,
// tasks and days are real. Nobody is named, since the documents name departments and no people.
#include <algorithm>

#include "cli/demo_body.h"
#include "core/text.h"

namespace chuangyou {
namespace {

Value text(std::string_view words) { return std::string(words); }

bool is_collective(std::string_view name) { return name.starts_with("各"); }

// Two of the names stand for a department that the lists name otherwise elsewhere: one unit each.
std::string_view full_name(std::string_view name) {
  if (name == "发展改革委") return "国家发展改革委";
  if (name == "卫生健康委") return "国家卫生健康委";
  return name;
}

std::vector<UnitId> found_departments(DemoBody& body, UnitId root) {
  std::vector<UnitId> departments;
  for (const DemoRow& row : read_table(body.file("state-council/departments.csv"))) {
    const std::string& name = row.at("name");
    if (full_name(name) != name) continue;
    NewUnit unit{
        name, is_collective(name) ? UnitType::collective : UnitType::department, root, {}, "", {}};
    if (name == "国家发展改革委") unit.aliases = {"发展改革委"};
    if (name == "国家卫生健康委") unit.aliases = {"卫生健康委"};
    const bool is_answerable = unit.type == UnitType::department;
    const UnitId id = body.unit(std::move(unit));
    if (is_answerable) departments.push_back(id);
  }
  return departments;
}

Row clause_row(std::string_view number, std::string_view words, std::string_view asks) {
  return {.cells = {number.empty() ? Value() : text(number), text(words), text(asks), {}, {}}};
}

struct Document {
  std::string title;
  Date issued;
  Rows clauses;
};

// As the list cites it: 一（二）, without the words of the heading.
std::string number_of(const DemoRow& row) {
  std::string cited;
  for (const char* part : {"section", "subsection", "item"}) {
    const std::string& words = row.at(part);
    const std::size_t bracket = words.find("）");
    cited += words.starts_with("（") && bracket != words.npos
                 ? words.substr(0, bracket + std::string_view("）").size())
                 : words.substr(0, std::min(words.find("、"), words.find('.')));
  }
  return cited;
}

// The documents behind the tasks and deadlines by their numbers, each with the clauses that the
// lists quote.
std::map<std::string, Document> read_documents(const DemoBody& body) {
  std::map<std::string, Document> documents;
  const auto quote = [&](const DemoRow& row, const std::string& number, const std::string& clause,
                         const char* asks) {
    Document& document = documents[row.at("doc_no")];
    document.title = row.at("doc_title");
    document.issued = must(parse_date(row.at("issued")), row.at("doc_no"));
    document.clauses.all.push_back(clause_row(number, clause, asks));
  };
  for (const DemoRow& row : read_table(body.file("state-council/tasks.csv")))
    quote(row, number_of(row), row.at("task") + "（" + row.at("responsible_raw") + "）", "task");
  for (const DemoRow& row : read_table(body.file("state-council/deadlines.csv")))
    quote(row, "", row.at("task"), "nothing");
  return documents;
}

void register_document(DemoBody& body, const Actor& clerk, UnitId root, const std::string& number,
                       const Document& document) {
  const bool is_notice = document.title.ends_with("通知");
  const bool is_office = number.starts_with("国办");
  const Performed registered = body.open(clerk, root,
                                         {"directives",
                                          "register",
                                          {{"title", text(document.title)},
                                           {"number", text(number)},
                                           {"kind", text(is_notice ? "notice" : "opinion")},
                                           {"issuer", text(is_office ? "国务院办公厅" : "国务院")},
                                           {"issued_on", document.issued},
                                           {"clause_rows", document.clauses},
                                           {"taken_from", text("中国政府网公开文件")}},
                                          "",
                                          number});
  body.go_on(clerk, registered.id, {"directives", "publish", {{"secret", false}}, "", ""});
}

// Each on the day of its issue, or where that was a day off on the next that was none.
void register_documents(DemoBody& body, const Actor& clerk, UnitId root) {
  const std::map<std::string, Document> documents = read_documents(body);
  std::vector<std::string> numbers;
  for (const auto& [number, document] : documents) numbers.push_back(number);
  std::ranges::stable_sort(numbers, {},
                           [&](const std::string& one) { return documents.at(one).issued.days; });
  for (const std::string& number : numbers) {
    Date day = documents.at(number).issued;
    while (!body.is_working(day)) day = day + NaturalDays{1};
    body.go_to(day, 9 * 60);
    register_document(body, clerk, root, number, documents.at(number));
  }
}

}  // namespace

std::vector<DemoPerson> make_state_council(DemoBody& body) {
  const UnitId root = body.unit({"国务院", UnitType::region, {}, {}, "", {}});
  const PersonId clerk = body.person("督查录入员", MemberKind::none);
  body.post(clerk, Role::works_committee, root);
  body.commit(Actor{});
  const Actor by_clerk = body.actor(clerk);
  const std::vector<UnitId> departments = found_departments(body, root);
  body.commit(by_clerk);
  body.post(body.person("督查工作负责人", MemberKind::none), Role::secretary, root, true);
  PersonId customs;
  for (const UnitId& department : departments) {
    const PersonId head = body.person(body.name_of(department) + "主要负责人", MemberKind::none);
    body.post(head, Role::secretary, department, true);
    if (body.name_of(department) == "海关总署") customs = head;
  }
  body.post(body.person("安全管理员", MemberKind::none), Role::security_administrator, root);
  body.commit(Actor{});

  register_documents(body, by_clerk, root);
  body.go_to(make_date(2019, 7, 1), 0);
  body.import(by_clerk, "state-council-tasks", "state-council/tasks.csv");
  body.import(by_clerk, "state-council-deadlines", "state-council/deadlines.csv");
  return {{"督查录入员 clerk who enters the documents", "clerk", clerk, ""},
          {"海关总署主要负责人 head of the Customs", "customs", customs, ""}};
}

}  // namespace chuangyou
