#include "org/reorganisation.h"

#include <algorithm>

#include "org/org_act_parts.h"

namespace chuangyou {
namespace {

// A unit that comes, with all that stands below it, below another.
struct Coming {
  UnitNo unit = no_unit;
  UnitNo above = no_unit;  // none where the other one is only just founded, in the same place
};

std::optional<Coming> coming_by(const OrgAct& act, const Tree& tree) {
  std::optional<Coming> coming;
  if (const auto* move = std::get_if<MoveUnit>(&act)) {
    const UnitId& above =
        move->party_parent.is_nil() ? move->administrative_parent : move->party_parent;
    coming = {tree.number_of(move->unit), tree.number_of(above)};
    // In the other tree alone: nobody sees more or less by it.
    if (coming->unit != no_unit && tree.parent_of(coming->unit) == coming->above)
      return std::nullopt;
  }
  if (const auto* merge = std::get_if<MergeUnits>(&act))
    coming = {tree.number_of(merge->from), tree.number_of(merge->into)};
  if (const auto* split = std::get_if<SplitUnit>(&act); split && split->all)
    coming = {tree.number_of(split->unit), no_unit};
  if (coming && coming->unit == no_unit) return std::nullopt;
  return coming;
}

bool anybody_holds_a_post(const Tree& tree, const People& people, UnitNo top, Date today) {
  std::vector<UnitNo> waiting{top};
  while (!waiting.empty()) {
    const UnitNo next = waiting.back();
    waiting.pop_back();
    for (const HeldPost& post : people.posts_at(tree.unit(next).id))
      if (!is_over(post, today)) return true;
    waiting.insert(waiting.end(), tree.children_of(next).begin(), tree.children_of(next).end());
  }
  return false;
}

std::vector<Uuid> posts_above(const Coming& coming, const Tree& tree, const People& people,
                              Date today) {
  std::vector<Uuid> posts;
  if (coming.above == no_unit) return posts;
  const UnitNo parent = tree.parent_of(coming.unit);
  const std::vector<UnitNo> before =
      parent == no_unit ? std::vector<UnitNo>() : tree.line_of(parent);
  for (const UnitNo no : tree.line_of(coming.above)) {
    if (std::ranges::find(before, no) != before.end()) continue;
    for (const HeldPost& post : people.posts_at(tree.unit(no).id))
      if (!is_administrative(post.role) && !is_over(post, today)) posts.push_back(post.id);
  }
  return posts;
}

}  // namespace

bool takes_two_people(const OrgAct& act, const Tree& tree, const People& people, Date today) {
  const std::optional<Coming> coming = coming_by(act, tree);
  if (!coming || !people.anyone_ever_held(Role::security_administrator)) return false;
  return !posts_above(*coming, tree, people, today).empty() ||
         anybody_holds_a_post(tree, people, coming->unit, today);
}

std::vector<Uuid> posts_coming_above(const OrgAct& act, const Tree& tree, const People& people,
                                     Date today) {
  const std::optional<Coming> coming = coming_by(act, tree);
  return coming ? posts_above(*coming, tree, people, today) : std::vector<Uuid>();
}

Result<OrgAct> act_in(const Reorganisation& reorganisation) {
  return decode_org_act(reorganisation.act, reorganisation.changes);
}

ProposeReorganisation proposal_of(const OrgAct& act, const Uuid& id) {
  OrgEntry entry = encode(act);
  return {id, std::string(entry.act), std::move(entry.changes)};
}

}  // namespace chuangyou
