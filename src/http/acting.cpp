#include "http/acting.h"

#include "core/control_characters.h"

#include <algorithm>
#include <charconv>

#include "campaign/erasable.h"
#include "campaign/find_links.h"
#include "http/problem.h"
#include "http/reading.h"
#include "http/record_json.h"
#include "net/header_forms.h"

namespace chuangyou {
namespace {

// What the reply needs once the request's visit is over.
struct Acting {
  Site& site;
  const Body& body;
  Actor actor;
  Language language;
  ActReply reply;
  Result<Performed> result = refuse(Refusal::none);
};

// Made perhaps twice: a first time on the loop.
Reply reply_to(Acting acting, Connection& reading) {
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
  if (done.replayed) reply.add("Idempotent-Replayed", "true");
  // Who has acted hears how the record stands now; who asks once more, when he sees it no longer,
  // hears that it was done.
  if ((done.replayed || acting.reply.is_beside) && sight == Sight::nothing) {
    json.member("id", static_cast<const Uuid&>(done.id)).end_object();
    return reply;
  }
  if (done.receipt) json.member("receipt", *done.receipt).member("leaf_index", done.seq - 1);
  // A receipt opens its own record, and of those that this one is linked with what everyone reads.
  const Actor everyone;
  LinksSeen links(
      {reading, acting.body, acting.actor.holds_receipt ? everyone : acting.actor, now});
  const auto erased = erased_of(reading, acting.body, done.id);
  const RecordView view{
      acting.body, acting.actor, now,    acting.reply.public_only, sight != Sight::nothing,
      &links,      nullptr,      &erased};
  write_record_members(json, view, done.after, done.standing);
  json.end_object();
  reply.add("ETag", etag_of(done.after, erased));
  if (acting.reply.status == 201 && !acting.reply.public_only)
    reply.add("Location", "/api/" + std::string(done.after.ledger().name) + "/" + to_text(done.id));
  return reply;
}

// `"12"`, or `"12.40"` where entry 40 has erased something: that is no reason to act otherwise.
std::optional<std::int64_t> version_of(std::string_view tag) {
  tag = tag.substr(1, tag.size() - 2);
  const std::string_view number = tag.substr(0, tag.find('.'));
  const std::string_view erased_by = tag.substr(std::min(number.size() + 1, tag.size()));
  const auto is_digit = [](char symbol) { return symbol >= '0' && symbol <= '9'; };
  std::int64_t version = 0;
  const auto read = std::from_chars(number.data(), number.data() + number.size(), version);
  const bool is_ours = read.ec == std::errc{} && std::to_string(version) == number &&
                       std::ranges::all_of(erased_by, is_digit) &&
                       erased_by.empty() == (tag == number);
  if (!is_ours) return std::nullopt;
  return version;
}

// The same tags in the one form that tells two requests apart: a proxy that compresses makes them
// weak, and whoever clicks again may come another way.
std::string tags_of(const Request& request) {
  const std::string_view header = request.header(Header::if_match);
  const auto asked = entity_tags(header);
  if (!asked || asked->is_any) return std::string(header);
  std::string tags;
  for (const std::string_view tag : asked->tags) tags.append(tags.empty() ? "" : ", ").append(tag);
  return tags;
}

}  // namespace

Result<Versions> versions_asked(const Request& request) {
  const std::string_view header = request.header(Header::if_match);
  if (header.empty()) return refuse(Refusal::etag_is_missing, "If-Match");
  const auto asked = entity_tags(header);
  if (!asked) return refuse(Refusal::request_is_malformed, "If-Match", std::string(header));
  if (asked->is_any) return Versions();
  Versions versions(std::in_place);
  for (const std::string_view tag : asked->tags)
    if (const auto version = version_of(tag)) versions->push_back(*version);
  return versions;
}

bool is_kept(const Request& request, std::string_view etag) {
  const auto kept = entity_tags(request.header(Header::if_none_match));
  return kept && (kept->is_any || std::ranges::find(kept->tags, etag) != kept->tags.end());
}

// An erasure leaves the version as it is, so that whoever acts on the record need not read it anew;
// but who has kept what it said must not be told that nothing has changed.
std::string etag_of(const Record& record, std::span<const ErasedPart> erased) {
  std::int64_t erased_by = 0;
  for (const ErasedPart& part : erased) erased_by = std::max(erased_by, part.by);
  const std::string version = std::to_string(record.version);
  return '"' + (erased_by ? version + '.' + std::to_string(erased_by) : version) + '"';
}

std::string digest_of(const Visit& visit) {
  const std::string person =
      visit.actor.person.is_nil() ? std::string() : to_text(visit.actor.person);
  return to_hex(hash_of(HashFunction::sha256, {visit.request.target, "\n", tags_of(visit.request),
                                               "\n", person, "\n", visit.request.body}));
}

Reply submit(Visit& visit, ActRequest request, ActReply reply) {
  if (const auto closed_by = visit.site.writer.gate().closed_by()) return visit.refused(*closed_by);
  request.body = visit.body->no;
  request.actor = visit.actor;
  request.idempotency_key = visit.request.header(Header::idempotency_key);
  request.request_digest = digest_of(visit);
  Acting acting{visit.site, *visit.body, visit.actor, visit.language, reply};
  visit.site.writer.submit(
      std::move(request), [acting = std::move(acting), &lane = visit.lane,
                           answer = visit.answer](Result<Performed> result) mutable {
        acting.result = std::move(result);
        Site& site = acting.site;
        const Language language = acting.language;
        answer_within_bounds(site, lane, answer, language,
                             [acting = std::move(acting)](Connection& reading) {
                               return reply_to(acting, reading);
                             });
      });
  return Reply::later();
}

std::string file_name_of(Visit& visit) {
  constexpr std::size_t bytes_max = 400;
  std::string name = visit.query.take("file_name").value_or("");
  if (name.size() > bytes_max || has_control_characters(name, false))
    visit.query.refuse(Refusal::field_has_wrong_kind, "file_name", name);
  return name;
}

Writer::Click click_of(const Visit& visit) {
  return {visit.body->no, visit.actor.person,
          std::string(visit.request.header(Header::idempotency_key)), digest_of(visit)};
}

Reply answer_later(Visit& visit, std::move_only_function<Reply()> perform) {
  return answer_later(visit, visit.site.slow, std::move(perform));
}

Reply answer_later(Visit& visit, SlowWork& work, std::move_only_function<Reply()> perform) {
  const bool taken = work.post(
      [perform = std::move(perform), answer = visit.answer, language = visit.language]() mutable {
        Reply reply;
        try {
          reply = perform();
        } catch (const std::exception& error) {
          reply = broken(error, language);
        }
        answer.give([reply = std::move(reply)]() mutable { return std::move(reply); });
      });
  if (!taken) return visit.refused(Refusal::too_many_requests);
  return Reply::later();
}

Reply perform_click(Visit& visit, OrgRequest act, TellRefused tell) {
  Writer::Click click = click_of(visit);
  act.body = click.body;
  act.actor = visit.actor;
  act.idempotency_key = std::move(click.key);
  act.request_digest = std::move(click.digest);
  return answer_later(visit, [&writer = visit.site.writer, language = visit.language,
                              act = std::move(act), tell = std::move(tell)] {
    const auto done = writer.perform(act);
    if (!done) {
      if (tell) tell(act, done.error());
      return problem(done.error(), language);
    }
    Reply reply;
    Json(reply.body)
        .object()
        .member("id", done->record)
        .member("seq", done->seq)
        .member("awaits_signature", done->awaits_signature)
        .end_object();
    if (done->replayed) reply.add("Idempotent-Replayed", "true");
    return reply;
  });
}

}  // namespace chuangyou
