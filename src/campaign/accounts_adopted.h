// Accounts and second factors that stood before the journal told of any.
#pragma once

#include "campaign/body.h"
#include "core/random_source.h"
#include "storage/sqlite.h"

namespace chuangyou {

// One entry each, once: where the journal tells of one account of the body already, a row that it
// does not tell of was put there by hand, and is for `verify --tables` to find. In a transaction of
// its own; no Writer may be running.
void adopt_accounts(Connection&, Body&, Moment now, RandomSource&);
// Likewise, of a table from before such entries; once all bodies have been asked it is marked
// (second_factors_are_told_from_now_on), and what is put into it by hand later stays untold.
void adopt_second_factors(Connection&, Body&, Moment now, RandomSource&);

}  // namespace chuangyou
