// What a ledger is: typed constants in one file (src/ledgers/<name>.h), from which table, API,
// OpenAPI, rights, spreadsheet columns, search fields, the desk's form and list are derived.
#pragma once

#include <initializer_list>
#include <span>
#include <string_view>

#include "record/act.h"
#include "record/field.h"

namespace chuangyou {

// Where a state stands on the way from claim to confirmation (Law 2). "Claimed" is what the doer
// says, "confirmed" what the served say; only the second counts as solved.
enum class Stage : std::uint8_t { open, claimed, confirmed, ended };
inline constexpr std::string_view stage_names[] = {"open", "claimed", "confirmed", "ended"};
constexpr std::string_view name_of(Stage stage) {
  return stage_names[static_cast<std::size_t>(stage)];
}

// Who says that it is over. What the unit decides takes somebody from outside once the served have
// said no; what is taken back by its sender is no success of the unit's.
enum class Ending : std::uint8_t { decided, taken_back, owned_up };

// An act that somebody is asked to do; only in records where `where` holds, if it is given.
struct Awaited {
  std::string_view act;
  bool (*where)(const Record&) = nullptr;

  constexpr Awaited() = default;
  constexpr Awaited(const char* name, bool (*of)(const Record&) = nullptr) : act(name), where(of) {}
};
class Awaits {
 public:
  constexpr Awaits() = default;
  constexpr Awaits(std::initializer_list<Awaited> acts) {
    for (const Awaited& awaited : acts) acts_[count_++] = awaited;
  }
  constexpr std::span<const Awaited> all() const { return {acts_, count_}; }

 private:
  Awaited acts_[5];
  std::size_t count_ = 0;
};

struct State {
  std::string_view name;
  Stage stage;
  bool is_public = false;           // public fields are shown to everyone in this state
  bool is_contested = false;        // the served said no to what the doer had claimed
  Ending ending = Ending::decided;  // of a stage that is ended
  Awaits awaits = {};               // whose turn it is, campaign/whose_turn.h

  constexpr operator std::string_view() const { return name; }  // `.to = told`
  constexpr State shown() const {
    State copy = *this;
    copy.is_public = true;
    return copy;
  }
};

// A pause that waits for somebody has a clock of its own: all pauses of one running of a deadline
// together last no longer, and then the clock does `then`, which ends the pause.
struct PauseLimit {
  Length most = {};
  std::string_view then = {};
};

// Which of a ledger's fields tell that a record is about somebody, and keep it from him; how, says
// record/concealment.h. A ledger without `from` conceals nothing.
struct Concealment {
  std::string_view concerns = {};  // choice: what the record is about
  std::string_view nobody = {};    // of its choices, the one that is about nobody: the default
  std::string_view own_line = {};  // the one by which the sender complains of his own line
  std::string_view person = {};    // person field: who is meant, where he is named
  std::string_view rated = {};     // unit field, kept by the engine: the unit that was named
  std::string_view from = {};      // likewise: the highest unit concerned
  // Column of a person, kept by the engine: who was concerned when it was opened, and stays so
  // wherever he sits later.
  std::string_view concerned = {};
};

// Two date or moment fields of which the first is never the later one.
struct InOrder {
  std::string_view earlier, later;
};

// One figure of what a record will cost those who get it (Law 10), and its bound where it has one.
struct Measure {
  std::string_view name;
  std::int64_t is = 0;
  std::optional<std::int64_t> least = {}, most = {};
};

struct AskedOfOthers;

struct Ledger {
  std::string_view name;   // permanent wire name, e.g. `promises`
  std::string_view title;  // the field that names a record in lists
  std::int32_t place;      // among the ledgers, permanent and its own; gaps are for later ones
  std::span<const FieldSpec> fields;
  std::span<const State> states;
  std::span<const Act> acts;
  std::span<const Deadline> deadlines;
  std::span<const Right> read;      // beside those who stand in the record's own chain
  std::string_view closed_at = {};  // moment field that says when it was really done, if any
  std::string_view opened_at = {};  // likewise when it was really opened
  Concealment conceals = {};
  std::string_view once_for = {};  // link: of what it leads to, a unit has one record at most
  PauseLimit waits = {};
  std::string_view offered_to = {};  // unit field, kept by the engine: whom a transfer waits for
  bool is_confidential = false;      // only those who may act on a record read it whole
  // Not shown to everyone, whatever its state: a person's own, of which the public has the count.
  bool (*is_personal)(const Record&) = nullptr;
  bool (*burdens)(const Record&) = nullptr;  // it is those below who bear it, and judge it
  std::span<const InOrder> in_order = {};    // beside what opening, closing and deadlines say
  std::vector<Measure> (*measures)(const Deciding&) = nullptr;  // while it is written
  AskedOfOthers (*asks)(const Deciding&) = nullptr;             // likewise: asked_of_others.h

  constexpr const FieldSpec* field(std::string_view wanted) const {
    for (const FieldSpec& candidate : fields)
      if (candidate.name == wanted) return &candidate;
    return nullptr;
  }
  // Of `team.who` the column, of any other name the field.
  constexpr const FieldSpec* field_or_column(std::string_view wanted) const {
    const std::size_t dot = wanted.find('.');
    const FieldSpec* found = field(wanted.substr(0, dot));
    if (!found || dot == wanted.npos) return found;
    for (const FieldSpec& column : found->columns())
      if (column.name == wanted.substr(dot + 1)) return &column;
    return nullptr;
  }
  constexpr const State* state(std::string_view wanted) const {
    for (const State& candidate : states)
      if (candidate.name == wanted) return &candidate;
    return nullptr;
  }
  constexpr const Act* act(std::string_view wanted) const {
    for (const Act& candidate : acts)
      if (candidate.name == wanted) return &candidate;
    return nullptr;
  }
  constexpr std::size_t index_of(const FieldSpec& field) const {
    return static_cast<std::size_t>(&field - fields.data());
  }
};

}  // namespace chuangyou
