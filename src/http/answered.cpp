#include "http/answered.h"

namespace chuangyou {
namespace {

constexpr std::int64_t kept_microseconds = 24LL * 3600 * 1'000'000;

}  // namespace

AnsweredRequests::AnsweredRequests(const std::string& database_path)
    : connection_(database_path, OpenFor::writing) {
  connection_.run(
      "CREATE TABLE IF NOT EXISTS answered_requests("
      " body INTEGER NOT NULL, person BLOB NOT NULL, key TEXT NOT NULL, digest TEXT NOT NULL,"
      " status INTEGER NOT NULL, answer TEXT NOT NULL, at INTEGER NOT NULL,"
      " PRIMARY KEY(body, person, key)) WITHOUT ROWID;");
}

Result<std::optional<AnsweredRequests::Given>> AnsweredRequests::find(const Key& key) {
  Statement& find = connection_.statement(
      "SELECT digest, status, answer FROM answered_requests"
      " WHERE body = ? AND person = ? AND key = ?");
  find.bind(1, static_cast<std::int64_t>(key.body)).bind(2, key.person).bind(3, key.key);
  if (!find.step()) {
    find.reset();
    return std::nullopt;
  }
  const bool is_same = find.text(0) == key.digest;
  Given given{static_cast<int>(find.integer(1)), std::string(find.text(2))};
  find.reset();
  if (!is_same) return refuse(Refusal::idempotency_key_was_used_for_another_request);
  return given;
}

void AnsweredRequests::remember(const Key& key, const Given& given, Moment now) {
  connection_.statement("DELETE FROM answered_requests WHERE at < ?")
      .bind(1, now.microseconds - kept_microseconds)
      .run();
  connection_.statement("INSERT INTO answered_requests VALUES(?, ?, ?, ?, ?, ?, ?)")
      .bind(1, static_cast<std::int64_t>(key.body))
      .bind(2, key.person)
      .bind(3, key.key)
      .bind(4, key.digest)
      .bind(5, std::int64_t{given.status})
      .bind(6, given.body)
      .bind(7, now.microseconds)
      .run();
}

}  // namespace chuangyou
