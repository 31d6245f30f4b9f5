#include "campaign/clashing.h"

#include <algorithm>
#include <map>

#include "ledgers/awaited_replies.h"

namespace chuangyou {
namespace {

constexpr std::size_t spans_max = 8;  // the first days of many

// The days that lie at most so many working days from one that is asked for, without overlap.
void add_spans_around(const std::set<Date>& days, const WorkingCalendar& calendar,
                      AskedTogether& asked) {
  const auto is_near = [&](Date one, Date other) {
    return std::abs(calendar.between(one, other).count) <= clashes_within_working_days;
  };
  for (const Date day : days) {
    Date from = day, until = day;
    while (is_near(Date{from.days - 1}, day)) --from.days;
    while (is_near(day, Date{until.days + 1})) ++until.days;
    if (!asked.spans.empty() && from <= asked.spans.back().second) {
      asked.spans.back().second = until;
    } else if (asked.spans.size() < spans_max) {
      asked.spans.emplace_back(from, until);
    } else {
      asked.is_complete = false;
      return;
    }
  }
}

class Looking {
 public:
  Looking(const Reader& reader, const AskedTogether& asked) : reader_(reader), asked_(asked) {
    clashes_.is_complete = asked.is_complete;
  }

  Clashes found() {
    const std::vector<Uuid>& units = asked_.of_others.units;
    const std::size_t many = std::min(units.size(), clashing_units_max);
    if (many < units.size() && !asked_.spans.empty()) clashes_.is_complete = false;
    if (!asked_.spans.empty())
      for (const Uuid& unit : std::span(units).first(many)) look_at(UnitId(unit));
    clashes_.documents = std::ssize(by_sent_);
    for (auto& [record, clash] : by_sent_) clashes_.first.push_back(std::move(clash));
    std::ranges::stable_sort(clashes_.first, std::greater<>(), &Clash::units);
    if (clashes_.first.size() > clashes_listed_max) clashes_.first.resize(clashes_listed_max);
    return std::move(clashes_);
  }

 private:
  void look_at(const UnitId& unit) {
    const auto turn = reader_.turn();
    const Circumstances circumstances = reader_.body.circumstances();
    const DueAtUnit due = due_at_unit(reader_.connection, table_.ledger(), reader_.body.no, unit,
                                      circumstances.path_of(unit), day_of_reply, asked_.spans,
                                      std::min(walked_at_unit_max, left_));
    left_ -= due.walked;
    if (!due.is_complete) clashes_.is_complete = false;
    std::set<Uuid> owed;
    for (const RecordId& id : due.records)
      if (const auto one = table_.get(reader_.connection, reader_.body.no, id))
        add(*one, circumstances.path_of, owed);
    clashes_.units += owed.empty() ? 0 : 1;
  }

  void add(const Record& delivery, const PathOfUnit& path_of, std::set<Uuid>& owed) {
    const std::optional<SentToUnit> sent = reply_wanted_by(delivery);
    if (!sent) return;
    const Uuid& what = sent->what.record;
    if (what == asked_.record || asked_.of_others.its_versions.contains(what)) return;
    if (sight_of(reader_.actor, delivery, reader_.today(), path_of) != Sight::whole) return;
    if (!owed.insert(what).second) return;
    const std::string* title = delivery.title();
    const Clash begun{sent->what, title ? *title : "", sent->due};
    Clash& clash = by_sent_.try_emplace(what, begun).first->second;
    clash.due = std::min(clash.due, sent->due);
    ++clash.units;
  }

  const Reader& reader_;
  const AskedTogether& asked_;
  const LedgerTable table_{ledger_of_what_is_sent()};
  std::map<Uuid, Clash> by_sent_;
  std::int64_t left_ = walked_in_all_max;
  Clashes clashes_;
};

}  // namespace

AskedTogether asked_together(const Deciding& deciding) {
  const Ledger& ledger = deciding.after.ledger();
  AskedTogether asked{deciding.after.id, ledger.asks ? ledger.asks(deciding) : AskedOfOthers{}, {}};
  add_spans_around(asked.of_others.days, deciding.circumstances.calendar, asked);
  return asked;
}

Clashes clashes_of(const Reader& reader, const AskedTogether& asked) {
  return Looking(reader, asked).found();
}

}  // namespace chuangyou
