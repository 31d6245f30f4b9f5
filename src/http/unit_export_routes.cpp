// The organisation as a file for spreadsheets, in the reader's words and as it stands on the day
// that he looks at.
#include <span>

#include "campaign/unit_cells.h"
#include "campaign/workbook_cells.h"
#include "core/words.h"
#include "documents/csv_reader.h"
#include "http/problem.h"
#include "http/reading.h"
#include "http/rooms.h"
#include "http/workbook_file.h"

namespace chuangyou {
namespace {

constexpr UnitNo units_exported_max = 50'000;

bool is_day(std::string_view column) { return column == "from" || column == "until"; }

std::vector<std::string> titles(Language language) {
  std::vector<std::string> titles;
  for (const std::string_view column : unit_columns)
    titles.emplace_back(words(language, "org_fields." + std::string(column)));
  return titles;
}

// Titles first.
using Units = std::vector<std::vector<std::string>>;

std::optional<Units> units_told(const Reader& reader, Language language) {
  const auto turn = reader.turn();
  const Tree& tree = reader.body.tree;
  if (tree.size() > units_exported_max) return std::nullopt;
  const WordOf word = [language](std::string_view kind, std::string_view name) {
    return std::string(words(language, std::string(kind) + "." + std::string(name)));
  };
  Units rows{titles(language)};
  for (const UnitNo no : units_from_the_root(tree, reader.today()))
    rows.push_back(unit_cells(tree, tree.unit(no), reader.today(), word));
  return rows;
}

// Nullopt where it is longer than what goes out.
using AsBytes = std::optional<std::string> (*)(const Units&, Site&);

std::optional<std::string> as_csv(const Units& rows, Site& site) {
  std::string text(byte_order_mark);
  for (const std::vector<std::string>& row : rows) {
    text += csv_row(row);
    if (text.size() > site.options.exported_bytes_max) return std::nullopt;
  }
  return text;
}

std::optional<std::string> as_workbook(const Units& rows, Site& site) {
  WorkbookFile made(site.uploads.path());
  std::vector<XlsxColumn> columns;
  for (const std::string& title : rows.front()) columns.push_back({title});
  made.writer().begin_sheet("units", columns);
  for (const std::vector<std::string>& row : std::span(rows).subspan(1)) {
    std::vector<XlsxCell> cells;
    for (std::size_t i = 0; i < row.size(); ++i)
      cells.push_back(cell_of(is_day(unit_columns[i]) ? Kind::date : Kind::text, row[i]));
    if (!made.writer().add(cells)) return std::nullopt;
  }
  return made.bytes(site.options.exported_bytes_max);
}

Reply units_file(Visit& visit, std::string_view type, std::string_view ending, AsBytes as_bytes) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  std::shared_ptr<void> turn = visit.site.exports.turn_of(visit.actor.person);
  if (!turn) return visit.refused(Refusal::too_many_requests);
  return read_elsewhere(
      visit, visit.site.exporting,
      [language = visit.language, &site = visit.site, type, ending, as_bytes](
          const Reader& reader, RandomSource&) -> std::optional<Reply> {
        const Refused too_long{
            Refusal::list_is_too_long_to_export, {}, std::to_string(units_exported_max)};
        const std::optional<Units> rows = units_told(reader, language);
        std::optional<std::string> bytes = rows ? as_bytes(*rows, site) : std::nullopt;
        if (!bytes) return problem(too_long, language);
        Reply reply;
        reply.content_type = type;
        reply.add("Content-Disposition",
                  "attachment; filename=\"units." + std::string(ending) + "\"");
        reply.body = std::move(*bytes);
        return reply;
      },
      std::move(turn));
}

}  // namespace

Reply export_units(Visit& visit) {
  return units_file(visit, "text/csv; charset=utf-8", "csv", as_csv);
}
Reply export_units_workbook(Visit& visit) {
  return units_file(visit, workbook_type, "xlsx", as_workbook);
}

}  // namespace chuangyou
