// The line in front of the few threads that check passwords: a check takes as long as a thousand
// reads, so that whoever may ask for many keeps all others out. Who has guessed least and has least
// ahead of him in the line comes first; those on a device that their account knows stand in a line
// of their own. When too many wait, the greediest goes.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace chuangyou {

// One who waits.
struct LogInTicket {
  std::string network;        // where from, see net/network.h
  std::string account;        // at which account of which body
  bool knows_device = false;  // it has logged in from there before
  std::int64_t guesses = 0;   // of the network, that are not forgotten yet
  std::move_only_function<void(bool is_dropped)> check;
};

// The order alone, without threads.
class LogInLine {
 public:
  struct Bounds {
    std::size_t waiting = 64;        // of strangers, and as many known ones
    std::size_t of_one_network = 4;  // the office behind one address; 0 = no bound
  };
  explicit LogInLine(Bounds bounds) : bounds_(bounds) {}

  // Whoever must go for it: the one who comes, or the greediest of those who wait.
  std::optional<LogInTicket> add(LogInTicket ticket);
  std::optional<LogInTicket> next();
  std::size_t size() const { return known_.waiting.size() + strangers_.waiting.size(); }

 private:
  struct Place {
    LogInTicket ticket;
    std::int64_t rank;  // as it was when he came
  };
  struct Lane {
    std::vector<Place> waiting;  // in the order of coming; few, so that a walk costs nothing
    std::uint64_t taken = 0;
  };
  static std::int64_t rank_of(const Lane& lane, const LogInTicket& ticket);
  static LogInTicket take(Lane& lane, std::size_t index);
  static std::size_t foremost(const Lane& lane);

  Bounds bounds_;
  Lane known_, strangers_;
  std::uint64_t turn_ = 0;
};

class LogInQueue {
 public:
  LogInQueue(std::size_t threads, LogInLine::Bounds bounds);
  ~LogInQueue();  // checks whoever waits

  // `check` is called once, on a thread of the queue, or with true at once by whoever drops it.
  void post(LogInTicket ticket);

 private:
  void work();

  std::mutex mutex_;
  std::condition_variable changed_;
  LogInLine line_;
  bool is_ending_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace chuangyou
