#include "storage/log_writes.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <new>
#include <string>

#include "storage/sqlite.h"

namespace chuangyou {
namespace {

constexpr std::size_t waiting_bytes_max = 1024 * 1024;
// SQLite's file system for Unix takes only the lower 17 bits of a size for one call.
constexpr std::size_t bytes_at_once_max = 124 * 1024;

sqlite3_vfs* system_files = nullptr;

// SQLite gives the room for it and for the system's own file behind it.
struct LogFile {
  sqlite3_file base;
  sqlite3_int64 from;    // where in the log the waiting bytes begin
  std::string* waiting;  // appended and not handed on yet
  int to_disk;           // the same file, for what SQLite's own handle is not asked; -1: none

  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
  const sqlite3_io_methods& system() { return *real()->pMethods; }

  int hand_on() {
    int code = SQLITE_OK;
    for (std::size_t done = 0; done < waiting->size() && code == SQLITE_OK;) {
      const std::size_t size = std::min(waiting->size() - done, bytes_at_once_max);
      code = system().xWrite(real(), waiting->data() + done, static_cast<int>(size),
                             from + static_cast<sqlite3_int64>(done));
      done += size;
    }
    waiting->clear();
    return code;
  }

  // The disk begins while the rest of a long commit is still put together: less is left for its end
  // to wait for. No more than a hint: what comes of it, the sync after all of it tells.
  int hand_on_early() {
    const auto size = static_cast<off64_t>(waiting->size());
    const int code = hand_on();
    if (code == SQLITE_OK && to_disk >= 0)
      ::sync_file_range(to_disk, from, size, SYNC_FILE_RANGE_WRITE);
    return code;
  }
};

LogFile& log_of(sqlite3_file* file) { return *reinterpret_cast<LogFile*>(file); }

// What needs the whole log there hands on what waits and asks the system.
template <auto member, class... Arguments>
int after_handing_on(sqlite3_file* file, Arguments... arguments) {
  LogFile& log = log_of(file);
  if (const int code = log.hand_on(); code != SQLITE_OK) return code;
  return (log.system().*member)(log.real(), arguments...);
}

template <auto member, class... Arguments>
int at_once(sqlite3_file* file, Arguments... arguments) {
  LogFile& log = log_of(file);
  return (log.system().*member)(log.real(), arguments...);
}

int append(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
  LogFile& log = log_of(file);
  const bool follows = at == log.from + static_cast<sqlite3_int64>(log.waiting->size());
  if (!follows || log.waiting->size() + static_cast<std::size_t>(size) > waiting_bytes_max) {
    if (const int code = log.hand_on_early(); code != SQLITE_OK) return code;
    log.from = at;
  }
  try {
    log.waiting->reserve(waiting_bytes_max);
    log.waiting->append(static_cast<const char*>(bytes), static_cast<std::size_t>(size));
  } catch (const std::bad_alloc&) {
    return SQLITE_NOMEM;
  }
  return SQLITE_OK;
}

int close(sqlite3_file* file) {
  LogFile& log = log_of(file);
  const int handed_on = log.hand_on();
  const int closed = log.system().xClose(log.real());
  delete log.waiting;
  if (log.to_disk >= 0) ::close(log.to_disk);
  return handed_on == SQLITE_OK ? closed : handed_on;
}

using Methods = sqlite3_io_methods;
constexpr Methods log_methods{
    .iVersion = 1,
    .xClose = close,
    .xRead = after_handing_on<&Methods::xRead, void*, int, sqlite3_int64>,
    .xWrite = append,
    .xTruncate = after_handing_on<&Methods::xTruncate, sqlite3_int64>,
    .xSync = after_handing_on<&Methods::xSync, int>,
    .xFileSize = after_handing_on<&Methods::xFileSize, sqlite3_int64*>,
    .xLock = at_once<&Methods::xLock, int>,
    .xUnlock = at_once<&Methods::xUnlock, int>,
    .xCheckReservedLock = at_once<&Methods::xCheckReservedLock, int*>,
    .xFileControl = after_handing_on<&Methods::xFileControl, int, void*>,
    .xSectorSize = at_once<&Methods::xSectorSize>,
    .xDeviceCharacteristics = at_once<&Methods::xDeviceCharacteristics>,
    .xShmMap = nullptr,
    .xShmLock = nullptr,
    .xShmBarrier = nullptr,
    .xShmUnmap = nullptr,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

// Everything but a log is the system's own file in all respects.
int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* flags_out) {
  if ((flags & SQLITE_OPEN_WAL) == 0)
    return system_files->xOpen(system_files, name, file, flags, flags_out);
  LogFile& log = log_of(file);
  log.base.pMethods = nullptr;  // until it is open, SQLite does not close it
  const int code = system_files->xOpen(system_files, name, log.real(), flags, flags_out);
  if (code != SQLITE_OK) return code;
  log.from = 0;
  log.waiting = new (std::nothrow) std::string;
  if (!log.waiting) {
    log.system().xClose(log.real());
    return SQLITE_NOMEM;
  }
  log.to_disk = ::open(name, O_RDONLY | O_CLOEXEC);
  log.base.pMethods = &log_methods;
  return SQLITE_OK;
}

}  // namespace

const char* file_system_with_whole_log_writes() {
  static sqlite3_vfs ours = [] {
    sqlite3_initialize();
    system_files = sqlite3_vfs_find(nullptr);
    if (!system_files) throw StorageError("SQLite knows no file system", SQLITE_ERROR);
    sqlite3_vfs files = *system_files;
    files.zName = "whole-log-writes";
    files.szOsFile += static_cast<int>(sizeof(LogFile));
    files.xOpen = open;
    return files;
  }();
  static const int registered = sqlite3_vfs_register(&ours, 0);
  if (registered != SQLITE_OK) throw StorageError("SQLite refuses a file system", registered);
  return ours.zName;
}

}  // namespace chuangyou
