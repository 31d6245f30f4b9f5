#include "http/org_fields.h"

#include <algorithm>
#include <stdexcept>

namespace chuangyou {
namespace {

constexpr std::uint32_t name_length_max = 200;

constexpr FieldSpec found_unit_fields[] = {
    {.name = "name", .kind = Kind::text, .required = true, .length_max = name_length_max},
    {.name = "type", .kind = Kind::choice, .required = true, .choices = unit_type_names},
    {.name = "administrative_parent", .kind = Kind::unit, .required = true},
    {.name = "party_parent", .kind = Kind::unit},
    {.name = "code", .kind = Kind::text, .length_max = 100},
    {.name = "from", .kind = Kind::date},
};
constexpr FieldSpec rename_unit_fields[] = {
    {.name = "unit", .kind = Kind::unit, .required = true},
    {.name = "name", .kind = Kind::text, .required = true, .length_max = name_length_max},
};
constexpr FieldSpec move_unit_fields[] = {
    {.name = "unit", .kind = Kind::unit, .required = true},
    {.name = "administrative_parent", .kind = Kind::unit, .required = true},
    {.name = "party_parent", .kind = Kind::unit},
};
constexpr FieldSpec merge_units_fields[] = {
    {.name = "from", .kind = Kind::unit, .required = true},
    {.name = "into", .kind = Kind::unit, .required = true},
    {.name = "on", .kind = Kind::date, .required = true},
};
constexpr FieldSpec close_unit_fields[] = {
    {.name = "unit", .kind = Kind::unit, .required = true},
    {.name = "on", .kind = Kind::date},
};
constexpr FieldSpec add_person_fields[] = {
    {.name = "name", .kind = Kind::text, .required = true, .length_max = name_length_max},
    {.name = "member_kind", .kind = Kind::choice, .choices = member_kind_names},
};
// Nobody is appointed as a citizen, as the clock, or as whoever has logged in.
constexpr std::span<const std::string_view> post_roles =
    std::span(role_names).first(static_cast<std::size_t>(Role::citizen));
constexpr FieldSpec appoint_fields[] = {
    {.name = "person", .kind = Kind::person, .required = true},
    {.name = "role", .kind = Kind::choice, .required = true, .choices = post_roles},
    {.name = "unit", .kind = Kind::unit, .required = true},
    {.name = "from", .kind = Kind::date, .required = true},
    {.name = "until", .kind = Kind::date},
    {.name = "accountable", .kind = Kind::yes_no},
};
constexpr FieldSpec end_post_fields[] = {
    {.name = "post", .kind = Kind::link, .required = true},
    {.name = "on", .kind = Kind::date, .required = true},
};

constexpr OrgActFields all[] = {
    {"found_unit", found_unit_fields},     {"rename_unit", rename_unit_fields},
    {"move_unit", move_unit_fields, true}, {"merge_units", merge_units_fields, true},
    {"close_unit", close_unit_fields},     {"add_person", add_person_fields},
    {"appoint", appoint_fields},           {"end_post", end_post_fields},
};

// Typed access to what was asked.
class Given {
 public:
  explicit Given(const std::vector<AskedField>& asked) : asked_(asked) {}

  template <class T>
  std::optional<T> get(std::string_view name) const {
    const auto found = std::ranges::find(asked_, name, &AskedField::name);
    if (found == asked_.end()) return std::nullopt;
    const T* value = std::get_if<T>(&found->value);
    return value ? std::optional<T>(*value) : std::nullopt;
  }
  std::string text(std::string_view name) const {
    return get<std::string>(name).value_or(std::string());
  }
  Uuid id(std::string_view name) const { return get<Uuid>(name).value_or(Uuid{}); }
  UnitId unit(std::string_view name) const { return UnitId(id(name)); }
  Date date(std::string_view name) const { return get<Date>(name).value_or(Date{}); }
  std::size_t choice(std::string_view name, std::span<const std::string_view> of) const {
    const auto found = std::ranges::find(of, text(name));
    return found == of.end() ? 0 : static_cast<std::size_t>(found - of.begin());
  }

 private:
  const std::vector<AskedField>& asked_;
};

Unit unit_of(const Given& given, Moment now, RandomSource& random) {
  Unit unit;
  unit.id = UnitId(make_uuid_v7(now, random));
  unit.name = given.text("name");
  unit.code = given.text("code");
  unit.type = static_cast<UnitType>(given.choice("type", unit_type_names));
  unit.administrative_parent = given.unit("administrative_parent");
  unit.party_parent = given.unit("party_parent");
  unit.from = given.get<Date>("from");
  return unit;
}

HeldPost post_of(const Given& given, Moment now, RandomSource& random) {
  HeldPost post;
  post.id = make_uuid_v7(now, random);
  post.person = PersonId(given.id("person"));
  post.role = static_cast<Role>(given.choice("role", post_roles));
  post.unit = given.unit("unit");
  post.from = given.date("from");
  post.until = given.get<Date>("until");
  post.accountable = given.get<bool>("accountable").value_or(false);
  return post;
}

Person person_of(const Given& given, Moment now, RandomSource& random) {
  Person person;
  person.id = PersonId(make_uuid_v7(now, random));
  person.name = given.text("name");
  person.member_kind = static_cast<MemberKind>(given.choice("member_kind", member_kind_names));
  return person;
}

}  // namespace

std::span<const OrgActFields> org_acts() { return all; }

const OrgActFields* find_org_act(std::string_view act) {
  const auto found = std::ranges::find(all, act, &OrgActFields::act);
  return found == std::end(all) ? nullptr : found;
}

void check_required(const OrgActFields& fields, DecodedAct& decoded) {
  for (const FieldSpec& field : fields.fields) {
    if (!field.required) continue;
    const bool was_refused =
        std::ranges::find(decoded.errors, field.name, &Refused::field) != decoded.errors.end();
    const auto found = std::ranges::find(decoded.fields, field.name, &AskedField::name);
    const bool is_there = found != decoded.fields.end() && !is_empty(found->value);
    if (!is_there && !was_refused)
      decoded.errors.push_back({Refusal::field_is_missing, std::string(field.name), {}});
  }
}

OrgAct org_act_of(const OrgActFields& fields, const std::vector<AskedField>& asked, Moment now,
                  RandomSource& random) {
  const Given given(asked);
  if (fields.act == "found_unit") return FoundUnit{unit_of(given, now, random)};
  if (fields.act == "rename_unit") return RenameUnit{given.unit("unit"), given.text("name")};
  if (fields.act == "move_unit")
    return MoveUnit{given.unit("unit"), given.unit("administrative_parent"),
                    given.unit("party_parent")};
  if (fields.act == "merge_units")
    return MergeUnits{given.unit("from"), given.unit("into"), given.date("on")};
  if (fields.act == "close_unit") return CloseUnit{given.unit("unit"), given.get<Date>("on")};
  if (fields.act == "add_person") return AddPerson{person_of(given, now, random)};
  if (fields.act == "appoint") return Appoint{post_of(given, now, random)};
  if (fields.act == "end_post") return EndPost{given.id("post"), given.date("on")};
  throw std::logic_error("an act of the table has no form: " + std::string(fields.act));
}

}  // namespace chuangyou
