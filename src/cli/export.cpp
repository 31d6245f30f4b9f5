#include <fmt/core.h>

#include "campaign/load.h"
#include "campaign/record_cells.h"
#include "cli/commands.h"
#include "documents/csv_reader.h"
#include "ledgers/all.h"
#include "storage/ledger_table.h"

namespace chuangyou {
namespace {

struct ExportAsked {
  std::string database, campaigns, body, ledger;
};

int run_export(const ExportAsked& asked, const CommandContext& context) {
  const Ledger* ledger = find_ledger(asked.ledger);
  if (ledger == nullptr) return tell({Refusal::ledger_is_unknown, "ledger", asked.ledger});
  Bodies bodies;
  const Places places{asked.database, asked.campaigns};
  if (const auto loaded = load_bodies_to_read(places, bodies, context.now()); !loaded)
    return tell(loaded.error());
  const Body* body = bodies.find(asked.body);
  if (body == nullptr) return tell({Refusal::body_is_unknown, "body", asked.body});
  const Cells cells(*ledger);
  fmt::print("{}{}", byte_order_mark, csv_row(cells.header()));
  if (body->tree.size() == 0) return 0;

  Connection reading(asked.database, OpenFor::reading);
  // Of one moment, beside a program that writes.
  const Transaction snapshot(reading, Transaction::Mode::deferred);
  const LedgerTable table(*ledger);
  ListQuery query;
  query.path = body->tree.path_of(UnitNo{0});
  query.by_due = false;
  query.limit = 200;
  do {
    const auto page = table.list(reading, body->no, query);
    if (!page) return tell(page.error());
    for (std::size_t i = 0; i < page->records.size(); ++i)
      fmt::print("{}", csv_row(cells.of(*body, page->records[i], page->standings[i], {})));
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
