// The fields of plans, and what of a campaign a plan leaves open: each requirement, strand and
// milestone is covered by an item or excused, and an item says what it leaves to a silent source.
#pragma once

#include "ledgers/mending.h"
#include "ledgers/wording.h"

namespace chuangyou::plans {
using namespace declared;
using mending::to_mend;
using wording::worded_by;

inline constexpr std::string_view directions[] = {"higher", "lower"};

inline constexpr auto requirement = choice("requirement", CampaignList::requirements);
inline constexpr auto strand = choice("strand", CampaignList::strands);
inline constexpr auto milestone = choice("milestone", CampaignList::milestones);
inline constexpr auto deed = long_text("deed", 1000);
inline constexpr auto measure = text("measure", 500);
inline constexpr auto target = text("target", 200);
inline constexpr auto better_when = choice("better_when", directions);  // none: higher is better
inline constexpr auto answers_for = person("accountable");
inline constexpr auto due = date("due");
inline constexpr auto first_due = date("first_due");  // as it was first approved
inline constexpr auto source_is_silent = yes_no("source_is_silent");
inline constexpr auto excused_because = text("excused_because", 500);
inline constexpr auto lower_because = text("lower_because", 500);
inline constexpr auto inherited_from = row_link("inherited_from", "plans");
inline constexpr auto continues = row_link("continues", "plans");
inline constexpr FieldSpec columns[] = {
    requirement,   strand,         milestone, deed,      measure,          target,
    better_when,   answers_for,    due,       first_due, source_is_silent, excused_because,
    lower_because, inherited_from, continues};

inline constexpr auto basis_clause = row_link("clause", "directives").required();
inline constexpr FieldSpec basis_columns[] = {basis_clause};

inline constexpr auto title = text("title", 200).required();
inline constexpr auto phase = choice("phase", CampaignList::phases).required();
inline constexpr auto accountable = person("accountable");
inline constexpr auto parent = link("parent", "plans");
inline constexpr auto last_phase = link("last_phase", "plans");  // of the phase before
inline constexpr auto basis = rows("basis", basis_columns);
inline constexpr auto items = rows("items", columns);
inline constexpr auto decided_at = link("decided_at", "meetings");
// Whose plan it is: the record's own unit, kept so that an index finds it.
inline constexpr auto of_unit = unit("of_unit");
// Of a version the one in whose place it comes, and why.
inline constexpr auto predecessor = link("predecessor", "plans");
inline constexpr auto changed_because = text("changed_because", 500);
// 有起色 有特点 有成效 (S76), the four "ins" (S39), balance with other work (S98, X9), and the six
// prompts of the end (S112).
inline constexpr auto improvement = long_text("improvement", 2000);
inline constexpr auto character = long_text("character", 2000);
inline constexpr auto effect = long_text("effect", 2000);
inline constexpr auto in_mind = long_text("in_mind", 1000);
inline constexpr auto in_energy = long_text("in_energy", 1000);
inline constexpr auto in_content = long_text("in_content", 1000);
inline constexpr auto in_work = long_text("in_work", 1000);
inline constexpr auto in_work_by = row_link("in_work_by", "tasks");
inline constexpr auto balance = long_text("balance", 2000);
inline constexpr auto understood = long_text("understood", 1000);
inline constexpr auto mobilised = long_text("mobilised", 1000);
inline constexpr auto extended = long_text("extended", 1000);
inline constexpr auto learned = long_text("learned", 1000);
inline constexpr auto thought = long_text("thought", 1000);
inline constexpr auto improved = long_text("improved", 1000);
// S104: of the leading team, in words and never in numbers.
inline constexpr std::string_view aspects[] = {"political_sensitivity", "the_whole", "the_people",
                                               "development", "livelihood"};
inline constexpr auto aspect = choice("aspect", aspects).required();
inline constexpr auto remark = long_text("remark", 1000).required();
inline constexpr FieldSpec awareness_columns[] = {aspect, remark};
inline constexpr auto awareness = rows("awareness", awareness_columns);

inline constexpr FieldSpec fields[] = {
    title,      phase,      accountable, parent,      last_phase,      basis,
    items,      decided_at, of_unit,     predecessor, changed_because, improvement,
    character,  effect,     in_mind,     in_energy,   in_content,      in_work,
    in_work_by, balance,    understood,  mobilised,   extended,        learned,
    thought,    improved,   worded_by,   to_mend,     awareness};

// What of the campaign nobody has said anything about, and what an item leaves open without saying
// that the source is silent. `of` is a list of the campaign, or a field or column; `key` what of
// the list, `place` which item.
struct Gap {
  std::string_view of;
  std::string key = {};
  std::int64_t place = 0;  // from one on, as refusals count rows
};
using KeysOf = std::function<std::vector<std::string>(CampaignList)>;
std::vector<Gap> gaps_of(const Record& plan, const KeysOf& keys_of);
// S63: items whose target is below that of the last phase's plan and that do not say why.
std::vector<Gap> targets_below(const Record& plan, const std::optional<Record>& of_last_phase);

// As a refusal tells them: `requirements=social_harmony milestones=m2 items.7.target`.
std::string told(std::span<const Gap> gaps);

}  // namespace chuangyou::plans
