// The one writer, writing: a transaction for all that waits, a slice of a batch or of a merge.
#include <algorithm>

#include "campaign/frame_files.h"
#include "campaign/perform_state.h"
#include "campaign/reckoning.h"
#include "core/fault_log.h"
#include "storage/probe.h"
#include "storage/unfinished_successions.h"

namespace chuangyou {

void Writer::State::perform(ActJob& job, std::vector<Done>& done) {
  job.answer = path.perform(job.request, now(), done);
}

void Writer::State::perform(OrgJob& job, std::vector<Done>& done) {
  organised.insert(job.request.body);
  GivesWay gives_way{waiting};
  job.answer = path.perform(job.request, now(), done, &gives_way);
  job.rest = std::move(gives_way.rest);
}

void Writer::State::perform(ClickJob& job, std::vector<Done>&) {
  job.answer = path.answered_before(job.request);
}

void Writer::State::perform(ClockJob& job, std::vector<Done>& done) {
  job.answer = path.confirm_clock(job.request, done);
}

// Where the machine fails on this one alone, it leaves nothing behind and the others go on.
void Writer::State::perform_guarded(Job& job, std::vector<Done>& done) {
  ActJob* const act = std::get_if<ActJob>(&job);
  // The others change more in memory than can be put right here; such a one takes all with it.
  if (!act) return std::visit([&](auto& one) { perform(one, done); }, job);
  Savepoint savepoint(connection);
  Body* body = bodies.find(act->request.body);
  const std::int64_t seq_before = body ? body->last_seq : 0;
  const std::size_t done_before = done.size();
  const std::size_t answers_before = path.answers().mark();
  try {
    perform(*act, done);
    savepoint.keep();
  } catch (const std::exception& error) {
    log_fault("an act", error);
    savepoint.take_back();
    path.answers().back_to(answers_before);
    act->answer = refuse(Refusal::not_accepting_acts_now);
    if (body) body->last_seq = seq_before;
    done.resize(done_before);
  }
}

Written Writer::State::try_to_write(std::deque<Job>& jobs, Guard guard) {
  bool is_performing = false;
  const LetsReadersIn at_the_end(path);
  try {
    std::vector<Done> done;
    std::lock_guard turn(keeping.write_turn());
    organised.clear();
    Transaction transaction(connection, Transaction::Mode::immediate);
    is_performing = true;
    for (Job& job : jobs) {
      if (guard == Guard::savepoints)
        perform_guarded(job, done);
      else
        std::visit([&](auto& one) { perform(one, done); }, job);
    }
    is_performing = false;
    file.check();
    transaction.commit();
    publish(done);  // within the turn: what falls due must not be counted before it is there
    return Written::all;
  } catch (const std::exception& error) {
    failed(error);
  }
  return is_performing ? Written::nothing_since_an_act_failed : Written::nothing;
}

// Whatever was not committed goes from memory too. Where even that fails, the gate stays closed
// until it has succeeded.
void Writer::State::failed(const std::exception& error) {
  log_fault("writing", error);
  try {
    latest_failure = error.what();
    memory_is_stale = true;
    connection.let_go();
    forget_uncommitted();
  } catch (const std::exception& second) {
    log_fault("reading what is committed", second);
    outage.begin(second.what());
  }
}

void Writer::State::write(std::deque<Job>& jobs) {
  Written written = try_to_write(jobs, Guard::none);
  if (written == Written::nothing_since_an_act_failed && !memory_is_stale)
    written = try_to_write(jobs, Guard::savepoints);
  const bool accepts = written == Written::all;
  if (!accepts) outage.begin(latest_failure);
  for (Job& job : jobs)
    answer_somebody([&] {
      // Nothing was acknowledged, so nothing is lost; every waiting act is told to come again.
      if (!accepts)
        return std::visit([](auto& one) { one.refuse_by(Refusal::not_accepting_acts_now); }, job);
      if (OrgJob* merge = std::get_if<OrgJob>(&job); merge && merge->rest)
        merges.push_back(std::move(*merge));
      else
        std::visit([](auto& one) { one.give(); }, job);
    });
}

// One slice a round, so that whoever acts comes between any two: of each body in turn, where the
// later batches wait for the first.
void Writer::State::go_on_with_batches() {
  const auto turns_until = [&](const BatchRun& run) {
    return static_cast<std::uint32_t>(run.body()) - static_cast<std::uint32_t>(sliced_last) - 1;
  };
  auto next = batches.end();
  for (auto run = batches.begin(); run != batches.end(); ++run) {
    const bool is_first = std::none_of(batches.begin(), run, [&](const BatchRun& earlier) {
      return earlier.body() == run->body();
    });
    if (is_first && run->is_ready() &&
        (next == batches.end() || turns_until(*run) < turns_until(*next)))
      next = run;
  }
  if (next == batches.end()) return;
  sliced_last = next->body();
  write_slice(*next);
  if (next->is_over()) batches.erase(next);
}

void Writer::State::leave_batches() {
  std::erase_if(batches, [this](BatchRun& run) { return run.leave(path); });
}

// A slice of the first one a round. Where the disk fails it is gone on with afterwards, and whoever
// waits for it hears that the merge itself is done.
void Writer::State::go_on_with_merges() {
  if (merges.empty()) return;
  OrgJob& merge = merges.front();
  const Succeeding before = *merge.rest;
  try {
    std::vector<Done> done;
    std::lock_guard turn(keeping.write_turn());
    organised.clear();
    Transaction transaction(connection, Transaction::Mode::immediate);
    Slice slice(waiting);
    const bool is_over = path.hand_on(*merge.rest, done, &slice);
    if (is_over) mark_succession(connection, before.body, before.by.seq, false);
    file.check();
    transaction.commit();
    publish(done);
    if (!is_over) return;
  } catch (const std::exception& error) {
    merge.rest = before;
    failed(error);
    outage.begin(error.what());
    return;
  }
  answer_somebody([&] { merge.give(); });
  merges.pop_front();
}

void Writer::State::write_slice(BatchRun& run) {
  const LetsReadersIn at_the_end(path);
  try {
    std::vector<Done> done;
    std::lock_guard turn(keeping.write_turn());
    organised.clear();
    if (run.changes_units()) organised.insert(run.body());
    Transaction transaction(connection, Transaction::Mode::immediate);
    const LetsTheOtherHandGo in_the_end(path.other_hand());
    if (run.slice(path, connection, bodies, now(), done)) {
      file.check();
      transaction.commit();
      publish(done);
      run.committed(path);
      return;
    }
  } catch (const std::exception& error) {
    failed(error);
    outage.begin(error.what());
    run.broke(path, {Refusal::not_accepting_acts_now, {}, {}});
    return;
  }
  forget_uncommitted();
  run.rolled_back(path);
}

bool Writer::State::is_reckoning() const {
  return std::ranges::any_of(bodies.all(),
                             [](const auto& body) { return body->reckoning.is_under_way.load(); });
}

// One batch of each body a round. What a start finds half done goes on by itself.
void Writer::State::go_on_with_reckonings() {
  const LetsReadersIn at_the_end(path);
  for (const std::unique_ptr<Body>& body : bodies.all()) {
    if (!body->reckoning.is_under_way) continue;
    try {
      std::vector<Done> done;
      std::lock_guard turn(keeping.write_turn());
      organised.clear();
      Transaction transaction(connection, Transaction::Mode::immediate);
      go_on_reckoning(connection, *body, path.tables(), done);
      file.check();
      transaction.commit();
      publish(done);
    } catch (const std::exception& error) {
      failed(error);
      outage.begin(error.what());
      return;
    }
  }
}

// On a connection of its own making: the old one may be the trouble.
void Writer::State::probe() {
  try {
    file.check();
    std::lock_guard turn(keeping.write_turn());
    connection.let_go();
    connection = Connection(database, OpenFor::writing);
    if (memory_is_stale) forget_uncommitted();
    Transaction transaction(connection, Transaction::Mode::immediate);
    write_probe(connection);
    transaction.commit();
    outage.end();
  } catch (const std::exception& error) {
    log_fault("the probe", error);
    connection.let_go();
  }
}

// What a transaction that did not commit has left in memory goes: the trees that it changed are
// read again from their tables and the next number from the journal.
void Writer::State::forget_uncommitted() {
  memory_is_stale = true;
  const LetsReadersIn at_the_end(path);  // also where the disk fails in the middle
  path.answers().taken_back();
  for (const std::unique_ptr<Body>& body : bodies.all()) {
    body->last_seq = last_seq(connection, body->no);
    if (const auto last = entry_at(connection, body->no, body->last_seq))
      body->last_at = last->head.at;
    find_reckoning(connection, *body);
    if (!organised.contains(body->no)) continue;
    Result<Frame> frame = frame_in_journal(connection, body->no);
    Tree tree;
    People people;
    load_trees(connection, body->no, tree, people);
    path.keep_readers_out(*body);
    body->tree = std::move(tree);
    body->people = std::move(people);
    if (frame && frame->is_whole()) body->frame = std::move(*frame);
  }
  organised.clear();
  memory_is_stale = false;
}

void Writer::State::move_figures(std::span<const Done> done) {
  for (std::size_t i = 0; i < done.size();) {
    Body& body = *bodies.find(done[i].body);
    path.keep_readers_out(body);
    bool reshape = false;
    for (std::size_t j = i; j < done.size() && done[j].body == body.no; ++j)
      reshape = reshape || done[j].tree_changed;
    if (reshape) body.roll_up->reshape(body.tree);
    for (; i < done.size() && done[i].body == body.no; ++i) {
      if (!done[i].ledger) continue;
      body.roll_up->follow(done[i].ledger->name, done[i].before, done[i].after);
      for (const FlowChange& change : done[i].flows)
        body.roll_up->flow(done[i].ledger->name, change);
    }
  }
}

// The acts are on the disk by now: whatever fails here must not take them back.
void Writer::State::publish(std::span<const Done> done) noexcept {
  std::vector<Committed> committed;
  try {
    path.answers().committed();
    committed.reserve(done.size());
    for (const Done& one : done)
      if (one.committed.seq != 0) committed.push_back(one.committed);
    move_figures(done);
    path.let_readers_in();
  } catch (const std::exception& error) {
    log_fault("figures", error);
    for (const Done& one : done) wrong_figures.insert(one.body);
    path.let_readers_in();
  }
  std::lock_guard lock(listeners_lock);
  for (const auto& listener : listeners) answer_somebody([&] { listener(committed); });
  for (const Done& one : done)
    if (account_listener && one.on_account)
      answer_somebody([&] { account_listener(*one.on_account); });
}

void Writer::State::count_again() {
  try {
    while (!wrong_figures.empty()) {
      std::lock_guard turn(keeping.write_turn());
      Body& body = *bodies.find(*wrong_figures.begin());
      std::unique_lock lock(body.lock);
      load_figures(connection, body, std::max(body_now(body, now()), body.last_at));
      wrong_figures.erase(wrong_figures.begin());
    }
  } catch (const std::exception& error) {
    log_fault("counting again", error);  // and once more in a second
    connection.let_go();
  }
}

}  // namespace chuangyou
