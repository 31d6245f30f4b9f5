#include "journal/house_entries.h"

#include <algorithm>

#include "journal/entry_row.h"

namespace chuangyou {
namespace {

// An entry points to a name that stays.
std::string_view lasting_name(std::string_view name) {
  const auto* found = std::ranges::find(house_ledgers, name);
  return found == std::end(house_ledgers) ? std::string_view() : *found;
}

std::string list_of(std::span<const std::string_view> ledgers) {
  std::string list;
  for (const std::string_view ledger : ledgers)
    list.append(list.empty() ? "'" : ", '").append(ledger).append("'");
  return list;
}

// Posts name their person in what they say, all else by the record.
bool is_about(const Entry& entry, const PersonId& person) {
  return entry.head.actor == person || entry.head.record == person ||
         entry.changes.contains(to_text(person));
}

}  // namespace

HouseEntries house_entries(Connection& connection, BodyNo body, const HouseAsked& asked) {
  HouseEntries found;
  found.looked_until = std::max<std::int64_t>(asked.after, 0);
  Statement& find = connection.statement(
      "SELECT " + std::string(entry_columns) + " FROM entries INDEXED BY entries_of_house WHERE " +
      std::string(is_of_the_house) + " AND place > ? AND place < ? AND ledger IN (" +
      list_of(asked.ledgers) + ") ORDER BY place DESC");
  find.bind(1, place_of(body, found.looked_until)).bind(2, place_of(body, asked.before));
  const ResetAtEnd reset(find);
  Entry entry;
  for (std::int64_t looked = 0; find.step(); ++looked) {
    if (!read_entry_row(find, entry)) continue;
    if (looked == house_looked_back_max) {
      found.looked_until = entry.head.seq;
      break;
    }
    if (!asked.person.is_nil() && !is_about(entry, asked.person)) continue;
    if (std::ssize(found.entries) == asked.limit) {
      found.looked_until = found.entries.back().head.seq - 1;
      break;
    }
    entry.head.ledger = lasting_name(entry.head.ledger);
    found.entries.push_back(entry);
  }
  return found;
}

}  // namespace chuangyou
