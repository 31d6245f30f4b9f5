// What a merge or a move would do to the units along both lines, before anybody does it.
#include <algorithm>
#include <unordered_set>

#include "org/org_act.h"

namespace chuangyou {
namespace {

// Members, by whether they are formal ones; a person counts once however many posts are held.
struct Members {
  std::unordered_set<Uuid> all, formal;

  void add(const People& people, const Uuid& unit, Date today) {
    for (const HeldPost& post : people.posts_at(unit)) {
      bool is_of_branch = post.role == Role::member || post.role == Role::branch_secretary;
      const Person* person = people.find(post.person);
      if (!is_in_force(post, today) || !is_of_branch || !person) continue;
      if (person->member_kind != MemberKind::none) all.insert(post.person);
      if (person->member_kind == MemberKind::formal) formal.insert(post.person);
    }
  }
  // All of a subtree, without what lies below `without`.
  void add_below(const People& people, const Tree& tree, UnitNo top, UnitNo without, Date today) {
    std::vector<UnitNo> waiting{top};
    while (!waiting.empty()) {
      UnitNo next = waiting.back();
      waiting.pop_back();
      if (next == without) continue;
      add(people, tree.unit(next).id, today);
      waiting.insert(waiting.end(), tree.children_of(next).begin(), tree.children_of(next).end());
    }
  }
};

class Warnings {
 public:
  Warnings(const PolicyValue& policy, Date today) : policy_(policy), today_(today) {}

  void add(std::string_view name) {
    if (std::ranges::find(names_, name) == names_.end()) names_.emplace_back(name);
  }
  void add(Refusal law) { add(name_of(law)); }

  void judge(const Unit& unit, const Members& members) {
    if (unit.type == UnitType::branch) {
      if (is_below(members.formal.size(), "branch.formal_least")) add(warning_names[0]);
      if (reaches(members.formal.size(), "branch.committee_from")) add(warning_names[1]);
      if (reaches(members.all.size(), "general_branch.members_from")) add(warning_names[2]);
    }
    if (unit.type == UnitType::general_branch) {
      if (reaches(members.all.size(), "organ_committee.members_from")) add(warning_names[3]);
      if (is_below(members.all.size(), "general_branch.members_from")) add(warning_names[4]);
    }
    if (unit.type == UnitType::organ_committee &&
        is_below(members.all.size(), "organ_committee.members_from"))
      add(warning_names[5]);
  }
  std::vector<std::string> done() { return std::move(names_); }

 private:
  // A pack that is silent about a threshold warns of none.
  bool reaches(std::size_t members, std::string_view threshold) const {
    std::optional<Fixed> value = policy_(threshold, today_);
    return value && static_cast<std::int64_t>(members) * 1'000'000 >= value->millionths;
  }
  bool is_below(std::size_t members, std::string_view threshold) const {
    return policy_(threshold, today_) && !reaches(members, threshold);
  }

  const PolicyValue& policy_;
  Date today_;
  std::vector<std::string> names_;
};

bool has_thresholds(const Unit& unit) {
  return unit.type == UnitType::branch || unit.type == UnitType::general_branch ||
         unit.type == UnitType::organ_committee;
}

// The superiors that lose the subtree and those that gain it, each as it would stand afterwards.
void judge_lines(Warnings& warnings, const Tree& tree, const People& people, UnitNo leaving,
                 UnitNo new_superior, Date today) {
  std::vector<UnitNo> gaining = tree.line_of(new_superior);
  Members moved;
  moved.add_below(people, tree, leaving, no_unit, today);
  for (UnitNo no : gaining) {
    if (!has_thresholds(tree.unit(no))) continue;
    Members members = moved;
    members.add_below(people, tree, no, leaving, today);
    warnings.judge(tree.unit(no), members);
  }
  for (UnitNo no = tree.parent_of(leaving); no != no_unit; no = tree.parent_of(no)) {
    if (!has_thresholds(tree.unit(no)) || std::ranges::find(gaining, no) != gaining.end()) continue;
    Members members;
    members.add_below(people, tree, no, leaving, today);
    warnings.judge(tree.unit(no), members);
  }
}

}  // namespace

MergePreview preview(const MergeUnits& act, const Tree& tree, const People& people, Date today,
                     const PolicyValue& policy) {
  MergePreview preview;
  Warnings warnings(policy, today);
  UnitNo from = tree.number_of(act.from), into = tree.number_of(act.into);
  if (from == no_unit || into == no_unit) {
    warnings.add(Refusal::unit_is_unknown);
    preview.warnings = warnings.done();
    return preview;
  }
  preview.units_below = tree.subtree_size(from) - 1;
  preview.posts = fates_of_posts(act, people);
  const bool went_elsewhere =
      tree.unit(from).merged_into && tree.going_on(tree.unit(from)).id != act.into;
  if (went_elsewhere || tree.unit(into).is_closed) warnings.add(Refusal::unit_is_closed);
  if (act.on > today) warnings.add(Refusal::day_is_still_to_come);
  if (tree.path_of(into).starts_with(tree.path_of(from))) {
    warnings.add(Refusal::unit_cannot_move_below_itself);
  } else {
    judge_lines(warnings, tree, people, from, into, today);
  }
  if (!people.accountable_for(act.into, today))
    warnings.add(Refusal::accountable_person_is_missing);
  preview.warnings = warnings.done();
  return preview;
}

MergePreview preview(const CloseUnit& act, const Tree& tree, const People& people) {
  MergePreview preview;
  const UnitNo no = tree.number_of(act.unit);
  if (no != no_unit) preview.units_below = tree.subtree_size(no) - 1;
  for (const HeldPost& post : people.posts_at(act.unit))
    if (act.on && (!post.until || *post.until > *act.on)) preview.posts.push_back({post.id, false});
  return preview;
}

MergePreview preview(const SplitUnit& act, const Tree& tree, const People& people) {
  MergePreview preview;
  // Posts that lead do not pass over: somebody has to be given to the new unit.
  preview.warnings.emplace_back(name_of(Refusal::accountable_person_is_missing));
  const std::optional<MergeUnits> merge = merge_in(act);
  if (!merge) return preview;
  if (const UnitNo no = tree.number_of(act.unit); no != no_unit)
    preview.units_below = tree.subtree_size(no) - 1;
  preview.posts = fates_of_posts(*merge, people);
  return preview;
}

MergePreview preview(const MoveUnit& act, const Tree& tree, const People& people, Date today,
                     const PolicyValue& policy) {
  MergePreview preview;
  Warnings warnings(policy, today);
  UnitNo no = tree.number_of(act.unit);
  UnitNo parent =
      tree.number_of(act.party_parent.is_nil() ? act.administrative_parent : act.party_parent);
  if (no == no_unit) warnings.add(Refusal::unit_is_unknown);
  if (parent == no_unit) warnings.add(Refusal::parent_is_unknown);
  if (no != no_unit && parent != no_unit) {
    Unit moved = tree.unit(no);
    moved.administrative_parent = act.administrative_parent;
    moved.party_parent = act.party_parent;
    preview.units_below = tree.subtree_size(no) - 1;
    if (moved.is_closed || tree.unit(parent).is_closed) warnings.add(Refusal::unit_is_closed);
    if (Result<void> checked = tree.check(moved); !checked) {
      warnings.add(checked.error().law);
    } else {
      judge_lines(warnings, tree, people, no, parent, today);
    }
    if (!people.accountable_for(act.unit, today))
      warnings.add(Refusal::accountable_person_is_missing);
  }
  preview.warnings = warnings.done();
  return preview;
}

}  // namespace chuangyou
