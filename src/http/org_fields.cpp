#include "http/org_fields.h"

#include <algorithm>

#include "org/org_act_form.h"

namespace chuangyou {
namespace {

// What the office says is taken as it was read; what is made here is made.
struct Filling {
  std::span<const FieldSpec> fields;
  std::span<const FieldChange> asked;
  Moment now;
  RandomSource& random;

  template <class Wanted>
  const Wanted* said(const Member& member) const {
    if (member.given != Member::Given::by_the_office) return nullptr;
    return std::get_if<Wanted>(said_of(member.field.name, fields, asked));
  }
  template <class IdOfKind>
  requires std::derived_from<IdOfKind, Uuid>
  void operator()(const Member& member, IdOfKind& id) const {
    if (member.given == Member::Given::here) id = IdOfKind(make_uuid_v7(now, random));
    if (const Uuid* read = said<Uuid>(member)) id = IdOfKind(*read);
  }
  template <class Choice>
  requires std::is_enum_v<Choice>
  void operator()(const Member& member, Choice& choice) const {
    const std::string* text = said<std::string>(member);
    if (!text) return;
    const auto found = std::ranges::find(member.field.choices, *text);
    if (found != member.field.choices.end())
      choice = static_cast<Choice>(found - member.field.choices.begin());
  }
  void operator()(const Member& member, std::string& text) const { take(member, text); }
  void operator()(const Member& member, bool& flag) const { take(member, flag); }
  void operator()(const Member& member, std::vector<Uuid>& ids) const { take(member, ids); }
  void operator()(const Member& member, Date& date) const { take(member, date); }
  void operator()(const Member& member, std::optional<Date>& date) const {
    if (const Date* read = said<Date>(member)) date = *read;
  }
  void operator()(const Member& member, std::optional<std::int64_t>& number) const {
    if (const auto* read = said<std::int64_t>(member)) number = *read;
  }
  void operator()(const Member& member, std::vector<std::string>& texts) const {
    take(member, texts);
  }
  // Of sources alone: the API does not take it.
  void operator()(const Member&, std::optional<UnitId>&) const {}

 private:
  template <class Wanted>
  void take(const Member& member, Wanted& value) const {
    if (const Wanted* read = said<Wanted>(member)) value = *read;
  }
};

std::vector<OrgActFields> all_fields() {
  std::vector<OrgActFields> all;
  for (const OrgActForm& form : org_act_forms()) {
    if (!form.is_asked) continue;
    OrgActFields& one = all.emplace_back(form.act, std::vector<FieldSpec>(), form.has_preview);
    const auto add = [&one](const Member& member, const auto&) {
      if (member.given == Member::Given::by_the_office) one.fields.push_back(member.field);
    };
    std::visit([&](const auto& act) { each_member(act, add); }, form.empty);
  }
  return all;
}

}  // namespace

std::span<const OrgActFields> org_acts() {
  static const std::vector<OrgActFields> all = all_fields();
  return all;
}

const OrgActFields* find_org_act_fields(std::string_view act) {
  const auto found = std::ranges::find(org_acts(), act, &OrgActFields::act);
  return found == org_acts().end() ? nullptr : &*found;
}

void check_required(std::span<const FieldSpec> fields, DecodedAct& decoded) {
  for (const FieldSpec& field : fields) {
    if (!field.required) continue;
    const bool was_refused =
        std::ranges::find(decoded.errors, field.name, &Refused::field) != decoded.errors.end();
    const Value* value = said_of(field.name, fields, decoded.fields);
    const bool is_there = value && !is_empty(*value);
    if (!is_there && !was_refused)
      decoded.errors.push_back({Refusal::field_is_missing, std::string(field.name), {}});
  }
}

OrgAct org_act_of(const OrgActFields& fields, std::span<const FieldChange> asked, Moment now,
                  RandomSource& random) {
  OrgAct act = find_org_act(fields.act)->empty;
  std::visit([&](auto& one) { each_member(one, Filling{fields.fields, asked, now, random}); }, act);
  return act;
}

}  // namespace chuangyou
