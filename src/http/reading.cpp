#include "http/reading.h"

#include "http/problem.h"
#include "storage/step_limit.h"

namespace chuangyou {
namespace {

// Some two milliseconds, for which all other readers of the loop wait.
constexpr std::int64_t steps_on_the_loop_max = 150'000;

struct Reading {
  Site& site;
  const Body& body;
  Actor actor;
  Moment now;
  Language language;
  MakeReply make;

  Reply reply() const {
    try {
      Connection connection(site.database_path, OpenFor::reading);
      RandomSource random = RandomSource::from_system();
      std::optional<Reply> made = make({connection, body, actor, now, true}, random);
      if (made) return std::move(*made);
      return problem(Refusal::the_machine_broke, language);
    } catch (const std::exception& error) {
      return broken(error, language);
    }
  }
};

}  // namespace

// The unit to begin with: the highest in which the actor holds a post.
std::optional<Uuid> own_top_unit(const Visit& visit) {
  const Post* top = nullptr;
  for (const Post& post : visit.actor.posts)
    if (top == nullptr || post.path.size() < top->path.size()) top = &post;
  if (top == nullptr) return std::nullopt;
  return top->unit;
}

Reply read_within_bounds(Visit& visit, MakeReply make) {
  {
    const StepLimit limit(visit.lane.reading, steps_on_the_loop_max);
    try {
      if (std::optional<Reply> reply = make(visit.reader(), visit.lane.random))
        return std::move(*reply);
    } catch (const StorageError&) {
      if (!limit.is_reached()) throw;
      visit.lane.reading.let_go();
    }
  }
  Reading reading{visit.site, *visit.body, visit.actor, visit.now, visit.language, std::move(make)};
  const bool is_taken =
      visit.site.reading.post([reading = std::move(reading), answer = visit.answer] {
        answer.give([reply = reading.reply()]() mutable { return std::move(reply); });
      });
  return is_taken ? Reply::later() : visit.refused(Refusal::too_many_requests);
}

}  // namespace chuangyou
