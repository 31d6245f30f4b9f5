// Days and times as offices write them: `2015/7/1`, `2015年7月1日`, `01/07/2015 1:26 PM`,
// `1/1/20 0:05`, seconds since 1970, a spreadsheet's days since 1900. A form says how a whole
// column is meant; which forms could be meant is guessed from all its cells, and where several
// could, somebody is asked.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace chuangyou {

class DateForm {
 public:
  // As strptime(3) has it, of the signs %Y %y %m %d %H %I %M %S %p; a blank stands for any number
  // of them, `epoch` or `epoch_ms` for seconds or thousandths since 1970, and `serial` or
  // `serial_1904` for days since 1900 or 1904 as a spreadsheet counts them. Two figures of a year
  // mean 1969 to 2068, as POSIX has it. field_has_wrong_kind: another sign, a sign twice, or none
  // of the day.
  static Result<DateForm> named(std::string_view pattern);

  const std::string& pattern() const { return pattern_; }
  // `2015-07-01` where the form tells no time, `2015-07-01 08:30:00` in local time where it does,
  // and `2015-07-01T08:30:00Z` of an epoch. date_is_not_iso where the text is of another form or
  // its day is in no calendar.
  Result<std::string> iso(std::string_view text) const;

 private:
  std::string pattern_;
};

// Which of the usual forms could be meant, told from every cell of a column.
class FormsOfColumn {
 public:
  void see(const std::string& cell);
  // Those that every cell fits which is not empty, the usual ones first. Two that read some cell as
  // two different days are both there: `01/07/2015`. None before a cell was seen.
  const std::vector<DateForm>& that_fit() const { return forms_; }
  // They read every cell alike: nobody need be asked.
  bool are_alike() const { return are_alike_ || forms_.size() < 2; }

 private:
  std::vector<DateForm> forms_;
  bool has_begun_ = false, are_alike_ = true;
};

}  // namespace chuangyou
