// What is over leaves nobody asked for an answer about it: each way in which a record ends from
// which an intervention may arise brings its open reminders and offers of help to an end.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "ledgers/all.h"
#include "ledgers/interventions.h"

namespace chuangyou {
namespace {

// Done with, and nobody is asked for anything any more: confirmed, ended, or claimed where nobody
// is to confirm it.
bool is_over(const State& state) {
  return state.stage != Stage::open && state.awaits.all().empty();
}

bool settles(const Act& act) {
  return std::ranges::any_of(act.causes, [](const Cause& cause) {
    return cause.ledger == "interventions" && cause.act == "settle";
  });
}

TEST(Settling, FollowsFromEachWayInWhichACauseEnds) {
  std::set<std::string> ends;
  for (const std::string_view name : interventions::sources) {
    const Ledger* ledger = find_ledger(name);
    ASSERT_NE(ledger, nullptr) << name;
    for (const Act& act : ledger->acts) {
      const State* to = ledger->state(act.to);
      if (!to || !is_over(*to)) continue;
      ends.insert(std::string(name) + " " + std::string(to->name));
      EXPECT_TRUE(settles(act)) << name << " " << act.name << " leaves its reminders open";
    }
  }
  const std::set<std::string> all = {
      "promises confirmed",  "promises broken",     "promises withdrawn",
      "tasks confirmed",     "tasks dropped",       "problems confirmed",
      "problems explained",  "feedback confirmed",  "feedback explained",
      "feedback redirected", "feedback withdrawn",  "deliveries acknowledged",
      "deliveries answered", "deliveries declined", "deliveries withdrawn"};
  EXPECT_EQ(ends, all);
}

}  // namespace
}  // namespace chuangyou
