#include "core/text.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <stdexcept>

namespace chuangyou {
namespace {

constexpr std::string_view gb18030_mark = "\x84\x31\x95\x33";

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

struct Character {
  UChar32 code;  // negative where the text is no UTF-8
  std::size_t size;
};

Character first_character(std::string_view text) {
  const std::size_t size = length_of_character(text);
  if (size == 0) return {-1, 1};
  constexpr unsigned bits_of_first[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
  unsigned code = static_cast<unsigned char>(text[0]) & bits_of_first[size];
  for (const char byte : text.substr(1, size - 1))
    code = code << 6 | (static_cast<unsigned char>(byte) & 0x3Fu);
  return {static_cast<UChar32>(code), size};
}

Character last_character(std::string_view text) {
  constexpr std::size_t character_size_max = 4;
  for (std::size_t size = 1; size <= std::min(character_size_max, text.size()); ++size) {
    const Character found = first_character(text.substr(text.size() - size));
    if (found.code >= 0 && found.size == size) return found;
  }
  return {-1, 1};
}

// Symbols by their category whose picture is empty or stands for something that is not there.
bool has_an_empty_picture(UChar32 code) {
  constexpr UChar32 braille_blank = 0x2800, object_replacement = 0xFFFC, null_notehead = 0x1D159;
  return code == braille_blank || code == object_replacement || code == null_notehead;
}

bool is_visible(UChar32 code) {
  if (code >= 0x21 && code <= 0x7E) return true;
  if (code < 0) return true;  // damaged: there is something, and other laws say what
  constexpr std::uint32_t unseen = U_GC_Z_MASK | U_GC_CC_MASK | U_GC_CF_MASK | U_GC_M_MASK;
  return (U_GET_GC_MASK(code) & unseen) == 0 && !U_IS_UNICODE_NONCHAR(code) &&
         !u_hasBinaryProperty(code, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) &&
         !has_an_empty_picture(code);
}

// A mark or selector changes the letter before it and is no blank behind one.
bool is_blank_by_itself(UChar32 code) {
  constexpr UChar32 first_tag = 0xE0000;
  return !is_visible(code) && (U_GET_GC_MASK(code) & U_GC_M_MASK) == 0 && code < first_tag;
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

std::string_view beginning_of(std::string_view utf8, std::size_t characters) {
  std::size_t size = 0;
  for (std::size_t i = 0; i < characters && size < utf8.size(); ++i)
    size += first_character(utf8.substr(size)).size;
  return utf8.substr(0, size);
}

std::size_t character_count(std::string_view utf8) {
  std::size_t count = 0;
  for (const char byte : utf8) count += (static_cast<unsigned char>(byte) & 0xC0u) != 0x80u;
  return count;
}

bool is_blank(std::string_view text) {
  while (!text.empty()) {
    const auto [character, size] = first_character(text);
    if (is_visible(character)) return false;
    text.remove_prefix(size);
  }
  return true;
}

// Mostly a text begins and ends with a letter or a figure, which shows without a look at the tables
// of characters.
std::string_view trimmed(std::string_view text) {
  const auto is_plain = [](char byte) { return byte > ' ' && byte <= '~'; };
  while (!text.empty() && !is_plain(text.front())) {
    const auto [character, size] = first_character(text);
    if (!is_blank_by_itself(character)) break;
    text.remove_prefix(size);
  }
  while (!text.empty() && !is_plain(text.back())) {
    const auto [character, size] = last_character(text);
    if (!is_blank_by_itself(character)) break;
    text.remove_suffix(size);
  }
  return text;
}

std::string compatibility_folded(std::string_view utf8) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* const form = icu::Normalizer2::getNFKCInstance(status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU has no data for NFKC");
  std::string folded;
  icu::StringByteSink<std::string> sink(&folded);
  form->normalizeUTF8(0, {utf8.data(), static_cast<std::int32_t>(utf8.size())}, sink, nullptr,
                      status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU could not normalise a text");
  return folded;
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

bool Utf16::append(std::string_view bytes, std::string& utf8) {
  for (const char next : bytes) {
    const int byte = static_cast<unsigned char>(next);
    if (byte_ < 0) {
      byte_ = byte;
      continue;
    }
    const auto unit =
        static_cast<std::uint32_t>(is_big_endian_ ? byte_ << 8 | byte : byte << 8 | byte_);
    byte_ = -1;
    const bool is_low_half = (unit & 0xFC00u) == 0xDC00u;
    if (is_low_half != (high_half_ != 0)) return false;
    if ((unit & 0xFC00u) == 0xD800u) {
      high_half_ = unit;
    } else {
      append_utf8(utf8,
                  is_low_half ? 0x10000u + ((high_half_ & 0x3FFu) << 10) + (unit & 0x3FFu) : unit);
      high_half_ = 0;
    }
  }
  return true;
}

bool has_many_zeroes(std::string_view bytes) {
  const std::ptrdiff_t zeroes = std::ranges::count(bytes, '\0');
  return zeroes >= 2 && zeroes * 20 >= std::ssize(bytes);
}

std::optional<Utf16> utf16_of(std::string_view first_block) {
  if (!has_many_zeroes(first_block) && !first_block.starts_with("\xFF\xFE") &&
      !first_block.starts_with("\xFE\xFF"))
    return std::nullopt;
  std::size_t zeroes[] = {0, 0};  // at even places, at odd ones
  for (std::size_t i = 0; i < first_block.size(); ++i) zeroes[i % 2] += first_block[i] == '\0';
  if (std::min(zeroes[0], zeroes[1]) * 10 > std::max(zeroes[0], zeroes[1])) return std::nullopt;
  if (first_block.starts_with("\xFF\xFE")) return Utf16(false);
  return Utf16(first_block.starts_with("\xFE\xFF") || zeroes[0] > zeroes[1]);
}

}  // namespace chuangyou
