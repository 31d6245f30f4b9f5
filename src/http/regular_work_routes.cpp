// How the campaign's work joins what there is (S40 S68 S73 S75): clauses that no task answers and
// tasks under no clause, carriers that are alike, and a month of meetings and due days in one.
#include <algorithm>
#include <map>
#include <set>

#include "campaign/look_ups.h"
#include "http/problem.h"
#include "http/reading.h"
#include "http/record_json.h"
#include "http/rooms.h"
#include "ledgers/all.h"
#include "ledgers/carriers.h"
#include "ledgers/clauses.h"
#include "ledgers/meetings.h"
#include "ledgers/tasks.h"

namespace chuangyou {
namespace {

constexpr std::size_t page_size = list_limit_max, pages_max = 5, shown_max = 100;
constexpr std::int64_t tasks_looked_up_max = 10'000;
constexpr std::size_t crowded_from = 4;  // meetings and due days of one day

struct Read {
  std::vector<Record> records;
  std::vector<Standing> standings;
  bool is_complete = true;
};

// Of a list as far as the reader sees it; what he may not pick by is nothing of his.
Read read_pages(const Reader& reader, const Ledger& ledger, ListQuery query) {
  Read read;
  query.limit = page_size;
  for (std::size_t page_no = 0; page_no < pages_max; ++page_no) {
    Result<Page> page = find_list(reader, ledger, query);
    if (!page) return read;
    std::ranges::move(page->records, std::back_inserter(read.records));
    std::ranges::move(page->standings, std::back_inserter(read.standings));
    query.cursor = page->next_cursor;
    if (query.cursor.empty()) return read;
  }
  read.is_complete = false;
  return read;
}

void write_records(Json& json, const Reader& reader, const Read& read) {
  const RecordView view{reader.body, reader.actor, reader.now};
  json.list();
  for (std::size_t i = 0; i < read.records.size() && i < shown_max; ++i)
    write_record(json, view, read.records[i], read.standings[i]);
  json.end_list();
}

void keep(Read& read, Read& from, std::size_t place) {
  read.records.push_back(std::move(from.records[place]));
  read.standings.push_back(from.standings[place]);
}

// The unit's own line first, then one superior higher each time, up to the body.
Read find_alike(const Reader& reader, const Record& carrier) {
  Read alike;
  std::set<Uuid> seen{carrier.id};
  for (std::string path = carrier.path; !path.empty() && alike.records.size() < shown_max;
       path.resize(path.size() - path_segment_size)) {
    for (const State* state : {&carriers::running, &carriers::approved, &carriers::proposed}) {
      ListQuery query;
      query.path = path;
      query.state = std::string(state->name);
      Read read = read_pages(reader, carriers::ledger, std::move(query));
      alike.is_complete = alike.is_complete && read.is_complete;
      for (std::size_t i = 0; i < read.records.size(); ++i)
        if (seen.insert(read.records[i].id).second && carriers::are_alike(carrier, read.records[i]))
          keep(alike, read, i);
    }
  }
  return alike;
}

struct ClauseLeft {
  Uuid directive;
  std::string title;
  std::int64_t row = 0;
  std::string text;
};
struct Coverage {
  std::int64_t clauses = 0, answered = 0;
  std::vector<ClauseLeft> left;
  bool is_complete = true;
};

// The rows of a document that a task of the subtree leads to: one look-up.
std::set<std::int64_t> answered_rows(const Reader& reader, const Circumstances& look_ups,
                                     const Uuid& directive, std::string_view path) {
  std::set<std::int64_t> rows;
  const Query query{.ledger = tasks::ledger.name, .field = tasks::answers.name, .is = directive};
  for (const LeadsTo& one : look_ups.find_leading(query, tasks_looked_up_max))
    if (covers(path, reader.body.tree.path_of(one.unit))) rows.insert(one.row);
  return rows;
}

void add_document(const Reader& reader, const Record& document, std::string_view path,
                  Coverage& coverage) {
  const auto turn = reader.turn();
  const Circumstances look_ups = with_look_ups(reader.body, reader.connection);
  const std::set<std::int64_t> rows = answered_rows(reader, look_ups, document.id, path);
  const auto* title = std::get_if<std::string>(&document.value(document.ledger().title));
  for (const RowRead& clause : document.get(directives::clause_rows)) {
    if (!directives::asks_for(clause, "task")) continue;
    ++coverage.clauses;
    const bool is_answered = rows.contains(clause.id()) || rows.contains(0);
    coverage.answered += is_answered ? 1 : 0;
    if (is_answered || coverage.left.size() >= shown_max) continue;
    const std::string* text = clause.get(directives::wording);
    coverage.left.push_back(
        {document.id, title ? *title : std::string(), clause.id(), text ? *text : std::string()});
  }
}

// Documents in force of the unit and of each above it, and of those below what they issued.
Coverage find_coverage(const Reader& reader, const std::string& path) {
  Coverage coverage;
  const Ledger& documents = *find_ledger("directives");
  std::set<Uuid> seen;
  for (std::string above = path; !above.empty(); above.resize(above.size() - path_segment_size)) {
    ListQuery query;
    query.path = above;
    query.state = "issued";
    query.by_due = false;
    if (above != path) {
      const auto turn = reader.turn();
      query.own_unit = with_look_ups(reader.body, reader.connection).unit_at(above);
    }
    const Read read = read_pages(reader, documents, std::move(query));
    coverage.is_complete = coverage.is_complete && read.is_complete;
    for (const Record& document : read.records)
      if (seen.insert(document.id).second) add_document(reader, document, path, coverage);
  }
  return coverage;
}

Read find_work_without_clause(const Reader& reader, const std::string& path) {
  ListQuery query;
  query.path = path;
  query.stage = Stage::open;
  Read read = read_pages(reader, tasks::ledger, std::move(query)), left;
  left.is_complete = read.is_complete;
  for (std::size_t i = 0; i < read.records.size(); ++i)
    if (!read.records[i].get(tasks::answers) && !read.records[i].get(tasks::clause))
      keep(left, read, i);
  return left;
}

std::optional<Reply> coverage_of(const Reader& reader, const Uuid& unit, Language language) {
  std::string path;
  Counts counts{};
  {
    const auto turn = reader.turn();
    const UnitNo no = reader.body.tree.number_of(unit);
    if (no == no_unit) return problem(Refusal::nothing_is_there, language);
    path = reader.body.tree.path_of(no);
    if (!picks_by_all(reader, tasks::ledger, path))
      return problem(Refusal::nothing_is_there, language);
    counts = reader.body.roll_up->counts(tasks::ledger.name, no);
  }
  const Coverage coverage = find_coverage(reader, path);
  const Read left = find_work_without_clause(reader, path);
  const auto turn = reader.turn();
  Reply reply;
  Json json(reply.body);
  json.object().key("unit");
  write_unit_name(json, reader.body, unit);
  const auto count = [&](Count of) { return counts[static_cast<std::size_t>(of)]; };
  json.key("tasks")
      .object()
      .member("all", count(Count::all))
      .member("claimed", count(Count::claimed))
      .member("confirmed", count(Count::confirmed))
      .end_object();
  json.member("clauses", coverage.clauses).member("clauses_answered", coverage.answered);
  json.key("clauses_without_work").list();
  for (const ClauseLeft& one : coverage.left)
    json.object()
        .member("directive", one.directive)
        .member("title", one.title)
        .member("row", one.row)
        .member("text", one.text)
        .end_object();
  json.end_list();
  write_records(json.key("work_without_clause"), reader, left);
  json.member("is_complete", coverage.is_complete && left.is_complete).end_object();
  return reply;
}

struct DayOfMonth {
  Read meetings;
  std::int64_t due = 0;
};
using Month = std::map<Date, DayOfMonth>;

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
                  Month& month) {
  Read read = read_pages(reader, meetings::ledger,
                         between(path, std::string(meetings::held_on.name), from, until));
  for (std::size_t i = 0; i < read.records.size(); ++i)
    if (const Date* day = read.records[i].get(meetings::held_on); day && !is_over(read.records[i]))
      keep(month[*day].meetings, read, i);
  return read.is_complete;
}

// S75: what falls due of the campaign beside the regular work.
bool add_due(const Reader& reader, const std::string& path, Date from, Date until, Month& month) {
  const Zone& zone = reader.body.zone;
  bool is_complete = true;
  for (const std::string_view name : {"tasks", "promises"}) {
    ListQuery query =
        between(path, "due_at", Value(zone.end_of(Date{from.days - 1})), Value(zone.end_of(until)));
    query.stage = Stage::open;
    const Read read = read_pages(reader, *find_ledger(name), std::move(query));
    is_complete = is_complete && read.is_complete;
    for (const Standing& standing : read.standings) {
      if (!standing.due_at) continue;
      const Date day = zone.date_at(Moment{standing.due_at->microseconds - 1});
      if (from <= day && day <= until) ++month[day].due;
    }
  }
  return is_complete;
}

// R3.9: branches that have neither held nor announced their meeting of the quarter.
std::vector<Uuid> branches_without_meeting(const Reader& reader, const Uuid& unit,
                                           const std::string& path, Date from, Date until) {
  ListQuery query = between(path, std::string(meetings::held_on.name), from, until);
  query.conditions.push_back(
      {std::string(meetings::kind.name), Compare::is, {Value(std::string("branch_meeting"))}});
  const Read read = read_pages(reader, meetings::ledger, std::move(query));
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

void write_day(Json& json, const Reader& reader, Date day, const DayOfMonth& of) {
  std::map<Uuid, int> at_unit;
  for (const Record& meeting : of.meetings.records) ++at_unit[meeting.unit];
  json.object()
      .member("day", day)
      .member("is_working", reader.body.frame.calendar().is_working(day));
  json.member("due", of.due);
  json.member("is_crowded",
              of.meetings.records.size() + static_cast<std::size_t>(of.due) >= crowded_from);
  json.key("conflicts").list();
  for (const auto& [unit, meetings_there] : at_unit)
    if (meetings_there > 1) write_unit_name(json, reader.body, unit);
  json.end_list();
  write_records(json.key("meetings"), reader, of.meetings);
  json.end_object();
}

std::optional<Reply> month_of_unit(const Reader& reader, const Uuid& unit, Date first,
                                   Language language) {
  std::string path;
  {
    const auto turn = reader.turn();
    const UnitNo no = reader.body.tree.number_of(unit);
    if (no == no_unit) return problem(Refusal::nothing_is_there, language);
    path = reader.body.tree.path_of(no);
    if (!picks_by_all(reader, meetings::ledger, path))
      return problem(Refusal::nothing_is_there, language);
  }
  const int year = year_of(first), of_year = month_of(first);
  const auto first_of = [&](int month) {
    return make_date(year + (month - 1) / 12, (month - 1) % 12 + 1, 1);
  };
  const Date last{first_of(of_year + 1).days - 1};
  const int quarter = (of_year - 1) / 3 * 3 + 1;
  const Date quarter_ends{first_of(quarter + 3).days - 1};
  Month month;
  bool is_complete = add_meetings(reader, path, first, last, month);
  is_complete = add_due(reader, path, first, last, month) && is_complete;
  const std::vector<Uuid> without =
      branches_without_meeting(reader, unit, path, first_of(quarter), quarter_ends);
  const auto turn = reader.turn();
  Reply reply;
  Json json(reply.body);
  json.object().key("unit");
  write_unit_name(json, reader.body, unit);
  json.member("from", first).member("until", last).key("days").list();
  for (const auto& [day, of] : month) write_day(json, reader, day, of);
  json.end_list().key("branches").list();
  for (const Uuid& branch : without) write_unit_name(json, reader.body, branch);
  json.end_list().member("is_complete", is_complete).end_object();
  return reply;
}

}  // namespace

Reply read_alike(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  const auto id = parse_uuid(visit.named[0]);
  if (!id) return visit.refused(Refusal::nothing_is_there);
  auto found = find_record(visit.reader(), carriers::ledger, *id);
  if (!found) return visit.refused(found.error());
  return read_within_bounds(
      visit,
      [found = std::move(*found)](const Reader& reader, RandomSource&) -> std::optional<Reply> {
        const Read alike = find_alike(reader, found.record);
        const auto turn = reader.turn();
        Reply reply;
        Json json(reply.body);
        write_records(json.object().key("items"), reader, alike);
        json.member("is_complete", alike.is_complete).end_object();
        return reply;
      });
}

Reply read_coverage(Visit& visit) {
  auto unit = visit.query.take_id("unit");
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  if (!unit) unit = own_top_unit(visit);
  if (!unit) return visit.refused(Refusal::post_does_not_allow_this);
  return read_within_bounds(
      visit, [unit = *unit, language = visit.language](const Reader& reader, RandomSource&) {
        return coverage_of(reader, unit, language);
      });
}

Reply read_month(Visit& visit) {
  auto unit = visit.query.take_id("unit");
  const auto said = visit.query.take("month");
  std::optional<Date> first;
  if (said) {
    const Result<Date> day = parse_date(*said + "-01");
    if (!day) visit.query.refuse(Refusal::date_is_not_iso, "month", *said);
    if (day) first = *day;
  }
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  if (!unit) unit = own_top_unit(visit);
  if (!unit) return visit.refused(Refusal::post_does_not_allow_this);
  return read_within_bounds(
      visit, [unit = *unit, first, language = visit.language](const Reader& reader, RandomSource&) {
        const Date today = reader.today();
        return month_of_unit(
            reader, unit, first.value_or(make_date(year_of(today), month_of(today), 1)), language);
      });
}

}  // namespace chuangyou
