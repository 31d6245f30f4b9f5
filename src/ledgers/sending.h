// What ledgers have in common that send something to units: one of `deliveries` for each unit, and
// what is still open of them taken back. What was sent before links led to several ledgers is found
// by the field of that time.
#pragma once

#include <algorithm>
#include <set>

#include "core/text.h"
#include "record/decide.h"
#include "record/unit_type.h"

namespace chuangyou::sending {

inline constexpr std::string_view ledger = "deliveries";
inline constexpr std::int64_t deliveries_at_once = 256;
// Engine.md: an audience above this is split by whoever sends.
inline constexpr std::size_t audience_units_max = 10'000;
inline constexpr std::string_view told[] = {"conveys",      "title", "sender",
                                            "reply_wanted", "due",   "asked"};
inline constexpr std::string_view still_open[] = {"delivered", "accepted", "returned"};
// Whoever was let off may be asked again.
inline constexpr std::string_view not_taken_back[] = {"delivered", "acknowledged", "accepted",
                                                      "answered",  "returned",     "declined"};
inline constexpr std::string_view links[] = {"conveys", "sent"};

inline bool is_among(const std::vector<Uuid>* units, const Uuid& unit) {
  return units && std::ranges::find(*units, unit) != units->end();
}

// Those for which a collective name stands; none where the unit is no such name.
inline std::vector<Uuid> members_of(const Deciding& deciding, const Uuid& unit) {
  static const std::string collective(name_of(UnitType::collective));
  return deciding.circumstances.units_below(unit, {&collective, 1});
}

// To whom it goes: those that are named and, of a query, those below a unit that it finds, each
// once. Of an audience that is too wide only so many that it is seen to be.
struct Audience {
  const std::vector<Uuid>* named = nullptr;
  const Uuid* below = nullptr;  // none: it is frozen, or no query
  const std::vector<std::string>* types = nullptr;
};
inline std::vector<Uuid> units_of(const Deciding& deciding, const Audience& audience) {
  std::vector<Uuid> units;
  std::set<Uuid> is_there;
  if (audience.named)
    for (const Uuid& unit : *audience.named)
      if (is_there.insert(unit).second) units.push_back(unit);
  if (!audience.below) return units;
  const std::vector<std::string>* types = audience.types;
  for (const Uuid& unit : deciding.circumstances.units_below(
           *audience.below, types ? std::span(*types) : std::span<const std::string>())) {
    if (units.size() > audience_units_max) break;
    if (unit != deciding.after.unit && is_there.insert(unit).second) units.push_back(unit);
  }
  return units;
}

// Nobody asks anything of his superiors or of another line: whoever signs stands above them all.
inline bool stands_above(const Deciding& deciding, const Uuid& unit) {
  const std::string_view path = deciding.circumstances.path_of(unit);
  return std::ranges::any_of(deciding.actor.posts, [&](const Post& post) {
    const bool may_send = post.role == Role::works_committee || post.role == Role::organ_committee;
    return may_send && is_in_force(post, deciding.today) && covers(post.path, path);
  });
}

inline std::int64_t count(const Deciding& deciding, const Uuid& sent, UnitId unit,
                          std::span<const std::string_view> states = {}) {
  std::int64_t all = 0;
  for (const std::string_view link : links)
    all += deciding.circumstances.count(
        {.ledger = ledger, .field = link, .is = sent, .states = states, .unit = unit});
  return all;
}

// Where the next turn begins of a frozen audience of which so many have been sent it. Two
// addressees that were merged stand in the list once, and those behind them have come nearer: the
// last of those that count as served may not have been.
inline std::int64_t turn_begins_at(const Deciding& deciding, const std::vector<Uuid>& units,
                                   std::int64_t done) {
  std::int64_t at = std::min(done, std::ssize(units));
  const std::int64_t least = std::max<std::int64_t>(at - deliveries_at_once, 0);
  const auto is_served = [&](std::int64_t place) {
    const UnitId unit(units[static_cast<std::size_t>(place)]);
    return count(deciding, deciding.after.id, unit) > 0;
  };
  while (at > least && !is_served(at - 1)) --at;
  return at;
}

inline std::vector<RecordId> open_of(const Deciding& deciding, const Uuid& sent,
                                     std::optional<UnitId> unit, std::int64_t at_most) {
  std::vector<RecordId> found;
  for (const std::string_view link : links) {
    const Query query{
        .ledger = ledger, .field = link, .is = sent, .states = still_open, .unit = unit};
    const auto left = at_most - std::ssize(found);
    std::ranges::copy(deciding.circumstances.find(query, left), std::back_inserter(found));
  }
  return found;
}

inline std::vector<Caused> taken_back(std::vector<RecordId> deliveries) {
  std::ranges::sort(deliveries);
  const auto twice = std::ranges::unique(deliveries);  // of a unit that is named twice
  deliveries.erase(twice.begin(), twice.end());
  std::vector<Caused> back;
  for (const RecordId& delivery : deliveries) back.push_back({.record = delivery});
  return back;
}
inline std::vector<Caused> all_taken_back(const Deciding& deciding) {
  return taken_back(open_of(deciding, deciding.before.id, {}, deliveries_at_once));
}
inline constexpr Cause takes_back[] = {{ledger, "withdraw", {}, all_taken_back}};

}  // namespace chuangyou::sending
