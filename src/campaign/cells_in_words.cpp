#include "campaign/cells_in_words.h"

#include <algorithm>
#include <array>

#include "campaign/record_cells.h"
#include "core/text.h"
#include "packs/campaign_choices.h"

namespace chuangyou {
namespace {

constexpr std::array languages = {Language::zh, Language::en};

std::string named(Language language, const std::string& key, std::string_view otherwise) {
  std::string_view name = words(language, key);
  if (name.empty()) name = words(language, key + ".name");
  return std::string(name.empty() ? otherwise : name);
}

std::string of_ledger(const Ledger& ledger, std::string_view what) {
  return "ledgers." + std::string(ledger.name) + "." + std::string(what);
}

bool is_called(const Words& name, std::string_view said) {
  return name.zh == said || name.en == said;
}

bool leads_elsewhere(Kind kind) {
  return kind == Kind::unit || kind == Kind::units || kind == Kind::person || kind == Kind::link ||
         kind == Kind::row_link;
}

// `2011-06-30 09:30:00`, without the zone that all of them have in common; but the hour that autumn
// repeats says which of the two it was, as `2011-11-06T01:30:00-05:00`.
std::string by_the_clock(const Body& body, Moment moment) {
  constexpr std::size_t day_length = 10, time_length = 8;
  constexpr std::int64_t hour_microseconds = 3'600'000'000;
  const auto wall_at = [&](std::int64_t later) {
    return body.zone.local_text(Moment{moment.microseconds + later})
        .substr(0, day_length + 1 + time_length);
  };
  const std::string wall = wall_at(0);
  if (wall == wall_at(hour_microseconds) || wall == wall_at(-hour_microseconds))
    return body.zone.local_text(moment);
  return wall.substr(0, day_length) + " " + wall.substr(day_length + 1);
}

// A limit of days has run out at the midnight behind its last one: that one is meant.
std::string as_limit(const Body& body, Moment moment) {
  const Date day = body.zone.date_at(Moment{moment.microseconds - 1});
  return body.zone.end_of(day) == moment ? to_text(day) : by_the_clock(body, moment);
}

// What stands in a cell, in words; and the ids behind them.
class InWords {
 public:
  InWords(Language language, LinksSeen& links, const Ledger& ledger)
      : language_(language), links_(links), body_(links.reader().body), ledger_(ledger) {}

  std::string text(const FieldSpec& field, std::string_view place, const Value& value) const {
    if (const bool* is_so = std::get_if<bool>(&value))
      return std::string(words(language_, *is_so ? "columns.yes" : "columns.no"));
    if (const auto* text = std::get_if<std::string>(&value))
      return field.kind == Kind::choice ? choice(field, place, *text) : *text;
    if (const auto* texts = std::get_if<std::vector<std::string>>(&value)) {
      std::vector<std::string> all;
      for (const std::string& one : *texts) all.push_back(choice(field, place, one));
      return joined(all);
    }
    if (const auto* id = std::get_if<Uuid>(&value)) return name_of(field, *id);
    if (const auto* ids = std::get_if<std::vector<Uuid>>(&value)) {
      std::vector<std::string> all;
      for (const Uuid& id : *ids) all.push_back(name_of(field, id));
      return joined(all);
    }
    if (const Link* link = std::get_if<Link>(&value))
      return title_of(link->ledger, link->record) + of_row(*link);
    if (const Moment* moment = std::get_if<Moment>(&value)) return by_the_clock(body_, *moment);
    return plain_text(value);
  }

 private:
  std::string choice(const FieldSpec& field, std::string_view place, std::string_view key) const {
    return choice_in_words(language_, body_, ledger_, place, field, key);
  }
  std::string name_of(const FieldSpec& field, const Uuid& id) const {
    if (field.kind == Kind::unit || field.kind == Kind::units) {
      const Unit* unit = body_.tree.find(id);
      return unit ? unit->name : std::string();
    }
    if (field.kind != Kind::person) return title_of(field.links_to[0], id);
    const Person* person = body_.people.find(id);
    return person ? person->name : std::string();
  }
  std::string title_of(std::string_view ledger, const Uuid& id) const {
    const Record* record = links_.find(ledger, id);
    if (!record) return {};
    const std::string* title = record->title();
    return title ? *title : std::string();
  }

  // Behind the title of its record: a number that nobody but the database gave it says nothing.
  std::string of_row(const Link& link) const {
    constexpr std::size_t characters_max = 60;
    const Record* record = link.row == 0 ? nullptr : links_.find(link.ledger, link.record);
    if (!record) return {};
    const auto words = words_of_row(*record, link.row, is_told);
    return words ? " · " + std::string(beginning_of(*words, characters_max)) : std::string();
  }

  Language language_;
  LinksSeen& links_;
  const Body& body_;
  const Ledger& ledger_;
};

std::string of_common(Language language, const Body& body, std::string_view name,
                      const Record& record, const Standing& standing, const std::string& source) {
  const auto moment = [&](const std::optional<Moment>& at) {
    return at ? by_the_clock(body, *at) : std::string();
  };
  const auto yes_or_no = [&](const std::optional<bool>& is_so) {
    if (!is_so) return std::string();
    return std::string(words(language, *is_so ? "columns.yes" : "columns.no"));
  };
  if (name == "unit") {
    const Unit* unit = body.tree.find(record.unit);
    return unit ? unit->name : std::string();
  }
  if (name == "state") return state_in_words(language, record.ledger(), record.state);
  if (name == "stage") {
    const std::string stage(name_of(standing.stage));
    return named(language, "stages." + stage, stage);
  }
  if (name == "created_at") return moment(record.created_at);
  if (name == "closed_at") return moment(standing.closed_at);
  if (name == "due_at") return standing.due_at ? as_limit(body, *standing.due_at) : std::string();
  if (name == "on_time") return yes_or_no(standing.on_time);
  if (name == "opened_at") return moment(standing.opened_at);
  if (name == "state_since") return moment(record.state_since);
  if (name == "kept_first_date") return yes_or_no(standing.kept_first);
  if (name == "source") return source;
  return yes_or_no(standing.implausible);
}

std::string in_utc(std::string_view name, const Record& record, const Standing& standing) {
  const auto text = [](const std::optional<Moment>& at) {
    return at ? to_text(*at) : std::string();
  };
  if (name == "created_at") return to_text(record.created_at);
  if (name == "closed_at") return text(standing.closed_at);
  if (name == "due_at") return text(standing.due_at);
  return to_text(name == "opened_at" ? standing.opened_at : record.state_since);
}

}  // namespace

std::string state_in_words(Language language, const Ledger& ledger, std::string_view state) {
  return named(language, of_ledger(ledger, "states." + std::string(state)), state);
}

std::string choice_in_words(Language language, const Body& body, const Ledger& ledger,
                            std::string_view place, const FieldSpec& field,
                            std::string_view choice) {
  std::string of_campaign;
  each_choice(body.frame.campaign, field.choices_from,
              [&](const std::string& key, const Words& name) {
                if (key == choice) of_campaign = language == Language::zh ? name.zh : name.en;
              });
  if (!of_campaign.empty()) return of_campaign;
  return named(language,
               of_ledger(ledger, "choices." + std::string(place) + "." + std::string(choice)),
               choice);
}

std::optional<std::string> choice_called(const Body& body, const Ledger& ledger,
                                         std::string_view place, const FieldSpec& field,
                                         std::string_view said) {
  std::optional<std::string> called;
  each_choice(body.frame.campaign, field.choices_from,
              [&](const std::string& key, const Words& name) {
                if (!called && is_called(name, said)) called = key;
              });
  for (const std::string_view choice : field.choices)
    for (const Language language : languages)
      if (!called && choice_in_words(language, body, ledger, place, field, choice) == said)
        called = choice;
  return called;
}

CellsInWords::CellsInWords(const Ledger& ledger, std::span<const std::string> columns,
                           Language language)
    : ledger_(ledger), language_(language), titles_(ledger), with_origin_(columns.empty()) {
  const auto add = [&](std::string_view name) {
    const FieldSpec* field = is_common_column(name) ? nullptr : ledger.field(name);
    columns_.push_back({std::string(name), field, field ? ledger.index_of(*field) : 0});
  };
  for (const std::string& name : columns) add(name);
  if (!columns.empty()) return;
  for (const std::string_view name : common_columns_exported()) add(name);
  for (const FieldSpec& field : ledger.fields)
    if (is_told(field)) add(field.name);
}

bool CellsInWords::is_a_time(const Column& column) const {
  constexpr std::string_view times[] = {"created_at", "closed_at", "due_at", "opened_at",
                                        "state_since"};
  return column.field ? column.field->kind == Kind::moment
                      : std::ranges::find(times, column.name) != std::end(times);
}

std::vector<CellsInWords::Shown> CellsInWords::shown() const {
  std::vector<Shown> all, ids;
  const auto add = [&](const std::string& name, Kind kind, bool comes_in_again) {
    all.push_back({titles_.of(language_, name), kind, comes_in_again});
  };
  for (const Column& column : columns_) {
    const Kind kind = column.field ? column.field->kind : Kind::text;
    const bool comes = column.field && comes_in(ledger_, *column.field);
    if (kind != Kind::rows) add(column.name, kind, comes);
    if (is_a_time(column))
      all.push_back({titles_.in_utc(language_, column.name), Kind::moment, false});
    if (leads_elsewhere(kind) || column.name == "unit")
      ids.push_back({titles_.of_ids(language_, column.name), Kind::text, comes});
    if (!column.field) continue;
    for (const FieldSpec& part : column.field->columns())
      if (is_told(part)) add(column.name + "." + std::string(part.name), Kind::text, false);
  }
  all.insert(all.end(), ids.begin(), ids.end());
  add("id", Kind::text, true);
  if (!with_origin_) return all;
  add("source", Kind::text, false);
  add("import", Kind::text, false);
  return all;
}

std::vector<std::string> CellsInWords::header() const {
  std::vector<std::string> titles;
  for (Shown& column : shown()) titles.push_back(std::move(column.title));
  return titles;
}

std::vector<std::string> CellsInWords::of(LinksSeen& links, const Record& record,
                                          const Standing& standing,
                                          const OriginInWords& origin) const {
  const InWords in_words(language_, links, ledger_);
  std::vector<std::string> cells, ids;
  for (const Column& column : columns_) {
    if (!column.field) {
      cells.push_back(
          of_common(language_, links.reader().body, column.name, record, standing, origin.source));
      if (is_a_time(column)) cells.push_back(in_utc(column.name, record, standing));
      if (column.name == "unit") ids.push_back(to_text(record.unit));
      continue;
    }
    const Value& value = record.value_at(column.place);
    if (column.field->kind != Kind::rows) {
      cells.push_back(in_words.text(*column.field, column.name, value));
      if (is_a_time(column)) cells.push_back(plain_text(value));
      if (leads_elsewhere(column.field->kind)) ids.push_back(plain_text(value));
      continue;
    }
    add_cells_of_rows(cells, *column.field, value, [&](const FieldSpec& part, const Value& cell) {
      return in_words.text(part, column.name + "." + std::string(part.name), cell);
    });
  }
  cells.insert(cells.end(), ids.begin(), ids.end());
  cells.push_back(to_text(record.id));
  if (!with_origin_) return cells;
  cells.push_back(origin.source);
  cells.push_back(origin.import);
  return cells;
}

std::vector<const FieldSpec*> CellsInWords::with_rows() const {
  std::vector<const FieldSpec*> fields;
  for (const Column& column : columns_)
    if (column.field && column.field->kind == Kind::rows) fields.push_back(column.field);
  return fields;
}

std::vector<CellsInWords::Shown> CellsInWords::shown_of_rows(const FieldSpec& field) const {
  std::vector<Shown> all{{titles_.of(language_, "id"), Kind::text, true},
                         {titles_.of(language_, "row"), Kind::integer, true}};
  for (const FieldSpec& part : field.columns()) {
    if (!is_told(part)) continue;
    const std::string place = std::string(field.name) + "." + std::string(part.name);
    all.push_back({titles_.of(language_, place), part.kind, true});
    if (leads_elsewhere(part.kind))
      all.push_back({titles_.of_ids(language_, place), Kind::text, true});
  }
  return all;
}

std::vector<std::vector<std::string>> CellsInWords::rows_of(LinksSeen& links, const Record& record,
                                                            const FieldSpec& field) const {
  const InWords in_words(language_, links, ledger_);
  std::vector<std::vector<std::string>> all;
  const auto* rows = std::get_if<Rows>(&record.value(field.name));
  for (std::size_t i = 0; rows && i < rows->all.size(); ++i) {
    const Row& row = rows->all[i];
    std::vector<std::string>& cells = all.emplace_back();
    cells = {to_text(record.id), std::to_string(row.id)};
    for (std::size_t column = 0; column < field.columns().size(); ++column) {
      const FieldSpec& part = field.columns()[column];
      if (!is_told(part)) continue;
      const std::string place = std::string(field.name) + "." + std::string(part.name);
      cells.push_back(in_words.text(part, place, row.cells[column]));
      if (leads_elsewhere(part.kind)) cells.push_back(plain_text(row.cells[column]));
    }
  }
  return all;
}

}  // namespace chuangyou
