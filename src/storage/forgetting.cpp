#include "storage/forgetting.h"

#include <sqlite3.h>

#include <filesystem>

namespace chuangyou {

bool empty_log(Connection& connection) {
  const ShortPatience patience(connection);
  const int code = sqlite3_wal_checkpoint_v2(connection.raw(), nullptr, SQLITE_CHECKPOINT_TRUNCATE,
                                             nullptr, nullptr);
  if (code != SQLITE_OK && code != SQLITE_BUSY)
    throw StorageError("the log cannot be emptied", code);
  return code == SQLITE_OK;
}

void remove_kept_copies(const std::string& database_path,
                        const std::function<bool(const std::string&)>& holds_it) {
  namespace fs = std::filesystem;
  const fs::path database(database_path);
  const std::string start = database.filename().string() + ".before-";
  std::error_code ignored;
  for (const fs::directory_entry& file :
       fs::directory_iterator(fs::absolute(database).parent_path(), ignored))
    if (file.path().filename().string().starts_with(start) && holds_it(file.path().string()))
      fs::remove(file.path(), ignored);
}

Overwriting::Overwriting(Connection& connection) : connection_(connection) {
  Statement& mode = connection.statement("PRAGMA secure_delete");
  const ResetAtEnd reset(mode);
  before_ = mode.step() ? mode.integer(0) : 0;
  connection.run("PRAGMA secure_delete=ON");
}

Overwriting::~Overwriting() {
  constexpr const char* modes[] = {"OFF", "ON", "FAST"};
  sqlite3_exec(connection_.raw(),
               (std::string("PRAGMA secure_delete=") + modes[before_ % 3]).c_str(), nullptr,
               nullptr, nullptr);
}

}  // namespace chuangyou
