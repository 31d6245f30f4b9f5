// A record of each ledger that the life of the small province does not come by otherwise.
#include "life.h"

namespace chuangyou::world {

namespace {

Date day(std::string_view text) { return *parse_date(text); }

void carriers(World& world) {
  const RecordId meeting = a_deciding_meeting(world, "organ_a", "development");
  const RecordId carrier =
      must_perform(world, {.who = "head_1",
                           .ledger = "carriers",
                           .act = "propose",
                           .fields = {{"title", "窗口午间不断档"},
                                      {"origin", "new"},
                                      {"form", "service"},
                                      {"audience", std::vector<std::string>{"members", "public"}},
                                      {"strands", std::vector<std::string>{"serving_organ"}},
                                      {"owner", Uuid(world.person("member_1"))},
                                      {"from", day("2011-03-01")},
                                      {"until", day("2011-12-30")},
                                      {"measure", "午间办件数"},
                                      {"organisation_can_do_it", "排班两组"},
                                      {"members_can_take_part", "党员先值"},
                                      {"it_brings_results", "中午也能办"}},
                           .unit = "branch_1"})
          .id;
  const auto act = [&](std::string_view who, std::string_view name,
                       std::vector<AskedField> fields = {}) {
    must_perform(world, {.who = who,
                         .ledger = "carriers",
                         .act = name,
                         .record = carrier,
                         .fields = std::move(fields)});
  };
  act("organ_a", "approve", {{"decided_at", Uuid(meeting)}});
  act("head_1", "start");
  const Rows milestones{
      {{.cells = {std::string("排班"), Value(), day("2011-03-01"), std::string("已排")}}}};
  act("member_1", "report", {{"milestones", milestones}});
  must_perform(world, {.who = "head_3",
                       .ledger = "carriers",
                       .act = "adopt",
                       .fields = {{"adopted_from", Uuid(carrier)}, {"what_changed", "只在周一"}},
                       .unit = "branch_3"});
}

void ideas(World& world) {
  for (const char* becomes : {"task", "carrier", "problem"}) {
    const RecordId idea = must_perform(world, {.who = "member_1",
                                               .ledger = "ideas",
                                               .act = "offer",
                                               .fields = {{"text", "午间开窗"}},
                                               .unit = "branch_1"})
                              .id;
    must_perform(world,
                 {.who = "head_1",
                  .ledger = "ideas",
                  .act = "take_up",
                  .record = idea,
                  .fields = {{"answer", "采纳"}, {"becomes", becomes}, {"called", "午间不断档"}}});
  }
}

void integrity(World& world) {
  const RecordId item = must_perform(world, {.who = "discipline",
                                             .ledger = "integrity_items",
                                             .act = "ask",
                                             .fields = {{"title", "处长"},
                                                        {"kind", "personal_matters_reported"},
                                                        {"who", Uuid(world.person("division_1"))},
                                                        {"due", day("2011-03-31")}},
                                             .unit = "branch_1"})
                            .id;
  must_perform(world, {.who = "division_1",
                       .ledger = "integrity_items",
                       .act = "meet",
                       .record = item,
                       .fields = {{"met_on", day("2011-03-01")}}});
  must_perform(
      world, {.who = "discipline", .ledger = "integrity_items", .act = "confirm", .record = item});
}

}  // namespace

void open_others(World& world) {
  carriers(world);
  ideas(world);
  integrity(world);
  must_perform(world, {.who = "head_1",
                       .ledger = "policy_matters",
                       .act = "study",
                       .fields = {{"title", "窗口延时服务办法"}},
                       .unit = "branch_1"});
  must_perform(world,
               {.who = "head_1",
                .ledger = "disclosures",
                .act = "propose",
                .fields = {{"title", "经费使用"}, {"content", "一季度"}, {"range", "society"}},
                .unit = "branch_1"});
  must_perform(world, {.who = "head_1",
                       .ledger = "mechanisms",
                       .act = "set_up",
                       .fields = {{"title", "首问负责制"},
                                  {"kind", "system"},
                                  {"provisions", "谁接待谁负责"},
                                  {"in_force_since", day("2011-03-01")}},
                       .unit = "branch_1"});
  must_perform(world,
               {.who = "worker",
                .ledger = "tasks",
                .act = "note_down",
                .fields = {{"title", "查清窗口排队"},
                           {"requirement_tags", std::vector<std::string>{"serve_the_people"}},
                           {"note_by", "省委领导"},
                           {"noted_on", day("2011-03-01")},
                           {"note_number", "督〔2011〕3号"},
                           {"note_urgency", "ordinary"}},
                .unit = "branch_3"});
  must_perform(world, {.who = "head_1",
                       .ledger = "plans",
                       .act = "draft",
                       .fields = {{"title", "支部实施方案"}, {"phase", "phase_1"}},
                       .unit = "branch_1"});
  must_perform(world, {.who = "organ_a",
                       .ledger = "exemplars",
                       .act = "lead",
                       .fields = {{"title", "一张窗口，两班人"},
                                  {"kind", "organisation"},
                                  {"topics", std::vector<std::string>{"service"}}},
                       .unit = "branch_1"});
  const Rows asked{{{.cells = {std::string("培训人次"), std::string("number")}}}};
  must_perform(world, {.who = "organ_a",
                       .ledger = "requests",
                       .act = "draft",
                       .fields = {{"title", "党员培训统计"}, {"asked_fields", asked}},
                       .unit = "development"});
}

}  // namespace chuangyou::world
