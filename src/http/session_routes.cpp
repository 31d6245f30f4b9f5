// Logging in and out, and who one is.
#include <spdlog/spdlog.h>

#include <algorithm>

#include "http/acting.h"
#include "http/decode.h"
#include "http/own_account.h"
#include "http/posts_held.h"
#include "http/problem.h"
#include "http/proving.h"
#include "http/record_json.h"
#include "http/rooms.h"
#include "net/network.h"
#include "org/violations.h"

namespace chuangyou {
namespace {

constexpr std::int64_t device_seconds = KnownDevices::remembered_days * 24LL * 3600;

// What he has lent and is not over.
void write_lent(Json& json, const Body& body, const Uuid& person, Date today) {
  json.key("lent").list();
  for (const HeldPost& own : body.people.posts_of(person))
    for (const HeldPost& lent : body.people.posts_at(own.unit)) {
      if (lent.lent_from != own.id || !is_in_force(lent, today)) continue;
      json.object().member("id", lent.id).member("post", own.id);
      write_person_name(json.key("person"), body, lent.person);
      json.member("role", name_of(lent.role));
      write_unit_name(json.key("unit"), body, lent.unit);
      json.member("from", lent.from).member("until", lent.until).end_object();
    }
  json.end_list();
}

// The answer to a log-in and to GET: who, where, with which posts.
std::string session_json(const Site& site, const Body& body, const Session& session, Moment now) {
  const Date today = body.zone.date_at(now);
  std::string text;
  Json json(text);
  json.object().key("body").object().member("key", body.key).member("zone", body.zone.name());
  json.member("tells_completion", body.frame.campaign.tells_completion);
  json.key("name").object();
  json.member("zh", body.name.zh).member("en", body.name.en).end_object().end_object();
  json.key("person");
  write_person_name(json, body, session.person);
  if (const Person* person = body.people.find(session.person)) write_former_names(json, *person);
  json.key("posts").list();
  for (const HeldPost& post : body.people.posts_of(session.person)) {
    if (!is_in_force(post, today)) continue;
    json.object().member("role", name_of(post.role)).key("unit");
    write_unit_name(json, body, post.unit);
    json.member("id", post.id).member("from", post.from).member("until", post.until);
    write_lender(json, body, post);
    json.end_object();
  }
  json.end_list();
  write_lent(json, body, session.person, today);
  json.member("csrf_token", session.csrf_token).member("today", today);
  // A warning on every screen of those who can put it right, or see to it.
  const Actor actor = body.people.actor(session.person, today, body.tree);
  const std::size_t standing =
      is_one_of_the_three(actor, today) ? violations(body.people, today, std::nullopt).size() : 0;
  json.member("violations", standing);
  // Posts and changes of the tree that wait for his signature.
  json.member("posts_to_sign", posts_to_sign(body, actor, today));
  json.member("reorganisations_to_sign", reorganisations_to_sign(body, actor, today));
  json.key("missing");
  if (const auto missing = what_is_missing(site, body, actor, today))
    json.put(name_of(*missing));
  else
    json.null();
  json.end_object();
  return text;
}

std::string cookie(std::string_view name, std::string_view value, std::int64_t seconds,
                   const SiteOptions& options) {
  std::string line(name);
  line.append("=").append(value).append("; Path=/; HttpOnly; SameSite=Strict; Max-Age=");
  line += std::to_string(seconds);
  if (options.secure_cookies || options.is_https()) line += "; Secure";
  return line;
}

struct LogIn {
  Site& site;
  Body* body;
  LogInTry attempt;
  std::string address, password;
  std::string code;    // of the second factor; empty: none was given
  std::string device;  // what the cookie of known devices holds
  Language language;
  Answer answer;

  // Runs on a thread of its own kind: hashing a password takes as long as a thousand reads.
  Reply perform() {
    const Instant now = site.instant();
    if (const auto may = site.log_in_failures.may_try(attempt, now.uptime); !may)
      return problem(may.error(), language);
    // An unknown body costs as much time as a known one.
    const auto opened = site.accounts.check(attempt.body, attempt.name, password);
    if (!opened) {
      tell_of_failure(now.uptime);
      return problem(opened.error(), language);
    }
    const bool has_second = site.second_factors.is_set(attempt.body, opened->person);
    if (const auto second = check_second_factor(opened->person, has_second, now); !second)
      return problem(second.error(), language);
    site.log_in_failures.forgive(attempt);
    RandomSource random = RandomSource::from_system();
    const NewSession begun = site.sessions.begin(body->no, opened->person, now, random, address);
    // What was checked may be another by now: whoever locked, reset or ended the account, or set a
    // second factor, has ended the sessions that he found, and this one was none of them.
    if (!site.accounts.still_opens(body->no, *opened) ||
        has_second != site.second_factors.is_set(body->no, opened->person)) {
      site.sessions.end(begun.token);
      return problem(Refusal::name_or_password_is_wrong, language);
    }
    const std::shared_lock lock(body->lock);
    Reply reply;
    reply.body = session_json(site, *body, *begun.session, body_now(*body, now.wall));
    const SiteOptions& options = site.options;
    reply.add("Set-Cookie", cookie(session_cookie_name(options.is_https()), begun.token,
                                   session_absolute_seconds, options));
    const std::string known =
        site.known_devices.remember(device, body->no, attempt.name, date_in_utc(now.wall), random);
    reply.add("Set-Cookie", cookie(device_cookie, known, device_seconds, options));
    return reply;
  }

  // Whoever gives none is asked for it, and has guessed nothing wrong; but the attempt counts, so
  // that nobody tries one code after another.
  Result<void> check_second_factor(const PersonId& person, bool has_second, const Instant& now) {
    if (has_second && code.empty()) return refuse(Refusal::second_factor_is_wrong, "code", "");
    auto checked = has_second ? site.second_factors.check(attempt.body, person, code, now.wall)
                              : site.second_factors.is_as_told(attempt.body, person);
    if (!checked) tell_of_failure(now.uptime);
    return checked;
  }

  // Never the name as it was typed: many type their password there.
  void tell_of_failure(Uptime now) {
    const PersonId person = site.accounts.person_of(attempt.body, attempt.name);
    const std::string who = person.is_nil() ? "nobody" : to_text(person);
    const std::string_view key = body ? std::string_view(body->key) : "unknown";
    spdlog::warn("log_in=failed body={} person={} address={} known_device={}", key, who, address,
                 !attempt.device.empty());
    if (const auto is_free = site.log_in_failures.is_free(attempt, now); !is_free)
      spdlog::warn("log_in=locked law={} seconds={} body={} person={} address={} known_device={}",
                   name_of(is_free.error().law), is_free.error().detail, key, who, address,
                   !attempt.device.empty());
  }
};

Reply performed_or_broken(auto& perform, Language language) {
  try {
    return perform();
  } catch (const std::exception& error) {
    return broken(error, language);
  }
}

}  // namespace

// The address holds a stranger back, and nobody on a device that his account knows: neither he nor
// those who share his address are the same as the one who guesses from there.
Reply log_in(Visit& visit) {
  Site& site = visit.site;
  std::string body_key, name, password, code;
  const TextMember members[] = {{"body", &body_key, 100},
                                {"name", &name, account_name_length_max},
                                {"password", &password, password_length_max},
                                {"code", &code, second_factor_length_max, false}};
  const auto errors = decode_texts(members, visit.request.body);
  Body* body = site.bodies.find(body_key);
  LogInTry attempt{
      body ? body->no : BodyNo{-1}, folded_account_name(name), network_of(visit.address), {}};
  std::string device(cookie_in(visit.request.header(Header::cookie), device_cookie));
  attempt.device =
      site.known_devices.recognise(device, attempt.body, attempt.name, date_in_utc(visit.real_now));
  if (attempt.device.empty() && !site.log_in_limit.allows(visit.address, visit.uptime))
    return visit.refused(Refusal::too_many_requests);
  if (!errors.empty()) return visit.refused(errors);
  if (const auto is_free = site.log_in_failures.is_free(attempt, visit.uptime); !is_free)
    return visit.refused(is_free.error());
  LogInTicket ticket{attempt.network,
                     std::to_string(static_cast<std::int64_t>(attempt.body)) + " " + attempt.name,
                     !attempt.device.empty(),
                     site.log_in_failures.guesses_from(attempt.network, visit.uptime),
                     {}};
  LogIn log_in{site,
               body,
               std::move(attempt),
               std::string(visit.address),
               std::move(password),
               std::move(code),
               std::move(device),
               visit.language,
               visit.answer};
  ticket.check = [log_in = std::move(log_in)](bool is_dropped) mutable {
    const auto perform = [&] {
      return is_dropped ? problem(Refusal::too_many_requests, log_in.language) : log_in.perform();
    };
    log_in.answer.give([reply = performed_or_broken(perform, log_in.language)]() mutable {
      return std::move(reply);
    });
  };
  site.log_ins.post(std::move(ticket));
  return Reply::later();
}

Reply read_session(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  Reply reply;
  reply.body = session_json(visit.site, *visit.body, *visit.session, visit.now);
  return reply;
}

// The session is over at once, and its live events with it. Where the disk does not take that, it
// is said and the cookie stays: it opens nothing any more, but a restart before the disk is well
// again would find the session where it was.
Reply log_out(Visit& visit) {
  std::string token(visit.site.session_token(visit.request));
  return answer_later(visit, [&site = visit.site, token = std::move(token), session = visit.session,
                              language = visit.language] {
    const bool is_on_the_disk = site.sessions.end(token);
    site.events->leave(*session);
    if (!is_on_the_disk) return problem(Refusal::not_accepting_acts_now, language);
    Reply reply;
    reply.status = 204;
    reply.add("Set-Cookie",
              cookie(session_cookie_name(site.options.is_https()), "", 0, site.options));
    return reply;
  });
}

}  // namespace chuangyou
