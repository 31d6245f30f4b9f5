// Reads the tables in tests/acts and lets their people act, line after line.
#include <gtest/gtest.h>

#include <filesystem>
#include <ostream>
#include <set>
#include <sstream>

#include "acts_world.h"
#include "ledgers/all.h"
#include "record/clock.h"
#include "storage/ledger_table.h"

namespace chuangyou {
namespace {

struct Pair {
  std::string name, value;
};

struct Line {
  std::string where;  // promises.acts:12
  std::string when, actor, act;
  std::vector<Pair> given;
  bool is_refused = false;
  std::string outcome;  // state or refusal
  std::string field;    // of the refusal
  std::vector<Pair> expected;
};

struct Scenario {
  const Ledger* ledger = nullptr;
  std::string title, where;
  std::map<std::string, Actor> people;
  std::vector<Line> lines;
};

void PrintTo(const Scenario& scenario, std::ostream* out) { *out << scenario.title; }

// Words between blanks; a "…" may hold blanks.
std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> found;
  std::string word;
  bool is_quoted = false;
  for (char symbol : line) {
    if (symbol == '"') is_quoted = !is_quoted;
    if (symbol != ' ' || is_quoted) {
      if (symbol != '"') word += symbol;
    } else if (!word.empty()) {
      found.push_back(std::exchange(word, {}));
    }
  }
  if (is_quoted) throw std::invalid_argument("a quote is not closed: " + std::string(line));
  if (!word.empty()) found.push_back(word);
  return found;
}

std::vector<std::string> split(const std::string& text, char mark) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, mark);) parts.push_back(part);
  return parts;
}

Pair pair_of(const std::string& word) {
  std::size_t mark = word.find('=');
  if (mark == std::string::npos) throw std::invalid_argument("no `=` in " + word);
  return {word.substr(0, mark), word.substr(mark + 1)};
}

Post post_of(const std::string& text) {
  std::size_t mark = text.find('@');
  return SmallWorld::post(SmallWorld::role(text.substr(0, mark)), text.substr(mark + 1));
}

// `person li: secretary@branch_1, member@branch_3 2010-01-01..2010-12-31`
void read_person(const std::string& line, Scenario& scenario) {
  std::size_t colon = line.find(':');
  std::string name = words_of(line.substr(0, colon)).at(1);
  std::vector<Post> posts;
  for (const std::string& held : split(line.substr(colon + 1), ',')) {
    std::vector<std::string> parts = words_of(held);
    Post post = post_of(parts.at(0));
    if (parts.size() > 1) {
      post.from = parse_date(parts[1].substr(0, 10)).value();
      post.until = parse_date(parts[1].substr(12)).value();
    }
    posts.push_back(post);
  }
  scenario.people.emplace(name, SmallWorld::actor(name, posts));
}

Line read_line(const std::string& text, const std::string& where) {
  std::vector<std::string> words = words_of(text);
  std::size_t at = 0;
  auto next = [&]() -> const std::string& { return words.at(at++); };
  Line line;
  line.where = where;
  line.when = next();
  line.when += " " + (words.at(at).find(':') == 2 ? next() : std::string("10:00")) + ":00";
  line.actor = next();
  line.act = next();
  while (at < words.size() && words[at] != "->") line.given.push_back(pair_of(next()));
  if (at++ == words.size()) return line;  // `keep` leaves nothing to look at
  line.outcome = next();
  if (line.outcome == "!") {
    line.is_refused = true;
    line.outcome = next();
    if (at < words.size()) line.field = next();
  }
  while (at < words.size()) line.expected.push_back(pair_of(next()));
  return line;
}

std::vector<Scenario> read_table(const Ledger& ledger) {
  const std::string name = std::string(ledger.name) + ".acts";
  std::istringstream file(SmallWorld::read_file("tests/acts/" + name));
  std::vector<Scenario> scenarios;
  int number = 0;
  for (std::string text; std::getline(file, text);) {
    ++number;
    const std::string where = name + ":" + std::to_string(number);
    if (text.starts_with("# ")) {
      scenarios.push_back({&ledger, text.substr(2), where, {}, {}});
    } else if (text.starts_with("person ")) {
      read_person(text, scenarios.at(scenarios.size() - 1));
    } else if (!text.empty() && !text.starts_with("##")) {
      scenarios.at(scenarios.size() - 1).lines.push_back(read_line(text, where));
    }
  }
  return scenarios;
}

const std::vector<Scenario>& all_scenarios() {
  static const std::vector<Scenario> scenarios = [] {
    std::vector<Scenario> all;
    for (const Ledger* ledger : all_ledgers())
      for (Scenario& scenario : read_table(*ledger)) all.push_back(std::move(scenario));
    return all;
  }();
  return scenarios;
}

Uuid unit_named(const std::string& name) { return SmallWorld::unit(name); }

std::string text_of(const std::string& text) {
  std::size_t mark = text.find("×");
  if (mark == std::string::npos) return text;
  std::string repeated;
  for (int left = std::stoi(text.substr(mark + 2)); left > 0; --left)
    repeated += text.substr(0, mark);
  return repeated;
}

Value value_of(const FieldSpec& field, const std::string& text);

// `directives/notice/3` leads to the third row of that record, without a number to the record.
Value link_named(const FieldSpec& field, const std::string& text) {
  const std::vector<std::string> parts = split(text, '/');
  const std::int64_t row = parts.size() > 2 ? std::stoll(parts[2]) : 0;
  return Link{field.links_to.find(parts.at(0)), SmallWorld::id_of("record", parts.at(1)), row};
}

// `row:1;who:first@bureau|who:second@bureau;came:yes`
Value rows_named(const FieldSpec& field, const std::string& text) {
  Value value;
  Rows& rows = value.emplace<Rows>();
  for (const std::string& each : split(text, '|')) {
    Row& row = rows.all.emplace_back();
    row.cells.resize(field.column_count);
    for (const std::string& cell : split(each, ';')) {
      const std::string name = cell.substr(0, cell.find(':')), rest = cell.substr(name.size() + 1);
      if (name == row_number) row.id = std::stoll(rest);
      for (std::size_t i = 0; i < field.column_count; ++i)
        if (field.columns()[i].name == name) row.cells[i] = value_of(field.columns()[i], rest);
    }
  }
  return value;
}

Value value_of(const FieldSpec& field, const std::string& text) {
  if (text == "none") return {};
  switch (field.kind) {
    case Kind::text:
    case Kind::long_text:
      return text_of(text);
    case Kind::choice:
      return text;
    case Kind::choices:
      return split(text, ',');
    case Kind::integer:
      return std::int64_t{std::stoll(text)};
    case Kind::number:
      return parse_fixed(text).value();
    case Kind::date:
      return parse_date(text).value();
    case Kind::moment:
      return parse_moment(text).value();
    case Kind::yes_no:
      return text == "yes";
    case Kind::unit:
      return unit_named(text);
    case Kind::person:
      return SmallWorld::id_of("person", text);
    case Kind::link:
      return SmallWorld::id_of("record", text);
    case Kind::row_link:
      return link_named(field, text);
    case Kind::rows:
      return rows_named(field, text);
    case Kind::units: {
      std::vector<Uuid> units;
      for (const std::string& name : split(text, ',')) units.push_back(unit_named(name));
      return units;
    }
  }
  return {};
}

const FieldSpec& field_named(const Ledger& ledger, const std::string& name) {
  const FieldSpec* field = ledger.field(name);
  if (!field) throw std::invalid_argument("no such field: " + name);
  return *field;
}

Actor actor_named(const Scenario& scenario, const std::string& name) {
  Actor nobody;
  if (name == "citizen") return nobody;
  if (name == "receipt") {
    nobody.holds_receipt = true;
    return nobody;
  }
  if (name == "clock") {
    nobody.is_the_clock = true;
    return nobody;
  }
  if (name == "effect") {
    nobody.is_a_consequence = true;
    return nobody;
  }
  if (auto found = scenario.people.find(name); found != scenario.people.end()) return found->second;
  return SmallWorld::actor(name, {post_of(name)});
}

Asked asked_of(const Scenario& scenario, const Line& line, const Act& act, const Actor& actor) {
  Asked asked{act, {}, {}, {}};
  if (act.from.empty() && !actor.posts.empty()) asked.unit = actor.posts.front().unit;
  for (const Pair& pair : line.given) {
    if (pair.name == "reason") {
      asked.reason = pair.value;
    } else if (pair.name == "unit") {
      asked.unit.reset();
      if (pair.value != "none") asked.unit = UnitId(unit_named(pair.value));
    } else {
      const FieldSpec& field = field_named(*scenario.ledger, pair.name);
      asked.fields.push_back({scenario.ledger->index_of(field), value_of(field, pair.value)});
    }
  }
  return asked;
}

// What a table may expect beside the state, as the text that it writes.
std::optional<std::string> common_value(const Record& record, const std::string& name, Moment now,
                                        const SmallWorld& world) {
  std::optional<ClockReading> clock = read_clock(record, now, world.circumstances());
  if (name == "unit") return std::string(SmallWorld::name_of_unit(record.unit));
  if (name == "waits") return std::to_string(record.signatures.size());
  if (name == "closed")
    return record.closed_at ? to_text(world.zone.date_at(*record.closed_at)) : "none";
  if (name == "light") return std::string(name_of(clock ? clock->light : Light::none));
  if (name == "clock") return clock ? to_text(clock->due) : "none";
  if (name == "deadline") return clock ? std::string(clock->deadline->name) : "none";
  if (name == "rounds") return std::to_string(record.rounds);
  if (name == "word") {
    if (!record.last_word) return "none";
    return record.last_word->is_yes ? "yes" : "no";
  }
  if (name == "history") {
    constexpr const char* words[] = {"none", "unconfirmed", "confirmed"};
    return words[static_cast<std::size_t>(record.history)];
  }
  if (name == "told") return std::to_string(record.told.size());
  if (name == "on_time" || name == "kept_first") {
    const Standing standing = standing_of(record, world.circumstances());
    const std::optional<bool> said = name == "on_time" ? standing.on_time : standing.kept_first;
    return !said ? "none" : *said ? "yes" : "no";
  }
  if (name == "left") return clock ? std::to_string(clock->working_days_left) : "none";
  return std::nullopt;
}

// `sees=li,secretary@root` and `hidden_from=…`: who sees the record whole, and who nothing.
void expect_sight(const Scenario& scenario, const Record& record, const std::string& names,
                  Sight sight, Moment now, const SmallWorld& world) {
  const Date today = world.zone.date_at(now);
  for (const std::string& name : split(names, ',')) {
    const Actor actor = actor_named(scenario, name);
    EXPECT_EQ(sight_of(actor, record, today, SmallWorld::path_of), sight) << name;
    if (sight == Sight::nothing) {
      EXPECT_TRUE(acts_open_to(actor, record, today, SmallWorld::path_of).empty()) << name;
    }
  }
}

// A table tells the rows that stand, and not the highest number that was ever given.
bool is_as_told(const Value& value, const Value& told) {
  const Rows* rows = std::get_if<Rows>(&value);
  const Rows* told_rows = std::get_if<Rows>(&told);
  return rows && told_rows ? rows->all == told_rows->all : value == told;
}

void expect_all(const Scenario& scenario, const Record& record, const Line& line, Moment now,
                const SmallWorld& world) {
  for (const Pair& pair : line.expected) {
    if (pair.name == "sees" || pair.name == "sees_outside" || pair.name == "hidden_from") {
      const Sight sight = pair.name == "sees"           ? Sight::whole
                          : pair.name == "sees_outside" ? Sight::public_fields
                                                        : Sight::nothing;
      expect_sight(scenario, record, pair.value, sight, now, world);
    } else if (auto value = common_value(record, pair.name, now, world)) {
      EXPECT_EQ(*value, pair.value) << pair.name;
    } else {
      const FieldSpec& field = field_named(record.ledger(), pair.name);
      EXPECT_TRUE(is_as_told(record.value(pair.name), value_of(field, pair.value))) << pair.name;
    }
  }
}

// `- was field=value`: as an earlier edition of the ledger left it; `found=3`: what look-ups find;
// `sealed=7`: a seal is made up to that entry.
void stand_as_it_was(Record& record, const Line& line, SmallWorld& world) {
  for (const Pair& pair : line.given) {
    if (pair.name == "found") {
      world.look_up_finds = std::stoll(pair.value);
    } else if (pair.name == "sealed") {
      world.seals.push_back({world.at(line.when), std::stoll(pair.value)});
    } else {
      record.set(pair.name, value_of(field_named(record.ledger(), pair.name), pair.value));
    }
  }
}

// `- keep name=help`: the record lies there for look-ups and links, and the next act opens another.
void keep(Record& record, const Line& line, SmallWorld& world) {
  record.id = RecordId(SmallWorld::id_of("record", line.given.at(0).value));
  world.kept.insert_or_assign(record.id, record);
  record = Record(record.ledger());
}

// `- there meetings/decided=held unit=branch_1 …`: a record of another ledger lies there, with what
// is told of its fields.
void put_there(const Line& line, SmallWorld& world) {
  const std::vector<std::string> place = split(line.given.at(0).name, '/');
  Record other(*find_ledger(place.at(0)));
  other.id = RecordId(SmallWorld::id_of("record", place.at(1)));
  other.state = line.given.at(0).value;
  other.unit = SmallWorld::unit(line.given.at(1).value);
  other.path = SmallWorld::path_of(other.unit);
  other.created_at = world.at(line.when);
  for (const Pair& pair : std::span(line.given).subspan(2))
    other.set(pair.name, value_of(field_named(other.ledger(), pair.name), pair.value));
  world.kept.insert_or_assign(other.id, other);
}

void act_once(Record& record, const Scenario& scenario, const Line& line, Moment now,
              const SmallWorld& world, std::int64_t seq) {
  const Act* act = record.ledger().act(line.act);
  ASSERT_NE(act, nullptr) << line.act;
  Actor actor = actor_named(scenario, line.actor);
  Result<Changes> changes =
      decide(record, asked_of(scenario, line, *act, actor), actor, now, world.circumstances());
  if (line.is_refused) {
    ASSERT_FALSE(changes) << "was allowed";
    EXPECT_EQ(name_of(changes.error().law), line.outcome);
    EXPECT_EQ(changes.error().field, line.field);
    return;
  }
  ASSERT_TRUE(changes) << "was refused: " << name_of(changes.error().law) << " "
                       << changes.error().field;
  apply(record, *changes, now, actor.person, seq);
}

class Acts : public testing::TestWithParam<Scenario> {};

TEST_P(Acts, BecomeWhatTheTableSays) {
  const Scenario& scenario = GetParam();
  SmallWorld world;
  for (const auto& [name, somebody] : scenario.people) world.seated.push_back(somebody);
  Record record(*scenario.ledger);
  std::int64_t seq = 0;
  for (const Line& line : scenario.lines) {
    SCOPED_TRACE(line.where + " " + line.when + " " + line.actor + " " + line.act);
    Moment now = world.at(line.when);
    if (line.act == "was") {
      stand_as_it_was(record, line, world);
    } else if (line.act == "keep") {
      keep(record, line, world);
      continue;
    } else if (line.act == "there") {
      put_there(line, world);
      continue;
    } else if (line.act != "look") {
      act_once(record, scenario, line, now, world, ++seq);
    }
    if (HasFatalFailure()) return;
    if (line.is_refused) continue;
    EXPECT_EQ(record.state, line.outcome);
    expect_all(scenario, record, line, now, world);
  }
}

INSTANTIATE_TEST_SUITE_P(Tables, Acts, testing::ValuesIn(all_scenarios()), [](const auto& each) {
  std::string name = each.param.where;
  for (char& symbol : name)
    if (symbol == '.' || symbol == ':') symbol = '_';
  return name;
});

TEST(ActTables, LetEveryActHappenAndRefuseIt) {
  std::set<std::string> happened, refused;
  for (const Scenario& scenario : all_scenarios())
    for (const Line& line : scenario.lines)
      (line.is_refused ? refused : happened)
          .insert(std::string(scenario.ledger->name) + "." + line.act);
  for (const Ledger* ledger : all_ledgers())
    for (const Act& act : ledger->acts) {
      const std::string name = std::string(ledger->name) + "." + std::string(act.name);
      EXPECT_TRUE(happened.contains(name)) << name << " never happens in the tables";
      EXPECT_TRUE(refused.contains(name)) << name << " is never refused in the tables";
    }
}

}  // namespace
}  // namespace chuangyou
