#include "campaign/find.h"

#include <algorithm>
#include <set>

#include "campaign/find_flows.h"
#include "campaign/find_sorted.h"
#include "campaign/past_day.h"
#include "campaign/perform_act.h"
#include "campaign/sight_of_lists.h"
#include "campaign/walk_list.h"
#include "ledgers/all.h"
#include "record/who_speaks.h"

namespace chuangyou {
namespace {

constexpr std::size_t left_out_by_name_max = 500;  // of a past day; beyond it each is looked at

// No list, no count and no place between two pages tells of them.
void leave_out_what_is_kept(const Reader& reader, const LedgerTable& table, ListQuery& query) {
  for (const Record& record : kept_from(reader, table).records)
    query.without.push_back(record.opened_by_entry);
}

// A field, a column or what stands in every row; of the latter the key in another system alone is
// told to nobody but those who see the record whole.
bool is_hidden_from_some(const Ledger& ledger, std::string_view place) {
  const FieldSpec* named = ledger.field_or_column(place);
  if (!named) return place == "source";
  const FieldSpec* field = ledger.field(place.substr(0, place.find('.')));
  return field->visibility != Visibility::public_ || named->visibility != Visibility::public_;
}

// The first of what it picks by that may be hidden in a record that he sees; empty where none is.
std::string_view hidden_pick(const Ledger& ledger, const ListQuery& query) {
  if (query.field_equals && is_hidden_from_some(ledger, query.field_equals->first))
    return query.field_equals->first;
  for (const Condition& condition : query.conditions)
    if (is_hidden_from_some(ledger, condition.place)) return condition.place;
  return {};
}

// What the reader opened himself he may pick by anything, as far as he sees it. Of all else a field
// that is not public may be hidden from him, and so is that a record stands in a state that is not.
Result<void> check_filters(const Reader& reader, const Ledger& ledger, const ListQuery& query) {
  const bool is_his_own = query.author == reader.actor.person && !reader.actor.person.is_nil();
  if (is_his_own || picks_by_all(reader, ledger, query.path)) return {};
  if (query.author) return refuse(Refusal::field_is_hidden, "author");
  if (const std::string_view hidden = hidden_pick(ledger, query); !hidden.empty())
    return refuse(Refusal::field_is_hidden, std::string(hidden));
  if (query.sorted && is_hidden_from_some(ledger, query.sorted->column))
    return refuse(Refusal::field_is_hidden, "order", query.sorted->column);
  if (sees_all(reader, ledger, query.path)) return {};
  if (query.state && !ledger.state(*query.state)->is_public)
    return refuse(Refusal::field_is_hidden, "state", *query.state);
  return {};
}

// One more than the page holds: only another record that the reader sees makes a next page.
struct FillPage {
  Page& page;
  std::size_t limit;
  void operator()(Record record, const Standing& standing) {
    page.records.push_back(std::move(record));
    page.standings.push_back(standing);
  }
  bool is_full() const { return page.records.size() > limit; }
};

struct CountOnly {
  std::int64_t& count;
  std::int64_t at_most;
  void operator()(const Record&, const Standing&) { ++count; }
  bool is_full() const { return count >= at_most; }
};

std::int64_t at(const Counts& counts, Count count) {
  return counts[static_cast<std::size_t>(count)];
}

// A figure opens the list of the same reader, so what is kept from him is not in it either.
void take_away(Counts& counts, const Page& kept, std::string_view path, Moment at) {
  for (std::size_t i = 0; i < kept.records.size(); ++i) {
    if (!covers(path, kept.records[i].path)) continue;
    const RollUp::Row row = RollUp::row_of(counted(kept.records[i], kept.standings[i]), at);
    for (std::size_t kind = 0; kind < count_kinds; ++kind) counts[kind] -= row[kind];
  }
}

// The figure that counts the same records as the query, if one does; see figures_of, which says it
// the other way round.
std::optional<Count> figure_of(const ListQuery& query) {
  if (query.field_equals || !query.conditions.empty() || query.author || query.with_source ||
      query.with_clock || query.with_word || query.judged_at || query.happened)
    return std::nullopt;
  const int narrowed = int{query.state.has_value()} + int{query.stage.has_value()} +
                       int{query.on_time.has_value()} + int{query.overdue_at.has_value()} +
                       int{query.implausible.has_value()} + int{query.word.has_value()} +
                       int{query.kept_first.has_value()} + int{query.history.has_value()};
  if (narrowed == 0) return Count::all;
  if (query.overdue_at && (narrowed == 1 || (narrowed == 2 && query.stage == Stage::open)))
    return Count::open_overdue;
  if (narrowed > 1) return std::nullopt;
  if (query.on_time) return *query.on_time ? Count::closed_on_time : Count::closed_late;
  if (query.implausible)
    return *query.implausible ? std::optional(Count::implausible) : std::nullopt;
  if (query.word) return *query.word ? Count::said_yes : Count::contested;
  if (query.kept_first) return *query.kept_first ? std::optional(Count::kept_first) : std::nullopt;
  if (query.history) return *query.history ? std::optional(Count::history) : std::nullopt;
  if (query.state) return std::nullopt;
  constexpr Count of_stage[] = {Count::open, Count::claimed, Count::confirmed, Count::ended};
  return of_stage[static_cast<std::size_t>(*query.stage)];
}

std::vector<Figure> figures_of(const Ledger& ledger, const Counts& counts, const Unit& unit) {
  std::string list = "/api/" + std::string(ledger.name) + "?unit=" + to_text(unit.id);
  std::int64_t on_time = at(counts, Count::closed_on_time);
  std::int64_t judged = on_time + at(counts, Count::closed_late) + at(counts, Count::open_overdue);
  std::int64_t confirmed = at(counts, Count::confirmed);
  std::int64_t said_yes = at(counts, Count::said_yes);
  std::vector<Figure> figures = {
      {"all", at(counts, Count::all), std::nullopt, list},
      {"open", at(counts, Count::open), std::nullopt, list + "&stage=open"},
      {"open_overdue", at(counts, Count::open_overdue), std::nullopt, list + "&overdue=true"},
      // Law 5: closed on time / (closed with a clock + open overdue).
      {"on_time_rate", on_time, judged, list + "&on_time=true", list + "&judged=true"},
      {"kept_first_date", at(counts, Count::kept_first), judged, list + "&kept_first=true",
       list + "&judged=true"},
      // Silence is never a yes (Law 7): only those who said yes or no are counted.
      {"confirmed_share", said_yes, said_yes + at(counts, Count::contested), list + "&word=yes",
       list + "&word=any"},
      {"claimed", at(counts, Count::claimed), std::nullopt, list + "&stage=claimed"},
      {"confirmed", confirmed, std::nullopt, list + "&stage=confirmed"},
      {"contested", at(counts, Count::contested), std::nullopt, list + "&word=no"},
      {"closed_on_time", on_time, std::nullopt, list + "&on_time=true"},
      {"closed_late", at(counts, Count::closed_late), std::nullopt, list + "&on_time=false"},
      {"implausible", at(counts, Count::implausible), std::nullopt, list + "&implausible=true"},
      {"ended", at(counts, Count::ended), std::nullopt, list + "&stage=ended"},
      {"history", at(counts, Count::history), std::nullopt, list + "&history=true"},
  };
  // Where nobody is asked to confirm, nobody can say no.
  if (std::ranges::none_of(ledger.states, &State::is_contested))
    std::erase_if(figures, [](const Figure& figure) {
      return figure.name == "contested" || figure.name == "confirmed_share";
    });
  // Where nothing is promised for a day, no first day is kept or missed.
  if (std::ranges::all_of(ledger.deadlines,
                          [](const Deadline& deadline) { return deadline.first_field.empty(); }))
    std::erase_if(figures, [](const Figure& figure) { return figure.name == "kept_first_date"; });
  // Where nothing can be entered as of a past day, nothing is history.
  if (ledger.opened_at.empty())
    std::erase_if(figures, [](const Figure& figure) { return figure.name == "history"; });
  return figures;
}

}  // namespace

std::int64_t roughly(std::int64_t count) {
  std::int64_t power = 1;
  while (count / power >= 10) power *= 10;
  return count / power * power;
}

// Of a person's own its times are kept back with what it says (http/record_json.cpp).
bool picks_by_hidden(const Ledger& ledger, const ListQuery& query) {
  const bool keeps_times = ledger.is_confidential && ledger.is_personal;
  const bool picks_by_times =
      query.overdue_at || query.judged_at || query.on_time || query.kept_first;
  return !hidden_pick(ledger, query).empty() || (keeps_times && picks_by_times);
}

Result<Found> find_record(const Reader& reader, const Ledger& ledger, const Uuid& id) {
  std::optional<Record> record = LedgerTable(ledger).get(reader.connection, reader.body.no, id);
  if (!record) return refuse(Refusal::nothing_is_there);
  const Sight sight = sight_as_read(reader, *record);
  if (sight == Sight::nothing) return refuse(Refusal::nothing_is_there);
  Standing standing = standing_of(*record, reader.body.circumstances());
  const bool wrote_it = !reader.actor.person.is_nil() && record->author == reader.actor.person;
  redact(*record, sight);
  return Found{std::move(*record), standing, sight, wrote_it};
}

Result<Found> find_by_receipt(Connection& connection, const Body& body, const Ledger*& ledger,
                              std::string_view code) {
  std::optional<ReceiptTarget> target = find_receipt(connection, body.no, receipt_hash(code));
  if (!target) return refuse(Refusal::nothing_is_there);
  ledger = find_ledger(target->ledger);
  std::optional<Record> record = LedgerTable(*ledger).get(connection, body.no, target->record);
  if (!record) return refuse(Refusal::nothing_is_there);
  Standing standing = standing_of(*record, body.circumstances());
  redact(*record, Sight::whole);
  return Found{std::move(*record), standing};
}

bool picks_by_all(const Reader& reader, const Ledger& ledger, std::string_view path) {
  return reads_all(reader, ledger, path) ||
         (ledger.is_confidential && reads_all_at(reader, ledger, path));
}

Result<Page> find_list(const Reader& reader, const Ledger& ledger, ListQuery query) {
  LedgerTable table(ledger);
  if (query.limit == 0) return Page{};
  leave_out_what_is_kept(reader, table, query);
  if (query.happened) place_happenings(reader, ledger, query);
  // Of a past day each record is looked at: what it is today only that one says.
  const bool reads_whole = !reader.today_too && reads_all(reader, ledger, query.path);
  if (reads_whole && query.sorted) return find_sorted(reader, ledger, std::move(query), true);
  if (reads_whole) {
    Result<Page> page = table.list(reader.connection, reader.body.no, query);
    if (page)
      for (Record& record : page->records) redact(record, Sight::whole);
    return page;
  }
  if (Result<void> checked = check_filters(reader, ledger, query); !checked)
    return std::unexpected(checked.error());
  if (query.sorted) return find_sorted(reader, ledger, std::move(query), false);
  Page page;
  Result<std::string> cursor =
      walk(reader, table, query, {looked_at_max}, FillPage{page, query.limit});
  if (!cursor) return std::unexpected(cursor.error());
  page.next_cursor = *cursor;
  if (page.records.size() <= query.limit) return page;
  page.records.pop_back();
  page.standings.pop_back();
  page.next_cursor =
      cursor_after(page.records.back(), page.standings.back(), reader.body.no, query.by_due);
  return page;
}

std::optional<std::int64_t> count_by_figures(const Reader& reader, const Ledger& ledger,
                                             const ListQuery& query) {
  const Tree& tree = reader.body.tree;
  const RollUp& roll_up = *reader.body.roll_up;
  const std::optional<Count> figure = figure_of(query);
  const UnitNo unit = number_in_path(query.path);
  if (!figure || unit == no_unit || tree.path_of(unit) != query.path) return std::nullopt;
  if (query.own_unit && Uuid(*query.own_unit) != tree.unit(unit).id) return std::nullopt;
  if (!sees_all(reader, ledger, query.path)) return std::nullopt;
  if (!kept_from(reader, LedgerTable(ledger)).records.empty()) return std::nullopt;
  std::int64_t count = at(roll_up.counts(ledger.name, unit), *figure);
  if (query.overdue_at) {
    // The figures stand at a moment of their own, a little before this one.
    if (*query.overdue_at < roll_up.at() || query.own_unit) return std::nullopt;
    count += std::ssize(LedgerTable(ledger).fell_due(reader.connection, reader.body.no, query.path,
                                                     roll_up.at(), *query.overdue_at));
  }
  if (query.own_unit)
    for (UnitNo child : tree.children_of(unit))
      count -= at(roll_up.counts(ledger.name, child), *figure);
  return count;
}

Result<ListCount> count_list(const Reader& reader, const Ledger& ledger, ListQuery query,
                             std::int64_t at_most, std::size_t look_at_most) {
  LedgerTable table(ledger);
  leave_out_what_is_kept(reader, table, query);
  if (query.happened) place_happenings(reader, ledger, query);
  const std::int64_t enough = at_most == INT64_MAX ? at_most : at_most + 1;
  const bool looks_at_each = reader.today_too && (picks_by_hidden(ledger, query) ||
                                                  query.without.size() > left_out_by_name_max);
  if (looks_at_each) {
    query.without.clear();
  } else if (picks_by_hidden(ledger, query) ? reads_all(reader, ledger, query.path)
                                            : sees_all(reader, ledger, query.path)) {
    const std::int64_t count = table.count(reader.connection, reader.body.no, query, enough);
    return ListCount{std::min(count, at_most), count <= at_most};
  }
  if (Result<void> checked = check_filters(reader, ledger, query); !checked)
    return std::unexpected(checked.error());
  ListQuery from_the_start = query;
  from_the_start.cursor.clear();
  from_the_start.limit = looked_at_in_turn;
  std::int64_t count = 0;
  Result<std::string> cursor =
      walk(reader, table, from_the_start, {look_at_most}, CountOnly{count, enough});
  if (!cursor) return std::unexpected(cursor.error());
  // Where the walk was long enough before the count was, an exact one would tell how many records
  // it has passed over that the reader does not see.
  if (count <= at_most && !cursor->empty()) return ListCount{roughly(count), false};
  return ListCount{std::min(count, at_most), count <= at_most};
}

Result<std::vector<UnitOverview>> find_overview(const Reader& reader, const Uuid& unit) {
  std::vector<Page> kept;
  for (const Ledger* ledger : all_ledgers())
    kept.push_back(kept_from(reader, LedgerTable(*ledger)));
  const auto turn = reader.turn();
  const Tree& tree = reader.body.tree;
  UnitNo no = tree.number_of(unit);
  if (no == no_unit || !sees_all_below(reader, tree.path_of(unit)))
    return refuse(Refusal::nothing_is_there);
  std::vector<UnitNo> shown{no};
  const std::span<const UnitNo> children = tree.children_of(no);
  for (UnitNo child : children.first(std::min(children.size(), overview_children_max)))
    if (!was_taken_back(tree.unit(child)) &&
        (!reader.today_too || sees_all_below(reader, tree.path_of(child))))
      shown.push_back(child);
  std::vector<UnitOverview> overview;
  for (UnitNo one : shown) overview.push_back({one, {}});
  for (std::size_t i = 0; i < all_ledgers().size(); ++i) {
    const Ledger* ledger = all_ledgers()[i];
    for (UnitOverview& row : overview) {
      Counts counts = reader.body.roll_up->counts(ledger->name, row.unit);
      take_away(counts, kept[i], tree.path_of(row.unit), reader.body.roll_up->at());
      row.ledgers.push_back({ledger, figures_of(*ledger, counts, tree.unit(row.unit)), {}});
    }
  }
  return overview;
}

}  // namespace chuangyou
