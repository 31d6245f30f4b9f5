#include "storage/online_copy.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>
#include <span>

#include "storage/copying.h"
#include "storage/table_shape.h"

namespace chuangyou {
namespace {

namespace fs = std::filesystem;

constexpr int pages_at_once = 1'024;
constexpr mode_t owner_only = 0600;
constexpr std::string_view short_lived[] = {"sessions", "answered_acts", "answered_runs",
                                            "answered_pages"};

[[noreturn]] void fail(const fs::path& path) {
  const int error = errno;
  const bool is_full = error == ENOSPC || error == EDQUOT || error == EFBIG;
  throw StorageError(path.string() + ": " + std::strerror(error),
                     is_full ? SQLITE_FULL : SQLITE_IOERR);
}

struct Close {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
};

[[noreturn]] void fail(sqlite3* target) {
  throw StorageError(std::string("copying the database: ") + sqlite3_errmsg(target),
                     sqlite3_extended_errcode(target));
}

// Nobody needs the target until it is whole, so it is written without a log and synced once.
void copy_pages(Connection& source, const std::string& to) {
  sqlite3* opened = nullptr;
  const int code =
      sqlite3_open_v2(to.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  const std::unique_ptr<sqlite3, Close> target(opened);
  if (code != SQLITE_OK) fail(target.get());
  sqlite3_exec(target.get(), "PRAGMA synchronous=OFF; PRAGMA journal_mode=OFF", nullptr, nullptr,
               nullptr);
  sqlite3_backup* copying = sqlite3_backup_init(target.get(), "main", source.raw(), "main");
  if (copying == nullptr) fail(target.get());
  int step = SQLITE_OK;
  while (step == SQLITE_OK) step = sqlite3_backup_step(copying, pages_at_once);
  const int finished = sqlite3_backup_finish(copying);
  if (step != SQLITE_DONE)
    throw StorageError(std::string("copying the database: ") + sqlite3_errstr(step), step);
  if (finished != SQLITE_OK) fail(target.get());
}

class Opened {
 public:
  Opened(const fs::path& path, int flags)
      : path_(path), file_(::open(path.c_str(), flags | O_CLOEXEC, owner_only)) {
    if (file_ < 0) fail(path_);
  }
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;
  ~Opened() { ::close(file_); }

  std::size_t read(std::span<char> into) const {
    const ssize_t count = ::read(file_, into.data(), into.size());
    if (count < 0) fail(path_);
    return static_cast<std::size_t>(count);
  }
  void write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t count = ::write(file_, bytes.data(), bytes.size());
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) fail(path_);
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
  }
  void sync() const {
    if (::fsync(file_) != 0) fail(path_);
  }

 private:
  fs::path path_;
  int file_;
};

}  // namespace

void forget_what_is_short_lived(Connection& connection) {
  for (const std::string_view table : short_lived)
    if (is_a_table(connection, table)) connection.run("DELETE FROM " + std::string(table));
}

void copy_database_online(const std::string& from, const std::string& to) {
  {
    Connection source(from, OpenFor::reading);
    const Transaction snapshot(source, Transaction::Mode::deferred);
    Statement& begin = source.statement("SELECT 1 FROM sqlite_master");
    {
      const ResetAtEnd reset(begin);
      begin.step();
    }
    copy_pages(source, to);
  }
  {
    Connection copy(to, OpenFor::writing);
    forget_what_is_short_lived(copy);
    write_without_log(copy);
  }
  Opened(to, O_RDONLY).sync();
}

void copy_file_to_disk(const fs::path& from, const fs::path& to) {
  constexpr std::size_t bytes_at_once = std::size_t{1} << 18;
  const Opened source(from, O_RDONLY), target(to, O_WRONLY | O_CREAT | O_EXCL);
  const auto buffer = std::make_unique<std::array<char, bytes_at_once>>();
  for (std::size_t count; (count = source.read(*buffer)) > 0;)
    target.write({buffer->data(), count});
  target.sync();
}

void sync_folder(const fs::path& folder) { Opened(folder, O_RDONLY | O_DIRECTORY).sync(); }

Hash sha256_of_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) fail(path);
  const Hash hash = hash_of(HashFunction::sha256, file);
  if (file.bad()) fail(path);
  return hash;
}

}  // namespace chuangyou
