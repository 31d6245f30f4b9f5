#include "imports/import_columns.h"

#include <algorithm>

#include "campaign/cells_in_words.h"
#include "campaign/record_cells.h"
#include "core/words.h"

namespace chuangyou {
namespace {

// `steps.2.what` is a cell under `steps.what`.
bool is_cell_under(std::string_view column, std::string_view cell) {
  const std::size_t dot = column.find('.');
  return dot != column.npos && cell.starts_with(column.substr(0, dot + 1)) &&
         cell.ends_with(column.substr(dot));
}

std::optional<std::size_t> at_of(const std::vector<std::string>& titles, std::string_view name) {
  const auto found = std::ranges::find(titles, name);
  if (found == titles.end()) return std::nullopt;
  return static_cast<std::size_t>(found - titles.begin());
}

}  // namespace

// What was given out for people comes in by the same titles, of either language; the ids behind
// names before these.
std::optional<std::size_t> ImportColumns::place_in_words(const Cells& titles,
                                                         std::string_view place,
                                                         bool of_ids) const {
  for (std::size_t i = 0; i < titles.size(); ++i)
    if (of_ids ? titles_.is_of_ids(place, titles[i]) : titles_.is_of(place, titles[i])) return i;
  return std::nullopt;
}

std::optional<std::size_t> ImportColumns::place_of(const Cells& titles, const std::string& column,
                                                   const std::vector<std::string>& also,
                                                   std::string_view place) const {
  if (const auto at = at_of(titles, column)) return at;
  for (const std::string& other : also)
    if (const auto at = at_of(titles, other)) return at;
  if (place.empty()) place = column;
  if (const auto ids = place_in_words(titles, place, true)) return ids;
  return place_in_words(titles, place, false);
}

std::size_t ImportColumns::wanted() const {
  std::size_t count = mapping_->columns.size();
  for (const std::string* name :
       {&mapping_->source_column, &mapping_->id_column, &mapping_->unit_column})
    if (!name->empty()) ++count;
  // A list that went out shows some of the columns, and its id always.
  return mapping_->is_own_export ? 2 : count;
}

std::size_t ImportColumns::known_in(const Cells& titles) const {
  const auto has = [&](const std::string& column, const std::vector<std::string>& also,
                       std::string_view place) {
    return !column.empty() && place_of(titles, column, also, place).has_value();
  };
  std::size_t count = 0;
  for (const ImportMapping::Column& column : mapping_->columns)
    if (has(column.column, column.also, column.field)) ++count;
  if (has(mapping_->source_column, {}, {})) ++count;
  if (has(mapping_->id_column, {}, {})) ++count;
  if (has(mapping_->unit_column, mapping_->unit_also, "unit")) ++count;
  return count;
}

// Both columns of what leads elsewhere, of which one is taken.
void ImportColumns::pass_over(std::string_view place) {
  for (const std::string& title : header_)
    if (titles_.is_of_ids(place, title) || titles_.is_of(place, title) ||
        titles_.is_in_utc(place, title))
      known_.insert(title);
}

std::size_t ImportColumns::cell_of(const std::string& column, const std::vector<std::string>& also,
                                   std::string_view place, ImportFindings& findings) {
  if (place.empty()) place = column;
  if (const auto at = place_of(header_, column, also, place)) {
    const std::string& title = header_[*at];
    known_.insert(title);
    if (title != column && std::ranges::find(also, title) == also.end()) {
      is_in_words_ = true;
      pass_over(place);
    }
    return *at;
  }
  if (!findings.is_told(Refusal::column_is_missing, column))
    findings.add({0, column, {Refusal::column_is_missing, column, {}}});
  return 0;
}

// Where the ids stand in one column and what they are called in another.
std::optional<std::size_t> ImportColumns::names_beside(std::string_view place,
                                                       std::size_t cell) const {
  if (!mapping_->is_own_export) return std::nullopt;
  auto names = place_in_words(header_, place, false);
  if (!names) names = at_of(header_, std::string(place) + "_name");
  return names == cell ? std::nullopt : names;
}

void ImportColumns::bind_fields(ImportFindings& findings) {
  for (const ImportMapping::Column& column : mapping_->columns) {
    if (mapping_->is_own_export && !place_of(header_, column.column, column.also, column.field))
      continue;
    BoundColumn bound{&column, ledger_->field_or_column(column.field),
                      cell_of(column.column, column.also, column.field, findings)};
    bound.cell_of_names = names_beside(column.field, bound.cell);
    bound.is_for_programs = header_[bound.cell] == column.field;
    if (mapping_->is_own_export) pass_over(column.field);
    fields_.push_back(bound);
  }
}

void ImportColumns::bind_acts(ImportFindings& findings) {
  const auto cell = [&](const std::string& column) -> std::optional<std::size_t> {
    if (column.empty()) return std::nullopt;
    return cell_of(column, {}, {}, findings);
  };
  for (const ImportMapping::ActChoice& choice : mapping_->acts) {
    ActCells& cells = acts_.emplace_back(
        ActCells{cell(choice.column), cell(choice.filled), cell(choice.blank), {choice.equals}});
    for (const Language language : {Language::zh, Language::en})
      if (ledger_->state(choice.equals))
        cells.called.push_back(state_in_words(language, *ledger_, choice.equals));
  }
}

// What a list of the program shows and no file brings in again.
bool ImportColumns::is_of_the_program(const std::string& title) const {
  if (title == "import") return true;
  // As what went out of an earlier version heads it.
  for (const Language language : {Language::zh, Language::en})
    if (title == words(language, "former_columns.source")) return true;
  const auto is_place = [&](std::string_view place) {
    return title == place || title == std::string(place) + "_local" ||
           title == std::string(place) + "_name" || titles_.is_of(place, title) ||
           titles_.is_of_ids(place, title) || titles_.is_in_utc(place, title);
  };
  const auto is_field = [&](const FieldSpec& field) {
    return is_place(field.name) ||
           std::ranges::any_of(field.columns(), [&](const FieldSpec& column) {
             return is_place(std::string(field.name) + "." + std::string(column.name));
           });
  };
  return std::ranges::any_of(common_columns(), is_place) || is_place("import") ||
         std::ranges::any_of(ledger_->fields, is_field);
}

void ImportColumns::check_titles(ImportFindings& findings) {
  std::set<std::string> seen;
  for (std::size_t i = 0; i < header_.size(); ++i) {
    const std::string& title = header_[i];
    if (title.empty()) {
      nameless_.push_back(i);
      continue;
    }
    if (!seen.insert(title).second)
      findings.add({0, title, {Refusal::column_is_there_twice, title, {}}});
    if (known_.contains(title)) continue;
    if (mapping_->is_own_export && is_of_the_program(title))
      findings.add({0, title, {Refusal::none, title, {}}, true, ImportRemark::column_is_left_out});
    else
      findings.add({0, title, {Refusal::column_is_unknown, title, {}}});
  }
}

void ImportColumns::bind(const Cells& header, ImportFindings& findings) {
  header_ = header;
  known_.insert(mapping_->ignored.begin(), mapping_->ignored.end());
  for (const std::string& column : mapping_->ignored) pass_over(column);
  if (!mapping_->id_column.empty()) id_ = cell_of(mapping_->id_column, {}, "id", findings);
  if (!mapping_->source_column.empty())
    source_.push_back(cell_of(mapping_->source_column, {}, {}, findings));
  for (const std::string& column : mapping_->more_source_columns)
    source_.push_back(cell_of(column, {}, {}, findings));
  if (mapping_->join) join_ = cell_of(mapping_->join->on, {}, {}, findings);
  const bool has_unit =
      place_of(header_, mapping_->unit_column, mapping_->unit_also, "unit").has_value();
  if (has_unit || !mapping_->is_own_export)
    unit_ = cell_of(mapping_->unit_column, mapping_->unit_also, "unit", findings);
  if (unit_) unit_names_ = names_beside("unit", *unit_);
  bind_fields(findings);
  bind_acts(findings);
  check_titles(findings);
}

std::string ImportColumns::column_of(std::string_view field) const {
  for (const BoundColumn& bound : fields_)
    if (bound.column->field == field || is_cell_under(bound.column->field, field))
      return header_[bound.cell];
  if (field == "unit") return mapping_->unit_column;
  return std::string(field);
}

}  // namespace chuangyou
