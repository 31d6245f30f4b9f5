// A request as it arrives: the header is taken as a whole and read by Beast, which fills a Request
// with the headers that we know, the body by ourselves. Whatever two readers could read as two
// different requests is refused (RFC 9112, 2.2, 3.2, 5.1, 6.3, 7.1).
#pragma once

#include <boost/beast/http/basic_parser.hpp>
#include <optional>

#include "core/refusal.h"
#include "net/chunk_reader.h"
#include "net/message.h"

namespace chuangyou {

class RequestParser final : private boost::beast::http::basic_parser<true> {
  using Beast = boost::beast::http::basic_parser<true>;
  using error_code = boost::beast::error_code;
  using string_view = boost::beast::string_view;

 public:
  // The header must fit the connection's input; the body's limit depends on the route, which is
  // known only once the header has been read.
  RequestParser(Request& request, std::uint32_t header_max);
  void limit_body(std::uint64_t bytes) { body_max_ = bytes; }

  // Takes what it can of what has arrived and says how much that was. What is not taken comes again
  // with what follows it.
  std::size_t feed(std::string_view bytes);
  // Set once the request is known to be none, or too large; nothing behind it may be read.
  std::optional<Refusal> refusal() const { return refusal_; }

  using Beast::is_header_done;
  using Beast::keep_alive;
  bool is_done() const { return is_header_done() && !is_chunked_ && left_ == 0; }
  std::optional<std::uint64_t> content_length() const { return length_; }

 private:
  std::size_t feed_header(std::string_view bytes);
  std::size_t feed_chunks(std::string_view bytes);
  bool take(std::string_view bytes);
  bool read_length(std::string_view text);
  bool read_target();

  void on_request_impl(boost::beast::http::verb method, string_view, string_view target,
                       int version, error_code&) override;
  void on_field_impl(boost::beast::http::field name, string_view name_text, string_view value,
                     error_code&) override;
  void on_header_impl(error_code& error) override;
  void on_response_impl(int, string_view, int, error_code&) override {}
  void on_body_init_impl(boost::optional<std::uint64_t> const&, error_code&) override {}
  std::size_t on_body_impl(string_view, error_code&) override { return 0; }
  void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, string_view, error_code&) override { return 0; }
  void on_finish_impl(error_code&) override {}

  Request& request_;
  std::optional<Refusal> refusal_;
  std::size_t looked_at_ = 0;  // bytes of a header that is not all there
  int hosts_ = 0, lengths_ = 0, encodings_ = 0;
  bool is_1_1_ = false;
  bool is_chunked_ = false;  // and the last chunk has not come
  bool is_well_formed_ = true;
  std::string_view host_;  // while the header is read
  std::optional<std::uint64_t> length_;
  std::uint64_t left_ = 0;  // of a body whose length was said
  std::uint64_t received_ = 0;
  std::uint64_t body_max_ = 0;
  ChunkReader chunks_;
};

}  // namespace chuangyou
