#include "jobs/nightly_backups.h"

#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

#include "campaign/backup.h"
#include "jobs/nightly.h"

namespace chuangyou {
namespace {

namespace fs = std::filesystem;

constexpr int low_priority = 10;
constexpr auto looks_at_the_clock_every = std::chrono::seconds(20);
constexpr std::int64_t microseconds_a_day = 24 * 3'600'000'000;
constexpr std::int64_t behind_the_checks = 30 * 60'000'000;  // of two o'clock
constexpr std::string_view name_begins = "backup-";
constexpr std::size_t name_size =
    name_begins.size() + std::string_view("2026-11-28T180000Z").size();
constexpr std::size_t month_size = name_begins.size() + std::string_view("2026-11").size();
constexpr std::string_view could_not_be_made = "could_not_be_made";
constexpr std::string_view unfinished[] = {".making", ".removing"};

// To be restored and verified it needs room three times more than to be made, and whatever is left
// then is for acts.
std::int64_t spare_of(const BackupsAsked& asked, const std::string& database) {
  constexpr std::uint64_t reserve_bytes_min = std::uint64_t{1} << 30;
  constexpr std::uint64_t reserve_share = 50;
  const std::uint64_t reserve = asked.disk_reserve_bytes.value_or(
      std::max(reserve_bytes_min, fs::space(asked.folder).capacity / reserve_share));
  return static_cast<std::int64_t>(reserve) + 3 * bytes_of_database(database);
}

bool is_a_name(const std::string& name) {
  return name.size() == name_size && name.starts_with(name_begins) && name.ends_with('Z');
}

std::optional<Moment> moment_of(const std::string& name) {
  if (!is_a_name(name)) return std::nullopt;
  std::string text = name.substr(name_begins.size());
  text.insert(text.size() - 3, ":");
  text.insert(text.size() - 6, ":");
  const auto moment = parse_moment(text);
  return moment ? std::optional(*moment) : std::nullopt;
}

std::vector<std::string> whole_ones_in(const std::string& folder) {
  std::vector<std::string> names;
  for (const fs::directory_entry& one : fs::directory_iterator(folder))
    if (std::string name = one.path().filename().string(); moment_of(name)) names.push_back(name);
  std::ranges::sort(names);
  return names;
}

// What was broken off, here or at an earlier start; nothing that another program works at beside
// us.
void remove_unfinished(const std::string& folder) {
  for (const fs::directory_entry& one : fs::directory_iterator(folder)) {
    const std::string name = one.path().filename().string();
    for (const std::string_view ending : unfinished)
      if (name.ends_with(ending) && is_a_name(name.substr(0, name.size() - ending.size())))
        fs::remove_all(one.path());
  }
}

}  // namespace

struct NightlyBackups::State {
  Places places;
  const Bodies& bodies;
  Health& health;
  std::function<Moment()> now;
  BackupsAsked asked;
  std::mutex resting;
  std::condition_variable woken;
  bool stopping = false;
  std::thread thread;

  std::optional<Moment> last_backup, last_verify, failing_since;
  std::string last_name, failed;
  std::int64_t failures = 0;
  std::chrono::steady_clock::time_point tried_at = {};

  bool stops();
  void find_the_last();
  Result<void> make_and_verify(const std::string& name);
  void forget_older();
  void carefully();
  void tell();
  void run();
};

bool NightlyBackups::State::stops() {
  const std::lock_guard lock(resting);
  return stopping;
}

// Names are only given to what was verified.
void NightlyBackups::State::find_the_last() {
  try {
    fs::create_directories(asked.folder);
    const std::vector<std::string> there = whole_ones_in(asked.folder);
    if (there.empty()) return;
    last_backup = last_verify = moment_of(there.back());
    last_name = there.back();
  } catch (const std::exception& error) {
    spdlog::error("backups_cannot_be_listed folder={} reason=\"{}\"", asked.folder, error.what());
  }
}

// Until it is verified it is called otherwise: a bad one neither looks good nor drives out others.
Result<void> NightlyBackups::State::make_and_verify(const std::string& name) {
  fs::create_directories(asked.folder);
  remove_unfinished(asked.folder);
  const fs::path place = fs::path(asked.folder) / name;
  const fs::path bad = fs::path(asked.folder) / "not-verified";
  const std::string tried = place.string() + std::string(unfinished[0]);
  const Result<Backup> made =
      make_backup(places.database, tried, now(), spare_of(asked, places.database));
  if (!made) return std::unexpected(made.error());
  if (stops()) return {};
  const auto verified = verify_backup(tried, places.campaigns, asked.folder, now());
  if (!verified) {
    const bool is_bad = verified.error().law != Refusal::disk_is_too_small;
    if (is_bad) fs::remove_all(bad);
    if (is_bad) fs::rename(tried, bad);
    return std::unexpected(verified.error());
  }
  fs::rename(tried, place);
  last_backup = made->at;
  last_verify = now();
  last_name = name;
  spdlog::info("backup place={} bytes={} rows={} keys_are_kept_apart=yes", place.string(),
               made->bytes, verified->rows);
  forget_older();
  return {};
}

void NightlyBackups::State::forget_older() {
  for (const std::string& name : to_be_removed(whole_ones_in(asked.folder), asked.kept)) {
    const fs::path place = fs::path(asked.folder) / name;
    const fs::path going = place.string() + std::string(unfinished[1]);
    fs::rename(place, going);
    fs::remove_all(going);
    spdlog::info("backup_removed place={}", place.string());
  }
}

void NightlyBackups::State::carefully() {
  std::string detail;
  failed.clear();
  try {
    if (const Result<void> done = make_and_verify(name_at(now())); !done) {
      failed = name_of(done.error().law);
      detail = done.error().field + " " + done.error().detail;
    }
  } catch (const std::exception& error) {
    failed = could_not_be_made;
    detail = error.what();
  }
  if (stops()) return;
  tried_at = std::chrono::steady_clock::now();
  if (failed.empty()) {
    failures = 0;
    failing_since.reset();
  } else {
    spdlog::error("backup_failed folder={} why={} detail=\"{}\"", asked.folder, failed, detail);
    if (failures++ == 0) failing_since = now();
  }
  tell();
}

// A house without a backup of today works as well as ever, and whoever asks is told; where it lies
// on the machine is in the log alone, for anybody may ask.
void NightlyBackups::State::tell() {
  Health::Report report;
  if (last_backup) report.facts.emplace_back("last_backup", *last_backup);
  if (last_verify) report.facts.emplace_back("last_verify", *last_verify);
  if (!last_name.empty()) report.facts.emplace_back("name", last_name);
  if (failures > 0) {
    report.facts.emplace_back("failed", failed);
    report.facts.emplace_back("failing_since", *failing_since);
    report.facts.emplace_back("tries", failures);
  }
  health.report("backup", std::move(report));
}

void NightlyBackups::State::run() {
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), low_priority);
  if (bodies.all().empty()) return;
  const Zone& zone = bodies.all().front()->zone;
  const auto next_time = [&] {
    const Moment earlier{now().microseconds - behind_the_checks};
    return Moment{Nightly::next_night(zone, earlier).microseconds + behind_the_checks};
  };
  find_the_last();
  tell();
  Moment next = next_time();
  if (!last_backup || now().microseconds - last_backup->microseconds > microseconds_a_day)
    next = now();
  std::unique_lock lock(resting);
  do {
    const bool is_again =
        failures > 0 && std::chrono::steady_clock::now() - tried_at >= tried_again_after;
    if (now() < next && !is_again) continue;
    lock.unlock();
    carefully();
    next = next_time();
    lock.lock();
  } while (!woken.wait_for(lock, looks_at_the_clock_every, [&] { return stopping; }));
}

std::string NightlyBackups::name_at(Moment moment) {
  std::string text = to_text(Moment{moment.microseconds - moment.microseconds % 1'000'000});
  std::erase(text, ':');
  return std::string(name_begins) + text;
}

std::vector<std::string> NightlyBackups::to_be_removed(std::vector<std::string> names,
                                                       std::size_t kept) {
  std::erase_if(names, [](const std::string& name) { return !is_a_name(name); });
  std::ranges::sort(names, std::greater());
  std::set<std::string> months;
  std::vector<std::string> removed;
  for (std::size_t i = 0; i < names.size(); ++i) {
    // The newest of a month is seen first, and the newest month before the older ones.
    const bool is_last_of_month =
        months.insert(names[i].substr(0, month_size)).second && months.size() <= months_kept;
    if (i >= kept && !is_last_of_month) removed.push_back(names[i]);
  }
  return removed;
}

NightlyBackups::NightlyBackups(Places places, const Bodies& bodies, Health& health,
                               std::function<Moment()> now, BackupsAsked asked)
    : state_(std::make_unique<State>(std::move(places), bodies, health, std::move(now),
                                     std::move(asked))) {}

NightlyBackups::~NightlyBackups() { stop(); }

void NightlyBackups::start() {
  if (state_->asked.folder.empty()) return;
  state_->thread = std::thread([this] { state_->run(); });
}

void NightlyBackups::stop() {
  {
    const std::lock_guard lock(state_->resting);
    state_->stopping = true;
  }
  state_->woken.notify_all();
  if (state_->thread.joinable()) state_->thread.join();
}

void NightlyBackups::make_one() { state_->carefully(); }

}  // namespace chuangyou
