// The one writer. Whatever changes anything comes through here: every act that waits is decided and
// written in one transaction, and one that fails does not take the others back; replies go out
// after the commit, so an acknowledged act is on the disk (architecture.md, group commit).
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "campaign/account_acts.h"
#include "campaign/body.h"
#include "campaign/erasures.h"
#include "campaign/gate.h"
#include "core/health.h"
#include "core/random_source.h"
#include "journal/answered_acts.h"
#include "journal/import_entries.h"
#include "journal/journal.h"
#include "org/org_act.h"
#include "record/decide.h"
#include "record/evidence.h"
#include "storage/keys.h"
#include "storage/ledger_table.h"

namespace chuangyou {

class ActFeed;

// One act on a ledger's record, as a door decoded it: its fields by their place in the ledger.
struct ActRequest {
  BodyNo body{};
  const Ledger* ledger = nullptr;
  std::optional<RecordId> record;  // empty: the act opens a new one
  std::string act;
  std::vector<FieldChange> fields;
  std::string reason;
  std::optional<UnitId> unit;  // of a new record
  // The record's version must be one of them, else etag_is_stale; nullopt: it may be any.
  std::optional<std::vector<std::int64_t>> if_versions;
  std::string idempotency_key;  // empty: none; a second click gets the first answer
  std::string request_digest;   // of the request, to notice a key used for another one
  std::string key_of_all;       // of a request for several acts, each of which has a key of its own
  Actor actor;
  std::optional<std::string> receipt;  // a citizen's code, canonical form
  std::string source;                  // key of an imported row
  bool has_signed_file = false;        // the row is of the batch's signed file
  std::optional<RecordId> import;
  // Beside the act; of a file its hash and name, the rest is looked up.
  std::vector<Evidence> evidence;
  std::string remark;  // of an act that every ledger has (record/common_acts.h)

  // What a key is held against when it comes again.
  std::string_view digest_or_name() const {
    return request_digest.empty() ? std::string_view(act) : std::string_view(request_digest);
  }
};

struct Performed {
  RecordId id;
  std::int64_t seq = 0;
  Record after;
  Standing standing;
  std::optional<std::string> receipt;  // the new code, told once
  bool replayed = false;               // the answer to an earlier click
  bool waits_for_signatures = false;
};

struct OrgRequest {
  BodyNo body{};
  OrgAct act;
  Actor actor;
  std::optional<ErasureAct> erasure = {};  // instead of `act`: the same way, another module
  std::string idempotency_key = {};        // as of an act on a record
  std::string request_digest = {};
  std::optional<FrameAct> on_frame = {};      // likewise instead of `act`
  std::optional<AccountAct> on_account = {};  // likewise
};
struct OrgPerformed {
  Uuid record;  // the unit, person, post or erasure; of an account the person
  std::int64_t seq = 0;
  bool replayed = false;
  bool awaits_signature = false;  // nothing was done yet: the record is the proposal
};

// Whoever is answerable says that the machine's clock is right, in doubt of it.
struct ClockConfirmation {
  BodyNo by{};
  Actor actor;
  Moment was, is;  // what the house held for the time, and what it is
  std::string idempotency_key = {};
  std::string request_digest = {};
};

// What became true, for whoever listens after the commit: live events, the clock, search.
struct Committed {
  BodyNo body{};
  std::int64_t seq = 0;
  Moment at;
  std::string_view ledger;
  Uuid record;
  std::string act;
  std::string path;  // of the record's unit, so that a listener knows who may hear of it
};

// How somebody's accounts stand after an act on them, for whoever keeps that in memory.
struct AccountCommitted {
  BodyNo body{};
  PersonId person;
  bool is_shut_out = false;  // none of his accounts is open
  bool must_change = false, has_second_factor = false;
  bool ends_sessions = false;
  Hash session{};  // of the token of the one that goes on; nil: none
};

class Writer {
 public:
  using Now = std::function<Moment()>;
  struct Beside {
    Health* health = nullptr;       // where it tells how it is, as part `writer`
    std::optional<Keys> keys = {};  // else those beside the database
    bool may_append = true;         // by itself: what a first opening adopts, seals by the second
  };
  // Starts the writing thread and the thread that seals and checkpoints. `now` comes from main:
  // there is no clock below it. Imports that a crash cut off go on from where they were kept.
  Writer(std::string database_path, Bodies& bodies, Now now, RandomSource random,
         const Beside& beside);
  Writer(std::string database_path, Bodies& bodies, Now now, RandomSource random)
      : Writer(std::move(database_path), bodies, std::move(now), std::move(random), Beside()) {}
  ~Writer();  // drains what waits, seals it, stops

  // `done` runs on the writing thread, after the commit; on the caller's where the gate is closed.
  void submit(ActRequest request, std::move_only_function<void(Result<Performed>)> done);
  Result<Performed> perform(ActRequest request);  // the same, waiting
  Result<OrgPerformed> perform(OrgRequest request);

  // An entry in every journal that lives in real time; from it on the time of their entries may go
  // back. The only act that is taken while the clock is in doubt. Returns the seq in his body.
  Result<std::int64_t> confirm_clock(ClockConfirmation confirmation);

  // The first answer to this key of this person, as far as it is committed;
  // idempotency_key_was_used_for_another_request.
  struct Click {
    BodyNo body{};
    PersonId person;
    std::string key, digest;
  };
  Result<std::optional<AnsweredAct>> answered(Click click);

  // All or nothing: every refusal is reported, and nothing kept if there is one. `progress` is
  // called with the rows done; returning false cancels.
  //
  // One transaction for the whole run, unless it is an import or its undo: these give way to other
  // acts every few milliseconds, each slice a commit of its own. What was committed is taken back
  // by entries of its own when a later slice is refused, cancelled or cut off by a crash; until the
  // run is over nobody acts on its records (import_is_running).
  struct BatchRefusal {
    std::size_t index;
    Refused refused;
  };
  struct Batch {
    std::vector<ActRequest> acts;
    std::vector<OrgRequest> org_acts;  // before the acts
    // Of an import: acts that come behind the others while it is under way, some of them on records
    // that stand; their refusals count on from those of `acts`. Whoever gives them stops where
    // nobody takes them any more (campaign/act_feed.h).
    std::shared_ptr<ActFeed> feed = {};
    struct Undo {
      BodyNo body{};
      RecordId import;
      Actor actor;
      std::vector<AmendedByImport> amended = {};  // what it opened is found by itself
      std::int64_t looked_until = 0;  // so far nobody has used the units and people that it made
    };
    std::optional<Undo> undo = {};        // an import taken back as a whole
    std::optional<RecordId> import = {};  // of all `acts`: may be taken back by it
    std::string idempotency_key = {}, request_digest = {};  // of the undo or the import
    // Told by an entry of its own before the first row, which puts a name under the file where
    // `has_signed_file`.
    std::optional<ImportBegun> begun = {};
    bool has_signed_file = false;
    // Of an import: where, and who brings it in; else those of the first act.
    BodyNo body{};
    Actor actor = {};
  };
  std::vector<BatchRefusal> perform_all(Batch batch,
                                        std::function<bool(std::size_t)> progress = {});

  // The program is about to stop: imports that are under way answer not_accepting_acts_now, and go
  // on at the next start.
  void leave_imports();

  void on_commit(std::function<void(std::span<const Committed>)> listener);
  // On the writing thread, before whoever acted hears that it is done. There is one listener, and
  // whichever was there before is not called any more when this returns.
  void on_account(std::function<void(const AccountCommitted&)> listener);
  Gate& gate();          // closed: every act is refused with the law that closed it
  bool accepts() const;  // the gate is open
  std::int64_t queue_length() const;
  // For how long the disk has not answered what is being written; 0 where nothing is.
  std::int64_t seconds_in_this_write() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace chuangyou
