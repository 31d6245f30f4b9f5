#include "http/list_reply.h"

#include <algorithm>

#include "campaign/find_links.h"
#include "http/problem.h"
#include "http/reading.h"
#include "http/record_json.h"
#include "record/clock.h"

namespace chuangyou {
namespace {

// A page of long records ends early; the next one goes on where it ended.
constexpr std::size_t page_bytes_max = 2 * 1024 * 1024;

// What a list tells of the clock: when it is due, how far that is, and the light.
void write_clock_in_brief(Json& json, const RecordView& view, const Record& record,
                          const Standing& standing) {
  const auto clock = read_clock(record, view.now, view.body.circumstances());
  if (!clock) {
    if (standing.due_at) json.member("due_at", standing.due_at);
    return;
  }
  json.key("clock").object();
  if (clock->light != Light::suspended) json.member("due", clock->due);
  json.member("light", name_of(clock->light))
      .member("working_days_left", clock->working_days_left)
      .end_object();
}

// What was not chosen and what says nothing is left out.
class Lines {
 public:
  Lines(Json& json, const RecordView& view, const Reader& reader, const Ledger& ledger,
        const ListColumns& columns)
      : json_(json),
        view_(view),
        reader_(reader),
        columns_(columns),
        fields_(fields_shown(ledger, columns)) {}

  void write(const Record& record, const Standing& as_it_stands) const {
    const Standing standing = as_told(view_, record, as_it_stands);
    json_.member("id", static_cast<const Uuid&>(record.id)).key("unit");
    write_unit_name(json_, view_.body, record.unit);
    json_.member("state", record.state).member("stage", name_of(standing.stage));
    if (standing.on_time) json_.member("on_time", standing.on_time);
    if (standing.implausible) json_.member("implausible", true);
    write_clock_in_brief(json_, view_, record, standing);
    write_columns(json_, view_, record, fields_);
    for (const std::string& name : columns_.names) write_common(name, record, standing);
    write_erased(json_, view_, record);
  }

 private:
  void write_common(std::string_view name, const Record& record, const Standing& standing) const {
    if (name == "created_at") json_.member(name, record.created_at);
    if (name == "opened_at") json_.member(name, standing.opened_at);
    if (name == "closed_at") json_.member(name, standing.closed_at);
    if (name == "state_since") json_.member(name, record.state_since);
    if (name == "kept_first_date") json_.member(name, standing.kept_first);
    if (name == "source") json_.member(name, source_shown(reader_, columns_, record));
  }

  Json& json_;
  const RecordView& view_;
  const Reader& reader_;
  const ListColumns& columns_;
  std::vector<std::size_t> fields_;
};

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

  std::string cursor_behind(const Record& record, const Standing& standing, BodyNo body) const {
    return asked.query.sorted ? cursor_at(record.opened_by_entry, body)
                              : cursor_after(record, standing, body, asked.query.by_due);
  }

  Reply written(const Reader& reader, const Page& page, const std::optional<ListCount>& count,
                RandomSource& random) const {
    Reply reply;
    Json json(reply.body);
    json.object();
    if (count) json.member("count", count->count).member("count_is_complete", count->is_complete);
    LinksSeen links(reader);
    const RecordView view{reader.body, reader.actor,       reader.now, public_only,     false,
                          &links,      &reader.connection, nullptr,    reader.today_too};
    const Lines lines(json, view, reader, ledger, asked.columns);
    std::string next_cursor = page.next_cursor;
    json.key("items").list();
    for (std::size_t i = 0; i < page.records.size(); ++i) {
      if (public_only && !is_shown_as_read(reader, page.records[i])) continue;
      json.object();
      if (asked.columns.is_all)
        write_record_members(json, view, page.records[i], page.standings[i]);
      else
        lines.write(page.records[i], page.standings[i]);
      if (const auto& happened = page.standings[i].happened)
        json.member("happened_on", happened->day).member("happened_by", happened->seq);
      json.end_object();
      if (reply.body.size() < page_bytes_max || i + 1 == page.records.size()) continue;
      next_cursor = cursor_behind(page.records[i], page.standings[i], reader.body.no);
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

std::vector<std::size_t> fields_shown(const Ledger& ledger, const ListColumns& columns) {
  std::vector<std::size_t> places{ledger.index_of(*ledger.field(ledger.title))};
  for (const std::string& name : columns.names)
    if (const FieldSpec* field = ledger.field(name); field && name != ledger.title)
      places.push_back(ledger.index_of(*field));
  return places;
}

std::string source_shown(const Reader& reader, const ListColumns& columns, const Record& record) {
  if (std::ranges::find(columns.names, "source") == columns.names.end()) return {};
  if (sight_as_read(reader, record) != Sight::whole) return {};
  return LedgerTable(record.ledger())
      .source_of(reader.connection, reader.body.no, record.opened_by_entry);
}

Reply list_reply(Visit& visit, const Ledger& ledger, ListAsked asked, ForWhom whom) {
  Listing listing{visit.site, ledger, std::move(asked), visit.language, whom == ForWhom::everyone};
  return read_within_bounds(
      visit, [listing = std::move(listing)](const Reader& reader, RandomSource& random) {
        return listing.reply(reader, random);
      });
}

}  // namespace chuangyou
