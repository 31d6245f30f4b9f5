// Acts that several ledgers have in common, each from the states and for the posts that a ledger
// names.
#pragma once

#include "ledgers/mending.h"
#include "ledgers/rules.h"
#include "ledgers/settling.h"
#include "record/rights_of.h"
#include "record/typed_names.h"

namespace chuangyou {

using Names = std::span<const std::string_view>;
using Rights = std::span<const Right>;

// Work goes back to be written anew, with what is to be mended and where.
constexpr Act gives_back(Names from, std::string_view to, Rights may, Law closed_to = nullptr,
                         std::span<const Cause> causes = {}) {
  return {.name = "return",
          .from = from,
          .to = to,
          .may = may,
          .takes = names<mending::to_mend>,
          .reason = Reason::required,
          .rule = mending::names_what_is_there,
          .closed_to = closed_to,
          .causes = causes};
}

// R6.3: whoever does the work asks for more time, and somebody else grants it; both in public.
template <const Field<Kind::date>& due, const Field<Kind::date>& asked>
constexpr Act asks_extension(Names from, Rights may, Law closed_to = nullptr) {
  return {.name = "ask_extension",
          .from = from,
          .may = may,
          .takes = names<asked>,
          .needs = names<asked>,
          .reason = Reason::required,
          .rule = is_asked_before_expiry<due, asked>,
          .closed_to = closed_to,
          .tells_public = true};
}
template <const Field<Kind::date>& due, const Field<Kind::date>& asked, bool must_be_asked = true>
constexpr Act grants_extension(Names from, Rights may, Law closed_to = who_does_it) {
  return {.name = "extend",
          .from = from,
          .may = may,
          .takes = names<due>,
          .needs = names<due>,
          .reason = Reason::required,
          .rule = is_granted_in_time<due, asked, must_be_asked>,
          .closed_to = closed_to,
          .fills = answers_the_request<asked>,
          .tells_public = true};
}
template <const Field<Kind::date>& due, const Field<Kind::date>& asked>
constexpr Act refuses_extension(Names from, Rights may, Law closed_to = who_does_it) {
  return {.name = "refuse_extension",
          .from = from,
          .may = may,
          .reason = Reason::required,
          .rule = is_to_be_refused<due, asked>,
          .closed_to = closed_to,
          .fills = answers_the_request<asked>,
          .tells_public = true};
}

// A transfer is an offer, which the other unit takes or sends back.
constexpr Act offers_transfer(Names from, Rights may) {
  return {.name = "transfer",
          .from = from,
          .may = may,
          .reason = Reason::required,
          .transfer = Transfer::offered};
}
constexpr Act accepts_transfer(Names from, Rights may, std::string_view to = {}) {
  return {.name = "accept_transfer",
          .from = from,
          .to = to,
          .may = may,
          .transfer = Transfer::accepted};
}
constexpr Act declines_transfer(Names from, Rights may) {
  return {.name = "decline_transfer",
          .from = from,
          .may = may,
          .reason = Reason::required,
          .transfer = Transfer::declined};
}

// No legal basis: two people sign and the sender is told why (R7.2). What the served have said no
// to is ended by somebody outside, who tells them why.
constexpr Act explains(Names from, std::string_view to) {
  return {.name = "explain",
          .from = from,
          .to = to,
          .may = explainers,
          .reason = Reason::required,
          .sign_off = SignOff::all_of,
          .causes = settling::settles};
}
constexpr Act concludes(Names from, std::string_view to) {
  return {.name = "conclude",
          .from = from,
          .to = to,
          .may = outsiders,
          .reason = Reason::required,
          .causes = settling::settles};
}

}  // namespace chuangyou
