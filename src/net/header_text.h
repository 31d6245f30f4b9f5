// The letters that RFC 9110 (5.5, 5.6.2) and RFC 3986 (3.2.2) allow in a header's lines.
#pragma once

#include <algorithm>
#include <string_view>

namespace chuangyou {

constexpr bool is_letter_or_digit(char symbol) {
  return (symbol >= 'a' && symbol <= 'z') || (symbol >= 'A' && symbol <= 'Z') ||
         (symbol >= '0' && symbol <= '9');
}

constexpr bool is_token(char symbol) {
  return is_letter_or_digit(symbol) || std::string_view("!#$%&'*+-.^_`|~").contains(symbol);
}

// What may stand in a value: no control letter but the tab.
constexpr bool is_header_text(char symbol) {
  const auto number = static_cast<unsigned char>(symbol);
  return symbol == '\t' || (number >= 0x20 && number != 0x7F);
}

// Name or address and perhaps a port; nothing that could be read as the begin of a path.
constexpr bool is_host(std::string_view text) {
  return std::ranges::all_of(text, [](char symbol) {
    return is_letter_or_digit(symbol) || std::string_view("-._~%!$&'()*+;=:[]").contains(symbol);
  });
}

}  // namespace chuangyou
