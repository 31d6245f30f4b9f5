// What ledgers have in common that send something to units: one of `deliveries` for each unit, and
// what is still open of them taken back. What was sent before links led to several ledgers is found
// by the field of that time.
#pragma once

#include <algorithm>

#include "core/text.h"
#include "record/decide.h"
#include "record/unit_type.h"

namespace chuangyou::sending {

inline constexpr std::string_view ledger = "deliveries";
inline constexpr std::int64_t deliveries_at_once = 256;
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

inline std::int64_t count(const Deciding& deciding, const Uuid& sent, UnitId unit,
                          std::span<const std::string_view> states = {}) {
  std::int64_t all = 0;
  for (const std::string_view link : links)
    all += deciding.circumstances.count(
        {.ledger = ledger, .field = link, .is = sent, .states = states, .unit = unit});
  return all;
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
