#include "http/campaign_fields.h"

#include <algorithm>

#include "packs/policy_names.h"

namespace chuangyou {
namespace {

constexpr std::uint32_t key_length_max = 100, source_length_max = 500, name_length_max = 200;
constexpr std::uint32_t calendar_length_max = 400'000;
constexpr std::uint32_t mapping_length_max = 60'000;

constexpr FieldSpec key{
    .name = "key", .kind = Kind::text, .required = true, .length_max = key_length_max};
constexpr FieldSpec source{
    .name = "source", .kind = Kind::text, .required = true, .length_max = source_length_max};
constexpr FieldSpec date{.name = "date", .kind = Kind::date, .required = true};
constexpr FieldSpec source_text{
    .name = "source_text", .kind = Kind::text, .length_max = source_length_max};

std::span<const std::string_view> names_of_values() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> all;
    for (const PolicyName& known : policy_names) all.push_back(known.name);
    return all;
  }();
  return names;
}

std::vector<OrgActFields> all_acts() {
  const FieldSpec name{
      .name = "name", .kind = Kind::choice, .required = true, .choices = names_of_values()};
  const FieldSpec value{.name = "value", .kind = Kind::number, .required = true};
  const FieldSpec from{.name = "from", .kind = Kind::date, .required = true};
  const FieldSpec version{
      .name = "version", .kind = Kind::text, .required = true, .length_max = key_length_max};
  const FieldSpec days{
      .name = "days", .kind = Kind::long_text, .required = true, .length_max = calendar_length_max};
  const FieldSpec first{.name = "from", .kind = Kind::date};
  const FieldSpec last{.name = "until", .kind = Kind::date};
  const FieldSpec name_zh{
      .name = "name_zh", .kind = Kind::text, .required = true, .length_max = name_length_max};
  const FieldSpec name_en{
      .name = "name_en", .kind = Kind::text, .required = true, .length_max = name_length_max};
  const FieldSpec hands_on{.name = "hands_on", .kind = Kind::yes_no};
  std::vector<OrgActFields> acts{
      {.act = "change_policy_value", .fields = {name, value, from, source}},
      {.act = "announce_milestone", .fields = {key, date, source_text, source}},
      {.act = "change_milestone", .fields = {key, date, source_text, source}},
      {.act = "change_phase", .fields = {key, first, last, source}},
      {.act = "adopt_calendar", .fields = {version, days, source}},
      {.act = "end_phase", .fields = {key, date, hands_on, source}},
      {.act = "close_campaign", .fields = {date, source}},
      {.act = "clone_campaign", .fields = {name_zh, name_en, from, hands_on, source}},
  };
  for (OrgActFields& act : acts) act.takes_reason = true;
  const FieldSpec mapping{
      .name = "name", .kind = Kind::text, .required = true, .length_max = key_length_max};
  const FieldSpec content{.name = "content",
                          .kind = Kind::long_text,
                          .required = true,
                          .length_max = mapping_length_max};
  const FieldSpec former{.name = "former_name", .kind = Kind::text, .length_max = key_length_max};
  acts.push_back({.act = "keep_mapping", .fields = {mapping, content, former}});
  acts.push_back({.act = "drop_mapping", .fields = {mapping}});
  return acts;
}

// What the office said, by the fields of the act.
struct Said {
  std::span<const FieldSpec> fields;
  const DecodedAct& decoded;

  template <class Wanted>
  std::optional<Wanted> of(std::string_view name) const {
    const Wanted* value = std::get_if<Wanted>(said_of(name, fields, decoded.fields));
    return value ? std::optional(*value) : std::nullopt;
  }
  std::string text(std::string_view name) const { return of<std::string>(name).value_or(""); }
  Date day(std::string_view name) const { return of<Date>(name).value_or(Date{}); }
};

template <class Dating>
Dating dating_of(const Said& said) {
  return {said.text("key"), said.day("date"), said.text("source_text"), said.text("source"),
          said.decoded.reason};
}

}  // namespace

std::span<const OrgActFields> campaign_acts() {
  static const std::vector<OrgActFields> all = all_acts();
  return all;
}

const OrgActFields* find_campaign_act(std::string_view act) {
  const auto found = std::ranges::find(campaign_acts(), act, &OrgActFields::act);
  return found == campaign_acts().end() ? nullptr : &*found;
}

FrameAct frame_act_of(const OrgActFields& fields, const DecodedAct& decoded) {
  const std::string_view act = fields.act;
  const Said said{fields.fields, decoded};
  if (act == "change_policy_value")
    return ChangePolicyValue{said.text("name"), said.of<Fixed>("value").value_or(Fixed{}),
                             said.day("from"), said.text("source"), decoded.reason};
  if (act == "announce_milestone") return dating_of<AnnounceMilestone>(said);
  if (act == "change_milestone") return dating_of<ChangeMilestone>(said);
  if (act == "change_phase")
    return ChangePhase{said.text("key"), said.of<Date>("from"), said.of<Date>("until"),
                       said.text("source"), decoded.reason};
  if (act == "end_phase")
    return EndPhase{said.text("key"), said.day("date"), said.of<bool>("hands_on").value_or(false),
                    said.text("source"), decoded.reason};
  if (act == "close_campaign")
    return CloseCampaign{said.day("date"), said.text("source"), decoded.reason};
  if (act == "clone_campaign")
    return CloneCampaign{said.text("name_zh"), said.text("name_en"),
                         said.day("from"),     said.of<bool>("hands_on").value_or(false),
                         said.text("source"),  decoded.reason};
  if (act == "keep_mapping")
    return KeepMapping{said.text("name"), said.text("content"), said.text("former_name")};
  if (act == "drop_mapping") return DropMapping{said.text("name")};
  return AdoptCalendar{said.text("version"), said.text("days"), said.text("source"),
                       decoded.reason};
}

}  // namespace chuangyou
