// 建议 Ideas (S36 S86): what anybody proposes for the work, in his name or, with nothing but a
// receipt, without it. Each is taken up as something that can be followed, or answered with the
// reason why not; they are counted and never ranked.
#pragma once

#include "ledgers/acts_of.h"
#include "record/typed_names.h"
#include "record/well_formed.h"

namespace chuangyou::ideas {
using namespace declared;

// S85: what speaks for it. Nobody has to answer all three.
inline constexpr std::string_view tests[] = {"organisation_can_do_it", "members_can_take_part",
                                             "it_brings_results"};
// What it may become, each by an act of its own ledger that follows from taking it up.
inline constexpr std::string_view becoming[] = {"task", "carrier", "problem"};

inline constexpr auto text = long_text("text", 4000).required();
inline constexpr auto favourable = choices("favourable", tests);
inline constexpr auto answer = long_text("answer", 2000);
inline constexpr auto becomes = choice("becomes", becoming);
inline constexpr auto called = declared::text("called", 200);  // as what it becomes will be called

inline constexpr FieldSpec fields[] = {text, favourable, answer, becomes, called};

inline constexpr State offered = open_state("offered", {"take_up", "answer"});
inline constexpr State taken_up = ended_state("taken_up");
inline constexpr State answered = ended_state("answered");
inline constexpr State withdrawn = ended_state("withdrawn", Ending::taken_back);
inline constexpr State states[] = {offered, taken_up, answered, withdrawn};

inline constexpr auto receivers =
    together<campaign_offices, rights<At::own, Role::division, Role::secretary,
                                      Role::branch_secretary, Role::party_group>>;

// It keeps its words to itself: what it becomes is named by those who take it up.
template <std::size_t what>
std::vector<Caused> becomes_it(const Deciding& deciding) {
  const Record& idea = deciding.after;
  const std::string* chosen = idea.get(becomes);
  if (!chosen || *chosen != becoming[what]) return {};
  return {{.unit = idea.unit, .values = {idea.value(called), Link{"ideas", idea.id}}}};
}
inline constexpr std::string_view named_and_linked[] = {"title", "arises_from"};
inline constexpr Cause goes_on[] = {{"tasks", "arise", named_and_linked, becomes_it<0>},
                                    {"carriers", "arise", named_and_linked, becomes_it<1>},
                                    {"problems", "arise", named_and_linked, becomes_it<2>}};

inline constexpr Act acts[] = {
    {.name = "offer",
     .to = offered,
     .may = anybody,
     .takes = names<text, favourable>,
     .gives_receipt = true},
    {.name = "pass_on",
     .from = names<offered>,
     .may = receivers,
     .reason = Reason::required,
     .rule = is_within_reach,
     .moves_unit = true},
    {.name = "take_up",
     .from = names<offered>,
     .to = taken_up,
     .may = receivers,
     .takes = names<answer, becomes, called>,
     .needs = names<answer, becomes, called>,
     .causes = goes_on},
    {.name = "answer",
     .from = names<offered>,
     .to = answered,
     .may = receivers,
     .takes = names<answer>,
     .needs = names<answer>},
    {.name = "withdraw",
     .from = names<offered>,
     .to = withdrawn,
     .may = who_opened_it,
     .reason = Reason::optional},
    {.name = "remind", .from = names<offered>, .may = the_clock},
};

inline constexpr Deadline deadlines[] = {
    {.name = "answer",
     .states = names<offered>,
     .length = {10, DayKind::working, "ideas.reply_days"},
     .then = "remind"},
};

inline constexpr Ledger ledger{.name = "ideas",
                               .title = text,
                               .place = 148,
                               .fields = fields,
                               .states = states,
                               .acts = acts,
                               .deadlines = deadlines,
                               .read = {}};
static_assert(well_formed(ledger));

}  // namespace chuangyou::ideas
