// 填报 What a unit fills in when it was sent a request: the fields that are left, each with its
// answer; and what becomes of the request by it. Part of the deliveries.
#pragma once

#include <algorithm>

#include "core/fixed.h"
#include "core/text.h"
#include "ledgers/settling.h"
#include "record/typed_names.h"

namespace chuangyou::filling_in {
using namespace declared;

inline constexpr std::string_view of_requests = "requests";
inline constexpr std::string_view conveyed_by = "conveys";
inline constexpr std::string_view not_answered[] = {"delivered", "accepted", "returned"};
// By the unit that fills them in its requests are counted.
inline constexpr std::string_view kinds[] = {"words", "number", "date", "yes_no"};
inline constexpr auto form_name = text("name", 120).required();
inline constexpr auto form_kind = choice("kind", kinds);
inline constexpr auto form_answer = text("answer", 1000);
inline constexpr FieldSpec form_columns[] = {form_name, form_kind, form_answer};
inline constexpr auto form = rows("form", form_columns);
inline constexpr auto filled_in_by = unit("filled_in_by");

inline bool is_a_form(const Record& delivery) { return delivery.get(filled_in_by); }
inline bool is_no_form(const Record& delivery) { return !is_a_form(delivery); }

// A form is filled in field by field, and anything else answered in words.
inline Verdict is_filled_in(const Deciding& deciding) {
  const bool is_form = is_a_form(deciding.before);
  return {is_form ? Refusal::state_does_not_allow_this : Refusal::none, form.name};
}
inline Verdict is_answered_in_words(const Deciding& deciding) {
  const bool is_form = is_a_form(deciding.before);
  return {is_form ? Refusal::none : Refusal::state_does_not_allow_this, form.name};
}
// Whoever adds the answers up reads numbers and days as such, whatever door they came in by.
inline bool is_of_its_kind(const RowRead& row) {
  constexpr std::string_view yes_or_no[] = {"是", "否", "yes", "no", "Yes", "No"};
  const std::string *answer = row.get(form_answer), *kind = row.get(form_kind);
  if (!answer || !kind) return true;
  const std::string said = compatibility_folded(trimmed(*answer));
  if (*kind == "number") return parse_fixed(said).has_value();
  if (*kind == "date") return parse_date(said).has_value();
  return *kind != "yes_no" || std::ranges::find(yes_or_no, said) != std::end(yes_or_no);
}
// Each of the fields that were asked, and no other.
inline Verdict answers_each_field(const Deciding& deciding) {
  const std::vector<RowRead> asked_rows = deciding.before.get(form);
  const std::vector<RowRead> filled = deciding.after.get(form);
  const auto asks_the_same = [](const RowRead& one, const RowRead& other) {
    const std::string *name = one.get(form_name), *other_name = other.get(form_name);
    const bool is_gone = !name || !other_name;  // erased
    return one.id() == other.id() && (is_gone || *name == *other_name);
  };
  if (!std::ranges::equal(asked_rows, filled, asks_the_same))
    return {Refusal::row_is_unknown, form.name};
  const bool is_whole =
      std::ranges::all_of(filled, [](const RowRead& one) { return one.get(form_answer); });
  if (!is_whole) return {Refusal::field_is_missing, form.name};
  const bool is_as_asked = std::ranges::all_of(filled, is_of_its_kind);
  return {is_as_asked ? Refusal::none : Refusal::field_has_wrong_kind, form.name};
}

inline std::optional<Record> request_of(const Deciding& deciding, std::string_view state) {
  const Link* of = std::get_if<Link>(&deciding.before.value(conveyed_by));
  if (!of || of->ledger != of_requests) return std::nullopt;
  std::optional<Record> request = deciding.circumstances.record(of->ledger, of->record);
  return request && request->state == state ? request : std::nullopt;
}
// A request is answered with the last of its forms, and waits again for one that is sent back.
inline std::vector<Caused> request_is_answered(const Deciding& deciding) {
  const std::optional<Record> request = request_of(deciding, "sent");
  if (!request) return {};
  const auto* units = std::get_if<std::vector<Uuid>>(&request->value("audience"));
  const auto* sent_to = std::get_if<std::int64_t>(&request->value("delivered"));
  if (!units || !sent_to || *sent_to < std::ssize(*units)) return {};
  const Query open{
      .ledger = "deliveries", .field = conveyed_by, .is = request->id, .states = not_answered};
  for (const RecordId& other : deciding.circumstances.find(open, 2))
    if (other != deciding.before.id) return {};
  return {{.record = request->id}};
}
inline std::vector<Caused> request_waits_again(const Deciding& deciding) {
  const std::optional<Record> request = request_of(deciding, "answered");
  return request ? std::vector<Caused>{{.record = request->id}} : std::vector<Caused>();
}
inline constexpr Cause ends_its_turn[] = {settling::settles[0],
                                          {of_requests, "all_answered", {}, request_is_answered}};
inline constexpr Cause waits_again[] = {{of_requests, "wait_again", {}, request_waits_again}};

}  // namespace chuangyou::filling_in
