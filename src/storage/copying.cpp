#include "storage/copying.h"

#include <sqlite3.h>

#include <algorithm>
#include <charconv>

#include "storage/quoted.h"

namespace chuangyou {
namespace {

// SQLite carries the log over when the last connection closes; a file that is only read must not be
// changed by that.
void carry_log_over_at_the_end(Connection& connection, bool carry) {
  sqlite3_db_config(connection.raw(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, carry ? 0 : 1, nullptr);
}

}  // namespace

Copying::Copying(Connection& into, const std::string& from) : into_(into) {
  carry_log_over_at_the_end(into_, false);
  into_.prepare("ATTACH ? AS source").bind(1, std::string_view(from)).run();
}

Copying::~Copying() {
  sqlite3_exec(into_.raw(), "DETACH source", nullptr, nullptr, nullptr);
  carry_log_over_at_the_end(into_, true);
}

std::vector<StoredTable> Copying::tables() {
  Statement& find = into_.statement(
      "SELECT m.name, m.sql, t.wr FROM source.sqlite_master m JOIN pragma_table_list(m.name) t"
      " ON t.schema = 'source' AND t.name = m.name WHERE m.type = 'table'"
      " AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY m.rowid");
  const ResetAtEnd reset(find);
  std::vector<StoredTable> tables;
  while (find.step())
    tables.push_back({std::string(find.text(0)), std::string(find.text(1)), find.integer(2) == 0});
  return tables;
}

std::int64_t Copying::user_version() {
  Statement& version = into_.statement("PRAGMA source.user_version");
  const ResetAtEnd reset(version);
  version.step();
  return version.integer(0);
}

void Copying::create(const StoredTable& table) { into_.run(table.sql); }

// The order keeps SQLite from its short cut, which copies pages of indexes as they are.
void Copying::copy_all(const StoredTable& table) {
  const std::string name = quoted(table.name);
  into_.run("INSERT INTO main." + name + " SELECT * FROM source." + name +
            (table.has_rows_by_number ? " NOT INDEXED ORDER BY rowid" : ""));
}

void Copying::copy(const StoredTable& table, std::int64_t after, std::int64_t until) {
  const std::string name = quoted(table.name);
  into_
      .statement("INSERT INTO main." + name + " SELECT * FROM source." + name +
                 " NOT INDEXED WHERE rowid > ? AND rowid <= ? ORDER BY rowid")
      .bind(1, after)
      .bind(2, until)
      .run();
}

void Copying::create_indexes(const StoredTable& table) {
  Statement& find = into_.statement(
      "SELECT sql FROM source.sqlite_master WHERE type = 'index' AND tbl_name = ?"
      " AND sql IS NOT NULL ORDER BY rowid");
  std::vector<std::string> all;
  {
    const ResetAtEnd reset(find);
    find.bind(1, std::string_view(table.name));
    while (find.step()) all.emplace_back(find.text(0));
  }
  for (const std::string& sql : all) into_.run(sql);
}

void write_without_log(Connection& connection) { connection.run("PRAGMA journal_mode=OFF"); }

void write_with_log(Connection& connection) { connection.run("PRAGMA journal_mode=WAL"); }

void write_without_waiting(Connection& connection) { connection.run("PRAGMA synchronous=OFF"); }

void set_user_version(Connection& connection, std::int64_t version) {
  connection.run("PRAGMA user_version = " + std::to_string(version));
}

void set_cache(Connection& connection, std::int64_t megabytes) {
  connection.run("PRAGMA cache_size=-" + std::to_string(megabytes * 1024));
}

namespace {

// SQLite's check says of a page that the disk did not give what it says of a damaged one, with the
// code of the error behind it; of a page of free or long data it does not even say that.
bool could_not_read(std::string_view said) {
  if (said.contains("failed to get page")) return true;
  constexpr std::string_view before_code = "error code";
  for (std::size_t at = said.find(before_code); at != std::string_view::npos;
       at = said.find(before_code, at + 1)) {
    std::string_view rest = said.substr(at + before_code.size());
    rest.remove_prefix(std::min(rest.find_first_of("0123456789"), rest.size()));
    int code = 0;
    std::from_chars(rest.data(), rest.data() + rest.size(), code);
    if (code != 0 && !is_damage(StorageError({}, code))) return true;
  }
  return false;
}

}  // namespace

std::string damage_of(Connection& connection, std::string_view table) {
  Statement check = connection.prepare("PRAGMA integrity_check(" + quoted(table) + ")");
  const ResetAtEnd reset(check);
  if (!check.step()) return "no answer";
  std::string said(check.text(0));
  if (could_not_read(said)) throw StorageError(said, SQLITE_IOERR_READ);
  return said == "ok" ? std::string() : said;
}

bool is_damage(const StorageError& error) {
  const int code = error.sqlite_code & 0xff;
  return code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
}

}  // namespace chuangyou
