#include "http/openapi.h"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <vector>

#include "http/campaign_fields.h"
#include "http/decode.h"
#include "http/json.h"
#include "http/openapi_burden.h"
#include "http/openapi_campaign.h"
#include "http/openapi_granting.h"
#include "http/openapi_house.h"
#include "http/openapi_parameters.h"
#include "http/openapi_plans.h"
#include "http/openapi_schemas.h"
#include "http/openapi_shapes.h"
#include "http/openapi_work.h"
#include "http/org_fields.h"
#include "http/routes.h"
#include "ledgers/all.h"

namespace chuangyou {
namespace {

// What a route means: its words, its parameters beside those of the path, and what goes in and out.
struct Meaning {
  std::string_view operation, tag, summary;
  std::string_view parameters;  // names in openapi_parameters, blanks between
  std::string_view takes;       // schema of the body; `act`: by the fields of the act
  std::string_view gives;       // schema of the answer; empty: none
  int status = 200;
};

constexpr Meaning meanings[] = {
    {"health", "system", "The process runs", "", "", "Health"},
    {"ready", "system", "Acts are taken", "", "", "Ready"},
    {"listBodies", "system", "The bodies that this system serves", "", "", "Bodies"},
    {"readDescription", "system", "The ledgers as they are declared", "", "", "Description"},
    {"readOpenapi", "system", "This description", "", "", "Anything"},
    {"listSeals", "proofs", "The published seals", "body after limit", "", "Seals"},
    {"proveConsistency", "proofs", "A smaller tree is the beginning of a larger one",
     "body from to", "", "Consistency"},
    {"logIn", "session", "Log in", "", "LogIn", "Session"},
    {"readSession", "session", "Who is logged in", "", "", "Session"},
    {"logOut", "session", "Log out", "", "", "", 204},
    {"readOwnAccount", "session", "My second factor, and where I am logged in", "", "",
     "OwnAccount"},
    {"beginSecondFactor", "session", "A secret for my telephone, which counts once confirmed", "",
     "OwnPassword", "SecondFactorBegun"},
    {"confirmSecondFactor", "session", "The telephone has it: here is its code", "",
     "SecondFactorCode", "RecoveryCodes"},
    {"dropSecondFactor", "session", "Another telephone is to come in its place", "",
     "SecondFactorDropped", "", 204},
    {"endOwnSession", "session", "End one of my sessions, or `others`", "", "", "", 204},
    {"confirmClock", "session", "The machine's clock is right, says the administrator", "", "",
     "ClockConfirmed"},
    {"countCalendarDays", "public",
     "The day so many days after another, or the days between two, each that does not count "
     "explained",
     "calendar_from calendar_days calendar_until calendar_kind body", "", "DaysCounted"},
    {"readCalendarFeed", "public", "Days off and worked weekends (text/calendar)", "year lang body",
     "", "Anything"},
    {"listPublicUnits", "public", "Units by part of their name", "search", "", "PublicUnits"},
    {"readReceipt", "public", "A record as its sender sees it", "", "", "ReceiptRecord"},
    {"proveReceipt", "public", "The sender's entry is still in the journal", "seq", "", "Proof"},
    {"proveReceiptToAll", "public",
     "The same as a tlog-proof (text), which needs nobody to be checked", "seq", "", "Anything"},
    {"listWitnesses", "public", "Who outside cosigned the body's log, and when", "", "",
     "Witnesses"},
    {"actWithReceipt", "public", "An act of the sender", "if_match", "ReceiptAct", "AnyRecord"},
    {"readPublicCampaign", "public", "The campaign as everyone may read it", "", "",
     "CampaignTold"},
    {"listPublic", "public", "What everyone may see", "unit overdue cursor limit as_of", "",
     "Page"},
    {"readPublic", "public", "One record as everyone may see it, with its public course", "as_of",
     "", "PublicRecord"},
    {"openPublic", "public", "Open a record; the answer carries the receipt", "", "PublicOpening",
     "AnyRecord", 201},
    {"listToday", "work", "What waits for me", "limit", "", "Today"},
    {"search", "work", "Records, units and people by their words, as far as I see them",
     "search_text search_ledger unit state stage cursor limit count as_of", "", "SearchResult"},
    {"readOverview", "work", "The figures of a unit and of those below it",
     "unit period_from period_until as_of", "", "Overview"},
    {"readHelp", "work", "What is late or contested below a unit, and what was tried", "unit", "",
     "Help"},
    {"readHelpWith", "work", "What was tried for a record, and what the reader may offer", "", "",
     "HelpWith"},
    {"readClausesAndWork", "work",
     "Clauses that no task of a unit answers, tasks under no clause, and how much is confirmed",
     "unit", "", "ClausesAndWork"},
    {"readMonth", "work", "Meetings, due days and regular work of a unit in one month",
     "unit month", "", "Month"},
    {"readAlike", "work", "Carriers of the same form, people and days, nearest first", "", "",
     "Alike"},
    {"readTrend", "work", "The flows of a unit step by step, and what ran out in each",
     "unit period_from period_until step as_of", "", "Trend"},
    {"readBurden", "work", "What the units of a subtree were asked, month by month, and its cost",
     "unit months", "", "Burden"},
    {"listAsked", "work", "The records behind the burden of one month", "unit asked_month", "",
     "AskedOfUnits"},
    {"readPlan", "work", "The plan of a unit, what carries it out, and the weeks ahead",
     "unit plan_phase as_of", "", "PlanOfUnit"},
    {"readPlanCoverage", "work", "Which units directly below plan for which requirement",
     "unit plan_phase as_of", "", "PlanCoverage"},
    {"readPastDays", "work", "Which past days there are, and which are answered at once", "", "",
     "PastDays"},
    {"followEvents", "work", "Live events (text/event-stream)", "last_event_id", "", "EventStream"},
    {"listUnits", "organisation", "Units", "under search open limit as_of", "", "Units"},
    {"readUnit", "organisation", "One unit", "as_of", "", "Unit"},
    {"readTree", "organisation", "What stands directly under a unit in either tree, or at the top",
     "under tree tree_after open limit as_of", "", "TreeLevel"},
    {"readUnitHistory", "organisation", "What was done to a unit, and how it was called", "", "",
     "UnitHistory"},
    {"listPeople", "organisation", "People with posts in a unit or below, or anyone",
     "unit search anyone limit", "", "People"},
    {"actOnOrganisation", "organisation", "Act on units and people", "", "act",
     "OrganisationActDone"},
    {"previewOrganisation", "organisation", "What the act would do", "", "", "Preview"},
    {"listViolations", "organisation", "Posts that do not go together and stand from before", "",
     "", "Violations"},
    {"changePassword", "session", "Set a password of one's own; other sessions of it end", "",
     "PasswordChange", "", 204},
    {"listAccounts", "accounts", "Who has an account", "", "", "Accounts"},
    {"makeAccounts", "accounts", "Make accounts, all or none; each password is told this once", "",
     "AccountsToMake", "AccountsMade"},
    {"listAccountEntries", "accounts", "What was done with an account, and by whom", "account", "",
     "AccountEntries"},
    {"actOnAccount", "accounts", "Lock, unlock, reset or end an account", "", "AccountNamed",
     "AccountDone"},
    {"listPostProposals", "organisation",
     "Posts and changes of the tree that wait for a second person", "", "", "PostProposals"},
    {"exportUnits", "organisation", "Both trees as a file (text/csv), in the reader's words",
     "as_of", "", "Anything"},
    {"exportUnitsWorkbook", "organisation", "The same as a workbook (XLSX)", "as_of", "",
     "Anything"},
    {"listHandovers", "organisation", "Work that waits for the signature of who receives it", "",
     "", "Handovers"},
    {"readCampaign", "campaign", "The campaign as it stands, with its milestones and phases", "",
     "", "Campaign"},
    {"readCampaignPage", "campaign",
     "What has come of the campaign at a unit and below it, each count with the list that it opens",
     "unit", "", "CampaignPage"},
    {"listPolicyValues", "campaign", "The numbers of practice, each with source and days", "", "",
     "PolicyValues"},
    {"listCampaignEntries", "campaign", "What the journal says of these", "tree_after limit", "",
     "CampaignEntries"},
    {"readCampaignEntry", "campaign", "One such entry with what it says", "", "", "CampaignEntry"},
    {"listCalendars", "campaign", "The calendars that were adopted, the last first", "", "",
     "Calendars"},
    {"previewCalendar", "campaign",
     "What a new year's notice would bring and which open deadlines it would move; nothing is done",
     "", "CalendarFile", "CalendarPreview"},
    {"readAuditTrail", "organisation",
     "What was done to accounts, posts, people, units, the frame and by erasures, the last first; "
     "nothing of any record",
     "audit_kind audit_person audit_from audit_until audit_before limit", "", "AuditTrail"},
    {"readHeld", "work", "All that is held about me; as one file with `whole`", "whole", "",
     "Held"},
    {"actOnCampaign", "campaign", "Change them", "", "act", "OrganisationActDone"},
    {"startImport", "imports", "Check a CSV or XLSX file, or take it in",
     "mapping apply sheet reason file_name", "csv", "ImportStarted", 202},
    {"importPeople", "organisation",
     "Check a list of people, or take it in: people are added, posts proposed, accounts made",
     "apply sheet file_name kept_mapping people_reading same_names_are_same people_names", "csv",
     "PeopleImported"},
    {"importUnits", "organisation",
     "Check a list of units, or take it in: those that are not there yet are founded",
     "apply sheet file_name kept_mapping unit_columns unit_words unit_type day_form "
     "take_first_parent",
     "csv", "UnitsImported"},
    {"exportPeople", "organisation", "Everybody with his posts as a file (text/csv)", "", "",
     "Anything"},
    {"exportPeopleWorkbook", "organisation", "The same as a workbook (XLSX)", "", "", "Anything"},
    {"listMappings", "imports", "How files of offices are read, as was kept under names", "", "",
     "KeptMappings"},
    {"readMapping", "imports", "One such by its name, kept or packaged, to be changed", "", "",
     "ReadableMapping"},
    {"lookAtFile", "imports", "What a file holds, before anybody says what it means",
     "sheet header_row two_heads of_ledger", "csv", "LookedAt"},
    {"listImports", "imports", "Which files came in, the last first", "imports_before", "",
     "Imports"},
    {"readImport", "imports", "How an import stands", "", "", "Import"},
    {"cancelImport", "imports", "Stop an import", "", "", "", 204},
    {"undoImport", "imports", "Take an import back as a whole", "", "", "ImportUndone"},
    {"confirmImport", "imports", "Stand for all late entries of an import", "", "",
     "ImportConfirmed"},
    {"listErasures", "erasures", "What was asked to be erased, the newest first", "after limit", "",
     "Erasures"},
    {"listErasableEntries", "erasures", "What could be erased of a record, by name alone",
     "ledger record after limit", "", "ErasableEntries"},
    {"askErasure", "erasures", "Ask that what an entry says of somebody be erased", "",
     "AskErasure", "ErasureDone"},
    {"signErasure", "erasures", "Sign it: from then on it is gone", "", "", "ErasureDone"},
    {"refuseErasure", "erasures", "Refuse it", "", "RefuseErasure", "ErasureDone"},
    {"splitText", "work", "A document's text as clauses to be corrected; nothing is saved", "",
     "Pasted", "SplitText"},
    {"findNearTexts", "work",
     "What says nearly the same as a text that is being written, as far as I see it; nothing is "
     "kept of the question",
     "", "NearAsked", "NearTexts"},
    {"list", "records", "A list",
     "unit own_unit stage overdue on_time kept_first word judged history with_clock implausible "
     "happened period_from period_until author state fields order columns cursor limit count as_of",
     "", "Page"},
    {"askBeforehandOfNew", "records", "All that would be refused of a new record; nothing is done",
     "towards", "Beforehand", "ToldBeforehand"},
    {"askBeforehand", "records", "All that would be refused of an act; nothing is done", "towards",
     "Beforehand", "ToldBeforehand"},
    {"exportList", "records", "The same list as a file (text/csv), all of it up to 50,000 records",
     "unit own_unit stage overdue on_time kept_first word judged history with_clock implausible "
     "happened period_from period_until author state fields order columns as_of",
     "", "Anything"},
    {"exportWorkbook", "records",
     "The same list as a workbook (XLSX): rows of a field on a sheet of their own",
     "unit own_unit stage overdue on_time kept_first word judged history with_clock implausible "
     "happened period_from period_until author state fields order columns as_of",
     "", "Anything"},
    {"listViews", "work", "Lists as I like to look at them", "", "", "SavedViews"},
    {"saveView", "work", "Save one, in the place of one of that name", "", "SavedView", "", 204},
    {"dropView", "work", "Delete one", "", "", "", 204},
    {"open", "records", "Open a record", "", "Opening", "AnyRecord", 201},
    {"read", "records", "One record", "as_of_seq awaited as_of if_none_match", "", "AnyRecord"},
    {"readJournal", "records", "What was done to a record", "after limit as_of", "", "Journal"},
    {"listCiting", "records", "The records of all ledgers that lead to this one, or to a row of it",
     "limit as_of", "", "Citing"},
    {"readChain", "records",
     "What a record answers and what came of it, hop by hop, as far as the reader sees", "as_of",
     "", "Chain"},
    {"compareRows", "records", "Which rows differ from those of another record of the ledger",
     "with", "", "Differences"},
    {"prove", "records", "The record's last entry is in the journal", "seq", "", "Proof"},
    {"actOnMany", "records", "The same act on up to 200 records, each decided by itself", "",
     "ManyRecords", "ManyDone"},
    {"act", "records", "Act on a record", "if_match", "RecordAct", "AnyRecord"},
    {"listFollowed", "thread", "What I follow, with what was done to it since I saw it", "", "",
     "FollowedRecords"},
    {"sendFile", "thread", "A file that is to stand as evidence; an act takes it within a day", "",
     "bytes", "SentFile", 201},
    {"remark", "thread", "A note to those who see the record whole", "", "RemarkAct", "AnyRecord"},
    {"attach", "thread", "Evidence that comes later", "", "AttachAct", "AnyRecord"},
    {"follow", "thread", "Follow a record; once more: I have seen it up to now", "", "",
     "AnyRecord"},
    {"unfollow", "thread", "Follow it no longer", "", "", "AnyRecord"},
    {"readFollowing", "thread", "Whether I follow it, and what I may do beside it", "", "",
     "Following"},
};

// One route written out: for one act on units, people or the campaign, where it stands for several.
using Variant = const OrgActFields*;

const Meaning& meaning_of(const Route& route) {
  const auto found = std::ranges::find(meanings, route.operation, &Meaning::operation);
  if (found == std::end(meanings))
    throw std::logic_error("a route has no meaning: " + std::string(route.operation));
  return *found;
}

std::vector<Variant> variants_of(const Route& route) {
  std::vector<Variant> variants;
  if (route.pattern.contains("/organisation/") && route.pattern.ends_with("{act}")) {
    for (const OrgActFields& act : org_acts())
      if (act.has_preview || !route.operation.starts_with("preview")) variants.push_back(&act);
  } else if (route.pattern.contains("/campaign/") && route.pattern.ends_with("{act}")) {
    for (const OrgActFields& act : campaign_acts()) variants.push_back(&act);
  } else {
    variants.push_back(nullptr);
  }
  return variants;
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  const std::size_t at = text.find(what);
  if (at != std::string::npos) text.replace(at, what.size(), by);
  return text;
}

std::string path_of(const Route& route, Variant variant) {
  const std::string path(route.pattern);
  return variant ? replaced(path, "{act}", variant->act) : path;
}

// The ledgers at an address: all, or those that the public may look at or open a record of.
std::string ledger_names(std::string_view operation) {
  std::string text;
  Json json(text);
  json.list();
  for (const Ledger* ledger : all_ledgers()) {
    const bool is_public = std::ranges::any_of(ledger->states, &State::is_public);
    const bool is_citizens = std::ranges::any_of(ledger->acts, [](const Act& act) {
      return act.from.empty() &&
             std::ranges::find(act.may, Role::citizen, &Right::role) != act.may.end();
    });
    const bool is_read = operation == "listPublic" || operation == "readPublic";
    if ((!is_read || is_public) && (operation != "openPublic" || is_citizens))
      json.put(ledger->name);
  }
  json.end_list();
  return text;
}

class OpenApi {
 public:
  std::string write() {
    json_.object().member("openapi", "3.1.0");
    write_info();
    json_.key("servers").list().object().member("url", "/").end_object().end_list();
    write_tags();
    write_paths();
    write_components();
    json_.end_object();
    return std::move(text_);
  }

 private:
  void write_info() {
    json_.key("info").object();
    json_.member("title", "Chuangyou")
        .member("version", "1")
        .member("description",
                "The system of record for an improvement campaign in public bodies. Written by the "
                "program "
                "from its declarations. Errors are RFC 9457 problem details; unknown fields and "
                "parameters "
                "are refused, never ignored.");
    json_.key("license").object().member("name", "Apache License 2.0");
    json_.member("identifier", "Apache-2.0").end_object().end_object();
  }

  void write_tags() {
    json_.key("tags").list();
    constexpr std::pair<std::string_view, std::string_view> fixed[] = {
        {"system", "The process and what it knows of itself."},
        {"session", "Logging in and out."},
        {"work", "What spans all ledgers."},
        {"organisation", "Units, people and posts."},
        {"accounts", "Who may log in."},
        {"campaign", "The body's campaign, numbers of practice and calendar."},
        {"imports", "Tables into ledgers."},
        {"erasures", "Personal data taken out of the journal, by two people."},
        {"proofs", "The sealed journal (RFC 6962)."},
        {"public", "No session; so many requests a second from one address."},
        {"thread",
         "What every record has beside its ledger's own acts. Its files are read at "
         "`/files/{ledger}/{id}/{hash}`."},
        {"records", "Every ledger alike. What each act takes stands in /api/description."}};
    for (const auto& [name, description] : fixed)
      json_.object().member("name", name).member("description", description).end_object();
    json_.end_list();
  }

  // Routes of one path stand together, as the format wants it.
  void write_paths() {
    json_.key("paths").object();
    std::set<std::string> written;
    for (const Route& route : routes())
      for (const Variant variant : variants_of(route)) {
        const std::string path = path_of(route, variant);
        if (!written.insert(path).second) continue;
        json_.key(path).object();
        for (const Route& other : routes())
          for (const Variant one : variants_of(other))
            if (path_of(other, one) == path) write_operation(other, one);
        json_.end_object();
      }
    json_.end_object();
  }

  void write_operation(const Route& route, Variant variant) {
    const Meaning& meaning = meaning_of(route);
    constexpr std::string_view methods[] = {"get", "head", "post", "delete"};
    json_.key(methods[static_cast<std::size_t>(route.method)]).object();
    std::string operation(meaning.operation);
    std::string summary(meaning.summary);
    if (variant) operation += camel(variant->act);
    if (variant) summary.append(": ").append(variant->act);
    json_.member("operationId", operation).member("summary", summary);
    json_.key("tags").list().put(meaning.tag).end_list();
    json_.key("security").list();
    if (needs_session(route)) json_.object().key("session").list().end_list().end_object();
    json_.end_list();
    write_parameters(route, meaning, variant);
    write_body(meaning, variant);
    write_answers(meaning);
    json_.end_object();
  }

  void parameter(std::string_view name) { write_ref(json_, "parameters", name); }

  void write_parameters(const Route& route, const Meaning& meaning, Variant variant) {
    json_.key("parameters").list();
    const std::string path = path_of(route, variant);
    for (std::size_t at = path.find('{'); at != std::string::npos; at = path.find('{', at + 1)) {
      const std::string name = path.substr(at + 1, path.find('}', at) - at - 1);
      const bool is_public = name == "ledger" && !needs_session(route);
      parameter("path_" + name + (is_public ? "_" + std::string(meaning.operation) : ""));
    }
    const bool is_write = route.method == Method::post || route.method == Method::delete_;
    if (is_write && needs_session(route)) parameter("csrf_token");
    if (route.needs_key) parameter("idempotency_key");
    std::string_view names = meaning.parameters;
    while (!names.empty()) {
      parameter(names.substr(0, names.find(' ')));
      names.remove_prefix(std::min(names.find(' '), names.size() - 1) + 1);
    }
    if (meaning.operation == "previewOrganisation")
      for (const FieldSpec& field : variant->fields) query_parameter(field);
    json_.end_list();
  }

  void query_parameter(const FieldSpec& field) {
    json_.object().member("name", field.name).member("in", "query");
    json_.member("required", field.required).key("schema");
    write_kind(json_, field, false);
    json_.end_object();
  }

  void write_body(const Meaning& meaning, Variant variant) {
    if (meaning.takes.empty()) return;
    // An act that takes nothing needs no body.
    json_.key("requestBody").object().member("required", meaning.takes != "RecordAct");
    json_.key("content").object();
    const bool is_csv = meaning.takes == "csv", is_file = meaning.takes == "bytes";
    json_.key(is_csv ? "text/csv" : is_file ? "application/octet-stream" : json_type);
    json_.object().key("schema");
    if (is_csv || is_file)
      json_.object().member("type", "string").end_object();
    else if (variant)
      write_org_request(*variant);
    else
      write_ref(json_, "schemas", meaning.takes);
    json_.end_object().end_object().end_object();
  }

  void write_org_request(const OrgActFields& act) {
    json_.object().member("type", "object").member("additionalProperties", false);
    json_.key("required").list().put("fields").end_list().key("properties").object();
    json_.key("fields").object().member("type", "object").member("additionalProperties", false);
    json_.key("required").list();
    for (const FieldSpec& field : act.fields)
      if (field.required) json_.put(field.name);
    json_.end_list().key("properties").object();
    for (const FieldSpec& field : act.fields) {
      json_.key(field.name);
      write_kind(json_, field, !field.required);
    }
    json_.end_object().end_object();
    if (act.takes_reason) {
      json_.key("reason");
      write_ref(json_, "schemas", "ActReason");
    }
    json_.end_object().end_object();
  }

  // Whatever else comes is a problem: of the visitor's making with 4xx, of the house's with 5xx.
  void write_answers(const Meaning& meaning) {
    json_.key("responses").object();
    answer(std::to_string(meaning.status), meaning.gives.empty() ? "Done" : meaning.gives);
    if (meaning.operation == "read") answer("304", "Unchanged");
    if ((" " + std::string(meaning.parameters) + " ").contains(" as_of "))
      answer("202", "PastDayIsBeingMade");
    answer("default", "Problem");
    json_.end_object();
  }
  void answer(std::string_view status, std::string_view name) {
    json_.key(status);
    write_ref(json_, "responses", name);
  }

  // Each answer that an operation gives, described once.
  void write_responses() {
    json_.key("responses").object();
    describe_answer("Problem", "A law was broken", "application/problem+json", "Problem");
    describe_answer("Done", "Done", "", "");
    describe_answer("Unchanged", "The version that you have", "", "");
    describe_answer("PastDayIsBeingMade", "The past day is being made", "", "");
    std::set<std::string_view> described{""};
    for (const Meaning& meaning : meanings)
      if (described.insert(meaning.gives).second)
        describe_answer(meaning.gives, "The answer",
                        meaning.gives == "EventStream" ? "text/event-stream" : json_type,
                        meaning.gives);
    json_.end_object();
  }
  void describe_answer(std::string_view name, std::string_view words, std::string_view type,
                       std::string_view schema) {
    json_.key(name).object().member("description", words);
    if (schema == "AnyRecord" || schema == "ReceiptRecord")
      json_.key("headers").raw(R"({"ETag":{"$ref":"#/components/headers/ETag"}})");
    if (!type.empty()) {
      json_.key("content").object().key(type).object().key("schema");
      if (schema == "EventStream" || schema == "Anything")
        json_.object().member("type", schema == "Anything" ? "object" : "string").end_object();
      else
        write_ref(json_, "schemas", schema);
      json_.end_object().end_object();
    }
    json_.end_object();
  }

  void write_components() {
    json_.key("components").object();
    json_.key("securitySchemes").object().key("session").object().member("type", "apiKey");
    json_.member("in", "cookie").member("name", session_cookie).end_object().end_object();
    json_.key("headers").raw(R"({"ETag":{"schema":{"type":"string"}}})");
    write_responses();
    write_shared_parameters();
    json_.key("schemas").raw(
        "{" + std::string(openapi_schemas) + "," + std::string(openapi_campaign_schemas) + "," +
        std::string(openapi_work_schemas) + "," + std::string(openapi_burden_schemas) + "," +
        std::string(openapi_plan_schemas) + "," + std::string(openapi_house_schemas) + "," +
        std::string(openapi_granting_schemas) + "," + derived_schemas() + "}");
    json_.end_object();
  }

  void write_shared_parameters() {
    constexpr std::string_view limit = "LIST_LIMIT_MAX";
    std::string text(openapi_parameters);
    text.replace(text.find(limit), limit.size(), std::to_string(list_limit_max));
    for (const std::string_view operation : {"", "listPublic", "readPublic", "openPublic"}) {
      text.append(R"(,"path_ledger)").append(operation.empty() ? "" : "_").append(operation);
      text.append(R"(":{"name":"ledger","in":"path","required":true,"schema":{"type":"string",)");
      text.append(R"("enum":)").append(ledger_names(operation)).append("}}");
    }
    json_.key("parameters").raw("{" + text + "}");
  }

  std::string text_;
  Json json_{text_};
};

}  // namespace

std::string openapi() { return OpenApi().write(); }

}  // namespace chuangyou
