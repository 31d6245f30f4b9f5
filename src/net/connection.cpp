#include "net/connection.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/status.hpp>
#include <charconv>
#include <cstring>

#include "net/header_forms.h"

namespace chuangyou {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::size_t input_size = 8 * 1024;  // also the limit of a header
constexpr std::size_t upload_block = 256 * 1024;
constexpr std::size_t output_kept = 64 * 1024;
constexpr std::size_t linger_bytes_max = 4 * 1024 * 1024;

constexpr std::int64_t seconds_idle = 75;
constexpr std::int64_t seconds_for_header = 10;
constexpr std::int64_t seconds_for_body = 30;  // of a small body, or of each block of a file
constexpr std::int64_t seconds_for_file = 24 * 3600;
constexpr std::int64_t seconds_for_writing = 30;
constexpr std::int64_t seconds_of_linger = 5;
constexpr std::int64_t seconds_between_heartbeats = 15;

// On every answer. Element Plus sets styles through the CSSOM, which 'self' allows; there is no
// inline script and no inline style sheet.
constexpr std::string_view security_headers =
    "Content-Security-Policy: default-src 'self'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Cross-Origin-Embedder-Policy: require-corp\r\n"
    "Permissions-Policy: camera=(), geolocation=(), microphone=()\r\n";

void append_number(std::string& text, std::uint64_t number) {
  char digits[20];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, number);
  text.append(digits, end);
}

}  // namespace

HttpConnection::HttpConnection(Loop& loop, Socket socket, Crowd::Place place)
    : loop_(loop),
      socket_(std::move(socket)),
      place_(std::move(place)),
      number_(loop.connections.size()),
      input_(std::make_unique_for_overwrite<char[]>(input_size)),
      capacity_(input_size),
      waits_since_(loop.second) {
  loop_.connections.push_back(this);
  ++loop_.open_connections;
  error_code ignored;
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  const auto peer = socket_.remote_endpoint(ignored);
  if (!ignored) request_.address = peer.address().to_string();
}

HttpConnection::~HttpConnection() {
  close();
  if (stream_) stream_->wake = nullptr;
  loop_.connections[number_] = loop_.connections.back();
  loop_.connections[number_]->number_ = number_;
  loop_.connections.pop_back();
}

// As long as for a header; a connection that shakes hands is one that may leave first.
Task HttpConnection::begin_tls(std::shared_ptr<asio::ssl::context> context) {
  tls_context_ = std::move(context);
  tls_.emplace(socket_, *tls_context_);
  deadline_ = loop_.second + seconds_for_header;
  error_code error;
  co_await tls_->async_handshake(asio::ssl::stream_base::server,
                                 asio::redirect_error(LoopToken{}, error));
  if (error) close();
}

Task HttpConnection::run() {
  while (is_open_) {
    parser_.emplace(request_, static_cast<std::uint32_t>(input_size));
    request_.clear();
    is_admitted_ = false;
    waits_for_header_ = true;
    waits_since_ = loop_.second;
    co_await read_request();
    if (!is_open_) break;
    if (refusal_) {
      // What has arrived of a refused file goes before its sender hears of it.
      request_.upload.reset();
      append(*refusal_, false);
      co_await flush();
      co_await linger();
      break;
    }
    co_await answer();
  }
  close();
}

Task HttpConnection::read_request() {
  is_idle_ = begin_ == end_;
  deadline_ = loop_.second + (is_idle_ ? seconds_idle : seconds_for_header);
  while (true) {
    const Step step = advance();
    if (step == Step::complete || step == Step::refused) break;
    if (!output_.empty()) co_await flush();
    if (step == Step::wants_disk)
      co_await write_to_disk();
    else if (is_idle_ && loop_.is_draining)
      close();
    else
      co_await read_some();
    if (!is_open_) co_return;
  }
  if (!refusal_ && request_.upload) {
    co_await write_to_disk();
    if (!disk_refusal_) disk_refusal_ = request_.upload->close();
    if (disk_refusal_) refuse(*disk_refusal_);
  }
  is_idle_ = waits_for_header_ = false;
  deadline_ = never;
}

// Feeds what has arrived to the parser, and says what is needed next.
HttpConnection::Step HttpConnection::advance() {
  while (true) {
    if (disk_refusal_) return refuse(*disk_refusal_);
    if (begin_ == end_) return Step::wants_bytes;
    begin_ += parser_->feed({input_.get() + begin_, end_ - begin_});
    if (const std::optional<Refusal> law = parser_->refusal()) return refuse(*law);
    if (!parser_->is_header_done()) {
      const bool is_full = begin_ == 0 && end_ == capacity_;
      return is_full ? refuse(Refusal::header_is_too_large) : Step::wants_bytes;
    }
    if (!is_admitted_ && !parser_->is_done() && !admit()) return Step::refused;
    is_admitted_ = true;
    waits_for_header_ = false;
    if (parser_->is_done()) return Step::complete;
    if (request_.upload && request_.body.size() >= upload_block) return Step::wants_disk;
  }
}

HttpConnection::Step HttpConnection::refuse(Refusal law) {
  if (law == Refusal::body_is_too_large && request_.upload) law = Refusal::file_is_too_large;
  refusal_ = loop_.doors->refuse(law, request_);
  return Step::refused;
}

// The header is there and a body will follow: may it?
bool HttpConnection::admit() {
  const auto length = request_.announced_bytes = parser_->content_length();
  Admission admission = loop_.doors->admit(loop_.number, request_);
  if (admission.refusal) {
    refusal_ = std::move(admission.refusal);
    return false;
  }
  request_.upload = std::move(admission.upload);
  if (length && *length > admission.body_max) {
    refuse(Refusal::body_is_too_large);
    return false;
  }
  parser_->limit_body(admission.body_max);
  body_since_ = waits_since_ = loop_.second;
  if (is_same_name(request_.header(Header::expect), "100-continue"))
    output_ += "HTTP/1.1 100 Continue\r\n\r\n";
  deadline_ = loop_.second + seconds_for_body;
  if (request_.upload && capacity_ < upload_block) {
    auto larger = std::make_unique_for_overwrite<char[]>(upload_block);
    std::memcpy(larger.get(), input_.get() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
    input_ = std::move(larger);
    capacity_ = upload_block;
  }
  return true;
}

Task HttpConnection::read_some() {
  if (begin_ > 0) {
    std::memmove(input_.get(), input_.get() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  error_code error;
  const auto into = asio::buffer(input_.get() + end_, capacity_ - end_);
  if (tls_)
    end_ += co_await tls_->async_read_some(into, asio::redirect_error(LoopToken{}, error));
  else
    end_ += co_await socket_.async_read_some(into, asio::redirect_error(LoopToken{}, error));
  if (error) {
    close();
    co_return;
  }
  if (is_idle_) {
    is_idle_ = false;
    deadline_ = loop_.second + seconds_for_header;
  }
}

// The disk may keep a writer waiting, so the loop hands the block to another thread.
Task HttpConnection::write_to_disk() {
  if (disk_refusal_ || request_.body.empty()) co_return;
  co_await asio::async_initiate<const LoopToken, void()>(
      [this](auto done) {
        slot_.resume = [done = std::move(done)]() mutable { std::move(done)(); };
        const auto go_on = [this](std::optional<Refusal> refusal) {
          loop_.mailbox.post([this, refusal] {
            disk_refusal_ = refusal;
            std::exchange(slot_.resume, nullptr)();
          });
        };
        const bool taken =
            loop_.slow_work.post([this, go_on] { go_on(request_.upload->write(request_.body)); });
        if (!taken) go_on(Refusal::too_many_requests);
      },
      LoopToken{});
  request_.body.clear();
  deadline_ = loop_.second + seconds_for_body;
  if (loop_.second - body_since_ > seconds_for_file)
    disk_refusal_ = Refusal::upload_allowance_is_used_up;
}

Task HttpConnection::answer() {
  slot_.reply.reset();
  Reply reply = loop_.doors->respond(loop_.number, request_, Answer(loop_.mailbox, slot_));
  if (reply.is_later()) {
    if (!output_.empty()) co_await flush();
    if (!slot_.reply)
      co_await asio::async_initiate<const LoopToken, void()>(
          [this](auto done) {
            slot_.resume = [done = std::move(done)]() mutable { std::move(done)(); };
          },
          LoopToken{});
    reply = std::move(*slot_.reply);
  }
  // A file that no door has taken over goes before the sender hears that he is done.
  request_.upload.reset();
  const bool keep_alive = parser_->keep_alive() && !loop_.is_draining && !reply.stream;
  append(reply, keep_alive);
  if (!keep_alive || begin_ == end_ || output_.size() > output_kept) co_await flush();
  if (!is_open_) co_return;
  // HEAD asks what would come, and nothing may.
  if (reply.stream && request_.method != Method::head)
    co_await follow_stream(std::move(reply.stream));
  if (!keep_alive) co_await linger();
}

void HttpConnection::append(Reply& reply, bool keep_alive) {
  if (reply.status == 500) loop_.doors->tell_of_fault(request_, reply);
  const std::string_view content = reply.content();
  output_.reserve(output_.size() + 1024 + reply.headers.size() + content.size());
  output_ += "HTTP/1.1 ";
  append_number(output_, static_cast<std::uint64_t>(reply.status));
  const auto reason = boost::beast::http::obsolete_reason(
      boost::beast::http::int_to_status(static_cast<unsigned>(reply.status)));
  output_.append(" ").append(reason.data(), reason.size()).append("\r\n");
  output_ += loop_.headers;
  if (!content.empty() || reply.stream)
    output_.append("Content-Type: ").append(reply.content_type).append("\r\n");
  output_ += security_headers;
  output_ += reply.headers;
  // Answers hold what one person may see: no cache keeps them unless a door says otherwise.
  if (!reply.headers.contains("Cache-Control")) output_ += "Cache-Control: no-store\r\n";
  if (!keep_alive) output_ += "Connection: close\r\n";
  const bool has_no_body = reply.status == 204 || reply.status == 304;
  if (!reply.stream && !has_no_body) {
    output_ += "Content-Length: ";
    append_number(output_, content.size());
    output_ += "\r\n";
  }
  output_ += "\r\n";
  if (!has_no_body && request_.method != Method::head) output_ += content;
}

Task HttpConnection::flush() {
  if (output_.empty()) co_return;
  const std::int64_t deadline_before = deadline_;
  deadline_ = loop_.second + seconds_for_writing;
  error_code error;
  if (tls_)
    co_await asio::async_write(*tls_, asio::buffer(output_),
                               asio::redirect_error(LoopToken{}, error));
  else
    co_await asio::async_write(socket_, asio::buffer(output_),
                               asio::redirect_error(LoopToken{}, error));
  deadline_ = deadline_before;
  output_.clear();
  if (output_.capacity() > output_kept) output_.shrink_to_fit();
  if (error) close();
}

Task HttpConnection::follow_stream(std::shared_ptr<EventStream> stream) {
  // Ten thousand listeners wait at once: none of them keeps the buffers of a request.
  input_.reset();
  output_ = std::string();
  stream_ = std::move(stream);
  stream_->wake = [this] {
    if (slot_.resume) asio::post(loop_.context, std::exchange(slot_.resume, nullptr));
  };
  // A listener has nothing more to say: what can be read from him is that he has left.
  socket_.async_wait(Socket::wait_read, [held = std::weak_ptr(stream_)](const error_code& error) {
    const auto leaving = held.lock();
    if (!error && leaving) leaving->end();
  });
  while (is_open_) {
    if (stream_->waiting.empty()) {
      if (stream_->is_ended) break;
      co_await asio::async_initiate<const LoopToken, void()>(
          [this](auto done) {
            slot_.resume = [done = std::move(done)]() mutable { std::move(done)(); };
          },
          LoopToken{});
      continue;
    }
    output_.swap(stream_->waiting);
    co_await flush();
    output_ = std::string();
  }
  co_await say_goodbye();
  close();
}

// So that nobody takes what was cut off for the end. Whoever goes on sending breaks it off, and has
// been told by then.
Task HttpConnection::say_goodbye() {
  if (!tls_ || !is_open_) co_return;
  deadline_ = loop_.second + seconds_of_linger;
  error_code ignored;
  co_await tls_->async_shutdown(asio::redirect_error(LoopToken{}, ignored));
}

// After a refusal the sender may still be sending; closing at once would reset the line before he
// has read why.
Task HttpConnection::linger() {
  co_await say_goodbye();
  if (!is_open_) co_return;
  error_code error;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, error);
  deadline_ = loop_.second + seconds_of_linger;
  std::size_t read = 0;
  while (!error && read < linger_bytes_max)
    read += co_await socket_.async_read_some(asio::buffer(input_.get(), capacity_),
                                             asio::redirect_error(LoopToken{}, error));
  // Whoever sends more than that is read no further, and has until then to read why.
  if (!error)
    co_await socket_.async_wait(asio::ip::tcp::socket::wait_error,
                                asio::redirect_error(LoopToken{}, error));
  close();
}

std::optional<Idle> HttpConnection::idle() const {
  const bool is_sending_body = is_admitted_ && deadline_ != never;
  if (!is_open_ || !output_.empty() || !(waits_for_header_ || is_sending_body)) return std::nullopt;
  return Idle{place_.block, waits_since_, number_};
}

void HttpConnection::close() {
  if (!is_open_) return;
  is_open_ = false;
  --loop_.open_connections;
  error_code ignored;
  socket_.close(ignored);
}

void HttpConnection::tick() {
  if (stream_ && loop_.second % seconds_between_heartbeats == 0) {
    if (!stream_->may_go_on())
      stream_->end();
    else if (stream_->waiting.empty())
      stream_->send(": still here\n\n");
  }
  if (loop_.second > deadline_) close();
}

void HttpConnection::drain() {
  if (stream_)
    stream_->end();
  else if (is_idle_)
    close();
}

}  // namespace chuangyou
