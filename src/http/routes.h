// Every address that the program answers, in one table. What each means stands in openapi.cpp.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "http/site.h"

namespace chuangyou {

enum class Access : std::uint8_t {
  everyone,  // no session, no limit: health, the list of bodies
  limited,   // no session; so many a second from one address
  own,       // someone who has logged in, about his own account alone
  session,   // the same, with all that his account needs (what_is_missing in own_account.h)
};

struct Route {
  Method method;
  std::string_view pattern;  // {…} stands for one segment; {body} also finds the body
  Access access;
  Reply (*open)(Visit&);
  std::string_view operation;  // permanent name, in OpenAPI
  bool needs_key = false;      // Idempotency-Key
  // The body goes to a file, if this says that it may and how long: asked before any of it is read.
  Result<std::uint64_t> (*takes_file)(Visit&) = nullptr;
  std::string_view file_type = "text/csv";
  std::string_view other_file_type = {};  // taken as well
};

// Of someone who has logged in, whatever his account still needs.
constexpr bool needs_session(const Route& route) {
  return route.access == Access::session || route.access == Access::own;
}

std::span<const Route> routes();

struct Match {
  const Route* route = nullptr;
  std::array<std::string, 4> named{};
  std::string allow;  // the methods of the path; empty where nothing is there
};
// The path in its decoded segments, as path_segments() has them.
Match match_route(Method method, std::span<const std::string> segments);
// The same of a path that may be no path at all, for whoever only wants to know the route.
const Route* find_route(Method method, std::string_view path);

}  // namespace chuangyou
