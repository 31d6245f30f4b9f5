// Acts and deadlines: the two things that a ledger's states are made for.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/refusal.h"
#include "record/field.h"
#include "record/right.h"

namespace chuangyou {

struct Deciding;  // record/decide.h
class Record;     // record/record.h

// What a rule answers: the broken law and the field it is about, or none; as data, what of it.
struct Verdict {
  Refusal law = Refusal::none;
  std::string_view field = {};
  std::string detail = {};
};
using Law = Verdict (*)(const Deciding&);

// One law, or several in their order: the first that is broken is told, and to whoever asks
// beforehand each.
struct Rule {
  Law whole = nullptr;
  std::span<const Law> parts = {};

  constexpr Rule(Law law = nullptr) : whole(law) {}
  template <std::size_t count>
  constexpr Rule(const Law (&laws)[count]) : parts(laws) {}
  constexpr explicit operator bool() const { return whole || !parts.empty(); }
};
inline Verdict verdict_of(const Rule& rule, const Deciding& deciding) {
  if (rule.whole) return rule.whole(deciding);
  for (const Law part : rule.parts)
    if (const Verdict broken = part(deciding); broken.law != Refusal::none) return broken;
  return {};
}

// A choice that the act writes by itself, whoever does it (rung = help).
struct Setting {
  std::string_view field;  // a choice field
  std::string_view value;  // one of its choices
};

// A value that an act works out by itself and writes beside what was asked for.
struct Filled {
  std::string_view field;
  Value value;
};

// What an act brings about in another record, or in several.
struct Caused {
  std::optional<RecordId> record = {};  // empty: the act opens a new one
  UnitId unit = {};                     // of a new record
  std::vector<Value> values = {};       // in the order of the cause's `fields`; empty = not said
  std::string reason = {};
};

// An act that follows from this one in the same transaction, done by nobody under the role
// `consequence`. All that follow are decided before anything is written; if one is refused, all
// are. The ledgers know of each other by name alone: `fault_of_list` checks that the act is there,
// takes the fields and is open to a consequence, and that no act brings itself about.
struct Cause {
  std::string_view ledger;
  std::string_view act;
  std::span<const std::string_view> fields = {};
  std::vector<Caused> (*gives)(const Deciding&);  // none: nothing follows
};

enum class Reason : std::uint8_t { none, optional, required };
enum class SignOff : std::uint8_t {
  one,     // one holder of any listed right acts
  all_of,  // every listed right must sign, each by another person (会签); then the act takes effect
};
enum class Pause : std::uint8_t { none, starts, ends };
// A transfer is an offer: the record stays where it is until the other unit takes it.
enum class Transfer : std::uint8_t { none, offered, accepted, declined };

// Nothing of a record changes but through an act. `from` empty = the act opens a new record;
// `to` empty = the state stays.
struct Act {
  std::string_view name;
  std::span<const std::string_view> from = {};
  std::string_view to = {};
  std::span<const Right> may;
  std::span<const std::string_view> takes = {};  // fields that the act may set
  std::span<const std::string_view> needs = {};  // of these, the ones it must set or find set
  Reason reason = Reason::none;
  SignOff sign_off = SignOff::one;
  Rule rule = {};
  // Whom it is closed to whatever his post; a rule that looks at `before` and the actor alone.
  Law closed_to = nullptr;
  Pause pause = Pause::none;
  bool gives_receipt = false;   // the reply carries a new receipt code, the entry only its hash
  bool is_for_another = false;  // opens what comes from others: whoever enters it is no author
  bool moves_unit = false;      // another unit may be named: a transfer keeps thread and clock
  std::span<const Setting> sets = {};
  std::vector<Filled> (*fills)(const Deciding&) = nullptr;
  std::span<const Cause> causes = {};
  // Where one act could not do all of it at once: an act of the_clock, which goes on with the
  // record until it is refused.
  std::string_view goes_on_with = {};
  Transfer transfer = Transfer::none;
  bool tells_public = false;    // its reason is shown wherever the record is
  bool confirms_entry = false;  // what was entered late counts from here on

  constexpr bool takes_unit() const {
    return from.empty() || moves_unit || transfer == Transfer::offered;
  }
};

enum class DayKind : std::uint8_t { working, natural };
struct Length {
  std::int32_t count = 0;
  DayKind kind = DayKind::working;
  std::string_view policy = {};  // the policy pack's value of this name goes before `count`
};

// What a deadline does beside ending once: it warns at several distances before its end, or ends
// anew with each period of the calendar (`since` then says when it was last done).
enum class Period : std::uint8_t { none, quarter, half_year, year };
struct Repeats {
  std::span<const Length> before = {};  // working days, the longest first
  std::string_view warns_by = {};       // an act of the_clock, once for each distance
  Period every = Period::none;
};

// A clock is derived, never stored (Law 4): it starts when one of `states` is entered from outside
// them, and ends at a date or moment field or a length after its start. A state belongs to one
// deadline at most. What has run out is offered `then`, an act of the_clock: never more than a
// reminder or an offer of help (Law 9).
struct Deadline {
  std::string_view name;
  std::span<const std::string_view> states;
  std::string_view field = {};        // date or moment; wins where it is set
  std::string_view first_field = {};  // the first promised date, never overwritten
  Length length = {};
  Length (*length_of)(const Record&) = nullptr;  // where it depends on the record; 0 = no clock
  std::string_view since = {};  // moment field from which `length` runs, where it is set
  std::string_view then = {};
  Repeats repeats = {};
};

}  // namespace chuangyou
