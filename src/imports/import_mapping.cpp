#include "imports/import_mapping.h"

#include <algorithm>

#include "campaign/record_cells.h"
#include "documents/charset.h"
#include "documents/date_forms.h"
#include "imports/import.h"
#include "ledgers/all.h"
#include "packs/data_map.h"

namespace chuangyou {
namespace {

// Fields are named by wire name, and columns of rows by `steps.what`; sealed ones come in by a
// handwritten path only, and retired ones not at all.
void check_field(const Ledger& ledger, const DataMap& map, std::string_view key,
                 const std::string& name) {
  const FieldSpec* field = ledger.field_or_column(name);
  if (!field || field->visibility == Visibility::sealed || field->is_retired ||
      field->kind == Kind::rows)
    map.refuse_key(Refusal::field_is_unknown, key, name);
}

// Texts are joined from several columns, and lists.
void check_named_once(const Ledger& ledger, const DataMap& file, const ImportMapping& mapping) {
  for (auto column = mapping.columns.begin(); column != mapping.columns.end(); ++column) {
    const FieldSpec* field = ledger.field_or_column(column->field);
    if (!field) return;
    const bool can_be_joined = (field->kind == Kind::text || field->kind == Kind::long_text ||
                                field->kind == Kind::units || field->kind == Kind::choices) &&
                               !column->field.contains('.');
    const bool is_twice =
        mapping.constants.contains(column->field) ||
        (!can_be_joined && std::any_of(mapping.columns.begin(), column, [&](const auto& other) {
          return other.field == column->field;
        }));
    if (is_twice) file.refuse_key(Refusal::name_is_taken, "columns", column->field);
  }
}

void read_acts(const Ledger& ledger, const DataMap& file, ImportMapping& mapping) {
  for (const DataMap& map : file.maps("acts", {"column", "equals", "act", "filled", "blank"})) {
    ImportMapping::ActChoice choice{map.text_or_empty("column"), map.text_or_empty("equals"),
                                    map.text("act"), map.text_or_empty("filled"),
                                    map.text_or_empty("blank")};
    const Act* act = ledger.act(choice.act);
    if (!act || !act->from.empty()) map.refuse_key(Refusal::act_is_unknown, "act", choice.act);
    mapping.acts.push_back(std::move(choice));
  }
  if (mapping.acts.empty()) file.refuse_key(Refusal::field_is_missing, "acts");
}

void read_key(const DataMap& file, ImportMapping& mapping) {
  if (const auto key = file.map("key", {"columns", "prefix", "row"})) {
    std::vector<std::string> columns = key->texts("columns");
    mapping.source_prefix = key->text_or_empty("prefix");
    mapping.source_is_row = key->yes_no_or("row", false);
    // The rows of every file are numbered alike: it is the prefix that tells them apart.
    if (mapping.source_is_row && mapping.source_prefix.empty())
      key->refuse_key(Refusal::field_is_missing, "prefix");
    if (mapping.source_is_row != columns.empty())
      key->refuse_key(Refusal::field_is_missing, "columns");
    if (file.has("source_column")) file.refuse_key(Refusal::name_is_taken, "source_column");
    if (columns.empty()) return;
    mapping.source_column = columns.front();
    mapping.more_source_columns.assign(columns.begin() + 1, columns.end());
    return;
  }
  mapping.source_column = file.text("source_column");
}

void read_units(const DataMap& file, ImportMapping& mapping) {
  mapping.unit_column = file.text("unit_column");
  mapping.unit_also = file.texts("unit_also");
  for (auto& [word, unit] : file.pairs("unit_words")) mapping.unit_words.emplace(word, unit);
  mapping.unit_separator = file.text_or_empty("unit_separator");
  mapping.unknown_units_are_founded = file.yes_no_or("unknown_units_are_founded", false);
}

}  // namespace

namespace {

ImportMapping::Column read_column(const DataMap& map) {
  ImportMapping::Column column;
  column.column = map.text("column");
  column.field = map.text("field");
  for (auto& [word, wire_name] : map.pairs("choices")) column.choices.emplace(word, wire_name);
  column.separator = map.text_or_empty("separator");
  column.form = map.text_or_empty("form");
  column.also = map.texts("also");
  column.part = map.integer("part").value_or(0);
  column.otherwise = map.text_or_empty("otherwise");
  if (column.part != 0 && column.separator.empty())
    map.refuse_key(Refusal::field_is_missing, "separator");
  const bool is_written = column.form.empty() || column.form == "chinese_deadline";
  if (!is_written && !DateForm::named(column.form))
    map.refuse_key(Refusal::field_has_wrong_kind, "form", column.form);
  return column;
}

}  // namespace

void read_columns(const DataMap& file, const TakeColumn& take) {
  for (const DataMap& map : file.maps("columns", {"column", "also", "field", "choices", "separator",
                                                  "form", "part", "otherwise"}))
    take(map, read_column(map));
}

// Where the table stands in its file, and how it is written.
void read_layout(const DataMap& file, TableLayout& layout) {
  layout.sheet = file.text_or_empty("sheet");
  layout.header_row = file.integer("header_row").value_or(0);
  if (layout.header_row < 0) file.refuse_key(Refusal::number_is_out_of_range, "header_row");
  const int heads = file.integer("head_rows").value_or(1);
  if (heads < 1 || heads > 2) file.refuse_key(Refusal::number_is_out_of_range, "head_rows");
  layout.head_rows = heads == 2 ? 2 : 1;
  const std::string delimiter = file.text_or_empty("delimiter");
  if (delimiter == "tab" || delimiter == "\t") layout.separator = '\t';
  if (delimiter.size() == 1 && layout.separator == '\0') layout.separator = delimiter[0];
  if (!delimiter.empty() && layout.separator == '\0')
    file.refuse_key(Refusal::field_has_wrong_kind, "delimiter", delimiter);
  layout.charset = file.text_or_empty("charset");
  if (!layout.charset.empty() && !Charset::named(layout.charset))
    file.refuse_key(Refusal::field_has_wrong_kind, "charset", layout.charset);
}

Result<ImportMapping> read_import_mapping(std::string_view yaml) {
  std::optional<Refused> fault;
  const DataMap file(yaml, fault,
                     {"ledger",
                      "sheet",
                      "header_row",
                      "head_rows",
                      "delimiter",
                      "charset",
                      "source_column",
                      "key",
                      "zone",
                      "unit_column",
                      "unit_also",
                      "unit_words",
                      "unit_separator",
                      "columns",
                      "constants",
                      "null_words",
                      "ignored",
                      "acts",
                      "join",
                      "unknown_units_are_founded",
                      "settled_rows_are_passed_over"});
  ImportMapping mapping;
  mapping.ledger = file.text("ledger");
  const Ledger* ledger = find_ledger(mapping.ledger);
  if (!ledger) file.refuse_key(Refusal::ledger_is_unknown, "ledger", mapping.ledger);
  if (fault) return std::unexpected(*fault);

  read_layout(file, mapping.layout);
  read_key(file, mapping);
  read_units(file, mapping);
  mapping.null_words = file.texts("null_words");
  mapping.settled_rows_are_passed_over = file.yes_no_or("settled_rows_are_passed_over", false);
  if (const auto join = file.map("join", {"sheet", "on"}))
    mapping.join = ImportMapping::Join{join->text("sheet"), join->text("on")};
  if (file.has("zone")) {
    const Result<Zone> zone = Zone::named(file.text("zone"));
    if (zone) mapping.zone = *zone;
    if (!zone) file.refuse_key(zone.error().law, "zone", zone.error().detail);
  }
  read_columns(file, [&](const DataMap& map, ImportMapping::Column column) {
    check_field(*ledger, map, "field", column.field);
    mapping.columns.push_back(std::move(column));
  });
  for (auto& [field, text] : file.pairs("constants")) {
    check_field(*ledger, file, "constants", field);
    if (field.contains('.')) file.refuse_key(Refusal::field_is_unknown, "constants", field);
    mapping.constants.emplace(field, text);
  }
  check_named_once(*ledger, file, mapping);
  mapping.ignored = file.texts("ignored");
  read_acts(*ledger, file, mapping);
  if (fault) return std::unexpected(*fault);
  return mapping;
}

// Rows of a record come by their own acts: in the sheet they stand to be read.
ImportMapping mapping_of_export(const Ledger& ledger) {
  ImportMapping mapping;
  mapping.ledger = ledger.name;
  mapping.id_column = "id";
  mapping.unit_column = "unit";
  mapping.is_own_export = true;
  for (const FieldSpec& field : ledger.fields) {
    if (!comes_in(ledger, field) || field.kind == Kind::rows) continue;
    ImportMapping::Column column;
    column.column = column.field = field.name;
    if (field.kind == Kind::units || field.kind == Kind::choices) column.separator = ";";
    mapping.columns.push_back(std::move(column));
  }
  return mapping;
}

bool may_import(const ImportMapping& mapping, const Actor& actor, Date today) {
  const auto holds = [&](const Right& right) {
    return std::ranges::any_of(actor.posts, [&](const Post& post) {
      const bool is_his = right.role == Role::signed_in || post.role == right.role;
      return is_his && is_in_force(post, today) && !is_administrative(post.role);
    });
  };
  const auto may = [&](const Act& act) { return std::ranges::any_of(act.may, holds); };
  const Ledger* ledger = find_ledger(mapping.ledger);
  if (ledger && mapping.is_own_export) return std::ranges::any_of(ledger->acts, may);
  return ledger && std::ranges::any_of(mapping.acts, [&](const ImportMapping::ActChoice& choice) {
           const Act* act = ledger->act(choice.act);
           return act && may(*act);
         });
}

}  // namespace chuangyou
