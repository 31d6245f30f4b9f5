// An act on units, people and posts on its way through the writer.
#include <algorithm>
#include <mutex>

#include "campaign/perform_act.h"
#include "org/reorganisation.h"
#include "storage/account_rows.h"

namespace chuangyou {
namespace {

bool changes_the_tree(const OrgAct& act) {
  return std::holds_alternative<FoundUnit>(act) || std::holds_alternative<MoveUnit>(act) ||
         std::holds_alternative<MergeUnits>(act) || std::holds_alternative<SplitUnit>(act);
}

// Whoever the act makes one of the three, and was none of them.
std::vector<PersonId> who_comes_to_run_the_house(const OrgAct& act, const People& people,
                                                 Date today) {
  std::vector<PersonId> coming;
  const auto add = [&](const HeldPost& post) {
    const bool does_so_already =
        std::ranges::any_of(people.posts_of(post.person), [today](const HeldPost& held) {
          return is_administrative(held.role) && is_in_force(held, today);
        });
    if (is_administrative(post.role) && !does_so_already) coming.push_back(post.person);
  };
  if (const auto* sign = std::get_if<SignPost>(&act))
    for (const Uuid& id : sign->posts)
      if (const PostProposal* proposal = people.proposal(id)) add(proposal->post);
  if (const auto* appoint = std::get_if<Appoint>(&act))
    if (people.anyone_ever_held(Role::security_administrator)) add(appoint->post);
  return coming;
}

// The change of the tree that is done by the signature; nullopt of any other act.
std::optional<OrgAct> act_signed(const OrgAct& act, const People& people) {
  const auto* sign = std::get_if<SignReorganisation>(&act);
  const Reorganisation* proposed = sign ? people.reorganisation(sign->reorganisation) : nullptr;
  if (!proposed) return std::nullopt;
  Result<OrgAct> asked = act_in(*proposed);
  return asked ? std::optional(std::move(*asked)) : std::nullopt;
}

}  // namespace

// Whoever made or reset the account that he had knows how to open it, and would sit in two seats at
// once: it opens again with a password that is made at the machine.
Result<void> ActPath::close_accounts_of(std::span<const PersonId> people, Body& body, Moment now,
                                        std::vector<Done>& done) {
  Actor effect;
  effect.is_a_consequence = true;
  for (const PersonId& person : people)
    for (const AccountRow& row : account_rows_of(connection_, body.no, person)) {
      if (row.state == AccountState::ended) continue;
      const Result<std::int64_t> closed = perform_on_account(
          ResetPassword{row.name, std::string(opens_for_nobody)}, body, effect, now, done);
      if (!closed) return std::unexpected(closed.error());
    }
  return {};
}

void ActPath::keep_readers_out(Body& body) {
  if (!are_readers_out(body)) kept_out_.emplace_back(&body, std::unique_lock(body.lock));
}

bool ActPath::are_readers_out(const Body& body) const {
  return std::ranges::any_of(kept_out_, [&](const auto& out) { return out.first == &body; });
}

Result<OrgPerformed> ActPath::perform(const OrgRequest& request, Moment real_now,
                                      std::vector<Done>& done, GivesWay* gives_way) {
  other_hand_.finish();
  Body* body = bodies_.find(request.body);
  if (!body) return refuse(Refusal::body_is_unknown);
  const Writer::Click click{request.body, request.actor.person, request.idempotency_key,
                            request.request_digest};
  const Result<std::optional<AnsweredAct>> answered = answered_before(click);
  if (!answered) return std::unexpected(answered.error());
  if (*answered)
    return OrgPerformed{(*answered)->record, (*answered)->seq, true,
                        body->people.reorganisation((*answered)->record) != nullptr};
  Moment now = std::max(body_now(*body, real_now), body->last_at);
  if (request.erasure || request.on_frame || request.on_account) {
    const Actor& actor = request.actor;
    const Result<std::int64_t> seq =
        request.erasure    ? perform_erasure(*request.erasure, *body, actor, now, done)
        : request.on_frame ? perform_on_frame(*request.on_frame, *body, actor, now, done)
                           : perform_on_account(*request.on_account, *body, actor, now, done);
    if (!seq) return std::unexpected(seq.error());
    const Uuid id = done.back().committed.record;
    remember(click, {request.request_digest, id, *seq, {}}, real_now);
    return OrgPerformed{id, *seq};
  }
  const Date today = body->zone.date_at(now);
  const OrgAct act = as_proposed(request.act, *body, now);
  const Post* under = nullptr;
  if (Result<void> decided = decide(act, request.actor, body->tree, body->people, today, &under,
                                    body->last_day_to_sign());
      !decided)
    return std::unexpected(decided.error());
  const std::optional<OrgAct> signed_act = act_signed(act, body->people);
  const Result<Touched> touched =
      look_up(signed_act ? *signed_act : request.act, *body, request.actor, today);
  if (!touched) return std::unexpected(touched.error());
  const std::vector<PersonId> coming = who_comes_to_run_the_house(act, body->people, today);
  const bool only_proposes = std::holds_alternative<ProposeReorganisation>(act);
  const bool touches = !only_proposes && !signed_act;
  const Result<EntryHead> head = carry_out(act, touches ? *touched : Touched(), *body,
                                           request.actor, under, now, done, gives_way);
  if (!head) return std::unexpected(head.error());
  if (signed_act)
    if (const auto carried =
            carry_out(*signed_act, *touched, *body, request.actor, under, now, done, gives_way);
        !carried)
      return std::unexpected(carried.error());
  if (const auto closed = close_accounts_of(coming, *body, now, done); !closed)
    return std::unexpected(closed.error());
  remember(click, {request.request_digest, head->record, head->seq, {}}, real_now);
  return OrgPerformed{head->record, head->seq, false, only_proposes};
}

// What one alone may not do becomes a proposal, at whatever door it was asked.
OrgAct ActPath::as_proposed(const OrgAct& asked, const Body& body, Moment now) const {
  if (!takes_two_people(asked, body.tree, body.people, body.zone.date_at(now))) return asked;
  return proposal_of(asked, make_uuid_v7(now, random_));
}

Result<EntryHead> ActPath::carry_out(const OrgAct& act, const Touched& touched, Body& body,
                                     const Actor& actor, const Post* under, Moment now,
                                     std::vector<Done>& done, GivesWay* gives_way) {
  OrgEntry encoded = encode(act);
  // What a reader finds in the tables is what is committed; so must the tree be that he sees.
  keep_readers_out(body);
  const ActedBy by{actor.person, body.zone.date_at(now)};
  if (Result<void> followed =
          follow_org(connection_, tables_, body.no, act, by, body.tree, body.people);
      !followed)
    return std::unexpected(followed.error());
  EntryHead head = head_for(body, actor, under, now);
  head.ledger = encoded.ledger;
  head.record = encoded.record;
  head.act = encoded.act;
  Done what;
  what.body = body.no;
  what.tree_changed = changes_the_tree(act);
  what.committed = {body.no,
                    head.seq,
                    head.at,
                    head.ledger,
                    head.record,
                    head.act,
                    body.tree.size() ? body.tree.path_of(0) : std::string()};
  write_entry(body, head, std::move(encoded.changes));
  done.push_back(std::move(what));
  hand_on(body, act, head, touched, done, gives_way);
  return head;
}

}  // namespace chuangyou
