#include "record/times.h"

#include <algorithm>

namespace chuangyou {
namespace {

// Of a moment the day in the body's zone, so that it may be compared with a date.
std::optional<Date> day_of(const Value& value, const Zone& zone) {
  if (const Date* date = std::get_if<Date>(&value)) return *date;
  if (const Moment* moment = std::get_if<Moment>(&value)) return zone.date_at(*moment);
  return std::nullopt;
}

bool is_among(const std::vector<Refused>& faults, const Refused& fault) {
  return std::ranges::any_of(
      faults, [&](const Refused& one) { return one.law == fault.law && one.field == fault.field; });
}

class Finding {
 public:
  Finding(const Record& record, const Zone& zone) : record_(record), zone_(zone) {}

  std::vector<Refused> all() {
    const Ledger& ledger = record_.ledger();
    for (std::size_t i = 0; i < ledger.fields.size(); ++i)
      if (is_before_any_beginning(record_.value_at(i), zone_))
        add(Refusal::date_is_out_of_range, ledger.fields[i].name);
    check_closing();
    for (const Deadline& deadline : ledger.deadlines)
      for (const std::string_view earlier : {ledger.opened_at, deadline.since})
        check(earlier, deadline.field, Refusal::due_before_it_was_opened);
    for (const InOrder& pair : ledger.in_order)
      check(pair.earlier, pair.later, Refusal::end_is_before_the_beginning);
    return std::move(found_);
  }

 private:
  void add(Refusal law, std::string_view field) {
    const Refused refused{law, std::string(field), {}};
    if (!is_among(found_, refused)) found_.push_back(refused);
  }
  void check(std::string_view earlier, std::string_view later, Refusal law) {
    if (lies_before(record_.value(later), record_.value(earlier), zone_)) add(law, later);
  }
  // As it stands now: a time that an earlier round left in the field says nothing.
  void check_closing() {
    if (!record_.closed_at) return;
    const std::string_view opened_at = record_.ledger().opened_at;
    const Moment* opened = std::get_if<Moment>(&record_.value(opened_at));
    if (*record_.closed_at < (opened ? *opened : record_.created_at))
      add(Refusal::closed_before_it_was_opened, record_.ledger().closed_at);
  }

  const Record& record_;
  const Zone& zone_;
  std::vector<Refused> found_;
};

}  // namespace

bool is_before_any_beginning(const Value& value, const Zone& zone) {
  const std::optional<Date> day = day_of(value, zone);
  return day && *day < earliest_date;
}

bool lies_before(const Value& time, const Value& earlier, const Zone& zone) {
  const Moment* moment = std::get_if<Moment>(&time);
  const Moment* other = std::get_if<Moment>(&earlier);
  if (moment && other) return *moment < *other;
  const std::optional<Date> day = day_of(time, zone);
  const std::optional<Date> beginning = day_of(earlier, zone);
  return day && beginning && *day < *beginning;
}

std::vector<Refused> impossible_times(const Record& record, const Zone& zone) {
  return Finding(record, zone).all();
}

Result<void> check_times(const Record& before, const Record& after, const Asked& asked,
                         const Changes& changes, Moment now, const Zone& zone) {
  const Ledger& ledger = after.ledger();
  for (const FieldChange& change : changes.fields) {
    const std::string_view name = ledger.fields[change.field].name;
    const Moment* moment = std::get_if<Moment>(&change.value);
    if (moment && *moment > now && (name == ledger.opened_at || name == ledger.closed_at))
      return refuse(Refusal::number_is_out_of_range, std::string(name));
  }
  if (asked.is_imported) return {};
  const std::vector<Refused> now_impossible = impossible_times(after, zone);
  if (now_impossible.empty()) return {};
  const std::vector<Refused> impossible_before = impossible_times(before, zone);
  for (const Refused& fault : now_impossible)
    if (!is_among(impossible_before, fault)) return std::unexpected(fault);
  return {};
}

}  // namespace chuangyou
