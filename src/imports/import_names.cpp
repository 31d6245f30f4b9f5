// Names beside the ids of what they name. People read and write names: where an id is blank its
// name is taken, and where the two say different things it is told which of them is meant, so that
// the same file brings the same about however often it comes in.
#include <algorithm>

#include "campaign/record_cells.h"
#include "core/text.h"
#include "imports/import_run.h"

namespace chuangyou {
namespace {

bool has_a_name_of_its_own(Kind kind) {
  return kind == Kind::unit || kind == Kind::units || kind == Kind::person;
}

}  // namespace

void ImportRun::take_names(const Record* record, const Cells& cells, RowSaid& said,
                           std::int64_t row) {
  for (const BoundColumn& bound : columns_.fields()) {
    if (!bound.cell_of_names) continue;
    const std::size_t index = ledger_.index_of(*bound.field);
    const auto change = std::ranges::find(said.fields, index, &FieldChange::field);
    if (change != said.fields.end()) take_name(bound, record, cells, *change, row);
  }
}

// Whoever is not shown where a link leads has not emptied its cell.
void ImportRun::keep_what_is_out_of_sight(const Record& record, RowSaid& said) {
  std::erase_if(said.fields, [&](const FieldChange& change) {
    return is_empty(change.value) &&
           leads_out_of_sight(cell_reading(), ledger_.fields[change.field],
                              record.value_at(change.field));
  });
}

// A record that is linked is known by its id or number alone: what it is called is asked about.
void ImportRun::take_name(const BoundColumn& bound, const Record* record, const Cells& cells,
                          FieldChange& change, std::int64_t row) {
  const Kind kind = bound.field->kind;
  std::string names(trimmed(cells[*bound.cell_of_names]));
  if (!table_file_->is_workbook()) names = without_apostrophe(names);
  const std::string& title = columns_.title(*bound.cell_of_names);
  const bool has_ids = !is_blank(cells[bound.cell]);
  if (has_ids && (!has_a_name_of_its_own(kind) || names_of(kind, change.value) == names)) return;
  if (names.empty()) {
    if (!has_ids || !record || bound.is_for_programs) return;
    remark(row, title, ImportRemark::name_is_meant);
    change.value = Value{};
    return;
  }
  if (has_ids && bound.is_for_programs) return remark(row, title, ImportRemark::id_is_meant, names);
  if (!has_ids && record && names_of(kind, record->value_at(change.field)) == names) {
    change.value = record->value_at(change.field);
    return;
  }
  Result<Value> called = value_called(*bound.field, *bound.column, names);
  if (!called) return find(row, title, {called.error().law, title, names});
  if (has_ids && *called != change.value) remark(row, title, ImportRemark::name_is_meant, names);
  change.value = std::move(*called);
}

Result<Value> ImportRun::value_called(const FieldSpec& field, const ImportMapping::Column& column,
                                      std::string_view names) {
  if (field.kind == Kind::person && !names.empty() && !parse_uuid(names))
    return person_called(names);
  return read_cell(cell_reading(), field, column, names);
}

Result<Value> ImportRun::person_called(std::string_view name) const {
  std::optional<Uuid> called;
  for (const PersonId& id : body_.people.search(SoughtName(name), [] {})) {
    const Person* person = body_.people.find(id);
    if (!person || person->name != name) continue;
    if (called) return refuse(Refusal::name_is_ambiguous, {}, std::string(name));
    called = id;
  }
  if (!called) return refuse(Refusal::person_is_unknown, {}, std::string(name));
  return Value{*called};
}

// Of a new row: its id, and where that is blank or says otherwise than its name, the name.
std::string_view ImportRun::unit_said(const Cells& cells, std::int64_t row) {
  if (!columns_.unit()) return {};
  const std::string_view said = cells[*columns_.unit()];
  if (!columns_.unit_names()) return said;
  const std::string_view name = trimmed(cells[*columns_.unit_names()]);
  if (name.empty()) return said;
  if (is_blank(said)) return name;
  const Result<const Unit*> unit = read_unit(body_.tree, trimmed(said), look_alikes_);
  if (unit && (*unit)->name == name) return said;
  const bool is_for_programs = columns_.title(*columns_.unit()) == "unit";
  remark(row, columns_.title(*columns_.unit_names()),
         is_for_programs ? ImportRemark::id_is_meant : ImportRemark::name_is_meant,
         std::string(name));
  return is_for_programs ? said : name;
}

// Where it lies is changed by a transfer alone.
void ImportRun::tell_unit_that_differs(const Record& record, const Cells& cells, std::int64_t row) {
  const Unit* lies_at = body_.tree.find(record.unit);
  if (!lies_at || !columns_.unit()) return;
  const auto is_it = [&](std::optional<std::size_t> cell) {
    const std::string_view said = cell ? trimmed(cells[*cell]) : std::string_view();
    return said.empty() || said == to_text(lies_at->id) || said == lies_at->name ||
           said == lies_at->code;
  };
  if (is_it(columns_.unit()) && is_it(columns_.unit_names())) return;
  remark(row, columns_.title(columns_.unit_names().value_or(*columns_.unit())),
         ImportRemark::column_is_left_out);
}

std::string ImportRun::names_of(Kind kind, const Value& value) const {
  std::string names;
  const auto add = [&](std::string_view name) {
    names.append(names.empty() ? "" : ";").append(name);
  };
  const auto add_unit = [&](const Uuid& id) {
    if (const Unit* unit = body_.tree.find(id)) add(unit->name);
  };
  const Uuid* one = std::get_if<Uuid>(&value);
  const Person* person = one && kind == Kind::person ? body_.people.find(*one) : nullptr;
  if (person) add(person->name);
  if (one && (kind == Kind::unit || kind == Kind::units)) add_unit(*one);
  if (const auto* several = std::get_if<std::vector<Uuid>>(&value))
    for (const Uuid& id : *several) add_unit(id);
  return names;
}

std::string ImportRun::in_words(const FieldSpec& field, const Value& value) const {
  if (has_a_name_of_its_own(field.kind)) return names_of(field.kind, value);
  if (const Moment* at = std::get_if<Moment>(&value)) return body_.zone.local_text(*at);
  return plain_text(value);
}

}  // namespace chuangyou
