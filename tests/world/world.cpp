#include "world.h"

#include <stdlib.h>

#include <algorithm>
#include <stdexcept>

#include "ledgers/all.h"

namespace chuangyou::world {
namespace {

template <class T>
T must(Result<T> result) {
  if (!result)
    throw std::runtime_error("refused: " + std::string(name_of(result.error().law)) + " " +
                             result.error().field + " " + result.error().detail);
  return std::move(*result);
}
void must_do(const Result<void>& result) {
  if (!result) throw std::runtime_error("refused: " + std::string(name_of(result.error().law)));
}

constexpr Somebody people_of_province[] = {
    {"worker", "工委干部", Role::works_committee, "root"},
    {"organisation", "组织部干部", Role::organisation_department, "root"},
    {"publicity", "宣传部干部", Role::publicity_department, "root"},
    {"personnel", "人事干部", Role::personnel, "root"},
    {"discipline", "纪检干部", Role::discipline, "root"},
    {"inspector", "督查员", Role::inspector, "root"},
    {"editor", "编辑", Role::editor, "root"},
    {"hotline", "热线话务员", Role::operator_, "root"},
    {"auditor", "审计员", Role::auditor, "root"},
    {"secretary_a", "发改委书记", Role::secretary, "development", true},
    {"group_a", "发改委党组", Role::party_group, "development"},
    {"organ_a", "发改委机关党委", Role::organ_committee, "development"},
    {"division_a", "发改委综合处", Role::division, "development"},
    {"secretary_b", "民政厅书记", Role::secretary, "civil", true},
    {"group_b", "民政厅党组", Role::party_group, "civil"},
    {"organ_b", "民政厅机关党委", Role::organ_committee, "civil"},
    {"head_1", "一支部书记", Role::branch_secretary, "branch_1", true},
    {"division_1", "一处", Role::division, "branch_1"},
    {"member_1", "一支部党员", Role::member, "branch_1"},
    {"head_2", "二支部书记", Role::branch_secretary, "branch_2", true},
    {"member_2", "二支部党员", Role::member, "branch_2"},
    {"head_3", "三支部书记", Role::branch_secretary, "branch_3", true},
    {"division_3", "三处", Role::division, "branch_3"},
    {"member_3", "三支部党员", Role::member, "branch_3"},
    {"former_1", "一支部原书记", Role::branch_secretary, "branch_1", false, "2010-12-31"},
    {"granter", "安全管理员", Role::security_administrator, "root"},  // last: from then on only he
};
constexpr Somebody admin{"admin", "系统管理员", Role::administrator, "root"};
constexpr Somebody city_clerk{"city_clerk", "城市话务员", Role::operator_, "city_root"};

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "chuangyou-XXXXXX").string();
  if (!mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
  path_ = name;
}
TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::span<const Somebody> everybody() { return people_of_province; }

World::World(const std::filesystem::path& folder, const Choices& choices)
    : places_{(folder / "chuangyou.db").string(), CHUANGYOU_SOURCE_DIR "/campaigns"},
      now_(must(parse_moment(choices.start)).microseconds),
      random_(RandomSource::from_seed(7)) {
  found_bodies(choices);
  start();
  found_province();
  found_city();
}

void World::found_bodies(const Choices& choices) {
  must_do(load_bodies(places_, bodies_, now()));
  NewBody province{"province", {"某省", "A province"}, "chuangxian-zhengyou", "", "",
                   "",         choices.shown_as_of};
  must(found_body(places_, province, bodies_, now(), random_));
  NewBody city{"city", {"某市", "A city"}, "city-service", "", "", "", choices.shown_as_of};
  must(found_body(places_, city, bodies_, now(), random_));
  bodies_ = Bodies();
}

void World::found_unit(Body& body, std::string_view code, std::string_view name, UnitType type,
                       std::string_view parent, const Actor& founder) {
  Unit unit;
  unit.id = UnitId(make_uuid_v7(now(), random_));
  unit.code = code;
  unit.name = name;
  unit.type = type;
  if (!parent.empty()) unit.administrative_parent = body.tree.find_by_code(parent)->id;
  must(writer().perform(OrgRequest{body.no, FoundUnit{unit}, founder}));
}

void World::appoint(Body& body, const Somebody& somebody, const Actor& granter) {
  Person one{PersonId(make_uuid_v7(now(), random_)), std::string(somebody.name),
             MemberKind::formal};
  must(writer().perform(OrgRequest{body.no, AddPerson{one}, granter}));
  HeldPost post{make_uuid_v7(now(), random_),
                one.id,
                somebody.role,
                body.tree.find_by_code(somebody.unit)->id,
                make_date(2010, 1, 1),
                std::nullopt,
                somebody.accountable};
  if (!somebody.until.empty()) post.until = must(parse_date(somebody.until));
  must(writer().perform(OrgRequest{body.no, Appoint{post}, granter}));
}

void World::found_province() {
  Body& body = province();
  found_unit(body, "root", "省级机关工委", UnitType::works_committee, "", Actor());
  appoint(body, admin, Actor());
  Actor founder = actor("admin");
  found_unit(body, "development", "发展改革委", UnitType::department, "root", founder);
  found_unit(body, "civil", "民政厅", UnitType::department, "root", founder);
  found_unit(body, "branch_1", "第一党支部", UnitType::branch, "development", founder);
  found_unit(body, "branch_2", "第二党支部", UnitType::branch, "development", founder);
  found_unit(body, "branch_3", "第三党支部", UnitType::branch, "civil", founder);
  for (const Somebody& somebody : everybody()) appoint(body, somebody, Actor());
}

void World::found_city() {
  Body& body = city();
  found_unit(body, "city_root", "市政府", UnitType::department, "", Actor());
  appoint(body, city_clerk, Actor());
}

UnitId World::unit(std::string_view code) {
  const Unit* unit = province().tree.find_by_code(code);
  if (!unit) unit = city().tree.find_by_code(code);
  if (!unit) throw std::runtime_error("no unit " + std::string(code));
  return unit->id;
}

PersonId World::person(std::string_view key) {
  const Somebody* found = key == admin.key ? &admin : key == city_clerk.key ? &city_clerk : nullptr;
  for (const Somebody& somebody : everybody())
    if (somebody.key == key) found = &somebody;
  if (!found) throw std::runtime_error("nobody is called " + std::string(key));
  Body& body = found == &city_clerk ? city() : province();
  for (const HeldPost& post : body.people.posts_at(unit(found->unit)))
    if (body.people.find(post.person)->name == found->name) return post.person;
  // Whoever has been moved by a merge holds the same name elsewhere.
  for (UnitNo no = 0; no < body.tree.size(); ++no)
    for (const HeldPost& post : body.people.posts_at(body.tree.unit(no).id))
      if (body.people.find(post.person)->name == found->name) return post.person;
  throw std::runtime_error("no post of " + std::string(key));
}

Actor World::actor(std::string_view key) {
  Actor actor;
  if (key == "citizen") return actor;
  if (key == "clock") {
    actor.is_the_clock = true;
    return actor;
  }
  Body& body = key == city_clerk.key ? city() : province();
  return body.people.actor(person(key), body.zone.date_at(body_now(body, now())), body.tree);
}

void World::go_to(std::string_view moment) {
  Moment wanted = must(parse_moment(moment));
  if (wanted < now()) throw std::runtime_error("time does not run backwards");
  now_ = wanted.microseconds;
}

ActRequest World::request(const Wanted& wanted) {
  ActRequest request;
  request.body = wanted.who == city_clerk.key ? city().no : province().no;
  request.ledger = find_ledger(wanted.ledger);
  request.record = wanted.record;
  request.act = wanted.act;
  request.fields = in_places(*request.ledger, wanted.fields);
  request.reason = wanted.reason;
  if (!wanted.unit.empty()) request.unit = unit(wanted.unit);
  if (wanted.version) request.if_versions = std::vector{*wanted.version};
  request.idempotency_key = wanted.key;
  request.request_digest = wanted.digest;
  request.actor = actor(wanted.who);
  if (!wanted.receipt.empty()) request.receipt = wanted.receipt;
  return request;
}

Result<std::int64_t> World::perform_org(OrgAct act, std::string_view who) {
  const Result<OrgPerformed> done =
      writer().perform(OrgRequest{province().no, std::move(act), actor(who)});
  if (!done) return std::unexpected(done.error());
  if (!done->awaits_signature) return done->seq;
  const Result<OrgPerformed> carried = writer().perform(
      OrgRequest{province().no, SignReorganisation{done->record}, actor("granter")});
  if (!carried) return std::unexpected(carried.error());
  return carried->seq + 1;
}

Result<std::int64_t> World::grant(const HeldPost& post) {
  const Result<std::int64_t> proposed = perform_org(ProposePost{post});
  if (!proposed) return proposed;
  return perform_org(SignPost{make_uuid_v7(now(), random_), {post.id}}, "granter");
}

Result<Found> World::find(std::string_view who, std::string_view ledger, const RecordId& id) {
  Connection connection(places_.database, OpenFor::reading);
  Actor one = actor(who);
  Body& body = who == city_clerk.key ? city() : province();
  return find_record({connection, body, one, body_now(body, now())}, *find_ledger(ledger), id);
}

Result<Page> World::list(std::string_view who, std::string_view ledger, ListQuery query) {
  Connection connection(places_.database, OpenFor::reading);
  Actor one = actor(who);
  return find_list({connection, province(), one, body_now(province(), now())}, *find_ledger(ledger),
                   std::move(query));
}

Result<std::int64_t> World::count(std::string_view who, std::string_view ledger, ListQuery query) {
  Connection connection(places_.database, OpenFor::reading);
  Actor one = actor(who);
  const Result<ListCount> counted =
      count_list({connection, province(), one, body_now(province(), now())}, *find_ledger(ledger),
                 query, INT64_MAX);
  if (!counted) return std::unexpected(counted.error());
  return counted->count;
}

std::vector<Waiting> World::waiting(std::string_view who) {
  Connection connection(places_.database, OpenFor::reading);
  Actor one = actor(who);
  return find_waiting({connection, province(), one, body_now(province(), now())}, 200).items;
}

void World::stop() { writer_.reset(); }

void World::start() {
  stop();
  bodies_ = Bodies();
  must_do(load_bodies(places_, bodies_, now()));
  writer_ = std::make_unique<Writer>(
      places_.database, bodies_, [this] { return now(); },
      RandomSource::from_seed(100 + ++starts_));
}

}  // namespace chuangyou::world
