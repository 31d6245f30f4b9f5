// The doors behind the routes, by the file that holds them. Each decodes, calls one function of a
// lower floor, and encodes what it says.
#pragma once

#include "http/site.h"

namespace chuangyou {

// ledger_routes.cpp
Reply list_records(Visit&);
Reply open_record(Visit&);
Reply read_record(Visit&);
Reply read_journal(Visit&);
Reply list_citing(Visit&);
Reply act_on_record(Visit&);

// list_export.cpp
inline constexpr std::string_view workbook_type =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
Reply export_list(Visit&);
Reply export_workbook(Visit&);

// own_account_routes.cpp: what somebody sees and does about his own account
Reply read_own_account(Visit&);
Reply begin_second_factor(Visit&);
Reply confirm_second_factor(Visit&);
Reply drop_second_factor(Visit&);
Reply end_own_session(Visit&);

// view_routes.cpp: lists as one likes to look at them
Reply list_saved_views(Visit&);
Reply save_view(Visit&);
Reply drop_view(Visit&);

// thread_routes.cpp: what stands beside a record of any ledger
Reply make_remark(Visit&);
Reply attach_evidence(Visit&);
Reply follow_record_of(Visit&);
Reply unfollow_record_of(Visit&);
Reply read_following(Visit&);
Reply list_followed(Visit&);
Result<std::uint64_t> may_send_file(Visit&);
Reply send_file(Visit&);
Reply read_file(Visit&);  // named: ledger, record, hash

// chain_routes.cpp
Reply read_chain(Visit&);

// burden_routes.cpp
Reply read_burden(Visit&);
Reply list_asked(Visit&);
// near_routes.cpp
Reply find_near_texts(Visit&);

// rows_routes.cpp
Reply split_text(Visit&);
Reply compare_rows(Visit&);

// work_routes.cpp: what spans all ledgers
Reply list_today(Visit&);
Reply read_overview(Visit&);
Reply read_trend(Visit&);
Reply follow_events(Visit&);
Reply read_description(Visit&);
Reply read_openapi(Visit&);

// batch_routes.cpp
Reply act_on_records(Visit&);

// help_routes.cpp
Reply read_help(Visit&);
Reply read_help_with(Visit&);
Reply read_alike(Visit&);
Reply read_clauses_and_work(Visit&);
Reply read_month(Visit&);
// past_visit.cpp
Reply read_past_days(Visit&);

// search_routes.cpp
Reply search_words(Visit&);

// calendar_routes.cpp: the working calendar for everybody
Reply count_calendar_days(Visit&);
Reply read_calendar_feed(Visit&);
Reply show_calendar(Visit&);

// proof_routes.cpp
Reply prove_record(Visit&);
Reply list_seals(Visit&);
Reply prove_growth(Visit&);
Reply prove_receipt(Visit&);

// log_routes.cpp
Reply read_log(Visit&);  // named: the body, and what stands behind it
Reply list_witnesses(Visit&);
Reply prove_receipt_to_all(Visit&);

// session_routes.cpp
Reply log_in(Visit&);
Reply read_session(Visit&);
Reply log_out(Visit&);

// account_routes.cpp
Reply list_accounts(Visit&);
Reply list_account_entries(Visit&);
Reply make_accounts(Visit&);
Reply act_on_account(Visit&);
Reply change_password(Visit&);

// clock_routes.cpp
Reply confirm_clock(Visit&);

// org_routes.cpp
Reply list_units(Visit&);
Reply read_unit(Visit&);
Reply list_people(Visit&);
Reply act_on_organisation(Visit&);
Reply preview_organisation(Visit&);

// people_routes.cpp: people as a list, coming in and going out
Result<std::uint64_t> may_send_people(Visit&);
Reply import_units(Visit&);
Result<std::uint64_t> may_send_units(Visit&);
Reply import_people(Visit&);
Reply export_people(Visit&);
Reply export_people_workbook(Visit&);

// unit_routes.cpp: the two trees, and what became of a unit
Reply read_tree(Visit&);
Reply read_unit_history(Visit&);

// campaign_routes.cpp
Reply read_campaign(Visit&);
Reply list_policy_values(Visit&);
Reply list_campaign_entries(Visit&);
Reply read_campaign_entry(Visit&);
Reply act_on_campaign(Visit&);

// mapping_routes.cpp
Reply list_mappings(Visit&);
Reply read_mapping(Visit&);  // named: the name

// erasure_routes.cpp
Reply list_erasures(Visit&);
Reply list_erasable_entries(Visit&);
Reply ask_for_erasure(Visit&);
Reply sign_an_erasure(Visit&);
Reply refuse_an_erasure(Visit&);

// violation_routes.cpp
Reply list_violations(Visit&);

// proposal_routes.cpp: posts that wait for a second person
bool may_sign(const Body&, const Actor&, Date today, const PostProposal&);
std::size_t posts_to_sign(const Body&, const Actor&, Date today);  // how many wait for him
std::size_t reorganisations_to_sign(const Body&, const Actor&, Date today);
Reply list_post_proposals(Visit&);

// unit_export_routes.cpp
Reply export_units(Visit&);
Reply export_units_workbook(Visit&);

// handover_routes.cpp
Reply list_handovers(Visit&);

// import_routes.cpp
Result<std::uint64_t> may_start_import(Visit&);
Reply start_import(Visit&);
Result<std::uint64_t> may_look_at_file(Visit&);
Reply look_at_file(Visit&);
Reply list_imports_of_body(Visit&);
Reply read_import(Visit&);
Reply cancel_import(Visit&);
Reply take_back_import(Visit&);
Reply confirm_late_entries(Visit&);

// public_routes.cpp
Reply health(Visit&);
Reply ready(Visit&);
Reply list_bodies(Visit&);
Reply list_public_units(Visit&);
Reply list_public_records(Visit&);
Reply open_public_record(Visit&);
Reply read_receipt(Visit&);
Reply act_with_receipt(Visit&);

// public_record.cpp
Reply read_public_record(Visit&);

// beforehand_routes.cpp
Reply ask_beforehand_of_new(Visit&);
Reply ask_beforehand(Visit&);

}  // namespace chuangyou
