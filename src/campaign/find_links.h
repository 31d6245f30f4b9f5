// The chain walked backwards: who leads to a record, over all ledgers, one query a step. Forwards
// each record says it itself.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "campaign/find.h"
#include "storage/links.h"

namespace chuangyou {

struct FoundCiting {
  const Ledger* ledger;
  Found found;  // as the reader sees it
  LinkRow link;
};
struct CitingPage {
  std::vector<FoundCiting> items;
  bool is_complete = true;  // else there are more
  // Where those lead that are no secret and still not his to see, elsewhere in the house.
  std::vector<Uuid> elsewhere;
};
struct CitingAsked {
  const Ledger* only = nullptr;  // where one alone is asked for
  // Whether it is no secret that a record of it is there; else as its declaration says.
  bool (*is_no_secret)(const Record&) = nullptr;
};
// Those records that the reader may see, by a field or column that he may see in them.
CitingPage find_citing(const Reader&, std::span<const Uuid> to, std::size_t limit,
                       const CitingAsked& = {});

// How many of the records that lead to one by a field are confirmed, as far as the reader may know
// of them; each counts once, and those that ended unconfirmed apart from the others. What an
// earlier version asked and the later one asks as well counts.
struct ProgressOf {
  const Ledger* ledger;
  std::string field;
  std::int64_t of = 0, confirmed = 0, ended = 0;
  std::set<std::int64_t> to_rows = {};  // to which any of them leads
};
struct Progress {
  std::vector<ProgressOf> all;
  bool is_complete = true;  // else more lead there than are looked at
};
Progress find_progress(const Reader&, const Record& to);

// What records lead to, each looked up once for one reader. Where he may not see it, he is not told
// either that something leads there.
class LinksSeen {
 public:
  explicit LinksSeen(const Reader& reader) : reader_(reader) {}
  const Reader& reader() const { return reader_; }
  const Record* find(std::string_view ledger, const Uuid& id);  // null: nothing that he sees
  bool is_kept_back(const FieldSpec&, const Value&);
  void take_out(const FieldSpec&, Value&);  // of rows the cells
  void take_out(Record&);

 private:
  Reader reader_;
  std::map<Uuid, std::optional<Record>> looked_up_;
};

}  // namespace chuangyou
