// The first answers to acts, for a day: a second click with the same Idempotency-Key gets the first
// answer. Keys are random, so an index over them on the disk would cost each act a page of its own;
// rows are appended under the place of the act's entry, and memory knows which key lies where.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <unordered_map>

#include "core/hash.h"
#include "storage/sqlite.h"

namespace chuangyou {

inline constexpr std::int64_t answers_kept_hours = 24;

struct AnsweredAct {
  std::string digest;  // of the request, to notice a key used for another one
  Uuid record;
  std::int64_t seq = 0;
  std::string locked_receipt;  // empty: the act gave none
};

class AnsweredActs {
 public:
  explicit AnsweredActs(Connection&);  // the writer's; finds what earlier runs have answered

  std::optional<AnsweredAct> find(BodyNo, const Hash& key) const;
  // Part of the writer's transaction: if that is taken back, find() knows nothing of it.
  void remember(BodyNo, const Hash& key, const AnsweredAct&, Moment at);

 private:
  struct Kept {
    std::int64_t place;
    std::uint64_t start_of_key;
    Moment at;
  };
  void keep(std::int64_t place, const Hash& key, Moment at);
  void forget_the_oldest(Moment now);

  Connection& connection_;
  std::unordered_multimap<std::uint64_t, std::int64_t> places_;  // by the start of the key
  std::deque<Kept> in_order_;
};

void create_answered_acts_schema(Connection&);

}  // namespace chuangyou
