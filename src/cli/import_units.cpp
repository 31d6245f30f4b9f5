// `chuangyou import-units`: a tree of units out of CSV or XLSX files, in which each row names the
// keys of the units above it. A row is founded, founded with a note or refused by name; all or
// nothing.
#include <fmt/core.h>

#include <algorithm>
#include <fstream>

#include "access/accounts.h"
#include "campaign/load.h"
#include "cli/commands.h"
#include "core/text.h"
#include "core/words.h"
#include "documents/table_reader.h"
#include "imports/import_cell.h"
#include "org/unit_import.h"
#include "storage/sole_writer.h"

namespace chuangyou {
namespace {

struct UnitsAsked {
  std::string database, campaigns, body, as;
  std::vector<std::string> files;
  std::string code, name, type, unit_type = "department", closed, closed_on, founded_on;
  std::string alias_separator;
  std::string level, sector, exposure, order_number;
  std::vector<std::string> parents, aliases, type_words, level_words, exposure_words;
  std::string parent_separator = ";", sheet, charset;
  bool takes_first_parent = false, apply = false;
  bool clock_is_right = false;
};

using Cells = std::vector<std::string>;

// Where a file has the columns that were asked for; an optional one that it lacks stands nowhere.
class Columns {
 public:
  explicit Columns(const Cells& header) : header_(header) {}

  bool has(const std::string& name) const {
    return std::ranges::find(header_, name) != header_.end();
  }
  std::string cell(const Cells& cells, const std::string& name) const {
    const auto found = std::ranges::find(header_, name);
    if (name.empty() || found == header_.end()) return {};
    return std::string(trimmed(cells[static_cast<std::size_t>(found - header_.begin())]));
  }

 private:
  const Cells& header_;
};

// By the file's word for it where one is given, `委办局=department`; what it is called otherwise is
// refused by name.
std::string named_by(const std::vector<std::string>& file_words, std::string_view cell) {
  for (const std::string& word : file_words) {
    const std::size_t equals = word.find('=');
    if (word.substr(0, equals) == cell) return word.substr(equals + 1);
  }
  return std::string(cell);
}
std::string type_of(const UnitsAsked& asked, const std::string& cell) {
  return asked.type.empty() ? asked.unit_type : named_by(asked.type_words, cell);
}

UnitRow row_of(const UnitsAsked& asked, const Columns& columns, const Cells& cells) {
  UnitRow row;
  row.code = columns.cell(cells, asked.code);
  row.name = columns.cell(cells, asked.name);
  row.type = type_of(asked, columns.cell(cells, asked.type));
  for (const std::string& parent : asked.parents) {
    if (!columns.has(parent)) continue;
    const std::string cell = columns.cell(cells, parent);
    for (const std::string_view part : parts_of_list(cell, asked.parent_separator))
      row.parents.emplace_back(part);
    break;
  }
  const std::size_t equals = asked.closed.find('=');
  if (equals != std::string::npos)
    row.closed =
        columns.cell(cells, asked.closed.substr(0, equals)) == asked.closed.substr(equals + 1);
  row.closed_on = columns.cell(cells, asked.closed_on);
  row.founded_on = columns.cell(cells, asked.founded_on);
  for (const std::string& column : asked.aliases) {
    const std::string cell = columns.cell(cells, column);
    for (const std::string_view name : parts_of_list(cell, asked.alias_separator))
      row.aliases.emplace_back(name);
  }
  row.level = named_by(asked.level_words, columns.cell(cells, asked.level));
  row.sector = columns.cell(cells, asked.sector);
  row.order_number = columns.cell(cells, asked.order_number);
  const std::string exposure = columns.cell(cells, asked.exposure);
  for (const std::string_view one : parts_of_list(exposure, "any"))
    row.exposure.push_back(named_by(asked.exposure_words, one));
  return row;
}

// Whatever an option names is there once; of the columns of units above it is enough that a file
// has one.
Result<void> check_columns(const UnitsAsked& asked, const Cells& header, const std::string& path) {
  const std::string closed = asked.closed.substr(0, asked.closed.find('='));
  std::vector<std::string> named{asked.code,      asked.name,        asked.type,  closed,
                                 asked.closed_on, asked.founded_on,  asked.level, asked.sector,
                                 asked.exposure,  asked.order_number};
  named.insert(named.end(), asked.aliases.begin(), asked.aliases.end());
  for (const std::string& column : named)
    if (!column.empty() && std::ranges::find(header, column) == header.end())
      return refuse(Refusal::column_is_missing, column, path);
  const bool has_parent = std::ranges::any_of(asked.parents, [&](const std::string& parent) {
    return std::ranges::find(header, parent) != header.end();
  });
  if (!asked.parents.empty() && !has_parent)
    return refuse(Refusal::column_is_missing, asked.parents.front(), path);
  for (auto column = header.begin(); column != header.end(); ++column)
    if (!column->empty() && std::find(header.begin(), column, *column) != column)
      return refuse(Refusal::column_is_there_twice, *column, path);
  return {};
}

bool is_day(const UnitsAsked& asked, const std::string& column) {
  return column == asked.founded_on || column == asked.closed_on;
}

// A workbook keeps 001 as the number 1: what its sheet shows is meant, but of days.
Result<void> show_codes(const UnitsAsked& asked, const TableReader& reader, const Cells& header,
                        Cells& cells) {
  for (const XlsxReader::NumberCell& number : reader.numbers()) {
    if (number.column >= header.size() || is_day(asked, header[number.column])) continue;
    if (reader.written(number).lost_its_digits && header[number.column] == asked.code)
      return refuse(Refusal::number_lost_its_digits, header[number.column]);
    cells[number.column] = reader.as_shown(cells, number.column);
  }
  return {};
}

Result<void> read_file(const UnitsAsked& asked, const std::string& path,
                       std::vector<UnitRow>& rows) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return refuse(Refusal::file_cannot_be_read, "file", path);
  auto opened = TableReader::open(file, path, {.sheet = asked.sheet, .charset = asked.charset});
  if (!opened) return refuse(opened.error().law, "file", path + " " + opened.error().detail);
  TableReader& reader = *opened;
  const std::string wanted[] = {asked.code, asked.name};
  const Result<Cells> header = reader.header(
      [&](const Cells& titles) {
        return static_cast<std::size_t>(std::ranges::count_if(wanted, [&](const auto& name) {
          return std::ranges::find(titles, name) != titles.end();
        }));
      },
      std::size(wanted));
  if (!header) return refuse(header.error().law, "file", path + " " + header.error().detail);
  const Columns columns(*header);
  if (Result<void> checked = check_columns(asked, *header, path); !checked) return checked;
  const std::size_t rows_before = rows.size();
  for (Cells cells;;) {
    const Result<bool> read = reader.next(cells);
    if (!read)
      return refuse(read.error().law, path, read.error().field + std::to_string(reader.row()));
    if (!*read && rows.size() == rows_before) return refuse(Refusal::file_is_empty, "file", path);
    if (!*read) return {};
    if (is_total_row(cells)) continue;
    if (const Result<void> shown = show_codes(asked, reader, *header, cells); !shown)
      return refuse(shown.error().law, shown.error().field,
                    path + " " + std::to_string(reader.row()));
    if (const auto wrong = std::ranges::find_if(cells, holds_control_characters);
        wrong != cells.end())
      return refuse(Refusal::field_has_wrong_kind,
                    (*header)[static_cast<std::size_t>(wrong - cells.begin())],
                    path + " " + std::to_string(reader.row()));
    rows.push_back(row_of(asked, columns, cells));
    rows.back().row = reader.row();
  }
}

// Each by its name, and what to do about it; returns how many forbid the import.
std::int64_t print_findings(const std::vector<UnitFinding>& findings) {
  std::int64_t errors = 0;
  for (const UnitFinding& finding : findings) {
    const std::string key = std::string("refusals.").append(name_of(finding.refused.law));
    fmt::print("{} {}\t{}\t{}\t{}\t{} / {}\n", finding.is_note ? "note" : "error", finding.row,
               finding.name, name_of(finding.refused.law), finding.refused.detail,
               words(Language::zh, key), words(Language::en, key));
    if (!finding.is_note) ++errors;
  }
  return errors;
}

// For the list of imports; of several files their hashes one after the other.
ImportBegun what_comes_in(const UnitsAsked& asked, std::size_t rows, std::size_t founded) {
  ImportBegun begun;
  for (const std::string& path : asked.files) {
    std::ifstream file(path, std::ios::binary);
    const std::string between = begun.file.empty() ? "" : " ";
    begun.file += between + to_hex(hash_of(HashFunction::sha256, file));
    begun.file_name += between + std::filesystem::path(path).filename().string();
  }
  begun.ledger = "units";
  begun.rows = static_cast<std::int64_t>(rows);
  begun.opened = static_cast<std::int64_t>(founded);
  return begun;
}

int apply(const UnitsAsked& asked, UnitPlan plan, std::size_t rows, const Body& body,
          const Actor& actor, Writer& writer, Moment now) {
  Writer::Batch batch;
  for (FoundUnit& act : plan.acts) batch.org_acts.push_back({body.no, std::move(act), actor});
  const std::size_t count = batch.org_acts.size();
  for (DescribeUnit& act : plan.described)
    batch.org_acts.push_back({body.no, std::move(act), actor});
  batch.body = body.no;
  batch.actor = actor;
  RandomSource random = RandomSource::from_system();
  batch.import = RecordId(make_uuid_v7(now, random));
  batch.begun = what_comes_in(asked, rows, count);
  const auto refusals = writer.perform_all(std::move(batch));
  if (!refusals.empty()) return tell(refusals.front().refused);
  fmt::print("{} units founded in {}\n", count, asked.body);
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
  std::vector<UnitRow> rows;
  for (const std::string& file : asked.files)
    if (const Result<void> read = read_file(asked, file, rows); !read) return tell(read.error());

  const Moment now = body_now(*body, context.now());
  RandomSource random = RandomSource::from_system();
  UnitPlan plan = plan_units(rows, body->tree, body->tree.unit(0).id, asked.takes_first_parent, now,
                             body->zone.date_at(now), random);
  const std::int64_t errors = print_findings(plan.findings);
  fmt::print("rows {}, to be founded {}, findings {}, of them errors {}\n", rows.size(),
             plan.acts.size(), plan.findings.size(), errors);
  if (errors > 0) return 1;
  if (!asked.apply) return 0;
  const Actor actor = body->people.actor(*person, body->zone.date_at(now), body->tree);
  Writer writer(asked.database, bodies, context.now, RandomSource::from_system());
  return apply(asked, std::move(plan), rows.size(), *body, actor, writer, now);
}

std::string is_a_pair(const std::string& text) {
  const std::size_t equals = text.find('=');
  const bool is_whole = equals != std::string::npos && equals > 0;
  return is_whole ? std::string() : "it names something and what it says: status=closed";
}

// What each unit is (S20), for whoever reads it out of the file.
void add_description_options(CLI::App& command, const std::shared_ptr<UnitsAsked>& asked) {
  command.add_option("--level", asked->level, "column with the unit's level");
  command
      .add_option("--level-word", asked->level_words,
                  "what the file calls a level, as 省=province; may be said again")
      ->allow_extra_args(false)
      ->check(is_a_pair);
  command.add_option("--sector", asked->sector, "column with the sector in which it works");
  command.add_option("--exposure", asked->exposure,
                     "column with whom its work meets: window, grass_roots, policy");
  command
      .add_option("--exposure-word", asked->exposure_words,
                  "what the file calls one of them, as 窗口单位=window; may be said again")
      ->allow_extra_args(false)
      ->check(is_a_pair);
  command.add_option("--order-number", asked->order_number,
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
  command->add_option("--code", asked->code, "column with the unit's key")->required();
  command->add_option("--name", asked->name, "column with its name")->required();
  command->add_option("--parent", asked->parents,
                      "columns with the key of the unit above; a file's first of them counts");
  command->add_option("--parent-separator", asked->parent_separator,
                      "between several, ; if not said");
  command->add_flag("--take-first-parent", asked->takes_first_parent,
                    "of several units above take the first; without it such rows are refused");
  command->add_option("--type", asked->type, "column with the type of unit");
  command->add_option("--unit-type", asked->unit_type, "type of all units, department if not said")
      ->check(CLI::IsMember(
          std::vector<std::string>(std::begin(unit_type_names), std::end(unit_type_names))));
  command->add_option("--alias", asked->aliases, "column with other names; may be said again")
      ->allow_extra_args(false);
  command->add_option("--alias-separator", asked->alias_separator,
                      "between several in one cell; `any` of the usual signs");
  command
      ->add_option("--type-word", asked->type_words,
                   "what the file calls a type, as 委办局=department; may be said again")
      ->allow_extra_args(false)
      ->check(is_a_pair);
  command->add_option("--founded-on", asked->founded_on, "column with the day of founding");
  add_description_options(*command, asked);
  command
      ->add_option("--closed", asked->closed, "what says that a unit is closed, as status=closed")
      ->check(is_a_pair);
  command->add_option("--closed-on", asked->closed_on, "column with the day on which it closed");
  command->add_option("--sheet", asked->sheet, "of a workbook; the first where not given");
  command->add_option("--charset", asked->charset, "in which a CSV file is written, as GB18030");
  command->add_flag("--apply", asked->apply, "found them; without it the files are only checked");
  command->add_option("files", asked->files, "CSV or XLSX files, units above before those below")
      ->required();
  command->callback([asked, &context] { context.exit_code = run_import_units(*asked, context); });
}

}  // namespace chuangyou
