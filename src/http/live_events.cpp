#include "http/live_events.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "core/fault_log.h"
#include "http/json.h"
#include "journal/erasure.h"
#include "journal/journal.h"
#include "ledgers/all.h"
#include "record/common_names.h"
#include "record/decide.h"
#include "storage/ledger_table.h"

namespace chuangyou {
namespace {

constexpr std::size_t events_at_once_max = 256;       // of one delivery, and of one replay
constexpr std::size_t waiting_bytes_max = 64 * 1024;  // of one listener who does not read

std::string frame_of(const Committed& event) {
  std::string frame = "id: " + std::to_string(event.seq) + "\nevent: committed\ndata: ";
  Json json(frame);
  json.object()
      .member("seq", event.seq)
      .member("ledger", event.ledger)
      .member("id", event.record)
      .member("act", event.act)
      .end_object();
  return frame + "\n\n";
}

}  // namespace

// What belongs to one loop; `waiting` and `listener_count` alone are shared with other threads.
struct LiveEvents::Lane {
  Place place;
  Clocks clocks;
  std::vector<Listener*> listeners;  // each enters and leaves by itself
  std::atomic<std::size_t> listener_count{0};
  std::mutex mutex;
  std::vector<Committed> waiting;
  bool is_overfull = false;  // too much at once: everyone reads anew
};

class LiveEvents::Taken {
 public:
  bool take(const Session& session) {
    const std::lock_guard lock(mutex_);
    std::size_t& of_session = by_session_[session.csrf_token];
    std::size_t& of_person = by_person_[session.person];
    const bool is_free = of_session < streams_of_session_max && of_person < streams_of_person_max;
    of_session += is_free ? 1 : 0;
    of_person += is_free ? 1 : 0;
    forget(session);
    return is_free;
  }
  void give_back(const Session& session) {
    const std::lock_guard lock(mutex_);
    --by_session_[session.csrf_token];
    --by_person_[session.person];
    forget(session);
  }

 private:
  void forget(const Session& session) {
    if (by_session_[session.csrf_token] == 0) by_session_.erase(session.csrf_token);
    if (by_person_[session.person] == 0) by_person_.erase(session.person);
  }

  std::mutex mutex_;
  std::map<std::string, std::size_t> by_session_;  // by the token's own child, as in leave()
  std::map<PersonId, std::size_t> by_person_;
};

LiveEvents::LiveEvents() : taken_(std::make_shared<Taken>()) {}

struct LiveEvents::Listener final : EventStream {
  // What he has taken goes back with him, whatever happens while he is made.
  struct Share {
    Share(std::shared_ptr<Taken> all, std::shared_ptr<const Session> whose)
        : taken(std::move(all)), session(std::move(whose)), is_held(taken->take(*session)) {}
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;
    ~Share() {
      if (is_held) taken->give_back(*session);
    }
    std::shared_ptr<Taken> taken;
    std::shared_ptr<const Session> session;
    bool is_held;
  };

  Listener(std::shared_ptr<Lane> its_lane, const Body& its_body,
           std::shared_ptr<const Session> its_session, std::unique_ptr<Share> its_share)
      : lane(std::move(its_lane)),
        body(&its_body),
        session(std::move(its_session)),
        share(std::move(its_share)),
        place(lane->listeners.size()) {
    refresh();
    lane->listeners.push_back(this);
    ++lane->listener_count;
  }
  ~Listener() override {
    lane->listeners[place] = lane->listeners.back();
    lane->listeners[place]->place = place;
    lane->listeners.pop_back();
    --lane->listener_count;
  }
  bool may_go_on() override {
    if (!is_alive(*session, lane->clocks.uptime())) return false;
    refresh();
    return true;
  }

  // Posts change and days pass; both are looked at again at each heartbeat, posts also when one of
  // them has changed.
  void refresh() {
    const std::shared_lock lock(body->lock);
    today = body->zone.date_at(body_now(*body, lane->clocks.wall()));
    actor = body->people.actor(session->person, today, body->tree);
  }
  void resync(std::int64_t seq) {
    waiting.clear();
    send("id: " + std::to_string(seq) + "\nevent: resync\ndata: {}\n\n");
    last_seq = std::max(last_seq, seq);
  }
  void leave() {
    waiting.clear();
    end();
  }

  std::shared_ptr<Lane> lane;
  const Body* body;
  std::shared_ptr<const Session> session;
  std::unique_ptr<Share> share;
  std::size_t place;  // in lane->listeners
  Actor actor;
  Date today;
  std::int64_t last_seq = 0;
};

void LiveEvents::open(std::span<const Place> places, Clocks clocks) {
  for (const Place& place : places) {
    lanes_.push_back(std::make_shared<Lane>());
    lanes_.back()->place = place;
    lanes_.back()->clocks = clocks;
  }
}

void LiveEvents::publish(std::span<const Committed> committed) {
  for (const auto& lane : lanes_) {
    if (lane->listener_count == 0) continue;
    bool was_empty;
    {
      const std::lock_guard lock(lane->mutex);
      was_empty = lane->waiting.empty();
      if (lane->waiting.size() + committed.size() > events_at_once_max) {
        lane->is_overfull = true;
        lane->waiting.assign(committed.end() - 1, committed.end());
      } else {
        lane->waiting.insert(lane->waiting.end(), committed.begin(), committed.end());
      }
    }
    if (was_empty) lane->place.mailbox->post([lane] { deliver(*lane); });
  }
}

void LiveEvents::leave(const Session& session) {
  // The token's own child tells sessions apart, also where one was read from the disk twice.
  for (const auto& lane : lanes_)
    lane->place.mailbox->post([lane, token = session.csrf_token] {
      for (Listener* listener : lane->listeners)
        if (listener->session->csrf_token == token) listener->leave();
    });
}

std::size_t LiveEvents::listeners() const {
  std::size_t count = 0;
  for (const auto& lane : lanes_) count += lane->listener_count;
  return count;
}

void LiveEvents::deliver(Lane& lane) {
  std::vector<Committed> events;
  bool is_overfull;
  {
    const std::lock_guard lock(lane.mutex);
    events.swap(lane.waiting);
    is_overfull = std::exchange(lane.is_overfull, false);
  }
  try {
    tell(lane, events, is_overfull);
  } catch (const std::exception& error) {
    // Nobody knows who has heard what, so everyone reads anew.
    log_fault("live events", error);
    lane.place.reading->let_go();
    for (Listener* listener : lane.listeners) listener->resync(listener->last_seq);
  }
}

void LiveEvents::tell(Lane& lane, std::span<const Committed> events, bool is_overfull) {
  const bool posts_may_differ =
      is_overfull || std::ranges::any_of(events, [](const Committed& event) {
        return find_ledger(event.ledger) == nullptr;
      });
  if (posts_may_differ)
    for (Listener* listener : lane.listeners) listener->refresh();
  for (const Committed& event : events) {
    std::optional<std::optional<Record>> record;  // read once, for whoever needs it
    for (Listener* listener : lane.listeners) {
      if (is_overfull)
        listener->resync(listener->body->no == event.body ? event.seq : listener->last_seq);
      else if (listener->body->no == event.body && event.seq > listener->last_seq)
        send(lane, *listener, event, record);
    }
  }
}

void LiveEvents::send(Lane& lane, Listener& listener, const Committed& event,
                      std::optional<std::optional<Record>>& record) {
  // What was erased may stand on anybody's page: all read anew, and nobody is told what it was.
  if (carries_out_erasure(event.act)) {
    listener.resync(event.seq);
    return;
  }
  const Ledger* ledger = find_ledger(event.ledger);
  if (ledger == nullptr) {
    // Units are known to everyone in the body; people and posts to those above them.
    const bool may_hear =
        event.ledger == "units" || std::ranges::any_of(listener.actor.posts, [&](const Post& post) {
          return !event.path.empty() && covers(post.path, event.path);
        });
    if (!may_hear) return;
  } else {
    const std::shared_lock lock(listener.body->lock);
    if (!record) record = LedgerTable(*ledger).get(*lane.place.reading, event.body, event.record);
    if (!*record) return;
    const Sight sight =
        sight_of(listener.actor, **record, listener.today, listener.body->circumstances().path_of);
    if (sight == Sight::nothing) return;
    // What is said beside a record, those alone hear who see it whole; who follows it, nobody does.
    if (is_ones_own(event.act) || (is_common_act(event.act) && sight != Sight::whole)) return;
  }
  listener.last_seq = event.seq;
  if (listener.waiting.size() > waiting_bytes_max)
    listener.resync(event.seq);
  else
    listener.send(frame_of(event));
}

void LiveEvents::replay(Lane& lane, Listener& listener, std::string_view last_event_id) {
  Connection& reading = *lane.place.reading;
  const std::int64_t last = chuangyou::last_seq(reading, listener.body->no);
  std::int64_t after = -1;
  const auto [end, error] =
      std::from_chars(last_event_id.data(), last_event_id.data() + last_event_id.size(), after);
  const bool is_number = error == std::errc{} && end == last_event_id.data() + last_event_id.size();
  // What no event of ours was called is no place to go on from; nor is what lies too far back.
  if (!is_number || after < 0 || after > last ||
      last - after > static_cast<std::int64_t>(events_at_once_max)) {
    listener.resync(last);
    return;
  }
  listener.last_seq = after;
  bool is_complete = true;
  for_each_entry(reading, listener.body->no, after, last, [&](const Entry& entry) {
    const bool is_person_or_post = entry.head.ledger == "people" || entry.head.ledger == "posts";
    if (is_person_or_post) is_complete = false;  // the entry does not say who may hear of it
    std::optional<std::optional<Record>> record;
    const Committed event{entry.head.body,
                          entry.head.seq,
                          entry.head.at,
                          entry.head.ledger,
                          entry.head.record,
                          entry.head.act,
                          {}};
    if (!is_person_or_post) send(lane, listener, event, record);
  });
  if (!is_complete) listener.resync(last);
}

std::shared_ptr<EventStream> LiveEvents::listen(std::size_t loop, const Body& body,
                                                std::shared_ptr<const Session> session,
                                                std::string_view last_event_id) {
  Lane& lane = *lanes_[loop];
  auto share = std::make_unique<Listener::Share>(taken_, session);
  if (!share->is_held) return nullptr;
  auto listener =
      std::make_shared<Listener>(lanes_[loop], body, std::move(session), std::move(share));
  listener->waiting = "retry: 3000\n\n";
  try {
    if (!last_event_id.empty()) replay(lane, *listener, last_event_id);
  } catch (const std::exception& error) {  // the events since cannot be read: he reads anew
    log_fault("live events", error);
    lane.place.reading->let_go();
    listener->resync(0);
  }
  return listener;
}

}  // namespace chuangyou
