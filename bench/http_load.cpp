#include "http_load.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <stdexcept>
#include <string_view>

namespace chuangyou::bench {
namespace {

using Clock = std::chrono::steady_clock;

int connect_to(std::uint16_t port) {
  int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    ::close(socket);
    throw std::runtime_error("the server does not answer");
  }
  int on = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return socket;
}

// The length of a whole answer at the front of `text`, or 0 while it is not all there. The server
// writes its headers in one spelling, so that the client costs as little as it can.
std::size_t whole_answer(std::string_view text) {
  constexpr std::string_view length = "\r\nContent-Length: ";
  std::size_t head = text.find("\r\n\r\n");
  if (head == std::string::npos) return 0;
  std::size_t at = text.substr(0, head).rfind(length);
  std::size_t body =
      at == std::string::npos ? 0 : std::strtoul(text.data() + at + length.size(), nullptr, 10);
  std::size_t whole = head + 4 + body;
  return text.size() >= whole ? whole : 0;
}

int status_of(const std::string& text) { return std::atoi(text.c_str() + 9); }

struct Line {
  int socket = -1;
  std::string coming;
  Clock::time_point asked;
};

void send_all(int socket, const std::string& bytes) {
  for (std::size_t sent = 0; sent < bytes.size();) {
    ssize_t n = ::send(socket, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (n <= 0) throw std::runtime_error("the server closed the connection");
    sent += static_cast<std::size_t>(n);
  }
}

}  // namespace

Load run_load(std::uint16_t port, int connections, std::int64_t count,
              const std::function<std::string(std::int64_t)>& request, double seconds_most) {
  std::vector<std::string> requests;
  requests.reserve(static_cast<std::size_t>(count));
  for (std::int64_t i = 0; i < count; ++i) requests.push_back(request(i));
  std::vector<double> waits;
  waits.reserve(requests.size());
  std::vector<Line> lines(static_cast<std::size_t>(connections));
  int poll = ::epoll_create1(EPOLL_CLOEXEC);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    lines[i].socket = connect_to(port);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = i;
    ::epoll_ctl(poll, EPOLL_CTL_ADD, lines[i].socket, &event);
  }

  Load load;
  std::size_t next = 0;
  auto start = Clock::now();
  auto send_next = [&](Line& line) {
    const std::chrono::duration<double> gone = Clock::now() - start;
    if (gone.count() > seconds_most) count = static_cast<std::int64_t>(next);
    if (next >= static_cast<std::size_t>(count)) return;
    line.asked = Clock::now();
    send_all(line.socket, requests[next++]);
  };
  for (Line& line : lines) send_next(line);
  std::vector<epoll_event> events(lines.size());
  std::string buffer(1 << 16, '\0');
  while (load.answers < count) {
    int ready = ::epoll_wait(poll, events.data(), static_cast<int>(events.size()), 10'000);
    if (ready <= 0) throw std::runtime_error("no answer within ten seconds");
    for (int i = 0; i < ready; ++i) {
      Line& line = lines[events[static_cast<std::size_t>(i)].data.u64];
      ssize_t n = ::recv(line.socket, buffer.data(), buffer.size(), 0);
      if (n <= 0) throw std::runtime_error("the server closed the connection");
      line.coming.append(buffer.data(), static_cast<std::size_t>(n));
      std::size_t whole = whole_answer(line.coming);
      if (whole == 0) continue;
      std::chrono::duration<double, std::milli> wait = Clock::now() - line.asked;
      waits.push_back(wait.count());
      ++load.answers;
      if (int status = status_of(line.coming); status < 200 || status > 299) {
        if (load.failures++ == 0) load.first_failure = line.coming.substr(0, 2000);
      }
      line.coming.erase(0, whole);
      send_next(line);
    }
  }
  std::chrono::duration<double> took = Clock::now() - start;
  for (Line& line : lines) ::close(line.socket);
  ::close(poll);
  std::ranges::sort(waits);
  load.per_second = static_cast<double>(load.answers) / took.count();
  load.p50_ms = waits[waits.size() / 2];
  load.p99_ms = waits[waits.size() * 99 / 100];
  load.slowest_ms = waits.back();
  return load;
}

Answer ask(std::uint16_t port, const std::string& request) {
  int socket = connect_to(port);
  send_all(socket, request);
  std::string text, buffer(1 << 16, '\0');
  while (whole_answer(text) == 0) {
    ssize_t n = ::recv(socket, buffer.data(), buffer.size(), 0);
    if (n <= 0) break;
    text.append(buffer.data(), static_cast<std::size_t>(n));
  }
  ::close(socket);
  if (text.size() < 12) throw std::runtime_error("the server gave no answer");
  std::size_t head = text.find("\r\n\r\n");
  return {status_of(text), text.substr(0, head), text.substr(head + 4)};
}

}  // namespace chuangyou::bench
