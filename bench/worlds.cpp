#include "worlds.h"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <stdexcept>

#include "access/accounts.h"
#include "campaign/named_fields.h"
#include "documents/csv_reader.h"
#include "documents/xlsx_writer.h"
#include "ledgers/all.h"
#include "org/unit_import.h"

namespace chuangyou::bench {
namespace {

constexpr std::size_t acts_per_batch = 20'000;

void must(const Result<OrgPerformed>& result) {
  if (!result) throw std::runtime_error("refused: " + std::string(name_of(result.error().law)));
}

Unit unit_below(const UnitId& parent, std::string name, UnitType type, RandomSource& random) {
  Unit unit;
  unit.id = UnitId(make_uuid_v7(real_now(), random));
  unit.name = std::move(name);
  unit.type = type;
  unit.administrative_parent = parent;
  return unit;
}

void add_clerk(World& world, Writer& writer, RandomSource& random, const UnitId& root,
               const Actor& administrator) {
  Person person{PersonId(make_uuid_v7(real_now(), random)), "工委干部", MemberKind::formal};
  must(writer.perform(OrgRequest{world.body->no, AddPerson{person}, administrator}));
  HeldPost post{make_uuid_v7(real_now(), random),
                person.id,
                Role::works_committee,
                root,
                make_date(2010, 1, 1),
                std::nullopt,
                false};
  must(writer.perform(OrgRequest{world.body->no, Appoint{post}, Actor()}));
  if (Result<void> added = add_account(world.places.database, world.body->no, person.id,
                                       account_name, account_password);
      !added)
    throw std::runtime_error(std::string(name_of(added.error().law)));
  world.clerk = world.body->people.actor(person.id, make_date(2026, 1, 1), world.body->tree);
}

// The one who founds: an administrator at the root, on paper only.
Actor founder(const Body& body, const UnitId& root) {
  Actor actor;
  actor.person = PersonId(root);
  actor.posts.push_back({Role::administrator, root, std::string(body.tree.path_of(root)),
                         make_date(2010, 1, 1), std::nullopt});
  return actor;
}

std::unique_ptr<World> found_body_with_root(const Places& places, RandomSource& random,
                                            Unit& root) {
  auto world = std::make_unique<World>();
  world->places = places;
  if (Result<void> loaded = load_bodies(places, world->bodies, real_now()); !loaded)
    throw std::runtime_error(std::string(name_of(loaded.error().law)));
  NewBody wanted{"bench", {"测量", "Bench"}, "chuangxian-zhengyou", "", "", "", std::nullopt};
  Result<BodyNo> no = found_body(places, wanted, world->bodies, real_now(), random);
  if (!no) throw std::runtime_error(std::string(name_of(no.error().law)) + no.error().detail);
  world->body = world->bodies.find(*no);
  root = unit_below(UnitId(), "省级机关工委", UnitType::works_committee, random);
  return world;
}

}  // namespace

Moment real_now() {
  auto since = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
}

void read_anew(World& world) {
  world.bodies = Bodies();
  if (Result<void> loaded = load_bodies(world.places, world.bodies, real_now()); !loaded)
    throw std::runtime_error(std::string(name_of(loaded.error().law)));
  world.body = world.bodies.find("bench");
}

std::unique_ptr<World> found_world(const Places& places) {
  RandomSource random = RandomSource::from_seed(1);
  Unit root;
  std::unique_ptr<World> world = found_body_with_root(places, random, root);
  Writer writer(places.database, world->bodies, real_now, RandomSource::from_seed(2));
  must(writer.perform(OrgRequest{world->body->no, FoundUnit{root}, Actor()}));
  Actor administrator = founder(*world->body, root.id);
  Writer::Batch batch;
  auto found = [&](const Unit& unit) {
    batch.org_acts.push_back({world->body->no, FoundUnit{unit}, administrator});
  };
  for (int i = 0; i < 10; ++i) {
    Unit department = unit_below(root.id, "厅局" + std::to_string(i), UnitType::department, random);
    found(department);
    for (int j = 0; j < 10; ++j) {
      Unit division = unit_below(department.id, department.name + "处" + std::to_string(j),
                                 UnitType::division, random);
      found(division);
      for (int k = 0; k < 10; ++k) {
        Unit branch = unit_below(division.id, division.name + "支部" + std::to_string(k),
                                 UnitType::branch, random);
        found(branch);
        world->leaves.push_back(branch.id);
      }
    }
  }
  if (auto refusals = writer.perform_all(std::move(batch)); !refusals.empty())
    throw std::runtime_error(std::string(name_of(refusals.front().refused.law)));
  add_clerk(*world, writer, random, root.id, administrator);
  return world;
}

std::unique_ptr<World> found_china(const Places& places, const std::string& dist) {
  RandomSource random = RandomSource::from_seed(3);
  Unit root;
  std::unique_ptr<World> world = found_body_with_root(places, random, root);
  Writer writer(places.database, world->bodies, real_now, RandomSource::from_seed(4));
  must(writer.perform(OrgRequest{world->body->no, FoundUnit{root}, Actor()}));
  Actor administrator = founder(*world->body, root.id);
  std::vector<UnitRow> rows;
  for (const char* file : {"provinces", "cities", "areas", "streets", "villages"}) {
    std::ifstream input(dist + "/" + file + ".csv", std::ios::binary);
    CsvReader reader(input);
    if (!reader.header()) throw std::runtime_error(std::string("cannot read ") + file);
    std::vector<std::string> cells;
    while (*reader.next(cells)) {
      UnitRow row;
      row.row = static_cast<std::int64_t>(rows.size()) + 1;
      row.code = cells[0];
      row.name = cells[1];
      row.type = "region";
      if (cells.size() > 2) row.parents.push_back(cells[2]);
      rows.push_back(std::move(row));
    }
  }
  UnitPlan plan = plan_units(rows, world->body->tree, root.id, false, real_now(),
                             world->body->zone.date_at(real_now()), random);
  if (!plan.findings.empty()) throw std::runtime_error("the divisions have findings");
  Writer::Batch batch;
  for (FoundUnit& act : plan.acts) {
    if (act.unit.code.size() == 12) world->leaves.push_back(act.unit.id);
    batch.org_acts.push_back({world->body->no, std::move(act), administrator});
  }
  if (auto refusals = writer.perform_all(std::move(batch)); !refusals.empty())
    throw std::runtime_error(std::string(name_of(refusals.front().refused.law)));
  add_clerk(*world, writer, random, root.id, administrator);
  return world;
}

double add_cases(World& world, std::int64_t count,
                 const std::function<std::string(std::int64_t)>& words_of) {
  Writer writer(world.places.database, world.bodies, real_now, RandomSource::from_seed(5));
  const Ledger* feedback = find_ledger("feedback");
  Moment now = real_now();
  auto start = std::chrono::steady_clock::now();
  for (std::int64_t made = 0; made < count;) {
    Writer::Batch batch;
    for (; made < count && batch.acts.size() < acts_per_batch; ++made) {
      ActRequest act;
      act.body = world.body->no;
      act.ledger = feedback;
      act.act = "record_open";
      act.unit = world.leaves[static_cast<std::size_t>(made) * 7919 % world.leaves.size()];
      std::int64_t hours = 24 + made * 7 % 2000;
      act.fields = in_places(
          *feedback, {{"text", words_of ? words_of(made) : "路灯不亮，已有一周，夜里看不清路"},
                      {"kind", "request"},
                      {"channel", "other_system"},
                      {"received_at", Moment{now.microseconds - 86'400'000'000}},
                      {"promised_by", Moment{now.microseconds + hours * 3'600'000'000 + made}}});
      act.actor = world.clerk;
      batch.acts.push_back(std::move(act));
    }
    if (auto refusals = writer.perform_all(std::move(batch)); !refusals.empty())
      throw std::runtime_error(std::string(name_of(refusals.front().refused.law)));
  }
  std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  return static_cast<double>(count) / took.count();
}

void transfer_cases(World& world, std::size_t times) {
  const Ledger& ledger = *find_ledger("feedback");
  Connection connection(world.places.database, OpenFor::reading);
  Statement find = connection.prepare("SELECT id FROM feedback ORDER BY row_no");
  std::vector<RecordId> cases;
  while (find.step()) cases.emplace_back(find.uuid(0));
  find.reset();
  Writer writer(world.places.database, world.bodies, real_now, RandomSource::from_seed(8));
  for (std::size_t time = 1; time <= times; ++time)
    for (std::size_t from = 0; from < cases.size(); from += acts_per_batch) {
      Writer::Batch batch;
      for (std::size_t i = from; i < std::min(cases.size(), from + acts_per_batch); ++i) {
        ActRequest act;
        act.body = world.body->no;
        act.ledger = &ledger;
        act.record = cases[i];
        act.act = "transfer";
        act.reason = "属于另一支部的职责";
        act.unit = world.leaves[(i * 7919 + time) % world.leaves.size()];
        act.actor = world.clerk;
        batch.acts.push_back(std::move(act));
      }
      if (auto refusals = writer.perform_all(std::move(batch)); !refusals.empty())
        throw std::runtime_error(std::string(name_of(refusals.front().refused.law)));
    }
}

void write_csv_of_cases(const std::string& path, std::int64_t rows, std::string_view prefix) {
  std::ofstream file(path);
  file << "key,unit,text,kind,received,promised\n";
  for (std::int64_t i = 0; i < rows; ++i)
    file << prefix << i << ",厅局" << i % 10 << ",路灯不亮第" << i
         << "盏,request,2026-01-05T08:00:00Z,"
         << "2027-01-05T08:00:00Z\n";
}

void write_workbook_of_cases(const std::string& path, std::int64_t rows, std::string_view prefix) {
  std::filesystem::remove(path);
  XlsxWriter writer(path);
  const XlsxColumn columns[] = {{"key"}, {"unit"}, {"text"}, {"kind"}, {"received"}, {"promised"}};
  writer.begin_sheet("cases", columns);
  for (std::int64_t i = 0; i < rows; ++i) {
    const std::string number = std::to_string(i);
    const XlsxCell cells[] = {
        std::string(prefix) + number,        "厅局" + std::to_string(i % 10),
        "路灯不亮第" + number + "盏",        std::string("request"),
        std::string("2026-01-05T08:00:00Z"), std::string("2027-01-05T08:00:00Z")};
    if (!writer.add(cells)) throw std::runtime_error("the workbook takes no more rows");
  }
  writer.close();
}

}  // namespace chuangyou::bench
