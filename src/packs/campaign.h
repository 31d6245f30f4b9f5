// A campaign as data (campaigns/<name>/campaign.yaml): nothing of the model campaign is in code.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/result.h"
#include "core/uuid.h"
#include "core/words.h"
#include "record/field.h"

namespace chuangyou {

struct Milestone {
  std::string key;
  Words name;
  std::string source_text;             // as the work plan says it: 2010年7月
  std::optional<Date> effective_date;  // undated until announced: what hangs on it is provisional
  Words correction_reason;             // where effective_date says other than source_text (X1)
  std::optional<int> founding_year, anniversary;  // 1921, 90
  std::string source;                             // S50
  std::string quote = {};                         // what the text says of the way there
  std::string reason = {};                        // why the body changed it; empty: as it came
  std::int64_t by_entry = 0;                      // by which entry; 0: as it came
};

// The first of the two signatures by which a phase ends: whose, and whether what is open goes on.
struct EndSigned {
  Uuid by;
  Date on;
  bool hands_on = false;
  std::int64_t by_entry = 0;
};

struct Named {  // a requirement, strand, phase, criterion, role …
  std::string key;
  Words name;
  std::string source;  // number in mission/elements.md, and where a thing is from if not from there
  std::optional<Date> from, until;
  // Of a phase, where its days follow from milestones: keys of these.
  std::string after_milestone = {}, until_milestone = {};
  std::string reason = {};
  std::int64_t by_entry = 0;
  // Of a phase that somebody ended: when, by which entry, and how much that was open went on.
  std::optional<Date> ended_on = {};
  std::int64_t ended_by_entry = 0, handed_on = 0;
  std::optional<EndSigned> end_signed = {};  // and waits for another's
};

// How far something is by what a ledger holds: a count that opens its records, never a score (S31).
struct CampaignMeasure {
  std::string ledger, count;                                    // open, claimed, confirmed …
  std::vector<std::pair<std::string, std::string>> where = {};  // fields, and what stands in them
  std::string due = {};  // the field whose day must have come by the end of the phase
};

// A need, a subject, a track of a phase or what must stand before it is over.
struct Aim : Named {
  std::string phase = {};  // key; of a track or a gate
  std::string quote = {};
  std::vector<CampaignMeasure> measures = {};
};

// A remark on the text, or what is told plainly to some of those concerned (S35).
struct CampaignText : Named {
  Words text;
};

// S2: when somebody put the text on the web, when what it says held, and by whose authority.
struct Origin {
  Date source_posted_at;
  Words posted_by, authority;
  std::optional<Date> from, until;
  std::string until_milestone, source;
};

// X12: what the text has wrong, and how it is read here. X10: what is masked there is never shown.
struct Slip {
  std::string text, reading, source;
  Words note;
  bool is_masked = false;
};

struct Campaign {
  std::string key;
  Words name;
  std::string
      type;  // fixed_term | continuing: the latter never closes, it becomes regular work (S30)
  std::optional<Named> predecessor, successor;
  Named red_line, theme;
  std::vector<Named> requirements, strands, organisation_criteria, member_criteria, tiers, roles;
  std::vector<Named> handles;  // 抓手; a campaign may do without
  std::vector<Named> phases;   // their days follow from the milestones between which they lie (S52)
  std::vector<Milestone> milestones;
  std::optional<Origin> origin;  // this and all of the following a campaign may do without
  Words province, website, journal;
  std::vector<Aim> subjects, needs, tracks, gates;
  std::vector<Aim> quotes;  // by what they speak of: red_line, theme, milestones …
  std::vector<CampaignText> remarks, audiences;
  std::vector<Slip> slips;
  std::optional<Date> closed_on;  // of a fixed term
  std::string round = {};         // the year of its last clone (packs/next_year.h); empty: of none
  std::string policy_pack, calendar, zone;
  // Whether what was entered says what was done. Where it was documents alone, which say what is
  // asked and until when, a day that has passed says nothing of anybody, and nobody is called late.
  bool tells_completion = true;

  bool has(CampaignList list, std::string_view key) const;
  std::vector<std::string> keys(CampaignList list) const;  // in their order
};

// The days of the phases and of the text again, after a milestone was dated or moved.
void date_phases(Campaign& campaign);

// field_is_unknown, field_is_missing, field_has_wrong_kind, choice_is_unknown with the name of the
// entry as `requirements[2].source` in `field`. `key` comes from the folder's name.
Result<Campaign> read_campaign(std::string_view key, std::string_view yaml);

// A quotation as it may be shown: word for word but for what is masked, with the slips in it; and,
// where it has any, how it is read without them.
struct Quoted {
  std::string shown, read;  // `read` empty: as it stands
  std::vector<const Slip*> slips;
};
Quoted quoted(const Campaign&, std::string_view text);

// The campaign's own inconsistencies, each with what was said and what is held: founding year + n
// against the date, corrections without a reason. Nothing is corrected silently (S50, X1).
struct CampaignNotice {
  Refusal law{};
  std::string about;  // key of the milestone
  std::string said, held;
  Words reason;  // empty where none was given
};
std::vector<CampaignNotice> check(const Campaign& campaign);

}  // namespace chuangyou
