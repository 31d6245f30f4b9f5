#include <fmt/core.h>

#include <filesystem>
#include <functional>

#include "campaign/load.h"
#include "campaign/record_cells.h"
#include "campaign/unit_cells.h"
#include "campaign/workbook_cells.h"
#include "cli/commands.h"
#include "documents/csv_reader.h"
#include "imports/people_list.h"
#include "imports/people_mapping.h"
#include "ledgers/all.h"
#include "storage/ledger_table.h"
#include "storage/origin_of_row.h"

namespace chuangyou {
namespace {

constexpr std::string_view organisation = "units";

struct ExportAsked {
  std::string database, campaigns, body, ledger, xlsx;
};

// What goes through all records of a ledger, the newest first; of one moment, beside a program that
// writes.
class Walk {
 public:
  Walk(const ExportAsked& asked, const Ledger& ledger, const Body& body)
      : reading_(asked.database, OpenFor::reading),
        snapshot_(reading_, Transaction::Mode::deferred),
        table_(ledger),
        body_(body) {}

  using Use = std::function<Result<void>(const Record&, const Standing&, const OriginOfRow&)>;
  Result<void> each(const Use& use) {
    if (body_.tree.size() == 0) return {};
    ListQuery query;
    query.path = body_.tree.path_of(UnitNo{0});
    query.by_due = false;
    query.limit = 200;
    do {
      const auto page = table_.list(reading_, body_.no, query);
      if (!page) return std::unexpected(page.error());
      for (std::size_t i = 0; i < page->records.size(); ++i) {
        const Record& record = page->records[i];
        const OriginOfRow origin =
            origin_of_row(reading_, record.ledger(), body_.no, record.opened_by_entry);
        if (const auto used = use(record, page->standings[i], origin); !used) return used;
      }
      query.cursor = page->next_cursor;
    } while (!query.cursor.empty());
    return {};
  }

 private:
  Connection reading_;
  Transaction snapshot_;
  LedgerTable table_;
  const Body& body_;
};

std::vector<XlsxCell> cells_of(std::span<const Kind> kinds, const std::vector<std::string>& texts) {
  std::vector<XlsxCell> cells;
  for (std::size_t i = 0; i < texts.size(); ++i) cells.push_back(cell_of(kinds[i], texts[i]));
  return cells;
}

// A field's rows on a sheet of their own: the record's id, the row's number, its columns.
Result<void> write_rows(XlsxWriter& writer, const FieldSpec& field, Walk& walk) {
  std::vector<XlsxColumn> columns{{"id"}, {"row"}};
  std::vector<Kind> kinds{Kind::text, Kind::integer};
  for (const FieldSpec& column : field.columns())
    if (is_told(column)) {
      columns.push_back({std::string(column.name)});
      kinds.push_back(column.kind);
    }
  writer.begin_sheet(field.name, columns);
  return walk.each([&](const Record& record, const Standing&, const OriginOfRow&) -> Result<void> {
    const Rows* rows = std::get_if<Rows>(&record.value(field.name));
    for (std::size_t i = 0; rows && i < rows->all.size(); ++i) {
      const Row& row = rows->all[i];
      std::vector<std::string> texts{to_text(record.id), std::to_string(row.id)};
      for (std::size_t column = 0; column < field.columns().size(); ++column)
        if (is_told(field.columns()[column])) texts.push_back(plain_text(row.cells[column]));
      if (const auto added = writer.add(cells_of(kinds, texts)); !added) return added;
    }
    return {};
  });
}

Result<void> write_workbook(const std::string& path, const Ledger& ledger, const Body& body,
                            Walk& walk) {
  if (std::filesystem::exists(path)) return refuse(Refusal::place_is_taken, "xlsx", path);
  XlsxWriter writer(path);
  const Cells cells(ledger);
  const std::vector<Kind> kinds = cells.kinds();
  std::vector<XlsxColumn> columns;
  for (const std::string& title : cells.header()) columns.push_back({title});
  writer.begin_sheet(ledger.name, columns);
  auto written =
      walk.each([&](const Record& record, const Standing& standing, const OriginOfRow& origin) {
        return writer.add(cells_of(kinds, cells.of(body, record, standing, origin)));
      });
  for (const FieldSpec& field : ledger.fields)
    if (written && field.kind == Kind::rows && is_told(field))
      written = write_rows(writer, field, walk);
  if (written) writer.close();
  return written;
}

Result<void> write_csv(const Ledger& ledger, const Body& body, Walk& walk) {
  const Cells cells(ledger);
  fmt::print("{}{}", byte_order_mark, csv_row(cells.header()));
  return walk.each([&](const Record& record, const Standing& standing,
                       const OriginOfRow& origin) -> Result<void> {
    fmt::print("{}", csv_row(cells.of(body, record, standing, origin)));
    return {};
  });
}

// Of the body's people, as `import-people` takes them.
Result<void> write_people(const ExportAsked& asked, const Body& body, Moment now) {
  Connection reading(asked.database, OpenFor::reading);
  const auto rows = people_cells(body, reading, Language::zh, body.zone.date_at(now));
  if (asked.xlsx.empty()) {
    fmt::print("{}", byte_order_mark);
    for (const std::vector<std::string>& row : rows) fmt::print("{}", csv_row(row));
    return {};
  }
  if (std::filesystem::exists(asked.xlsx))
    return refuse(Refusal::place_is_taken, "xlsx", asked.xlsx);
  XlsxWriter writer(asked.xlsx);
  write_people_sheet(writer, rows);
  writer.close();
  return {};
}

// The organisation goes out as the ledgers do.
int export_units(const ExportAsked& asked, const Body& body, Date today) {
  const std::span<const std::string_view> columns = unit_columns;
  const auto rows = [&](const std::function<Result<void>(const std::vector<std::string>&)>& add) {
    Result<void> added;
    for (const UnitNo no : units_from_the_root(body.tree, today))
      if (added) added = add(unit_cells(body.tree, body.tree.unit(no), today, wire_name));
    return added;
  };
  if (asked.xlsx.empty()) {
    fmt::print("{}{}", byte_order_mark, csv_row({columns.begin(), columns.end()}));
    const Result<void> added = rows([](const std::vector<std::string>& cells) -> Result<void> {
      fmt::print("{}", csv_row(cells));
      return {};
    });
    if (!added) return tell(added.error());
    return 0;
  }
  if (std::filesystem::exists(asked.xlsx))
    return tell({Refusal::place_is_taken, "xlsx", asked.xlsx});
  XlsxWriter writer(asked.xlsx);
  std::vector<XlsxColumn> titles;
  for (const std::string_view column : columns) titles.push_back({std::string(column)});
  writer.begin_sheet(organisation, titles);
  const std::vector<Kind> kinds(columns.size(), Kind::text);
  const Result<void> written = rows(
      [&](const std::vector<std::string>& cells) { return writer.add(cells_of(kinds, cells)); });
  if (!written) return tell(written.error());
  writer.close();
  return 0;
}

int run_export(const ExportAsked& asked, const CommandContext& context) {
  const Ledger* ledger = find_ledger(asked.ledger);
  const bool are_people = asked.ledger == people_list, are_units = asked.ledger == organisation;
  if (ledger == nullptr && !are_people && !are_units)
    return tell({Refusal::ledger_is_unknown, "ledger", asked.ledger});
  Bodies bodies;
  const Places places{asked.database, asked.campaigns};
  if (const auto loaded = load_bodies_to_read(places, bodies, context.now()); !loaded)
    return tell(loaded.error());
  const Body* body = bodies.find(asked.body);
  if (body == nullptr) return tell({Refusal::body_is_unknown, "body", asked.body});
  if (are_people) {
    const auto written = write_people(asked, *body, body_now(*body, context.now()));
    return written ? 0 : tell(written.error());
  }
  if (are_units)
    return export_units(asked, *body, body->zone.date_at(body_now(*body, context.now())));
  Walk walk(asked, *ledger, *body);
  const auto written = asked.xlsx.empty() ? write_csv(*ledger, *body, walk)
                                          : write_workbook(asked.xlsx, *ledger, *body, walk);
  return written ? 0 : tell(written.error());
}

}  // namespace

void add_export_command(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand(
      "export",
      "a ledger, or the units, as CSV to standard output, or as a workbook, newest first");
  const auto asked = std::make_shared<ExportAsked>();
  add_existing_database_option(*command, asked->database);
  add_campaigns_option(*command, asked->campaigns);
  command->add_option("--body", asked->body, "key of the body")->required();
  command->add_option("--xlsx", asked->xlsx, "a workbook of this name, where nothing lies yet");
  command->add_option("ledger", asked->ledger, "name of the ledger, `people` or `units`")
      ->required();
  command->callback([asked, &context] { context.exit_code = run_export(*asked, context); });
}

}  // namespace chuangyou
