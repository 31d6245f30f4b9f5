// A request and a reply as plain data. Nothing above connection.cpp and server.cpp knows how they
// travel, so doors are tested by filling a Request and reading a Reply.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/fault_log.h"
#include "core/refusal.h"
#include "core/words.h"
#include "net/upload.h"

namespace chuangyou {

enum class Method : std::uint8_t { get, head, post, delete_, other };

// The only headers that any door looks at; the rest are read past and dropped.
enum class Header : std::uint8_t {
  accept_encoding,
  accept_language,
  content_type,
  cookie,
  csrf_token,
  expect,
  forwarded_for,
  idempotency_key,
  if_match,
  if_none_match,
  last_event_id,
  sec_fetch_site,
};
inline constexpr std::size_t header_kinds = 12;

struct Request {
  Method method = Method::get;
  std::string target;
  std::array<std::string, header_kinds> headers;  // reused, so that a request allocates nothing
  std::string body;
  std::string address;                           // of the peer
  std::optional<std::uint64_t> announced_bytes;  // of the body, where its length was said
  std::unique_ptr<Upload> upload;                // where the route takes a file, instead of `body`

  std::string_view header(Header kind) const { return headers[static_cast<std::size_t>(kind)]; }
  std::string_view path() const { return std::string_view(target).substr(0, target.find('?')); }
  std::string_view query() const {
    const std::size_t mark = target.find('?');
    return mark == std::string::npos ? std::string_view{}
                                     : std::string_view(target).substr(mark + 1);
  }
  void clear() {
    method = Method::get;
    target.clear();
    for (std::string& header : headers) header.clear();
    body.clear();
    announced_bytes.reset();
    upload.reset();
  }
};

// Server-sent events of one listener. Lives on one loop and is touched by no other thread. The
// reply owns it, then the connection; its end takes the listener out of wherever he is known, so
// that he goes whichever way the connection goes.
struct EventStream {
  EventStream() = default;
  EventStream(const EventStream&) = delete;
  EventStream& operator=(const EventStream&) = delete;
  virtual ~EventStream() = default;
  virtual bool may_go_on() { return true; }  // asked at each heartbeat: is the session alive

  std::string waiting;  // frames not written yet
  bool is_ended = false;
  std::move_only_function<void()> wake;  // set by the connection while it sleeps

  void send(std::string_view frame) {
    if (is_ended) return;
    waiting += frame;
    if (wake) wake();
  }
  void end() {
    is_ended = true;
    if (wake) wake();
  }
};

inline constexpr std::string_view json_type = "application/json";

struct Reply {
  int status = 200;
  std::string body;
  std::string_view shared_body = {};  // of an embedded file, in place of `body`
  std::string_view content_type = json_type;
  std::string headers;  // further lines, each `Name: value\r\n`
  std::shared_ptr<EventStream> stream;
  Refusal law = Refusal::none;  // of a problem, for the log
  std::string why;              // what broke, for the log alone

  // What a door returns that has kept the Answer and will give it later.
  static Reply later() {
    Reply reply;
    reply.status = 0;
    return reply;
  }
  bool is_later() const { return status == 0; }
  std::string_view content() const { return shared_body.empty() ? body : shared_body; }
  void add(std::string_view name, std::string_view value) {
    headers.append(name).append(": ").append(value).append("\r\n");
  }
};

// Work sent to a loop from any thread; the loop is woken once for many letters.
class Mailbox {
 public:
  using Letter = std::move_only_function<void()>;
  explicit Mailbox(std::function<void()> wake) : wake_(std::move(wake)) {}

  void post(Letter letter) {
    const std::lock_guard lock(mutex_);
    letters_.push_back(std::move(letter));
    if (is_woken_) return;
    wake_();  // where it throws, the next letter wakes for both
    is_woken_ = true;
  }
  // Runs what waits; called on the loop's own thread. One that breaks keeps no other back.
  void open() {
    {
      const std::lock_guard lock(mutex_);
      std::swap(letters_, opened_);
      is_woken_ = false;
    }
    for (Letter& letter : opened_) {
      try {
        letter();
      } catch (const std::exception& error) {
        log_fault("a letter to a loop", error);
      }
    }
    opened_.clear();
  }

 private:
  std::mutex mutex_;
  std::deque<Letter> letters_, opened_;  // grow in small pieces, also where memory is short
  bool is_woken_ = false;
  std::function<void()> wake_;
};

// Where a late reply is put; part of the connection, which waits until it has come.
struct ReplySlot {
  std::optional<Reply> reply;
  std::move_only_function<void()> resume;

  void put(Reply arrived) {
    reply = std::move(arrived);
    if (resume) std::exchange(resume, nullptr)();
  }
};

// The right to answer one request once, from any thread. `make` runs on the connection's own
// thread.
class Answer {
 public:
  Answer(Mailbox& mailbox, ReplySlot& slot) : mailbox_(&mailbox), slot_(&slot) {}

  template <class Make>
  void give(Make make) const {
    mailbox_->post([slot = slot_, make = std::move(make)]() mutable { slot->put(make()); });
  }
  // The same of what may turn out to be nothing for a loop: nullopt, and it is given elsewhere.
  template <class Make>
  void give_or_pass_on(Make make) const {
    mailbox_->post([slot = slot_, make = std::move(make)]() mutable {
      if (std::optional<Reply> reply = make()) slot->put(std::move(*reply));
    });
  }

 private:
  Mailbox* mailbox_;
  ReplySlot* slot_;
};

// `zh` unless the reader names English and would rather have it (Accept-Language).
Language language_of(const Request& request);

}  // namespace chuangyou
