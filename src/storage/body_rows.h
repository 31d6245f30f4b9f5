// A body's own row: what it is called and by which files it goes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/words.h"
#include "storage/sqlite.h"

namespace chuangyou {

struct BodyRow {
  BodyNo no{};
  std::string key;
  Words name;
  std::string campaign, policy, calendar, zone;
  std::optional<Date> shown_as_of;
};

void create_body_schema(Connection&);
void put_body_row(Connection&, const BodyRow&);
std::vector<BodyRow> body_rows(Connection&);  // by number

}  // namespace chuangyou
