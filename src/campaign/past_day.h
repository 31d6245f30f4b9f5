// A past day of a body is a database made from its journal up to that day, and is read by the same
// code as the present (engine.md). Whoever reads it sees only what was to be seen then and what he
// may see today: his posts of today hold, in the tree of then, and so does the present of each
// record, what was erased, what is kept from him and where it stands.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "campaign/body.h"
#include "campaign/find.h"
#include "campaign/load.h"
#include "storage/rows_elsewhere.h"
#include "storage/search_file.h"

namespace chuangyou {

// Told how many entries of how many are copied; false: it is given up.
using PastDayProgress = std::function<bool(std::int64_t done, std::int64_t of)>;

class PastDay {
 public:
  // Cost: O(entries up to the day). disk_is_too_small; journal_was_changed. Null where it was given
  // up.
  static Result<std::unique_ptr<PastDay>> make(const Places&, const Body& present, Date day,
                                               const std::string& file, const PastDayProgress&);
  PastDay(Date day, std::string file, std::string original, Bodies bodies);
  ~PastDay();
  PastDay(const PastDay&) = delete;
  PastDay& operator=(const PastDay&) = delete;

  Date day() const { return day_; }
  const std::string& file() const { return file_; }
  Body& body() const { return *bodies_.all().front(); }
  Moment moment() const;            // its last
  std::int64_t size_bytes() const;  // with its words; 0 where nobody can tell

  // Its words lie beside it from the first search on; until then, and once it is dropped: null.
  bool has_words() const { return has_words_; }
  std::unique_ptr<SearchFile> words() const;
  // False where it was given up.
  bool index_words(const SearchProgress&);
  void forget_words();

  // From then on nobody begins to read it.
  void drop() { is_dropped_ = true; }
  bool is_dropped() const { return is_dropped_; }
  void remove_file() const;

  // Somebody of today in the tree of then, where his unit was there already.
  Actor actor_then(const Actor& today) const;

  // The records that stand elsewhere by now are known up to an entry of the present.
  bool is_compared_until(std::int64_t seq) const { return compared_until_ >= seq; }
  // Cost: what came since, or a pass over all rows where units moved.
  void compare(Connection& copy, Connection& present);
  using Elsewhere = std::map<std::string_view, std::map<std::int64_t, RowElsewhere>>;
  std::shared_ptr<const Elsewhere> elsewhere() const;

 private:
  void compare_all(Connection& copy, Elsewhere& rows) const;

  Date day_;
  std::string file_, original_;
  Bodies bodies_;
  std::atomic<bool> is_dropped_ = false, has_words_ = false;
  std::atomic<std::int64_t> compared_until_ = -1;
  std::mutex comparing_;
  mutable std::mutex lock_;
  std::shared_ptr<const Elsewhere> elsewhere_;
};

// The reader of a past day as he is today.
struct TodayToo {
  Reader reader;
  const PastDay& day;
};

// Of a past day the record as it is today; nullopt where it was taken back.
std::optional<Record> record_today(const TodayToo&, const Record&);

// What a reader sees of a record: on a past day no more than he may today.
Sight sight_as_read(const Reader&, const Record&);
// Who said something of a unit is not told to that unit, though it must act on what he said.
bool hides_its_sender(const Reader&, const Record&);
// Everybody was shown it then, and still is.
bool is_shown_as_read(const Reader&, const Record&);

}  // namespace chuangyou
