// What says nearly the same as a text that is being written. Nothing is kept of the question.
#include <spdlog/spdlog.h>

#include "campaign/find_near.h"
#include "http/decode.h"
#include "http/problem.h"
#include "http/reading.h"
#include "http/record_json.h"
#include "http/rooms.h"
#include "jobs/searching.h"
#include "ledgers/all.h"
#include "record/typed_names.h"
#include "storage/copying.h"
#include "storage/step_limit.h"

namespace chuangyou {
namespace {

constexpr auto text_asked = declared::long_text("text", 20'000).required();
constexpr auto ledger_asked = declared::text("ledger", 100);
constexpr auto record_asked = declared::text("record", 100);
constexpr FieldSpec members[] = {text_asked, ledger_asked, record_asked};

std::string said(const FieldSpec& member, std::span<const FieldChange> asked) {
  const Value* value = said_of(member.name, members, asked);
  const std::string* text = value ? std::get_if<std::string>(value) : nullptr;
  return text ? *text : std::string();
}

void write_near(Json& json, const Body& body, const NearRecord& near) {
  const Record& record = near.found.record;
  const std::string* title = record.title();
  json.object()
      .member("ledger", record.ledger().name)
      .member("id", static_cast<const Uuid&>(record.id))
      .member("title", title ? std::optional(*title) : std::nullopt)
      .member("state", record.state)
      .key("unit");
  if (const Unit* unit = body.tree.find(record.unit))
    write_unit_in_line(json, body.tree, *unit);
  else
    json.null();
  json.member("opened_at", near.found.standing.opened_at)
      .member("own", near.found.is_his_own)
      .member("field", near.place)
      .key("row");
  if (near.row == 0)
    json.null();
  else
    json.put(near.row);
  json.member("hundredths", near.hundredths).end_object();
}

Reply near_reply(const Site& site, const Reader& reader, const NearAsked& asked) {
  std::vector<NearRecord> near;
  bool is_there = false;
  try {
    if (const auto file = site.searching->lend()) {
      near = find_near(reader, *file, asked);
      is_there = true;
    }
  } catch (const StorageError& error) {
    if (is_interrupted(error)) throw;
    spdlog::error("search_file_cannot_be_read reason=\"{}\"", error.what());
    if (is_damage(error)) site.searching->doubt();
  }
  const auto turn = reader.turn();
  Reply reply;
  Json json(reply.body);
  json.object().key("records").list();
  for (const NearRecord& one : near) write_near(json, reader.body, one);
  json.end_list().member("is_complete", is_there && !site.searching->making()).end_object();
  return reply;
}

}  // namespace

Reply find_near_texts(Visit& visit) {
  std::vector<FieldChange> decoded;
  if (auto errors = decode_members(members, visit.request.body, decoded); !errors.empty())
    return visit.refused(errors);
  NearAsked asked;
  asked.text = said(text_asked, decoded);
  const std::string ledger = said(ledger_asked, decoded), record = said(record_asked, decoded);
  asked.ledger = ledger.empty() ? nullptr : find_ledger(ledger);
  if (!ledger.empty() && !asked.ledger)
    return visit.refused(Refusal::ledger_is_unknown, "ledger", ledger);
  if (!record.empty()) {
    const Result<Uuid> id = parse_uuid(record);
    if (!id) return visit.refused(id.error().law, "record", record);
    asked.besides = RecordId(*id);
  }
  return read_within_bounds(visit,
                            [site = &visit.site, asked = std::move(asked)](
                                const Reader& reader, RandomSource&) -> std::optional<Reply> {
                              if (!reader.locks_by_turns)
                                return std::nullopt;  // texts are compared: not on the loop
                              return near_reply(*site, reader, asked);
                            });
}

}  // namespace chuangyou
