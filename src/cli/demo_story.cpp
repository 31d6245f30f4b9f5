#include "cli/demo_story.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>

#include "campaign/find.h"
#include "jobs/deadlines.h"
#include "ledgers/all.h"
#include "record/unit_type.h"

namespace chuangyou {
namespace {

constexpr std::int64_t morning = 8 * 60 + 30, office_opens = 9 * 60;  // minutes of the day
constexpr std::int64_t between_acts = 3;                              // minutes

[[noreturn]] void fault(const std::string& what) { throw std::runtime_error("demo: " + what); }

template <class Id>
Id named(const std::map<std::string, Id, std::less<>>& all, const std::string& key) {
  const auto found = all.find(key);
  if (found == all.end()) fault("nothing is called " + key);
  return found->second;
}

// One act as the file writes it: [2011-03-01 14:00, who, act, {field: value}, reason].
struct ToldAct {
  std::string key;  // of the record
  YAML::Node record, act;
  Date day = {};
  std::int64_t minute = office_opens;  // of the day
  const Ledger* ledger = nullptr;
};

// 2011-03-01 14:00, or the day alone.
struct DayAndMinute {
  Date day;
  std::int64_t minute = office_opens;
};
DayAndMinute day_and_minute(const std::string& said, std::string_view whose) {
  DayAndMinute when{must(parse_date(said.substr(0, 10)), std::string(whose) + " " + said)};
  if (said.size() > 10)
    when.minute = std::stoi(said.substr(11, 2)) * 60 + std::stoi(said.substr(14));
  return when;
}

std::string text_at(const YAML::Node& act, std::size_t place) {
  return act.size() > place && act[place].IsScalar() ? act[place].as<std::string>() : "";
}

ToldAct told_act(const YAML::Node& record, const YAML::Node& act) {
  ToldAct told{record["key"].as<std::string>(), record, act};
  const DayAndMinute when = day_and_minute(act[0].as<std::string>(), told.key);
  told.day = when.day;
  told.minute = when.minute;
  told.ledger = find_ledger(record["ledger"].as<std::string>());
  if (!told.ledger) fault(told.key + ": no such ledger");
  return told;
}

// In the order of their days. They are pointed at, since assigning a node changes the file.
std::vector<std::unique_ptr<ToldAct>> acts_in(const std::vector<std::string>& paths) {
  std::vector<std::unique_ptr<ToldAct>> acts;
  for (const std::string& path : paths)
    for (const YAML::Node& record : YAML::LoadFile(path))
      for (const YAML::Node& act : record["acts"])
        acts.push_back(std::make_unique<ToldAct>(told_act(record, act)));
  std::ranges::stable_sort(acts, {}, [](const std::unique_ptr<ToldAct>& act) {
    return std::pair(act->day.days, act->minute);
  });
  return acts;
}

class Story {
 public:
  Story(DemoBody& body, const DemoCast& cast)
      : body_(body),
        cast_(cast),
        reading_(body.tools().places.database, OpenFor::reading),
        deadlines_(body.tools().places.database, body.tools().bodies, body.tools().writer,
                   [&body] { return body.now(); }) {}

  void tell(const std::vector<std::unique_ptr<ToldAct>>& acts) {
    for (const std::unique_ptr<ToldAct>& one : acts) {
      const ToldAct& act = *one;
      if (!body_.is_working(act.day)) fault(act.key + ": a day off, " + to_text(act.day));
      while (body_.today() < act.day) begin_next_day();
      body_.let_minutes_pass(between_acts);
      body_.go_to(act.day, act.minute);
      perform(act);
    }
  }
  const std::map<std::string, std::string>& receipts() const { return receipts_; }

 private:
  void begin_next_day() {
    const Date day = body_.today() + NaturalDays{1};
    body_.go_to(day, morning);
    body_.seal_what_is_written();
    while (body_.is_working(day) && deadlines_.round() > 0) continue;
  }

  Actor actor(const std::string& who) const {
    return who == "citizen" ? Actor{} : body_.actor(named(cast_.people, who));
  }

  void perform(const ToldAct& told) {
    DemoAct act{told.ledger->name, text_at(told.act, 2), {}, text_at(told.act, 4), ""};
    std::optional<UnitId> unit;
    if (told.act.size() > 3)
      for (const auto& field : told.act[3]) {
        const auto name = field.first.as<std::string>();
        if (name == "to_unit")
          unit = named(cast_.units, field.second.as<std::string>());
        else
          act.fields.push_back({name, value_of(*told.ledger, name, field.second)});
      }
    const Actor by = actor(text_at(told.act, 1));
    try {
      if (const std::optional<RecordId> record = record_of(told)) {
        const bool is_citizen = by.person.is_nil() && !by.is_the_clock;
        body_.go_on(by, *record, std::move(act), unit,
                    is_citizen ? std::optional(receipts_.at(told.key)) : std::nullopt);
        return;
      }
      const Performed opened =
          body_.open(by, named(cast_.units, told.record["unit"].as<std::string>()), std::move(act));
      records_.emplace(told.key, opened.id);
      if (opened.receipt) receipts_.emplace(told.key, *opened.receipt);
    } catch (const std::runtime_error& error) {
      fault(told.key + " on " + to_text(told.day) + ": " + error.what());
    }
  }

  // nullopt: this act opens it. What followed from another record is found by what it names.
  std::optional<RecordId> record_of(const ToldAct& told) {
    if (const auto found = records_.find(told.key); found != records_.end()) return found->second;
    if (!told.record["follows"]) return std::nullopt;
    const RecordId id = following(told);
    records_.emplace(told.key, id);
    return id;
  }

  // `row`: of a row of that record alone; 0 where it does not matter.
  static bool names(const Value& value, const Uuid& record, std::int64_t row) {
    if (const Uuid* id = std::get_if<Uuid>(&value)) return *id == record;
    const Link* link = std::get_if<Link>(&value);
    return link && link->record == record && (row == 0 || link->row == row);
  }

  RecordId following(const ToldAct& told) {
    const auto [key, row] = key_and_row(told.record["follows"].as<std::string>());
    const Uuid cause = named(records_, key);
    const Actor reader = actor("clerk");
    ListQuery query;
    query.path = body_.body().tree.path_of(0);
    query.own_unit = named(cast_.units, told.record["unit"].as<std::string>());
    query.by_due = false;
    query.limit = 200;
    const Page page = must(
        find_list({reading_, body_.body(), reader, body_.now()}, *told.ledger, std::move(query)),
        told.key);
    for (const Record& record : page.records)
      for (const FieldSpec& field : told.ledger->fields)
        if (names(record.value(field.name), cause, row)) return record.id;
    fault(told.key + ": nothing followed by " + to_text(told.day));
  }

  // `directives-plan#2` is its second clause.
  static std::pair<std::string, std::int64_t> key_and_row(const std::string& said) {
    const std::size_t mark = said.find('#');
    return {said.substr(0, mark), mark == said.npos ? 0 : std::stoll(said.substr(mark + 1))};
  }

  Link link_of(const FieldSpec& field, const std::string& said) const {
    const auto [key, row] = key_and_row(said);
    return {field.links_to.find(ledger_of(key)), named(records_, key), row};
  }
  // A key begins with the name of its ledger: promises-…
  static std::string ledger_of(const std::string& key) { return key.substr(0, key.find('-')); }

  Value value_of(const Ledger& ledger, const std::string& name, const YAML::Node& node) const {
    const FieldSpec* field = ledger.field(name);
    if (!field) fault(std::string(ledger.name) + ": no field " + name);
    return value_of(*field, node);
  }
  Value value_of(const FieldSpec& field, const YAML::Node& node) const {
    switch (field.kind) {
      case Kind::rows:
        return rows_of(field, node);
      case Kind::choices:
        return node.as<std::vector<std::string>>();
      case Kind::integer:
        return node.as<std::int64_t>();
      case Kind::yes_no:
        return node.as<bool>();
      case Kind::units:
        return units_of(node);
      default:
        return value_of(field, node.as<std::string>());
    }
  }
  Value value_of(const FieldSpec& field, const std::string& said) const {
    switch (field.kind) {
      case Kind::date:
        return must(parse_date(said), field.name);
      case Kind::moment:
        return moment_of(day_and_minute(said, field.name));
      case Kind::unit:
        return Value{Uuid(named(cast_.units, said))};
      case Kind::person:
        return Value{Uuid(named(cast_.people, said))};
      case Kind::link:
        return Value{Uuid(named(records_, said))};
      case Kind::row_link:
        return link_of(field, said);
      default:
        return said;
    }
  }
  Value moment_of(const DayAndMinute& when) const {
    constexpr std::int64_t minute = 60'000'000;  // microseconds
    const Moment midnight = body_.body().zone.end_of(Date{when.day.days - 1});
    return Moment{midnight.microseconds + when.minute * minute};
  }
  Value units_of(const YAML::Node& node) const {
    std::vector<Uuid> units;
    for (const YAML::Node& one : node)
      units.emplace_back(named(cast_.units, one.as<std::string>()));
    return units;
  }
  Value rows_of(const FieldSpec& field, const YAML::Node& node) const {
    Rows rows;
    for (const YAML::Node& one : node) {
      Row row;
      if (one["row"]) row.id = one["row"].as<std::int64_t>();
      for (const FieldSpec& column : field.columns()) {
        const YAML::Node cell = one[std::string(column.name)];
        row.cells.push_back(cell ? value_of(column, cell) : Value());
      }
      rows.all.push_back(std::move(row));
    }
    return rows;
  }

  DemoBody& body_;
  const DemoCast& cast_;
  Connection reading_;
  Deadlines deadlines_;
  std::map<std::string, RecordId, std::less<>> records_;
  std::map<std::string, std::string> receipts_;
};

UnitType type_named(const std::string& name) {
  return choice_named<UnitType>(unit_type_names, name);
}

// By key, empty for none.
UnitId unit_of(const DemoCast& cast, const std::string& key) {
  return key.empty() ? UnitId() : named(cast.units, key);
}

}  // namespace

namespace {

void found_units(DemoBody& body, DemoCast& cast, std::span<const DemoRow> rows) {
  for (const DemoRow& row : rows) {
    NewUnit unit{row.at("name"),
                 type_named(row.at("type")),
                 unit_of(cast, row.at("administrative_parent")),
                 unit_of(cast, row.at("party_parent")),
                 "",
                 {}};
    if (!row.at("alias").empty()) unit.aliases = {row.at("alias")};
    cast.units.emplace(row.at("key"), body.unit(std::move(unit)));
  }
}

// A row for each post; whoever holds several comes again.
void appoint(DemoBody& body, DemoCast& cast, std::span<const DemoRow> rows) {
  for (const DemoRow& row : rows) {
    const std::string& key = row.at("key");
    if (!cast.people.contains(key)) {
      const auto kind = choice_named<MemberKind>(member_kind_names, row.at("member_kind"));
      cast.people.emplace(key, body.person(row.at("name"), kind));
    }
    const PersonId person = named(cast.people, key);
    body.post(person, choice_named<Role>(role_names, row.at("role")),
              named(cast.units, row.at("unit")), row.at("accountable") == "yes");
    if (!row.at("account").empty())
      cast.accounts.push_back({row.at("who"), row.at("account"), person, ""});
  }
}

}  // namespace

DemoCast found_cast(DemoBody& body, const std::string& folder) {
  DemoCast cast;
  const std::vector<DemoRow> units = read_table(body.file(folder + "/units.csv"));
  const std::vector<DemoRow> people = read_table(body.file(folder + "/people.csv"));
  found_units(body, cast, std::span(units).first(1));
  appoint(body, cast, std::span(people).first(1));
  body.commit(Actor{});
  found_units(body, cast, std::span(units).subspan(1));
  body.commit(body.actor(named(cast.people, people.front().at("key"))));
  appoint(body, cast, std::span(people).subspan(1));
  body.commit(Actor{});
  return cast;
}

std::map<std::string, std::string> tell_story(DemoBody& body, const DemoCast& cast,
                                              const std::string& folder,
                                              const std::vector<std::string>& files) {
  std::vector<std::string> paths;
  for (const std::string& file : files) paths.push_back(body.file(folder + "/" + file));
  Story story(body, cast);
  story.tell(acts_in(paths));
  return story.receipts();
}

}  // namespace chuangyou
