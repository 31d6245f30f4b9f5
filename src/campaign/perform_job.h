// What waits in the writer's queue.
#pragma once

#include <functional>
#include <future>
#include <variant>

#include "campaign/perform.h"
#include "campaign/succession.h"

namespace chuangyou {

// Each kind of job can be told that it is refused before it has begun.
struct ActJob {
  ActRequest request;
  std::move_only_function<void(Result<Performed>)> done;
  Result<Performed> answer = refuse(Refusal::not_accepting_acts_now);

  void give() { done(std::move(answer)); }
  void refuse_by(Refusal law) {
    answer = refuse(law);
    give();
  }
};
template <class Request, class Answer>
struct AskedJob {
  Request request;
  std::promise<Result<Answer>> done = {};
  Result<Answer> answer = refuse(Refusal::not_accepting_acts_now);

  void give() { done.set_value(std::move(answer)); }
  void refuse_by(Refusal law) {
    answer = refuse(law);
    give();
  }
};
// A merge is answered when all of it is handed on.
struct OrgJob : AskedJob<OrgRequest, OrgPerformed> {
  std::optional<Succeeding> rest = {};
};
using ClickJob = AskedJob<Writer::Click, std::optional<AnsweredAct>>;
using ClockJob = AskedJob<ClockConfirmation, std::int64_t>;
struct BatchJob {
  Writer::Batch batch;
  std::function<bool(std::size_t)> progress;
  std::promise<std::vector<Writer::BatchRefusal>> done;

  void give() {}  // its run does, when that is over (perform_batch.h)
  void refuse_by(Refusal law) {
    std::vector<Writer::BatchRefusal> refusals;
    refusals.push_back({0, Refused{law, {}, {}}});
    done.set_value(std::move(refusals));
  }
};
using Job = std::variant<ActJob, OrgJob, ClickJob, ClockJob, BatchJob>;

}  // namespace chuangyou
