// What somebody has in hand: records that are not over and name him as the one who does the work or
// answers for it. Offered to another as a whole, they are his once he signs, each by an entry of
// its own. It follows from the declarations alone which fields say so.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "campaign/succession.h"
#include "org/people.h"
#include "storage/ledger_table.h"

namespace chuangyou {

// A field of one person that whoever deals with the record fills. Not one that gives somebody his
// rights: his promise, and what is said to him or of him, are his own, as is what he signed.
bool tells_in_whose_hands(const Ledger&, const FieldSpec&);

// At a unit and below it, of one person.
struct HandAsked {
  BodyNo body{};
  UnitId unit;
  PersonId person;
};
// Each once, with what it changes where they go to another; false from `use` ends it.
using UseInHand =
    std::function<bool(const LedgerTable&, const Record&, const std::vector<const FieldSpec*>&)>;
void each_in_hand(Connection&, std::span<const LedgerTable>, const Tree&, const HandAsked&,
                  const UseInHand& use);
// How many there are, by ledger and field, and the first of them.
Names in_hand(Connection&, std::span<const LedgerTable>, const Tree&, const HandAsked&);

}  // namespace chuangyou
