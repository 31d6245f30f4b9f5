#include "jobs/start_checks.h"

#include <spdlog/spdlog.h>

#include <set>

#include "campaign/frame_files.h"
#include "campaign/lost_entries.h"
#include "jobs/nightly.h"
#include "journal/checkpoint_file.h"
#include "journal/lost_checkpoints.h"
#include "journal/verify_last.h"

namespace chuangyou {
namespace {

// Whether this one is settled: a decision to go on is written where there is a body to write it in.
bool settle(const std::string& database, Bodies& bodies, const LostEntries& lost, Moment now,
            bool go_on, RandomSource& random) {
  spdlog::error("{} body={} missing={} sealed={} root={}",
                lost.missing > 0 ? "entries_are_missing" : "journals_disagree", lost.body,
                lost.missing, lost.size, to_hex(lost.root));
  Body* body = bodies.find(lost.no);
  if (!go_on || lost.missing == 0 || !body) return false;
  go_on_after_loss(database, *body, lost, now, random);
  spdlog::warn("go_on_after_loss body={} entry={}", lost.body, body->last_seq);
  return true;
}

// The file beside is gone, now or at an earlier start, and nobody has decided to go on without it:
// of how many bodies.
std::int64_t count_without_checkpoints(const std::string& database, Bodies& bodies, Moment now,
                                       bool go_on, RandomSource& random) {
  Connection connection(database, OpenFor::writing);
  std::set<std::string> beside;
  for (const CheckpointLine& line : CheckpointFile(CheckpointFile::beside(database)).read_all().all)
    beside.insert(line.body);
  for (const std::unique_ptr<Body>& body : bodies.all())
    if (!beside.contains(body->key) && was_sealed_beside(connection, body->no))
      note_lost_checkpoints(connection, body->no, now);
  std::int64_t count = 0;
  for (const BodyNo no : lost_checkpoints(connection)) {
    Body* body = bodies.find(no);
    spdlog::error("checkpoints_are_missing body={} file={}", body ? body->key : "",
                  CheckpointFile::beside(database));
    if (!go_on || !body) {
      ++count;
      continue;
    }
    go_on_after_loss(database, *body, {body->key, no, 0, 0, Hash{}}, now, random);
    settle_lost_checkpoints(connection, no);
    spdlog::warn("go_on_after_loss body={} entry={}", body->key, body->last_seq);
  }
  return count;
}

}  // namespace

void tell_of_edited_files(const Places& places, const Bodies& bodies, Health& health) {
  Health::Report report;
  for (const std::unique_ptr<Body>& body : bodies.all()) {
    std::string all;
    for (const std::string& file : files_that_differ(places, body->frame)) {
      spdlog::warn(
          "campaign_file_differs body={} file={} what=\"the body goes by what it adopted; what "
          "holds is changed by an act of the works committee\"",
          body->key, file);
      all += (all.empty() ? "" : ", ") + file;
    }
    if (!all.empty()) report.facts.emplace_back(body->key, all + " differs from what was adopted");
  }
  health.report("campaign_files", std::move(report));
}

StartChecked check_at_start(const std::string& database, Bodies& bodies, Health& health, Moment now,
                            bool go_on, RandomSource& random) {
  StartChecked checked;
  std::int64_t missing = 0, disagreeing = 0;
  for (const LostEntries& lost : hold_against_checkpoints(database, bodies, now)) {
    if (settle(database, bodies, lost, now, go_on, random)) continue;
    missing += lost.missing;
    if (lost.missing == 0) ++disagreeing;
  }
  checked.entries_are_missing = missing > 0;
  const std::int64_t without = count_without_checkpoints(database, bodies, now, go_on, random);
  health.report("checkpoints", {.is_well = missing == 0 && disagreeing == 0 && without == 0,
                                .facts = {{"entries_missing", missing},
                                          {"journals_disagree", disagreeing != 0},
                                          {"bodies_without_checkpoints", without}}});
  Connection reading(database, OpenFor::reading);
  report_journal(health, bodies, verify_last(reading, entries_checked_at_start), {}, std::nullopt);
  return checked;
}

}  // namespace chuangyou
