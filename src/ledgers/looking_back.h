// What ledgers have in common with the look back at their records (回头看): some weeks after one was
// confirmed whoever it was for is asked whether it lasts, and what does not last is opened again.
#pragma once

#include "ledgers/erased_words.h"
#include "ledgers/settling.h"

namespace chuangyou::looking_back {

// As a record is called elsewhere; empty where not everybody may know.
std::string name_for_all(const Record&);

// Nobody is asked of whom the record does not say for whom it was; and a person's own promise that
// is not public is followed by no clock.
std::vector<Caused> asks_again_later(const Deciding&);
inline constexpr std::string_view told[] = {"matter", "looks_at", "recipient_unit"};
// Beside what is settled: for an act by which the served confirm.
inline constexpr Cause settles_and_asks_again[] = {
    settling::settles[0], {"look_backs", "schedule", told, asks_again_later}};

// What is open, or waits to be confirmed, is at work already. A mechanism is never over while it is
// in force.
bool is_over(const Record&);
// The source of a look, where it is of the ledger and over; with the day for which it is promised
// anew, where one is said.
std::vector<Caused> opened_again(const Deciding&, std::string_view ledger);

// Awaited of nobody.
inline bool nobody_yet(const Record&) { return false; }

}  // namespace chuangyou::looking_back
