#include "http/list_query.h"

#include <algorithm>

#include "campaign/past_day.h"
#include "http/decode.h"
#include "http/problem.h"
#include "http/reading.h"
#include "http/record_json.h"

namespace chuangyou {
namespace {

constexpr std::int64_t limit_usual = 25;
// A page of long records ends early; the next one goes on where it ended.
constexpr std::size_t page_bytes_max = 2 * 1024 * 1024;

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

void take_order(Visit& visit, ListQuery& query) {
  const auto order = visit.query.take("order");
  if (order && *order != "due" && *order != "newest")
    visit.query.refuse(Refusal::choice_is_unknown, "order", *order);
  query.by_due = !query.happened && (!order || *order == "due");
  if (query.happened && order == "due")  // in the order in which it happened, the latest first
    visit.query.refuse(Refusal::choice_is_unknown, "order", *order);
}

// What is left is the name of a declared field; a list filters by one of them.
void take_field(Visit& visit, const Ledger& ledger, ListQuery& query) {
  for (QueryString::Parameter* parameter : visit.query.left()) {
    const FieldSpec* field = ledger.field_or_column(parameter->name);
    if (field == nullptr || !may_filter_by(ledger, parameter->name) || query.field_equals) continue;
    parameter->is_taken = true;
    auto value = value_from_text(*field, parameter->value);
    if (value)
      query.field_equals = std::pair(parameter->name, std::move(*value));
    else
      visit.query.refuse(value.error().law, value.error().field, value.error().detail);
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

bool may_filter_by(const Ledger& ledger, std::string_view place) {
  const FieldSpec& field = *ledger.field(place.substr(0, place.find('.')));
  const FieldSpec& named = *ledger.field_or_column(place);
  if (field.visibility == Visibility::sealed || named.visibility == Visibility::sealed)
    return false;
  const bool has_few_values = named.kind == Kind::choice || named.kind == Kind::yes_no;
  return (has_few_values && &named == &field) || named.kind == Kind::unit ||
         named.kind == Kind::person || named.kind == Kind::link || named.kind == Kind::row_link;
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
  constexpr std::string_view of_the_page[] = {"cursor", "limit", "count"};
  asked.bound = std::string(ledger.name) + '\n' +
                std::to_string(static_cast<std::int64_t>(visit.body->no)) + '\n' +
                (is_public ? "public" : to_text(visit.actor.person)) + '\n' +
                visit.query.without(of_the_page);
  take_state(visit, ledger, asked.query);
  take_yes_no(visit, asked.query);
  take_unit(visit, asked.query);
  take_happened(visit, asked.query);
  take_order(visit, asked.query);
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
  take_field(visit, ledger, asked.query);
  return asked;
}

namespace {

// One list as it was asked for, by somebody whose visit may be over when it is made.
struct Listing {
  const Site& site;
  const Ledger& ledger;
  ListAsked asked;
  Language language;
  bool public_only;

  std::optional<Reply> reply(const Reader& reader, RandomSource& random) const {
    std::optional<ListCount> count;
    if (asked.count) {
      const auto counted = count_list_for(reader);
      if (!counted) return std::nullopt;
      if (!*counted) return problem(counted->error(), language);
      count = **counted;
    }
    const auto page = find_list(reader, ledger, asked.query);
    if (!page) return problem(page.error(), language);
    const auto turn = reader.turn();
    return written(reader, *page, count, random);
  }

 private:
  // On the loop only what the figures say; nullopt where they say nothing.
  std::optional<Result<ListCount>> count_list_for(const Reader& reader) const {
    if (reader.locks_by_turns) return count_list(reader, ledger, asked.query);
    const auto count = count_by_figures(reader, ledger, asked.query);
    if (!count) return std::nullopt;
    return Result<ListCount>(ListCount{*count, true});
  }

  Reply written(const Reader& reader, const Page& page, const std::optional<ListCount>& count,
                RandomSource& random) const {
    Reply reply;
    Json json(reply.body);
    json.object();
    if (count) json.member("count", count->count).member("count_is_complete", count->is_complete);
    const RecordView view{reader.body, reader.actor,       reader.now, public_only,     false,
                          nullptr,     &reader.connection, nullptr,    reader.today_too};
    std::string next_cursor = page.next_cursor;
    json.key("items").list();
    for (std::size_t i = 0; i < page.records.size(); ++i) {
      if (public_only && !is_shown_as_read(reader, page.records[i])) continue;
      json.object();
      write_record_members(json, view, page.records[i], page.standings[i]);
      if (const auto& happened = page.standings[i].happened)
        json.member("happened_on", happened->day).member("happened_by", happened->seq);
      json.end_object();
      if (reply.body.size() < page_bytes_max || i + 1 == page.records.size()) continue;
      next_cursor =
          cursor_after(page.records[i], page.standings[i], reader.body.no, asked.query.by_due);
      break;
    }
    json.end_list().key("next_cursor");
    if (next_cursor.empty())
      json.null();
    else
      json.put(site.cursors.closed(next_cursor, asked.bound, random));
    // The public list takes none of the fields, whoever reads it.
    const bool is_narrow = public_only || !picks_by_all(reader, ledger, asked.query.path);
    json.member("picks_by", is_narrow ? "public" : "all").end_object();
    return reply;
  }
};

}  // namespace

Reply list_reply(Visit& visit, const Ledger& ledger, ListAsked asked, bool public_only) {
  Listing listing{visit.site, ledger, std::move(asked), visit.language, public_only};
  return read_within_bounds(
      visit, [listing = std::move(listing)](const Reader& reader, RandomSource& random) {
        return listing.reply(reader, random);
      });
}

}  // namespace chuangyou
