// The new file of a rebuild: the journal copied and verified, the tables made, everything on the
// disk; only then does it take the place of the old one.
#include <sqlite3.h>

#include <algorithm>
#include <iterator>

#include "campaign/body_tables.h"
#include "campaign/rebuild.h"
#include "journal/journal.h"
#include "storage/copying.h"
#include "storage/sole_writer.h"

namespace chuangyou {
namespace {

constexpr std::int64_t megabytes_of_cache = 256;

// People log in again, and keys are kept for a day; nothing else may be missing afterwards.
constexpr std::string_view short_lived[] = {"sessions", "answered_acts", "answered_requests"};

bool is_one_of(const auto& names, const std::string& name) {
  return std::ranges::find(names, name) != std::end(names);
}

bool is_made_again(const std::string& table) {
  const std::vector<std::string> made = tables_that_the_journal_makes();
  return is_one_of(made, table) || is_one_of(tables_kept_beside, table);
}

Result<void> copy_table(Copying& copying, const StoredTable& table,
                        std::vector<std::string>& left_empty) {
  copying.create(table);
  try {
    copying.copy_all(table);
  } catch (const StorageError& error) {
    if (!is_damage(error)) throw;
    if (!is_one_of(short_lived, table.name))
      return refuse(Refusal::journal_was_changed, "table", table.name);
    left_empty.push_back(table.name);
  }
  copying.create_indexes(table);
  return {};
}

// All that the journal does not make, whatever it is: what is not known is not lost. Written
// without a log, for until it is whole nobody needs the file.
Result<void> copy_journal(const std::string& database, const std::string& made,
                          std::vector<std::string>& left_empty) {
  Connection connection(made, OpenFor::writing);
  write_without_log(connection);
  try {
    Copying copying(connection, database);
    for (const StoredTable& table : copying.tables()) {
      if (is_made_again(table.name)) continue;
      if (Result<void> copied = copy_table(copying, table, left_empty); !copied) return copied;
    }
    set_user_version(connection, copying.user_version());
  } catch (const StorageError& error) {
    if (!is_damage(error)) throw;
    return refuse(Refusal::journal_was_changed, "database", database);
  }
  write_with_log(connection);
  create_journal_schema(connection);
  return {};
}

void check_pages(Connection& connection, const std::string& made) {
  for (const std::string& table : tables_that_the_journal_makes())
    if (const std::string damage = damage_of(connection, table); !damage.empty())
      throw StorageError(made + " is damaged: " + table + ": " + damage, SQLITE_CORRUPT);
}

Result<Rebuilt> make_anew(const std::string& database, const std::string& made,
                          const Places& places, Moment now, const Step& at) {
  Rebuilt rebuilt;
  at("copy_the_journal");
  if (Result<void> copied = copy_journal(database, made, rebuilt.left_empty); !copied)
    return std::unexpected(copied.error());
  at("verify");
  if (Result<void> verified = verify_all(made); !verified) return std::unexpected(verified.error());
  at("make_the_tables");
  Connection connection(made, OpenFor::writing);
  set_cache(connection, megabytes_of_cache);
  Founding founding(connection, places, now);
  const Result<std::int64_t> followed = make_tables(connection, made, founding);
  if (!followed) return std::unexpected(followed.error());
  rebuilt.entries = *followed;
  at("check_pages");
  check_pages(connection, made);
  at("empty_the_new_log");
  if (!cut_log(connection)) throw StorageError(made + " keeps its log", SQLITE_IOERR);
  return rebuilt;
}

// A file so damaged that its log cannot be carried over keeps it, and both are set aside together.
void empty_old_log(const std::string& database) {
  try {
    Connection connection(database, OpenFor::writing);
    cut_log(connection);
  } catch (const StorageError& error) {
    if (!is_damage(error)) throw;
  }
}

}  // namespace

std::int64_t bytes_for_a_second_copy(const std::string& database) {
  return 2 * bytes_of_database(database);
}

Result<void> verify_all(const std::string& file) {
  Connection reading(file, OpenFor::reading);
  const std::vector<VerifyFinding> findings = verify(reading);
  if (findings.empty()) return {};
  const VerifyFinding& first = findings.front();
  const bool is_absence = first.what == "entry_is_missing" || first.what == "changes_are_missing";
  return refuse(is_absence ? Refusal::entries_are_missing : Refusal::journal_was_changed,
                first.what, std::to_string(first.seq != 0 ? first.seq : first.seal));
}

Result<Rebuilt> rebuild(const Places& places, Moment now, const Step& step) {
  const Step at = step ? step : [](std::string_view) {};
  const std::string database = resolved_path(places.database);
  const std::string made = path_while_rebuilding(database);
  if (bytes_of_database(database) == 0)
    return refuse(Refusal::file_cannot_be_read, "database", places.database);
  at("remove_leftovers");
  remove_database(made);
  if (!has_room(database, bytes_for_a_second_copy(database)))
    return refuse(Refusal::disk_is_too_small, "database", places.database);
  try {
    Result<Rebuilt> rebuilt = make_anew(database, made, places, now, at);
    if (rebuilt) {
      at("empty_the_old_log");
      empty_old_log(database);
      put_in_place(database, made, at);
    } else {
      remove_database(made);
    }
    return rebuilt;
  } catch (const StorageError& error) {
    remove_database(made);
    if ((error.sqlite_code & 0xff) != SQLITE_FULL) throw;
    return refuse(Refusal::disk_is_too_small, "database", places.database);
  }
}

}  // namespace chuangyou
