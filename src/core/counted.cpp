#include "core/counted.h"

namespace chuangyou {
namespace {

std::string_view first_character(std::string_view utf8) {
  std::size_t size = 1;
  while (size < utf8.size() && (static_cast<unsigned char>(utf8[size]) & 0xC0u) == 0x80u) ++size;
  return utf8.substr(0, size);
}

bool starts_with_one_of(std::string_view listed, std::string_view text) {
  return !text.empty() && listed.contains(first_character(text));
}

}  // namespace

bool has_number(std::string_view text) {
  constexpr std::string_view digits = "0123456789０１２３４５６７８９";
  constexpr std::string_view numerals = "零〇一二两三四五六七八九十百千万亿";
  constexpr std::string_view about = "余多几来";
  constexpr std::string_view measures =
      "个件次人户名家天日周月年季小分秒元倍成份条项篇场期批套处所台例封"
      "页公亩吨米里平位门间座辆岁";
  if (text.contains("百分之")) return true;
  for (; !text.empty(); text.remove_prefix(first_character(text).size())) {
    if (starts_with_one_of(digits, text)) return true;
    std::string_view rest = text;
    while (starts_with_one_of(numerals, rest)) rest.remove_prefix(first_character(rest).size());
    if (rest.size() == text.size()) continue;
    while (starts_with_one_of(about, rest)) rest.remove_prefix(first_character(rest).size());
    if (starts_with_one_of(measures, rest)) return true;
  }
  return false;
}

}  // namespace chuangyou
