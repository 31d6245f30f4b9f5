#include "core/base64.h"

#include <sodium.h>

namespace chuangyou {
namespace {

constexpr int alphabet = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

}  // namespace

std::string base64_for_url(std::string_view bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), alphabet), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), alphabet);
  text.pop_back();  // the zero at the end
  return text;
}

std::optional<std::string> from_base64_for_url(std::string_view text) {
  std::string bytes(text.size() / 4 * 3 + 3, '\0');
  std::size_t size = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                        text.size(), nullptr, &size, nullptr, alphabet) != 0)
    return std::nullopt;
  bytes.resize(size);
  if (base64_for_url(bytes) != text) return std::nullopt;
  return bytes;
}

}  // namespace chuangyou
