#include <algorithm>

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

ImportMapping::Column read_column(const Ledger& ledger, const DataMap& map) {
  ImportMapping::Column column;
  column.column = map.text("column");
  column.field = map.text("field");
  for (auto& [word, wire_name] : map.pairs("choices")) column.choices.emplace(word, wire_name);
  column.separator = map.text_or_empty("separator");
  column.form = map.text_or_empty("form");
  const bool is_written = column.form.empty() || column.form == "chinese_deadline";
  if (!is_written && !DateForm::named(column.form))
    map.refuse_key(Refusal::field_has_wrong_kind, "form", column.form);
  check_field(ledger, map, "field", column.field);
  return column;
}

// Only texts can be joined from several columns.
void check_named_once(const Ledger& ledger, const DataMap& file, const ImportMapping& mapping) {
  for (auto column = mapping.columns.begin(); column != mapping.columns.end(); ++column) {
    const FieldSpec* field = ledger.field_or_column(column->field);
    if (!field) return;
    const bool is_text = (field->kind == Kind::text || field->kind == Kind::long_text) &&
                         !column->field.contains('.');
    const bool is_twice =
        mapping.constants.contains(column->field) ||
        (!is_text && std::any_of(mapping.columns.begin(), column,
                                 [&](const auto& other) { return other.field == column->field; }));
    if (is_twice) file.refuse_key(Refusal::name_is_taken, "columns", column->field);
  }
}

void read_acts(const Ledger& ledger, const DataMap& file, ImportMapping& mapping) {
  for (const DataMap& map : file.maps("acts", {"column", "equals", "act"})) {
    ImportMapping::ActChoice choice{map.text("column"), map.text_or_empty("equals"),
                                    map.text("act")};
    const Act* act = ledger.act(choice.act);
    if (!act || !act->from.empty()) map.refuse_key(Refusal::act_is_unknown, "act", choice.act);
    mapping.acts.push_back(std::move(choice));
  }
  if (mapping.acts.empty()) file.refuse_key(Refusal::field_is_missing, "acts");
}

}  // namespace

Result<ImportMapping> read_import_mapping(std::string_view yaml) {
  std::optional<Refused> fault;
  const DataMap file(yaml, fault,
                     {"ledger", "source_column", "unit_column", "zone", "columns", "constants",
                      "ignored", "acts", "unknown_units_are_founded"});
  ImportMapping mapping;
  mapping.ledger = file.text("ledger");
  const Ledger* ledger = find_ledger(mapping.ledger);
  if (!ledger) file.refuse_key(Refusal::ledger_is_unknown, "ledger", mapping.ledger);
  if (fault) return std::unexpected(*fault);

  mapping.source_column = file.text("source_column");
  mapping.unit_column = file.text("unit_column");
  if (file.has("zone")) {
    const Result<Zone> zone = Zone::named(file.text("zone"));
    if (zone) mapping.zone = *zone;
    if (!zone) file.refuse_key(zone.error().law, "zone", zone.error().detail);
  }
  for (const DataMap& map :
       file.maps("columns", {"column", "field", "choices", "separator", "form"}))
    mapping.columns.push_back(read_column(*ledger, map));
  for (auto& [field, text] : file.pairs("constants")) {
    check_field(*ledger, file, "constants", field);
    if (field.contains('.')) file.refuse_key(Refusal::field_is_unknown, "constants", field);
    mapping.constants.emplace(field, text);
  }
  check_named_once(*ledger, file, mapping);
  mapping.ignored = file.texts("ignored");
  read_acts(*ledger, file, mapping);
  mapping.unknown_units_are_founded = file.yes_no_or("unknown_units_are_founded", false);
  if (fault) return std::unexpected(*fault);
  return mapping;
}

bool may_import(const ImportMapping& mapping, const Actor& actor, Date today) {
  const auto holds = [&](const Right& right) {
    return std::ranges::any_of(actor.posts, [&](const Post& post) {
      return is_in_force(post, today) && (right.role == Role::signed_in || post.role == right.role);
    });
  };
  const Ledger* ledger = find_ledger(mapping.ledger);
  return ledger && std::ranges::any_of(mapping.acts, [&](const ImportMapping::ActChoice& choice) {
           const Act* act = ledger->act(choice.act);
           return act && std::ranges::any_of(act->may, holds);
         });
}

}  // namespace chuangyou
