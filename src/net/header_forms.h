// The forms in which HTTP lets a header say the same (RFC 9110): lists over one line or several,
// blanks around commas, quoted texts with escaped letters, names in whatever case, weights.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chuangyou {

std::string_view without_blanks_around(std::string_view text);    // blanks and tabs
bool is_same_name(std::string_view one, std::string_view other);  // a to z have no case

// The items of a list (5.6.1): a comma within a quoted text separates nothing, and an empty item is
// none.
std::vector<std::string_view> items_of_list(std::string_view header);

// `text/csv ; charset="utf-8"` is a text/csv (8.3.1); what else is behind the type must be
// parameters.
bool is_media_type(std::string_view header, std::string_view type);
// What its parameter `charset` says, without quotes; empty where none is.
std::string charset_of(std::string_view header);

// The weight of the item in thousandths (12.4.2), and the item without it; 0 = not acceptable.
struct Weighted {
  std::string_view name;
  int thousandths = 1000;
};
Weighted weighted(std::string_view item);
// The weight of `name` in a list such as Accept-Encoding: its own, else that of `*`, else 0.
int weight_in(std::string_view list, std::string_view name);

// If-Match and If-None-Match (13.1): `*`, or entity tags without W/ and with their quotes. nullopt
// where it is neither.
struct EntityTags {
  bool is_any = false;
  std::vector<std::string_view> tags;
};
std::optional<EntityTags> entity_tags(std::string_view header);

}  // namespace chuangyou
