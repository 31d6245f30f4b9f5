#include "packs/next_year.h"

#include <algorithm>
#include <array>

namespace chuangyou {
namespace {

std::string suffix_of(const std::string& round) { return round.empty() ? "" : "_" + round; }

// From where days are counted: the first day of the first phase that has one.
std::optional<Date> first_day(const Campaign& campaign) {
  for (const Named& phase : campaign.phases)
    if (phase.from && comes_again(campaign, phase.key)) return phase.from;
  return std::nullopt;
}

// By whole years where both begin on the same day of a year, and else by as many days: a founding
// day stays on its day.
struct Shift {
  std::optional<Date> before;
  Date from;

  Date operator()(Date day) const {
    if (!before) return day;
    const bool is_by_years =
        month_of(*before) == month_of(from) && day_of_month(*before) == day_of_month(from);
    if (!is_by_years) return day + NaturalDays{from.days - before->days};
    constexpr int shortest_february = 28, february = 2;
    const int month = month_of(day);
    const int day_there =
        month == february ? std::min(day_of_month(day), shortest_february) : day_of_month(day);
    return make_date(year_of(day) + year_of(from) - year_of(*before), month, day_there);
  }
};

std::string ordinal(int number) {
  constexpr std::array endings{"th", "st", "nd", "rd"};
  const int last = number % 10, last_two = number % 100;
  const bool has_own = last >= 1 && last <= 3 && last_two - last != 10;
  return std::to_string(number) + endings.at(has_own ? static_cast<std::size_t>(last) : 0);
}

void replace_first(std::string& text, const std::string& was, const std::string& is) {
  if (const std::size_t at = text.find(was); at != std::string::npos)
    text.replace(at, was.size(), is);
}

// `第一阶段（2013年度）`: in a list of choices the rounds stand beside each other.
void name_after_year(Words& name, const std::string& round, const std::string& year) {
  if (!round.empty() && name.zh.ends_with("（" + round + "年度）")) {
    name.zh.resize(name.zh.size() - ("（" + round + "年度）").size());
    name.en.resize(name.en.size() - (" (" + round + ")").size());
  }
  name.zh += "（" + year + "年度）";
  name.en += " (" + year + ")";
}

struct Cloning {
  const Campaign& before;
  const CloneCampaign& act;
  std::int64_t entry;
  Shift shift{first_day(before), act.from};
  std::string year = std::to_string(year_of(act.from));

  std::string key(std::string_view was) const { return key_from(before, was, act.from); }

  Milestone again(Milestone one) const {
    one.key = key(one.key);
    if (one.effective_date) one.effective_date = shift(*one.effective_date);
    if (one.anniversary && one.founding_year && one.effective_date) {
      const int was = *one.anniversary, is = year_of(*one.effective_date) - *one.founding_year;
      replace_first(one.name.zh, std::to_string(was), std::to_string(is));
      replace_first(one.name.en, ordinal(was), ordinal(is));
      one.anniversary = is;
    } else {
      name_after_year(one.name, before.round, year);
    }
    one.source_text.clear();  // no text names it
    one.correction_reason = {};
    one.quote.clear();
    said_by_act(one);
    return one;
  }

  Named again(Named one, bool is_first) const {
    one.key = key(one.key);
    name_after_year(one.name, before.round, year);
    if (one.from) one.from = shift(*one.from);
    if (one.until) one.until = shift(*one.until);
    if (is_first) one.from = act.from;
    for (std::string* milestone : {&one.after_milestone, &one.until_milestone})
      if (!milestone->empty()) *milestone = key(*milestone);
    one.ended_on.reset();
    one.end_signed.reset();
    one.ended_by_entry = one.handed_on = 0;
    said_by_act(one);
    return one;
  }

  Aim again(Aim one) const {
    one.phase = key(one.phase);
    for (CampaignMeasure& measure : one.measures)
      for (auto& [field, value] : measure.where)
        if (before.has(CampaignList::phases, value) || before.has(CampaignList::milestones, value))
          value = key(value);
    return one;
  }

 private:
  void said_by_act(auto& one) const {
    one.source = act.source;
    one.reason = act.reason;
    one.by_entry = entry;
  }
};

}  // namespace

bool comes_again(const Campaign& campaign, std::string_view key) {
  return key.ends_with(suffix_of(campaign.round));
}

std::string key_from(const Campaign& campaign, std::string_view key, Date from) {
  if (comes_again(campaign, key)) key.remove_suffix(suffix_of(campaign.round).size());
  return std::string(key) + "_" + std::to_string(year_of(from));
}

Campaign next_year(Campaign campaign, const CloneCampaign& act, std::int64_t entry) {
  const Campaign before = campaign;
  const Cloning cloning{before, act, entry};
  Named former;
  former.key = before.key;
  former.name = before.name;
  former.source = act.source;
  former.by_entry = entry;
  bool is_first = true;
  for (const Milestone& one : before.milestones)
    if (comes_again(before, one.key)) campaign.milestones.push_back(cloning.again(one));
  for (const Named& one : before.phases) {
    if (!comes_again(before, one.key)) continue;
    if (is_first) former.from = one.from;
    former.until = one.ended_on;
    campaign.phases.push_back(cloning.again(one, std::exchange(is_first, false)));
  }
  for (const auto list : {&Campaign::tracks, &Campaign::gates})
    for (const Aim& one : before.*list)
      if (comes_again(before, one.phase)) (campaign.*list).push_back(cloning.again(one));
  campaign.name = {act.name_zh, act.name_en};
  campaign.round = cloning.year;
  campaign.predecessor = std::move(former);
  campaign.successor.reset();
  campaign.closed_on.reset();
  date_phases(campaign);
  return campaign;
}

}  // namespace chuangyou
