#include "campaign/found_house.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include "campaign/account_acts.h"
#include "core/control_characters.h"
#include "core/text.h"
#include "org/org_act_form.h"

namespace chuangyou {
namespace {

constexpr std::size_t key_length_max = 40;

// It stands in addresses and on the command line.
Result<void> check_key(std::string_view key) {
  if (key.empty()) return refuse(Refusal::field_is_missing, "key");
  if (key.size() > key_length_max)
    return refuse(Refusal::field_is_too_long, "key", std::to_string(key_length_max));
  const bool is_plain = std::ranges::all_of(key, [](char symbol) {
    return (symbol >= 'a' && symbol <= 'z') || (symbol >= '0' && symbol <= '9') || symbol == '-';
  });
  if (!is_plain || key.front() == '-' || key.back() == '-')
    return refuse(Refusal::field_has_wrong_kind, "key", std::string(key));
  return {};
}

// Of a body in either language, of its first unit and of people: one line that can be read.
Result<void> check_name(std::string_view name, std::string field) {
  if (!is_utf8(name)) return refuse(Refusal::text_is_neither_utf8_nor_gb18030, std::move(field));
  if (is_blank(name)) return refuse(Refusal::field_is_missing, std::move(field));
  if (character_count(name) > unit_name_length_max)
    return refuse(Refusal::field_is_too_long, std::move(field),
                  std::to_string(unit_name_length_max));
  if (has_control_characters(name, false))
    return refuse(Refusal::field_has_wrong_kind, std::move(field));
  return {};
}

struct Named {
  std::string_view post;  // as it stands in front of the fields of a person
  const FirstPerson& person;
};

Result<void> check_people(const FirstPeople& people) {
  const std::array<Named, 3> three{Named{"administrator", people.administrator},
                                   Named{"security_administrator", people.security_administrator},
                                   Named{"auditor", people.auditor}};
  for (const Named& one : three) {
    if (Result<void> called = check_name(one.person.name, std::string(one.post) + "_name"); !called)
      return called;
    if (Result<void> called =
            check_account_name(one.person.account, std::string(one.post) + "_account");
        !called)
      return called;
  }
  for (std::size_t i = 0; i < three.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      if (trimmed(three[i].person.name) == trimmed(three[j].person.name))
        return refuse(Refusal::administrators_never_share_a_person,
                      std::string(three[i].post) + "_name", three[i].person.name);
      if (folded_account_name(three[i].person.account) ==
          folded_account_name(three[j].person.account))
        return refuse(Refusal::name_is_taken, std::string(three[i].post) + "_account",
                      three[i].person.account);
    }
  return {};
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text.append(text.empty() ? "" : ", ").append(name);
  return text;
}

}  // namespace

std::vector<std::string> campaigns_there(const Places& places) {
  std::vector<std::string> keys;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(places.campaigns, failed))
    if (std::filesystem::is_regular_file(entry.path() / "campaign.yaml", failed))
      keys.push_back(entry.path().filename().string());
  std::ranges::sort(keys);
  return keys;
}

Result<void> check_house(const Places& places, const NewBody& wanted, const FirstPeople& people,
                         const Bodies& bodies) {
  if (Result<void> checked = check_key(wanted.key); !checked) return checked;
  if (bodies.find(wanted.key)) return refuse(Refusal::body_stands_already, "key", wanted.key);
  if (Result<void> called = check_name(wanted.name.zh, "name_zh"); !called) return called;
  if (Result<void> called = check_name(wanted.name.en, "name_en"); !called) return called;
  if (!people.root.empty())
    if (Result<void> called = check_name(people.root, "root"); !called) return called;
  const std::vector<std::string> there = campaigns_there(places);
  if (std::ranges::find(there, wanted.campaign) == there.end())
    return refuse(Refusal::choice_is_unknown, "campaign", joined(there));
  return check_people(people);
}

}  // namespace chuangyou
