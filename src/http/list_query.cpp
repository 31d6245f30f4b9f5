#include "http/list_query.h"

#include <algorithm>

#include "campaign/find_sorted.h"
#include "campaign/record_cells.h"
#include "http/list_conditions.h"

namespace chuangyou {
namespace {

constexpr std::int64_t limit_usual = 25;

// The highest of the units in which the actor holds a post; the root for one without a post, to
// whom the reader then shows what is public or names him, and for what somebody wrote himself: it
// may have gone past his own line.
std::string path_to_begin(const Visit& visit, const ListQuery& query) {
  const auto shorter = [](const Post& a, const Post& b) { return a.path.size() < b.path.size(); };
  const auto top = std::ranges::min_element(visit.actor.posts, shorter);
  if (top != visit.actor.posts.end() && !query.author) return top->path;
  return visit.body->tree.size() > 0 ? visit.body->tree.path_of(UnitNo{0}) : std::string();
}

void take_unit(Visit& visit, ListQuery& query) {
  const auto unit = visit.query.take_id("unit");
  if (!unit) {
    query.path = path_to_begin(visit, query);
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

void take_happened(Visit& visit, ListQuery& query) {
  const auto kind = visit.query.take("happened");
  const auto period = take_period(visit);
  if (!kind && !period) return;
  const auto found = std::ranges::find(happened_names, kind.value_or(""));
  if (!kind)
    visit.query.refuse(Refusal::field_is_missing, "happened");
  else if (found == std::end(happened_names))
    visit.query.refuse(Refusal::choice_is_unknown, "happened", *kind);
  else if (!period)
    visit.query.refuse(Refusal::field_is_missing, "from");
  else
    query.happened = HappenedIn{static_cast<Happened>(found - std::begin(happened_names)),
                                period->from, period->until};
}

// `due` and `newest` have indexes; a column is sorted by, the other way round with a `-` before it.
void take_order(Visit& visit, const Ledger& ledger, ListQuery& query) {
  const auto order = visit.query.take("order");
  query.by_due = !query.happened && (!order || *order == "due");
  if (!order || *order == "newest" || (*order == "due" && !query.happened)) return;
  SortedBy by{*order, order->starts_with('-')};
  if (by.is_descending) by.column.erase(0, 1);
  if (query.happened || !may_sort_by(ledger, by.column))
    visit.query.refuse(Refusal::choice_is_unknown, "order", *order);
  else
    query.sorted = std::move(by);
}

void take_columns(Visit& visit, const Ledger& ledger, ListColumns& columns) {
  std::string_view left;
  const auto asked = visit.query.take("columns");
  if (!asked) return;
  columns.is_all = *asked == "all";
  left = *asked;
  while (!columns.is_all && !left.empty()) {
    const std::string name(left.substr(0, left.find(',')));
    left.remove_prefix(std::min(name.size() + 1, left.size()));
    const FieldSpec* field = ledger.field(name);
    const bool is_told = field && field->visibility != Visibility::sealed;
    const bool is_there_twice = std::ranges::find(columns.names, name) != columns.names.end();
    if ((!is_told && !is_common_column(name)) || is_there_twice)
      visit.query.refuse(Refusal::choice_is_unknown, "columns", name);
    else
      columns.names.push_back(name);
  }
}

void take_word(Visit& visit, ListQuery& query) {
  const auto word = visit.query.take("word");
  if (!word) return;
  query.with_word = *word == "any";
  if (*word == "yes" || *word == "no") query.word = *word == "yes";
  if (!query.with_word && !query.word)
    visit.query.refuse(Refusal::choice_is_unknown, "word", *word);
}

void take_yes_no(Visit& visit, ListQuery& query) {
  if (visit.query.take_yes_no("overdue").value_or(false)) query.overdue_at = visit.now;
  query.on_time = visit.query.take_yes_no("on_time");
  query.with_clock = visit.query.take_yes_no("with_clock").value_or(false);
  query.kept_first = visit.query.take_yes_no("kept_first");
  query.history = visit.query.take_yes_no("history");
  if (visit.query.take_yes_no("judged").value_or(false)) query.judged_at = visit.now;
  query.implausible = visit.query.take_yes_no("implausible");
  take_word(visit, query);
  if (const auto author = visit.query.take("author")) {
    query.author = visit.actor.person;
    if (*author != "me") visit.query.refuse(Refusal::choice_is_unknown, "author", *author);
  }
  if (const auto unit = visit.query.take_id("own_unit")) query.own_unit = UnitId(*unit);
}

}  // namespace

std::optional<PeriodOfDays> take_period(Visit& visit) {
  bool is_refused = false;
  const auto day = [&](std::string_view name) -> std::optional<Date> {
    const auto text = visit.query.take(name);
    if (!text) return std::nullopt;
    const Result<Date> date = parse_date(*text);
    if (date) return *date;
    visit.query.refuse(date.error().law, name, *text);
    is_refused = true;
    return std::nullopt;
  };
  const auto from = day("from"), until = day("until");
  if (is_refused || (!from && !until)) return std::nullopt;
  if (!from || !until) {
    visit.query.refuse(Refusal::field_is_missing, from ? "until" : "from");
    return std::nullopt;
  }
  const PeriodOfDays period{*from, *until};
  if (Result<void> checked = check_period(period, visit.today()); !checked)
    visit.query.refuse(checked.error().law, checked.error().field, checked.error().detail);
  return period;
}

ListAsked list_asked(Visit& visit, const Ledger& ledger, std::span<const std::string_view> only) {
  ListAsked asked;
  const bool is_public = !only.empty();
  if (is_public)
    for (QueryString::Parameter* parameter : visit.query.left())
      if (std::ranges::find(only, parameter->name) == only.end()) {
        visit.query.refuse(Refusal::parameter_is_unknown, parameter->name);
        parameter->is_taken = true;
      }
  constexpr std::string_view of_the_page[] = {"cursor", "limit", "count", "columns"};
  asked.bound = std::string(ledger.name) + '\n' +
                std::to_string(static_cast<std::int64_t>(visit.body->no)) + '\n' +
                (is_public ? "public" : to_text(visit.actor.person)) + '\n' +
                visit.query.without(of_the_page);
  take_state(visit, ledger, asked.query);
  take_yes_no(visit, asked.query);
  take_unit(visit, asked.query);
  take_happened(visit, asked.query);
  take_order(visit, ledger, asked.query);
  take_columns(visit, ledger, asked.columns);
  if (const auto cursor = visit.query.take("cursor")) {
    auto opened = visit.site.cursors.opened(*cursor, asked.bound);
    if (opened)
      asked.query.cursor = std::move(*opened);
    else
      visit.query.refuse(opened.error().law, "cursor");
  }
  asked.query.limit =
      static_cast<std::size_t>(visit.query.take_number("limit", limit_usual, 1, list_limit_max));
  asked.count = visit.query.take_yes_no("count").value_or(false);
  take_conditions(visit, ledger, asked.query);
  return asked;
}

}  // namespace chuangyou
