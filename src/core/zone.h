// A body's time zone (IANA name), for turning a Moment into its civil day and local clock time.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/date.h"
#include "core/result.h"

namespace chuangyou {

class Zone {
 public:
  static Result<Zone> named(std::string_view name);  // `Asia/Shanghai`; field_has_wrong_kind

  const std::string& name() const { return name_; }
  Date date_at(Moment) const;
  // `2015-01-01 00:20:09` read as local time of this zone; in the hour that autumn repeats the
  // first pass is meant, in the hour that spring skips the clock runs on. time_is_not_iso.
  Result<Moment> parse_local(std::string_view) const;
  // The first moment after the day: the instant at which a date-long limit has run out.
  Moment end_of(Date) const;
  std::string local_text(Moment) const;  // `2015-01-01T00:20:09-05:00`

 private:
  struct Rules;
  std::string name_;
  std::shared_ptr<const Rules> rules_;
};

}  // namespace chuangyou
