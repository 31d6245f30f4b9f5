#include "storage/another_reader.h"

#include <sqlite3.h>

namespace chuangyou {

Connection another_reader(const Connection& connection) {
  return {sqlite3_db_filename(connection.raw(), "main"), OpenFor::reading};
}

}  // namespace chuangyou
