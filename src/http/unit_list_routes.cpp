// A list of units that comes in as a file: the same check and the same founding as at the machine.
#include <simdjson.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <fstream>

#include "http/acting.h"
#include "http/finding_json.h"
#include "http/json.h"
#include "http/list_json.h"
#include "http/problem.h"
#include "http/rooms.h"
#include "imports/unit_list.h"
#include "net/header_forms.h"

namespace chuangyou {
namespace {

constexpr std::uint64_t unit_bytes_max = 20'000'000;

// Lists of texts in a list, as `[["code","编号"]]`; nothing where it is something else.
using Lines = std::vector<std::vector<std::string>>;
std::optional<Lines> lines_in(std::string_view text) {
  Lines lines;
  if (text.empty()) return lines;
  simdjson::dom::parser parser;
  const simdjson::padded_string padded(text);
  simdjson::dom::array all, parts;
  if (parser.parse(padded).get(all) != simdjson::SUCCESS) return std::nullopt;
  for (const simdjson::dom::element line : all) {
    if (line.get(parts) != simdjson::SUCCESS) return std::nullopt;
    std::vector<std::string>& read = lines.emplace_back();
    for (const simdjson::dom::element part : parts) {
      std::string_view words;
      if (part.get(words) != simdjson::SUCCESS) return std::nullopt;
      read.emplace_back(words);
    }
  }
  return lines;
}
Lines take_lines(QueryString& query, std::string_view name) {
  auto lines = lines_in(query.take(name).value_or(""));
  if (!lines) query.refuse(Refusal::json_is_malformed, name);
  return lines.value_or(Lines());
}

std::string* column_called(UnitColumns& columns, std::string_view field) {
  const std::pair<std::string_view, std::string*> all[] = {{"id", &columns.id},
                                                           {"code", &columns.code},
                                                           {"name", &columns.name},
                                                           {"type", &columns.type},
                                                           {"closed", &columns.closed},
                                                           {"closed_on", &columns.closed_on},
                                                           {"founded_on", &columns.founded_on},
                                                           {"level", &columns.level},
                                                           {"sector", &columns.sector},
                                                           {"exposure", &columns.exposure},
                                                           {"order_number", &columns.order_number},
                                                           {"party_parent", &columns.party_parent}};
  const auto found =
      std::ranges::find(all, field, &std::pair<std::string_view, std::string*>::first);
  return found == std::end(all) ? nullptr : found->second;
}

// What the reader said of the columns; nothing, and the usual titles are looked for.
void take_columns(QueryString& query, UnitColumns& columns) {
  for (const std::vector<std::string>& line : take_lines(query, "columns")) {
    const bool is_pair = line.size() == 2;
    std::string* single = is_pair ? column_called(columns, line[0]) : nullptr;
    if (single)
      *single = line[1];
    else if (is_pair && line[0] == "parents")
      columns.parents.push_back(line[1]);
    else if (is_pair && line[0] == "aliases")
      columns.aliases.push_back(line[1]);
    else
      query.refuse(Refusal::field_is_unknown, "columns", line.empty() ? "" : line.front());
  }
}

void take_words(QueryString& query, UnitReading& reading) {
  for (const std::vector<std::string>& line : take_lines(query, "unit_words")) {
    std::vector<std::string>* list = line.size() != 3        ? nullptr
                                     : line[0] == "type"     ? &reading.type_words
                                     : line[0] == "level"    ? &reading.level_words
                                     : line[0] == "exposure" ? &reading.exposure_words
                                     : line[0] == "closed"   ? &reading.closed_words
                                                             : nullptr;
    if (list)
      list->push_back(line[1] + "=" + line[2]);
    else
      query.refuse(Refusal::field_is_unknown, "unit_words", line.empty() ? "" : line.front());
  }
}

UnitReading reading_asked(Visit& visit) {
  UnitReading reading;
  take_columns(visit.query, reading.columns);
  take_words(visit.query, reading);
  reading.parent_separator = reading.alias_separator = "any";
  reading.sheet = visit.query.take("sheet").value_or("");
  reading.day_form = visit.query.take("day_form").value_or("");
  reading.charset = charset_of(visit.request.header(Header::content_type));
  const std::string type = visit.query.take("unit_type").value_or(reading.unit_type);
  if (std::ranges::find(unit_type_names, type) == std::end(unit_type_names))
    visit.query.refuse(Refusal::choice_is_unknown, "unit_type", type);
  reading.unit_type = type;
  return reading;
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
  const bool may = std::ranges::any_of(visit.actor.posts, [&](const Post& post) {
    const bool shapes = post.role == Role::administrator || post.role == Role::works_committee ||
                        post.role == Role::organ_committee;
    return shapes && is_in_force(post, visit.today());
  });
  if (!may) return refuse(Refusal::post_does_not_allow_this);
  return unit_bytes_max;
}

Reply import_units(Visit& visit) {
  const bool applies = visit.query.take_yes_no("apply").value_or(false);
  const bool takes_first = visit.query.take_yes_no("take_first_parent").value_or(false);
  UnitReading reading = reading_asked(visit);
  std::string file_name = file_name_of(visit);
  auto errors = visit.query.errors();
  if (!visit.request.upload) errors.push_back({Refusal::file_is_empty, {}, {}});
  if (!errors.empty()) return visit.refused(errors);
  std::shared_ptr<const Upload> upload = std::move(visit.request.upload);
  return answer_later(visit, [&site = visit.site, body = visit.body, actor = visit.actor,
                              now = visit.now, language = visit.language, click = click_of(visit),
                              upload, applies, takes_first, reading = std::move(reading),
                              file_name = std::move(file_name)]() mutable {
    click.digest += to_hex(upload->digest()) + reading.charset;
    const auto answered = applies ? site.writer.answered(click) : std::nullopt;
    if (!answered) return problem(answered.error(), language);
    if (*answered)
      return reply_of(
          {}, {.is_applied = true, .is_replayed = true, .import = RecordId((*answered)->record)});
    std::ifstream file(upload->path(), std::ios::binary);
    RandomSource random = RandomSource::from_system();
    UnitListPlan plan = plan_unit_list(
        file, {*body, actor, random, now, upload->path(), std::move(reading), takes_first});
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
