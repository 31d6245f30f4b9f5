#include "storage/swapping.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <optional>

#include "storage/sqlite.h"

namespace chuangyou {
namespace {

namespace fs = std::filesystem;

// Beside what the copy itself takes: the disk must not be full afterwards.
constexpr std::int64_t room_left_bytes = 64 * 1024 * 1024;

[[noreturn]] void fail(const std::string& doing) {
  throw StorageError(doing + ": " + std::strerror(errno), SQLITE_IOERR);
}

void must(int code, const std::string& doing) {
  if (code != 0) fail(doing);
}

std::optional<struct stat> look_at(const std::string& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) == 0) return found;
  if (errno == ENOENT) return std::nullopt;
  fail(path);
}

void remove(const std::string& path) {
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) fail("cannot remove " + path);
}

void sync(const std::string& path, int flags) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | flags);
  if (file < 0) fail(path);
  const int synced = ::fsync(file);
  ::close(file);
  must(synced, path);
}

void sync_folder_of(const std::string& path) {
  sync(fs::path(path).parent_path().string(), O_DIRECTORY);
}

// Whoever owned the old file opens the new one too, although another user may have made it.
void give_to_owner_of(const struct stat& old, const std::string& made) {
  const std::optional<struct stat> now = look_at(made);
  if (!now || (now->st_uid == old.st_uid && now->st_gid == old.st_gid)) return;
  must(::chown(made.c_str(), old.st_uid, old.st_gid), "cannot give away " + made);
}

}  // namespace

std::string path_while_rebuilding(const std::string& database) { return database + ".rebuilding"; }
std::string path_before_rebuild(const std::string& database) {
  return database + ".before-rebuild";
}

void force_to_disk(const std::string& path) { sync(path, 0); }

void remove_database(const std::string& path) {
  for (const char* ending : {"-wal", "-shm", "-journal", ""}) remove(path + ending);
}

std::int64_t bytes_of_database(const std::string& path) {
  std::int64_t bytes = 0;
  for (const char* ending : {"", "-wal"})
    if (const auto found = look_at(path + ending)) bytes += found->st_size;
  return bytes;
}

bool has_room(const std::string& path, std::int64_t bytes) {
  struct statvfs disk {};
  must(::statvfs(fs::path(path).parent_path().c_str(), &disk), path);
  const auto free = static_cast<std::int64_t>(disk.f_bavail * disk.f_frsize);
  return free >= bytes + room_left_bytes;
}

bool cut_log(Connection& connection) {
  Statement& busy = connection.statement("PRAGMA busy_timeout=1000");
  const ResetAtEnd reset(busy);
  busy.step();
  return sqlite3_wal_checkpoint_v2(connection.raw(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr,
                                   nullptr) == SQLITE_OK;
}

// The log of the older kept file goes before that file, and the log of the old one is set aside
// only while both names lead to it: so what a crash leaves can be told, and put back.
void put_in_place(const std::string& database, const std::string& made, const Step& step) {
  const auto at = [&](std::string_view name) {
    if (step) step(name);
  };
  const std::string kept = path_before_rebuild(database);
  const std::optional<struct stat> old = look_at(database);
  if (!old) throw StorageError("there is no " + database, SQLITE_CANTOPEN);
  give_to_owner_of(*old, made);
  remove(made + "-wal");
  remove(made + "-shm");
  sync(made, 0);
  at("forget_the_older_one");
  forget_what_was_before_rebuild(database);
  at("keep_the_old_one");
  must(::link(database.c_str(), kept.c_str()), "cannot keep " + database + " as " + kept);
  sync_folder_of(database);
  at("set_its_log_aside");
  const std::string log = database + "-wal";
  const std::optional<struct stat> left = look_at(log);
  if (left && left->st_size > 0) {
    must(std::rename(log.c_str(), (kept + "-wal").c_str()), "cannot set " + log + " aside");
  } else {
    remove(log);
  }
  remove(database + "-shm");
  sync_folder_of(database);
  at("put_the_new_one_in_place");
  must(std::rename(made.c_str(), database.c_str()), "cannot put " + made + " in place");
  at("sync_the_folder");
  sync_folder_of(database);
}

void forget_what_was_before_rebuild(const std::string& database) {
  const std::string kept = path_before_rebuild(database);
  if (!look_at(kept) && !look_at(kept + "-wal")) return;
  remove(kept + "-wal");
  remove(kept + "-shm");
  sync_folder_of(database);
  remove(kept);
  sync_folder_of(database);
}

void put_back_what_a_broken_swap_left(const std::string& database) {
  remove_database(path_while_rebuilding(database));
  const std::string kept = path_before_rebuild(database);
  const std::optional<struct stat> one = look_at(database);
  const std::optional<struct stat> other = look_at(kept);
  if (!one || !other || one->st_dev != other->st_dev || one->st_ino != other->st_ino) return;
  const std::string log = database + "-wal";
  if (look_at(kept + "-wal") && !look_at(log))
    must(std::rename((kept + "-wal").c_str(), log.c_str()), "cannot put back " + log);
  sync_folder_of(database);
  remove(kept);
  sync_folder_of(database);
}

}  // namespace chuangyou
