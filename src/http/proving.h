// Whoever is logged in and touches what lets him in shows anew who he is: behind the line of
// log-ins, counted and logged like one, since whoever sits down at somebody's desk, or has got hold
// of his session, may not guess there either.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "http/site.h"

namespace chuangyou {

// The day by which a device that is known is remembered.
inline Date date_in_utc(Moment moment) {
  constexpr std::int64_t day = 24LL * 3600 * 1'000'000;
  return {static_cast<std::int32_t>(moment.microseconds / day)};
}

struct Proof {
  std::string_view of;                       // the act, for the log
  std::optional<std::string> password = {};  // nullopt: is not asked for
  std::optional<std::string> code = {};      // of the second factor; likewise
};
// `then` runs where all of it is right, with the account that the password opened; it returns the
// reply, of which 401 counts as one guess more.
using WhenProved = std::move_only_function<Reply(const OpenedAccount& opened)>;
Reply prove(Visit& visit, Proof proof, WhenProved then);

}  // namespace chuangyou
