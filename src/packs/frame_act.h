// How campaign, numbers of practice and calendars come into a body and change in it: small acts,
// decided purely and kept in the journal under the body itself. Those that found it copy a file
// with its hash; the others are the works committee's, and numbers the administrator's too, each
// with its source and its reason.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/result.h"
#include "packs/frame.h"
#include "record/right.h"

namespace chuangyou {

struct StartCampaign {
  std::string key, content;  // campaign.yaml
};
struct AdoptPack {
  std::string key, content;  // <pack>.yaml
};
struct AdoptCalendar {
  std::string key, content;    // days.csv; empty for plain weeks
  std::string source, reason;  // of a new year's notice
};
// Holds for clocks that start on or after the day.
struct ChangePolicyValue {
  std::string name;
  Fixed value;
  Date from;
  std::string source, reason;
};
// A milestone that was undated gets its day.
struct AnnounceMilestone {
  std::string key;
  Date date;
  std::string source_text, source, reason;  // source_text empty: as it was
};
// A milestone gets another day; where that is not what its text says, the reason says why.
struct ChangeMilestone {
  std::string key;
  Date date;
  std::string source_text, source, reason;
};
// From then on the phase has days of its own and follows no milestone; without a day it is open.
struct ChangePhase {
  std::string key;
  std::optional<Date> from, until;
  std::string source, reason;
};

// How the columns of an office's files are read (imports/import_mapping.h), under a name, in the
// place of the one of that name. It enters nothing by itself. Whoever holds a post that is none of
// the three administrators' keeps one, and the administrator, whose lists of people it reads.
struct KeepMapping {
  std::string name, content;
  std::string former_name = {};  // of one that is called otherwise from now on
};
struct DropMapping {
  std::string name;
};
inline constexpr std::size_t mappings_max = 200;  // of a body

// A phase is over, on the day on which the second of two people signs it. What stands open before
// its gates is handed on by this very entry, which names it; whoever ends the phase all the same
// says so, with the reason, and the other signs the same.
struct EndPhase {
  std::string key;
  Date date;
  bool hands_on = false;
  std::string source, reason;
  std::vector<std::string> items = {};  // `tasks/<id>`, as whoever performs it finds them
  // Likewise: who signs it first and waits. None: it takes effect.
  std::optional<Uuid> signs_first = {};
};
inline constexpr std::size_t handed_on_max = 2'000;
// Of a fixed term; what is regular work never closes (S30).
struct CloseCampaign {
  Date date;
  std::string source, reason;
};

// Once all of its phases are over it comes again from a day on, under a name of its own, and is its
// own predecessor (packs/next_year.h). What stands open before any of its gates is named and goes
// with it, each by an entry of its own.
struct CloneCampaign {
  std::string name_zh, name_en;
  Date from;
  bool hands_on = false;
  std::string source, reason;
  std::vector<std::string> items = {};  // as whoever performs it finds them
};

using FrameAct = std::variant<StartCampaign, AdoptPack, AdoptCalendar, ChangePolicyValue,
                              AnnounceMilestone, ChangeMilestone, ChangePhase, KeepMapping,
                              DropMapping, EndPhase, CloseCampaign, CloneCampaign>;

inline constexpr std::string_view frame_act_names[] = {
    "start_campaign",     "adopt_pack",       "adopt_calendar", "change_policy_value",
    "announce_milestone", "change_milestone", "change_phase",   "keep_mapping",
    "drop_mapping",       "end_phase",        "close_campaign", "clone_campaign"};
constexpr std::string_view name_of(const FrameAct& act) { return frame_act_names[act.index()]; }
bool is_frame_act(std::string_view name);

inline constexpr std::string_view plain_weeks = "plain-weeks";  // the calendar that needs no text

// The works committee's at the top of the body: what holds for all is set by nobody below.
const Post* post_that_sets_the_frame(const Actor& actor, Date today);
// The second signature that a phase is over: that of the committee, or of those with whom it sets
// the campaign (the two departments, the Party group, the secretary), at the top as well.
const Post* post_that_signs_with_the_committee(const Actor& actor, Date today);
// Whether the act would be the second signature of an end that somebody has signed.
bool is_second_signature(const EndPhase& act, const Frame& frame);
// Of a number of practice: that one's, or else the administrator's, who runs the house.
const Post* post_that_sets_numbers(const Actor& actor, Date today);

// May the actor, by which of his posts, and does it fit the frame. Campaign and pack are adopted
// once, when the body is founded.
Result<const Post*> decide(const FrameAct& act, const Frame& frame, const Actor& actor, Date today);

// The only place where a frame changes. What was decided once is taken as it stands.
Result<void> apply(Frame& frame, const FrameAct& act, std::int64_t entry, Moment at);

// The wire form kept in the journal, as canonical JSON, and back: json_is_malformed.
std::string encode(const FrameAct& act);
Result<FrameAct> decode_frame_act(std::string_view act, std::string_view changes);

}  // namespace chuangyou
