// The texts of a workbook that its cells name by number (ECMA-376 part 1, 18.4.9). They lie in a
// file without a name beside the workbook: a million of them take no memory but their places, and
// what repeats itself is kept at hand only where it is short.
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "documents/workbook_parts.h"

namespace chuangyou {

// `_x000D_` is a carriage return: what XML cannot hold is written so (22.9.2.19).
std::string unescaped(std::string_view text);

class SharedStrings {
 public:
  // They take no more than a quarter of what the disk has left.
  explicit SharedStrings(const std::filesystem::path& beside);
  SharedStrings(const SharedStrings&) = delete;
  SharedStrings& operator=(const SharedStrings&) = delete;
  ~SharedStrings();

  // workbook_is_malformed, workbook_is_too_large, disk_reserve_is_reached.
  Result<void> read(WorkbookParts::Part part);
  // Nullptr: there is none of that number. Valid until the next call.
  const std::string* at(std::uint64_t number);

 private:
  struct Recent {
    std::uint64_t number = UINT64_MAX;
    std::string text;
  };
  void add(std::string_view text);
  void write_out();

  int file_;
  std::uint64_t bytes_max_;
  std::string to_write_;
  std::uint64_t written_ = 0;
  struct Place {
    std::uint64_t begin, end;
  };
  Place place_of(std::uint64_t number) const;

  // Where each text ends in the file, counted from where its block begins.
  std::deque<std::uint32_t> ends_;
  std::vector<std::uint64_t> blocks_;
  std::vector<Recent> recent_;  // by the number's last digits: cells repeat themselves
  std::string long_one_;
};

}  // namespace chuangyou
