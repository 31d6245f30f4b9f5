// 会议学习 Meetings (S29 S34 S70 S73): announced, held, and kept in one short record that promises,
// carriers and reviews cite as their decision. Who was there is a row each, so that nobody counts
// by hand, and a resolution needs the quorum of R3.5.
#pragma once

#include "ledgers/rules.h"
#include "ledgers/told_in_stories.h"
#include "record/rights_of.h"
#include "record/typed_names.h"
#include "record/well_formed.h"

namespace chuangyou::meetings {
using namespace declared;

inline constexpr std::string_view kinds[] = {"mobilisation", "decision", "review", "study",
                                             "branch_meeting",
                                             // Regular work, S73 R3.9:
                                             "dues", "election", "organisational_life"};
inline constexpr std::string_view presences[] = {"present", "excused", "absent"};

inline constexpr auto who = person("who").required();
inline constexpr auto presence = choice("presence", presences).required();
inline constexpr FieldSpec attendance_columns[] = {who, presence};
inline constexpr auto document = link("document", "directives").required();
inline constexpr FieldSpec document_columns[] = {document};

inline constexpr auto subject = text("subject", 300).required().shown();
inline constexpr auto kind = choice("kind", kinds).required().shown();
inline constexpr auto held_on = date("held_on").required().shown();
inline constexpr auto place = text("place", 200);
inline constexpr auto attendance = rows("attendance", attendance_columns);
inline constexpr auto due_to_attend = integer("due_to_attend");
inline constexpr auto present = integer("present");
inline constexpr auto documents_read = rows("documents_read", document_columns);
inline constexpr auto resolution = long_text("resolution", 4000);
inline constexpr auto ayes = integer("ayes");
inline constexpr auto minutes = long_text("minutes", 4000);

inline constexpr FieldSpec fields[] = {subject,    kind,    held_on,       place,
                                       attendance, present, due_to_attend, documents_read,
                                       resolution, ayes,    minutes};

inline constexpr State announced{.name = "announced", .stage = Stage::open, .awaits = {"hold"}};
inline constexpr State held{.name = "held", .stage = Stage::open, .awaits = {"record"}};
inline constexpr State recorded{"recorded", Stage::ended};
inline constexpr State cancelled{"cancelled", Stage::ended};
inline constexpr State states[] = {announced, held, recorded, cancelled};

inline constexpr auto& conveners =
    rights<At::own, Role::works_committee, Role::party_group, Role::organ_committee,
           Role::secretary, Role::branch_secretary>;

// Whoever is listed is counted; where nobody is, the numbers are entered.
inline std::vector<Filled> counts_those_present(const Deciding& deciding) {
  const std::vector<RowRead> listed = deciding.after.get(attendance);
  if (listed.empty()) return {};
  const auto there = std::ranges::count_if(listed, [](const RowRead& row) {
    const std::string* how = row.get(presence);
    return how && *how == "present";
  });
  return {{present, std::int64_t{there}},
          {due_to_attend, static_cast<std::int64_t>(listed.size())}};
}

// More than the share, as R3.5 says of those present and of the ayes alike; nobody counts who was
// not due, or was not there.
inline bool is_more_than(const std::int64_t* part, const std::int64_t* all, Fixed share) {
  return part && all && *part <= *all && *part * 1'000'000 > *all * share.millionths;
}

inline Verdict is_valid(const Deciding& deciding) {
  const Record& meeting = deciding.after;
  if (!meeting.get(resolution)) return {};
  const std::optional<Fixed> quorum = deciding.circumstances.policy("vote.quorum", deciding.today);
  const std::optional<Fixed> pass = deciding.circumstances.policy("vote.pass", deciding.today);
  if (!quorum || !pass) return {Refusal::policy_value_is_missing, resolution.name};
  if (!is_more_than(meeting.get(present), meeting.get(due_to_attend), *quorum))
    return {Refusal::quorum_is_not_met, present.name};
  const bool is_passed = is_more_than(meeting.get(ayes), meeting.get(due_to_attend), *pass) &&
                         *meeting.get(ayes) <= *meeting.get(present);
  return {is_passed ? Refusal::none : Refusal::quorum_is_not_met, ayes.name};
}

// One short record; where something was resolved the resolution is it.
inline Verdict leaves_a_record(const Deciding& deciding) {
  const bool does = deciding.after.get(minutes) || deciding.after.get(resolution);
  return {does ? Refusal::none : Refusal::field_is_missing, minutes.name};
}

inline Verdict is_not_ahead(const Deciding& deciding) {
  const Date* day = deciding.after.get(held_on);
  return {day && *day > deciding.today ? Refusal::day_is_still_to_come : Refusal::none,
          held_on.name};
}

inline Verdict is_not_past(const Deciding& deciding) {
  const Date* day = deciding.after.get(held_on);
  return {day && *day < deciding.today ? Refusal::meeting_day_is_past : Refusal::none,
          held_on.name};
}

// Of before only what is recorded could be cited: by a meeting that fixed something it stays fixed.
inline Verdict has_fixed_something(const Deciding& deciding) {
  const auto cites = [&](std::string_view ledger) {
    const Query citing{.ledger = ledger, .field = "decided_at", .is = deciding.before.id};
    return deciding.circumstances.count(citing) > 0;
  };
  const bool is_cited = cites("promises") || cites("carriers");
  return {is_cited ? Refusal::state_does_not_allow_this : Refusal::none, "state"};
}

inline constexpr auto& announcing = names<subject, kind, held_on, place, documents_read>;
inline constexpr auto& holding =
    names<held_on, place, attendance, due_to_attend, present, documents_read>;
inline constexpr auto& entering =
    names<subject, kind, held_on, place, documents_read, attendance, due_to_attend, present>;
inline constexpr auto& recording = names<resolution, ayes, minutes>;
inline constexpr Law is_recorded_well[] = {leaves_a_record, is_valid};

inline constexpr Act acts[] = {
    {.name = "announce",
     .to = announced,
     .may = conveners,
     .takes = announcing,
     .rule = is_not_past},
    // One that was held without having been announced here.
    {.name = "enter",
     .to = held,
     .may = conveners,
     .takes = entering,
     .rule = is_not_ahead,
     .fills = counts_those_present},
    {.name = "amend",
     .from = names<announced>,
     .may = conveners,
     .takes = announcing,
     .rule = is_not_past},
    {.name = "hold",
     .from = names<announced>,
     .to = held,
     .may = conveners,
     .takes = holding,
     .rule = is_not_ahead,
     .fills = counts_those_present},
    {.name = "attend",
     .from = names<held>,
     .may = conveners,
     .takes = holding,
     .rule = is_not_ahead,
     .fills = counts_those_present},
    {.name = "record",
     .from = names<held>,
     .to = recorded,
     .may = conveners,
     .takes = recording,
     .rule = is_recorded_well},
    {.name = "cancel",
     .from = names<announced, held>,
     .to = cancelled,
     .may = conveners,
     .reason = Reason::required,
     .rule = has_fixed_something,
     .causes = told_in_stories::casts_doubt},
};

inline constexpr Deadline deadlines[] = {
    {.name = "meeting", .states = names<announced>, .field = held_on},
    {.name = "minutes", .states = names<held>, .length = {5, DayKind::working, {}}},
};

inline constexpr Ledger ledger{.name = "meetings",
                               .title = subject,
                               .place = 130,
                               .fields = fields,
                               .states = states,
                               .acts = acts,
                               .deadlines = deadlines,
                               .read = {}};
static_assert(well_formed(ledger));

}  // namespace chuangyou::meetings
