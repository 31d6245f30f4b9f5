#include "overview/find_campaign_page.h"

#include <algorithm>

#include "campaign/sight_of_lists.h"
#include "ledgers/problems.h"
#include "ledgers/promises.h"
#include "ledgers/tasks.h"
#include "overview/find_plans.h"

namespace chuangyou {
namespace {

// What has a day of its own by which it is to be done.
const CampaignMeasure due_before[] = {
    {std::string(tasks::ledger.name), "open", {}, std::string(tasks::due.name)},
    {std::string(promises::ledger.name), "open", {}, std::string(promises::due.name)},
    {std::string(problems::ledger.name), "open", {}, std::string(problems::promised.name)}};

constexpr std::string_view ways_of_a_task[] = {"open", "claimed", "confirmed"};

struct Measuring {
  const Reader& reader;
  const Uuid& unit;

  MeasuredAim of(std::string phase, std::string key, std::span<const CampaignMeasure> measures,
                 std::optional<Date> by) const {
    MeasuredAim aim{std::move(phase), std::move(key), {}};
    for (const CampaignMeasure& measure : measures)
      if (std::optional<Measured> found = find_measured(reader, measure, unit, by))
        aim.figures.push_back(std::move(*found));
    return aim;
  }

  std::vector<MeasuredAim> of(const std::vector<Aim>& aims, const Campaign& campaign) const {
    std::vector<MeasuredAim> all;
    for (const Aim& aim : aims) {
      const auto phase = std::ranges::find(campaign.phases, aim.phase, &Named::key);
      const std::optional<Date> by = phase == campaign.phases.end() ? std::nullopt : phase->until;
      all.push_back(of(aim.phase, aim.key, aim.measures, by));
    }
    return all;
  }
};

std::optional<PlannedFor> planned_for(const Result<Coverage>& coverage, const std::string& key) {
  if (!coverage) return std::nullopt;
  PlannedFor planned;
  planned.units_in_all = static_cast<std::int64_t>(coverage->in_all) + 1;
  for (const CoverageOfUnit& one : coverage->units) {
    ++planned.units;
    const auto cell = one.by_requirement.find(key);
    if (cell == one.by_requirement.end()) continue;
    planned.plan_it += cell->second.items > 0;
    planned.excused += cell->second.items == 0 && cell->second.excused > 0;
  }
  return planned;
}

}  // namespace

CampaignPage find_campaign_page(const Reader& reader, const Uuid& unit) {
  const Campaign campaign = [&] {
    const auto turn = reader.turn();
    return reader.body.frame.campaign;
  }();
  const Measuring measuring{reader, unit};
  CampaignPage page;
  {
    const auto turn = reader.turn();
    const std::string_view path = reader.body.tree.path_of(unit);
    page.is_of_all = path.size() == path_segment_size && sees_all_below(reader, path);
  }
  page.needs = measuring.of(campaign.needs, campaign);
  page.subjects = measuring.of(campaign.subjects, campaign);
  page.tracks = measuring.of(campaign.tracks, campaign);
  page.gates = measuring.of(campaign.gates, campaign);
  const Result<Coverage> coverage = find_coverage(reader, unit, {});
  for (const Named& requirement : campaign.requirements) {
    std::vector<CampaignMeasure> ways;
    for (const std::string_view way : ways_of_a_task)
      ways.push_back({std::string(tasks::ledger.name),
                      std::string(way),
                      {{std::string(tasks::requirement_tags.name), requirement.key}}});
    page.requirements.push_back({requirement.key, planned_for(coverage, requirement.key),
                                 measuring.of({}, {}, ways, {}).figures});
  }
  for (const Milestone& milestone : campaign.milestones)
    page.milestones.push_back(
        measuring.of({}, milestone.key, due_before, milestone.effective_date));
  return page;
}

}  // namespace chuangyou
