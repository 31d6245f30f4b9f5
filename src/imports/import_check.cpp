// What becomes of a row: a record that is opened, one that is amended, or nothing. Decided exactly
// as the writer will decide it, without writing it.
#include <algorithm>
#include <mutex>

#include "campaign/cells_in_words.h"
#include "campaign/look_ups.h"
#include "campaign/named_units.h"
#include "core/text.h"
#include "imports/import_run.h"
#include "record/times.h"
#include "storage/another_reader.h"

namespace chuangyou {

// Units that the import would found are not in the tree yet, but have their place below the root.
Circumstances ImportRun::circumstances(Connection& connection) const {
  Circumstances of_body = body_.circumstances();
  of_body.path_of = [this](const Uuid& id) -> std::string_view {
    if (!mapping_.unknown_units_are_founded) return body_.tree.path_of(id);
    const std::lock_guard lock(planned_lock_);
    const auto planned = planned_paths_.find(id);
    return planned == planned_paths_.end() ? body_.tree.path_of(id) : planned->second;
  };
  allow_look_ups(of_body, connection, body_);
  return of_body;
}

// The record that the row speaks of, where the importer sees it whole: a dry run would tell which
// ids there are, and what stands in them. A key beyond his sight is refused by the writer alone.
std::optional<Record> ImportRun::record_of(const Cells& cells, const std::string& source,
                                           std::int64_t row) {
  is_seen_in_part_ = false;
  std::optional<RecordId> id;
  if (columns_.id()) {
    const std::string_view cell = trimmed(cells[*columns_.id()]);
    if (cell.empty()) return std::nullopt;
    const auto said = parse_uuid(cell);
    std::optional<Record> record;
    if (said) record = record_seen(RecordId(*said));
    if (record) return record;
    const std::string& column = columns_.title(*columns_.id());
    find(row, column, {Refusal::nothing_is_there, column, std::string(cell)});
    return std::nullopt;
  }
  if (!source.empty()) id = table_.find_by_source(connection_, body_.no, source);
  if (!id) return std::nullopt;
  std::optional<Record> record = record_seen_whole(*id);
  is_key_hidden_ = is_key_hidden_ || !record;
  return record;
}

std::optional<Record> ImportRun::record_seen_whole(const RecordId& id) const {
  std::optional<Record> record = table_.get(connection_, body_.no, id);
  if (record && sight_of_row(*record) != Sight::whole) record.reset();
  return record;
}

Sight ImportRun::sight_of_row(const Record& record) const {
  const PathOfUnit path_of = [&tree = body_.tree](const Uuid& unit) { return tree.path_of(unit); };
  return sight_of(actor_, record, body_.zone.date_at(now_), path_of);
}

// Of what went out to somebody who sees a part of it, that part, which he cannot change.
std::optional<Record> ImportRun::record_seen(const RecordId& id) {
  std::optional<Record> record = table_.get(connection_, body_.no, id);
  if (!record) return record;
  const Sight sight = sight_of_row(*record);
  is_seen_in_part_ = sight == Sight::public_fields;
  if (sight == Sight::nothing) record.reset();
  if (is_seen_in_part_) redact(*record, sight);
  return record;
}

void ImportRun::read_row(const Cells& cells, std::int64_t row) {
  std::shared_lock lock(body_.lock);
  const auto found_before = static_cast<std::ptrdiff_t>(reading_.found.size());
  empties_something_ = false;
  tell_formulas(row);
  check_nameless(cells, row);
  RowSaid said;
  said.act = act_of(cells, row);
  said.source = source_of(cells, row);
  const std::optional<Record> record = record_of(cells, said.source, row);
  if (!record || !mapping_.is_own_export) said.unit = unit_of(cells, row);
  if (!said.act && !mapping_.is_own_export) return;
  fields_of(cells, row, said);
  compare_by_day(record, said);
  if (mapping_.is_own_export) take_names(record ? &*record : nullptr, cells, said, row);
  if (record && mapping_.is_own_export) {
    tell_unit_that_differs(*record, cells, row);
    keep_what_is_out_of_sight(*record, said);
    add_rows_of_sheets(*record, said);
  }
  if (record && !mapping_.is_own_export) tell_emptied(*record, cells, said, row);
  const auto is_note = [](const ImportFinding& finding) { return finding.is_note; };
  if (!std::all_of(reading_.found.begin() + found_before, reading_.found.end(), is_note)) return;
  // Where it lies is changed by a transfer alone.
  const Unit* lies_at = record ? body_.tree.find(record->unit) : nullptr;
  if (lies_at && said.unit && *said.unit != body_.tree.going_on(*lies_at).id)
    remark(row, mapping_.unit_column, ImportRemark::column_is_left_out);
  if (record && is_seen_in_part_) return pass_over(*record, said, row);
  if (record) return amend(*record, said, row);
  enter(std::move(said), row);
}

// Of what the program gave out a row without an id opens a draft: by the first act that takes it.
// What somebody outside says, behind whose receipt it lies, no file says for him.
const Act* ImportRun::draft_act_of(const RowSaid& said, std::int64_t row) {
  const Circumstances holding = circumstances(connection_);
  const Record empty(ledger_);
  Refused refused{Refusal::field_is_missing, "id", {}};
  for (const Act& act : ledger_.acts) {
    if (!act.from.empty() || act.gives_receipt) continue;
    const auto takes = [&](const FieldChange& change) {
      return std::ranges::find(act.takes, ledger_.fields[change.field].name) != act.takes.end();
    };
    if (!std::ranges::all_of(said.fields, takes)) continue;
    const auto changes =
        decide(empty, Asked{act, said.fields, {}, said.unit}, actor_, now_, holding);
    if (changes) return &act;
    refused = changes.error();
  }
  find(row, columns_.column_of(refused.field), refused);
  return nullptr;
}

// It stands as the file has it, or it is not the reader's to change.
void ImportRun::pass_over(const Record& record, RowSaid& said, std::int64_t row) {
  const std::vector<FieldChange> fields = differing(record, std::move(said.fields));
  if (fields.empty()) {
    ++report_.unchanged;
    return;
  }
  const std::string column = columns_.column_of(ledger_.fields[fields[0].field].name);
  find(row, column, {Refusal::post_does_not_allow_this, column, {}});
}

void ImportRun::enter(RowSaid said, std::int64_t row) {
  if (mapping_.is_own_export) {
    std::erase_if(said.fields, [](const FieldChange& change) { return is_empty(change.value); });
    said.source = key_of_new_row(said, row);
    if (table_.find_by_source(connection_, body_.no, said.source)) {
      remark(row, {}, ImportRemark::row_was_opened_before);
      ++report_.unchanged;
      return;
    }
    said.act = draft_act_of(said, row);
  }
  if (said.act) reading_.entered = std::move(said);
}

// The rows come in their order, and so are all findings told and all acts given.
void ImportRun::decide_about(RowsBehind::Rows& rows) {
  if (!deciding_) deciding_.emplace(another_reader(connection_));
  std::shared_lock lock(body_.lock);
  const Circumstances holding = circumstances(*deciding_);
  for (RowToDecide& one : rows) {
    for (ImportFinding& finding : one.found) findings_.add(std::move(finding));
    if (one.entered) decide_about(*one.entered, one.row, holding);
    if (one.decided) give(std::move(*one.decided), one.row);
  }
}

void ImportRun::decide_about(RowSaid& said, std::int64_t row, const Circumstances& holding) {
  if (!check_opening(said, row, holding)) return;
  ++report_.opened;
  if (!kept_ || findings_.refused() != 0) return;
  ActRequest request;
  request.body = body_.no;
  request.ledger = &ledger_;
  request.act = said.act->name;
  request.fields = std::move(said.fields);
  request.unit = said.unit;
  request.source = std::move(said.source);
  request.import = import_;
  request.has_signed_file = is_signed_;
  give(std::move(request), row);
}

Result<Record> ImportRun::opened_by(const Act& act, const std::vector<FieldChange>& fields,
                                    const RowSaid& said, const Circumstances& holding) const {
  Record record(ledger_);
  const Asked asked{act, fields, {}, said.unit, is_signed_, true};
  if (const auto named = check_units_named(asked, record, body_.tree, true); !named)
    return std::unexpected(named.error());
  const Result<Changes> changes = decide(record, asked, actor_, now_, holding);
  if (!changes) return std::unexpected(changes.error());
  chuangyou::apply(record, *changes, now_, actor_.person, 1);
  return record;
}

// A time of the hour that autumn repeats is taken as the second of the two where only so it comes
// behind what went before it.
bool ImportRun::check_opening(RowSaid& said, std::int64_t row, const Circumstances& holding) {
  constexpr std::int64_t hour_microseconds = 3'600'000'000;
  const Result<Record> opened = opened_by(*said.act, said.fields, said, holding);
  if (!opened) {
    findings_.add({row, columns_.column_of(opened.error().field), opened.error()});
    return false;
  }
  std::vector<Refused> faults = impossible_times(*opened, holding.zone);
  for (const std::size_t field : said.come_twice) {
    if (faults.empty()) break;
    std::vector<FieldChange> later = said.fields;
    const auto change = std::ranges::find(later, field, &FieldChange::field);
    Moment* at = change == later.end() ? nullptr : std::get_if<Moment>(&change->value);
    if (!at) continue;
    at->microseconds += hour_microseconds;
    const Result<Record> again = opened_by(*said.act, later, said, holding);
    if (!again) continue;
    std::vector<Refused> left = impossible_times(*again, holding.zone);
    if (left.size() >= faults.size()) continue;
    said.fields = std::move(later);
    faults = std::move(left);
  }
  for (const Refused& fault : faults)
    findings_.add({row, columns_.column_of(fault.field), fault, true});
  tell_early_times(said, row);
  return true;
}

void ImportRun::tell_early_times(const RowSaid& said, std::int64_t row) {
  const auto began = first_day();
  for (const FieldChange& change : said.fields) {
    const Moment* at = std::get_if<Moment>(&change.value);
    const std::string_view field = ledger_.fields[change.field].name;
    const bool is_too_early = began && at && body_.zone.date_at(*at) < *began &&
                              !is_before_any_beginning(change.value, body_.zone);
    if (is_too_early)
      findings_.add({row,
                     columns_.column_of(field),
                     {Refusal::time_is_before_the_body, std::string(field), to_text(*began)},
                     true});
  }
}

// Of the body's first unit; nullopt where some unit has been there for nobody knows how long.
std::optional<Date> ImportRun::first_day() const {
  if (body_.tree.size() == 0) return std::nullopt;
  return body_.tree.unit(0).from;
}

// By no act where it stands: told with what stands there and what the file says.
void ImportRun::tell_too_late(const Record& record, const std::vector<FieldChange>& said,
                              const Refused& refused, std::int64_t row) {
  std::string detail = state_in_words(Language::zh, ledger_, record.state) + " / " +
                       state_in_words(Language::en, ledger_, record.state);
  for (const FieldChange& change : said) {
    const FieldSpec& spec = ledger_.fields[change.field];
    if (spec.name != refused.field) continue;
    detail +=
        ": " + in_words(spec, record.value_at(change.field)) + " → " + in_words(spec, change.value);
  }
  const std::string column = columns_.column_of(refused.field);
  if (!mapping_.settled_rows_are_passed_over)
    return find_as(ImportRemark::state_takes_no_change, row, column,
                   {refused.law, refused.field, std::move(detail)});
  ++report_.left_alone;
  remark(row, column, ImportRemark::settled_row_is_passed_over, std::move(detail));
}

void ImportRun::amend(const Record& record, RowSaid& said, std::int64_t row) {
  const std::vector<FieldChange> fields = said.fields;
  auto amended = amendment_of({record, std::move(said.fields), said.act, click_.reason}, actor_,
                              now_, circumstances(connection_));
  if (!amended && amended.error().law == Refusal::state_does_not_allow_this)
    return tell_too_late(record, fields, amended.error(), row);
  if (!amended) return find(row, columns_.column_of(amended.error().field), amended.error());
  if (!*amended) {
    ++(empties_something_ ? report_.left_alone : report_.unchanged);
    return;
  }
  Amendment& amendment = **amended;
  ++report_.amended;
  constexpr std::size_t changes_told = 1000;
  if (report_.changes.size() < changes_told) {
    ImportChange& change = report_.changes.emplace_back();
    change = {row, record.id, amendment.act->name, {}};
    for (const FieldChange& field : amendment.fields) {
      const FieldSpec& spec = ledger_.fields[field.field];
      change.columns.push_back(columns_.column_of(spec.name));
      change.before.push_back(in_words(spec, record.value_at(field.field)));
      change.after.push_back(in_words(spec, field.value));
    }
  }
  if (!kept_) return;
  ActRequest request;
  request.body = body_.no;
  request.ledger = &ledger_;
  request.record = record.id;
  request.import = import_;
  request.act = amendment.act->name;
  request.fields = std::move(amendment.fields);
  if (amendment.act->reason != Reason::none) request.reason = click_.reason;
  request.if_versions = {record.version};
  reading_.decided = std::move(request);
}

}  // namespace chuangyou
