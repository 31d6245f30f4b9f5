// Carrying an act on units, people and posts out.
#include <algorithm>

#include "core/hash.h"
#include "org/org_act_parts.h"

namespace chuangyou {
namespace {

// The id of the post that goes on at the other unit: the journal must give the same one again.
Uuid successor_of(const Uuid& post, const Uuid& into) {
  std::string_view old(reinterpret_cast<const char*>(post.bytes.data()), post.bytes.size());
  std::string_view unit(reinterpret_cast<const char*>(into.bytes.data()), into.bytes.size());
  Hash hash = hash_of(HashFunction::sha256, {"post passed over by a merge", old, unit});
  Uuid id;
  std::copy_n(hash.begin(), id.bytes.size(), id.bytes.begin());
  id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0F) | 0x80);  // RFC 9562: version 8
  id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3F) | 0x80);
  return id;
}

// Carries one act out. Refuses only what the trees themselves refuse: whether it should be done was
// decided before the entry was written.
struct Change {
  Tree& tree;
  People& people;
  const ActedBy& by;

  Result<Unit> unit(const Uuid& id) const {
    const Unit* held = tree.find(id);
    if (!held) return refuse(Refusal::unit_is_unknown, "unit", to_text(id));
    return *held;
  }
  template <class Edit>
  Result<void> edit(const Uuid& id, Edit edit_unit) const {
    Result<Unit> changed = unit(id);
    if (!changed) return std::unexpected(changed.error());
    edit_unit(*changed);
    return tree.put(std::move(*changed));
  }

  Result<void> operator()(const FoundUnit& act) const {
    Unit unit = act.unit;
    unit.is_closed = unit.is_closed || unit.until;
    return tree.put(std::move(unit));
  }
  Result<void> operator()(const RenameUnit& act) const {
    return edit(act.unit, [&](Unit& unit) {
      unit.aliases.push_back(unit.name);
      unit.name = act.name;
    });
  }
  Result<void> operator()(const MoveUnit& act) const {
    return edit(act.unit, [&](Unit& unit) {
      unit.administrative_parent = act.administrative_parent;
      unit.party_parent = act.party_parent;
    });
  }
  Result<void> operator()(const CloseUnit& act) const {
    Result<void> closed = edit(act.unit, [&](Unit& unit) {
      unit.is_closed = true;
      unit.until = act.on;
    });
    if (!closed || !act.on) return closed;
    for (HeldPost post : people.posts_at(act.unit)) {
      if (is_over(post, *act.on)) continue;
      post.until = *act.on;
      if (Result<void> put = people.put(post); !put) return put;
    }
    return {};
  }

  Result<void> operator()(const MergeUnits& act) const {
    Result<Unit> from = unit(act.from);
    if (!from) return std::unexpected(from.error());
    for (UnitNo child : tree.children_in_either_tree(from->no)) {
      Result<void> moved = edit(tree.unit(child).id, [&](Unit& unit) {
        if (unit.administrative_parent == act.from) unit.administrative_parent = act.into;
        if (unit.party_parent == act.from) unit.party_parent = act.into;
      });
      if (!moved) return moved;
    }
    Result<void> named = edit(act.into, [&](Unit& unit) {
      unit.aliases.push_back(from->name);
      unit.aliases.insert(unit.aliases.end(), from->aliases.begin(), from->aliases.end());
    });
    if (!named) return named;
    Result<void> closed = edit(act.from, [&](Unit& unit) {
      if (!unit.is_closed) unit.until = act.on;  // else it ended when it did
      unit.is_closed = true;
      unit.merged_into = act.into;
    });
    return closed ? pass_posts_over(act) : closed;
  }
  Result<void> operator()(const SplitUnit& act) const {
    Result<Unit> old = unit(act.unit);
    if (!old) return std::unexpected(old.error());
    if (Result<void> put = tree.put(split_off(act, *old)); !put) return put;
    const auto merge = merge_in(act);
    return merge ? (*this)(*merge) : Result<void>();
  }
  Result<void> pass_posts_over(const MergeUnits& act) const {
    for (const PostFate& fate : fates_of_posts(act, people)) {
      HeldPost post = *people.post(fate.post);
      const HeldPost next = passed_over(post, act);
      post.until = act.on;
      if (Result<void> ended = people.put(post); !ended) return ended;
      if (!fate.passes_over) continue;
      if (Result<void> passed = people.put(next); !passed) return passed;
    }
    return {};
  }

  Result<void> operator()(const AddPerson& act) const {
    people.put(act.person);
    return {};
  }
  Result<void> operator()(const TakeBackUnit& act) const {
    return edit(act.unit, [](Unit& unit) {
      unit.name.clear();
      unit.code.clear();
      unit.aliases.clear();
      unit.is_closed = true;
    });
  }
  Result<void> operator()(const TakeBackPerson& act) const {
    people.forget(act.person);
    return {};
  }
  Result<void> operator()(const TakeBackPost& act) const {
    people.settle(act.post);
    return {};
  }
  Result<void> operator()(const Appoint& act) const { return people.put(act.post); }
  Result<void> operator()(const ProposePost& act) const {
    people.propose({act.post, by.person, by.on});
    return {};
  }
  Result<void> operator()(const SignPost& act) const {
    for (const Uuid& id : act.posts) {
      const PostProposal* proposal = people.proposal(id);
      if (!proposal) return refuse(Refusal::nothing_is_there, "posts", to_text(id));
      if (Result<void> put = people.put(proposal->post); !put) return put;
      people.settle(id);
    }
    return {};
  }
  Result<void> operator()(const RefusePost& act) const {
    people.settle(act.post);
    return {};
  }
  Result<void> operator()(const DescribePost& act) const {
    const HeldPost* held = people.post(act.post);
    if (!held) return refuse(Refusal::post_is_unknown, "post", to_text(act.post));
    HeldPost post = *held;
    post.serves = act.serves;
    return people.put(post);
  }
  Result<void> operator()(const Delegate& act) const {
    const HeldPost* held = people.post(act.post);
    if (!held) return refuse(Refusal::post_is_unknown, "post", to_text(act.post));
    return people.put(lent(*held, act, by.on));
  }
  // What was lent of it ends with it.
  Result<void> operator()(const EndPost& act) const {
    const HeldPost* held = people.post(act.post);
    if (!held) return refuse(Refusal::post_is_unknown, "post", to_text(act.post));
    HeldPost post = *held;
    post.until = act.on;
    for (HeldPost& other : people.posts_at(post.unit)) {
      if (other.lent_from != post.id || is_over(other, act.on)) continue;
      other.until = act.on;
      if (Result<void> put = people.put(other); !put) return put;
    }
    return people.put(post);
  }

  Result<void> operator()(const DescribeUnit& act) const {
    const UnitNo no = tree.number_of(act.unit);
    if (no == no_unit) return refuse(Refusal::unit_is_unknown, "unit", to_text(act.unit));
    tree.describe(no, description_in(act));
    return {};
  }
  Result<void> operator()(const CorrectName& act) const {
    const Person* held = people.find(act.person);
    if (!held) return refuse(Refusal::person_is_unknown, "person", to_text(act.person));
    Person person = *held;
    person.former_names.push_back(std::move(person.name));
    person.name = act.name;
    people.put(std::move(person));
    return {};
  }
  Result<void> operator()(const ProposeHandover& act) const {
    people.propose(Handover{act.id, act.unit, act.from, act.to, by.person, by.on});
    return {};
  }
  Result<void> operator()(const SignHandover& act) const {
    people.settle_handover(act.handover);
    return {};
  }
  Result<void> operator()(const RefuseHandover& act) const {
    people.settle_handover(act.handover);
    return {};
  }
  Result<void> operator()(const ProposeReorganisation& act) const {
    people.propose(Reorganisation{act.id, act.act, act.changes, by.person, by.on});
    return {};
  }
  // What was signed is done by an entry of its own.
  Result<void> operator()(const SignReorganisation& act) const {
    people.settle_reorganisation(act.reorganisation);
    return {};
  }
  Result<void> operator()(const RefuseReorganisation& act) const {
    people.settle_reorganisation(act.reorganisation);
    return {};
  }
};

}  // namespace

UnitDescription description_in(const DescribeUnit& act) {
  return {act.from, act.level, act.sector, exposure_of(act.exposure).value_or(0), act.order_number};
}

HeldPost passed_over(HeldPost post, const MergeUnits& act) {
  post.id = successor_of(post.id, act.into);
  post.unit = act.into;
  post.from = std::max(post.from, act.on + NaturalDays{1});
  return post;
}

HeldPost lent(const HeldPost& post, const Delegate& act, Date from) {
  HeldPost other = post;
  other.id = act.id;
  other.person = act.person;
  other.from = from;
  other.until = act.until;
  other.accountable = false;
  other.lent_from = post.id;
  return other;
}

Unit split_off(const SplitUnit& act, const Unit& old) {
  Unit unit;
  unit.id = act.id;
  unit.name = act.name;
  unit.code = act.code;
  unit.type = old.type;
  unit.administrative_parent = old.administrative_parent;
  unit.party_parent = old.party_parent;
  unit.from = act.on;
  return unit;
}

std::optional<MergeUnits> merge_in(const SplitUnit& act) {
  if (!act.all) return std::nullopt;
  return MergeUnits{act.unit, act.id, act.on, {}};
}

std::vector<PostFate> fates_of_posts(const MergeUnits& act, const People& people) {
  std::vector<HeldPost> there = people.posts_at(act.into);
  std::vector<PostFate> fates;
  for (const HeldPost& post : people.posts_at(act.from)) {
    if (is_over(post, act.on)) continue;
    bool is_held_there = std::ranges::any_of(there, [&](const HeldPost& other) {
      return other.person == post.person && other.role == post.role && !is_over(other, act.on);
    });
    const bool is_lent = !post.lent_from.is_nil();
    fates.push_back({post.id, !leads_a_unit(post) && !is_held_there && !is_lent});
  }
  return fates;
}

Result<void> apply(const OrgAct& act, Tree& tree, People& people, const ActedBy& by) {
  return std::visit(Change{tree, people, by}, act);
}

}  // namespace chuangyou
