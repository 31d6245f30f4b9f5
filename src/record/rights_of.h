// Groups of rights: several roles at one place, groups put together, and those that several ledgers
// have in common.
#pragma once

#include <algorithm>
#include <array>

#include "record/field.h"
#include "record/right.h"

namespace chuangyou {

// `rights<At::own, Role::division, Role::secretary>`
template <At at, Role... roles>
inline constexpr Right rights[sizeof...(roles)] = {{roles, at}...};

// The same where a field or column of the record names the unit or the person:
// `rights_by<beneficiary_unit, At::own, Role::division>`.
template <const auto& field, At at, Role... roles>
inline constexpr Right rights_by[sizeof...(roles)] = {{roles, at, field.name}...};

// `team.who`, to be named by a right.
struct Column {
  std::string_view name;
};

// One group after the other.
template <const auto&... groups>
inline constexpr auto together = [] {
  std::array<Right, (std::size(groups) + ...)> all{};
  auto end = all.begin();
  ((end = std::ranges::copy(groups, end).out), ...);
  return all;
}();

// Whoever comes, with an account or without; and whoever it was that came.
inline constexpr Right anybody[] = {{Role::citizen, At::anywhere}, {Role::signed_in, At::anywhere}};
inline constexpr Right who_opened_it[] = {{Role::citizen, At::own}, {Role::signed_in, At::subject}};
inline constexpr auto& staff = rights<At::anywhere, Role::signed_in>;

// Those who do the work of a unit, and those who stand for one that is served.
inline constexpr auto& doers_of_the_unit =
    rights<At::own, Role::division, Role::organ_committee, Role::secretary, Role::branch_secretary>;
template <const auto& field>
inline constexpr auto& doers_of = rights_by<field, At::own, Role::division, Role::organ_committee,
                                            Role::secretary, Role::branch_secretary>;
template <const auto& field>
inline constexpr auto& those_served_at =
    rights_by<field, At::own, Role::division, Role::organ_committee, Role::branch_secretary,
              Role::member>;

// Who decides above the unit, and the two who command nobody and so may end what it may not.
inline constexpr auto& superiors =
    rights<At::above, Role::organ_committee, Role::works_committee, Role::party_group>;
inline constexpr auto& hotline = rights<At::anywhere, Role::operator_>;
inline constexpr auto outsiders = together<hotline, rights<At::above, Role::works_committee>>;

// Who takes over what a transfer offers: those of the unit that is asked, or its committee above.
template <const auto& field>
inline constexpr auto offered_a_transfer =
    together<rights_by<field, At::own, Role::division, Role::secretary, Role::branch_secretary>,
             rights_by<field, At::own_or_above, Role::organ_committee>>;

// That there is no legal basis is signed by the unit and by its committee (R7.2).
inline constexpr auto explainers =
    together<rights<At::own, Role::division>, rights<At::own_or_above, Role::organ_committee>>;

// The two campaign offices, for their own unit and all below it.
inline constexpr auto& campaign_offices =
    rights<At::own_or_above, Role::organ_committee, Role::works_committee>;

}  // namespace chuangyou
