#include "campaign/calendar_preview.h"

#include <algorithm>
#include <set>

#include "journal/journal.h"
#include "ledgers/all.h"

namespace chuangyou {
namespace {

constexpr std::size_t days_shown_max = 200;
constexpr std::int32_t days_looked_ahead = 3 * 366;
constexpr std::size_t looked_at_in_turn = 200;
constexpr std::int64_t looked_at_most = 100'000;
constexpr std::size_t seen_listed_max = 100;

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty()) lines.push_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string_view cell_of(std::string_view line, std::size_t column) {
  for (; column > 0; --column) {
    const std::size_t comma = line.find(',');
    if (comma == std::string_view::npos) return {};
    line.remove_prefix(comma + 1);
  }
  return line.substr(0, line.find(','));
}

std::optional<std::size_t> column_of(std::string_view heading, std::string_view name) {
  const auto columns = static_cast<std::size_t>(std::ranges::count(heading, ',')) + 1;
  for (std::size_t column = 0; column < columns; ++column)
    if (cell_of(heading, column) == name) return column;
  return std::nullopt;
}

std::vector<DayBrought> days_brought(const WorkingCalendar& was, const WorkingCalendar& is,
                                     Date today) {
  std::vector<DayBrought> days;
  for (std::int32_t ahead = 0; ahead < days_looked_ahead && days.size() < days_shown_max; ++ahead) {
    const Date day = today + NaturalDays{ahead};
    if (was.nature_of(day) != is.nature_of(day))
      days.push_back({day, was.nature_of(day), is.nature_of(day),
                      std::string(is.name_of(day).empty() ? was.name_of(day) : is.name_of(day))});
  }
  return days;
}

// As everything stands, but for the calendar of now.
Circumstances with_calendar(const Circumstances& now, const WorkingCalendar& next) {
  Circumstances other{next,        now.zone,     now.policy,     now.path_of,
                      now.unit_at, now.posts_of, now.holders_at, now.campaign_has};
  other.posts_ever = now.posts_ever;
  other.was_at_or_above = now.was_at_or_above;
  other.calendar_at = now.calendar_at;
  other.campaign_keys = now.campaign_keys;
  return other;
}

class Moving {
 public:
  Moving(const Reader& reader, const WorkingCalendar& next) : reader_(reader), next_(next) {
    const auto turn = reader.turn();
    if (reader.body.tree.size() > 0) root_ = reader.body.tree.path_of(0);
  }

  void look_at(const Ledger& ledger, CalendarPreview& preview) {
    CalendarPreview::OfLedger of{&ledger};
    for (const Stage stage : {Stage::open, Stage::claimed}) walk(ledger, stage, of, preview);
    if (of.moved > 0) preview.moved.push_back(of);
  }

 private:
  void walk(const Ledger& ledger, Stage stage, CalendarPreview::OfLedger& of,
            CalendarPreview& preview) {
    const LedgerTable table(ledger);
    ListQuery query;
    query.path = root_;
    query.stage = stage;
    query.with_clock = true;
    query.limit = looked_at_in_turn;
    if (root_.empty()) return;
    do {
      if (preview.looked_at >= looked_at_most) {
        preview.is_complete = false;
        return;
      }
      Result<Page> page = table.list(reader_.connection, reader_.body.no, query);
      if (!page) return;
      preview.looked_at += std::ssize(page->records);
      const auto turn = reader_.turn();
      const Circumstances now = reader_.body.circumstances();
      const Circumstances then = with_calendar(now, next_);
      for (Record& record : page->records) compare(record, now, then, of, preview);
      query.cursor = page->next_cursor;
    } while (!query.cursor.empty());
  }

  void compare(Record& record, const Circumstances& now, const Circumstances& then,
               CalendarPreview::OfLedger& of, CalendarPreview& preview) {
    const auto was = standing_of(record, now).due_at, is = standing_of(record, then).due_at;
    if (!was || !is || *was == *is) return;
    ++of.moved;
    const Sight sight = sight_of(reader_.actor, record, reader_.today(), now.path_of);
    if (sight == Sight::nothing || preview.seen.size() == seen_listed_max) return;
    redact(record, sight);
    preview.seen.push_back({of.ledger, std::move(record), *was, *is});
  }

  const Reader& reader_;
  const WorkingCalendar& next_;
  std::string root_;
};

}  // namespace

std::string with_years_held(std::string_view held, std::string_view given) {
  const std::vector<std::string_view> ours = lines_of(held), theirs = lines_of(given);
  const bool can_join = !ours.empty() && !theirs.empty() && ours.front() == theirs.front() &&
                        !held.contains('"') && !given.contains('"');
  const auto year = can_join ? column_of(theirs.front(), "notice_year") : std::nullopt;
  if (!year) return std::string(given);
  std::set<std::string_view> said;
  for (std::size_t row = 1; row < theirs.size(); ++row) said.insert(cell_of(theirs[row], *year));
  std::string joined(ours.front());
  joined += '\n';
  for (std::size_t row = 1; row < ours.size(); ++row)
    if (!said.contains(cell_of(ours[row], *year))) joined.append(ours[row]).append("\n");
  for (std::size_t row = 1; row < theirs.size(); ++row) joined.append(theirs[row]).append("\n");
  return joined;
}

std::string calendar_text_held(Connection& connection, const Body& body) {
  const std::int64_t by_entry = body.frame.calendars.back()->by_entry;
  const auto entry = by_entry > 0 ? entry_at(connection, body.no, by_entry) : std::nullopt;
  if (!entry) return {};
  const Result<FrameAct> act = decode_frame_act(entry->head.act, entry->changes);
  const AdoptCalendar* adopted = act ? std::get_if<AdoptCalendar>(&*act) : nullptr;
  return adopted ? adopted->content : std::string();
}

CalendarPreview preview_calendar(const Reader& reader, const WorkingCalendar& next) {
  CalendarPreview preview;
  {
    const auto turn = reader.turn();
    preview.days = days_brought(reader.body.frame.calendar(), next, reader.today());
  }
  Moving moving(reader, next);
  for (const Ledger* ledger : all_ledgers()) moving.look_at(*ledger, preview);
  return preview;
}

}  // namespace chuangyou
