// Shows: S2 S9–S16 S22 S27–S32 S35 S41 S42 S50–S54 S66 S72 S91 S99 S100 X1–X4 X10–X12
#include "packs/campaign.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "campaign/measured.h"
#include "core/working_calendar.h"
#include "core/zone.h"
#include "ledgers/all.h"
#include "ledgers/tasks.h"
#include "packs/policy.h"

namespace chuangyou {
namespace {

const std::string campaigns = CHUANGYOU_SOURCE_DIR "/campaigns/";

std::string file_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

Campaign model() {
  const auto read = read_campaign("chuangxian-zhengyou",
                                  file_text(campaigns + "chuangxian-zhengyou/campaign.yaml"));
  EXPECT_TRUE(read) << name_of(read.error().law) << " " << read.error().field;
  return read.value_or(Campaign{});
}

std::vector<std::string> keys(const std::vector<Named>& all) {
  std::vector<std::string> found;
  for (const Named& one : all) found.push_back(one.key);
  return found;
}

TEST(Campaign, TheModelCampaignSaysWhatTheWorkPlanSays) {
  const Campaign campaign = model();
  EXPECT_EQ(campaign.type, "continuing");
  EXPECT_EQ(campaign.predecessor->key, "xuexi-shijian");
  EXPECT_FALSE(campaign.successor);  // the work plan names none, and nothing is invented (X3)
  EXPECT_EQ(campaign.strands.size(), 2u);
  EXPECT_EQ(campaign.organisation_criteria.size(), 5u);
  EXPECT_EQ(campaign.member_criteria.size(), 5u);
  EXPECT_EQ(campaign.tiers.size(), 3u);
  EXPECT_EQ(campaign.red_line.source, "S27");
}

TEST(Campaign, SaysWhetherAnybodyEnteredWhatWasDone) {
  EXPECT_TRUE(model().tells_completion);
  const auto division =
      read_campaign("task-division", file_text(campaigns + "task-division/campaign.yaml"));
  ASSERT_TRUE(division);
  EXPECT_FALSE(division->tells_completion);
}

TEST(Campaign, ItsRequirementsAreTheTagsOfTasks) {
  EXPECT_EQ(tasks::requirement_tags.choices_from, CampaignList::requirements);
  // Tasks of the first edition hold these keys.
  EXPECT_EQ(keys(model().requirements),
            (std::vector<std::string>{"scientific_development", "social_harmony",
                                      "serve_the_people", "strengthen_organisations"}));
}

TEST(Campaign, ItsRolesAreTheRolesOfThePosts) {
  for (const Named& role : model().roles)
    EXPECT_NE(std::ranges::find(role_names, role.key), std::end(role_names)) << role.key;
}

TEST(Campaign, EverythingHasItsSourceAndWordsInBothLanguages) {
  const Campaign campaign = model();
  for (const auto* list :
       {&campaign.requirements, &campaign.strands, &campaign.organisation_criteria,
        &campaign.member_criteria, &campaign.tiers, &campaign.roles, &campaign.phases})
    for (const Named& one : *list) {
      EXPECT_FALSE(one.source.empty()) << one.key;
      EXPECT_FALSE(one.name.zh.empty() || one.name.en.empty()) << one.key;
    }
  // Only one of the five is named in the plan; the others say from where they come (X11).
  const auto named_in_the_plan = [](const Named& one) { return !one.source.starts_with("X11"); };
  EXPECT_EQ(std::ranges::count_if(campaign.organisation_criteria, named_in_the_plan), 1);
  EXPECT_EQ(std::ranges::count_if(campaign.member_criteria, named_in_the_plan), 1);
}

TEST(Campaign, PhasesLieBetweenTheMilestones) {
  const Campaign campaign = model();
  ASSERT_EQ(campaign.phases.size(), 2u);
  EXPECT_EQ(campaign.phases[0].from, make_date(2010, 4, 6));
  EXPECT_EQ(campaign.phases[0].until, make_date(2011, 7, 1));
  EXPECT_EQ(campaign.phases[1].from, make_date(2011, 7, 2));
  EXPECT_EQ(campaign.phases[1].until, make_date(2012, 11, 8));
}

TEST(Campaign, NoticesThatNinetyYearsAfter1921Is2011) {
  const Campaign campaign = model();
  EXPECT_EQ(campaign.milestones[0].source_text, "2010年7月");  // kept as it stands
  const std::vector<CampaignNotice> notices = check(campaign);
  ASSERT_EQ(notices.size(), 1u);
  EXPECT_EQ(notices[0].law, Refusal::anniversary_does_not_fit_the_date);
  EXPECT_EQ(notices[0].about, "m1");
  EXPECT_EQ(notices[0].said, "2010年7月");
  EXPECT_EQ(notices[0].held, "2011-07-01");
  EXPECT_FALSE(notices[0].reason.zh.empty());
}

TEST(Campaign, NothingIsCorrectedWithoutAReason) {
  Campaign campaign = model();
  campaign.milestones[0].correction_reason = {};
  std::vector<CampaignNotice> notices = check(campaign);
  ASSERT_EQ(notices.size(), 2u);
  EXPECT_EQ(notices[1].law, Refusal::correction_reason_is_missing);

  // Held as the text has it: no correction, but still no 90 years.
  campaign.milestones[0].effective_date = make_date(2010, 7, 1);
  notices = check(campaign);
  ASSERT_EQ(notices.size(), 1u);
  EXPECT_EQ(notices[0].law, Refusal::anniversary_does_not_fit_the_date);

  campaign.milestones[0].source_text = "2011年7月";
  campaign.milestones[0].effective_date = make_date(2011, 7, 1);
  EXPECT_TRUE(check(campaign).empty());
}

TEST(Campaign, AMilestoneMayBeUndatedUntilAnnounced) {
  std::string yaml = file_text(campaigns + "chuangxian-zhengyou/campaign.yaml");
  const std::string date = "    effective_date: 2012-11-08\n";
  yaml.replace(yaml.find(date), date.size(), "");
  const auto campaign = read_campaign("x", yaml);
  ASSERT_TRUE(campaign);
  EXPECT_FALSE(campaign->milestones[1].effective_date);
  EXPECT_FALSE(campaign->phases[1].until);
  EXPECT_EQ(check(*campaign).size(), 1u);
}

Refused fault_after(std::string_view from, std::string_view to) {
  std::string yaml = file_text(campaigns + "chuangxian-zhengyou/campaign.yaml");
  yaml.replace(yaml.find(from), from.size(), to);
  const auto campaign = read_campaign("x", yaml);
  return campaign ? Refused{} : campaign.error();
}

TEST(Campaign, NamesWhatItDoesNotUnderstand) {
  Refused fault = fault_after("    source_text: 2010年7月\n",
                              "    source_text: 2010年7月\n    source_txt: x\n");
  EXPECT_EQ(fault.law, Refusal::field_is_unknown);
  EXPECT_EQ(fault.field, "milestones[0].source_txt");

  fault = fault_after("  source: S27\n", "");
  EXPECT_EQ(fault.law, Refusal::field_is_missing);
  EXPECT_EQ(fault.field, "red_line.source");
  fault = fault_after("effective_date: 2011-07-01", "effective_date: 2011/7/1");
  EXPECT_EQ(fault.law, Refusal::date_is_not_iso);
  fault = fault_after("type: continuing", "type: forever");
  EXPECT_EQ(fault.law, Refusal::choice_is_unknown);
  fault = fault_after("after_milestone: m1", "after_milestone: m3");
  EXPECT_EQ(fault.law, Refusal::choice_is_unknown);
  EXPECT_EQ(fault.field, "phases[1].after_milestone");
  fault = fault_after("  - key: m2", "  - key: m1");
  EXPECT_EQ(fault.law, Refusal::name_is_taken);
  fault = fault_after("type: continuing", "type: continuing\ntype: fixed_term");
  EXPECT_EQ(fault.law, Refusal::name_is_taken);
  fault = fault_after("type: continuing", "type: [continuing");
  EXPECT_EQ(fault.law, Refusal::file_cannot_be_read);
}

// S2: when somebody put the text on the web is one thing, when it held another.
TEST(Campaign, TheDayOfPostingIsNoDayOfTheCampaign) {
  const Campaign campaign = model();
  ASSERT_TRUE(campaign.origin);
  const Date posted = campaign.origin->source_posted_at;
  EXPECT_EQ(posted, make_date(2022, 1, 5));
  EXPECT_EQ(campaign.origin->from, make_date(2010, 4, 6));
  EXPECT_EQ(campaign.origin->until, make_date(2012, 11, 8));
  EXPECT_FALSE(campaign.origin->authority.zh.empty());
  for (const Milestone& milestone : campaign.milestones)
    EXPECT_NE(milestone.effective_date, posted);
  for (const Named& phase : campaign.phases) {
    EXPECT_NE(phase.from, posted);
    EXPECT_NE(phase.until, posted);
  }
}

std::vector<Aim> all_aims(const Campaign& campaign) {
  std::vector<Aim> all;
  for (const auto* some : {&campaign.needs, &campaign.subjects, &campaign.tracks, &campaign.gates})
    all.insert(all.end(), some->begin(), some->end());
  return all;
}

bool offers(const Campaign& campaign, const FieldSpec& field, const std::string& key) {
  if (field.choices_from != CampaignList::none) return campaign.has(field.choices_from, key);
  return std::ranges::find(field.choices, key) != field.choices.end();
}

// S31: each need has what shows how far it is, in ledgers that are there, by fields that they have.
TEST(Campaign, EveryMeasureCountsWhatALedgerHolds) {
  const Campaign campaign = model();
  EXPECT_EQ(campaign.needs.size(), 4u);
  EXPECT_EQ(campaign.subjects.size(), 2u);
  EXPECT_EQ(campaign.tracks.size(), 4u);  // two in each phase (S53)
  EXPECT_EQ(std::ranges::count(campaign.gates, std::string("phase_1"), &Aim::phase), 4);
  for (const Aim& aim : all_aims(campaign)) {
    EXPECT_FALSE(aim.measures.empty()) << aim.key;
    for (const CampaignMeasure& measure : aim.measures) {
      const Ledger* ledger = find_ledger(measure.ledger);
      ASSERT_TRUE(ledger) << aim.key << " " << measure.ledger;
      for (const auto& [name, key] : measure.where) {
        const FieldSpec* field = ledger->field(name);
        ASSERT_TRUE(field) << measure.ledger << "." << name;
        EXPECT_TRUE(offers(campaign, *field, key)) << measure.ledger << "." << name << "=" << key;
        // Of a gate alone some are not told: who may not pick by it reads that openly.
        const bool is_gate = std::ranges::count(campaign.gates, aim.key, &Aim::key) > 0;
        EXPECT_TRUE(is_gate || field->visibility == Visibility::public_) << name;
      }
      if (!measure.due.empty()) {
        EXPECT_EQ(ledger->field(measure.due)->kind, Kind::date);
      }
    }
  }
}

// X12: quoted as it stands, read apart from it. X10: what is masked is never shown.
TEST(Campaign, QuotesAsTheTextStandsAndReadsItApart) {
  const Campaign campaign = model();
  Quoted quote = quoted(campaign, "认真规划、慎密安排");
  EXPECT_EQ(quote.shown, "认真规划、慎密安排");
  EXPECT_EQ(quote.read, "认真规划、缜密安排");
  ASSERT_EQ(quote.slips.size(), 1u);
  EXPECT_EQ(quote.slips[0]->source, "X12");
  quote = quoted(campaign, "“xx机关党建”网站");
  EXPECT_EQ(quote.shown, "“〔本省〕机关党建”网站");
  EXPECT_EQ(quote.read, "");
  quote = quoted(campaign, "步步有收获");
  EXPECT_EQ(quote.read, "");
  EXPECT_TRUE(quote.slips.empty());

  std::vector<std::string> texts;
  for (const Aim& aim : all_aims(campaign)) texts.push_back(aim.quote);
  for (const Aim& aim : campaign.quotes) texts.push_back(aim.quote);
  for (const Milestone& milestone : campaign.milestones) texts.push_back(milestone.quote);
  std::size_t with_slips = 0;
  for (const std::string& text : texts) {
    quote = quoted(campaign, text);
    with_slips += !quote.slips.empty();
    EXPECT_FALSE(quote.shown.contains("xx")) << text;
    EXPECT_FALSE(quote.read.contains("慎密") || quote.read.contains("标点高地")) << text;
  }
  EXPECT_EQ(with_slips, 3u);
}

// S35: to each of those concerned in both languages, and openly ours where the text is silent.
TEST(Campaign, IsToldToEachAudienceInBothLanguages) {
  const Campaign campaign = model();
  EXPECT_EQ(campaign.audiences.size(), 5u);
  for (const auto* some : {&campaign.audiences, &campaign.remarks})
    for (const CampaignText& one : *some) {
      EXPECT_FALSE(one.text.zh.empty() || one.text.en.empty()) << one.key;
      EXPECT_FALSE(one.source.empty()) << one.key;
    }
  for (const Aim& gate : campaign.gates) EXPECT_TRUE(gate.source.ends_with("ours")) << gate.key;
}

TEST(Campaign, NamesWhatIsWrongWithWhatIsTold) {
  Refused fault =
      fault_after("{ledger: look_backs, count: open}", "{ledger: look_backs, count: 3}");
  EXPECT_EQ(fault.law, Refusal::choice_is_unknown);
  EXPECT_EQ(fault.field, "needs[0].measures[0].count");
  fault = fault_after("province: {zh: 本省, en: the province}\n", "");
  EXPECT_EQ(fault.law, Refusal::field_is_missing);
  EXPECT_EQ(fault.field, "province");
  fault = fault_after("  source_posted_at: 2022-01-05\n", "");
  EXPECT_EQ(fault.field, "origin.source_posted_at");
  fault = fault_after("effective_until_milestone: m2", "effective_until_milestone: m9");
  EXPECT_EQ(fault.field, "origin.effective_until_milestone");
  fault =
      fault_after("        measure: {ledger: plans, count: open, where: {phase: phase_1}}\n", "");
  EXPECT_EQ(fault.field, "phases[0].gates[0].measure");
  fault = fault_after("  - key: initiative", "  - key: rectification");
  EXPECT_EQ(fault.law, Refusal::name_is_taken);
}

Refused fault_of_measures_after(std::string_view from, std::string_view to) {
  std::string yaml = file_text(campaigns + "chuangxian-zhengyou/campaign.yaml");
  const std::size_t at = yaml.find(from);
  EXPECT_NE(at, yaml.npos) << from;
  yaml.replace(at, from.size(), to);
  const auto campaign = read_campaign("x", yaml);
  if (!campaign) return campaign.error();
  const Result<void> counted = check_measures(*campaign);
  return counted ? Refused{} : counted.error();
}

// What the house cannot count would leave a gate open for ever, and nobody would notice.
TEST(Campaign, AMeasureThatIsMisspeltIsRefusedWithItsPlace) {
  struct Slip {
    std::string_view from, to, place;
    Refusal law;
  };
  const Slip slips[] = {
      {"measure: {ledger: plans, count: open, where: {phase: phase_1}}",
       "measure: {ledger: plan, count: open, where: {phase: phase_1}}",
       "phases[0].gates[0].measure.ledger", Refusal::choice_is_unknown},
      {"where: {phase: phase_2}", "where: {phases: phase_2}",
       "phases[1].gates[0].measure.where.phases", Refusal::field_is_unknown},
      {"measure: {ledger: tasks, count: open, where: {milestone_key: m1}}",
       "measure: {ledger: tasks, count: open, where: {milestone_key: m3}}",
       "phases[0].gates[1].measure.where.milestone_key", Refusal::choice_is_unknown},
      {"ledger: promises, count: open, due: due", "ledger: promises, count: open, due: duo",
       "phases[0].gates[2].measure.due", Refusal::field_is_unknown},
      {"where: {subject: organisation}", "where: {subject: organization}",
       "subjects[0].measures[0].where.subject", Refusal::choice_is_unknown},
  };
  for (const Slip& slip : slips) {
    const Refused fault = fault_of_measures_after(slip.from, slip.to);
    EXPECT_EQ(name_of(fault.law), name_of(slip.law)) << slip.to;
    EXPECT_EQ(fault.field, slip.place) << slip.to;
  }
}

// Every folder under campaigns/ that holds a campaign can be opened as it lies there.
TEST(Campaign, EveryCampaignIsReadableAndItsPartsAreThere) {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(campaigns)) {
    const std::string path = entry.path() / "campaign.yaml";
    if (!std::filesystem::exists(path)) continue;
    const auto campaign = read_campaign(entry.path().filename().string(), file_text(path));
    ASSERT_TRUE(campaign) << path << " " << campaign.error().field;
    EXPECT_TRUE(Zone::named(campaign->zone)) << path;
    const Result<void> counted = check_measures(*campaign);
    EXPECT_TRUE(counted) << path << " " << counted.error().field;
    const std::string policy = campaigns + "policy/" + campaign->policy_pack + ".yaml";
    EXPECT_TRUE(read_policy_pack(campaign->policy_pack, file_text(policy))) << policy;
    ++count;
  }
  EXPECT_EQ(count, 3);
}

}  // namespace
}  // namespace chuangyou
