#include <fmt/core.h>

#include "campaign/load.h"
#include "cli/commands.h"
#include "documents/csv_reader.h"
#include "ledgers/all.h"
#include "storage/ledger_table.h"

namespace chuangyou {
namespace {

struct ExportAsked {
  std::string database, campaigns, body, ledger;
};

std::string text_of(const Value& value) {
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
      return to_text(link.record) + (link.row == 0 ? "" : "/" + std::to_string(link.row));
    }
    std::string operator()(const Rows&) const { return {}; }  // told by their columns
    static std::string joined(const std::vector<std::string>& texts) {
      std::string all;
      for (const std::string& text : texts) all.append(all.empty() ? "" : ";").append(text);
      return all;
    }
  };
  return std::visit(Text{}, value);
}

template <class T>
std::string text_or_empty(const std::optional<T>& value) {
  return value ? text_of(Value(*value)) : std::string();
}

bool is_told(const FieldSpec& field) { return field.visibility != Visibility::sealed; }

std::vector<std::string> header_of(const Ledger& ledger) {
  std::vector<std::string> cells{"id",         "unit",      "unit_name", "state",   "stage",
                                 "created_at", "closed_at", "due_at",    "on_time", "implausible"};
  for (const FieldSpec& field : ledger.fields) {
    if (!is_told(field)) continue;
    if (field.kind != Kind::rows) cells.emplace_back(field.name);
    for (const FieldSpec& column : field.columns())
      if (is_told(column))
        cells.push_back(std::string(field.name) + "." + std::string(column.name));
  }
  return cells;
}

// Under each column what stands there in the rows, one after the other.
void add_columns(std::vector<std::string>& cells, const FieldSpec& field, const Value& value) {
  const Rows* rows = std::get_if<Rows>(&value);
  for (std::size_t i = 0; i < field.columns().size(); ++i) {
    if (!is_told(field.columns()[i])) continue;
    std::string& all = cells.emplace_back();
    for (std::size_t row = 0; rows && row < rows->all.size(); ++row)
      all.append(row == 0 ? "" : ";").append(text_of(rows->all[row].cells[i]));
  }
}

std::vector<std::string> row_of(const Body& body, const Record& record, const Standing& standing) {
  const Unit* unit = body.tree.find(record.unit);
  std::vector<std::string> cells{to_text(record.id),
                                 to_text(record.unit),
                                 unit ? unit->name : std::string(),
                                 record.state,
                                 std::string(name_of(standing.stage)),
                                 to_text(record.created_at),
                                 text_or_empty(standing.closed_at),
                                 text_or_empty(standing.due_at),
                                 text_or_empty(standing.on_time),
                                 text_of(Value(standing.implausible))};
  const auto fields = record.ledger().fields;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (!is_told(fields[i])) continue;
    if (fields[i].kind == Kind::rows)
      add_columns(cells, fields[i], record.value_at(i));
    else
      cells.push_back(text_of(record.value_at(i)));
  }
  return cells;
}

int run_export(const ExportAsked& asked, const CommandContext& context) {
  const Ledger* ledger = find_ledger(asked.ledger);
  if (ledger == nullptr) return tell({Refusal::ledger_is_unknown, "ledger", asked.ledger});
  Bodies bodies;
  const Places places{asked.database, asked.campaigns};
  if (const auto loaded = load_bodies_to_read(places, bodies, context.now()); !loaded)
    return tell(loaded.error());
  const Body* body = bodies.find(asked.body);
  if (body == nullptr) return tell({Refusal::body_is_unknown, "body", asked.body});
  fmt::print("{}", csv_row(header_of(*ledger)));
  if (body->tree.size() == 0) return 0;

  Connection reading(asked.database, OpenFor::reading);
  const LedgerTable table(*ledger);
  ListQuery query;
  query.path = body->tree.path_of(UnitNo{0});
  query.by_due = false;
  query.limit = 200;
  do {
    const auto page = table.list(reading, body->no, query);
    if (!page) return tell(page.error());
    for (std::size_t i = 0; i < page->records.size(); ++i)
      fmt::print("{}", csv_row(row_of(*body, page->records[i], page->standings[i])));
    query.cursor = page->next_cursor;
  } while (!query.cursor.empty());
  return 0;
}

}  // namespace

void add_export_command(CLI::App& app, CommandContext& context) {
  CLI::App* command =
      app.add_subcommand("export", "a ledger as CSV to standard output, newest first");
  const auto asked = std::make_shared<ExportAsked>();
  add_existing_database_option(*command, asked->database);
  add_campaigns_option(*command, asked->campaigns);
  command->add_option("--body", asked->body, "key of the body")->required();
  command->add_option("ledger", asked->ledger, "name of the ledger")->required();
  command->callback([asked, &context] { context.exit_code = run_export(*asked, context); });
}

}  // namespace chuangyou
