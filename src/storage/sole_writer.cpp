#include "storage/sole_writer.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <utility>

#include "storage/sqlite.h"
#include "storage/swapping.h"

namespace chuangyou {
namespace {

namespace fs = std::filesystem;

constexpr mode_t owner_only = 0600;
constexpr int links_followed_max = 40;  // as many as the system itself follows

// Reading and writing are the owner's alone; what he lacks himself is not given to him.
void keep_from_others(const std::string& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0 || (found.st_mode & 077) == 0) return;
  if (::chmod(path.c_str(), found.st_mode & owner_only) != 0)
    throw StorageError("cannot keep " + path + " from others", SQLITE_PERM);
}

}  // namespace

bool is_mounted_by_itself(const std::string& path) {
  struct statx found {};
  return ::statx(AT_FDCWD, path.c_str(), 0, STATX_TYPE, &found) == 0 &&
         (found.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
}

std::string resolved_path(const std::string& database) {
  fs::path path = database;
  for (int followed = 0; fs::is_symlink(path); ++followed) {
    if (followed == links_followed_max)
      throw StorageError(database + " is a symbolic link to itself", SQLITE_CANTOPEN);
    const fs::path target = fs::read_symlink(path);
    path = target.is_absolute() ? target : path.parent_path() / target;
  }
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  std::error_code error;
  const fs::path there = fs::canonical(folder, error);
  if (error) throw StorageError("there is no folder " + folder.string(), SQLITE_CANTOPEN);
  return (there / path.filename()).string();
}

// A file of its own: to close another handle of the database itself would let go of SQLite's locks.
Result<SoleWriter> SoleWriter::of(const std::string& database) {
  const std::string resolved = resolved_path(database);
  const std::string path = resolved + ".lock";
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, owner_only);
  if (file < 0) throw StorageError("cannot open " + path, SQLITE_CANTOPEN);
  SoleWriter writer(file);
  if (::flock(file, LOCK_EX | LOCK_NB) != 0)
    return refuse(Refusal::database_is_in_use, "database", database);
  put_back_what_a_broken_swap_left(resolved);
  struct stat found {};
  const bool is_linked = ::stat(resolved.c_str(), &found) == 0 && found.st_nlink > 1;
  if (is_linked || is_mounted_by_itself(resolved))
    return refuse(Refusal::database_has_several_names, "database", database);
  for (const char* ending : {"", "-wal", "-shm", ".lock", ".checkpoints"})
    keep_from_others(resolved + ending);
  return writer;
}

SoleWriter::SoleWriter(SoleWriter&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

SoleWriter::~SoleWriter() {
  if (file_ >= 0) ::close(file_);
}

}  // namespace chuangyou
