#include "storage/ledger_table.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <stdexcept>

#include "org/tree.h"
#include "record/clock.h"
#include "record/times.h"
#include "storage/ledger_sql.h"
#include "storage/links.h"
#include "storage/new_rows.h"
#include "storage/row_values.h"

namespace chuangyou {
namespace {

std::int64_t number(BodyNo body) { return static_cast<std::int64_t>(body); }

static_assert(sizeof(LedgerTable::Work::segment) == path_segment_size);

// The units on a line, the root first. A segment names a unit by itself, wherever it hangs.
std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> segments;
  for (; path.size() >= path_segment_size; path.remove_prefix(path_segment_size)) {
    segments.push_back(path.substr(0, path_segment_size));
  }
  return segments;
}

std::string_view last_segment(std::string_view path) {
  return path.substr(path.size() - path_segment_size);
}

bool holds(std::string_view path, std::string_view segment) {
  const std::vector<std::string_view> segments = segments_of(path);
  return std::ranges::find(segments, segment) != segments.end();
}

std::int64_t due_in_work_list(const Standing& standing) {
  return standing.due_at ? standing.due_at->microseconds : no_due_moment;
}

// Of what stands beside the record; false for a column of the record itself.
bool bind_standing(Statement& statement, RowBinder& binder, int position, Column column,
                   const Standing& standing) {
  switch (column) {
    case Column::stage:
      statement.bind(position, static_cast<std::int64_t>(standing.stage));
      return true;
    case Column::due_at:
      binder.bind(position, standing.due_at);
      return true;
    case Column::opened_at:
      statement.bind(position, standing.opened_at.microseconds);
      return true;
    case Column::on_time:
      if (standing.on_time) statement.bind(position, std::int64_t{*standing.on_time});
      return true;
    case Column::implausible:
      statement.bind(position, std::int64_t{standing.implausible});
      return true;
    case Column::kept_first:
      if (standing.kept_first) statement.bind(position, std::int64_t{*standing.kept_first});
      return true;
    case Column::word:
      if (standing.word) statement.bind(position, std::int64_t{*standing.word});
      return true;
    default:
      return false;
  }
}

// Binds one column of a row that is written.
void bind_column(Statement& statement, RowBinder& binder, int position, Column column,
                 const Record& record, const Standing& standing) {
  if (bind_standing(statement, binder, position, column, standing)) return;
  switch (column) {
    case Column::id:
      statement.bind_lasting(position, record.id);
      break;
    case Column::unit:
      statement.bind_lasting(position, record.unit);
      break;
    case Column::path:
      statement.bind(position, record.path);
      break;
    case Column::state:
      statement.bind(position, record.state);
      break;
    case Column::version:
      statement.bind(position, record.version);
      break;
    case Column::opened_by_entry:
      statement.bind(position, record.opened_by_entry);
      break;
    case Column::author:
      statement.bind_lasting(position, record.author);
      break;
    case Column::created_at:
      statement.bind(position, record.created_at.microseconds);
      break;
    case Column::state_since:
      statement.bind(position, record.state_since.microseconds);
      break;
    case Column::closed_at:
      binder.bind(position, record.closed_at);
      break;
    case Column::deadline:
      statement.bind(position, record.deadline);
      break;
    case Column::clock_started:
      statement.bind(position, record.clock_started.microseconds);
      break;
    case Column::pauses:
      binder.bind(position, record.pauses);
      break;
    case Column::signatures:
      binder.bind(position, record.signatures);
      break;
    case Column::history:
      statement.bind(position, static_cast<std::int64_t>(record.history));
      break;
    case Column::rounds:
      statement.bind(position, std::int64_t{record.rounds});
      break;
    case Column::opened_under:
      statement.bind_lasting(position, record.opened_under);
      break;
    case Column::claimed_by:
      statement.bind_lasting(position, record.claimed_by);
      break;
    case Column::course:
      binder.bind_course(position, record);
      break;
    default:
      throw std::logic_error("a column that nobody binds");
  }
}

// Whether all that the indexes hold stays as it was.
bool leaves_indexes_alone(const Record& record, const Standing& standing,
                          const LedgerTable::Before& before) {
  if (before.record.path != record.path || before.standing.due_at != standing.due_at ||
      before.standing.stage != standing.stage ||
      before.standing.implausible != standing.implausible ||
      before.standing.opened_at != standing.opened_at)
    return false;
  const auto fields = record.ledger().fields;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (!stands_in_index(record.ledger(), fields[i])) continue;
    if (before.record.value_at(i) != record.value_at(i)) return false;
  }
  return true;
}

struct WorkRows {
  std::string_view sql;  // adds or removes one
  Connection& connection;
  BodyNo body;
  std::int64_t row_no;

  void run(const Standing& standing, std::string_view path) const {
    if (standing.stage != Stage::open) return;
    for (const std::string_view segment : segments_of(path)) {
      connection.statement(sql)
          .bind(1, number(body))
          .bind(2, segment)
          .bind(3, due_in_work_list(standing))
          .bind(4, row_no)
          .run();
    }
  }
};

// The date that was promised first, where one is kept; else nothing moves the limit.
Moment first_promised(const Record& record, Moment limit, const Circumstances& circumstances) {
  const std::string& name = record.first_round ? record.first_round->deadline : record.deadline;
  for (const Deadline& deadline : record.ledger().deadlines) {
    if (deadline.name != name) continue;
    const Value& first = record.value(deadline.first_field);
    if (const Date* date = std::get_if<Date>(&first)) return circumstances.zone.end_of(*date);
    if (const Moment* moment = std::get_if<Moment>(&first)) return *moment;
  }
  return limit;
}

// Where nothing is ever confirmed, what is decided has ended well.
bool is_done_at_its_end(const Ledger& ledger, const State* state) {
  return state && state->ending == Ending::decided &&
         std::ranges::find(ledger.states, Stage::confirmed, &State::stage) == ledger.states.end();
}

}  // namespace

Standing standing_of(const Record& record, const Circumstances& circumstances) {
  Standing standing;
  standing.stage = record.stage();
  standing.due_at = due_at(record, circumstances);
  standing.closed_at = record.closed_at;
  standing.opened_at = record.created_at;
  const Value& opened_at = record.value(record.ledger().opened_at);
  if (const Moment* opened = std::get_if<Moment>(&opened_at)) standing.opened_at = *opened;
  standing.implausible = !impossible_times(record, circumstances.zone).empty();
  const bool is_history = record.history == History::unconfirmed;  // and so in no rate
  if (record.last_word && !is_history) standing.word = record.last_word->is_yes;
  if (standing.stage == Stage::open || !standing.closed_at || standing.implausible || is_history)
    return standing;
  const std::optional<Moment> limit = judged_by(record, circumstances);
  if (!limit) return standing;
  const bool is_in_time = *standing.closed_at <= *limit;
  const State* state = record.ledger().state(record.state);
  if (!state || state->ending != Ending::taken_back || !is_in_time) standing.on_time = is_in_time;
  if (standing.stage != Stage::ended || is_done_at_its_end(record.ledger(), state))
    standing.kept_first = *standing.closed_at <= first_promised(record, *limit, circumstances);
  return standing;
}

int bind_columns(Statement& statement, RowBinder& binder, const WritingSql& sql, int position,
                 const Record& record, const Standing& standing) {
  for (const Column column : sql.columns)
    bind_column(statement, binder, position++, column, record, standing);
  return position;
}

int bind_fields(RowBinder& binder, const WritingSql& sql, int position, const Record& record) {
  for (const std::size_t field : sql.fields)
    binder.bind(position++, record.ledger().fields[field], record.value_at(field));
  return position;
}

// Spelt out once a process: a table is made anew for each request that reads.
const LedgerTable::Sql& LedgerTable::sql_of(const Ledger& ledger) {
  static std::mutex lock;
  static std::map<const Ledger*, Sql> all;
  const std::lock_guard guard(lock);
  return all.try_emplace(&ledger, ledger).first->second;
}

LedgerTable::LedgerTable(const Ledger& ledger) : ledger_(&ledger), sql_(&sql_of(ledger)) {}

std::optional<Record> LedgerTable::get(Connection& connection, BodyNo body, const Uuid& id) const {
  Statement& find = connection.statement(sql_->get);
  const ResetAtEnd reset(find);
  if (!find.bind(1, number(body)).bind(2, id).step()) return std::nullopt;
  return read_record(find, *ledger_);
}

std::optional<Record> LedgerTable::at_row(Connection& connection, std::int64_t row_no) const {
  Statement& find = connection.statement(sql_->by_row_no);
  const ResetAtEnd reset(find);
  if (!find.bind(1, row_no).step()) return std::nullopt;
  return read_record(find, *ledger_);
}

std::optional<Standing> LedgerTable::standing_in_row(Connection& connection, BodyNo body,
                                                     const Uuid& id) const {
  Statement& find = connection.statement(sql_->get);
  const ResetAtEnd reset(find);
  if (!find.bind(1, number(body)).bind(2, id).step()) return std::nullopt;
  return read_standing(find);
}

void LedgerTable::put(Connection& connection, BodyNo body, const Record& record,
                      const Standing& standing, const Before* before, const Origin& origin) const {
  const std::int64_t row_no = row_no_of(body, record.opened_by_entry);
  if (!before) {
    insert(connection, body, record, standing, origin);
    WorkRows{sql_->add_work, connection, body, row_no}.run(standing, record.path);
    return;
  }
  const WritingSql& sql =
      leaves_indexes_alone(record, standing, *before) ? sql_->update : sql_->update_all;
  Statement& write = connection.statement(sql.text);
  RowBinder binder(write);
  write.bind(1, row_no);
  bind_fields(binder, sql, bind_columns(write, binder, sql, 2, record, standing), record);
  write.run();
  if (connection.changes() != 1) throw std::logic_error("a record without a row was put");

  if (sql_->has_links) put_links(connection, body, &before->record, &record);
  const std::string_view path = before->record.path;
  const bool was_open = before->standing.stage == Stage::open;
  const bool stays = was_open && standing.stage == Stage::open && path == record.path &&
                     before->standing.due_at == standing.due_at;
  if (stays) return;
  if (was_open) {
    WorkRows{sql_->remove_work, connection, body, row_no}.run(before->standing, path);
  }
  WorkRows{sql_->add_work, connection, body, row_no}.run(standing, record.path);
}

void LedgerTable::insert(Connection& connection, BodyNo body, const Record& record,
                         const Standing& standing, const Origin& origin) const {
  Statement& write = connection.statement(sql_->insert.text);
  RowBinder binder(write);
  bind_new_row(write, binder, sql_->insert, 1, body, record, standing, origin);
  write.run();
  if (sql_->has_links) put_links(connection, body, nullptr, &record);
}

void LedgerTable::add_work_of(BodyNo body, const Record& record, const Standing& standing,
                              std::vector<Work>& work) {
  if (standing.stage != Stage::open) return;
  for (const std::string_view segment : segments_of(record.path)) {
    Work& row = work.emplace_back();
    std::ranges::copy(segment, row.segment.begin());
    row.due_at = due_in_work_list(standing);
    row.row_no = row_no_of(body, record.opened_by_entry);
  }
}

void LedgerTable::add(Connection& connection, BodyNo body, std::span<const Work> work) const {
  while (!work.empty()) {
    const std::size_t count = work.size() < work_rows_at_once ? 1 : work_rows_at_once;
    Statement& write = connection.statement(count == 1 ? sql_->add_work : sql_->add_much_work);
    write.bind(1, number(body));
    int position = 2;
    for (const Work& row : work.first(count)) {
      write.bind(position++, std::string_view(row.segment.data(), row.segment.size()));
      write.bind(position++, row.due_at);
      write.bind(position++, row.row_no);
    }
    write.run();
    work = work.subspan(count);
  }
}

void LedgerTable::remove(Connection& connection, BodyNo body, const Record& record,
                         const Standing& standing) const {
  const std::int64_t row_no = row_no_of(body, record.opened_by_entry);
  WorkRows{sql_->remove_work, connection, body, row_no}.run(standing, record.path);
  connection.statement(sql_->remove).bind(1, row_no).run();
  if (sql_->has_links) put_links(connection, body, &record, nullptr);
}

std::vector<RecordId> LedgerTable::of_import(Connection& connection, BodyNo body,
                                             const Uuid& import) const {
  Statement& find = connection.statement(sql_->of_import);
  const ResetAtEnd reset(find);
  find.bind(1, number(body)).bind(2, import);
  std::vector<RecordId> ids;
  while (find.step()) ids.emplace_back(find.uuid(0));
  return ids;
}

std::optional<RecordId> LedgerTable::find_by_source(Connection& connection, BodyNo body,
                                                    std::string_view source) const {
  Statement& find = connection.statement(sql_->find_by_source);
  const ResetAtEnd reset(find);
  if (!find.bind(1, number(body)).bind(2, source).step()) return std::nullopt;
  return RecordId(find.uuid(0));
}

std::vector<std::pair<UnitId, Moment>> LedgerTable::fell_due(Connection& connection, BodyNo body,
                                                             std::string_view path, Moment after,
                                                             Moment until) const {
  Statement& find = connection.statement(sql_->fell_due);
  const ResetAtEnd reset(find);
  find.bind(1, number(body)).bind(2, last_segment(path));
  find.bind(3, after.microseconds).bind(4, until.microseconds);
  std::vector<std::pair<UnitId, Moment>> fallen;
  while (find.step()) fallen.emplace_back(UnitId(find.uuid(0)), Moment{find.integer(1)});
  return fallen;
}

void LedgerTable::each_row(Connection& connection, BodyNo body,
                           const std::function<void(const Row&)>& use) const {
  Statement find = connection.prepare(
      "SELECT unit, stage, state, opened_at, closed_at, due_at, on_time, implausible,"
      " source IS NOT NULL, kept_first, word, history FROM " +
      std::string(ledger_->name) + " WHERE body = ?");
  const ResetAtEnd reset(find);
  const auto moment = [&](int column) {
    return find.is_null(column) ? std::nullopt : std::optional(Moment{find.integer(column)});
  };
  const auto yes_no = [&](int column) {
    return find.is_null(column) ? std::nullopt : std::optional(find.integer(column) != 0);
  };
  find.bind(1, number(body));
  while (find.step())
    use({.unit = UnitId(find.uuid(0)),
         .stage = static_cast<Stage>(find.integer(1)),
         .state = find.text(2),
         .opened_at = moment(3),
         .closed_at = moment(4),
         .due_at = moment(5),
         .on_time = yes_no(6),
         .kept_first = yes_no(9),
         .word = yes_no(10),
         .implausible = find.integer(7) != 0,
         .is_history = static_cast<History>(find.integer(11)) == History::unconfirmed,
         .is_imported = find.integer(8) != 0});
}

void LedgerTable::move_subtree(Connection& connection, BodyNo body, std::string_view old_path,
                               std::string_view new_path) const {
  if (old_path.empty() || new_path.empty()) throw std::invalid_argument("a unit without a path");
  // All open work below the unit stands in the work list under its own segment, which stays.
  const std::string work = " FROM " + sql_->work_list + " WHERE body = ?1 AND segment = ?2";
  const auto run = [&](const std::string& sql, std::string_view segment) {
    connection.statement(sql)
        .bind(1, number(body))
        .bind(2, last_segment(old_path))
        .bind(3, segment)
        .run();
  };
  // A unit above that stays above keeps its rows.
  for (const std::string_view segment : segments_of(old_path)) {
    if (holds(new_path, segment)) continue;
    run("DELETE FROM " + sql_->work_list +
            " WHERE body = ?1 AND segment = ?3 AND (due_at, row_no) IN (SELECT due_at, row_no" +
            work + ")",
        segment);
  }
  for (const std::string_view segment : segments_of(new_path)) {
    if (holds(old_path, segment)) continue;
    run("INSERT INTO " + sql_->work_list +
            "(body, segment, due_at, row_no) SELECT body, ?3, due_at, row_no" + work,
        segment);
  }
  const std::string move = "UPDATE " + sql_->table + " SET path = ?3 || substr(path, ?4) WHERE ";
  const auto rest = static_cast<std::int64_t>(old_path.size()) + 1;
  connection.statement(move + "row_no IN (SELECT row_no" + work + ")")
      .bind(1, number(body))
      .bind(2, last_segment(old_path))
      .bind(3, new_path)
      .bind(4, rest)
      .run();
  const std::string end = end_of_subtree(old_path);
  connection.statement(move + "body = ?1 AND path >= ?2 AND path < ?5 AND stage <> 0")
      .bind(1, number(body))
      .bind(2, old_path)
      .bind(3, new_path)
      .bind(4, rest)
      .bind(5, end)
      .run();
}

}  // namespace chuangyou
