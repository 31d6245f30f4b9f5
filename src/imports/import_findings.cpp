#include "imports/import_findings.h"

#include <algorithm>

#include "documents/table_reader.h"

namespace chuangyou {
namespace {

constexpr std::size_t listed_max = 1000;
constexpr std::int64_t told_one_by_one = 10;  // of those that are equal
constexpr std::size_t differing_max = 100;    // of a kind

constexpr std::pair<ImportRemark, std::string_view> remark_names[] = {
    {ImportRemark::none, "none"},
    {ImportRemark::column_is_left_out, "column_is_left_out"},
    {ImportRemark::what_stands_stays, "what_stands_stays"},
    {ImportRemark::row_is_a_total, "row_is_a_total"},
    {ImportRemark::formula_is_not_worked_out, "formula_is_not_worked_out"},
    {ImportRemark::number_is_taken_as_id, "number_is_taken_as_id"},
    {ImportRemark::date_form_is_guessed, "date_form_is_guessed"},
    {ImportRemark::header_is_further_down, "header_is_further_down"},
    {ImportRemark::date_has_no_time, "date_has_no_time"},
    {ImportRemark::ditto_is_filled, "ditto_is_filled"},
    {ImportRemark::format_is_not_drawn, "format_is_not_drawn"},
    {ImportRemark::more_units_are_left_out, "more_units_are_left_out"},
    {ImportRemark::settled_row_is_passed_over, "settled_row_is_passed_over"},
    {ImportRemark::several_units_may_be_meant, "several_units_may_be_meant"},
    {ImportRemark::state_takes_no_change, "state_takes_no_change"},
    {ImportRemark::namesake_is_not_told_apart, "namesake_is_not_told_apart"},
    {ImportRemark::other_sheet_has_columns, "other_sheet_has_columns"},
    {ImportRemark::name_is_meant, "name_is_meant"},
    {ImportRemark::id_is_meant, "id_is_meant"},
    {ImportRemark::row_was_opened_before, "row_was_opened_before"},
    {ImportRemark::row_is_the_key, "row_is_the_key"},
    {ImportRemark::empty_cell_changes_nothing, "empty_cell_changes_nothing"},
    {ImportRemark::column_is_not_used, "column_is_not_used"},
    {ImportRemark::date_is_told_in_part, "date_is_told_in_part"},
    {ImportRemark::row_is_hidden, "row_is_hidden"},
    {ImportRemark::unit_stands_already, "unit_stands_already"},
    {ImportRemark::column_is_hidden, "column_is_hidden"},
    {ImportRemark::sheet_is_hidden, "sheet_is_hidden"},
    {ImportRemark::joined_row_is_missing, "joined_row_is_missing"},
    {ImportRemark::joined_row_fits_none, "joined_row_fits_none"},
};

}  // namespace

std::string_view name_of(ImportRemark remark) {
  return std::ranges::find(remark_names, remark, &std::pair<ImportRemark, std::string_view>::first)
      ->second;
}

std::string_view code_of(const ImportFinding& finding) {
  return finding.remark == ImportRemark::none ? name_of(finding.refused.law)
                                              : name_of(finding.remark);
}

std::string_view words_of(Language language, const ImportFinding& finding) {
  const std::string_view from =
      finding.remark == ImportRemark::none ? "refusals." : "import_remarks.";
  return words(language, std::string(from).append(code_of(finding)));
}

// A note is told once a column, whatever each cell says; of faults each that differs, as far as
// they can be listed.
std::string ImportFindings::told_apart_by(const Key& kind, const ImportFinding& finding) {
  if (finding.is_note) return {};
  const auto& known = groups_[kind];
  if (known.size() < differing_max || known.contains(finding.refused.detail))
    return finding.refused.detail;
  are_folded_ = true;
  return "…";
}

void ImportFindings::add(ImportFinding finding) {
  ++in_all_;
  if (!finding.is_note) ++refused_;
  std::string code(code_of(finding));
  if (finding.is_note) code += " (note)";
  const Key kind{finding.column, std::move(code)};
  const std::string detail = told_apart_by(kind, finding);
  if (detail == "…") finding.refused.detail = detail;
  Group& group = groups_[kind][detail];
  ++group.count;
  if (group.count == 1) group.first = found_.size();
  if (group.count <= told_one_by_one || finding.row == 0) {
    found_.push_back(std::move(finding));
    return;
  }
  ImportFinding& first = found_[group.first];
  first.count = group.count;
  if (group.count == told_one_by_one + 1)
    for (std::size_t i = group.first + 1; i < found_.size(); ++i) {
      const bool is_equal = found_[i].column == first.column && found_[i].row > 0 &&
                            found_[i].is_note == first.is_note &&
                            (first.is_note || found_[i].refused.detail == first.refused.detail) &&
                            code_of(found_[i]) == code_of(first);
      if (!is_equal) continue;
      first.more_rows.push_back(found_[i].row);
      found_[i].count = 0;
    }
}

void ImportFindings::add_hidden(const TableReader& table, const std::vector<std::string>& titles) {
  const auto note = [this](std::string column, ImportRemark remark, std::string detail) {
    add({0, std::move(column), {Refusal::none, {}, std::move(detail)}, true, remark});
  };
  std::string names;
  for (const XlsxReader::Sheet& sheet : table.sheets())
    if (sheet.is_hidden) names += (names.empty() ? "" : "、") + sheet.name;
  if (!names.empty()) note({}, ImportRemark::sheet_is_hidden, names);
  for (std::size_t i = 0; i < titles.size(); ++i)
    if (!titles[i].empty() && table.is_column_hidden(i))
      note(titles[i], ImportRemark::column_is_hidden, letters_of_column(i));
}

void ImportFindings::add_hidden_row(const TableReader& table) {
  if (table.is_row_hidden())
    add({table.row(), {}, {Refusal::none, {}, {}}, true, ImportRemark::row_is_hidden});
}

bool ImportFindings::is_told(Refusal law, std::string_view column) const {
  return std::ranges::any_of(found_, [&](const ImportFinding& finding) {
    return finding.remark == ImportRemark::none && finding.refused.law == law &&
           finding.column == column;
  });
}

std::vector<ImportFinding> ImportFindings::listed() const {
  std::vector<ImportFinding> all;
  std::ranges::copy_if(found_, std::back_inserter(all),
                       [](const ImportFinding& finding) { return finding.count > 0; });
  std::ranges::stable_sort(all, {}, &ImportFinding::row);
  if (all.size() > listed_max) all.resize(listed_max);
  return all;
}

bool ImportFindings::are_cut() const {
  return are_folded_ || std::ranges::count_if(found_, [](const ImportFinding& f) {
                          return f.count > 0;
                        }) > static_cast<std::int64_t>(listed_max);
}

}  // namespace chuangyou
