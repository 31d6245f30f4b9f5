// What a file is by its content, whatever it is called: the few kinds that may be kept as evidence.
// Of archives only the list of names is read; nothing is ever unpacked.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

namespace chuangyou {

// `ending` is its permanent wire name too.
struct FileType {
  std::string_view ending, media_type;
};
inline constexpr FileType file_types[] = {
    {"pdf", "application/pdf"},
    {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {"ofd", "application/ofd"},
    {"jpeg", "image/jpeg"},
    {"png", "image/png"},
};
const FileType* find_file_type(std::string_view ending);

// Null: none of them, or an office document that brings a program along. A file that cannot be
// read is of no known kind.
const FileType* file_type_of(const std::filesystem::path& file);

}  // namespace chuangyou
