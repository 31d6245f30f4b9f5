#include "campaign/perform_batch.h"

#include <spdlog/spdlog.h>

#include "campaign/slice.h"
#include "storage/unfinished_imports.h"

namespace chuangyou {
namespace {

constexpr std::size_t acts_between_progress = 256;

std::optional<RecordId> import_of(const Writer::Batch& batch) {
  return batch.undo ? std::optional(batch.undo->import) : batch.import;
}

BodyNo body_of(const Writer::Batch& batch) {
  if (batch.undo) return batch.undo->body;
  if (!batch.acts.empty()) return batch.acts.front().body;
  if (!batch.amending.empty()) return batch.amending.front().body;
  return batch.org_acts.empty() ? BodyNo{} : batch.org_acts.front().body;
}

Actor actor_of(const Writer::Batch& batch) {
  if (batch.undo) return batch.undo->actor;
  if (!batch.acts.empty()) return batch.acts.front().actor;
  return batch.amending.empty() ? Actor() : batch.amending.front().actor;
}

}  // namespace

BatchRun::BatchRun(Writer::Batch batch, Progress progress,
                   std::promise<std::vector<Writer::BatchRefusal>> done,
                   const std::atomic<std::int64_t>& waiting)
    : waiting_(waiting),
      batch_(std::move(batch)),
      progress_(std::move(progress)),
      promise_(std::move(done)),
      phase_(batch_.undo ? Phase::looking : Phase::applying),
      body_(body_of(batch_)),
      import_(import_of(batch_)),
      actor_(actor_of(batch_)) {}

std::vector<BatchRun> BatchRun::unfinished(Connection& connection, ActPath& path,
                                           const std::atomic<std::int64_t>& waiting) {
  std::vector<BatchRun> runs;
  for (const auto& [body, import] : unfinished_imports(connection)) {
    BatchRun run(body, waiting);
    run.import_ = import;
    run.actor_.is_the_clock = true;
    run.phase_ = Phase::taking_back;
    run.is_answered_ = run.is_marked_ = run.will_be_marked_ = true;
    run.imported_ = path.of_import(run.body_, *run.import_);
    for (const ActPath::Imported& one : run.imported_) path.fenced().insert(one.id);
    spdlog::warn("an import was cut off and is taken back now body={} import={} records={}",
                 static_cast<int>(run.body_), to_text(*run.import_), run.imported_.size());
    runs.push_back(std::move(run));
  }
  return runs;
}

bool BatchRun::slice(ActPath& path, Connection& connection, Bodies& bodies, Moment now,
                     std::vector<Done>& done) {
  of_slice_.clear();
  next_after_ = next_;
  will_be_marked_ = is_marked_;
  switch (phase_) {
    case Phase::looking:
      look(path, bodies);
      return false;
    case Phase::taking_back:
      take_back(path, connection, bodies, now, done);
      return true;
    default:
      apply(path, connection, now, done);
      return refusals_.empty();
  }
}

void BatchRun::apply_one(ActPath& path, std::size_t index, Moment now, std::vector<Done>& done) {
  const std::size_t on_units = batch_.org_acts.size();
  if (index < on_units) {
    if (const auto result = path.perform(batch_.org_acts[index], now, done); !result)
      refusals_.push_back({index, result.error()});
    return;
  }
  const std::size_t act = index - on_units;
  const bool opens = act < batch_.acts.size();
  ActRequest& request = opens ? batch_.acts[act] : batch_.amending[act - batch_.acts.size()];
  const Result<Performed> result = path.perform(request, now, done);
  if (!result) refusals_.push_back({act, result.error()});
  // What stood before is no part of what goes again.
  if (result && opens) of_slice_.push_back({&path.table(*request.ledger), result->id});
  const bool is_time = next_after_ % acts_between_progress == 0;
  if (!is_time || !progress_ || progress_(next_after_ - on_units)) return;
  refusals_.push_back({act, Refused{Refusal::nothing_would_change, "", "cancelled"}});
  next_after_ = all();  // what follows is of no interest any more
}

void BatchRun::apply(ActPath& path, Connection& connection, Moment now, std::vector<Done>& done) {
  const std::size_t all = this->all();
  const std::size_t first_amending = all - batch_.amending.size();
  Slice slice(waiting_);
  if (next_ == 0 && import_ && !batch_.signed_file.empty())
    path.sign_import(body_, *import_, actor_, batch_.signed_file, now, done);
  while (next_after_ < all) {
    // Amended is all at once: of what stood before nothing is taken back.
    const bool begins_amending = next_after_ == first_amending && next_after_ > next_;
    if (begins_amending && may_give_way()) break;
    apply_one(path, next_after_++, now, done);
    const bool is_amending = next_after_ > first_amending;
    if (!slice.goes_on() && may_give_way() && !is_amending) break;
  }
  if (!refusals_.empty()) return;
  if (next_after_ < all) mark_unfinished(connection, true);
  if (next_after_ == all && is_marked_) mark_unfinished(connection, false);
  if (next_after_ == all && import_ && !done.empty())
    path.remember({body_, actor_.person, batch_.idempotency_key, batch_.request_digest},
                  {batch_.request_digest, *import_, done.back().committed.seq, {}}, now);
}

// Nobody may work on a record between this and its end.
void BatchRun::look(ActPath& path, Bodies& bodies) {
  if (next_ == 0) {
    if (bodies.find(body_)) imported_ = path.of_import(body_, *import_);
    for (const ActPath::Imported& one : imported_) path.fenced().insert(one.id);
    if (imported_.empty())
      refusals_.push_back({0, Refused{Refusal::import_is_undone_already, {}, to_text(*import_)}});
  }
  Slice slice(waiting_);
  while (next_after_ < imported_.size() && refusals_.empty()) {
    const ActPath::Imported& one = imported_[next_after_++];
    if (path.is_worked_on(body_, one))
      refusals_.push_back({0, Refused{Refusal::records_changed_since_import, {}, to_text(one.id)}});
    if (!slice.goes_on()) break;
  }
}

void BatchRun::take_back(ActPath& path, Connection& connection, Bodies& bodies, Moment now,
                         std::vector<Done>& done) {
  Body& body = *bodies.find(body_);
  Slice slice(waiting_);
  while (next_after_ < imported_.size()) {
    path.take_back(body, actor_, imported_[next_after_++], now, done);
    if (!slice.goes_on()) break;
  }
  if (next_ == 0 && batch_.undo && !done.empty())
    path.remember({body_, actor_.person, batch_.idempotency_key, batch_.request_digest},
                  {batch_.request_digest, *import_, done.back().committed.seq,
                   std::to_string(imported_.size())},
                  now);
  mark_unfinished(connection, next_after_ < imported_.size());
}

void BatchRun::mark_unfinished(Connection& connection, bool is_unfinished) {
  will_be_marked_ = is_unfinished;
  if (is_marked_ == is_unfinished) return;
  mark_import(connection, body_, *import_, is_unfinished);
}

void BatchRun::committed(ActPath& path) {
  is_marked_ = will_be_marked_;
  next_ = next_after_;
  if (phase_ == Phase::taking_back) {
    if (next_ < imported_.size()) return;
    if (import_ && !batch_.undo)
      spdlog::info("an import is taken back as a whole body={} import={} records={}",
                   static_cast<int>(body_), to_text(*import_), imported_.size());
    end(path);
    return;
  }
  for (const ActPath::Imported& one : of_slice_) {
    if (is_marked_) path.fenced().insert(one.id);
    imported_.push_back(one);
  }
  if (next_ < all()) return;
  if (progress_) progress_(batch_.acts.size() + batch_.amending.size());
  end(path);
}

void BatchRun::rolled_back(ActPath& path) {
  next_ = next_after_;
  if (phase_ == Phase::looking) {
    if (!refusals_.empty()) return end(path);
    if (next_ < imported_.size()) return;
    phase_ = Phase::taking_back;
    next_ = 0;
    return;
  }
  phase_ = Phase::seeing_the_rest;
  if (next_ == all()) begin_taking_back(path);
}

void BatchRun::broke(ActPath& path, const Refused& why) {
  if (!is_answered_) refusals_.assign(1, {0, why});
  const bool nothing_is_committed = !is_marked_;
  if (nothing_is_committed) return end(path);
  answer();
  if (phase_ != Phase::taking_back) begin_taking_back(path);
}

void BatchRun::begin_taking_back(ActPath& path) {
  if (imported_.empty()) return end(path);
  phase_ = Phase::taking_back;
  next_ = 0;
}

void BatchRun::end(ActPath& path) {
  for (const ActPath::Imported& one : imported_) path.fenced().erase(one.id);
  phase_ = Phase::over;
  answer();
}

void BatchRun::answer() {
  if (!std::exchange(is_answered_, true)) promise_.set_value(std::move(refusals_));
}

}  // namespace chuangyou
