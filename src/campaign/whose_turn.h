// Whose turn it is: which acts a record waits for, who is asked to do them, and why he is. The
// nearest comes first: whoever is named before the posts of his unit, these before their superiors.
// Who stands farther is asked only where nobody nearer may do it; once it is late, the next above
// those who let it fall due is asked as well, and nobody beyond him. What one may do but is not
// asked to do is nobody's turn.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "record/decide.h"

namespace chuangyou {

enum class Because : std::uint8_t {
  mine,              // nobody stands nearer
  second_signature,  // others have signed already
  nobody_nearer,     // nobody who stands nearer may do it
  late,              // those who stand nearer have let it fall due
};
inline constexpr std::string_view because_names[] = {"mine", "second_signature", "nobody_nearer",
                                                     "late"};
constexpr std::string_view name_of(Because because) {
  return because_names[static_cast<std::size_t>(because)];
}

struct Turn {
  const Act* act;
  Because because;
};

// Those who hold a post at a unit today, each with all his posts.
using SittingAt = std::function<std::span<const Actor>(const Uuid& unit)>;

// Named by the state, and what others have begun: a joint act that somebody has signed, a transfer
// that was offered.
bool is_awaited(const Record& record, const Act& act);

// Whether the act, which takes nothing, would be refused by its own rule as the record stands: then
// it is offered to nobody. Without look-ups nothing is known of that.
Verdict refused_by_its_rule(const Record& record, const Act& act, const Actor& actor, Moment now,
                            const Circumstances& circumstances);
bool would_be_refused(const Record& record, const Act& act, const Actor& actor, Moment now,
                      const Circumstances& circumstances);

// Said of another's work: of a claim, by a signature, or by whoever must not have done it himself.
bool is_judging(const Record& record, const Act& act);

// Sends the record back to an open state with a reason: whoever had it before has it again.
bool is_way_back(const Act& act, const Ledger& ledger);

// Of the acts that are open to him those that are not bound to be refused; and apart from them
// those that he could do if the record stood otherwise, with what is still against it.
struct Offered {
  std::vector<const Act*> acts;
  std::vector<std::pair<const Act*, Verdict>> not_yet;
};
Offered acts_offered(const Actor& actor, const Record& record, Moment now,
                     const Circumstances& circumstances);

// In the order in which the ledger declares its acts. Where what is awaited would be refused, the
// way back is asked for in its place, or else what mends the record where it stands.
std::vector<Turn> turns_of(const Actor& actor, const Record& record, bool is_late, Moment now,
                           const Circumstances& circumstances, const SittingAt& sitting_at);

// How far a post of the role is asked about records in the state: those of its own unit, of all
// below it, or of all. What others have begun to sign is asked about apart, for it is rare.
enum class Reach : std::uint8_t { own, below, everywhere };
Reach reach_of(const Ledger& ledger, const State& state, Role role, bool once_signed);

}  // namespace chuangyou
