#include "documents/file_type.h"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <set>
#include <string>

namespace chuangyou {
namespace {

// The end of an archive's list of names, and one name in it (APPNOTE.TXT 4.3.16, 4.3.12).
constexpr std::string_view end_mark = "PK\x05\x06", name_mark = "PK\x01\x02";
constexpr std::size_t end_bytes = 22, name_bytes = 46, comment_bytes_max = 0xFFFF;
// An office document has some hundred parts; a longer list is no document of an office.
constexpr std::size_t list_bytes_max = 4 * 1024 * 1024;

std::string read_at(std::ifstream& file, std::uint64_t place, std::size_t bytes) {
  std::string text(bytes, '\0');
  file.clear();
  file.seekg(static_cast<std::streamoff>(place));
  file.read(text.data(), static_cast<std::streamsize>(bytes));
  text.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
  return text;
}

// Lowest byte first.
std::uint32_t number_at(std::string_view text, std::size_t place, std::size_t bytes) {
  std::uint32_t number = 0;
  for (std::size_t i = bytes; i-- > 0;)
    number = number << 8U | static_cast<std::uint8_t>(text[place + i]);
  return number;
}

// Empty where the list is not as it should be.
std::set<std::string, std::less<>> names_in_archive(std::ifstream& file, std::uint64_t size) {
  const std::uint64_t tail_bytes = std::min<std::uint64_t>(size, end_bytes + comment_bytes_max);
  const std::string tail = read_at(file, size - tail_bytes, tail_bytes);
  const std::size_t end = tail.rfind(end_mark);
  if (end == std::string::npos || tail.size() - end < end_bytes) return {};
  const std::size_t list_bytes = number_at(tail, end + 12, 4);
  const std::uint64_t list_place = number_at(tail, end + 16, 4);
  if (list_bytes > list_bytes_max || list_place + list_bytes > size) return {};
  const std::string list = read_at(file, list_place, list_bytes);
  std::set<std::string, std::less<>> names;
  for (std::size_t at = 0; at < list.size();) {
    const bool is_whole = list.size() - at >= name_bytes && list.compare(at, 4, name_mark) == 0;
    if (!is_whole) return {};
    const std::size_t length = number_at(list, at + 28, 2);
    const std::size_t beside = number_at(list, at + 30, 2) + number_at(list, at + 32, 2);
    if (list.size() - at - name_bytes < length + beside) return {};
    names.insert(list.substr(at + name_bytes, length));
    at += name_bytes + length + beside;
  }
  return names;
}

const FileType* type_of_archive(std::ifstream& file, std::uint64_t size) {
  const auto names = names_in_archive(file, size);
  const bool brings_a_program = std::ranges::any_of(names, [](const std::string& name) {
    return name.ends_with("vbaProject.bin") || name.contains("activeX/");
  });
  if (brings_a_program) return nullptr;
  if (names.contains("OFD.xml")) return find_file_type("ofd");
  if (!names.contains("[Content_Types].xml")) return nullptr;
  if (names.contains("word/document.xml")) return find_file_type("docx");
  if (names.contains("xl/workbook.xml")) return find_file_type("xlsx");
  return nullptr;
}

}  // namespace

const FileType* find_file_type(std::string_view ending) {
  const auto* found = std::ranges::find(file_types, ending, &FileType::ending);
  return found == std::end(file_types) ? nullptr : found;
}

const FileType* file_type_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::error_code failed;
  const std::uint64_t size = std::filesystem::file_size(path, failed);
  if (!file || failed) return nullptr;
  const std::string head = read_at(file, 0, 8);
  if (head.starts_with("%PDF-")) return find_file_type("pdf");
  if (head.starts_with("\xFF\xD8\xFF")) return find_file_type("jpeg");
  if (head == "\x89PNG\r\n\x1A\n") return find_file_type("png");
  if (head.starts_with("PK\x03\x04")) return type_of_archive(file, size);
  return nullptr;
}

}  // namespace chuangyou
