#include "overview/find_burden.h"

#include <algorithm>
#include <functional>
#include <map>

#include "campaign/past_day.h"
#include "ledgers/field_register.h"
#include "overview/asked_of_units.h"
#include "storage/step_limit.h"

namespace chuangyou {
namespace {

constexpr std::size_t read_at_once = 100;

Date month_before(Date month) { return first_of_month(Date{month.days - 1}); }
Date month_after(Date month) {
  constexpr std::int32_t days_of_any_month = 31;
  return first_of_month(Date{month.days + days_of_any_month});
}

struct Span {
  Date from, until;  // the first day that is no longer in it
};

// The newest records of the ledger that asked something in the span, as the reader sees them; `use`
// gets the record as it was asked, whose audience nobody is told.
using UseAsked = std::function<void(const Record&, const Found&, const AskedOfUnits&)>;
bool each_asked(const Reader& reader, const Ledger& ledger, const Span& span, const UseAsked& use) {
  ListQuery query;
  {
    const auto turn = reader.turn();
    if (reader.body.tree.size() == 0) return true;
    query.path = reader.body.tree.path_of(UnitNo{0});
  }
  query.by_due = false;
  query.limit = read_at_once;
  for (std::size_t read = 0; read < burden_records_max; read += read_at_once) {
    const auto turn = reader.turn();
    const Result<Page> page = LedgerTable(ledger).list(reader.connection, reader.body.no, query);
    if (!page) return true;
    for (std::size_t i = 0; i < page->records.size(); ++i) {
      const Record& record = page->records[i];
      const auto asked = asked_of_units(record, reader.body.zone);
      if (!asked || asked->on < span.from || asked->on >= span.until) continue;
      Found found{record, page->standings[i], sight_as_read(reader, record)};
      if (found.sight == Sight::nothing) continue;
      redact(found.record, found.sight);
      use(record, found, *asked);
    }
    if (page->next_cursor.empty()) return true;
    query.cursor = page->next_cursor;
  }
  return false;
}

// Calls `use` with the path of each unit that was sent it; of one that was merged, of who goes on.
void each_unit(const Reader& reader, const AskedOfUnits& asked,
               const std::function<void(std::string_view path)>& use) {
  constexpr std::int64_t units_of_a_step = 16;
  const Tree& tree = reader.body.tree;
  StepLimit::spend(reader.connection, static_cast<std::int64_t>(asked.sent) / units_of_a_step + 1);
  for (const Uuid& id : std::span(*asked.units).first(asked.sent))
    if (const Unit* unit = tree.find(id)) use(tree.path_of(tree.going_on(*unit).id));
}

void add(Burden& burden, const AskedOfUnits& asked, bool is_request) {
  ++(is_request ? burden.requests : burden.documents);
  (is_request ? burden.fields : burden.clauses) += asked.fields;
  burden.minutes += asked.minutes;
}

class Meter {
 public:
  Meter(const Reader& reader, const Unit& unit, std::int64_t months) : reader_(reader) {
    const Tree& tree = reader.body.tree;
    path_ = tree.path_of(unit.no);
    Date month = first_of_month(reader.today());
    for (std::int64_t i = 0; i < months; ++i, month = month_before(month))
      meter_.months.insert(meter_.months.begin(), month);
    add_unit(unit.no);
    for (const UnitNo child : tree.children_of(unit.no)) {
      if (meter_.units.size() > burden_children_max) break;
      if (tree.unit(child).is_closed) continue;
      child_at_[tree.path_of(child)] = meter_.units.size();
      add_unit(child);
    }
  }

  BurdenMeter read() {
    const Span span{meter_.months.front(), month_after(meter_.months.back())};
    for (const Ledger* ledger : ledgers_that_ask())
      if (!each_asked(reader_, *ledger, span,
                      [&](const Record& record, const Found& found, const AskedOfUnits& asked) {
                        count(record, found, asked);
                      }))
        meter_.is_complete = false;
    for (auto& [words, one] : asked_)
      if (one.requests.size() > 1 && meter_.twice.size() < asked_twice_max)
        meter_.twice.push_back(std::move(one));
    return std::move(meter_);
  }

 private:
  void add_unit(UnitNo no) {
    meter_.units.push_back({no, std::vector<Burden>(meter_.months.size())});
  }

  void count(const Record& record, const Found& found, const AskedOfUnits& asked) {
    const auto at = static_cast<std::size_t>(std::ranges::upper_bound(meter_.months, asked.on) -
                                             meter_.months.begin() - 1);
    const bool is_request = &record.ledger() == ledgers_that_ask().front();
    bool is_below = false;
    each_unit(reader_, asked, [&](std::string_view path) {
      if (!covers(path_, path)) return;
      is_below = true;
      add(meter_.units.front().months[at], asked, is_request);
      const std::string child(path.substr(0, path_.size() + path_segment_size));
      if (const auto known = child_at_.find(child); known != child_at_.end())
        add(meter_.units[known->second].months[at], asked, is_request);
    });
    if (is_below && is_request) note_fields(record, found);
  }

  void note_fields(const Record& request, const Found& found) {
    meter_.struck += fields_struck_out(request);
    const std::string* title = found.record.title();
    for (const std::string& name : fields_asked(request)) {
      AskedTwice& one = asked_[field_words(name)];
      if (one.name.empty()) one.name = name;
      one.requests.push_back(request.id);
      one.titles.push_back(title ? *title : "");
    }
  }

  const Reader& reader_;
  std::string path_;
  BurdenMeter meter_;
  std::map<std::string, std::size_t, std::less<>> child_at_;
  std::map<std::string, AskedTwice, std::less<>> asked_;
};

}  // namespace

Result<BurdenMeter> find_burden(const Reader& reader, const Uuid& unit, std::int64_t months) {
  std::optional<Meter> meter;
  {
    const auto turn = reader.turn();
    const Unit* found = reader.body.tree.find(unit);
    if (!found) return refuse(Refusal::unit_is_unknown, "unit", to_text(unit));
    meter.emplace(reader, *found, months);
  }
  return meter->read();
}

Result<AskedPage> find_asked(const Reader& reader, const Uuid& unit, Date month) {
  std::string path;
  {
    const auto turn = reader.turn();
    path = reader.body.tree.path_of(unit);
  }
  if (path.empty()) return refuse(Refusal::unit_is_unknown, "unit", to_text(unit));
  const Date first = first_of_month(month);
  const Span span{first, month_after(first)};
  AskedPage page;
  for (const Ledger* ledger : ledgers_that_ask())
    if (!each_asked(reader, *ledger, span,
                    [&](const Record&, const Found& found, const AskedOfUnits& asked) {
                      AskedOfSubtree one{ledger, found, asked.on, 0, asked.fields, asked.minutes};
                      each_unit(reader, asked,
                                [&](std::string_view of) { one.units += covers(path, of); });
                      if (one.units > 0) page.items.push_back(std::move(one));
                    }))
      page.is_complete = false;
  std::ranges::stable_sort(page.items, std::greater<>(), &AskedOfSubtree::on);
  return page;
}

}  // namespace chuangyou
