#include "core/random_source.h"

#include <sodium.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace chuangyou {
namespace {

// The library picks the fastest ChaCha20 for this processor when it is started; starting it again
// costs nothing.
void start_library() {
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot be started");
}

}  // namespace

RandomSource RandomSource::from_system() {
  start_library();
  RandomSource source;
  randombytes_buf(source.key_.data(), source.key_.size());
  return source;
}

RandomSource RandomSource::from_seed(std::uint64_t seed) {
  start_library();
  RandomSource source;
  for (std::size_t i = 0; i < 8; ++i) {
    source.key_[i] = static_cast<std::uint8_t>(seed >> (8 * i));
  }
  return source;
}

void RandomSource::fill(std::span<std::uint8_t> bytes) {
  while (!bytes.empty()) {
    if (used_ == buffer_.size()) refill();
    const std::size_t count = std::min(bytes.size(), buffer_.size() - used_);
    std::memcpy(bytes.data(), buffer_.data() + used_, count);
    used_ += count;
    bytes = bytes.subspan(count);
  }
}

// Continues one ChaCha20 stream with nonce 0, so that the bytes do not depend on how they are asked
// for: two calls for five bytes yield what one call for ten does.
void RandomSource::refill() {
  constexpr std::uint8_t nonce[crypto_stream_chacha20_NONCEBYTES] = {};
  static_assert(sizeof(key_) == crypto_stream_chacha20_KEYBYTES);
  buffer_.fill(0);
  crypto_stream_chacha20_xor_ic(buffer_.data(), buffer_.data(), buffer_.size(), nonce, block_,
                                key_.data());
  block_ += buffer_.size() / 64;
  used_ = 0;
}

}  // namespace chuangyou
