#include "campaign/list_rights.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>

namespace chuangyou {

std::span<const Role> who_bring_in(std::string_view list) {
  static constexpr Role people[] = {Role::administrator};
  static constexpr Role units[] = {Role::administrator, Role::works_committee,
                                   Role::organ_committee};
  if (list == "people") return people;
  if (list == "units") return units;
  return {};
}

std::string list_of_mapping(const std::string& text) {
  try {
    return YAML::Load(text)["list"].as<std::string>(std::string());
  } catch (const YAML::Exception&) {
    return {};
  }
}

bool may_bring_in(std::string_view list, const Actor& actor, Date today) {
  const std::span<const Role> roles = who_bring_in(list);
  return std::ranges::any_of(actor.posts, [&](const Post& post) {
    return is_in_force(post, today) && std::ranges::find(roles, post.role) != roles.end();
  });
}

}  // namespace chuangyou
