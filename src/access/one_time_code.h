// Codes that a telephone works out (RFC 6238 over RFC 4226): HMAC-SHA-1, six digits, new each 30
// seconds, since that is what every authenticator app has. The secret is the person's second factor
// and lies sealed (second_factors.h); here is only arithmetic, and the time is an argument.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/date.h"
#include "core/random_source.h"

namespace chuangyou {

using OneTimeSecret = std::array<std::uint8_t, 20>;  // as long as the hash, RFC 4226 section 4

inline constexpr std::int64_t one_time_code_seconds = 30;
inline constexpr int one_time_code_digits = 6;

OneTimeSecret make_one_time_secret(RandomSource&);

// The counter of a moment; before 1970 there is none.
std::int64_t one_time_step_at(Moment);
std::string one_time_code(const OneTimeSecret&, std::int64_t step,
                          int digits = one_time_code_digits);

// The step whose code it is: of now, or one beside it, since clocks of telephones differ. A step
// that was used, or one before it, never fits again, so that whoever looks over a shoulder cannot
// use what he saw. Blanks and full-width digits are read as people type them.
std::optional<std::int64_t> step_of_code(const OneTimeSecret&, std::string_view code, Moment now,
                                         std::int64_t last_step_used);

// RFC 4648 section 6, without padding: how people type a secret that no camera reads.
std::string base32(const OneTimeSecret&);

// What the QR code holds: `otpauth://totp/ISSUER:ACCOUNT?secret=…&issuer=ISSUER`.
std::string key_address(std::string_view issuer, std::string_view account, const OneTimeSecret&);

}  // namespace chuangyou
