// What deciding and applying both ask of a declaration and of what an act gives.
#pragma once

#include "record/decide.h"

namespace chuangyou {

const Deadline* deadline_named(const Ledger& ledger, std::string_view name);
const Deadline* deadline_of_state(const Ledger& ledger, std::string_view state);

// The moment that the act itself gives; one that an earlier round left behind says nothing now.
std::optional<Moment> moment_given(const Ledger& ledger, const Changes& changes,
                                   std::string_view field);

// What the served say by the changes: yes, no, or nothing.
std::optional<bool> word_of_the_served(const Record& after, const Changes& changes);

}  // namespace chuangyou
