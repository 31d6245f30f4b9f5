// The sentences that people read, in both languages: words/zh.json and words/en.json, a file for
// each ledger in words/zh/ and words/en/, and those of the server's own pages in words/portal/.
// They travel inside the binary. Keys are the path through the nested objects:
// `refusals.reason_is_missing`, `ledgers.tasks.name`; the laws that a ledger alone has stand in its
// file and are found among all of them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace chuangyou {

struct Words {
  std::string zh, en;
};

enum class Language : std::uint8_t { zh, en };

// Empty where the key has no words; a test sees to it that every refusal has them.
std::string_view words(Language language, std::string_view key);

}  // namespace chuangyou
