// One act on its way through the writer: look up, decide, append, follow. No threads, no
// transaction: those are perform.cpp's; this is what happens to a single act inside them.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "campaign/asking.h"
#include "campaign/fences.h"
#include "campaign/handover.h"
#include "campaign/perform.h"
#include "campaign/perform_other_hand.h"
#include "campaign/planned.h"
#include "campaign/slice.h"
#include "campaign/succession.h"
#include "journal/answered_acts.h"
#include "journal/import_entries.h"
#include "storage/kept_files.h"

namespace chuangyou {

// What one act did, for figures and listeners once it is committed.
struct Done {
  BodyNo body{};
  const Ledger* ledger = nullptr;  // null: an act on units or people
  std::optional<Counted> before, after;
  std::vector<FlowChange> flows = {};
  Committed committed;  // without a number: no entry, so that nobody is told
  bool tree_changed = false;
  std::optional<AccountCommitted> on_account = {};
};

// Whether a merge gives way before it has handed on all, and what is left then.
struct GivesWay {
  const std::atomic<std::int64_t>& waiting;  // acts of others
  std::optional<Succeeding> rest = {};
};

class ActPath {
 public:
  ActPath(Connection& connection, Bodies& bodies, RandomSource& random, const Secret& receipts,
          KeptFiles files);

  Result<Performed> perform(ActRequest& request, Moment real_now, std::vector<Done>& done);
  // A row of a file that opens a record, one of an import's batch; answers with its entry. It is
  // decided as any act is, and written meanwhile: before the slice is committed, and before anybody
  // reads. What of it only the tables know they tell then, see OtherHand::take_refused.
  static bool is_entered(const ActRequest&);
  struct Entering {  // what holds for all rows of a slice
    Body* body = nullptr;
    Circumstances circumstances;
    bool are_keys_new = false;
  };
  // nullopt where nobody knows the body. `keys_seen`: the entry up to which whoever checked the
  // file has found none of its keys in the ledger; no further look is needed as long as nobody has
  // brought any there since.
  std::optional<Entering> begin_entering(BodyNo, const Ledger&, const RecordId& import,
                                         std::optional<std::int64_t> keys_seen);
  Result<std::int64_t> enter(Entering&, ActRequest&, Moment real_now, std::vector<Done>& done);
  OtherHand& other_hand() { return other_hand_; }
  // Without `gives_way` all is done at once.
  Result<OrgPerformed> perform(const OrgRequest& request, Moment real_now, std::vector<Done>& done,
                               GivesWay* gives_way = nullptr);
  // Hands on as much as there is time for; false: something is left.
  bool hand_on(Succeeding&, std::vector<Done>& done, Slice*);
  std::vector<Succeeding> unfinished_successions() const;  // that a crash has left half done
  Result<std::int64_t> confirm_clock(const ClockConfirmation& confirmation,
                                     std::vector<Done>& done);
  // The entry of the import as a whole: what it is, before its first row, with a name under it
  // where somebody answers for it; how it ended where it is not done.
  void begin_import(BodyNo, const RecordId& import, const Actor&, const ImportBegun&,
                    bool is_signed, Moment real_now, std::vector<Done>& done);
  void end_import(BodyNo, const RecordId& import, const Actor&, std::string_view act,
                  Moment real_now, std::vector<Done>& done);
  Result<std::int64_t> perform_on_frame(const FrameAct& act, Body& body, const Actor& actor,
                                        Moment now, std::vector<Done>& done);
  Result<void> close_accounts_of(std::span<const PersonId> people, Body& body, Moment now,
                                 std::vector<Done>& done);
  Result<std::int64_t> perform_on_account(const AccountAct& act, Body& body, const Actor& actor,
                                          Moment now, std::vector<Done>& done);
  Result<std::int64_t> perform_erasure(const ErasureAct& act, Body& body, const Actor& actor,
                                       Moment now, std::vector<Done>& done);
  Result<std::optional<AnsweredAct>> answered_before(const Writer::Click& click) const;
  void remember(const Writer::Click& click, const AnsweredAct& answer, Moment real_now);

  // Readers wait for what an act changes in memory until it is committed or forgotten.
  void keep_readers_out(Body&);
  bool are_readers_out(const Body&) const;
  void let_readers_in() { kept_out_.clear(); }

  // One record of an import goes, whatever was done with it since; false where it has gone.
  // One that stood before has what it had before the import's entry.
  struct Imported {
    const LedgerTable* table;
    RecordId id;
    std::int64_t amended_by = 0;  // the first entry of the import on it; 0: opened by the import
  };
  // What it has opened, so many at once, from behind a place; nothing at the end.
  struct PlaceInImport {
    std::size_t table = 0;
    std::int64_t row_no = 0;
  };
  std::vector<Imported> of_import(BodyNo, const RecordId& import, PlaceInImport& after) const;
  bool is_worked_on(BodyNo, const Imported& imported, const RecordId& import) const;
  bool is_cited(BodyNo, const Uuid& id, const RecordId& import) const;
  std::string called(BodyNo, const Imported& imported) const;  // its title, or its id
  bool take_back(Body& body, const Actor& actor, const Imported& imported, const RecordId& import,
                 Moment real_now, std::vector<Done>& done);
  Fences& fences() { return fences_; }
  AnsweredActs& answers() { return answered_; }
  const LedgerTable& table(const Ledger& ledger) const;
  std::span<const LedgerTable> tables() const { return tables_; }

 private:
  bool give_back(Body&, const Actor&, const Imported&, const RecordId& import, Moment real_now,
                 std::vector<Done>& done);
  Standing standing_of_row(const LedgerTable&, const Body&, const Record&) const;
  Result<std::optional<Performed>> first_answer(ActRequest&, const Body&);
  std::string lock_receipt(const ActRequest&, const std::string& code);
  std::optional<std::string> unlock_receipt(const ActRequest&, std::string_view locked) const;
  Result<Before> look_up(ActRequest&, const Body&, Moment now);
  Record opening(const Ledger&, const Body&, Moment now) const;  // empty, with its id
  Result<Planned> plan(ActRequest&, const Body&, Moment now, const Circumstances&);
  void allow_look_ups(Circumstances&, const Body&, const std::vector<Planned>& plan);
  Asking asking(const Body& body) const { return {connection_, body, &fences_}; }
  Result<void> plan_what_follows(std::vector<Planned>&, const Body&, Moment now,
                                 const Circumstances&);
  Result<Before> look_up_effect(const Caused&, const LedgerTable&, std::span<const Planned> plan,
                                const Body&, Moment now);
  Result<std::optional<Planned>> plan_effect(const Cause&, Caused&, std::span<const Planned> plan,
                                             const Body&, Moment now, const Circumstances&);
  bool are_keys_seen_until(std::int64_t entry, BodyNo, const Ledger&, const RecordId& import) const;
  void note_key(const ActRequest&, std::int64_t entry);
  Stood write(Planned&, Body&, Moment now, const Circumstances&, std::vector<Done>& done);
  EntryHead head_of(const Planned&, Body&, Moment now) const;
  void tell(const Planned&, const EntryHead&, const Stood& after, std::vector<Done>& done);
  Result<Performed> perform_common(ActRequest&, Body&, Moment real_now, Moment now,
                                   std::vector<Done>& done);
  // What is given beside an act is there: fills in what only the files know.
  Result<void> look_up_evidence(ActRequest&, const Body&, Moment now);
  Result<void> keep_files(const ActRequest&) const;
  void carry_out(Body&, const EntryHead& erased);
  // What records have to say to an act on units: as many as name one.
  struct Touched {
    std::vector<std::pair<const LedgerTable*, RecordId>> split_off;
    std::vector<SelfJudged> judged;  // need another judge
    std::optional<Handover> signed_for;
  };
  Result<Touched> look_up(const OrgAct&, const Body&, const Actor&, Date today) const;
  Result<Touched> look_up(const MergeUnits&, const Body&) const;
  Result<Touched> look_up(const SplitUnit&, const Body&, const Actor&, Date today) const;
  Result<Touched> look_up_judged(const Succession&, const Body&) const;
  Result<Touched> look_up(const CloseUnit&, const Body&, const Actor&, Date today) const;
  Result<Touched> look_up(const HandAsked&, const Body&) const;
  OrgAct as_proposed(const OrgAct&, const Body&, Moment now) const;
  Result<EntryHead> carry_out(const OrgAct&, const Touched&, Body&, const Actor&, const Post* under,
                              Moment now, std::vector<Done>& done, GivesWay*);
  void hand_over(Body&, const Handover&, const EntryHead& by, std::vector<Done>& done);
  void hand_on(Body&, const OrgAct&, const EntryHead& by, const Touched&, std::vector<Done>& done,
               GivesWay*);
  void hand_on(Body&, const LedgerTable&, const Uuid& record, const Succession&,
               const EntryHead& by, std::vector<Done>& done);
  bool gives_way_to_twin(Body&, const LedgerTable&, const Record&, const UnitId& unit,
                         const EntryHead& by, std::vector<Done>& done);
  bool ends_for(Body&, const LedgerTable&, const Record& ended, const UnitId& unit,
                const EntryHead& by, std::vector<Done>& done);
  void hand_on(Body&, const FrameAct&, const Campaign& before, const EntryHead& by,
               std::vector<Done>&);
  Done write_handed_on(Body&, const LedgerTable&, const Record& before, const HandedOn&,
                       EntryHead head);
  void tell_flows(Done&, const LedgerTable&, const Stood* before, const Stood& after);
  EntryHead head_for(Body& body, const Actor& actor, const Post* under, Moment now) const;
  void write_entry(const Body& body, EntryHead head, std::string changes);

  Connection& connection_;
  Bodies& bodies_;
  RandomSource& random_;
  Secret receipts_;
  KeptFiles files_;
  AnsweredActs answered_;
  OtherHand other_hand_;
  Fences fences_;
  std::vector<LedgerTable> tables_;
  // The latest entry that brought a key of elsewhere into a ledger: of the import that came last,
  // and of anybody else before it. Nothing: none since this process began.
  struct Keyed {
    std::optional<RecordId> import;
    std::int64_t last = 0, last_of_others = 0;
  };
  std::map<std::pair<BodyNo, const Ledger*>, Keyed> keyed_;
  std::map<BodyNo, std::int64_t> began_after_;  // what stood in the journal then
  std::vector<std::pair<const Body*, std::unique_lock<std::shared_mutex>>> kept_out_;
};

// At the end of a transaction, however it ends.
class LetsReadersIn {
 public:
  explicit LetsReadersIn(ActPath& path) : path_(path) {}
  ~LetsReadersIn() { path_.let_readers_in(); }
  LetsReadersIn(const LetsReadersIn&) = delete;
  LetsReadersIn& operator=(const LetsReadersIn&) = delete;

 private:
  ActPath& path_;
};

void create_campaign_schema(Connection&);  // answered acts, snapshots of the figures, bodies
std::string receipt_hash(std::string_view code);

}  // namespace chuangyou
