// What records of all ledgers lead to, in one table that is walked backwards: a row for each link,
// and for each unit, person or link in a cell of their rows. Forwards a record says it itself.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/uuid.h"
#include "record/record.h"
#include "storage/sqlite.h"

namespace chuangyou {

inline constexpr std::string_view links_table = "links";
std::string create_links_sql();

// One way from a record to what it names.
struct LinkRow {
  Uuid to;
  std::int64_t to_row = 0;  // of a record that has rows; 0 = the record itself
  std::string field;        // `clause`, or `team.who` where it stands in a row
  std::int64_t row = 0;     // in which it stands
  auto operator<=>(const LinkRow&) const = default;
};
bool leads_somewhere(const Ledger& ledger);  // whether its records may have such rows at all
std::vector<LinkRow> links_of(const Record& record);  // in order, each once
// Whether lists find a field or column of this name in the table of links, and not by its own
// index.
bool is_in_links(const Ledger& ledger, std::string_view place);

// `before` or `after` may be null: opened, or taken back.
void put_links(Connection&, BodyNo, const Record* before, const Record* after);

// A record that leads to one of `to`.
struct Citing {
  std::string ledger;
  std::int64_t row_no = 0;  // of its table
  LinkRow link;
};
// Those that lead there, in one query: `limit` by each field, so that many of one kind hide no
// other.
std::vector<Citing> citing(Connection&, BodyNo, std::span<const Uuid> to, std::int64_t limit);

// Where those of one ledger stand that lead to a record, each once by each field and row.
struct CitingPlace {
  std::string field;
  std::int64_t to_row = 0, row_no = 0;
  std::string path;
  Stage stage = Stage::open;
};
std::vector<CitingPlace> places_citing(Connection&, BodyNo, const Ledger&, const Uuid& to,
                                       std::int64_t limit);

}  // namespace chuangyou
