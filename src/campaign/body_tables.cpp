#include "campaign/body_tables.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <simdjson.h>
#include <spdlog/spdlog.h>

#include "campaign/frame_files.h"
#include "campaign/perform_act.h"
#include "journal/follow.h"
#include "journal/journal.h"
#include "journal/lost_checkpoints.h"
#include "ledgers/all.h"
#include "storage/account_rows.h"
#include "storage/body_rows.h"
#include "storage/evidence_rows.h"
#include "storage/follower_rows.h"
#include "storage/import_rows.h"
#include "storage/ledger_sql.h"
#include "storage/links.h"
#include "storage/made_by.h"
#include "storage/saved_view_rows.h"
#include "storage/second_factor_rows.h"
#include "storage/session_rows.h"
#include "storage/table_shape.h"

namespace chuangyou {
namespace {

const std::string& first_given(const std::string& wanted, const std::string& otherwise) {
  return wanted.empty() ? otherwise : wanted;
}

// An empty table in the place of one that somebody dropped would be taken for the truth.
std::string missing_although_there_are_entries(Connection& connection) {
  if (bodies_with_entries(connection).empty()) return {};
  for (const std::string& table : tables_that_the_journal_makes())
    if (!is_a_table(connection, table)) return table;
  return {};
}

}  // namespace

void create_every_schema(Connection& connection) {
  create_journal_schema(connection);
  const std::string missing = missing_although_there_are_entries(connection);
  create_what_the_journal_makes(connection, Indexes::now);
  if (missing.empty()) return;
  spdlog::error("table_is_missing table={} what=\"all are made again from the journal\"", missing);
  set_made_by(connection, "nobody");
}

void create_all_that_we_ever_make(Connection& connection, std::int64_t journal_layout) {
  create_journal_schema(connection, journal_layout);
  create_what_the_journal_makes(connection, Indexes::now);
  create_lost_checkpoints_schema(connection);
  create_account_schema(connection);
  create_session_schema(connection);
  create_second_factor_schema(connection);
  create_saved_views_schema(connection);
}

void create_what_the_journal_makes(Connection& connection, Indexes indexes) {
  create_campaign_schema(connection);
  create_follow_schema(connection);
  connection.run(create_happened_sql());
  for (const Ledger* ledger : all_ledgers())
    connection.run(indexes == Indexes::now ? create_table_sql(*ledger) : create_rows_sql(*ledger));
}

std::vector<std::string> tables_that_the_journal_makes() {
  std::vector<std::string> names{
      "bodies",         "units",    "former_parents",    "people",    "posts",
      "post_proposals", "receipts", "unit_descriptions", "handovers", "reorganisations"};
  for (const std::string_view beside :
       {links_table, happened_table, evidence_table, followers_table, imports_table})
    names.emplace_back(beside);
  for (const Ledger* ledger : all_ledgers())
    for (const std::string& name : {std::string(ledger->name), work_list_name(*ledger)})
      names.push_back(name);
  return names;
}

void put_body(Connection& connection, BodyNo no, const NewBody& body) {
  put_body_row(connection, {no, body.key, body.name, body.campaign, body.policy, body.calendar,
                            body.zone, body.shown_as_of});
}

std::vector<StoredBody> stored_bodies(Connection& connection) {
  std::vector<StoredBody> bodies;
  for (BodyRow& row : body_rows(connection)) {
    const HashFunction hash = hash_function_of(connection, row.no);
    bodies.push_back(
        {row.no,
         {std::move(row.key), std::move(row.name), std::move(row.campaign), std::move(row.policy),
          std::move(row.calendar), std::move(row.zone), row.shown_as_of, hash}});
  }
  return bodies;
}

std::string encode_body(const NewBody& body) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> json(buffer);
  auto member = [&](const char* name, const std::string& text) {
    json.Key(name);
    json.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  };
  json.StartObject();
  member("key", body.key);
  member("name_zh", body.name.zh);
  member("name_en", body.name.en);
  member("campaign", body.campaign);
  member("policy", body.policy);
  member("calendar", body.calendar);
  member("zone", body.zone);
  member("hash", std::string(hash_function_names[static_cast<std::size_t>(body.hash)]));
  if (body.shown_as_of) member("shown_as_of", to_text(*body.shown_as_of));
  json.EndObject();
  return buffer.GetString();
}

Result<NewBody> decode_body(std::string_view text) {
  simdjson::dom::parser parser;
  simdjson::padded_string padded(text);
  simdjson::dom::object object;
  if (parser.parse(padded).get(object) != simdjson::SUCCESS)
    return refuse(Refusal::json_is_malformed);
  auto member = [&](std::string_view name) {
    std::string_view value;
    return object[name].get(value) == simdjson::SUCCESS ? std::string(value) : std::string();
  };
  NewBody body{member("key"),      {member("name_zh"), member("name_en")},
               member("campaign"), member("policy"),
               member("calendar"), member("zone"),
               std::nullopt};
  if (member("hash") == "sm3") body.hash = HashFunction::sm3;
  if (std::string day = member("shown_as_of"); !day.empty()) {
    Result<Date> date = parse_date(day);
    if (!date) return std::unexpected(date.error());
    body.shown_as_of = *date;
  }
  return body;
}

Result<std::unique_ptr<Body>> make_body(BodyNo no, const NewBody& wanted, Frame frame, Moment now) {
  Result<Zone> zone = Zone::named(first_given(wanted.zone, frame.campaign.zone));
  if (!zone) return std::unexpected(zone.error());
  auto body = std::make_unique<Body>(std::move(*zone), std::move(frame));
  body->no = no;
  body->key = wanted.key;
  body->name = wanted.name;
  body->shown_as_of = wanted.shown_as_of;
  body->hash = wanted.hash;
  body->loaded_at = now;
  return body;
}

Result<std::unique_ptr<Body>> make_body(Connection& connection, const Places& places, BodyNo no,
                                        const NewBody& wanted, Moment now) {
  Result<Frame> frame = frame_in_journal(connection, no);
  if (!frame) return std::unexpected(frame.error());
  if (frame->is_whole()) return make_body(no, wanted, std::move(*frame), now);
  Result<std::vector<FrameAct>> files = frame_files(places, wanted);
  if (!files) return std::unexpected(files.error());
  frame = frame_of(*files);
  if (!frame) return std::unexpected(frame.error());
  auto body = make_body(no, wanted, std::move(*frame), now);
  if (body) (*body)->not_adopted = std::move(*files);
  return body;
}

}  // namespace chuangyou
