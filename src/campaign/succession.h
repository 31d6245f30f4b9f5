// What becomes of the records that name a unit when it ends: as their own, or in a field of one
// unit or of several, in whatever ledger. It follows from the declarations alone; what is over
// keeps the name that it had.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "journal/entry.h"
#include "org/org_act.h"
#include "record/decide.h"
#include "storage/ledger_table.h"

namespace chuangyou {

struct Succession {
  enum class Way : std::uint8_t {
    all,   // whatever names `from` goes on with `into`
    some,  // what is listed: its shields stay, for to move them would tell that they are there
    moves  // nothing ends: `from` comes to stand below `into`
  };
  UnitId from;
  UnitId into;
  UnitId judge = {};  // nil: none was named
  Way way = Way::all;
};
// Of a merge, and of a split by which the old unit ends.
std::optional<Succession> succession_of(const OrgAct& act);
// Of a unit that comes below another superior in the line of duty.
Succession succession_of(const MoveUnit& act);

// What one record changes by it.
struct HandedOn {
  std::optional<UnitId> unit;
  std::vector<FieldChange> fields;
  bool judges_itself = false;         // its line would judge what it has to do itself (Law 7)
  bool judge_is_of_its_line = false;  // the one that was named
  const FieldSpec* judged_by = nullptr;

  bool is_nothing() const { return !unit && fields.empty(); }
};
HandedOn handed_on(const Record&, const Succession&, const Tree&);

// What comes back to life after a unit that it names has ended: it goes on where the unit does, or
// above one with which nobody went on.
void go_on_with_units(const Record& after, const Tree&, Changes&);

// As its own, or in any field but one that tells whom it is about.
bool names_unit(const Record&, const Uuid& unit);
// Fields that tell whom a record is about: they keep it from him and give nobody work.
bool is_shield(const Ledger&, const FieldSpec&);

// One way after the other in which records that are not over may name the unit, in portions.
class Naming {
 public:
  Naming(std::span<const LedgerTable> tables, BodyNo body, const UnitId& unit)
      : tables_(tables), body_(body), unit_(unit) {}

  struct Portion {
    const LedgerTable* table;
    const FieldSpec* field;  // null: the record's own unit
    std::vector<RecordId> records;
  };
  // Nothing at the end; a portion may be empty. What was found may change before the next one.
  std::optional<Portion> next(Connection&, const Tree&);

 private:
  Portion own(Connection&, const Tree&);
  void go_to_next_way();

  std::span<const LedgerTable> tables_;
  BodyNo body_;
  UnitId unit_;
  std::size_t table_ = 0;
  std::size_t way_ = 0;            // open, claimed, then the fields
  std::string cursor_;             // of its own records
  std::int64_t looked_until_ = 0;  // of a field's
};

// Records whose own line would come to judge them, or that would come below those from whom they
// are kept. Asked before the units are moved.
struct SelfJudged {
  const LedgerTable* table;
  RecordId record;
  HandedOn handed;
  bool names_the_unit = false;  // else nothing but where it stands says so
};
std::vector<SelfJudged> self_judged(Connection&, std::span<const LedgerTable>, BodyNo,
                                    const Succession&, const Tree&);

// What a merge still has to hand on, where it gives way to the acts of others.
struct Succeeding {
  BodyNo body{};
  EntryHead by;  // the entry that ended the unit
  Succession succession;
  Naming naming;
  std::optional<Naming::Portion> portion = {};
  std::size_t next = 0;  // of the portion
};

// How many name the unit, by what names it, and how many in all: a record may name it twice.
struct NamedBy {
  const Ledger* ledger;
  const FieldSpec* field;  // null: as their own unit
  std::int64_t records = 0;
};
struct Names {
  std::vector<NamedBy> by;  // without those by which nothing names it
  std::int64_t records = 0;
  struct One {
    const Ledger* ledger;
    RecordId record;
  };
  std::vector<One> first;  // names_listed_max of them
};
inline constexpr std::size_t names_listed_max = 50;
struct NamesAsked {
  BodyNo body{};
  UnitId unit;
  bool with_shields = true;
  // Whom a shield keeps a record from is not told that it is there; empty: nobody asks.
  std::function<bool(const Record&)> is_kept_from = {};
};
Names names_of(Connection&, std::span<const LedgerTable>, const Tree&, const NamesAsked&);
// With those as well that need another judge and name no unit that ends.
void add_judged(const std::vector<SelfJudged>& judged, Names& names);
std::int64_t needing_a_judge(const std::vector<SelfJudged>& judged);

}  // namespace chuangyou
