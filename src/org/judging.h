// Whether an act on units, people or posts may be done: the checks of each, the units' in
// judging_units.cpp, what two people do to units in judging_reorganisations.cpp, the others' in
// judging_posts.cpp.
#pragma once

#include <algorithm>

#include "org/org_act.h"

namespace chuangyou {

// One line of text, and not too long; a name also says something.
Result<void> check_line(std::string_view field, std::string_view text, std::size_t length_max);
Result<void> check_name(std::string_view name);

// Decides one act; the checks of each stand in fixed order: right, existence, soundness.
struct Judge {
  const Actor& actor;
  const Tree& tree;
  const People& people;
  Date today;
  const LastDayToSign& last_day;

  static Result<void> denied() { return refuse(Refusal::post_does_not_allow_this); }

  // The post by which the right was held that was asked for last.
  mutable const Post* under = nullptr;

  bool holds_one(const auto& fits) const {
    const auto post = std::ranges::find_if(
        actor.posts, [&](const Post& one) { return is_in_force(one, today) && fits(one); });
    if (post == actor.posts.end()) return false;
    under = &*post;
    return true;
  }
  bool holds(Role role) const {
    return holds_one([role](const Post& post) { return post.role == role; });
  }

  // judging_units.cpp
  bool may_shape(UnitNo no, bool own_unit_too) const;
  Result<const Unit*> open_unit(const Uuid& id, std::string_view field) const;
  Result<void> check_siblings(const Unit& unit) const;
  Result<void> check_day_of_closing(const Unit& unit, std::optional<Date> on) const;
  Result<void> check_parents_are_open(const UnitId& administrative, const UnitId& party) const;
  Result<void> operator()(const FoundUnit& act) const;
  bool may_shape_somewhere() const;
  Result<void> operator()(const RenameUnit& act) const;
  Result<void> operator()(const MoveUnit& act) const;
  Result<void> operator()(const MergeUnits& act) const;
  Result<const Unit*> unit_that_judges(const UnitId& id) const;
  Result<void> check_judge(const MergeUnits& act, const Unit& into) const;
  Result<void> check_posts_of_merge(const MergeUnits& act) const;
  Result<void> check_own_chain(std::string_view field, UnitNo unit, UnitNo parent) const;
  Result<void> check_posts_passed_over(const MergeUnits& act) const;
  Result<void> check_merge(const Unit& from, const Unit& into) const;
  Result<void> operator()(const SplitUnit& act) const;
  Result<void> operator()(const CloseUnit& act) const;
  Result<void> operator()(const DescribeUnit& act) const;
  Result<void> operator()(const TakeBackUnit& act) const;

  // judging_reorganisations.cpp
  Result<void> operator()(const ProposeReorganisation& act) const;
  Result<void> operator()(const SignReorganisation& act) const;
  Result<void> operator()(const RefuseReorganisation& act) const;

  // judging_posts.cpp
  bool sets_up() const;
  bool is_at_the_machine() const;
  std::vector<HeldPost> granting() const;
  Result<void> somebody_grants(Date on, const std::vector<HeldPost>& after) const;
  Result<void> operator()(const AddPerson& act) const;
  bool is_the_missing_administrator(const HeldPost& post) const;
  Result<void> operator()(const Appoint& act) const;
  Result<void> operator()(const ProposePost& act) const;
  Result<const PostProposal*> to_sign(const Uuid& id) const;
  Result<void> operator()(const SignPost& act) const;
  Result<void> operator()(const RefusePost& act) const;
  Result<void> check_post(const HeldPost& post) const;
  Result<void> operator()(const DescribePost& act) const;
  Result<void> operator()(const Delegate& act) const;
  bool has_lent(const HeldPost& post) const;
  Result<void> operator()(const EndPost& act) const;
  Result<void> operator()(const CorrectName& act) const;
  Result<void> operator()(const TakeBackPerson& act) const;
  Result<void> operator()(const TakeBackPost& act) const;
  Result<void> operator()(const ProposeHandover& act) const;
  Result<void> operator()(const SignHandover& act) const;
  Result<void> operator()(const RefuseHandover& act) const;
  bool is_himself(const PersonId& person) const;
  bool works_at(const PersonId& person, const UnitId& unit, bool on_that_day) const;
};

}  // namespace chuangyou
