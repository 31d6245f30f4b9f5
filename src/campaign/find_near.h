// What says nearly the same as a text that somebody writes: copied from last year, entered twice,
// the same activity under another name (S68 S77). It is told to the author as help, before anybody
// else sees the text (Law 6); nobody is told of a record that he does not see, nor of a field of
// it.
// Realises: S68 S77 — one index of texts for plans, carriers and whatever else is written
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "campaign/find.h"
#include "storage/search_file.h"

namespace chuangyou {

struct NearAsked {
  std::string text;
  const Ledger* ledger = nullptr;        // null: all of them
  std::optional<RecordId> besides = {};  // the record that is being written
  std::size_t limit = 5;
};
struct NearRecord {
  const Ledger* ledger;
  Found found;
  std::string place;            // the field, or field and column
  std::int64_t row = 0;         // of the field's rows; 0: the field itself
  std::int64_t hundredths = 0;  // how near: 100 has the same pairs of characters throughout
};
inline constexpr std::size_t near_looked_at_max = 64;  // records read for one answer
std::vector<NearRecord> find_near(const Reader&, SearchFile&, const NearAsked&);

}  // namespace chuangyou
