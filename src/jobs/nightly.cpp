#include "jobs/nightly.h"

#include <spdlog/spdlog.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "campaign/verify_files.h"
#include "campaign/verify_tables.h"
#include "storage/copying.h"

namespace chuangyou {
namespace {

constexpr std::int64_t microseconds_to_two_o_clock = 2 * 3'600'000'000;
constexpr int low_priority = 10;
constexpr auto looks_at_the_clock_every = std::chrono::seconds(20);
constexpr std::string_view could_not_be_read = "could_not_be_read";
constexpr std::string_view journal_part = "journal", tables_part = "tables", files_part = "files";

// That it cannot be read at all because it is not what we wrote, or because the machine fails.
bool is_no_fault_of_the_machine(const StorageError& error) {
  return is_damage(error) || (error.sqlite_code & 0xff) == SQLITE_ERROR;
}

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

  // Why a look could not be made; nothing: it was, and Health has what it showed.
  using NotMade = std::optional<std::string>;
  // One of the two looks: how often in a row it could not be made, and since when.
  struct Check {
    std::string_view part;
    NotMade (State::*look)();
    std::int64_t failures = 0;
    std::int64_t failures_to_read = 0;  // of them, those of the machine
    std::optional<Moment> since = {};
    Health::Report last = {};  // what the last look that could be made has shown
    std::chrono::steady_clock::time_point tried_at = {};
  };
  Check journal{journal_part, &State::verify_journal};
  Check tables{tables_part, &State::verify_tables_too};
  Check files{files_part, &State::verify_files_too};

  bool begins(Connection* reading);
  NotMade verify_journal();
  NotMade verify_tables_too();
  NotMade verify_files_too();
  void carefully(Check&);
  NotMade tell_of_damage(const Check&, const std::exception&);
  void tell_of_failure(Check&, const std::string& reason);
  void run();
};

// False once it is to stop.
bool Nightly::State::begins(Connection* reading) {
  const std::lock_guard lock(resting);
  reading_now = stopping ? nullptr : reading;  // who is stopped does not say when it has gone
  return !stopping;
}

Nightly::State::NotMade Nightly::State::verify_journal() {
  Connection reading(places.database, OpenFor::reading);
  if (!begins(&reading)) return std::nullopt;
  struct Ends {
    State& state;
    ~Ends() { state.begins(nullptr); }
  } const ends{*this};
  std::map<std::string, std::int64_t> until;
  for (const std::unique_ptr<Body>& body : bodies.all())
    until[body->key] = last_seq(reading, body->no);
  report_journal(health, bodies, verify(reading), until, now());
  return std::nullopt;
}

Nightly::State::NotMade Nightly::State::verify_tables_too() {
  const Result<TablesVerified> verified = verify_tables(places, {}, now());
  if (!verified) {
    const std::string law(name_of(verified.error().law));
    spdlog::error("tables_not_verified law={} detail={}", law, verified.error().detail);
    // Only a small disk is no finding: tables that cannot even be compared, not those that this
    // program made at its start, somebody has changed since.
    if (verified.error().law == Refusal::disk_is_too_small) return law;
    health.report("tables", {false, {{"not_verified", law}, {"verified_at", now()}}});
    return std::nullopt;
  }
  for (const TableFinding& finding : verified->shown)
    spdlog::error("tables_differ_from_the_journal table={} row={} finding={} columns={}",
                  finding.table, finding.row, finding.what, finding.columns);
  health.report("tables", {.is_well = verified->findings == 0,
                           .facts = {{"findings", verified->findings},
                                     {"rows", verified->rows},
                                     {"verified_at", now()}}});
  return std::nullopt;
}

Nightly::State::NotMade Nightly::State::verify_files_too() {
  Connection reading(places.database, OpenFor::reading);
  const FilesVerified verified = verify_files(reading, places.database);
  for (const FileFinding& finding : verified.findings) {
    const Body* body = bodies.find(finding.body);
    spdlog::error("files_differ_from_the_journal body={} entry={} file={} finding={}",
                  body ? body->key : "", finding.seq, to_hex(finding.hash), finding.what);
  }
  health.report(files_part,
                {.is_well = verified.findings.empty(),
                 .facts = {{"findings", static_cast<std::int64_t>(verified.findings.size())},
                           {"files", verified.files},
                           {"verified_at", now()}}});
  return std::nullopt;
}

// What could not be read is no finding, and what does not fit none of the machine's: the second
// stays.
Nightly::State::NotMade Nightly::State::tell_of_damage(const Check& check,
                                                       const std::exception& error) {
  const auto* storage = dynamic_cast<const StorageError*>(&error);
  spdlog::error("nightly_check_failed part={} reason=\"{}\"", check.part, error.what());
  if (storage == nullptr || !is_no_fault_of_the_machine(*storage))
    return std::string(could_not_be_read);
  health.report(
      check.part,
      {false, {{"not_verified", std::string("database_is_damaged")}, {"verified_at", now()}}});
  return std::nullopt;
}

// It is tried again in minutes, and said beside what the last look has shown: whoever cannot look
// has found nothing, and nothing of what was found has gone. A small disk is told of, but makes
// nobody ill; what heals is a good look alone.
void Nightly::State::tell_of_failure(Check& check, const std::string& reason) {
  if (check.failures++ == 0) {
    check.since = now();
    const auto all = health.all();
    const auto found = all.find(check.part);
    check.last = found == all.end() ? Health::Report{} : found->second;
  }
  if (reason == could_not_be_read) ++check.failures_to_read;
  Health::Report report = check.last;
  report.is_well = report.is_well && check.failures_to_read < failures_until_not_well;
  const bool is_said_already = std::ranges::any_of(
      report.facts, [](const auto& fact) { return fact.first == "not_verified"; });
  report.facts.emplace_back(is_said_already ? "not_verified_again" : "not_verified", reason);
  report.facts.emplace_back("not_read_since", *check.since);
  report.facts.emplace_back("tries", check.failures);
  health.report(check.part, std::move(report));
}

void Nightly::State::carefully(Check& check) {
  NotMade reason;
  try {
    reason = (this->*check.look)();
  } catch (const std::exception& error) {
    if (const std::lock_guard lock(resting); stopping) return;
    reason = tell_of_damage(check, error);
  }
  if (reason)
    tell_of_failure(check, *reason);
  else
    check.failures = check.failures_to_read = 0;
  check.tried_at = std::chrono::steady_clock::now();
}

void Nightly::State::run() {
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), low_priority);
  carefully(journal);
  if (bodies.all().empty()) return;
  const Zone& zone = bodies.all().front()->zone;
  Moment next = next_night(zone, now());
  std::unique_lock lock(resting);
  while (!woken.wait_for(lock, looks_at_the_clock_every, [&] { return stopping; })) {
    const bool is_night = now() >= next;
    lock.unlock();
    for (Check* check : {&journal, &tables, &files}) {
      const bool is_due_again =
          check->failures > 0 &&
          std::chrono::steady_clock::now() - check->tried_at >= tried_again_after;
      if (is_night || is_due_again) carefully(*check);
    }
    if (is_night) next = next_night(zone, now());
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

void Nightly::verify_journal() { state_->carefully(state_->journal); }
void Nightly::verify_tables_too() { state_->carefully(state_->tables); }
void Nightly::verify_files_too() { state_->carefully(state_->files); }

}  // namespace chuangyou
