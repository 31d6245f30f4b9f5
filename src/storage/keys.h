// The secrets of the house: 32 random bytes each, in files of their own beside the database and
// never in it, so that whoever steals a copy of the one does not have the other.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>

namespace chuangyou {

using Secret = std::array<std::uint8_t, 32>;

class Keys {
 public:
  // The folder is made (0700) with the first secret.
  explicit Keys(std::filesystem::path folder) : folder_(std::move(folder)) {}
  static std::filesystem::path beside(std::string_view database);  // `<database>.keys`

  // The secret of this name, made from the system's randomness (0600, on the disk before it is
  // used) where there is none yet. StorageError where it can be neither read nor made: a key that
  // is there and unreadable is never replaced.
  Secret of(std::string_view name) const;
  std::optional<Secret> find(std::string_view name) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace chuangyou
