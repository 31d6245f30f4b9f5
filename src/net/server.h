// The HTTP/1.1 server: one event loop a thread, each with its own listening socket (SO_REUSEPORT),
// so that a connection never changes threads. Knows nothing of what is served.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "core/refusal.h"
#include "net/message.h"
#include "net/proxies.h"
#include "net/slow_work.h"

namespace chuangyou {

class Certificate;

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;  // 0: any free one
  std::size_t loops = 2;
  std::size_t connections_max = 20'000;       // beyond it idle ones make room for new ones
  std::size_t connections_an_address = 1024;  // beyond it new ones are closed at once; 0 = no limit
  std::string headers;                        // further lines of every answer
  TrustedProxies proxies;                     // for them there is no limit an address
  std::shared_ptr<Certificate> certificate;   // set: TLS, and nothing else
};

// Whether a body may come, asked when the header has been read and before any of the body is.
struct Admission {
  std::uint64_t body_max = 0;
  std::unique_ptr<Upload> upload;  // set: the body goes to this file
  std::optional<Reply> refusal;
};

// What the server calls; each on the thread of the loop that holds the connection.
struct Doors {
  std::function<Reply(std::size_t loop, Request&, const Answer&)> respond;
  std::function<Admission(std::size_t loop, Request&)> admit;
  std::function<Reply(Refusal, const Request&)> refuse;
  // A 500 on its way out: it is logged and gets a number by which whoever got it can name it.
  std::function<void(const Request&, Reply&)> tell_of_fault;
  std::function<std::string()> date;  // of the Date header, asked once a second
};

class Server {
 public:
  // Opens the sockets; throws std::system_error where the address is taken.
  Server(const ServerOptions& options, SlowWork& slow_work);
  ~Server();

  std::uint16_t port() const;
  std::size_t loops() const;
  Mailbox& mailbox(std::size_t loop);
  void start(Doors doors);
  // Accepts nobody any more, answers what was asked, ends live events; returns when all have gone.
  void stop();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace chuangyou
