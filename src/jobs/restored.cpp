#include "jobs/restored.h"

#include <spdlog/spdlog.h>

#include "campaign/accounts_restored.h"
#include "campaign/backup.h"
#include "campaign/lost_entries.h"
#include "journal/journal.h"

namespace chuangyou {
namespace {

// Of what was lost nobody can say more than how far the journal goes.
void go_on_in(const std::string& database, Body& body, Moment now, RandomSource& random) {
  LostEntries lost{body.key, body.no, 0, body.last_seq, {}};
  {
    Connection connection(database, OpenFor::reading);
    const auto last = entry_at(connection, body.no, body.last_seq);
    if (last && last->head.act == go_on_after_loss_act) return;  // said at this very start
    if (const auto seal = latest_seal(connection, body.no)) lost.root = seal->root;
  }
  go_on_after_loss(database, body, lost, now, random);
  spdlog::warn("go_on_after_restoring body={} entry={}", body.key, body.last_seq);
}

// A part of a backup has passwords that were set after it.
void adopt_accounts_of(const std::string& database, Bodies& bodies, Moment now,
                       RandomSource& random) {
  Connection connection(database, OpenFor::writing);
  for (const std::unique_ptr<Body>& body : bodies.all())
    adopt_accounts_as_they_stand(connection, *body, now, random);
}

}  // namespace

bool may_act_after_restoring(const std::string& database, Bodies& bodies, Health& health,
                             const RestoredDecision& decision, Moment now, RandomSource& random) {
  const RestoredNote note(database);
  const auto restored = note.read();
  if (!restored) return true;
  if (!decision.nothing_is_missing && !decision.goes_on_without) {
    Health::Report report{.is_well = false, .facts = {}};
    for (const auto& [body, end] : *restored) {
      report.facts.emplace_back(body, end);
      spdlog::error(
          "restored body={} entry={} what=\"no acts until it is said how it goes on: serve with "
          "--nothing-is-missing where the backup was the last thing that the old house did, with "
          "--go-on-without-missing-entries otherwise\"",
          body, end);
    }
    health.report("restored", std::move(report));
    return false;
  }
  if (decision.goes_on_without)
    for (const auto& [key, end] : *restored)
      if (Body* body = bodies.find(key)) go_on_in(database, *body, now, random);
  adopt_accounts_of(database, bodies, now, random);
  if (decision.nothing_is_missing)
    spdlog::warn("restored what=\"somebody vouches that nothing came after the backup\"");
  note.remove();
  return true;
}

}  // namespace chuangyou
