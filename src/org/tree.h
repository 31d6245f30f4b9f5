// The units of one body, dated, in two trees over the same people: the administrative line and the
// Party line (S9–S26). The line of duty, along which rights and figures run, is the Party parent
// where there is one and the administrative parent otherwise.
//
// A unit's path is the chain of unit numbers from the root down, four base-64 symbols each, so that
// a subtree is a prefix range in every table. Closed and merged units stay, with their dates.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/date.h"
#include "core/result.h"
#include "core/uuid.h"
#include "org/former_parents.h"
#include "org/unit_descriptions.h"
#include "record/right.h"
#include "record/unit_type.h"

namespace chuangyou {

// The number of a unit within its body: 0 is the root, given once, never reused.
using UnitNo = std::int32_t;
inline constexpr UnitNo no_unit = -1;

struct Unit {
  UnitId id;
  UnitNo no = no_unit;
  std::string name;
  std::string code;                  // the source's own key, e.g. 370704008; unique where set
  std::vector<std::string> aliases;  // both names of a merged unit stay searchable
  UnitType type = UnitType::department;
  UnitId administrative_parent;  // nil for the root
  UnitId party_parent;           // nil where the Party line is the administrative one
  std::optional<Date> from;      // founded; empty where the source gives no date
  std::optional<Date> until;     // last day; set = closed
  bool is_closed = false;        // closed, with or without a known date
  std::optional<UnitId> merged_into;
};

// With its import: it has no name any more, and neither a code nor aliases.
inline bool was_taken_back(const Unit& unit) { return unit.name.empty(); }

// Whether work may come to a unit: unit_is_closed for one that ended, unless what comes was over
// already (history); unit_takes_no_work for a collective name, which stands for its members.
Result<void> check_takes_work(const Unit&, std::string_view field, bool was_over_already = false);

// Finds unit numbers by a hash, four bytes a slot: 24 bits of number and 8 of the hash, so that a
// wrong slot is passed by without a look at its unit. What the keys are, only the tree knows.
class NumberTable {
 public:
  template <class Fits>
  UnitNo find(std::uint64_t hash, Fits fits) const {
    if (slots_.empty()) return no_unit;
    for (std::size_t at = hash & mask(); slots_[at] != empty; at = (at + 1) & mask())
      if (slots_[at] != removed && slots_[at] >> 24 == hash >> 56 && fits(number_in(at)))
        return number_in(at);
    return no_unit;
  }
  // The caller vouches that no number with the same key is there.
  template <class HashOf>
  void insert(std::uint64_t hash, UnitNo no, HashOf hash_of) {
    if ((used_ + 1) * 10 > slots_.size() * 7) grow(hash_of);
    set(hash, no);
  }
  // The slot that holds `old` holds `now` from here on; no_unit empties it.
  void replace(std::uint64_t hash, UnitNo old, UnitNo now);
  void make_room_for(std::size_t numbers);  // in an empty table

 private:
  static constexpr std::uint32_t empty = 0xFFFFFFFF, removed = 0xFFFFFFFE;
  std::size_t mask() const { return slots_.size() - 1; }
  UnitNo number_in(std::size_t at) const { return static_cast<UnitNo>(slots_[at] & 0xFFFFFF); }
  void set(std::uint64_t hash, UnitNo no);
  template <class HashOf>
  void grow(HashOf hash_of) {
    std::vector<std::uint32_t> old(slots_.empty() ? 64 : slots_.size() * 2, empty);
    old.swap(slots_);
    used_ = 0;
    for (std::uint32_t slot : old) {
      auto no = static_cast<UnitNo>(slot & 0xFFFFFF);
      if (slot != empty && slot != removed) set(hash_of(no), no);
    }
  }

  std::vector<std::uint32_t> slots_;  // a power of two of them
  std::size_t used_ = 0;              // with removed ones
};

class Tree {
 public:
  // Adds or replaces a unit; the parents must be there. Only the first unit has none. A new unit
  // gets the next number. O(depth); moving a unit recomputes the paths of its subtree, O(subtree).
  // Pointers, spans and views that were handed out hold until then.
  Result<void> put(Unit unit);
  // What put() would refuse: parent_is_unknown, unit_cannot_move_below_itself (in either tree),
  // id_is_there_twice for a code, number_is_out_of_range for a tree too deep or too large.
  Result<void> check(const Unit& unit) const;

  // Loading a whole tree: units in the order of their numbers, parents perhaps after their children
  // (a move may have put them there); loaded() then links them all. O(units).
  void load(Unit unit);
  Result<void> loaded();

  const Unit* find(const Uuid& id) const;
  const Unit* find_by_code(std::string_view code) const;
  // Exact name or alias, open units before closed ones. name_is_ambiguous where several open units
  // answer to it, unit_is_unknown where none does.
  Result<const Unit*> find_by_name(std::string_view name) const;
  // The unit that goes on for one that was merged away, through any number of merges; the unit
  // itself where it goes on, or ended without a successor.
  const Unit& going_on(const Unit&) const;
  std::span<const UnitNo> merged() const { return merged_; }  // that were merged away
  // Units, closed ones too, whose name, alias or code contains the part as core/folded.h reads
  // both, or whose names have its letters as initials; by number, so that upper levels mostly come
  // first. Of those that fit, where it is said what fits; `looked_at` is told of each whose names
  // had to be read.
  std::vector<const Unit*> search(std::string_view part, std::size_t limit,
                                  bool (*fits)(const Unit&) = nullptr,
                                  const std::function<void()>& looked_at = {}) const;

  const Unit& unit(UnitNo no) const {
    auto at = static_cast<std::size_t>(no);
    return blocks_[at / block_size][at % block_size];
  }
  UnitNo size() const { return static_cast<UnitNo>(parents_.size()); }
  UnitNo number_of(const Uuid& id) const;  // no_unit if unknown
  UnitNo parent_of(UnitNo no) const { return parents_[static_cast<std::size_t>(no)]; }
  std::span<const UnitNo> parents() const { return parents_; }  // along the line of duty
  std::span<const UnitNo> children_of(UnitNo no) const;         // by number
  // Units whose administrative or Party parent this is: more than children_of where the two trees
  // differ. O(units), for what ends a unit.
  std::vector<UnitNo> children_in_either_tree(UnitNo no) const;
  std::string_view path_of(const Uuid& id) const;  // empty if unknown
  std::string path_of(UnitNo no) const { return std::string(path_at(no)); }
  UnitNo subtree_size(UnitNo no) const { return subtree_sizes_[static_cast<std::size_t>(no)]; }
  // From the unit up to the root, itself first; the walk that a roll-up takes.
  std::vector<UnitNo> line_of(UnitNo no) const;
  // Whoever moves a unit or reads its moves says so here.
  void was_moved(UnitNo no, FormerParent parent) { former_parents_.add(no, parent); }
  const FormerParents& former_parents() const { return former_parents_; }
  // Of a unit that is there.
  void describe(UnitNo no, UnitDescription description) {
    descriptions_.put(no, std::move(description));
  }
  const UnitDescriptions& descriptions() const { return descriptions_; }

 private:
  static constexpr std::size_t block_size = 1024;

  std::string_view path_at(UnitNo no) const;
  Unit& unit_at(UnitNo no);
  Result<void> check_parents(const Unit& unit, UnitNo no) const;
  bool is_administratively_below(UnitNo no, UnitNo above) const;
  std::size_t height_of(UnitNo no) const;
  UnitNo duty_parent(const Unit& unit) const;
  void append(Unit unit);
  void replace(UnitNo no, Unit unit);
  void attach(UnitNo no, UnitNo parent);
  void detach(UnitNo no);
  void write_path(UnitNo no);
  void write_paths_below(UnitNo no);
  void pack_paths();
  bool index(UnitNo no);  // false: id or code are there already
  void index_names(UnitNo no);
  void note_letters(UnitNo no, std::string_view name);
  void forget_names(UnitNo no);
  template <class Each>
  void for_each_named(std::string_view name, Each each) const;
  void rebuild_from_nothing();
  Result<void> link_parents();
  Result<void> lay_out();

  std::vector<std::vector<Unit>> blocks_;  // so that growing moves no unit and leaves no slack
  std::vector<UnitNo> parents_;            // along the line of duty
  std::vector<std::int32_t> list_of_;      // index into lists_, or -1: most units are leaves
  std::vector<std::vector<UnitNo>> lists_;
  std::vector<UnitNo> subtree_sizes_;
  std::string paths_;  // all of them, one after the other
  std::size_t paths_wasted_ = 0;
  std::vector<std::uint32_t> path_starts_;
  std::vector<std::uint8_t> depths_;     // segments of the path, 1 = root
  std::vector<std::uint64_t> letters_;   // of name, code and aliases: what search skips by
  std::vector<std::uint32_t> initials_;  // of name and aliases, a bit for each letter: likewise
  std::vector<UnitNo> next_of_name_;     // the units that share a name are chained
  NumberTable by_id_, by_code_, by_name_;
  std::unordered_multimap<std::string, UnitNo> by_alias_;
  std::vector<UnitNo> merged_;
  FormerParents former_parents_;
  UnitDescriptions descriptions_;
};

inline constexpr std::size_t path_depth_max = 64;  // levels; no administration has a quarter of it
inline constexpr UnitNo units_max = 64 * 64 * 64 * 64 - 2;  // two slots of a NumberTable mean more
std::string path_segment(UnitNo no);  // four symbols, order of bytes = order of numbers
// The number of the unit whose path it is: its last segment. no_unit where it is no path.
UnitNo number_in_path(std::string_view path);

}  // namespace chuangyou
