// A secret that has served its time: kept under another name, where nobody looks for it.
#pragma once

#include <filesystem>
#include <string_view>

namespace chuangyou {

// On the disk when it returns; nothing where there is none. StorageError where it cannot be.
void set_key_aside(const std::filesystem::path& keys_folder, std::string_view name,
                   std::string_view as);

}  // namespace chuangyou
