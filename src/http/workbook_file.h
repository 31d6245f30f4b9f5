// A workbook that goes out in a reply: made in a file of its own, which goes with this.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "documents/xlsx_writer.h"

namespace chuangyou {

class WorkbookFile {
 public:
  explicit WorkbookFile(const std::filesystem::path& folder);
  ~WorkbookFile();
  WorkbookFile(const WorkbookFile&) = delete;
  WorkbookFile& operator=(const WorkbookFile&) = delete;

  XlsxWriter& writer() { return writer_; }
  // All of it, once nothing more is written; nullopt where it is longer.
  std::optional<std::string> bytes(std::size_t bytes_max);

 private:
  std::filesystem::path path_;
  XlsxWriter writer_;
};

}  // namespace chuangyou
