#include "storage/second_factor_rows.h"

#include <algorithm>

#include "storage/has_column.h"

namespace chuangyou {
namespace {

std::int64_t number(BodyNo body) { return static_cast<std::int64_t>(body); }

Statement& of_person(Connection& connection, std::string_view sql, BodyNo body, PersonId person) {
  return connection.statement(sql).bind(1, number(body)).bind(2, person);
}

}  // namespace

void create_second_factor_schema(Connection& connection) {
  connection.run(
      "CREATE TABLE IF NOT EXISTS second_factors(body INTEGER NOT NULL, person BLOB NOT NULL,"
      " sealed BLOB NOT NULL, confirmed INTEGER NOT NULL, last_step INTEGER NOT NULL,"
      " entry INTEGER NOT NULL DEFAULT 0, PRIMARY KEY(body, person)) STRICT, WITHOUT ROWID;"
      "CREATE TABLE IF NOT EXISTS recovery_codes(body INTEGER NOT NULL, person BLOB NOT NULL,"
      " hash BLOB NOT NULL, PRIMARY KEY(body, person, hash)) STRICT, WITHOUT ROWID;");
}

bool second_factors_are_told(Connection& connection) {
  return has_column(connection, "second_factors", "entry");
}

void second_factors_are_told_from_now_on(Connection& connection) {
  connection.run("ALTER TABLE second_factors ADD COLUMN entry INTEGER NOT NULL DEFAULT 0;");
}

std::optional<SecondFactorRow> second_factor_row(Connection& connection, BodyNo body,
                                                 PersonId person) {
  Statement& find = of_person(connection,
                              "SELECT sealed, confirmed, last_step FROM second_factors"
                              " WHERE body = ? AND person = ?",
                              body, person);
  const ResetAtEnd reset(find);
  if (!find.step()) return std::nullopt;
  return SecondFactorRow{std::string(find.blob(0)), find.integer(1) != 0, find.integer(2)};
}

bool begin_second_factor_row(Connection& connection, BodyNo body, PersonId person,
                             std::string_view sealed) {
  of_person(connection,
            "INSERT INTO second_factors(body, person, sealed, confirmed, last_step)"
            " VALUES(?, ?, ?, 0, -1) ON CONFLICT(body, person) DO UPDATE SET"
            " sealed = excluded.sealed, last_step = -1 WHERE confirmed = 0",
            body, person)
      .bind_blob(3, sealed)
      .run();
  return connection.changes() != 0;
}

bool use_second_factor_step(Connection& connection, BodyNo body, PersonId person,
                            std::int64_t step) {
  connection
      .statement(
          "UPDATE second_factors SET last_step = ?3 WHERE body = ?1 AND person = ?2"
          " AND last_step < ?3")
      .bind(1, number(body))
      .bind(2, person)
      .bind(3, step)
      .run();
  return connection.changes() != 0;
}

void confirm_second_factor_row(Connection& connection, BodyNo body, PersonId person,
                               std::span<const Hash> recovery, std::int64_t entry) {
  of_person(connection,
            "UPDATE second_factors SET confirmed = 1, entry = ?3 WHERE body = ?1 AND person = ?2",
            body, person)
      .bind(3, entry)
      .run();
  of_person(connection, "DELETE FROM recovery_codes WHERE body = ? AND person = ?", body, person)
      .run();
  for (const Hash& hash : recovery)
    of_person(connection, "INSERT INTO recovery_codes(body, person, hash) VALUES(?, ?, ?)", body,
              person)
        .bind_blob(3, bytes_of(hash))
        .run();
}

bool use_recovery_code(Connection& connection, BodyNo body, PersonId person, const Hash& hash) {
  of_person(connection, "DELETE FROM recovery_codes WHERE body = ? AND person = ? AND hash = ?",
            body, person)
      .bind_blob(3, bytes_of(hash))
      .run();
  return connection.changes() != 0;
}

std::vector<Hash> recovery_codes_left(Connection& connection, BodyNo body, PersonId person) {
  Statement& find = of_person(
      connection, "SELECT hash FROM recovery_codes WHERE body = ? AND person = ?", body, person);
  const ResetAtEnd reset(find);
  std::vector<Hash> left;
  while (find.step()) {
    const std::string_view hash = find.blob(0);
    Hash& one = left.emplace_back();
    if (hash.size() == one.size()) std::ranges::copy(hash, one.begin());
  }
  return left;
}

bool drop_second_factor_row(Connection& connection, BodyNo body, PersonId person) {
  of_person(connection, "DELETE FROM recovery_codes WHERE body = ? AND person = ?", body, person)
      .run();
  of_person(connection, "DELETE FROM second_factors WHERE body = ? AND person = ?", body, person)
      .run();
  return connection.changes() != 0;
}

std::vector<OfPerson> confirmed_second_factors(Connection& connection) {
  Statement& find =
      connection.statement("SELECT body, person FROM second_factors WHERE confirmed = 1");
  const ResetAtEnd reset(find);
  std::vector<OfPerson> all;
  while (find.step()) all.push_back({static_cast<BodyNo>(find.integer(0)), PersonId(find.uuid(1))});
  return all;
}

std::vector<PersonId> who_has_second_factor_rows(Connection& connection, BodyNo body) {
  Statement& find = connection.statement(
      "SELECT person FROM second_factors WHERE body = ?1 AND confirmed = 1"
      " UNION SELECT person FROM recovery_codes WHERE body = ?1");
  const ResetAtEnd reset(find);
  find.bind(1, number(body));
  std::vector<PersonId> all;
  while (find.step()) all.emplace_back(find.uuid(0));
  return all;
}

}  // namespace chuangyou
