#include "imports/unit_mapping.h"

#include <algorithm>

#include "documents/charset.h"
#include "documents/date_forms.h"
#include "imports/unit_list.h"
#include "packs/data_map.h"

namespace chuangyou {
namespace {

void read_columns(const DataMap& file, UnitReading& reading) {
  for (const DataMap& map : file.maps("columns", {"column", "field", "choices"})) {
    const std::string column = map.text("column"), field = map.text("field");
    const auto taken = taken_as(reading.columns);
    const bool may_come_again = field == "parents" || field == "aliases";
    const bool is_there =
        std::ranges::find(taken, field, &std::pair<std::string, std::string_view>::second) !=
        taken.end();
    if (is_there && !may_come_again) map.refuse_key(Refusal::name_is_taken, "field", field);
    if (!say_column(reading.columns, field, column))
      map.refuse_key(Refusal::field_is_unknown, "field", field);
    for (const auto& [word, means] : map.pairs("choices"))
      if (!say_word(reading, field, word, means))
        map.refuse_key(Refusal::field_is_unknown, "choices", field);
  }
}

}  // namespace

Result<UnitMapping> read_unit_mapping(std::string_view yaml) {
  std::optional<Refused> fault;
  const DataMap file(yaml, fault,
                     {"list", "sheet", "charset", "columns", "unit_type", "parent_separator",
                      "alias_separator", "day_form", "take_first_parent", "ignored"});
  file.choice("list", {units_list});
  UnitMapping mapping;
  UnitReading& reading = mapping.reading;
  if (fault) return std::unexpected(*fault);
  read_columns(file, reading);
  const auto text_or = [&](std::string_view key, std::string_view otherwise) {
    return file.has(key) ? file.text_or_empty(key) : std::string(otherwise);
  };
  reading.sheet = file.text_or_empty("sheet");
  reading.charset = file.text_or_empty("charset");
  reading.day_form = file.text_or_empty("day_form");
  reading.unit_type = text_or("unit_type", reading.unit_type);
  reading.parent_separator = text_or("parent_separator", "any");
  reading.alias_separator = text_or("alias_separator", "any");
  mapping.takes_first_parent = file.yes_no_or("take_first_parent", false);
  if (std::ranges::find(unit_type_names, reading.unit_type) == std::end(unit_type_names))
    file.refuse_key(Refusal::choice_is_unknown, "unit_type", reading.unit_type);
  if (!reading.day_form.empty() && !DateForm::named(reading.day_form))
    file.refuse_key(Refusal::field_has_wrong_kind, "day_form", reading.day_form);
  if (!reading.charset.empty() && !Charset::named(reading.charset))
    file.refuse_key(Refusal::field_has_wrong_kind, "charset", reading.charset);
  // What is left out of the file is told of anyhow.
  [[maybe_unused]] const auto ignored = file.texts("ignored");
  if (reading.columns.name.empty()) file.refuse_key(Refusal::field_is_missing, "columns", "name");
  if (fault) return std::unexpected(*fault);
  return mapping;
}

}  // namespace chuangyou
