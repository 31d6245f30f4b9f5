#include "http/problem.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <span>

#include "core/fault_log.h"
#include "storage/sqlite.h"

namespace chuangyou {
namespace {

struct StatusOf {
  Refusal law;
  int status;
};

using enum Refusal;

// 400 the request cannot be read · 401 who are you · 403 not you · 404 nothing there · 409 not now
// · 412/428 versions · 422 read, and against a law · 429 slower · 503 come back.
constexpr StatusOf statuses[] = {
    {none, 500},
    {json_is_malformed, 400},
    {field_is_unknown, 422},
    {field_is_missing, 422},
    {field_is_too_long, 422},
    {field_has_wrong_kind, 422},
    {choice_is_unknown, 422},
    {number_is_out_of_range, 422},
    {date_is_not_iso, 422},
    {time_has_no_zone, 422},
    {time_is_not_iso, 422},
    {id_is_malformed, 422},
    {receipt_is_malformed, 422},
    {cursor_is_malformed, 400},
    {parameter_is_unknown, 400},
    {body_is_too_large, 413},
    {media_type_is_wrong, 415},
    {method_is_wrong, 405},
    {idempotency_key_is_missing, 400},
    {idempotency_key_was_used_for_another_request, 422},
    {etag_is_missing, 428},
    {etag_is_stale, 412},
    {too_many_requests, 429},
    {nothing_is_there, 404},
    {request_is_malformed, 400},
    {header_is_too_large, 431},
    {log_in_first, 401},
    {name_or_password_is_wrong, 401},
    {account_is_locked_for_a_while, 429},
    {password_is_too_short, 422},
    {csrf_token_is_wrong, 403},
    {post_does_not_allow_this, 403},
    {the_rated_never_touch_the_raters, 403},
    {the_doer_does_not_judge_it, 403},
    {one_person_cannot_sign_twice, 409},
    {act_is_unknown, 404},
    {state_does_not_allow_this, 409},
    {reason_is_missing, 422},
    {nothing_would_change, 409},
    {due_date_in_the_past, 422},
    {due_date_is_missing, 422},
    {extension_after_expiry, 409},
    {extension_is_not_later, 422},
    {closed_before_it_was_opened, 422},
    {unit_is_missing, 422},
    {day_is_still_to_come, 422},
    {only_a_secretary_is_accountable, 422},
    {unit_has_open_units_below, 409},
    {record_is_linked_wrongly, 422},
    {unit_is_unknown, 422},
    {unit_is_closed, 409},
    {unit_cannot_move_below_itself, 422},
    {unit_has_several_parents, 422},
    {unit_closed_without_a_date, 422},
    {parent_is_unknown, 422},
    {parents_form_a_circle, 422},
    {accountable_person_is_missing, 422},
    {accountable_person_exists_already, 409},
    {administrators_never_share_a_person, 409},
    {person_is_unknown, 422},
    {post_is_unknown, 422},
    {role_is_unknown, 422},
    {name_is_ambiguous, 422},
    {name_is_taken, 409},
    {column_is_missing, 422},
    {column_is_unknown, 422},
    {row_has_too_many_cells, 422},
    {row_is_cut_short, 422},
    {quote_is_not_closed, 422},
    {cell_is_an_error_value, 422},
    {text_is_neither_utf8_nor_gb18030, 422},
    {id_is_there_twice, 422},
    {id_was_imported_before, 409},
    {file_is_too_large, 413},
    {file_is_empty, 422},
    {file_cannot_be_read, 422},
    {import_is_running, 409},
    {import_is_undone_already, 409},
    {records_changed_since_import, 409},
    {calendar_year_is_closed, 422},
    {policy_value_is_missing, 422},
    {anniversary_does_not_fit_the_date, 422},
    {correction_reason_is_missing, 422},
    {body_is_unknown, 404},
    {ledger_is_unknown, 404},
    {journal_was_changed, 500},
    {database_is_in_use, 409},
    {the_machine_broke, 500},
    {not_accepting_acts_now, 503},
    {entry_is_erased_already, 409},
    {entry_cannot_be_erased, 422},
    {erasure_was_asked_already, 409},
    {entries_are_missing, 503},
    {tables_differ_from_the_journal, 500},
    {checkpoint_is_malformed, 422},
    {journals_disagree, 409},
    {log_key_is_missing, 500},
    {field_is_hidden, 403},
    {nobody_grants_himself_rights, 403},
    {administrators_hold_no_business_post, 409},
    {nobody_unconcerned_is_above, 422},
    {date_is_out_of_range, 422},
    {upload_allowance_is_used_up, 429},
    {disk_reserve_is_reached, 507},
    {disk_is_too_small, 507},
    {database_has_several_names, 409},
    {clock_may_be_wrong, 503},
    {last_security_administrator_stays, 409},
    {unit_has_open_records, 409},
    {judge_is_not_named, 422},
    {unit_takes_no_work, 422},
    {unit_ends_before_it_began, 422},
    {post_is_held_already, 409},
    {end_is_before_the_beginning, 422},
    {column_is_there_twice, 422},
    {state_takes_no_closing_time, 422},
    {due_date_is_today, 422},
    {nobody_could_confirm, 422},
    {doer_does_not_grant_it, 403},
    {an_outsider_ends_it, 403},
    {confirmation_comes_from_outside, 403},
    {same_person_checked_it, 403},
    {row_is_unknown, 409},
    {phase_is_over, 409},
    {phase_ends_today, 422},
    {rows_are_too_many, 422},
    {it_is_there_already, 409},
    {value_holds_from_a_past_day, 422},
    {milestone_is_unknown, 422},
    {waiting_has_an_end, 409},
    {their_no_stands, 403},
    {post_ends_too_far_back, 422},
    {due_before_it_was_opened, 422},
    {address_is_not_https, 422},
    {file_type_is_unknown, 415},
    {file_was_not_sent, 422},
    {followed_are_too_many, 422},
    {files_differ_from_the_journal, 500},
    {list_is_too_long_to_sort, 422},
    {list_is_too_long_to_export, 422},
    {saved_views_are_too_many, 422},
    {a_post_takes_two_people, 403},
    {proposal_has_lapsed, 409},
    {person_has_an_account_already, 409},
    {password_must_be_changed, 403},
    {second_factor_is_wrong, 401},
    {second_factor_must_be_set_up, 403},
    {founding_code_is_wrong, 403},
    {body_stands_already, 409},
    {encoding_is_ambiguous, 422},
    {time_comes_twice, 422},
    {time_was_left_out, 422},
    {workbook_is_malformed, 422},
    {workbook_is_too_large, 413},
    {sheet_is_unknown, 422},
    {date_form_is_ambiguous, 422},
    {mapping_is_unknown, 404},
    {number_lost_its_digits, 422},
    {time_is_before_the_body, 422},
    {backup_is_incomplete, 500},
    {backup_differs_from_the_journal, 500},
    {place_is_taken, 409},
    {position_is_unknown, 422},
    {certificate_cannot_be_read, 500},
    {delegation_has_no_end, 422},
    {receiver_signs_the_handover, 403},
    {retention_is_too_short, 422},
    {meeting_is_of_another_kind, 422},
    {meeting_has_no_resolution, 422},
    {unit_is_of_another_line, 403},
    {notice_is_too_short, 422},
    {audience_is_too_large, 422},
    {items_are_still_open, 409},
    {a_continuing_campaign_never_closes, 422},
};

constexpr StatusOf statuses_of_ledgers[] = {
#define CHUANGYOU_LAW_STATUS(name, status) {name, status},
    CHUANGYOU_LAWS_OF_LEDGERS(CHUANGYOU_LAW_STATUS)
#undef CHUANGYOU_LAW_STATUS
};

#define CHUANGYOU_ONE_MORE(name, ...) +1
constexpr std::size_t law_count =
    0 CHUANGYOU_REFUSALS(CHUANGYOU_ONE_MORE) CHUANGYOU_LAWS_OF_LEDGERS(CHUANGYOU_ONE_MORE);
#undef CHUANGYOU_ONE_MORE

// Both tables by number of the law; 0 where a law has no status, -1 where it has two.
constexpr auto status_by_law = [] {
  std::array<int, law_count> by_law{};
  for (const std::span<const StatusOf> table :
       {std::span<const StatusOf>(statuses), std::span<const StatusOf>(statuses_of_ledgers)})
    for (const StatusOf& row : table) {
      int& status = by_law[static_cast<std::size_t>(row.law)];
      status = status == 0 ? row.status : -1;
    }
  return by_law;
}();
static_assert(std::ranges::all_of(status_by_law, [](int status) { return status >= 400; }),
              "every refusal needs exactly one status, here or beside its ledger");

std::string_view sentence(Language language, Refusal law) {
  const std::string_view found = words(language, std::string("refusals.").append(name_of(law)));
  return found.empty() ? name_of(law) : found;
}

void write_refused(Json& json, const Refused& refused) {
  json.member("code", name_of(refused.law));
  if (!refused.field.empty()) json.member("field", refused.field);
  if (!refused.detail.empty()) json.member("detail", refused.detail);
  json.key("words");
  write_words(json, refused.law);
}

bool takes_no_writes(const StorageError& error) {
  switch (error.sqlite_code) {
    case SQLITE_IOERR_WRITE:
    case SQLITE_IOERR_FSYNC:
    case SQLITE_IOERR_DIR_FSYNC:
    case SQLITE_IOERR_TRUNCATE:
    case SQLITE_IOERR_SHMSIZE:
      return true;
    default:
      return (error.sqlite_code & 0xff) == SQLITE_FULL ||
             (error.sqlite_code & 0xff) == SQLITE_READONLY;
  }
}

}  // namespace

int status_of(Refusal law) { return status_by_law[static_cast<std::size_t>(law)]; }

void write_words(Json& json, Refusal law) {
  json.object()
      .member("zh", sentence(Language::zh, law))
      .member("en", sentence(Language::en, law))
      .end_object();
}

Reply problem(std::span<const Refused> refused, Language language) {
  const Refused& first = refused.front();
  Reply reply;
  reply.status = status_of(first.law);
  reply.law = first.law;
  reply.content_type = problem_type;
  Json json(reply.body);
  json.object()
      .member("type", std::string("/problems/").append(name_of(first.law)))
      .member("title", sentence(language, first.law))
      .member("status", reply.status);
  write_refused(json, first);
  if (refused.size() > 1) {
    json.key("errors").list();
    for (const Refused& one : refused) {
      json.object();
      write_refused(json, one);
      json.end_object();
    }
    json.end_list();
  }
  json.end_object();
  // A lock says in `detail` how many seconds it still lasts.
  const bool is_lock = first.law == account_is_locked_for_a_while || first.law == too_many_requests;
  if (reply.status == 429)
    reply.add("Retry-After", is_lock && !first.detail.empty() ? first.detail : "1");
  if (reply.status == 503) reply.add("Retry-After", "5");
  return reply;
}

Reply problem(const Refused& refused, Language language) {
  return problem(std::span(&refused, 1), language);
}

Reply broken(const std::exception& error, Language language) {
  // What lies outside the journal meets the full disk by itself: that is no riddle, and whoever
  // asks is told to come again, as he is by the gate.
  if (const auto* storage = dynamic_cast<const StorageError*>(&error);
      storage != nullptr && takes_no_writes(*storage)) {
    log_fault("a request", error);
    return problem(not_accepting_acts_now, language);
  }
  Reply reply = problem(the_machine_broke, language);
  reply.why = error.what();
  return reply;
}

}  // namespace chuangyou
