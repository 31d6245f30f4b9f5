// `chuangyou import-units`: a tree of units out of CSV or XLSX files, in which each row names the
// keys of the units above it. A row is founded, founded with a note or refused by name; all or
// nothing.
#include <fmt/core.h>

#include <algorithm>
#include <fstream>

#include "access/accounts.h"
#include "campaign/load.h"
#include "cli/commands.h"
#include "core/words.h"
#include "imports/find_mapping.h"
#include "imports/unit_list.h"
#include "imports/unit_mapping.h"
#include "storage/sole_writer.h"

namespace chuangyou {
namespace {

struct UnitsAsked {
  std::string database, campaigns, body, as, mapping;
  std::vector<std::string> files;
  UnitReading reading;
  std::string closed;  // column=word
  bool takes_first_parent = false, apply = false;
  bool clock_is_right = false;
};

// By a mapping, or by the options of the command.
Result<UnitMapping> mapping_of(const UnitsAsked& asked, const Body& body) {
  if (!asked.mapping.empty()) {
    const Result<std::string> text =
        text_of_mapping(body, std::filesystem::path(asked.campaigns) / "imports", asked.mapping);
    return text ? read_unit_mapping(*text) : std::unexpected(text.error());
  }
  if (asked.reading.columns.name.empty()) return refuse(Refusal::field_is_missing, "name");
  UnitMapping mapping{asked.reading, asked.takes_first_parent};
  const std::size_t equals = asked.closed.find('=');
  mapping.reading.columns.closed = asked.closed.substr(0, equals);
  if (equals != std::string::npos) mapping.reading.closed_word = asked.closed.substr(equals + 1);
  return mapping;
}

// Each with the rows that say the same, and what to do about it; returns how many of them forbid
// the import. What is wrong with a file as a whole comes last, by itself.
std::int64_t print_findings(const UnitListPlan& plan) {
  std::int64_t errors = 0;
  for (const ImportFinding& finding : plan.findings) {
    if (!finding.is_note) errors += finding.count;
    if (!finding.is_note && finding.row == 0) continue;
    std::string rows = std::to_string(finding.row);
    for (const std::int64_t row : finding.more_rows) rows += "," + std::to_string(row);
    if (finding.count > 1) rows += fmt::format(" ×{}", finding.count);
    fmt::print("{} {}\t{}\t{}\t{}\t{} / {}\n", finding.is_note ? "note" : "error", rows,
               finding.column, code_of(finding), finding.refused.detail,
               words_of(Language::zh, finding), words_of(Language::en, finding));
  }
  if (plan.findings_are_cut) fmt::print("… more findings than are listed\n");
  return errors;
}

// For the list of imports; of several files their hashes one after the other.
ImportBegun what_comes_in(const UnitsAsked& asked, const UnitListPlan& plan) {
  ImportBegun begun;
  for (const std::string& path : asked.files) {
    std::ifstream file(path, std::ios::binary);
    const std::string between = begun.file.empty() ? "" : " ";
    begun.file += between + to_hex(hash_of(HashFunction::sha256, file));
    begun.file_name += between + std::filesystem::path(path).filename().string();
  }
  begun.rows = plan.rows;
  begun.unchanged = plan.unchanged;
  return begun;
}

int apply(const UnitsAsked& asked, UnitListPlan plan, const Body& body, const Actor& actor,
          Writer& writer, Moment now) {
  const std::size_t count = plan.units.acts.size();
  RandomSource random = RandomSource::from_system();
  const RecordId import(make_uuid_v7(now, random));
  const auto refusals = writer.perform_all(
      batch_of_units(std::move(plan.units), body.no, actor, import, what_comes_in(asked, plan)));
  if (!refusals.empty()) return tell(refusals.front().refused);
  fmt::print("{} units founded in {}\nimport {}\n", count, asked.body, to_text(import));
  return 0;
}

int run_import_units(const UnitsAsked& asked, const CommandContext& context) {
  const auto writing = SoleWriter::of(asked.database);
  if (!writing) return tell(writing.error());
  if (const auto fits = check_clock(asked.database, context.now(), asked.clock_is_right); !fits)
    return tell(fits.error());
  Bodies bodies;
  const Places places{asked.database, asked.campaigns};
  if (const auto loaded = load_bodies(places, bodies, context.now()); !loaded)
    return tell(loaded.error());
  if (const auto whole = check_end(asked.database, bodies, context.now()); !whole)
    return tell(whole.error());
  Body* body = bodies.find(asked.body);
  if (body == nullptr) return tell({Refusal::body_is_unknown, "body", asked.body});
  if (body->tree.size() == 0) return tell({Refusal::unit_is_unknown, "body", asked.body});
  const auto person = find_account(asked.database, body->no, asked.as);
  if (!person) return tell({Refusal::person_is_unknown, "as", asked.as});
  const auto mapping = mapping_of(asked, *body);
  if (!mapping) return tell(mapping.error());
  const Moment now = body_now(*body, context.now());
  const Actor actor = body->people.actor(*person, body->zone.date_at(now), body->tree);
  RandomSource random = RandomSource::from_system();
  UnitListPlan plan = plan_unit_files(
      asked.files, {*body, actor, random, now, {}, mapping->reading, mapping->takes_first_parent});
  const std::int64_t errors = print_findings(plan);
  for (const ImportFinding& finding : plan.findings)
    if (!finding.is_note && finding.row == 0)
      return tell({finding.refused.law, finding.column, finding.refused.detail});
  fmt::print("rows {}, to be founded {}, findings {}, of them errors {}, there already {}\n",
             plan.rows, plan.founded, plan.findings_in_all, errors, plan.unchanged);
  if (errors > 0) return 1;
  if (!asked.apply || plan.units.acts.empty()) return 0;
  Writer writer(asked.database, bodies, context.now, RandomSource::from_system());
  return apply(asked, std::move(plan), *body, actor, writer, now);
}

std::string is_a_pair(const std::string& text) {
  const std::size_t equals = text.find('=');
  const bool is_whole = equals != std::string::npos && equals > 0;
  return is_whole ? std::string() : "it names something and what it says: status=closed";
}

// What each unit is (S20), for whoever reads it out of the file.
void add_description_options(CLI::App& command, const std::shared_ptr<UnitsAsked>& asked) {
  command.add_option("--level", asked->reading.columns.level, "column with the unit's level");
  command
      .add_option("--level-word", asked->reading.level_words,
                  "what the file calls a level, as 省=province; may be said again")
      ->allow_extra_args(false)
      ->check(is_a_pair);
  command.add_option("--sector", asked->reading.columns.sector,
                     "column with the sector in which it works");
  command.add_option("--exposure", asked->reading.columns.exposure,
                     "column with whom its work meets: window, grass_roots, policy");
  command
      .add_option("--exposure-word", asked->reading.exposure_words,
                  "what the file calls one of them, as 窗口单位=window; may be said again")
      ->allow_extra_args(false)
      ->check(is_a_pair);
  command.add_option("--order-number", asked->reading.columns.order_number,
                     "column with its number in the order of the units");
}

}  // namespace

void add_import_units_command(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand(
      "import-units", "check CSV files of units; with --apply, found them all or none");
  const auto asked = std::make_shared<UnitsAsked>();
  add_existing_database_option(*command, asked->database);
  add_campaigns_option(*command, asked->campaigns);
  add_clock_option(*command, asked->clock_is_right);
  command->add_option("--body", asked->body, "key of the body")->required();
  command->add_option("--as", asked->as, "log-in name of whoever imports")->required();
  CLI::Option* mapping = command->add_option(
      "--mapping", asked->mapping,
      "kept at the desk, or a file in <campaigns>/imports, in the place of the options of columns");
  command
      ->add_option("--code", asked->reading.columns.code,
                   "column with the unit's key; its name where not given")
      ->excludes(mapping);
  command->add_option("--name", asked->reading.columns.name, "column with its name")
      ->excludes(mapping);
  command->add_option("--parent", asked->reading.columns.parents,
                      "columns with the key of the unit above; a file's first of them counts");
  command->add_option(
      "--party-parent", asked->reading.columns.party_parent,
      "column with the key of the superior on the Party line, where that is another");
  command->add_option("--parent-separator", asked->reading.parent_separator,
                      "between several, ; if not said");
  command->add_flag("--take-first-parent", asked->takes_first_parent,
                    "of several units above take the first; without it such rows are refused");
  command->add_option("--type", asked->reading.columns.type, "column with the type of unit");
  command
      ->add_option("--unit-type", asked->reading.unit_type,
                   "type of all units, department if not said")
      ->check(CLI::IsMember(
          std::vector<std::string>(std::begin(unit_type_names), std::end(unit_type_names))));
  command
      ->add_option("--alias", asked->reading.columns.aliases,
                   "column with other names; may be said again")
      ->allow_extra_args(false);
  command->add_option("--alias-separator", asked->reading.alias_separator,
                      "between several in one cell; `any` of the usual signs");
  command
      ->add_option("--type-word", asked->reading.type_words,
                   "what the file calls a type, as 委办局=department; may be said again")
      ->allow_extra_args(false)
      ->check(is_a_pair);
  command->add_option("--founded-on", asked->reading.columns.founded_on,
                      "column with the day of founding");
  add_description_options(*command, asked);
  command
      ->add_option("--closed", asked->closed, "what says that a unit is closed, as status=closed")
      ->check(is_a_pair);
  command->add_option("--closed-on", asked->reading.columns.closed_on,
                      "column with the day on which it closed");
  command->add_option("--day-form", asked->reading.day_form,
                      "how days are written, as %d/%m/%Y, where it does not tell by itself");
  command->add_option("--sheet", asked->reading.sheet, "of a workbook; the first where not given");
  command->add_option("--charset", asked->reading.charset,
                      "in which a CSV file is written, as GB18030");
  command->add_flag("--apply", asked->apply, "found them; without it the files are only checked");
  command->add_option("files", asked->files, "CSV or XLSX files, units above before those below")
      ->required();
  command->callback([asked, &context] { context.exit_code = run_import_units(*asked, context); });
}

}  // namespace chuangyou
