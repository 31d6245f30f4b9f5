#include "storage/keys.h"

#include <fcntl.h>
#include <sodium.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "storage/sqlite.h"

namespace chuangyou {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path) {
  throw StorageError(path.string() + ": " + std::strerror(errno), SQLITE_CANTOPEN);
}

class Handle {
 public:
  explicit Handle(int file) : file_(file) {}
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() {
    if (file_ >= 0) ::close(file_);
  }
  explicit operator bool() const { return file_ >= 0; }
  int number() const { return file_; }

 private:
  int file_;
};

void sync_folder(const std::filesystem::path& folder) {
  const Handle handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!handle || ::fsync(handle.number()) != 0) fail(folder);
}

void write_whole(const std::filesystem::path& path, const Secret& secret) {
  const Handle file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!file) fail(path);
  const auto size = static_cast<ssize_t>(secret.size());
  if (::write(file.number(), secret.data(), secret.size()) != size || ::fsync(file.number()) != 0)
    fail(path);
}

// As ssh does with keys of its own: whoever else may look in has read them by now.
void check_folder(const std::filesystem::path& folder) {
  struct stat found {};
  if (::stat(folder.c_str(), &found) != 0) {
    if (errno == ENOENT) return;
    fail(folder);
  }
  if (found.st_uid != ::geteuid() && found.st_uid != 0)
    throw StorageError(folder.string() + " belongs to another user, who reads what lies in it",
                       SQLITE_PERM);
  if ((found.st_mode & 077) != 0)
    throw StorageError(folder.string() + " is open to others than its owner: chmod 700",
                       SQLITE_PERM);
}

}  // namespace

std::filesystem::path Keys::beside(std::string_view database) {
  return std::string(database) + ".keys";
}

std::optional<Secret> Keys::find(std::string_view name) const {
  check_folder(folder_);
  const std::filesystem::path path = folder_ / name;
  const Handle file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file && errno == ENOENT) return std::nullopt;
  if (!file) fail(path);
  Secret secret{};
  char more = 0;
  const ssize_t read = ::read(file.number(), secret.data(), secret.size());
  if (read < 0) fail(path);
  if (read != static_cast<ssize_t>(secret.size()) || ::read(file.number(), &more, 1) != 0)
    throw StorageError(path.string() + " has not 32 bytes", SQLITE_CORRUPT);
  return secret;
}

// Written under a name that only this process uses and then linked: a crash leaves no half key, and
// of two programs that make the same key at once one wins and both use it.
Secret Keys::of(std::string_view name) const {
  if (const std::optional<Secret> there = find(name)) return *there;
  if (sodium_init() < 0) throw StorageError("libsodium does not start", SQLITE_ERROR);
  if (::mkdir(folder_.c_str(), 0700) != 0 && errno != EEXIST) fail(folder_);
  Secret secret{};
  randombytes_buf(secret.data(), secret.size());
  const std::filesystem::path path = folder_ / name;
  const std::filesystem::path draft = path.string() + "." + std::to_string(::getpid());
  ::unlink(draft.c_str());
  write_whole(draft, secret);
  const bool is_ours = ::link(draft.c_str(), path.c_str()) == 0;
  if (!is_ours && errno != EEXIST) fail(path);
  ::unlink(draft.c_str());
  sync_folder(folder_);
  if (is_ours) return secret;
  const std::optional<Secret> others = find(name);
  if (!others) fail(path);
  return *others;
}

}  // namespace chuangyou
