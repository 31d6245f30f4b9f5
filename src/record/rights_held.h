// Where somebody stands to a record, found once for however many rights are asked about: whoever it
// is about holds those of its author alone.
#pragma once

#include <optional>
#include <span>

#include "record/decide.h"

namespace chuangyou {

// Looks at its arguments, which must outlive it.
class RightsHeld {
 public:
  RightsHeld(const Actor&, const Record&, Date today, const PathOfUnit&);

  // As right_of.
  std::optional<std::size_t> of(std::span<const Right> may, const Post** under = nullptr) const;

 private:
  const Post* post_holding(const Right&) const;

  const Actor& actor_;
  const Record& record_;
  Date today_;
  const PathOfUnit& path_of_;
  bool is_disciplines_;
  bool is_concerned_;
};

}  // namespace chuangyou
