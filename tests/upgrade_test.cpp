// A journal that the program of before wrote is opened, verified, appended to and proved from: what
// it has given to citizens still holds. tests/upgrade/ holds one, with the receipts of that day.
#include <gtest/gtest.h>
#include <simdjson.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "core/receipt_code.h"
#include "journal/merkle.h"
#include "ledgers/all.h"
#include "world/world.h"

namespace chuangyou {
namespace {

std::string text_of(const std::string& name) {
  std::ifstream file(CHUANGYOU_SOURCE_DIR "/tests/upgrade/" + name);
  std::stringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

struct Held {
  std::optional<Record> record;
  std::optional<InclusionProof> proof;
};

// A receipt of before opens its record, and its entry is still in the journal; the root that was
// written down then has grown into the one of now.
Held expect_to_hold(Connection& connection, Body& body, simdjson::dom::element given,
                    std::int64_t tree_size, std::string_view root) {
  const std::string code(given["receipt"].get_string().value());
  const std::int64_t seq = given["seq"];
  const Ledger* ledger = nullptr;
  const auto found = find_by_receipt(connection, body, ledger, parse_receipt_code(code).value());
  EXPECT_TRUE(found) << code;
  const auto proof = prove_inclusion(connection, body.no, seq, body.hash);
  EXPECT_TRUE(proof) << code;
  if (!found || !proof) return {};
  EXPECT_EQ(to_text(found->record.id), given["id"].get_string().value());
  EXPECT_TRUE(verify_inclusion(body.hash, leaf_hash(body.hash, proof->leaf_input), seq - 1,
                               proof->seal.last, proof->path, proof->seal.root));
  EXPECT_TRUE(std::ranges::any_of(seals(connection, body.no, 0, 1000), [&](const Seal& seal) {
    return seal.last == tree_size && to_hex(seal.root) == root;
  })) << tree_size;
  return {found->record, proof};
}

struct Upgrade : testing::Test {
  world::TemporaryFolder folder;
  Places places{(folder.path() / "old.db").string(), CHUANGYOU_SOURCE_DIR "/campaigns"};
  Moment now{parse_moment("2026-11-28T01:00:00Z").value()};
  Bodies bodies;

  Upgrade() {
    Connection connection(places.database, OpenFor::writing);
    connection.run(text_of("layout_1.sql"));
  }
  Body& open() {
    EXPECT_TRUE(load_bodies(places, bodies, now));
    return *bodies.find("province");
  }
};

TEST_F(Upgrade, a_journal_of_before_is_whole_and_stays_so_before_it_is_opened) {
  Connection reading(places.database, OpenFor::reading);
  EXPECT_TRUE(verify(reading).empty());
}

TEST_F(Upgrade, it_is_appended_to_in_the_new_layout) {
  Body& body = open();
  EXPECT_EQ(body.hash, HashFunction::sha256);
  const std::int64_t last = body.last_seq;
  Connection connection(places.database, OpenFor::reading);
  EXPECT_EQ(first_of_layout_two(connection, body.no), last + 1);
  {
    Writer writer(
        places.database, bodies, [&] { return now; }, RandomSource::from_seed(5));
    ActRequest request;
    request.body = body.no;
    request.ledger = find_ledger("feedback");
    request.act = "say";
    request.unit = body.tree.find_by_code("branch_1")->id;
    request.fields = in_places(*request.ledger,
                               {{"text", std::string("又坏了")}, {"kind", std::string("opinion")}});
    ASSERT_TRUE(writer.perform(std::move(request)));
  }
  EXPECT_EQ(first_of_layout_two(connection, body.no), last + 1);
  EXPECT_TRUE(verify(connection).empty());
}

TEST_F(Upgrade, receipts_given_before_still_verify) {
  Body& body = open();
  {
    Writer writer(
        places.database, bodies, [&] { return now; }, RandomSource::from_seed(5));
  }
  Connection connection(places.database, OpenFor::reading);
  simdjson::dom::parser parser;
  const simdjson::padded_string json(text_of("layout_1.json"));
  int held = 0;
  for (const simdjson::dom::element given : parser.parse(json)["given"].get_array()) {
    const simdjson::dom::element then = given["proof"];
    const Held receipt = expect_to_hold(connection, body, given, then["tree_size"], then["root"]);
    ASSERT_TRUE(receipt.record && receipt.proof);
    EXPECT_EQ(receipt.proof->leaf_input[0], '\x01');
    ++held;
  }
  EXPECT_EQ(held, 3);
}

// The first edition had one line of a ledger for each act and no effects; its policy, calendar and
// campaign lay in files, and what stood as free text is a link today.
struct MonthsOfTheFirstEdition : testing::Test {
  world::TemporaryFolder folder;
  Places places{(folder.path() / "first.db").string(), CHUANGYOU_SOURCE_DIR "/campaigns"};
  Moment now{parse_moment("2011-06-22T01:00:00Z").value()};
  Bodies bodies;
  std::int64_t last_before = 0;

  MonthsOfTheFirstEdition() {
    Connection connection(places.database, OpenFor::writing);
    connection.run(text_of("first_edition.sql"));
    last_before = last_seq(connection, BodyNo{1});
  }
  Body& open() {
    const Result<void> loaded = load_bodies(places, bodies, now);
    EXPECT_TRUE(loaded) << name_of(loaded.error().law) << " " << loaded.error().detail;
    return *bodies.find("province");
  }
  void write_nothing() {
    Writer writer(
        places.database, bodies, [&] { return now; }, RandomSource::from_seed(5));
  }
  bool is_shown_somewhere(const Ledger& ledger, const std::string& field) {
    Connection connection(places.database, OpenFor::reading);
    ListQuery query;
    query.path = bodies.find("province")->tree.path_of(0);
    query.limit = 100;
    const Page page =
        LedgerTable(ledger).list(connection, bodies.find("province")->no, query).value();
    return std::ranges::any_of(page.records, [&](const Record& record) {
      return ledger.field(field) && !is_empty(record.value(field));
    });
  }
};

TEST_F(MonthsOfTheFirstEdition, its_first_opening_writes_the_frame_and_nothing_else) {
  Body& body = open();
  write_nothing();
  Connection connection(places.database, OpenFor::reading);
  ASSERT_GT(last_before, 200);
  std::set<std::string> acts;
  for_each_entry(connection, body.no, last_before, body.last_seq,
                 [&](const Entry& entry) { acts.insert(entry.head.act); });
  EXPECT_EQ(acts, (std::set<std::string>{"adopt_calendar", "adopt_pack", "start_campaign"}));
  EXPECT_TRUE(verify(connection).empty());
}

TEST_F(MonthsOfTheFirstEdition, its_tables_are_those_of_a_rebuild) {
  open();
  write_nothing();
  const std::string opened = world::dump_tables(places.database);
  ASSERT_TRUE(rebuild(places, now));
  EXPECT_EQ(opened, world::dump_tables(places.database));
}

TEST_F(MonthsOfTheFirstEdition, what_it_said_in_words_of_its_own_is_still_shown) {
  open();
  for (const auto& [ledger, fields] : std::map<std::string, std::vector<std::string>>{
           {"directives", {"clauses", "acknowledged_by"}},
           {"tasks", {"clause", "co_units", "accepted_by"}},
           {"promises", {"decision"}}}) {
    for (const std::string& field : fields)
      EXPECT_TRUE(is_shown_somewhere(*find_ledger(ledger), field)) << ledger << " " << field;
  }
}

// Issuing was publishing then; what is issued today says on which side it is.
TEST_F(MonthsOfTheFirstEdition, what_it_issued_is_as_public_as_it_was) {
  Body& body = open();
  Connection connection(places.database, OpenFor::reading);
  ListQuery query;
  query.path = body.tree.path_of(0);
  const LedgerTable table(*find_ledger("directives"));
  const Page page = table.list(connection, body.no, query).value();
  ASSERT_FALSE(page.records.empty());
  for (Record record : page.records) {
    record.state = "issued";  // as it stood before it was withdrawn
    EXPECT_TRUE(is_shown_to_all(record));
    record.set("released", std::string("inside"));
    EXPECT_FALSE(is_shown_to_all(record));
  }
}

TEST_F(MonthsOfTheFirstEdition, its_receipts_open_their_records_and_verify) {
  Body& body = open();
  write_nothing();
  Connection connection(places.database, OpenFor::reading);
  simdjson::dom::parser parser;
  const simdjson::padded_string json(text_of("first_edition.json"));
  int held = 0;
  for (const simdjson::dom::element given : parser.parse(json)["given"].get_array()) {
    const Held receipt = expect_to_hold(connection, body, given, given["tree_size"], given["root"]);
    ASSERT_TRUE(receipt.record && receipt.proof);
    EXPECT_EQ(receipt.record->value("text"),
              Value(std::string(given["text"].get_string().value())));
    ++held;
  }
  EXPECT_EQ(held, 9);
}

}  // namespace
}  // namespace chuangyou
