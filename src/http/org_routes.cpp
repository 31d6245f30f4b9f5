// Units and people: looking them up, and the acts on them.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <iterator>
#include <tuple>
#include <variant>

#include "campaign/find.h"
#include "campaign/past_day.h"
#include "core/folded.h"
#include "http/acting.h"
#include "http/org_fields.h"
#include "http/org_search.h"
#include "http/posts_held.h"
#include "http/problem.h"
#include "http/reading.h"
#include "http/record_json.h"
#include "http/rooms.h"
#include "org/acts_at.h"
#include "org/org_act.h"
#include "storage/step_limit.h"

namespace chuangyou {
namespace {

constexpr std::size_t children_max = 200;
constexpr std::size_t units_walked_max = 50'000;

std::string_view type_of(const Unit& unit) {
  return unit_type_names[static_cast<std::size_t>(unit.type)];
}

bool is_closed(const Unit& unit) { return unit.is_closed || unit.until.has_value(); }

void write_unit_members(Json& json, const Tree& tree, const Unit& unit) {
  json.member("id", static_cast<const Uuid&>(unit.id))
      .member("name", unit.name)
      .member("type", type_of(unit))
      .member("code", unit.code)
      .member("closed", is_closed(unit));
  write_units_above(json, tree, unit);
}

void write_unit_line(Json& json, const Tree& tree, const Unit& unit) {
  json.object();
  write_unit_members(json, tree, unit);
  json.end_object();
}

void write_posts(Json& json, const Body& body, const std::vector<HeldPost>& posts) {
  json.key("posts").list();
  for (const HeldPost& post : posts) {
    json.object().member("id", post.id).key("person");
    write_person_name(json, body, post.person);
    json.member("role", name_of(post.role))
        .member("from", post.from)
        .member("until", post.until)
        .member("accountable", post.accountable)
        .member("serves", post.serves);
    write_lender(json, body, post);
    json.end_object();
  }
  json.end_list();
}

// A post in the unit's own chain; who holds posts elsewhere is nobody's business.
bool is_in_chain(const Actor& actor, const Tree& tree, const Uuid& unit) {
  const std::string_view path = tree.path_of(unit);
  return !path.empty() && std::ranges::any_of(actor.posts, [path](const Post& post) {
    return covers(post.path, path);
  });
}
// On a past day: then, and today.
bool is_in_chain(const Reader& reader, const Uuid& unit) {
  if (!is_in_chain(reader.actor, reader.body.tree, unit)) return false;
  if (!reader.today_too) return true;
  const Reader& today = reader.today_too->reader;
  const auto turn = today.turn();
  return is_in_chain(today.actor, today.body.tree, unit);
}

void write_children(Json& json, const Tree& tree, UnitNo no, Date today) {
  const std::span<const UnitNo> below = tree.children_of(no);
  std::vector<UnitNo> children = in_order(tree, {below.begin(), below.end()}, today);
  std::erase_if(children, [&](UnitNo child) { return was_taken_back(tree.unit(child)); });
  json.key("children").list();
  for (std::size_t i = 0; i < std::min(children.size(), children_max); ++i)
    write_unit_line(json, tree, tree.unit(children[i]));
  json.end_list().member("children_in_all", children.size());
}

// What it is now, and all that was said of it from which day on.
void write_descriptions(Json& json, const UnitDescriptions& descriptions, UnitNo no, Date today) {
  write_description(json.key("description"), descriptions.on(no, today));
  json.key("descriptions").list();
  for (const UnitDescription& one : descriptions.of(no)) write_description(json, &one);
  json.end_list();
}

void write_parent(Json& json, const Visit& visit, std::string_view name, const UnitId& parent) {
  json.key(name);
  write_unit_name(json, *visit.body, parent);
}

// The line of the administrative superiors, the root first and the unit last.
void write_administrative_line(Json& json, const Visit& visit, const Unit& unit) {
  const Tree& tree = visit.body->tree;
  std::vector<const Unit*> line{&unit};
  while (line.size() < path_depth_max)
    if (const Unit* above = tree.find(line.back()->administrative_parent))
      line.push_back(above);
    else
      break;
  json.key("administrative_line").list();
  for (auto above = line.rbegin(); above != line.rend(); ++above)
    write_unit_name(json, *visit.body, (*above)->id);
  json.end_list();
}

// What the reader may begin here; on a past day nobody acts.
void write_acts(Json& json, const Visit& visit, const Unit& unit) {
  json.key("acts").list();
  if (!visit.past)
    for (const std::string_view act :
         acts_at(unit, visit.actor, visit.body->tree, visit.body->people, visit.today()))
      json.put(act);
  json.end_list();
}

bool goes_on(const Unit& unit) { return !is_closed(unit); }

std::vector<const Unit*> units_below(const Tree& tree, const Uuid& under, std::size_t limit,
                                     bool open_only) {
  std::vector<const Unit*> found;
  for (const UnitNo child : tree.children_of(tree.number_of(under))) {
    if (found.size() == limit) break;
    const Unit& unit = tree.unit(child);
    if (!was_taken_back(unit) && (!open_only || goes_on(unit))) found.push_back(&unit);
  }
  return found;
}

// People with posts in a unit or below it, whose name holds the text.
class PeopleBelow {
 public:
  PeopleBelow(const Reader& reader, SoughtName sought, std::size_t limit)
      : reader_(reader), sought_(std::move(sought)), limit_(limit) {}

  void look_below(const Uuid& top) {
    if (limit_ == 0) return;
    std::vector<UnitNo> waiting;
    for (std::size_t walked = 0; walked == 0 || walked < waiting.size();) {
      const auto turn = reader_.turn();
      if (walked == 0 && reader_.body.tree.number_of(top) == no_unit) return;
      if (walked == 0) waiting.push_back(reader_.body.tree.number_of(top));
      for (std::size_t i = 0; i < units_in_turn && walked < waiting.size(); ++i) {
        if (walked == units_walked_max || !look_at(waiting[walked])) {
          is_complete_ = false;
          return;
        }
        std::ranges::copy(reader_.body.tree.children_of(waiting[walked++]),
                          std::back_inserter(waiting));
      }
    }
  }
  // Whoever the body knows: a person who was only just added holds no post yet.
  void look_at_everybody() {
    const auto turn = reader_.turn();
    found_ = reader_.body.people.search(sought_, counts_units(reader_.connection));
    is_complete_ = found_.size() <= limit_;
    if (!is_complete_) found_.resize(limit_);
  }
  // Wherever the reader holds a post.
  void look_below_posts() {
    for (const Post& post : reader_.actor.posts) look_below(post.unit);
  }

  const std::vector<PersonId>& found() const { return found_; }
  bool is_complete() const { return is_complete_; }  // false: not all were looked at

 private:
  static constexpr std::size_t units_in_turn = 1'000;  // while the body stays locked
  static constexpr std::int64_t steps_of_a_unit = 10, steps_of_a_post = 30;

  // False where there are more than are asked for.
  bool look_at(UnitNo no) {
    const People& people = reader_.body.people;
    const std::vector<HeldPost> posts = people.posts_at(reader_.body.tree.unit(no).id);
    StepLimit::spend(reader_.connection, steps_of_a_unit + steps_of_a_post * std::ssize(posts));
    for (const HeldPost& post : posts) {
      const Person* person = people.find(post.person);
      if (person == nullptr || !sought_.is_in_folded(person->folded_name)) continue;
      if (std::ranges::find(found_, post.person) != found_.end()) continue;
      if (found_.size() == limit_) return false;
      found_.push_back(post.person);
    }
    return true;
  }

  const Reader& reader_;
  SoughtName sought_;
  std::size_t limit_;
  std::vector<PersonId> found_;
  bool is_complete_ = true;
};

void write_person(Json& json, const Reader& reader, const PersonId& id) {
  const Person& person = *reader.body.people.find(id);
  json.object()
      .member("id", static_cast<const Uuid&>(id))
      .member("name", person.name)
      .member("member_kind", member_kind_names[static_cast<std::size_t>(person.member_kind)]);
  write_former_names(json, person);
  json.key("posts").list();
  for (const HeldPost& post : reader.body.people.posts_of(id)) {
    if (!is_in_chain(reader, post.unit)) continue;
    json.object().member("id", post.id).member("role", name_of(post.role)).key("unit");
    write_unit_name(json, reader.body, post.unit);
    json.member("from", post.from)
        .member("until", post.until)
        .member("accountable", post.accountable)
        .member("serves", post.serves);
    write_lender(json, reader.body, post);
    json.end_object();
  }
  json.end_list().end_object();
}

Reply people_found(const Reader& reader, const std::optional<Uuid>& unit, bool anyone,
                   const SoughtName& sought, std::size_t limit) {
  PeopleBelow people(reader, sought, limit);
  if (anyone)
    people.look_at_everybody();
  else if (unit)
    people.look_below(*unit);
  else
    people.look_below_posts();
  const auto turn = reader.turn();
  Reply reply;
  Json json(reply.body);
  json.object().key("people").list();
  for (const PersonId& person : people.found()) write_person(json, reader, person);
  json.end_list().member("is_complete", people.is_complete()).end_object();
  return reply;
}

// Who tried to give or take rights and was not let; the auditor reads it.
void tell_of_refused_grant(const OrgRequest& asked, const Refused& refused) {
  const auto act = encode(asked.act);
  if (act.ledger != "posts") return;
  spdlog::warn("grant=refused act={} law={} person={} about={}", act.act, name_of(refused.law),
               to_text(asked.actor.person), to_text(act.record));
}

// Whoever answers for the unit first, then by role, so that the list stays as it was.
std::vector<HeldPost> posts_in_order(const People& people, const UnitId& unit) {
  std::vector<HeldPost> posts = people.posts_at(unit);
  std::ranges::stable_sort(posts, {}, [](const HeldPost& post) {
    return std::tuple(!post.accountable, post.role, post.from);
  });
  return posts;
}

std::vector<const Unit*> root_of(const Tree& tree) {
  return tree.size() > 0 ? std::vector{&tree.unit(0)} : std::vector<const Unit*>();
}

Reply units_reply(const Tree& tree, std::span<const Unit* const> units) {
  Reply reply;
  Json json(reply.body);
  json.object().key("units").list();
  for (const Unit* unit : units) write_unit_line(json, tree, *unit);
  json.end_list().end_object();
  return reply;
}

}  // namespace

std::function<void()> counts_units(Connection& connection) {
  constexpr std::int64_t steps_of_names = 20;
  return [&connection] { StepLimit::spend(connection, steps_of_names); };
}

Reply list_units(Visit& visit) {
  const Tree& tree = visit.body->tree;
  const auto under = visit.query.take_id("under");
  const auto search = visit.query.take("search");
  // To choose one to which something is to go: units that ended are offered to nobody.
  const bool open_only = visit.query.take_yes_no("open").value_or(false);
  const auto limit =
      static_cast<std::size_t>(visit.query.take_number("limit", 50, 1, list_limit_max));
  if (under && tree.find(*under) == nullptr)
    visit.query.refuse(Refusal::unit_is_unknown, "under", to_text(*under));
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  if (!search)
    return units_reply(tree, under ? units_below(tree, *under, limit, open_only) : root_of(tree));
  return read_within_bounds(visit, [text = std::string(*search), under, open_only, limit](
                                       const Reader& reader, RandomSource&) {
    const auto turn = reader.turn();
    const Tree& whole = reader.body.tree;
    const std::size_t among = under ? static_cast<std::size_t>(whole.size()) : limit;
    std::vector<const Unit*> found =
        whole.search(text, among, open_only ? goes_on : nullptr, counts_units(reader.connection));
    const std::string_view path = under ? whole.path_of(*under) : std::string_view{};
    std::erase_if(found, [&](const Unit* unit) { return !covers(path, whole.path_of(unit->id)); });
    if (found.size() > limit) found.resize(limit);
    return std::optional(units_reply(whole, found));
  });
}

Reply read_unit(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  const Tree& tree = visit.body->tree;
  const auto id = parse_uuid(visit.named[0]);
  const Unit* unit = id ? tree.find(*id) : nullptr;
  if (unit == nullptr || was_taken_back(*unit)) return visit.refused(Refusal::nothing_is_there);
  Reply reply;
  Json json(reply.body);
  json.object()
      .member("id", *id)
      .member("name", unit->name)
      .member("type", type_of(*unit))
      .member("code", unit->code)
      .key("aliases")
      .list();
  for (const std::string& alias : unit->aliases) json.put(alias);
  json.end_list()
      .member("from", unit->from)
      .member("until", unit->until)
      .member("closed", is_closed(*unit))
      .key("line")
      .list();
  std::vector<UnitNo> line = tree.line_of(tree.number_of(*id));
  for (auto no = line.rbegin(); no != line.rend(); ++no)
    write_unit_name(json, *visit.body, tree.unit(*no).id);
  json.end_list();
  write_administrative_line(json, visit, *unit);
  write_acts(json, visit, *unit);
  write_children(json, tree, unit->no, visit.today());
  write_descriptions(json, tree.descriptions(), unit->no, visit.today());
  write_parent(json, visit, "merged_into", unit->merged_into.value_or(UnitId()));
  write_parent(json, visit, "administrative_parent", unit->administrative_parent);
  write_parent(json, visit, "party_parent", unit->party_parent);
  write_posts(json, *visit.body,
              is_in_chain(visit.reader(), *id) ? posts_in_order(visit.body->people, UnitId(*id))
                                               : std::vector<HeldPost>{});
  // Who answers for a unit is no secret: exactly one person does (S13).
  json.key("accountable");
  const auto accountable = visit.body->people.accountable_for(*id, visit.today());
  if (accountable)
    write_person_name(json, *visit.body, *accountable);
  else
    json.null();
  json.end_object();
  return reply;
}

Reply list_people(Visit& visit) {
  const auto unit = visit.query.take_id("unit");
  const bool anyone = visit.query.take_yes_no("anyone").value_or(false);
  SoughtName search(visit.query.take("search").value_or(""));
  const auto limit =
      static_cast<std::size_t>(visit.query.take_number("limit", 50, 1, list_limit_max));
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  if (unit && !is_in_chain(visit.reader(), *unit)) return visit.refused(Refusal::nothing_is_there);
  if (anyone && !is_one_of_the_three(visit.actor, visit.today()))
    return visit.refused(Refusal::post_does_not_allow_this, "anyone");
  return read_within_bounds(visit, [unit, anyone, search = std::move(search), limit](
                                       const Reader& reader, RandomSource&) {
    return std::optional(people_found(reader, unit, anyone, search, limit));
  });
}

Reply act_on_organisation(Visit& visit) {
  const OrgActFields* fields = find_org_act_fields(visit.named[0]);
  if (fields == nullptr)
    return visit.refused(Refusal::act_is_unknown, "act", std::string(visit.named[0]));
  DecodedAct decoded = decode_act(fields->fields, {}, visit.request.body);
  check_required(fields->fields, decoded);
  if (!decoded.errors.empty()) return visit.refused(decoded.errors);
  OrgRequest request;
  request.act = org_act_of(*fields, decoded.fields, visit.real_now, visit.lane.random);
  return perform_click(visit, std::move(request), tell_of_refused_grant);
}

void write_units_found(Json& json, const Reader& reader, std::string_view text, std::size_t limit) {
  const SoughtName sought(text);
  const auto turn = reader.turn();
  const Tree& tree = reader.body.tree;
  json.list();
  if (!sought.is_empty())
    for (const Unit* unit : tree.search(text, limit, nullptr, counts_units(reader.connection))) {
      json.object();
      write_unit_members(json, tree, *unit);
      const auto alias = std::ranges::find_if(
          unit->aliases, [&](const std::string& each) { return sought.is_in(each); });
      json.key("alias");
      if (sought.is_in(unit->name) || alias == unit->aliases.end())
        json.null();
      else
        json.put(*alias);
      json.end_object();
    }
  json.end_list();
}

void write_people_found(Json& json, const Reader& reader, std::string_view text,
                        std::size_t limit) {
  const SoughtName sought(text);
  const Tree& tree = reader.body.tree;
  PeopleBelow people(reader, sought, sought.is_empty() ? 0 : limit);
  people.look_below_posts();
  const auto turn = reader.turn();
  json.list();
  for (const PersonId& id : people.found())
    for (const HeldPost& post : reader.body.people.posts_of(id)) {
      if (!is_in_chain(reader, post.unit)) continue;
      json.object()
          .member("id", static_cast<const Uuid&>(id))
          .member("name", reader.body.people.find(id)->name)
          .member("role", name_of(post.role))
          .key("unit");
      write_unit_in_line(json, tree, *tree.find(post.unit));
      json.end_object();
      break;  // a person is one hit, at the first of the posts that the reader may know of
    }
  json.end_list();
}

}  // namespace chuangyou
