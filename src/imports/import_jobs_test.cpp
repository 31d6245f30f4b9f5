#include "imports/import_jobs.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>

#include "campaign/body_tables.h"
#include "journal/journal.h"
#include "ledgers/all.h"
#include "storage/ledger_table.h"
#include "storage/unfinished_imports.h"

namespace chuangyou {
namespace {

constexpr BodyNo body{1};

// An import that a crash has cut off: one record of it is there, and is being taken back.
struct ImportCutOff : testing::Test {
  ImportCutOff() {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    database = testing::TempDir() + "import_" + test->name() + ".db";
    for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(database + end);
    writing.emplace(database, OpenFor::writing);
    create_every_schema(*writing);
    const auto now = [] { return Moment{2'000'000}; };
    writer.emplace(database, bodies, now, RandomSource::from_seed(2));
    jobs.emplace(database, std::filesystem::path(), *writer, now);
    RandomSource random = RandomSource::from_seed(1);
    person = PersonId(make_uuid_v7(Moment{1'000'000}, random));
    import = RecordId(make_uuid_v7(Moment{1'000'000}, random));
    record.id = RecordId(make_uuid_v7(Moment{1'000'000}, random));
    record.state = record.ledger().states.front().name;
    record.version = record.opened_by_entry = 1;
    EntryHead head;
    head.body = body;
    head.seq = 1;
    head.at = Moment{1'000'000};
    head.actor = person;
    head.ledger = record.ledger().name;
    head.record = record.id;
    head.act = "register";
    append(*writing, new_entry(std::move(head), "{}", HashFunction::sha256, random));
    LedgerTable(record.ledger()).put(*writing, body, record, standing, nullptr, {"row 1", import});
    mark_import(*writing, {body, import}, true);
  }
  void take_the_last_back() {
    Transaction transaction(*writing, Transaction::Mode::immediate);
    LedgerTable(record.ledger()).remove(*writing, body, record, standing);
    mark_import(*writing, {body, import}, false);
    transaction.commit();
  }
  std::string told(Connection& reading) {
    const auto state = jobs->state_by_records(reading, import, body, person);
    return std::string(state ? state->name : name_of(state.error().law));
  }

  std::string database;
  Bodies bodies;
  std::optional<Connection> writing;
  std::optional<Writer> writer;
  std::optional<ImportJobs> jobs;
  PersonId person;
  RecordId import;
  Record record{*all_ledgers().front()};
  Standing standing;
};

// Whatever is read in between, the records and the mark are those of one moment.
TEST_F(ImportCutOff, IsNeverToldAsDoneWhileItIsTakenBack) {
  Connection reading(database, OpenFor::reading);
  EXPECT_EQ(told(reading), "taking_back");
  struct Meanwhile {
    ImportCutOff& test;
    bool is_taken_back = false;
  } meanwhile{*this};
  const auto asks_for_the_mark = [](unsigned, void* its, void* statement, void*) {
    auto& now = *static_cast<Meanwhile*>(its);
    const char* sql = sqlite3_sql(static_cast<sqlite3_stmt*>(statement));
    if (now.is_taken_back || !std::string_view(sql).contains("unfinished_imports")) return 0;
    now.is_taken_back = true;
    now.test.take_the_last_back();
    return 0;
  };
  sqlite3_trace_v2(reading.raw(), SQLITE_TRACE_STMT, asks_for_the_mark, &meanwhile);
  const std::string during = told(reading);
  sqlite3_trace_v2(reading.raw(), 0, nullptr, nullptr);
  EXPECT_TRUE(meanwhile.is_taken_back);
  EXPECT_EQ(during, "taking_back");
  EXPECT_EQ(told(reading), "not_applied");
}

}  // namespace
}  // namespace chuangyou
