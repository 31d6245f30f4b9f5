// A body's own row, and its making from that and from its journal.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "campaign/load.h"
#include "storage/sqlite.h"

namespace chuangyou {

inline constexpr std::string_view bodies_ledger = "bodies";
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
// the writer's probe, where which answered key lies (these two together or neither), and what is
// still to be reckoned anew: tables made from the journal are reckoned by the calendar of now.
inline constexpr std::string_view tables_kept_beside[] = {
    "figures_snapshot", "made_by", "probe", "answered_runs", "answered_pages", "reckonings"};

void put_body(Connection&, BodyNo, const NewBody&);
struct StoredBody {
  BodyNo no{};
  NewBody body;
};
std::vector<StoredBody> stored_bodies(Connection&);

std::string encode_body(const NewBody&);
Result<NewBody> decode_body(std::string_view json);

// Under which all entries of the body itself stand.
Uuid record_of_body(Connection&, BodyNo);
// What the files of the body say comes into its journal, once; in a transaction of its own.
void adopt_files(Connection&, Body&, Moment now, RandomSource&);
// One entry more of the body's own, in a transaction of its own. No Writer may be running.
void write_body_entry(Connection&, Body&, const Uuid& record, std::string_view act,
                      std::string changes, Moment now, RandomSource&);

// With the frame that its journal has, up to the last entry there; the trees are still empty. Where
// the journal has none the files are read, and what they say waits to be adopted.
// file_cannot_be_read with its name; journal_was_changed.
Result<std::unique_ptr<Body>> make_body(Connection&, const Places&, BodyNo, const NewBody&,
                                        Moment now);
Result<std::unique_ptr<Body>> make_body(BodyNo, const NewBody&, Frame, Moment now);

}  // namespace chuangyou
