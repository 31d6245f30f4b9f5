#include "http/live_events.h"

#include <algorithm>

#include "http/json.h"
#include "journal/journal.h"
#include "ledgers/all.h"
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

struct LiveEvents::Listener {
  std::shared_ptr<EventStream> stream;
  const Body* body;
  std::shared_ptr<const Session> session;
  Actor actor;
  Date today;
  std::int64_t last_seq = 0;

  // Posts change and days pass; both are looked at again at each heartbeat.
  void refresh(Moment real_now) {
    const std::shared_lock lock(body->lock);
    today = body->zone.date_at(body_now(*body, real_now));
    actor = body->people.actor(session->person, today, body->tree);
  }
  void resync(std::int64_t seq) {
    stream->waiting.clear();
    stream->send("id: " + std::to_string(seq) + "\nevent: resync\ndata: {}\n\n");
    last_seq = std::max(last_seq, seq);
  }
};

// What belongs to one loop; `waiting` alone is shared with the writing thread.
struct LiveEvents::Lane {
  Place place;
  std::vector<std::shared_ptr<Listener>> listeners;
  std::atomic<std::size_t> listener_count{0};
  std::mutex mutex;
  std::vector<Committed> waiting;
  bool is_overfull = false;  // too much at once: everyone reads anew
};

void LiveEvents::open(std::span<const Place> places, Writer::Now now) {
  now_ = std::move(now);
  for (const Place& place : places) {
    lanes_.push_back(std::make_shared<Lane>());
    lanes_.back()->place = place;
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
    if (was_empty) lane->place.mailbox->post([this, lane] { deliver(*lane); });
  }
}

void LiveEvents::deliver(Lane& lane) {
  std::vector<Committed> events;
  bool is_overfull;
  {
    const std::lock_guard lock(lane.mutex);
    events.swap(lane.waiting);
    is_overfull = std::exchange(lane.is_overfull, false);
  }
  for (const Committed& event : events) {
    std::optional<std::optional<Record>> record;  // read once, for whoever needs it
    for (const auto& listener : lane.listeners) {
      if (is_overfull)
        listener->resync(listener->body->no == event.body ? event.seq : listener->last_seq);
      else if (listener->body->no == event.body && event.seq > listener->last_seq)
        send(lane, *listener, event, record);
    }
  }
}

void LiveEvents::send(Lane& lane, Listener& listener, const Committed& event,
                      std::optional<std::optional<Record>>& record) {
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
  }
  listener.last_seq = event.seq;
  if (listener.stream->waiting.size() > waiting_bytes_max)
    listener.resync(event.seq);
  else
    listener.stream->send(frame_of(event));
}

void LiveEvents::replay(Lane& lane, Listener& listener, std::int64_t after) {
  Connection& reading = *lane.place.reading;
  const std::int64_t last = chuangyou::last_seq(reading, listener.body->no);
  if (after > last || last - after > static_cast<std::int64_t>(events_at_once_max)) {
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
                                                std::optional<std::int64_t> after) {
  const std::shared_ptr<Lane> lane = lanes_[loop];
  auto listener = std::make_shared<Listener>();
  listener->stream = std::make_shared<EventStream>();
  listener->body = &body;
  listener->session = std::move(session);
  listener->refresh(now_());
  listener->stream->waiting = "retry: 3000\n\n";
  lane->listeners.push_back(listener);
  ++lane->listener_count;
  ++listeners_;
  Listener* const raw = listener.get();
  listener->stream->may_go_on = [this, raw] {
    const Moment now = now_();
    if (!is_alive(*raw->session, now)) return false;
    raw->refresh(now);
    return true;
  };
  listener->stream->on_gone = [this, lane, raw] {
    std::erase_if(lane->listeners, [raw](const auto& one) { return one.get() == raw; });
    --lane->listener_count;
    --listeners_;
  };
  if (after) replay(*lane, *listener, *after);
  return listener->stream;
}

}  // namespace chuangyou
