// How files of offices are read, as it was kept under names: what is kept now, by whom and when,
// and every version before it, so that an import of last year still says by which one it was read.
#include <variant>

#include <shared_mutex>

#include "campaign/body_tables.h"
#include "http/acting.h"
#include "http/problem.h"
#include "http/reading.h"
#include "http/record_json.h"
#include "http/rooms.h"
#include "imports/import_jobs.h"
#include "imports/mapping_json.h"
#include "journal/entries_of_record.h"
#include "packs/frame_act.h"
#include "storage/step_limit.h"

namespace chuangyou {
namespace {

constexpr std::int64_t entries_at_once = 500;
// A mapping may be long, and reading it takes its time without SQLite.
constexpr std::int64_t bytes_of_a_step = 8;

struct Version {
  EntryHead head;
  std::string name, former_name;
};

bool is_about_mappings(std::string_view act) {
  return act == "keep_mapping" || act == "drop_mapping";
}

std::vector<Version> versions_of(Connection& connection, BodyNo body) {
  std::vector<Version> versions;
  const Uuid record = record_of_body(connection, body);
  for (std::int64_t after = 0;;) {
    const std::vector<Entry> entries = entries_of(connection, body, record, after, entries_at_once);
    for (const Entry& entry : entries) {
      if (!is_about_mappings(entry.head.act)) continue;
      StepLimit::spend(connection, std::ssize(entry.changes) / bytes_of_a_step);
      const auto act = decode_frame_act(entry.head.act, entry.changes);
      if (!act) continue;
      if (const auto* keep = std::get_if<KeepMapping>(&*act))
        versions.push_back({entry.head, keep->name, keep->former_name});
      if (const auto* drop = std::get_if<DropMapping>(&*act))
        versions.push_back({entry.head, drop->name, {}});
    }
    if (std::ssize(entries) < entries_at_once) return versions;
    after = entries.back().head.seq;
  }
}

void write_versions(Json& json, const Body& body, const std::vector<Version>& versions) {
  json.key("versions").list();
  for (const Version& one : versions) {
    json.object()
        .member("seq", one.head.seq)
        .member("at", one.head.at)
        .member("act", one.head.act)
        .member("role", name_of(one.head.role))
        .member("name", one.name)
        .member("former_name", one.former_name)
        .key("by");
    write_person_name(json, body, one.head.actor);
    json.end_object();
  }
  json.end_list();
}

}  // namespace

Reply list_mappings(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  return read_within_bounds(visit, [](const Reader& reader, RandomSource&) -> std::optional<Reply> {
    const std::vector<Version> versions = versions_of(reader.connection, reader.body.no);
    const auto turn = reader.turn();
    Reply reply;
    Json json(reply.body);
    json.object().key("mappings").list();
    for (const KeptMapping& kept : reader.body.frame.mappings)
      json.object()
          .member("name", kept.name)
          .member("content", *kept.content)
          .member("since", kept.since)
          .member("by_entry", kept.by_entry)
          .end_object();
    json.end_list();
    write_versions(json, reader.body, versions);
    json.end_object();
    return reply;
  });
}

// Of any name by which a file can be read, also of those that ship with the program.
Reply read_mapping(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  // It may be long: not on the loop.
  return answer_later(visit, visit.site.reading,
                      [&site = visit.site, body = visit.body, name = std::string(visit.named[0]),
                       language = visit.language] {
                        const std::shared_lock lock(body->lock);
                        const auto mapping = site.imports.mapping(*body, name);
                        if (!mapping) return problem(mapping.error(), language);
                        Reply reply;
                        Json(reply.body)
                            .object()
                            .member("name", name)
                            .member("is_kept", body->frame.mapping(name) != nullptr)
                            .key("mapping")
                            .raw(mapping_as_json(*mapping))
                            .end_object();
                        return reply;
                      });
}

}  // namespace chuangyou
