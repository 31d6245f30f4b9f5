#include "access/one_time_code.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <stdexcept>

#include "core/folded.h"

namespace chuangyou {
namespace {

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string encoded;
  for (const char symbol : text) {
    const auto byte = static_cast<unsigned char>(symbol);
    const bool is_plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                          (byte >= 'a' && byte <= 'z') || symbol == '-' || symbol == '.' ||
                          symbol == '_' || symbol == '~';
    if (is_plain)
      encoded += symbol;
    else
      (encoded += '%').append({digits[byte >> 4], digits[byte & 15]});
  }
  return encoded;
}

}  // namespace

OneTimeSecret make_one_time_secret(RandomSource& random) {
  OneTimeSecret secret;
  random.fill(secret);
  return secret;
}

std::int64_t one_time_step_at(Moment moment) {
  return moment.microseconds / 1'000'000 / one_time_code_seconds;
}

// RFC 4226 section 5.3: the last four bits of the hash say where the number stands in it.
std::string one_time_code(const OneTimeSecret& secret, std::int64_t step, int digits) {
  std::array<std::uint8_t, 8> counter{};
  for (std::size_t i = 0; i < counter.size(); ++i)
    counter[counter.size() - 1 - i] = static_cast<std::uint8_t>(step >> (8 * i));
  std::array<std::uint8_t, EVP_MAX_MD_SIZE> hash{};
  unsigned int size = 0;
  if (HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), counter.data(),
           counter.size(), hash.data(), &size) == nullptr)
    throw std::runtime_error("HMAC-SHA-1 is not to be had");
  const std::size_t at = hash[size - 1] & 0x0F;
  std::uint32_t number = hash[at] & 0x7FU;
  for (std::size_t i = 1; i < 4; ++i) number = number << 8 | hash[at + i];
  std::string code(static_cast<std::size_t>(digits), '0');
  for (auto digit = code.rbegin(); digit != code.rend(); ++digit, number /= 10)
    *digit = static_cast<char>('0' + number % 10);
  return code;
}

std::optional<std::int64_t> step_of_code(const OneTimeSecret& secret, std::string_view code,
                                         Moment now, std::int64_t last_step_used) {
  std::string typed;
  for (const char symbol : folded_utf8(code))
    if (symbol >= '0' && symbol <= '9')
      typed += symbol;
    else if (symbol != ' ' && symbol != '-')
      return std::nullopt;
  if (typed.size() != one_time_code_digits) return std::nullopt;
  const std::int64_t step = one_time_step_at(now);
  std::optional<std::int64_t> fits;
  for (const std::int64_t one : {step - 1, step, step + 1})
    if (one > last_step_used && one_time_code(secret, one) == typed) fits = one;
  return fits;
}

std::string base32(const OneTimeSecret& secret) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  static_assert(sizeof(OneTimeSecret) % 5 == 0, "no bits are left over");
  std::string text;
  for (std::size_t at = 0; at < secret.size(); at += 5) {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < 5; ++i) bits = bits << 8 | secret[at + i];
    for (int shift = 35; shift >= 0; shift -= 5) text += alphabet[bits >> shift & 31];
  }
  return text;
}

std::string key_address(std::string_view issuer, std::string_view account,
                        const OneTimeSecret& secret) {
  return "otpauth://totp/" + percent_encoded(issuer) + ":" + percent_encoded(account) +
         "?secret=" + base32(secret) + "&issuer=" + percent_encoded(issuer);
}

}  // namespace chuangyou
