// Posts and changes of the tree that were proposed and wait for a second person.
#include <algorithm>

#include "http/json.h"
#include "http/posts_held.h"
#include "http/record_json.h"
#include "http/rooms.h"
#include "org/reorganisation.h"

namespace chuangyou {
namespace {

void write_proposal(Json& json, const Visit& visit, const PostProposal& proposal) {
  const Body& body = *visit.body;
  const HeldPost& post = proposal.post;
  const Date sign_until = body.last_day_to_sign()(proposal.on);
  json.object().member("id", post.id).key("person");
  write_person_name(json, body, post.person);
  json.member("role", name_of(post.role)).key("unit");
  write_unit_name(json, body, post.unit);
  json.member("from", post.from)
      .member("until", post.until)
      .member("accountable", post.accountable)
      .member("serves", post.serves)
      .key("proposed_by");
  write_person_name(json, body, proposal.by);
  json.member("proposed_on", proposal.on)
      .member("sign_until", sign_until)
      .member("has_lapsed", visit.today() > sign_until)
      .member("may_sign", may_sign(body, visit.actor, visit.today(), proposal))
      .end_object();
}

bool may_sign(const Body& body, const Actor& actor, Date today, const Reorganisation& proposed) {
  return holds(actor, Role::security_administrator, today) && proposed.by != actor.person &&
         today <= body.last_day_to_sign()(proposed.on);
}

struct Told {
  UnitId unit, other = {};
  std::string name = {};
  std::optional<Date> on = {};
};
struct Telling {
  Told operator()(const MoveUnit& act) const {
    return {act.unit, act.party_parent.is_nil() ? act.administrative_parent : act.party_parent};
  }
  Told operator()(const MergeUnits& act) const { return {act.from, act.into, {}, act.on}; }
  Told operator()(const SplitUnit& act) const { return {act.unit, {}, act.name, act.on}; }
  template <class Other>
  Told operator()(const Other&) const {
    return {};
  }
};

void write_reorganisation(Json& json, const Visit& visit, const Reorganisation& proposed) {
  const Body& body = *visit.body;
  const Date sign_until = body.last_day_to_sign()(proposed.on);
  const Result<OrgAct> act = act_in(proposed);
  const Told told = act ? std::visit(Telling(), *act) : Told();
  json.object().member("id", proposed.id).member("act", proposed.act).key("unit");
  write_unit_name(json, body, told.unit);
  write_unit_name(json.key("other"), body, told.other);
  json.member("name", told.name.empty() ? std::nullopt : std::optional(told.name))
      .member("on", told.on)
      .key("proposed_by");
  write_person_name(json, body, proposed.by);
  json.member("proposed_on", proposed.on)
      .member("sign_until", sign_until)
      .member("has_lapsed", visit.today() > sign_until)
      .member("may_sign", may_sign(body, visit.actor, visit.today(), proposed))
      .end_object();
}

bool shapes_somewhere(const Actor& actor, Date today) {
  return holds(actor, Role::works_committee, today) || holds(actor, Role::organ_committee, today);
}

}  // namespace

bool may_sign(const Body& body, const Actor& actor, Date today, const PostProposal& proposal) {
  return holds(actor, Role::security_administrator, today) && proposal.by != actor.person &&
         proposal.post.person != actor.person && today <= body.last_day_to_sign()(proposal.on);
}

std::size_t posts_to_sign(const Body& body, const Actor& actor, Date today) {
  if (!holds(actor, Role::security_administrator, today)) return 0;
  const std::vector<PostProposal> all = body.people.proposals();
  return static_cast<std::size_t>(std::ranges::count_if(
      all, [&](const PostProposal& proposal) { return may_sign(body, actor, today, proposal); }));
}

std::size_t reorganisations_to_sign(const Body& body, const Actor& actor, Date today) {
  if (!holds(actor, Role::security_administrator, today)) return 0;
  const std::vector<Reorganisation> all = body.people.reorganisations();
  return static_cast<std::size_t>(std::ranges::count_if(
      all, [&](const Reorganisation& one) { return may_sign(body, actor, today, one); }));
}

Reply list_post_proposals(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  const bool runs_the_house = is_one_of_the_three(visit.actor, visit.today());
  if (!runs_the_house && !shapes_somewhere(visit.actor, visit.today()))
    return visit.refused(Refusal::post_does_not_allow_this);
  Reply reply;
  Json json(reply.body);
  json.object().key("proposals").list();
  for (const PostProposal& proposal : visit.body->people.proposals())
    if (runs_the_house) write_proposal(json, visit, proposal);
  json.end_list().key("reorganisations").list();
  for (const Reorganisation& proposed : visit.body->people.reorganisations())
    if (runs_the_house || proposed.by == visit.actor.person)
      write_reorganisation(json, visit, proposed);
  json.end_list().end_object();
  return reply;
}

}  // namespace chuangyou
