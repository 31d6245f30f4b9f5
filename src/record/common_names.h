// The names of acts that every ledger has without declaring them, and that none may give to one of
// its own (record/common_acts.h).
#pragma once

#include <algorithm>
#include <iterator>
#include <string_view>

namespace chuangyou {

inline constexpr std::string_view remark_act = "remark";
inline constexpr std::string_view attach_act = "attach";
inline constexpr std::string_view follow_act = "follow";
inline constexpr std::string_view unfollow_act = "unfollow";
inline constexpr std::string_view common_acts[] = {remark_act, attach_act, follow_act,
                                                   unfollow_act};
constexpr bool is_common_act(std::string_view act) {
  return std::ranges::find(common_acts, act) != std::end(common_acts);
}
// Who follows what is his own affair: nobody else reads of it.
constexpr bool is_ones_own(std::string_view act) {
  return act == follow_act || act == unfollow_act;
}

}  // namespace chuangyou
