// The program itself as a child process, ended by its process id.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

namespace chuangyou::bench {

class ServerProcess {
 public:
  // Starts `chuangyou serve` on a free port and waits until /health answers.
  ServerProcess(const std::string& program, const std::string& database,
                const std::string& campaigns);
  ~ServerProcess();

  std::uint16_t port() const { return port_; }
  double first_answer_ms() const { return first_answer_ms_; }
  double resident_mb() const;  // proportional set size
  double cpu_seconds() const;  // of all its threads, in user and system mode, since it started

 private:
  pid_t process_ = 0;
  std::uint16_t port_ = 0;
  double first_answer_ms_ = 0;
};

}  // namespace chuangyou::bench
