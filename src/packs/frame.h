// What holds for a whole body besides its trees: its campaign, its numbers of practice and its
// calendars, as the entries of its own journal say them. Nothing here is read from a file again:
// an edited file moves no deadline.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/working_calendar.h"
#include "packs/campaign.h"
#include "packs/policy.h"

namespace chuangyou {

struct AdoptedCalendar {
  WorkingCalendar days;
  std::string key;
  Moment since;  // of its entry
  std::int64_t by_entry = 0;
  std::string sha256;  // of the text
  std::string source, reason;
};

struct KeptMapping {
  std::string name;
  std::shared_ptr<const std::string> content;
  std::int64_t by_entry = 0;
  Moment since;
};

struct Frame {
  Campaign campaign;  // without a key: the body has none
  std::string campaign_sha256;
  PolicyPack policy;
  std::string policy_sha256;
  // As they were adopted, the first for all that was before it too. Whoever has hold of one keeps
  // it: another that is adopted leaves it as it is.
  std::vector<std::shared_ptr<const AdoptedCalendar>> calendars;
  std::vector<KeptMapping> mappings;  // of files of offices, by name
  std::int64_t last_entry = 0;        // that was followed

  const KeptMapping* mapping(std::string_view name) const;  // null: there is none

  bool is_whole() const { return !policy.entries.empty() && !calendars.empty(); }
  // Of a frame that is whole: the one of now, and the one that held at a moment.
  const WorkingCalendar& calendar() const { return calendars.back()->days; }
  const WorkingCalendar& calendar_at(Moment) const;
};

}  // namespace chuangyou
