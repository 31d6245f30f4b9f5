// What arrives on a connection, read as src/net/connection.cpp reads it but with less room, so
// that short inputs reach its limits. Wherever the bytes are cut, the same requests come out and
// the same refusal; nothing is read behind a refusal; and what was taken has one reading only.
#include <algorithm>
#include <functional>

#include "net/request_parser.h"

using namespace chuangyou;

namespace {

constexpr std::size_t room = 512;
constexpr std::uint64_t body_max = 64;

void expect(bool holds) {
  if (!holds) __builtin_trap();
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& symbol : result)
    if (symbol >= 'A' && symbol <= 'Z') symbol = static_cast<char>(symbol - 'A' + 'a');
  return result;
}

std::size_t lines_of(std::string_view header, std::string_view name) {
  std::size_t found = 0;
  const std::string text = lower(header), line = "\r\n" + std::string(name);
  for (std::size_t i = text.find(line); i != std::string::npos; i = text.find(line, i + 1)) {
    const std::size_t after = text.find_first_not_of(" \t", i + line.size());
    if (after != std::string::npos && text[after] == ':') ++found;
  }
  return found;
}

// Read once more by the plainest rules: one header up to the first empty line, then a body whose
// length is said in one way at most.
void has_one_reading(std::string_view bytes, const Request& request, const RequestParser& parser) {
  const std::size_t end = bytes.find("\r\n\r\n");
  expect(end != std::string_view::npos);
  const std::string_view header = bytes.substr(0, end + 2);
  const std::size_t body = bytes.size() - (end + 4);
  const std::size_t lengths = lines_of(header, "content-length");
  const std::size_t encodings = lines_of(header, "transfer-encoding");
  expect(lengths + encodings <= 1);
  expect(std::ranges::count(header, '\n') == std::ranges::count(header, '\r'));
  expect(!header.contains('\0'));
  expect(parser.content_length().has_value() == (lengths == 1));
  if (encodings == 0) expect(bytes.substr(end + 4) == request.body);
  if (encodings == 1) expect(body >= request.body.size() + std::string_view("0\r\n\r\n").size());
  expect(request.body.size() <= body_max);
  expect(request.target.starts_with('/') || request.target == "*");
}

struct Outcome {
  std::vector<std::string> requests;
  std::optional<Refusal> refusal;
  bool operator==(const Outcome&) const = default;
};

std::string told(const Request& request, const RequestParser& parser, std::size_t bytes) {
  std::string text = std::to_string(static_cast<int>(request.method)) + request.target + '\n';
  for (const std::string& header : request.headers) text.append(header).append("\n");
  text.append(request.body).append(parser.keep_alive() ? "\nstays\n" : "\ncloses\n");
  return text + std::to_string(bytes);
}

// One connection: bytes come into its room in pieces, and each request is read to its end before
// the next.
class Reading {
 public:
  Reading(std::string_view bytes, std::function<std::size_t(std::size_t)> piece_at)
      : bytes_(bytes), piece_at_(std::move(piece_at)) {}

  Outcome outcome() {
    while (read_request()) {}
    return std::move(outcome_);
  }

 private:
  bool read_request() {
    Request request;
    RequestParser parser(request, room);
    const std::size_t first = begin_;
    bool is_admitted = false;
    for (std::size_t feeds = 0;; ++feeds) {
      expect(feeds <= 2 * room + 2 * (end_ - first));  // and not for ever
      if (begin_ == end_ && !arrive()) return false;
      const std::size_t taken = parser.feed(bytes_.substr(begin_, end_ - begin_));
      expect(taken <= end_ - begin_);
      begin_ += taken;
      if (parser.refusal()) return refuse(*parser.refusal(), parser);
      if (!parser.is_header_done()) {
        expect(taken == 0);
        if (end_ - begin_ == room) return refuse(Refusal::header_is_too_large, parser);
        if (!arrive()) return false;
        continue;
      }
      if (!is_admitted && !parser.is_done()) {
        if (parser.content_length().value_or(0) > body_max)
          return refuse(Refusal::body_is_too_large, parser);
        parser.limit_body(body_max);
      }
      is_admitted = true;
      if (parser.is_done()) break;
      expect(taken > 0);
    }
    has_one_reading(bytes_.substr(first, begin_ - first), request, parser);
    outcome_.requests.push_back(told(request, parser, begin_ - first));
    return parser.keep_alive();
  }

  bool arrive() {
    if (end_ == bytes_.size()) return false;
    const std::size_t piece = std::max<std::size_t>(piece_at_(end_), 1);
    end_ += std::min({piece, room - (end_ - begin_), bytes_.size() - end_});
    return true;
  }

  bool refuse(Refusal law, RequestParser& parser) {
    outcome_.refusal = law;
    if (!parser.refusal()) return false;
    expect(parser.feed("GET / HTTP/1.1\r\nHost: x\r\n\r\n") == 0);
    expect(parser.refusal() == law);
    return false;
  }

  std::string_view bytes_;
  std::function<std::size_t(std::size_t)> piece_at_;
  std::size_t begin_ = 0, end_ = 0;  // what has arrived and is not taken yet
  Outcome outcome_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const Outcome whole = Reading(bytes, [](std::size_t) { return room; }).outcome();
  expect(Reading(bytes, [](std::size_t) { return std::size_t{1}; }).outcome() == whole);
  for (const std::size_t times : {1, 7, 29}) {
    const auto as_it_comes = [&](std::size_t i) { return data[i] * times % 41; };
    expect(Reading(bytes, as_it_comes).outcome() == whole);
  }
  return 0;
}
