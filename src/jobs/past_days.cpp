#include "jobs/past_days.h"

#include <sqlite3.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <list>
#include <map>
#include <mutex>
#include <thread>
#include <tuple>

#include "core/fault_log.h"
#include "journal/erasure.h"
#include "storage/sole_writer.h"
#include "storage/swapping.h"

namespace chuangyou {
namespace {

namespace fs = std::filesystem;
using SteadyTime = std::chrono::steady_clock::time_point;

constexpr int low_priority = 10;
constexpr auto tried_again_after = std::chrono::seconds(10);
constexpr auto given_up_again_after = std::chrono::seconds(60);

struct DayOfBody {
  BodyNo body{};
  Date day;
  bool operator==(const DayOfBody&) const = default;
};

struct AtHand {
  DayOfBody asked;
  std::shared_ptr<PastDay> day;
  std::uint64_t last_read = 0;
  std::optional<SteadyTime> read_by_somebody = {};  // when last; never: everyone's alone
};

// A day that is made, or the words of one that is at hand.
struct Work {
  DayOfBody asked;
  std::shared_ptr<PastDay> words_of = {};
  bool is_for_everyone = false;  // nobody with a session has asked for it
  bool is_same(const Work& other) const {
    return asked == other.asked && words_of == other.words_of;
  }
};

struct Failed {
  Work work;
  Refused why;
  SteadyTime until;
};

}  // namespace

bool is_month_end(Date day) { return day_of_month(Date{day.days + 1}) == 1; }

Date month_end_before(Date day) {
  do {
    --day.days;
  } while (!is_month_end(day));
  return day;
}

struct PastDays::State {
  Places places;
  const Bodies& bodies;
  Health& health;
  Limits limits;
  std::string folder;
  std::uint64_t files = 0;  // so many were begun: no name comes twice

  std::mutex lock;
  std::condition_variable woken;
  std::list<AtHand> at_hand;
  std::deque<Work> waiting;  // the first of them is being made
  std::vector<std::shared_ptr<PastDay>> dropped;
  std::optional<Failed> failed;
  std::map<BodyNo, SteadyTime> begun_for_everyone;
  std::map<std::pair<BodyNo, Date>, SteadyTime> given_up;  // when last
  std::uint64_t reads = 0, erasures = 0;
  std::atomic<std::int64_t> done = 0, of = 0;
  bool stopping = false;
  std::thread thread;

  State(const Places& the_places, const Bodies& all, Health& its_health, const Limits& the_limits)
      : places(the_places),
        bodies(all),
        health(its_health),
        limits(the_limits),
        folder(resolved_path(the_places.database) + ".past") {
    places.database = resolved_path(places.database);
    try {
      fs::remove_all(folder);
    } catch (const std::exception& error) {
      log_fault("removing the past days of an earlier run", error);
    }
  }

  Result<Found> find(const DayOfBody&, AskedBy);
  Result<std::optional<BeingMade>> find_words(const std::shared_ptr<PastDay>&);
  Result<BeingMade> wait_for(const Work&);
  std::deque<Work>::iterator put_in_turn(const Work&);
  Result<void> check_place_for(const Work&);
  void forget(const Work&);
  bool may_go_for(const Work&, const AtHand&) const;
  void forget_all();
  bool give_up(const std::shared_ptr<PastDay>&);
  static void remove_dropped(std::span<const std::shared_ptr<PastDay>>);
  void run();
  bool make_next();
  void make(const Work&, std::uint64_t erasures_before);
  Result<std::unique_ptr<PastDay>> make_file(const DayOfBody&, std::uint64_t erasures_before);
  void index(const Work&);
  Result<bool> index_file(PastDay&);
  bool make_room(const Work&, std::size_t copies_left, std::int64_t bytes);
  void report();
  void fail(const Work&, Refused why);
};

Result<PastDays::Found> PastDays::State::find(const DayOfBody& asked, AskedBy by) {
  const std::lock_guard guard(lock);
  if (const auto found = std::ranges::find(at_hand, asked, &AtHand::asked);
      found != at_hand.end()) {
    // What others read is not kept for longer because everyone does.
    if (by == AskedBy::somebody) found->read_by_somebody = std::chrono::steady_clock::now();
    if (by == AskedBy::somebody || !found->read_by_somebody) found->last_read = ++reads;
    return Found(found->day);
  }
  const auto being = wait_for({asked, {}, by == AskedBy::everyone});
  if (!being) return std::unexpected(being.error());
  return Found(*being);
}

Result<std::optional<PastDays::BeingMade>> PastDays::State::find_words(
    const std::shared_ptr<PastDay>& day) {
  const std::lock_guard guard(lock);
  if (day->has_words()) return std::nullopt;
  return wait_for({{day->body().no, day->day()}, day});
}

// With the lock.
Result<PastDays::BeingMade> PastDays::State::wait_for(const Work& work) {
  const bool is_told = failed && (!failed->work.is_for_everyone || work.is_for_everyone);
  if (is_told && failed->work.is_same(work) && std::chrono::steady_clock::now() < failed->until)
    return std::unexpected(failed->why);
  const auto is_it = [&work](const Work& one) { return one.is_same(work); };
  auto place = std::ranges::find_if(waiting, is_it);
  if (place == waiting.end()) {
    if (const auto checked = check_place_for(work); !checked)
      return std::unexpected(checked.error());
    place = put_in_turn(work);
    woken.notify_all();
  } else if (place->is_for_everyone && !work.is_for_everyone) {
    // Somebody has come for what everyone waited for.
    place->is_for_everyone = false;
    if (place != waiting.begin()) {
      waiting.erase(place);
      place = put_in_turn(work);
    }
  }
  BeingMade being;
  being.others_first = static_cast<std::size_t>(place - waiting.begin());
  if (being.others_first == 0) {
    being.done = done;
    being.of = of;
  }
  return being;
}

// With the lock. The first is being made by now and stays where it is.
std::deque<Work>::iterator PastDays::State::put_in_turn(const Work& work) {
  if (work.is_for_everyone || waiting.empty()) return waiting.insert(waiting.end(), work);
  return waiting.insert(std::find_if(std::next(waiting.begin()), waiting.end(),
                                     [](const Work& one) { return one.is_for_everyone; }),
                        work);
}

// With the lock.
Result<void> PastDays::State::check_place_for(const Work& work) {
  const auto refused = [&work] {
    return refuse(Refusal::too_many_requests, "as_of", to_text(work.asked.day));
  };
  const auto others = std::ranges::count(waiting, false, &Work::is_for_everyone);
  if (!work.is_for_everyone) {
    if (static_cast<std::size_t>(others) >= limits.waiting) return refused();
    return {};
  }
  const auto waits_for_everyone = [&](const Work& one) {
    return one.is_for_everyone && one.asked.body == work.asked.body;
  };
  const auto now = std::chrono::steady_clock::now();
  const auto begun = begun_for_everyone.find(work.asked.body);
  const bool is_soon =
      begun != begun_for_everyone.end() && now - begun->second < limits.between_two_of_everyone;
  const auto stay =
      std::ranges::count_if(at_hand, [&](const AtHand& one) { return !may_go_for(work, one); });
  if (is_soon || std::ranges::any_of(waiting, waits_for_everyone) ||
      static_cast<std::size_t>(stay) >= limits.copies)
    return refused();
  begun_for_everyone[work.asked.body] = now;
  return {};
}

// With the lock.
bool PastDays::State::may_go_for(const Work& work, const AtHand& one) const {
  if (one.day == work.words_of) return false;
  const auto now = std::chrono::steady_clock::now();
  return !work.is_for_everyone || !one.read_by_somebody ||
         now - *one.read_by_somebody >= limits.kept_from_everyone;
}

// With the lock.
void PastDays::State::forget(const Work& work) {
  std::erase_if(waiting, [&work](const Work& one) { return one.is_same(work); });
}

// What was made from entries that say less by now; what is being made is made again.
void PastDays::State::forget_all() {
  const std::lock_guard guard(lock);
  ++erasures;
  for (AtHand& one : at_hand) {
    one.day->drop();
    dropped.push_back(std::move(one.day));
  }
  at_hand.clear();
  begun_for_everyone.clear();
  woken.notify_all();
}

// What makes a copy break again and again lies outside of it, and would have it made without end.
bool PastDays::State::give_up(const std::shared_ptr<PastDay>& day) {
  const std::lock_guard guard(lock);
  const auto now = std::chrono::steady_clock::now();
  std::erase_if(given_up,
                [&](const auto& one) { return now - one.second >= given_up_again_after; });
  const auto found = std::ranges::find(at_hand, day, &AtHand::day);
  if (found == at_hand.end()) return day->is_dropped();
  if (!given_up.emplace(std::pair(day->body().no, day->day()), now).second) return false;
  day->drop();
  dropped.push_back(std::move(found->day));
  at_hand.erase(found);
  woken.notify_all();
  return true;
}

// With the lock. False where there is none, for what stays was read by others. What everyone alone
// has read goes first.
bool PastDays::State::make_room(const Work& work, std::size_t copies_left, std::int64_t bytes) {
  const auto held = [this] {
    std::int64_t sum = 0;
    for (const AtHand& one : at_hand) sum += one.day->size_bytes();
    return sum;
  };
  while (at_hand.size() > copies_left || held() + bytes > limits.bytes) {
    const auto least = std::ranges::min_element(at_hand, {}, [&](const AtHand& one) {
      return std::tuple(!may_go_for(work, one), one.read_by_somebody.has_value(),
                        is_month_end(one.asked.day), one.last_read);
    });
    if (least == at_hand.end() || !may_go_for(work, *least)) return false;
    least->day->drop();
    dropped.push_back(std::move(least->day));
    at_hand.erase(least);
  }
  return true;
}

Result<std::unique_ptr<PastDay>> PastDays::State::make_file(const DayOfBody& asked,
                                                            std::uint64_t erasures_before) {
  const Body* body = bodies.find(asked.body);
  if (!body) return refuse(Refusal::body_is_unknown);
  if (!has_room(places.database, 2 * bytes_of_database(places.database)))
    return refuse(Refusal::disk_is_too_small, "as_of", to_text(asked.day));
  fs::create_directories(folder);
  const std::string file =
      folder + "/" + body->key + "-" + to_text(asked.day) + "-" + std::to_string(++files) + ".db";
  return PastDay::make(places, *body, asked.day, file,
                       [&](std::int64_t entries, std::int64_t in_all) {
                         done = entries;
                         of = in_all;
                         const std::lock_guard guard(lock);
                         return !stopping && erasures == erasures_before;
                       });
}

void PastDays::State::fail(const Work& work, Refused why) {
  failed = Failed{work, std::move(why), std::chrono::steady_clock::now() + tried_again_after};
  forget(work);
}

void PastDays::State::make(const Work& work, std::uint64_t erasures_before) {
  const DayOfBody& asked = work.asked;
  Result<std::unique_ptr<PastDay>> made = nullptr;
  try {
    made = make_file(asked, erasures_before);
  } catch (const std::exception& error) {
    log_fault("making a past day", error);
    made = refuse(Refusal::the_machine_broke, "as_of", to_text(asked.day));
  }
  const std::int64_t bytes = made && *made ? (*made)->size_bytes() : 0;
  if (bytes > limits.bytes) made = refuse(Refusal::disk_is_too_small, "as_of", to_text(asked.day));
  const std::lock_guard guard(lock);
  if (stopping || erasures != erasures_before)
    return;  // what was made goes, and is asked for still
  if (!made || !*made) {
    fail(work, made ? Refused{Refusal::the_machine_broke, "as_of", {}} : made.error());
    return;
  }
  // Somebody may have come for it meanwhile.
  const bool is_for_everyone = waiting.front().is_for_everyone;
  const Work now{asked, {}, is_for_everyone};
  if (!make_room(now, limits.copies - 1, bytes)) {
    dropped.push_back(std::move(*made));
    fail(now, {Refusal::too_many_requests, "as_of", to_text(asked.day)});
    return;
  }
  AtHand& one = at_hand.emplace_back(asked, std::move(*made), ++reads);
  if (!is_for_everyone) one.read_by_somebody = std::chrono::steady_clock::now();
  failed.reset();
  forget(work);
}

// False where it was given up.
Result<bool> PastDays::State::index_file(PastDay& day) {
  const auto too_small = [&] {
    day.forget_words();
    return refuse(Refusal::disk_is_too_small, "as_of", to_text(day.day()));
  };
  if (!has_room(places.database, day.size_bytes())) return too_small();
  try {
    const bool is_whole = day.index_words([&](std::int64_t records, std::int64_t in_all) {
      done = records;
      of = in_all;
      const std::lock_guard guard(lock);
      return !stopping && !day.is_dropped();
    });
    if (is_whole && day.size_bytes() > limits.bytes) return too_small();
    return is_whole;
  } catch (const StorageError& error) {
    if ((error.sqlite_code & 0xff) != SQLITE_FULL) throw;
    return too_small();
  }
}

void PastDays::State::index(const Work& work) {
  Result<bool> indexed = false;
  try {
    if (!work.words_of->is_dropped()) indexed = index_file(*work.words_of);
  } catch (const std::exception& error) {
    log_fault("indexing a past day", error);
    work.words_of->forget_words();
    indexed = refuse(Refusal::the_machine_broke, "as_of", to_text(work.asked.day));
  }
  const std::lock_guard guard(lock);
  if (stopping) return;
  if (!indexed) return fail(work, indexed.error());
  forget(work);  // of a day that was dropped somebody asks again
  if (*indexed) make_room(work, limits.copies, 0);
}

void PastDays::State::report() {
  Health::Report now;
  const std::lock_guard guard(lock);
  std::int64_t bytes = 0;
  std::string days;
  for (const AtHand& one : at_hand) {
    bytes += one.day->size_bytes();
    days += (days.empty() ? "" : ", ") + to_text(one.asked.day);
  }
  now.facts = {{"copies", static_cast<std::int64_t>(at_hand.size())},
               {"days", days},
               {"bytes", bytes},
               {"waiting", static_cast<std::int64_t>(waiting.size())}};
  if (!waiting.empty()) now.facts.emplace_back("being_made", to_text(waiting.front().asked.day));
  if (failed) now.facts.emplace_back("not_made", std::string(name_of(failed->why.law)));
  health.report("past_days", std::move(now));
}

// One that cannot be removed is told of and keeps no other from going.
void PastDays::State::remove_dropped(std::span<const std::shared_ptr<PastDay>> going) {
  for (const auto& day : going) try {
      day->remove_file();
    } catch (const std::exception& error) {
      log_fault("removing a past day", error);
    }
}

// False where it is over.
bool PastDays::State::make_next() {
  std::vector<std::shared_ptr<PastDay>> going;
  Work next;
  bool has_next = false;
  std::uint64_t before = 0;
  {
    std::unique_lock guard(lock);
    woken.wait(guard, [this] { return stopping || !waiting.empty() || !dropped.empty(); });
    if (stopping) return false;
    going.swap(dropped);
    has_next = !waiting.empty();
    if (has_next) next = waiting.front();
    before = erasures;
    if (has_next && !next.words_of && !make_room(next, limits.copies - 1, 0)) {
      fail(next, {Refusal::too_many_requests, "as_of", to_text(next.asked.day)});
      has_next = false;
    }
    std::ranges::move(dropped, std::back_inserter(going));
    dropped.clear();
    done = of = 0;
  }
  // Whoever reads one just now ends what he reads; nobody begins any more.
  remove_dropped(going);
  going.clear();
  report();
  if (has_next && next.words_of)
    index(next);
  else if (has_next)
    make(next, before);
  next = {};
  report();
  return true;
}

// Whatever breaks here is the answer to what was being made, and never the end of the program.
void PastDays::State::run() {
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), low_priority);
  for (bool goes_on = true; goes_on;) try {
      goes_on = make_next();
    } catch (const std::exception& error) {
      log_fault("past days", error);
      const std::lock_guard guard(lock);
      if (waiting.empty()) continue;
      const Work broken = waiting.front();
      fail(broken, {Refusal::the_machine_broke, "as_of", to_text(broken.asked.day)});
    }
}

PastDays::PastDays(const Places& places, const Bodies& bodies, Health& health, const Limits& limits)
    : state_(std::make_shared<State>(places, bodies, health, limits)) {
  state_->report();
  state_->thread = std::thread([state = state_.get()] { state->run(); });
}

PastDays::~PastDays() {
  {
    const std::lock_guard guard(state_->lock);
    state_->stopping = true;
    state_->woken.notify_all();
  }
  state_->thread.join();
  const std::lock_guard guard(state_->lock);
  state_->at_hand.clear();
  state_->dropped.clear();
}

Result<PastDays::Found> PastDays::find(BodyNo body, Date day, AskedBy by) {
  return state_->find({body, day}, by);
}

Result<std::optional<PastDays::BeingMade>> PastDays::find_words(
    const std::shared_ptr<PastDay>& day) {
  return state_->find_words(day);
}

bool PastDays::give_up(const std::shared_ptr<PastDay>& day) { return state_->give_up(day); }

std::vector<Date> PastDays::at_hand(BodyNo body) const {
  const std::lock_guard guard(state_->lock);
  std::vector<Date> days;
  for (const AtHand& one : state_->at_hand)
    if (one.asked.body == body) days.push_back(one.asked.day);
  std::ranges::sort(days);
  return days;
}

std::function<void(std::span<const Committed>)> PastDays::listener() const {
  return [state = state_](std::span<const Committed> committed) {
    const bool is_erased = std::ranges::any_of(committed, [](const Committed& one) {
      return one.ledger == erasures_ledger && carries_out_erasure(one.act);
    });
    if (is_erased) state->forget_all();
  };
}

}  // namespace chuangyou
