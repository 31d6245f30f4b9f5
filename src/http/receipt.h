// What a receipt opens, for all doors that are opened by one.
#pragma once

#include <string>

#include "http/site.h"

namespace chuangyou {

struct HeldReceipt {
  const Ledger* ledger = nullptr;
  std::string code;
  Found found;
};

// From here on the actor is whoever holds the receipt that stands in the address behind the body.
Result<HeldReceipt> receipt_named(Visit& visit);

// The record's own entry of that number; nullopt: it has none.
std::optional<Entry> own_entry(const Visit& visit, const Record& record, std::int64_t seq);

}  // namespace chuangyou
