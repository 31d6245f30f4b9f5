// Realises: S27–S30 S50–S54 S66 S72 X1 X11 — the campaign as data, with what its text says beside
// what is held
#include "packs/campaign.h"

#include <algorithm>

#include "packs/campaign_choices.h"
#include "packs/campaign_parts.h"

namespace chuangyou {

Words read_words(const DataMap& map, std::string_view key, bool is_required) {
  const std::optional<DataMap> words = map.map(key, {"zh", "en"});
  if (words) return {words->text("zh"), words->text("en")};
  if (is_required) map.refuse_key(Refusal::field_is_missing, key);
  return {};
}

Named read_named(const DataMap& map) {
  Named named;
  named.key = map.text("key");
  named.name = read_words(map, "name", true);
  named.source = map.text("source");
  return named;
}

namespace {

std::optional<Named> read_one(const DataMap& campaign, std::string_view key) {
  const std::optional<DataMap> map = campaign.map(key, {"key", "name", "source"});
  if (!map) return std::nullopt;
  return read_named(*map);
}

Named read_needed(const DataMap& campaign, std::string_view key) {
  std::optional<Named> found = read_one(campaign, key);
  if (!found) campaign.refuse_key(Refusal::field_is_missing, key);
  return found.value_or(Named{});
}

std::vector<Named> read_any(const DataMap& campaign, std::string_view key) {
  std::vector<Named> all;
  for (const DataMap& map : campaign.maps(key, {"key", "name", "source"}))
    all.push_back(read_named(map));
  refuse_double_keys(campaign, key, all);
  return all;
}

std::vector<Named> read_list(const DataMap& campaign, std::string_view key) {
  std::vector<Named> all = read_any(campaign, key);
  if (all.empty()) campaign.refuse_key(Refusal::field_is_missing, key);
  return all;
}

std::vector<Milestone> read_milestones(const DataMap& campaign) {
  std::vector<Milestone> all;
  for (const DataMap& map : campaign.maps(
           "milestones", {"key", "name", "source_text", "effective_date", "source",
                          "correction_reason", "founding_year", "anniversary", "quote"})) {
    Milestone milestone;
    milestone.key = map.text("key");
    milestone.name = read_words(map, "name", true);
    milestone.source_text = map.text("source_text");
    milestone.effective_date = map.date("effective_date");
    milestone.correction_reason = read_words(map, "correction_reason", false);
    milestone.founding_year = map.integer("founding_year");
    milestone.anniversary = map.integer("anniversary");
    milestone.source = map.text("source");
    milestone.quote = map.text_or_empty("quote");
    all.push_back(std::move(milestone));
  }
  refuse_double_keys(campaign, "milestones", all);
  return all;
}

// A phase names the milestones between which it lies; its days follow (date_phases).
std::vector<Named> read_phases(const DataMap& file, Campaign& campaign) {
  const std::vector<Milestone>& milestones = campaign.milestones;
  std::vector<Named> all;
  for (const DataMap& map : file.maps("phases", {"key", "name", "source", "from", "after_milestone",
                                                 "until_milestone", "tracks", "gates"})) {
    Named phase = read_named(map);
    phase.from = map.date("from");
    phase.after_milestone = map.text_or_empty("after_milestone");
    phase.until_milestone = map.text_or_empty("until_milestone");
    for (const auto& [key, wanted] : {std::pair("after_milestone", &phase.after_milestone),
                                      std::pair("until_milestone", &phase.until_milestone)})
      if (!wanted->empty() &&
          std::ranges::find(milestones, *wanted, &Milestone::key) == milestones.end())
        map.refuse_key(Refusal::choice_is_unknown, key, *wanted);
    read_way_through(map, phase.key, campaign);
    all.push_back(std::move(phase));
  }
  refuse_double_keys(file, "phases", all);
  return all;
}

// Year and month of a Chinese text such as `2010年7月`, as far as it names them.
struct Said {
  std::optional<int> year, month;
};

std::optional<int> number_before(std::string_view text, std::string_view sign) {
  const std::size_t end = text.find(sign);
  if (end == std::string_view::npos) return std::nullopt;
  std::size_t start = end;
  while (start > 0 && text[start - 1] >= '0' && text[start - 1] <= '9') --start;
  if (start == end || end - start > 4) return std::nullopt;
  return std::stoi(std::string(text.substr(start, end - start)));
}

Said said_in(std::string_view text) {
  Said said{number_before(text, "年"), std::nullopt};
  if (said.year) said.month = number_before(text, "月");
  return said;
}

bool differs(const Said& said, Date held) {
  return (said.year && *said.year != year_of(held)) ||
         (said.month && *said.month != month_of(held));
}

}  // namespace

Result<Campaign> read_campaign(std::string_view key, std::string_view yaml) {
  std::optional<Refused> fault;
  const DataMap file(yaml, fault,
                     {"name",
                      "type",
                      "predecessor",
                      "successor",
                      "red_line",
                      "theme",
                      "requirements",
                      "strands",
                      "milestones",
                      "phases",
                      "organisation_criteria",
                      "member_criteria",
                      "tiers",
                      "roles",
                      "handles",
                      "policy_pack",
                      "calendar",
                      "zone",
                      "tells_completion",
                      "origin",
                      "province",
                      "website",
                      "journal",
                      "subjects",
                      "needs",
                      "quotes",
                      "slips",
                      "remarks",
                      "audiences"});
  Campaign campaign;
  campaign.key = key;
  campaign.name = read_words(file, "name", true);
  campaign.type = file.choice("type", {"fixed_term", "continuing"});
  campaign.predecessor = read_one(file, "predecessor");
  campaign.successor = read_one(file, "successor");
  campaign.red_line = read_needed(file, "red_line");
  campaign.theme = read_needed(file, "theme");
  campaign.requirements = read_list(file, "requirements");
  campaign.strands = read_list(file, "strands");
  campaign.milestones = read_milestones(file);
  campaign.phases = read_phases(file, campaign);
  read_told(file, campaign);
  date_phases(campaign);
  campaign.organisation_criteria = read_list(file, "organisation_criteria");
  campaign.member_criteria = read_list(file, "member_criteria");
  campaign.tiers = read_list(file, "tiers");
  campaign.roles = read_list(file, "roles");
  campaign.handles = read_any(file, "handles");
  campaign.policy_pack = file.text("policy_pack");
  campaign.calendar = file.text("calendar");
  campaign.zone = file.text("zone");
  campaign.tells_completion = file.yes_no_or("tells_completion", true);
  if (fault) return std::unexpected(*fault);
  return campaign;
}

// Where a milestone is not dated yet the phase is open on that side.
void date_phases(Campaign& campaign) {
  const auto day_of = [&](const std::string& key) -> std::optional<Date> {
    const auto found = std::ranges::find(campaign.milestones, key, &Milestone::key);
    return found == campaign.milestones.end() ? std::nullopt : found->effective_date;
  };
  for (Named& phase : campaign.phases) {
    if (const std::optional<Date> before = day_of(phase.after_milestone))
      phase.from = *before + NaturalDays{1};
    if (!phase.until_milestone.empty()) phase.until = day_of(phase.until_milestone);
  }
  if (campaign.origin) campaign.origin->until = day_of(campaign.origin->until_milestone);
}

bool Campaign::has(CampaignList list, std::string_view wanted) const {
  bool is_there = false;
  each_choice(*this, list, [&](const std::string& named, const Words&) {
    is_there = is_there || named == wanted;
  });
  return is_there;
}

std::vector<std::string> Campaign::keys(CampaignList list) const {
  std::vector<std::string> all;
  each_choice(*this, list, [&](const std::string& named, const Words&) { all.push_back(named); });
  return all;
}

std::vector<CampaignNotice> check(const Campaign& campaign) {
  std::vector<CampaignNotice> notices;
  for (const Milestone& milestone : campaign.milestones) {
    const Said said = said_in(milestone.source_text);
    const std::string held =
        milestone.effective_date ? to_text(*milestone.effective_date) : std::string();
    const auto notice = [&](Refusal law) {
      notices.push_back(
          {law, milestone.key, milestone.source_text, held, milestone.correction_reason});
    };
    if (milestone.founding_year && milestone.anniversary) {
      const int year = *milestone.founding_year + *milestone.anniversary;
      const bool text_fits = !said.year || *said.year == year;
      const bool date_fits =
          !milestone.effective_date || year_of(*milestone.effective_date) == year;
      if (!text_fits || !date_fits) notice(Refusal::anniversary_does_not_fit_the_date);
    }
    const bool is_corrected = milestone.effective_date && differs(said, *milestone.effective_date);
    const Words& reason = milestone.correction_reason;
    if (is_corrected && (reason.zh.empty() || reason.en.empty()))
      notice(Refusal::correction_reason_is_missing);
  }
  return notices;
}

}  // namespace chuangyou
