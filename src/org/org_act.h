// What can be done to units and people: small acts, decided purely like those of a ledger and kept
// in the journal under the ledgers `units`, `people` and `posts`.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/result.h"
#include "org/people.h"
#include "org/signing.h"
#include "org/tree.h"
#include "record/decide.h"

namespace chuangyou {

struct FoundUnit {
  Unit unit;
  Uuid import = {};  // with which it came, as in all acts that have one
};
struct RenameUnit {
  UnitId unit;
  std::string name;
};  // the old name stays as an alias
struct MoveUnit {
  UnitId unit;
  UnitId administrative_parent;
  UnitId party_parent;
  UnitId judge = {};  // of what a line would have to judge itself by it, as in a merge
};
// What is not over and names `from` goes on with `into`. `from` may have ended before, so that what
// was left at it is handed on.
struct MergeUnits {
  UnitId from;
  UnitId into;
  Date on;
  UnitId judge = {};  // of what `into` would have to judge itself (Law 7); nil where nothing is
};
// A new unit beside another, of the same type. It takes the records that are named, none where none
// is, or all that names the old one, which ends by it as by a merge.
struct SplitUnit {
  UnitId id;
  UnitId unit;
  std::string name;
  std::string code;
  Date on;
  std::vector<Uuid> records;
  bool all = false;
};
struct CloseUnit {
  UnitId unit;
  std::optional<Date> on;
};
struct AddPerson {
  Person person;
  Uuid import = {};
};
struct Appoint {
  HeldPost post;
};
// A post takes two people: the administrator proposes it, and the security administrator, who is
// somebody else, signs or refuses it within so many working days; whoever proposed it may take it
// back by the same act. A list is signed as a whole.
struct ProposePost {
  HeldPost post;  // the proposal has the id that the post will have
  Uuid import = {};
};
struct SignPost {
  Uuid id;  // of the signature
  std::vector<Uuid> posts;
};
struct RefusePost {
  Uuid post;
  std::string reason;
};
struct DescribePost {
  Uuid post;
  std::string serves;
};
// A post-holder lends one of his posts to another until a day: what is done under it names both.
struct Delegate {
  Uuid id;  // of the post that the other holds meanwhile
  Uuid post;
  PersonId person;
  std::optional<Date> until;
};
struct EndPost {
  Uuid post;
  Date on;
};
// From a day on, all four of them: what is left out is not said of the unit any more.
struct DescribeUnit {
  UnitId unit;
  Date from;
  UnitLevel level = UnitLevel::none;
  std::string sector = {};
  std::vector<std::string> exposure = {};
  std::optional<std::int64_t> order_number = {};
  Uuid import = {};
};
// One's own name, or another's by the administrator; the former one is kept beside it.
struct CorrectName {
  PersonId person;
  std::string name;
};
// Whoever leaves a post, or the administrator once he has left, offers the records that he has in
// hand at a unit to another who holds a post there; that one signs, or says why not.
struct ProposeHandover {
  Uuid id;
  UnitId unit;
  PersonId from;
  PersonId to;
};
struct SignHandover {
  Uuid handover;
};
struct RefuseHandover {
  Uuid handover;
  std::string reason;
};
// A change of the tree by which somebody may come to see what he did not see, or to hold a post at
// another unit, takes two people as well (reorganisation.h). The writer makes a proposal of
// whatever the first one asks: the act and its members as the journal has them. The second one
// signs or refuses it within the same days as a post; only then is it done, as an entry of its
// own.
struct ProposeReorganisation {
  Uuid id;
  std::string act;
  std::string changes;
};
struct SignReorganisation {
  Uuid reorganisation;
};
struct RefuseReorganisation {
  Uuid reorganisation;
  std::string reason;
};
// What an import has founded, added or proposed goes with it, as if it had never been. A unit keeps
// its number and its place, for numbers are never given twice, and is nowhere shown or found.
struct TakeBackUnit {
  UnitId unit;
  Uuid import = {};
};
struct TakeBackPerson {
  PersonId person;
  Uuid import = {};
};
struct TakeBackPost {
  Uuid post;  // that nobody has signed
  Uuid import = {};
};

using OrgAct = std::variant<FoundUnit, RenameUnit, MoveUnit, MergeUnits, CloseUnit, AddPerson,
                            Appoint, EndPost, SplitUnit, ProposePost, SignPost, RefusePost,
                            DescribePost, Delegate, DescribeUnit, CorrectName, ProposeHandover,
                            SignHandover, RefuseHandover, ProposeReorganisation, SignReorganisation,
                            RefuseReorganisation, TakeBackUnit, TakeBackPerson, TakeBackPost>;

// May the actor, and would the trees stay sound. Administrators found, rename, move, merge, split
// and close anywhere, as the works committee does at the top of the body; it and the organ
// committee elsewhere below their own unit. Posts are proposed by the administrator and signed by
// the security administrator, who alone ends them; whoever holds one of business lends it for no
// longer than a quarter, and may take it back. Nobody in particular (a nil person) may found
// the first root, and add people and appoint until a security administrator has been appointed.
// From then on nobody grants alone: an administrator who is missing is proposed by the auditor, and
// the posts of the three are ended by who holds them, or given and ended at the machine. The clock
// may nothing. What came with an import is taken back by who could have done it by hand, and by the
// end of an import that does not stand. `under` becomes the post by which the right was
// held, null where nobody holds one.
Result<void> decide(const OrgAct& act, const Actor& actor, const Tree& tree, const People& people,
                    Date today, const Post** under = nullptr,
                    const LastDayToSign& last_day = signed_in_plain_weeks());

// Whether name, code and aliases of a unit are one line of text each and short enough.
Result<void> check_texts(const Unit& unit);

// Applies an act to the trees in memory; the only place where they change. A merge moves all that
// hung below the closed unit, in either tree; its leading posts end, the others pass over to `into`
// from the day after, as new posts with ids that follow from the old ones. Who acted, and when,
// stands with what waits for a second person.
struct ActedBy {
  PersonId person;
  Date on;
};
Result<void> apply(const OrgAct& act, Tree& tree, People& people, const ActedBy& by = {});

// The wire form kept in the journal: ledger, record, act name, changes as canonical JSON, and back.
struct OrgEntry {
  std::string_view ledger;
  Uuid record;
  std::string_view act;
  std::string changes;
};
OrgEntry encode(const OrgAct& act);
// json_is_malformed, field_is_missing, field_is_unknown, field_has_wrong_kind, choice_is_unknown,
// id_is_malformed, date_is_not_iso; act_is_unknown.
Result<OrgAct> decode_org_act(std::string_view act, std::string_view changes);

// What the act says of the unit from its day on.
UnitDescription description_in(const DescribeUnit& act);

// What becomes of a post held at a unit that is merged away; what was lent of one ends.
struct PostFate {
  Uuid post;
  bool passes_over = false;  // else it ends
};
std::vector<PostFate> fates_of_posts(const MergeUnits& act, const People& people);

// The merge by which the old unit ends in a split; nullopt where it goes on.
std::optional<MergeUnits> merge_in(const SplitUnit& act);

// What an act would do to units and posts, shown before it is done: nothing here changes anything.
struct MergePreview {
  UnitNo units_below = 0;             // units that would change their superior, with those below
  std::vector<PostFate> posts;        // posts that would pass over or end
  std::vector<std::string> warnings;  // refusal names, then set-up thresholds R3.8 (warning_names)
};
MergePreview preview(const MergeUnits& act, const Tree& tree, const People& people, Date today,
                     const PolicyValue& policy);
MergePreview preview(const MoveUnit& act, const Tree& tree, const People& people, Date today,
                     const PolicyValue& policy);
MergePreview preview(const CloseUnit& act, const Tree& tree, const People& people);
MergePreview preview(const SplitUnit& act, const Tree& tree, const People& people);

// R3.8: a branch has so many formal members at least and from so many on a committee; with more
// members a general branch is due, and with more still an organ committee. The numbers are the
// policy pack's: branch.formal_least, branch.committee_from, general_branch.members_from,
// organ_committee.members_from.
inline constexpr std::string_view warning_names[] = {"branch_has_too_few_formal_members",
                                                     "branch_committee_is_due",
                                                     "general_branch_is_due",
                                                     "organ_committee_is_due",
                                                     "general_branch_has_too_few_members",
                                                     "organ_committee_has_too_few_members"};

}  // namespace chuangyou
