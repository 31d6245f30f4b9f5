// Result<T>: a value, or the law that was broken. Exceptions mean that the machine broke.
#pragma once

#include <expected>
#include <utility>

#include "core/refusal.h"

namespace chuangyou {

template <class T>
using Result = std::expected<T, Refused>;

inline std::unexpected<Refused> refuse(Refusal law, std::string field = {},
                                       std::string detail = {}) {
  return std::unexpected(Refused{law, std::move(field), std::move(detail)});
}

}  // namespace chuangyou
