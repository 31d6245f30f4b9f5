// Files into ledgers: the upload is on the disk by now; the job runs beside.
#include <algorithm>
#include <fstream>

#include "core/control_characters.h"
#include "http/acting.h"
#include "http/finding_json.h"
#include "http/problem.h"
#include "http/reading.h"
#include "http/record_json.h"
#include "http/rooms.h"
#include "imports/import_jobs.h"
#include "imports/import_list.h"
#include "imports/look.h"
#include "ledgers/all.h"
#include "net/header_forms.h"

namespace chuangyou {
namespace {

void write_change(Json& json, const ImportChange& change) {
  json.object()
      .member("row", change.row)
      .member("record", static_cast<const Uuid&>(change.record))
      .member("act", change.act)
      .key("columns")
      .list();
  for (const std::string& column : change.columns) json.put(column);
  json.end_list().key("before").list();
  for (const std::string& value : change.before) json.put(value);
  json.end_list().key("after").list();
  for (const std::string& value : change.after) json.put(value);
  json.end_list().end_object();
}

void write_report(Json& json, const ImportReport& report) {
  json.object()
      .member("rows", report.rows)
      .member("applied", report.applied)
      .member("opened", report.opened)
      .member("amended", report.amended)
      .member("unchanged", report.unchanged)
      .member("left_alone", report.left_alone)
      .member("passed_over", report.passed_over)
      .key("changes")
      .list();
  for (const ImportChange& change : report.changes) write_change(json, change);
  json.end_list()
      .member("findings_in_all", report.findings_in_all)
      .member("findings_are_cut", report.findings_are_cut)
      .key("findings")
      .list();
  for (const ImportFinding& finding : report.findings) write_finding(json, finding);
  json.end_list()
      .member("was_gb18030", report.was_gb18030)
      .member("units_founded", report.units_founded)
      .key("import");
  if (report.import)
    json.put(static_cast<const Uuid&>(*report.import));
  else
    json.null();
  json.end_object();
}

Reply reply_of(const Uuid& job, const ImportJobs::State& state) {
  Reply reply;
  Json json(reply.body);
  json.object()
      .member("job", job)
      .member("state", state.name)
      .member("rows_done", state.rows_done)
      .member("rows_to_apply", state.rows_to_apply)
      .member("percent", state.percent)
      .key("report");
  if (state.report)
    write_report(json, *state.report);
  else
    json.null();
  json.end_object();
  return reply;
}

void write_listed(Json& json, const Body& body, const ListedImport& one) {
  const ImportBegun& begun = one.begun;
  const auto text = [](const std::string& held) {
    return held.empty() ? std::nullopt : std::optional(held);
  };
  json.object()
      .member("import", static_cast<const Uuid&>(one.import))
      .member("at", one.at)
      .key("by");
  write_person_name(json, body, one.by);
  json.member("is_signed", one.is_signed)
      .member("state", one.state)
      .member("ledger", text(begun.ledger))
      .member("mapping", text(begun.mapping))
      .member("file_name", text(begun.file_name))
      .member("file", text(begun.file))
      .member("rows", begun.rows)
      .member("opened", begun.opened)
      .member("amended", begun.amended)
      .member("unchanged", begun.unchanged)
      .member("passed_over", begun.passed_over)
      .member("ended_at", one.ended_at)
      .key("ended_by");
  write_person_name(json, body, one.ended_by);
  json.member("may_be_undone", one.may_be_undone).end_object();
}

void write_texts(Json& json, std::string_view name, const std::vector<std::string>& texts) {
  json.key(name).list();
  for (const std::string& text : texts) json.put(text);
  json.end_list();
}

Reply reply_of(const LookedAt& seen) {
  Reply reply;
  Json json(reply.body);
  json.object()
      .member("is_workbook", seen.is_workbook)
      .member("was_gb18030", seen.was_gb18030)
      .member("separator", seen.separator ? std::string(1, seen.separator) : std::string())
      .member("header_row", seen.header_row)
      .member("rows_read", seen.rows_read)
      .member("is_read_to_its_end", seen.is_read_to_its_end)
      .member("rows_refused", seen.rows_refused)
      .key("faults")
      .list();
  if (seen.first_fault) write_finding(json, {seen.first_fault_row, {}, *seen.first_fault});
  json.end_list().key("sheets").list();
  for (const XlsxReader::Sheet& sheet : seen.sheets)
    json.object().member("name", sheet.name).member("is_hidden", sheet.is_hidden).end_object();
  json.end_list().key("columns").list();
  for (const LookedAtColumn& column : seen.columns) {
    json.object()
        .member("name", column.name)
        .member("is", names_of_guesses[static_cast<std::size_t>(column.guess.is)])
        .member("by", reasons_of_guesses[static_cast<std::size_t>(column.guess.by)])
        .member("field", column.guess.field);
    write_texts(json, "samples", column.samples);
    write_texts(json, "words", column.words);
    json.member("words_are_cut", column.words_are_cut);
    write_texts(json, "forms", column.forms);
    write_texts(json, "stages", column.stages);
    json.end_object();
  }
  json.end_list().key("rows").list();
  for (std::size_t i = 0; i < seen.rows.size(); ++i) {
    json.object().member("row", seen.row_numbers[i]);
    write_texts(json, "cells", seen.rows[i]);
    json.end_object();
  }
  json.end_list().end_object();
  return reply;
}

}  // namespace

// Whoever could enter nothing anywhere by a file.
Result<std::uint64_t> may_look_at_file(Visit& visit) {
  const bool may = std::ranges::any_of(all_ledgers(), [&](const Ledger* ledger) {
    return may_import(mapping_of_export(*ledger), visit.actor, visit.today());
  });
  if (!may) return refuse(Refusal::post_does_not_allow_this);
  return static_cast<std::uint64_t>(import_bytes_max);
}

Reply look_at_file(Visit& visit) {
  TableLayout layout;
  layout.sheet = visit.query.take("sheet").value_or("");
  layout.charset = charset_of(visit.request.header(Header::content_type));
  const auto name = visit.query.take("ledger");
  layout.header_row = visit.query.take_number("header_row", 0, 0, 1'000'000);
  layout.head_rows = visit.query.take_yes_no("two_heads").value_or(false) ? 2 : 1;
  auto errors = visit.query.errors();
  const Ledger* ledger = name ? find_ledger(*name) : nullptr;
  if (name && !ledger) errors.push_back({Refusal::ledger_is_unknown, "ledger", *name});
  if (!visit.request.upload) errors.push_back({Refusal::file_is_empty, {}, {}});
  if (!errors.empty()) return visit.refused(errors);
  std::shared_ptr<const Upload> upload = std::move(visit.request.upload);
  auto turn = visit.site.looks.turn_of(visit.actor.person);
  if (!turn) return visit.refused(Refusal::too_many_requests);
  return answer_later(visit, visit.site.looking,
                      [upload, layout = std::move(layout), ledger, language = visit.language,
                       turn = std::move(turn)] {
                        std::ifstream file(upload->path(), std::ios::binary);
                        const auto seen = look_at(file, upload->path(), layout, ledger);
                        return seen ? reply_of(*seen) : problem(seen.error(), language);
                      });
}

// Whoever could enter no row of it anywhere sends nobody a file.
Result<std::uint64_t> may_start_import(Visit& visit) {
  const auto name = visit.query.take("mapping");
  if (!name) return refuse(Refusal::field_is_missing, "mapping");
  const auto mapping = visit.site.imports.mapping(*visit.body, *name);
  if (!mapping) return std::unexpected(mapping.error());
  if (!may_import(*mapping, visit.actor, visit.today()))
    return refuse(Refusal::post_does_not_allow_this);
  return static_cast<std::uint64_t>(import_bytes_max);
}

Reply start_import(Visit& visit) {
  const auto name = visit.query.take("mapping");
  const bool apply = visit.query.take_yes_no("apply").value_or(false);
  const std::string sheet = visit.query.take("sheet").value_or("");
  std::string reason = visit.query.take("reason").value_or("");
  std::string file_name = file_name_of(visit);
  auto errors = visit.query.errors();
  if (!name) errors.push_back({Refusal::field_is_missing, "mapping", {}});
  if (!visit.request.upload) errors.push_back({Refusal::file_is_empty, {}, {}});
  if (!errors.empty()) return visit.refused(errors);
  auto mapping = visit.site.imports.mapping(*visit.body, *name);
  if (!mapping) return visit.refused(mapping.error());
  if (!sheet.empty()) mapping->layout.sheet = sheet;
  std::shared_ptr<const Upload> upload = std::move(visit.request.upload);
  return answer_later(
      visit, [&site = visit.site, body = visit.body, actor = visit.actor, language = visit.language,
              mapping = std::move(*mapping), upload, apply, sheet, reason = std::move(reason),
              click = click_of(visit), file_name = std::move(file_name), name = *name,
              charset = charset_of(visit.request.header(Header::content_type))]() mutable {
        click.digest += to_hex(upload->digest()) + charset + sheet + reason;
        const auto started = site.imports.start(
            {*body, std::move(actor), std::move(mapping), upload, apply, std::move(click),
             std::move(charset), std::move(reason), std::move(file_name), std::move(name)});
        if (!started) return problem(started.error(), language);
        Reply reply;
        reply.status = 202;
        Json(reply.body).object().member("job", started->job).end_object();
        if (started->replayed) reply.add("Idempotent-Replayed", "true");
        return reply;
      });
}

Reply list_imports_of_body(Visit& visit) {
  constexpr std::int64_t listed_at_once = 50;
  const std::int64_t before = visit.query.take_number("before", INT64_MAX, 1, INT64_MAX);
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  return read_within_bounds(
      visit,
      [before, actor = visit.actor](const Reader& reader, RandomSource&) -> std::optional<Reply> {
        const ListedImports found = list_imports(reader.connection, reader.body, actor,
                                                 reader.today(), before, listed_at_once);
        const auto turn = reader.turn();
        Reply reply;
        Json json(reply.body);
        json.object().key("imports").list();
        for (const ListedImport& one : found.imports) write_listed(json, reader.body, one);
        json.end_list().member("next_before", found.next_before).end_object();
        return reply;
      });
}

Reply read_import(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  const auto job = parse_uuid(visit.named[0]);
  if (!job) return visit.refused(Refusal::nothing_is_there);
  const auto state = visit.site.imports.state(*job, visit.body->no, visit.actor.person);
  if (state && !ImportJobs::may_go_again(*state)) return reply_of(*job, *state);
  // Of an earlier run of the program, and of what goes again, only the records tell.
  return read_within_bounds(
      visit,
      [&imports = visit.site.imports, job = *job, person = visit.actor.person, state,
       language = visit.language](const Reader& reader, RandomSource&) -> std::optional<Reply> {
        if (state)
          return reply_of(
              job, ImportJobs::taken_back_so_far(reader.connection, job, reader.body.no, *state));
        const auto found = imports.state_by_records(reader.connection, job, reader.body.no, person);
        return found ? reply_of(job, *found) : problem(found.error(), language);
      });
}

Reply cancel_import(Visit& visit) {
  const auto job = parse_uuid(visit.named[0]);
  if (!job) return visit.refused(Refusal::nothing_is_there);
  const auto cancelled = visit.site.imports.cancel(*job, visit.body->no, visit.actor.person);
  if (!cancelled) return visit.refused(cancelled.error());
  Reply reply;
  reply.status = 204;
  return reply;
}

Reply take_back_import(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  const auto import = parse_uuid(visit.named[0]);
  if (!import) return visit.refused(Refusal::nothing_is_there);
  return answer_later(
      visit, visit.site.bringing,
      [&site = visit.site, body = visit.body, actor = visit.actor, language = visit.language,
       click = click_of(visit), import = RecordId(*import)] {
        Connection reading(site.database_path, OpenFor::reading);
        const auto undone = undo_import(import, *body, reading, actor, site.writer,
                                        body_now(*body, site.now()), click);
        if (!undone) return problem(undone.error(), language);
        Reply reply;
        Json(reply.body).object().member("undone", undone->records).end_object();
        if (undone->replayed) reply.add("Idempotent-Replayed", "true");
        return reply;
      });
}

Reply confirm_late_entries(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  const auto import = parse_uuid(visit.named[0]);
  if (!import) return visit.refused(Refusal::nothing_is_there);
  return answer_later(visit, visit.site.bringing,
                      [&site = visit.site, body = visit.body, actor = visit.actor,
                       language = visit.language, import = RecordId(*import)] {
                        Connection reading(site.database_path, OpenFor::reading);
                        const auto confirmed =
                            confirm_import(import, *body, reading, actor, site.writer,
                                           body_now(*body, site.now()));
                        if (!confirmed) return problem(confirmed.error(), language);
                        Reply reply;
                        Json(reply.body).object().member("confirmed", *confirmed).end_object();
                        return reply;
                      });
}

}  // namespace chuangyou
