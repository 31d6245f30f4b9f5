#include "campaign/body_tables.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <simdjson.h>
#include <spdlog/spdlog.h>

#include <fstream>
#include <sstream>

#include "campaign/perform_act.h"
#include "journal/follow.h"
#include "journal/journal.h"
#include "journal/lost_checkpoints.h"
#include "ledgers/all.h"
#include "storage/account_rows.h"
#include "storage/body_rows.h"
#include "storage/ledger_sql.h"
#include "storage/links.h"
#include "storage/made_by.h"
#include "storage/session_rows.h"
#include "storage/table_shape.h"

namespace chuangyou {
namespace {

Result<std::string> file_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return refuse(Refusal::file_cannot_be_read, {}, path);
  std::stringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

constexpr std::string_view plain_weeks = "plain-weeks";  // the calendar that needs no file

Result<std::string> calendar_text(const Places& places, const std::string& name) {
  if (name == plain_weeks) return std::string();
  return file_text(places.campaigns + "/calendars/" + name + "/days.csv");
}

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
}

void create_what_the_journal_makes(Connection& connection, Indexes indexes) {
  create_campaign_schema(connection);
  create_follow_schema(connection);
  for (const Ledger* ledger : all_ledgers())
    connection.run(indexes == Indexes::now ? create_table_sql(*ledger) : create_rows_sql(*ledger));
}

std::vector<std::string> tables_that_the_journal_makes() {
  std::vector<std::string> names{"bodies", "units",    "people",
                                 "posts",  "receipts", std::string(links_table)};
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

Result<std::unique_ptr<Body>> make_body(const Places& places, BodyNo no, const NewBody& wanted,
                                        Moment now) {
  Campaign campaign;
  if (!wanted.campaign.empty()) {
    Result<std::string> text =
        file_text(places.campaigns + "/" + wanted.campaign + "/campaign.yaml");
    if (!text) return std::unexpected(text.error());
    Result<Campaign> read = read_campaign(wanted.campaign, *text);
    if (!read) return std::unexpected(read.error());
    campaign = std::move(*read);
  }
  std::string policy_key = first_given(wanted.policy, campaign.policy_pack);
  std::string calendar_key = first_given(wanted.calendar, campaign.calendar);
  Result<Zone> zone = Zone::named(first_given(wanted.zone, campaign.zone));
  if (!zone) return std::unexpected(zone.error());
  Result<std::string> days = calendar_text(places, calendar_key);
  if (!days) return std::unexpected(days.error());
  Result<WorkingCalendar> calendar = calendar_key == plain_weeks
                                         ? WorkingCalendar::plain_weeks(calendar_key)
                                         : WorkingCalendar::from_csv(calendar_key, *days);
  if (!calendar) return std::unexpected(calendar.error());
  Result<std::string> values = file_text(places.campaigns + "/policy/" + policy_key + ".yaml");
  if (!values) return std::unexpected(values.error());
  Result<PolicyPack> policy = read_policy_pack(policy_key, *values);
  if (!policy) return std::unexpected(policy.error());

  auto body = std::make_unique<Body>(std::move(*zone), std::move(*calendar));
  body->no = no;
  body->key = wanted.key;
  body->name = wanted.name;
  body->campaign_key = wanted.campaign;
  body->policy_key = policy_key;
  body->calendar_key = calendar_key;
  body->reckoned_by = hash_of(HashFunction::sha256, {calendar_key, *days, policy_key, *values});
  body->policy = std::move(*policy);
  body->campaign = std::move(campaign);
  body->shown_as_of = wanted.shown_as_of;
  body->hash = wanted.hash;
  body->loaded_at = now;
  return body;
}

}  // namespace chuangyou
