#include "campaign/find_awaited.h"

#include <algorithm>
#include <map>
#include <set>

#include "campaign/look_ups.h"
#include "campaign/sitting.h"
#include "record/rows.h"

namespace chuangyou {
namespace {

// A branch may have hundreds of members: so many are asked whether it is their turn, and so many of
// those are named.
constexpr std::size_t looked_at_most = 60;
constexpr std::size_t named_most = 8;

bool is_somebodys(const Right& right) {
  return right.role != Role::the_clock && right.role != Role::consequence;
}
bool is_for_people(const Act& act) { return std::ranges::any_of(act.may, is_somebodys); }

class Awaiting {
 public:
  Awaiting(const Reader& reader, const Record& record, const Standing& standing)
      : reader_(reader),
        record_(record),
        today_(reader.today()),
        is_late_(standing.stage == Stage::open && standing.due_at &&
                 *standing.due_at <= reader.now),
        circumstances_(with_look_ups(reader.body, reader.connection)),
        sitting_(reader.body, reader.today()) {}

  std::vector<AwaitedAct> all() {
    for (const Act& act : record_.ledger().acts)
      if (std::ranges::find(act.from, record_.state) != act.from.end())
        for (const Right& right : act.may) look_at(act, right);
    const bool is_nobodys = found_.empty();
    std::vector<AwaitedAct> awaited;
    for (const Act& act : record_.ledger().acts) {
      if (const auto found = found_.find(&act); found != found_.end())
        awaited.push_back(std::move(found->second));
      else if (is_nobodys && is_awaited(record_, act) && is_for_people(act))
        awaited.push_back({.act = &act, .of = {}});
    }
    return awaited;
  }

 private:
  void look_at(const Act& act, const Right& right) {
    if (!is_somebodys(right)) return;
    if (right.role == Role::citizen) {
      // Whoever said it from outside has its receipt, and no post.
      if (record_.author.is_nil() && is_awaited(record_, act)) add(act, {{}, Role::citizen, {}});
    } else if (right.at == At::subject) {
      for_each_named(right, [&](const Uuid& person) {
        ask(act, PersonId(person), {PersonId(person), Role::signed_in, {}});
      });
    } else if (right.at == At::anywhere) {
      if (is_awaited(record_, act)) add(act, {{}, right.role, {}});
    } else {
      for_each_unit(right, [&](const Uuid& unit) {
        for (const auto& [person, role] : reader_.body.people.holders_at(unit, today_))
          if (role == right.role) ask(act, person, {person, role, UnitId(unit)});
      });
    }
  }

  template <class Use>
  void for_each_named(const Right& right, Use use) const {
    if (right.field.empty()) return record_.author.is_nil() ? void() : use(record_.author);
    any_value_in(record_, right.field, [&](const Value& value) {
      if (const Uuid* person = std::get_if<Uuid>(&value)) use(*person);
      return false;
    });
  }

  // The units at which a right looks, with those above where it looks up.
  template <class Use>
  void for_each_unit(const Right& right, Use use) const {
    const auto look = [&](const Uuid& unit) {
      if (right.at != At::above) use(unit);
      if (right.at == At::own) return;
      const Tree& tree = reader_.body.tree;
      const UnitNo no = tree.number_of(unit);
      if (no == no_unit) return;
      for (const UnitNo above : tree.line_of(no))
        if (above != no) use(tree.unit(above).id);
    };
    if (right.field.empty()) return look(record_.unit);
    any_value_in(record_, right.field, [&](const Value& value) {
      if (const Uuid* unit = std::get_if<Uuid>(&value)) look(*unit);
      if (const auto* units = std::get_if<std::vector<Uuid>>(&value))
        for (const Uuid& unit : *units) look(unit);
      return false;
    });
  }

  // Of the turns of somebody that one which is this act, unless he is asked only because those who
  // stand nearer have let it fall due.
  void ask(const Act& act, const PersonId& person, AskedOne one) {
    if (const std::vector<Turn>* turns = turns_of_person(person))
      for (const Turn& turn : *turns)
        if (turn.act == &act && turn.because != Because::late) add(act, one);
  }

  const std::vector<Turn>* turns_of_person(const PersonId& person) {
    const auto known = turns_.find(person);
    if (known != turns_.end()) return &known->second;
    if (turns_.size() == looked_at_most) {
      is_all_ = false;
      return nullptr;
    }
    const Actor actor = reader_.body.people.actor(person, today_, reader_.body.tree);
    const SittingAt sitting_at = [this](const Uuid& unit) { return sitting_.at(unit); };
    return &turns_
                .emplace(person, turns_of(actor, record_, is_late_, reader_.now, circumstances_,
                                          sitting_at))
                .first->second;
  }

  void add(const Act& act, AskedOne one) {
    AwaitedAct& awaited = found_.try_emplace(&act, &act).first->second;
    awaited.is_all &= is_all_;
    // Who said something of a unit in confidence is not named to it.
    if (record_.ledger().is_confidential && one.person == record_.author)
      one = {{}, Role::signed_in, {}};
    const bool is_said = std::ranges::any_of(awaited.of, [&](const AskedOne& other) {
      return other.person == one.person && other.person != PersonId();
    });
    if (is_said) return;
    if (awaited.of.size() < named_most)
      awaited.of.push_back(one);
    else
      awaited.is_all = false;
  }

  const Reader& reader_;
  const Record& record_;
  Date today_;
  bool is_late_;
  Circumstances circumstances_;
  std::map<PersonId, std::vector<Turn>> turns_;
  Sitting sitting_;
  std::map<const Act*, AwaitedAct> found_;
  bool is_all_ = true;
};

}  // namespace

std::vector<AwaitedAct> find_awaited(const Reader& reader, const Record& record,
                                     const Standing& standing) {
  if (standing.stage != Stage::open && standing.stage != Stage::claimed) return {};
  return Awaiting(reader, record, standing).all();
}

}  // namespace chuangyou
