// Who speaks about whose work (Laws 2 and 7). The served judge what the doers claim, and nobody of
// the doers' line judges it, under no other post either: neither at the unit, nor above, nor below.
// Whoever sent it from outside keeps his word, wherever the record or the units go since. Each no
// stands until he who said it, or where he has gone his successor, says yes.
// What the served have contested is ended, and what was entered late is confirmed, with somebody
// who stands outside. One rule for all ledgers.
#pragma once

#include "core/matching.h"
#include "record/decide.h"
#include "record/rights_held.h"

namespace chuangyou {

// Those who lead a unit, and so the work that is done and claimed there.
bool leads(Role role);

// The same unit, or one above the other.
inline bool is_one_line(std::string_view one, std::string_view other) {
  return covers(one, other) || covers(other, one);
}

// Who answers with his name for a whole file of what others did.
constexpr bool signs_files(Role role) {
  return role == Role::operator_ || role == Role::works_committee;
}

// Holds a post in force at the unit, above or below it.
bool is_of_the_line(const Actor& actor, std::string_view path, Date today);
// Not of the line, or above it by a post alone that commands nobody, as the hotline's is.
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
                           const Actor& actor, Date today, const PathOfUnit& path_of,
                           const PostsOf& posts_of);

// The first right by which he may do the act and speak as well; else what speaks against the first
// that he holds, and post_does_not_allow_this where he holds none.
Result<std::size_t> right_to_speak(const RightsHeld& held, const Record& before, const Act& act,
                                   const Actor& actor, Date today, const PathOfUnit& path_of,
                                   const PostsOf& posts_of, const Post** under = nullptr);

// Of a joint act: who has signed, and the rights that are left. Whoever may sign for several stands
// for that for which nobody else has come.
bool has_signed(const Record&, const Act&, const Actor&);
PlacesLeft left_to_sign(const Record&, const Act&, Date today, const PathOfUnit&, const PostsOf&);

// Whether his yes takes back his own no alone, and so waits for those of the others.
bool waits_for_others(const Record& before, const Act& act, const Right& by, const Actor& actor,
                      Date today, const PathOfUnit& path_of, const PostsOf& posts_of);

// Whether the record that is being opened may be judged by him, who is of no line concerned by it.
bool opens_from_outside(const Record& opening, const Actor& actor, Date today);

// Fields whose unit says whether it is done: at those a right to confirm what is claimed looks.
bool is_judging(const Ledger&, std::string_view place);
// What a record would come to by a transfer: a unit that judges it would be of its line.
Result<void> check_judges_at(const Record& before, std::string_view path,
                             const PathOfUnit& path_of);

// What an act says in the name of the served.
Changes::Says says(const Record& before, const Act& act, const Right& by, const Actor& actor,
                   Date today, const PathOfUnit& path_of);

// Whether any act on the record, in whatever state, is his to do.
bool may_act_on(const Actor& actor, const Record& record, Date today, const PathOfUnit& path_of);

// Of a confidential ledger: whether he may act on, and so reads, all below the path; or all at it.
bool reads_all_below(const Actor& actor, const Ledger& ledger, std::string_view path, Date today);
bool reads_all_at(const Actor& actor, const Ledger& ledger, std::string_view path, Date today);

// Whether a record that is being opened tells of the past and is from those whom it would praise.
bool is_history(const Record& opening, const Asked& asked, const Actor& actor, Date today,
                const Circumstances& circumstances);

}  // namespace chuangyou
