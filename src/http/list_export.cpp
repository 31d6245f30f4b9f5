// What a list shows as a file for spreadsheets: the same filters, columns and order, all pages, in
// the reader's words.
#include <algorithm>

#include "campaign/cells_in_words.h"
#include "campaign/past_day.h"
#include "documents/csv_reader.h"
#include "http/list_reply.h"
#include "http/problem.h"
#include "http/reading.h"
#include "http/rooms.h"
#include "ledgers/all.h"

namespace chuangyou {
namespace {

constexpr std::size_t exported_records_max = 50'000, exported_at_once = 200;
// Each page of a sorted list is a pass over all of it, and all of the page stands in memory.
constexpr std::size_t sorted_at_once = 1'000;

class Export {
 public:
  const Ledger& ledger;
  ListAsked asked;
  Language language;
  std::size_t bytes_max;

  // Of one moment, however long it takes: no act in between stands in half of its rows.
  Reply reply(const Reader& reader) const {
    const Transaction snapshot(reader.connection, Transaction::Mode::deferred);
    std::optional<Transaction> of_today;
    if (reader.today_too)
      of_today.emplace(reader.today_too->reader.connection, Transaction::Mode::deferred);
    if (is_too_long(reader)) return too_long();
    Reply reply;
    reply.content_type = "text/csv; charset=utf-8";
    reply.add("Content-Disposition",
              "attachment; filename=\"" + std::string(ledger.name) + ".csv\"");
    const CellsInWords cells(ledger, asked.columns.names, language);
    LinksSeen links(reader);
    reply.body = std::string(byte_order_mark) + csv_row(cells.header());
    ListQuery query = asked.query;
    query.limit = query.sorted ? sorted_at_once : exported_at_once;
    std::size_t written = 0;
    do {
      auto page = find_list(reader, ledger, query);
      if (!page) return problem(page.error(), language);
      written += page->records.size();
      if (written > exported_records_max) return too_long();
      const auto turn = reader.turn();
      for (Record& record : page->records) links.take_out(record);
      for (std::size_t i = 0; i < page->records.size(); ++i)
        if (!append(csv_row(cells.of(links, page->records[i], page->standings[i],
                                     source_shown(reader, asked.columns, page->records[i]))),
                    reply.body))
          return too_long();
      query.cursor = page->next_cursor;
    } while (!query.cursor.empty());
    return reply;
  }

 private:
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
  Reply too_long() const {
    return problem(
        Refused{Refusal::list_is_too_long_to_export, {}, std::to_string(exported_records_max)},
        language);
  }
};

}  // namespace

// One at a time for each person.
Reply export_list(Visit& visit) {
  const Ledger* ledger = find_ledger(visit.named[0]);
  if (!ledger) return visit.refused(Refusal::ledger_is_unknown, {}, visit.named[0]);
  Export wanted{*ledger, list_asked(visit, *ledger, {}), visit.language,
                visit.site.options.exported_bytes_max};
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  std::shared_ptr<void> turn = visit.site.exports.turn_of(visit.actor.person);
  if (!turn) return visit.refused(Refusal::too_many_requests);
  return read_elsewhere(
      visit, visit.site.exporting,
      [wanted = std::move(wanted)](const Reader& reader, RandomSource&) {
        return std::optional(wanted.reply(reader));
      },
      std::move(turn));
}

}  // namespace chuangyou
