// Devices from which somebody has logged in before. Each holds a cookie that only this house can
// have made: it names no account and gives no right, only a place in the line of the known
// (access/log_in_queue.h) and a count of failures of its own. Nothing is stored: what the cookie
// holds is checked with a key that lies beside the database.
#pragma once

#include <string>
#include <string_view>

#include "core/date.h"
#include "core/random_source.h"
#include "core/uuid.h"
#include "storage/keys.h"

namespace chuangyou {

inline constexpr std::string_view device_cookie = "chuangyou_device";

class KnownDevices {
 public:
  static constexpr std::int32_t remembered_days = 90;
  // Colleagues who share a machine; who has not used it for longest is forgotten first.
  static constexpr std::size_t accounts_a_device_max = 4;

  explicit KnownDevices(const Secret& key) : key_(key) {}

  // What the device shall hold from now on, given what it holds.
  std::string remember(std::string_view held, BodyNo body, std::string_view name, Date today,
                       RandomSource& random) const;
  // The number of the device where this account has logged in from it; empty where it has not, or
  // too long ago.
  std::string recognise(std::string_view held, BodyNo body, std::string_view name,
                        Date today) const;

 private:
  std::string number_in(std::string_view mark, BodyNo body, std::string_view name,
                        Date today) const;

  Secret key_;
};

}  // namespace chuangyou
