// Logging in and out, and who one is.
#include "http/decode.h"
#include "http/problem.h"
#include "http/record_json.h"
#include "http/rooms.h"

namespace chuangyou {
namespace {

// The answer to a log-in and to GET: who, where, with which posts.
std::string session_json(const Body& body, const Session& session, Moment now) {
  const Date today = body.zone.date_at(now);
  std::string text;
  Json json(text);
  json.object().key("body").object().member("key", body.key).key("name").object();
  json.member("zh", body.name.zh).member("en", body.name.en).end_object().end_object();
  json.key("person");
  write_person_name(json, body, session.person);
  json.key("posts").list();
  for (const HeldPost& post : body.people.posts_of(session.person)) {
    if (today < post.from || (post.until && *post.until < today)) continue;
    json.object().member("role", name_of(post.role)).key("unit");
    write_unit_name(json, body, post.unit);
    json.member("from", post.from).member("until", post.until).end_object();
  }
  json.end_list().member("csrf_token", session.csrf_token).member("today", today).end_object();
  return text;
}

std::string cookie(std::string_view token, std::int64_t seconds, bool is_secure) {
  std::string line(session_cookie);
  line.append("=").append(token).append("; Path=/; HttpOnly; SameSite=Strict; Max-Age=");
  line += std::to_string(seconds);
  if (is_secure) line += "; Secure";
  return line;
}

struct LogIn {
  Site& site;
  Body* body;
  std::string name, password;
  Language language;
  Moment now;

  // Runs on a thread of its own kind: hashing a password takes as long as a thousand reads.
  Reply perform() {
    // An unknown body costs as much time as a known one.
    const auto person = site.accounts.check(body ? body->no : BodyNo{-1}, name, password, now);
    if (!person) return problem(person.error(), language);
    RandomSource random = RandomSource::from_system();
    const NewSession begun = site.sessions.begin(body->no, *person, now, random);
    const std::shared_lock lock(body->lock);
    Reply reply;
    reply.body = session_json(*body, *begun.session, body_now(*body, now));
    reply.add("Set-Cookie",
              cookie(begun.token, session_absolute_seconds, site.options.secure_cookies));
    return reply;
  }
};

template <class Perform>
Reply run_slowly(Visit& visit, SlowWork& work, Perform perform) {
  const bool taken = work.post(
      [answer = visit.answer, language = visit.language, perform = std::move(perform)]() mutable {
        Reply reply;
        try {
          reply = perform();
        } catch (const std::exception&) {
          reply = problem(Refusal::the_machine_broke, language);
        }
        answer.give([reply = std::move(reply)]() mutable { return std::move(reply); });
      });
  return taken ? Reply::later() : visit.refused(Refusal::too_many_requests);
}

}  // namespace

Reply log_in(Visit& visit) {
  if (!visit.site.log_in_limit.allows(visit.address, visit.real_now))
    return visit.refused(Refusal::too_many_requests);
  std::string body_key, name, password;
  const TextMember members[] = {{"body", &body_key, 100},
                                {"name", &name, account_name_length_max},
                                {"password", &password, password_length_max}};
  const auto errors = decode_texts(members, visit.request.body);
  if (!errors.empty()) return visit.refused(errors);
  LogIn log_in{visit.site,      visit.site.bodies.find(body_key),
               std::move(name), std::move(password),
               visit.language,  visit.real_now};
  return run_slowly(visit, visit.site.log_ins,
                    [log_in = std::move(log_in)]() mutable { return log_in.perform(); });
}

Reply read_session(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  Reply reply;
  reply.body = session_json(*visit.body, *visit.session, visit.now);
  return reply;
}

Reply log_out(Visit& visit) {
  std::string token(session_token_in(visit.request.header(Header::cookie)));
  return run_slowly(visit, visit.site.slow, [&site = visit.site, token = std::move(token)] {
    site.sessions.end(token);
    Reply reply;
    reply.status = 204;
    reply.add("Set-Cookie", cookie("", 0, site.options.secure_cookies));
    return reply;
  });
}

}  // namespace chuangyou
