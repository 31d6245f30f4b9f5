// Tables copied row by row, in the order of their keys, from a database file that may be damaged
// elsewhere: no index of it is read, and only what is copied need be whole.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/sqlite.h"

namespace chuangyou {

struct StoredTable {
  std::string name;
  std::string sql;                 // by which it was created
  bool has_rows_by_number = true;  // false: WITHOUT ROWID
};

class Copying {
 public:
  // `from` is only read, and its log stays as it is.
  Copying(Connection& into, const std::string& from);
  ~Copying();
  Copying(const Copying&) = delete;
  Copying& operator=(const Copying&) = delete;

  std::vector<StoredTable> tables();  // all but SQLite's own, in the order of their creation
  std::int64_t user_version();

  void create(const StoredTable&);  // without rows and without its indexes
  void copy_all(const StoredTable&);
  // Rows whose number is in (after, until]: one short read of the source.
  void copy(const StoredTable&, std::int64_t after, std::int64_t until);
  void create_indexes(const StoredTable&);  // once the rows are there

 private:
  Connection& into_;
};

// While a file is made that nobody needs until it is whole.
void write_without_log(Connection&);
void write_with_log(Connection&);         // as every database of ours
void write_without_waiting(Connection&);  // for the disk: of what is made again after a crash
void set_user_version(Connection&, std::int64_t version);
void set_cache(Connection&, std::int64_t megabytes);

// What SQLite itself finds wrong with pages and indexes of a table; empty: nothing. StorageError
// where the disk does not give what is there: that is no damage.
std::string damage_of(Connection&, std::string_view table);
bool is_damage(const StorageError&);  // the file is not what SQLite wrote

}  // namespace chuangyou
