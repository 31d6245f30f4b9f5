// What a list shows as a file for spreadsheets: the same filters, columns and order, all pages, in
// the reader's words.
#include <algorithm>
#include <filesystem>
#include <functional>

#include "campaign/cells_in_words.h"
#include "campaign/past_day.h"
#include "campaign/workbook_cells.h"
#include "documents/csv_reader.h"
#include "http/list_reply.h"
#include "http/problem.h"
#include "http/reading.h"
#include "http/rooms.h"
#include "http/workbook_file.h"
#include "ledgers/all.h"
#include "storage/origin_of_row.h"

namespace chuangyou {
namespace {

constexpr std::size_t exported_records_max = 50'000, exported_at_once = 200;
// Each page of a sorted list is a pass over all of it, and all of the page stands in memory.
constexpr std::size_t sorted_at_once = 1'000;

// Where a row of the file goes; false: it is full.
using TakeRow = std::function<bool(LinksSeen&, const Record&, const Standing&)>;

class Export {
 public:
  const Ledger& ledger;
  ListAsked asked;
  Language language;
  std::size_t bytes_max;
  std::filesystem::path folder;  // for a workbook while it is made

  Reply csv(const Reader& reader) const {
    const CellsInWords cells(ledger, asked.columns.names, language);
    std::string all = std::string(byte_order_mark) + csv_row(cells.header());
    const auto fault =
        walk(reader, [&](LinksSeen& links, const Record& record, const Standing& standing) {
          return append(csv_row(cells.of(links, record, standing, origin_of(reader, record))), all);
        });
    if (fault) return problem(*fault, language);
    Reply reply = file("csv", "text/csv; charset=utf-8");
    reply.body = std::move(all);
    return reply;
  }

  // The rows of a field stand on a sheet of their own; each sheet is a walk of its own, all of one
  // moment.
  Reply workbook(const Reader& reader) const {
    const CellsInWords cells(ledger, asked.columns.names, language);
    WorkbookFile made(folder);
    if (const auto fault = write(reader, cells, made.writer())) return problem(*fault, language);
    std::optional<std::string> bytes = made.bytes(bytes_max);
    if (!bytes) return problem(too_long(), language);
    Reply reply = file("xlsx", workbook_type);
    reply.body = std::move(*bytes);
    return reply;
  }

 private:
  // The type is a word of the program: the reply holds no copy of it.
  Reply file(const std::string& ending, std::string_view type) const {
    Reply reply;
    reply.content_type = type;
    reply.add("Content-Disposition",
              "attachment; filename=\"" + std::string(ledger.name) + "." + ending + "\"");
    return reply;
  }

  // Of one moment, however long it takes: no act in between stands in half of its rows.
  std::optional<Refused> write(const Reader& reader, const CellsInWords& cells,
                               XlsxWriter& writer) const {
    const Snapshot snapshot(reader);
    const std::vector<CellsInWords::Shown> shown = cells.shown();
    begin_sheet(writer, title_of_ledger(), shown);
    auto fault =
        walk_pages(reader, [&](LinksSeen& links, const Record& record, const Standing& standing) {
          return add(writer, shown, cells.of(links, record, standing, origin_of(reader, record)));
        });
    for (const FieldSpec* field : cells.with_rows()) {
      if (fault) break;
      const std::vector<CellsInWords::Shown> columns = cells.shown_of_rows(*field);
      begin_sheet(writer, ColumnTitles(ledger).of(language, field->name), columns);
      fault = walk_pages(reader, [&](LinksSeen& links, const Record& record, const Standing&) {
        return std::ranges::all_of(cells.rows_of(links, record, *field),
                                   [&](const auto& row) { return add(writer, columns, row); });
      });
    }
    return fault;
  }
  static void begin_sheet(XlsxWriter& writer, const std::string& name,
                          const std::vector<CellsInWords::Shown>& shown) {
    std::vector<XlsxColumn> columns;
    for (const CellsInWords::Shown& one : shown)
      columns.push_back({one.title, !one.comes_in_again});
    writer.begin_sheet(name, columns);
  }
  static bool add(XlsxWriter& writer, const std::vector<CellsInWords::Shown>& shown,
                  const std::vector<std::string>& texts) {
    std::vector<XlsxCell> cells;
    for (std::size_t i = 0; i < texts.size(); ++i)
      cells.push_back(cell_of(shown[i].kind, texts[i]));
    return writer.add(cells).has_value();
  }
  std::string title_of_ledger() const {
    const std::string name(words(language, "ledgers." + std::string(ledger.name) + ".name"));
    return name.empty() ? std::string(ledger.name) : name;
  }

  struct Snapshot {
    explicit Snapshot(const Reader& reader)
        : of_then(reader.connection, Transaction::Mode::deferred) {
      if (reader.today_too)
        of_today.emplace(reader.today_too->reader.connection, Transaction::Mode::deferred);
    }
    Transaction of_then;
    std::optional<Transaction> of_today;
  };
  std::optional<Refused> walk(const Reader& reader, const TakeRow& take) const {
    const Snapshot snapshot(reader);
    return walk_pages(reader, take);
  }
  std::optional<Refused> walk_pages(const Reader& reader, const TakeRow& take) const {
    if (is_too_long(reader)) return too_long();
    LinksSeen links(reader);
    ListQuery query = asked.query;
    query.limit = query.sorted ? sorted_at_once : exported_at_once;
    std::size_t written = 0;
    do {
      auto page = find_list(reader, ledger, query);
      if (!page) return page.error();
      written += page->records.size();
      if (written > exported_records_max) return too_long();
      const auto turn = reader.turn();
      for (Record& record : page->records) links.take_out(record);
      for (std::size_t i = 0; i < page->records.size(); ++i)
        if (!take(links, page->records[i], page->standings[i])) return too_long();
      query.cursor = page->next_cursor;
    } while (!query.cursor.empty());
    return std::nullopt;
  }

  // Whoever sees the record whole is told where it came from.
  OriginInWords origin_of(const Reader& reader, const Record& record) const {
    const auto& names = asked.columns.names;
    const bool is_asked = names.empty() || std::ranges::find(names, "source") != names.end();
    if (!is_asked || sight_as_read(reader, record) != Sight::whole) return {};
    const OriginOfRow origin =
        origin_of_row(reader.connection, ledger, reader.body.no, record.opened_by_entry);
    return {origin.source, origin.import ? to_text(*origin.import) : std::string()};
  }

  // Grows to no more than it may hold; false where that is too little.
  bool append(const std::string& row, std::string& all) const {
    if (all.size() + row.size() > bytes_max) return false;
    if (all.size() + row.size() > all.capacity())
      all.reserve(std::min(bytes_max, 2 * (all.capacity() + row.size())));
    all += row;
    return true;
  }
  // Counted before anything of it is read.
  bool is_too_long(const Reader& reader) const {
    const auto most = static_cast<std::int64_t>(exported_records_max);
    const auto count = count_list(reader, ledger, asked.query, most);
    return count && !count->is_complete && count->count >= most;
  }
  static Refused too_long() {
    return {Refusal::list_is_too_long_to_export, {}, std::to_string(exported_records_max)};
  }
};

using MakeFile = Reply (Export::*)(const Reader&) const;

// One at a time for each person.
Reply export_file(Visit& visit, MakeFile make) {
  const Ledger* ledger = find_ledger(visit.named[0]);
  if (!ledger) return visit.refused(Refusal::ledger_is_unknown, {}, visit.named[0]);
  Export wanted{*ledger, list_asked(visit, *ledger, {}), visit.language,
                visit.site.options.exported_bytes_max, visit.site.uploads.path()};
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  std::shared_ptr<void> turn = visit.site.exports.turn_of(visit.actor.person);
  if (!turn) return visit.refused(Refusal::too_many_requests);
  return read_elsewhere(
      visit, visit.site.exporting,
      [wanted = std::move(wanted), make](const Reader& reader, RandomSource&) {
        return std::optional((wanted.*make)(reader));
      },
      std::move(turn));
}

}  // namespace

Reply export_list(Visit& visit) { return export_file(visit, &Export::csv); }
Reply export_workbook(Visit& visit) { return export_file(visit, &Export::workbook); }

}  // namespace chuangyou
