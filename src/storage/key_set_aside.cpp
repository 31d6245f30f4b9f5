#include "storage/key_set_aside.h"

#include "storage/online_copy.h"

namespace chuangyou {

void set_key_aside(const std::filesystem::path& keys_folder, std::string_view name,
                   std::string_view as) {
  if (!std::filesystem::exists(keys_folder / name)) return;
  std::filesystem::rename(keys_folder / name, keys_folder / as);
  sync_folder(keys_folder);
}

}  // namespace chuangyou
