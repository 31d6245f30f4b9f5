#include "journal/opened.h"

#include "journal/entry_row.h"
#include "journal/happening.h"
#include "journal/journal.h"
#include "record/concealment.h"
#include "storage/new_rows.h"

namespace chuangyou {
namespace {

constexpr std::size_t entries_at_once = 32;

const std::string& insert_several() {
  static const std::string sql = [] {
    std::string text(insert_into);
    text.append("entries(").append(entry_columns).append(") VALUES").append(entry_places);
    for (std::size_t i = 1; i < entries_at_once; ++i) text.append(", ").append(entry_places);
    return text;
  }();
  return sql;
}

void append_entries(Connection& connection, std::span<const Opened> opened) {
  for (; opened.size() >= entries_at_once; opened = opened.subspan(entries_at_once)) {
    Statement& add = connection.statement(insert_several());
    int position = 1;
    for (const Opened& one : opened.first(entries_at_once))
      position = bind_entry_row(add, position, one.entry);
    add.run();
  }
  for (const Opened& one : opened) append(connection, one.entry);
}

}  // namespace

Stood stood_opened(const Ledger& ledger, const EntryHead& head, const Changes& changes,
                   const ChangesNote& note, const Circumstances& circumstances) {
  Stood stood{Record(ledger), {}};
  fold(stood.record, head, changes, note, circumstances.path_of);
  fill_in_who_was_concerned(stood.record, changes, circumstances);
  stood.standing = standing_of(stood.record, circumstances);
  stood.happened =
      what_happened(StoodBefore(), stood.record, changes, head, circumstances, &stood.standing);
  return stood;
}

void append(Connection& connection, const LedgerTable& table, std::span<const Opened> opened) {
  if (opened.empty()) return;
  append_entries(connection, opened);
  std::vector<NewRow> rows;
  rows.reserve(opened.size());
  for (const Opened& one : opened)
    rows.push_back(
        {one.stood.record, one.stood.standing, {one.source, one.import}, one.stood.happened});
  insert_new(connection, opened.front().entry.head.body, table, rows);
}

}  // namespace chuangyou
