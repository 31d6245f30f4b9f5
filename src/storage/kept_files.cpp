#include "storage/kept_files.h"

#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/refusal.h"
#include "storage/sole_writer.h"

namespace chuangyou {
namespace {

namespace fs = std::filesystem;

// As with files on their way in (net/upload.cpp): a full disk is one for every file.
std::unexpected<Refused> failed(const char* what, const fs::path& path) {
  const int error = errno;
  spdlog::error("evidence=failed step={} file={} why=\"{}\"", what, path.filename().string(),
                std::strerror(error));
  const bool is_full = error == ENOSPC || error == EDQUOT || error == EFBIG || error == EMLINK;
  return refuse(is_full ? Refusal::disk_reserve_is_reached : Refusal::not_accepting_acts_now);
}

bool sync(const fs::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  const bool is_synced = ::fsync(file) == 0;
  const int error = errno;
  ::close(file);
  errno = error;
  return is_synced;
}

// Each folder that comes anew is an entry of the one above it, which has to reach the disk too.
bool make_folder(const fs::path& path) {
  if (::access(path.c_str(), F_OK) == 0) return true;
  if (!make_folder(path.parent_path())) return false;
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return false;
  return sync(path.parent_path());
}

fs::path folder_of(const fs::path& all, BodyNo body, PersonId person) {
  return all / "waiting" / (std::to_string(static_cast<int>(body)) + "-" + to_text(person));
}

std::optional<fs::path> find_waiting(const fs::path& folder, const Hash& hash) {
  std::error_code none;
  const std::string name = to_hex(hash);
  for (const fs::directory_entry& one : fs::directory_iterator(folder, none))
    if (one.path().stem() == name) return one.path();
  return std::nullopt;
}

std::size_t count_in(const fs::path& folder) {
  std::size_t count = 0;
  for ([[maybe_unused]] const fs::directory_entry& one : fs::directory_iterator(folder)) ++count;
  return count;
}

}  // namespace

KeptFiles KeptFiles::beside(const std::string& database) {
  return KeptFiles(resolved_path(database) + ".files");
}

Result<void> KeptFiles::wait(BodyNo body, PersonId person, const Hash& hash, std::string_view type,
                             const fs::path& from) const {
  const fs::path folder = folder_of(folder_, body, person);
  if (!make_folder(folder)) return failed("mkdir", folder);
  const fs::path to = folder / (to_hex(hash) + "." + std::string(type));
  if (!find_waiting(folder, hash) && count_in(folder) >= waiting_max)
    return refuse(Refusal::upload_allowance_is_used_up, {}, std::to_string(waiting_max));
  if (!sync(from)) return failed("fsync", from);
  if (::rename(from.c_str(), to.c_str()) != 0) return failed("rename", to);
  if (!sync(folder)) return failed("fsync", folder);
  return {};
}

std::optional<KeptFiles::Waiting> KeptFiles::waiting(BodyNo body, PersonId person,
                                                     const Hash& hash) const {
  const auto found = find_waiting(folder_of(folder_, body, person), hash);
  if (!found) return std::nullopt;
  std::error_code gone;
  const auto bytes = fs::file_size(*found, gone);
  if (gone) return std::nullopt;
  return Waiting{found->extension().string().substr(1), static_cast<std::int64_t>(bytes)};
}

// A second name for the same bytes: nothing is copied on the writing thread. It takes the place of
// what lies there, so that a file that was damaged since is whole again.
Result<void> KeptFiles::keep(BodyNo body, PersonId person, const Hash& hash) const {
  const auto from = find_waiting(folder_of(folder_, body, person), hash);
  if (!from) return refuse(Refusal::file_was_not_sent, "evidence");
  const fs::path to = path_of(body, hash);
  const fs::path shelf = to.parent_path();
  const fs::path draft = to.string() + ".new";
  if (!make_folder(shelf)) return failed("mkdir", shelf);
  ::unlink(draft.c_str());
  if (::link(from->c_str(), draft.c_str()) != 0) return failed("link", draft);
  if (::rename(draft.c_str(), to.c_str()) != 0) return failed("rename", to);
  ::unlink(draft.c_str());  // where both were the same file already, rename leaves it
  if (!sync(shelf)) return failed("fsync", shelf);
  return {};
}

fs::path KeptFiles::path_of(BodyNo body, const Hash& hash) const {
  const std::string name = to_hex(hash);
  return folder_ / "kept" / std::to_string(static_cast<int>(body)) / name.substr(0, 2) / name;
}

void KeptFiles::forget_waiting(fs::file_time_type before) const {
  std::error_code none;
  for (const fs::directory_entry& folder : fs::directory_iterator(folder_ / "waiting", none))
    for (const fs::directory_entry& one : fs::directory_iterator(folder.path(), none)) {
      std::error_code gone;
      if (one.last_write_time(gone) < before && !gone) fs::remove(one.path(), gone);
    }
}

std::vector<Hash> KeptFiles::on_shelf(BodyNo body, unsigned shelf) const {
  Hash any{};
  any[0] = static_cast<std::uint8_t>(shelf);
  std::vector<Hash> found;
  std::error_code none;
  for (const fs::directory_entry& one :
       fs::directory_iterator(path_of(body, any).parent_path(), none))
    if (const auto hash = parse_hash(one.path().filename().string())) found.push_back(*hash);
  return found;
}

void KeptFiles::forget(BodyNo body, const Hash& hash) const {
  std::error_code gone;
  fs::remove(path_of(body, hash), gone);
}

}  // namespace chuangyou
