// Who may: a role at a place. A right is role × where the post stands to the record; everything not
// declared is denied (ledgers.md, Roles).
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/uuid.h"

namespace chuangyou {

// The order is permanent: it is stored in posts.
enum class Role : std::uint8_t {
  works_committee,
  organisation_department,
  publicity_department,
  party_group,
  secretary,
  organ_committee,
  division,
  branch_secretary,
  member,
  personnel,
  discipline,
  inspector,
  editor,
  operator_,
  administrator,
  security_administrator,
  auditor,
  citizen,      // no account: whoever holds the record's receipt, or anyone where the act makes one
  the_clock,    // a deadline that has run out
  signed_in,    // anyone of the body who has logged in, whatever the post
  consequence,  // another act that brought this one about: nobody acts
};
inline constexpr std::string_view role_names[] = {"works_committee",
                                                  "organisation_department",
                                                  "publicity_department",
                                                  "party_group",
                                                  "secretary",
                                                  "organ_committee",
                                                  "division",
                                                  "branch_secretary",
                                                  "member",
                                                  "personnel",
                                                  "discipline",
                                                  "inspector",
                                                  "editor",
                                                  "operator",
                                                  "administrator",
                                                  "security_administrator",
                                                  "auditor",
                                                  "citizen",
                                                  "the_clock",
                                                  "signed_in",
                                                  "consequence"};
constexpr std::string_view name_of(Role role) { return role_names[static_cast<std::size_t>(role)]; }

// Where the post's unit stands to the unit that the right looks at.
enum class At : std::uint8_t {
  own,    // the same unit
  above,  // any unit above it: the superior
  own_or_above,
  subject,   // the acting person is the one named in the field; without a field, the author
  anywhere,  // any unit of the body
};

struct Right {
  Role role;
  At at;
  std::string_view field = {};  // a unit, units or person field; empty = the record's own unit
};

struct Post {
  Role role;
  UnitId unit;
  std::string path;  // of the unit, see org/tree.h; a proper prefix means "above"
  Date from;
  std::optional<Date> until;    // last day in office
  bool is_passed_over = false;  // by a merge: nobody appointed him there
};

// Whether it is held on that day, the last one too: a Post, or what a person holds (org/people.h).
template <class Held>
bool is_in_force(const Held& post, Date day) {
  return post.from <= day && (!post.until || day <= *post.until);
}

// Whoever acts. A citizen has a nil person and no posts; the clock and a consequence likewise.
struct Actor {
  PersonId person;
  std::vector<Post> posts;
  bool is_the_clock = false;
  bool holds_receipt = false;  // a citizen who showed the receipt of the record at hand
  bool is_a_consequence = false;

  bool is_nobody() const { return is_the_clock || is_a_consequence; }
};

// The right of an act that a deadline names and nobody else does, and of one that only follows.
inline constexpr Right the_clock[] = {{Role::the_clock, At::anywhere}};
inline constexpr Right a_consequence[] = {{Role::consequence, At::anywhere}};

// Paths of units, passed in so that deciding needs no tree. Empty for an unknown unit.
using PathOfUnit = std::function<std::string_view(const Uuid&)>;
// The posts that somebody holds on a day. Without the function nobody is known to have gone.
using PostsOf = std::function<std::vector<Post>(const Uuid& person, Date on)>;

// A unit's path is its superior's and one segment more.
inline constexpr std::size_t path_segment_size = 4;

// True where `above` is the same path as `below` or a prefix of it; segments have a fixed width.
inline bool covers(std::string_view above, std::string_view below) {
  return below.starts_with(above);
}

}  // namespace chuangyou
