// The query of an address, decoded. A door takes the parameters that it knows; what is left over is
// refused by name, never ignored.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/uuid.h"

namespace chuangyou {

// The segments of a path, each decoded by itself, so that a slash written as %2F stays within one;
// nullopt where a percent sign is followed by no two digits or what it hides is no UTF-8. What a
// segment may hold is for the door to say.
std::optional<std::vector<std::string>> path_segments(std::string_view path);

// Percent-decoded; nullopt where it is malformed, no UTF-8, or holds control characters.
std::optional<std::string> decoded_from_url(std::string_view text, bool plus_is_blank);
std::string encoded_for_url(std::string_view text);

// Of every door that lists something. The reference says the same number, because it is this one.
inline constexpr std::int64_t list_limit_max = 200;

class QueryString {
 public:
  explicit QueryString(std::string_view text);

  struct Parameter {
    std::string name, value;
    bool is_taken = false;
  };

  // Whether it is given; an empty one is not.
  bool has(std::string_view name) const;
  // The value, once; an empty one counts as not given.
  std::optional<std::string> take(std::string_view name);
  std::optional<Uuid> take_id(std::string_view name);
  std::optional<bool> take_yes_no(std::string_view name);
  std::int64_t take_number(std::string_view name, std::int64_t otherwise, std::int64_t min,
                           std::int64_t max);
  // The parameters that nobody has taken yet, for doors whose names come from a declaration.
  std::vector<Parameter*> left();

  // All parameters but these, encoded and in the order of their names: what a list was asked for.
  std::string without(std::span<const std::string_view> names) const;

  void refuse(Refusal law, std::string_view field, std::string detail = {});
  // All that was wrong, the unknown parameters among it. Empty = nothing.
  std::vector<Refused> errors();

 private:
  std::vector<Parameter> parameters_;
  std::vector<Refused> errors_;
};

}  // namespace chuangyou
