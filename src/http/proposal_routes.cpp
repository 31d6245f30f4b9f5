// Posts that were proposed and wait for a second person.
#include <algorithm>

#include "http/json.h"
#include "http/posts_held.h"
#include "http/record_json.h"
#include "http/rooms.h"

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

Reply list_post_proposals(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  if (!is_one_of_the_three(visit.actor, visit.today()))
    return visit.refused(Refusal::post_does_not_allow_this);
  Reply reply;
  Json json(reply.body);
  json.object().key("proposals").list();
  for (const PostProposal& proposal : visit.body->people.proposals())
    write_proposal(json, visit, proposal);
  json.end_list().end_object();
  return reply;
}

}  // namespace chuangyou
