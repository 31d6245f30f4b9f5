// A batch on its way through the writer: as one transaction, or slice by slice where it can be
// taken back. No threads, no transaction: those are perform.cpp's, which commits each slice.
#pragma once

#include <atomic>
#include <functional>
#include <future>
#include <vector>

#include "campaign/act_feed.h"
#include "campaign/kept_acts.h"
#include "campaign/perform_act.h"

namespace chuangyou {

class BatchRun {
 public:
  using Progress = std::function<bool(std::size_t)>;
  BatchRun(Writer::Batch batch, Progress progress,
           std::promise<std::vector<Writer::BatchRefusal>> done,
           const std::atomic<std::int64_t>& waiting);  // acts of others

  // What a crash has left half done. Where its acts lie on the disk it goes on, by whoever brought
  // it in and with the posts that he has now; else the clock takes it back.
  struct Cut {
    Connection& connection;
    ActPath& path;
    Bodies& bodies;
    Moment now;
    const std::atomic<std::int64_t>& waiting;
  };
  static std::vector<BatchRun> unfinished(const Cut&);

  // The next slice, within the caller's transaction; false: it is to be rolled back.
  bool slice(ActPath&, Connection&, Bodies&, Moment now, std::vector<Done>& done);
  void committed(ActPath&);    // the slice is on the disk
  void rolled_back(ActPath&);  // the slice has gone, as slice() wanted
  // The machine failed: whoever waits is told so now; what was committed is taken back later.
  void broke(ActPath&, const Refused& why);
  // The program stops: what lies on the disk stays as it is and goes on at the next start; where
  // nothing of it is committed yet, it has not been. False of a batch of another kind.
  bool leave(ActPath&);

  bool is_over() const { return phase_ == Phase::over; }
  // Whether a slice has anything to do: not while the feed is behind.
  bool is_ready() const;
  BodyNo body() const { return body_; }
  // The next slice does, in memory too.
  bool changes_units() const {
    return next_ < batch_.org_acts.size() || phase_ == Phase::taking_back;
  }

 private:
  enum class Phase : std::uint8_t {
    applying,
    seeing_the_rest,  // one was refused: the others are tried and rolled back, to tell all of them
    looking,          // an undo: has anybody worked on one of its records?
    taking_back,
    over
  };
  BatchRun(BodyNo body, const std::atomic<std::int64_t>& waiting)
      : waiting_(waiting), body_(body) {}

  bool resume(const Cut&, std::shared_ptr<KeptActs> acts);
  void resume_undo(const Cut&, const PersonId& undone_by);
  void take_from_disk(std::size_t passed_over);
  void apply(ActPath&, Connection&, Moment now, std::vector<Done>& done);
  bool is_answered_already(const ActPath&) const;
  void apply_one(ActPath&, Moment now, std::vector<Done>& done);
  void perform(ActPath&, ActRequest&, std::size_t index, Moment now, std::vector<Done>& done);
  bool begin_entering(ActPath&, const Ledger&);
  void refuse_act(std::size_t index, Refused refused);
  void finish_writing(ActPath&);
  void stop(std::size_t index);
  std::size_t held() const { return batch_.org_acts.size() + batch_.acts.size(); }
  bool has_next();
  bool is_at_end() const;
  void look(ActPath&, Connection&, Bodies&);
  std::optional<Refused> used_since(Connection&, const Body&);
  bool find_what_was_made(Connection&, const Body&);
  void take_back_made(ActPath&, Moment now, std::vector<Done>& done);
  void look_at(const ActPath&, const ActPath::Imported&);
  void take_back(ActPath&, Connection&, Bodies&, Moment now, std::vector<Done>& done);
  void begin_taking_back(ActPath&);
  void tell_the_end(ActPath&, Connection&, Moment now, std::vector<Done>& done);
  void mark_unfinished(Connection&, bool is_unfinished);
  void end(ActPath&);
  void answer();
  // A file of nothing but units or people is one transaction.
  bool may_give_way() const { return import_.has_value() && (batch_.feed || !batch_.acts.empty()); }

  const std::atomic<std::int64_t>& waiting_;
  Writer::Batch batch_;
  Progress progress_;
  std::promise<std::vector<Writer::BatchRefusal>> promise_;
  bool is_answered_ = false;
  Phase phase_ = Phase::applying;
  BodyNo body_;
  std::optional<RecordId> import_;
  Actor actor_;
  std::vector<Writer::BatchRefusal> refusals_;
  std::size_t next_ = 0;        // of the acts, those on units first; or of `amended_`
  std::size_t next_after_ = 0;  // once the slice is committed
  ActFeed::Acts fed_;           // of the feed, and how many of them are done
  std::size_t fed_done_ = 0;
  bool is_stopped_ = false;  // nobody wants the rest
  // What stood before and was changed, committed and by this slice; what was opened, its rows tell.
  std::vector<ActPath::Imported> amended_, amended_by_slice_;
  std::vector<std::pair<std::int64_t, std::size_t>> entered_by_slice_;  // entries, their acts
  std::optional<ActPath::Entering> entering_;                           // for this slice
  std::vector<ActPath::Imported> looked_at_;  // of what was opened, so many at once
  ActPath::PlaceInImport looked_until_;
  bool is_looked_through_ = false;
  std::size_t to_take_back_ = 0, taken_back_ = 0, taken_back_after_ = 0;
  std::vector<MadeByImport> made_;  // units, people, posts and accounts, which go last
  bool is_made_known_ = false;
  std::int64_t made_looked_until_ = 0;
  std::int64_t last_entry_ = 0;
  bool is_marked_ = false;  // the database knows that it is unfinished
  bool will_be_marked_ = false;
  std::shared_ptr<KeptActs> kept_;
  std::unique_ptr<Giving> giving_;  // what lies on the disk; the first to go
};

}  // namespace chuangyou
