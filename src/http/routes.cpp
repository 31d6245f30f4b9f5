#include "http/routes.h"

#include <algorithm>

#include "http/campaign_page_rooms.h"
#include "http/house_rooms.h"
#include "http/plan_rooms.h"
#include "http/rooms.h"
#include "net/query.h"

namespace chuangyou {
namespace {

using enum Method;
using enum Access;

constexpr std::string_view any_bytes = "application/octet-stream";

constexpr Route all_routes[] = {
    // Public: no session.
    {get, "/health", everyone, health, "health"},
    {get, "/ready", everyone, ready, "ready"},
    {get, "/api/bodies", everyone, list_bodies, "listBodies"},
    {get, "/api/description", everyone, read_description, "readDescription"},
    {get, "/api/openapi.json", everyone, read_openapi, "readOpenapi"},
    {get, "/api/seals", limited, list_seals, "listSeals"},
    {get, "/api/proofs/consistency", limited, prove_growth, "proveConsistency"},
    {post, "/api/session", everyone, log_in, "logIn"},
    {get, "/api/calendar/deadline", limited, count_calendar_days, "countCalendarDays"},
    {get, "/api/calendar/days.ics", limited, read_calendar_feed, "readCalendarFeed"},
    {get, "/api/public/{body}/units", limited, list_public_units, "listPublicUnits"},
    {get, "/api/public/{body}/receipts/{code}", limited, read_receipt, "readReceipt"},
    {get, "/api/public/{body}/receipts/{code}/proof", limited, prove_receipt, "proveReceipt"},
    {get, "/api/public/{body}/receipts/{code}/proof.tlog", limited, prove_receipt_to_all,
     "proveReceiptToAll"},
    {get, "/api/public/{body}/campaign", limited, read_public_campaign, "readPublicCampaign"},
    {get, "/api/public/{body}/witnesses", limited, list_witnesses, "listWitnesses"},
    {post, "/api/public/{body}/receipts/{code}/acts/{act}", limited, act_with_receipt,
     "actWithReceipt", true},
    {get, "/api/public/{body}/{ledger}", limited, list_public_records, "listPublic"},
    {post, "/api/public/{body}/{ledger}", limited, open_public_record, "openPublic", true},
    {get, "/api/public/{body}/{ledger}/{id}", limited, read_public_record, "readPublic"},
    // Of someone who has logged in.
    {get, "/api/session", own, read_session, "readSession"},
    {delete_, "/api/session", own, log_out, "logOut"},
    {get, "/api/account", own, read_own_account, "readOwnAccount"},
    {post, "/api/account/second-factor", own, begin_second_factor, "beginSecondFactor"},
    {post, "/api/account/second-factor/confirm", own, confirm_second_factor, "confirmSecondFactor"},
    {post, "/api/account/second-factor/drop", own, drop_second_factor, "dropSecondFactor"},
    {delete_, "/api/account/sessions/{session}", own, end_own_session, "endOwnSession"},
    {get, "/api/today", session, list_today, "listToday"},
    {get, "/api/search", session, search_words, "search"},
    {get, "/api/overview", session, read_overview, "readOverview"},
    {get, "/api/help", session, read_help, "readHelp"},
    {get, "/api/clauses-and-work", session, read_clauses_and_work, "readClausesAndWork"},
    {get, "/api/month", session, read_month, "readMonth"},
    {get, "/api/carriers/{id}/alike", session, read_alike, "readAlike"},
    {get, "/api/trend", session, read_trend, "readTrend"},
    {get, "/api/plan", session, read_plan, "readPlan"},
    {get, "/api/plan/coverage", session, read_plan_coverage, "readPlanCoverage"},
    {get, "/api/past", session, read_past_days, "readPastDays"},
    {get, "/api/events", session, follow_events, "followEvents"},
    {get, "/api/units", session, list_units, "listUnits"},
    {post, "/api/units/imports", session, import_units, "importUnits", true, may_send_units,
     "text/csv", workbook_type},
    {get, "/api/units/{id}", session, read_unit, "readUnit"},
    {get, "/api/units/{id}/history", session, read_unit_history, "readUnitHistory"},
    {get, "/api/organisation/tree", session, read_tree, "readTree"},
    {get, "/api/people", session, list_people, "listPeople"},
    {get, "/api/people/export.csv", session, export_people, "exportPeople"},
    {get, "/api/people/export.xlsx", session, export_people_workbook, "exportPeopleWorkbook"},
    {post, "/api/people/imports", session, import_people, "importPeople", true, may_send_people,
     "text/csv", workbook_type},
    {post, "/api/organisation/acts/{act}", session, act_on_organisation, "actOnOrganisation", true},
    {get, "/api/organisation/preview/{act}", session, preview_organisation, "previewOrganisation"},
    {get, "/api/campaign", session, read_campaign, "readCampaign"},
    {get, "/api/campaign/page", session, read_campaign_page, "readCampaignPage"},
    {get, "/api/campaign/policy", session, list_policy_values, "listPolicyValues"},
    {get, "/api/campaign/entries", session, list_campaign_entries, "listCampaignEntries"},
    {get, "/api/campaign/entries/{seq}", session, read_campaign_entry, "readCampaignEntry"},
    {get, "/api/campaign/calendars", session, list_calendars, "listCalendars"},
    {post, "/api/campaign/calendars/preview", session, preview_adopted_calendar, "previewCalendar"},
    {get, "/api/audit", session, read_audit_trail, "readAuditTrail"},
    {get, "/api/me/held", session, read_held, "readHeld"},
    {get, "/api/mappings", session, list_mappings, "listMappings"},
    {get, "/api/mappings/{name}", session, read_mapping, "readMapping"},
    {post, "/api/campaign/acts/{act}", session, act_on_campaign, "actOnCampaign", true},
    {post, "/api/clock/confirm", session, confirm_clock, "confirmClock", true},
    {post, "/api/imports", session, start_import, "startImport", true, may_start_import, "text/csv",
     workbook_type},
    {post, "/api/imports/look", session, look_at_file, "lookAtFile", false, may_look_at_file,
     "text/csv", workbook_type},
    {get, "/api/organisation/violations", session, list_violations, "listViolations"},
    {post, "/api/session/password", own, change_password, "changePassword"},
    {get, "/api/accounts", session, list_accounts, "listAccounts"},
    {post, "/api/accounts", session, make_accounts, "makeAccounts", true},
    {get, "/api/accounts/entries", session, list_account_entries, "listAccountEntries"},
    {post, "/api/accounts/acts/{act}", session, act_on_account, "actOnAccount", true},
    {get, "/api/organisation/proposals", session, list_post_proposals, "listPostProposals"},
    {get, "/api/organisation/units.csv", session, export_units, "exportUnits"},
    {get, "/api/organisation/units.xlsx", session, export_units_workbook, "exportUnitsWorkbook"},
    {get, "/api/organisation/handovers", session, list_handovers, "listHandovers"},
    {get, "/api/imports", session, list_imports_of_body, "listImports"},
    {get, "/api/imports/{job}", session, read_import, "readImport"},
    {delete_, "/api/imports/{job}", session, cancel_import, "cancelImport"},
    {post, "/api/imports/{import}/undo", session, take_back_import, "undoImport", true},
    {post, "/api/imports/{import}/confirm", session, confirm_late_entries, "confirmImport", true},
    {get, "/api/erasures", session, list_erasures, "listErasures"},
    {get, "/api/erasures/entries", session, list_erasable_entries, "listErasableEntries"},
    {post, "/api/erasures", session, ask_for_erasure, "askErasure", true},
    {post, "/api/erasures/{id}/acts/sign", session, sign_an_erasure, "signErasure", true},
    {post, "/api/erasures/{id}/acts/refuse", session, refuse_an_erasure, "refuseErasure", true},
    {get, "/api/burden", session, read_burden, "readBurden"},
    {get, "/api/burden/asked", session, list_asked, "listAsked"},
    {get, "/api/followed", session, list_followed, "listFollowed"},
    {post, "/api/files", session, send_file, "sendFile", true, may_send_file, any_bytes},
    {get, "/api/views", session, list_saved_views, "listViews"},
    {post, "/api/views", session, save_view, "saveView"},
    {delete_, "/api/views/{ledger}/{name}", session, drop_view, "dropView"},
    // What every ledger has without declaring it.
    {post, "/api/{ledger}/{id}/acts/remark", session, make_remark, "remark", true},
    {post, "/api/{ledger}/{id}/acts/attach", session, attach_evidence, "attach", true},
    {post, "/api/{ledger}/{id}/acts/follow", session, follow_record_of, "follow", true},
    {post, "/api/{ledger}/{id}/acts/unfollow", session, unfollow_record_of, "unfollow", true},
    {get, "/api/{ledger}/{id}/following", session, read_following, "readFollowing"},
    {post, "/api/clauses", session, split_text, "splitText"},
    {post, "/api/near", session, find_near_texts, "findNearTexts"},
    // Every ledger, from its declaration.
    {post, "/api/{ledger}/beforehand", session, ask_beforehand_of_new, "askBeforehandOfNew"},
    {post, "/api/{ledger}/{id}/beforehand", session, ask_beforehand, "askBeforehand"},
    {get, "/api/{ledger}", session, list_records, "list"},
    {post, "/api/{ledger}", session, open_record, "open", true},
    {get, "/api/{ledger}/export.csv", session, export_list, "exportList"},
    {get, "/api/{ledger}/export.xlsx", session, export_workbook, "exportWorkbook"},
    {get, "/api/{ledger}/{id}", session, read_record, "read"},
    {post, "/api/{ledger}/acts/{act}", session, act_on_records, "actOnMany", true},
    {get, "/api/{ledger}/{id}/help", session, read_help_with, "readHelpWith"},
    {get, "/api/{ledger}/{id}/journal", session, read_journal, "readJournal"},
    {get, "/api/{ledger}/{id}/citing", session, list_citing, "listCiting"},
    {get, "/api/{ledger}/{id}/chain", session, read_chain, "readChain"},
    {get, "/api/{ledger}/{id}/differences", session, compare_rows, "compareRows"},
    {get, "/api/{ledger}/{id}/proof", session, prove_record, "prove"},
    {post, "/api/{ledger}/{id}/acts/{act}", session, act_on_record, "act", true},
};

using NamedParts = std::array<const std::string*, 4>;

// Goes through pattern and segments in step; false where they differ.
bool fits(std::string_view pattern, std::span<const std::string> segments, NamedParts& named) {
  std::size_t names = 0;
  for (const std::string& given : segments) {
    if (pattern.empty()) return false;
    pattern.remove_prefix(1);  // its slash
    const std::string_view wanted = pattern.substr(0, pattern.find('/'));
    if (wanted.starts_with('{')) {
      if (given.empty()) return false;
      named[names++] = &given;
    } else if (wanted != given) {
      return false;
    }
    pattern.remove_prefix(wanted.size());
  }
  return pattern.empty();
}

std::string_view name_of(Method method) {
  switch (method) {
    case get:
      return "GET, HEAD";
    case post:
      return "POST";
    case delete_:
      return "DELETE";
    default:
      return "";
  }
}

}  // namespace

std::span<const Route> routes() { return all_routes; }

Match match_route(Method method, std::span<const std::string> segments) {
  if (method == head) method = get;
  Match match;
  // The first pattern that fits is the path's own: `/api/today` is no ledger, whatever the method.
  std::string_view pattern;
  for (const Route& route : all_routes) {
    NamedParts named{};
    if (!pattern.empty() && route.pattern != pattern) continue;
    if (pattern.empty() && !fits(route.pattern, segments, named)) continue;
    for (std::size_t i = 0; pattern.empty() && i < named.size(); ++i)
      if (named[i]) match.named[i] = *named[i];
    pattern = route.pattern;
    if (route.method == method) match.route = &route;
    match.allow.append(match.allow.empty() ? "" : ", ").append(name_of(route.method));
  }
  return match;
}

const Route* find_route(Method method, std::string_view path) {
  const auto segments = path_segments(path);
  return segments ? match_route(method, *segments).route : nullptr;
}

}  // namespace chuangyou
