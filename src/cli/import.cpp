#include <fmt/core.h>
#include <fmt/ranges.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <utility>

#include "access/accounts.h"
#include "campaign/column_titles.h"
#include "campaign/load.h"
#include "cli/commands.h"
#include "core/words.h"
#include "imports/find_mapping.h"
#include "imports/import.h"
#include "imports/kept_pipe.h"
#include "ledgers/all.h"
#include "storage/sole_writer.h"

namespace chuangyou {
namespace {

struct ImportAsked {
  std::string database, campaigns, body, mapping, as, file, keys, charset, sheet, reason;
  bool apply = false;
  bool clock_is_right = false;
};

// A field that no column of the file is, is told by its wire name: beside it, what it is called.
std::string column_in_words(const std::string& column, const Ledger& ledger) {
  if (!ledger.field(column)) return column;
  return fmt::format("{} ({} / {})", column, plain_title_of_column(Language::zh, ledger, column),
                     plain_title_of_column(Language::en, ledger, column));
}

void print_report(const ImportReport& report, const Ledger& ledger) {
  for (const ImportFinding& finding : report.findings) {
    const std::string times = finding.count > 1 ? fmt::format(" ×{}", finding.count) : "";
    fmt::print("{} {}{}\t{}\t{}\t{}\t{} / {}\n", finding.is_note ? "note" : "error", finding.row,
               times, column_in_words(finding.column, ledger), code_of(finding),
               finding.refused.detail, words_of(Language::zh, finding),
               words_of(Language::en, finding));
  }
  if (report.findings_are_cut) fmt::print("… more findings than are listed\n");
  for (const ImportChange& change : report.changes) {
    fmt::print("change {}\t{}\t{}\t{}\n", change.row, to_text(change.record), change.act,
               fmt::join(change.columns, ", "));
    for (std::size_t i = 0; i < change.columns.size(); ++i)
      fmt::print("  {}: {} → {}\n", change.columns[i], change.before[i], change.after[i]);
  }
  if (std::cmp_less(report.changes.size(), report.amended)) fmt::print("… more changes\n");
  fmt::print("rows {}, to be opened {}, to be amended {}, unchanged {}, passed over {}{}\n",
             report.rows, report.opened, report.amended, report.unchanged, report.passed_over,
             report.left_alone > 0 ? fmt::format(", left alone {}", report.left_alone) : "");
  fmt::print("rows {}, applied {}, findings {}, units founded {}{}\n", report.rows, report.applied,
             report.findings_in_all, report.units_founded, report.was_gb18030 ? ", GB18030" : "");
  if (report.import) fmt::print("import {}\n", to_text(*report.import));
}

// What is too large nobody will read, and it needs no hash.
std::string hash_to_sign(std::ifstream& file) {
  const std::optional<std::int64_t> size_bytes = size_bytes_of(file);
  if (!size_bytes || *size_bytes > import_bytes_max) return {};
  std::string hash = to_hex(hash_of(HashFunction::sha256, file));
  file.clear();
  file.seekg(0);
  return hash;
}

int run_import(const ImportAsked& asked, const CommandContext& context) {
  const auto writing = SoleWriter::of(asked.database);
  if (!writing) return tell(writing.error());
  if (const auto fits = check_clock(asked.database, context.now(), asked.clock_is_right); !fits)
    return tell(fits.error());
  Bodies bodies;
  if (const auto loaded = load_bodies({asked.database, asked.campaigns}, bodies, context.now());
      !loaded)
    return tell(loaded.error());
  if (const auto whole = check_end(asked.database, bodies, context.now()); !whole)
    return tell(whole.error());
  Body* body = bodies.find(asked.body);
  if (body == nullptr) return tell({Refusal::body_is_unknown, "body", asked.body});
  auto mapping =
      find_mapping(*body, std::filesystem::path(asked.campaigns) / "imports", asked.mapping);
  if (!mapping) return tell(mapping.error());
  if (!asked.sheet.empty()) mapping->layout.sheet = asked.sheet;
  const auto person = find_account(asked.database, body->no, asked.as);
  if (!person) return tell({Refusal::person_is_unknown, "as", asked.as});
  std::ifstream file(asked.file, std::ios::binary);
  if (!file) return tell({Refusal::file_cannot_be_read, "file", asked.file});
  std::optional<KeptPipe> kept;
  std::filesystem::path path = asked.file;
  if (!size_bytes_of(file)) {
    path = kept.emplace(file).path();
    file = std::ifstream(path, std::ios::binary);
  }

  ImportClick click;
  click.file = hash_to_sign(file);
  click.file_name = std::filesystem::path(asked.file).filename().string();
  click.mapping = asked.mapping;
  click.path = path;
  click.charset = asked.charset;
  click.reason = asked.reason;

  const Moment now = body_now(*body, context.now());
  const Actor actor = body->people.actor(*person, body->zone.date_at(now), body->tree);
  Writer::Beside beside;
  if (!asked.keys.empty()) beside.keys.emplace(asked.keys);
  Writer writer(asked.database, bodies, context.now, RandomSource::from_system(), beside);
  Connection reading(asked.database, OpenFor::reading);
  RandomSource random = RandomSource::from_system();
  const ImportReport report = import_table(
      file, *mapping, *body, reading, actor, writer, random, now, !asked.apply,
      [](std::int64_t rows, std::int64_t) {
        fmt::print(stderr, "\r{} rows", rows);
        return true;
      },
      std::move(click));
  fmt::print(stderr, "\n");
  print_report(report, *find_ledger(mapping->ledger));
  const bool is_refused = std::ranges::any_of(
      report.findings, [](const ImportFinding& finding) { return !finding.is_note; });
  return is_refused ? 1 : 0;
}

}  // namespace

void add_import_command(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand(
      "import",
      "check a CSV or XLSX file against a ledger; with --apply, take it in, all or nothing");
  const auto asked = std::make_shared<ImportAsked>();
  add_existing_database_option(*command, asked->database);
  add_campaigns_option(*command, asked->campaigns);
  add_clock_option(*command, asked->clock_is_right);
  command->add_option("--body", asked->body, "key of the body")->required();
  command
      ->add_option("--mapping", asked->mapping,
                   "a name that the body keeps, of a file in <campaigns>/imports, or of a ledger "
                   "that was exported")
      ->required();
  command->add_option("--keys", asked->keys, "folder of secrets; <database>.keys where not given");
  command->add_option("--as", asked->as, "log-in name of whoever imports")->required();
  command->add_option("--charset", asked->charset, "in which a CSV file is written, as GB18030");
  command->add_option("--sheet", asked->sheet, "of a workbook; the first where not given");
  command->add_option("--reason", asked->reason,
                      "of changes to what stands, where an act wants one");
  command->add_flag("--apply", asked->apply, "take it in; without it the file is only checked");
  command->add_option("file", asked->file, "the CSV or XLSX file")->required();
  command->callback([asked, &context] { context.exit_code = run_import(*asked, context); });
}

}  // namespace chuangyou
