#include "documents/xlsx_writer.h"

#include <xlsxwriter.h>

#include <set>
#include <stdexcept>

namespace chuangyou {
namespace {

constexpr std::int64_t exact_max = 999'999'999'999'999;  // fifteen digits

std::string sheet_name(std::string_view wanted, const std::set<std::string>& taken) {
  const std::string name = name_of_sheet(wanted);
  std::string free = name;
  for (int number = 2; taken.contains(free); ++number) free = name + " " + std::to_string(number);
  return free;
}

}  // namespace

std::string name_of_sheet(std::string_view wanted) {
  constexpr std::size_t characters_max = 28;  // of 31: a number may follow
  std::string name;
  std::size_t characters = 0;
  for (const char c : wanted) {
    const bool begins_one = (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    if (begins_one && ++characters > characters_max) break;
    if (!std::string_view("[]:*?/\\'").contains(c)) name += c;
  }
  return name.empty() ? "Sheet" : name;
}

struct XlsxWriter::State {
  explicit State(const std::filesystem::path& its_file) : file(its_file) {
    std::string folder = file.parent_path();  // its own work lies beside the file
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    options.tmpdir = folder.empty() ? nullptr : folder.data();
    options.use_zip64 = LXW_TRUE;
    workbook = workbook_new_opt(file.c_str(), &options);
    if (!workbook) throw std::runtime_error("a workbook cannot be begun");
    day = workbook_add_format(workbook);
    format_set_num_format(day, "yyyy-mm-dd");
    title = workbook_add_format(workbook);
    format_set_bold(title);
    format_set_text_wrap(title);
    grey_title = workbook_add_format(workbook);
    format_set_bold(grey_title);
    format_set_text_wrap(grey_title);
    format_set_font_color(grey_title, LXW_COLOR_GRAY);
    grey = workbook_add_format(workbook);
    format_set_font_color(grey, LXW_COLOR_GRAY);
    grey_day = workbook_add_format(workbook);
    format_set_num_format(grey_day, "yyyy-mm-dd");
    format_set_font_color(grey_day, LXW_COLOR_GRAY);
  }
  ~State() {
    if (workbook) lxw_workbook_free(workbook);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  std::filesystem::path file;
  lxw_workbook* workbook = nullptr;
  lxw_worksheet* sheet = nullptr;
  lxw_format *day = nullptr, *title = nullptr, *grey_title = nullptr, *grey = nullptr,
             *grey_day = nullptr;
  std::set<std::string> names;
  std::vector<bool> are_grey;
  lxw_row_t row = 0;

  lxw_error put(lxw_col_t column, const XlsxCell& cell);
  lxw_error put_text(lxw_col_t column, const std::string& text, lxw_format* format) const;
};

namespace {

// What reads as the writing of a character that XML cannot hold, `_x000D_`, and is none (ECMA-376
// part 1, 22.9.2.19).
std::string escaped(std::string_view text) {
  constexpr std::size_t length = 7;
  std::string safe;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view here = text.substr(i, length);
    const bool reads_as_one =
        here.size() == length && here.starts_with("_x") && here[length - 1] == '_' &&
        here.substr(2, 4).find_first_not_of("0123456789abcdefABCDEF") == here.npos;
    safe += reads_as_one ? "_x005F_" : std::string(1, text[i]);
  }
  return safe;
}

}  // namespace

lxw_error XlsxWriter::State::put_text(lxw_col_t column, const std::string& text,
                                      lxw_format* format) const {
  const bool may_read_otherwise = text.contains("_x");
  return worksheet_write_string(sheet, row, column,
                                may_read_otherwise ? escaped(text).c_str() : text.c_str(), format);
}

lxw_error XlsxWriter::State::put(lxw_col_t column, const XlsxCell& cell) {
  const bool is_grey = column < are_grey.size() && are_grey[column];
  lxw_format* const plain = is_grey ? grey : nullptr;
  if (const auto* text = std::get_if<std::string>(&cell))
    return text->empty() ? LXW_NO_ERROR : put_text(column, *text, plain);
  if (const auto* number = std::get_if<double>(&cell))
    return worksheet_write_number(sheet, row, column, *number, plain);
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) {
    if (*whole > exact_max || *whole < -exact_max)
      return worksheet_write_string(sheet, row, column, std::to_string(*whole).c_str(), plain);
    return worksheet_write_number(sheet, row, column, static_cast<double>(*whole), plain);
  }
  if (const auto* date = std::get_if<Date>(&cell)) {
    lxw_datetime day_of_sheet{.year = year_of(*date),
                              .month = month_of(*date),
                              .day = day_of_month(*date),
                              .hour = 0,
                              .min = 0,
                              .sec = 0};
    if (year_of(*date) < 1900)  // before the first day that a spreadsheet knows
      return worksheet_write_string(sheet, row, column, to_text(*date).c_str(), plain);
    return worksheet_write_datetime(sheet, row, column, &day_of_sheet, is_grey ? grey_day : day);
  }
  return LXW_NO_ERROR;
}

XlsxWriter::XlsxWriter(const std::filesystem::path& file) : state_(std::make_unique<State>(file)) {}
XlsxWriter::XlsxWriter(XlsxWriter&&) noexcept = default;
XlsxWriter& XlsxWriter::operator=(XlsxWriter&&) noexcept = default;
XlsxWriter::~XlsxWriter() = default;

void XlsxWriter::begin_sheet(std::string_view name, std::span<const XlsxColumn> columns) {
  State& at = *state_;
  const std::string free = sheet_name(name, at.names);
  at.names.insert(free);
  at.sheet = workbook_add_worksheet(at.workbook, free.c_str());
  if (!at.sheet) throw std::runtime_error("a sheet cannot be begun");
  at.row = 0;
  at.are_grey.clear();
  for (const XlsxColumn& column : columns) {
    const auto place = static_cast<lxw_col_t>(at.are_grey.size());
    at.are_grey.push_back(column.is_grey);
    worksheet_set_column(at.sheet, place, place, column.width_characters, nullptr);
    worksheet_write_string(at.sheet, 0, place, column.title.c_str(),
                           column.is_grey ? at.grey_title : at.title);
  }
  worksheet_freeze_panes(at.sheet, 1, 0);
}

Result<void> XlsxWriter::add(std::span<const XlsxCell> cells) {
  State& at = *state_;
  ++at.row;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const lxw_error fault = at.put(static_cast<lxw_col_t>(i), cells[i]);
    if (fault == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED)
      return refuse(Refusal::field_is_too_long, {}, std::to_string(at.row));
    if (fault == LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE) return refuse(Refusal::file_is_too_large);
    if (fault != LXW_NO_ERROR) throw std::runtime_error(lxw_strerror(fault));
  }
  return {};
}

void XlsxWriter::close() {
  const lxw_error fault = workbook_close(std::exchange(state_->workbook, nullptr));
  if (fault != LXW_NO_ERROR) throw std::runtime_error(lxw_strerror(fault));
}

}  // namespace chuangyou
