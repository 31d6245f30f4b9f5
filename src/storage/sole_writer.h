// One program at a time writes to a database: a second one would number entries by itself, and the
// figures that the first keeps in memory would not hear of its acts. Who only reads is free.
#pragma once

#include <string>

#include "core/result.h"

namespace chuangyou {

// The file that a path leads to, over whatever symbolic links; it need not be there yet.
std::string resolved_path(const std::string& database);

// Whether something is mounted at this very path: a file that lies elsewhere under another name,
// and there its log and its lock are looked for. Throws where nothing lets that be known.
bool is_mounted_by_itself(const std::string& path);

// Held for as long as it lives; the system lets go of it when a program ends, however it ends.
class SoleWriter {
 public:
  // database_is_in_use while another program holds it. Leaves a file `<database>.lock` behind,
  // beside the resolved path, so that another name of the same file finds the same lock; a file
  // with several hard links, or mounted alone, has no one place for it:
  // database_has_several_names. Puts back what a rebuild that was broken off has left
  // (storage/swapping.h), and takes from everybody but the owner what older programs let them read.
  static Result<SoleWriter> of(const std::string& database);

  SoleWriter(SoleWriter&& other) noexcept;
  SoleWriter& operator=(SoleWriter&&) = delete;
  ~SoleWriter();

 private:
  explicit SoleWriter(int file) : file_(file) {}
  int file_;
};

}  // namespace chuangyou
