// `<database>.checkpoints`: what was sealed, beside the database and not in it, so that a journal
// that has lost its end is noticed. One line a seal: `<body key> <size> <root in base64> <moment>`,
// behind it whatever else is said of it, and at its end what shows that a byte of it has flipped. A
// line of before the last was written holds without it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/hash.h"

namespace chuangyou {

struct CheckpointLine {
  std::string body;
  std::int64_t size = 0;  // entries under the root
  Hash root{};
  Moment at;
  std::string rest;  // without a line end; empty: nothing
  bool operator==(const CheckpointLine&) const = default;
};

class CheckpointFile {
 public:
  static std::string beside(const std::string& database);

  explicit CheckpointFile(std::string path) : path_(std::move(path)) {}

  // On the disk when it returns; StorageError where it cannot be. Where the file has grown beyond
  // 1 MiB, of what is older than an hour one line an hour and body stays, the last.
  void append(std::span<const CheckpointLine> lines);
  // In the order in which they were written. A last line that a crash has cut short is none; any
  // other that cannot be read is counted.
  struct Lines {
    std::vector<CheckpointLine> all;
    std::int64_t malformed = 0;
  };
  Lines read_all() const;  // none where there is no file

 private:
  void thin(Moment now);

  std::string path_;
  std::int64_t bytes_after_thinning_ = 0;
};

}  // namespace chuangyou
