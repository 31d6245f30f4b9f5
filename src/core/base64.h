// Bytes as text for addresses and cookies: base 64 without padding. Read back in the one canonical
// form only: two texts for the same bytes would be two names for one thing. Notes and proofs have
// the alphabet of their standard in journal/note.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chuangyou {

std::string base64_for_url(std::string_view bytes);
std::optional<std::string> from_base64_for_url(std::string_view text);

}  // namespace chuangyou
