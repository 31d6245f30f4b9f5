// The rows of saved views: how a person likes to look at a ledger. They are a preference and no
// fact, so no entry of the journal makes them, and `rebuild` copies them as they are.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "storage/sqlite.h"

namespace chuangyou {

struct SavedViewRow {
  std::string ledger, name;
  std::string query;  // of the desk's address
};

void create_saved_views_schema(Connection&);
// By ledger and name.
std::vector<SavedViewRow> saved_view_rows(Connection&, BodyNo, PersonId);
// In the place of one of that name. False where the person has `at_most` others.
bool put_saved_view_row(Connection&, BodyNo, PersonId, const SavedViewRow&, std::int64_t at_most);
void drop_saved_view_rows_of(Connection&, BodyNo, PersonId);
// False where there was none.
bool drop_saved_view_row(Connection&, BodyNo, PersonId, std::string_view ledger,
                         std::string_view name);

}  // namespace chuangyou
