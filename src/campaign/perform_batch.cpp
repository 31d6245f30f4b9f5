#include "campaign/perform_batch.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <iterator>

#include "campaign/slice.h"
#include "campaign/uses_since_import.h"
#include "journal/entries_of_record.h"
#include "journal/follow.h"
#include "ledgers/all.h"
#include "storage/unfinished_imports.h"

namespace chuangyou {
namespace {

constexpr std::size_t acts_between_progress = 256;
constexpr std::size_t refusals_told_max = 1000;  // nobody reads more of them

std::optional<RecordId> import_of(const Writer::Batch& batch) {
  return batch.undo ? std::optional(batch.undo->import) : batch.import;
}

BodyNo body_of(const Writer::Batch& batch) {
  if (batch.undo) return batch.undo->body;
  if (batch.body != BodyNo{}) return batch.body;
  if (!batch.acts.empty()) return batch.acts.front().body;
  return batch.org_acts.empty() ? BodyNo{} : batch.org_acts.front().body;
}

Actor actor_of(const Writer::Batch& batch) {
  if (batch.undo) return batch.undo->actor;
  if (batch.body != BodyNo{}) return batch.actor;
  return batch.acts.empty() ? Actor() : batch.acts.front().actor;
}

std::vector<ActPath::Imported> amended_of(const ActPath& path,
                                          std::span<const AmendedByImport> amended) {
  std::vector<ActPath::Imported> all;
  all.reserve(amended.size());
  for (const auto& [ledger, record, by_entry] : amended)
    all.push_back({&path.table(*ledger), record, by_entry});
  return all;
}

// Of an act on an account nobody is told by the live events, nor its number.
std::int64_t last_entry_in(std::span<const Done> done) {
  std::int64_t last = 0;
  for (const Done& one : done) last = std::max(last, one.committed.seq);
  return last;
}

// What lies on the disk does not say again and again who acts: he is lent to each act in turn.
class LentActor {
 public:
  LentActor(Actor* actor, ActRequest& request) : actor_(actor), request_(request) {
    if (actor_) std::swap(request_.actor, *actor_);
  }
  ~LentActor() {
    if (actor_) std::swap(request_.actor, *actor_);
  }
  LentActor(const LentActor&) = delete;
  LentActor& operator=(const LentActor&) = delete;

 private:
  Actor* actor_;
  ActRequest& request_;
};

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
      actor_(actor_of(batch_)) {
  if (batch_.feed && batch_.feed->kept) take_from_disk(0);
}

void BatchRun::take_from_disk(std::size_t passed_over) {
  kept_ = batch_.feed->kept;
  giving_ = std::make_unique<Giving>(kept_, batch_.feed, passed_over);
}

std::vector<BatchRun> BatchRun::unfinished(const Cut& cut) {
  std::vector<BatchRun> runs;
  const auto imports = unfinished_imports(cut.connection);
  const auto folder = KeptActs::folder_beside(cut.connection);
  KeptActs::forget_all_but(folder, imports);
  for (const auto& [body, import, undone_by] : imports) {
    BatchRun run(body, cut.waiting);
    run.import_ = import;
    run.actor_.is_the_clock = true;
    run.phase_ = Phase::taking_back;
    run.is_answered_ = run.is_marked_ = run.will_be_marked_ = true;
    run.amended_ = amended_of(cut.path, amended_by_import(cut.connection, body, import));
    cut.path.fences().set(body, import);
    std::shared_ptr<KeptActs> acts = KeptActs::find(folder, body, import);
    const bool goes_on = acts && cut.bodies.find(body) && run.resume(cut, std::move(acts));
    if (!goes_on) KeptActs::cancel(folder, import);  // whoever asks is told that it is taken back
    if (!undone_by.is_nil()) run.resume_undo(cut, undone_by);
    spdlog::warn("an import was cut off and {} body={} import={}",
                 goes_on ? "goes on now" : "is taken back now", static_cast<int>(run.body_),
                 to_text(*run.import_));
    runs.push_back(std::move(run));
  }
  return runs;
}

// Whoever has begun it takes it back, with the posts that he has now: it was his when it began.
void BatchRun::resume_undo(const Cut& cut, const PersonId& undone_by) {
  const Body& body = *cut.bodies.find(body_);
  actor_ = body.people.actor(undone_by, body.zone.date_at(body_now(body, cut.now)), body.tree);
  batch_.undo = Writer::Batch::Undo{body_, *import_, actor_};
}

// Each act is one entry, so the journal knows how many of them are done.
bool BatchRun::resume(const Cut& cut, std::shared_ptr<KeptActs> acts) {
  const KeptActs::Head& head = acts->head();
  const Ledger* ledger = find_ledger(head.ledger);
  const auto told = entries_of(cut.connection, body_, *import_, 0, 1);
  if (!ledger || told.empty() || !begins_import(told.front().head.act)) return false;
  // Units are not among what was kept: where some are still to be founded, it begins anew.
  const std::int64_t founds = decode_import(told.front().changes).made;
  if (std::ssize(made_by_import(cut.connection, body_, *import_)) < founds) return false;
  const auto opened = cut.path.table(*ledger).of_import(cut.connection, body_, *import_);
  const std::size_t done = opened.size() + amended_.size();
  const Body& body = *cut.bodies.find(body_);
  actor_ = body.people.actor(head.person, body.zone.date_at(body_now(body, cut.now)), body.tree);
  batch_.body = body_;
  batch_.import = import_;
  batch_.idempotency_key = head.idempotency_key;
  batch_.request_digest = head.request_digest;
  batch_.feed = std::make_shared<ActFeed>();
  batch_.feed->kept = std::move(acts);
  take_from_disk(done);
  next_ = done;
  last_entry_ = told.front().head.seq;
  phase_ = Phase::applying;
  // Whoever cancels it takes them away (imports/import_jobs.cpp).
  progress_ = [acts = kept_](std::size_t) { return acts->are_there(); };
  return true;
}

bool BatchRun::slice(ActPath& path, Connection& connection, Bodies& bodies, Moment now,
                     std::vector<Done>& done) {
  next_after_ = next_;
  will_be_marked_ = is_marked_;
  switch (phase_) {
    case Phase::looking:
      look(path, connection, bodies);
      return false;
    case Phase::taking_back:
      take_back(path, connection, bodies, now, done);
      return true;
    default:
      apply(path, connection, now, done);
      return refusals_.empty();
  }
}

bool BatchRun::is_ready() const {
  const bool applies = phase_ == Phase::applying || phase_ == Phase::seeing_the_rest;
  if (!applies || !batch_.feed || is_stopped_) return true;
  return next_ < held() || fed_done_ < fed_.size() || !batch_.feed->is_waiting();
}

// Of the acts one after the other: those that are held, then those that come.
bool BatchRun::has_next() {
  if (is_stopped_) return false;
  if (next_after_ < held() || fed_done_ < fed_.size()) return true;
  fed_done_ = 0;
  fed_.clear();
  return batch_.feed && batch_.feed->take(fed_) && !fed_.empty();
}

bool BatchRun::is_at_end() const {
  if (is_stopped_) return true;
  if (next_after_ < held() || fed_done_ < fed_.size()) return false;
  return !batch_.feed || batch_.feed->is_at_end();
}

void BatchRun::stop(std::size_t index) {
  refusals_.push_back({index, Refused{Refusal::nothing_would_change, "", "cancelled"}});
  is_stopped_ = true;  // what follows is of no interest any more
}

void BatchRun::refuse_act(std::size_t index, Refused refused) {
  if (refusals_.size() < refusals_told_max) refusals_.push_back({index, std::move(refused)});
}

// What only the tables know of a row, they have told when it was written: the rows' own order is
// made again.
void BatchRun::finish_writing(ActPath& path) {
  path.other_hand().finish();
  for (auto& [entry, source] : path.other_hand().take_refused()) {
    const auto act = std::ranges::lower_bound(entered_by_slice_, entry, {},
                                              &std::pair<std::int64_t, std::size_t>::first);
    refuse_act(act->second, {Refusal::id_was_imported_before, {}, std::move(source)});
  }
  std::ranges::stable_sort(refusals_, {}, &Writer::BatchRefusal::index);
}

bool BatchRun::begin_entering(ActPath& path, const Ledger& ledger) {
  const bool is_of_file = kept_ && kept_->head().ledger == ledger.name;
  auto entering =
      path.begin_entering(body_, ledger, *import_, is_of_file ? kept_->keys_seen() : std::nullopt);
  if (entering) entering_.emplace(std::move(*entering));
  return entering_.has_value();
}

void BatchRun::perform(ActPath& path, ActRequest& request, std::size_t index, Moment now,
                       std::vector<Done>& done) {
  const LentActor lent(kept_ ? &actor_ : nullptr, request);
  if (ActPath::is_entered(request)) {
    if (!entering_ && !begin_entering(path, *request.ledger))
      return refuse_act(index, {Refusal::body_is_unknown, {}, {}});
    const Result<std::int64_t> entry = path.enter(*entering_, request, now, done);
    if (!entry) return refuse_act(index, entry.error());
    entered_by_slice_.emplace_back(*entry, index);
    return;
  }
  const Result<Performed> result = path.perform(request, now, done);
  if (!result) return refuse_act(index, result.error());
  if (request.record && import_)
    amended_by_slice_.push_back({&path.table(*request.ledger), result->id, result->seq});
}

void BatchRun::apply_one(ActPath& path, Moment now, std::vector<Done>& done) {
  const std::size_t index = next_after_++;
  const std::size_t on_units = batch_.org_acts.size();
  if (index < on_units) {
    if (const auto result = path.perform(batch_.org_acts[index], now, done); !result)
      refusals_.push_back({index, result.error()});
    return;
  }
  const std::size_t act = index - on_units;
  perform(path, index < held() ? batch_.acts[act] : fed_[fed_done_++], act, now, done);
  const bool is_time = next_after_ % acts_between_progress == 0;
  if (is_time && progress_ && !progress_(next_after_ - on_units)) stop(act);
}

// Two clicks that are one came at once, and this is the second of them.
bool BatchRun::is_answered_already(const ActPath& path) const {
  if (batch_.idempotency_key.empty()) return false;
  const auto earlier =
      path.answered_before({body_, actor_.person, batch_.idempotency_key, batch_.request_digest});
  return !earlier || *earlier;
}

void BatchRun::apply(ActPath& path, Connection& connection, Moment now, std::vector<Done>& done) {
  amended_by_slice_.clear();
  entered_by_slice_.clear();
  entering_.reset();
  Slice slice(waiting_);
  if (next_ == 0 && !is_marked_ && import_) path.fences().set(body_, *import_);
  if (next_ == 0 && !is_marked_ && import_ && is_answered_already(path)) {
    is_stopped_ = true;
    return refusals_.push_back({0, Refused{Refusal::import_is_running, {}, {}}});
  }
  if (next_ == 0 && !is_marked_ && import_ && batch_.begun)
    path.begin_import(body_, *import_, actor_, *batch_.begun, batch_.has_signed_file, now, done);
  while (has_next()) {
    apply_one(path, now, done);
    if (!slice.goes_on() && may_give_way()) break;
  }
  finish_writing(path);
  const bool is_last = is_at_end();
  if (is_last && !is_stopped_ && batch_.feed && !batch_.feed->is_whole())
    stop(next_after_ - batch_.org_acts.size());
  if (!refusals_.empty()) return;
  mark_unfinished(connection, !is_last);
  if (const std::int64_t last = last_entry_in(done); last > 0) last_entry_ = last;
  if (is_last && import_ && last_entry_ > 0)
    path.remember({body_, actor_.person, batch_.idempotency_key, batch_.request_digest},
                  {batch_.request_digest, *import_, last_entry_, {}}, now);
}

void BatchRun::look_at(const ActPath& path, const ActPath::Imported& one) {
  ++to_take_back_;
  if (path.is_worked_on(body_, one, *import_))
    refusals_.push_back(
        {0, Refused{Refusal::records_changed_since_import, {}, path.called(body_, one)}});
}

// Of what it founded, added or made; behind the entries that were looked at already.
std::optional<Refused> BatchRun::used_since(Connection& connection, const Body& body) {
  constexpr std::int64_t entries_at_once = 4096;
  const UsesSinceImport uses =
      uses_since_import(connection, body_, *import_, made_, made_looked_until_, entries_at_once);
  made_looked_until_ = uses.looked_until;
  auto used = first_used(uses, body.tree, body.people);
  if (!used) return std::nullopt;
  return Refused{Refusal::records_changed_since_import, {}, std::move(*used)};
}

// False: there is more to look at.
bool BatchRun::find_what_was_made(Connection& connection, const Body& body) {
  if (!is_made_known_) {
    made_ = made_by_import(connection, body_, *import_);
    const auto begun = entries_of(connection, body_, *import_, 0, 1);
    if (!begun.empty()) made_looked_until_ = begun.front().head.seq;
    is_made_known_ = true;
  }
  // Somebody was quicker: what he has used stays, and all that hangs together with it.
  if (const auto used = used_since(connection, body)) {
    spdlog::warn("what an import has made was used and stays body={} import={} used={}",
                 static_cast<int>(body_), to_text(*import_), used->detail);
    made_.clear();
  }
  return made_.empty() || made_looked_until_ == last_seq(connection, body_);
}

// The last first: an account before its person, a unit before the one above it.
void BatchRun::take_back_made(ActPath& path, Moment now, std::vector<Done>& done) {
  const std::size_t at = next_after_++ - amended_.size();
  const MadeByImport& one = made_[made_.size() - 1 - at];
  OrgRequest request;
  request.body = body_;
  request.actor = actor_;
  if (!batch_.undo) {
    request.actor = {};
    request.actor.is_a_consequence = true;
  }
  switch (one.kind) {
    case MadeByImport::Kind::unit:
      request.act = TakeBackUnit{UnitId(one.record), *import_};
      break;
    case MadeByImport::Kind::person:
      request.act = TakeBackPerson{PersonId(one.record), *import_};
      break;
    case MadeByImport::Kind::post:
      request.act = TakeBackPost{one.record, *import_};
      break;
    case MadeByImport::Kind::account:
      request.on_account = TakeBackAccount{one.account, *import_};
      break;
  }
  if (const auto performed = path.perform(request, now, done); !performed)
    spdlog::warn("what an import has made stays body={} import={} record={} law={}",
                 static_cast<int>(body_), to_text(*import_), to_text(one.record),
                 name_of(performed.error().law));
}

// Nobody may work on a record between this and its end.
void BatchRun::look(ActPath& path, Connection& connection, Bodies& bodies) {
  const Body* body = bodies.find(body_);
  if (!body) {
    refusals_.push_back({0, Refused{Refusal::import_is_undone_already, {}, to_text(*import_)}});
    return;
  }
  if (!is_made_known_) {
    made_ = made_by_import(connection, body_, *import_);
    is_made_known_ = true;
    made_looked_until_ = batch_.undo->looked_until;
    to_take_back_ = made_.size();
    amended_ = amended_of(path, batch_.undo->amended);
    path.fences().set(body_, *import_);
  }
  Slice slice(waiting_);
  do {
    if (looked_at_.empty()) looked_at_ = path.of_import(body_, *import_, looked_until_);
    if (!looked_at_.empty()) {
      look_at(path, looked_at_.back());
      looked_at_.pop_back();
    } else if (next_after_ < amended_.size()) {
      look_at(path, amended_[next_after_++]);
    } else {
      is_looked_through_ = true;
    }
  } while (!is_looked_through_ && refusals_.empty() && slice.goes_on());
  while (is_looked_through_ && refusals_.empty()) {
    if (auto used = used_since(connection, *body)) refusals_.push_back({0, std::move(*used)});
    if (made_looked_until_ == last_seq(connection, body_)) break;
    is_looked_through_ = slice.has_time();
  }
  if (to_take_back_ == 0)
    refusals_.push_back({0, Refused{Refusal::import_is_undone_already, {}, to_text(*import_)}});
}

// What was opened goes and is found no more; behind it comes what was changed.
void BatchRun::take_back(ActPath& path, Connection& connection, Bodies& bodies, Moment now,
                         std::vector<Done>& done) {
  Body& body = *bodies.find(body_);
  Slice slice(waiting_);
  ActPath::PlaceInImport start;
  std::vector<ActPath::Imported> opened = path.of_import(body_, *import_, start);
  bool is_first = taken_back_ == 0, is_over = false, is_ready_for_made = false;
  do {
    if (opened.empty()) opened = path.of_import(body_, *import_, start);
    if (!opened.empty()) {
      path.take_back(body, actor_, opened.back(), *import_, now, done);
      opened.pop_back();
    } else if (next_after_ < amended_.size()) {
      path.take_back(body, actor_, amended_[next_after_++], *import_, now, done);
    } else if (!is_ready_for_made) {
      is_ready_for_made = find_what_was_made(connection, body);
    } else if (next_after_ < amended_.size() + made_.size()) {
      take_back_made(path, now, done);
    } else {
      is_over = true;
    }
    taken_back_after_ = taken_back_ + done.size();
  } while (!is_over && slice.goes_on());
  if (is_first && batch_.undo && !done.empty())
    path.remember(
        {body_, actor_.person, batch_.idempotency_key, batch_.request_digest},
        {batch_.request_digest, *import_, last_entry_in(done), std::to_string(to_take_back_)}, now);
  if (is_over) tell_the_end(path, connection, now, done);
  mark_unfinished(connection, !is_over);
}

// How the import as a whole has ended; of one of earlier days nobody told how it began either.
void BatchRun::tell_the_end(ActPath& path, Connection& connection, Moment now,
                            std::vector<Done>& done) {
  if (entries_of(connection, body_, *import_, 0, 1).empty()) return;
  path.end_import(body_, *import_, actor_, batch_.undo ? undo_act : drop_import_act, now, done);
}

void BatchRun::mark_unfinished(Connection& connection, bool is_unfinished) {
  will_be_marked_ = is_unfinished;
  if (is_marked_ == is_unfinished) return;
  mark_import(connection, {body_, *import_, batch_.undo ? actor_.person : PersonId()},
              is_unfinished);
}

void BatchRun::committed(ActPath& path) {
  is_marked_ = will_be_marked_;
  next_ = next_after_;
  if (phase_ == Phase::taking_back) {
    taken_back_ = taken_back_after_;
    if (is_marked_) return;
    if (import_ && !batch_.undo)
      spdlog::info("an import is taken back as a whole body={} import={} entries={}",
                   static_cast<int>(body_), to_text(*import_), taken_back_);
    end(path);
    return;
  }
  std::ranges::copy(amended_by_slice_, std::back_inserter(amended_));
  if (!is_at_end() || is_marked_) return;
  if (progress_) progress_(next_ - batch_.org_acts.size());
  end(path);
}

void BatchRun::rolled_back(ActPath& path) {
  next_ = next_after_;
  if (phase_ == Phase::looking) {
    if (!refusals_.empty()) return end(path);
    if (!is_looked_through_) return;
    phase_ = Phase::taking_back;
    next_ = 0;
    return;
  }
  phase_ = Phase::seeing_the_rest;
  // Without the units that it would have founded whatever names them would be refused as well.
  const bool founds_units = !batch_.org_acts.empty() && !is_marked_;
  if (founds_units || is_at_end() || refusals_.size() >= refusals_told_max) begin_taking_back(path);
}

void BatchRun::broke(ActPath& path, const Refused& why) {
  if (!is_answered_) refusals_.assign(1, {0, why});
  const bool nothing_is_committed = !is_marked_;
  if (nothing_is_committed) return end(path);
  answer();
  if (phase_ != Phase::taking_back) begin_taking_back(path);
}

bool BatchRun::leave(ActPath& path) {
  const bool may_go_on = phase_ == Phase::applying && kept_ && refusals_.empty() && !is_stopped_;
  if (!may_go_on) return false;
  const Refused stops{Refusal::not_accepting_acts_now, {}, {}};
  if (!is_marked_) {
    broke(path, stops);
    return is_over();
  }
  kept_->leave_there();
  refusals_.assign(1, {0, stops});
  answer();
  phase_ = Phase::over;
  return true;
}

void BatchRun::begin_taking_back(ActPath& path) {
  if (batch_.feed) batch_.feed->give_up();
  if (!is_marked_) return end(path);  // nothing is committed
  if (kept_) kept_->forget();
  phase_ = Phase::taking_back;
  next_ = 0;
}

void BatchRun::end(ActPath& path) {
  if (import_) path.fences().lift(body_, *import_);
  phase_ = Phase::over;
  answer();
}

void BatchRun::answer() {
  if (batch_.feed) batch_.feed->give_up();
  if (!std::exchange(is_answered_, true)) promise_.set_value(std::move(refusals_));
}

}  // namespace chuangyou
