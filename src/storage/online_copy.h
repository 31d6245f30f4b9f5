// Copying for a backup: a database as it stands at one moment while others go on writing, and files
// that are on the disk when they count.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/hash.h"
#include "storage/sqlite.h"

namespace chuangyou {

// Page by page out of one snapshot: writers go on, only the log cannot begin anew meanwhile. The
// copy has no log beside it, and none of what lives for hours only: sessions and answered keys.
void copy_database_online(const std::string& from, const std::string& to);

// Of a copy that is to be shorter: answers that were given after its end are none of its own.
void forget_what_is_short_lived(Connection&);

// With all that it says on the disk (0600). StorageError, SQLITE_FULL where the disk is full.
void copy_file_to_disk(const std::filesystem::path& from, const std::filesystem::path& to);
void sync_folder(const std::filesystem::path&);

Hash sha256_of_file(const std::filesystem::path&);  // StorageError where it cannot be read

}  // namespace chuangyou
