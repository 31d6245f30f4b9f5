// The model campaign: departments, documents, tasks and deadlines are real; the works committee
// above them, the chain below one of them, its people and what they promise are invented.
#include "cli/demo_body.h"
#include "core/text.h"

namespace chuangyou {
namespace {

Value text(std::string_view words) { return std::string(words); }

struct Chain {
  UnitId root, department, committee, branch_1, branch_2, division_1, division_2, served;
};
struct Cast {
  PersonId clerk, root_secretary, secretary, organ, branch_secretary_1, branch_secretary_2, head_1,
      head_2, member_1, member_2, served, discipline, administrator, security, auditor;
};

bool is_collective(std::string_view name) { return name.starts_with("各"); }

// Two of the names stand for a department that the lists name otherwise elsewhere: one unit each.
std::string_view full_name(std::string_view name) {
  if (name == "发展改革委") return "国家发展改革委";
  if (name == "卫生健康委") return "国家卫生健康委";
  return name;
}

void found_departments(DemoBody& body, UnitId root) {
  for (const DemoRow& row : read_table(body.file("state-council/departments.csv"))) {
    const std::string& name = row.at("name");
    if (full_name(name) != name) continue;
    NewUnit unit{
        name, is_collective(name) ? UnitType::collective : UnitType::department, root, {}, "", {}};
    if (name == "国家发展改革委") unit.aliases = {"发展改革委"};
    if (name == "国家卫生健康委") unit.aliases = {"卫生健康委"};
    body.unit(std::move(unit));
  }
}

Chain found_chain(DemoBody& body, UnitId root) {
  Chain chain;
  chain.root = root;
  chain.department = body.unit_named("海关总署");
  const UnitId department = chain.department;
  chain.committee =
      body.unit({"海关总署机关党委", UnitType::organ_committee, department, department, "", {}});
  const auto branch = [&](const char* name) {
    return body.unit({name, UnitType::branch, department, chain.committee, "", {}});
  };
  chain.branch_1 = branch("综合业务第一党支部");
  chain.branch_2 = branch("企业服务第二党支部");
  chain.division_1 =
      body.unit({"综合业务处", UnitType::division, department, chain.branch_1, "", {}});
  chain.division_2 =
      body.unit({"企业服务处", UnitType::division, department, chain.branch_2, "", {}});
  chain.served = body.unit({"临江市口岸服务中心", UnitType::region, root, {}, "", {}});
  return chain;
}

Cast appoint(DemoBody& body, const Chain& chain, PersonId clerk) {
  Cast cast;
  cast.clerk = clerk;
  const auto holds = [&](const char* name, Role role, UnitId unit, bool accountable = false) {
    const PersonId person = body.person(name);
    body.post(person, role, unit, accountable);
    return person;
  };
  cast.root_secretary = holds("郭明", Role::secretary, chain.root, true);
  cast.secretary = holds("李敏", Role::secretary, chain.department, true);
  body.post(cast.secretary, Role::party_group, chain.department);
  cast.organ = holds("王强", Role::organ_committee, chain.committee);
  cast.branch_secretary_1 = holds("刘洋", Role::branch_secretary, chain.branch_1, true);
  cast.branch_secretary_2 = holds("陈静", Role::branch_secretary, chain.branch_2, true);
  cast.head_1 = holds("杨帆", Role::division, chain.division_1);
  body.post(cast.head_1, Role::member, chain.branch_1);
  cast.head_2 = holds("马超", Role::division, chain.division_2);
  body.post(cast.head_2, Role::member, chain.branch_2);
  cast.member_1 = holds("赵磊", Role::member, chain.branch_1);
  cast.member_2 = holds("黄丽", Role::member, chain.branch_2);
  cast.served = holds("孙丽", Role::division, chain.served);
  cast.discipline = holds("何静", Role::discipline, chain.root);
  cast.administrator = holds("周涛", Role::administrator, chain.root);
  cast.auditor = holds("郑洁", Role::auditor, chain.root);
  // From here on only the security administrator grants posts.
  cast.security = holds("吴芳", Role::security_administrator, chain.root);
  body.commit(Actor{});
  return cast;
}

Row clause_row(std::string_view number, std::string_view words, std::string_view asks) {
  return {.cells = {number.empty() ? Value() : text(number), text(words), text(asks), {}, {}}};
}

struct Document {
  std::string title, issued;
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

// The documents behind the tasks and deadlines, each with the clauses that the lists quote.
void register_documents(DemoBody& body, const Actor& clerk, UnitId root) {
  std::map<std::string, Document> documents;
  const auto quote = [&](const DemoRow& row, const std::string& number, const std::string& clause,
                         const char* asks) {
    Document& document = documents[row.at("doc_no")];
    document.title = row.at("doc_title");
    document.issued = row.at("issued");
    document.clauses.all.push_back(clause_row(number, clause, asks));
  };
  for (const DemoRow& row : read_table(body.file("state-council/tasks.csv")))
    quote(row, number_of(row), row.at("task") + "（" + row.at("responsible_raw") + "）", "task");
  for (const DemoRow& row : read_table(body.file("state-council/deadlines.csv")))
    quote(row, "", row.at("task"), "nothing");
  for (const auto& [number, document] : documents) {
    const bool is_notice = document.title.ends_with("通知");
    const bool is_office = number.starts_with("国办");
    const Performed registered =
        body.open(clerk, root,
                  {"directives",
                   "register",
                   {{"title", text(document.title)},
                    {"number", text(number)},
                    {"kind", text(is_notice ? "notice" : "opinion")},
                    {"issuer", text(is_office ? "国务院办公厅" : "国务院")},
                    {"issued_on", must(parse_date(document.issued), number)},
                    {"clause_rows", document.clauses},
                    {"taken_from", text("中国政府网公开文件，见 campaigns/demo/state-council")}},
                   "",
                   number});
    body.go_on(clerk, registered, {"directives", "publish", {{"secret", false}}, "", ""});
  }
}

// Promises of a member, one at each step, so that everybody finds something to do on the first day.
class Promises {
 public:
  Promises(DemoBody& body, const Chain& chain, const Cast& cast)
      : body_(body),
        chain_(chain),
        member_(cast.member_1),
        by_member_(body.actor(cast.member_1)),
        by_secretary_(body.actor(cast.branch_secretary_1)),
        by_served_(body.actor(cast.served)),
        meeting_(body.go_on(by_secretary_,
                            body.open(by_secretary_, chain.branch_1,
                                      {"meetings",
                                       "enter",
                                       {{"subject", text("支部党员大会")},
                                        {"kind", text("decision")},
                                        {"held_on", body.today()}},
                                       "",
                                       ""}),
                            {"meetings", "record", {{"minutes", text("逐项审定承诺")}}, "", ""})
                     .id) {}

  Performed propose(std::string_view content, std::string_view baseline, std::string_view target,
                    int days) {
    std::vector<AskedField> fields = {{"content", text(content)},
                                      {"subject", text("member")},
                                      {"person", Value{Uuid(member_)}},
                                      {"kind", text("post")},
                                      {"duty", text("企业服务窗口")},
                                      {"measure", text("每周五由窗口值班员登记，月底汇总")},
                                      {"beneficiary_unit", Value{Uuid(chain_.served)}},
                                      {"due", body_.today() + NaturalDays{days}}};
    if (!baseline.empty()) {
      fields.push_back({"baseline", text(baseline)});
      fields.push_back({"target", text(target)});
      fields.push_back({"proof", text("窗口登记簿和企业回执")});
    }
    return body_.open(by_member_, chain_.branch_1, {"promises", "propose", fields, "", ""});
  }
  Performed review(const Performed& promise) { return step(by_secretary_, promise, "review"); }
  Performed fix(const Performed& promise) {
    return step(by_secretary_, review(promise), "fix", {{"decided_at", Uuid(meeting_)}});
  }
  // A member's own promise is shown to all with his leave.
  Performed publish(const Performed& promise) {
    const Performed published = step(by_secretary_, fix(promise), "publish");
    return step(by_member_, published, "consent", {{"consented", true}});
  }
  Performed claim(const Performed& promise, std::string_view result) {
    return step(by_member_, publish(promise), "claim", {{"result", text(result)}});
  }
  void confirm(const Performed& promise) { step(by_served_, promise, "confirm"); }
  void contest(const Performed& promise, std::string reason) {
    body_.go_on(by_served_, promise, {"promises", "contest", {}, std::move(reason), ""});
  }

 private:
  Performed step(const Actor& actor, const Performed& promise, const char* act,
                 std::vector<AskedField> fields = {}) {
    return body_.go_on(actor, promise, {"promises", act, std::move(fields), "", ""});
  }

  DemoBody& body_;
  const Chain& chain_;
  PersonId member_;
  Actor by_member_, by_secretary_, by_served_;
  RecordId meeting_;
};

void make_promises(DemoBody& body, const Chain& chain, const Cast& cast) {
  Promises promises(body, chain, cast);
  promises.propose("减少企业办理备案要交的材料", "现在5份", "减到3份", 60);
  // Saved, but it will not be published: nobody could check it.
  promises.propose("更加热情地服务企业", "", "", 30);
  promises.review(promises.propose("缩短企业咨询的答复时间", "平均3个工作日", "1个工作日以内", 45));
  promises.fix(promises.propose("为小微企业办讲解课", "去年2次", "今年办6次", 120));
  promises.publish(promises.propose("整理常见问题解答并上墙", "现有12条", "补到40条", 2));
  promises.claim(promises.propose("窗口午间不断档", "每天断档2小时", "每天0小时", 20),
                 "自即日起午间双人轮值，不再断档");
  promises.confirm(promises.claim(
      promises.propose("公开窗口值班表", "未公开，0份", "每月公开1份", 10), "值班表已在大厅张贴"));
  promises.contest(promises.claim(promises.propose("电话有人接", "接通率六成", "接通率95%以上", 25),
                                  "已增设一部电话"),
                   "上午10点到11点打了5次都没有人接");
}

void make_tasks(DemoBody& body, const Chain& chain, const Cast& cast) {
  const Actor organ = body.actor(cast.organ);
  const Actor secretary = body.actor(cast.branch_secretary_1);
  const auto plan = [&](std::string_view title, int days) {
    return body.open(organ, chain.branch_1,
                     {"tasks",
                      "plan",
                      {{"title", text(title)},
                       {"requirement_tags", std::vector<std::string>{"serve_the_people"}},
                       {"mandate", text("关于对公开承诺开展“回头看”的通知")},
                       {"beneficiary_unit", Value{Uuid(chain.served)}},
                       {"due", body.today() + NaturalDays{days}}},
                      "",
                      ""});
  };
  const auto step = [&](const Performed& task, const char* act, std::vector<AskedField> fields) {
    return body.go_on(secretary, task, {"tasks", act, std::move(fields), "", ""});
  };
  plan("对已公开的承诺逐条“回头看”，列出未兑现的", 4);
  step(plan("汇总上半年企业意见，逐条答复", 1), "start", {});
  step(step(plan("公示窗口服务事项清单", 14), "start", {}), "finish",
       {{"result", text("清单23项已公示，附办理时限")}});
  body.open(organ, chain.committee,
            {"directives",
             "draft",
             {{"title", text("关于对公开承诺开展“回头看”的通知")},
              {"kind", text("notice")},
              {"clause_rows", Rows{{clause_row("一", "对已公开的承诺逐条核对。", "task"),
                                    clause_row("二", "未兑现的说明原因和新的时间。", "nothing")}}},
              {"estimated_minutes", std::int64_t{30}}},
             "",
             ""});
}

void make_problems(DemoBody& body, const Chain& chain, const Cast& cast) {
  const Actor member = body.actor(cast.member_1);
  const Actor head = body.actor(cast.head_1);
  const auto report = [&](std::string_view title, const char* kind) {
    return body.open(member, chain.division_1,
                     {"problems",
                      "register",
                      {{"title", text(title)},
                       {"kind", text(kind)},
                       {"beneficiary_unit", Value{Uuid(chain.served)}}},
                      "",
                      ""});
  };
  report("同一份材料在两个窗口各交一次", "new");
  const Performed harm = report("退税进度查不到，企业多跑路", "harm");
  body.go_on(head, harm, {"problems", "accept", {}, "", ""});
  body.go_on(head, harm,
             {"problems",
              "begin",
              {{"measures", text("在自助机上开通进度查询，先试两周")},
               {"promised", body.today() + NaturalDays{15}}},
              "",
              ""});
}

// A citizen said something, was answered, and is asked whether that solved it: the receipt is the
// key.
std::string make_feedback(DemoBody& body, const Chain& chain, const Cast& cast) {
  const auto say = [&](std::string_view words, const char* kind, const char* theme) {
    return body.open(Actor{}, chain.department,
                     {"feedback",
                      "say",
                      {{"text", text(words)},
                       {"kind", text(kind)},
                       {"theme", text(theme)},
                       {"channel", text("web")}},
                      "",
                      ""});
  };
  say("希望周六上午也能取件。", "suggestion", "access");
  const Performed said = say("预约取号后还要在现场再排一次队。", "criticism", "handling");
  body.go_on(body.actor(cast.clerk), said, {"feedback", "assign", {}, "", ""}, chain.division_1);
  body.go_on(body.actor(cast.head_1), said,
             {"feedback",
              "answer",
              {{"answer", text("自7月1日起，预约号直接叫号，不再现场二次排队。")}},
              "",
              ""});
  return said.receipt.value_or("");
}

}  // namespace

std::vector<DemoPerson> make_model_province(DemoBody& body) {
  const UnitId root =
      body.unit({"省级机关工委", UnitType::works_committee, {}, {}, "", {"省委省级机关工委"}});
  const PersonId clerk = body.person("张文");
  body.post(clerk, Role::works_committee, root);
  body.commit(Actor{});
  const Actor by_clerk = body.actor(clerk);
  found_departments(body, root);
  body.commit(by_clerk);
  const Chain chain = found_chain(body, root);
  body.commit(by_clerk);
  const Cast cast = appoint(body, chain, clerk);

  register_documents(body, by_clerk, root);
  body.import(by_clerk, "state-council-tasks", "state-council/tasks.csv");
  body.import(by_clerk, "state-council-deadlines", "state-council/deadlines.csv");
  make_promises(body, chain, cast);
  make_tasks(body, chain, cast);
  make_problems(body, chain, cast);
  const std::string receipt = make_feedback(body, chain, cast);

  return {{"工委经办人 works committee clerk", "clerk", cast.clerk, ""},
          {"党组书记 Party-group secretary (海关总署)", "secretary", cast.secretary, ""},
          {"机关党委经办人 organ committee clerk", "organ", cast.organ, ""},
          {"支部书记 branch secretary", "branch", cast.branch_secretary_1, ""},
          {"处长 division head", "division", cast.head_1, ""},
          {"党员 member", "member", cast.member_1, ""},
          {"服务对象单位 served unit (临江市口岸服务中心)", "served", cast.served, ""},
          {"纪检干部 discipline (省级机关工委)", "discipline", cast.discipline, ""},
          {"系统管理员 administrator", "admin", cast.administrator, ""},
          {"安全管理员 security administrator", "security", cast.security, ""},
          {"审计员 auditor", "auditor", cast.auditor, ""},
          {"群众回执 citizen's receipt", "", {}, receipt}};
}

}  // namespace chuangyou
