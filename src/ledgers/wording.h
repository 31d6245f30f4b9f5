// Who has written any of a record since it was begun, each once: checking and approving are a
// second pair of eyes only where another one looks than those that wrote.
#pragma once

#include "ledgers/rules.h"
#include "record/typed_names.h"

namespace chuangyou::wording {
using namespace declared;

inline constexpr auto writer = person("who");
inline constexpr FieldSpec writers[] = {writer};
inline constexpr auto worded_by = rows("worded_by", writers);

inline Verdict who_worded_it(const Deciding& deciding) {
  const auto is_his = [&](const RowRead& one) {
    const Uuid* person = one.get(writer);
    return person && *person == deciding.actor.person;
  };
  const bool wrote = std::ranges::any_of(deciding.before.get(worded_by), is_his);
  return wrote ? Verdict{Refusal::the_doer_does_not_judge_it} : its_author(deciding);
}

// Whoever changes any of the fields has worded it from then on.
inline std::vector<Filled> notes_who_words_it(const Deciding& deciding,
                                              std::span<const std::string_view> fields) {
  const bool changes = std::ranges::any_of(fields, [&](std::string_view field) {
    return deciding.before.value(field) != deciding.after.value(field);
  });
  if (!changes || who_worded_it(deciding).law != Refusal::none) return {};
  const Rows* before = std::get_if<Rows>(&deciding.before.value(worded_by.name));
  Rows all = before ? *before : Rows();
  all.all.push_back({.cells = {Uuid(deciding.actor.person)}});
  return {{worded_by.name, std::move(all)}};
}

}  // namespace chuangyou::wording
