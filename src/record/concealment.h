// Those whom a record is about do not see it (Law 7): neither text nor sender nor that it is there.
// A ledger says by `conceals` which field tells what its records are about; a record about somebody
// goes to the nearest unit above with nobody concerned, and the highest unit concerned is kept in
// it. That unit, all below it, the person named and whoever led the unit on that day are blind to
// the record, whatever other posts they hold or come to hold. Criticism in `feedback` is the first
// to need this, `appeals` will be the second.
#pragma once

#include "record/decide.h"

namespace chuangyou {

bool is_concealed(const Record& record);

// Where the concerned sit at the very top there is nobody above: the discipline of the top unit
// stands in for whoever else might act there, and nobody else sees the record.
bool is_for_discipline(const Record& record);

// Sits in the blind part or is the person named. The author is concerned too, where he complains of
// his own line: he sees what he wrote, and does with it what an author may.
bool is_concerned(const Actor& actor, const Record& record, Date today, const PathOfUnit& path_of);
bool is_kept_from(const Actor& actor, const Record& record, Date today, const PathOfUnit& path_of);

// At opening: leads a record about somebody past the concerned. `opening` holds the fields as they
// would stand and the unit that was named. nobody_unconcerned_is_above.
Result<void> conceal(const Record& opening, const Actor& sender, Date today,
                     const Circumstances& circumstances, Changes& changes);

// Of an entry that does not say yet who was concerned: whoever was named, or led the unit on the
// day on which it was opened.
void fill_in_who_was_concerned(Record& record, const Changes& opening,
                               const Circumstances& circumstances);

// Later: a concealed record does not come to the concerned by a transfer either.
Result<void> check_transfer(const Record& before, const UnitId& to, Date today,
                            const Circumstances& circumstances);

}  // namespace chuangyou
