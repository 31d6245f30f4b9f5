// What a record asks of units, and what it costs each of them (Law 10): the burden meter adds it
// up.
#pragma once

#include <optional>
#include <vector>

#include "record/decide.h"

namespace chuangyou {

struct AskedOfUnits {
  Date on;                                   // when it went out
  const std::vector<Uuid>* units = nullptr;  // of these so many, in their order
  std::size_t sent = 0;
  std::int64_t fields = 0;   // of a request; of a document the clauses that ask something
  std::int64_t minutes = 0;  // of each unit
};
// nullopt: it asks nothing, or has not gone out. It lives as long as the record.
std::optional<AskedOfUnits> asked_of_units(const Record&, const Zone&);

// Of a request, one of its fields after the other, as their names are compared.
std::vector<std::string> fields_asked(const Record&);
std::int64_t fields_struck_out(const Record&);

// The ledgers whose records may ask something; of the first the records are requests.
std::span<const Ledger* const> ledgers_that_ask();

}  // namespace chuangyou
