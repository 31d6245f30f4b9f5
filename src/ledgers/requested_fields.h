// The rows of a request: what is asked, what of it was found to be held, what use was made of it,
// and what was answered to complaints. Part of the requests.
#pragma once

#include "ledgers/filling_in.h"

namespace chuangyou::requests {
using namespace declared;

inline constexpr auto asked_name = text("name", 120).required().shown();
inline constexpr auto asked_kind = choice("kind", filling_in::kinds).shown();
// Why it is asked all the same, though somebody was asked the same or nobody used it.
inline constexpr auto kept_because = text("kept_because", 300).shown();
inline constexpr FieldSpec asked_columns[] = {asked_name, asked_kind, kept_because};

// A ledger holds it; the same units answered it within a year; nobody used it for two periods; a
// ledger has something like it, and whoever asks may look.
inline constexpr std::string_view mark_kinds[] = {"held", "asked", "unread", "similar"};
inline constexpr auto marked_name = text("name", 120).required().shown();
inline constexpr auto mark = choice("mark", mark_kinds).required().shown();
inline constexpr auto read_at = text("read_at", 200).shown();
inline constexpr auto earlier = link("earlier", "requests").shown();
inline constexpr auto struck = yes_no("struck").shown();
inline constexpr FieldSpec marked_columns[] = {marked_name, mark, read_at, earlier, struck};

inline constexpr auto used_name = text("name", 120).required().shown();
inline constexpr auto used = yes_no("used").shown();
inline constexpr FieldSpec use_columns[] = {used_name, used};

inline constexpr auto told_answer = text("answer", 4000).required().shown();
inline constexpr auto told_on = date("on").shown();
inline constexpr FieldSpec told_columns[] = {told_answer, told_on};

}  // namespace chuangyou::requests
