// Which keys of rows a file has had so far, to notice one that comes twice. A million keys as text
// would take a hundred megabytes: what is kept of each is 64 bits of its hash and its row. That two
// of a million differ and share all 64 is one case in thirty million files, and would be refused
// with both rows told.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace chuangyou {

class SeenSources {
 public:
  // The row in which the key was before, if it was.
  std::optional<std::int64_t> see(std::string_view source, std::int64_t row);

 private:
  struct Seen {
    std::uint64_t hash = 0;
    std::uint32_t row = 0;  // 0: nothing lies here
  };
  void grow();
  std::size_t place_of(std::uint64_t hash) const;

  std::vector<Seen> seen_;
  std::size_t count_ = 0;
};

}  // namespace chuangyou
