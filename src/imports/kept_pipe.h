// What comes through a pipe or out of a packed file can be read only once, and what is applied is
// read twice: it lies beside the other temporary files for as long as that takes.
#pragma once

#include <filesystem>
#include <istream>

namespace chuangyou {

class KeptPipe {
 public:
  // No more of it than a file may have, and one byte.
  explicit KeptPipe(std::istream& pipe);
  ~KeptPipe();
  KeptPipe(const KeptPipe&) = delete;
  KeptPipe& operator=(const KeptPipe&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace chuangyou
