// The same act on many records, said once: one reason, one meeting, one confirmation. Each record
// is decided by itself through the one writer, and what came of each is told; nothing is taken back
// because another was refused.
#include <algorithm>
#include <future>

#include "http/acting.h"
#include "http/problem.h"
#include "http/reading.h"
#include "http/record_json.h"
#include "http/rooms.h"
#include "ledgers/all.h"

namespace chuangyou {
namespace {

struct ManyActs {
  Site& site;
  const Body& body;
  Actor actor;
  Language language;
  Writer::Click click;
  const Ledger& ledger;
  const Act& act;
  DecodedAct asked;

  // Each record has a key of its own, by its place in the request.
  std::string key_of(std::size_t place) const {
    return to_hex(
        hash_of(HashFunction::sha256, {click.key, "\n", "records.", std::to_string(place)}));
  }
  ActRequest request_for(std::size_t place) const {
    ActRequest request;
    request.body = body.no;
    request.ledger = &ledger;
    request.record = asked.records[place].id;
    request.act = act.name;
    request.fields = asked.fields;
    request.reason = asked.reason;
    request.evidence = asked.evidence;
    request.if_versions = std::vector{asked.records[place].version};
    request.actor = actor;
    request.idempotency_key = key_of(place);
    request.request_digest = click.digest;
    request.key_of_all = click.key;
    return request;
  }
};

// A key that was used for anything else is used for nothing here.
Result<void> check_key(const ManyActs& many) {
  if (const auto answered = many.site.writer.answered(many.click); !answered)
    return std::unexpected(answered.error());
  return {};
}

std::vector<Result<Performed>> perform_each(const ManyActs& many) {
  std::vector<std::future<Result<Performed>>> answers;
  for (std::size_t place = 0; place < many.asked.records.size(); ++place) {
    auto promise = std::make_unique<std::promise<Result<Performed>>>();
    answers.push_back(promise->get_future());
    many.site.writer.submit(many.request_for(place),
                            [promise = std::move(promise)](Result<Performed> result) {
                              promise->set_value(std::move(result));
                            });
  }
  std::vector<Result<Performed>> results;
  for (std::future<Result<Performed>>& answer : answers) results.push_back(answer.get());
  return results;
}

void write_done(Json& json, const ManyActs& many, const Performed& done) {
  json.member("status", std::int64_t{200}).member("replayed", done.replayed);
  const Date today = many.body.zone.date_at(body_now(many.body, many.site.now()));
  // Whoever has acted may see it no longer.
  if (sight_of(many.actor, done.after, today, many.body.circumstances().path_of) == Sight::nothing)
    return;
  json.member("state", done.after.state)
      .member("stage", name_of(done.standing.stage))
      .member("version", done.after.version)
      .member("waits_for_signatures", done.waits_for_signatures);
}

void write_refused(Json& json, const Refused& refused) {
  json.member("status", std::int64_t{status_of(refused.law)})
      .member("code", name_of(refused.law))
      .member("field", refused.field)
      .member("detail", refused.detail)
      .key("words");
  write_words(json, refused.law);
}

Reply reply_of(const ManyActs& many, std::span<const Result<Performed>> results) {
  const std::shared_lock lock(many.body.lock);
  const auto done = std::ranges::count_if(results, [](const auto& one) { return one.has_value(); });
  Reply reply;
  Json json(reply.body);
  json.object()
      .member("done", std::int64_t{done})
      .member("refused", std::ssize(results) - done)
      .key("results")
      .list();
  for (std::size_t place = 0; place < results.size(); ++place) {
    json.object().member("id", static_cast<const Uuid&>(many.asked.records[place].id));
    if (results[place])
      write_done(json, many, *results[place]);
    else
      write_refused(json, results[place].error());
    json.end_object();
  }
  json.end_list().end_object();
  if (std::ranges::any_of(results, [](const auto& one) { return one && one->replayed; }))
    reply.add("Idempotent-Replayed", "true");
  return reply;
}

}  // namespace

Reply act_on_records(Visit& visit) {
  const Ledger* ledger = find_ledger(visit.named[0]);
  if (!ledger) return visit.refused(Refusal::ledger_is_unknown, {}, visit.named[0]);
  const Act* act = ledger->act(visit.named[1]);
  // What goes to another unit, or gives a receipt, is done one by one.
  if (!act || act->takes_unit() || act->gives_receipt)
    return visit.refused(Refusal::act_is_unknown, "act", visit.named[1]);
  DecodedAct decoded = decode_act(
      ledger->fields, {.reason = true, .evidence = true, .records = true}, visit.request.body);
  if (decoded.errors.empty() && decoded.records.empty())
    decoded.errors.push_back({Refusal::field_is_missing, "records", {}});
  if (!decoded.errors.empty()) return visit.refused(decoded.errors);
  if (const auto closed_by = visit.site.writer.gate().closed_by()) return visit.refused(*closed_by);
  return answer_later(visit, [many = ManyActs{visit.site, *visit.body, visit.actor, visit.language,
                                              click_of(visit), *ledger, *act, std::move(decoded)}] {
    if (const auto checked = check_key(many); !checked)
      return problem(checked.error(), many.language);
    return reply_of(many, perform_each(many));
  });
}

}  // namespace chuangyou
