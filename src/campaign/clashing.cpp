#include "campaign/clashing.h"

#include <algorithm>
#include <map>

#include "ledgers/asked_of_others.h"
#include "ledgers/awaited_replies.h"
#include "storage/due_at_unit.h"

namespace chuangyou {
namespace {

constexpr std::int64_t deliveries_read_max = 400;
constexpr std::size_t windows_max = 8;  // the first days of many

// The days that lie at most so many working days from one that is asked for, without overlap.
std::vector<std::pair<Date, Date>> windows_around(const std::set<Date>& days,
                                                  const WorkingCalendar& calendar) {
  const auto is_near = [&](Date one, Date other) {
    return std::abs(calendar.between(one, other).count) <= clashes_within_working_days;
  };
  std::vector<std::pair<Date, Date>> windows;
  for (const Date day : days) {
    Date from = day, until = day;
    while (is_near(Date{from.days - 1}, day)) --from.days;
    while (is_near(day, Date{until.days + 1})) ++until.days;
    if (!windows.empty() && from <= windows.back().second)
      windows.back().second = until;
    else if (windows.size() < windows_max)
      windows.emplace_back(from, until);
  }
  return windows;
}

class Looking {
 public:
  Looking(const Reader& reader, const Deciding& deciding)
      : reader_(reader),
        path_of_(deciding.circumstances.path_of),
        itself_(deciding.after.id),
        asked_(asked_of_others(deciding)),
        windows_(windows_around(asked_.days, deciding.circumstances.calendar)) {}

  Clashes found() {
    const std::size_t many = std::min(asked_.units.size(), clashing_units_max);
    for (const Uuid& unit : std::span(asked_.units).first(many)) look_at(unit);
    clashes_.documents = std::ssize(by_sent_);
    for (auto& [record, clash] : by_sent_) clashes_.first.push_back(std::move(clash));
    std::ranges::stable_sort(clashes_.first, std::greater<>(), &Clash::units);
    if (clashes_.first.size() > clashes_listed_max) clashes_.first.resize(clashes_listed_max);
    return std::move(clashes_);
  }

 private:
  void look_at(const Uuid& unit) {
    std::set<Uuid> owed;
    for (const auto& [from, until] : windows_)
      for (const RecordId& id : due_at_unit(reader_.connection, table_.ledger(), reader_.body.no,
                                            path_of_(unit), day_of_reply, from, until, left_)) {
        --left_;
        if (const auto one = table_.get(reader_.connection, reader_.body.no, id)) add(*one, owed);
      }
    clashes_.units += owed.empty() ? 0 : 1;
  }

  void add(const Record& delivery, std::set<Uuid>& owed) {
    const std::optional<SentToUnit> sent = reply_wanted_by(delivery);
    if (!sent) return;
    const Uuid& what = sent->what.record;
    if (what == itself_ || asked_.its_versions.contains(what)) return;
    if (sight_of(reader_.actor, delivery, reader_.today(), path_of_) != Sight::whole) return;
    if (!owed.insert(what).second) return;
    const auto* title = std::get_if<std::string>(&delivery.value(table_.ledger().title));
    const Clash begun{sent->what, title ? *title : "", sent->due};
    Clash& clash = by_sent_.try_emplace(what, begun).first->second;
    clash.due = std::min(clash.due, sent->due);
    ++clash.units;
  }

  const Reader& reader_;
  const PathOfUnit& path_of_;
  const Uuid itself_;
  const AskedOfOthers asked_;
  const std::vector<std::pair<Date, Date>> windows_;
  const LedgerTable table_{ledger_of_what_is_sent()};
  std::map<Uuid, Clash> by_sent_;
  std::int64_t left_ = deliveries_read_max;
  Clashes clashes_;
};

}  // namespace

Clashes clashes_of(const Reader& reader, const Deciding& deciding) {
  return Looking(reader, deciding).found();
}

}  // namespace chuangyou
