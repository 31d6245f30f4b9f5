// What somebody sees and does about his own account: its second factor and the places where he is
// logged in.
#include <spdlog/spdlog.h>

#include "documents/qr_code.h"
#include "http/acting.h"
#include "http/decode.h"
#include "http/own_account.h"
#include "http/posts_held.h"
#include "http/problem.h"
#include "http/proving.h"
#include "http/record_json.h"
#include "http/rooms.h"

namespace chuangyou {
namespace {

bool is_required(const Site& site, const Body& body, const Actor& actor, Date today) {
  return !site.options.second_factor_is_optional && !body.shown_as_of &&
         is_one_of_the_three(actor, today);
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
          is_required(visit.site, *visit.body, visit.actor, visit.today())};
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

Reply no_content() {
  Reply reply;
  reply.status = 204;
  return reply;
}

Reply begun_reply(const std::string& issuer, const std::string& name, const OneTimeSecret& secret) {
  const std::string address = key_address(issuer, name, secret);
  const QrCode picture = qr_code(address);
  Reply reply;
  Json json(reply.body);
  json.object().member("secret", base32(secret)).member("address", address);
  json.key("picture")
      .object()
      .member("modules", picture.modules)
      .member("path", picture.path)
      .end_object()
      .end_object();
  return reply;
}

Result<OrgPerformed> perform(const Own& own, const Actor& actor, AccountAct act) {
  const std::string name(name_of(act));
  OrgRequest request;
  request.body = own.body;
  request.actor = actor;
  request.on_account = std::move(act);
  auto done = own.site.writer.perform(std::move(request));
  if (done) spdlog::info("account=done act={} person={}", name, to_text(own.person));
  return done;
}

}  // namespace

std::optional<Refusal> what_is_missing(const Site& site, const Body& body, const Actor& actor,
                                       Date today) {
  if (site.accounts.must_change(body.no, actor.person)) return Refusal::password_must_be_changed;
  if (is_required(site, body, actor, today) && !site.second_factors.is_set(body.no, actor.person))
    return Refusal::second_factor_must_be_set_up;
  return std::nullopt;
}

Reply read_own_account(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  return answer_later(visit, [own = own_of(visit)] { return account_reply(own); });
}

// The secret goes out this once, as a picture for the telephone's camera and as letters to type.
Reply begin_second_factor(Visit& visit) {
  std::string password;
  const TextMember members[] = {{"password", &password, password_length_max}};
  if (const auto errors = decode_texts(members, visit.request.body); !errors.empty())
    return visit.refused(errors);
  const std::string issuer = visit.body->name.zh;
  const Person* person = visit.body->people.find(visit.actor.person);
  return prove(visit, {.of = "begin_second_factor", .password = std::move(password)},
               [own = own_of(visit), issuer,
                name = person ? person->name : std::string()](const OpenedAccount&) {
                 RandomSource random = RandomSource::from_system();
                 const auto secret = own.site.second_factors.begin(own.body, own.person, random);
                 if (!secret) return problem(secret.error(), own.language);
                 spdlog::info("account=done act=begin_second_factor person={}",
                              to_text(own.person));
                 return begun_reply(issuer, name, *secret);
               });
}

// Whoever else is logged in under this name has shown no second factor, and is out.
Reply confirm_second_factor(Visit& visit) {
  std::string code;
  const TextMember members[] = {{"code", &code, second_factor_length_max}};
  if (const auto errors = decode_texts(members, visit.request.body); !errors.empty())
    return visit.refused(errors);
  return prove(
      visit, {.of = account_acts::set_second},
      [own = own_of(visit), code = std::move(code), actor = visit.actor](const OpenedAccount&) {
        RandomSource random = RandomSource::from_system();
        auto shown = own.site.second_factors.show(own.body, own.person, code, own.now.wall, random);
        if (!shown) return problem(shown.error(), own.language);
        shown->act.session = session_key_of(own.token);
        if (auto done = perform(own, actor, std::move(shown->act)); !done)
          return problem(done.error(), own.language);
        Reply reply;
        Json json(reply.body);
        json.object().key("recovery_codes").list();
        for (const std::string& one : shown->codes) json.put(one);
        json.end_list().end_object();
        return reply;
      });
}

// Who gets another telephone drops the old one with his password and a code of it or a recovery
// code, and sets the new one up; whoever needs one can do nothing else in between.
Reply drop_second_factor(Visit& visit) {
  std::string password, code;
  const TextMember members[] = {{"password", &password, password_length_max},
                                {"code", &code, second_factor_length_max}};
  if (const auto errors = decode_texts(members, visit.request.body); !errors.empty())
    return visit.refused(errors);
  return prove(
      visit,
      {.of = account_acts::drop_second, .password = std::move(password), .code = std::move(code)},
      [own = own_of(visit), actor = visit.actor](const OpenedAccount&) {
        auto done = perform(own, actor, DropSecondFactor{own.person});
        return done ? no_content() : problem(done.error(), own.language);
      });
}

// `others`: all but the one that asks. Where the disk does not take it, it is over all the same
// until the program is started anew, and he is told.
Reply end_own_session(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  return answer_later(visit, [own = own_of(visit), id = visit.named[0]] {
    if (id == "others")
      return own.site.sessions.end_all(own.body, own.person, own.token)
                 ? no_content()
                 : problem(Refusal::not_accepting_acts_now, own.language);
    const Result<void> ended = own.site.sessions.end_one(own.body, own.person, id);
    return ended ? no_content() : problem(ended.error(), own.language);
  });
}

}  // namespace chuangyou
