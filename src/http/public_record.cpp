// One record as everyone may read it, with the whole of its public course: every claim, every
// verdict, every day that was put off and the reason that was told for it.
#include "campaign/erasable.h"
#include "campaign/find_links.h"
#include "campaign/journal_as_read.h"
#include "http/problem.h"
#include "http/reading.h"
#include "http/record_json.h"
#include "http/rooms.h"
#include "ledgers/all.h"

namespace chuangyou {
namespace {

void write_steps(Json& json, const PublicCourse& course) {
  json.key("steps").list();
  for (const PublicStep& step : course.steps) {
    json.object()
        .member("at", step.at)
        .member("act", step.act)
        .member("state", step.state)
        .member("stage", name_of(step.stage))
        .member("until", step.until)
        .key("verdict");
    if (step.word)
      json.put(*step.word ? "yes" : "no");
    else
      json.null();
    json.member("reason", step.reason).key("said").list();
    for (const PublicStep::Said& said : step.said)
      json.object().member("field", said.field).member("text", said.text).end_object();
    json.end_list().end_object();
  }
  json.end_list();
  json.member("steps_go_on", course.goes_on);
}

}  // namespace

Reply read_public_record(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  const Ledger* ledger = find_ledger(visit.named[1]);
  const Result<Uuid> id = parse_uuid(visit.named[2]);
  if (!ledger || !id) return visit.refused(Refusal::nothing_is_there);
  const Result<Found> found = find_record(visit.reader(), *ledger, *id);
  if (!found) return visit.refused(found.error());
  return read_within_bounds(
      visit, [found = *found](const Reader& reader, RandomSource&) -> std::optional<Reply> {
        const Record& record = found.record;
        const auto erased = erased_of(reader.connection, reader.body, record.id);
        const auto turn = reader.turn();
        LinksSeen links(reader);
        const RecordView view{reader.body, reader.actor, reader.now, true,
                              false,       &links,       nullptr,    &erased};
        Reply reply;
        Json json(reply.body);
        json.object();
        write_record_members(json, view, record, found.standing);
        write_steps(json, public_course_of(reader, record.ledger(), record.id));
        json.end_object();
        return reply;
      });
}

}  // namespace chuangyou
