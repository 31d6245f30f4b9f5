// One record of any ledger as it stands at one moment. What is not declared but common to all:
// unit, state, version, the moments at which states were entered, pauses, signatures.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "record/ledger.h"

namespace chuangyou {

struct PauseInterval {
  Moment from;
  std::optional<Moment> until;
};

// One signature of a joint act (会签) that has not taken effect yet.
struct Signature {
  std::string act;
  std::size_t right = 0;  // index into the act's `may`
  PersonId person;
  Moment at;
};

// What the served said of the doer's claim. A citizen has a nil person, whoever speaks for himself
// a nil unit.
struct Word {
  bool is_yes = false;
  PersonId person;
  UnitId unit;
  Moment at;
};

// The clock that ran until the served first sent a claim back: by it is judged what is on time.
struct FirstRound {
  std::string deadline;
  Moment clock_started, ended;
  Value until;  // of the deadline's field, as it stood then
};

// A reason that is told wherever the record is.
struct Told {
  std::string act, reason;
  Moment at;
};

// What the doers entered late counts in no rate until somebody outside has confirmed it.
enum class History : std::uint8_t { none, unconfirmed, confirmed };

// One row as rules read it: a cell by the typed name of its column, `row.get(wording)`.
class RowRead {
 public:
  RowRead(const FieldSpec& field, const Row& row) : columns_(field.columns()), row_(&row) {}
  std::int64_t id() const { return row_->id; }
  template <Kind kind>
  const typename Field<kind>::Type* get(const Field<kind>& column) const {
    for (std::size_t i = 0; i < row_->cells.size(); ++i)
      if (columns_[i].name == column.name)
        return std::get_if<typename Field<kind>::Type>(&row_->cells[i]);
    return nullptr;
  }

 private:
  std::span<const FieldSpec> columns_;
  const Row* row_;
};

class Record {
 public:
  explicit Record(const Ledger& ledger) : ledger_(&ledger), values_(ledger.fields.size()) {}

  const Ledger& ledger() const { return *ledger_; }
  const std::string* title() const { return std::get_if<std::string>(&value(ledger_->title)); }

  RecordId id;
  UnitId unit;
  std::string path;          // of the unit, kept so that a subtree is a prefix range
  std::string state;         // empty = not opened yet
  std::int64_t version = 0;  // sequence number of the last entry, the ETag
  std::int64_t opened_by_entry = 0;
  PersonId author;      // nil for a citizen
  UnitId opened_under;  // of the post under which it was opened
  Moment created_at;
  Moment state_since;
  std::optional<Moment> closed_at;  // when it was claimed done, since it was last open
  std::string deadline;             // that runs, or ran last; empty = none so far
  Moment clock_started;             // when that deadline's states were entered
  std::vector<PauseInterval> pauses;
  std::vector<Signature> signatures;
  PersonId claimed_by;                   // who said last that it is done
  std::vector<PersonId> claimed_before;  // who else ever did
  std::int32_t rounds = 0;               // claims so far
  std::optional<Word> first_word, last_word;
  // Of each who said no and has not said yes since, the last word; no other voice takes it back.
  std::vector<Word> noes;
  bool is_from_outside = false;  // whoever opened it was of no line whose work he would judge
  std::optional<FirstRound> first_round;
  std::vector<Told> told;
  History history = History::none;

  template <Kind kind>
  const typename Field<kind>::Type* get(const Field<kind>& field) const {
    return std::get_if<typename Field<kind>::Type>(&value(field.name));
  }
  std::vector<RowRead> get(const Field<Kind::rows>& field) const;  // none where it is empty
  const Row* row(
      std::int64_t number) const;  // of whatever field; null where it is not there any more
  std::int64_t last_row() const;   // the highest number that was ever given
  const Value& value(std::string_view field) const;  // monostate for an unknown name
  const Value& value_at(std::size_t index) const { return values_[index]; }
  void set(std::string_view field, Value value);  // an unknown name is our bug: aborts
  void set_at(std::size_t index, Value value) { values_[index] = std::move(value); }
  Value& value_at(std::size_t index) { return values_[index]; }
  void change_at(std::size_t index, const Value& change);  // of rows those that it names, else all
  Stage stage() const;
  bool is_contested() const;  // the last word of the served is no
  bool was_claimed_by(const PersonId& person) const;

 private:
  const Ledger* ledger_;
  std::vector<Value> values_;
};

}  // namespace chuangyou
