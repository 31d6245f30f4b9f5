// The files beside the database against the entries that name them: each is there, whole and
// unchanged.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/hash.h"
#include "core/uuid.h"
#include "storage/sqlite.h"

namespace chuangyou {

struct FileFinding {
  BodyNo body{};
  std::int64_t seq = 0;  // of the first entry that names it
  Hash hash{};
  std::string_view what;  // file_is_missing, file_was_changed
};
struct FilesVerified {
  std::int64_t files = 0;
  std::vector<FileFinding> findings;
};
FilesVerified verify_files(Connection&, const std::string& database);

// What the file says, where it is what its entry named; StorageError where it is not: a file that
// was changed is never given out.
std::string read_kept_file(const std::string& database, BodyNo, HashFunction, const Hash&);

}  // namespace chuangyou
