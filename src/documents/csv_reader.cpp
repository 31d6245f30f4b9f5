#include "documents/csv_reader.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>

#include "core/fixed.h"
#include "core/text.h"
#include "documents/charset.h"
#include "documents/table_limits.h"
#include "documents/two_readings.h"

namespace chuangyou {
namespace {

// Each cell has its own room: a row of nothing but separators would take more than the file has.
constexpr std::size_t cells_max = 1 << 17;

constexpr std::size_t block_size = 256 * 1024;
constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";
constexpr std::string_view gb18030_mark = "\x84\x31\x95\x33";

bool is_ascii(std::string_view text) {
  for (std::uint64_t block; text.size() >= sizeof block; text.remove_prefix(sizeof block)) {
    std::memcpy(&block, text.data(), sizeof block);
    if ((block & 0x8080808080808080u) != 0) return false;
  }
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Lines beyond ASCII: those that nothing but UTF-8 can be, those that are UTF-8 and could be
// everyday GB18030, and those that are no UTF-8 at all. A file in GB18030 has none of the first
// kind, a damaged UTF-8 file few of the last.
struct LineCount {
  static constexpr std::size_t lines_told = 3;
  std::int64_t utf8_for_sure = 0, either = 0, other = 0, latin = 0;
  std::vector<std::string> in_both, in_latin;  // the first of those that can be read in two ways

  void add(std::string_view line) {
    if (is_ascii(line)) return;
    if (!is_utf8(line)) {
      ++other;
      if (!could_be_windows_1252(line)) return;
      ++latin;
      keep(in_latin, line);
    } else if (could_be_gb2312(line)) {
      ++either;
      keep(in_both, line);
    } else {
      ++utf8_for_sure;
    }
  }
  bool is_ambiguous() const { return other == 0 && either > 0 && utf8_for_sure == 0; }
  // More words of a Latin script than of Chinese, in bytes that GB18030 reads too.
  bool is_latin_or_gb18030() const { return is_gb18030() && latin * 2 > other; }
  // Takes whole lines, however they end, and returns what is left of the last one.
  std::string_view add_lines(std::string_view text) {
    const auto ends_line = [](char c) { return c == '\r' || c == '\n'; };
    while (true) {
      const auto end = std::ranges::find_if(text, ends_line);
      if (end == text.end()) return text;
      const auto size = static_cast<std::size_t>(end - text.begin());
      add(text.substr(0, size));
      text.remove_prefix(size + 1);
    }
  }
  bool is_gb18030() const { return other > utf8_for_sure; }

 private:
  static void keep(std::vector<std::string>& lines, std::string_view line) {
    const bool is_new = std::ranges::find(lines, line) == lines.end();
    if (lines.size() < lines_told && is_new) lines.emplace_back(line);
  }
};

// `too_long_but_over`: a cell is too long, and where its row ends is known.
enum class RowEnd : std::uint8_t { whole, quote_open, too_long, too_long_but_over };

// Of what may part cells the one that parts the first line that any of them parts into most; a
// comma where none does.
char separator_of(std::string_view text) {
  constexpr std::string_view separators = ",;\t";
  std::array<std::size_t, separators.size()> counts{};
  bool is_quoted = false;
  for (const char c : text) {
    if (c == '"') is_quoted = !is_quoted;
    if (c == '\n' && !is_quoted && std::ranges::any_of(counts, [](auto n) { return n > 0; })) break;
    const std::size_t at = is_quoted ? separators.npos : separators.find(c);
    if (at != separators.npos) ++counts[at];
  }
  return separators[static_cast<std::size_t>(std::ranges::max_element(counts) - counts.begin())];
}

std::optional<std::string> read_in(std::string_view charset, const std::string& line) {
  std::string text;
  if (auto converter = Charset::named(charset); converter && converter->append(line, true, text))
    return text;
  return std::nullopt;
}

// Of lines that can be read in two ways those places where the readings differ; empty where GB18030
// does not read them after all.
std::pair<std::string, std::string> two_readings(const std::vector<std::string>& lines,
                                                 std::string_view otherwise) {
  constexpr std::size_t characters_told = 40;
  std::pair<std::string, std::string> told;
  for (const std::string& line : lines) {
    const auto other = read_in(otherwise, line), gb18030 = read_in("gb18030", line);
    if (!other || !gb18030 || *other == *gb18030) continue;
    const std::string_view between = told.second.empty() ? "" : " / ";
    told.first.append(between).append(around_difference(*other, *gb18030, characters_told));
    told.second.append(between).append(around_difference(*gb18030, *other, characters_told));
  }
  return told;
}

// Of Excel, new and old.
bool is_a_workbook(std::string_view beginning) {
  return beginning.starts_with("PK\x03\x04") || beginning.starts_with("\xD0\xCF\x11\xE0");
}

}  // namespace

struct CsvReader::State {
  State(std::istream& stream, std::string_view said, char parts_cells)
      : input(stream), separator_said(parts_cells), charset_said(said) {
    if (!said.empty()) charset = Charset::named(said);
    is_damaged = !said.empty() && !charset;
  }

  std::istream& input;
  std::string buffer;
  std::size_t position = 0;  // of the row that comes next
  std::size_t columns = 0;
  std::size_t columns_with_nameless = 0;  // at the end, which an office program leaves behind
  std::int64_t row = 0;
  std::int64_t bytes = 0;
  bool is_at_end = false, is_open = false, is_gb18030 = false;
  char separator = ',';
  char separator_said;
  std::string charset_said;
  std::optional<Charset> charset;
  std::optional<Utf16> utf16;
  bool is_damaged = false;           // a half of a character of UTF-16 stands alone
  std::vector<std::string> in_both;  // lines that two encodings read, where nothing tells which
  std::string_view otherwise;        // the other than GB18030
  bool ends_lines_by_cr = false;     // as old Macintoshes do, and Excel when it writes for them

  bool fill() {
    if (is_at_end) return false;
    const std::size_t old_size = buffer.size();
    buffer.resize(old_size + block_size);
    input.read(buffer.data() + old_size, static_cast<std::streamsize>(block_size));
    const auto got = static_cast<std::size_t>(input.gcount());
    buffer.resize(old_size + got);
    bytes += static_cast<std::int64_t>(got);
    is_at_end = got < block_size;
    if (is_open) make_plain(old_size);
    return got > 0;
  }
  Refused not_its_text() const {
    if (charset_said.empty())
      return {Refusal::text_is_neither_utf8_nor_gb18030, {}, std::to_string(row)};
    return {Refusal::media_type_is_wrong, {}, "charset=" + charset_said};
  }
  // What was read last, in UTF-8 or GB18030 and with line feeds.
  void make_plain(std::size_t from) {
    if (charset) {
      const std::string raw = buffer.substr(from);
      buffer.resize(from);
      is_damaged = is_damaged || !charset->append(raw, is_at_end, buffer);
    }
    if (utf16) {
      const std::string raw = buffer.substr(from);
      buffer.resize(from);
      is_damaged = is_damaged || !utf16->append(raw, buffer) || (is_at_end && !utf16->is_whole());
    }
    if (ends_lines_by_cr)
      std::replace(buffer.begin() + static_cast<std::ptrdiff_t>(from), buffer.end(), '\r', '\n');
  }
  bool has(std::size_t at) { return at < buffer.size() || (fill() && at < buffer.size()); }

  // What is read and done with leaves the memory; a row is never longer than its cells allow.
  void forget_rows_before_position() {
    if (position < 4 * block_size && position < buffer.size()) return;
    buffer.erase(0, position);
    position = 0;
  }

  void open();
  bool count_whole_file(LineCount& count);
  RowEnd read_row(std::vector<std::string>& cells);
  RowEnd read_quoted(std::string& cell);
  RowEnd read_plain(std::string& cell);
  void skip_line(std::size_t start);
  Result<void> decode(std::vector<std::string>& cells, std::size_t start);
};

// Where the file can be read twice its encoding is known before the first row; otherwise the first
// block must tell, and rows that do not fit are named one by one.
bool CsvReader::State::count_whole_file(LineCount& count) {
  const std::istream::pos_type start = input.tellg();
  if (start == std::istream::pos_type(-1)) {
    input.clear();
    return false;
  }
  std::string block(block_size, '\0'), rest;
  while (input.good()) {
    input.read(block.data(), static_cast<std::streamsize>(block.size()));
    rest.append(block, 0, static_cast<std::size_t>(input.gcount()));
    rest = std::string(count.add_lines(rest));
    if (rest.size() > cell_bytes_max) rest.clear();
  }
  count.add(rest);
  input.clear();
  input.seekg(start);
  return true;
}

void CsvReader::State::open() {
  LineCount count;
  const bool could_read_twice = charset || count_whole_file(count);
  fill();
  is_open = true;
  if (charset) {
    make_plain(0);
  } else if (utf16 = utf16_of(buffer); utf16) {
    make_plain(0);
    count = {};
  } else if (has_many_zeroes(buffer)) {
    is_damaged = true;  // UTF-32, or no text at all
  } else if (!could_read_twice) {
    const std::string_view rest = count.add_lines(buffer);
    if (is_at_end) count.add(rest);
  }
  ends_lines_by_cr = buffer.contains('\r') && !buffer.contains('\n');
  if (ends_lines_by_cr) std::ranges::replace(buffer, '\r', '\n');
  is_gb18030 = count.is_gb18030() || buffer.starts_with(gb18030_mark);
  const bool has_mark = buffer.starts_with(utf8_mark) || buffer.starts_with(gb18030_mark);
  if (buffer.starts_with(utf8_mark)) position = utf8_mark.size();
  if (buffer.starts_with(gb18030_mark)) position = gb18030_mark.size();
  if (!has_mark && !charset) {
    otherwise = count.is_ambiguous() ? "UTF-8" : "windows-1252";
    if (count.is_ambiguous()) in_both = std::move(count.in_both);
    if (count.is_latin_or_gb18030()) in_both = std::move(count.in_latin);
  }
  separator =
      separator_said ? separator_said : separator_of(std::string_view(buffer).substr(position));
}

// Stands behind the opening quote; leaves `position` behind the closing one. What is too long is
// read on to its end, so that it is not taken for a quote that nobody closed.
RowEnd CsvReader::State::read_quoted(std::string& cell) {
  const std::size_t begin = position;
  bool is_too_long = false;
  while (true) {
    if (position - begin > row_bytes_max || !has(position)) return RowEnd::quote_open;
    std::size_t quote = buffer.find('"', position);
    if (quote == std::string::npos) quote = buffer.size();
    is_too_long = is_too_long || cell.size() + (quote - position) > cell_bytes_max;
    if (!is_too_long) cell.append(buffer, position, quote - position);
    position = quote;
    if (quote == buffer.size()) continue;
    ++position;
    if (has(position) && buffer[position] == '"') {
      cell += '"';
      ++position;
      continue;
    }
    if (has(position) && buffer[position] == '\r') ++position;
    // With text behind it the quote closes nothing: an earlier one was left open.
    const bool ends = !has(position) || buffer[position] == separator || buffer[position] == '\n';
    if (!ends) return RowEnd::quote_open;
    return is_too_long ? RowEnd::too_long_but_over : RowEnd::whole;
  }
}

RowEnd CsvReader::State::read_plain(std::string& cell) {
  const auto ends_cell = [this](char c) { return c == separator || c == '\n'; };
  while (has(position)) {
    if (cell.size() > cell_bytes_max) return RowEnd::too_long;
    const auto from = buffer.begin() + static_cast<std::ptrdiff_t>(position);
    const auto found = std::find_if(from, buffer.end(), ends_cell);
    const auto end = static_cast<std::size_t>(found - buffer.begin());
    cell.append(buffer, position, end - position);
    position = end;
    if (end < buffer.size()) break;
  }
  if (cell.ends_with('\r') && (position >= buffer.size() || buffer[position] == '\n'))
    cell.pop_back();
  return RowEnd::whole;
}

RowEnd CsvReader::State::read_row(std::vector<std::string>& cells) {
  const std::size_t start = position;
  std::size_t count = 0;
  RowEnd of_row = RowEnd::whole;
  while (true) {
    if (position - start > row_bytes_max || count > cells_max) return RowEnd::too_long;
    if (count == cells.size()) cells.emplace_back();
    std::string& cell = cells[count++];
    cell.clear();
    const bool is_quoted = has(position) && buffer[position] == '"';
    if (is_quoted) ++position;
    const RowEnd end = is_quoted ? read_quoted(cell) : read_plain(cell);
    if (end == RowEnd::too_long_but_over)
      of_row = end;
    else if (end != RowEnd::whole)
      return end;
    if (has(position) && buffer[position++] == separator) continue;
    cells.resize(count);
    return of_row;
  }
}

// After a quote that nobody closed, and after a row without end, reading goes on with the next line
// of the file.
void CsvReader::State::skip_line(std::size_t start) {
  position = start;
  while (has(position)) {
    const std::size_t end = buffer.find('\n', position);
    position = end == std::string::npos ? buffer.size() : end + 1;
    if (end != std::string::npos) return;
    forget_rows_before_position();
  }
}

Result<void> CsvReader::State::decode(std::vector<std::string>& cells, std::size_t start) {
  const std::string_view raw = std::string_view(buffer).substr(start, position - start);
  if (is_utf8(raw) && (!is_gb18030 || is_ascii(raw))) return {};
  for (std::string& cell : cells) {
    if (is_ascii(cell)) continue;
    if (!is_gb18030)
      return refuse(Refusal::text_is_neither_utf8_nor_gb18030, {}, std::to_string(row));
    Result<std::string> text = gb18030_to_utf8(cell);
    if (!text) return refuse(text.error().law, {}, std::to_string(row));
    cell = std::move(*text);
  }
  return {};
}

CsvReader::CsvReader(std::istream& input, std::string_view charset, char separator)
    : state_(std::make_unique<State>(input, charset, separator)) {}
CsvReader::CsvReader(CsvReader&&) noexcept = default;
CsvReader& CsvReader::operator=(CsvReader&&) noexcept = default;
CsvReader::~CsvReader() = default;

Result<void> CsvReader::begin() {
  if (!state_->is_open) state_->open();
  if (is_a_workbook(state_->buffer)) return refuse(Refusal::media_type_is_wrong, {}, "xlsx");
  if (state_->in_both.empty()) return {};
  const auto [in_other, in_gb18030] = two_readings(state_->in_both, state_->otherwise);
  if (in_gb18030.empty()) return {};
  return refuse(Refusal::encoding_is_ambiguous, {},
                std::string(state_->otherwise) + ": " + in_other + " | GB18030: " + in_gb18030);
}

Result<std::vector<std::string>> CsvReader::header() {
  std::vector<std::string> cells;
  if (const Result<void> begun = begin(); !begun) return std::unexpected(begun.error());
  Result<bool> read = next(cells);
  if (!read) return std::unexpected(read.error());
  if (!*read) return refuse(Refusal::file_is_empty);
  if (cells.size() > columns_max)
    return refuse(Refusal::file_is_too_large, {},
                  std::to_string(cells.size()) + " > " + std::to_string(columns_max));
  for (std::string& cell : cells) cell = trimmed(cell);
  state_->columns_with_nameless = cells.size();
  while (cells.size() > 1 && cells.back().empty()) cells.pop_back();
  state_->columns = cells.size();
  return cells;
}

Result<bool> CsvReader::next(std::vector<std::string>& cells) {
  State& state = *state_;
  if (!state.is_open) state.open();
  while (true) {
    state.forget_rows_before_position();
    const std::size_t start = state.position;
    const bool is_there = state.has(start);
    if (std::exchange(state.is_damaged, false)) {
      state.position = state.buffer.size();
      state.is_at_end = true;  // nobody can say where the next row begins
      ++state.row;
      return std::unexpected(state.not_its_text());
    }
    if (!is_there && state.input.bad())
      return refuse(Refusal::file_cannot_be_read, {}, std::to_string(state.row));
    if (!is_there) return false;
    ++state.row;
    if (const RowEnd end = state.read_row(cells); end != RowEnd::whole) {
      if (end != RowEnd::too_long_but_over) state.skip_line(start);
      return refuse(
          end == RowEnd::quote_open ? Refusal::quote_is_not_closed : Refusal::field_is_too_long, {},
          std::to_string(state.row));
    }
    if (std::ranges::all_of(cells, [](const auto& cell) { return trimmed(cell).empty(); }))
      continue;
    while (cells.size() > state.columns && cells.size() <= state.columns_with_nameless &&
           trimmed(cells.back()).empty())
      cells.pop_back();
    if (Result<void> decoded = state.decode(cells, start); !decoded)
      return std::unexpected(decoded.error());
    if (state.columns == 0 || cells.size() == state.columns) return true;
    return refuse(
        cells.size() < state.columns ? Refusal::row_is_cut_short : Refusal::row_has_too_many_cells,
        {}, std::to_string(state.row));
  }
}

std::int64_t CsvReader::row() const { return state_->row; }
std::int64_t CsvReader::bytes_read() const { return state_->bytes; }
bool CsvReader::was_gb18030() const {
  return state_->is_gb18030 || (state_->charset && state_->charset->is_gb18030());
}
char CsvReader::separator() const { return state_->separator; }

namespace {

// A spreadsheet reckons what begins so; one set up for Chinese takes the wide signs for the others.
bool starts_a_formula(std::string_view cell) {
  constexpr std::string_view signs[] = {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"};
  return std::ranges::any_of(signs,
                             [cell](std::string_view sign) { return cell.starts_with(sign); });
}

bool is_escaped(std::string_view cell) { return starts_a_formula(cell) && !parse_fixed(cell); }

}  // namespace

std::string without_apostrophe(std::string_view cell) {
  const bool has_one = cell.starts_with('\'') && is_escaped(cell.substr(1));
  return std::string(cell.substr(has_one ? 1 : 0));
}

std::string csv_row(const std::vector<std::string>& cells) {
  std::string row;
  for (const std::string& cell : cells) {
    if (&cell != &cells.front()) row += ',';
    const bool is_quoted = cell.find_first_of(",;\t\"\r\n") != std::string::npos ||
                           trimmed(cell).size() != cell.size();
    if (is_quoted) row += '"';
    if (is_escaped(cell)) row += '\'';
    for (const char c : cell) {
      if (c == '"') row += '"';
      row += c;
    }
    if (is_quoted) row += '"';
  }
  row += "\r\n";
  return row;
}

}  // namespace chuangyou
