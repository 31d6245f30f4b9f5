#include "core/text.h"

#include <unicode/ucnv.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <stdexcept>

namespace chuangyou {
namespace {

constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";
constexpr std::string_view gb18030_mark = "\x84\x31\x95\x33";
constexpr std::string_view wide_blank = "\xE3\x80\x80";  // U+3000
constexpr std::string_view ascii_blanks = " \t\n\r\v\f";

bool eight_ascii_at(const char* text) {
  std::uint64_t block;
  std::memcpy(&block, text, 8);
  return (block & 0x8080808080808080u) == 0;
}

// The length of the character at the front of a text that is not empty, 0 where it is malformed:
// cut short, longer than needed, half of a surrogate pair, or beyond U+10FFFF.
std::size_t length_of_character(std::string_view text) {
  const auto byte = [text](std::size_t i) -> unsigned {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  const auto continues = [&byte](std::size_t i) { return (byte(i) & 0xC0u) == 0x80u; };
  const unsigned first = byte(0);
  const unsigned second = byte(1);
  if (first < 0x80) return 1;
  if (first < 0xC2 || first > 0xF4 || !continues(1)) return 0;
  if (first < 0xE0) return 2;
  if (!continues(2)) return 0;
  if (first < 0xF0) {
    const bool is_overlong = first == 0xE0 && second < 0xA0;
    const bool is_surrogate = first == 0xED && second > 0x9F;
    return is_overlong || is_surrogate ? 0 : 3;
  }
  const bool is_overlong = first == 0xF0 && second < 0x90;
  const bool is_beyond_unicode = first == 0xF4 && second > 0x8F;
  return !continues(3) || is_overlong || is_beyond_unicode ? 0 : 4;
}

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

Converter open_converter(const char* encoding) {
  UErrorCode status = U_ZERO_ERROR;
  Converter converter(ucnv_open(encoding, &status));
  // Without this ICU puts U+FFFD where it understands nothing, and nobody would notice the loss.
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU has no converter for GB18030");
  return converter;
}

// Hands the text in UTF-16 to `take`, a block at a time; false where it is no GB18030.
template <class Take>
bool read_gb18030(std::string_view bytes, Take take) {
  thread_local const Converter converter = open_converter("gb18030");
  ucnv_reset(converter.get());
  std::array<UChar, 2048> block;
  const char* source = bytes.data();
  const char* const source_end = source + bytes.size();
  while (true) {
    UErrorCode status = U_ZERO_ERROR;
    UChar* target = block.data();
    ucnv_toUnicode(converter.get(), &target, block.data() + block.size(), &source, source_end,
                   nullptr, true, &status);
    take(std::u16string_view(block.data(), static_cast<std::size_t>(target - block.data())));
    if (status == U_BUFFER_OVERFLOW_ERROR) continue;
    return U_SUCCESS(status);
  }
}

void append_utf8(std::string& text, std::uint32_t character) {
  const auto append = [&text](std::uint32_t byte) { text += static_cast<char>(byte); };
  const auto append_low_bits = [&](unsigned shift) {
    append(0x80u | ((character >> shift) & 0x3Fu));
  };
  if (character < 0x80) {
    append(character);
  } else if (character < 0x800) {
    append(0xC0u | (character >> 6));
    append_low_bits(0);
  } else if (character < 0x10000) {
    append(0xE0u | (character >> 12));
    append_low_bits(6);
    append_low_bits(0);
  } else {
    append(0xF0u | (character >> 18));
    append_low_bits(12);
    append_low_bits(6);
    append_low_bits(0);
  }
}

}  // namespace

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    if (text.size() >= 8 && eight_ascii_at(text.data())) {
      text.remove_prefix(8);
      continue;
    }
    const std::size_t length = length_of_character(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::size_t character_count(std::string_view utf8) {
  std::size_t count = 0;
  for (const char byte : utf8) count += (static_cast<unsigned char>(byte) & 0xC0u) != 0x80u;
  return count;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty()) {
    if (ascii_blanks.contains(text.front())) {
      text.remove_prefix(1);
    } else if (text.starts_with(wide_blank)) {
      text.remove_prefix(wide_blank.size());
    } else {
      break;
    }
  }
  while (!text.empty()) {
    if (ascii_blanks.contains(text.back())) {
      text.remove_suffix(1);
    } else if (text.ends_with(wide_blank)) {
      text.remove_suffix(wide_blank.size());
    } else {
      break;
    }
  }
  return text;
}

Result<std::string> to_utf8(std::string_view bytes) {
  if (is_utf8(bytes)) {
    if (bytes.starts_with(utf8_mark)) bytes.remove_prefix(utf8_mark.size());
    return std::string(bytes);
  }
  return gb18030_to_utf8(bytes);
}

Result<std::string> gb18030_to_utf8(std::string_view bytes) {
  if (bytes.starts_with(gb18030_mark)) bytes.remove_prefix(gb18030_mark.size());
  std::string text;
  text.reserve(bytes.size() + bytes.size() / 2);
  std::uint32_t high_half = 0;  // of a surrogate pair, which may lie across two blocks
  const bool understood = read_gb18030(bytes, [&](std::u16string_view block) {
    for (const char16_t unit : block) {
      if ((unit & 0xFC00u) == 0xD800u) {
        high_half = unit & 0x3FFu;
      } else if ((unit & 0xFC00u) == 0xDC00u) {
        append_utf8(text, 0x10000u + (high_half << 10) + (unit & 0x3FFu));
      } else {
        append_utf8(text, unit);
      }
    }
  });
  if (!understood) return refuse(Refusal::text_is_neither_utf8_nor_gb18030);
  return text;
}

bool is_gb18030(std::string_view bytes) {
  return read_gb18030(bytes, [](std::u16string_view) {});
}

}  // namespace chuangyou
