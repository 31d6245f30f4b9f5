#include "http/list_query.h"

#include <algorithm>

#include "http/decode.h"
#include "http/record_json.h"

namespace chuangyou {
namespace {

constexpr std::int64_t limit_usual = 25;
constexpr std::int64_t limit_max = 200;

// The highest of the units in which the actor holds a post; the root for one without a post, to
// whom the reader then shows what is public or names him.
std::string top_path(const Visit& visit) {
  const auto shorter = [](const Post& a, const Post& b) { return a.path.size() < b.path.size(); };
  const auto top = std::ranges::min_element(visit.actor.posts, shorter);
  if (top != visit.actor.posts.end()) return top->path;
  return visit.body->tree.size() > 0 ? visit.body->tree.path_of(UnitNo{0}) : std::string();
}

void take_unit(Visit& visit, ListQuery& query) {
  const auto unit = visit.query.take_id("unit");
  if (!unit) {
    query.path = top_path(visit);
    return;
  }
  query.path = visit.body->tree.path_of(*unit);
  if (query.path.empty()) visit.query.refuse(Refusal::unit_is_unknown, "unit", to_text(*unit));
}

void take_state(Visit& visit, const Ledger& ledger, ListQuery& query) {
  if (const auto state = visit.query.take("state")) {
    if (ledger.state(*state) == nullptr)
      visit.query.refuse(Refusal::choice_is_unknown, "state", *state);
    query.state = *state;
  }
  if (const auto stage = visit.query.take("stage")) {
    const auto found = std::ranges::find(stage_names, *stage);
    if (found == std::end(stage_names))
      visit.query.refuse(Refusal::choice_is_unknown, "stage", *stage);
    else
      query.stage = static_cast<Stage>(found - std::begin(stage_names));
  }
}

void take_order(Visit& visit, ListQuery& query) {
  const auto order = visit.query.take("order");
  if (order && *order != "due" && *order != "newest")
    visit.query.refuse(Refusal::choice_is_unknown, "order", *order);
  query.by_due = !order || *order == "due";
}

// What is left is the name of a declared field; a list filters by one of them.
void take_field(Visit& visit, const Ledger& ledger, ListQuery& query) {
  for (Query::Parameter* parameter : visit.query.left()) {
    const FieldSpec* field = ledger.field(parameter->name);
    if (field == nullptr || !may_filter_by(*field) || query.field_equals) continue;
    parameter->is_taken = true;
    auto value = value_from_text(*field, parameter->value);
    if (value)
      query.field_equals = std::pair(parameter->name, std::move(*value));
    else
      visit.query.refuse(value.error().law, value.error().field, value.error().detail);
  }
}

void take_yes_no(Visit& visit, ListQuery& query) {
  if (visit.query.take_yes_no("overdue").value_or(false)) query.overdue_at = visit.now;
  query.on_time = visit.query.take_yes_no("on_time");
  query.with_clock = visit.query.take_yes_no("with_clock").value_or(false);
  query.implausible = visit.query.take_yes_no("implausible");
  if (const auto unit = visit.query.take_id("own_unit")) query.own_unit = UnitId(*unit);
}

}  // namespace

bool may_filter_by(const FieldSpec& field) {
  if (field.visibility == Visibility::sealed) return false;
  return field.kind == Kind::choice || field.kind == Kind::unit || field.kind == Kind::person ||
         field.kind == Kind::link || field.kind == Kind::yes_no;
}

ListAsked list_asked(Visit& visit, const Ledger& ledger, std::span<const std::string_view> only) {
  ListAsked asked;
  if (!only.empty())
    for (Query::Parameter* parameter : visit.query.left())
      if (std::ranges::find(only, parameter->name) == only.end()) {
        visit.query.refuse(Refusal::parameter_is_unknown, parameter->name);
        parameter->is_taken = true;
      }
  take_unit(visit, asked.query);
  take_state(visit, ledger, asked.query);
  take_yes_no(visit, asked.query);
  take_order(visit, asked.query);
  asked.query.cursor = visit.query.take("cursor").value_or("");
  asked.query.limit =
      static_cast<std::size_t>(visit.query.take_number("limit", limit_usual, 1, limit_max));
  asked.count = visit.query.take_yes_no("count").value_or(false);
  if (const auto author = visit.query.take("author")) {
    if (*author == "me")
      asked.author = visit.actor.person;
    else
      visit.query.refuse(Refusal::choice_is_unknown, "author", *author);
    // A list is read by unit; what one has written oneself is picked out of it and not counted.
    if (asked.count) visit.query.refuse(Refusal::parameter_is_unknown, "count", "author");
  }
  take_field(visit, ledger, asked.query);
  return asked;
}

Reply list_reply(Visit& visit, const Ledger& ledger, ListAsked asked, bool public_only) {
  const Reader reader = visit.reader();
  Reply reply;
  Json json(reply.body);
  json.object();
  if (asked.count) {
    const auto count = count_list(reader, ledger, asked.query);
    if (!count) return visit.refused(count.error());
    json.member("count", *count);
  }
  const auto page = find_list(reader, ledger, std::move(asked.query));
  if (!page) return visit.refused(page.error());
  const RecordView view{*visit.body, visit.actor, visit.now, public_only, false, nullptr};
  json.key("items").list();
  for (std::size_t i = 0; i < page->records.size(); ++i) {
    const Record& record = page->records[i];
    if (asked.author && record.author != *asked.author) continue;
    const State* state = ledger.state(record.state);
    if (public_only && (state == nullptr || !state->is_public)) continue;
    write_record(json, view, record, page->standings[i]);
  }
  json.end_list().key("next_cursor");
  if (page->next_cursor.empty())
    json.null();
  else
    json.put(page->next_cursor);
  json.end_object();
  return reply;
}

}  // namespace chuangyou
