#include "documents/charset.h"

#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>

namespace chuangyou {

void Charset::Close::operator()(UConverter* converter) const { ucnv_close(converter); }

std::optional<Charset> Charset::named(std::string_view name) {
  constexpr std::size_t name_length_max = 40;
  std::string plain;
  for (const char symbol : name)
    plain += symbol >= 'A' && symbol <= 'Z' ? static_cast<char>(symbol - 'A' + 'a') : symbol;
  const bool is_name = !plain.empty() && plain.size() <= name_length_max &&
                       std::ranges::all_of(plain, [](char symbol) {
                         return (symbol >= 'a' && symbol <= 'z') ||
                                (symbol >= '0' && symbol <= '9') || symbol == '-' ||
                                symbol == '_' || symbol == ':' || symbol == '.';
                       });
  if (!is_name) return std::nullopt;
  Charset charset;
  // What calls itself GB2312 is mostly written with the characters of its successors.
  constexpr std::string_view of_china[] = {"gb18030", "gb2312", "gbk",
                                           "x-gbk",   "cp936",  "gb_2312-80"};
  charset.is_gb18030_ = std::ranges::find(of_china, plain) != std::end(of_china);
  if (charset.is_gb18030_) plain = "gb18030";
  UErrorCode status = U_ZERO_ERROR;
  charset.converter_.reset(ucnv_open(plain.c_str(), &status));
  if (U_FAILURE(status)) return std::nullopt;
  ucnv_setToUCallBack(charset.converter_.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr,
                      &status);
  if (U_FAILURE(status)) return std::nullopt;
  return charset;
}

bool Charset::append(std::string_view bytes, bool is_at_end, std::string& utf8) {
  std::array<char16_t, 8192> units;
  const char* source = bytes.data();
  const char* const end = source + bytes.size();
  std::u16string text;
  for (UErrorCode status = U_BUFFER_OVERFLOW_ERROR; status == U_BUFFER_OVERFLOW_ERROR;) {
    status = U_ZERO_ERROR;
    char16_t* target = units.data();
    ucnv_toUnicode(converter_.get(), &target, units.data() + units.size(), &source, end, nullptr,
                   is_at_end ? 1 : 0, &status);
    text.append(units.data(), target);
    if (U_FAILURE(status) && status != U_BUFFER_OVERFLOW_ERROR) return false;
  }
  icu::UnicodeString(text.data(), static_cast<std::int32_t>(text.size())).toUTF8String(utf8);
  return true;
}

}  // namespace chuangyou
