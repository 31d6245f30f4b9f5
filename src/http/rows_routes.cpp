// Doors for what is done with rows before and after they are saved: a document's text as clauses to
// be corrected, which changes nothing, and what differs between two records of one ledger.
#include "documents/clauses.h"
#include "http/decode.h"
#include "http/json.h"
#include "http/reading.h"
#include "http/rooms.h"
#include "ledgers/all.h"
#include "record/rows.h"

namespace chuangyou {
namespace {

constexpr std::uint32_t pasted_characters_max = 100'000;

// Of one field with rows, as the reader sees both.
void write_differences(Json& json, const FieldSpec& field, const Value& before,
                       const Value& after) {
  Rows added, dropped, old_rows, new_rows;
  for (const RowDifference& one : differences(before, after)) {
    if (!one.before) {
      added.all.push_back(*one.after);
    } else if (!one.after) {
      dropped.all.push_back(*one.before);
    } else {
      old_rows.all.push_back(*one.before);
      new_rows.all.push_back(*one.after);
    }
  }
  json.object().member("field", field.name);
  json.key("added").value(field, added).key("dropped").value(field, dropped);
  json.key("before").value(field, old_rows).key("after").value(field, new_rows);
  json.end_object();
}

}  // namespace

Reply split_text(Visit& visit) {
  std::string text;
  const TextMember members[] = {{"text", &text, pasted_characters_max}};
  if (auto errors = decode_texts(members, visit.request.body); !errors.empty())
    return visit.refused(errors);
  const SplitText split = split_clauses(text);
  Reply reply;
  Json json(reply.body);
  json.object().key("rows").list();
  for (const Clause& clause : split.clauses)
    json.object()
        .member("number", clause.number)
        .member("text", clause.text)
        .member("asks", clause.asks_task ? "task" : "nothing")
        .end_object();
  json.end_list().key("left_out").list();
  for (const std::string& line : split.left_out) json.put(line);
  json.end_list().end_object();
  return reply;
}

Reply compare_rows(Visit& visit) {
  const std::optional<Uuid> with = visit.query.take_id("with");
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  const Ledger* ledger = find_ledger(visit.named[0]);
  const Result<Uuid> id = parse_uuid(visit.named[1]);
  if (!ledger) return visit.refused(Refusal::ledger_is_unknown, {}, std::string(visit.named[0]));
  if (!id || !with) return visit.refused(Refusal::nothing_is_there, with ? "" : "with");
  const Result<Found> after = find_record(visit.reader(), *ledger, *id);
  if (!after) return visit.refused(after.error());
  const Result<Found> before = find_record(visit.reader(), *ledger, *with);
  if (!before) return visit.refused(before.error());
  Reply reply;
  Json json(reply.body);
  json.object().key("fields").list();
  for (std::size_t i = 0; i < ledger->fields.size(); ++i)
    if (ledger->fields[i].kind == Kind::rows)
      write_differences(json, ledger->fields[i], before->record.value_at(i),
                        after->record.value_at(i));
  json.end_list().end_object();
  return reply;
}

}  // namespace chuangyou
