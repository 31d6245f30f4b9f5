// The files that stand as evidence beside records: outside the database, by the hash of their
// content, so that a name can neither lead astray nor be guessed into another body's. What was sent
// waits under whoever sent it until an act takes it, a day at most.
//
//   <database>.files/waiting/<body>-<person>/<hash>.<type>
//   <database>.files/kept/<body>/<first byte of the hash>/<hash>
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/hash.h"
#include "core/result.h"
#include "core/uuid.h"

namespace chuangyou {

class KeptFiles {
 public:
  explicit KeptFiles(std::filesystem::path folder) : folder_(std::move(folder)) {}
  static KeptFiles beside(const std::string& database);

  struct Waiting {
    std::string type;
    std::int64_t bytes = 0;
  };
  // The file goes from where it lies; once this has returned no crash loses it.
  // upload_allowance_is_used_up; disk_reserve_is_reached, not_accepting_acts_now.
  Result<void> wait(BodyNo, PersonId, const Hash&, std::string_view type,
                    const std::filesystem::path& from) const;
  std::optional<Waiting> waiting(BodyNo, PersonId, const Hash&) const;
  // Before the entry that names it is written; file_was_not_sent.
  Result<void> keep(BodyNo, PersonId, const Hash&) const;
  std::filesystem::path path_of(BodyNo, const Hash&) const;

  // What nobody has taken; times by the file system's clock.
  void forget_waiting(std::filesystem::file_time_type before) const;
  // The files of one of 256 shelves, so that whoever looks through all keeps nobody waiting.
  std::vector<Hash> on_shelf(BodyNo, unsigned shelf) const;
  void forget(BodyNo, const Hash&) const;

  static constexpr std::size_t waiting_max = 50;  // of one person
  static constexpr unsigned shelves = 256;

 private:
  std::filesystem::path folder_;
};

}  // namespace chuangyou
