// Bodies, units, people and posts from the journal, in the order in which they came to be. They
// come before the records: a record's place is the one that its unit has at the end.
#pragma once

#include "campaign/load.h"
#include "journal/entry.h"
#include "storage/sqlite.h"

namespace chuangyou {

class Founding {
 public:
  Founding(Connection& connection, const Places& places, Moment now)
      : connection_(connection), places_(places), now_(now) {}

  Result<std::int64_t> all();         // every entry that the connection has; how many
  Result<void> follow(const Entry&);  // one entry more, of no ledger
  const Bodies& bodies() const { return bodies_; }
  Bodies taken_bodies() { return std::move(bodies_); }  // the last that is asked of it

 private:
  Result<void> follow_body(const Entry&);

  Connection& connection_;
  const Places& places_;
  Moment now_;
  Bodies bodies_;
};

}  // namespace chuangyou
