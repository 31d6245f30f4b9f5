// The organisation as a file for spreadsheets, in the reader's words and as it stands on the day
// that he looks at.
#include "campaign/unit_cells.h"
#include "core/words.h"
#include "documents/csv_reader.h"
#include "http/problem.h"
#include "http/reading.h"
#include "http/rooms.h"

namespace chuangyou {
namespace {

constexpr UnitNo units_exported_max = 50'000;

std::vector<std::string> titles(Language language) {
  std::vector<std::string> titles;
  for (const std::string_view column : unit_columns)
    titles.emplace_back(words(language, "org_fields." + std::string(column)));
  return titles;
}

Reply units_file(const Reader& reader, Language language, std::size_t bytes_max) {
  const auto turn = reader.turn();
  const Tree& tree = reader.body.tree;
  const Refused too_long{
      Refusal::list_is_too_long_to_export, {}, std::to_string(units_exported_max)};
  if (tree.size() > units_exported_max) return problem(too_long, language);
  const WordOf word = [language](std::string_view kind, std::string_view name) {
    return std::string(words(language, std::string(kind) + "." + std::string(name)));
  };
  Reply reply;
  reply.content_type = "text/csv; charset=utf-8";
  reply.add("Content-Disposition", "attachment; filename=\"units.csv\"");
  reply.body = std::string(byte_order_mark) + csv_row(titles(language));
  for (const UnitNo no : units_from_the_root(tree, reader.today())) {
    reply.body += csv_row(unit_cells(tree, tree.unit(no), reader.today(), word));
    if (reply.body.size() > bytes_max) return problem(too_long, language);
  }
  return reply;
}

}  // namespace

Reply export_units(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  std::shared_ptr<void> turn = visit.site.exports.turn_of(visit.actor.person);
  if (!turn) return visit.refused(Refusal::too_many_requests);
  const std::size_t bytes_max = visit.site.options.exported_bytes_max;
  return read_elsewhere(
      visit, visit.site.exporting,
      [language = visit.language, bytes_max](const Reader& reader, RandomSource&) {
        return std::optional(units_file(reader, language, bytes_max));
      },
      std::move(turn));
}

}  // namespace chuangyou
