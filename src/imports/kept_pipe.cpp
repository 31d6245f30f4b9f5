#include "imports/kept_pipe.h"

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string>

#include "imports/import.h"

namespace chuangyou {

// mkstemp makes it for its owner alone.
KeptPipe::KeptPipe(std::istream& pipe) {
  std::string name = (std::filesystem::temp_directory_path() / "chuangyou-import-XXXXXX").string();
  const int made = ::mkstemp(name.data());
  if (made < 0) throw std::runtime_error("no temporary file for what comes through a pipe");
  ::close(made);
  path_ = name;
  constexpr std::size_t at_once = 1 << 16;
  std::ofstream file(path_, std::ios::binary | std::ios::trunc);
  std::string bytes(at_once, '\0');
  for (std::int64_t kept = 0; kept <= import_bytes_max && pipe;) {
    pipe.read(bytes.data(), std::ssize(bytes));
    kept += pipe.gcount();
    file.write(bytes.data(), pipe.gcount());
  }
  file.close();
  if (!file) throw std::runtime_error("the temporary file for what comes through a pipe is cut");
}

KeptPipe::~KeptPipe() {
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
}

}  // namespace chuangyou
