#include "campaign/record_cells.h"

#include <algorithm>

#include "record/rows.h"

namespace chuangyou {
namespace {

constexpr std::string_view common[] = {"unit",      "state",       "stage",           "created_at",
                                       "closed_at", "due_at",      "on_time",         "implausible",
                                       "opened_at", "state_since", "kept_first_date", "source"};
constexpr std::size_t exported_usually = 8;  // of them, in front of all fields

}  // namespace

bool comes_in(const Ledger& ledger, const FieldSpec& field) {
  return is_told(field) && !field.is_retired &&
         std::ranges::any_of(ledger.acts, [&](const Act& act) {
           return std::ranges::find(act.takes, field.name) != act.takes.end();
         });
}

std::string plain_text(const Value& value) {
  struct Text {
    std::string operator()(std::monostate) const { return {}; }
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(Fixed number) const { return to_text(number); }
    std::string operator()(Date date) const { return to_text(date); }
    std::string operator()(Moment moment) const { return to_text(moment); }
    std::string operator()(bool is_so) const { return is_so ? "true" : "false"; }
    std::string operator()(const Uuid& id) const { return to_text(id); }
    std::string operator()(const std::vector<std::string>& texts) const { return joined(texts); }
    std::string operator()(const std::vector<Uuid>& ids) const {
      std::vector<std::string> texts;
      for (const Uuid& id : ids) texts.push_back(to_text(id));
      return joined(texts);
    }
    std::string operator()(const Link& link) const {
      return to_text(link.record) + (link.row == 0 ? "" : "#" + std::to_string(link.row));
    }
    std::string operator()(const Rows&) const { return {}; }  // told by their columns
  };
  return std::visit(Text{}, value);
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all.append(all.empty() ? "" : ";").append(text);
  return all;
}

void add_cells_of_rows(std::vector<std::string>& cells, const FieldSpec& field, const Value& value,
                       const CellText& text) {
  const Rows* rows = std::get_if<Rows>(&value);
  for (std::size_t i = 0; i < field.columns().size(); ++i) {
    const FieldSpec& column = field.columns()[i];
    if (!is_told(column)) continue;
    std::string& all = cells.emplace_back();
    for (std::size_t row = 0; rows && row < rows->all.size(); ++row)
      all.append(row == 0 ? "" : ";").append(text(column, rows->all[row].cells[i]));
  }
}

std::optional<std::string> words_of_row(const Record& record, std::int64_t number,
                                        const IsSeen& is_seen) {
  const auto fields = record.ledger().fields;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const Rows* rows = std::get_if<Rows>(&record.value_at(i));
    const Row* row = rows ? row_in(*rows, number) : nullptr;
    if (!row || !is_seen(fields[i])) continue;
    for (std::size_t column = 0; column < row->cells.size(); ++column)
      if (is_seen(fields[i].columns()[column]))
        if (const auto* text = std::get_if<std::string>(&row->cells[column])) return *text;
  }
  return std::nullopt;
}

namespace {

template <class T>
std::string text_or_empty(const std::optional<T>& value) {
  return value ? plain_text(Value(*value)) : std::string();
}

using Headed = std::vector<std::pair<std::string, Kind>>;

bool is_named(Kind kind) {
  return kind == Kind::unit || kind == Kind::units || kind == Kind::person;
}

void add_header(Headed& cells, const FieldSpec& field) {
  const std::string name(field.name);
  if (field.kind != Kind::rows) cells.emplace_back(name, field.kind);
  if (field.kind == Kind::moment) cells.emplace_back(name + "_local", Kind::text);
  if (is_named(field.kind)) cells.emplace_back(name + "_name", Kind::text);
  for (const FieldSpec& column : field.columns())
    if (is_told(column)) cells.emplace_back(name + "." + std::string(column.name), Kind::text);
}

bool is_common_time(std::string_view name) { return name.ends_with("_at"); }

std::string local_text(const Body& body, const Value& value) {
  const Moment* at = std::get_if<Moment>(&value);
  return at ? body.zone.local_text(*at) : std::string();
}

// A limit of days has run out at the midnight behind its last one: that one is meant.
std::string limit_text(const Body& body, Moment moment) {
  const Date day = body.zone.date_at(Moment{moment.microseconds - 1});
  return body.zone.end_of(day) == moment ? to_text(day) : body.zone.local_text(moment);
}

std::string names_of(const Body& body, Kind kind, const Value& value) {
  const auto name_of = [&](const Uuid& id) {
    if (kind == Kind::person) {
      const Person* person = body.people.find(id);
      return person ? person->name : std::string();
    }
    const Unit* unit = body.tree.find(id);
    return unit ? unit->name : std::string();
  };
  std::vector<std::string> names;
  if (const Uuid* one = std::get_if<Uuid>(&value)) names.push_back(name_of(*one));
  if (const auto* several = std::get_if<std::vector<Uuid>>(&value))
    for (const Uuid& id : *several) names.push_back(name_of(id));
  return joined(names);
}

std::string of_common(std::string_view name, const Record& record, const Standing& standing,
                      const std::string& source) {
  if (name == "unit") return to_text(record.unit);
  if (name == "state") return record.state;
  if (name == "stage") return std::string(name_of(standing.stage));
  if (name == "created_at") return to_text(record.created_at);
  if (name == "closed_at") return text_or_empty(standing.closed_at);
  if (name == "due_at") return text_or_empty(standing.due_at);
  if (name == "on_time") return text_or_empty(standing.on_time);
  if (name == "opened_at") return to_text(standing.opened_at);
  if (name == "state_since") return to_text(record.state_since);
  if (name == "kept_first_date") return text_or_empty(standing.kept_first);
  if (name == "source") return source;
  return plain_text(Value(standing.implausible));
}

}  // namespace

std::span<const std::string_view> common_columns() { return common; }

std::span<const std::string_view> common_columns_exported() {
  return std::span(common).first(exported_usually);
}

bool is_common_column(std::string_view name) {
  return std::ranges::find(common, name) != std::end(common);
}

Cells::Cells(const Ledger& ledger) {
  for (const std::string_view name : common_columns_exported()) add(ledger, name);
  for (const FieldSpec& field : ledger.fields)
    if (is_told(field)) add(ledger, field.name);
}

void Cells::add(const Ledger& ledger, std::string_view name) {
  if (const auto found = std::ranges::find(common, name); found != std::end(common)) {
    columns_.push_back({*found});
    return;
  }
  const FieldSpec& field = *ledger.field(name);
  columns_.push_back({field.name, &field, ledger.index_of(field)});
}

std::vector<std::pair<std::string, Kind>> Cells::headed() const {
  Headed cells{{"id", Kind::text}};
  for (const Column& column : columns_) {
    const std::string name(column.name);
    if (column.field) {
      add_header(cells, *column.field);
      continue;
    }
    cells.emplace_back(name, Kind::text);
    if (name == "unit") cells.emplace_back("unit_name", Kind::text);
    if (is_common_time(name)) cells.emplace_back(name + "_local", Kind::text);
  }
  cells.emplace_back("source", Kind::text);
  cells.emplace_back("import", Kind::text);
  return cells;
}

std::vector<std::string> Cells::header() const {
  std::vector<std::string> names;
  for (auto& [name, kind] : headed()) names.push_back(std::move(name));
  return names;
}

std::vector<Kind> Cells::kinds() const {
  std::vector<Kind> all;
  for (const auto& [name, kind] : headed()) all.push_back(kind);
  return all;
}

void Cells::add_field(std::vector<std::string>& cells, const Body& body, const FieldSpec& field,
                      const Value& value) {
  if (field.kind == Kind::rows)
    return add_cells_of_rows(cells, field, value,
                             [](const FieldSpec&, const Value& cell) { return plain_text(cell); });
  cells.push_back(plain_text(value));
  if (field.kind == Kind::moment) cells.push_back(local_text(body, value));
  if (is_named(field.kind)) cells.push_back(names_of(body, field.kind, value));
}

std::vector<std::string> Cells::of(const Body& body, const Record& record, const Standing& standing,
                                   const OriginOfRow& origin) const {
  std::vector<std::string> cells{to_text(record.id)};
  for (const Column& column : columns_) {
    if (column.field) {
      add_field(cells, body, *column.field, record.value_at(column.place));
      continue;
    }
    cells.push_back(of_common(column.name, record, standing, origin.source));
    if (column.name == "unit") {
      const Unit* unit = body.tree.find(record.unit);
      cells.push_back(unit ? unit->name : std::string());
    }
    if (!is_common_time(column.name)) continue;
    const auto at = parse_moment(cells.back());
    cells.push_back(at ? column.name == "due_at" ? limit_text(body, *at) : body.zone.local_text(*at)
                       : std::string());
  }
  cells.push_back(origin.source);
  cells.push_back(origin.import ? to_text(*origin.import) : std::string());
  return cells;
}

}  // namespace chuangyou
