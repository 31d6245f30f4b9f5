#include "net/upload.h"

#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <string>

namespace chuangyou {
namespace {

constexpr std::uint64_t reserve_bytes_min = std::uint64_t{1} << 30;
constexpr std::uint64_t reserve_share = 50;

// A full disk is one for every file, and one that takes nothing for every act; anything else is a
// fault of the machine.
Refusal failed(const char* what, const std::filesystem::path& path) {
  const int error = errno;
  spdlog::error("upload=failed step={} file={} why=\"{}\"", what, path.filename().string(),
                std::strerror(error));
  const bool is_full = error == ENOSPC || error == EDQUOT || error == EFBIG;
  if (is_full) return Refusal::disk_reserve_is_reached;
  return error == EIO || error == EROFS ? Refusal::not_accepting_acts_now
                                        : Refusal::the_machine_broke;
}

}  // namespace

UploadFolder::UploadFolder(std::filesystem::path path, UploadLimits limits)
    : path_(std::move(path)), limits_(limits) {
  std::filesystem::remove_all(path_);
  std::filesystem::create_directories(path_);
  std::filesystem::permissions(path_, std::filesystem::perms::owner_all);
}

// A disk that cannot be asked has no room; a folder that somebody took away is made again.
UploadFolder::Disk UploadFolder::disk() const {
  struct statvfs now {};
  std::error_code failed_to_make;
  if (statvfs(path_.c_str(), &now) != 0 && errno == ENOENT)
    if (std::filesystem::create_directories(path_, failed_to_make)) {
      std::filesystem::permissions(path_, std::filesystem::perms::owner_all, failed_to_make);
      spdlog::warn("upload=folder_made_again file={}", path_.filename().string());
    }
  if (statvfs(path_.c_str(), &now) != 0) return {0, limits_.disk_reserve_bytes.value_or(1)};
  const std::uint64_t all = std::uint64_t{now.f_blocks} * now.f_frsize;
  return {std::uint64_t{now.f_bavail} * now.f_frsize,
          limits_.disk_reserve_bytes.value_or(std::max(reserve_bytes_min, all / reserve_share))};
}

Result<void> UploadFolder::take(const Owner& owner, std::uint64_t bytes) {
  const Disk now = disk();
  const std::lock_guard lock(mutex_);
  const auto found = taken_.find(owner);
  const std::uint64_t of_owner = found == taken_.end() ? 0 : found->second;
  const auto fits = [bytes](std::uint64_t taken, std::uint64_t most) {
    return bytes <= most && taken <= most - bytes;
  };
  if (!fits(of_owner, limits_.person_bytes))
    return refuse(Refusal::upload_allowance_is_used_up, {}, std::to_string(limits_.person_bytes));
  if (!fits(taken_in_all_, limits_.all_bytes))
    return refuse(Refusal::upload_allowance_is_used_up, {}, std::to_string(limits_.all_bytes));
  // What others were promised and have not sent is as good as gone.
  const std::uint64_t promised = taken_in_all_ - static_cast<std::uint64_t>(written_);
  if (now.free < now.reserve || !fits(promised, now.free - now.reserve))
    return refuse(Refusal::disk_reserve_is_reached, {}, std::to_string(now.reserve));
  if (bytes > 0) taken_[owner] += bytes;
  taken_in_all_ += bytes;
  return {};
}

void UploadFolder::give_back(const Owner& owner, std::uint64_t bytes) {
  if (bytes == 0) return;
  const std::lock_guard lock(mutex_);
  taken_in_all_ -= bytes;
  const auto found = taken_.find(owner);
  found->second -= bytes;
  if (found->second == 0) taken_.erase(found);
}

void UploadFolder::wrote(std::int64_t bytes) {
  const std::lock_guard lock(mutex_);
  written_ += bytes;
}

// Below the reserve the house still takes acts, so that it is well; where the disk cannot be asked
// it is not.
Health::Report UploadFolder::report() const {
  const Disk now = disk();
  struct statvfs asked {};
  return {statvfs(path_.c_str(), &asked) == 0,
          {{"free_bytes", static_cast<std::int64_t>(now.free)},
           {"reserve_bytes", static_cast<std::int64_t>(now.reserve)},
           {"takes_files", now.free > now.reserve}}};
}

Upload::Upload(UploadFolder& folder, const UploadFolder::Owner& owner, const Uuid& name)
    : folder_(folder), owner_(owner), path_(folder.path() / to_text(name)) {}

Result<std::unique_ptr<Upload>> Upload::begin(UploadFolder& folder,
                                              const UploadFolder::Owner& owner, const Uuid& name,
                                              std::optional<std::uint64_t> announced_bytes) {
  const std::uint64_t bytes = announced_bytes.value_or(0);
  if (auto taken = folder.take(owner, bytes); !taken) return std::unexpected(taken.error());
  std::unique_ptr<Upload> upload(new Upload(folder, owner, name));
  upload->taken_ = bytes;
  upload->file_ = ::open(upload->path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (upload->file_ < 0) return refuse(failed("open", upload->path_));
  return upload;
}

Upload::~Upload() {
  if (file_ >= 0) ::close(file_);
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
  folder_.wrote(-static_cast<std::int64_t>(written_));
  folder_.give_back(owner_, taken_);
}

std::optional<Refusal> Upload::write(std::string_view bytes) {
  if (!refusal_) refusal_ = write_all(bytes);
  return refusal_;
}

std::optional<Refusal> Upload::write_all(std::string_view bytes) {
  if (written_ + bytes.size() > taken_) {
    const std::uint64_t more = written_ + bytes.size() - taken_;
    if (const auto taken = folder_.take(owner_, more); !taken) return taken.error().law;
    taken_ += more;
  }
  while (!bytes.empty()) {
    const ssize_t length = ::write(file_, bytes.data(), bytes.size());
    if (length < 0 && errno == EINTR) continue;
    if (length < 0) return failed("write", path_);
    bytes.remove_prefix(static_cast<std::size_t>(length));
    written_ += static_cast<std::uint64_t>(length);
    folder_.wrote(length);
  }
  return std::nullopt;
}

std::optional<Refusal> Upload::close() {
  if (!refusal_ && ::close(std::exchange(file_, -1)) != 0) refusal_ = failed("close", path_);
  return refusal_;
}

Hash Upload::digest() const {
  std::ifstream file(path_, std::ios::binary);
  std::string block(std::size_t{1} << 20, '\0');
  Hash digest{};
  while (file.read(block.data(), std::ssize(block)) || file.gcount() > 0) {
    const std::string_view read(block.data(), static_cast<std::size_t>(file.gcount()));
    digest = hash_of(HashFunction::sha256, {bytes_of(digest), read});
  }
  return digest;
}

}  // namespace chuangyou
