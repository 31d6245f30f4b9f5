// Who speaks about whose work (Laws 2 and 7). The served judge what the doers claim, and nobody of
// the doers' line judges it, under no other post either: neither at the unit, nor above, nor below.
// What the served have contested is ended, and what was entered late is confirmed, with somebody
// who stands outside. One rule for all ledgers.
#pragma once

#include "record/decide.h"

namespace chuangyou {

// Holds a post in force at the unit, above or below it.
bool is_of_the_line(const Actor& actor, std::string_view path, Date today);
// Not of the line, or above it by a post alone that commands nobody: the hotline's, discipline's,
// the works committee's.
bool stands_outside(const Actor& actor, std::string_view path, Date today);

// The sender of what the served alone may judge has no other part in it than a sender's.
bool is_sender(const Actor& actor, const Record& record);
// Whether he still sits where he was when he opened it: what he did there does not follow him.
bool is_still_there(const Actor& actor, const Record& record, Date today,
                    const PathOfUnit& path_of);

// the_rated_never_touch_the_raters, the_doer_does_not_judge_it, their_no_stands for whoever judges
// a claim; an_outsider_ends_it for whoever ends what was contested;
// confirmation_comes_from_outside. `by` is the right under which he acts.
Result<void> check_speaker(const Record& before, const Act& act, const Right& by,
                           const Actor& actor, Date today, const PathOfUnit& path_of);

// What an act says in the name of the served.
Changes::Says says(const Record& before, const Act& act, const Right& by, const Actor& actor,
                   Date today, const PathOfUnit& path_of);

// Whether any act on the record, in whatever state, is his to do.
bool may_act_on(const Actor& actor, const Record& record, Date today, const PathOfUnit& path_of);

// Of a confidential ledger: whether he may act on every record below the path, and so reads it; or
// on those of its unit alone.
bool reads_all_below(const Actor& actor, const Ledger& ledger, std::string_view path, Date today);
bool reads_all_at(const Actor& actor, const Ledger& ledger, std::string_view path, Date today);

// Whether a record that is being opened tells of the past and comes from those whom it would
// praise.
bool is_history(const Record& opening, const Asked& asked, const Actor& actor, Date today,
                const Circumstances& circumstances);

}  // namespace chuangyou
