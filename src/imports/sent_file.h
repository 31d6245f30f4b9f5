// A file that somebody sends as evidence: what it is by content, under what hash it waits for an
// act that takes it. A name plays no part before that act gives it one.
#pragma once

#include <filesystem>

#include "core/hash.h"
#include "documents/file_type.h"
#include "storage/kept_files.h"

namespace chuangyou {

struct SentFile {
  Hash hash{};
  const FileType* type = nullptr;
  std::int64_t bytes = 0;
};
// The file goes from where it lies. file_is_empty, file_type_is_unknown, and what stands against
// its waiting (storage/kept_files.h).
Result<SentFile> take_sent_file(const KeptFiles&, BodyNo, HashFunction of_body, PersonId,
                                const std::filesystem::path& from);

}  // namespace chuangyou
