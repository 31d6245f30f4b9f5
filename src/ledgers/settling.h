// What becomes of reminders, urgings and offers of help that nobody has answered when that about
// which they were is over: they are over with it, and nobody is asked for an answer any more.
#pragma once

#include "record/decide.h"

namespace chuangyou::settling {

inline constexpr std::string_view unanswered[] = {"issued", "upheld"};
// As many as any rule counts: what is left off here stays open for ever.
inline constexpr std::int64_t settled_at_once = 10'000;

inline std::vector<Caused> asked_in_vain(const Deciding& deciding) {
  const Query query{
      .ledger = "interventions", .field = "cause", .is = deciding.before.id, .states = unanswered};
  std::vector<Caused> over;
  for (const RecordId& id : deciding.circumstances.find(query, settled_at_once)) {
    const std::optional<Record> one = deciding.circumstances.record("interventions", id);
    const auto* rung = one ? std::get_if<std::string>(&one->value("rung")) : nullptr;
    // What is above help is answered for itself, whatever has become of its cause.
    if (rung && (*rung == "remind" || *rung == "urge" || *rung == "help"))
      over.push_back({.record = id});
  }
  return over;
}
inline constexpr Cause settles[] = {{"interventions", "settle", {}, asked_in_vain}};

}  // namespace chuangyou::settling
