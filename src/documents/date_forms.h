// Days and times as offices write them: `2015/7/1`, `2015年7月1日`, `01/07/2015 1:26 PM`,
// `1/1/20 0:05`, seconds since 1970, a spreadsheet's days since 1900. A form says how a whole
// column is meant; which forms could be meant is guessed from all its cells, and where several
// could, somebody is asked.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace chuangyou {

// `2019-5-8`, `2019/5/8`, `2019.5.8`, `2019年5月8日` as `2019-05-08`: with four figures of the year
// in front and the month behind it nobody can mean another day. nullopt: a text of another kind, or
// a day of no calendar.
std::optional<std::string> day_with_its_year_first(std::string_view text);

class DateForm {
 public:
  // As strptime(3) has it, of the signs %Y %y %m %d %H %I %M %S %p; a blank stands for any number
  // of them, `epoch` or `epoch_ms` for seconds or thousandths since 1970, and `serial` or
  // `serial_1904` for days since 1900 or 1904 as a spreadsheet counts them. Two figures of a year
  // mean 1969 to 2068, as POSIX has it. field_has_wrong_kind: another sign, a sign twice, or none
  // of the day.
  static Result<DateForm> named(std::string_view pattern);

  const std::string& pattern() const { return pattern_; }
  // `2015-07-01` where the form or the text tells no time, `2015-07-01 08:30:00` in local time
  // where both do, with or without seconds, and `2015-07-01T08:30:00Z` of an epoch. A day with its
  // year first is read beside whatever the form is.
  // date_is_not_iso where the text is of another form, its day is in no calendar, or nobody can
  // say which hour it means: `晚上12:30`.
  Result<std::string> iso(std::string_view text) const;

 private:
  std::string pattern_;
};

// Which of the usual forms could be meant, told from every cell of a column.
class FormsOfColumn {
 public:
  void see(std::string_view cell);
  // Those that most cells fit which are not empty, and more than half of them; the usual ones
  // first. Two that read some cell as two different days are both there: `01/07/2015`,
  // `13/07/01`. A day with its year first fits beside all of them. None before a cell was seen.
  std::vector<DateForm> that_fit() const;
  // They read every cell alike: nobody need be asked.
  bool are_alike() const;
  std::int64_t cells_that_fit() const;  // the best of them
  bool do_all_fit() const { return cells_ > 0 && cells_that_fit() == cells_; }

 private:
  struct Tally {
    DateForm form;
    std::int64_t cells = 0;      // that fit, without those that are read in any case
    bool is_needed = false;      // some cell has all that the form tells
    std::uint64_t readings = 0;  // of which cells they are, and of what they are read as
  };
  std::vector<const Tally*> best() const;
  void count(Tally& tally, const std::string& iso, bool is_whole) const;

  std::vector<Tally> tallies_;
  std::int64_t cells_ = 0;
  std::int64_t with_year_first_ = 0;  // of them; no tally counts these
};

}  // namespace chuangyou
