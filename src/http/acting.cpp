#include "http/acting.h"

#include <charconv>

#include "http/problem.h"
#include "http/record_json.h"

namespace chuangyou {
namespace {

// What the reply needs once the request's visit is over.
struct Acting {
  Site& site;
  Lane& lane;
  const Body& body;
  Answer answer;
  Actor actor;
  Language language;
  ActReply reply;
  Result<Performed> result = refuse(Refusal::none);
};

Reply reply_to(Acting& acting) {
  if (!acting.result) return problem(acting.result.error(), acting.language);
  Performed& done = *acting.result;
  const std::shared_lock lock(acting.body.lock);
  const Moment now = body_now(acting.body, acting.site.now());
  if (done.receipt) acting.actor.holds_receipt = true;
  // Whoever may act on a record need not see it whole.
  const Sight sight = sight_of(acting.actor, done.after, acting.body.zone.date_at(now),
                               acting.body.circumstances().path_of);
  redact(done.after, sight);
  Reply reply;
  reply.status = acting.reply.status;
  Json json(reply.body);
  json.object();
  if (done.receipt) json.member("receipt", *done.receipt);
  // A receipt opens its own record and none that this one is linked with.
  Connection* const links = acting.actor.holds_receipt ? nullptr : &acting.lane.reading;
  const RecordView view{
      acting.body, acting.actor, now, acting.reply.public_only, sight != Sight::nothing, links};
  write_record_members(json, view, done.after, done.standing);
  json.end_object();
  reply.add("ETag", etag_of(done.after));
  if (acting.reply.status == 201 && !acting.reply.public_only)
    reply.add("Location", "/api/" + std::string(done.after.ledger().name) + "/" + to_text(done.id));
  if (done.replayed) reply.add("Idempotent-Replayed", "true");
  return reply;
}

Reply reply_or_break(Acting& acting) {
  try {
    return reply_to(acting);
  } catch (const std::exception& error) {
    return broken(error, acting.language);
  }
}

}  // namespace

Result<std::int64_t> version_asked(const Request& request) {
  std::string_view text = request.header(Header::if_match);
  const auto missing = refuse(Refusal::etag_is_missing, "If-Match", std::string(text));
  if (text.starts_with("W/")) text.remove_prefix(2);
  if (text.size() < 3 || text.front() != '"' || text.back() != '"') return missing;
  text = text.substr(1, text.size() - 2);
  std::int64_t version = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
  if (error != std::errc{} || end != text.data() + text.size()) return missing;
  return version;
}

std::string etag_of(const Record& record) { return '"' + std::to_string(record.version) + '"'; }

std::string digest_of(const Visit& visit) {
  const std::string person =
      visit.actor.person.is_nil() ? std::string() : to_text(visit.actor.person);
  return to_hex(hash_of(HashFunction::sha256,
                        {visit.request.target, "\n", visit.request.header(Header::if_match), "\n",
                         person, "\n", visit.request.body}));
}

Reply submit(Visit& visit, ActRequest request, ActReply reply) {
  if (const auto closed_by = visit.site.writer.gate().closed_by()) return visit.refused(*closed_by);
  request.body = visit.body->no;
  request.actor = visit.actor;
  request.idempotency_key = visit.request.header(Header::idempotency_key);
  request.request_digest = digest_of(visit);
  auto* acting = new Acting{visit.site,  visit.lane,     *visit.body, visit.answer,
                            visit.actor, visit.language, reply};
  // The writer keeps a std::function, which copies; so it gets a bare pointer, freed on the loop.
  visit.site.writer.submit(std::move(request), [acting](Result<Performed> result) {
    acting->result = std::move(result);
    acting->answer.give(
        [owned = std::unique_ptr<Acting>(acting)] { return reply_or_break(*owned); });
  });
  return Reply::later();
}

namespace {

// One click of one person, held against the answers already given.
struct Click {
  Site& site;
  BodyNo body;
  PersonId person;
  std::string key, digest;
  Language language;
  std::shared_ptr<const Upload> file;  // what it sends beside the request, if anything

  Reply answer(std::move_only_function<Reply()>& perform) {
    if (file) digest += to_hex(file->digest());
    const std::lock_guard turn(site.answered.turn());
    const AnsweredRequests::Key asked{body, person, key, digest};
    const auto before = site.answered.find(asked);
    if (!before) return problem(before.error(), language);
    if (*before) {
      Reply reply;
      reply.status = (*before)->status;
      reply.body = (*before)->body;
      reply.add("Idempotent-Replayed", "true");
      return reply;
    }
    Reply reply = perform();
    // A refusal changed nothing, so the same click may be tried again.
    if (reply.status < 300) site.answered.remember(asked, {reply.status, reply.body}, site.now());
    return reply;
  }
};

}  // namespace

Reply answer_once(Visit& visit, std::move_only_function<Reply()> perform,
                  std::shared_ptr<const Upload> file) {
  Click click{visit.site,         visit.body->no,
              visit.actor.person, std::string(visit.request.header(Header::idempotency_key)),
              digest_of(visit),   visit.language,
              std::move(file)};
  const bool taken = visit.site.slow.post(
      [click = std::move(click), perform = std::move(perform), answer = visit.answer]() mutable {
        Reply reply;
        try {
          reply = click.answer(perform);
        } catch (const std::exception& error) {
          reply = broken(error, click.language);
        }
        answer.give([reply = std::move(reply)]() mutable { return std::move(reply); });
      });
  if (!taken) return visit.refused(Refusal::too_many_requests);
  return Reply::later();
}

}  // namespace chuangyou
