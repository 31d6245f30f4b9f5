// The certificate with which the server speaks TLS: 1.2 and newer, ciphers with forward secrecy
// alone. Read again on demand, for connections that come after.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <mutex>
#include <string>

#include "core/date.h"
#include "core/result.h"

namespace chuangyou {

class Certificate {
 public:
  // Both in PEM, the chain in one file. certificate_cannot_be_read names the file and OpenSSL's
  // reason.
  static Result<std::shared_ptr<Certificate>> read(const std::string& file,
                                                   const std::string& key_file);

  // Where it cannot be, the one that is there stays.
  Result<void> read_again();
  std::shared_ptr<boost::asio::ssl::context> now() const;
  Moment valid_until() const;

 private:
  Certificate(std::string file, std::string key_file)
      : file_(std::move(file)), key_file_(std::move(key_file)) {}

  std::string file_, key_file_;
  mutable std::mutex mutex_;
  std::shared_ptr<boost::asio::ssl::context> context_;
  Moment valid_until_;
};

}  // namespace chuangyou
