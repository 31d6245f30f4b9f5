// The audit trail: what was done to accounts, posts, people, units, the frame and by erasures. It
// tells who did what to whom and when, and nothing of any record.
#include <algorithm>
#include <variant>

#include "campaign/body_tables.h"
#include "http/house_rooms.h"
#include "http/posts_held.h"
#include "http/problem.h"
#include "http/reading.h"
#include "http/record_json.h"
#include "journal/entries_of_day.h"
#include "journal/entries_of_record.h"
#include "journal/house_entries.h"
#include "journal/journal.h"
#include "org/org_act.h"
#include "packs/frame_act.h"

namespace chuangyou {
namespace {

// Each of the three reads what he is there for; the auditor all of it.
std::vector<std::string_view> kinds_open_to(const Visit& visit) {
  constexpr std::string_view of_security[] = {"accounts", "people", "posts", "units"};
  constexpr std::string_view of_administration[] = {"bodies", "people", "posts", "units"};
  std::vector<std::string_view> kinds;
  const auto add = [&kinds](std::span<const std::string_view> some) {
    for (const std::string_view kind : some)
      if (std::ranges::find(kinds, kind) == kinds.end()) kinds.push_back(kind);
  };
  if (holds(visit, Role::auditor)) add(house_ledgers);
  if (holds(visit, Role::security_administrator)) add(of_security);
  if (holds(visit, Role::administrator)) add(of_administration);
  std::ranges::sort(kinds);
  return kinds;
}

// What an entry says, in a few members that mean the same for every act.
struct Said {
  PersonId person = {};
  std::optional<Role> role = {};
  UnitId unit = {}, other = {};
  std::string name = {}, value = {}, source = {}, reason = {};
  std::optional<Date> from = {}, until = {};
};

Said said_of(const HeldPost& post) {
  return {.person = post.person,
          .role = post.role,
          .unit = post.unit,
          .from = post.from,
          .until = post.until};
}

struct SaidByOrg {
  Said operator()(const FoundUnit& act) const {
    Said said{.name = act.unit.name, .from = act.unit.from};
    said.unit = act.unit.id;
    said.other =
        act.unit.party_parent.is_nil() ? act.unit.administrative_parent : act.unit.party_parent;
    return said;
  }
  Said operator()(const RenameUnit& act) const { return {.unit = act.unit, .name = act.name}; }
  Said operator()(const MoveUnit& act) const {
    return {.unit = act.unit,
            .other = act.party_parent.is_nil() ? act.administrative_parent : act.party_parent};
  }
  Said operator()(const MergeUnits& act) const {
    return {.unit = act.from, .other = act.into, .from = act.on};
  }
  Said operator()(const SplitUnit& act) const {
    return {.unit = act.id, .other = act.unit, .name = act.name, .from = act.on};
  }
  Said operator()(const CloseUnit& act) const { return {.unit = act.unit, .until = act.on}; }
  Said operator()(const AddPerson& act) const { return {.person = act.person.id}; }
  Said operator()(const Appoint& act) const { return said_of(act.post); }
  Said operator()(const ProposePost& act) const { return said_of(act.post); }
  Said operator()(const RefusePost& act) const { return {.reason = act.reason}; }
  Said operator()(const EndPost& act) const { return {.until = act.on}; }
  Said operator()(const Delegate& act) const { return {.person = act.person, .until = act.until}; }
  Said operator()(const DescribeUnit& act) const { return {.unit = act.unit, .from = act.from}; }
  Said operator()(const CorrectName& act) const { return {.person = act.person}; }
  Said operator()(const ProposeHandover& act) const { return {.person = act.to, .unit = act.unit}; }
  Said operator()(const RefuseHandover& act) const { return {.reason = act.reason}; }
  Said operator()(const ProposeReorganisation& act) const {
    const Result<OrgAct> asked = decode_org_act(act.act, act.changes);
    Said said = asked ? std::visit(*this, *asked) : Said();
    said.value = act.act;
    return said;
  }
  template <class Other>
  Said operator()(const Other&) const {
    return {};
  }
};

struct SaidByFrame {
  Said operator()(const StartCampaign& act) const { return {.name = act.key}; }
  Said operator()(const AdoptPack& act) const { return {.name = act.key}; }
  Said operator()(const AdoptCalendar& act) const {
    return {.name = act.key, .source = act.source, .reason = act.reason};
  }
  Said operator()(const ChangePolicyValue& act) const {
    return {.name = act.name,
            .value = to_text(act.value),
            .source = act.source,
            .reason = act.reason,
            .from = act.from};
  }
  Said operator()(const ChangePhase& act) const {
    return {.name = act.key,
            .source = act.source,
            .reason = act.reason,
            .from = act.from,
            .until = act.until};
  }
  Said operator()(const CloseCampaign& act) const {
    return {.source = act.source, .reason = act.reason, .until = act.date};
  }
  Said operator()(const CloneCampaign& act) const {
    return {.name = act.name_zh, .source = act.source, .reason = act.reason, .from = act.from};
  }
  Said operator()(const EndPhase& act) const {
    return {.name = act.key, .source = act.source, .reason = act.reason, .until = act.date};
  }
  Said operator()(const KeepMapping& act) const { return {.name = act.name}; }
  Said operator()(const DropMapping& act) const { return {.name = act.name}; }
  template <class Dating>
  Said operator()(const Dating& act) const {
    return {.name = act.key, .source = act.source, .reason = act.reason, .from = act.date};
  }
};

// Of a list that was signed as one, whom it is about besides the first.
std::string others_named(const Body& body, const SignPost& act) {
  std::string names;
  for (std::size_t i = 1; i < act.posts.size(); ++i) {
    const HeldPost* post = body.people.post(act.posts[i]);
    const Person* person = post ? body.people.find(post->person) : nullptr;
    if (person && !person->name.empty()) names.append(names.empty() ? "" : "、") += person->name;
  }
  return names;
}

// Of a post that was refused nothing stands any more.
Said said_of_refused(const Reader& reader, const Entry& entry) {
  const auto first = first_told_of_post(reader.connection, reader.body.no, entry.head.record);
  const Result<OrgAct> proposed =
      first ? decode_org_act(first->head.act, first->changes) : refuse(Refusal::nothing_is_there);
  const ProposePost* act = proposed ? std::get_if<ProposePost>(&*proposed) : nullptr;
  return act ? said_of(act->post) : Said();
}

// Of a change of the tree that was signed or refused: what had been proposed.
Said said_of_reorganisation(const Reader& reader, const Entry& entry) {
  for (const Entry& first : entries_of(reader.connection, reader.body.no, entry.head.record, 0, 1))
    if (const auto act = decode_org_act(first.head.act, first.changes))
      return std::visit(SaidByOrg(), *act);
  return {};
}

Said said_by(const Reader& reader, const Entry& entry) {
  const Body& body = reader.body;
  if (is_frame_act(entry.head.act)) {
    const Result<FrameAct> act = decode_frame_act(entry.head.act, entry.changes);
    return act ? std::visit(SaidByFrame(), *act) : Said();
  }
  const Result<OrgAct> act = decode_org_act(entry.head.act, entry.changes);
  Said said = act ? std::visit(SaidByOrg(), *act) : Said();
  if (const EndPost* end = act ? std::get_if<EndPost>(&*act) : nullptr)
    if (const HeldPost* post = body.people.post(end->post)) {
      said.person = post->person;
      said.role = post->role;
      said.unit = post->unit;
    }
  if (const RefusePost* refused = act ? std::get_if<RefusePost>(&*act) : nullptr) {
    said = said_of_refused(reader, entry);
    said.reason = refused->reason;
  }
  if (act && std::holds_alternative<SignReorganisation>(*act))
    said = said_of_reorganisation(reader, entry);
  if (const auto* refused = act ? std::get_if<RefuseReorganisation>(&*act) : nullptr) {
    said = said_of_reorganisation(reader, entry);
    said.reason = refused->reason;
  }
  // Of a list that was signed as one the first, how many there were, and who the others are.
  if (const SignPost* signed_one = act ? std::get_if<SignPost>(&*act) : nullptr)
    if (const HeldPost* post =
            signed_one->posts.empty() ? nullptr : body.people.post(signed_one->posts.front())) {
      said = said_of(*post);
      said.value = std::to_string(signed_one->posts.size());
      said.name = others_named(body, *signed_one);
    }
  // Accounts stand under their person, and what cannot be read any more under what it was about.
  if (said.person.is_nil() && body.people.find(entry.head.record))
    said.person = PersonId(entry.head.record);
  return said;
}

void write_text(Json& json, std::string_view name, const std::string& text) {
  json.member(name, text.empty() ? std::nullopt : std::optional(text));
}

void write_entry(Json& json, const Reader& reader, const Entry& entry) {
  const Body& body = reader.body;
  const Said said = said_by(reader, entry);
  json.object()
      .member("seq", entry.head.seq)
      .member("at", entry.head.at)
      .member("kind", entry.head.ledger)
      .member("act", entry.head.act)
      .key("actor");
  write_person_name(json, body, entry.head.actor);
  json.member("role", name_of(entry.head.role));
  write_lender(json, body, entry.head);
  json.key("person");
  if (said.person.is_nil())
    json.null();
  else
    write_person_name(json, body, said.person);
  json.member("post", said.role ? std::optional(std::string(name_of(*said.role))) : std::nullopt)
      .key("unit");
  write_unit_name(json, body, said.unit);
  write_unit_name(json.key("other"), body, said.other);
  write_text(json, "name", said.name);
  write_text(json, "value", said.value);
  write_text(json, "source", said.source);
  write_text(json, "reason", said.reason);
  json.member("from", said.from).member("until", said.until).end_object();
}

struct TrailAsked {
  std::vector<std::string_view> kinds;  // of these
  std::vector<std::string_view> open;   // that the reader may ask for at all
  std::int64_t before = 0;
  std::optional<Date> from, until;
  PersonId person;
  std::int64_t limit = 0;
};

// The midnight behind a day is the next day's.
std::int64_t last_seq_of(const Reader& reader, Date day) {
  const Moment midnight = reader.body.zone.end_of(day);
  return last_seq_until(reader.connection, reader.body.no, Moment{midnight.microseconds - 1});
}

// Also those that wait for a signature.
std::vector<Uuid> posts_of(const Reader& reader, const PersonId& person) {
  const auto turn = reader.turn();
  std::vector<Uuid> posts;
  for (const HeldPost& post : reader.body.people.posts_of(person)) posts.push_back(post.id);
  for (const PostProposal& proposal : reader.body.people.proposals())
    if (proposal.post.person == person) posts.push_back(proposal.post.id);
  return posts;
}

Reply trail_reply(const Reader& reader, const TrailAsked& asked) {
  Connection& connection = reader.connection;
  const BodyNo no = reader.body.no;
  const std::vector<Uuid> posts =
      asked.person.is_nil() ? std::vector<Uuid>() : posts_of(reader, asked.person);
  HouseAsked looked{asked.kinds, last_seq(connection, no) + 1, 0, asked.person, asked.limit, posts};
  if (asked.until) looked.before = last_seq_of(reader, *asked.until) + 1;
  if (asked.before > 0) looked.before = std::min(looked.before, asked.before);
  if (asked.from) looked.after = last_seq_of(reader, *asked.from + NaturalDays{-1});
  const HouseEntries found = house_entries(connection, no, looked);
  const bool has_more = found.looked_until > looked.after;
  const auto turn = reader.turn();
  Reply reply;
  Json json(reply.body);
  json.object().key("kinds").list();
  for (const std::string_view kind : asked.open) json.put(kind);
  json.end_list().key("entries").list();
  for (const Entry& entry : found.entries) write_entry(json, reader, entry);
  json.end_list()
      .member("next_before", has_more ? std::optional(found.looked_until + 1) : std::nullopt)
      .end_object();
  return reply;
}

std::optional<Date> take_day(Visit& visit, std::string_view name) {
  const auto text = visit.query.take(name);
  if (!text) return std::nullopt;
  const auto day = parse_date(*text);
  if (!day) {
    visit.query.refuse(day.error().law, name, *text);
    return std::nullopt;
  }
  if (is_in_range(*day, visit.today())) return *day;
  visit.query.refuse(Refusal::date_is_out_of_range, name, *text);
  return std::nullopt;
}

}  // namespace

Reply read_audit_trail(Visit& visit) {
  TrailAsked asked;
  asked.open = asked.kinds = kinds_open_to(visit);
  if (const auto kind = visit.query.take("kind")) {
    std::erase_if(asked.kinds, [&](std::string_view one) { return one != *kind; });
    const bool is_one = std::ranges::find(house_ledgers, *kind) != std::end(house_ledgers);
    if (!is_one) visit.query.refuse(Refusal::choice_is_unknown, "kind", *kind);
  }
  asked.person = PersonId(visit.query.take_id("person").value_or(Uuid()));
  asked.from = take_day(visit, "from");
  asked.until = take_day(visit, "until");
  asked.before = visit.query.take_number("before", 0, 1, INT64_MAX);
  asked.limit = visit.query.take_number("limit", 50, 1, list_limit_max);
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  if (asked.kinds.empty()) return visit.refused(Refusal::post_does_not_allow_this);
  return read_within_bounds(visit, [asked](const Reader& reader, RandomSource&) {
    return std::optional(trail_reply(reader, asked));
  });
}

}  // namespace chuangyou
