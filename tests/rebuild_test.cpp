// The journal is the truth: whatever the tables and the figures say, they say again when they are
// made anew from it (Law 8).
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <shared_mutex>
#include <sstream>

#include "campaign/find.h"
#include "campaign/succession.h"
#include "journal/follow.h"
#include "ledgers/all.h"
#include "world/life.h"

namespace chuangyou {
namespace {

using world::TemporaryFolder;
using world::World;

struct Rebuild : testing::Test {
  TemporaryFolder folder;
  World world{folder.path()};

  std::string dump() { return world::dump_tables(world.places().database); }
};

// How many records are not over and name the unit.
std::int64_t names_in(World& world, const UnitId& unit) {
  Connection connection(world.places().database, OpenFor::reading);
  const Body& body = world.province();
  std::vector<LedgerTable> tables;
  for (const Ledger* ledger : all_ledgers()) tables.emplace_back(*ledger);
  return names_of(connection, tables, body.tree, {body.no, unit}).records;
}

// The first line in which two dumps differ, so that a failure can be read.
std::string first_difference(const std::string& one, const std::string& other) {
  std::size_t line_start = 0, i = 0;
  for (; i < std::min(one.size(), other.size()) && one[i] == other[i]; ++i)
    if (one[i] == '\n') line_start = i + 1;
  if (one == other) return "";
  std::size_t table = one.rfind("\n# ", line_start);
  auto line = [](const std::string& text, std::size_t at) {
    return text.substr(at, text.find('\n', at) - at);
  };
  return (table == std::string::npos ? "" : line(one, table + 1)) + "\n" + line(one, line_start) +
         "\n" + line(other, line_start);
}

// What a figure counts, as the list that opens it (Law 5).
ListQuery query_of(Count count, std::string path, Moment at) {
  ListQuery query;
  query.path = std::move(path);
  switch (count) {
    case Count::all:
      break;
    case Count::open:
      query.stage = Stage::open;
      break;
    case Count::open_overdue:
      query.overdue_at = at;
      break;
    case Count::claimed:
      query.stage = Stage::claimed;
      break;
    case Count::confirmed:
      query.stage = Stage::confirmed;
      break;
    case Count::closed_on_time:
      query.on_time = true;
      break;
    case Count::closed_late:
      query.on_time = false;
      break;
    case Count::implausible:
      query.implausible = true;
      break;
    case Count::ended:
      query.stage = Stage::ended;
      break;
    case Count::contested:
      query.word = false;
      break;
    case Count::said_yes:
      query.word = true;
      break;
    case Count::kept_first:
      query.kept_first = true;
      break;
    case Count::history:
      query.history = true;
      break;
  }
  return query;
}

// Every unit × ledger × figure against its list. Returns the figures that are not zero.
int compare_figures_with_lists(World& world) {
  Body& body = world.province();
  Connection connection(world.places().database, OpenFor::reading);
  int not_zero = 0;
  for (UnitNo no = 0; no < body.tree.size(); ++no)
    for (const Ledger* ledger : all_ledgers()) {
      std::shared_lock lock(body.lock);
      // The house's clock may move between two of them.
      const Moment at = body.roll_up->at();
      Counts counts = body.roll_up->counts(ledger->name, no);
      for (std::size_t i = 0; i < count_kinds; ++i) {
        const ListQuery query =
            query_of(static_cast<Count>(i), std::string(body.tree.path_of(no)), at);
        std::int64_t listed = LedgerTable(*ledger).count(connection, body.no, query);
        EXPECT_EQ(counts[i], listed)
            << body.tree.unit(no).code << " " << ledger->name << " " << count_names[i];
        not_zero += counts[i] != 0 ? 1 : 0;
      }
    }
  return not_zero;
}

using StocksAndFlows = std::pair<Counts, FlowCounts>;
std::map<std::string, StocksAndFlows> all_figures(Body& body) {
  std::map<std::string, StocksAndFlows> figures;
  const Date first = body.roll_up->flows_from();
  std::shared_lock lock(body.lock);
  for (UnitNo no = 0; no < body.tree.size(); ++no)
    for (const Ledger* ledger : all_ledgers())
      figures[body.tree.unit(no).code + "/" + std::string(ledger->name)] = {
          body.roll_up->counts(ledger->name, no),
          body.roll_up->flows(ledger->name, no, first, Date{INT32_MAX})};
  return figures;
}

TEST_F(Rebuild, MakesEqualTables) {
  world::live_through(world);
  world.stop();
  std::string before = dump();
  EXPECT_GT(before.size(), 30'000u);
  for (const Ledger* ledger : all_ledgers()) {
    std::size_t table = before.find("# " + std::string(ledger->name) + " (");
    ASSERT_NE(table, std::string::npos);
    std::size_t row = before.find('\n', table) + 1;
    EXPECT_NE(before[row], '#') << ledger->name << " has no row, so that nothing was compared";
  }
  Result<Rebuilt> rebuilt = rebuild(world.places(), world.now());
  ASSERT_TRUE(rebuilt) << name_of(rebuilt.error().law) << " " << rebuilt.error().detail;
  EXPECT_GT(rebuilt->entries, 150);
  EXPECT_TRUE(rebuilt->left_empty.empty());
  EXPECT_EQ(first_difference(before, dump()), "");
  // Once more, from tables that a rebuild has made.
  ASSERT_TRUE(rebuild(world.places(), world.now()));
  EXPECT_EQ(first_difference(before, dump()), "");
}

TEST_F(Rebuild, MakesEqualTablesHoweverTheyWereSpoilt) {
  world::live_through(world);
  world.stop();
  std::string before = dump();
  {
    Connection connection(world.places().database, OpenFor::writing);
    connection.run(
        "DELETE FROM promises; UPDATE feedback SET state = 'confirmed', due_at = 0;"
        "DELETE FROM posts; UPDATE units SET name = 'x'; DELETE FROM receipts;");
  }
  EXPECT_NE(dump(), before);
  ASSERT_TRUE(rebuild(world.places(), world.now()));
  EXPECT_EQ(first_difference(before, dump()), "");
}

TEST_F(Rebuild, TheTreesInMemoryAreThoseOfTheTables) {
  world::live_through(world);
  Body& body = world.province();
  auto shape = [&] {
    std::string text;
    Body& now = world.province();
    for (UnitNo no = 0; no < now.tree.size(); ++no) {
      const Unit& unit = now.tree.unit(no);
      text += unit.code + " " + unit.name + " " + std::to_string(now.tree.parent_of(no)) + " " +
              now.tree.path_of(no) + " " + to_text(unit.administrative_parent) + " " +
              to_text(unit.party_parent) + (unit.is_closed ? " closed" : "");
      for (const std::string& alias : unit.aliases) text += " " + alias;
      text += " posts " + std::to_string(now.people.posts_at(unit.id).size()) + "\n";
    }
    return text;
  };
  std::string before = shape();
  EXPECT_NE(before.find("closed"), std::string::npos);
  EXPECT_GE(body.tree.size(), 9);
  world.start();
  EXPECT_EQ(shape(), before);
}

TEST_F(Rebuild, EveryFigureOpensToAsManyRecords) {
  world::live_through(world);
  EXPECT_GT(compare_figures_with_lists(world), 80);
  // Weeks later, when more has fallen due.
  world.go_to("2011-07-15T01:00:00Z");
  world.start();
  EXPECT_GT(compare_figures_with_lists(world), 80);
}

TEST_F(Rebuild, AFigureAndItsListAgreeAtTheVeryMomentOfFallingDue) {
  world::live_through(world);
  world.go_to("2011-05-10T16:00:00Z");  // the end of 10 May in the province: four tasks fall due
  world.start();
  Counts tasks = world.province().roll_up->counts("tasks", 0);
  compare_figures_with_lists(world);
  // One was due before, and so was what a leader's note asked within fifteen days.
  EXPECT_EQ(tasks[static_cast<std::size_t>(Count::open_overdue)], 6);
}

TEST_F(Rebuild, ASnapshotAndWhatCameAfterItEqualCountingAnew) {
  world::live_through(world);
  world.start();  // stopping has kept a snapshot
  world.go_to("2011-06-01T01:00:00Z");
  // Work after the snapshot: new records, old ones, one whose import goes, units that move.
  RecordId later(*parse_uuid("01960000-0000-7000-8000-000000000003"));
  world::import_cases(world, later, "c");
  Writer::Batch undo;
  undo.undo = {world.province().no, RecordId(*parse_uuid("01960000-0000-7000-8000-000000000001")),
               world.actor("worker")};
  EXPECT_TRUE(world.writer().perform_all(std::move(undo)).empty());
  world::must_perform(world, {.who = "head_1",
                              .ledger = "promises",
                              .act = "propose",
                              .fields = world::a_promise(world),
                              .unit = "branch_1"});
  ASSERT_TRUE(
      world.perform_org(MoveUnit{world.unit("branch_2"), world.unit("development"), UnitId()}));
  // A copy as it would be found after a crash: the snapshot is older than the journal.
  TemporaryFolder elsewhere;
  Places copy{(elsewhere.path() / "copy.db").string(), world.places().campaigns};
  {
    Connection connection(world.places().database, OpenFor::writing);
    connection.run("VACUUM INTO '" + copy.database + "'");
  }
  Bodies crashed;
  ASSERT_TRUE(load_bodies(copy, crashed, world.now()));
  {
    Connection connection(copy.database, OpenFor::writing);
    connection.run("DELETE FROM figures_snapshot");
    EXPECT_GT(connection.changes(), 0);
  }
  Bodies counted_anew;
  ASSERT_TRUE(load_bodies(copy, counted_anew, world.now()));
  // The one that starts from a snapshot stands at its moment until a round of keeping has gone by.
  for (Bodies* bodies : {&crashed, &counted_anew})
    Writer(
        copy.database, *bodies, [&] { return world.now(); }, RandomSource::from_seed(3));
  EXPECT_EQ(all_figures(*crashed.find("province")), all_figures(*counted_anew.find("province")));
}

TEST_F(Rebuild, ARecordIsReadAsOfAnyPastEntry) {
  std::vector<Record> stood;
  RecordId id = world::must_perform(world, {.who = "head_1",
                                            .ledger = "promises",
                                            .act = "propose",
                                            .fields = world::a_promise(world),
                                            .unit = "branch_1"})
                    .id;
  auto step = [&](const char* who, const char* act, std::vector<AskedField> fields) {
    world::must_perform(world, {.who = "member_2",
                                .ledger = "problems",
                                .act = "register",
                                .fields = {{"title", "别的事"}, {"kind", "new"}},
                                .unit = "branch_2"});
    stood.push_back(world::must_perform(world, {.who = who,
                                                .ledger = "promises",
                                                .act = act,
                                                .record = id,
                                                .fields = std::move(fields)})
                        .after);
  };
  step("head_1", "amend", {{"measure", "一窗受理"}});
  step("organ_a", "review", {});
  step("group_a", "fix", {{"decided_at", world::a_deciding_meeting(world)}});
  step("organ_a", "publish", {});
  step("head_1", "claim", {{"result", "平均 4.6 天"}});
  step("member_3", "confirm", {});
  Connection connection(world.places().database, OpenFor::reading);
  PathOfUnit path_of = world.province().circumstances().path_of;
  const Ledger& promises = *find_ledger("promises");
  for (const Record& then : stood)
    for (std::int64_t seq : {then.version, then.version + 1}) {  // the next entry is another's
      std::optional<Record> read =
          record_as_of(connection, promises, world.province().no, id, seq, path_of);
      ASSERT_TRUE(read);
      EXPECT_EQ(read->state, then.state);
      EXPECT_EQ(read->version, then.version);
      EXPECT_EQ(read->closed_at, then.closed_at);
      for (std::size_t i = 0; i < promises.fields.size(); ++i)
        EXPECT_EQ(read->value_at(i), then.value_at(i)) << promises.fields[i].name;
    }
  EXPECT_FALSE(record_as_of(connection, promises, world.province().no, id, 1, path_of));
}

// What is open or claimed goes to the unit that goes on and can be worked on there; what is over
// stays where it was done.
TEST_F(Rebuild, AMergeHandsOverWhatIsNotOver) {
  auto task = [&](std::vector<const char*> acts) {
    RecordId id =
        world::must_perform(
            world, {.who = "organ_a",
                    .ledger = "tasks",
                    .act = "plan",
                    .fields = {{"title", "清理收费"},
                               {"requirement_tags", std::vector<std::string>{"social_harmony"}},
                               {"mandate", "年度要点"},
                               {"due", *parse_date("2011-03-31")}},
                    .unit = "branch_2"})
            .id;
    for (std::string_view act : acts)
      world::must_perform(world,
                          {.who = act == "confirm" ? "organ_a" : "head_2",
                           .ledger = "tasks",
                           .act = act,
                           .record = id,
                           .fields = act == "finish" ? std::vector<AskedField>{{"result", "已清理"}}
                                                     : std::vector<AskedField>{}});
    return id;
  };
  const RecordId open = task({"start"}), claimed = task({"start", "finish"}),
                 confirmed = task({"start", "finish", "confirm"});
  Body& body = world.province();
  const UnitId from = world.unit("branch_2"), into = world.unit("branch_1");
  const std::int64_t before = body.last_seq;
  EXPECT_EQ(names_in(world, from), 2);
  ASSERT_TRUE(world.perform_org(MergeUnits{from, into, *parse_date("2011-02-28")}));
  EXPECT_EQ(names_in(world, from), 0);
  EXPECT_EQ(names_in(world, into), 2);

  Connection connection(world.places().database, OpenFor::reading);
  const Ledger& tasks = *find_ledger("tasks");
  auto held = [&](const RecordId& id) { return *LedgerTable(tasks).get(connection, body.no, id); };
  for (const RecordId& id : {open, claimed}) {
    EXPECT_EQ(held(id).unit, into);
    EXPECT_EQ(held(id).path, body.tree.path_of(into));
    EXPECT_EQ(entries_of(connection, body.no, id).back().head.act, "merge_units");
    const PathOfUnit path_of = body.circumstances().path_of;
    EXPECT_EQ(record_as_of(connection, tasks, body.no, id, before, path_of)->unit, from);
  }
  EXPECT_EQ(held(open).clock_started, held(claimed).clock_started) << "the clock goes on";
  EXPECT_EQ(held(confirmed).unit, from);
  world::must_perform(world, {.who = "head_1",
                              .ledger = "tasks",
                              .act = "finish",
                              .record = open,
                              .fields = {{"result", "接手后办完"}}});
  compare_figures_with_lists(world);

  world.stop();
  const std::string tables = dump();
  ASSERT_TRUE(rebuild(world.places(), world.now()));
  EXPECT_EQ(first_difference(tables, dump()), "");
}

TEST_F(Rebuild, TheJournalVerifiesAfterAllThat) {
  world::live_through(world);
  world.stop();
  Connection connection(world.places().database, OpenFor::reading);
  for (const VerifyFinding& finding : verify(connection))
    ADD_FAILURE() << finding.what << " at " << finding.seq;
  EXPECT_EQ(latest_seal(connection, world.province().no)->last,
            last_seq(connection, world.province().no));
}

}  // namespace
}  // namespace chuangyou
