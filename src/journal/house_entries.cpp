#include "journal/house_entries.h"

#include <algorithm>

#include "journal/entry_row.h"
#include "journal/journal.h"

namespace chuangyou {
namespace {

constexpr std::string_view posts_ledger = "posts", refuse_post_act = "refuse_post";

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

// What gives a post names its person in what it says. What is done to one that stands, or that
// waits, names the post alone, as its record or, where several are signed at once, in what it says;
// of one that was refused nothing is left but what the journal told of it first.
bool is_about(Connection& connection, BodyNo body, const Entry& entry, const HouseAsked& asked) {
  const auto names = [&entry](const Uuid& id) {
    return entry.head.record == id || entry.changes.contains(to_text(id));
  };
  if (entry.head.actor == asked.person || names(asked.person)) return true;
  if (entry.head.ledger != posts_ledger) return false;
  if (std::ranges::any_of(asked.posts, names)) return true;
  if (entry.head.act != refuse_post_act) return false;
  const auto proposed = first_told_of_post(connection, body, entry.head.record);
  return proposed && proposed->changes.contains(to_text(asked.person));
}

}  // namespace

std::optional<Entry> first_told_of_post(Connection& connection, BodyNo body, const Uuid& post) {
  std::vector<Entry> entries = entries_of(connection, body, post);
  if (entries.empty()) return std::nullopt;
  return std::move(entries.front());
}

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
    if (!asked.person.is_nil() && !is_about(connection, body, entry, asked)) continue;
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
