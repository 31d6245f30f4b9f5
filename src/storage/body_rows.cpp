#include "storage/body_rows.h"

namespace chuangyou {

void create_body_schema(Connection& connection) {
  connection.run(
      "CREATE TABLE IF NOT EXISTS bodies(no INTEGER PRIMARY KEY, key TEXT UNIQUE, name_zh TEXT,"
      " name_en TEXT, campaign TEXT, policy TEXT, calendar TEXT, zone TEXT, shown_as_of INTEGER)");
}

void put_body_row(Connection& connection, const BodyRow& body) {
  Statement& put = connection.statement(
      "INSERT OR REPLACE INTO bodies(no, key, name_zh, name_en, campaign, policy, calendar, zone,"
      " shown_as_of) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)");
  put.bind(1, static_cast<std::int64_t>(body.no)).bind(2, body.key).bind(3, body.name.zh);
  put.bind(4, body.name.en).bind(5, body.campaign).bind(6, body.policy).bind(7, body.calendar);
  put.bind(8, body.zone);
  if (body.shown_as_of) {
    put.bind(9, std::int64_t{body.shown_as_of->days});
  } else {
    put.bind_null(9);
  }
  put.run();
}

std::vector<BodyRow> body_rows(Connection& connection) {
  Statement& find = connection.statement(
      "SELECT no, key, name_zh, name_en, campaign, policy, calendar, zone, shown_as_of FROM bodies"
      " ORDER BY no");
  const ResetAtEnd reset(find);
  std::vector<BodyRow> rows;
  while (find.step()) {
    BodyRow& row = rows.emplace_back();
    row.no = BodyNo{static_cast<std::int32_t>(find.integer(0))};
    row.key = find.text(1);
    row.name = {std::string(find.text(2)), std::string(find.text(3))};
    row.campaign = find.text(4);
    row.policy = find.text(5);
    row.calendar = find.text(6);
    row.zone = find.text(7);
    if (!find.is_null(8)) row.shown_as_of = Date{static_cast<std::int32_t>(find.integer(8))};
  }
  return rows;
}

}  // namespace chuangyou
