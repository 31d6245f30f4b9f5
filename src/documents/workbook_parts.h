// The parts of a workbook (ECMA-376 part 2): a ZIP archive whose members are read as streams,
// never unpacked to disk. What would unpack without end is refused before it has.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "core/result.h"

struct zip;
struct zip_file;

namespace chuangyou {

// A sheet of a million rows with forty columns has some 2 GB as text.
inline constexpr std::uint64_t part_bytes_max = std::uint64_t{4} << 30U;
// What offices write packs to a tenth or a thirtieth; repeated cells to a two-hundredth at most.
inline constexpr std::uint64_t unpacked_per_packed_max = 1000;

class WorkbookParts {
 public:
  // workbook_is_malformed, workbook_is_too_large (more members than any workbook has, or one that
  // unpacks beyond what stands above), media_type_is_wrong (no archive: an old .xls, or one that is
  // kept under a password).
  static Result<WorkbookParts> open(const std::filesystem::path& file);
  WorkbookParts(WorkbookParts&&) noexcept;
  WorkbookParts& operator=(WorkbookParts&&) noexcept;
  ~WorkbookParts();

  class Part {
   public:
    Part(Part&& other) noexcept : file_(other.file_), read_(other.read_), said_(other.said_) {
      other.file_ = nullptr;
    }
    Part& operator=(Part&&) = delete;
    ~Part();
    // How many bytes came, 0 at the end; workbook_is_malformed where its check sum does not agree.
    Result<std::size_t> read(char* into, std::size_t bytes);
    std::uint64_t bytes_read() const { return read_; }
    // As the archive says it, which may be a lie; 0 where it says nothing.
    std::uint64_t bytes_said() const { return said_; }

   private:
    friend class WorkbookParts;
    Part(zip_file* file, std::uint64_t said) : file_(file), said_(said) {}
    zip_file* file_;
    std::uint64_t read_ = 0, said_ = 0;
  };
  bool has(std::string_view name) const;
  // By its name in the archive, in any case of letters; workbook_is_malformed without one.
  Result<Part> part(std::string_view name) const;

 private:
  explicit WorkbookParts(zip* archive) : archive_(archive) {}
  zip* archive_;
};

}  // namespace chuangyou
