// Whether a path still leads to the file that was there at first: whoever puts a backup in the
// place of a database that is being written would lose all that is acknowledged afterwards.
#pragma once

#include <sys/types.h>

#include <string>

namespace chuangyou {

class SameFile {
 public:
  explicit SameFile(std::string path);
  void check() const;  // StorageError where another file is there, or none

 private:
  std::string path_;
  dev_t device_;
  ino_t number_;
};

}  // namespace chuangyou
