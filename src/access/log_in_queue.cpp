#include "access/log_in_queue.h"

#include <algorithm>
#include <utility>

#include "core/fault_log.h"

namespace chuangyou {

// How many turns one has had already or will have before this one: lower comes first.
std::int64_t LogInLine::rank_of(const Lane& lane, const LogInTicket& ticket) {
  const auto ahead = std::ranges::count_if(lane.waiting, [&](const Place& place) {
    const LogInTicket& other = place.ticket;
    if (ticket.knows_device) return other.account == ticket.account;
    return other.network == ticket.network || other.account == ticket.account;
  });
  return (ticket.knows_device ? 0 : ticket.guesses) + ahead;
}

LogInTicket LogInLine::take(Lane& lane, std::size_t index) {
  LogInTicket ticket = std::move(lane.waiting[index].ticket);
  lane.waiting.erase(lane.waiting.begin() + static_cast<std::ptrdiff_t>(index));
  return ticket;
}

// The lowest rank, and of equals who came first. Each fourth turn goes to who came first of all, so
// that a stream of newcomers keeps nobody out for good.
std::size_t LogInLine::foremost(const Lane& lane) {
  if (lane.taken % 4 == 3) return 0;
  const auto best = std::ranges::min_element(lane.waiting, {}, &Place::rank);
  return static_cast<std::size_t>(best - lane.waiting.begin());
}

std::optional<LogInTicket> LogInLine::add(LogInTicket ticket) {
  Lane& lane = ticket.knows_device ? known_ : strangers_;
  const auto of_one = std::ranges::count_if(lane.waiting, [&](const Place& other) {
    return ticket.knows_device ? other.ticket.account == ticket.account
                               : other.ticket.network == ticket.network;
  });
  if (bounds_.of_one_network > 0 && std::cmp_greater_equal(of_one, bounds_.of_one_network))
    return ticket;
  const std::int64_t rank = rank_of(lane, ticket);
  lane.waiting.push_back({std::move(ticket), rank});
  if (lane.waiting.size() <= bounds_.waiting) return std::nullopt;
  std::size_t greediest = 0;  // of equals the last who came
  for (std::size_t i = 1; i < lane.waiting.size(); ++i)
    if (lane.waiting[i].rank >= lane.waiting[greediest].rank) greediest = i;
  return take(lane, greediest);
}

// Known devices go first, but never all the time: who has a good cookie is no better than others.
std::optional<LogInTicket> LogInLine::next() {
  const bool is_strangers_turn = ++turn_ % 4 == 0;
  const bool strangers_go =
      known_.waiting.empty() || (is_strangers_turn && !strangers_.waiting.empty());
  Lane& lane = strangers_go ? strangers_ : known_;
  if (lane.waiting.empty()) return std::nullopt;
  const std::size_t index = foremost(lane);
  ++lane.taken;
  return take(lane, index);
}

LogInQueue::LogInQueue(std::size_t threads, LogInLine::Bounds bounds) : line_(bounds) {
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

LogInQueue::~LogInQueue() {
  {
    const std::lock_guard lock(mutex_);
    is_ending_ = true;
  }
  changed_.notify_all();
}

void LogInQueue::post(LogInTicket ticket) {
  std::optional<LogInTicket> dropped;
  {
    const std::lock_guard lock(mutex_);
    dropped = is_ending_ ? std::optional(std::move(ticket)) : line_.add(std::move(ticket));
  }
  changed_.notify_one();
  if (dropped) dropped->check(true);
}

void LogInQueue::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return is_ending_ || line_.size() > 0; });
    std::optional<LogInTicket> ticket = line_.next();
    if (!ticket) return;
    lock.unlock();
    try {
      ticket->check(false);
      ticket.reset();
    } catch (const std::exception& error) {  // the thread goes on with who waits
      log_fault("a log-in", error);
    }
    lock.lock();
  }
}

}  // namespace chuangyou
