#include "core/collation.h"

#include <unicode/coll.h>
#include <unicode/unistr.h>

#include <array>
#include <memory>
#include <stdexcept>

#include "core/text.h"

namespace chuangyou {
namespace {

constexpr std::size_t compared_characters_max = 60;

std::unique_ptr<icu::Collator> chinese() {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::Collator> collator(
      icu::Collator::createInstance(icu::Locale::getSimplifiedChinese(), status));
  if (U_FAILURE(status) || !collator) throw std::runtime_error("there is no order of Chinese");
  collator->setAttribute(UCOL_NUMERIC_COLLATION, UCOL_ON, status);
  return collator;
}

}  // namespace

std::string collation_key(std::string_view utf8) {
  thread_local const std::unique_ptr<icu::Collator> collator = chinese();
  const std::string_view compared = beginning_of(utf8, compared_characters_max);
  const icu::UnicodeString text = icu::UnicodeString::fromUTF8(
      icu::StringPiece(compared.data(), static_cast<std::int32_t>(compared.size())));
  std::array<std::uint8_t, 256> key{};
  const std::int32_t size =
      collator->getSortKey(text, key.data(), static_cast<std::int32_t>(key.size()));
  const std::size_t kept = std::min(key.size(), static_cast<std::size_t>(std::max(size, 0)));
  return {reinterpret_cast<const char*>(key.data()), kept};
}

}  // namespace chuangyou
