#include "imports/list_days.h"

#include "core/date.h"
#include "core/date_in_part.h"
#include "core/text.h"
#include "imports/import_cell.h"

namespace chuangyou {

void DaysOfColumn::see(std::string_view cell) {
  const std::string_view text = trimmed(cell);
  if (text.empty() || is_typed_time(text) || part_of_a_date(text)) return;
  is_iso_ = false;
  forms_.see(text);
}

Result<std::string> DaysOfColumn::form() const {
  if (is_iso_ || forms_.that_fit().empty()) return std::string();
  std::string known;
  for (const DateForm& one : forms_.that_fit())
    known += (known.empty() ? "" : " | ") + one.pattern();
  if (!forms_.are_alike()) return refuse(Refusal::date_form_is_ambiguous, {}, known);
  return forms_.that_fit().front().pattern();
}

Result<void> show_day(const TableReader& reader, const XlsxReader::NumberCell& number,
                      TableReader::Cells& cells) {
  constexpr std::size_t year_and_one_figure = 6;  // of `2022.1`
  std::string& cell = cells[number.column];
  if (is_typed_time(cell)) return {};
  const std::string kept = cell;
  cell = reader.as_shown(cells, number.column);
  const bool may_be_october =
      cell.size() == year_and_one_figure && cell.ends_with(".1") && part_of_a_date(cell);
  if (!may_be_october || cell != kept) return {};
  const std::string year = cell.substr(0, year_and_one_figure - 2);
  return refuse(Refusal::date_form_is_ambiguous, {}, year + "-01 | " + year + "-10");
}

}  // namespace chuangyou
