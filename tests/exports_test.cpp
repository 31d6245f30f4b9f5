// A whole list as a file is made on a thread of its own, one for each person at a time: whatever is
// held there keeps nobody else waiting.
#include <gtest/gtest.h>

#include <algorithm>
#include <future>
#include <semaphore>

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
  Reply ask(Asked& asked, std::string_view who, const std::function<Reply(Visit&)>& door) {
    Visit visit{.site = site,
                .lane = lane,
                .request = asked.request,
                .answer = Answer(mailbox, asked.slot),
                .address = {},
                .named = {"promises"},
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
