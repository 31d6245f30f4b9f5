// Deciding: a pure function of (record, act, actor, today) that returns changes or a refusal. There
// is no clock and no database here; whatever a rule needs is an argument.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"
#include "core/working_calendar.h"
#include "core/zone.h"
#include "record/record.h"

namespace chuangyou {

// Numbers of practice (days, quorum, caps) with dates, source and tag; see packs/policy.h.
using PolicyValue = std::function<std::optional<Fixed>(std::string_view name, Date on)>;

// A question to a ledger, answered from an index: the records whose `field` (unit, person or link;
// empty = the author) names `is`. What the act at hand opens is counted as well.
struct Query {
  std::string_view ledger;
  std::string_view field;
  Uuid is;
  std::span<const std::string_view> states = {};  // empty: any
  std::optional<Moment> since = {};               // opened at or after
  std::optional<UnitId> unit = {};  // at this unit; cheap where the ledger is `once_for` the field
};

// A record that leads to a row of another by a link.
struct LeadsTo {
  RecordId id;
  std::int64_t row = 0;
  UnitId unit;
};

// A seal of the journal, as everybody may check it: made later than asked, and over the entry too.
struct SealMade {
  std::string hash;  // hexadecimal digits
  std::int64_t entries = 0;
};

// What holds for a whole body while it decides; who sits where is asked for a day. Other records
// are looked up inside the transaction; whoever only reads has no look-ups.
struct Circumstances {
  const WorkingCalendar& calendar;
  const Zone& zone;
  PolicyValue policy;
  PathOfUnit path_of;
  std::function<UnitId(std::string_view path)> unit_at;  // nil where no unit has the path
  PostsOf posts_of;
  std::function<std::vector<std::pair<PersonId, Role>>(const Uuid& unit, Date on)> holders_at;
  // Whether the list has the key; without the function nothing is known, and nothing is taken.
  std::function<bool(CampaignList list, std::string_view key)> campaign_has = {};
  std::function<std::optional<Record>(std::string_view ledger, const Uuid& id)> record = {};
  std::function<std::int64_t(const Query&)> count = {};
  std::function<std::vector<RecordId>(const Query&, std::int64_t at_most)> find = {};
  // The same with what each leads to, in one look-up however many they are; of links to rows.
  std::function<std::vector<LeadsTo>(const Query&, std::int64_t at_most)> find_leading = {};
  // Open units of one of the types (empty: of any) below the unit, itself left out.
  std::function<std::vector<Uuid>(const Uuid& below, std::span<const std::string>)> units_below{};
  std::function<std::vector<Post>(const Uuid& person)> posts_ever = {};  // those that ended too
  // Whether the one was the other, or above it, on any of the days.
  std::function<bool(const Uuid&, const Uuid&, Date from, Date until)> was_at_or_above = {};
  // The calendar that held at a moment; without the function it was always the one of now.
  std::function<const WorkingCalendar&(Moment)> calendar_at = {};
  std::function<std::vector<std::string>(CampaignList list)> campaign_keys = {};  // all of a list
  std::function<std::optional<SealMade>(Moment, std::int64_t entry)> first_seal_after = {};
};

struct FieldChange {
  std::size_t field;  // index into the ledger's fields
  Value value;
};

struct Asked {
  const Act& act;
  std::vector<FieldChange> fields;
  std::string reason;
  std::optional<UnitId> unit;    // of a new record, or to which it goes
  bool has_signed_file = false;  // a row of a file whose hash stands in the journal with a name
  // A row of a file: what another system said of its times stays as it was and is flagged.
  bool is_imported = false;
};

// What a rule may look at: the record before, and as it would stand after the act.
struct Deciding {
  const Record& before;
  const Record& after;
  const Act& act;
  const Actor& actor;
  Moment now;
  Date today;  // of `now` in the body's zone
  std::string_view reason;
  const Circumstances& circumstances;
};

// What an act changes. An entry of the journal carries exactly this, and follow() applies it.
struct Changes {
  std::string act;
  std::optional<UnitId> unit;       // at opening and at a transfer
  std::string path;                 // of that unit
  std::string state;                // the state after the act
  bool state_entered = false;       // the clock of the state starts anew
  std::vector<FieldChange> fields;  // only those that differ
  std::string reason;
  Pause pause = Pause::none;
  std::optional<Signature> signature;  // a joint act that still waits for others
  const Post* under = nullptr;         // the post acted under; null for citizen and clock
  // Whether it is a word of the served. Mostly the states say so: confirmed is yes, contested no.
  enum class Says : std::uint8_t { as_the_state, nothing, no };
  Says says = Says::as_the_state;
  bool is_for_another = false;      // beside what the act says of itself
  bool is_told = false;             // the reason stands wherever the record is
  bool is_from_outside = false;     // said by whoever opens what he may judge
  History history = History::none;  // what it becomes; none = stays
};

// Checks in fixed order, and the first broken law is the answer: state; unit; right, or signature
// of a joint act; who speaks about whose work; whom the act is closed to; how long one may wait;
// fields; who is concerned, and whom a transfer is offered to; what the act and the state need, and
// the reason; that anything changes; the act's rule; the calendar.
Result<Changes> decide(const Record& before, const Asked& asked, const Actor& actor, Moment now,
                       const Circumstances& circumstances);

// The record as it stands after the changes; the only place where changes meet a record.
// `under` is the unit of the post acted under; nil: that which the changes name, if any.
void apply(Record& record, const Changes& changes, Moment at, PersonId person, std::int64_t seq,
           UnitId under = {});

// The right by which the actor may do the act, as an index into `may`; nullopt = none.
std::optional<std::size_t> right_of(const Actor& actor, std::span<const Right> may,
                                    const Record& record, Date today, const PathOfUnit& path_of,
                                    const Post** under = nullptr);

// How much of a record an actor sees. Whole: a post in its own chain (its unit or any above), a
// right in `read`, the author as long as he is where he opened it, the receipt; of a confidential
// ledger only whoever may act on the record at all, and the rest of the chain sees the public
// fields. Public fields: everyone, in a public state. Others are told that nothing is there, and so
// are those whom a concealed record is about, before anybody looks at their posts.
bool sees_its_subtree(Role role);  // the administrators, personnel and discipline do not
enum class Sight : std::uint8_t { nothing, public_fields, whole };
Sight sight_of(const Actor& actor, const Record& record, Date today, const PathOfUnit& path_of);

bool is_shown_to_all(const Record& record);

// The record without what is not public; sealed fields leave it in every sight.
void redact(Record& record, Sight sight);

// The acts that the actor could do now, for the desk's buttons.
std::vector<const Act*> acts_open_to(const Actor& actor, const Record& record, Date today,
                                     const PathOfUnit& path_of, const PostsOf& posts_of = {});

}  // namespace chuangyou
