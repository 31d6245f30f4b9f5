// One connection as one coroutine: read, answer in order, keep alive. Replies to what was pipelined
// leave in one write.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <limits>
#include <optional>

#include "net/crowd.h"
#include "net/request_parser.h"
#include "net/server.h"

namespace chuangyou {

// The concrete executor spares a virtual call and an allocation at each step.
using LoopExecutor = boost::asio::io_context::executor_type;
using LoopToken = boost::asio::use_awaitable_t<LoopExecutor>;
using Task = boost::asio::awaitable<void, LoopExecutor>;
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, LoopExecutor>;
using Acceptor = boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, LoopExecutor>;
using LoopTimer = boost::asio::basic_waitable_timer<
    std::chrono::steady_clock, boost::asio::wait_traits<std::chrono::steady_clock>, LoopExecutor>;

class HttpConnection;

// What the connections of one thread share.
struct Loop {
  Loop(std::size_t loop_number, SlowWork& work, Crowd& everyone, Crowd& all_proxies)
      : number(loop_number),
        slow_work(work),
        crowd(everyone),
        crowd_of_proxies(all_proxies),
        acceptor(context.get_executor()),
        timer(context.get_executor()),
        mailbox([this] { boost::asio::post(context, [this] { mailbox.open(); }); }) {}

  std::size_t number;
  SlowWork& slow_work;
  Crowd &crowd, &crowd_of_proxies;
  const TrustedProxies* proxies = nullptr;
  const Certificate* certificate = nullptr;  // null: no TLS
  boost::asio::io_context context{1};
  Acceptor acceptor;
  LoopTimer timer;
  Mailbox mailbox;
  const Doors* doors = nullptr;
  std::vector<HttpConnection*> connections;
  std::size_t open_connections = 0;  // those of them that have not been closed
  std::string headers;               // of every answer: `Date: …\r\n`, made anew each second
  std::int64_t second = 0;  // seconds that the loop has run: what deadlines are measured in
  bool is_draining = false;
};

class HttpConnection {
 public:
  HttpConnection(Loop& loop, Socket socket, Crowd::Place place);
  ~HttpConnection();
  HttpConnection(const HttpConnection&) = delete;
  HttpConnection& operator=(const HttpConnection&) = delete;

  Task run();
  // Before it; where no hands are shaken, the connection is closed.
  Task begin_tls(std::shared_ptr<boost::asio::ssl::context> context);
  // Once a second: ends what is too slow, keeps live events alive. Resumes nothing by itself, so
  // that no connection disappears under whoever walks over them.
  void tick();
  // No further requests; what is being answered is answered.
  void drain();
  // The time to drain is over, or somebody else needs the place.
  void close();
  // Set while nobody is being answered here.
  std::optional<Idle> idle() const;

 private:
  enum class Step { wants_bytes, wants_disk, complete, refused };
  Step advance();
  bool admit();
  Step refuse(Refusal law);
  Task read_request();
  Task read_some();
  Task write_to_disk();
  Task answer();
  Task flush();
  Task follow_stream(std::shared_ptr<EventStream> stream);
  Task linger();
  Task say_goodbye();
  void append(Reply& reply, bool keep_alive);

  static constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

  Loop& loop_;
  Socket socket_;
  std::shared_ptr<boost::asio::ssl::context> tls_context_;
  std::optional<boost::asio::ssl::stream<Socket&>> tls_;  // over that socket
  Crowd::Place place_;
  std::size_t number_;  // in loop_.connections
  Request request_;
  std::optional<RequestParser> parser_;
  std::unique_ptr<char[]> input_;
  std::size_t capacity_, begin_ = 0, end_ = 0;
  std::string output_;
  ReplySlot slot_;
  std::optional<Reply> refusal_;
  std::shared_ptr<EventStream> stream_;
  std::optional<Refusal> disk_refusal_;
  std::int64_t deadline_ = never;
  std::int64_t waits_since_ = 0;  // for a request
  std::int64_t body_since_ = 0;   // it has been arriving
  bool is_idle_ = true;           // between requests
  bool waits_for_header_ = true;
  bool is_admitted_ = false;
  bool is_open_ = true;
};

}  // namespace chuangyou
