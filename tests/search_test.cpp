// Shows: S68 S77
// What is found by its words: as far as a reader sees it and no further, whatever the file of words
// says; and that file comes back by itself, without what was erased.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "campaign/find_near.h"
#include "campaign/find_search.h"
#include "core/near_text.h"
#include "jobs/searching.h"
#include "journal/erasure.h"
#include "ledgers/all.h"
#include "world/life.h"

namespace chuangyou {
namespace {

namespace fs = std::filesystem;
using world::TemporaryFolder;
using world::World;

struct Search : testing::Test {
  TemporaryFolder folder;
  World world{folder.path()};
  Health health;
  std::unique_ptr<Searching> searching = begin();
  RandomSource random = RandomSource::from_seed(5);
  std::string path = search_path(world.places().database);

  std::unique_ptr<Searching> begin() {
    return std::make_unique<Searching>(world.places().database, world.bodies(), health);
  }
  RecordId say(std::string_view text, std::string_view unit = "branch_1",
               std::string_view who = "citizen") {
    return world::must_perform(
               world, {.who = who,
                       .ledger = "feedback",
                       .act = "say",
                       .fields = {{"text", std::string(text)}, {"kind", std::string("opinion")}},
                       .unit = unit})
        .id;
  }
  RecordId problem(std::string_view title, std::string_view unit = "branch_1",
                   std::string_view who = "head_1") {
    return world::must_perform(
               world, {.who = who,
                       .ledger = "problems",
                       .act = "register",
                       .fields = {{"title", std::string(title)}, {"kind", std::string("new")}},
                       .unit = unit})
        .id;
  }
  Hits hits(std::string_view who, std::string_view text, SearchAsked asked = {}) {
    const auto file = searching->lend();
    if (!file) return {};
    asked.words = searched_words(text);
    Connection reading(world.places().database, OpenFor::reading);
    const Actor actor = world.actor(who);
    return find_words({reading, world.province(), actor, world.now()}, *file, asked);
  }
  // As they are shown, the found parts in brackets.
  std::vector<std::string> found(std::string_view who, std::string_view text,
                                 SearchAsked asked = {}) {
    std::vector<std::string> all;
    for (const Hit& hit : hits(who, text, std::move(asked)).hits) {
      std::string& one = all.emplace_back(hit.snippet.place + ":");
      for (const Snippet::Piece& piece : hit.snippet.pieces)
        one += piece.is_found ? "[" + piece.text + "]" : piece.text;
    }
    return all;
  }
  using All = std::vector<std::string>;

  bool is_in_a_search_file(std::string_view text) const {
    for (const auto& file : fs::directory_iterator(folder.path())) {
      if (!file.path().filename().string().contains(".search")) continue;
      std::ifstream stream(file.path(), std::ios::binary);
      const std::string bytes((std::istreambuf_iterator<char>(stream)), {});
      if (bytes.contains(text)) return true;
    }
    return false;
  }
};

TEST_F(Search, finds_two_characters_in_either_script_the_newest_first) {
  problem("小区电梯坏了两天");
  problem("電梯維護");
  problem("路灯不亮");
  searching->round();
  EXPECT_EQ(found("head_1", "电梯"), (All{"title:[電梯]維護", "title:小区[电梯]坏了两天"}));
  EXPECT_EQ(found("head_1", "電梯　坏了"), All{"title:小区[电梯坏了]两天"});
  EXPECT_EQ(found("head_1", "灯"), All{"title:路[灯]不亮"});
  EXPECT_EQ(found("head_1", "梯电"), All{});
  EXPECT_EQ(found("head_1", "。"), All{});
}

TEST_F(Search, follows_what_was_changed_since) {
  searching->round();
  const RecordId id = problem("电梯坏了");
  EXPECT_EQ(found("head_1", "电梯"), All{});
  searching->round();
  EXPECT_EQ(found("head_1", "电梯"), All{"title:[电梯]坏了"});
  world::must_perform(world,
                      {.who = "head_1", .ledger = "problems", .act = "accept", .record = id});
  world::must_perform(world, {.who = "head_1",
                              .ledger = "problems",
                              .act = "begin",
                              .record = id,
                              .fields = {{"measures", std::string("更换主板")},
                                         {"promised", Value(*parse_date("2011-06-30"))}}});
  EXPECT_EQ(found("head_1", "主板"), All{});
  searching->round();
  EXPECT_EQ(found("head_1", "主板"), All{"measures:更换[主板]"});
  EXPECT_EQ(found("head_1", "主板 电梯"), All{"title:[电梯]坏了"});
}

TEST_F(Search, pages_by_what_the_reader_sees) {
  for (int i = 0; i < 5; ++i) {
    problem("电梯坏了 第" + std::to_string(i) + "号");
    problem("电梯坏了 别处", "branch_3", "head_3");
  }
  searching->round();
  SearchAsked asked;
  asked.limit = 2;
  std::size_t pages = 0, shown = 0;
  do {
    const Hits page = hits("head_1", "电梯", asked);
    shown += page.hits.size();
    asked.before = page.next;
    ++pages;
  } while (asked.before != 0);
  EXPECT_EQ(shown, 5u);
  EXPECT_EQ(pages, 3u);
  EXPECT_EQ(hits("worker", "电梯", {}).hits.size(), 10u);
}

// What somebody does not see is no reason for a hit, though the file of words names it.
TEST_F(Search, finds_nothing_by_what_the_reader_does_not_see) {
  problem("电梯坏了");
  say("王小明家的电梯坏了");
  searching->round();
  EXPECT_EQ(found("worker", "电梯").size(), 2u);
  for (const char* who : {"head_2", "member_2", "secretary_b", "auditor", "admin", "granter"})
    EXPECT_EQ(found(who, "电梯"), All{}) << who;
  const Actor stranger = world.actor("head_2");
  Connection reading(world.places().database, OpenFor::reading);
  const auto file = searching->lend();
  const ListCount count = count_words({reading, world.province(), stranger, world.now()}, *file,
                                      {.words = searched_words("电梯")});
  EXPECT_EQ(count.count, 0);
  EXPECT_TRUE(count.is_complete);
}

TEST_F(Search, of_a_record_that_is_shown_only_the_shown_fields_are_searched) {
  const RecordId promise = world::a_promise_in(world, "published");
  searching->round();
  Connection reading(world.places().database, OpenFor::reading);
  const auto whole = world.find("head_1", "promises", promise);
  ASSERT_TRUE(whole);
  const auto hidden = searched_texts(whole->record);
  const auto content = std::ranges::find(hidden, "content", &SearchedText::place);
  ASSERT_NE(content, hidden.end());
  EXPECT_EQ(hits("head_1", content->text).hits.size(), 1u);
  const auto seen = world.find("member_2", "promises", promise);
  if (seen) {
    for (const SearchedText& text : searched_texts(seen->record))
      EXPECT_EQ(seen->record.ledger().field(text.place)->visibility, Visibility::public_);
  }
}

TEST_F(Search, whom_a_record_is_about_does_not_find_it) {
  world::must_perform(world, {.who = "member_1",
                              .ledger = "feedback",
                              .act = "say",
                              .fields = {{"text", std::string("书记作风霸道")},
                                         {"kind", std::string("criticism")},
                                         {"concerns", std::string("person")},
                                         {"person", Value(Uuid(world.person("secretary_a")))}},
                              .unit = "development"});
  searching->round();
  EXPECT_EQ(found("worker", "霸道"), All{"text:书记作风[霸道]"});
  EXPECT_EQ(found("member_1", "霸道"), All{"text:书记作风[霸道]"});  // he wrote it
  for (const char* who : {"secretary_a", "group_a", "organ_a", "division_a", "head_1", "head_2"})
    EXPECT_EQ(found(who, "霸道"), All{}) << who;
}

TEST_F(Search, looks_only_where_it_is_asked_to) {
  problem("电梯坏了");
  say("电梯坏了");
  problem("电梯坏了", "branch_3", "head_3");
  searching->round();
  SearchAsked asked;
  asked.ledger = find_ledger("problems");
  EXPECT_EQ(hits("worker", "电梯", asked).hits.size(), 2u);
  asked.path = world.province().tree.path_of(world.unit("branch_3"));
  EXPECT_EQ(hits("worker", "电梯", asked).hits.size(), 1u);
  asked.state = "confirmed";
  EXPECT_EQ(hits("worker", "电梯", asked).hits.size(), 0u);
}

TEST_F(Search, a_snippet_is_cut_around_what_was_found) {
  say(std::string("前文很长很长很长很长很长很长很长很长很长。") + "电梯" +
      "后文很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长"
      "很长很长很长");
  searching->round();
  const All all = found("head_1", "电梯");
  ASSERT_EQ(all.size(), 1u);
  EXPECT_TRUE(all[0].starts_with("text:…")) << all[0];
  EXPECT_TRUE(all[0].contains("。[电梯]后文")) << all[0];
  EXPECT_TRUE(all[0].ends_with("…")) << all[0];
}

TEST_F(Search, a_lost_or_damaged_file_comes_back) {
  problem("电梯坏了");
  searching->round();
  searching = begin();
  searching->round();  // the same file serves another run
  EXPECT_FALSE(searching->making());
  EXPECT_EQ(found("head_1", "电梯").size(), 1u);

  searching.reset();
  for (const char* ending : {"", "-wal", "-shm"}) fs::remove(path + ending);
  searching = begin();
  searching->round();
  EXPECT_EQ(found("head_1", "电梯").size(), 1u);

  searching.reset();
  std::ofstream(path, std::ios::binary) << "this is no database, whatever it is called";
  searching = begin();
  searching->look();
  searching->look();
  EXPECT_EQ(found("head_1", "电梯").size(), 1u);

  // Taken away while it is in use.
  fs::remove(path);
  searching->look();
  searching->look();
  EXPECT_TRUE(fs::exists(path));
  EXPECT_EQ(found("head_1", "电梯").size(), 1u);
  EXPECT_TRUE(health.is_well());
}

TEST_F(Search, a_file_of_another_journal_is_not_believed) {
  problem("电梯坏了");
  searching->round();
  searching.reset();
  {
    SearchFile file(path, OpenFor::writing);
    file.set_followed(world.province().no, {3, std::string(32, 'x')});
  }
  searching = begin();
  searching->round();
  SearchFile file(path, OpenFor::reading);
  EXPECT_GT(file.followed(world.province().no).seq, 3);
  EXPECT_EQ(found("head_1", "电梯").size(), 1u);
}

TEST_F(Search, nothing_that_was_erased_stays_in_it) {
  const RecordId said = say("王小明家住解放路十七号");
  const auto entry = world.find("head_1", "feedback", said);
  ASSERT_TRUE(entry);
  searching->round();
  EXPECT_EQ(found("head_1", "解放").size(), 1u);
  EXPECT_TRUE(is_in_a_search_file("解放路十七号"));

  const auto perform = [&](std::string_view who, ErasureAct act) {
    return world.writer().perform(
        OrgRequest{world.province().no, {}, world.actor(who), std::move(act)});
  };
  const AskErasure ask{make_uuid_v7(world.now(), random),
                       "feedback",
                       said,
                       entry->record.version,
                       {"text"},
                       "本人要求"};
  ASSERT_TRUE(perform("admin", ask));
  ASSERT_TRUE(perform("auditor", SignErasure{ask.id}));
  EXPECT_EQ(found("head_1", "解放"), All{});  // also before the file knows of it
  searching->round();
  EXPECT_EQ(found("head_1", "解放"), All{});
  EXPECT_FALSE(is_in_a_search_file("解放路十七号"));
}

TEST_F(Search, a_record_is_found_by_its_id_and_its_receipt) {
  const RecordId said = say("电梯坏了");
  Connection reading(world.places().database, OpenFor::reading);
  const auto named = [&](std::string_view who, std::string_view text) {
    const Actor actor = world.actor(who);
    return find_named({reading, world.province(), actor, world.now()}, nullptr, text);
  };
  ASSERT_EQ(named("head_1", to_text(said)).size(), 1u);
  EXPECT_EQ(named("head_1", to_text(said))[0].by, NamedBy::id);
  EXPECT_TRUE(named("head_2", to_text(said)).empty());

  world.go_to("2011-04-01T01:00:00Z");
  const RecordId import(make_uuid_v7(world.now(), random));
  world::import_cases(world, import, "case-");
  ASSERT_EQ(named("worker", "case-1").size(), 1u);
  EXPECT_EQ(named("worker", "case-1")[0].by, NamedBy::source);
  EXPECT_TRUE(named("member_3", "case-1").empty());
  // All that one import has opened, by its id.
  const auto brought = named("worker", to_text(import));
  EXPECT_EQ(brought.size(), 5u);
  for (const NamedRecord& one : brought) EXPECT_EQ(one.by, NamedBy::import);
  EXPECT_TRUE(named("member_3", to_text(import)).empty());
  // As a number is read out, and as it stands without what parts its groups.
  EXPECT_EQ(named("worker", "case 1").size(), 1u);
  EXPECT_EQ(named("worker", "ＣＡＳＥ－１").size(), 1u);
  const RecordId grouped(make_uuid_v7(world.now(), random));
  world::import_cases(world, grouped, "101001420");
  for (const char* typed :
       {"1010014201", "101 001 4201", "101-001-420-1", "１０１　００１　４２０１"})
    EXPECT_EQ(named("worker", typed).size(), 1u) << typed;
}

TEST_F(Search, finds_a_document_by_its_number_however_that_is_typed) {
  const auto letter = [&](std::string_view number, std::string_view title) {
    std::vector<Value> cells(5);
    cells[1] = std::string("公开承诺。");
    world::must_perform(world, {.who = "organ_a",
                                .ledger = "directives",
                                .act = "register",
                                .fields = {{"title", std::string(title)},
                                           {"number", std::string(number)},
                                           {"kind", std::string("notice")},
                                           {"clause_rows", Rows{{{0, std::move(cells)}}}},
                                           {"taken_from", std::string("公报")}},
                                .unit = "development"});
  };
  letter("发改〔2011〕12号", "窗口");
  letter("发改〔2012〕11号", "别的");
  searching->round();
  for (const char* typed : {"〔2011〕12号", "[2011]12号", "2011 12", "12 2011", "２０１１　１２",
                            "（2011）１２号", "发改〔2011〕12号"})
    EXPECT_EQ(found("organ_a", typed).size(), 1u) << typed;
  EXPECT_EQ(found("organ_a", "窗口 2011").size(), 1u);
  EXPECT_EQ(found("organ_a", "窗口 2012"), All{});
}

// Nothing forces the file to the disk while it is written: what was written in another run of the
// machine, and not left in order, may have holes that nobody would notice.
TEST_F(Search, AFileOfAnotherRunOfTheMachineIsMadeAnewUnlessItWasLeftInOrder) {
  problem("窗口排队太久");
  searching->round();
  {
    SearchFile just_made(path, OpenFor::reading);
    Statement& find = just_made.connection().statement("SELECT written_in <> '' FROM made");
    ASSERT_TRUE(find.step());
    EXPECT_EQ(find.integer(0), 1) << "nothing of it was forced to the disk";
    find.reset();
  }
  searching.reset();
  const auto has_it = [this] { return SearchFile(path, OpenFor::writing).made().has_value(); };
  EXPECT_TRUE(has_it());
  const auto written_in = [this](const char* run) {
    Connection(path, OpenFor::writing)
        .statement("UPDATE made SET written_in = ?")
        .bind(1, run)
        .run();
  };
  written_in("another run");
  EXPECT_FALSE(has_it());
  searching = begin();
  searching->round();
  EXPECT_EQ(hits("head_1", "排队").hits.size(), 1U);
  EXPECT_TRUE(has_it()) << "a kill of the program alone loses nothing";
  searching.reset();
  Connection(path, OpenFor::writing).run("ALTER TABLE made DROP COLUMN written_in");
  EXPECT_FALSE(has_it()) << "nor is one of an edition before a fault";
}

// What says nearly the same, for whoever writes: the same file, followed and remade with it.
struct NearTexts : Search {
  std::vector<NearRecord> near(std::string_view who, std::string_view text,
                               std::optional<RecordId> besides = {}) {
    searching->round();
    const auto file = searching->lend();
    Connection reading(world.places().database, OpenFor::reading);
    const Actor actor = world.actor(who);
    return find_near({reading, world.province(), actor, world.now()}, *file,
                     {.text = std::string(text), .besides = besides});
  }
  static constexpr std::string_view written =
      "小区电梯停运三天，居民上下楼不便，请尽快修理并公布时间";
  static constexpr std::string_view copied =
      "小区电梯停运五天，居民上下楼不便，请尽快修理并公布时间！";
  static constexpr std::string_view another = "街口路灯夜里不亮，老人出行看不清台阶，希望装新的灯";
};

TEST_F(NearTexts, ACopyIsFoundAndAnotherTextIsNot) {
  const RecordId first = problem(written);
  problem(another);
  const std::vector<NearRecord> found = near("head_1", copied);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].found.record.id, first);
  EXPECT_EQ(found[0].place, "title");
  EXPECT_GE(found[0].hundredths, 80);
  EXPECT_TRUE(near("head_1", "请各支部于月底前报送党员名册的电子版本").empty());
  EXPECT_TRUE(near("head_1", written, first).empty()) << "it is not near itself";
}

TEST_F(NearTexts, NobodyIsToldOfWhatHeDoesNotSee) {
  problem(written, "branch_1");
  EXPECT_EQ(near("head_1", copied).size(), 1u);
  EXPECT_TRUE(near("head_2", copied).empty());
}

TEST_F(NearTexts, AreFollowedMadeAnewAndLetGo) {
  searching->round();
  const RecordId first = problem(written);
  EXPECT_EQ(near("head_1", copied).size(), 1u) << "followed";
  searching.reset();
  fs::remove(path);
  searching = begin();
  EXPECT_EQ(near("head_1", copied).size(), 1u) << "made anew from the tables";
  {
    SearchFile file(path, OpenFor::writing);
    const std::vector<std::int64_t> keys = near_keys(near_parts(folded_utf8(written)));
    const std::vector<std::int64_t> rows = file.near(keys, world.province().no);
    ASSERT_EQ(rows.size(), 1u);
    Connection reading(world.places().database, OpenFor::reading);
    const auto record =
        LedgerTable(*find_ledger("problems")).get(reading, world.province().no, first);
    file.remove(world.province().no, record->opened_by_entry);
    EXPECT_TRUE(file.near(keys, world.province().no).empty());
  }
}

}  // namespace
}  // namespace chuangyou
