#include "imports/import_run.h"

#include <algorithm>
#include <mutex>

#include "core/text.h"
#include "documents/date_forms.h"
#include "documents/held_rows.h"
#include "journal/journal.h"
#include "ledgers/all.h"
#include "record/who_speaks.h"
#include "storage/unfinished_imports.h"

namespace chuangyou {
namespace {

constexpr std::int64_t rows_between_progress = 1024;
constexpr std::size_t changes_listed_max = 1000;
constexpr std::size_t rows_joined_max = 200'000;
constexpr std::int64_t rows_seen_for_iso = 200;  // of days as ISO has them, and none otherwise
const Refused file_broke{Refusal::file_cannot_be_read, {}, {}};

bool may_sign(const Actor& actor, Date today) {
  return std::ranges::any_of(actor.posts, [&](const Post& post) {
    return is_in_force(post, today) && signs_files(post.role);
  });
}

bool is_plain_time(std::string_view cell) {
  const auto moment = parse_moment(cell);
  return parse_date(cell).has_value() || moment || moment.error().law == Refusal::time_has_no_zone;
}

// What is called a workbook and is none is damaged: as a text it would make no sense.
bool is_called_a_workbook(std::string_view file_name) {
  constexpr std::size_t length = 5;
  if (file_name.size() < length) return false;
  std::string ending(file_name.substr(file_name.size() - length));
  std::ranges::transform(ending, ending.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  });
  return ending == ".xlsx" || ending == ".xlsm";
}

}  // namespace

bool read_from_its_beginning(std::istream& file) {
  file.clear();
  return file.seekg(0).good();
}

ImportRun::ImportRun(const ImportMapping& mapping, Body& body, Connection& connection,
                     const Actor& actor, RandomSource& random, Moment now, ImportClick click)
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
      is_signed_(!click_.file.empty() && may_sign(actor, body.zone.date_at(now))),
      columns_(mapping_, ledger_) {
  for (const Ledger* ledger : all_ledgers()) tables_.emplace_back(*ledger);
  if (!click_.charset.empty()) mapping_.layout.charset = click_.charset;
}

void ImportRun::find(std::int64_t row, std::string column, Refused refused, bool is_note) {
  ImportFinding finding{row, std::move(column), std::move(refused), is_note};
  if (behind_) return reading_.found.push_back(std::move(finding));
  findings_.add(std::move(finding));
}

void ImportRun::remark(std::int64_t row, std::string column, ImportRemark remark,
                       std::string detail) {
  ImportFinding finding{row, column, {Refusal::none, column, std::move(detail)}, true, remark};
  if (behind_) return reading_.found.push_back(std::move(finding));
  findings_.add(std::move(finding));
}

// What is no note, in words that fit it better than those of the law.
void ImportRun::find_as(ImportRemark remark, std::int64_t row, std::string column,
                        Refused refused) {
  ImportFinding finding{row, std::move(column), std::move(refused), false, remark};
  if (behind_) return reading_.found.push_back(std::move(finding));
  findings_.add(std::move(finding));
}

ImportReport ImportRun::take_report() {
  report_.findings_in_all = findings_.in_all();
  report_.findings_are_cut = findings_.are_cut();
  report_.findings = findings_.listed();
  if (report_.changes.size() > changes_listed_max) report_.changes.resize(changes_listed_max);
  return std::move(report_);
}

CellReading ImportRun::cell_reading() {
  const Zone* zone = mapping_.zone ? &*mapping_.zone : nullptr;
  if (!zone && (columns_.is_in_words() || mapping_.is_own_export)) zone = &body_.zone;
  CellReading reading{body_,  connection_,  mapping_, tables_, body_.zone.date_at(now_),
                      actor_, look_alikes_, zone};
  reading.comes_twice = &comes_twice_;
  reading.is_day_alone = &is_day_alone_;
  reading.is_workbook = table_file_ && table_file_->is_workbook();
  return reading;
}

void ImportRun::read_constants() {
  std::shared_lock lock(body_.lock);
  const CellReading reading = cell_reading();
  for (const auto& [name, text] : mapping_.constants) {
    const FieldSpec& field = *ledger_.field(name);
    const ImportMapping::Column column{name, name, {}, ";"};
    Result<Value> value = read_cell(reading, field, column, text);
    if (value) constants_.push_back({ledger_.index_of(field), std::move(*value)});
    if (!value) find(0, name, value.error());
  }
}

// The rows of a second sheet by the key that they name; of several with one key all cells, as a
// list has them.
bool ImportRun::read_joined(std::istream& file) {
  if (!mapping_.join) return true;
  const auto& [sheet, on] = *mapping_.join;
  TableLayout layout = mapping_.layout;
  layout.sheet = sheet;
  layout.header_row = 0;
  layout.head_rows = 1;
  const auto refuse_it = [&](const Refused& refused) {
    find(0, on, refused);
    return false;
  };
  if (!table_file_->is_workbook()) return refuse_it({Refusal::sheet_is_unknown, sheet, {}});
  auto second = TableReader::open(file, click_.path, layout);
  if (!second) return refuse_it(second.error());
  const auto has_key = [&](const Cells& titles) -> std::size_t {
    return std::ranges::find(titles, on) == titles.end() ? 0 : 1;
  };
  const auto titles = second->header(has_key, 1);
  if (!titles) return refuse_it(titles.error());
  const auto key = std::ranges::find(*titles, on);
  if (key == titles->end()) return refuse_it({Refusal::column_is_missing, on, sheet});
  const auto at = static_cast<std::size_t>(key - titles->begin());
  joined_titles_ = *titles;
  join_cell_ = at;
  std::size_t rows = 0, bytes = 0;
  for (Cells cells; rows < rows_joined_max && bytes <= held_bytes_max; ++rows) {
    const auto next = second->next(cells);
    if (!next) return refuse_it({next.error().law, sheet, std::to_string(second->row())});
    if (!*next) return true;
    show_joined(*second, cells, second->row());
    bytes += size_bytes(cells);
    const std::string of_row(trimmed(cells[at]));
    joined_rows_.emplace(of_row, second->row());
    Cells& held = joined_[of_row];
    if (held.empty()) {
      held = cells;
      continue;
    }
    for (std::size_t i = 0; i < cells.size(); ++i) held[i] += ";" + cells[i];
  }
  return refuse_it({Refusal::file_is_too_large, sheet, std::to_string(rows_joined_max)});
}

void ImportRun::add_joined(Cells& cells) const {
  if (!mapping_.join) return;
  const std::size_t own = cells.size();
  static const Cells nothing;
  const auto key = columns_.join();
  const auto found = key ? joined_.find(std::string(trimmed(cells[*key]))) : joined_.end();
  const Cells& beside = found == joined_.end() ? nothing : found->second;
  cells.resize(own + joined_titles_.size() - 1);
  for (std::size_t i = 0, to = own; i < joined_titles_.size(); ++i)
    if (i != *join_cell_) {
      if (i < beside.size()) cells[to] = beside[i];
      ++to;
    }
}

// From its first row on; once more where it was read before.
bool ImportRun::open_table(std::istream& file) {
  if (table_file_ && table_file_->is_workbook()) {
    if (const auto begun = table_file_->begin_again(); !begun) return refuse_file(begun.error());
  } else {
    table_file_.reset();
    auto opened = TableReader::open(file, click_.path, mapping_.layout);
    const bool is_text = opened ? !opened->is_workbook()
                                : opened.error().law == Refusal::text_is_neither_utf8_nor_gb18030;
    if (is_text && is_called_a_workbook(click_.file_name))
      return refuse_file({Refusal::workbook_is_malformed, {}, click_.file_name});
    if (!opened) return refuse_file(opened.error());
    table_file_ = std::move(*opened);
  }
  auto header = table_file_->header([&](const Cells& titles) { return columns_.known_in(titles); },
                                    columns_.wanted());
  if (!header) return refuse_file(header.error());
  header_ = std::move(*header);
  table_file_->pass_over(columns_unread_);
  above_.clear();
  return true;
}

bool ImportRun::refuse_file(const Refused& refused) {
  find(0, {}, refused);
  return false;
}

bool ImportRun::begin(std::istream& file) {
  if (!file) return refuse_file({Refusal::file_cannot_be_read, {}, {}});
  // Rows of a half that is still to be taken back would seem to be imported already.
  if (is_import_unfinished(connection_, body_.no))
    return refuse_file({Refusal::import_is_running, {}, {}});
  const auto size_bytes = size_bytes_of(file);
  may_read_twice_ = size_bytes.has_value();
  if (size_bytes.value_or(0) > import_bytes_max)
    return refuse_file({Refusal::file_is_too_large, {}, std::to_string(import_bytes_max)});
  const bool is_open = open_table(file);
  if (table_file_) tell_other_sheets(file);
  if (!is_open || !mark_rows(file)) return false;
  report_.was_gb18030 = table_file_->was_gb18030();
  if (table_file_->header_row() > 1 && mapping_.layout.header_row == 0)
    remark(0, {}, ImportRemark::header_is_further_down, std::to_string(table_file_->header_row()));
  findings_.add_hidden(*table_file_, header_);
  if (!read_joined(file)) return false;
  for (std::size_t i = 0; i < joined_titles_.size(); ++i)
    if (i != *join_cell_) header_.push_back(joined_titles_[i]);
  columns_.bind(header_, findings_);
  bind_cells();
  read_constants();
  read_rows_sheets(file);
  return findings_.refused() == 0 && guess_date_forms(file);
}

// Days and times whose form nobody has named and that are not written as ISO has it: what fits the
// whole column is taken and told, and where several forms fit that say other days, somebody is
// asked.
bool ImportRun::guess_date_forms(std::istream& file) {
  std::vector<Guess> guesses;
  for (const BoundColumn& bound : columns_.fields()) {
    const Kind kind = bound.field->kind;
    if ((kind == Kind::date || kind == Kind::moment) && bound.column->form.empty())
      guesses.push_back({&bound});
  }
  if (guesses.empty() || !may_read_twice_) return true;
  Cells cells;
  for (std::int64_t row = 0;; ++row) {
    const auto next = table_file_->next(cells);
    if (next && !*next) break;
    if (!next || is_total_row(cells)) continue;
    add_joined(cells);
    for (Guess& guess : guesses) {
      std::string room;
      see(guess, cell_text(cells, *guess.bound, room));
    }
    const bool is_iso = std::ranges::all_of(guesses, &Guess::is_iso);
    if (row >= rows_seen_for_iso && is_iso) {
      bytes_before_ = 0;
      break;
    }
    if (row > 0 && row % rows_between_progress == 0) {
      bytes_before_ = table_file_->bytes_read();
      if (!goes_on(0)) return false;
    }
  }
  for (const Guess& guess : guesses) take(guess);
  if (!read_from_its_beginning(file)) return refuse_file(file_broke);
  return findings_.refused() == 0 && open_table(file);
}

void ImportRun::see(Guess& guess, std::string_view text) const {
  const std::string_view cell = trimmed(text);
  // Of a workbook what is a day is one, however the others are written.
  const bool is_typed = table_file_->is_workbook() && is_typed_time(cell);
  if (cell.empty() || is_null_word(mapping_, cell) || is_ditto(cell) || is_typed) return;
  const bool is_iso = is_plain_time(cell);
  guess.is_iso = guess.is_iso && is_iso;
  if (is_iso) ++guess.iso_cells;
  guess.forms.see(cell);
}

// What most cells are written in holds for all: the others are found by their rows.
void ImportRun::take(const Guess& guess) {
  const std::vector<DateForm> forms = guess.forms.that_fit();
  const bool is_iso = guess.iso_cells >= guess.forms.cells_that_fit();
  if (guess.is_iso || is_iso || forms.empty()) return;
  const std::string& title = columns_.title(guess.bound->cell);
  if (!guess.forms.are_alike()) {
    std::string known;
    for (const DateForm& form : forms) known += (known.empty() ? "" : " | ") + form.pattern();
    return find(0, title, {Refusal::date_form_is_ambiguous, title, known});
  }
  const auto at = static_cast<std::size_t>(guess.bound->column - mapping_.columns.data());
  std::string form = forms[0].pattern();
  if (form == "serial" && table_file_->counts_from_1904()) form = "serial_1904";
  mapping_.columns[at].form = form;
  remark(0, title, ImportRemark::date_form_is_guessed, form);
}

// A file whose days are guessed is read twice, and half of it is done with the first time.
bool ImportRun::goes_on(std::int64_t rows_done) {
  if (click_.bytes_read) {
    const std::int64_t in_all = table_file_->bytes_in_all();
    const bool is_first_time = rows_done == 0;
    if (is_first_time) {
      *click_.bytes_read = table_file_->bytes_read() / 2;
    } else {
      const std::int64_t read = table_file_->bytes_read();
      *click_.bytes_read = bytes_before_ > 0 ? (std::max(in_all, bytes_before_) + read) / 2 : read;
    }
    if (in_all > 0 && click_.bytes_in_all) *click_.bytes_in_all = in_all;
  }
  if (!progress_ || !*progress_ || (*progress_)(rows_done, 0)) return true;
  report_.was_cancelled = true;
  return false;
}

void ImportRun::read(std::istream& file, const ImportProgress& progress) {
  progress_ = &progress;
  if (!begin(file)) return;
  table_file_->read_ahead();
  journal_read_until_ = last_seq(connection_, body_.no);
  behind_.emplace([this](RowsBehind::Rows& rows) { decide_about(rows); });
  read_rows();
  if (reading_.says_something()) behind_->take(std::exchange(reading_, {}));
  behind_->finish();
  behind_.reset();
  deciding_.reset();
  if (!is_read_whole_) return;
  if (report_.rows == 0) find(0, {}, {Refusal::file_is_empty, {}, {}});  // a header alone
  tell_rows_of_nothing();
  tell_rows_joined_to_nothing();
}

void ImportRun::read_rows() {
  Cells cells;
  // Each look-up by itself would begin and end a reading of its own, which costs more than it.
  std::optional<Transaction> snapshot;
  while (true) {
    if (report_.rows % rows_between_progress == 0) {
      snapshot.reset();
      snapshot.emplace(connection_, Transaction::Mode::deferred);
    }
    const Result<bool> read = table_file_->next(cells);
    if (!table_file_->is_workbook() && table_file_->bytes_read() > import_bytes_max) {
      refuse_file({Refusal::file_is_too_large, {}, std::to_string(import_bytes_max)});
      return;
    }
    if (read && !*read) break;
    ++report_.rows;
    const std::int64_t row = table_file_->row();
    if (!read) find_unread(row, read.error());
    if (read && !is_passed_over(cells, row)) {
      take_as_written(cells, row);
      tell_join(cells, row);
      add_joined(cells);
      read_row(cells, row);
      if (!mapping_.join) std::swap(above_, cells);
    }
    if (table_file_->is_row_hidden()) remark(row, {}, ImportRemark::row_is_hidden);
    reading_.row = row;
    if (reading_.says_something()) behind_->take(std::exchange(reading_, {}));
    if (report_.rows % rows_between_progress == 0 && !goes_on(report_.rows)) return;
  }
  is_read_whole_ = true;
}

bool ImportRun::is_passed_over(const Cells& cells, std::int64_t row) {
  if (!is_total_row(cells)) return false;
  ++report_.passed_over;
  remark(row, {}, ImportRemark::row_is_a_total);
  return true;
}

}  // namespace chuangyou
