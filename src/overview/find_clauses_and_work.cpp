#include "overview/find_clauses_and_work.h"

#include <set>

#include "campaign/look_ups.h"
#include "campaign/sight_of_lists.h"
#include "ledgers/all.h"
#include "ledgers/clauses.h"
#include "ledgers/tasks.h"

namespace chuangyou {
namespace {

constexpr std::int64_t tasks_looked_up_max = 10'000;
// What was dropped answers nothing any more.
constexpr std::string_view not_dropped[] = {tasks::planned.name, tasks::running.name,
                                            tasks::done.name, tasks::confirmed.name,
                                            tasks::returned.name};

// The rows of a document that a task of the subtree leads to: one look-up.
std::set<std::int64_t> answered_rows(const Reader& reader, const Circumstances& look_ups,
                                     const Uuid& directive, std::string_view path,
                                     ClausesAndWork& found) {
  std::set<std::int64_t> rows;
  const Query query{.ledger = tasks::ledger.name,
                    .field = tasks::answers.name,
                    .is = directive,
                    .states = not_dropped};
  const std::vector<LeadsTo> leading = look_ups.find_leading(query, tasks_looked_up_max);
  found.is_complete = found.is_complete && std::ssize(leading) < tasks_looked_up_max;
  for (const LeadsTo& one : leading)
    if (covers(path, reader.body.tree.path_of(one.unit))) rows.insert(one.row);
  return rows;
}

void add_document(const Reader& reader, const Record& document, std::string_view path,
                  ClausesAndWork& found) {
  const auto turn = reader.turn();
  const Circumstances look_ups = with_look_ups(reader.body, reader.connection);
  const std::set<std::int64_t> rows = answered_rows(reader, look_ups, document.id, path, found);
  const std::string* title = document.title();
  for (const RowRead& clause : document.get(directives::clause_rows)) {
    if (!directives::asks_for(clause, "task")) continue;
    ++found.clauses;
    const bool is_answered = rows.contains(clause.id()) || rows.contains(0);
    found.answered += is_answered ? 1 : 0;
    if (is_answered || found.left.size() >= clauses_left_listed_max) continue;
    const std::string* text = clause.get(directives::wording);
    found.left.push_back(
        {document.id, title ? *title : std::string(), clause.id(), text ? *text : std::string()});
  }
}

// Documents in force of the unit and of each above it, and of those below what they issued.
void add_documents(const Reader& reader, const std::string& path, ClausesAndWork& found) {
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
    const PagesRead read = read_pages(reader, documents, std::move(query));
    found.is_complete = found.is_complete && read.is_complete;
    for (const Record& document : read.records)
      if (seen.insert(document.id).second) add_document(reader, document, path, found);
  }
}

PagesRead find_work_without_clause(const Reader& reader, const std::string& path) {
  ListQuery query;
  query.path = path;
  query.stage = Stage::open;
  PagesRead read = read_pages(reader, tasks::ledger, std::move(query)), left;
  left.is_complete = read.is_complete;
  for (std::size_t i = 0; i < read.records.size(); ++i)
    if (!read.records[i].get(tasks::answers) && !read.records[i].get(tasks::clause))
      keep(left, read, i);
  return left;
}

}  // namespace

Result<ClausesAndWork> find_clauses_and_work(const Reader& reader, const Uuid& unit) {
  std::string path;
  ClausesAndWork found;
  {
    const auto turn = reader.turn();
    const UnitNo no = reader.body.tree.number_of(unit);
    if (no == no_unit) return refuse(Refusal::nothing_is_there);
    path = reader.body.tree.path_of(no);
    if (!picks_by_all(reader, tasks::ledger, path)) return refuse(Refusal::nothing_is_there);
    const Counts counts = reader.body.roll_up->counts(tasks::ledger.name, no);
    const auto count = [&](Count of) { return counts[static_cast<std::size_t>(of)]; };
    found.tasks = count(Count::all);
    found.claimed = count(Count::claimed);
    found.confirmed = count(Count::confirmed);
  }
  add_documents(reader, path, found);
  found.without_clause = find_work_without_clause(reader, path);
  found.is_complete = found.is_complete && found.without_clause.is_complete;
  return found;
}

}  // namespace chuangyou
