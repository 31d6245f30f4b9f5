// Finding records, units and people by their words.
#include <spdlog/spdlog.h>

#include <algorithm>

#include "campaign/find_search.h"
#include "core/document_number.h"
#include "core/text.h"
#include "http/org_search.h"
#include "http/past_visit.h"
#include "http/problem.h"
#include "http/reading.h"
#include "http/record_json.h"
#include "http/rooms.h"
#include "jobs/searching.h"
#include "ledgers/all.h"
#include "storage/copying.h"
#include "storage/step_limit.h"

namespace chuangyou {
namespace {

constexpr std::int64_t limit_usual = 20;
constexpr std::size_t names_max = 8;         // units, and people
constexpr std::size_t text_bytes_max = 600;  // what is longer is no search

// As long as every cursor of a list is.
std::string cursor_of(std::int64_t row_no) {
  const std::string number = std::to_string(row_no);
  constexpr std::size_t cursor_length = 24;
  return std::string(cursor_length - number.size(), '0') + number;
}

void write_snippet(Json& json, const Snippet& snippet) {
  json.object().member("field", snippet.place).key("row");
  if (snippet.row == 0)
    json.null();
  else
    json.put(snippet.row);
  json.key("pieces").list();
  for (const Snippet::Piece& piece : snippet.pieces)
    json.object().member("text", piece.text).member("found", piece.is_found).end_object();
  json.end_list().end_object();
}

void write_hit(Json& json, const Body& body, const Found& found, std::optional<NamedBy> by,
               const Snippet* snippet) {
  const Record& record = found.record;
  const std::string* title = record.title();
  json.object()
      .member("ledger", record.ledger().name)
      .member("id", static_cast<const Uuid&>(record.id))
      .member("title", title ? std::optional(*title) : std::nullopt)
      .member("state", record.state)
      .member("stage", name_of(record.stage()))
      .key("unit");
  const Unit* unit = body.tree.find(record.unit);
  if (unit)
    write_unit_in_line(json, body.tree, *unit);
  else
    json.null();
  json.member("opened_at", found.standing.opened_at)
      .member("due_at", found.standing.due_at)
      .key("named_by");
  if (by)
    json.put(named_by_names[static_cast<std::size_t>(*by)]);
  else
    json.null();
  json.key("found_in");
  if (snippet)
    write_snippet(json, *snippet);
  else
    json.null();
  json.end_object();
}

// What is named by its key and by its number is one record.
void add_once(std::vector<NamedRecord>& named, NamedRecord one) {
  const auto is_it = [&](const NamedRecord& other) {
    return other.found.record.id == one.found.record.id;
  };
  if (std::ranges::none_of(named, is_it)) named.push_back(std::move(one));
}

// One search as it was asked for, by somebody whose visit may be over when it is answered.
struct Search {
  Site& site;
  std::string text;
  SearchAsked asked;
  bool counts = false;
  std::string bound;      // what its cursors hold good for
  std::size_t names = 0;  // so many units and people are looked for

  std::optional<Reply> reply(const Reader& reader, RandomSource& random) const {
    if (counts && !reader.locks_by_turns) return std::nullopt;
    std::vector<NamedRecord> named =
        asked.before == 0 ? find_named(reader, asked.ledger, text) : std::vector<NamedRecord>{};
    Hits found;
    std::optional<ListCount> count;
    bool is_there = false;
    try {
      if (const auto file = words(reader)) {
        if (const auto number = read_document_number(text); number && asked.before == 0)
          for (NamedRecord& one : find_numbered(reader, *file, asked.ledger, *number))
            add_once(named, std::move(one));
        found = find_words(reader, *file, asked);
        if (counts) count = count_words(reader, *file, asked);
        is_there = true;
      }
    } catch (const StorageError& error) {
      if (reader.today_too || is_interrupted(error)) throw;
      // Of a file that only says where to look nobody is refused anything: what is found without it
      // is told, and that it cannot be asked just now, as while another is put into its place.
      spdlog::error("search_file_cannot_be_read reason=\"{}\"", error.what());
      found = {};
      count.reset();
      if (is_damage(error)) site.searching->doubt();
    }
    std::string units, people;
    Json units_json(units), people_json(people);
    write_units_found(units_json, reader, text, names);
    // Who somebody was then is told by the records in which he stands.
    write_people_found(people_json, reader, text, reader.today_too ? 0 : names);
    const auto turn = reader.turn();
    return written(reader, named, found, count, is_there, random, units, people);
  }

 private:
  // Those of the day that is read.
  std::shared_ptr<SearchFile> words(const Reader& reader) const {
    if (reader.today_too) return reader.today_too->day.words();
    return site.searching->lend();
  }
  Reply written(const Reader& reader, const std::vector<NamedRecord>& named, const Hits& found,
                const std::optional<ListCount>& count, bool is_there, RandomSource& random,
                std::string_view units, std::string_view people) const {
    Reply reply;
    Json json(reply.body);
    json.object();
    if (count) json.member("count", count->count).member("count_is_complete", count->is_complete);
    json.key("records").list();
    for (const NamedRecord& one : named) write_hit(json, reader.body, one.found, one.by, nullptr);
    for (const Hit& hit : found.hits) {
      const auto is_named = [&](const NamedRecord& one) {
        return one.found.record.id == hit.found.record.id;
      };
      if (std::ranges::none_of(named, is_named))
        write_hit(json, reader.body, hit.found, std::nullopt, &hit.snippet);
    }
    json.end_list().key("next_cursor");
    if (found.next == 0)
      json.null();
    else
      json.put(site.cursors.closed(cursor_of(found.next), bound, random));
    json.key("units").raw(units).key("people").raw(people).key("making");
    const auto making = reader.today_too ? std::nullopt : site.searching->making();
    if (making || !is_there) {
      const Searching::Making now = making.value_or(Searching::Making{});
      json.object().member("done", now.done).member("in_all", now.in_all).end_object();
    } else {
      json.null();
    }
    json.end_object();
    return reply;
  }
};

void take_state(Visit& visit, SearchAsked& asked) {
  asked.state = visit.query.take("state");
  const auto has_state = [&](const Ledger* ledger) {
    return ledger->state(*asked.state) != nullptr;
  };
  const bool is_known =
      !asked.state ||
      (asked.ledger ? has_state(asked.ledger) : std::ranges::any_of(all_ledgers(), has_state));
  if (!is_known) visit.query.refuse(Refusal::choice_is_unknown, "state", *asked.state);
  const auto stage = visit.query.take("stage");
  if (!stage) return;
  const auto found = std::ranges::find(stage_names, *stage);
  if (found == std::end(stage_names))
    visit.query.refuse(Refusal::choice_is_unknown, "stage", *stage);
  else
    asked.stage = static_cast<Stage>(found - std::begin(stage_names));
}

void take_place(Visit& visit, SearchAsked& asked) {
  if (const auto ledger = visit.query.take("ledger")) {
    asked.ledger = find_ledger(*ledger);
    if (!asked.ledger) visit.query.refuse(Refusal::ledger_is_unknown, "ledger", *ledger);
  }
  if (const auto unit = visit.query.take_id("unit")) {
    asked.path = visit.body->tree.path_of(*unit);
    if (asked.path.empty()) visit.query.refuse(Refusal::unit_is_unknown, "unit", to_text(*unit));
  }
}

void take_page(Visit& visit, Search& search) {
  constexpr std::string_view of_the_page[] = {"cursor", "limit", "count"};
  search.bound = "search\n" + std::to_string(static_cast<std::int64_t>(visit.body->no)) + '\n' +
                 to_text(visit.actor.person) + '\n' + visit.query.without(of_the_page);
  search.asked.limit =
      static_cast<std::size_t>(visit.query.take_number("limit", limit_usual, 1, list_limit_max));
  search.counts = visit.query.take_yes_no("count").value_or(false);
  const auto cursor = visit.query.take("cursor");
  if (!cursor) return;
  if (const auto opened = visit.site.cursors.opened(*cursor, search.bound))
    search.asked.before = std::stoll(*opened);
  else
    visit.query.refuse(opened.error().law, "cursor");
}

}  // namespace

Reply search_words(Visit& visit) {
  Search search{visit.site, {}, {}, false, {}};
  take_page(visit, search);
  search.text = trimmed(visit.query.take("text").value_or(""));
  take_place(visit, search.asked);
  take_state(visit, search.asked);
  if (search.text.empty()) visit.query.refuse(Refusal::field_is_missing, "text");
  if (search.text.size() > text_bytes_max)
    visit.query.refuse(Refusal::field_is_too_long, "text", std::to_string(text_bytes_max));
  search.asked.words = searched_words(search.text);
  // Signs alone are no word: that is said, as an empty page would say that there is nothing.
  if (!search.text.empty() && search.asked.words.empty())
    visit.query.refuse(Refusal::field_is_missing, "text", search.text);
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  const bool are_names_asked = !search.asked.ledger && search.asked.before == 0;
  search.names = are_names_asked ? names_max : 0;
  if (auto reply = wait_for_words(visit)) return std::move(*reply);
  return read_within_bounds(
      visit, [search = std::move(search)](const Reader& reader, RandomSource& random) {
        return search.reply(reader, random);
      });
}

}  // namespace chuangyou
