// The second factor of a log-in: a telephone that works out codes (one_time_code.h), and ten
// recovery codes for the day on which it is lost. The three administrators cannot do without.
// The secret lies sealed (XChaCha20-Poly1305, bound to body and person) with a key beside the
// database, so that a copy of the database alone lets nobody in; of recovery codes lies the hash.
// That one was set or dropped are acts (campaign/account_acts.h), so that the journal tells of it:
// a row that is not what it tells lets nobody in.
#pragma once

#include <mutex>
#include <set>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "access/one_time_code.h"
#include "campaign/perform.h"
#include "core/result.h"
#include "storage/keys.h"
#include "storage/second_factor_rows.h"

namespace chuangyou {

inline constexpr int recovery_codes_given = 10;

// A telephone that has shown its first code, and the recovery codes, told once: not set yet.
struct ShownSecondFactor {
  SetSecondFactor act;
  std::vector<std::string> codes;
};

class SecondFactors {
 public:
  SecondFactors(const std::string& database_path, const Keys& keys);

  // From memory, for whoever asks at each request.
  bool is_set(BodyNo, PersonId) const;
  void follow(const AccountCommitted&);

  // All below wait for the disk: never on an event loop.
  //
  // A secret for his telephone, in the place of one that he did not confirm; it counts from the act
  // on. it_is_there_already where one counts: that has to be dropped first.
  Result<OneTimeSecret> begin(BodyNo, PersonId, RandomSource&);
  // With the first code: what is to be performed. second_factor_is_wrong, nothing_is_there,
  // it_is_there_already.
  Result<ShownSecondFactor> show(BodyNo, PersonId, std::string_view code, Moment now,
                                 RandomSource&);
  // tables_differ_from_the_journal [second_factor] where the journal tells of one and what lies
  // there is another or none: then no password alone opens the account, nor any code.
  Result<void> is_as_told(BodyNo, PersonId);
  // A code of the telephone or a recovery code; each opens once. second_factor_is_wrong, and what
  // is_as_told() says.
  Result<void> check(BodyNo, PersonId, std::string_view code, Moment now);
  std::int64_t recovery_left(BodyNo, PersonId);

 private:
  using Whose = std::pair<BodyNo, PersonId>;
  SecondFactorTold told(BodyNo, PersonId);
  // Whether it is a code of that telephone, which then opens nothing again.
  bool fits(const SecondFactorRow&, BodyNo, PersonId, std::string_view code, Moment now);

  Secret key_;
  std::mutex mutex_;
  Connection connection_;
  mutable std::shared_mutex memory_mutex_;
  std::set<Whose> set_;
};

}  // namespace chuangyou
