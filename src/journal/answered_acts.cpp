#include "journal/answered_acts.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <map>

#include "journal/entry_row.h"

namespace chuangyou {
namespace {

constexpr std::size_t places_in_a_page = 256;
constexpr std::size_t pages_at_once = 128;
constexpr std::int64_t forgotten_at_once = 2000;
constexpr std::size_t filter_bits_a_key = 16;
constexpr int filter_probes = 6;
constexpr std::size_t slots_at_first = 4096;
constexpr std::int64_t seq_end = std::int64_t{1} << seq_bits;

std::uint64_t start_of(const Hash& key) {
  std::uint64_t start;
  std::memcpy(&start, key.data(), sizeof start);
  return start;
}

std::int64_t number(std::uint64_t bits) { return std::bit_cast<std::int64_t>(bits); }

// Keys are hashes, so two halves of the start step through the filter as well as two hashes would.
template <class Use>
void each_bit(std::uint64_t start, std::size_t bits, Use use) {
  const std::uint64_t step = (start >> 32) | 1;
  for (int i = 0; i < filter_probes; ++i)
    use((start + static_cast<std::uint64_t>(i) * step) & (bits - 1));
}

}  // namespace

// The places as they came, and an open index over them with room for twice as many.
class AnsweredActs::Run {
 public:
  Run() : index_(slots_at_first) {}

  void add(const Place& place, Moment at) {
    if (2 * (places_.size() + 1) > index_.size()) {
      index_.assign(2 * index_.size(), 0);
      for (std::size_t i = 0; i < places_.size(); ++i) enter(i);
    }
    places_.push_back(place);
    enter(places_.size() - 1);
    newest_ = std::max(newest_, at);
  }
  void shorten(std::size_t size) {
    places_.resize(size);
    std::ranges::fill(index_, 0);
    for (std::size_t i = 0; i < size; ++i) enter(i);
  }
  template <class Use>
  void each(std::uint64_t start, Use use) const {
    for (std::size_t slot = start & (index_.size() - 1); index_[slot] != 0;
         slot = (slot + 1) & (index_.size() - 1))
      if (const Place& place = places_[index_[slot] - 1]; place.start_of_key == start)
        use(place.place);
  }
  const std::vector<Place>& places() const { return places_; }
  Moment newest() const { return newest_; }
  std::size_t bytes() const {
    return places_.capacity() * sizeof(Place) + index_.size() * sizeof(std::uint32_t);
  }

 private:
  void enter(std::size_t i) {
    std::size_t slot = places_[i].start_of_key & (index_.size() - 1);
    while (index_[slot] != 0) slot = (slot + 1) & (index_.size() - 1);
    index_[slot] = static_cast<std::uint32_t>(i + 1);
  }

  std::vector<Place> places_;
  std::vector<std::uint32_t> index_;  // 1 + where in places_; 0 = free
  Moment newest_{0};
};

struct AnsweredActs::WrittenRun {
  std::int64_t number = 0;
  Moment newest;
  std::string filter;

  std::size_t bits() const { return filter.size() * 8; }
  bool may_hold(std::uint64_t start) const {
    bool may = true;
    each_bit(start, bits(), [&](std::uint64_t bit) {
      may = may && (static_cast<std::uint8_t>(filter[bit / 8]) >> (bit % 8) & 1) != 0;
    });
    return may;
  }
  void add(std::uint64_t start) {
    each_bit(start, bits(), [&](std::uint64_t bit) {
      filter[bit / 8] = static_cast<char>(filter[bit / 8] | 1 << (bit % 8));
    });
  }
};

void create_answered_acts_schema(Connection& connection) {
  connection.run(
      "CREATE TABLE IF NOT EXISTS answered_acts(place INTEGER PRIMARY KEY, key BLOB NOT NULL,"
      " digest BLOB NOT NULL, record BLOB NOT NULL, locked_receipt BLOB NOT NULL,"
      " at INTEGER NOT NULL) STRICT;"
      // Made from the rows above and only to find them: may be emptied at any time, both together.
      "CREATE TABLE IF NOT EXISTS answered_runs(run INTEGER PRIMARY KEY, newest INTEGER NOT NULL,"
      " filter BLOB NOT NULL, places BLOB NOT NULL) STRICT;"
      "CREATE TABLE IF NOT EXISTS answered_pages(run INTEGER NOT NULL, first INTEGER NOT NULL,"
      " places BLOB NOT NULL, PRIMARY KEY(run, first)) STRICT, WITHOUT ROWID;"
      "DROP TABLE IF EXISTS answered_requests");
}

AnsweredActs::AnsweredActs(Connection& connection, std::size_t run_size)
    : connection_(connection), run_size_(run_size) {
  create_answered_acts_schema(connection);
  load();
}

AnsweredActs::~AnsweredActs() = default;

// The filters of what is written, and the rows behind the last place of each body in it.
void AnsweredActs::load() {
  std::map<std::int64_t, std::int64_t> last_place;  // of each body
  Statement& runs =
      connection_.statement("SELECT run, newest, filter, places FROM answered_runs ORDER BY run");
  {
    const ResetAtEnd reset(runs);
    while (runs.step()) {
      written_.push_back(std::make_shared<WrittenRun>(
          WrittenRun{runs.integer(0), Moment{runs.integer(1)}, std::string(runs.blob(2))}));
      next_number_ = runs.integer(0) + 1;
      const std::string_view places = runs.blob(3);
      for (std::size_t at = 0; at + sizeof(std::int64_t) <= places.size();
           at += sizeof(std::int64_t)) {
        std::int64_t place;
        std::memcpy(&place, places.data() + at, sizeof place);
        std::int64_t& last = last_place[static_cast<std::int64_t>(body_of_place(place))];
        last = std::max(last, place);
      }
    }
  }
  // Pages of a run that a crash cut short would stand among those of the one that comes instead.
  connection_.statement("DELETE FROM answered_pages WHERE run >= ?").bind(1, next_number_).run();
  newest_ = std::make_shared<Run>();
  Statement& next = connection_.statement(
      "SELECT place, key, at FROM answered_acts WHERE place > ? ORDER BY place LIMIT 1");
  Statement& rest = connection_.statement(
      "SELECT place, key, at FROM answered_acts WHERE place > ? AND place < ? ORDER BY place");
  for (std::int64_t from = 0;;) {
    const ResetAtEnd reset_next(next);
    if (!next.bind(1, from).step()) break;
    const BodyNo body = body_of_place(next.integer(0));
    const auto last = last_place.find(static_cast<std::int64_t>(body));
    from = place_of(body, seq_end);
    const ResetAtEnd reset(rest);
    rest.bind(1, last == last_place.end() ? place_of(body, 0) : last->second).bind(2, from);
    while (rest.step()) {
      Hash key{};
      const std::string_view stored = rest.blob(1);
      std::memcpy(key.data(), stored.data(), std::min(key.size(), stored.size()));
      newest_->add({start_of(key), rest.integer(0)}, Moment{rest.integer(2)});
    }
    --from;
  }
  committed();
}

std::optional<AnsweredAct> AnsweredActs::find(BodyNo body, const Hash& key) const {
  const std::uint64_t start = start_of(key);
  std::vector<std::int64_t> places;
  const auto keep = [&](std::int64_t place) {
    if (body_of_place(place) == body) places.push_back(place);
  };
  newest_->each(start, keep);
  std::vector<std::int64_t> runs;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& run : full_) run->each(start, keep);
    for (const auto& run : written_)
      if (run->may_hold(start)) runs.push_back(run->number);
  }
  for (const std::int64_t run : runs) {
    Statement& find = connection_.statement(
        "SELECT places FROM answered_pages WHERE run = ? AND first <= ?"
        " ORDER BY first DESC LIMIT 1");
    const ResetAtEnd reset(find);
    if (!find.bind(1, run).bind(2, number(start)).step()) continue;
    const std::string_view page = find.blob(0);
    for (std::size_t at = 0; at + sizeof(Place) <= page.size(); at += sizeof(Place)) {
      Place place;
      std::memcpy(&place, page.data() + at, sizeof place);
      if (place.start_of_key == start) keep(place.place);
    }
  }
  for (const std::int64_t place : places) {
    Statement& find = connection_.statement(
        "SELECT digest, record, locked_receipt FROM answered_acts WHERE place = ? AND key = ?");
    const ResetAtEnd reset(find);
    find.bind(1, place).bind_blob(2, bytes_of(key));
    if (find.step())
      return AnsweredAct{std::string(find.blob(0)), find.uuid(1), seq_of_place(place),
                         std::string(find.blob(2))};
  }
  return std::nullopt;
}

void AnsweredActs::remember(BodyNo body, const Hash& key, const AnsweredAct& answer, Moment at) {
  const std::int64_t place = place_of(body, answer.seq);
  connection_
      .statement(
          "INSERT INTO answered_acts(place, key, digest, record, locked_receipt, at)"
          " VALUES(?, ?, ?, ?, ?, ?)")
      .bind(1, place)
      .bind_blob(2, bytes_of(key))
      .bind_blob(3, answer.digest)
      .bind(4, answer.record)
      .bind_blob(5, answer.besides)
      .bind(6, at.microseconds)
      .run();
  newest_->add({start_of(key), place}, at);
}

void AnsweredActs::committed() {
  committed_ = newest_->places().size();
  if (committed_ < run_size_) return;
  std::shared_ptr<Run> next = std::make_shared<Run>();
  const std::lock_guard lock(mutex_);
  full_.push_back(newest_);
  newest_ = std::move(next);
  committed_ = 0;
}

std::size_t AnsweredActs::mark() const { return newest_->places().size(); }

void AnsweredActs::back_to(std::size_t mark) {
  if (newest_->places().size() > mark) newest_->shorten(mark);
}

// A page begins with the lowest of its keys. Keys are unsigned and SQLite's integers are not, so
// they are sorted as SQLite compares them; equal ones never part.
void AnsweredActs::write_run(Connection& connection, std::mutex& turn, const Run& run,
                             std::int64_t run_number) {
  std::vector<Place> sorted = run.places();
  std::ranges::sort(sorted, {}, [](const Place& place) {
    return std::pair(number(place.start_of_key), place.place);
  });
  auto written = std::make_shared<WrittenRun>(
      WrittenRun{run_number, run.newest(),
                 std::string(std::bit_ceil(sorted.size() * filter_bits_a_key) / 8, '\0')});
  std::map<BodyNo, std::int64_t> last;
  for (const Place& place : sorted) {
    written->add(place.start_of_key);
    std::int64_t& of_body = last[body_of_place(place.place)];
    of_body = std::max(of_body, place.place);
  }
  std::string last_places;
  for (const auto& [body, place] : last)
    last_places.append(reinterpret_cast<const char*>(&place), sizeof place);

  for (std::size_t from = 0; from < sorted.size();) {
    const std::lock_guard guard(turn);
    Transaction transaction(connection, Transaction::Mode::immediate);
    for (std::size_t pages = 0; pages < pages_at_once && from < sorted.size(); ++pages) {
      std::size_t end = std::min(from + places_in_a_page, sorted.size());
      while (end < sorted.size() && sorted[end].start_of_key == sorted[end - 1].start_of_key) ++end;
      connection.statement("INSERT OR REPLACE INTO answered_pages VALUES(?, ?, ?)")
          .bind(1, run_number)
          .bind(2, number(sorted[from].start_of_key))
          .bind_blob(3,
                     {reinterpret_cast<const char*>(&sorted[from]), (end - from) * sizeof(Place)})
          .run();
      from = end;
    }
    // Last of all the run itself, by which the next start knows that its pages are whole.
    if (from == sorted.size())
      connection.statement("INSERT INTO answered_runs VALUES(?, ?, ?, ?)")
          .bind(1, run_number)
          .bind(2, run.newest().microseconds)
          .bind_blob(3, written->filter)
          .bind_blob(4, last_places)
          .run();
    transaction.commit();
  }
  const std::lock_guard lock(mutex_);
  written_.push_back(std::move(written));
  full_.pop_front();
  ++next_number_;
}

void AnsweredActs::write_runs(Connection& connection, std::mutex& turn) {
  for (;;) {
    std::shared_ptr<const Run> run;
    std::int64_t run_number = 0;
    {
      const std::lock_guard lock(mutex_);
      if (full_.empty()) return;
      run = full_.front();
      run_number = next_number_;
    }
    write_run(connection, turn, *run, run_number);
  }
}

// The rows of a body lie in the order of its acts: the oldest come first.
void AnsweredActs::forget_before(Connection& connection, std::mutex& turn, Moment moment) {
  for (;;) {
    const std::lock_guard guard(turn);
    std::shared_ptr<const WrittenRun> oldest;
    {
      const std::lock_guard lock(mutex_);
      if (!written_.empty() && written_.front()->newest < moment) oldest = written_.front();
    }
    if (!oldest) break;
    Transaction transaction(connection, Transaction::Mode::immediate);
    for (const char* sql :
         {"DELETE FROM answered_runs WHERE run = ?", "DELETE FROM answered_pages WHERE run = ?"})
      connection.statement(sql).bind(1, oldest->number).run();
    transaction.commit();
    const std::lock_guard lock(mutex_);
    written_.pop_front();
  }
  std::int64_t from = 0;
  for (;;) {
    std::int64_t last = 0, found = 0;
    {
      Statement& next = connection.statement(
          "SELECT place FROM answered_acts WHERE place > ? ORDER BY place LIMIT 1");
      const ResetAtEnd reset(next);
      if (!next.bind(1, from).step()) return;
      from = next.integer(0) - 1;
    }
    const std::int64_t end = place_of(body_of_place(from + 1), seq_end);
    {
      Statement& oldest = connection.statement(
          "SELECT place, at FROM answered_acts WHERE place > ? AND place < ? ORDER BY place"
          " LIMIT ?");
      const ResetAtEnd reset(oldest);
      oldest.bind(1, from).bind(2, end).bind(3, forgotten_at_once);
      for (; oldest.step() && oldest.integer(1) < moment.microseconds; ++found)
        last = oldest.integer(0);
    }
    if (found > 0) {
      const std::lock_guard guard(turn);
      connection.statement("DELETE FROM answered_acts WHERE place > ? AND place <= ?")
          .bind(1, from)
          .bind(2, last)
          .run();
    }
    from = found == forgotten_at_once ? last : end - 1;
  }
}

std::size_t AnsweredActs::bytes_in_memory() const {
  std::size_t bytes = newest_->bytes();
  const std::lock_guard lock(mutex_);
  for (const auto& run : full_) bytes += run->bytes();
  for (const auto& run : written_) bytes += run->filter.size();
  return bytes;
}

}  // namespace chuangyou
