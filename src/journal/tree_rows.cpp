#include "journal/tree_rows.h"

namespace chuangyou {
namespace {

std::int64_t number(BodyNo body) { return static_cast<std::int64_t>(body); }

Date date_in(const Statement& row, int column) {
  return Date{static_cast<std::int32_t>(row.integer(column))};
}

}  // namespace

void create_tree_rows_schema(Connection& connection) {
  connection.run(
      "CREATE TABLE IF NOT EXISTS unit_descriptions(body INTEGER, unit INTEGER, from_day INTEGER,"
      " level INTEGER, sector TEXT, exposure INTEGER, order_number INTEGER,"
      " PRIMARY KEY(body, unit, from_day)) WITHOUT ROWID;"
      "CREATE TABLE IF NOT EXISTS handovers(body INTEGER, id BLOB, unit BLOB, from_person BLOB,"
      " to_person BLOB, proposed_by BLOB, proposed_on INTEGER,"
      " PRIMARY KEY(body, id)) WITHOUT ROWID;"
      "CREATE TABLE IF NOT EXISTS reorganisations(body INTEGER, id BLOB, act TEXT, changes TEXT,"
      " proposed_by BLOB, proposed_on INTEGER, PRIMARY KEY(body, id)) WITHOUT ROWID;");
}

void put_description(Connection& connection, BodyNo body, UnitNo unit,
                     const UnitDescription& description) {
  Statement& put = connection.statement(
      "INSERT OR REPLACE INTO unit_descriptions(body, unit, from_day, level, sector, exposure,"
      " order_number) VALUES(?, ?, ?, ?, ?, ?, ?)");
  put.bind(1, number(body)).bind(2, std::int64_t{unit});
  put.bind(3, std::int64_t{description.from.days});
  put.bind(4, static_cast<std::int64_t>(description.level)).bind(5, description.sector);
  put.bind(6, std::int64_t{description.exposure});
  if (description.order_number)
    put.bind(7, *description.order_number);
  else
    put.bind_null(7);
  put.run();
}

void load_descriptions(Connection& connection, BodyNo body, Tree& tree) {
  Statement& rows = connection.statement(
      "SELECT unit, from_day, level, sector, exposure, order_number FROM unit_descriptions"
      " WHERE body = ? ORDER BY unit, from_day");
  rows.bind(1, number(body));
  while (rows.step()) {
    UnitDescription description{date_in(rows, 1), static_cast<UnitLevel>(rows.integer(2)),
                                std::string(rows.text(3)), static_cast<Exposure>(rows.integer(4)),
                                std::nullopt};
    if (!rows.is_null(5)) description.order_number = rows.integer(5);
    tree.describe(static_cast<UnitNo>(rows.integer(0)), std::move(description));
  }
  rows.reset();
}

void put_former_parent(Connection& connection, BodyNo body, UnitNo unit, std::size_t place,
                       const FormerParent& former) {
  connection
      .statement(
          "INSERT INTO former_parents(body, unit, place, parent, until_day) VALUES(?,?,?,?,?)")
      .bind(1, number(body))
      .bind(2, std::int64_t{unit})
      .bind(3, static_cast<std::int64_t>(place))
      .bind(4, std::int64_t{former.parent})
      .bind(5, std::int64_t{former.until.days})
      .run();
}

void load_former_parents(Connection& connection, BodyNo body, Tree& tree) {
  Statement& moved = connection.statement(
      "SELECT unit, parent, until_day FROM former_parents WHERE body = ? ORDER BY unit, place");
  moved.bind(1, number(body));
  while (moved.step())
    tree.was_moved(static_cast<UnitNo>(moved.integer(0)),
                   {static_cast<UnitNo>(moved.integer(1)), date_in(moved, 2)});
  moved.reset();
}

void put_handover(Connection& connection, BodyNo body, const Handover& handover) {
  connection
      .statement(
          "INSERT INTO handovers(body, id, unit, from_person, to_person, proposed_by, proposed_on)"
          " VALUES(?, ?, ?, ?, ?, ?, ?)")
      .bind(1, number(body))
      .bind(2, handover.id)
      .bind(3, handover.unit)
      .bind(4, handover.from)
      .bind(5, handover.to)
      .bind(6, handover.by)
      .bind(7, std::int64_t{handover.on.days})
      .run();
}

void drop_handover(Connection& connection, BodyNo body, const Uuid& handover) {
  connection.statement("DELETE FROM handovers WHERE body = ? AND id = ?")
      .bind(1, number(body))
      .bind(2, handover)
      .run();
}

void load_handovers(Connection& connection, BodyNo body, People& people) {
  Statement& rows = connection.statement(
      "SELECT id, unit, from_person, to_person, proposed_by, proposed_on FROM handovers"
      " WHERE body = ?");
  rows.bind(1, number(body));
  while (rows.step())
    people.propose(Handover{rows.uuid(0), UnitId(rows.uuid(1)), PersonId(rows.uuid(2)),
                            PersonId(rows.uuid(3)), PersonId(rows.uuid(4)), date_in(rows, 5)});
  rows.reset();
}

void put_reorganisation(Connection& connection, BodyNo body, const Reorganisation& one) {
  connection
      .statement(
          "INSERT INTO reorganisations(body, id, act, changes, proposed_by, proposed_on)"
          " VALUES(?, ?, ?, ?, ?, ?)")
      .bind(1, number(body))
      .bind(2, one.id)
      .bind(3, one.act)
      .bind(4, one.changes)
      .bind(5, one.by)
      .bind(6, std::int64_t{one.on.days})
      .run();
}

void drop_reorganisation(Connection& connection, BodyNo body, const Uuid& reorganisation) {
  connection.statement("DELETE FROM reorganisations WHERE body = ? AND id = ?")
      .bind(1, number(body))
      .bind(2, reorganisation)
      .run();
}

void load_reorganisations(Connection& connection, BodyNo body, People& people) {
  Statement& rows = connection.statement(
      "SELECT id, act, changes, proposed_by, proposed_on FROM reorganisations WHERE body = ?");
  rows.bind(1, number(body));
  while (rows.step())
    people.propose(Reorganisation{rows.uuid(0), std::string(rows.text(1)),
                                  std::string(rows.text(2)), PersonId(rows.uuid(3)),
                                  date_in(rows, 4)});
  rows.reset();
}

}  // namespace chuangyou
