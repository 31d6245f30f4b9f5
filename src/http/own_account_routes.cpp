// What somebody sees and does about his own account: its second factor and the places where he is
// logged in. Nothing here is an act of a campaign.
#include "documents/qr_code.h"
#include "http/acting.h"
#include "http/decode.h"
#include "http/own_account.h"
#include "http/problem.h"
#include "http/record_json.h"
#include "http/rooms.h"

namespace chuangyou {
namespace {

bool is_required(const Site& site, const Body& body, const Actor& actor) {
  return !site.options.second_factor_is_optional && !body.shown_as_of && is_one_of_the_three(actor);
}

// Whose account it is, for a thread that outlives the visit.
struct Own {
  Site& site;
  BodyNo body;
  PersonId person;
  std::string token;
  Instant now;
  Language language;
  bool is_required;
};
Own own_of(const Visit& visit) {
  return {visit.site,
          visit.body->no,
          visit.actor.person,
          std::string(visit.site.session_token(visit.request)),
          visit.instant(),
          visit.language,
          is_required(visit.site, *visit.body, visit.actor)};
}

Reply account_reply(const Own& own) {
  Reply reply;
  Json json(reply.body);
  const bool is_set = own.site.second_factors.is_set(own.body, own.person);
  json.object().key("second_factor").object().member("is_set", is_set);
  json.member("is_required", own.is_required)
      .member("recovery_left", is_set ? own.site.second_factors.recovery_left(own.body, own.person)
                                      : std::int64_t{0})
      .end_object();
  json.key("sessions").list();
  for (const Sessions::Seen& one :
       own.site.sessions.of_person(own.body, own.person, own.token, own.now))
    json.object()
        .member("id", one.id)
        .member("began", one.began)
        .member("last_used", one.last_used)
        .member("address", one.address)
        .member("is_this", one.is_this)
        .end_object();
  json.end_list().end_object();
  return reply;
}

Reply done() {
  Reply reply;
  reply.status = 204;
  return reply;
}

// The one member of a request of this room.
std::vector<Refused> decode_code(Visit& visit, std::string& code) {
  const TextMember members[] = {{"code", &code, second_factor_length_max}};
  return decode_texts(members, visit.request.body);
}

}  // namespace

bool is_one_of_the_three(const Actor& actor) {
  return std::ranges::any_of(actor.posts,
                             [](const Post& post) { return is_administrative(post.role); });
}

std::optional<Refusal> what_is_missing(const Site& site, const Body& body, const Actor& actor) {
  if (site.accounts.must_change(body.no, actor.person)) return Refusal::password_must_be_changed;
  if (is_required(site, body, actor) && !site.second_factors.is_set(body.no, actor.person))
    return Refusal::second_factor_must_be_set_up;
  return std::nullopt;
}

Reply read_own_account(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  return answer_later(visit, [own = own_of(visit)] { return account_reply(own); });
}

// The secret goes out this once, as a picture for the telephone's camera and as letters to type.
Reply begin_second_factor(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  const std::string issuer = visit.body->name.zh;
  const Person* person = visit.body->people.find(visit.actor.person);
  return answer_later(visit, [own = own_of(visit), issuer, name = person ? person->name : ""] {
    RandomSource random = RandomSource::from_system();
    const auto secret = own.site.second_factors.begin(own.body, own.person, random);
    if (!secret) return problem(secret.error(), own.language);
    const std::string address = key_address(issuer, name, *secret);
    const QrCode picture = qr_code(address);
    Reply reply;
    Json json(reply.body);
    json.object().member("secret", base32(*secret)).member("address", address);
    json.key("picture")
        .object()
        .member("modules", picture.modules)
        .member("path", picture.path)
        .end_object()
        .end_object();
    return reply;
  });
}

// Whoever else is logged in under this name has shown no second factor, and is out.
Reply confirm_second_factor(Visit& visit) {
  std::string code;
  if (const auto errors = decode_code(visit, code); !errors.empty()) return visit.refused(errors);
  return answer_later(visit, [own = own_of(visit), code = std::move(code)] {
    RandomSource random = RandomSource::from_system();
    const auto codes =
        own.site.second_factors.confirm(own.body, own.person, code, own.now.wall, random);
    if (!codes) return problem(codes.error(), own.language);
    own.site.sessions.end_all(own.body, own.person, own.token);
    Reply reply;
    Json json(reply.body);
    json.object().key("recovery_codes").list();
    for (const std::string& one : *codes) json.put(one);
    json.end_list().end_object();
    return reply;
  });
}

// Who gets another telephone drops the old one with a code of it or a recovery code, and sets the
// new one up; whoever needs one can do nothing else in between.
Reply drop_second_factor(Visit& visit) {
  std::string code;
  if (const auto errors = decode_code(visit, code); !errors.empty()) return visit.refused(errors);
  return answer_later(visit, [own = own_of(visit), code = std::move(code)] {
    SecondFactors& factors = own.site.second_factors;
    if (!factors.is_set(own.body, own.person))
      return problem(Refusal::nothing_is_there, own.language);
    if (const auto right = factors.check(own.body, own.person, code, own.now.wall); !right)
      return problem(right.error(), own.language);
    if (const auto dropped = factors.drop(own.body, own.person); !dropped)
      return problem(dropped.error(), own.language);
    return done();
  });
}

// `others`: all but the one that asks.
Reply end_own_session(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  return answer_later(visit, [own = own_of(visit), id = visit.named[0]] {
    if (id == "others") {
      own.site.sessions.end_all(own.body, own.person, own.token);
      return done();
    }
    return own.site.sessions.end_one(own.body, own.person, id)
               ? done()
               : problem(Refusal::nothing_is_there, own.language);
  });
}

}  // namespace chuangyou
