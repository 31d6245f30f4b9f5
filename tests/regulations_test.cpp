// The regulations against formalism (R9), a test for each ban: no check-ins, no points, no log-in
// or study time, no likes, no forced photos, no league of persons, publicity is no score. Each
// walks all that is declared and said, and shows with a made-up offender that it would see one.
// Shows: S74 X6
#include <gtest/gtest.h>

#include "bans.h"
#include "http/openapi.h"
#include "journal/roll_up.h"
#include "ledgers/all.h"
#include "packs/policy_names.h"
#include "record/decide.h"
#include "record/typed_names.h"

namespace chuangyou {
namespace {

using namespace bans;
namespace fs = std::filesystem;

const Places nowhere;

// A ledger such as nobody may ever declare: a daily check-in with points, a photo and a league.
namespace offender {
using namespace declared;
inline constexpr Right members[] = {{.role = Role::member, .at = At::own}};
inline constexpr auto day = date("day");
inline constexpr auto evidence = text("evidence", 200).required();
inline constexpr auto total = integer("total");
inline constexpr auto study_minutes = integer("study_minutes");
inline constexpr auto story = row_link("story", "exemplars");
inline constexpr FieldSpec columns[] = {story};
inline constexpr auto deeds = rows("deeds", columns);
inline constexpr FieldSpec fields[] = {day, evidence, total, study_minutes, deeds};
inline constexpr State there = open_state("there", {"check_in"});
inline constexpr State states[] = {there};
inline constexpr Act acts[] = {
    {.name = "open", .to = there, .may = members, .takes = names<day, study_minutes, deeds>},
    {.name = "check_in", .from = names<there>, .may = members},
    {.name = "show", .from = names<there>, .may = members, .needs = names<evidence>},
};
inline constexpr Ledger ledger{.name = "nominations",
                               .title = evidence,
                               .place = 1,
                               .fields = fields,
                               .states = states,
                               .acts = acts,
                               .deadlines = {},
                               .read = {}};
}  // namespace offender

// All wire names and all words in both languages: of the program, of the desk, of the public's
// pages and of the campaigns.
std::vector<Said> all_that_is_said() {
  std::vector<Said> said;
  const auto add = [&](std::vector<Said> more) {
    said.insert(said.end(), std::make_move_iterator(more.begin()),
                std::make_move_iterator(more.end()));
  };
  for (const Ledger* ledger : all_ledgers()) add(names_in(*ledger));
  for (const std::string_view name : count_names) said.push_back({"figures", std::string(name)});
  for (const std::string_view name : happened_names) said.push_back({"flows", std::string(name)});
  for (const PolicyName& known : policy_names) said.push_back({"policy", std::string(known.name)});
  add(sentences_in("open API", openapi()));
  const fs::path root = CHUANGYOU_SOURCE_DIR;
  for (const fs::path& folder : {root / "words", root / "web" / "src" / "locale"})
    for (const auto& entry : fs::recursive_directory_iterator(folder))
      if (entry.path().extension() == ".json")
        add(sentences_in(entry.path().lexically_relative(root), text_of(entry.path())));
  // But for what people of the demonstration wrote: nobody is told how to prove his own promise.
  for (const auto& entry : fs::recursive_directory_iterator(root / "campaigns"))
    if (entry.path().extension() == ".yaml" && !entry.path().string().contains("/demo/"))
      said.push_back({entry.path().lexically_relative(root), text_of(entry.path())});
  return said;
}

Places said_of(Ban ban) {
  static const std::vector<Said> all = all_that_is_said();
  return named_in(ban, all);
}

Places in_all_ledgers(Places (*check)(const Ledger&)) {
  Places places;
  for (const Ledger* ledger : all_ledgers())
    for (const std::string& place : check(*ledger)) places.push_back(place);
  return places;
}

TEST(Regulations, EveryBanIsKnownByItsNamesInBothLanguages) {
  for (const Ban ban : bans::all) {
    const Called by = called(ban);
    ASSERT_FALSE(by.zh.empty()) << ban_names[static_cast<std::size_t>(ban)];
    ASSERT_FALSE(by.en.empty()) << ban_names[static_cast<std::size_t>(ban)];
    for (const std::string_view one : by.zh)
      EXPECT_EQ(named_in(ban, {{"zh", "本月" + std::string(one) + "情况"}}).size(), 1u) << one;
    for (const std::string_view one : by.en)
      EXPECT_EQ(named_in(ban, {{"en", "your " + std::string(one) + ", this month"}}).size(), 1u)
          << one;
  }
  // What merely looks like it is none.
  EXPECT_TRUE(named_in(Ban::points, {{"en", "appoint"}, {"en", "checkpoints"}}).empty());
  EXPECT_TRUE(named_in(Ban::check_ins, {{"zh", "签收"}, {"en", "check the text"}}).empty());
  EXPECT_FALSE(named_in(Ban::time_online, {{"en", "logInCount"}}).empty());
}

TEST(Regulations, WhatIsSaidIsReadWhole) {
  std::set<std::string> places;
  for (const Said& said : all_that_is_said()) places.insert(said.place.substr(0, 8));
  for (const char* place :
       {"open API", "words/zh", "words/en", "web/src/", "campaign", "policy", "figures", "tasks"})
    EXPECT_TRUE(places.contains(std::string(place).substr(0, 8))) << place;
}

TEST(Regulations, NoCheckIns) {
  EXPECT_EQ(said_of(Ban::check_ins), nowhere);
  EXPECT_EQ(in_all_ledgers(mere_attendance), nowhere);
  for (const Ledger* ledger : all_ledgers())
    for (const Deadline& deadline : ledger->deadlines)
      EXPECT_LE(times_a_year(deadline.repeats.every), 4) << ledger->name << "." << deadline.name;

  EXPECT_EQ(mere_attendance(offender::ledger),
            (Places{"nominations.check_in", "nominations.show"}));
  EXPECT_EQ(named_in(Ban::check_ins, names_in(offender::ledger)).size(), 1u);
  EXPECT_FALSE(
      named_in(Ban::check_ins, sentences_in("zh", R"({"acts":{"go":"每日打卡"}})")).empty());
}

// The ledgers' own counts, none of which is of a person: how far an issue or a request has got, how
// many look-backs of it there were, and the numbers of the seal that drew the lots and of the entry
// over which it lies.
const std::set<std::string> counts_of_work = {
    "directives.delivered", "directives.looked_back",  "directives.tasks_assigned",
    "requests.delivered",   "look_backs.seal_of_seed", "look_backs.announced_as"};
Places tallies_of_somebody(const Ledger& ledger) {
  Places places = tallies(ledger);
  std::erase_if(places, [](const std::string& one) { return counts_of_work.contains(one); });
  return places;
}

TEST(Regulations, NoPointsBadgesOrStreaks) {
  EXPECT_EQ(said_of(Ban::points), nowhere);
  EXPECT_EQ(in_all_ledgers(tallies_of_somebody), nowhere);
  // Each that is excused is there: a name that has gone excuses nobody.
  for (const std::string& one : counts_of_work)
    EXPECT_TRUE(std::ranges::any_of(all_ledgers(), [&](const Ledger* ledger) {
      return std::ranges::count(tallies(*ledger), one) == 1;
    })) << one;

  EXPECT_EQ(tallies_of_somebody(offender::ledger), Places{"nominations.total"});
  EXPECT_FALSE(named_in(Ban::points, sentences_in("zh", R"({"badges":"勋章"})")).empty());
}

TEST(Regulations, NoLogInOrStudyTime) {
  EXPECT_EQ(said_of(Ban::time_online), nowhere);
  simdjson::dom::parser parser;
  const std::string text = openapi();
  const simdjson::dom::element api = parser.parse(text).value();
  // Nobody reads of another when he was here: only of oneself is it said.
  const auto says_when_used = [](simdjson::dom::element schema) {
    return simdjson::minify(schema).contains("\"last_used\"");
  };
  std::vector<std::string> saying;
  for (const auto& [name, schema] : simdjson::dom::object(api["components"]["schemas"]))
    if (says_when_used(schema)) saying.emplace_back(name);
  EXPECT_EQ(saying, (std::vector<std::string>{"OwnAccount", "Held"}));

  EXPECT_FALSE(named_in(Ban::time_online, names_in(offender::ledger)).empty());
  const std::string made_up = R"({"properties":{"person":{},"last_used":{}}})";
  EXPECT_TRUE(says_when_used(parser.parse(made_up).value()));
}

TEST(Regulations, NoLikes) {
  EXPECT_EQ(said_of(Ban::likes), nowhere);
  // Whoever follows a record does so for himself: nobody reads how many do.
  simdjson::dom::parser parser;
  const std::string text = openapi();
  const simdjson::dom::element schemas = parser.parse(text).value()["components"]["schemas"];
  const auto counts_followers = [](simdjson::dom::element schema) {
    return simdjson::minify(schema).contains("\"followers\"");
  };
  for (const auto& [name, schema] : simdjson::dom::object(schemas))
    EXPECT_FALSE(counts_followers(schema)) << name;

  const std::string made_up = R"({"properties":{"followers":{"type":"integer"}}})";
  EXPECT_TRUE(counts_followers(parser.parse(made_up).value()));
  EXPECT_FALSE(named_in(Ban::likes, sentences_in("en", R"({"likes":"Likes"})")).empty());
}

// No rule can ask for evidence, for none is told of it.
template <class Told>
concept is_told_of_evidence = requires(const Told& told) {
  told.evidence;
};
struct OffendingRule {
  int evidence = 0;
};
static_assert(!is_told_of_evidence<Deciding> && !is_told_of_evidence<Asked>);
static_assert(is_told_of_evidence<OffendingRule>);

TEST(Regulations, NoForcedPhotos) {
  EXPECT_EQ(said_of(Ban::forced_photos), nowhere);
  EXPECT_EQ(in_all_ledgers(evidence_asked_for), nowhere);
  for (const Ledger* ledger : all_ledgers())
    for (const FieldSpec& field : ledger->fields)
      EXPECT_TRUE(is_said_in_words_or_numbers(field.kind)) << ledger->name << "." << field.name;

  EXPECT_EQ(evidence_asked_for(offender::ledger),
            (Places{"nominations.evidence", "nominations.show"}));
  EXPECT_FALSE(named_in(Ban::forced_photos, sentences_in("zh", R"({"photo":"现场照片"})")).empty());
}

// Figures are of units: none is held of a person.
template <class Figure>
concept is_of_a_person = requires(const Figure& figure) {
  figure.person;
};
struct OffendingFigure {
  int person = 0;
};
static_assert(!is_of_a_person<Counted> && is_of_a_person<OffendingFigure>);

TEST(Regulations, NoLeagueOfPersons) {
  EXPECT_EQ(said_of(Ban::league_of_persons), nowhere);
  simdjson::dom::parser parser;
  const std::string text = openapi();
  const simdjson::dom::element api = parser.parse(text).value();
  EXPECT_EQ(orders_of_people(api), nowhere);
  Places beside_persons = numbers_beside_persons(api);
  std::erase_if(beside_persons, [](const std::string& place) {
    return place.starts_with("ListedImport.");  // a list of files, each with who sent it
  });
  EXPECT_EQ(beside_persons, nowhere);

  simdjson::dom::parser another;
  const std::string made_up = R"({
    "paths": {"/api/people/best": {"get": {"parameters": [
      {"$ref": "#/components/parameters/limit"}, {"name": "order", "in": "query"}]}}},
    "components": {"schemas": {"Best": {"type": "object", "properties": {"people": {
      "type": "array", "items": {"type": "object", "properties": {
        "person": {"type": "string"}, "seq": {"type": "integer"},
        "confirmed": {"type": ["integer", "null"]}}}}}},
      "Good": {"properties": {"who": {}, "kept": {"type": "number"}}},
      "All": {"type": "array", "items": {"$ref": "#/components/schemas/Good"}}}}})";
  const simdjson::dom::element offending = another.parse(made_up).value();
  EXPECT_EQ(orders_of_people(offending), Places{"get /api/people/best?order"});
  EXPECT_EQ(numbers_beside_persons(offending),
            (Places{"Best.properties.people.items.confirmed", "Good.kept"}));
  EXPECT_FALSE(named_in(Ban::league_of_persons, sentences_in("zh", R"({"a":"党员排名"})")).empty());
}

TEST(Regulations, PublicityIsNoScore) {
  EXPECT_EQ(said_of(Ban::publicity_as_score), nowhere);
  EXPECT_EQ(in_all_ledgers(stories_as_proof), nowhere);
  for (const PolicyName& known : policy_names)
    EXPECT_FALSE(is_quota_of_activity(known.name)) << known.name;

  EXPECT_EQ(stories_as_proof(offender::ledger), Places{"nominations.deeds.story"});
  EXPECT_TRUE(is_quota_of_activity("exemplars.monthly_least"));
  EXPECT_TRUE(is_quota_of_activity("evidence.per_task"));
  EXPECT_FALSE(is_quota_of_activity("branch.formal_least"));
  EXPECT_FALSE(
      named_in(Ban::publicity_as_score, sentences_in("zh", R"({"a":"稿件采用率"})")).empty());
}

// X6: urgency is the due date, emphasis a tag; no field and no number says that one piece of work
// is worth more than another.
Places ranks_of_worth(const Ledger& ledger) {
  static constexpr std::string_view worth[] = {"priority", "importance", "weight", "worth",
                                               "order_of_worth"};
  Places places;
  for (const Said& said : names_in(ledger))
    for (const std::string_view one : worth)
      if (as_words(said.words).contains(as_words(one)))
        places.push_back(said.place + ": " + said.words);
  return places;
}

namespace worth {
using namespace declared;
inline constexpr auto priority = integer("priority");
inline constexpr FieldSpec fields[] = {priority};
inline constexpr Ledger ledger{.name = "tasks",
                               .title = priority,
                               .place = 1,
                               .fields = fields,
                               .states = offender::states,
                               .acts = offender::acts,
                               .deadlines = {},
                               .read = {}};
}  // namespace worth

TEST(Regulations, UrgencyAndEmphasisButNoRankOfWorth) {
  EXPECT_EQ(in_all_ledgers(ranks_of_worth), nowhere);
  EXPECT_EQ(ranks_of_worth(worth::ledger), Places{"tasks: priority"});
}

}  // namespace
}  // namespace chuangyou
