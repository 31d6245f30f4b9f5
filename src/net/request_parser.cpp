#include "net/request_parser.h"

#include <algorithm>
#include <charconv>

#include "net/header_text.h"

namespace chuangyou {
namespace {

using boost::beast::iequals;
using boost::beast::http::field;

constexpr std::size_t length_digits_max = 18;

std::optional<Header> kind_of(field name, std::string_view text) {
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

Method method_of(boost::beast::http::verb asked) {
  using boost::beast::http::verb;
  switch (asked) {
    case verb::get:
      return Method::get;
    case verb::head:
      return Method::head;
    case verb::post:
      return Method::post;
    case verb::delete_:
      return Method::delete_;
    default:
      return Method::other;
  }
}

struct HeaderLines {
  bool are_plain = true;
  std::size_t end = std::string_view::npos;  // behind the empty line, once it is there
};

// Each feed ends a line together with its return, each return has its feed, and no line goes on in
// the next one: a proxy may read one line where we read two. `from`: what is known to be plain; the
// byte before it may have waited for its successor. One pass, for every request pays for it.
HeaderLines header_lines(std::string_view bytes, std::size_t from) {
  for (std::size_t i = from == 0 ? 0 : from - 1; i < bytes.size(); ++i) {
    const char byte = bytes[i];
    if (byte != '\n' && byte != '\r' && byte != '\0') continue;
    if (byte == '\0') return {.are_plain = false};
    const bool has_next = i + 1 < bytes.size();
    if (byte == '\r') {
      if (has_next && bytes[i + 1] != '\n') return {.are_plain = false};
      continue;
    }
    if (i == 0 || bytes[i - 1] != '\r') return {.are_plain = false};
    if (bytes.substr(0, i + 1).ends_with("\r\n\r\n")) return {.end = i + 1};
    if (has_next && (bytes[i + 1] == ' ' || bytes[i + 1] == '\t')) return {.are_plain = false};
  }
  return {};
}

}  // namespace

RequestParser::RequestParser(Request& request, std::uint32_t header_max) : request_(request) {
  header_limit(header_max);
  body_limit(boost::none);
}

std::size_t RequestParser::feed(std::string_view bytes) {
  if (refusal_) return 0;
  if (!is_header_done()) return feed_header(bytes);
  if (is_chunked_) return feed_chunks(bytes);
  bytes = bytes.substr(0, std::min<std::uint64_t>(left_, bytes.size()));
  left_ -= bytes.size();
  return take(bytes) ? bytes.size() : 0;
}

// Beast is given the header in one piece: in several it reads some lines twice, and a view of one
// line does not live as long as the next.
std::size_t RequestParser::feed_header(std::string_view bytes) {
  const HeaderLines lines = header_lines(bytes, looked_at_);
  if (!lines.are_plain) {
    refusal_ = Refusal::request_is_malformed;
    return 0;
  }
  looked_at_ = bytes.size();
  if (lines.end == std::string_view::npos) return 0;
  const std::string_view header = bytes.substr(0, lines.end);
  error_code error;
  const std::size_t taken = put(boost::asio::const_buffer(header.data(), header.size()), error);
  if (error == boost::beast::http::error::header_limit)
    refusal_ = Refusal::header_is_too_large;
  else if (error || !is_header_done() || taken != header.size())
    refusal_ = Refusal::request_is_malformed;
  return taken;
}

std::size_t RequestParser::feed_chunks(std::string_view bytes) {
  std::size_t taken = 0;
  while (taken < bytes.size() && !chunks_.is_done()) {
    const ChunkReader::Piece piece = chunks_.read(bytes.substr(taken));
    taken += piece.taken;
    if (chunks_.is_malformed()) {
      refusal_ = Refusal::request_is_malformed;
      return taken;
    }
    if (!take(piece.body)) return taken;
  }
  if (chunks_.is_done()) is_chunked_ = false;
  return taken;
}

bool RequestParser::take(std::string_view bytes) {
  received_ += bytes.size();
  // A chunk that says that it will be too large is so already.
  if (received_ + (is_chunked_ ? chunks_.announced() : 0) > body_max_) {
    refusal_ = Refusal::body_is_too_large;
    return false;
  }
  request_.body.append(bytes);
  return true;
}

void RequestParser::on_request_impl(boost::beast::http::verb method, string_view,
                                    string_view target, int version, error_code&) {
  is_1_1_ = version >= 11;
  request_.method = method_of(method);
  request_.target.assign(target.data(), target.size());
}

void RequestParser::on_field_impl(field name, string_view name_text, string_view value,
                                  error_code&) {
  const std::string_view text(value.data(), value.size());
  if (name == field::host) {
    ++hosts_;
    host_ = text;
  } else if (name == field::transfer_encoding) {
    ++encodings_;
    is_chunked_ = iequals(value, "chunked");
    if (!is_chunked_) is_well_formed_ = false;
  } else if (name == field::content_length) {
    ++lengths_;
    if (!read_length(text)) is_well_formed_ = false;
  } else if (const std::optional<Header> kind =
                 kind_of(name, {name_text.data(), name_text.size()})) {
    // A list may stand in several lines (RFC 9110, 5.2); of what is no list two lines make nothing
    // that any door takes.
    std::string& header = request_.headers[static_cast<std::size_t>(*kind)];
    if (!header.empty()) header += *kind == Header::cookie ? "; " : ", ";
    header += text;
  }
}

bool RequestParser::read_length(std::string_view text) {
  std::uint64_t length = 0;
  const bool is_short = !text.empty() && text.size() <= length_digits_max;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
  if (!is_short || error != std::errc{} || end != text.data() + text.size()) return false;
  length_ = left_ = length;
  return true;
}

// `http://host/path` is what is sent to a proxy; it is taken where the host is the one that the
// header names, so that nobody before us can have meant another.
bool RequestParser::read_target() {
  std::string& target = request_.target;
  if (target.starts_with('/')) return true;
  if (target == "*") return request_.method == Method::other;
  const std::size_t scheme = target.find("://");
  if (scheme == std::string::npos) return false;
  const std::string_view name(target.data(), scheme);
  if (!iequals(name, "http") && !iequals(name, "https")) return false;
  const std::size_t begin = scheme + 3;
  const std::size_t path = std::min(target.find_first_of("/?", begin), target.size());
  if (!iequals(std::string_view(target).substr(begin, path - begin), host_)) return false;
  target.erase(0, path);
  if (!target.starts_with('/')) target.insert(0, 1, '/');
  return true;
}

void RequestParser::on_header_impl(error_code& error) {
  const bool says_length_once = lengths_ + encodings_ <= 1;
  const bool may_be_chunked = encodings_ == 0 || is_1_1_;
  // RFC 9112, 3.2: a request of 1.1 names its host once.
  const bool names_host = hosts_ == 1 || (hosts_ == 0 && !is_1_1_);
  if (!is_well_formed_ || !says_length_once || !may_be_chunked || !names_host || !is_host(host_) ||
      !read_target())
    error = boost::beast::http::error::bad_field;
}

}  // namespace chuangyou
