// Figures over the tree, in memory, as columns by unit number: one entry costs a walk to the root.
// Everything is a count in int64, so threads and order never change a bit. Dashboards and the four
// nots read here; a figure opens to the list that has the same definition.
#pragma once

#include <array>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/hash.h"
#include "journal/flows.h"
#include "org/tree.h"
#include "storage/ledger_table.h"

namespace chuangyou {

// The closed list of counts that every ledger has. Each equals the count of a ListQuery over the
// unit's subtree, and a test compares them.
enum class Count : std::uint8_t {
  all,
  open,            // stage open
  open_overdue,    // open and due at or before the moment of the roll-up
  claimed,         // stage claimed: the doer says done
  confirmed,       // stage confirmed: the served say done
  contested,       // the last word of the served is no
  closed_on_time,  // claimed, confirmed or ended within the limit of the first round
  closed_late,
  implausible,  // closed before it was opened: neither on time nor late
  ended,
  said_yes,    // the last word of the served is yes
  kept_first,  // done by the date that was promised first
  history,     // entered late by the doers and confirmed by nobody yet: in no rate
};
inline constexpr std::size_t count_kinds = 13;
inline constexpr std::string_view count_names[] = {
    "all",       "open",           "open_overdue", "claimed",     "confirmed",
    "contested", "closed_on_time", "closed_late",  "implausible", "ended",
    "said_yes",  "kept_first",     "history"};
using Counts = std::array<std::int64_t, count_kinds>;

// What the counts see of a record.
struct Counted {
  UnitId unit;
  Stage stage = Stage::open;
  std::optional<bool> word;  // the last of the served
  std::optional<Moment> due_at;
  std::optional<bool> on_time, kept_first;
  bool implausible = false;
  bool is_history = false;
  UnitNo unit_no = no_unit;  // where it is known from the record's path: saves the search by id
};
Counted counted(const Record& record, const Standing& standing);

// What happened to a record on a day, for the flows; `times` -1 takes it back.
struct FlowChange {
  UnitNo unit = no_unit;  // of the record
  Date day;
  HappenedBits bits = 0;
  std::int32_t times = 1;
};

// A column of 32-bit sums for each ledger and kind of count, made when it is first needed, and of
// which only the touched pages take memory. Half the memory of 64 bits: a body would need four
// billion records in one ledger to fill one, and then follow() throws. Columns rather than rows,
// because an entry changes few kinds (measured: a walk takes a third of the time). What a unit
// counts by itself is not held at all: it is its sum without its children's.
class RollUp {
 public:
  using Row = std::array<std::int32_t, count_kinds>;  // what one entry adds at each unit of a line
  static Row row_of(const Counted& one, Moment at);

  // `at`: up to which moment open work counts as overdue. The tree must outlive the roll-up.
  RollUp(const Tree& tree, Moment at);

  // before nullopt = the record is new, after nullopt = it is gone (undone import). ≤ 300 ns.
  void follow(std::string_view ledger, const std::optional<Counted>& before,
              const std::optional<Counted>& after);
  // Moves the moment of overdue forward; `fell_due` are the open records due in (old, now]. The
  // ledgers of one body fall due in one go: nothing may be followed between the first and the last.
  void advance(Moment now, std::string_view ledger, std::span<const Counted> fell_due);
  Moment at() const { return at_; }

  Counts counts(std::string_view ledger, UnitNo unit) const;  // the unit with all below it

  // Flows beside the stocks: what happened in the days from flows_from() on; older ones lie on the
  // disk. They count along the line of the unit that goes on for the record's own.
  void flow(std::string_view ledger, const FlowChange& change);
  void forget_flows_before(Date day) { flows_.forget_before(day); }
  Date flows_from() const { return flows_.first_day(); }
  FlowCounts flows(std::string_view ledger, UnitNo unit, Date from, Date until) const {
    return flows_.of_subtree(ledger, unit, from, until);
  }
  // Without those below: of one that was merged what it has brought along.
  FlowCounts flows_of_unit_alone(std::string_view ledger, UnitNo unit, Date from,
                                 Date until) const {
    return flows_.of_unit_alone(ledger, unit, from, until);
  }
  // Merged units, each with the one that goes on for it.
  const std::unordered_map<UnitNo, UnitNo>& going_on() const { return going_on_; }

  // The tree changed shape: sums are made anew from the units' own counts, O(units); cheap where
  // units were only added.
  void reshape(const Tree& tree);

  std::string snapshot() const;             // binary, with the moment; the caller keeps the seq
  bool restore(std::string_view snapshot);  // false: not of this tree or damaged, start anew
  std::size_t bytes_held() const;           // at most; untouched pages take none

 private:
  struct Free {
    void operator()(std::uint32_t* sums) const { std::free(sums); }
  };
  using Column = std::unique_ptr<std::uint32_t[], Free>;
  using Columns = std::array<Column, count_kinds>;  // null: nothing counted yet
  static Column zeroes(std::size_t units);
  UnitNo number_of(const Counted& one);
  void walk(Columns& columns, UnitNo from, const Row& delta);
  Column without_children(const Column& sums) const;
  void sum_up(Column& own, std::span<const UnitNo> order) const;
  std::vector<UnitNo> leaves_first() const;
  std::span<const UnitNo> flow_line(UnitNo no, std::array<UnitNo, path_depth_max>& line) const;
  void sum_up_flows();
  void find_merged();
  Hash shape() const;
  std::string body_of_snapshot() const;

  const Tree* tree_;
  Moment at_;
  std::vector<UnitNo> parents_;  // as of the last reshape(), so that a walk needs nothing else
  std::map<std::string, Columns, std::less<>> ledgers_;
  std::unordered_map<UnitNo, UnitNo> going_on_;
  Flows flows_;
};

}  // namespace chuangyou
