#include "journal/happening.h"

#include <algorithm>

#include "journal/follow.h"
#include "journal/journal.h"
#include "record/moments.h"
#include "record/times.h"

namespace chuangyou {
namespace {

class Happening {
 public:
  Happening(const Record& after, const EntryHead& head, const Circumstances& circumstances,
            const Standing* standing)
      : after_(after), head_(head), circumstances_(circumstances) {
    if (standing) standing_ = *standing;
  }

  void on_the_day_of(const std::optional<Moment>& moment, Happened kind) {
    // A day that cannot be is not one on which anything happened.
    const bool is_told = moment && *moment < head_.at &&
                         !is_before_any_beginning(Value(*moment), circumstances_.zone);
    const Date day = circumstances_.zone.date_at(is_told ? *moment : head_.at);
    auto row = std::ranges::find(rows_, day, &HappenedRow::day);
    if (row == rows_.end()) row = rows_.insert(row, {day, head_.seq, 0});
    row->bits = static_cast<HappenedBits>(row->bits | bit_of(kind));
  }
  void now(Happened kind) { on_the_day_of(std::nullopt, kind); }

  void is_opened() {
    const std::string_view field = after_.ledger().opened_at;
    const Moment* received = field.empty() ? nullptr : std::get_if<Moment>(&after_.value(field));
    on_the_day_of(received ? std::optional(*received) : std::nullopt, Happened::opened);
  }
  // Before it was opened nothing can have been answered: that falls on the day of the entry.
  void is_claimed() {
    on_the_day_of(standing().implausible ? std::nullopt : after_.closed_at, Happened::claimed);
  }
  void is_judged() {
    if (const std::optional<bool> on_time = standing().on_time)
      on_the_day_of(after_.closed_at,
                    *on_time ? Happened::claimed_on_time : Happened::claimed_late);
  }

  std::vector<HappenedRow> rows() { return std::move(rows_); }

 private:
  const Standing& standing() {
    if (!standing_) standing_ = standing_of(after_, circumstances_);
    return *standing_;
  }

  const Record& after_;
  const EntryHead& head_;
  const Circumstances& circumstances_;
  std::optional<Standing> standing_;
  std::vector<HappenedRow> rows_;
};

}  // namespace

StoodBefore stood_before(const Record& before) {
  if (before.state.empty()) return {};
  return {before.stage(), before.history};
}

std::vector<HappenedRow> what_happened(const StoodBefore& before, const Record& after,
                                       const Changes& changes, const EntryHead& head,
                                       const Circumstances& circumstances,
                                       const Standing* standing) {
  Happening happening(after, head, circumstances, standing);
  const Stage stage = after.stage();
  const bool is_entered = before.stage != stage;
  if (!before.stage) happening.is_opened();
  if (is_entered && stage == Stage::claimed) {
    happening.is_claimed();
    happening.is_judged();
  }
  if (before.history == History::unconfirmed && after.history == History::confirmed &&
      (stage == Stage::claimed || stage == Stage::confirmed))
    happening.is_judged();
  if (is_entered && stage == Stage::confirmed) happening.now(Happened::confirmed);
  if (word_of_the_served(after, changes) == false) happening.now(Happened::contested);
  if (is_entered && before.stage && stage == Stage::open) happening.now(Happened::reopened);
  if (is_entered && stage == Stage::ended) happening.now(Happened::ended);
  return happening.rows();
}

std::vector<HappenedRow> happenings_of(Connection& connection, const Ledger& ledger, BodyNo body,
                                       const Uuid& id, std::int64_t until_seq,
                                       const Circumstances& circumstances) {
  std::vector<HappenedRow> all;
  Record record(ledger);
  StoodBeforeImport before_import;
  for (const Entry& entry : entries_of(connection, body, id)) {
    if (entry.head.seq > until_seq) break;
    if (entry.head.act == undo_act) return {};
    if (entry.changes.empty()) continue;
    const DecodedChanges decoded = decode_changes(ledger, entry.head.act, entry.changes);
    if (before_import.folds(record, entry.head, decoded.note, circumstances.path_of)) {
      std::erase_if(all, [&](const HappenedRow& row) { return row.seq >= before_import.since(); });
      continue;
    }
    const StoodBefore before = stood_before(record);
    fold(record, entry.head, decoded.changes, decoded.note, circumstances.path_of);
    const auto rows = what_happened(before, record, decoded.changes, entry.head, circumstances);
    all.insert(all.end(), rows.begin(), rows.end());
  }
  return all;
}

}  // namespace chuangyou
