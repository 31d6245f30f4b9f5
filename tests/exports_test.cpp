// A whole list as a file is made on a thread of its own, one for each person at a time: whatever is
// held there keeps nobody else waiting.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <semaphore>
#include <thread>

#include "campaign/cells_in_words.h"
#include "campaign/record_cells.h"
#include "http/reading.h"
#include "http/rooms.h"
#include "ledgers/all.h"
#include "world/life.h"

namespace chuangyou {
namespace {

using world::TemporaryFolder;
using world::World;

HouseClock right_clock(Moment now) {
  return {{.wall = [now] { return now; }, .uptime = [] { return Uptime{}; }}, std::nullopt, true};
}

SiteOptions options_of(const World& world) {
  SiteOptions options;
  options.keys = world.places().database + ".keys";
  return options;
}

struct Exports : testing::Test {
  TemporaryFolder folder;
  World world{folder.path()};
  Health health;
  HouseClock clock = right_clock(world.now());
  Site site{world.bodies(),          world.writer(),           health,           clock,
            world.places().database, world.places().campaigns, options_of(world)};
  std::counting_semaphore<> woken{0};
  Mailbox mailbox{[this] { woken.release(); }};
  Lane lane{0, world.places().database, mailbox};

  struct Asked {
    Request request;
    ReplySlot slot;
    bool is_answered() const { return slot.reply.has_value(); }
  };
  // The whole file, as somebody has it.
  Reply file_of(std::string_view who, std::string_view ledger = "promises") {
    Asked asked;
    EXPECT_TRUE(ask(asked, who, export_list, ledger).is_later());
    EXPECT_TRUE(wait_for(asked));
    return std::move(*asked.slot.reply);
  }
  Reply ask(Asked& asked, std::string_view who, const std::function<Reply(Visit&)>& door,
            std::string_view ledger = "promises") {
    Visit visit{.site = site,
                .lane = lane,
                .request = asked.request,
                .answer = Answer(mailbox, asked.slot),
                .address = {},
                .named = {std::string(ledger)},
                .query = QueryString({}),
                .language = Language::en,
                .real_now = world.now(),
                .uptime = {}};
    visit.body = &world.province();
    visit.now = world.now();
    visit.actor = world.actor(who);
    return door(visit);
  }
  // A read that the loop gives up.
  Reply ask_slowly(Asked& asked, std::string_view who) {
    return ask(asked, who, [](Visit& visit) {
      return read_within_bounds(visit,
                                [](const Reader& reader, RandomSource&) -> std::optional<Reply> {
                                  if (!reader.locks_by_turns) return std::nullopt;
                                  return Reply();
                                });
    });
  }
  bool wait_for(const Asked& asked) {
    while (!asked.is_answered()) {
      if (!woken.try_acquire_for(std::chrono::seconds(60))) return false;
      mailbox.open();
    }
    return true;
  }
};

TEST_F(Exports, OneThatIsHeldKeepsNoOtherReadingWaiting) {
  std::promise<void> release;
  ASSERT_TRUE(site.exporting.post([held = release.get_future()]() mutable { held.wait(); }));
  Asked file, again, another, read;
  EXPECT_TRUE(ask(file, "worker", export_list).is_later());
  EXPECT_TRUE(ask_slowly(read, "worker").is_later());
  EXPECT_TRUE(wait_for(read));
  EXPECT_FALSE(file.is_answered());
  // He has one already; others may have theirs.
  EXPECT_EQ(ask(again, "worker", export_list).law, Refusal::too_many_requests);
  EXPECT_TRUE(ask(another, "organ_a", export_list).is_later());
  release.set_value();
  for (const Asked* one : {&file, &another}) {
    ASSERT_TRUE(wait_for(*one));
    EXPECT_EQ(one->slot.reply->content_type, "text/csv; charset=utf-8");
  }
  EXPECT_TRUE(ask(again, "worker", export_list).is_later());
  EXPECT_TRUE(wait_for(again));
}

// Acts that are decided while a file is made stand in all of its rows or in none.
TEST_F(Exports, AFileIsOfOneMoment) {
  constexpr int records = 450;  // more than two pages
  for (int i = 0; i < records; ++i)
    world::must_perform(world,
                        {.who = "head_1",
                         .ledger = "problems",
                         .act = "register",
                         .fields = {{"title", std::string("是甲")}, {"kind", std::string("old")}},
                         .unit = "branch_1"});
  std::atomic<bool> is_over = false;
  std::atomic<int> changes = 0;
  std::jthread writing([&] {
    Connection connection(world.places().database, OpenFor::writing);
    while (!is_over) {
      Transaction transaction(connection, Transaction::Mode::immediate);
      connection.run(changes % 2 == 0 ? "UPDATE problems SET title = '是乙'"
                                      : "UPDATE problems SET title = '是甲'");
      transaction.commit();
      ++changes;
    }
  });
  const auto count = [](const std::string& text, std::string_view word) {
    int found = 0;
    for (std::size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) ++found;
    return found;
  };
  for (int tries = 0; tries < 20; ++tries) {
    const int before = changes;
    const Reply reply = file_of("worker", "problems");
    const int first = count(reply.body, "是甲"), second = count(reply.body, "是乙");
    EXPECT_EQ(first + second, records);
    EXPECT_TRUE(first == 0 || second == 0) << first << " of before and " << second;
    while (changes == before) std::this_thread::yield();
  }
  is_over = true;
}

TEST_F(Exports, AFileThatWouldBeTooLargeIsRefusedWithWords) {
  world::must_perform(world,
                      {.who = "head_1",
                       .ledger = "problems",
                       .act = "register",
                       .fields = {{"title", std::string("制度不全")}, {"kind", std::string("old")}},
                       .unit = "branch_1"});
  const std::size_t size = file_of("worker", "problems").body.size();
  site.options.exported_bytes_max = size;
  EXPECT_EQ(file_of("worker", "problems").body.size(), size);
  site.options.exported_bytes_max = size - 1;
  const Reply refused = file_of("worker", "problems");
  EXPECT_EQ(refused.law, Refusal::list_is_too_long_to_export);
  EXPECT_TRUE(refused.body.contains("64 MB")) << refused.body;
}

// A clause of a document is cited by its number there, and where it has none by its words.
TEST_F(Exports, WhatLeadsToAClauseNamesTheClause) {
  const Ledger& tasks = *find_ledger("tasks");
  const Ledger& directives = *find_ledger("directives");
  const auto clauses = [&](std::string_view number, std::string_view words) {
    std::vector<Value> cells(directives.field("clause_rows")->columns().size());
    if (!number.empty()) cells[0] = std::string(number);
    cells[1] = std::string(words);
    return cells;
  };
  const RecordId directive =
      world::must_perform(world,
                          {.who = "organ_a",
                           .ledger = "directives",
                           .act = "register",
                           .fields = {{"title", std::string("关于窗口的通知")},
                                      {"kind", std::string("notice")},
                                      {"number", std::string("〔2011〕1 号")},
                                      {"taken_from", std::string("公报")},
                                      {"clause_rows", Rows{{{0, clauses("三（二）", "整改到位")},
                                                            {0, clauses("", "公开结果")}}}}},
                           .unit = "development"})
          .id;
  const Actor worker = world.actor("worker");
  Connection connection(world.places().database, OpenFor::reading);
  const Reader reader{connection, world.province(), worker, world.now()};
  const std::vector<std::string> column = {"answers"};
  const auto cell = [&](std::int64_t row) {
    Record record(tasks);
    record.set_at(tasks.index_of(*tasks.field("answers")), Link{"directives", directive, row});
    LinksSeen links(reader);
    return CellsInWords(tasks, column, Language::zh).of(links, record, {}, {}).front();
  };
  EXPECT_EQ(cell(1), "关于窗口的通知 · 三（二）");
  EXPECT_EQ(cell(2), "关于窗口的通知 · 公开结果");
  EXPECT_EQ(cell(3), "关于窗口的通知");
}

// 01:10 in New York, before and after the clocks go back: a cell says which, for people and for
// programs.
TEST_F(Exports, AnHourThatAutumnRepeatsIsReadAsItWas) {
  const Ledger& feedback = *find_ledger("feedback");
  const Actor admin = world.actor("admin");
  Connection connection(world.places().database, OpenFor::reading);
  const Reader reader{connection, world.city(), admin, world.now()};
  const std::vector<std::string> column = {"answered_at"};
  const auto as_read = [&](const char* said) {
    Record record(feedback);
    record.set_at(feedback.index_of(*feedback.field("answered_at")), *parse_moment(said));
    const auto header = Cells(feedback).header();
    const auto place =
        static_cast<std::size_t>(std::ranges::find(header, "answered_at") - header.begin());
    EXPECT_EQ(*parse_moment(Cells(feedback).of(world.city(), record, {}, {}).at(place)),
              *parse_moment(said));
    LinksSeen links(reader);
    return CellsInWords(feedback, column, Language::zh).of(links, record, {}, {}).front();
  };
  EXPECT_EQ(as_read("2015-11-01T04:10:00Z"), "2015-11-01 00:10:00");
  EXPECT_EQ(as_read("2015-11-01T05:10:00Z"), "2015-11-01T01:10:00-04:00");
  EXPECT_EQ(as_read("2015-11-01T06:10:00Z"), "2015-11-01T01:10:00-05:00");
  EXPECT_EQ(as_read("2015-11-01T07:10:00Z"), "2015-11-01 02:10:00");
}

}  // namespace
}  // namespace chuangyou
