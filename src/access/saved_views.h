// Lists as somebody likes to look at them: filters, columns and order under a name of his own,
// which go with him to whatever machine he works on.
#pragma once

#include <mutex>
#include <string>
#include <string_view>

#include "core/result.h"
#include "storage/saved_view_rows.h"

namespace chuangyou {

inline constexpr std::int64_t saved_views_max = 50;  // of one person
inline constexpr std::size_t view_name_length_max = 60, view_query_length_max = 2000;

class SavedViews {
 public:
  explicit SavedViews(const std::string& database_path);

  // field_is_missing, saved_views_are_too_many. Waits for the disk: never call it on an event loop.
  Result<void> save(BodyNo, PersonId, SavedViewRow);
  // nothing_is_there. Likewise.
  Result<void> drop(BodyNo, PersonId, std::string_view ledger, std::string_view name);
  // All of somebody who has left. Likewise.
  void drop_all(BodyNo, PersonId);

 private:
  std::mutex mutex_;
  Connection connection_;
};

}  // namespace chuangyou
