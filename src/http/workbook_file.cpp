#include "http/workbook_file.h"

#include <atomic>
#include <fstream>
#include <iterator>

namespace chuangyou {
namespace {

std::filesystem::path new_path_in(const std::filesystem::path& folder) {
  static std::atomic<std::int64_t> made = 0;
  return folder / ("export-" + std::to_string(++made) + ".xlsx");
}

}  // namespace

WorkbookFile::WorkbookFile(const std::filesystem::path& folder)
    : path_(new_path_in(folder)), writer_(path_) {}

WorkbookFile::~WorkbookFile() {
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
}

std::optional<std::string> WorkbookFile::bytes(std::size_t bytes_max) {
  writer_.close();
  if (std::filesystem::file_size(path_) > bytes_max) return std::nullopt;
  std::ifstream input(path_, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(input), {});
}

}  // namespace chuangyou
