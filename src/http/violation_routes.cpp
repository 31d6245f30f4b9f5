// Posts that do not go together and stand from before the laws that say so.
#include <algorithm>

#include "http/json.h"
#include "http/problem.h"
#include "http/record_json.h"
#include "http/rooms.h"
#include "org/violations.h"

namespace chuangyou {
namespace {

// The first day on which this edition wrote into the journal of the body: its entries, and no
// earlier ones, are of layout 2.
std::optional<Date> laws_since(const Visit& visit) {
  Connection& reading = visit.lane.reading;
  const auto first =
      entry_at(reading, visit.body->no, first_of_layout_two(reading, visit.body->no));
  if (!first) return std::nullopt;
  return visit.body->zone.date_at(first->head.at);
}

void write_violation(Json& json, const Body& body, const Violation& violation, Date today) {
  json.object().member("law", name_of(violation.law)).key("person");
  write_person_name(json, body, violation.person);
  json.key("posts").list();
  for (const HeldPost& post : violation.posts) {
    json.object().member("id", post.id).member("role", name_of(post.role)).key("unit");
    write_unit_name(json, body, post.unit);
    json.member("from", post.from).member("until", post.until).end_object();
  }
  json.end_list()
      .member("since", violation.since)
      .member("until", violation.until)
      .member("is_overdue", violation.is_overdue(today))
      .end_object();
}

}  // namespace

Reply list_violations(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  const bool may = std::ranges::any_of(visit.actor.posts, [](const Post& post) {
    return post.role == Role::auditor || post.role == Role::security_administrator;
  });
  if (!may) return visit.refused(Refusal::post_does_not_allow_this);
  Reply reply;
  Json json(reply.body);
  json.object().key("violations").list();
  for (const Violation& violation :
       violations(visit.body->people, visit.today(), laws_since(visit)))
    write_violation(json, *visit.body, violation, visit.today());
  json.end_list().end_object();
  return reply;
}

}  // namespace chuangyou
