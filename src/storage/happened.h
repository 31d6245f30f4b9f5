// What happened to records, day by day: the flows beside the stocks that tables and figures hold.
// One narrow row for each day on which an entry made something happen, in the order of days; the
// unit is the record's own, so that flows follow the present tree.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/uuid.h"

namespace chuangyou {

class Connection;
struct Ledger;

// Stored as bits by number: never renumbered.
enum class Happened : std::uint8_t {
  opened,
  claimed,          // each time that the doer says done
  claimed_on_time,  // of these, within the limit of the first round
  claimed_late,
  confirmed,
  contested,  // the served said no
  reopened,   // what had been claimed, confirmed or ended is open again
  ended,
};
inline constexpr std::size_t happened_kinds = 8;
inline constexpr std::string_view happened_names[] = {
    "opened",    "claimed",   "claimed_on_time", "claimed_late",
    "confirmed", "contested", "reopened",        "ended"};
using HappenedBits = std::uint8_t;
constexpr HappenedBits bit_of(Happened kind) {
  return static_cast<HappenedBits>(1U << static_cast<unsigned>(kind));
}

struct HappenedRow {
  Date day;              // in the zone of the body
  std::int64_t seq = 0;  // of the entry
  HappenedBits bits = 0;
  auto operator<=>(const HappenedRow&) const = default;
};

// A list of happenings: the records of a subtree by what happened to them from one day to another,
// the latest first; a record comes as often as it happened.
struct HappenedIn {
  Happened kind{};
  Date from, until;
  std::vector<UnitId> came = {};  // units elsewhere that were merged into one of the subtree
  std::vector<UnitId> went = {};  // units of the subtree that were merged into one elsewhere
};

inline constexpr std::string_view happened_table = "happened";
std::string create_happened_sql();  // where it is not there

void put_happened(Connection&, BodyNo, const Ledger&, std::int64_t opened_by_entry,
                  std::span<const HappenedRow>);
void remove_happened(Connection&, BodyNo, std::span<const HappenedRow>);
// What happened in the ledger from one day to another, with the path of the record as it is now;
// it lives as long as the call. O(what happened in all ledgers in these days).
void each_happened(Connection&, BodyNo, const Ledger&, Date from, Date until,
                   const std::function<void(const HappenedRow&, std::string_view path)>& use);

}  // namespace chuangyou
