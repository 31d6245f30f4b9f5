// To whom a document goes and what each of them gets: the audience, which issuing freezes, one of
// `deliveries` for each of its units, and what earlier versions left open.
#pragma once

#include "ledgers/clauses.h"

namespace chuangyou::directives {

using sending::audience_units_max;

// Once it was sent it is frozen: the list says it all.
inline std::vector<Uuid> audience_of(const Deciding& deciding) {
  const Record& directive = deciding.after;
  const bool is_frozen = directive.get(delivered);
  return sending::units_of(deciding, {.named = directive.get(audience),
                                      .below = is_frozen ? nullptr : directive.get(audience_below),
                                      .types = directive.get(audience_types)});
}

inline std::int64_t sent_of(const Record& directive) {
  const std::int64_t* count = directive.get(delivered);
  return count ? *count : 0;
}

inline std::int64_t looked_back_of(const Record& directive) {
  const std::int64_t* count = directive.get(looked_back);
  return count ? *count : 0;
}

// The next of its own audience, and the next of that of the version before.
inline std::vector<Filled> sends(const Deciding& deciding, std::vector<Uuid> units) {
  const auto next_of = [](std::int64_t done, std::int64_t all) {
    return std::min(done + sending::deliveries_at_once, all);
  };
  const auto all = std::ssize(units);
  std::vector<Filled> filled{
      {audience.name, std::move(units)},
      {delivered.name, next_of(std::min(sent_of(deciding.before), all), all)}};
  const std::optional<Record> old = record_before(deciding);
  if (const auto* before = old ? old->get(audience) : nullptr)
    filled.push_back(
        {looked_back.name, next_of(looked_back_of(deciding.before), std::ssize(*before))});
  return filled;
}
inline std::vector<Filled> freezes_the_audience(const Deciding& deciding) {
  std::vector<Uuid> units = audience_of(deciding);
  if (units.empty()) return {};
  return sends(deciding, std::move(units));
}
inline std::vector<Filled> sends_the_next(const Deciding& deciding) {
  const auto* units = deciding.before.get(audience);
  if (!units) return {};
  return sends(deciding, *units);
}

inline Verdict is_left_to_send(const Deciding& deciding) {
  const bool is_left = sent_of(deciding.before) != sent_of(deciding.after) ||
                       looked_back_of(deciding.before) < looked_back_of(deciding.after);
  return {is_left ? Refusal::none : Refusal::nothing_would_change, delivered.name};
}

// Calls `use` for each unit of this turn that is asked something, but for those that acknowledged
// the document before there were deliveries.
template <class Use>
void for_each_of_this_turn(const Deciding& deciding, const Asking& asking, Use use) {
  const auto* units = deciding.after.get(audience);
  if (!units) return;
  const std::int64_t first = sending::turn_begins_at(deciding, *units, sent_of(deciding.before));
  for (auto at = first; at < sent_of(deciding.after); ++at) {
    const Uuid& unit = (*units)[static_cast<std::size_t>(at)];
    if (sending::is_among(deciding.before.get(acknowledged_by), unit)) continue;
    if (std::optional<AskedOfUnit> asked = asking.of(unit)) use(unit, std::move(*asked));
  }
}

// What a unit has of the versions before and has not done with, with the version of each.
inline std::vector<std::pair<const Record*, Record>> open_before(const Deciding& deciding,
                                                                 const Asking& asking,
                                                                 const Uuid& unit) {
  std::vector<std::pair<const Record*, Record>> open;
  for (const Record& version : asking.versions())
    for (const RecordId& id : sending::open_of(deciding, version.id, UnitId(unit), 1))
      if (auto delivery = deciding.circumstances.record("deliveries", id))
        open.emplace_back(&version, std::move(*delivery));
  return open;
}

// Whoever has not even acknowledged what an earlier version told him is told that as well.
inline void tell_also(const Record& delivery, Rows& changes, bool& tells_all) {
  const Rows* told = std::get_if<Rows>(&delivery.value("asked"));
  if (!told || told->all.empty()) tells_all = true;
  if (!told) return;
  for (const Row& row : told->all) {
    const auto is_of = [&row](const Row& one) {
      return std::get<Link>(one.cells.front()).row == std::get<Link>(row.cells.front()).row;
    };
    if (std::ranges::none_of(changes.all, is_of)) changes.all.push_back({.cells = row.cells});
  }
}

inline std::vector<Caused> next_deliveries(const Deciding& deciding) {
  const Record& directive = deciding.after;
  const Asking asking(deciding);
  std::vector<Caused> next;
  for_each_of_this_turn(deciding, asking, [&](const Uuid& unit, AskedOfUnit asked) {
    if (sending::count(deciding, directive.id, UnitId(unit)) > 0) return;
    bool tells_all = false;
    for (const auto& [version, delivery] : open_before(deciding, asking, unit)) {
      if (!Asking::asks_a_reply(delivery)) tell_also(delivery, asked.changes, tells_all);
      if (!asking.asks_the_whole(*version, delivery)) continue;
      const Date* until = directive.get(reply_due);
      tells_all = asked.reply = true;
      if (until && (!asked.due || *until < *asked.due)) asked.due = *until;
    }
    Value due, changes;
    if (asked.due) due = *asked.due;
    if (!asked.changes.all.empty() && !tells_all) changes = std::move(asked.changes);
    next.push_back(
        {.unit = UnitId(unit),
         .values = {Link{"directives", directive.id}, title_of(directive), Uuid(directive.unit),
                    asked.reply, std::move(due), std::move(changes)}});
  });
  return next;
}

// What an earlier version still asks stays asked, with its date. What of it is asked anew, or was
// only told, or no longer concerns the unit, goes.
inline std::vector<Caused> deliveries_outdated(const Deciding& deciding) {
  const Asking asking(deciding);
  if (asking.versions().empty()) return {};
  std::vector<RecordId> open;
  for_each_of_this_turn(deciding, asking, [&](const Uuid& unit, const AskedOfUnit&) {
    for (const auto& [version, delivery] : open_before(deciding, asking, unit))
      if (!asking.is_still_owed(*version, delivery)) open.push_back(delivery.id);
  });
  const auto* before = asking.versions().front().get(audience);
  for (auto at = looked_back_of(deciding.before); at < looked_back_of(deciding.after); ++at) {
    const Uuid& unit = (*before)[static_cast<std::size_t>(at)];
    if (sending::is_among(deciding.after.get(audience), unit)) continue;
    for (const auto& [version, delivery] : open_before(deciding, asking, unit))
      open.push_back(delivery.id);
  }
  return sending::taken_back(open);
}

inline std::vector<Caused> predecessor_gives_way(const Deciding& deciding) {
  const Uuid* earlier = deciding.after.get(predecessor);
  if (!earlier) return {};
  return {{.record = RecordId(*earlier), .values = {Uuid(deciding.after.id)}}};
}
inline constexpr Cause delivers[] = {{"deliveries", "deliver", sending::told, next_deliveries},
                                     {"deliveries", "withdraw", {}, deliveries_outdated}};
inline constexpr Cause issues[] = {
    delivers[0],
    delivers[1],
    {"directives", "give_way", names<superseded_by>, predecessor_gives_way}};

// What a revision left open stays open as long as the revision stands, and is taken back with it.
inline std::vector<RecordId> open_of_all_versions(const Deciding& deciding, std::int64_t at_most) {
  std::vector<RecordId> open = sending::open_of(deciding, deciding.before.id, {}, at_most);
  for (const Record& version : records_before(deciding))
    std::ranges::copy(sending::open_of(deciding, version.id, {}, at_most - std::ssize(open)),
                      std::back_inserter(open));
  return open;
}
inline std::vector<Caused> all_taken_back(const Deciding& deciding) {
  return sending::taken_back(open_of_all_versions(deciding, sending::deliveries_at_once));
}
inline constexpr Cause takes_back[] = {{"deliveries", "withdraw", {}, all_taken_back}};
inline Verdict is_left_to_take_back(const Deciding& deciding) {
  const bool is_left =
      !deciding.before.get(superseded_by) && !open_of_all_versions(deciding, 1).empty();
  return {is_left ? Refusal::none : Refusal::nothing_would_change};
}

}  // namespace chuangyou::directives
