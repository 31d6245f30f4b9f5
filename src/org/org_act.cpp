#include "org/org_act.h"

#include <algorithm>

#include "core/text.h"
#include "org/judging.h"
#include "org/org_act_form.h"

namespace chuangyou {

Result<void> check_line(std::string_view field, std::string_view text, std::size_t length_max) {
  if (!is_utf8(text)) return refuse(Refusal::text_is_neither_utf8_nor_gb18030, std::string(field));
  bool has_control = std::ranges::any_of(
      text, [](char byte) { return static_cast<unsigned char>(byte) < 0x20 || byte == 0x7F; });
  if (has_control) return refuse(Refusal::field_has_wrong_kind, std::string(field));
  if (character_count(text) > length_max)
    return refuse(Refusal::field_is_too_long, std::string(field), std::to_string(length_max));
  return {};
}

Result<void> check_name(std::string_view name) {
  if (is_blank(name)) return refuse(Refusal::field_is_missing, "name");
  return check_line("name", name, unit_name_length_max);
}

namespace {

struct DatesInRange {
  Date today;
  Result<void>& checked;

  void operator()(const Member& member, std::optional<Date> date) const {
    if (checked && date && !is_in_range(*date, today))
      checked =
          refuse(Refusal::date_is_out_of_range, std::string(member.field.name), to_text(*date));
  }
  template <class Other>
  requires(!std::convertible_to<Other, std::optional<Date>>) void operator()(const Member&,
                                                                             const Other&) const {}
};

}  // namespace

Result<void> check_texts(const Unit& unit) {
  if (Result<void> named = check_name(unit.name); !named) return named;
  if (Result<void> coded = check_line("code", unit.code, unit_code_length_max); !coded)
    return coded;
  for (const std::string& alias : unit.aliases) {
    if (is_blank(alias)) return refuse(Refusal::field_is_missing, "aliases");
    if (Result<void> checked = check_line("aliases", alias, unit_name_length_max); !checked)
      return checked;
  }
  return {};
}

Result<void> decide(const OrgAct& act, const Actor& actor, const Tree& tree, const People& people,
                    Date today, const Post** under, const LastDayToSign& last_day) {
  if (actor.is_the_clock) return refuse(Refusal::post_does_not_allow_this);
  const Judge judge{actor, tree, people, today, last_day};
  Result<void> decided = std::visit(judge, act);
  if (!decided) return decided;
  if (under) *under = judge.under;
  std::visit([&](const auto& one) { each_member(one, DatesInRange{today, decided}); }, act);
  return decided;
}

}  // namespace chuangyou
