#include "access/second_factors.h"

#include <sodium.h>

#include <optional>

#include "core/receipt_code.h"

namespace chuangyou {
namespace {

constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t sealed_bytes = nonce_bytes + sizeof(OneTimeSecret) + tag_bytes;
static_assert(sizeof(Secret) == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

// A row that is put under another person opens nothing.
std::string bound_to(BodyNo body, const PersonId& person) {
  return "second factor " + std::to_string(static_cast<std::int64_t>(body)) + " " + to_text(person);
}

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string sealed(const Secret& key, const OneTimeSecret& secret, std::string_view whose,
                   RandomSource& random) {
  std::array<std::uint8_t, sealed_bytes> all{};
  random.fill(std::span(all).first(nonce_bytes));
  crypto_aead_xchacha20poly1305_ietf_encrypt(all.data() + nonce_bytes, nullptr, secret.data(),
                                             secret.size(), bytes(whose), whose.size(), nullptr,
                                             all.data(), key.data());
  return {reinterpret_cast<const char*>(all.data()), all.size()};
}

// A house that was restored without its keys opens none: then recovery codes are the way in.
std::optional<OneTimeSecret> opened(const Secret& key, std::string_view all,
                                    std::string_view whose) {
  OneTimeSecret secret{};
  if (all.size() != sealed_bytes ||
      crypto_aead_xchacha20poly1305_ietf_decrypt(
          secret.data(), nullptr, nullptr, bytes(all.substr(nonce_bytes)), all.size() - nonce_bytes,
          bytes(whose), whose.size(), bytes(all), key.data()) != 0)
    return std::nullopt;
  return secret;
}

Hash hash_of_code(std::string_view code) {
  return hash_of(HashFunction::sha256, {"recovery code ", code});
}

}  // namespace

SecondFactors::SecondFactors(const std::string& database_path, const Keys& keys)
    : key_(keys.of("second-factors")), connection_(database_path, OpenFor::writing) {
  create_second_factor_schema(connection_);
  for (const OfPerson& one : confirmed_second_factors(connection_))
    set_.emplace(one.body, one.person);
}

bool SecondFactors::is_set(BodyNo body, PersonId person) const {
  const std::shared_lock lock(memory_mutex_);
  return set_.contains({body, person});
}

void SecondFactors::follow(const AccountCommitted& committed) {
  const std::lock_guard lock(memory_mutex_);
  if (committed.has_second_factor)
    set_.emplace(committed.body, committed.person);
  else
    set_.erase({committed.body, committed.person});
}

Result<OneTimeSecret> SecondFactors::begin(BodyNo body, PersonId person, RandomSource& random) {
  const OneTimeSecret secret = make_one_time_secret(random);
  const std::lock_guard lock(mutex_);
  if (told(body, person).is_set() ||
      !begin_second_factor_row(connection_, body, person,
                               sealed(key_, secret, bound_to(body, person), random)))
    return refuse(Refusal::it_is_there_already);
  return secret;
}

SecondFactorTold SecondFactors::told(BodyNo body, PersonId person) {
  return second_factor_told(account_entries_of(connection_, body, person));
}

bool SecondFactors::fits(const SecondFactorRow& row, BodyNo body, PersonId person,
                         std::string_view code, Moment now) {
  const auto secret = opened(key_, row.sealed, bound_to(body, person));
  const auto step = secret ? step_of_code(*secret, code, now, row.last_step) : std::nullopt;
  return step && use_second_factor_step(connection_, body, person, *step);
}

Result<ShownSecondFactor> SecondFactors::show(BodyNo body, PersonId person, std::string_view code,
                                              Moment now, RandomSource& random) {
  const std::lock_guard lock(mutex_);
  const auto row = second_factor_row(connection_, body, person);
  if (!row) return refuse(Refusal::nothing_is_there);
  if (row->is_confirmed) return refuse(Refusal::it_is_there_already);
  if (!fits(*row, body, person, code, now)) return refuse(Refusal::second_factor_is_wrong, "code");
  ShownSecondFactor shown{.act = {.person = person, .sealed = row->sealed, .recovery = {}},
                          .codes = {}};
  for (int i = 0; i < recovery_codes_given; ++i) {
    shown.codes.push_back(make_receipt_code(random));
    shown.act.recovery.push_back(hash_of_code(shown.codes.back()));
  }
  return shown;
}

// Where the journal tells of none, a row asks for more than it does, and stays to be found by
// `verify --tables`.
Result<void> SecondFactors::is_as_told(BodyNo body, PersonId person) {
  const std::lock_guard lock(mutex_);
  const SecondFactorTold told = this->told(body, person);
  if (told.is_set() && !told.fits(second_factor_row(connection_, body, person),
                                  recovery_codes_left(connection_, body, person)))
    return refuse(Refusal::tables_differ_from_the_journal, "second_factor");
  return {};
}

Result<void> SecondFactors::check(BodyNo body, PersonId person, std::string_view code, Moment now) {
  if (auto as_told = is_as_told(body, person); !as_told) return as_told;
  const std::lock_guard lock(mutex_);
  const auto row = second_factor_row(connection_, body, person);
  if (row && row->is_confirmed) {
    if (fits(*row, body, person, code, now)) return {};
    if (const auto recovery = parse_receipt_code(code))
      if (use_recovery_code(connection_, body, person, hash_of_code(*recovery))) return {};
  }
  return refuse(Refusal::second_factor_is_wrong, "code");
}

std::int64_t SecondFactors::recovery_left(BodyNo body, PersonId person) {
  const std::lock_guard lock(mutex_);
  return std::ssize(recovery_codes_left(connection_, body, person));
}

}  // namespace chuangyou
