// The past days that are at hand, in `<database>.past/`: made one after the other when somebody
// asks, on a thread and low priority of their own, at most three and no more than 2 GiB. Where
// another is wanted the last day of a month stays longer than others, and of equals that which was
// read last. The words of a day are indexed in the same way. None outlives the program, and an
// erasure deletes them all.
//
// Whoever has no session asks behind all others and for little: one day of a body waits for him and
// one a minute is begun, and nothing goes for it that anybody else has read a short while ago.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "campaign/past_day.h"
#include "core/health.h"

namespace chuangyou {

bool is_month_end(Date day);
Date month_end_before(Date day);

class PastDays {
 public:
  struct Limits {
    std::size_t copies = 3, waiting = 16;
    std::int64_t bytes = std::int64_t{2} << 30;
    std::chrono::seconds kept_from_everyone{1800}, between_two_of_everyone{60};
  };
  enum class AskedBy : std::uint8_t { somebody, everyone };  // with a session, and without
  // What an earlier run left goes. The house reports as part `past_days`.
  PastDays(const Places&, const Bodies&, Health&, const Limits&);
  PastDays(const Places& places, const Bodies& bodies, Health& health)
      : PastDays(places, bodies, health, Limits()) {}
  ~PastDays();  // gives up what is being made
  PastDays(const PastDays&) = delete;
  PastDays& operator=(const PastDays&) = delete;

  struct BeingMade {
    std::int64_t done = 0, of = 0;  // entries, or records; 0 while others come first
    std::size_t others_first = 0;
  };
  using Found = std::variant<std::shared_ptr<PastDay>, BeingMade>;
  // Of a day that has passed and in which the body was there. disk_is_too_small, or why else it
  // could not be made just now; too_many_requests where too many wait.
  Result<Found> find(BodyNo, Date, AskedBy = AskedBy::somebody);
  // The day's words, indexed when somebody first asks for them; nullopt: they are there.
  Result<std::optional<BeingMade>> find_words(const std::shared_ptr<PastDay>&);
  std::vector<Date> at_hand(BodyNo) const;  // answered at once
  // A copy that broke while it was read goes, and whoever asks next waits for a new one. False
  // where that day has been made anew a moment ago: then it is not the copy that is broken.
  bool give_up(const std::shared_ptr<PastDay>&);
  // For Writer::on_commit; may outlive us.
  std::function<void(std::span<const Committed>)> listener() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace chuangyou
