// Refusals as RFC 9457 problem details: one status for each law, the sentence from words/, several
// at once where several laws were broken.
#pragma once

#include <span>
#include <vector>

#include "core/refusal.h"
#include "http/json.h"
#include "http/message.h"

namespace chuangyou {

int status_of(Refusal law);

Reply problem(std::span<const Refused> refused, Language language);
Reply problem(const Refused& refused, Language language);
inline Reply problem(Refusal law, Language language) {
  return problem(Refused{law, {}, {}}, language);
}

// {"zh":…,"en":…}: the sentence of a refusal in both languages.
void write_words(Json& json, Refusal law);

}  // namespace chuangyou
