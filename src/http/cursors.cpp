#include "http/cursors.h"

#include <sodium.h>

#include <array>
#include <stdexcept>

#include "core/base64.h"

namespace chuangyou {
namespace {

constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t seal_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t cursor_length = 24;  // of every cursor of storage
constexpr std::size_t closed_bytes = nonce_bytes + cursor_length + seal_bytes;
constexpr std::size_t text_length = (closed_bytes * 4 + 2) / 3;

static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == std::tuple_size_v<Secret>);

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

std::string Cursors::closed(std::string_view cursor, std::string_view bound,
                            RandomSource& random) const {
  if (cursor.empty()) return {};
  if (cursor.size() != cursor_length) throw std::logic_error("a cursor of another length");
  std::array<std::uint8_t, closed_bytes> bytes{};
  random.fill(std::span(bytes).first(nonce_bytes));
  crypto_aead_xchacha20poly1305_ietf_encrypt(bytes.data() + nonce_bytes, nullptr, bytes_of(cursor),
                                             cursor.size(), bytes_of(bound), bound.size(), nullptr,
                                             bytes.data(), secret_.data());
  return base64_for_url({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

Result<std::string> Cursors::opened(std::string_view text, std::string_view bound) const {
  const auto refused = refuse(Refusal::cursor_is_malformed, "cursor");
  if (text.size() != text_length) return refused;
  const std::optional<std::string> bytes = from_base64_for_url(text);
  if (!bytes || bytes->size() != closed_bytes) return refused;
  const unsigned char* const nonce = bytes_of(*bytes);
  std::string cursor(cursor_length, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(
          reinterpret_cast<unsigned char*>(cursor.data()), nullptr, nullptr, nonce + nonce_bytes,
          closed_bytes - nonce_bytes, bytes_of(bound), bound.size(), nonce, secret_.data()) != 0)
    return refused;
  return cursor;
}

}  // namespace chuangyou
