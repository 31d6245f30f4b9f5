// Realises: S13 S19 S20 S22 — people with their posts in time, one of whom answers for a unit
#include "org/people.h"

#include <algorithm>
#include <functional>
#include <limits>

#include "core/folded.h"

namespace chuangyou {
namespace {

// Posts in the order of their days, so that lists do not depend on the order of loading.
bool is_before(const HeldPost& one, const HeldPost& other) {
  return std::pair(one.from, one.id) < std::pair(other.from, other.id);
}

std::vector<HeldPost> all_of(const std::unordered_map<Uuid, std::vector<Uuid>>& index,
                             const std::unordered_map<Uuid, HeldPost>& posts, const Uuid& key) {
  std::vector<HeldPost> found;
  auto entry = index.find(key);
  if (entry == index.end()) return found;
  for (const Uuid& id : entry->second) found.push_back(posts.at(id));
  std::ranges::sort(found, is_before);
  return found;
}

}  // namespace

bool overlap(const HeldPost& one, const HeldPost& other) {
  Date never{std::numeric_limits<std::int32_t>::max()};
  Date from = std::max(one.from, other.from);
  return from <= std::min(one.until.value_or(never), other.until.value_or(never));
}

bool is_administrative(Role role) {
  return role == Role::administrator || role == Role::security_administrator ||
         role == Role::auditor;
}

bool leads_a_unit(Role role) {
  return role == Role::secretary || role == Role::branch_secretary || role == Role::party_group ||
         role == Role::organ_committee;
}
bool leads_a_unit(const HeldPost& post) { return post.accountable || leads_a_unit(post.role); }

bool was_passed_over(const HeldPost& post) { return post.id.bytes[6] >> 4 == 8; }

Result<void> check_beside(const HeldPost& post, const HeldPost& other) {
  if (!overlap(post, other)) return {};
  if (post.accountable && other.accountable && post.unit == other.unit)
    return refuse(Refusal::accountable_person_exists_already, "accountable", to_text(post.unit));
  if (post.person != other.person) return {};
  const bool one_runs_the_house = is_administrative(post.role);
  if (one_runs_the_house && is_administrative(other.role) && post.role != other.role)
    return refuse(Refusal::administrators_never_share_a_person, "person", to_text(post.person));
  if (one_runs_the_house != is_administrative(other.role))
    return refuse(Refusal::administrators_hold_no_business_post, "person", to_text(post.person));
  return {};
}

void People::put(Person person) {
  Uuid id = person.id;
  std::string names = person.name;
  for (const std::string& former : person.former_names) names += "\n" + former;
  person.folded_name = folded(names).text;
  people_.insert_or_assign(id, std::move(person));
}

Result<void> People::check(const HeldPost& post) const {
  auto rivals = [&](const std::unordered_map<Uuid, std::vector<Uuid>>& index, const Uuid& key,
                    auto collides) {
    auto entry = index.find(key);
    return entry != index.end() && std::ranges::any_of(entry->second, [&](const Uuid& id) {
             const HeldPost& other = posts_.at(id);
             return other.id != post.id && overlap(post, other) && collides(other);
           });
  };
  if (post.accountable &&
      rivals(posts_at_unit_, post.unit, [](const HeldPost& other) { return other.accountable; }))
    return refuse(Refusal::accountable_person_exists_already, "accountable", to_text(post.unit));
  if (is_administrative(post.role) &&
      rivals(posts_of_person_, post.person, [&](const HeldPost& other) {
        return is_administrative(other.role) && other.role != post.role;
      }))
    return refuse(Refusal::administrators_never_share_a_person, "person", to_text(post.person));
  return {};
}

Result<void> People::check_grant(const HeldPost& post) const {
  if (Result<void> checked = check(post); !checked) return checked;
  for (const HeldPost& other : posts_of(post.person))
    if (other.id != post.id && overlap(post, other) &&
        is_administrative(post.role) != is_administrative(other.role))
      return refuse(Refusal::administrators_hold_no_business_post, "person", to_text(post.person));
  return {};
}

Result<void> People::put(HeldPost post) {
  if (Result<void> checked = check(post); !checked) return checked;
  if (auto old = posts_.find(post.id); old != posts_.end()) {
    std::erase(posts_of_person_[old->second.person], post.id);
    std::erase(posts_at_unit_[old->second.unit], post.id);
  }
  posts_of_person_[post.person].push_back(post.id);
  if (is_administrative(post.role)) administrators_.insert(post.person);
  posts_at_unit_[post.unit].push_back(post.id);
  posts_.insert_or_assign(post.id, post);
  return {};
}

void People::forget(const Uuid& person) { people_.erase(person); }

const Person* People::find(const Uuid& id) const {
  auto found = people_.find(id);
  return found == people_.end() ? nullptr : &found->second;
}

const HeldPost* People::post(const Uuid& id) const {
  auto found = posts_.find(id);
  return found == posts_.end() ? nullptr : &found->second;
}

std::vector<HeldPost> People::posts_of(const Uuid& person) const {
  return all_of(posts_of_person_, posts_, person);
}

std::vector<HeldPost> People::posts_at(const Uuid& unit) const {
  return all_of(posts_at_unit_, posts_, unit);
}

std::vector<std::pair<PersonId, Role>> People::holders_at(const Uuid& unit, Date on) const {
  std::vector<std::pair<PersonId, Role>> holders;
  for (const HeldPost& post : posts_at(unit))
    if (is_in_force(post, on)) holders.emplace_back(post.person, post.role);
  return holders;
}

std::optional<PersonId> People::accountable_for(const Uuid& unit, Date on) const {
  auto posts = posts_at_unit_.find(unit);
  if (posts == posts_at_unit_.end()) return std::nullopt;
  for (const Uuid& id : posts->second) {
    const HeldPost& post = posts_.at(id);
    if (post.accountable && is_in_force(post, on)) return post.person;
  }
  return std::nullopt;
}

void People::propose(PostProposal proposal) {
  const Uuid id = proposal.post.id;
  settle(id);
  proposed_for_[proposal.post.person].push_back(id);
  proposals_.emplace(id, std::move(proposal));
}

void People::settle(const Uuid& post) {
  const auto found = proposals_.find(post);
  if (found == proposals_.end()) return;
  const auto its = proposed_for_.find(found->second.post.person);
  std::erase(its->second, post);
  if (its->second.empty()) proposed_for_.erase(its);
  proposals_.erase(found);
}

std::vector<PostProposal> People::proposals_for(const Uuid& person) const {
  std::vector<PostProposal> all;
  const auto found = proposed_for_.find(person);
  if (found == proposed_for_.end()) return all;
  for (const Uuid& post : found->second) all.push_back(proposals_.at(post));
  return all;
}

const PostProposal* People::proposal(const Uuid& post) const {
  auto found = proposals_.find(post);
  return found == proposals_.end() ? nullptr : &found->second;
}

std::vector<PostProposal> People::proposals() const {
  std::vector<PostProposal> all;
  for (const auto& [id, proposal] : proposals_) all.push_back(proposal);
  std::ranges::sort(all, {},
                    [](const PostProposal& one) { return std::pair(one.on, one.post.id); });
  return all;
}

void People::propose(Handover handover) {
  const Uuid id = handover.id;
  handovers_.insert_or_assign(id, std::move(handover));
}

void People::settle_handover(const Uuid& id) { handovers_.erase(id); }

const Handover* People::handover(const Uuid& id) const {
  const auto found = handovers_.find(id);
  return found == handovers_.end() ? nullptr : &found->second;
}

std::vector<Handover> People::handovers() const {
  std::vector<Handover> all;
  for (const auto& [id, handover] : handovers_) all.push_back(handover);
  std::ranges::sort(all, {}, [](const Handover& one) { return std::pair(one.on, one.id); });
  return all;
}

void People::propose(Reorganisation reorganisation) {
  const Uuid id = reorganisation.id;
  reorganisations_.insert_or_assign(id, std::move(reorganisation));
}

void People::settle_reorganisation(const Uuid& id) { reorganisations_.erase(id); }

const Reorganisation* People::reorganisation(const Uuid& id) const {
  const auto found = reorganisations_.find(id);
  return found == reorganisations_.end() ? nullptr : &found->second;
}

std::vector<Reorganisation> People::reorganisations() const {
  std::vector<Reorganisation> all;
  for (const auto& [id, one] : reorganisations_) all.push_back(one);
  std::ranges::sort(all, {}, [](const Reorganisation& one) { return std::pair(one.on, one.id); });
  return all;
}

// An end that was entered for a day before leaves it as it was: under which post he acted.
std::optional<PersonId> People::lent_by(const Uuid& person, Role role, const Uuid& unit,
                                        Date on) const {
  std::optional<PersonId> lender;
  for (const HeldPost& one : posts_of(person)) {
    if (one.role != role || one.unit != unit || on < one.from) continue;
    const HeldPost* own = one.lent_from.is_nil() ? nullptr : post(one.lent_from);
    if (!own && is_in_force(one, on)) return std::nullopt;
    if (own) lender = own->person;
  }
  return lender;
}

bool People::anyone_ever_held(Role role) const {
  return std::ranges::any_of(posts_, [&](const auto& entry) { return entry.second.role == role; });
}

std::vector<HeldPost> People::ever_held(Role role) const {
  std::vector<HeldPost> held;
  for (const auto& [id, post] : posts_)
    if (post.role == role) held.push_back(post);
  return held;
}

std::vector<PersonId> People::administrators() const {
  return {administrators_.begin(), administrators_.end()};
}

Actor People::actor(const Uuid& person, Date on, const Tree& tree) const {
  Actor actor;
  actor.person = PersonId(person);
  for (const HeldPost& post : posts_of(person)) {
    const Unit* held = tree.find(post.unit);
    if (!is_in_force(post, on) || !held) continue;
    // On the day of a merge the work is at the unit that goes on already, and the post for one day
    // more where it was.
    const Unit& unit = tree.going_on(*held);
    if (unit.is_closed) continue;
    actor.posts.push_back(Post{post.role, unit.id, tree.path_of(unit.no), post.from, post.until,
                               was_passed_over(post) || unit.id != post.unit});
  }
  return actor;
}

std::vector<Post> People::posts_ever(const Uuid& person, const Tree& tree) const {
  std::vector<Post> posts;
  for (const HeldPost& post : posts_of(person)) {
    const Unit* held = tree.find(post.unit);
    if (!held) continue;
    const Unit& unit = tree.going_on(*held);
    posts.push_back(Post{post.role, post.unit, tree.path_of(unit.no), post.from, post.until,
                         was_passed_over(post)});
  }
  return posts;
}

std::vector<PersonId> People::search(const SoughtName& sought,
                                     const std::function<void()>& counted) const {
  std::vector<PersonId> found;
  for (const auto& [id, person] : people_) {
    counted();
    if (sought.is_in_folded(person.folded_name)) found.emplace_back(id);
  }
  std::ranges::sort(found, std::greater{});
  return found;
}

}  // namespace chuangyou
