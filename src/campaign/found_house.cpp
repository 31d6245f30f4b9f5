#include "campaign/found_house.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

#include "campaign/account_acts.h"
#include "core/text.h"
#include "core/zone.h"
#include "packs/campaign.h"

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

struct OfThree {
  std::string_view post;  // as it stands in front of the fields of a person
  const FirstPerson& person;
};

void check_person(const OfThree& one, std::vector<Refused>& faults) {
  const std::string name = std::string(one.post) + "_name";
  const std::string account = std::string(one.post) + "_account";
  if (is_blank(one.person.name)) faults.push_back({Refusal::field_is_missing, name, {}});
  if (is_blank(one.person.account))
    faults.push_back({Refusal::field_is_missing, account, {}});
  else if (character_count(one.person.account) > account_name_length_max)
    faults.push_back(
        {Refusal::field_is_too_long, account, std::to_string(account_name_length_max)});
}

void check_people(const FirstPeople& people, std::vector<Refused>& faults) {
  const std::array<OfThree, 3> three{
      OfThree{"administrator", people.administrator},
      OfThree{"security_administrator", people.security_administrator},
      OfThree{"auditor", people.auditor}};
  for (const OfThree& one : three) check_person(one, faults);
  // What is missing is no other's.
  const auto are_alike = [](const std::string& one, const std::string& other) {
    return !is_blank(one) && one == other;
  };
  for (std::size_t i = 0; i < three.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      const FirstPerson &one = three[i].person, &other = three[j].person;
      if (are_alike(std::string(trimmed(one.name)), std::string(trimmed(other.name))))
        faults.push_back({Refusal::administrators_never_share_a_person,
                          std::string(three[i].post) + "_name", one.name});
      if (are_alike(folded_account_name(one.account), folded_account_name(other.account)))
        faults.push_back(
            {Refusal::name_is_taken, std::string(three[i].post) + "_account", one.account});
    }
}

std::optional<Campaign> campaign_called(const Places& places, const std::string& key) {
  std::ifstream file(std::filesystem::path(places.campaigns) / key / "campaign.yaml",
                     std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  Result<Campaign> campaign = read_campaign(key, text);
  return campaign ? std::optional(std::move(*campaign)) : std::nullopt;
}

// Of the last of its phases; nullopt where one of them has no end, or there are none.
std::optional<Date> last_day_of(const Campaign& campaign) {
  std::optional<Date> last;
  for (const Named& phase : campaign.phases) {
    if (!phase.until) return std::nullopt;
    last = std::max(last.value_or(*phase.until), *phase.until);
  }
  return last;
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

std::vector<CampaignOffered> campaigns_offered(const Places& places) {
  std::vector<CampaignOffered> offered;
  for (const std::string& key : campaigns_there(places)) {
    const std::optional<Campaign> campaign = campaign_called(places, key);
    if (!campaign) continue;
    CampaignOffered one{key, campaign->name, campaign->red_line.name, {}, {}};
    for (const Named& phase : campaign->phases)
      if (phase.from && (!one.from || *phase.from < *one.from)) one.from = phase.from;
    one.until = last_day_of(*campaign);
    offered.push_back(std::move(one));
  }
  return offered;
}

NewBody with_pack_of_its_years(const Places& places, NewBody wanted, Moment now) {
  if (!wanted.policy.empty()) return wanted;
  const std::optional<Campaign> campaign = campaign_called(places, wanted.campaign);
  if (!campaign) return wanted;
  const Result<Zone> zone = Zone::named(wanted.zone.empty() ? campaign->zone : wanted.zone);
  const std::optional<Date> last = last_day_of(*campaign);
  if (zone && last && *last < zone->date_at(now)) wanted.policy = pack_of_today;
  return wanted;
}

std::vector<Refused> faults_of_house(const Places& places, const NewBody& wanted,
                                     const FirstPeople& people, const Bodies& bodies) {
  std::vector<Refused> faults;
  if (const Result<void> checked = check_key(wanted.key); !checked)
    faults.push_back(checked.error());
  if (bodies.find(wanted.key)) faults.push_back({Refusal::body_stands_already, "key", wanted.key});
  if (is_blank(wanted.name.zh)) faults.push_back({Refusal::field_is_missing, "name_zh", {}});
  if (is_blank(wanted.name.en)) faults.push_back({Refusal::field_is_missing, "name_en", {}});
  if (!wanted.zone.empty() && !Zone::named(wanted.zone))
    faults.push_back({Refusal::field_has_wrong_kind, "zone", wanted.zone});
  const std::vector<std::string> there = campaigns_there(places);
  if (std::ranges::find(there, wanted.campaign) == there.end())
    faults.push_back({Refusal::choice_is_unknown, "campaign", joined(there)});
  check_people(people, faults);
  return faults;
}

Result<void> check_house(const Places& places, const NewBody& wanted, const FirstPeople& people,
                         const Bodies& bodies) {
  const std::vector<Refused> faults = faults_of_house(places, wanted, people, bodies);
  if (faults.empty()) return {};
  return std::unexpected(faults.front());
}

}  // namespace chuangyou
