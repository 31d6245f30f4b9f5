// Random bytes as an argument, like today: main seeds one from the system, tests and simulations
// seed one with a number and get the same run again. ChaCha20 stream (libsodium), not thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace chuangyou {

class RandomSource {
 public:
  static RandomSource from_system();
  static RandomSource from_seed(std::uint64_t seed);
  void fill(std::span<std::uint8_t> bytes);

 private:
  void refill();

  std::array<std::uint8_t, 32> key_{};
  std::uint64_t block_ = 0;  // of 64 bytes, the next to be taken from the stream
  std::array<std::uint8_t, 4096> buffer_{};
  std::size_t used_ = buffer_.size();
};

}  // namespace chuangyou
