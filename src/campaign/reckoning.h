// The due moment beside a record is kept so that lists need not reckon it. When the calendar
// changes, or a number of today, the rows follow, a batch at a time between the acts of others, and
// after a crash from where they were. An act on a record that has not had its turn takes it along.
#pragma once

#include <span>
#include <vector>

#include "campaign/perform_act.h"

namespace chuangyou {

inline constexpr std::int64_t records_reckoned_at_once = 256;

// Part of the transaction of the act that makes it necessary. `since`: what is over is looked at
// as well where it changed since then.
void begin_reckoning(Connection&, Body&, Moment since);
// The next batch, within the caller's transaction.
void go_on_reckoning(Connection&, Body&, std::span<const LedgerTable>, std::vector<Done>&);
// What a start finds unfinished, and what a transaction that went back has left.
void find_reckoning(Connection&, Body&);

}  // namespace chuangyou
