#include "storage/sole_writer.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <unistd.h>

#include <utility>

#include "storage/sqlite.h"

namespace chuangyou {

// A file of its own: to close another handle of the database itself would let go of SQLite's locks.
Result<SoleWriter> SoleWriter::of(const std::string& database) {
  const std::string path = database + ".lock";
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) throw StorageError("cannot open " + path, SQLITE_CANTOPEN);
  SoleWriter writer(file);
  if (::flock(file, LOCK_EX | LOCK_NB) != 0)
    return refuse(Refusal::database_is_in_use, "database", database);
  return writer;
}

SoleWriter::SoleWriter(SoleWriter&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

SoleWriter::~SoleWriter() {
  if (file_ >= 0) ::close(file_);
}

}  // namespace chuangyou
