// Accounts of a house that was restored up to a position. The backup has their rows as they stood
// when it was made, and the journal tells of them only up to that position.
#pragma once

#include "campaign/body.h"
#include "core/random_source.h"
#include "storage/sqlite.h"

namespace chuangyou {

// Accounts that were made after it go: the journal knows of nobody who made them.
void forget_accounts_made_later(Connection&, BodyNo);
// Once it goes on: an entry for each account that stands otherwise than the journal tells. A
// password that was set later opens, for the one of before is nowhere any more, and only to set
// another; what was locked or ended stays so. In a transaction of its own; no Writer may be
// running.
void adopt_accounts_as_they_stand(Connection&, Body&, Moment now, RandomSource&);

}  // namespace chuangyou
