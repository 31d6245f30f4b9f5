// The list of ledgers, in the order of the chain: directive → task → promise → problem → feedback.
#pragma once

#include <span>
#include <string_view>

#include "record/ledger.h"

namespace chuangyou {

std::span<const Ledger* const> all_ledgers();
const Ledger* find_ledger(std::string_view name);  // nullptr: ledger_is_unknown

}  // namespace chuangyou
