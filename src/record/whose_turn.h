// Whose turn it is: which acts a record waits for, who is asked to do them, and why he is. The
// nearest post comes first: a superior is asked only where nobody below him may do it, or when it
// is late. What one may do but is not asked to do is nobody's turn.
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

// In the order in which the ledger declares its acts.
std::vector<Turn> turns_of(const Actor& actor, const Record& record, bool is_late, Moment now,
                           const Circumstances& circumstances, const SittingAt& sitting_at);

// How far a post of the role is asked about records in the state: those of its own unit, of all
// below it, or of all. What others have begun to sign is asked about apart, for it is rare.
enum class Reach : std::uint8_t { own, below, everywhere };
Reach reach_of(const Ledger& ledger, const State& state, Role role, bool once_signed);

}  // namespace chuangyou
