// Live events: what was committed goes to those who may hear of it, each on the loop that holds his
// connection. Nobody is waited for: whoever reads too slowly, or misses too much, is told to read
// anew (`resync`).
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "access/sessions.h"
#include "campaign/perform.h"
#include "net/message.h"

namespace chuangyou {

class LiveEvents {
 public:
  LiveEvents();
  // Once, before the first listener: where each loop is reached and with what it reads.
  struct Place {
    Mailbox* mailbox;
    Connection* reading;
  };
  void open(std::span<const Place> places, Clocks clocks);

  // From the writing thread, after a commit.
  void publish(std::span<const Committed> committed);

  // From a loop. `last_event_id`: the header of whoever comes back; empty = he has heard nothing.
  // Whoever holds the stream holds the listener: he is known as long as it is there. Null where his
  // session, or he himself in all of them, has as many as one may have.
  std::shared_ptr<EventStream> listen(std::size_t loop, const Body& body,
                                      std::shared_ptr<const Session> session,
                                      std::string_view last_event_id);
  // From any thread, once the session has ended: so do its streams, without another event.
  void leave(const Session& session);
  std::size_t listeners() const;

  // Behind a proxy all come from one address, so that the connections of an address are no bound;
  // each stream costs every act. A browser has one a tab. The newest is refused and not the oldest
  // closed: a closed one is opened again by the browser at once, and would drive out the next.
  static constexpr std::size_t streams_of_session_max = 8;
  static constexpr std::size_t streams_of_person_max = 32;

 private:
  class Taken;  // how many each session and each person has
  struct Listener;
  struct Lane;

  static void deliver(Lane& lane);
  static void tell(Lane& lane, std::span<const Committed> events, bool is_overfull);
  static void send(Lane& lane, Listener& listener, const Committed& event,
                   std::optional<std::optional<Record>>& record);
  static void replay(Lane& lane, Listener& listener, std::string_view last_event_id);

  std::vector<std::shared_ptr<Lane>> lanes_;
  std::shared_ptr<Taken> taken_;
};

}  // namespace chuangyou
