// The rows of sessions, by the hash of their token; times by the wall clock, since the machine may
// be started anew between them. No entry of the journal makes them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/hash.h"
#include "storage/sqlite.h"

namespace chuangyou {

struct SessionRow {
  BodyNo body{};
  PersonId person;
  Moment began;
  Moment last_used;
  std::string address;  // from which its holder logged in
};

void create_session_schema(Connection&);
void add_session_row(Connection&, const Hash& token, const SessionRow&);
std::optional<SessionRow> session_row(Connection&, const Hash& token);
// Changes a row that is there and makes none: a session that has ended stays ended.
void use_session_row(Connection&, const Hash& token, Moment now);
void drop_session_row(Connection&, const Hash& token);
struct SessionOfPerson {
  Hash token{};
  SessionRow row;
};
// The last that began first.
std::vector<SessionOfPerson> sessions_of(Connection&, BodyNo, PersonId);
void drop_session_rows_of(Connection&, BodyNo, const PersonId&, const Hash& but_for);
void drop_sessions_before(Connection&, Moment began);

// Who has logged in when and from where, kept beyond the session for as long as logs are.
struct LogInRow {
  Moment at;
  std::string address;
};
void add_log_in_row(Connection&, BodyNo, const PersonId&, const LogInRow&);
// The last first.
std::vector<LogInRow> log_in_rows_of(Connection&, BodyNo, const PersonId&, std::int64_t limit);
std::int64_t drop_log_ins_before(Connection&, BodyNo, Moment);  // how many went

}  // namespace chuangyou
