// Those who hold a post at a unit today, each with all his posts, looked up once for each unit that
// is asked about. Used while the body is locked, or by turns.
#pragma once

#include <map>
#include <set>
#include <span>
#include <vector>

#include "campaign/body.h"

namespace chuangyou {

class Sitting {
 public:
  Sitting(const Body& body, Date today) : body_(body), today_(today) {}

  // Valid until they are forgotten.
  std::span<const Actor> at(const Uuid& unit) {
    const auto [place, is_new] = by_unit_.try_emplace(unit);
    if (is_new) {
      std::set<PersonId> people;
      for (const auto& [person, role] : body_.people.holders_at(unit, today_))
        if (people.insert(person).second)
          place->second.push_back(body_.people.actor(person, today_, body_.tree));
    }
    return place->second;
  }
  void forget() { by_unit_.clear(); }

 private:
  const Body& body_;
  Date today_;
  std::map<Uuid, std::vector<Actor>> by_unit_;
};

}  // namespace chuangyou
