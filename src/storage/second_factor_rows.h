// The rows of second factors: a person's secret as it is sealed (access/second_factors.h), the last
// step whose code was used, and the hashes of the recovery codes that are left. Like passwords they
// must be able to vanish without a trace, so no entry of the journal holds them.
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
std::optional<SecondFactorRow> second_factor_row(Connection&, BodyNo, PersonId);
// In the place of one that was not confirmed. False where a confirmed one stands.
bool begin_second_factor_row(Connection&, BodyNo, PersonId, std::string_view sealed);
// False where another was quicker with this step or a later one.
bool use_second_factor_step(Connection&, BodyNo, PersonId, std::int64_t step);
// With the recovery codes in the place of those of before.
void confirm_second_factor_row(Connection&, BodyNo, PersonId, std::span<const Hash> recovery);
// False where there is no such code, or it was used.
bool use_recovery_code(Connection&, BodyNo, PersonId, const Hash&);
std::int64_t recovery_codes_left(Connection&, BodyNo, PersonId);
// False where there was none.
bool drop_second_factor_row(Connection&, BodyNo, PersonId);
struct OfPerson {
  BodyNo body{};
  PersonId person;
};
std::vector<OfPerson> confirmed_second_factors(Connection&);

}  // namespace chuangyou
