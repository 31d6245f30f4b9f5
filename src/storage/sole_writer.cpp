#include "storage/sole_writer.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>
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

// Blanks and the like stand there as the number of the byte, in three octal digits.
std::string without_octals(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    int byte = 0;
    const char* const first = text.data() + i + 1;
    if (text[i] == '\\' && i + 3 < text.size() &&
        std::from_chars(first, first + 3, byte, 8).ptr == first + 3) {
      plain += static_cast<char>(byte);
      i += 3;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

// For kernels that do not tell, and where it is forbidden to ask them. Who knows nothing has not
// been told that it is no mount.
bool is_among_the_mounts(const std::string& path) {
  std::ifstream mounts("/proc/self/mountinfo");
  bool is_there = false, is_any = false;
  for (std::string line; std::getline(mounts, line);) {
    std::istringstream fields(line);
    std::string number, parent, device, root, place;
    is_any = static_cast<bool>(fields >> number >> parent >> device >> root >> place) || is_any;
    is_there = is_there || without_octals(place) == path;
  }
  if (!is_any)
    throw StorageError("neither the kernel nor /proc/self/mountinfo tells whether " + path +
                           " is mounted by itself",
                       SQLITE_CANTOPEN);
  return is_there;
}

// Hard links, but for the one that a swap makes of the old file and that a crash may leave.
bool has_several_links(const std::string& path) {
  struct stat found {
  }, kept{};
  if (::stat(path.c_str(), &found) != 0) return false;
  const bool is_kept_too = ::lstat(path_before_rebuild(path).c_str(), &kept) == 0 &&
                           kept.st_dev == found.st_dev && kept.st_ino == found.st_ino;
  return found.st_nlink > (is_kept_too ? 2U : 1U);
}

}  // namespace

bool is_mounted_by_itself(const std::string& path) {
  struct statx found {};
  if (::statx(AT_FDCWD, path.c_str(), 0, STATX_TYPE, &found) == 0) {
    if ((found.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT) != 0)
      return (found.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
  } else if (errno == ENOENT) {
    return false;
  }
  return is_among_the_mounts(path);
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
  if (has_several_links(resolved) || is_mounted_by_itself(resolved))
    return refuse(Refusal::database_has_several_names, "database", database);
  put_back_what_a_broken_swap_left(resolved);
  for (const char* ending : {"", "-wal", "-shm", ".lock", ".checkpoints"})
    keep_from_others(resolved + ending);
  return writer;
}

SoleWriter::SoleWriter(SoleWriter&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

SoleWriter::~SoleWriter() {
  if (file_ >= 0) ::close(file_);
}

}  // namespace chuangyou
