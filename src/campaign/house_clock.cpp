#include "campaign/house_clock.h"

#include <cstdlib>

#include "campaign/body_tables.h"
#include "journal/journal.h"

namespace chuangyou {
namespace {

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t step_max = HouseClock::step_max_seconds * second;
constexpr std::int64_t silence_max = HouseClock::silence_max_seconds * second;

}  // namespace

HouseClock::Doubt HouseClock::doubt_at_start(Moment wall, std::optional<Moment> last_entry) {
  if (!last_entry) return Doubt::none;
  const std::int64_t since = wall.microseconds - last_entry->microseconds;
  if (since < -step_max) return Doubt::before_the_last_entry;
  if (since > silence_max) return Doubt::long_after_the_last_entry;
  return Doubt::none;
}

HouseClock::HouseClock(Clocks machine, std::optional<Moment> last_entry, bool is_right)
    : machine_(std::move(machine)), last_entry_(last_entry), started_(machine_.uptime()) {
  const Moment wall = machine_.wall();
  is_believed_ = is_right || doubt_at_start(wall, last_entry) == Doubt::none;
  const Moment house = is_believed_ ? wall : *last_entry;
  ahead_ = house.microseconds - started_.microseconds;
}

Clocks HouseClock::clocks() {
  return {[this] { return now(); }, machine_.uptime};
}

Moment HouseClock::now() const { return view({machine_.wall(), machine_.uptime()}).house; }

HouseClock::View HouseClock::view(Instant at) const {
  View view;
  view.wall = at.wall;
  view.last_entry = last_entry_;
  view.house = {at.uptime.microseconds + ahead_};
  const std::int64_t drift = at.wall.microseconds - view.house.microseconds;
  view.drift_seconds = drift / second;
  if (!is_believed_) {
    view.doubt = drift < 0 ? Doubt::before_the_last_entry : Doubt::long_after_the_last_entry;
  } else if (std::llabs(drift) > step_max) {
    view.doubt = drift > 0 ? Doubt::put_forward : Doubt::put_back;
  } else {
    view.house = at.wall;
  }
  return view;
}

// From here on the wall clock is the time of the house; returns by how much that jumps.
std::int64_t HouseClock::begin_at(Instant at) {
  const std::int64_t moved = at.wall.microseconds - view(at).house.microseconds;
  ahead_ = at.wall.microseconds - at.uptime.microseconds;
  is_believed_ = true;
  return moved;
}

HouseClock::View HouseClock::look() {
  const std::lock_guard lock(changing_);
  const Instant at{machine_.wall(), machine_.uptime()};
  std::int64_t moved = 0;
  if (!is_believed_) {
    // Time goes on meanwhile: what would have been right at start is right so much later.
    const std::int64_t passed = at.uptime.microseconds - started_.microseconds;
    const Moment as_at_start{at.wall.microseconds - passed};
    if (doubt_at_start(as_at_start, last_entry_) == Doubt::none) moved = begin_at(at);
  }
  View seen = view(at);
  seen.moved_microseconds = moved;
  return seen;
}

HouseClock::View HouseClock::confirm() {
  const std::lock_guard lock(changing_);
  const Instant at{machine_.wall(), machine_.uptime()};
  const std::int64_t moved = begin_at(at);
  View seen = view(at);
  seen.moved_microseconds = moved;
  return seen;
}

std::string_view name_of(HouseClock::Doubt doubt) {
  constexpr std::string_view names[] = {"none", "before_the_last_entry",
                                        "long_after_the_last_entry", "put_forward", "put_back"};
  return names[static_cast<std::size_t>(doubt)];
}

std::optional<Moment> last_entry_in_real_time(const std::string& database) {
  Connection connection(database, OpenFor::writing);
  create_every_schema(connection);
  std::optional<Moment> last;
  for (const StoredBody& stored : stored_bodies(connection)) {
    if (stored.body.shown_as_of) continue;
    const auto entry = entry_at(connection, stored.no, last_seq(connection, stored.no));
    if (entry) last = std::max(last.value_or(entry->head.at), entry->head.at);
  }
  return last;
}

}  // namespace chuangyou
