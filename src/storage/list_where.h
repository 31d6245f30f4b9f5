// What a list is narrowed by, as SQL over a ledger's table called t.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "storage/ledger_table.h"

namespace chuangyou {

// A WHERE that grows term by term, with the values of its question marks in their order.
struct Where {
  std::string sql;
  std::vector<Value> values;

  void add(std::string_view term, std::initializer_list<Value> bound = {}) {
    sql += (sql.empty() ? " WHERE " : " AND ") + std::string(term);
    values.insert(values.end(), bound);
  }
};

// A declared field, or a column of its rows that holds ids, has this value; empty: it has none.
void add_field(Where& where, BodyNo body, const Ledger& ledger, const std::string& place,
               const Value& value);
void add_condition(Where& where, BodyNo body, const Ledger& ledger, const Condition& condition);

}  // namespace chuangyou
