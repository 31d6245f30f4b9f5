#include "documents/workbook_parts.h"

#include <zip.h>

#include <fstream>

namespace chuangyou {
namespace {

constexpr zip_int64_t members_max = 10'000;
// Below this no ratio is looked at: a small sheet of blanks packs to nearly nothing.
constexpr std::uint64_t harmless_bytes = 64 * 1024 * 1024;

// OLE: what Excel wrote before 2007, and what it writes under a password.
constexpr std::string_view compound_file = "\xD0\xCF\x11\xE0";

Refused broken(std::string detail = {}) {
  return {Refusal::workbook_is_malformed, {}, std::move(detail)};
}

bool is_a_bomb(const zip_stat_t& member) {
  if ((member.valid & ZIP_STAT_SIZE) == 0 || member.size <= harmless_bytes) return false;
  return member.size > part_bytes_max || (member.valid & ZIP_STAT_COMP_SIZE) == 0 ||
         member.size / unpacked_per_packed_max > member.comp_size;
}

}  // namespace

Result<WorkbookParts> WorkbookParts::open(const std::filesystem::path& file) {
  std::string beginning(4, '\0');
  std::ifstream(file, std::ios::binary).read(beginning.data(), 4);
  if (beginning == compound_file)
    return refuse(Refusal::media_type_is_wrong, {}, "xls, or xlsx with a password");
  int fault = 0;
  zip* archive = zip_open(file.c_str(), ZIP_RDONLY, &fault);
  if (!archive) {
    if (beginning.starts_with("PK")) return std::unexpected(broken());
    return refuse(Refusal::media_type_is_wrong, {}, "xlsx");
  }
  WorkbookParts parts(archive);
  const zip_int64_t members = zip_get_num_entries(archive, 0);
  if (members > members_max) return refuse(Refusal::workbook_is_too_large);
  for (zip_int64_t i = 0; i < members; ++i) {
    zip_stat_t member;
    if (zip_stat_index(archive, static_cast<zip_uint64_t>(i), 0, &member) != 0)
      return std::unexpected(broken());
    if (is_a_bomb(member)) return refuse(Refusal::workbook_is_too_large, {}, member.name);
  }
  return parts;
}

WorkbookParts::WorkbookParts(WorkbookParts&& other) noexcept : archive_(other.archive_) {
  other.archive_ = nullptr;
}
WorkbookParts& WorkbookParts::operator=(WorkbookParts&& other) noexcept {
  std::swap(archive_, other.archive_);
  return *this;
}
WorkbookParts::~WorkbookParts() {
  if (archive_) zip_discard(archive_);
}

WorkbookParts::Part::~Part() {
  if (file_) zip_fclose(file_);
}

// The size that an archive says of its member may be a lie: what comes is counted too.
Result<std::size_t> WorkbookParts::Part::read(char* into, std::size_t bytes) {
  const zip_int64_t got = zip_fread(file_, into, bytes);
  if (got < 0) return std::unexpected(broken());
  read_ += static_cast<std::uint64_t>(got);
  if (read_ > part_bytes_max) return refuse(Refusal::workbook_is_too_large);
  return static_cast<std::size_t>(got);
}

bool WorkbookParts::has(std::string_view name) const {
  return zip_name_locate(archive_, std::string(name).c_str(), ZIP_FL_NOCASE) >= 0;
}

Result<WorkbookParts::Part> WorkbookParts::part(std::string_view name) const {
  zip_file* file = zip_fopen(archive_, std::string(name).c_str(), ZIP_FL_NOCASE);
  if (!file) return std::unexpected(broken(std::string(name)));
  zip_stat_t member;
  const bool is_told = zip_stat(archive_, std::string(name).c_str(), ZIP_FL_NOCASE, &member) == 0 &&
                       (member.valid & ZIP_STAT_SIZE) != 0;
  return Part(file, is_told ? member.size : 0);
}

}  // namespace chuangyou
