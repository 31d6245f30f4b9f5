#include "imports/import.h"

#include <algorithm>
#include <mutex>
#include <set>
#include <unordered_map>

#include "campaign/cells_in_words.h"
#include "campaign/look_ups.h"
#include "campaign/named_units.h"
#include "core/text.h"
#include "documents/csv_reader.h"
#include "imports/import_cell.h"
#include "ledgers/all.h"
#include "record/times.h"
#include "record/who_speaks.h"
#include "storage/unfinished_imports.h"

namespace chuangyou {
namespace {

constexpr std::size_t findings_listed_max = 1000;
constexpr std::int64_t rows_between_progress = 1024;

bool may_sign(const Actor& actor, Date today) {
  return std::ranges::any_of(actor.posts, [&](const Post& post) {
    return is_in_force(post, today) && signs_files(post.role);
  });
}

class ImportRun {
 public:
  ImportRun(const ImportMapping& mapping, Body& body, Connection& connection, const Actor& actor,
            RandomSource& random, Moment now, ImportClick click)
      : mapping_(mapping),
        body_(body),
        connection_(connection),
        actor_(actor),
        random_(random),
        now_(now),
        ledger_(*find_ledger(mapping.ledger)),
        table_(ledger_),
        import_(click.import.value_or(RecordId(make_uuid_v7(now, random)))),
        click_(std::move(click)),
        is_signed_(!click_.file.empty() && may_sign(actor, body.zone.date_at(now))) {
    for (const Ledger* ledger : all_ledgers()) tables_.emplace_back(*ledger);
  }

  // Reads the whole file; `keep` collects the acts, unless something is found.
  void read(std::istream& file, bool keep, const ImportProgress& progress);
  void apply(Writer& writer, const ImportProgress& progress);

  bool is_clean() const { return refused_ == 0 && !report_.was_cancelled; }
  ImportReport take_report() { return std::move(report_); }

 private:
  struct BoundColumn {
    const ImportMapping::Column* column;
    const FieldSpec* field;
    std::size_t cell;
  };
  using Cells = std::vector<std::string>;

  void find(std::int64_t row, std::string column, Refused refused, bool is_note = false);
  bool bind(const Cells& header);
  void add_parts(std::vector<FieldChange>& fields, const BoundColumn&, std::string_view cell,
                 std::int64_t row);
  std::size_t cell_of(const Cells& header, const std::string& column, std::string_view place = {});
  std::optional<std::size_t> cell_in_words(const Cells& header, std::string_view place);
  void pass_over(const Cells& header, std::string_view place);
  void read_constants();
  void read_row(const Cells& cells, std::int64_t row, bool keep);
  const Act* act_of(const Cells& cells, std::int64_t row);
  std::optional<UnitId> unit_of(const Cells& cells, std::int64_t row);
  std::optional<UnitId> found_unit(const std::string& name, std::int64_t row);
  std::string source_of(const Cells& cells, std::int64_t row);
  std::vector<FieldChange> fields_of(const Cells& cells, std::int64_t row);
  void check_act(const Asked& asked, const std::string& source, std::int64_t row);
  bool was_imported(const std::string& source);
  Circumstances circumstances() const;
  CellReading cell_reading();
  std::string column_of(std::string_view field) const;

  const ImportMapping& mapping_;
  Body& body_;
  Connection& connection_;
  const Actor& actor_;
  RandomSource& random_;
  Moment now_;
  const Ledger& ledger_;
  LedgerTable table_;
  std::vector<LedgerTable> tables_;
  RecordId import_;
  ImportClick click_;
  bool is_signed_;
  ImportReport report_;
  std::int64_t refused_ = 0;

  LookAlikes look_alikes_;
  std::vector<BoundColumn> columns_;
  std::vector<FieldChange> constants_;
  std::vector<std::size_t> act_cells_;
  std::vector<std::vector<std::string>> act_words_;  // a state by its name in either language too
  std::set<std::string> known_;  // columns of the file that are taken or left out
  bool is_in_words_ = false;     // headed as this program heads what it gives out
  std::size_t source_cell_ = 0, unit_cell_ = 0;
  std::unordered_map<std::string, std::int64_t> row_of_source_;

  // Units that the import would found, by the name in the file, in the order of their rows; and
  // their paths as the tree will give them, as far as a check can know.
  std::unordered_map<std::string, UnitId> planned_;
  std::vector<Unit> planned_units_;
  std::unordered_map<Uuid, std::string> planned_paths_;
  std::vector<ActRequest> acts_;
  std::vector<std::int64_t> row_of_act_;
};

void ImportRun::find(std::int64_t row, std::string column, Refused refused, bool is_note) {
  ++report_.findings_in_all;
  if (!is_note) ++refused_;
  // What is wrong with the file as a whole is always listed.
  std::vector<ImportFinding>& listed = report_.findings;
  if (row == 0 && listed.size() == findings_listed_max) listed.pop_back();
  if (listed.size() < findings_listed_max)
    listed.insert(row == 0 ? listed.begin() : listed.end(),
                  {row, std::move(column), std::move(refused), is_note});
  if (!is_note) {
    acts_ = {};
    row_of_act_ = {};
  }
}

// What was given out for people comes in by the same titles, of either language; the ids behind
// names before these.
std::optional<std::size_t> ImportRun::cell_in_words(const Cells& header, std::string_view place) {
  for (const auto is_title : {is_title_of_ids, is_title_of_column})
    for (std::size_t i = 0; i < header.size(); ++i)
      if (is_title(ledger_, place, header[i])) {
        is_in_words_ = true;
        return i;
      }
  return std::nullopt;
}

// Both columns of what leads elsewhere, of which one is taken.
void ImportRun::pass_over(const Cells& header, std::string_view place) {
  for (const std::string& title : header)
    if (is_title_of_ids(ledger_, place, title) || is_title_of_column(ledger_, place, title))
      known_.insert(title);
}

std::size_t ImportRun::cell_of(const Cells& header, const std::string& column,
                               std::string_view place) {
  known_.insert(column);
  const auto found = std::ranges::find(header, column);
  if (found != header.end()) return static_cast<std::size_t>(found - header.begin());
  if (const auto in_words = cell_in_words(header, place.empty() ? column : place)) {
    pass_over(header, place.empty() ? column : place);
    return *in_words;
  }
  const bool is_said = std::ranges::any_of(report_.findings, [&](const ImportFinding& finding) {
    return finding.refused.law == Refusal::column_is_missing && finding.column == column;
  });
  if (!is_said) find(0, column, {Refusal::column_is_missing, column, {}});
  return 0;
}

// Every column of the file is either taken or known to be left out; the rest is refused by name.
bool ImportRun::bind(const Cells& header) {
  known_.insert(mapping_.ignored.begin(), mapping_.ignored.end());
  for (const std::string& column : mapping_.ignored) pass_over(header, column);
  source_cell_ = cell_of(header, mapping_.source_column);
  unit_cell_ = cell_of(header, mapping_.unit_column, "unit");
  for (const ImportMapping::Column& column : mapping_.columns)
    columns_.push_back({&column, ledger_.field_or_column(column.field),
                        cell_of(header, column.column, column.field)});
  for (const ImportMapping::ActChoice& choice : mapping_.acts) {
    act_cells_.push_back(cell_of(header, choice.column));
    std::vector<std::string>& called = act_words_.emplace_back(1, choice.equals);
    for (const Language language : {Language::zh, Language::en})
      if (ledger_.state(choice.equals))
        called.push_back(state_in_words(language, ledger_, choice.equals));
  }
  std::set<std::string> seen;
  for (const std::string& column : header) {
    if (!known_.contains(column)) find(0, column, {Refusal::column_is_unknown, column, {}});
    if (!seen.insert(column).second) find(0, column, {Refusal::column_is_there_twice, column, {}});
  }
  return refused_ == 0;
}

void ImportRun::read_constants() {
  std::shared_lock lock(body_.lock);
  const CellReading reading = cell_reading();
  for (const auto& [name, text] : mapping_.constants) {
    const FieldSpec& field = *ledger_.field(name);
    const ImportMapping::Column column{name, name, {}, ";", {}};
    Result<Value> value = read_cell(reading, field, column, text);
    if (value) constants_.push_back({ledger_.index_of(field), std::move(*value)});
    if (!value) find(0, name, value.error());
  }
}

// Units that the import would found are not in the tree yet, but have their place below the root.
Circumstances ImportRun::circumstances() const {
  Circumstances of_body = body_.circumstances();
  of_body.path_of = [this](const Uuid& id) -> std::string_view {
    const auto planned = planned_paths_.find(id);
    return planned == planned_paths_.end() ? body_.tree.path_of(id) : planned->second;
  };
  allow_look_ups(of_body, connection_, body_);
  return of_body;
}

CellReading ImportRun::cell_reading() {
  const Zone* zone = mapping_.zone ? &*mapping_.zone : is_in_words_ ? &body_.zone : nullptr;
  return {body_,  connection_,  mapping_, tables_, body_.zone.date_at(now_),
          actor_, look_alikes_, zone};
}

// `steps.2.what` is a cell under `steps.what`.
bool is_cell_under(std::string_view column, std::string_view cell) {
  const std::size_t dot = column.find('.');
  return dot != column.npos && cell.starts_with(column.substr(0, dot + 1)) &&
         cell.ends_with(column.substr(dot));
}

std::string ImportRun::column_of(std::string_view field) const {
  for (const BoundColumn& bound : columns_)
    if (bound.column->field == field || is_cell_under(bound.column->field, field))
      return bound.column->column;
  if (field == "unit") return mapping_.unit_column;
  return std::string(field);
}

const Act* ImportRun::act_of(const Cells& cells, std::int64_t row) {
  for (std::size_t i = 0; i < mapping_.acts.size(); ++i)
    if (std::ranges::find(act_words_[i], trimmed(cells[act_cells_[i]])) != act_words_[i].end())
      return ledger_.act(mapping_.acts[i].act);
  const std::string& column = mapping_.acts.front().column;
  std::string known;
  for (const auto& choice : mapping_.acts) known += (known.empty() ? "" : ", ") + choice.equals;
  find(row, column, {Refusal::choice_is_unknown, column, known});
  return nullptr;
}

std::optional<UnitId> ImportRun::found_unit(const std::string& name, std::int64_t row) {
  if (const auto planned = planned_.find(name); planned != planned_.end()) return planned->second;
  Unit unit;
  unit.id = UnitId(make_uuid_v7(now_, random_));
  unit.no = body_.tree.size() + static_cast<UnitNo>(planned_units_.size());
  unit.name = name;
  unit.administrative_parent = body_.tree.unit(0).id;
  const Date today = body_.zone.date_at(now_);
  if (Result<void> decided = decide(FoundUnit{unit}, actor_, body_.tree, body_.people, today);
      !decided) {
    find(row, mapping_.unit_column, decided.error());
    return std::nullopt;
  }
  planned_.emplace(name, unit.id);
  planned_paths_.emplace(unit.id, body_.tree.path_of(0) + path_segment(unit.no));
  planned_units_.push_back(unit);
  ++report_.units_founded;
  return unit.id;
}

std::optional<UnitId> ImportRun::unit_of(const Cells& cells, std::int64_t row) {
  const std::string name(trimmed(cells[unit_cell_]));
  if (is_blank(name)) {
    find(row, mapping_.unit_column, {Refusal::unit_is_missing, mapping_.unit_column, {}});
    return std::nullopt;
  }
  if (holds_control_characters(cells[unit_cell_])) {
    find(row, mapping_.unit_column, {Refusal::field_has_wrong_kind, mapping_.unit_column, {}});
    return std::nullopt;
  }
  const Result<const Unit*> unit = read_unit(body_.tree, name, look_alikes_);
  if (unit) return (*unit)->id;
  if (unit.error().law == Refusal::unit_is_unknown && mapping_.unknown_units_are_founded)
    return found_unit(name, row);
  find(row, mapping_.unit_column, unit.error());
  return std::nullopt;
}

std::string ImportRun::source_of(const Cells& cells, std::int64_t row) {
  std::string source(trimmed(cells[source_cell_]));
  const std::string& column = mapping_.source_column;
  if (is_blank(source)) {
    find(row, column, {Refusal::field_is_missing, column, {}});
  } else if (holds_control_characters(cells[source_cell_])) {
    find(row, column, {Refusal::field_has_wrong_kind, column, {}});
  } else if (const auto [first, is_new] = row_of_source_.emplace(source, row); !is_new) {
    find(row, column,
         {Refusal::id_is_there_twice, column, source + " (" + std::to_string(first->second) + ")"});
  }
  return source;
}

// As far as the importer may see: a dry run would tell which ids there are. A key beyond his sight
// is refused by the writer alone.
bool ImportRun::was_imported(const std::string& source) {
  const auto entered = table_.find_by_source(connection_, body_.no, source);
  return entered && is_there(cell_reading(), table_, *entered);
}

// Several columns may name the same text field: it joins them in the mapping's order.
void join(std::vector<FieldChange>& fields, std::size_t field, const std::string& separator,
          Value value) {
  const auto held = std::ranges::find(fields, field, &FieldChange::field);
  if (held == fields.end()) {
    fields.push_back({field, std::move(value)});
    return;
  }
  std::string& text = std::get<std::string>(held->value);
  text += (separator.empty() ? " " : separator) + std::get<std::string>(value);
}

// Of a column of rows, `steps.what`, each part of the cell is in a row of its own: the first parts
// of all such columns make the first row.
void ImportRun::add_parts(std::vector<FieldChange>& fields, const BoundColumn& bound,
                          std::string_view cell, std::int64_t row) {
  const std::vector<std::string_view> parts = parts_of_list(cell, bound.column->separator);
  if (parts.empty()) return;
  const std::string_view place = bound.column->field;
  const FieldSpec& field = *ledger_.field(place.substr(0, place.find('.')));
  const auto at = static_cast<std::size_t>(bound.field - field.columns().data());
  const std::size_t index = ledger_.index_of(field);
  auto held = std::ranges::find(fields, index, &FieldChange::field);
  if (held == fields.end()) held = fields.insert(held, {index, Rows{}});
  std::vector<Row>& rows = std::get<Rows>(held->value).all;
  if (rows.empty()) rows.resize(parts.size());
  if (rows.size() != parts.size())
    return find(row, bound.column->column, {Refusal::row_is_cut_short, bound.column->column, {}});
  for (std::size_t i = 0; i < parts.size(); ++i) {
    rows[i].cells.resize(field.column_count);
    Result<Value> value = read_cell(cell_reading(), *bound.field, *bound.column, parts[i]);
    if (value) rows[i].cells[at] = std::move(*value);
    if (!value) find(row, bound.column->column, value.error());
  }
}

std::vector<FieldChange> ImportRun::fields_of(const Cells& cells, std::int64_t row) {
  std::vector<FieldChange> fields = constants_;
  const CellReading reading = cell_reading();
  for (const BoundColumn& bound : columns_) {
    if (bound.column->field.contains('.')) {
      add_parts(fields, bound, cells[bound.cell], row);
      continue;
    }
    Result<Value> value = read_cell(reading, *bound.field, *bound.column, cells[bound.cell]);
    if (!value) {
      find(row, bound.column->column, value.error());
    } else if (!is_empty(*value)) {
      join(fields, ledger_.index_of(*bound.field), bound.column->separator, std::move(*value));
    }
  }
  return fields;
}

// Exactly what the writer will do with the row, without writing it.
void ImportRun::check_act(const Asked& asked, const std::string& source, std::int64_t row) {
  const Circumstances holding = circumstances();
  Record record(ledger_);
  if (const auto named = check_units_named(asked, record, body_.tree, true); !named) {
    find(row, column_of(named.error().field), named.error());
    return;
  }
  const Result<Changes> changes = decide(record, asked, actor_, now_, holding);
  if (!changes) {
    find(row, column_of(changes.error().field), changes.error());
    return;
  }
  if (was_imported(source)) {  // told to those alone who may enter the row, as the writer does
    find(row, mapping_.source_column,
         {Refusal::id_was_imported_before, mapping_.source_column, source});
    return;
  }
  chuangyou::apply(record, *changes, now_, actor_.person, 1);
  for (const Refused& fault : impossible_times(record, holding.zone))
    find(row, column_of(fault.field), fault, true);
}

void ImportRun::read_row(const Cells& cells, std::int64_t row, bool keep) {
  std::shared_lock lock(body_.lock);
  const std::int64_t refused_before = refused_;
  const Act* act = act_of(cells, row);
  std::string source = source_of(cells, row);
  const std::optional<UnitId> unit = unit_of(cells, row);
  if (!act) return;
  Asked asked{*act, fields_of(cells, row), {}, unit, is_signed_, true};
  if (refused_ != refused_before) return;
  check_act(asked, source, row);
  if (!keep || refused_ != 0) return;

  ActRequest request;
  request.body = body_.no;
  request.ledger = &ledger_;
  request.act = act->name;
  request.fields = std::move(asked.fields);
  request.unit = unit;
  request.actor = actor_;
  request.source = std::move(source);
  request.import = import_;
  request.has_signed_file = is_signed_;
  acts_.push_back(std::move(request));
  row_of_act_.push_back(row);
}

void ImportRun::read(std::istream& file, bool keep, const ImportProgress& progress) {
  const auto too_large = [&] {
    find(0, {}, {Refusal::file_is_too_large, {}, std::to_string(import_bytes_max)});
  };
  if (!file) return find(0, {}, {Refusal::file_cannot_be_read, {}, {}});
  // Rows of a half that is still to be taken back would seem to be imported already.
  if (is_import_unfinished(connection_, body_.no))
    return find(0, {}, {Refusal::import_is_running, {}, {}});
  if (size_bytes_of(file).value_or(0) > import_bytes_max) return too_large();
  CsvReader reader(file, click_.charset);
  const Result<Cells> header = reader.header();
  if (!header) return find(0, {}, header.error());
  report_.was_gb18030 = reader.was_gb18030();
  read_constants();
  if (!bind(*header)) return;
  Cells cells;
  while (true) {
    const Result<bool> read = reader.next(cells);
    if (reader.bytes_read() > import_bytes_max) return too_large();
    if (read && !*read) break;
    ++report_.rows;
    if (!read) find(reader.row(), {}, {read.error().law, {}, {}});
    if (read) read_row(cells, reader.row(), keep);
    if (report_.rows % rows_between_progress == 0 && progress && !progress(report_.rows, 0)) {
      report_.was_cancelled = true;
      return;
    }
  }
  if (report_.rows == 0) find(0, {}, {Refusal::file_is_empty, {}, {}});  // a header alone
}

void ImportRun::apply(Writer& writer, const ImportProgress& progress) {
  Writer::Batch batch;
  for (const Unit& unit : planned_units_)
    batch.org_acts.push_back({body_.no, FoundUnit{unit}, actor_});
  batch.acts = std::move(acts_);
  const auto count = static_cast<std::int64_t>(batch.acts.size());
  batch.import = import_;
  if (is_signed_) batch.signed_file = click_.file;
  batch.idempotency_key = std::move(click_.key);
  batch.request_digest = std::move(click_.digest);
  bool go_on = !progress || progress(0, count);
  const auto report_progress = [&](std::size_t done) {
    go_on = !progress || progress(static_cast<std::int64_t>(done), count);
    return go_on;
  };
  const std::vector<std::int64_t> rows = std::move(row_of_act_);
  const std::vector<Writer::BatchRefusal> refusals =
      writer.perform_all(std::move(batch), report_progress);
  if (refusals.empty()) {
    report_.import = import_;
    report_.applied = count;
    return;
  }
  {
    // Units of a first slice stay, as they do when an import is undone.
    std::shared_lock lock(body_.lock);
    report_.units_founded = std::ranges::count_if(
        planned_units_, [&](const Unit& unit) { return body_.tree.find(unit.id) != nullptr; });
  }
  report_.was_cancelled = !go_on;
  if (!go_on) return;
  for (const Writer::BatchRefusal& refusal : refusals) {
    const std::int64_t row = refusal.index < rows.size() ? rows[refusal.index] : 0;
    find(row, column_of(refusal.refused.field), refusal.refused);
  }
}

// Whoever may do the act by which the record was entered may take it back.
bool may_take_back(const Actor& actor, const Record& record, const Body& body,
                   Connection& connection, Moment now) {
  const std::optional<Entry> entered = entry_at(connection, body.no, record.opened_by_entry);
  const Act* act = entered ? record.ledger().act(entered->head.act) : nullptr;
  if (!act) return false;
  std::shared_lock lock(body.lock);
  const Circumstances holding = body.circumstances();
  const Date today = holding.zone.date_at(now);
  return right_of(actor, act->may, record, today, holding.path_of).has_value();
}

// The first answer to this click, where the undo was done already.
Result<std::optional<Undone>> undone_before(Writer& writer, const Writer::Click& click) {
  if (click.key.empty()) return std::nullopt;
  const auto answered = writer.answered(click);
  if (!answered) return std::unexpected(answered.error());
  if (!*answered) return std::nullopt;
  return Undone{std::stoll((*answered)->besides), true};
}

}  // namespace

std::optional<std::int64_t> size_bytes_of(std::istream& file) {
  const std::istream::pos_type start = file.tellg();
  if (start == std::istream::pos_type(-1) || !file.seekg(0, std::ios::end)) {
    file.clear();
    return std::nullopt;
  }
  const std::istream::pos_type end = file.tellg();
  file.seekg(start);
  return static_cast<std::int64_t>(end - start);
}

ImportReport import_table(std::istream& file, const ImportMapping& mapping, Body& body,
                          Connection& connection, const Actor& actor, Writer& writer,
                          RandomSource& random, Moment now, bool dry_run,
                          const ImportProgress& progress, ImportClick click) {
  ImportRun run(mapping, body, connection, actor, random, now, std::move(click));
  run.read(file, !dry_run, progress);
  if (!dry_run && run.is_clean()) run.apply(writer, progress);
  return run.take_report();
}

Result<Undone> undo_import(const RecordId& import, Body& body, Connection& connection,
                           const Actor& actor, Writer& writer, Moment now,
                           const Writer::Click& click) {
  if (auto earlier = undone_before(writer, click); !earlier || *earlier) {
    if (!earlier) return std::unexpected(earlier.error());
    return **earlier;
  }
  std::int64_t count = 0;
  for (const Ledger* ledger : all_ledgers()) {
    const LedgerTable table(*ledger);
    for (const RecordId& id : table.of_import(connection, body.no, import)) {
      const std::optional<Record> record = table.get(connection, body.no, id);
      if (record && !may_take_back(actor, *record, body, connection, now))
        return refuse(Refusal::post_does_not_allow_this);
      ++count;
    }
  }
  Writer::Batch batch;
  batch.undo = Writer::Batch::Undo{body.no, import, actor};
  batch.idempotency_key = click.key;
  batch.request_digest = click.digest;
  const std::vector<Writer::BatchRefusal> refusals = writer.perform_all(std::move(batch));
  if (refusals.empty()) return Undone{count};
  // Of two clicks at once the second finds nothing left, and the first one's answer.
  if (refusals.front().refused.law == Refusal::import_is_undone_already)
    if (const auto earlier = undone_before(writer, click); earlier && *earlier) return **earlier;
  return std::unexpected(refusals.front().refused);
}

}  // namespace chuangyou
