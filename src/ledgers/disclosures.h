// 公开事项 Disclosures (S106, R10.9 R10.10): what is made public, by whom and when. Somebody else than
// whoever proposed it checks secrecy, need and accuracy; what has been shown is changed by two, and
// taken back in public with its reason.
#pragma once

#include "ledgers/rules.h"
#include "ledgers/wording.h"
#include "record/rights_of.h"
#include "record/typed_names.h"
#include "record/well_formed.h"

namespace chuangyou::disclosures {
using namespace declared;

// To whom: the Party organisations of the line, the unit itself, a unit that is served, everyone.
inline constexpr std::string_view ranges[] = {"party", "unit", "served", "society"};

inline constexpr auto title = text("title", 200).required().shown();
inline constexpr auto item = text("item", 200).shown();  // of the unit's catalogue
inline constexpr auto content = long_text("content", 8000).shown();
inline constexpr auto range = choice("range", ranges).required().shown();
inline constexpr auto served_unit = unit("served_unit").shown();
inline constexpr auto first_due = date("first_due").shown();
inline constexpr auto due = date("due").shown();
inline constexpr auto keeps_secrets = yes_no("keeps_secrets");
inline constexpr auto is_needed = yes_no("is_needed");
inline constexpr auto is_accurate = yes_no("is_accurate");
inline constexpr auto published_on = date("published_on").shown();

using wording::worded_by;

inline constexpr FieldSpec fields[] = {title,       item,          content,     range,
                                       served_unit, due,           first_due,   published_on,
                                       is_needed,   keeps_secrets, is_accurate, worded_by};

inline constexpr State proposed = open_state("proposed", {"review"});
inline constexpr State returned = open_state("returned", {"resubmit"});
inline constexpr State reviewed = open_state("reviewed", {"publish"});
inline constexpr State published = ended_state("published").shown();
inline constexpr State updated = ended_state("updated").shown();
inline constexpr State withdrawn = ended_state("withdrawn", Ending::taken_back);
inline constexpr State dropped = ended_state("dropped", Ending::taken_back);
inline constexpr State states[] = {proposed, returned,  reviewed, published,
                                   updated,  withdrawn, dropped};

inline constexpr auto& proposers = doers_of_the_unit;
inline constexpr auto reviewers =
    together<rights<At::own, Role::secretary, Role::branch_secretary, Role::party_group>,
             campaign_offices>;
inline constexpr auto& publishers =
    rights<At::own_or_above, Role::party_group, Role::organ_committee, Role::works_committee>;
inline constexpr auto changers =
    together<rights<At::own, Role::division>, rights<At::own_or_above, Role::organ_committee>>;
inline constexpr auto& readers = those_served_at<served_unit>;

// Shown to everyone is only what was meant for everyone.
inline bool stays_inside(const Record& disclosure) {
  const std::string* whom = disclosure.get(range);
  return !whom || *whom != "society";
}

inline Verdict names_whom_it_serves(const Deciding& deciding) {
  const std::string* whom = deciding.after.get(range);
  const bool is_missing = whom && *whom == "served" && !deciding.after.get(served_unit);
  return {is_missing ? Refusal::unit_is_missing : Refusal::none, served_unit.name};
}
inline constexpr Law proposing[] = {names_whom_it_serves, is_ahead_where_moved<due>};

// Each of the three questions is answered by a person; the wrong answer sends it back.
inline Verdict is_cleared(const Deciding& deciding) {
  const auto is = [&](const Field<Kind::yes_no>& question, bool wanted) {
    const bool* answer = deciding.after.get(question);
    return answer && *answer == wanted;
  };
  if (!is(keeps_secrets, true)) return {Refusal::disclosure_is_not_cleared, keeps_secrets.name};
  if (!is(is_needed, true)) return {Refusal::disclosure_is_not_cleared, is_needed.name};
  return {is(is_accurate, true) ? Refusal::none : Refusal::disclosure_is_not_cleared,
          is_accurate.name};
}

// What the second hand brings is another text than the one that is out.
inline Verdict brings_a_new_text(const Deciding& deciding) {
  const bool stands = deciding.before.value(content) == deciding.after.value(content);
  return {stands ? Refusal::field_is_missing : Refusal::none, content.name};
}

// A new text is asked about anew: what was answered of another one clears nothing.
inline std::vector<Filled> asks_again(const Deciding&) {
  return {{keeps_secrets.name, Value()}, {is_needed.name, Value()}, {is_accurate.name, Value()}};
}

inline std::vector<Filled> is_published_today(const Deciding& deciding) {
  return {{published_on.name, deciding.today}};
}

inline constexpr auto& stating = names<title, item, content, range, served_unit, due>;
inline constexpr auto& checking = names<keeps_secrets, is_needed, is_accurate>;
inline constexpr auto& in_public = names<published, updated>;
inline constexpr auto& before_publication = names<proposed, returned, reviewed>;

inline std::vector<Filled> is_worded_anew(const Deciding& deciding) {
  std::vector<Filled> filled = asks_again(deciding);
  std::ranges::move(wording::notes_who_words_it(deciding, stating), std::back_inserter(filled));
  return filled;
}

inline constexpr Act acts[] = {
    {.name = "propose",
     .to = proposed,
     .may = proposers,
     .takes = stating,
     .needs = names<content>,
     .rule = proposing},
    {.name = "amend",
     .from = names<proposed>,
     .may = proposers,
     .takes = stating,
     .rule = proposing,
     .fills = is_worded_anew},
    {.name = "return",
     .from = names<proposed, reviewed>,
     .to = returned,
     .may = reviewers,
     .reason = Reason::required,
     .closed_to = wording::who_worded_it,
     .fills = asks_again},
    {.name = "resubmit",
     .from = names<returned>,
     .to = proposed,
     .may = proposers,
     .takes = stating,
     .rule = proposing,
     .fills = is_worded_anew},
    {.name = "review",
     .from = names<proposed>,
     .to = reviewed,
     .may = reviewers,
     .takes = checking,
     .needs = checking,
     .rule = is_cleared,
     .closed_to = wording::who_worded_it},
    {.name = "publish",
     .from = names<reviewed>,
     .to = published,
     .may = publishers,
     .fills = is_published_today},
    // Of what is out already nobody changes a word alone.
    {.name = "update",
     .from = in_public,
     .to = updated,
     .may = changers,
     .takes = names<content>,
     .needs = names<content>,
     .reason = Reason::required,
     .sign_off = SignOff::all_of,
     .rule = brings_a_new_text,
     .tells_public = true},
    {.name = "withdraw",
     .from = in_public,
     .to = withdrawn,
     .may = publishers,
     .reason = Reason::required},
    {.name = "drop",
     .from = before_publication,
     .to = dropped,
     .may = proposers,
     .reason = Reason::required},
    {.name = "remind", .from = before_publication, .may = the_clock},
};

inline constexpr Deadline deadlines[] = {
    {.name = "publication",
     .states = before_publication,
     .field = due,
     .first_field = first_due,
     .length = {20, DayKind::working, "disclosures.publication_days"},
     .then = "remind"},
};

inline constexpr Ledger ledger{.name = "disclosures",
                               .title = title,
                               .place = 165,
                               .fields = fields,
                               .states = states,
                               .acts = acts,
                               .deadlines = deadlines,
                               .read = readers,
                               .is_personal = stays_inside};
static_assert(well_formed(ledger));

}  // namespace chuangyou::disclosures
