// Beast's parser filling a Request: the headers that we know into reused strings, the rest dropped,
// so that no container of fields is built.
#pragma once

#include <boost/beast/http/basic_parser.hpp>

#include "http/message.h"

namespace chuangyou {

class RequestParser final : public boost::beast::http::basic_parser<true> {
  using error_code = boost::beast::error_code;
  using string_view = boost::beast::string_view;

 public:
  // The header must fit the connection's input; the body's limit depends on the route, which is
  // known only once the header has been read.
  RequestParser(Request& request, std::uint32_t header_max) : request_(request) {
    header_limit(header_max);
    body_limit(boost::none);
  }
  void limit_body(std::uint64_t bytes) { body_max_ = bytes; }

 private:
  void on_request_impl(boost::beast::http::verb method, string_view, string_view target,
                       int version, error_code&) override {
    using boost::beast::http::verb;
    needs_host_ = version >= 11;
    switch (method) {
      case verb::get:
        request_.method = Method::get;
        break;
      case verb::head:
        request_.method = Method::head;
        break;
      case verb::post:
        request_.method = Method::post;
        break;
      case verb::delete_:
        request_.method = Method::delete_;
        break;
      default:
        request_.method = Method::other;
        break;
    }
    request_.target.assign(target.data(), target.size());
  }

  void on_field_impl(boost::beast::http::field name, string_view name_text, string_view value,
                     error_code&) override {
    if (name == boost::beast::http::field::host) ++hosts_;
    const std::optional<Header> kind = kind_of(name, name_text);
    if (kind) request_.headers[static_cast<std::size_t>(*kind)].assign(value.data(), value.size());
  }

  static std::optional<Header> kind_of(boost::beast::http::field name, string_view text) {
    using boost::beast::iequals;
    using boost::beast::http::field;
    switch (name) {
      case field::accept_encoding:
        return Header::accept_encoding;
      case field::accept_language:
        return Header::accept_language;
      case field::content_type:
        return Header::content_type;
      case field::cookie:
        return Header::cookie;
      case field::expect:
        return Header::expect;
      case field::if_match:
        return Header::if_match;
      case field::if_none_match:
        return Header::if_none_match;
      case field::sec_fetch_site:
        return Header::sec_fetch_site;
      case field::unknown:
        break;
      default:
        return std::nullopt;
    }
    if (iequals(text, "x-csrf-token")) return Header::csrf_token;
    if (iequals(text, "idempotency-key")) return Header::idempotency_key;
    if (iequals(text, "x-forwarded-for")) return Header::forwarded_for;
    if (iequals(text, "last-event-id")) return Header::last_event_id;
    return std::nullopt;
  }

  std::size_t take(string_view bytes, error_code& error) {
    received_ += bytes.size();
    if (received_ > body_max_) {
      error = boost::beast::http::error::body_limit;
      return 0;
    }
    request_.body.append(bytes.data(), bytes.size());
    return bytes.size();
  }

  std::size_t on_body_impl(string_view bytes, error_code& error) override {
    return take(bytes, error);
  }
  std::size_t on_chunk_body_impl(std::uint64_t, string_view bytes, error_code& error) override {
    return take(bytes, error);
  }
  void on_response_impl(int, string_view, int, error_code&) override {}
  // RFC 9112, 3.2: a request of 1.1 names its host once.
  void on_header_impl(error_code& error) override {
    if (hosts_ > 1 || (needs_host_ && hosts_ == 0)) error = boost::beast::http::error::bad_field;
  }
  void on_body_init_impl(boost::optional<std::uint64_t> const&, error_code&) override {}
  void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
  void on_finish_impl(error_code&) override {}

  Request& request_;
  int hosts_ = 0;
  bool needs_host_ = false;
  std::uint64_t received_ = 0;
  std::uint64_t body_max_ = 0;
};

}  // namespace chuangyou
