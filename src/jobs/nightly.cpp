#include "jobs/nightly.h"

#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "campaign/verify_tables.h"

namespace chuangyou {
namespace {

constexpr std::int64_t microseconds_to_two_o_clock = 2 * 3'600'000'000;
constexpr int low_priority = 10;
constexpr auto looks_at_the_clock_every = std::chrono::seconds(20);

}  // namespace

void report_journal(Health& health, const Bodies& bodies,
                    const std::vector<VerifyFinding>& findings,
                    const std::map<std::string, std::int64_t>& until, std::optional<Moment> at) {
  for (const VerifyFinding& finding : findings) {
    const Body* body = bodies.find(finding.body);
    spdlog::error("journal_was_changed body={} entry={} seal={} finding={} table={}",
                  body ? body->key : "", finding.seq, finding.seal, finding.what, finding.table);
  }
  Health::Report report{.is_well = findings.empty(),
                        .facts = {{"findings", static_cast<std::int64_t>(findings.size())}}};
  std::string text;
  for (const auto& [key, seq] : until)
    text += (text.empty() ? "" : ", ") + key + " " + std::to_string(seq);
  report.facts.emplace_back("verified_until", text);
  if (at) report.facts.emplace_back("verified_at", *at);
  health.report("journal", std::move(report));
}

struct Nightly::State {
  Places places;
  const Bodies& bodies;
  Health& health;
  std::function<Moment()> now;
  std::mutex resting;
  std::condition_variable woken;
  bool stopping = false;
  Connection* reading_now = nullptr;  // of a check that a stop does not wait for
  std::thread thread;

  bool begins(Connection* reading);
  void verify_journal();
  void verify_tables_too();
  void carefully(void (State::*check)());
  void run();
};

// False once it is to stop.
bool Nightly::State::begins(Connection* reading) {
  const std::lock_guard lock(resting);
  reading_now = stopping ? nullptr : reading;  // who is stopped does not say when it has gone
  return !stopping;
}

void Nightly::State::verify_journal() {
  Connection reading(places.database, OpenFor::reading);
  if (!begins(&reading)) return;
  struct Ends {
    State& state;
    ~Ends() { state.begins(nullptr); }
  } const ends{*this};
  std::map<std::string, std::int64_t> until;
  for (const std::unique_ptr<Body>& body : bodies.all())
    until[body->key] = last_seq(reading, body->no);
  report_journal(health, bodies, verify(reading), until, now());
}

void Nightly::State::verify_tables_too() {
  const Result<TablesVerified> verified = verify_tables(places, {}, now());
  if (!verified) {
    const std::string law(name_of(verified.error().law));
    spdlog::error("tables_not_verified law={} detail={}", law, verified.error().detail);
    // Only a small disk is no finding: tables that cannot even be compared, not those that this
    // program made at its start, somebody has changed since.
    health.report("tables", {.is_well = verified.error().law == Refusal::disk_is_too_small,
                             .facts = {{"not_verified", law}, {"verified_at", now()}}});
    return;
  }
  for (const TableFinding& finding : verified->shown)
    spdlog::error("tables_differ_from_the_journal table={} row={} finding={} columns={}",
                  finding.table, finding.row, finding.what, finding.columns);
  health.report("tables", {.is_well = verified->findings == 0,
                           .facts = {{"findings", verified->findings},
                                     {"rows", verified->rows},
                                     {"verified_at", now()}}});
}

// What cannot be read tonight is no reason to end; that it could not is in the log.
void Nightly::State::carefully(void (State::*check)()) {
  try {
    (this->*check)();
  } catch (const std::exception& error) {
    if (const std::lock_guard lock(resting); stopping) return;
    spdlog::error("nightly_check_failed reason=\"{}\"", error.what());
  }
}

void Nightly::State::run() {
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), low_priority);
  carefully(&State::verify_journal);
  if (bodies.all().empty()) return;
  const Zone& zone = bodies.all().front()->zone;
  Moment next = next_night(zone, now());
  std::unique_lock lock(resting);
  while (!woken.wait_for(lock, looks_at_the_clock_every, [&] { return stopping; })) {
    if (now() < next) continue;
    lock.unlock();
    carefully(&State::verify_journal);
    carefully(&State::verify_tables_too);
    next = next_night(zone, now());
    lock.lock();
  }
}

Moment Nightly::next_night(const Zone& zone, Moment now) {
  const Date today = zone.date_at(now);
  const auto two_o_clock = [&](Date day) {
    return Moment{zone.end_of(Date{day.days - 1}).microseconds + microseconds_to_two_o_clock};
  };
  return two_o_clock(today) > now ? two_o_clock(today) : two_o_clock(Date{today.days + 1});
}

Nightly::Nightly(Places places, const Bodies& bodies, Health& health, std::function<Moment()> now)
    : state_(new State{
          std::move(places), bodies, health, std::move(now), {}, {}, false, nullptr, {}}) {}

Nightly::~Nightly() { stop(); }

void Nightly::start() {
  state_->thread = std::thread([this] { state_->run(); });
}

void Nightly::stop() {
  {
    const std::lock_guard lock(state_->resting);
    state_->stopping = true;
    if (state_->reading_now) state_->reading_now->interrupt();
  }
  state_->woken.notify_all();
  if (state_->thread.joinable()) state_->thread.join();
}

void Nightly::verify_journal() { state_->verify_journal(); }
void Nightly::verify_tables_too() { state_->verify_tables_too(); }

}  // namespace chuangyou
