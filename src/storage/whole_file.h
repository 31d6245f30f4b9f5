// A small file that is there whole or as it was before, whatever happens meanwhile.
#pragma once

#include <filesystem>
#include <string_view>

namespace chuangyou {

// Written beside, synced, renamed, the folder synced (0600). StorageError where any of it fails:
// then the old file is still the one that counts.
void write_whole_file(const std::filesystem::path& path, std::string_view text);

}  // namespace chuangyou
