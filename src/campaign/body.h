// A body as it lives in memory: its trees, people, calendar, policy and figures. All of it can be
// rebuilt from the journal and the campaign's data. Readers hold `lock` shared, the writer alone.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <span>
#include <string>
#include <vector>

#include "core/working_calendar.h"
#include "core/zone.h"
#include "journal/log_key.h"
#include "journal/roll_up.h"
#include "org/people.h"
#include "org/tree.h"
#include "packs/campaign.h"
#include "packs/policy.h"

namespace chuangyou {

struct Body {
  Body(Zone its_zone, WorkingCalendar its_calendar)
      : zone(std::move(its_zone)), calendar(std::move(its_calendar)) {}

  BodyNo no{};
  std::string key;  // permanent wire name: `model-province`, `boston`
  Words name;
  std::string campaign_key, policy_key, calendar_key;
  HashFunction hash = HashFunction::sha256;  // of its journal
  Hash reckoned_by{};                        // digest of the calendar's and the policy's files
  Zone zone;
  WorkingCalendar calendar;
  PolicyPack policy;
  Campaign campaign;
  std::shared_ptr<const LogSigner> log;  // signs its checkpoints; null: its key is missing
  std::optional<Date> shown_as_of;       // a demonstration body is shown as of a fixed day

  Tree tree;
  People people;
  std::unique_ptr<RollUp> roll_up;
  std::int64_t last_seq = 0;                 // of the journal; the writer's alone
  Moment last_at;                            // of the last entry; the writer's alone
  std::atomic<Moment> loaded_at = Moment{};  // real time of loading, from which a shown day runs on
  // False: nobody has ever asked for one in this body, and no reader need look.
  std::atomic<bool> may_have_erasures = true;
  mutable std::shared_mutex lock;

  // Valid while `lock` is held.
  Circumstances circumstances() const;
};

// The moment that holds in a body: the real one, or for a demonstration body its shown day, which
// runs on from midnight for as long as the program has been up.
Moment body_now(const Body& body, Moment real);

class Bodies {
 public:
  Body* find(std::string_view key) const;
  Body* find(BodyNo no) const;
  Body& add(std::unique_ptr<Body> body);
  std::span<const std::unique_ptr<Body>> all() const { return bodies_; }

 private:
  std::vector<std::unique_ptr<Body>> bodies_;
};

}  // namespace chuangyou
