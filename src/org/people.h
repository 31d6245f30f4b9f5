// People with the least data (name, posts with dates, member kind), and exactly one accountable
// person a unit (S13).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/folded.h"
#include "core/result.h"
#include "core/uuid.h"
#include "org/tree.h"
#include "record/right.h"

namespace chuangyou {

enum class MemberKind : std::uint8_t { none, probationary, formal };
inline constexpr std::string_view member_kind_names[] = {"none", "probationary", "formal"};

struct Person {
  PersonId id;
  std::string name;
  MemberKind member_kind = MemberKind::none;
  std::u32string folded_name = {};  // as it is searched; People works it out
  // As he was called before his name was corrected, the first one first; blank what was erased.
  std::vector<std::string> former_names = {};
};

// A post as it is held: the accountable person of a unit is whoever holds `secretary` there with
// `accountable` set.
struct HeldPost {
  Uuid id;
  PersonId person;
  Role role;
  UnitId unit;
  Date from;
  std::optional<Date> until;
  bool accountable = false;
  std::string serves = {};  // one sentence: whom the post serves (S20)
  Uuid lent_from = {};      // by delegation: the post that its holder has lent until a day
};

// A post that was proposed and that nobody holds yet: a second person has to sign it.
struct PostProposal {
  HeldPost post;
  PersonId by;
  Date on;
};

// Work that somebody has in hand at a unit, offered to another who holds a post there: it is his
// once he signs.
struct Handover {
  Uuid id;
  UnitId unit;
  PersonId from, to;
  PersonId by = {};
  Date on = {};
};

// A change of the tree that was proposed: the act and its members, as the journal has them.
struct Reorganisation {
  Uuid id;
  std::string act, changes;
  PersonId by = {};
  Date on = {};
};

// The three administrators run the house; every other post is one of business. Neither mixes with
// the other, and the three are three people.
bool is_administrative(Role role);
bool overlap(const HeldPost& one, const HeldPost& other);
// What nobody may be given from now on beside another post whose days overlap:
// accountable_person_exists_already, administrators_never_share_a_person, and
// administrators_hold_no_business_post, each with the field.
Result<void> check_beside(const HeldPost& post, const HeldPost& other);
// Whoever leads a unit: by his role, or as the one who is accountable for it.
bool leads_a_unit(Role role);
bool leads_a_unit(const HeldPost& post);
// By a merge: its id follows from that of the post before it, RFC 9562's version 8.
bool was_passed_over(const HeldPost& post);

class People {
 public:
  void put(Person person);
  Result<void> put(HeldPost post);
  // What put() would refuse: accountable_person_exists_already,
  // administrators_never_share_a_person, each only where the days of two posts overlap.
  Result<void> check(const HeldPost& post) const;
  // What nobody may be given from now on, though it may stand from before: besides check(),
  // administrators_hold_no_business_post. It binds whoever decides and never put(), for the past
  // is read as it was.
  Result<void> check_grant(const HeldPost& post) const;
  void forget(const Uuid& person);  // who never held a post
  const Person* find(const Uuid& id) const;
  std::vector<HeldPost> posts_of(const Uuid& person) const;
  std::vector<HeldPost> posts_at(const Uuid& unit) const;
  // Who holds what there on a day.
  std::vector<std::pair<PersonId, Role>> holders_at(const Uuid& unit, Date on) const;
  const HeldPost* post(const Uuid& id) const;
  std::optional<PersonId> accountable_for(const Uuid& unit, Date on) const;
  void propose(PostProposal proposal);
  void settle(const Uuid& post);  // signed or refused: it waits for nobody any more
  const PostProposal* proposal(const Uuid& post) const;
  std::vector<PostProposal> proposals() const;                        // in the order of their days
  std::vector<PostProposal> proposals_for(const Uuid& person) const;  // posts that he would hold
  void propose(Handover handover);
  void settle_handover(const Uuid& id);  // signed or refused
  const Handover* handover(const Uuid& id) const;
  std::vector<Handover> handovers() const;  // in the order of their days
  void propose(Reorganisation reorganisation);
  void settle_reorganisation(const Uuid& id);  // signed or refused
  const Reorganisation* reorganisation(const Uuid& id) const;
  std::vector<Reorganisation> reorganisations() const;  // in the order of their days
  // Who lent the post under which somebody acted on a day; nobody where he held it himself.
  std::optional<PersonId> lent_by(const Uuid& person, Role role, const Uuid& unit, Date on) const;
  bool anyone_ever_held(Role role) const;
  std::vector<HeldPost> ever_held(Role role) const;
  // Whoever was ever one of the three administrators, in the order of their ids.
  std::vector<PersonId> administrators() const;
  std::size_t size() const { return people_.size(); }
  // All who are called so, whoever was added last first; `counted` is called for each looked at.
  std::vector<PersonId> search(const SoughtName&, const std::function<void()>& counted) const;

  // The actor as whom a person acts on a day: the posts in force, each with its unit's path. A post
  // at a closed unit gives no rights any more.
  Actor actor(const Uuid& person, Date on, const Tree& tree) const;
  // All that he ever held: at which unit, and by its path where the work of that is done by now.
  std::vector<Post> posts_ever(const Uuid& person, const Tree& tree) const;

 private:
  std::unordered_map<Uuid, Person> people_;
  std::unordered_map<Uuid, HeldPost> posts_;
  std::unordered_map<Uuid, std::vector<Uuid>> posts_of_person_;
  std::unordered_map<Uuid, std::vector<Uuid>> posts_at_unit_;
  std::unordered_map<Uuid, PostProposal> proposals_;
  std::unordered_map<Uuid, std::vector<Uuid>> proposed_for_;  // persons; a list has thousands
  std::unordered_map<Uuid, Handover> handovers_;
  std::unordered_map<Uuid, Reorganisation> reorganisations_;
  std::set<PersonId> administrators_;
};

}  // namespace chuangyou
