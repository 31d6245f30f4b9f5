#include "net/request_parser.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace chuangyou {
namespace {

constexpr std::uint32_t header_max = 8 * 1024;

// What becomes of a request whose bytes come in pieces of one size, as a connection would feed it.
struct Outcome {
  std::optional<Refusal> refusal;
  bool is_done = false;
  std::size_t taken = 0;
  Request request;
};

Outcome outcome_of(std::string_view bytes, std::size_t piece) {
  Outcome outcome;
  RequestParser parser(outcome.request, header_max);
  bool is_admitted = false;
  for (std::size_t arrived = 0; arrived < bytes.size() && !outcome.refusal && !outcome.is_done;) {
    arrived = std::min(arrived + piece, bytes.size());
    while (outcome.taken < arrived && !outcome.is_done) {
      const std::size_t taken = parser.feed(bytes.substr(outcome.taken, arrived - outcome.taken));
      outcome.taken += taken;
      outcome.refusal = parser.refusal();
      if (outcome.refusal || !parser.is_header_done()) break;
      if (!is_admitted) parser.limit_body(1000);
      is_admitted = true;
      outcome.is_done = parser.is_done();
    }
  }
  return outcome;
}

std::string post(std::string_view headers, std::string_view body = {}) {
  std::string text = "POST /api/session HTTP/1.1\r\nHost: x\r\n";
  return text.append(headers).append("\r\n").append(body);
}
const std::string chunked = "Transfer-Encoding: chunked\r\n";

constexpr std::size_t pieces[] = {1, 2, 3, 7, 100'000};

void expect_refused(std::string_view bytes, Refusal law = Refusal::request_is_malformed) {
  for (const std::size_t piece : pieces) {
    const Outcome outcome = outcome_of(bytes, piece);
    EXPECT_EQ(outcome.refusal, law) << piece << " at once: " << bytes.substr(0, 200);
    EXPECT_FALSE(outcome.is_done);
  }
}

void expect_body(std::string_view bytes, std::string_view body) {
  for (const std::size_t piece : pieces) {
    const Outcome outcome = outcome_of(bytes, piece);
    EXPECT_TRUE(outcome.is_done) << piece << " at once: " << bytes;
    EXPECT_EQ(outcome.request.body, body);
    EXPECT_EQ(outcome.taken, bytes.size());
  }
}

TEST(RequestParserTest, takes_what_is_a_request_in_whatever_pieces_it_comes) {
  expect_body("GET /health HTTP/1.1\r\nHost: x\r\n\r\n", "");
  expect_body("GET /health HTTP/1.0\r\n\r\n", "");
  expect_body("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", "");
  expect_body("GET /health HTTP/1.1\r\nHost: [::1]:8080\r\nA:\r\nB: \t c\x80 \t\r\n\r\n", "");
  expect_body(post("Content-Length: 4\r\n", "abcd"), "abcd");
  expect_body(post("Content-Length: 0\r\n"), "");
  expect_body(post(chunked, "4\r\nabcd\r\n00a\r\n0123456789\r\n0\r\n\r\n"), "abcd0123456789");
  expect_body(post("transfer-encoding: CHUNKED\r\n", "1;a=b;c=\"d\"\r\nx\r\n0\r\nA: b\r\n\r\n"),
              "x");
}

TEST(RequestParserTest, takes_headers_only_from_the_header) {
  const Outcome outcome = outcome_of(
      post("Cookie: mine\r\n" + chunked, "1\r\nx\r\n0\r\nCookie: theirs\r\nHost: y\r\n\r\n"), 5);
  EXPECT_TRUE(outcome.is_done);
  EXPECT_EQ(outcome.request.header(Header::cookie), "mine");
}

TEST(RequestParserTest, leaves_what_comes_behind_a_request) {
  const std::string one = post("Content-Length: 4\r\n", "abcd");
  EXPECT_EQ(outcome_of(one + "GET / HTTP/1.1\r\n", 100'000).taken, one.size());
  const std::string other = post(chunked, "1\r\nx\r\n0\r\n\r\n");
  EXPECT_EQ(outcome_of(other + "GET / HTTP/1.1\r\n", 100'000).taken, other.size());
}

TEST(RequestParserTest, refuses_every_way_to_say_the_length_twice_or_unclearly) {
  const std::string body = "1\r\nx\r\n0\r\n\r\n";
  for (const char* value : {"xchunked", "chunked, identity", "identity", "gzip, chunked",
                            "chunked, chunked", "chunked;a=b", "\"chunked\"",
                            "\x0b"
                            "chunked",
                            ""})
    expect_refused(post("Transfer-Encoding: " + std::string(value) + "\r\n", body));
  expect_refused(post(chunked + chunked, body));
  expect_refused(post(chunked + "Transfer-Encoding: identity\r\n", body));
  expect_refused(post("Transfer-Encoding: identity\r\n" + chunked, body));
  expect_refused(post(chunked + "Content-Length: 11\r\n", body));
  expect_refused(post("Content-Length: 11\r\n" + chunked, body));
  expect_refused("POST / HTTP/1.0\r\nHost: x\r\n" + chunked + "\r\n" + body);
  for (const char* value :
       {"+4", "-4", "4,4", "4, 4", "0x4", "4 4", "", "4.0", "99999999999999999999"})
    expect_refused(post("Content-Length: " + std::string(value) + "\r\n", "abcd"));
  expect_refused(post("Content-Length: 4\r\nContent-Length: 4\r\n", "abcd"));
  expect_refused(post("Content-Length: 4\r\nContent-Length: 5\r\n", "abcd"));
}

TEST(RequestParserTest, refuses_lines_that_two_readers_could_read_differently) {
  const std::string begin = "GET /health HTTP/1.1\r\nHost: x\r\n";
  using namespace std::string_literals;
  for (const std::string& line :
       {"A: b\n"s, "A: b\rC: d\r\n"s, "A: b\r\r\n"s, "A: b\r\n c: d\r\n"s, "A: b\r\n\tc: d\r\n"s,
        "A: b\0c\r\n"s, "A : b\r\n"s, " A: b\r\n"s, "A b: c\r\n"s, "Host: x\r\n"s, ": b\r\n"s,
        "Transfer-Encoding : chunked\r\n"s, "A: b\x7f\r\n"s, "A: b\x01\r\n"s, "no colon\r\n"s})
    expect_refused(begin + line + "B: c\r\n\r\n");
  for (const char* text :
       {"\r\n\r\n", "GET\r\n\r\n", "GET /health\r\n\r\n", "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
        "G@T / HTTP/1.1\r\nHost: x\r\n\r\n", "GET /health HTTP/1.1\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "GET /health HTTP/1.1\nHost: x\n\n",
        "GET /health HTTP/1.1\rHost: x\r\r", "GET /health HTTP/1.1\r\n Host: x\r\n\r\n"})
    expect_refused(text);
}

TEST(RequestParserTest, refuses_an_address_that_names_another_host) {
  const auto get = [](std::string_view target, std::string_view host) {
    return "GET " + std::string(target) + " HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n";
  };
  for (const char* target : {"http://evil/health", "http://x@evil/health", "http://evil@x/health",
                             "evil/health", "*", "x:80", "ftp://x/health", "://x/"})
    expect_refused(get(target, "x"));
  for (const char* host : {"x y", "x,y", "x/y", "x@y", "x?y", "x#y", "\"x\""})
    expect_refused(get("/health", host));
  for (const char* target : {"http://x/health?a=b", "HTTPS://X/health?a=b"})
    EXPECT_EQ(outcome_of(get(target, "x"), 9).request.target, "/health?a=b");
  EXPECT_EQ(outcome_of(get("http://x?a", "x"), 9).request.target, "/?a");
}

TEST(RequestParserTest, refuses_chunks_that_are_none) {
  for (const char* body : {"zz\r\n",
                           "\r\n",
                           "0x1\r\nx\r\n0\r\n\r\n",
                           "-1\r\nx\r\n",
                           "+1\r\nx\r\n",
                           " 1\r\nx\r\n",
                           "1 \r\nx\r\n",
                           "1\nx\r\n",
                           "1\rx",
                           "1\r\nxx\r\n",
                           "1\r\nx\n0\r\n\r\n",
                           "000000001\r\nx\r\n",
                           "FFFFFFFFFFFFFFFFF\r\nabc",
                           "1;a\nb\r\nx\r\n",
                           "1;a\rb\r\nx\r\n",
                           "0\r\nA b: c\r\n\r\n",
                           "0\r\nA\r\n\r\n",
                           "0\r\n: b\r\n\r\n",
                           "0\r\nA: b\n\r\n",
                           "0\r\n\n",
                           "0\r\nA: b\r\n c\r\n\r\n",
                           "0\r\nGET /health HTTP/1.1\r\nHost: x\r\n\r\n"})
    expect_refused(post(chunked, body));
  using namespace std::string_literals;
  expect_refused(post(chunked, "1;a\0\r\nx\r\n0\r\n\r\n"s));
}

TEST(RequestParserTest, bounds_extensions_and_trailers_together) {
  expect_body(post(chunked, "1;" + std::string(500, 'a') + "\r\nx\r\n0\r\n\r\n"), "x");
  expect_refused(post(chunked, "1;" + std::string(20'000, 'a')));
  expect_refused(post(chunked, "0\r\nA: " + std::string(20'000, 'a')));
  expect_refused(post(chunked, "1" + std::string(20'000, ' ')));
  expect_refused(post(chunked, "1" + std::string(20'000, '0')));
  std::string many;
  for (int i = 0; i < 200; ++i) many += "1;a=b\r\nx\r\n";
  expect_refused(post(chunked, many));
}

TEST(RequestParserTest, refuses_a_body_that_is_too_large_before_it_has_come) {
  expect_refused(post("Content-Length: 1001\r\n", std::string(1001, 'x')),
                 Refusal::body_is_too_large);
  expect_refused(post(chunked, "3e9\r\n"), Refusal::body_is_too_large);
  expect_refused(post(chunked, "3e8\r\n" + std::string(1000, 'x') + "\r\n1\r\n"),
                 Refusal::body_is_too_large);
}

// A million bytes of chunk headers, one at a time, are a million steps and not as many rescans.
TEST(RequestParserTest, reads_each_byte_once) {
  std::string many;
  for (int i = 0; i < 1000; ++i) many += "1\r\nx\r\n";
  const std::string bytes =
      post("A: " + std::string(8000, 'a') + "\r\n" + chunked, many + "0\r\n\r\n");
  const auto began = std::chrono::steady_clock::now();
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(outcome_of(bytes, 1).is_done);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(5));
}

}  // namespace
}  // namespace chuangyou
