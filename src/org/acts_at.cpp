#include "org/acts_at.h"

namespace chuangyou {
namespace {

// Acts that say too little to be done, so that decide() answers with whatever it misses. Where that
// is the right, or where the unit ended, the act is offered to nobody.
struct Asking {
  const Actor& actor;
  const Tree& tree;
  const People& people;
  Date today;

  bool may(const OrgAct& act) const {
    const Result<void> decided = decide(act, actor, tree, people, today);
    if (decided) return true;
    const Refusal law = decided.error().law;
    return law != Refusal::post_does_not_allow_this && law != Refusal::unit_is_closed &&
           law != Refusal::unit_is_unknown;
  }
  bool may_found_below(const Unit& unit) const {
    FoundUnit act;
    act.unit.administrative_parent = unit.id;
    // Its name is missing, which is told before anything is said of its superior.
    return !unit.is_closed && !unit.until && may(act);
  }
  // Into its superior, which would judge itself: told before anybody looks at all the units.
  bool may_merge(const Unit& unit) const {
    const UnitNo no = tree.parent_of(unit.no);
    if (no == no_unit) return false;
    const UnitId& above = tree.unit(no).id;
    return may(MergeUnits{unit.id, above, today, above});
  }
};

}  // namespace

std::vector<std::string_view> acts_at(const Unit& unit, const Actor& actor, const Tree& tree,
                                      const People& people, Date today) {
  const Asking asking{actor, tree, people, today};
  std::vector<std::string_view> acts;
  const auto offer = [&acts](std::string_view act, bool is_offered) {
    if (is_offered) acts.push_back(act);
  };
  offer("found_unit", asking.may_found_below(unit));
  // Under its own name: there would be nothing to change. Whoever may rename it may close it.
  const bool may_shape = asking.may(RenameUnit{unit.id, unit.name});
  offer("rename_unit", may_shape);
  const bool has_superior = tree.parent_of(unit.no) != no_unit;
  offer("move_unit",
        has_superior &&
            asking.may(MoveUnit{unit.id, unit.administrative_parent, unit.party_parent, {}}));
  offer("merge_units", asking.may_merge(unit));
  offer("split_unit", has_superior && may_shape && check_takes_work(unit, "unit").has_value());
  offer("close_unit", may_shape && has_superior);
  offer("describe_unit", !unit.is_closed && asking.may(DescribeUnit{unit.id, today}));
  offer("propose_handover",
        !unit.is_closed && asking.may(ProposeHandover{{}, unit.id, actor.person, {}}));
  offer("add_person", !unit.is_closed && asking.may(AddPerson{}));
  return acts;
}

}  // namespace chuangyou
