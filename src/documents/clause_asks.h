// What a clause asks, as far as its wording says so.
#pragma once

#include <string_view>
#include <vector>

namespace chuangyou {

// （商务部、财政部负责）, 【工委牵头，各支部配合】, 责任单位：办公室.
bool names_who_is_in_charge(std::string_view text);
// The sentence that asks a reply, 请于8月5日前报送; empty where none does.
std::string_view sentence_asking_a_reply(std::string_view text);
// The sentence that asks something to be done in plain words, 各单位要完成整改; empty where none does.
std::string_view sentence_asking_a_task(std::string_view text);
// The same, with a day: 9月30日前完成自查.
std::string_view sentence_with_a_day(std::string_view text);
// 由公共服务处牵头, which is no bracket behind it and parts nothing.
bool says_plainly_who_is_in_charge(std::string_view text);
// Who is in charge, the first or the leading one: 商务部 of （商务部、财政部负责）; empty where nobody is
// named, as by 各有关部门.
std::string_view first_in_charge(std::string_view text);
// Where several say after each other who is in charge, each ends a part of its own; the last one
// takes what follows. One part where there are no several.
std::vector<std::string_view> parts_in_charge(std::string_view text);

}  // namespace chuangyou
