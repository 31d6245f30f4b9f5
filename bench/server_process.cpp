#include "server_process.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "http_load.h"

namespace chuangyou::bench {
namespace {

std::uint16_t free_port() {
  int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ::bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof address);
  socklen_t size = sizeof address;
  ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
  ::close(socket);
  return ntohs(address.sin_port);
}

}  // namespace

ServerProcess::ServerProcess(const std::string& program, const std::string& database,
                             const std::string& campaigns)
    : port_(free_port()) {
  auto start = std::chrono::steady_clock::now();
  std::string listen = "127.0.0.1:" + std::to_string(port_);
  process_ = ::fork();
  if (process_ == 0) {
    int log = ::open((database + ".serve.log").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ::dup2(log, 1);
    ::dup2(log, 2);
    ::execl(program.c_str(), program.c_str(), "serve", "--database", database.c_str(),
            "--campaigns", campaigns.c_str(), "--listen", listen.c_str(), nullptr);
    ::_exit(127);
  }
  for (int tries = 0; tries < 30'000; ++tries) {
    try {
      if (ask(port_, "GET /health HTTP/1.1\r\nHost: bench\r\n\r\n").status == 200) {
        std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
        first_answer_ms_ = took.count();
        return;
      }
    } catch (const std::runtime_error&) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }
  throw std::runtime_error("chuangyou serve did not come up; see " + database + ".serve.log");
}

ServerProcess::~ServerProcess() {
  if (process_ <= 0) return;
  ::kill(process_, SIGTERM);
  int status = 0;
  ::waitpid(process_, &status, 0);
}

double ServerProcess::resident_mb() const {
  std::ifstream rollup("/proc/" + std::to_string(process_) + "/smaps_rollup");
  std::string word;
  while (rollup >> word)
    if (word == "Pss:") {
      double kilobytes = 0;
      rollup >> kilobytes;
      return kilobytes / 1024;
    }
  return 0;
}

double ServerProcess::cpu_seconds() const {
  std::ifstream stat("/proc/" + std::to_string(process_) + "/stat");
  std::string text((std::istreambuf_iterator<char>(stat)), {});
  std::istringstream after_name(text.substr(text.rfind(')') + 2));
  std::string skipped;
  for (int i = 0; i < 11; ++i) after_name >> skipped;
  double user = 0, system = 0;
  after_name >> user >> system;
  return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

}  // namespace chuangyou::bench
