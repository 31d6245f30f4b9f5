// The code a citizen keeps: 16 symbols of Crockford's base 32 in four groups, 75 random bits and
// one check symbol, so that a misread letter is noticed before anyone searches.
// `7K3M-9QZX-41TV-8HD2`.
#pragma once

#include <string>
#include <string_view>

#include "core/random_source.h"
#include "core/result.h"

namespace chuangyou {

std::string make_receipt_code(RandomSource&);
// Accepts lower case, full width, digits of any script, any grouping by dashes and blanks of any
// keyboard or none, O for 0, I and L for 1; returns
// the canonical form or receipt_is_malformed.
Result<std::string> parse_receipt_code(std::string_view);

}  // namespace chuangyou
