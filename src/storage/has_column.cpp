#include "storage/has_column.h"

namespace chuangyou {

bool has_column(Connection& connection, std::string_view table, std::string_view column) {
  Statement& find = connection.statement("SELECT 1 FROM pragma_table_info(?) WHERE name = ?");
  const ResetAtEnd reset(find);
  return find.bind(1, table).bind(2, column).step();
}

}  // namespace chuangyou
