// What a file holds and what does not come in is told; and rows without a number of their own are
// known again.
#include <algorithm>

#include "campaign/record_cells.h"
#include "core/hash.h"
#include "core/text.h"
#include "imports/import_run.h"

namespace chuangyou {
namespace {

constexpr std::size_t sheets_looked_at_max = 20;
constexpr std::size_t mark_length = 12;  // of a hash, in hex

}  // namespace

// Where nobody said which sheet is meant: others on which the columns stand as well, or rather.
void ImportRun::tell_other_sheets(std::istream& file) {
  if (!table_file_->is_workbook() || !mapping_.layout.sheet.empty()) return;
  const std::vector<XlsxReader::Sheet> sheets = table_file_->sheets();
  const auto chosen = std::ranges::find(sheets, false, &XlsxReader::Sheet::is_hidden);
  const std::size_t known = std::max<std::size_t>(columns_.known_in(header_), 1);
  std::string names;
  for (std::size_t i = 0; i < std::min(sheets.size(), sheets_looked_at_max); ++i) {
    const bool is_read = chosen != sheets.end() && sheets[i].name == chosen->name;
    const bool is_joined = mapping_.join && mapping_.join->sheet == sheets[i].name;
    if (is_read || is_joined || sheets[i].is_hidden) continue;
    TableLayout layout = mapping_.layout;
    layout.sheet = sheets[i].name;
    auto other = TableReader::open(file, click_.path, layout);
    if (!other) continue;
    const auto titles = other->header([&](const Cells& cells) { return columns_.known_in(cells); },
                                      columns_.wanted());
    if (titles && columns_.known_in(*titles) >= known)
      names += (names.empty() ? "" : "、") + sheets[i].name;
  }
  if (!names.empty()) remark(0, {}, ImportRemark::other_sheet_has_columns, names);
}

// An empty cell of a file of others says nothing; but somebody may have meant it to.
void ImportRun::tell_emptied(const Record& record, const Cells& cells, const RowSaid& said,
                             std::int64_t row) {
  std::string room;
  for (const BoundColumn& bound : columns_.fields()) {
    if (bound.column->field.contains('.')) continue;
    const std::size_t index = ledger_.index_of(*bound.field);
    const bool is_said =
        std::ranges::find(said.fields, index, &FieldChange::field) != said.fields.end();
    if (is_said || is_empty(record.value_at(index))) continue;
    const std::string_view cell = cell_text(cells, bound, room);
    if (!is_blank(cell) && !is_null_word(mapping_, cell)) continue;
    empties_something_ = true;
    remark(row, columns_.title(bound.cell), ImportRemark::empty_cell_changes_nothing,
           in_words(*bound.field, record.value_at(index)));
  }
}

void ImportRun::tell_join(const Cells& cells, std::int64_t row) {
  const auto cell = columns_.join();
  if (!cell) return;
  const std::string key(trimmed(cells[*cell]));
  joined_rows_.erase(key);
  if (!joined_.contains(key))
    remark(row, columns_.title(*cell), ImportRemark::joined_row_is_missing, key);
}

void ImportRun::tell_rows_joined_to_nothing() {
  if (!mapping_.join) return;
  for (const auto& [key, row] : joined_rows_)
    remark(row, mapping_.join->sheet + " · " + mapping_.join->on,
           ImportRemark::joined_row_fits_none, key);
}

// The rows of every file are numbered alike: it is the file, and its sheet, that tells them apart.
bool ImportRun::mark_rows(std::istream& file) {
  if (!mapping_.source_is_row) return true;
  std::string hash = click_.file;
  if (hash.empty()) {
    if (!may_read_twice_) return refuse_file({Refusal::file_cannot_be_read, {}, {}});
    file.clear();
    file.seekg(0);
    hash = to_hex(hash_of(HashFunction::sha256, file));
    file.clear();
    file.seekg(0);
    if (!open_table(file)) return false;
  }
  mark_of_rows_ = hash.substr(0, mark_length) + "/";
  if (table_file_->is_workbook()) {
    const std::vector<XlsxReader::Sheet> sheets = table_file_->sheets();
    const auto shown = std::ranges::find(sheets, false, &XlsxReader::Sheet::is_hidden);
    const bool is_named = !mapping_.layout.sheet.empty() || shown == sheets.end();
    mark_of_rows_ += (is_named ? mapping_.layout.sheet : shown->name) + "/";
  }
  remark(0, {}, ImportRemark::row_is_the_key);
  return true;
}

// What it says is what it is known by, so that the same workbook, with a row more, opens that one
// alone. Of two that say the same in one file the second has its number besides.
std::string ImportRun::key_of_new_row(const RowSaid& said, std::int64_t row) {
  std::string all = said.unit ? to_text(*said.unit) : std::string();
  for (const FieldChange& change : said.fields)
    all.append("\n")
        .append(ledger_.fields[change.field].name)
        .append("=")
        .append(plain_text(change.value));
  const std::string mark =
      to_hex(hash_of(HashFunction::sha256, {std::string_view(all)})).substr(0, 2 * mark_length);
  const auto [first, is_new] = new_rows_.emplace(mark, row);
  const bool is_another = !is_new && first->second != row;
  return "new/" + mark + (is_another ? "/" + std::to_string(row) : std::string());
}

}  // namespace chuangyou
