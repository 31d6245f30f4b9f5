// What a clause asks, as far as its wording says so.
#pragma once

#include <string_view>
#include <vector>

namespace chuangyou {

// （商务部、财政部负责）, 【工委牵头，各支部配合】, 责任单位：办公室.
bool names_who_is_in_charge(std::string_view text);
// 请于8月5日前报送.
bool asks_a_reply(std::string_view text);
// Where several say after each other who is in charge, each ends a part of its own; the last one
// takes what follows. One part where there are no several.
std::vector<std::string_view> parts_in_charge(std::string_view text);

}  // namespace chuangyou
