#include "http/reading.h"

#include "http/past_visit.h"
#include "http/problem.h"
#include "journal/journal.h"
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

// The same of a past day, with what it is today beside it.
struct PastReading {
  Site& site;
  std::shared_ptr<PastDay> day;
  const Body& present;
  Actor actor, actor_then;
  Moment now;
  Language language;
  MakeReply make;

  Reply reply() const {
    try {
      Connection reading(site.database_path, OpenFor::reading);
      Connection then(day->file(), OpenFor::reading);
      RandomSource random = RandomSource::from_system();
      day->compare(then, reading);
      const TodayToo today{{reading, present, actor, now, true}, *day};
      std::optional<Reply> made =
          make({then, day->body(), actor_then, day->moment(), true, &today}, random);
      if (made) return std::move(*made);
      return problem(Refusal::the_machine_broke, language);
    } catch (const std::exception& error) {
      return broken_in_past(site, day, error, language);
    }
  }
};

Reply reply_on_own_connection(Site& site, Language language,
                              const std::function<Reply(Connection&)>& make) {
  try {
    Connection connection(site.database_path, OpenFor::reading);
    return make(connection);
  } catch (const std::exception& error) {
    return broken(error, language);
  }
}

bool is_compared(const Visit& visit) {
  return visit.past->day->is_compared_until(last_seq(visit.lane.reading, visit.body->no));
}

Reply read_past_within_bounds(Visit& visit, MakeReply make) {
  PastVisit& past = *visit.past;
  if (is_compared(visit)) {
    const StepLimit then(past.reading, steps_on_the_loop_max);
    const StepLimit today(visit.lane.reading, steps_on_the_loop_max);
    try {
      if (std::optional<Reply> reply = make(visit.reader(), visit.lane.random))
        return std::move(*reply);
    } catch (const StorageError&) {
      if (!then.is_reached() && !today.is_reached()) throw;
      past.reading.let_go();
      visit.lane.reading.let_go();
    }
  }
  return read_elsewhere(visit, visit.site.reading, std::move(make));
}

template <class AnyReading>
Reply hand_over(Visit& visit, SlowWork& work, AnyReading reading, std::shared_ptr<void> turn) {
  const bool is_taken = work.post(
      [reading = std::move(reading), turn = std::move(turn), answer = visit.answer]() mutable {
        Reply reply = reading.reply();
        turn.reset();  // whoever has his answer may ask again
        answer.give([reply = std::move(reply)]() mutable { return std::move(reply); });
      });
  return is_taken ? Reply::later() : visit.refused(Refusal::too_many_requests);
}

}  // namespace

// The unit to begin with: the highest in which the actor holds a post.
std::optional<Uuid> own_top_unit(const Visit& visit) {
  const Post* top = nullptr;
  for (const Post& post : visit.actor.posts)
    if (top == nullptr || post.path.size() < top->path.size()) top = &post;
  if (top == nullptr) return std::nullopt;
  return top->unit;
}

// Whoever acted is told in any case what became of it, so that he stands in the longer queue.
void answer_within_bounds(Site& site, Lane& lane, const Answer& answer, Language language,
                          std::function<Reply(Connection&)> make) {
  answer.give_or_pass_on(
      [&site, &lane, answer, language, make = std::move(make)]() mutable -> std::optional<Reply> {
        {
          const StepLimit limit(lane.reading, steps_on_the_loop_max);
          try {
            return make(lane.reading);
          } catch (const std::exception& error) {
            lane.reading.let_go();
            if (!limit.is_reached()) return broken(error, language);
          }
        }
        const bool is_taken = site.slow.post([&site, answer, language, make = std::move(make)] {
          answer.give([reply = reply_on_own_connection(site, language, make)]() mutable {
            return std::move(reply);
          });
        });
        if (is_taken) return std::nullopt;
        return problem(Refusal::too_many_requests, language);
      });
}

Reply read_within_bounds(Visit& visit, MakeReply make) {
  if (visit.past) return read_past_within_bounds(visit, std::move(make));
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
  return read_elsewhere(visit, visit.site.reading, std::move(make));
}

Reply read_elsewhere(Visit& visit, SlowWork& work, MakeReply make, std::shared_ptr<void> turn) {
  if (const PastVisit* past = visit.past.get()) {
    PastReading reading{visit.site,  past->day, past->present,  past->actor,
                        visit.actor, past->now, visit.language, std::move(make)};
    return hand_over(visit, work, std::move(reading), std::move(turn));
  }
  Reading reading{visit.site, *visit.body, visit.actor, visit.now, visit.language, std::move(make)};
  return hand_over(visit, work, std::move(reading), std::move(turn));
}

Reply read_at_unit(Visit& visit, std::optional<Uuid> asked, ReadAtUnit read) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  const std::optional<Uuid> unit = asked ? asked : own_top_unit(visit);
  if (!unit) return visit.refused(Refusal::post_does_not_allow_this);
  return read_within_bounds(
      visit, [unit = *unit, read = std::move(read)](const Reader& reader, RandomSource&) {
        return read(reader, unit);
      });
}

}  // namespace chuangyou
