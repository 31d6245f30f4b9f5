#include "storage/same_file.h"

#include <sqlite3.h>
#include <sys/stat.h>

#include <utility>

#include "storage/sqlite.h"

namespace chuangyou {
namespace {

struct stat look_at(const std::string& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0)
    throw StorageError("there is no " + path + " any more", SQLITE_READONLY_DBMOVED);
  return found;
}

}  // namespace

SameFile::SameFile(std::string path) : path_(std::move(path)) {
  const struct stat found = look_at(path_);
  device_ = found.st_dev;
  number_ = found.st_ino;
}

void SameFile::check() const {
  const struct stat found = look_at(path_);
  if (found.st_dev != device_ || found.st_ino != number_)
    throw StorageError(path_ + " is another file than was opened", SQLITE_READONLY_DBMOVED);
}

}  // namespace chuangyou
