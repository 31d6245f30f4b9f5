// A body as it lives in memory: its trees, people, campaign, calendar, policy and figures. All of
// it can be rebuilt from the journal. Readers hold `lock` shared, the writer alone.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <span>
#include <string>
#include <vector>

#include "core/zone.h"
#include "journal/log_key.h"
#include "journal/roll_up.h"
#include "org/people.h"
#include "org/signing.h"
#include "org/tree.h"
#include "packs/frame_act.h"

namespace chuangyou {

// After a new calendar the due moments beside the records follow in batches (reckoning.h); until
// all have, those of the rows may be of before.
struct Reckoning {
  std::atomic<bool> is_under_way = false;
  std::atomic<std::int64_t> done = 0, in_all = 0;  // records
};

struct Body {
  Body(Zone its_zone, Frame its_frame) : zone(std::move(its_zone)), frame(std::move(its_frame)) {}

  BodyNo no{};
  std::string key;  // permanent wire name: `model-province`, `boston`
  Words name;
  HashFunction hash = HashFunction::sha256;  // of its journal
  Zone zone;
  Frame frame;
  // A body of the first edition, whose journal does not have these yet: as the files say them.
  std::vector<FrameAct> not_adopted;
  Reckoning reckoning;
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
  LastDayToSign last_day_to_sign() const;
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
