#include "storage/whole_file.h"

#include <fcntl.h>
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
  throw StorageError(path.string() + ": " + std::strerror(errno),
                     errno == ENOSPC ? SQLITE_FULL : SQLITE_IOERR);
}

class Opened {
 public:
  Opened(const std::filesystem::path& path, int flags)
      : path_(path), file_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {
    if (file_ < 0) fail(path_);
  }
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;
  ~Opened() { ::close(file_); }

  void write(std::string_view text) const {
    while (!text.empty()) {
      const ssize_t written = ::write(file_, text.data(), text.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) fail(path_);
      text.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  void sync() const {
    if (::fsync(file_) != 0) fail(path_);
  }

 private:
  std::filesystem::path path_;
  int file_;
};

}  // namespace

void write_whole_file(const std::filesystem::path& path, std::string_view text) {
  const std::filesystem::path draft = path.string() + ".new";
  {
    const Opened file(draft, O_WRONLY | O_CREAT | O_TRUNC);
    file.write(text);
    file.sync();
  }
  if (::rename(draft.c_str(), path.c_str()) != 0) fail(path);
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  Opened(folder, O_RDONLY | O_DIRECTORY).sync();
}

}  // namespace chuangyou
