// Files that travel inside the binary: the words and the built desk. cmake/embed.cmake has the list
// written at build time by tools/embed.cpp.
#pragma once

#include <span>
#include <string_view>

namespace chuangyou {

struct EmbeddedFile {
  std::string_view path;  // `words/zh.json`, `web/index.html`, `web/assets/…`
  std::string_view content;
  std::string_view content_type;  // with its charset
  std::string_view gzip;          // the same compressed; empty where that gains nothing
};

// By path within each folder.
std::span<const EmbeddedFile> embedded_files();

}  // namespace chuangyou
