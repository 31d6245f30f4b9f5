#include "storage/second_file.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <vector>

#include "core/fault_log.h"
#include "storage/sqlite.h"
#include "storage/swapping.h"

namespace chuangyou {
namespace {

namespace fs = std::filesystem;

constexpr mode_t owner_only = 0600;
constexpr int at_work_max = 100;
constexpr std::string_view note_ending = ".lock";

std::string first_name(const std::string& database) {
  return fs::path(database).filename().string() + ".verifying";
}

[[noreturn]] void fail(const std::string& path) {
  throw StorageError("cannot open " + path, SQLITE_CANTOPEN);
}

// -1 while another holds it. Whoever held it may have removed it meanwhile, and then what was
// locked is no longer what lies there.
int hold(const std::string& note) {
  for (;;) {
    const int file = ::open(note.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, owner_only);
    if (file < 0) fail(note);
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
      ::close(file);
      return -1;
    }
    struct stat held {
    }, there{};
    if (::fstat(file, &held) == 0 && ::stat(note.c_str(), &there) == 0 &&
        held.st_ino == there.st_ino && held.st_dev == there.st_dev)
      return file;
    ::close(file);
  }
}

void write_down(int file, const std::string& path) {
  const bool is_written =
      ::ftruncate(file, 0) == 0 &&
      ::pwrite(file, path.data(), path.size(), 0) == static_cast<ssize_t>(path.size()) &&
      ::fsync(file) == 0;
  if (!is_written) throw StorageError("cannot note " + path, SQLITE_IOERR);
}

std::string written_in(int file) {
  std::string path(4096, '\0');
  const ssize_t size = ::pread(file, path.data(), path.size(), 0);
  path.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  return path;
}

bool remove_what_nobody_holds(const std::string& beside, const std::string& name) {
  const std::string note = beside + std::string(note_ending);
  const int held = hold(note);
  if (held < 0) return false;
  const std::string elsewhere = written_in(held);
  // A note leads to a file of its own name and to no other.
  if (fs::path(elsewhere).filename() == name) remove_database(elsewhere);
  remove_database(beside);
  ::unlink(note.c_str());
  ::close(held);
  return true;
}

}  // namespace

SecondFile::SecondFile(const std::string& database, const std::string& folder) {
  for (int number = 1; number <= at_work_max && held_ < 0; ++number) {
    const std::string name =
        first_name(database) + (number == 1 ? "" : "-" + std::to_string(number));
    note_ = (fs::path(database).parent_path() / name).string() + std::string(note_ending);
    path_ = (fs::path(folder) / name).string();
    held_ = hold(note_);
  }
  if (held_ < 0) fail(note_);
  if (const std::string before = written_in(held_);
      fs::path(before).filename() == fs::path(path_).filename())
    remove_database(before);
  remove_database(path_);
  write_down(held_, path_);
}

SecondFile::~SecondFile() {
  try {
    remove_database(path_);
    ::unlink(note_.c_str());
  } catch (const StorageError& error) {
    // The note stays, and whoever starts or erases next tries again.
    log_fault("removing the file of a check", error);
  }
  ::close(held_);
}

bool remove_left_second_files(const std::string& database) {
  const fs::path folder = fs::path(database).parent_path();
  const std::string first = first_name(database);
  std::vector<std::string> names;
  for (const fs::directory_entry& file : fs::directory_iterator(folder)) {
    std::string name = file.path().filename().string();
    if (!name.starts_with(first)) continue;
    if (name.ends_with(note_ending)) name.resize(name.size() - note_ending.size());
    const std::string number = name.substr(first.size());
    if (number.empty() || (number.starts_with('-') && number.size() > 1 &&
                           number.find_first_not_of("0123456789", 1) == std::string::npos))
      names.push_back(name);
  }
  bool none_is_left = true;
  for (const std::string& name : names)
    none_is_left = remove_what_nobody_holds((folder / name).string(), name) && none_is_left;
  return none_is_left;
}

}  // namespace chuangyou
