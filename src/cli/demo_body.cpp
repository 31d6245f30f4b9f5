#include "cli/demo_body.h"

#include <algorithm>
#include <fstream>
#include <mutex>
#include <shared_mutex>
#include <sstream>

#include "documents/csv_reader.h"
#include "documents/gzip_reader.h"
#include "journal/journal.h"
#include "ledgers/all.h"

namespace chuangyou {
namespace {

// Nobody who acts in the demonstration came into office on the day that it shows.
constexpr NaturalDays in_office_for{400};

constexpr std::int64_t minute = 60'000'000;  // microseconds

}  // namespace

void DemoBody::go_to(Date day, std::int64_t minute_of_day) {
  const Moment midnight = body_.zone.end_of(Date{day.days - 1});
  set_clock(midnight.microseconds + minute_of_day * minute);
}

void DemoBody::let_minutes_pass(std::int64_t minutes) {
  set_clock(now().microseconds + minutes * minute);
}

// The bodies that were made before stand still meanwhile, each on the day that it shows.
void DemoBody::set_clock(std::int64_t wanted) {
  if (wanted <= tools_.clock) return;
  for (const std::unique_ptr<Body>& other : tools_.bodies.all())
    if (other.get() != &body_) other->loaded_at = Moment{wanted};
  tools_.clock = wanted;
}

void DemoBody::seal_what_is_written() {
  std::mutex nobody_else;  // every act is waited for
  Connection connection(tools_.places.database, OpenFor::writing);
  seal(connection, body_.no, now(), body_.hash, nobody_else);
}

UnitId DemoBody::unit(NewUnit wanted) {
  Unit unit;
  unit.id = UnitId(make_uuid_v7(now(), tools_.random));
  unit.name = std::move(wanted.name);
  unit.type = wanted.type;
  unit.code = std::move(wanted.code);
  unit.aliases = std::move(wanted.aliases);
  unit.administrative_parent = wanted.administrative_parent;
  unit.party_parent = wanted.party_parent;
  planned_.emplace_back(FoundUnit{unit});
  return unit.id;
}

PersonId DemoBody::person(std::string name, MemberKind kind) {
  const PersonId id(make_uuid_v7(now(), tools_.random));
  planned_.emplace_back(AddPerson{{id, std::move(name), kind}});
  return id;
}

void DemoBody::post(PersonId person, Role role, UnitId unit, bool accountable) {
  const Date from = today() + NaturalDays{-in_office_for.count};
  planned_.emplace_back(Appoint{
      {make_uuid_v7(now(), tools_.random), person, role, unit, from, std::nullopt, accountable}});
}

void DemoBody::commit(const Actor& actor) {
  Writer::Batch batch;
  for (OrgAct& act : planned_) batch.org_acts.push_back({body_.no, std::move(act), actor});
  planned_.clear();
  for (const Writer::BatchRefusal& refusal : tools_.writer.perform_all(std::move(batch)))
    must<int>(std::unexpected(refusal.refused), "units and people");
}

Actor DemoBody::actor(PersonId person) const {
  std::shared_lock lock(body_.lock);
  return body_.people.actor(person, today(), body_.tree);
}

std::string DemoBody::name_of(UnitId unit) const {
  std::shared_lock lock(body_.lock);
  return body_.tree.find(unit)->name;
}

std::string DemoBody::file(std::string_view name) const {
  return tools_.places.campaigns + "/demo/" + std::string(name);
}

Performed DemoBody::perform(const Actor& actor, DemoAct act, ActRequest request) {
  request.body = body_.no;
  request.ledger = find_ledger(act.ledger);
  request.act = act.act;
  request.fields = in_places(*request.ledger, std::move(act.fields));
  request.reason = std::move(act.reason);
  request.source = std::move(act.source);
  request.actor = actor;
  return must(tools_.writer.perform(std::move(request)), std::string(act.ledger) + " " + act.act);
}

Performed DemoBody::open(const Actor& actor, UnitId unit, DemoAct act) {
  ActRequest request;
  request.unit = unit;
  return perform(actor, std::move(act), std::move(request));
}

Performed DemoBody::go_on(const Actor& actor, const RecordId& record, DemoAct act,
                          std::optional<UnitId> unit, std::optional<std::string> receipt) {
  ActRequest request;
  request.record = record;
  request.unit = unit;
  request.receipt = std::move(receipt);
  return perform(actor, std::move(act), std::move(request));
}

ImportReport DemoBody::import_once(const Actor& actor, const ImportMapping& mapping,
                                   const std::string& path, bool dry_run) {
  std::ifstream file(path, std::ios::binary);
  GzipReader gzip(file);
  std::istream unpacked(&gzip);
  const bool is_packed = path.ends_with(".gz");
  std::ifstream to_hash(path, std::ios::binary);
  ImportClick click;
  click.file = to_hex(hash_of(HashFunction::sha256, to_hash));
  Connection connection(tools_.places.database, OpenFor::reading);
  ImportReport report =
      import_table(is_packed ? unpacked : file, mapping, body_, connection, actor, tools_.writer,
                   tools_.random, now(), dry_run, {}, std::move(click));
  if (is_packed && !gzip.is_whole()) throw std::runtime_error("demo: " + path + " is damaged");
  for (const ImportFinding& finding : report.findings)
    if (!finding.is_note)
      must<int>(std::unexpected(finding.refused),
                path + " row " + std::to_string(finding.row) + " " + finding.column);
  return report;
}

void DemoBody::import(const Actor& actor, std::string_view name, std::string_view file_name) {
  std::ifstream yaml(tools_.places.campaigns + "/imports/" + std::string(name) + ".yaml");
  std::stringstream text;
  text << yaml.rdbuf();
  const ImportMapping mapping = must(read_import_mapping(text.str()), name);
  const ImportReport dry = import_once(actor, mapping, file(file_name), true);
  import_once(actor, mapping, file(file_name), false);
  imports_.push_back({body_.key, std::string(name), dry.rows, dry.findings_in_all,
                      std::ranges::count_if(dry.findings, &ImportFinding::is_note)});
}

std::vector<DemoRow> read_table(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  CsvReader reader(file);
  const std::vector<std::string> header = must(reader.header(), path);
  std::vector<DemoRow> rows;
  for (std::vector<std::string> cells; must(reader.next(cells), path);) {
    DemoRow row;
    for (std::size_t i = 0; i < header.size(); ++i) row.emplace(header[i], cells[i]);
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace chuangyou
