// A name as SQL reads it, whatever letters it has.
#pragma once

#include <string>
#include <string_view>

namespace chuangyou {

inline std::string quoted(std::string_view name) {
  std::string text = "\"";
  for (const char c : name) text.append(c == '"' ? 2 : 1, c);
  return text + '"';
}

}  // namespace chuangyou
