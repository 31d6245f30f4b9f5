// Writes two tables of characters as C++, asked of ICU once while building: opening its rules for
// Traditional characters takes longer than starting the program may. Usage: characters <output.cpp>
#include <unicode/coll.h>
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

constexpr UChar32 last_of_plane = 0xFFFF, first_han = 0x3400, last_han = 0x9FFF;
constexpr char16_t dropped = 0, blank = u' ', several = 0xFFFF;

void must(UErrorCode status, std::string_view what) {
  if (U_FAILURE(status)) throw std::runtime_error("ICU lacks " + std::string(what));
}

bool is_mark(UChar32 code) { return (U_GET_GC_MASK(code) & (U_GC_MN_MASK | U_GC_ME_MASK)) != 0; }

bool is_word(UChar32 code) {
  return (U_GET_GC_MASK(code) & (U_GC_L_MASK | U_GC_N_MASK | U_GC_MC_MASK)) != 0;
}

class Folding {
 public:
  Folding() {
    UErrorCode status = U_ZERO_ERROR;
    small_ = icu::Normalizer2::getNFKCCasefoldInstance(status);
    apart_ = icu::Normalizer2::getNFDInstance(status);
    together_ = icu::Normalizer2::getNFCInstance(status);
    must(status, "normal forms");
    simplified_.reset(
        icu::Transliterator::createInstance("Traditional-Simplified", UTRANS_FORWARD, status));
    must(status, "Traditional-Simplified");
  }

  char16_t operator()(UChar32 code) const {
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString text = apart_->normalize(small_->normalize(code, status), status);
    must(status, "the character");
    icu::UnicodeString letters;
    for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1))
      if (!is_mark(text.char32At(i))) letters.append(text.char32At(i));
    letters = together_->normalize(letters, status);
    must(status, "the letters");
    simplified_->transliterate(letters);
    if (letters.isEmpty()) return is_mark(code) || !is_word(code) ? dropped : several;
    if (letters.length() > 1) return several;
    return is_word(letters.charAt(0)) ? letters.charAt(0) : blank;
  }

 private:
  const icu::Normalizer2 *small_, *apart_, *together_;
  std::unique_ptr<icu::Transliterator> simplified_;
};

std::u16string folded_characters() {
  const Folding fold;
  std::u16string table;
  for (UChar32 code = 0; code <= last_of_plane; ++code)
    table += U_IS_SURROGATE(code) ? blank : fold(code);
  return table;
}

// By the order of dictionaries, which has a place of its own before the first character of each
// letter: U+FDD0 with the letter, as CLDR marks where an index begins. A character that is taken
// for the first one need not stay it.
std::u16string initials_of_han() {
  constexpr std::u16string_view letters = u"ABCDEFGHJKLMNOPQRSTWXYZ";
  constexpr char16_t begins_letter = 0xFDD0;
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Collator> order(
      icu::Collator::createInstance(icu::Locale("zh@collation=pinyin"), status));
  must(status, "the order of pinyin");
  order->setStrength(icu::Collator::PRIMARY);
  std::u16string table;
  for (UChar32 code = first_han; code <= last_han; ++code) {
    std::size_t at = 0;
    const auto begins = [&](char16_t letter) {
      const icu::UnicodeString mark = icu::UnicodeString(begins_letter).append(letter);
      return order->compare(mark, icu::UnicodeString(code), status) <= 0;
    };
    while (at + 1 < letters.size() && begins(letters[at + 1])) ++at;
    table += static_cast<char16_t>(u_tolower(letters[at]));
  }
  must(status, "the order");
  return table;
}

void write(std::ostream& out, std::string_view name, const std::u16string& table) {
  out << "const char16_t " << name << '[' << table.size() + 1 << "] =";
  constexpr std::string_view digits = "0123456789abcdef";
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (i % 16 == 0) out << (i == 0 ? "\n  u\"" : "\"\n  u\"");
    out << "\\x";
    for (int shift = 12; shift >= 0; shift -= 4) out << digits[(table[i] >> shift) & 15];
  }
  out << "\";\n";
}

}  // namespace

int main(int argument_count, char** arguments) {
  try {
    if (argument_count != 2) throw std::runtime_error("usage: characters <output>");
    std::filesystem::create_directories(std::filesystem::path(arguments[1]).parent_path());
    std::ofstream out(arguments[1], std::ios::binary);
    out << "// Written by tools/characters.cpp.\n#include \"core/folded.h\"\n\n"
           "namespace chuangyou {\n\n";
    write(out, "folded_characters", folded_characters());
    write(out, "initials_of_han", initials_of_han());
    out << "\n}  // namespace chuangyou\n";
    if (!out.flush()) throw std::runtime_error(std::string("cannot write ") + arguments[1]);
  } catch (const std::exception& broken) {
    std::cerr << "characters: " << broken.what() << '\n';
    return 1;
  }
}
