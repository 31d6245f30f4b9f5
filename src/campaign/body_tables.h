// A body's own row, and its making from the campaign's data.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "campaign/load.h"
#include "storage/sqlite.h"

namespace chuangyou {

inline constexpr std::string_view bodies_ledger = "bodies";
inline constexpr std::string_view sign_import_act = "sign_import";
inline constexpr std::string_view confirm_clock_act = "confirm_clock";  // makes no row
inline constexpr std::string_view found_body_act = "found_body";

// Every table there is: the journal's own, and those that can be made from it. Where one of these
// was gone although there are entries, all are due to be made again (were_made_otherwise).
void create_every_schema(Connection&);
// Those that a door makes when it first needs them, and the journal in the layout that it has: what
// a database is held against.
void create_all_that_we_ever_make(Connection&, std::int64_t journal_layout);
enum class Indexes : std::uint8_t { now, later };  // later: once the rows are there
void create_what_the_journal_makes(Connection&, Indexes);
std::vector<std::string> tables_that_the_journal_makes();  // their names
inline constexpr std::string_view tables_of_the_journal[] = {"entries", "seals", "tiles"};
// Those that come anew by themselves where they are missing: figures, what the tables were made by,
// the writer's probe, and where which answered key lies (these two together or neither).
inline constexpr std::string_view tables_kept_beside[] = {"figures_snapshot", "made_by", "probe",
                                                          "answered_runs", "answered_pages"};

void put_body(Connection&, BodyNo, const NewBody&);
struct StoredBody {
  BodyNo no{};
  NewBody body;
};
std::vector<StoredBody> stored_bodies(Connection&);

std::string encode_body(const NewBody&);
Result<NewBody> decode_body(std::string_view json);

// One entry more of the body's own, in a transaction of its own. No Writer may be running.
void write_body_entry(Connection&, Body&, const Uuid& record, std::string_view act,
                      std::string changes, Moment now, RandomSource&);

// Reads campaign, policy, calendar and zone; the trees are still empty.
Result<std::unique_ptr<Body>> make_body(const Places&, BodyNo, const NewBody&, Moment now);

}  // namespace chuangyou
