// What units were sent and have to answer by a day, for whoever asks what they owe.
#pragma once

#include "record/decide.h"

namespace chuangyou {

// Where it stands, and in which field the day by which a reply is wanted.
const Ledger& ledger_of_what_is_sent();
inline constexpr std::string_view day_of_reply = "due";
struct SentToUnit {
  Link what;
  Date due;
};
std::optional<SentToUnit> reply_wanted_by(const Record& sent);  // nullopt: none is

}  // namespace chuangyou
