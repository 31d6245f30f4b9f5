// An act that is decided and not written yet: the one that was asked for, or one that follows from
// it.
#pragma once

#include <optional>
#include <string>

#include "journal/follow.h"

namespace chuangyou {

struct Before {
  std::optional<Stood> stood;  // nullopt: the act opens the record
  Record record;  // as decide() sees it: of an act that opens one, empty but for its id
};

struct Planned {
  const LedgerTable* table;
  const Act* act;
  const Actor* actor;
  Before before;
  Changes changes;
  ChangesNote note;
  std::string reason;
  Moment at;
};

// The record as it will stand.
Record as_planned(const Planned&);

// Where the act brings back to life what was over, it goes on at units that still stand.
void go_on_with_units(Planned&, const Tree&);

// it_is_there_already: of what a ledger's `once_for` leads to, a unit has one record at most.
Result<void> is_the_only_one(const Before&, const Changes&, const Ledger&, const Circumstances&);

}  // namespace chuangyou
