#include "overview/find_month.h"

#include <algorithm>
#include <set>

#include "campaign/look_ups.h"
#include "campaign/sight_of_lists.h"
#include "ledgers/all.h"
#include "ledgers/meetings.h"

namespace chuangyou {
namespace {

using Days = std::map<Date, DayOfMonth>;

// With the days between which the condition holds, both of them in it.
ListQuery between(const std::string& path, std::string place, Value from, Value until) {
  ListQuery query;
  query.path = path;
  query.by_due = false;
  query.conditions.push_back({place, Compare::from, {std::move(from)}});
  query.conditions.push_back({std::move(place), Compare::until, {std::move(until)}});
  return query;
}

bool is_over(const Record& meeting) { return meeting.state == meetings::cancelled.name; }

bool add_meetings(const Reader& reader, const std::string& path, Date from, Date until,
                  Days& days) {
  PagesRead read = read_pages(reader, meetings::ledger,
                              between(path, std::string(meetings::held_on.name), from, until));
  for (std::size_t i = 0; i < read.records.size(); ++i)
    if (const Date* day = read.records[i].get(meetings::held_on); day && !is_over(read.records[i]))
      keep(days[*day].meetings, read, i);
  return read.is_complete;
}

// S75: what falls due of the campaign beside the regular work.
bool add_due(const Reader& reader, const std::string& path, Date from, Date until, Days& days) {
  const Zone& zone = reader.body.zone;
  bool is_complete = true;
  for (const auto& [name, due] :
       {std::pair(std::string_view("tasks"), &DayOfMonth::tasks_due),
        std::pair(std::string_view("promises"), &DayOfMonth::promises_due)}) {
    ListQuery query =
        between(path, "due_at", Value(zone.end_of(Date{from.days - 1})), Value(zone.end_of(until)));
    query.stage = Stage::open;
    const PagesRead read = read_pages(reader, *find_ledger(name), std::move(query));
    is_complete = is_complete && read.is_complete;
    for (const Standing& standing : read.standings) {
      if (!standing.due_at) continue;
      const Date day = zone.date_at(Moment{standing.due_at->microseconds - 1});
      if (from <= day && day <= until) ++(days[day].*due);
    }
  }
  return is_complete;
}

// R3.9: branches that have neither held nor announced their meeting of the quarter.
std::optional<std::vector<Uuid>> branches_without_meeting(const Reader& reader, const Uuid& unit,
                                                          const std::string& path, Date from,
                                                          Date until) {
  ListQuery query = between(path, std::string(meetings::held_on.name), from, until);
  query.conditions.push_back(
      {std::string(meetings::kind.name), Compare::is, {Value(std::string("branch_meeting"))}});
  const PagesRead read = read_pages(reader, meetings::ledger, std::move(query));
  if (!read.is_complete) return std::nullopt;  // nobody is said to have none who may have one
  std::set<Uuid> have;
  for (const Record& meeting : read.records)
    if (!is_over(meeting)) have.insert(meeting.unit);
  const auto turn = reader.turn();
  const std::string types[] = {std::string(name_of(UnitType::branch))};
  std::vector<Uuid> without =
      with_look_ups(reader.body, reader.connection).units_below(unit, types);
  const Unit* own = reader.body.tree.find(unit);
  if (own && own->type == UnitType::branch) without.insert(without.begin(), unit);
  std::erase_if(without, [&](const Uuid& branch) { return have.contains(branch); });
  return without;
}

}  // namespace

Result<MonthOfWork> find_month(const Reader& reader, const Uuid& unit, Date first) {
  std::string path;
  {
    const auto turn = reader.turn();
    const UnitNo no = reader.body.tree.number_of(unit);
    if (no == no_unit) return refuse(Refusal::nothing_is_there);
    path = reader.body.tree.path_of(no);
    if (!picks_by_all(reader, meetings::ledger, path)) return refuse(Refusal::nothing_is_there);
  }
  // Behind the last day of any month, and of any quarter, and before the end of the next.
  constexpr NaturalDays a_month_on{31}, a_quarter_on{92};
  const Date quarter = first_of_quarter(first);
  MonthOfWork month;
  month.first = first;
  month.last = Date{first_of_month(first + a_month_on).days - 1};
  month.is_complete = add_meetings(reader, path, first, month.last, month.days);
  month.is_complete = add_due(reader, path, first, month.last, month.days) && month.is_complete;
  std::optional<std::vector<Uuid>> without = branches_without_meeting(
      reader, unit, path, quarter, Date{first_of_quarter(quarter + a_quarter_on).days - 1});
  month.is_complete = month.is_complete && without.has_value();
  if (without) month.branches_without_meeting = std::move(*without);
  return month;
}

}  // namespace chuangyou
