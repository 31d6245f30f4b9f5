// The ledgers describing themselves: what GET /api/description says, from which the desk draws its
// forms and lists. Here stand the wire names of the vocabulary, so that every door uses the same.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "record/ledger.h"

namespace chuangyou {

inline constexpr std::string_view kind_names[] = {
    "text",   "long_text", "integer", "number", "date", "moment",   "choice", "choices",
    "yes_no", "unit",      "units",   "person", "link", "row_link", "rows"};
inline constexpr std::string_view campaign_list_names[] = {"none",    "requirements", "strands",
                                                           "handles", "milestones",   "phases"};
inline constexpr std::string_view visibility_names[] = {"public", "internal", "sealed"};
inline constexpr std::string_view at_names[] = {"own", "above", "own_or_above", "subject",
                                                "anywhere"};
inline constexpr std::string_view reason_names[] = {"none", "optional", "required"};
inline constexpr std::string_view sign_off_names[] = {"one", "all_of"};
inline constexpr std::string_view pause_names[] = {"none", "starts", "ends"};
inline constexpr std::string_view day_kind_names[] = {"working", "natural"};

constexpr std::string_view name_of(Kind kind) { return kind_names[static_cast<std::size_t>(kind)]; }
constexpr std::string_view name_of(CampaignList list) {
  return campaign_list_names[static_cast<std::size_t>(list)];
}
constexpr std::string_view name_of(Visibility visibility) {
  return visibility_names[static_cast<std::size_t>(visibility)];
}
constexpr std::string_view name_of(At at) { return at_names[static_cast<std::size_t>(at)]; }
constexpr std::string_view name_of(Reason reason) {
  return reason_names[static_cast<std::size_t>(reason)];
}
constexpr std::string_view name_of(SignOff sign_off) {
  return sign_off_names[static_cast<std::size_t>(sign_off)];
}
constexpr std::string_view name_of(Pause pause) {
  return pause_names[static_cast<std::size_t>(pause)];
}
constexpr std::string_view name_of(DayKind kind) {
  return day_kind_names[static_cast<std::size_t>(kind)];
}

// {"ledgers":[…],"roles":[…],"counts":[…],"refusals":[…]}, in the order of the declarations. The
// counts belong to a higher floor and are handed in.
std::string describe(std::span<const Ledger* const> ledgers,
                     std::span<const std::string_view> counts = {});

}  // namespace chuangyou
