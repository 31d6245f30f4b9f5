#include "net/server.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <chrono>
#include <system_error>
#include <thread>

#include "core/fault_log.h"
#include "net/certificate.h"
#include "net/connection.h"

namespace chuangyou {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

// A drained server ends by itself; a listener that never reads is cut off after this long.
constexpr std::int64_t seconds_to_drain = 20;
constexpr std::int64_t beats_a_second = 50;  // while draining, so that stopping is quick

// With SO_REUSEPORT a second program of the same user would share the port in silence, and each
// reader would meet one of the two by chance. A socket that does not ask for it is refused.
void expect_free(const ServerOptions& options) {
  const asio::ip::tcp::endpoint endpoint(asio::ip::make_address(options.address), options.port);
  asio::io_context context;
  asio::ip::tcp::acceptor probe(context);
  probe.open(endpoint.protocol());
  probe.set_option(asio::socket_base::reuse_address(true));
  error_code error;
  if (probe.bind(endpoint, error)) throw std::system_error(error, options.address);
}

void listen(Loop& loop, const ServerOptions& options, std::uint16_t port) {
  const asio::ip::tcp::endpoint endpoint(asio::ip::make_address(options.address), port);
  loop.acceptor.open(endpoint.protocol());
  loop.acceptor.set_option(asio::socket_base::reuse_address(true));
  loop.acceptor.set_option(ReusePort(true));
  loop.acceptor.bind(endpoint);
  loop.acceptor.listen(4096);
}

Task serve(Loop& loop, Socket socket, Crowd::Place place) {
  HttpConnection connection(loop, std::move(socket), std::move(place));
  if (loop.certificate) co_await connection.begin_tls(loop.certificate->now());
  co_await connection.run();
}

// The walk over all connections is paid once for some of them and not for each.
void make_room(Loop& loop, std::size_t connections_max) {
  constexpr std::size_t leaving_share = 64;
  std::vector<Idle> idle;
  for (const HttpConnection* connection : loop.connections)
    if (const std::optional<Idle> one = connection->idle()) idle.push_back(*one);
  const std::size_t count = std::max<std::size_t>(1, connections_max / leaving_share);
  for (const Idle& one : first_to_leave(std::move(idle), count))
    loop.connections[one.connection]->close();
}

void welcome(Loop& loop, Socket socket, std::size_t connections_max) {
  error_code error;
  const auto peer = socket.remote_endpoint(error);
  if (error) return;  // gone already
  // All whom a proxy lets in come from its address.
  const bool is_proxy = loop.proxies->trusts(peer.address());
  Crowd::Place place(is_proxy ? loop.crowd_of_proxies : loop.crowd, block_of(peer.address()));
  if (!place) return;
  if (loop.open_connections >= connections_max) make_room(loop, connections_max);
  if (loop.open_connections >= connections_max) return;
  asio::co_spawn(loop.context.get_executor(), serve(loop, std::move(socket), std::move(place)),
                 asio::detached);
}

Task accept(Loop& loop, std::size_t connections_max) {
  while (loop.acceptor.is_open()) {
    error_code error;
    Socket socket(loop.context.get_executor());
    co_await loop.acceptor.async_accept(socket, asio::redirect_error(LoopToken{}, error));
    if (error == asio::error::operation_aborted || !loop.acceptor.is_open()) break;
    if (error) {
      // No file handles left, most likely: somebody idle has one to give.
      make_room(loop, connections_max);
      LoopTimer pause(loop.context.get_executor(), std::chrono::milliseconds(50));
      co_await pause.async_wait(asio::redirect_error(LoopToken{}, error));
      continue;
    }
    try {
      welcome(loop, std::move(socket), connections_max);
    } catch (const std::exception& exception) {  // no memory for this one; the next may have it
      log_fault("a connection", exception);
    }
  }
}

// Beats once a second, and faster while draining, until the last connection has left.
Task watch(Loop& loop, const std::string& headers) {
  for (std::int64_t beat = 0, drained = 0; !loop.is_draining || !loop.connections.empty(); ++beat) {
    if (!loop.is_draining || beat % beats_a_second == 0) {
      ++loop.second;
      loop.headers = "Date: " + loop.doors->date() + "\r\n" + headers;
      for (HttpConnection* connection : loop.connections) {
        try {
          connection->tick();
        } catch (const std::exception& error) {
          log_fault("a heartbeat", error);
        }
      }
    }
    if (loop.is_draining && ++drained == seconds_to_drain * beats_a_second)
      for (HttpConnection* connection : loop.connections) connection->close();
    error_code error;
    loop.timer.expires_after(
        std::chrono::milliseconds(loop.is_draining ? 1000 / beats_a_second : 1000));
    co_await loop.timer.async_wait(asio::redirect_error(LoopToken{}, error));
  }
}

// What a piece of work lets through ends that piece and not the loop.
void run(Loop& loop) {
  for (bool has_ended = false; !has_ended;) {
    try {
      loop.context.run();
      has_ended = true;
    } catch (const std::exception& error) {
      log_fault("a loop", error);
    }
  }
}

void drain(Loop& loop) {
  loop.is_draining = true;
  error_code ignored;
  loop.acceptor.close(ignored);
  loop.timer.cancel();
  for (HttpConnection* connection : loop.connections) connection->drain();
}

}  // namespace

struct Server::State {
  explicit State(const ServerOptions& chosen)
      : options(chosen), crowd(chosen.connections_an_address) {}

  ServerOptions options;
  Doors doors;
  Crowd crowd, crowd_of_proxies{0};
  std::vector<std::unique_ptr<Loop>> loops;
  std::vector<std::jthread> threads;
  std::uint16_t port = 0;
};

Server::Server(const ServerOptions& options, SlowWork& slow_work)
    : state_(std::make_unique<State>(options)) {
  state_->port = options.port;
  expect_free(options);
  for (std::size_t i = 0; i < options.loops; ++i) {
    state_->loops.push_back(
        std::make_unique<Loop>(i, slow_work, state_->crowd, state_->crowd_of_proxies));
    state_->loops.back()->proxies = &state_->options.proxies;
    state_->loops.back()->certificate = options.certificate.get();
    listen(*state_->loops.back(), options, state_->port);
    state_->port = state_->loops.back()->acceptor.local_endpoint().port();
  }
}

Server::~Server() { stop(); }

std::uint16_t Server::port() const { return state_->port; }
std::size_t Server::loops() const { return state_->loops.size(); }
Mailbox& Server::mailbox(std::size_t loop) { return state_->loops[loop]->mailbox; }

void Server::start(Doors doors) {
  state_->doors = std::move(doors);
  const std::size_t connections_max = state_->options.connections_max / state_->loops.size();
  for (const auto& loop : state_->loops) {
    loop->doors = &state_->doors;
    asio::co_spawn(loop->context.get_executor(), watch(*loop, state_->options.headers),
                   asio::detached);
    asio::co_spawn(loop->context.get_executor(), accept(*loop, connections_max), asio::detached);
    state_->threads.emplace_back([&loop = *loop] { run(loop); });
  }
}

void Server::stop() {
  if (state_->threads.empty()) return;
  for (const auto& loop : state_->loops) loop->mailbox.post([&loop = *loop] { drain(loop); });
  state_->threads.clear();
}

}  // namespace chuangyou
