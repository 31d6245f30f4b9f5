#include "jobs/start_checks.h"

#include <spdlog/spdlog.h>

#include "campaign/lost_entries.h"
#include "jobs/nightly.h"
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

}  // namespace

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
  health.report("checkpoints",
                {.is_well = missing == 0 && disagreeing == 0,
                 .facts = {{"entries_missing", missing}, {"journals_disagree", disagreeing != 0}}});
  Connection reading(database, OpenFor::reading);
  report_journal(health, bodies, verify_last(reading, entries_checked_at_start), {}, std::nullopt);
  return checked;
}

}  // namespace chuangyou
