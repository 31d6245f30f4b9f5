#include "imports/import_jobs.h"

#include <algorithm>
#include <atomic>
#include <fstream>
#include <thread>

#include "campaign/kept_acts.h"
#include "core/fault_log.h"
#include "imports/find_mapping.h"
#include "imports/import_list.h"
#include "journal/journal.h"
#include "ledgers/all.h"
#include "storage/ledger_table.h"
#include "storage/unfinished_imports.h"

namespace chuangyou {
namespace {

constexpr std::size_t jobs_remembered_max = 100;

// What a UUIDv7 says of its own time; of any other id nobody knows.
bool was_made_before(const Uuid& id, Moment moment) {
  constexpr std::int64_t microseconds = 1000;
  if (id.bytes[6] >> 4 != 7) return false;
  std::int64_t milliseconds = 0;
  for (std::size_t i = 0; i < 6; ++i) milliseconds = milliseconds << 8 | id.bytes[i];
  return milliseconds * microseconds < moment.microseconds;
}

// Of an earlier run of the program, whose end the journal has.
Result<ImportJobs::State> state_told(const ListedImport& told, const PersonId& person) {
  if (told.by != person) return refuse(Refusal::nothing_is_there);
  ImportReport report;
  report.rows = told.begun.rows;
  report.opened = told.begun.opened;
  report.amended = told.begun.amended;
  report.unchanged = told.begun.unchanged;
  report.passed_over = told.begun.passed_over;
  const bool is_done = told.state == "done";
  if (is_done) report.applied = report.opened + report.amended;
  if (is_done) report.import = told.import;
  const std::string_view otherwise = told.state == "taking_back" ? "taking_back" : "not_applied";
  const std::int64_t applied = report.applied;
  return ImportJobs::State{is_done ? "done" : otherwise, applied, std::nullopt, std::nullopt,
                           std::move(report)};
}

// Of what it opened and changed, how much is there now.
std::int64_t rows_there(Connection& reading, const Ledger& ledger, BodyNo body,
                        const RecordId& import) {
  return std::ssize(LedgerTable(ledger).of_import(reading, body, import)) +
         std::ssize(amended_by_import(reading, body, import));
}

ImportJobs::State state_gone_on_with(Connection& reading, BodyNo body, const RecordId& import) {
  ImportJobs::State state{"applying"};
  const auto told = import_as_told(reading, body, import);
  const Ledger* ledger = told ? find_ledger(told->begun.ledger) : nullptr;
  if (!ledger) return state;
  constexpr std::int64_t whole = 100;
  const std::int64_t in_all = told->begun.opened + told->begun.amended;
  state.rows_done = rows_there(reading, *ledger, body, import);
  state.rows_to_apply = in_all;
  if (in_all > 0) state.percent = whole * state.rows_done / in_all;
  return state;
}

bool cancel_what_goes_on(const std::string& database, BodyNo body, const RecordId& import,
                         const PersonId& person) {
  Connection reading(database, OpenFor::reading);
  if (!unfinished_import(reading, body, import)) return false;
  if (goes_on_by(reading, import) != person) return false;
  KeptActs::cancel(KeptActs::folder_beside(reading), import);
  return true;
}

}  // namespace

struct ImportJobs::Job {
  Job(Uuid its_id, Asked what) : id(its_id), asked(std::move(what)) {}

  Uuid id;
  Asked asked;
  std::atomic<std::int64_t> rows_done{0}, rows_to_apply{0}, bytes_read{0}, bytes_in_all{0};
  std::atomic<bool> is_cancelled{false}, has_ended{false};
  ImportReport report;  // written before has_ended
  bool broke = false;   // likewise
  std::jthread thread;

  // Of a workbook its sheet as it lies there unpacked: its own size does not tell how much is read.
  std::optional<std::int64_t> percent() const {
    constexpr std::int64_t whole = 100;
    const std::int64_t to_apply = rows_to_apply, read = bytes_read;
    if (to_apply > 0) return whole * rows_done / to_apply;
    if (read == 0 || bytes_in_all == 0) return std::nullopt;
    return std::min(whole, whole * read / bytes_in_all.load());
  }
  // Ended without an import: the same click may be tried again.
  bool is_without_effect() const { return has_ended && asked.apply && !report.import; }
  std::string_view state(bool ended) const {
    const bool goes_again = asked.apply && is_cancelled && rows_to_apply > 0;
    if (!ended) return goes_again ? "taking_back" : asked.apply ? "applying" : "checking";
    if (report.was_cancelled) return "cancelled";
    const bool is_refused = broke || std::ranges::any_of(report.findings, [](const auto& finding) {
                              return !finding.is_note;
                            });
    return is_refused ? "refused" : "done";
  }
};

ImportJobs::ImportJobs(std::string database_path, std::filesystem::path mappings, Writer& writer,
                       Writer::Now now)
    : database_path_(std::move(database_path)),
      mappings_(std::move(mappings)),
      writer_(writer),
      now_(std::move(now)),
      began_(now_()) {}

ImportJobs::~ImportJobs() {
  const std::lock_guard lock(mutex_);
  // Of what is only checked nothing is there; what is being written goes on at the next start.
  const auto is_under_way = [](const auto& one) { return !one.second->has_ended; };
  while (std::ranges::any_of(jobs_, is_under_way)) {
    for (const auto& [id, job] : jobs_)
      if (job->rows_to_apply == 0) job->is_cancelled = true;
    writer_.leave_imports();
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  jobs_.clear();  // joins their threads
}

Result<ImportMapping> ImportJobs::mapping(const Body& body, std::string_view name) const {
  return find_mapping(body, mappings_, name);
}

// Within this run of the program the job is remembered here.
Result<std::optional<ImportJobs::Started>> ImportJobs::started_in_this_run(
    const Writer::Click& click) const {
  for (const auto& [id, job] : jobs_) {
    const Writer::Click& earlier = job->asked.click;
    const bool is_same_key = !click.key.empty() && earlier.key == click.key &&
                             earlier.body == click.body && earlier.person == click.person;
    if (!is_same_key || job->is_without_effect()) continue;
    if (earlier.digest != click.digest)
      return refuse(Refusal::idempotency_key_was_used_for_another_request);
    return Started{id, true};
  }
  return std::nullopt;
}

// For good it is remembered once it is applied, and the writer knows. It is asked before the jobs
// are locked: readers wait for that lock with the body's in hand, and for theirs the writer waits.
Result<ImportJobs::Started> ImportJobs::start(Asked asked) {
  const auto answered = writer_.answered(asked.click);
  if (!answered) return std::unexpected(answered.error());
  if (*answered) return Started{(*answered)->record, true};
  const std::lock_guard lock(mutex_);
  const auto earlier = started_in_this_run(asked.click);
  if (!earlier) return std::unexpected(earlier.error());
  if (*earlier) return **earlier;
  for (const auto& [id, job] : jobs_)
    if (!job->has_ended && job->asked.body.no == asked.body.no)
      return refuse(Refusal::import_is_running);
  while (jobs_.size() >= jobs_remembered_max) {
    const auto ended =
        std::ranges::find_if(jobs_, [](const auto& e) { return e.second->has_ended.load(); });
    if (ended == jobs_.end()) break;
    jobs_.erase(ended);
  }
  RandomSource random = RandomSource::from_system();
  const Uuid id = make_uuid_v7(now_(), random);
  auto job = std::make_shared<Job>(id, std::move(asked));
  job->bytes_in_all = static_cast<std::int64_t>(file_size(job->asked.file->path()));
  const auto place = jobs_.emplace(id, job).first;
  try {
    // The thread holds no share of the job, or the job's end would have to join itself.
    job->thread = std::jthread([this, &running = *job] { run(running); });
  } catch (const std::exception&) {
    jobs_.erase(place);  // or it would seem to run for ever
    throw;
  }
  return Started{id};
}

void ImportJobs::run(Job& job) {
  try {
    std::ifstream file(job.asked.file->path(), std::ios::binary);
    std::ifstream to_hash(job.asked.file->path(), std::ios::binary);
    std::string hash = to_hex(hash_of(HashFunction::sha256, to_hash));
    Connection connection(database_path_, OpenFor::reading);
    RandomSource random = RandomSource::from_system();
    const Moment now = body_now(job.asked.body, now_());
    job.report = import_table(
        file, job.asked.mapping, job.asked.body, connection, job.asked.actor, writer_, random, now,
        !job.asked.apply,
        [&job](std::int64_t rows, std::int64_t of) {
          job.rows_done = rows;
          job.rows_to_apply = of;
          return !job.is_cancelled;
        },
        {RecordId(job.id), job.asked.click.key, job.asked.click.digest, std::move(hash),
         job.asked.charset, job.asked.file->path(), job.asked.reason, job.asked.file_name,
         job.asked.mapping_name, &job.bytes_read, &job.bytes_in_all});
  } catch (const std::exception& error) {
    log_fault("an import", error);
    job.broke = true;
  }
  if (job.broke) {
    job.report.findings_in_all = 1;
    job.report.findings = {{0, {}, {Refusal::the_machine_broke, {}, {}}, false}};
  }
  job.asked.file.reset();
  job.has_ended = true;
}

Result<std::shared_ptr<ImportJobs::Job>> ImportJobs::find(const Uuid& job, BodyNo body,
                                                          const PersonId& person) {
  const std::lock_guard lock(mutex_);
  const auto found = jobs_.find(job);
  if (found == jobs_.end()) return refuse(Refusal::nothing_is_there);
  const Asked& asked = found->second->asked;
  if (asked.body.no != body || asked.actor.person != person)
    return refuse(Refusal::nothing_is_there);
  return found->second;
}

Result<ImportJobs::State> ImportJobs::state(const Uuid& id, BodyNo body, const PersonId& person) {
  auto job = find(id, body, person);
  if (!job) return std::unexpected(std::move(job.error()));
  // Asked once: between two questions it may end, and be refused without a report.
  const bool has_ended = (*job)->has_ended;
  const std::int64_t to_apply = (*job)->rows_to_apply;
  State state{(*job)->state(has_ended), (*job)->rows_done.load()};
  if (to_apply > 0) state.rows_to_apply = to_apply;
  if (!has_ended) state.percent = (*job)->percent();
  if (has_ended) state.report = (*job)->report;
  return state;
}

Result<ImportJobs::State> ImportJobs::state_by_records(Connection& reading, const Uuid& id,
                                                       BodyNo body, const PersonId& person) const {
  ImportReport report;
  // Between two looks the last of it may be taken back: what was counted would pass for whole.
  const Transaction snapshot(reading, Transaction::Mode::deferred);
  if (const auto by = goes_on_by(reading, RecordId(id));
      by && unfinished_import(reading, body, RecordId(id))) {
    if (*by != person) return refuse(Refusal::nothing_is_there);
    return state_gone_on_with(reading, body, RecordId(id));
  }
  if (const auto told = import_as_told(reading, body, RecordId(id)))
    return state_told(*told, person);
  for (const Ledger* ledger : all_ledgers()) {
    const LedgerTable table(*ledger);
    const std::vector<RecordId> records = table.of_import(reading, body, id);
    report.applied += std::ssize(records);
    if (records.empty()) continue;
    // The author is whoever said it; who took it in, the entry tells.
    const auto first = table.get(reading, body, records.front());
    const auto opening = first ? entry_at(reading, body, first->opened_by_entry) : std::nullopt;
    if (!opening || opening->head.actor != person) return refuse(Refusal::nothing_is_there);
  }
  const bool is_of_this_run = !was_made_before(id, began_);
  std::string_view state = "not_applied";
  if (unfinished_import(reading, body, RecordId(id))) {
    state = "taking_back";
  } else if (report.applied > 0) {
    state = "done";
    report.import = RecordId(id);
  } else if (is_of_this_run) {
    return refuse(Refusal::nothing_is_there);
  }
  report.rows = report.applied;
  return State{state, report.applied, std::nullopt, std::nullopt, std::move(report)};
}

bool ImportJobs::may_go_again(const State& state) {
  return state.name == "taking_back" ||
         (state.name == "done" && state.report && state.report->import);
}

// What was opened goes first, and what was changed behind it: as many as are gone are counted.
ImportJobs::State ImportJobs::taken_back_so_far(Connection& reading, const Uuid& id, BodyNo body,
                                                State state) {
  const RecordId import(id);
  const Transaction snapshot(reading, Transaction::Mode::deferred);
  if (!unfinished_import(reading, body, import)) return state;
  const auto told = import_as_told(reading, body, import);
  const Ledger* ledger = told ? find_ledger(told->begun.ledger) : nullptr;
  if (!ledger) return state;
  constexpr std::int64_t whole = 100;
  const bool was_whole = state.name == "done";
  const std::int64_t all = was_whole ? told->begun.opened + told->begun.amended : state.rows_done;
  const std::int64_t there = rows_there(reading, *ledger, body, import);
  State going{"taking_back", std::max<std::int64_t>(0, all - there)};
  going.rows_to_apply = all;
  if (all > 0) going.percent = whole * going.rows_done / all;
  return going;
}

Result<void> ImportJobs::cancel(const Uuid& id, BodyNo body, const PersonId& person) {
  auto job = find(id, body, person);
  if (!job && cancel_what_goes_on(database_path_, body, RecordId(id), person)) return {};
  if (!job) return std::unexpected(std::move(job.error()));
  (*job)->is_cancelled = true;
  return {};
}

}  // namespace chuangyou
