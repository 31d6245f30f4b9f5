// What stands beside a record of any ledger: remarks, evidence and its files, who follows it. The
// thread itself is the record's journal (ledger_routes.cpp).
#include "campaign/find_followed.h"
#include "campaign/find_links.h"
#include "campaign/verify_files.h"
#include "http/acting.h"
#include "http/problem.h"
#include "http/reading.h"
#include "http/record_json.h"
#include "http/rooms.h"
#include "imports/sent_file.h"
#include "ledgers/all.h"
#include "record/common_names.h"
#include "record/who_speaks.h"
#include "storage/evidence_rows.h"
#include "storage/follower_rows.h"

namespace chuangyou {
namespace {

constexpr std::string_view size_policy = "evidence.file_megabytes_most";
constexpr std::int64_t megabytes_without_policy = 20;  // bodies whose pack is older than it

struct Named {
  const Ledger* ledger;
  Uuid id;
};
Result<Named> named_in(const Visit& visit) {
  const Ledger* ledger = find_ledger(visit.named[0]);
  if (!ledger) return refuse(Refusal::ledger_is_unknown, {}, std::string(visit.named[0]));
  const auto id = parse_uuid(visit.named[1]);
  if (!id) return refuse(Refusal::nothing_is_there);
  return Named{ledger, *id};
}

Reply act_beside(Visit& visit, std::string_view act) {
  const auto named = named_in(visit);
  if (!named) return visit.refused(named.error());
  const Beside beside{.evidence = !is_ones_own(act), .remark = act == remark_act};
  DecodedAct decoded = decode_act({}, beside, visit.request.body);
  if (!decoded.errors.empty()) return visit.refused(decoded.errors);
  ActRequest request;
  request.ledger = named->ledger;
  request.record = RecordId(named->id);
  request.act = act;
  request.remark = std::move(decoded.remark);
  request.evidence = std::move(decoded.evidence);
  return submit(visit, std::move(request), {.is_beside = true});
}

void write_followed(Json& json, const RecordView& view, const Followed& followed) {
  json.object();
  write_record_members(json, view, followed.found.record, followed.found.standing);
  json.key("news").list();
  for (const News& one : followed.news)
    json.object().member("seq", one.seq).member("at", one.at).member("act", one.act).end_object();
  json.end_list().member("has_more_news", followed.has_more).end_object();
}

bool is_plain(char symbol) {
  return (symbol >= 'a' && symbol <= 'z') || (symbol >= 'A' && symbol <= 'Z') ||
         (symbol >= '0' && symbol <= '9') || symbol == '-' || symbol == '_' || symbol == '.';
}

// RFC 6266; the name ends as the content is, so that what is saved opens as nothing else.
std::string disposition_of(const EvidenceRow& row) {
  std::string name = row.name;
  if (!name.ends_with("." + row.type) && !(row.type == "jpeg" && name.ends_with(".jpg")))
    name += "." + row.type;
  std::string header = "attachment; filename=\"evidence." + row.type + "\"; filename*=UTF-8''";
  constexpr char digits[] = "0123456789ABCDEF";
  for (const char symbol : name) {
    const auto byte = static_cast<unsigned char>(symbol);
    if (is_plain(symbol))
      header += symbol;
    else
      header.append(1, '%').append(1, digits[byte >> 4U]).append(1, digits[byte & 15U]);
  }
  return header;
}

// No script of it runs here and no page shows it, whatever a browser takes it for.
Reply file_reply(const std::string& database, const Body& body, const EvidenceRow& row) {
  Reply reply;
  reply.body = read_kept_file(database, row.body, body.hash, row.hash);
  const FileType* type = find_file_type(row.type);
  reply.content_type = type ? type->media_type : "application/octet-stream";
  reply.add("Content-Disposition", disposition_of(row));
  reply.add("Content-Security-Policy", "sandbox; default-src 'none'");
  return reply;
}

}  // namespace

Reply make_remark(Visit& visit) { return act_beside(visit, remark_act); }
Reply attach_evidence(Visit& visit) { return act_beside(visit, attach_act); }
Reply follow_record_of(Visit& visit) { return act_beside(visit, follow_act); }
Reply unfollow_record_of(Visit& visit) { return act_beside(visit, unfollow_act); }

Reply read_following(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  const auto named = named_in(visit);
  if (!named) return visit.refused(named.error());
  const auto found = find_record(visit.reader(), *named->ledger, named->id);
  if (!found) return visit.refused(found.error());
  const auto seen =
      seen_by_follower(visit.lane.reading, visit.body->no, visit.actor.person, named->id);
  Reply reply;
  Json(reply.body)
      .object()
      .member("follows", seen.has_value())
      .member("seen", seen)
      .member("sees_whole", found->sight == Sight::whole)
      .member("may_attach", may_act_on(visit.actor, found->record, visit.today(),
                                       visit.body->circumstances().path_of))
      .end_object();
  return reply;
}

Reply list_followed(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  return read_within_bounds(visit, [](const Reader& reader, RandomSource&) {
    const std::vector<Followed> all = find_followed(reader);
    const auto turn = reader.turn();
    LinksSeen links(reader);
    const RecordView view{reader.body, reader.actor, reader.now,        false,
                          false,       &links,       &reader.connection};
    Reply reply;
    Json json(reply.body);
    json.object().key("items").list();
    for (const Followed& one : all) write_followed(json, view, one);
    json.end_list().end_object();
    return reply;
  });
}

// Whoever holds no post gives no evidence anywhere.
Result<std::uint64_t> may_send_file(Visit& visit) {
  if (visit.actor.posts.empty()) return refuse(Refusal::post_does_not_allow_this);
  const auto megabytes = visit.body->circumstances().policy(size_policy, visit.today());
  return static_cast<std::uint64_t>(megabytes ? megabytes->millionths / 1'000'000
                                              : megabytes_without_policy)
         << 20U;
}

Reply send_file(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  if (const auto law = visit.site.writer.gate().closed_by()) return visit.refused(*law);
  if (!visit.request.upload) return visit.refused(Refusal::file_is_empty);
  std::shared_ptr<const Upload> upload = std::move(visit.request.upload);
  return answer_later(
      visit, [upload, &database = visit.site.database_path, body = visit.body->no,
              of_body = visit.body->hash, person = visit.actor.person, language = visit.language] {
        const auto sent =
            take_sent_file(KeptFiles::beside(database), body, of_body, person, upload->path());
        if (!sent) return problem(sent.error(), language);
        Reply reply;
        reply.status = 201;
        Json(reply.body)
            .object()
            .member("file", to_hex(sent->hash))
            .member("type", sent->type->ending)
            .member("bytes", sent->bytes)
            .end_object();
        return reply;
      });
}

// Who sees the record whole may read its files, and a file of no entry of it is not there.
Reply read_file(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  const auto named = named_in(visit);
  if (!named) return visit.refused(Refusal::nothing_is_there);
  const auto found = find_record(visit.reader(), *named->ledger, named->id);
  if (!found) return visit.refused(found.error());
  if (found->sight != Sight::whole) return visit.refused(Refusal::post_does_not_allow_this);
  const auto hash = parse_hash(visit.named[2]);
  auto row = hash ? evidence_row(visit.lane.reading, visit.body->no, named->id, *hash)
                  : std::optional<EvidenceRow>();
  if (!row) return visit.refused(Refusal::nothing_is_there);
  return answer_later(visit, [&database = visit.site.database_path, body = visit.body,
                              row = std::move(*row)] { return file_reply(database, *body, row); });
}

}  // namespace chuangyou
