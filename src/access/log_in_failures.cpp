#include "access/log_in_failures.h"

#include <sodium.h>

#include <algorithm>

#include "core/refusal.h"

namespace chuangyou {
namespace {

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t first_lock = 30 * second;
constexpr std::int64_t longest_lock = 3600 * second;
constexpr std::size_t keys_remembered = 100'000;

}  // namespace

// From so many failures on each one locks, for twice as long as the one before.
struct LogInFailures::Rule {
  Refusal law;
  std::int64_t allowed;
  std::int64_t forgotten_after;  // since the last one
  std::int64_t one_less_after;   // a long quiet time forgives piece by piece; 0 = never
};

struct LogInFailures::Counter {
  const Rule* rule = nullptr;  // null: does not count here
  Key key = 0;

  Failures at(const Failures* there, Uptime now) const {
    if (there == nullptr) return {};
    Failures failures = *there;
    const std::int64_t quiet = now.microseconds - failures.last.microseconds;
    if (quiet > rule->forgotten_after) return {};
    if (rule->one_less_after > 0)
      failures.in_a_row =
          std::max<std::int64_t>(0, failures.in_a_row - quiet / rule->one_less_after);
    return failures;
  }
};

LogInFailures::LogInFailures(RandomSource random)
    : failures_(keys_remembered), came_in_(keys_remembered) {
  static_assert(sizeof secret_ == crypto_shorthash_KEYBYTES);
  random.fill(secret_);
}

LogInFailures::Key LogInFailures::key_of(std::string_view kind, const LogInTry& attempt,
                                         bool of_network, bool of_account) const {
  std::string text(kind);
  const auto add = [&text](std::string_view part) {
    text.append("\n").append(std::to_string(part.size())).append(":").append(part);
  };
  if (of_network) add(attempt.device.empty() ? attempt.network : "device " + attempt.device);
  if (of_account) add(std::to_string(static_cast<std::int64_t>(attempt.body)));
  if (of_account) add(attempt.name);
  Key key = 0;
  static_assert(sizeof key == crypto_shorthash_BYTES);
  crypto_shorthash(reinterpret_cast<unsigned char*>(&key),
                   reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                   secret_.data());
  return key;
}

// Strangers stumble over all three, a device that the account knows over the first alone: whatever
// others do at the same account or behind the same address is not held against it.
std::array<LogInFailures::Counter, 3> LogInFailures::counters(const LogInTry& attempt) const {
  static constexpr std::int64_t day = 24 * 3600 * second;
  static constexpr Rule pair{Refusal::account_is_locked_for_a_while, 5, day, 0};
  static constexpr Rule network{Refusal::too_many_requests, 30, day, 60 * second};
  static constexpr Rule account{Refusal::account_is_locked_for_a_while, 50, day, 0};
  std::array<Counter, 3> all{};
  all[0] = {&pair, key_of("pair", attempt, true, true)};
  if (!attempt.device.empty()) return all;
  all[1] = {&network, key_of("network", attempt, true, false)};
  all[2] = {&account, key_of("account", attempt, false, true)};
  return all;
}

Result<void> LogInFailures::look(const LogInTry& attempt, Uptime now) const {
  for (const Counter& counter : counters(attempt)) {
    if (counter.rule == nullptr) continue;
    const Failures failures = counter.at(failures_.find(counter.key), now);
    if (now >= failures.locked_until) continue;
    const std::int64_t left = failures.locked_until.microseconds - now.microseconds;
    const bool is_account = counter.rule->law == Refusal::account_is_locked_for_a_while;
    return refuse(counter.rule->law, is_account ? "name" : "", std::to_string(left / second + 1));
  }
  return {};
}

Result<void> LogInFailures::is_free(const LogInTry& attempt, Uptime now) const {
  const std::lock_guard lock(mutex_);
  return look(attempt, now);
}

Result<void> LogInFailures::may_try(const LogInTry& attempt, Uptime now) {
  const std::lock_guard lock(mutex_);
  if (auto free = look(attempt, now); !free) return free;
  for (const Counter& counter : counters(attempt)) {
    if (counter.rule == nullptr) continue;
    Failures& failures = failures_.touch(counter.key);
    failures = counter.at(&failures, now);
    ++failures.in_a_row;
    failures.last = now;
    if (failures.in_a_row < counter.rule->allowed) continue;
    const std::int64_t doublings =
        std::min<std::int64_t>(failures.in_a_row - counter.rule->allowed, 7);
    failures.locked_until = {now.microseconds + std::min(first_lock << doublings, longest_lock)};
  }
  return {};
}

// The guess was right. What the network has guessed elsewhere stays. What others have guessed at
// the account is forgiven only where it stood in the way: else the owner, on a known device,
// would give them a fresh start each morning.
void LogInFailures::forgive(const LogInTry& attempt) {
  const std::lock_guard lock(mutex_);
  const std::array<Counter, 3> all = counters(attempt);
  failures_.erase(all[0].key);
  came_in_.touch(key_of("network", {{}, {}, attempt.network, {}}, true, false)) = true;
  if (!attempt.device.empty()) return;
  failures_.erase(all[2].key);
  Failures& network = failures_.touch(all[1].key);
  if (network.in_a_row > 0) --network.in_a_row;
  if (network.in_a_row < all[1].rule->allowed) network.locked_until = {};
}

std::int64_t LogInFailures::guesses_from(std::string_view network, Uptime now) const {
  const LogInTry attempt{{}, {}, std::string(network), {}};
  const Counter counter = counters(attempt)[1];
  const std::lock_guard lock(mutex_);
  const std::int64_t guesses = counter.at(failures_.find(counter.key), now).in_a_row;
  return guesses == 0 && came_in_.find(counter.key) != nullptr ? -1 : guesses;
}

}  // namespace chuangyou
