// The list of ledgers. cmake/ledgers.cmake writes it from the headers of this folder; each has a
// `place` of its own, along the chain: directive → task → promise → problem → feedback.
#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "record/ledger.h"

namespace chuangyou {

std::span<const Ledger* const> all_ledgers();

// nullptr: ledger_is_unknown.
inline const Ledger* find_ledger(std::string_view name) {
  for (const Ledger* ledger : all_ledgers())
    if (ledger->name == name) return ledger;
  return nullptr;
}

template <std::size_t count>
constexpr std::array<const Ledger*, count> in_their_places(
    std::array<const Ledger*, count> ledgers) {
  std::ranges::sort(ledgers, {}, &Ledger::place);
  return ledgers;
}

}  // namespace chuangyou
