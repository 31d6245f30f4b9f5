// What was erased must be gone from the files as well: from the log, and from copies of before.
#pragma once

#include <functional>
#include <string>

#include "storage/sqlite.h"

namespace chuangyou {

// Copies the log over and cuts it to nothing. False while a reader still needs it: try again.
bool empty_log(Connection&);
// The databases that a rebuild has kept beside its own, `<database>.before-…`, as far as they hold
// what is to be forgotten.
void remove_kept_copies(const std::string& database_path,
                        const std::function<bool(const std::string& path)>& holds_it);

// While it lives, whatever goes from a page or with one is overwritten.
class Overwriting {
 public:
  explicit Overwriting(Connection&);
  Overwriting(const Overwriting&) = delete;
  Overwriting& operator=(const Overwriting&) = delete;
  ~Overwriting();

 private:
  Connection& connection_;
  std::int64_t before_;
};

}  // namespace chuangyou
