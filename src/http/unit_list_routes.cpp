// A list of units that comes in as a file: the same check and the same founding as at the machine.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <fstream>

#include "campaign/list_rights.h"
#include "http/acting.h"
#include "http/finding_json.h"
#include "http/json.h"
#include "http/list_json.h"
#include "http/problem.h"
#include "http/rooms.h"
#include "imports/unit_list.h"
#include "imports/unit_mapping.h"
#include "net/header_forms.h"

namespace chuangyou {
namespace {

constexpr std::uint64_t unit_bytes_max = 20'000'000;

// What the reader said of the columns; nothing, and the usual titles are looked for.
void take_columns(QueryString& query, UnitReading& reading) {
  const TextLines lines = take_lines(query, "columns");
  if (!lines.empty()) reading.columns = {};
  for (const std::vector<std::string>& line : lines)
    if (line.size() != 2 || !say_column(reading.columns, line[0], line[1]))
      query.refuse(Refusal::field_is_unknown, "columns", line.empty() ? "" : line.front());
}

void take_words(QueryString& query, UnitReading& reading) {
  for (const std::vector<std::string>& line : take_lines(query, "unit_words"))
    if (line.size() != 3 || !say_word(reading, line[0], line[1], line[2]))
      query.refuse(Refusal::field_is_unknown, "unit_words", line.empty() ? "" : line.front());
}

// By a mapping that is kept, as far as nothing else is said of this file.
UnitMapping kept_mapping(Visit& visit) {
  UnitMapping mapping;
  mapping.reading.parent_separator = mapping.reading.alias_separator = "any";
  const std::string name = visit.query.take("mapping").value_or("");
  if (name.empty()) return mapping;
  const KeptMapping* kept = visit.body->frame.mapping(name);
  if (!kept) {
    visit.query.refuse(Refusal::mapping_is_unknown, "mapping", name);
    return mapping;
  }
  auto read = read_unit_mapping(*kept->content);
  if (!read) visit.query.refuse(read.error().law, read.error().field, read.error().detail);
  return read ? std::move(*read) : mapping;
}

UnitMapping mapping_asked(Visit& visit) {
  UnitMapping mapping = kept_mapping(visit);
  UnitReading& reading = mapping.reading;
  take_columns(visit.query, reading);
  take_words(visit.query, reading);
  const auto take = [&](std::string_view name, std::string& into) {
    if (auto said = visit.query.take(name); said && !said->empty()) into = std::move(*said);
  };
  take("sheet", reading.sheet);
  take("day_form", reading.day_form);
  take("unit_type", reading.unit_type);
  if (std::string charset = charset_of(visit.request.header(Header::content_type));
      !charset.empty())
    reading.charset = std::move(charset);
  if (std::ranges::find(unit_type_names, reading.unit_type) == std::end(unit_type_names))
    visit.query.refuse(Refusal::choice_is_unknown, "unit_type", reading.unit_type);
  if (const auto takes = visit.query.take_yes_no("take_first_parent"))
    mapping.takes_first_parent = *takes;
  return mapping;
}

struct Done {
  bool is_applied = false, is_replayed = false;
  std::optional<RecordId> import = {};
};

Reply reply_of(const UnitListPlan& plan, const Done& done) {
  Reply reply;
  Json json(reply.body);
  json.object()
      .member("rows", plan.rows)
      .member("founded", plan.founded)
      .member("unchanged", plan.unchanged)
      .member("applied", done.is_applied)
      .member("was_gb18030", plan.was_gb18030);
  write_texts(json, "titles", plan.titles);
  json.key("columns").list();
  for (const auto& [title, field] : plan.columns)
    json.object().member("name", title).member("field", field).end_object();
  json.end_list();
  write_words(json, "unknown_words", plan.unknown_words);
  json.member("findings_in_all", plan.findings_in_all)
      .member("findings_are_cut", plan.findings_are_cut)
      .key("findings")
      .list();
  for (const ImportFinding& finding : plan.findings) write_finding(json, finding);
  json.end_list().key("import");
  if (done.import)
    json.put(static_cast<const Uuid&>(*done.import));
  else
    json.null();
  json.end_object();
  if (done.is_replayed) reply.add("Idempotent-Replayed", "true");
  return reply;
}

Result<Done> apply(Site& site, const Writer::Click& click, const Actor& actor, UnitListPlan& plan,
                   ImportBegun begun) {
  Done done{.is_applied = true};
  if (plan.units.acts.empty()) return done;
  RandomSource random = RandomSource::from_system();
  done.import = RecordId(make_uuid_v7(site.now(), random));
  begun.rows = plan.rows;
  begun.unchanged = plan.unchanged;
  Writer::Batch batch =
      batch_of_units(std::move(plan.units), click.body, actor, *done.import, std::move(begun));
  batch.idempotency_key = click.key;
  batch.request_digest = click.digest;
  const auto refusals = site.writer.perform_all(std::move(batch));
  if (!refusals.empty()) return std::unexpected(refusals.front().refused);
  spdlog::info("units=imported by={} founded={}", to_text(actor.person), plan.founded);
  return done;
}

}  // namespace

// Who founds no unit anywhere sends nobody a file.
Result<std::uint64_t> may_send_units(Visit& visit) {
  if (!may_bring_in(units_list, visit.actor, visit.today()))
    return refuse(Refusal::post_does_not_allow_this);
  return unit_bytes_max;
}

Reply import_units(Visit& visit) {
  const bool applies = visit.query.take_yes_no("apply").value_or(false);
  UnitMapping mapping = mapping_asked(visit);
  std::string file_name = file_name_of(visit);
  auto errors = visit.query.errors();
  if (!visit.request.upload) errors.push_back({Refusal::file_is_empty, {}, {}});
  if (!errors.empty()) return visit.refused(errors);
  std::shared_ptr<const Upload> upload = std::move(visit.request.upload);
  return answer_later(
      visit, visit.site.bringing,
      [&site = visit.site, body = visit.body, actor = visit.actor, now = visit.now,
       language = visit.language, click = click_of(visit), upload, applies,
       mapping = std::move(mapping), file_name = std::move(file_name)]() mutable {
        click.digest += to_hex(upload->digest()) + mapping.reading.charset;
        const auto answered = applies ? site.writer.answered(click) : std::nullopt;
        if (!answered) return problem(answered.error(), language);
        if (*answered)
          return reply_of(
              {},
              {.is_applied = true, .is_replayed = true, .import = RecordId((*answered)->record)});
        std::ifstream file(upload->path(), std::ios::binary);
        RandomSource random = RandomSource::from_system();
        UnitListPlan plan =
            plan_unit_list(file, {*body, actor, random, now, upload->path(),
                                  std::move(mapping.reading), mapping.takes_first_parent});
        if (!applies || !plan.is_clean()) return reply_of(plan, {});
        std::ifstream to_hash(upload->path(), std::ios::binary);
        const auto done = apply(site, click, actor, plan,
                                {.file = to_hex(hash_of(HashFunction::sha256, to_hash)),
                                 .file_name = std::move(file_name)});
        if (done) return reply_of(plan, *done);
        // Of two clicks at once the second gets the first one's answer.
        if (const auto first = site.writer.answered(click); first && *first)
          return reply_of(
              {}, {.is_applied = true, .is_replayed = true, .import = RecordId((*first)->record)});
        return problem(done.error(), language);
      });
}

}  // namespace chuangyou
