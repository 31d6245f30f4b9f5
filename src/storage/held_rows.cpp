#include "storage/held_rows.h"

namespace chuangyou {

std::vector<std::string> account_names_of(Connection& connection, BodyNo body, PersonId person) {
  Statement& find =
      connection.statement("SELECT name FROM accounts WHERE body = ? AND person = ? ORDER BY name");
  const ResetAtEnd reset(find);
  find.bind(1, static_cast<std::int64_t>(body)).bind(2, person);
  std::vector<std::string> names;
  while (find.step()) names.emplace_back(find.text(0));
  return names;
}

std::vector<HeldSession> sessions_of(Connection& connection, BodyNo body, PersonId person) {
  Statement& find = connection.statement(
      "SELECT began, last_used FROM sessions WHERE body = ? AND person = ? ORDER BY last_used "
      "DESC");
  const ResetAtEnd reset(find);
  find.bind(1, static_cast<std::int64_t>(body)).bind(2, person);
  std::vector<HeldSession> sessions;
  while (find.step()) sessions.push_back({Moment{find.integer(0)}, Moment{find.integer(1)}});
  return sessions;
}

}  // namespace chuangyou
