// The rows of second factors: a person's secret as it is sealed (access/second_factors.h), the last
// step whose code was used, and the hashes of the recovery codes that are left. Like passwords they
// must be able to vanish, so the journal has the SHA-256 of each and no more of it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/hash.h"
#include "storage/sqlite.h"

namespace chuangyou {

struct SecondFactorRow {
  std::string sealed;
  bool is_confirmed = false;  // the person has shown that his telephone has it
  std::int64_t last_step = -1;
};

void create_second_factor_schema(Connection&);
// Whether each that counts has an entry; a table of before does not say so until it has been asked
// to, once all of it was adopted (campaign/accounts_adopted.h).
bool second_factors_are_told(Connection&);
void second_factors_are_told_from_now_on(Connection&);
std::optional<SecondFactorRow> second_factor_row(Connection&, BodyNo, PersonId);
// In the place of one that was not confirmed. False where a confirmed one stands.
bool begin_second_factor_row(Connection&, BodyNo, PersonId, std::string_view sealed);
// False where another was quicker with this step or a later one.
bool use_second_factor_step(Connection&, BodyNo, PersonId, std::int64_t step);
// With the recovery codes in the place of those of before, and the entry that says so. Within a
// transaction of the caller's, like drop_second_factor_row.
void confirm_second_factor_row(Connection&, BodyNo, PersonId, std::span<const Hash> recovery,
                               std::int64_t entry);
// False where there is no such code, or it was used.
bool use_recovery_code(Connection&, BodyNo, PersonId, const Hash&);
std::vector<Hash> recovery_codes_left(Connection&, BodyNo, PersonId);
// False where there was none.
bool drop_second_factor_row(Connection&, BodyNo, PersonId);
struct OfPerson {
  BodyNo body{};
  PersonId person;
};
std::vector<OfPerson> confirmed_second_factors(Connection&);
// Everybody of a body of whom there is a row, one that counts or a recovery code.
std::vector<PersonId> who_has_second_factor_rows(Connection&, BodyNo);

}  // namespace chuangyou
