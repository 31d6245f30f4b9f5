// What happens in the small province between March and July 2011: every kind of act at least once.
#include <algorithm>
#include <stdexcept>

#include "life.h"

namespace chuangyou::world {
namespace {

using Fields = std::vector<AskedField>;

Date day(std::string_view text) { return *parse_date(text); }
Moment moment(std::string_view text) { return *parse_moment(text); }

class Life {
 public:
  explicit Life(World& world) : world_(world) {}

  void march() {
    directives();
    tasks();
    a_revision();
    a_promise_kept();
    a_meeting();
    an_intervention();
    feedback();
  }
  void april() {
    world_.go_to("2011-04-06T01:00:00Z");
    problems();
    imports();
    joint_signing();
  }
  void may() {
    world_.go_to("2011-05-09T01:00:00Z");
    reorganisation();
    work_after_it();
  }

 private:
  RecordId open(Wanted wanted) { return must_perform(world_, wanted).id; }
  Performed act(std::string_view who, std::string_view ledger, const RecordId& id,
                std::string_view name, Fields fields = {}, std::string_view reason = {},
                std::string_view receipt = {}) {
    return must_perform(world_, {.who = who,
                                 .ledger = ledger,
                                 .act = name,
                                 .record = id,
                                 .fields = std::move(fields),
                                 .reason = reason,
                                 .receipt = receipt});
  }
  void org(OrgAct wanted) {
    Result<std::int64_t> done = world_.perform_org(std::move(wanted));
    if (!done)
      throw std::runtime_error("refused: " + std::string(name_of(done.error().law)) + " " +
                               done.error().field + " " + done.error().detail);
  }

  static Rows clauses(std::initializer_list<const char*> texts) {
    Rows rows;
    for (const char* words : texts)
      rows.all.push_back({.cells = {{}, std::string(words), std::string("task"), {}, {}}});
    return rows;
  }

  RecordId delivered_to(std::string_view who, std::string_view unit) {
    ListQuery query;
    query.path = world_.province().tree.path_of(world_.unit(unit));
    query.state = "delivered";
    return world_.list(who, "deliveries", std::move(query)).value().records.at(0).id;
  }

  void directives() {
    directive_ = open(
        {.who = "worker",
         .ledger = "directives",
         .act = "register",
         .fields = {{"title", "关于开展承诺活动的通知"},
                    {"number", "发改党〔2011〕3 号"},
                    {"kind", "notice"},
                    {"clause_rows", clauses({"各支部公开承诺。", "公开兑现情况。"})},
                    {"taken_from", "机关党委"},
                    {"audience", std::vector<Uuid>{world_.unit("branch_1"), world_.unit("civil")}},
                    {"reply_wanted", false}},
         .unit = "development"});
    act("organ_b", "deliveries", delivered_to("organ_b", "civil"), "acknowledge");
    act("head_1", "deliveries", delivered_to("head_1", "branch_1"), "acknowledge");
    RecordId draft = open({.who = "worker",
                           .ledger = "directives",
                           .act = "draft",
                           .fields = {{"title", "关于调研的函"},
                                      {"kind", "letter"},
                                      {"clause_rows", clauses({"请安排调研。"})},
                                      {"estimated_minutes", std::int64_t{30}}},
                           .unit = "root"});
    act("worker", "directives", draft, "amend", {{"issuer", "省级机关工委"}});
    act("worker", "directives", draft, "discard", {}, "不再需要");
  }

  // A second version that changes one clause, adds one and is published.
  void a_revision() {
    const RecordId first =
        open({.who = "organ_a",
              .ledger = "directives",
              .act = "register",
              .fields = {{"title", "关于公开承诺的意见"},
                         {"number", "发改党〔2011〕4 号"},
                         {"kind", "opinion"},
                         {"clause_rows", clauses({"公开承诺。", "公开兑现情况。"})},
                         {"taken_from", "机关党委"},
                         {"audience", std::vector<Uuid>{world_.unit("branch_2")}}},
              .unit = "development"});
    act("organ_a", "directives", first, "assign");
    act("organ_a", "directives", first, "revise");
    ListQuery query;
    query.path = world_.province().tree.path_of(0);
    query.field_equals = std::pair(std::string("predecessor"), Value(Uuid(first)));
    const Record draft =
        world_.list("organ_a", "directives", std::move(query)).value().records.at(0);
    Rows rows = std::get<Rows>(draft.value("clause_rows"));
    rows.all.at(1).cells.at(1) = std::string("按季公开兑现情况。");
    rows.all.push_back({.cells = {{}, std::string("每季报送一次。"), {}, {}, {}}});
    act("organ_a", "directives", draft.id, "amend",
        {{"clause_rows", rows},
         {"basis", "年度工作要点"},
         {"estimated_minutes", std::int64_t{20}},
         {"reply_due", day("2011-03-31")}});
    act("worker", "directives", draft.id, "check");
    act("organ_a", "directives", draft.id, "issue");
    act("worker", "directives", draft.id, "publish", {{"secret", false}});
  }

  void tasks() {
    RecordId task =
        open({.who = "organ_a",
              .ledger = "tasks",
              .act = "plan",
              .fields = {{"title", "压缩审批时限"},
                         {"answers", Link{"directives", directive_, 1}},
                         {"requirement_tags", std::vector<std::string>{"serve_the_people"}},
                         {"co_units", std::vector<Uuid>{world_.unit("branch_2")}},
                         {"beneficiary_unit", world_.unit("branch_3")},
                         {"due", day("2011-04-20")}},
              .unit = "branch_1"});
    act("head_1", "tasks", task, "start");
    act("head_2", "deliveries", delivered_to("head_2", "branch_2"), "accept");
    act("division_1", "tasks", task, "ask_extension", {{"asked_due", day("2011-05-31")}}, "需联网");
    act("organ_a", "tasks", task, "extend", {{"due", day("2011-05-31")}}, "同意");
    act("division_1", "tasks", task, "finish", {{"result", "由 8 天减为 5 天"}});
    act("member_3", "tasks", task, "return", {}, "仍要 8 天");
    open({.who = "organ_b",
          .ledger = "tasks",
          .act = "plan",
          .fields = {{"title", "走访困难群众"},
                     {"requirement_tags", std::vector<std::string>{"social_harmony"}},
                     {"milestone_key", "m1"},
                     {"mandate", "民政厅党组会议"},
                     {"due", day("2011-03-18")}},
          .unit = "branch_3"});
  }

  void a_meeting() {
    Rows attendance;
    attendance.all.push_back({.cells = {Uuid(world_.person("head_1")), std::string("present")}});
    attendance.all.push_back(
        {.cells = {Uuid(world_.person("division_1")), std::string("excused")}});
    const RecordId meeting = open({.who = "head_1",
                                   .ledger = "meetings",
                                   .act = "enter",
                                   .fields = {{"subject", "定诺会"},
                                              {"kind", "decision"},
                                              {"held_on", day("2011-03-01")},
                                              {"attendance", attendance}},
                                   .unit = "branch_1"});
    act("head_1", "meetings", meeting, "record", {{"minutes", "议定三项"}});
  }

  void an_intervention() {
    const RecordId urging = open({.who = "organ_a",
                                  .ledger = "interventions",
                                  .act = "propose",
                                  .fields = {{"matter", "办件提速"},
                                             {"rung", "urge"},
                                             {"cause", Link{"promises", promise_}},
                                             {"asked", "月底前公布"}},
                                  .unit = "branch_1"});
    act("organ_a", "interventions", urging, "issue");
    act("head_1", "interventions", urging, "answer", {{"answer", "已公布"}});
  }

  void a_promise_kept() {
    promise_ = open({.who = "head_1",
                     .ledger = "promises",
                     .act = "propose",
                     .fields = a_promise(world_),
                     .unit = "branch_1"});
    act("organ_a", "promises", promise_, "review");
    act("group_a", "promises", promise_, "fix", {{"decided_at", a_deciding_meeting(world_)}});
    act("organ_a", "promises", promise_, "publish");
    act("head_1", "promises", promise_, "claim", {{"result", "平均 4.6 天"}});
    act("member_3", "promises", promise_, "contest", {}, "周末仍要等");
    act("head_1", "promises", promise_, "ask_extension", {{"asked_due", day("2011-07-29")}},
        "增设窗口");
    act("organ_a", "promises", promise_, "extend", {{"due", day("2011-07-29")}}, "同意");
    act("division_1", "promises", promise_, "claim", {{"result", "周末增开窗口"}});
    act("member_3", "promises", promise_, "confirm");
    Fields until_march = a_promise(world_);
    std::ranges::find(until_march, "due", &AskedField::name)->value = day("2011-03-31");
    RecordId lapsed = open({.who = "head_2",
                            .ledger = "promises",
                            .act = "propose",
                            .fields = until_march,
                            .unit = "branch_2"});
    act("organ_a", "promises", lapsed, "review");
    act("head_2", "promises", lapsed, "fix",
        {{"decided_at", a_deciding_meeting(world_, "head_2", "branch_2")}});
    act("organ_a", "promises", lapsed, "publish");
  }

  void feedback() {
    Performed said = must_perform(
        world_, {.who = "citizen",
                 .ledger = "feedback",
                 .act = "say",
                 .fields = {{"text", "窗口中午没人"}, {"kind", "opinion"}, {"theme", "access"}},
                 .unit = "development"});
    case_ = said.id;
    std::string receipt = *said.receipt;
    Wanted assign{.who = "organ_a",
                  .ledger = "feedback",
                  .act = "assign",
                  .record = case_,
                  .unit = "branch_1"};
    must_perform(world_, assign);
    act("division_1", "feedback", case_, "ask", {{"question", "哪一天？"}});
    world_.go_to("2011-03-07T02:00:00Z");
    act("citizen", "feedback", case_, "resume", {}, "三月一日", receipt);
    act("division_1", "feedback", case_, "answer", {{"answer", "已安排轮班"}});
    act("citizen", "feedback", case_, "contest", {}, "今天又没人", receipt);
    act("head_1", "feedback", case_, "answer", {{"answer", "已加派一人"}});
    act("citizen", "feedback", case_, "confirm", {}, "", receipt);
    for (const char* unit : {"branch_1", "branch_3", "civil"})
      must_perform(world_, {.who = "citizen",
                            .ledger = "feedback",
                            .act = "say",
                            .fields = {{"text", "材料要得太多"}, {"kind", "criticism"}},
                            .unit = unit});
  }

  void problems() {
    RecordId problem = open({.who = "head_1",
                             .ledger = "problems",
                             .act = "register",
                             .fields = {{"title", "排队太久"},
                                        {"kind", "harm"},
                                        {"arises_from", Link{"feedback", case_}},
                                        {"beneficiary_unit", world_.unit("branch_3")}},
                             .unit = "branch_1"});
    act("head_1", "problems", problem, "accept");
    act("head_1", "problems", problem, "begin",
        {{"measures", "增开窗口"}, {"promised", day("2011-04-29")}});
    act("head_1", "problems", problem, "ask_extension", {{"asked_due", day("2011-05-13")}}, "装修");
    act("organ_a", "problems", problem, "extend", {{"promised", day("2011-05-13")}}, "同意");
    act("head_1", "problems", problem, "solve", {{"result", "由 2 个增至 4 个"}});
    act("member_3", "problems", problem, "confirm");
    act("member_3", "problems", problem, "relapse", {}, "又只剩 2 个");
    RecordId other = open({.who = "worker",
                           .ledger = "problems",
                           .act = "register",
                           .fields = {{"title", "制度不全"}, {"kind", "old"}},
                           .unit = "branch_1"});
    must_perform(world_, {.who = "organ_a",
                          .ledger = "problems",
                          .act = "transfer",
                          .record = other,
                          .reason = "属二支部",
                          .unit = "branch_2"});
    act("head_2", "problems", other, "accept_transfer");
    open({.who = "head_2",
          .ledger = "problems",
          .act = "register",
          .fields = {{"title", "资料不全"}, {"kind", "new"}},
          .unit = "branch_2"});
  }

  void imports() {
    import_cases(world_, RecordId(*parse_uuid("01960000-0000-7000-8000-000000000001")), "a");
    RecordId undone(*parse_uuid("01960000-0000-7000-8000-000000000002"));
    import_cases(world_, undone, "b");
    Writer::Batch batch;
    batch.undo = {world_.province().no, undone, world_.actor("worker")};
    if (!world_.writer().perform_all(std::move(batch)).empty())
      throw std::runtime_error("the import was not undone");
  }

  void joint_signing() {
    act("secretary_a", "directives", directive_, "withdraw", {}, "合并到新通知");
    act("worker", "directives", directive_, "withdraw", {}, "同意");
    Performed said = must_perform(world_, {.who = "citizen",
                                           .ledger = "feedback",
                                           .act = "say",
                                           .fields = {{"text", "应当全免"}, {"kind", "suggestion"}},
                                           .unit = "branch_1"});
    must_perform(world_,
                 {.who = "organ_a", .ledger = "feedback", .act = "assign", .record = said.id});
    act("division_1", "feedback", said.id, "explain", {}, "没有依据");
    Performed waits =
        must_perform(world_, {.who = "citizen",
                              .ledger = "feedback",
                              .act = "say",
                              .fields = {{"text", "应当减半"}, {"kind", "suggestion"}},
                              .unit = "branch_1"});
    must_perform(world_,
                 {.who = "organ_a", .ledger = "feedback", .act = "assign", .record = waits.id});
    act("organ_a", "feedback", waits.id, "explain", {}, "没有依据");
    act("organ_a", "feedback", said.id, "explain", {}, "没有依据");
  }

  Unit below(std::string_view code, std::string_view name, std::string_view parent) {
    Unit unit;
    unit.id = UnitId(make_uuid_v7(world_.now(), random_));
    unit.code = code;
    unit.name = name;
    unit.type = UnitType::branch;
    unit.administrative_parent = world_.unit(parent);
    return unit;
  }

  void reorganisation() {
    org(FoundUnit{below("branch_4", "第四党支部", "civil")});
    org(FoundUnit{below("team_4", "第四党支部一组", "branch_4")});
    org(FoundUnit{below("team_5", "第四党支部二组", "branch_4")});
    for (const char* unit : {"branch_4", "team_4", "team_5"})
      open({.who = "worker",
            .ledger = "problems",
            .act = "register",
            .fields = {{"title", "合并前的问题"}, {"kind", "old"}},
            .unit = unit});
    org(MoveUnit{world_.unit("branch_2"), world_.unit("civil"), UnitId()});
    org(MoveUnit{world_.unit("team_5"), world_.unit("branch_4"), world_.unit("branch_2")});
    org(RenameUnit{world_.unit("branch_1"), "窗口党支部"});
    org(MergeUnits{world_.unit("branch_4"), world_.unit("branch_3"), day("2011-05-08")});
    org(MoveUnit{world_.unit("civil"), world_.unit("development"), UnitId()});
    Person person{PersonId(make_uuid_v7(world_.now(), random_)), "新党员",
                  MemberKind::probationary};
    org(AddPerson{person});
    HeldPost post{make_uuid_v7(world_.now(), random_),
                  person.id,
                  Role::member,
                  world_.unit("branch_2"),
                  day("2011-05-09"),
                  std::nullopt,
                  false};
    if (!world_.grant(post)) throw std::runtime_error("not appointed");
    if (!world_.perform_org(EndPost{post.id, day("2011-05-31")}, "granter"))
      throw std::runtime_error("the post does not end");
  }

  void work_after_it() {
    for (const char* unit : {"team_4", "team_5", "branch_2", "branch_3"}) {
      open({.who = "worker",
            .ledger = "feedback",
            .act = "record_open",
            .fields = {{"text", "路灯不亮"},
                       {"kind", "request"},
                       {"channel", "hotline"},
                       {"received_at", moment("2011-05-06T01:00:00Z")}},
            .unit = unit});
      open({.who = "organ_a",
            .ledger = "tasks",
            .act = "plan",
            .fields = {{"title", "合并后的任务"},
                       {"due", day("2011-05-10")},
                       {"mandate", "年度要点"},
                       {"requirement_tags", std::vector<std::string>{"social_harmony"}}},
            .unit = unit});
    }
  }

  World& world_;
  RandomSource random_ = RandomSource::from_seed(11);
  RecordId directive_, promise_, case_;
};

}  // namespace

std::vector<AskedField> a_promise(World& world) {
  return {{"subject", "organisation"},   {"kind", "post"},
          {"duty", "窗口服务"},          {"content", "办件提速"},
          {"baseline", "上年平均 8 天"}, {"target", "平均 5 天"},
          {"proof", "大厅办件记录"},     {"beneficiary_unit", world.unit("branch_3")},
          {"due", day("2011-06-30")}};
}

Performed must_perform(World& world, const Wanted& wanted) {
  Result<Performed> performed = world.perform(wanted);
  if (!performed)
    throw std::runtime_error(std::string(wanted.who) + " " + std::string(wanted.act) + ": " +
                             std::string(name_of(performed.error().law)) + " " +
                             performed.error().field + " " + performed.error().detail);
  return std::move(*performed);
}

RecordId a_deciding_meeting(World& world, std::string_view who, std::string_view unit) {
  const Date today = world.province().zone.date_at(world.now());
  const RecordId meeting = must_perform(world, {.who = who,
                                                .ledger = "meetings",
                                                .act = "enter",
                                                .fields = {{"subject", "定诺会"},
                                                           {"kind", "decision"},
                                                           {"held_on", today},
                                                           {"due_to_attend", std::int64_t{3}},
                                                           {"present", std::int64_t{3}}},
                                                .unit = unit})
                               .id;
  must_perform(
      world,
      {.who = who,
       .ledger = "meetings",
       .act = "record",
       .record = meeting,
       .fields = {{"resolution", "同意定诺"}, {"ayes", std::int64_t{3}}, {"minutes", "议定"}}});
  return meeting;
}

RecordId a_promise_in(World& world, std::string_view until) {
  RecordId id = must_perform(world, {.who = "head_1",
                                     .ledger = "promises",
                                     .act = "propose",
                                     .fields = a_promise(world),
                                     .unit = "branch_1"})
                    .id;
  struct Step {
    const char* state;
    const char* act;
    const char* who;
    std::vector<AskedField> fields;
  };
  const RecordId meeting = a_deciding_meeting(world);
  const Step steps[] = {
      {"reviewed", "review", "organ_a", {}},
      {"fixed", "fix", "group_a", {{"decided_at", meeting}}},
      {"published", "publish", "organ_a", {}},
      {"claimed", "claim", "head_1", {{"result", "平均 4.6 天"}, {"evidence", "内部台账"}}},
      {"confirmed", "confirm", "member_3", {}}};
  if (until == "proposed") return id;
  for (const Step& step : steps) {
    must_perform(world, {.who = step.who,
                         .ledger = "promises",
                         .act = step.act,
                         .record = id,
                         .fields = step.fields});
    if (step.state == until) break;
  }
  return id;
}

void import_cases(World& world, const RecordId& import, std::string_view prefix) {
  Writer::Batch batch;
  for (int i = 0; i < 5; ++i) {
    bool answered = i % 2 == 0;
    ActRequest act = world.request({.who = "worker",
                                    .ledger = "feedback",
                                    .act = answered ? "record_answered" : "record_open",
                                    .fields = {{"text", "路面有坑"},
                                               {"kind", "request"},
                                               {"channel", "other_system"},
                                               {"received_at", moment("2011-03-10T01:00:00Z")},
                                               {"promised_by", moment("2011-03-20T01:00:00Z")}},
                                    .unit = i < 3 ? "branch_2" : "development"});
    // Of the answered ones: in time, late, and before it was opened.
    constexpr const char* answers[] = {"2011-03-15T01:00:00Z", "", "2011-03-25T01:00:00Z", "",
                                       "2011-03-09T01:00:00Z"};
    if (answered)
      act.fields.push_back(in_places(*act.ledger, {{"answered_at", moment(answers[i])}}).front());
    act.source = std::string(prefix) + std::to_string(i);
    act.import = import;
    batch.acts.push_back(std::move(act));
  }
  std::vector<Writer::BatchRefusal> refusals = world.writer().perform_all(std::move(batch));
  if (!refusals.empty())
    throw std::runtime_error("import: " + std::string(name_of(refusals.front().refused.law)));
}

void live_through(World& world) {
  Life life(world);
  life.march();
  open_others(world);
  life.april();
  life.may();
}

}  // namespace chuangyou::world
