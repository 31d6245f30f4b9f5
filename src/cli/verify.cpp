#include <fmt/core.h>

#include "campaign/verify_files.h"
#include "campaign/verify_tables.h"
#include "cli/against.h"
#include "cli/commands.h"
#include "journal/journal.h"

namespace chuangyou {
namespace {

struct VerifyAsked {
  std::string database;
  bool tables = false;
  std::string campaigns = default_campaigns(), work;
  AgainstAsked against;
};

int run_verify(const VerifyAsked& asked) {
  Connection reading(asked.database, OpenFor::reading);
  const std::vector<VerifyFinding> findings = verify(reading);
  for (const VerifyFinding& finding : findings)
    fmt::print("body {} entry {} seal {} {} ({}){}{}\n", static_cast<int>(finding.body),
               finding.seq, finding.seal, finding.what, finding.count,
               finding.table.empty() ? "" : " ", finding.table);
  if (findings.empty()) fmt::print("the journal is whole\n");
  if (asked.against.places.empty())
    fmt::print("it was held against no witness outside (--against)\n");
  // What lacks a table cannot be held against anything.
  if (!findings.empty() && findings.front().what == "table_is_missing")
    return tell({Refusal::journal_was_changed, {}, std::to_string(findings.size())});
  const int disagreements =
      hold_against_own(reading, asked.database) + hold_against(reading, asked.against);
  if (findings.empty()) return disagreements == 0 ? 0 : 1;
  return tell({Refusal::journal_was_changed, {}, std::to_string(findings.size())});
}

int run_verify_files(const VerifyAsked& asked) {
  Connection reading(asked.database, OpenFor::reading);
  const FilesVerified verified = verify_files(reading, asked.database);
  for (const FileFinding& finding : verified.findings)
    fmt::print("body {} entry {} file {} {}\n", static_cast<int>(finding.body), finding.seq,
               to_hex(finding.hash), finding.what);
  if (!verified.findings.empty())
    return tell(
        {Refusal::files_differ_from_the_journal, {}, std::to_string(verified.findings.size())});
  fmt::print("the evidence files are what their entries name: {}\n", verified.files);
  return 0;
}

int run_verify_tables(const VerifyAsked& asked, Moment now) {
  const auto verified = verify_tables({asked.database, asked.campaigns}, asked.work, now);
  if (!verified && verified.error().field == "made_by")
    fmt::print(
        stderr,
        "数据表由另一版本的程序建成，无从逐行比对：本版本启动（serve）或 rebuild 时会从日志重建。"
        "如需先核对，请用原版本的程序。\n"
        "Another edition of the program made the tables, so rows cannot be compared: serve "
        "or rebuild of this edition makes them anew. To compare first, use the edition "
        "that made them.\n");
  if (!verified) return tell(verified.error());
  for (const TableFinding& finding : verified->shown)
    fmt::print("table {} row {} {} {}\n", finding.table, finding.row, finding.what,
               finding.columns);
  if (verified->to_reckon != 0)
    fmt::print(
        "a new calendar is being followed: {} of {} records reckoned; serve goes on with it\n",
        verified->reckoned, verified->to_reckon);
  if (verified->findings == 0) {
    fmt::print("the tables are what the journal makes: {} rows of {} entries\n", verified->rows,
               verified->entries);
    return 0;
  }
  return tell({Refusal::tables_differ_from_the_journal, {}, std::to_string(verified->findings)});
}

}  // namespace

void add_verify_command(CLI::App& app, CommandContext& context) {
  CLI::App* command =
      app.add_subcommand("verify", "read the whole journal again and compare every hash and seal");
  const auto asked = std::make_shared<VerifyAsked>();
  add_existing_database_option(*command, asked->database);
  add_against_options(*command, asked->against);
  auto* tables = command->add_flag("--tables", asked->tables,
                                   "make the tables again in a second file and compare every row");
  command->add_option("--campaigns", asked->campaigns, "folder with the data of campaigns")
      ->capture_default_str();
  command->add_option("--work", asked->work, "folder of the second file; beside the database")
      ->needs(tables)
      ->check(CLI::ExistingDirectory);
  command->callback([asked, &context] {
    context.exit_code = run_verify(*asked);
    if (context.exit_code == 0) context.exit_code = run_verify_files(*asked);
    if (context.exit_code == 0 && asked->tables)
      context.exit_code = run_verify_tables(*asked, context.now());
  });
}

}  // namespace chuangyou
