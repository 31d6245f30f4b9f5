#include "record/rights_held.h"

#include <algorithm>

#include "record/concealment.h"
#include "record/rows.h"
#include "record/who_speaks.h"

namespace chuangyou {
namespace {

bool stands_at(const Post& post, const Right& right, const Uuid& unit, std::string_view path) {
  switch (right.at) {
    case At::own:
      return post.unit == unit;
    case At::above:
      return post.unit != unit && covers(post.path, path);
    case At::own_or_above:
      return covers(post.path, path);
    case At::anywhere:
      return true;
    case At::subject:
      return false;
  }
  return false;
}

bool post_fits(const Post& post, const Right& right, const Record& record,
               const PathOfUnit& path_of) {
  if (right.field.empty()) return stands_at(post, right, record.unit, record.path);
  const auto fits = [&](const Uuid& unit) { return stands_at(post, right, unit, path_of(unit)); };
  return any_value_in(record, right.field, [&](const Value& value) {
    if (const Uuid* unit = std::get_if<Uuid>(&value)) return fits(*unit);
    const auto* units = std::get_if<std::vector<Uuid>>(&value);
    return units && std::ranges::any_of(*units, fits);
  });
}

bool is_subject(const Actor& actor, const Right& right, const Record& record) {
  if (actor.person.is_nil()) return false;
  if (right.field.empty()) return record.author == actor.person;
  return any_value_in(record, right.field, [&](const Value& value) {
    const Uuid* person = std::get_if<Uuid>(&value);
    return person && *person == actor.person;
  });
}

// A right without a post: the citizen with a receipt or at the open door, and the clock.
bool holds_without_post(const Actor& actor, const Right& right) {
  if (right.role == Role::the_clock) return actor.is_the_clock;
  if (right.role == Role::consequence) return actor.is_a_consequence;
  if (right.role != Role::citizen || actor.is_nobody() || !actor.person.is_nil()) return false;
  return right.at == At::anywhere || actor.holds_receipt;
}

}  // namespace

RightsHeld::RightsHeld(const Actor& actor, const Record& record, Date today,
                       const PathOfUnit& path_of)
    : actor_(actor),
      record_(record),
      today_(today),
      path_of_(path_of),
      is_disciplines_(is_for_discipline(record)),
      is_concerned_(is_sender(actor, record) || is_concerned(actor, record, today, path_of)) {}

const Post* RightsHeld::post_holding(const Right& right) const {
  for (const Post& post : actor_.posts) {
    bool role_fits = right.role == Role::signed_in || post.role == right.role;
    if (is_disciplines_ && right.at != At::subject && right.role < Role::citizen)
      role_fits = post.role == Role::discipline && post.unit == record_.unit;
    if (!role_fits || !is_in_force(post, today_)) continue;
    if (right.at == At::subject ? is_subject(actor_, right, record_)
                                : post_fits(post, right, record_, path_of_))
      return &post;
  }
  return nullptr;
}

std::optional<std::size_t> RightsHeld::of(std::span<const Right> may, const Post** under) const {
  for (std::size_t i = 0; i < may.size(); ++i) {
    const bool is_authors = may[i].at == At::subject && may[i].field.empty();
    if (is_concerned_ && !is_authors) continue;
    if (holds_without_post(actor_, may[i])) return i;
    if (const Post* post = post_holding(may[i])) {
      if (under) *under = post;
      return i;
    }
  }
  return std::nullopt;
}

std::optional<std::size_t> right_of(const Actor& actor, std::span<const Right> may,
                                    const Record& record, Date today, const PathOfUnit& path_of,
                                    const Post** under) {
  return RightsHeld(actor, record, today, path_of).of(may, under);
}

// The three administrators run the house and read no record through their posts; personnel and
// discipline read signed extracts only (product.md, who uses it).
bool sees_its_subtree(Role role) {
  constexpr Role beside[] = {Role::administrator, Role::security_administrator, Role::auditor,
                             Role::personnel, Role::discipline};
  return std::ranges::find(beside, role) == std::end(beside);
}

}  // namespace chuangyou
