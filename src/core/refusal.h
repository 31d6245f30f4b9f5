// Every law that an act, a request or an import row can break, in one enum (aesthetics rule 8):
// here those that the house has or that several ledgers share, each with its HTTP status in
// http/problem.cpp and its words in words/{zh,en}.json under `refusals.<name>`; behind them those
// that one ledger alone has, which lie beside it (`ledgers/promises.laws`). Wire names are
// permanent and the only thing that is stored or sent: the numbers are not.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/laws_of_ledgers.h"  // written by cmake/laws.cmake

namespace chuangyou {

// X(name) in the order in which laws were added.
#define CHUANGYOU_REFUSALS(X)                     \
  X(none)                                         \
  /* the request itself */                        \
  X(json_is_malformed)                            \
  X(field_is_unknown)                             \
  X(field_is_missing)                             \
  X(field_is_too_long)                            \
  X(field_has_wrong_kind)                         \
  X(choice_is_unknown)                            \
  X(number_is_out_of_range)                       \
  X(date_is_not_iso)                              \
  X(time_has_no_zone)                             \
  X(time_is_not_iso)                              \
  X(id_is_malformed)                              \
  X(receipt_is_malformed)                         \
  X(cursor_is_malformed)                          \
  X(parameter_is_unknown)                         \
  X(body_is_too_large)                            \
  X(media_type_is_wrong)                          \
  X(method_is_wrong)                              \
  X(idempotency_key_is_missing)                   \
  X(idempotency_key_was_used_for_another_request) \
  X(etag_is_missing)                              \
  X(etag_is_stale)                                \
  X(too_many_requests)                            \
  X(nothing_is_there)                             \
  X(request_is_malformed)                         \
  X(header_is_too_large)                          \
  /* who may */                                   \
  X(log_in_first)                                 \
  X(name_or_password_is_wrong)                    \
  X(account_is_locked_for_a_while)                \
  X(password_is_too_short)                        \
  X(csrf_token_is_wrong)                          \
  X(post_does_not_allow_this)                     \
  X(the_rated_never_touch_the_raters)             \
  X(one_person_cannot_sign_twice)                 \
  /* the act */                                   \
  X(act_is_unknown)                               \
  X(state_does_not_allow_this)                    \
  X(reason_is_missing)                            \
  X(nothing_would_change)                         \
  X(due_date_in_the_past)                         \
  X(due_date_is_missing)                          \
  X(extension_after_expiry)                       \
  X(extension_is_not_later)                       \
  X(closed_before_it_was_opened)                  \
  X(record_is_linked_wrongly)                     \
  X(the_doer_does_not_judge_it)                   \
  X(unit_is_missing)                              \
  /* units, people, posts */                      \
  X(unit_is_unknown)                              \
  X(unit_is_closed)                               \
  X(unit_cannot_move_below_itself)                \
  X(unit_has_several_parents)                     \
  X(unit_closed_without_a_date)                   \
  X(parent_is_unknown)                            \
  X(parents_form_a_circle)                        \
  X(accountable_person_is_missing)                \
  X(accountable_person_exists_already)            \
  X(administrators_never_share_a_person)          \
  X(person_is_unknown)                            \
  X(post_is_unknown)                              \
  X(role_is_unknown)                              \
  X(name_is_ambiguous)                            \
  X(name_is_taken)                                \
  X(day_is_still_to_come)                         \
  X(unit_has_open_units_below)                    \
  X(only_a_secretary_is_accountable)              \
  /* files and imports */                         \
  X(column_is_missing)                            \
  X(column_is_unknown)                            \
  X(row_has_too_many_cells)                       \
  X(row_is_cut_short)                             \
  X(quote_is_not_closed)                          \
  X(cell_is_an_error_value)                       \
  X(text_is_neither_utf8_nor_gb18030)             \
  X(id_is_there_twice)                            \
  X(id_was_imported_before)                       \
  X(file_is_too_large)                            \
  X(file_is_empty)                                \
  X(file_cannot_be_read)                          \
  X(import_is_running)                            \
  X(import_is_undone_already)                     \
  X(records_changed_since_import)                 \
  /* calendars, policy, campaign */               \
  X(calendar_year_is_closed)                      \
  X(policy_value_is_missing)                      \
  X(anniversary_does_not_fit_the_date)            \
  X(correction_reason_is_missing)                 \
  /* the machine */                               \
  X(body_is_unknown)                              \
  X(ledger_is_unknown)                            \
  X(journal_was_changed)                          \
  X(database_is_in_use)                           \
  X(the_machine_broke)                            \
  X(not_accepting_acts_now)                       \
  /* proof, erasure, keys */                      \
  X(entry_is_erased_already)                      \
  X(entry_cannot_be_erased)                       \
  X(erasure_was_asked_already)                    \
  X(entries_are_missing)                          \
  X(tables_differ_from_the_journal)               \
  X(checkpoint_is_malformed)                      \
  X(journals_disagree)                            \
  X(log_key_is_missing)                           \
  /* the house's own safety */                    \
  X(field_is_hidden)                              \
  X(nobody_grants_himself_rights)                 \
  X(administrators_hold_no_business_post)         \
  X(nobody_unconcerned_is_above)                  \
  X(date_is_out_of_range)                         \
  X(upload_allowance_is_used_up)                  \
  X(disk_reserve_is_reached)                      \
  X(disk_is_too_small)                            \
  X(database_has_several_names)                   \
  X(clock_may_be_wrong)                           \
  X(last_security_administrator_stays)            \
  X(unit_has_open_records)                        \
  X(judge_is_not_named)                           \
  X(unit_takes_no_work)                           \
  X(unit_ends_before_it_began)                    \
  X(post_is_held_already)                         \
  X(end_is_before_the_beginning)                  \
  X(column_is_there_twice)                        \
  X(state_takes_no_closing_time)                  \
  X(due_date_is_today)                            \
  X(nobody_could_confirm)                         \
  X(doer_does_not_grant_it)                       \
  X(an_outsider_ends_it)                          \
  X(confirmation_comes_from_outside)              \
  X(same_person_checked_it)                       \
  X(row_is_unknown)                               \
  X(rows_are_too_many)                            \
  X(it_is_there_already)                          \
  X(value_holds_from_a_past_day)                  \
  X(milestone_is_unknown)                         \
  X(waiting_has_an_end)                           \
  X(their_no_stands)                              \
  X(post_ends_too_far_back)                       \
  X(due_before_it_was_opened)                     \
  X(address_is_not_https)                         \
  X(file_type_is_unknown)                         \
  X(file_was_not_sent)                            \
  X(followed_are_too_many)                        \
  X(files_differ_from_the_journal)                \
  X(list_is_too_long_to_sort)                     \
  X(list_is_too_long_to_export)                   \
  X(saved_views_are_too_many)                     \
  X(a_post_takes_two_people)                      \
  X(proposal_has_lapsed)                          \
  X(person_has_an_account_already)                \
  X(password_must_be_changed)                     \
  X(second_factor_is_wrong)                       \
  X(second_factor_must_be_set_up)                 \
  X(founding_code_is_wrong)                       \
  X(body_stands_already)                          \
  X(encoding_is_ambiguous)                        \
  X(time_comes_twice)                             \
  X(time_was_left_out)                            \
  X(workbook_is_malformed)                        \
  X(workbook_is_too_large)                        \
  X(sheet_is_unknown)                             \
  X(date_form_is_ambiguous)                       \
  X(mapping_is_unknown)                           \
  X(number_lost_its_digits)                       \
  X(time_is_before_the_body)                      \
  X(backup_is_incomplete)                         \
  X(backup_differs_from_the_journal)              \
  X(place_is_taken)                               \
  X(position_is_unknown)                          \
  X(certificate_cannot_be_read)                   \
  X(delegation_has_no_end)                        \
  X(receiver_signs_the_handover)                  \
  X(retention_is_too_short)                       \
  X(meeting_is_of_another_kind)                   \
  X(meeting_has_no_resolution)                    \
  X(unit_is_of_another_line)                      \
  X(items_are_still_open)                         \
  X(a_continuing_campaign_never_closes)           \
  X(notice_is_too_short)                          \
  X(audience_is_too_large)                        \
  X(phase_is_over)                                \
  X(phase_ends_today)

enum class Refusal : std::uint16_t {
#define CHUANGYOU_REFUSAL_VALUE(name, ...) name,
  CHUANGYOU_REFUSALS(CHUANGYOU_REFUSAL_VALUE) CHUANGYOU_LAWS_OF_LEDGERS(CHUANGYOU_REFUSAL_VALUE)
#undef CHUANGYOU_REFUSAL_VALUE
};

// In the order of the enum, so that `none` comes first.
std::span<const std::string_view> refusal_names();

std::string_view name_of(Refusal refusal);

// A refusal with the field it is about and, where it helps, the offending text. `detail` is data
// for the reader (a cell, a date, a limit), never a sentence: sentences live in words/.
struct Refused {
  Refusal law = Refusal::none;
  std::string field;
  std::string detail;
};

}  // namespace chuangyou
