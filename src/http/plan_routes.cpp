// The plan of a unit with what has come of it, and which units below plan for which requirement.
#include "campaign/find_links.h"
#include "http/plan_rooms.h"
#include "http/problem.h"
#include "http/reading.h"
#include "http/record_json.h"
#include "ledgers/all.h"
#include "ledgers/plans.h"
#include "overview/find_plans.h"
#include "storage/ledger_table.h"

namespace chuangyou {
namespace {

void write_unit_of_type(Json& json, const Tree& tree, const Uuid& id) {
  const Unit* unit = tree.find(id);
  json.object().member("id", id).member("name", unit ? unit->name : std::string());
  json.member("type", name_of(unit ? unit->type : UnitType::department)).end_object();
}

void write_whole(Json& json, const Reader& reader, const std::optional<Found>& found) {
  if (!found) {
    json.null();
    return;
  }
  LinksSeen links(reader);
  const RecordView view{reader.body, reader.actor, reader.now, false, true, &links};
  json.object();
  write_record_members(json, view, found->record, found->standing);
  json.end_object();
}

std::string title_of(const Found& found) {
  const std::string* title = found.record.title();
  return title ? *title : std::string();
}

void write_brief(Json& json, const Found& found) {
  json.object()
      .member("ledger", found.record.ledger().name)
      .member("id", static_cast<const Uuid&>(found.record.id))
      .member("title", title_of(found))
      .member("state", found.record.state)
      .member("stage", name_of(found.standing.stage))
      .end_object();
}

void write_gaps(Json& json, const Reader& reader, const std::optional<Found>& plan) {
  std::vector<plans::Gap> gaps, below;
  if (plan && plan->record.stage() == Stage::open) {
    gaps = plans::gaps_of(plan->record, reader.body.circumstances().campaign_keys);
    // The plan of the last phase is this unit's own: whoever sees the one sees the other.
    const Uuid* last = plan->record.get(plans::last_phase);
    below = plans::targets_below(
        plan->record, last
                          ? LedgerTable(plans::ledger).get(reader.connection, reader.body.no, *last)
                          : std::nullopt);
  }
  const auto write = [&](std::string_view name, const std::vector<plans::Gap>& all) {
    json.key(name).list();
    for (const plans::Gap& gap : all)
      json.object()
          .member("of", gap.of)
          .member("key", gap.key)
          .member("row", gap.place)
          .end_object();
    json.end_list();
  };
  write("gaps", gaps);
  write("targets_below", below);
}

std::optional<Date> day_in(const Record& record, std::string_view field) {
  const Date* day = std::get_if<Date>(&record.value(field));
  return day ? std::optional(*day) : std::nullopt;
}

void write_tasks(Json& json, const Reader& reader, const TasksOfPlan& found) {
  json.key("tasks").list();
  for (const TaskOfItem& one : found.tasks) {
    const Record& task = one.task.record;
    json.object()
        .member("id", static_cast<const Uuid&>(task.id))
        .member("title", title_of(one.task))
        .member("state", task.state)
        .member("stage", name_of(one.task.standing.stage))
        .member("item", one.item)
        .member("first_due", day_in(task, "first_due"))
        .member("due", day_in(task, "due"))
        .key("unit");
    write_unit_of_type(json, reader.body.tree, task.unit);
    json.end_object();
  }
  json.end_list().member("tasks_are_complete", found.is_complete);
}

void write_first_steps(Json& json, const Reader& reader, const FirstSteps& steps) {
  json.key("first_steps").object().key("received").list();
  LinksSeen links(reader);
  for (const auto& [document, delivery] : steps.received) {
    const Record* directive = links.find("directives", document);
    const std::string* title = directive ? directive->title() : nullptr;
    json.object().member("document", document).member("title", title ? *title : std::string());
    json.key("delivery");
    if (delivery) {
      write_brief(json, *delivery);
    } else {
      json.null();
    }
    json.end_object();
  }
  json.end_list().key("meeting");
  if (steps.meeting) {
    write_brief(json, *steps.meeting);
  } else {
    json.null();
  }
  json.end_object();
}

void write_weeks(Json& json, const WeeksOfWork& work, const Uuid& unit) {
  const auto between = [](const WeekOfWork& week, std::string_view field) {
    return "&" + std::string(field) + ".from=" + to_text(week.from) + "&" + std::string(field) +
           ".until=" + to_text(week.until);
  };
  // Counted is what lies at the unit itself, and so is what the address opens (Law 5).
  const std::string at_unit = "&unit=" + to_text(unit) + "&own_unit=" + to_text(unit);
  json.key("load").object().member("tasks_most", work.tasks_most);
  json.member("is_complete", work.is_complete).key("weeks").list();
  for (const WeekOfWork& week : work.weeks)
    json.object()
        .member("from", week.from)
        .member("until", week.until)
        .member("tasks", week.tasks)
        .member("meetings", week.meetings)
        .member("crowds_out", work.tasks_most && week.tasks > *work.tasks_most)
        .member("tasks_query", "/api/tasks?stage=open" + at_unit + between(week, "due"))
        .member("meetings_query", "/api/meetings?stage=open" + at_unit + between(week, "held_on"))
        .end_object();
  json.end_list().end_object();
}

// What the desk needs to draw the days that are not worked and to count those that are.
constexpr std::int32_t days_back = 430, days_on = 430;
void write_days_off(Json& json, const Reader& reader) {
  const Date today = reader.today();
  const Date from{today.days - days_back}, until{today.days + days_on};
  json.key("days_off").object().member("from", from).member("until", until).key("days").list();
  for (Date day = from; day <= until; ++day.days)
    if (!reader.body.frame.calendar().is_working(day)) json.put(day);
  json.end_list().end_object();
}

Reply plan_of(const Reader& reader, const Uuid& unit, std::string_view phase, Language language) {
  {
    const auto turn = reader.turn();
    if (!reader.body.tree.find(unit)) return problem(Refusal::unit_is_unknown, language);
  }
  const PlansOfUnit found = find_plans_of(reader, unit, phase);
  const std::optional<Found>& shown = found.stands ? found.stands : found.next;
  const TasksOfPlan tasks = shown ? find_tasks_of(reader, shown->record) : TasksOfPlan();
  const FirstSteps steps = find_first_steps(reader, unit, shown ? &shown->record : nullptr);
  const WeeksOfWork work = find_weeks_of_work(reader, unit);
  const auto turn = reader.turn();
  Reply reply;
  Json json(reply.body);
  json.object().key("unit");
  write_unit_of_type(json, reader.body.tree, unit);
  json.member("today", reader.today()).key("stands");
  write_whole(json, reader, found.stands);
  write_whole(json.key("next"), reader, found.next);
  write_gaps(json, reader, found.next);
  write_tasks(json, reader, tasks);
  write_first_steps(json, reader, steps);
  write_weeks(json, work, unit);
  write_days_off(json, reader);
  json.end_object();
  return reply;
}

Reply coverage_of(const Reader& reader, const Uuid& unit, std::string_view phase,
                  Language language) {
  const Result<Coverage> found = find_coverage(reader, unit, phase);
  if (!found) return problem(found.error(), language);
  const auto turn = reader.turn();
  Reply reply;
  Json json(reply.body);
  json.object().member("units_below", found->in_all).key("units").list();
  for (const CoverageOfUnit& one : found->units) {
    json.object().key("unit");
    write_unit_of_type(json, reader.body.tree, one.unit);
    json.key("plan");
    if (one.plan) {
      write_brief(json, *one.plan);
    } else {
      json.null();
    }
    json.key("cells").object();
    for (const auto& [requirement, cell] : one.by_requirement)
      json.key(requirement)
          .object()
          .member("items", cell.items)
          .member("excused", cell.excused)
          .end_object();
    json.end_object().end_object();
  }
  json.end_list().end_object();
  return reply;
}

using Answers = Reply (*)(const Reader&, const Uuid&, std::string_view phase, Language);

Reply answer(Visit& visit, Answers answers) {
  const auto asked = visit.query.take_id("unit");
  std::string phase(visit.query.take("phase").value_or(""));
  if (!phase.empty() && !visit.body->frame.campaign.has(CampaignList::phases, phase))
    visit.query.refuse(Refusal::choice_is_unknown, "phase", phase);
  return read_at_unit(visit, asked,
                      [phase = std::move(phase), answers, language = visit.language](
                          const Reader& reader, const Uuid& unit) {
                        return std::optional(answers(reader, unit, phase, language));
                      });
}

}  // namespace

Reply read_plan(Visit& visit) { return answer(visit, plan_of); }
Reply read_plan_coverage(Visit& visit) { return answer(visit, coverage_of); }

}  // namespace chuangyou
