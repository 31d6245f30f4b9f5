// 字段目录: what the ledgers hold, by the words of their fields in both languages, so that nobody is
// asked for what can be read. It is derived from the declarations and kept nowhere by hand.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chuangyou {

// As two names of fields are compared: folded, without blanks and without 的.
std::string field_words(std::string_view name);

struct HeldField {
  std::string place;        // `promises.due`
  std::string words;        // `承诺 · 期限`, as it stands beside the place
  bool is_similar = false;  // something like it; else the same
};
// A ledger's name and its field's together are the field. A field's name alone is it where one
// ledger has it and it is no word that fits anything, as 期限 does; else it is something like it.
std::optional<HeldField> find_held_field(std::string_view name);

}  // namespace chuangyou
