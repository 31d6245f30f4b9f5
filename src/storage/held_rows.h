// What stands under a person in tables that no entry of the journal makes: the names by which he
// logs in, and his sessions. Looked through from end to end: for whoever asks what is held about
// him, and never for an act.
#pragma once

#include <string>
#include <vector>

#include "storage/sqlite.h"

namespace chuangyou {

struct HeldSession {
  Moment began, last_used;
};

std::vector<std::string> account_names_of(Connection&, BodyNo, PersonId);
std::vector<HeldSession> sessions_of(Connection&, BodyNo, PersonId);  // the last used first

}  // namespace chuangyou
