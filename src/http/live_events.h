// Live events: what was committed goes to those who may hear of it, each on the loop that holds his
// connection. Nobody is waited for: whoever reads too slowly, or misses too much, is told to read
// anew (`resync`).
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "campaign/perform.h"
#include "http/message.h"
#include "http/sessions.h"

namespace chuangyou {

class LiveEvents {
 public:
  // Once, before the first listener: where each loop is reached and with what it reads.
  struct Place {
    Mailbox* mailbox;
    Connection* reading;
  };
  void open(std::span<const Place> places, Writer::Now now);

  // From the writing thread, after a commit.
  void publish(std::span<const Committed> committed);

  // From a loop. `after`: the last event that the listener has seen, from Last-Event-ID.
  std::shared_ptr<EventStream> listen(std::size_t loop, const Body& body,
                                      std::shared_ptr<const Session> session,
                                      std::optional<std::int64_t> after);
  std::size_t listeners() const { return listeners_; }

 private:
  struct Listener;
  struct Lane;

  void deliver(Lane& lane);
  void send(Lane& lane, Listener& listener, const Committed& event,
            std::optional<std::optional<Record>>& record);
  void replay(Lane& lane, Listener& listener, std::int64_t after);

  Writer::Now now_;
  std::vector<std::shared_ptr<Lane>> lanes_;
  std::atomic<std::size_t> listeners_{0};
};

}  // namespace chuangyou
