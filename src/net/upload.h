// Files on their way in: written to the disk as they arrive, so that their size does not matter to
// memory, and no more of them than the disk can hold beside the acts.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <utility>

#include "core/hash.h"
#include "core/health.h"
#include "core/result.h"
#include "core/uuid.h"

namespace chuangyou {

struct UploadLimits {
  std::uint64_t person_bytes = std::uint64_t{1} << 30;
  std::uint64_t all_bytes = std::uint64_t{10} << 30;
  // Below so much free disk only acts are taken. Not said: 1 GiB or a fiftieth of the disk,
  // whichever is more; a larger disk has a larger database, and rebuilding writes it once more.
  std::optional<std::uint64_t> disk_reserve_bytes;
};

// Where they lie, and who has how much there. Nothing of it outlives the program: a file goes with
// its Upload, and what a crash has left behind goes at the next start.
class UploadFolder {
 public:
  using Owner = std::pair<BodyNo, PersonId>;

  UploadFolder(std::filesystem::path path, UploadLimits limits);

  // upload_allowance_is_used_up, disk_reserve_is_reached. What was announced is set aside at once.
  Result<void> take(const Owner& owner, std::uint64_t bytes);
  void give_back(const Owner& owner, std::uint64_t bytes);
  // So much of what was taken has reached the disk, or (negative) left it.
  void wrote(std::int64_t bytes);

  const std::filesystem::path& path() const { return path_; }
  Health::Report report() const;

 private:
  struct Disk {
    std::uint64_t free = 0, reserve = 0;
  };
  Disk disk() const;

  std::filesystem::path path_;
  UploadLimits limits_;
  mutable std::mutex mutex_;
  std::map<Owner, std::uint64_t> taken_;
  std::uint64_t taken_in_all_ = 0;
  std::int64_t written_ = 0;
};

class Upload {
 public:
  static Result<std::unique_ptr<Upload>> begin(UploadFolder& folder,
                                               const UploadFolder::Owner& owner, const Uuid& name,
                                               std::optional<std::uint64_t> announced_bytes);
  Upload(const Upload&) = delete;
  Upload& operator=(const Upload&) = delete;
  // The file goes with whoever holds it.
  ~Upload();

  // Why the disk did not take it, if it did not; then it takes nothing more.
  std::optional<Refusal> write(std::string_view bytes);
  std::optional<Refusal> close();
  // Of the whole file once it is closed, in blocks of one size: the same file has the same digest
  // in however many pieces it came.
  Hash digest() const;
  const std::filesystem::path& path() const { return path_; }

 private:
  Upload(UploadFolder& folder, const UploadFolder::Owner& owner, const Uuid& name);
  std::optional<Refusal> write_all(std::string_view bytes);

  UploadFolder& folder_;
  UploadFolder::Owner owner_;
  std::filesystem::path path_;
  int file_ = -1;
  std::uint64_t taken_ = 0, written_ = 0;
  std::optional<Refusal> refusal_;
};

}  // namespace chuangyou
