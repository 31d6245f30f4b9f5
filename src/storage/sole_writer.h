// One program at a time writes to a database: a second one would number entries by itself, and the
// figures that the first keeps in memory would not hear of its acts. Who only reads is free.
#pragma once

#include <string>

#include "core/result.h"

namespace chuangyou {

// Held for as long as it lives; the system lets go of it when a program ends, however it ends.
class SoleWriter {
 public:
  // database_is_in_use while another program holds it. Leaves a file `<database>.lock` behind.
  static Result<SoleWriter> of(const std::string& database);

  SoleWriter(SoleWriter&& other) noexcept;
  SoleWriter& operator=(SoleWriter&&) = delete;
  ~SoleWriter();

 private:
  explicit SoleWriter(int file) : file_(file) {}
  int file_;
};

}  // namespace chuangyou
