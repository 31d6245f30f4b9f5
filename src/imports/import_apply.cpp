// The second reading of a file that was found clean: its rows go to the writer while they are read,
// so that no more of them are in memory than the writer is behind. The file is the same, for its
// hash is; what became of each row, the first reading has noted.
#include <algorithm>
#include <exception>
#include <mutex>
#include <thread>

#include "campaign/act_feed.h"
#include "imports/import_run.h"

namespace chuangyou {
namespace {

constexpr std::size_t acts_given_at_once = 512;
const Refused file_has_changed{Refusal::file_cannot_be_read, {}, {}};

// On a thread of its own, since whoever reads the file gives meanwhile what the writer takes.
class Applying {
 public:
  Applying(Writer& writer, Writer::Batch batch, std::function<bool(std::size_t)> progress)
      : feed_(batch.feed),
        thread_(
            [&writer, this, batch = std::move(batch), progress = std::move(progress)]() mutable {
              try {
                refusals_ = writer.perform_all(std::move(batch), std::move(progress));
              } catch (...) {
                failure_ = std::current_exception();
              }
              feed_->give_up();  // also where the gate is closed and nobody has begun
            }) {}

  std::vector<Writer::BatchRefusal> wait() {
    thread_.join();
    if (failure_) std::rethrow_exception(failure_);
    return std::move(refusals_);
  }
  // Whatever fails while the file is read, the batch hears of it and is waited for.
  ~Applying() {
    if (thread_.joinable()) feed_->end(false);
  }
  Applying(const Applying&) = delete;
  Applying& operator=(const Applying&) = delete;

 private:
  std::shared_ptr<ActFeed> feed_;
  std::vector<Writer::BatchRefusal> refusals_;
  std::exception_ptr failure_;
  std::jthread thread_;  // the last, so that it has gone before what it writes
};

}  // namespace

// Handed over once the row is read: whoever waits for the writer must not have the body in hand,
// for which the writer waits.
void ImportRun::give(ActRequest request, std::int64_t row) {
  given_.push_back(std::move(request));
  row_of_act_.push_back(static_cast<std::uint32_t>(row));
}

// False where nobody takes any more.
bool ImportRun::give_what_is_read() {
  return given_.empty() || feed_->give(std::exchange(given_, {}));
}

// The file that somebody signs may be another, as that in which it was packed. What is too large is
// refused without being read.
void ImportRun::pin(std::istream& file) {
  if (size_bytes_of(file).value_or(0) > import_bytes_max) return;
  if (!read_from_its_beginning(file)) return;
  pinned_ = hash_of(HashFunction::sha256, file);
  read_from_its_beginning(file);
}

// Whether all of it was given as it was found at first.
bool ImportRun::read_again(std::istream& file) {
  const std::optional<Hash> pinned = pinned_;
  pin(file);
  if (!pinned || pinned_ != pinned) return refuse_file(file_has_changed);
  if (!open_table(file)) return false;
  Cells cells;
  std::size_t at = 0;
  for (;; ++at) {
    const Result<bool> read = table_file_->next(cells);
    if (read && !*read) break;
    if (!read || at >= fate_of_row_.size()) return refuse_file(file_has_changed);
    fate_ = fate_of_row_[at];
    // Also of a row that stays as it was: the next one may say `同上`.
    if (!is_passed_over(cells, table_file_->row())) take_as_written(cells, table_file_->row());
    if (fate_ == Fate::stays) continue;
    add_joined(cells);
    read_row(cells, table_file_->row());
    if (findings_.refused() != 0) return false;
    if (given_.size() >= acts_given_at_once && !give_what_is_read()) return false;
  }
  if (at != fate_of_row_.size()) return refuse_file(file_has_changed);
  return give_what_is_read();
}

ImportBegun ImportRun::begun() const {
  return {click_.file,     click_.file_name,  std::string(ledger_.name),
          click_.mapping,  report_.rows,      report_.opened,
          report_.amended, report_.unchanged, report_.passed_over};
}

void ImportRun::apply(std::istream& file, Writer& writer, const ImportProgress& progress) {
  const std::int64_t count = report_.opened + report_.amended;
  if (count == 0) return;  // all of it stands as the file says
  Writer::Batch batch;
  for (const Unit& unit : planned_units_)
    batch.org_acts.push_back({body_.no, FoundUnit{unit}, actor_});
  batch.body = body_.no;
  batch.actor = actor_;
  batch.import = import_;
  batch.begun = begun();
  batch.has_signed_file = is_signed_;
  batch.idempotency_key = click_.key;
  batch.request_digest = click_.digest;
  batch.feed = feed_ = std::make_shared<ActFeed>();
  std::atomic<bool> go_on = !progress || progress(0, count);
  Applying applying(writer, std::move(batch), [&](std::size_t done) {
    go_on = !progress || progress(static_cast<std::int64_t>(done), count);
    return go_on.load();
  });
  const ImportReport found = report_;
  const bool is_whole = read_again(file);
  feed_->end(is_whole);
  const std::vector<Writer::BatchRefusal> refusals = applying.wait();
  report_ = found;
  if (refusals.empty()) {
    report_.import = import_;
    report_.applied = count;
    return;
  }
  tell_what_stays();
  report_.was_cancelled = !go_on;
  if (!go_on || findings_.refused() != 0) return;
  for (const Writer::BatchRefusal& refusal : refusals) {
    const bool is_of_row = refusal.index < row_of_act_.size();
    const std::int64_t row = is_of_row ? row_of_act_[refusal.index] : 0;
    find(row, columns_.column_of(refusal.refused.field), refusal.refused);
  }
}

// Units of a first slice stay, as they do when an import is undone.
void ImportRun::tell_what_stays() {
  std::shared_lock lock(body_.lock);
  report_.units_founded = std::ranges::count_if(
      planned_units_, [&](const Unit& unit) { return body_.tree.find(unit.id) != nullptr; });
}

}  // namespace chuangyou
