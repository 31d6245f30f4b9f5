// A backup: a folder with all of a house at one position of its journal, made while it works.
//
//   database        as it stood; without sessions
//   files/<body>/…  the evidence that it names, by hash
//   checkpoints     what was sealed beside it, and what witnesses outside have signed (cosigned)
//   manifest.json   when, by which program, how far each journal goes, which keys belong to it
//   SHA256SUMS      the hash of each of these, as `sha256sum -c` reads it; written last
//
// The secrets of the house are not in it: whoever steals a backup shall not sign in its name.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "campaign/load.h"
#include "core/hash.h"

namespace chuangyou {

struct BackedUpBody {
  std::string key;
  BodyNo no{};
  std::int64_t entries = 0;  // of its journal
  Moment at;                 // of the last one
  Hash root{};               // of the tree over all that is sealed
  std::int64_t sealed = 0;
  std::string log_key;  // by which its log is verified; empty where it never had one
};
struct BackedUpFile {
  std::string name;  // within the folder
  Hash sha256{};
};
struct Backup {
  Moment at;
  std::string program;  // its edition
  std::int64_t bytes = 0;
  std::vector<BackedUpBody> bodies;
  std::vector<BackedUpFile> files;  // all but SHA256SUMS
};

// Beside whoever writes. `spare`: bytes of the target's disk that must stay free. place_is_taken,
// disk_is_too_small, files_differ_from_the_journal; StorageError where the machine fails. Until it
// is whole it is called `<place>.making`, which a later one removes.
Result<Backup> make_backup(const std::string& database, const std::string& place, Moment now,
                           std::int64_t spare = 0, const Step& step = {});

// What it says of itself: SHA256SUMS and the manifest. backup_is_incomplete,
// backup_differs_from_the_journal.
Result<Backup> read_backup(const std::string& place);

// Restores it into a folder of its own beneath `work` and holds hashes, journal, checkpoints, files
// and tables against each other. backup_is_incomplete, backup_differs_from_the_journal;
// disk_is_too_small where it cannot be tried.
struct BackupVerified {
  Backup backup;
  std::int64_t rows = 0;            // of tables that were compared
  bool are_tables_compared = true;  // false: another edition of the program has made them
};
Result<BackupVerified> verify_backup(const std::string& place, const std::string& campaigns,
                                     const std::string& work, Moment now);

// Up to an entry of one body, the others whole; or everything up to a moment.
struct RestoreUntil {
  std::string body;  // empty: the moment counts
  std::int64_t seq = 0;
  Moment at;
};
std::optional<RestoreUntil> parse_restore_until(
    std::string_view text);  // `province:1200`, RFC 3339

struct Restored {
  Backup backup;
  std::vector<std::pair<std::string, std::int64_t>> bodies;  // how far each goes now
};
// Into an empty place; nothing of the backup is changed. Up to a position the tables are made anew,
// by the same code as rebuild. A house that was restored takes no acts and signs no log until
// somebody says how it goes on (jobs/restored.h). place_is_taken, position_is_unknown,
// disk_is_too_small, backup_is_incomplete, backup_differs_from_the_journal.
Result<Restored> restore(const std::string& place, const Places& into,
                         const std::optional<RestoreUntil>& until, Moment now);

// `<database>.restored`: each body and how far its journal went when it was restored. It lies there
// until somebody has said how the house goes on.
class RestoredNote {
 public:
  explicit RestoredNote(const std::string& database) : path_(database + ".restored") {}
  using Bodies = std::vector<std::pair<std::string, std::int64_t>>;
  void write(const Bodies&) const;
  std::optional<Bodies> read() const;
  void remove() const;

 private:
  std::string path_;
};

}  // namespace chuangyou
