#include "net/certificate.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <ctime>

namespace chuangyou {
namespace {

namespace ssl = boost::asio::ssl;

constexpr char ciphers_of_1_2[] = "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL:!eNULL";

std::unexpected<Refused> cannot_be_read(const std::string& file) {
  const unsigned long error = ERR_get_error();
  const char* reason = ERR_reason_error_string(error);
  ERR_clear_error();
  return refuse(Refusal::certificate_cannot_be_read, file, reason ? reason : "");
}

// Nobody is to be asked for a password on a console that nobody watches.
int no_password(char*, int, int, void*) { return 0; }

// We speak no HTTP/2, and say so to those who ask.
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* length,
                    const unsigned char* offered, unsigned offered_length, void*) {
  static constexpr unsigned char ours[] = "\x08http/1.1";
  auto* found = const_cast<unsigned char*>(*chosen);
  const int outcome =
      SSL_select_next_proto(&found, length, ours, sizeof ours - 1, offered, offered_length);
  if (outcome != OPENSSL_NPN_NEGOTIATED) return SSL_TLSEXT_ERR_NOACK;
  *chosen = found;
  return SSL_TLSEXT_ERR_OK;
}

void set_up(SSL_CTX* context) {
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_cipher_list(context, ciphers_of_1_2);
  SSL_CTX_set_options(
      context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);  // of ten thousand idle connections
  SSL_CTX_set_default_passwd_cb(context, no_password);
  SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
}

Moment end_of(const X509* certificate) {
  std::tm end{};
  if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &end) != 1) return {};
  return {std::int64_t{timegm(&end)} * 1'000'000};
}

}  // namespace

Result<std::shared_ptr<Certificate>> Certificate::read(const std::string& file,
                                                       const std::string& key_file) {
  std::shared_ptr<Certificate> certificate(new Certificate(file, key_file));
  if (const Result<void> read = certificate->read_again(); !read)
    return std::unexpected(read.error());
  return certificate;
}

Result<void> Certificate::read_again() {
  ERR_clear_error();
  auto fresh = std::make_shared<ssl::context>(ssl::context::tls_server);
  SSL_CTX* context = fresh->native_handle();
  set_up(context);
  if (SSL_CTX_use_certificate_chain_file(context, file_.c_str()) != 1) return cannot_be_read(file_);
  if (SSL_CTX_use_PrivateKey_file(context, key_file_.c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_check_private_key(context) != 1)
    return cannot_be_read(key_file_);
  const std::lock_guard lock(mutex_);
  context_ = std::move(fresh);
  valid_until_ = end_of(SSL_CTX_get0_certificate(context));
  return {};
}

std::shared_ptr<ssl::context> Certificate::now() const {
  const std::lock_guard lock(mutex_);
  return context_;
}

Moment Certificate::valid_until() const {
  const std::lock_guard lock(mutex_);
  return valid_until_;
}

}  // namespace chuangyou
