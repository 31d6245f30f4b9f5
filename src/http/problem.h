// Refusals as RFC 9457 problem details: one status for each law, the sentence from words/, several
// at once where several laws were broken.
#pragma once

#include <exception>
#include <span>
#include <vector>

#include "core/refusal.h"
#include "http/json.h"
#include "net/message.h"

namespace chuangyou {

inline constexpr std::string_view problem_type = "application/problem+json";

int status_of(Refusal law);

Reply problem(std::span<const Refused> refused, Language language);
Reply problem(const Refused& refused, Language language);
inline Reply problem(Refusal law, Language language) {
  return problem(Refused{law, {}, {}}, language);
}

// The machine broke: what it says goes to the log and not to the reader.
Reply broken(const std::exception& error, Language language);

// {"zh":…,"en":…}: the sentence of a refusal in both languages.
void write_words(Json& json, Refusal law);

}  // namespace chuangyou
