// Campaign, numbers of practice and calendars live in the journal: an edited file moves no
// deadline, an act those of clocks that start on or after its day, and the rows follow (Law 8).
#include "packs/frame_act.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <chrono>
#include <fstream>
#include <sstream>
#include <thread>

#include "campaign/frame_files.h"
#include "campaign/reckoning.h"
#include "campaign/verify_tables.h"
#include "ledgers/all.h"
#include "record/clock.h"
#include "storage/reckoning_rows.h"
#include "world/life.h"

namespace chuangyou {
namespace {

namespace fs = std::filesystem;
using world::TemporaryFolder;
using world::World;

std::string text_of(const fs::path& path) {
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  return std::move(text).str();
}

Date day(std::string_view iso) { return *parse_date(iso); }

ChangePolicyValue acceptance(std::int64_t days, std::string_view from) {
  return {"problems.acceptance_days", Fixed{days * 1'000'000}, day(from), "省工委〔2011〕3号",
          "试行"};
}

struct FrameOfABody : testing::Test {
  TemporaryFolder folder, elsewhere;
  World world{folder.path()};
  Body& body() { return world.province(); }

  Result<std::int64_t> act(FrameAct act, std::string_view who = "worker") {
    OrgRequest request;
    request.body = body().no;
    request.actor = world.actor(who);
    request.on_frame = std::move(act);
    const Result<OrgPerformed> done = world.writer().perform(std::move(request));
    if (!done) return std::unexpected(done.error());
    return done->seq;
  }
  Refusal law_of(FrameAct one, std::string_view who = "worker") {
    const auto done = act(std::move(one), who);
    return done ? Refusal::none : done.error().law;
  }
  RecordId register_problem() {
    return world::must_perform(world, {.who = "member_3",
                                       .ledger = "problems",
                                       .act = "register",
                                       .fields = {{"title", "排队太久"}, {"kind", "harm"}},
                                       .unit = "branch_1"})
        .id;
  }
  RecordId plan_task(std::string_view milestone) {
    return world::must_perform(
               world,
               {.who = "organ_a",
                .ledger = "tasks",
                .act = "plan",
                .fields = {{"title", "窗口排班"},
                           {"requirement_tags", std::vector<std::string>{"serve_the_people"}},
                           {"milestone_key", std::string(milestone)},
                           {"due", day("2011-06-30")}},
                .unit = "development"})
        .id;
  }
  Record task(const RecordId& id) { return world.find("organ_a", "tasks", id).value().record; }
  void explain(const RecordId& id) {
    for (const char* who : {"division_1", "organ_a"})
      world::must_perform(world, {.who = who,
                                  .ledger = "problems",
                                  .act = "explain",
                                  .record = id,
                                  .fields = {},
                                  .reason = "没有法律依据"});
  }
  // The due day as the clock has it and, since lists go by that, as the row has it.
  std::string due(const RecordId& id) {
    const Found found = world.find("member_3", "problems", id).value();
    const auto clock = read_clock(found.record, world.now(), body().circumstances());
    Connection connection(world.places().database, OpenFor::reading);
    Statement& find = connection.statement("SELECT due_at FROM problems WHERE id = ?");
    const ResetAtEnd reset(find);
    EXPECT_TRUE(find.bind(1, id).step());
    EXPECT_EQ(find.integer(0), clock->due_at.microseconds);
    return to_text(clock->due);
  }
  void wait_for_reckoning() {
    for (int i = 0; i < 1000 && body().reckoning.is_under_way; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    EXPECT_FALSE(body().reckoning.is_under_way);
  }
  // The tables as they are and as the journal makes them.
  void expect_rebuilt_is_the_same() {
    world.stop();
    const TablesVerified verified = verify_tables(world.places(), {}, world.now()).value();
    EXPECT_EQ(verified.findings, 0);
    EXPECT_EQ(verified.to_reckon, 0);
    const std::string before = world::dump_tables(world.places().database);
    ASSERT_TRUE(rebuild(world.places(), world.now()));
    EXPECT_EQ(before, world::dump_tables(world.places().database));
    world.start();
  }
  // A copy of the campaigns in which every pack says six where it said five.
  Places edited_files() {
    const fs::path campaigns = elsewhere.path() / "campaigns";
    fs::copy(world.places().campaigns, campaigns, fs::copy_options::recursive);
    for (const auto& file : fs::directory_iterator(campaigns / "policy")) {
      std::string changed = text_of(file.path());
      constexpr std::string_view five = "problems.acceptance_days, value: 5";
      changed.replace(changed.find(five), five.size(), "problems.acceptance_days, value: 6");
      std::ofstream(file.path()) << changed;
    }
    return {world.places().database, campaigns.string()};
  }
  AdoptCalendar with_day_off(std::string_view iso) {
    AdoptCalendar notice;
    notice.key = "cn-2011-03";
    notice.content = text_of(world.places().campaigns + "/calendars/cn/days.csv") + "2011," +
                     std::string(iso) + ",纪念日,off\n";
    notice.source = "国办发明电〔2011〕1号";
    notice.reason = "放假安排调整";
    return notice;
  }
};

// What holds for the whole body is set at its top and nowhere below.
TEST_F(FrameOfABody, IsSetByTheWorksCommitteeAtTheTopAlone) {
  const auto set_at = [&](std::string_view unit) {
    Actor committee = world.actor("worker");
    Post& post = committee.posts.front();
    post.unit = world.unit(unit);
    post.path = body().tree.path_of(post.unit);
    const auto judged =
        decide(acceptance(4, "2011-03-02"), body().frame, committee, day("2011-03-01"));
    return judged ? Refusal::none : judged.error().law;
  };
  EXPECT_EQ(set_at("root"), Refusal::none);
  EXPECT_EQ(set_at("development"), Refusal::post_does_not_allow_this);
  EXPECT_EQ(set_at("branch_1"), Refusal::post_does_not_allow_this);
}

// A number from a day on; what the campaign says is the committee's.
TEST_F(FrameOfABody, WhoRunsTheHouseSetsNumbersAndNothingElse) {
  Actor administrator = world.actor("worker");
  administrator.posts.front().role = Role::administrator;
  const auto may = [&](const FrameAct& act) {
    const auto judged = decide(act, body().frame, administrator, day("2011-03-01"));
    return judged ? Refusal::none : judged.error().law;
  };
  EXPECT_EQ(may(acceptance(4, "2011-03-02")), Refusal::none);
  // The cap on requests is raised by nobody who may send some, and lowered by whoever sets numbers.
  const auto cap = [](std::int64_t value) {
    return ChangePolicyValue{"requests.cap_per_quarter", Fixed{value * 1'000'000},
                             day("2011-03-02"), "某文", "季末要数"};
  };
  EXPECT_EQ(law_of(cap(4)), Refusal::whoever_asks_raises_no_cap);
  EXPECT_EQ(law_of(cap(2)), Refusal::none);
  EXPECT_EQ(may(cap(4)), Refusal::none);
  EXPECT_EQ(may(ChangePhase{"phase_1", {}, {}, "某文", "推迟"}), Refusal::post_does_not_allow_this);
  EXPECT_EQ(may(with_day_off("2011-03-08")), Refusal::post_does_not_allow_this);
}

TEST_F(FrameOfABody, ItsFilesAreEntriesBehindTheFoundingOne) {
  Connection connection(world.places().database, OpenFor::reading);
  const char* acts[] = {"found_body", "start_campaign", "adopt_pack", "adopt_calendar"};
  for (std::int64_t seq = 1; seq <= 4; ++seq)
    EXPECT_EQ(entry_at(connection, body().no, seq)->head.act, acts[seq - 1]);
  const std::string path = world.places().campaigns + "/calendars/cn/days.csv";
  EXPECT_TRUE(entry_at(connection, body().no, 4)
                  ->changes.contains(to_hex(hash_of(HashFunction::sha256, {text_of(path)}))));
  EXPECT_TRUE(body().circumstances().campaign_has(CampaignList::strands, "serving_organ"));
  EXPECT_TRUE(body().circumstances().campaign_has(CampaignList::handles, "good_service"));
  EXPECT_TRUE(body().circumstances().campaign_has(CampaignList::milestones, "m1"));
  EXPECT_FALSE(body().circumstances().campaign_has(CampaignList::phases, "m1"));
  EXPECT_FALSE(body().circumstances().campaign_has(CampaignList::none, "m1"));
}

TEST_F(FrameOfABody, AnEditedFileMovesNoDeadline) {
  const RecordId id = register_problem();
  EXPECT_EQ(due(id), "2011-03-08");
  world.stop();
  const Places edited = edited_files();
  const std::string before = world::dump_tables(edited.database);
  Bodies bodies;
  ASSERT_TRUE(load_bodies(edited, bodies, world.now()));
  EXPECT_EQ(before, world::dump_tables(edited.database));
  const auto differ = files_that_differ(edited, bodies.find("province")->frame);
  ASSERT_EQ(differ.size(), 1u);
  EXPECT_EQ(differ[0], "policy/historical-2010-2012.yaml");
  EXPECT_TRUE(files_that_differ(world.places(), bodies.find("province")->frame).empty());
  EXPECT_EQ(verify_tables(edited, {}, world.now())->findings, 0);
  ASSERT_TRUE(rebuild(edited, world.now()));
  EXPECT_EQ(before, world::dump_tables(edited.database));
  // Nor does one that is gone.
  fs::remove_all(edited.campaigns);
  bodies = Bodies();
  ASSERT_TRUE(load_bodies(edited, bodies, world.now()));
  ASSERT_TRUE(rebuild(edited, world.now()));
  EXPECT_EQ(before, world::dump_tables(edited.database));
  world.start();
  EXPECT_EQ(due(id), "2011-03-08");
}

TEST_F(FrameOfABody, AValueHoldsForClocksThatStartOnOrAfterItsDay) {
  const RecordId before = register_problem();
  ASSERT_TRUE(act(acceptance(7, "2011-03-03")));
  EXPECT_EQ(due(before), "2011-03-08");
  const RecordId same_day = register_problem();
  EXPECT_EQ(due(same_day), "2011-03-08");
  world.go_to("2011-03-03T01:00:00Z");
  const RecordId after = register_problem();
  EXPECT_EQ(due(after), "2011-03-14");
  wait_for_reckoning();
  EXPECT_EQ(due(before), "2011-03-08");
  expect_rebuilt_is_the_same();
  EXPECT_EQ(due(after), "2011-03-14");
  EXPECT_EQ(due(before), "2011-03-08");
}

TEST_F(FrameOfABody, AValueOfTodayMovesTheClocksOfToday) {
  const RecordId yesterday = register_problem();
  world.go_to("2011-03-02T01:00:00Z");
  const RecordId open = register_problem();
  const RecordId over = register_problem();
  explain(over);
  EXPECT_EQ(due(open), "2011-03-09");
  ASSERT_TRUE(act(acceptance(6, "2011-03-02")));
  wait_for_reckoning();
  EXPECT_EQ(due(open), "2011-03-10");
  EXPECT_EQ(due(yesterday), "2011-03-08");
  expect_rebuilt_is_the_same();
}

TEST_F(FrameOfABody, WhatDoesNotFitIsRefused) {
  EXPECT_EQ(law_of(acceptance(7, "2011-02-28")), Refusal::value_holds_from_a_past_day);
  EXPECT_EQ(law_of(acceptance(7, "2011-03-01"), "secretary_a"), Refusal::post_does_not_allow_this);
  EXPECT_EQ(law_of(acceptance(7, "2011-03-01"), "granter"), Refusal::post_does_not_allow_this);
  EXPECT_EQ(law_of(acceptance(0, "2011-03-01")), Refusal::number_is_out_of_range);
  EXPECT_EQ(law_of(acceptance(7, "3011-03-01")), Refusal::date_is_out_of_range);
  ChangePolicyValue unknown = acceptance(7, "2011-03-01");
  unknown.name = "problems.patience_days";
  EXPECT_EQ(law_of(unknown), Refusal::policy_value_is_missing);
  ChangePolicyValue silent = acceptance(7, "2011-03-01");
  silent.reason.clear();
  EXPECT_EQ(law_of(silent), Refusal::reason_is_missing);
  silent = acceptance(7, "2011-03-01");
  silent.source.clear();
  EXPECT_EQ(law_of(silent), Refusal::field_is_missing);
  EXPECT_TRUE(act(acceptance(7, "2011-03-01")));
  EXPECT_EQ(law_of(acceptance(7, "2011-03-01")), Refusal::nothing_would_change);
  EXPECT_EQ(law_of(StartCampaign{"x", "y"}), Refusal::it_is_there_already);
  EXPECT_EQ(law_of(with_day_off("2011-02-25")), Refusal::value_holds_from_a_past_day);
  AdoptCalendar broken = with_day_off("2011-03-04");
  broken.content += "2011,2011-02-30,元旦,off\n";
  EXPECT_EQ(law_of(broken), Refusal::date_is_not_iso);
  AdoptCalendar idle = with_day_off("2011-03-04");
  for (Date off = day("2031-01-01"); off < day("2031-10-01"); off = off + NaturalDays{1})
    idle.content += "2031," + to_text(off) + ",无,off\n";
  EXPECT_EQ(law_of(idle), Refusal::number_is_out_of_range) << "a year in which nobody works";
  EXPECT_EQ(law_of(ChangeMilestone{"m9", day("2011-07-02"), "", "某文", "改期"}),
            Refusal::milestone_is_unknown);
  EXPECT_EQ(law_of(AnnounceMilestone{"m1", day("2011-07-02"), "", "某文", "改期"}),
            Refusal::it_is_there_already);
  EXPECT_EQ(law_of(ChangeMilestone{"m1", day("2011-07-02"), "", "某文", ""}),
            Refusal::correction_reason_is_missing);
  EXPECT_EQ(law_of(ChangePhase{"phase_1", day("2011-07-02"), day("2011-07-01"), "某文", "改期"}),
            Refusal::end_is_before_the_beginning);
  EXPECT_EQ(law_of(ChangePhase{"phase_1", {}, day("2011-02-01"), "某文", "改期"}),
            Refusal::value_holds_from_a_past_day)
      << "one alone ends no phase";
}

TEST_F(FrameOfABody, PhasesFollowTheMilestonesUntilTheyHaveDaysOfTheirOwn) {
  ASSERT_TRUE(act(ChangeMilestone{"m1", day("2011-07-15"), "", "某文", "推迟两周"}));
  EXPECT_EQ(body().frame.campaign.phases[0].until, day("2011-07-15"));
  EXPECT_EQ(body().frame.campaign.phases[1].from, day("2011-07-16"));
  EXPECT_EQ(body().frame.campaign.milestones[0].source_text, "2010年7月");
  EXPECT_EQ(body().frame.campaign.milestones[0].correction_reason.zh, "推迟两周");
  ASSERT_TRUE(act(ChangePhase{"phase_2", day("2011-08-01"), {}, "某文", "另行安排"}));
  ASSERT_TRUE(act(ChangeMilestone{"m1", day("2011-07-20"), "", "某文", "再推迟"}));
  world.start();
  EXPECT_EQ(body().frame.campaign.phases[0].until, day("2011-07-20"));
  EXPECT_EQ(body().frame.campaign.phases[1].from, day("2011-08-01"));
  EXPECT_EQ(body().frame.campaign.phases[1].until, std::nullopt);
}

// S29 S30 S62: what is left open when a phase ends is handed on by the entry, record by record.
TEST_F(FrameOfABody, APhaseEndsWithWhatIsLeftNamed) {
  const EndPhase end{"phase_1", day("2011-03-01"), false, "某文", "提前转入下一步"};
  EXPECT_EQ(law_of(end, "secretary_a"), Refusal::post_does_not_allow_this);
  EndPhase wrong = end;
  wrong.key = "phase_9";
  EXPECT_EQ(law_of(wrong), Refusal::choice_is_unknown);
  wrong = end;
  wrong.date = day("2011-03-02");
  EXPECT_EQ(law_of(wrong), Refusal::day_is_still_to_come);
  wrong.date = day("2011-02-28");
  EXPECT_EQ(law_of(wrong), Refusal::phase_ends_today);
  wrong = end;
  wrong.reason.clear();
  EXPECT_EQ(law_of(wrong), Refusal::reason_is_missing);

  const RecordId left = plan_task("m1");
  plan_task("m2");
  EXPECT_EQ(law_of(end), Refusal::items_are_still_open);
  EndPhase handing_on = end;
  handing_on.hands_on = true;
  handing_on.items = {"tasks/of-his-own-choice"};  // which it is says the body, and not who asks
  // One person alone ends nothing: the first signature waits for that of another, for the same.
  ASSERT_TRUE(act(handing_on));
  EXPECT_FALSE(body().frame.campaign.phases[0].ended_on);
  ASSERT_TRUE(body().frame.campaign.phases[0].end_signed);
  EXPECT_EQ(law_of(handing_on), Refusal::one_person_cannot_sign_twice);
  EXPECT_EQ(law_of(handing_on, "group_a"), Refusal::post_does_not_allow_this);
  EXPECT_EQ(law_of(end, "organisation"), Refusal::post_does_not_allow_this);
  const auto seq = act(handing_on, "organisation");
  ASSERT_TRUE(seq);
  const Named& phase = body().frame.campaign.phases[0];
  EXPECT_FALSE(phase.end_signed);
  EXPECT_EQ(phase.ended_on, day("2011-03-01"));
  EXPECT_EQ(phase.ended_by_entry, *seq);
  EXPECT_EQ(phase.handed_on, 1);
  {
    Connection connection(world.places().database, OpenFor::reading);
    const auto entry = entry_at(connection, body().no, *seq);
    EXPECT_TRUE(entry->changes.contains("\"items\":\"tasks/" + to_text(left) + "\""));
  }
  {
    // What was handed on says so itself, and keeps its days.
    Connection connection(world.places().database, OpenFor::reading);
    const std::vector<Entry> own = entries_of(connection, body().no, left);
    ASSERT_EQ(own.size(), 2u);
    EXPECT_EQ(own.back().head.act, "end_phase");
    EXPECT_EQ(own.back().head.ledger, "tasks");
    EXPECT_EQ(task(left).value("due"), Value(day("2011-06-30")));
  }
  EXPECT_EQ(law_of(handing_on), Refusal::it_is_there_already);
  // What is over is not moved: neither by its own days nor by the milestone that ends it.
  EXPECT_EQ(law_of(ChangePhase{"phase_1", day("2010-04-06"), day("2012-01-01"), "某文", "改期"}),
            Refusal::phase_is_over);
  EXPECT_EQ(law_of(ChangeMilestone{"m1", day("2011-08-01"), "", "某文", "改期"}),
            Refusal::phase_is_over);
  EXPECT_EQ(law_of(ChangeMilestone{"m2", day("2012-12-01"), "", "某文", "改期"}), Refusal::none);
  expect_rebuilt_is_the_same();
  EXPECT_EQ(body().frame.campaign.phases[0].handed_on, 1);
}

// The campaign comes again: its days by as many years, what is left with it, and nothing of before
// is changed.
TEST_F(FrameOfABody, ComesAgainInTheNextYearWithWhatIsLeft) {
  const CloneCampaign clone{
      "创先争优活动 2013", "The campaign of 2013", day("2013-04-06"), false, "某文", "续办"};
  EXPECT_EQ(law_of(clone), Refusal::items_are_still_open) << "its phases are not over";
  const RecordId left = plan_task("m2");
  ASSERT_TRUE(act(ChangeMilestone{"m2", day("2011-11-08"), "", "某文", "提前"}));
  for (const auto& [phase, on] :
       {std::pair("phase_1", "2011-07-01"), std::pair("phase_2", "2011-11-08")}) {
    world.go_to(std::string(on) + "T03:00:00Z");
    const EndPhase end{phase, day(on), true, "某文", "期满"};
    ASSERT_TRUE(act(end));
    ASSERT_TRUE(act(end, "organisation"));
  }
  EXPECT_EQ(law_of(clone, "secretary_a"), Refusal::post_does_not_allow_this);
  CloneCampaign wrong = clone;
  wrong.from = day("2011-11-07");
  EXPECT_EQ(law_of(wrong), Refusal::end_is_before_the_beginning);
  wrong = clone;
  wrong.name_en.clear();
  EXPECT_EQ(law_of(wrong), Refusal::field_is_missing);
  EXPECT_EQ(law_of(clone), Refusal::items_are_still_open) << "a task is left, and not handed on";
  CloneCampaign handing_on = clone;
  handing_on.hands_on = true;
  ASSERT_TRUE(act(handing_on));

  const Campaign& campaign = body().frame.campaign;
  EXPECT_EQ(campaign.name.zh, "创先争优活动 2013");
  ASSERT_TRUE(campaign.predecessor);
  EXPECT_EQ(campaign.predecessor->name.zh, "创先争优活动");
  EXPECT_EQ(campaign.predecessor->until, day("2011-11-08"));
  ASSERT_EQ(campaign.phases.size(), 4u);
  const Named& first = campaign.phases[2];
  EXPECT_EQ(first.key, "phase_1_2013");
  EXPECT_TRUE(first.name.zh.ends_with("（2013年度）"));
  EXPECT_EQ(first.from, day("2013-04-06"));
  EXPECT_EQ(first.until, day("2014-07-01")) << "as long after as it was";
  EXPECT_FALSE(first.ended_on);
  EXPECT_EQ(campaign.phases[3].from, day("2014-07-02"));
  EXPECT_EQ(campaign.phases[3].until, day("2014-11-08"));
  const auto anniversary = std::ranges::find(campaign.milestones, "m1_2013", &Milestone::key);
  ASSERT_NE(anniversary, campaign.milestones.end());
  EXPECT_EQ(anniversary->name.zh, "建党93周年");
  EXPECT_EQ(anniversary->name.en, "93rd anniversary of the founding of the Party");
  EXPECT_TRUE(check(campaign).size() <= 1u) << "and nothing new that would want a correction";
  const bool has_gate = std::ranges::any_of(campaign.gates, [](const Aim& gate) {
    return gate.phase == "phase_2_2013" && gate.measures.front().where.size() == 1 &&
           gate.measures.front().where.front().second == "m2_2013";
  });
  EXPECT_TRUE(has_gate);
  // What is left stands before the gate of the next round, with its own day.
  EXPECT_EQ(task(left).value("milestone_key"), Value(std::string("m2_2013")));
  EXPECT_EQ(task(left).value("due"), Value(day("2011-06-30")));
  EXPECT_EQ(law_of(handing_on), Refusal::items_are_still_open) << "the new phases have just begun";
  expect_rebuilt_is_the_same();
  EXPECT_EQ(body().frame.campaign.round, "2013");
}

TEST_F(FrameOfABody, NothingIsAskedWhereNothingIsLeft) {
  ASSERT_TRUE(act(EndPhase{"phase_1", day("2011-03-01"), false, "某文", "全部办结"}));
  ASSERT_TRUE(act(EndPhase{"phase_1", day("2011-03-01"), false, "某文", "同意"}, "publicity"));
  EXPECT_EQ(body().frame.campaign.phases[0].handed_on, 0);
}

TEST_F(FrameOfABody, OnlyAFixedTermIsClosedAndOnlyBehindItsPhases) {
  const CloseCampaign close{day("2011-03-01"), "某文", "期满"};
  EXPECT_EQ(law_of(close, "secretary_a"), Refusal::post_does_not_allow_this);
  EXPECT_EQ(law_of(close), Refusal::a_continuing_campaign_never_closes);

  Frame fixed = body().frame;
  fixed.campaign.type = "fixed_term";
  const Actor committee = world.actor("worker");
  const auto law = [&](const FrameAct& one) {
    const auto judged = decide(one, fixed, committee, day("2011-03-01"));
    return judged ? Refusal::none : judged.error().law;
  };
  EXPECT_EQ(law(close), Refusal::items_are_still_open);
  for (const char* key : {"phase_1", "phase_2"})
    ASSERT_TRUE(apply(fixed, EndPhase{key, day("2011-03-01"), false, "某文", "办结"}, 9, Moment{}));
  EXPECT_EQ(law(CloseCampaign{day("2011-03-02"), "某文", "期满"}), Refusal::day_is_still_to_come);
  EXPECT_EQ(law(close), Refusal::none);
  ASSERT_TRUE(apply(fixed, close, 10, Moment{}));
  EXPECT_EQ(fixed.campaign.closed_on, day("2011-03-01"));
  EXPECT_EQ(law(close), Refusal::it_is_there_already);
}

TEST_F(FrameOfABody, ANewCalendarMovesWhatIsOpenAndNothingThatIsOver) {
  const RecordId open = register_problem(), over = register_problem();
  explain(over);
  EXPECT_EQ(due(open), "2011-03-08");
  world.go_to("2011-03-01T01:00:01Z");
  ASSERT_TRUE(act(with_day_off("2011-03-04")));
  wait_for_reckoning();
  EXPECT_EQ(due(open), "2011-03-09");
  EXPECT_EQ(due(over), "2011-03-08");
  expect_rebuilt_is_the_same();
  EXPECT_EQ(due(open), "2011-03-09");
  EXPECT_EQ(due(over), "2011-03-08");
}

// Whoever kills the program in the middle of it finds it going on at the next start; meanwhile acts
// take their record along, and the check of the tables says how far it is.
TEST_F(FrameOfABody, ReckoningGoesOnAfterAStop) {
  std::vector<RecordId> problems;
  for (int i = 0; i < 700; ++i) problems.push_back(register_problem());
  world.stop();
  {
    Connection connection(world.places().database, OpenFor::writing);
    Bodies bodies;
    ASSERT_TRUE(load_bodies(world.places(), bodies, world.now()));
    Body& province = *bodies.find("province");
    RandomSource random = RandomSource::from_seed(3);
    const FrameAct notice = with_day_off("2011-03-04");
    // As the writer does it, without the thread that would go on at once.
    ActPath path(connection, bodies, random, Secret{}, KeptFiles({}));
    std::vector<Done> done;
    Transaction transaction(connection, Transaction::Mode::immediate);
    Actor worker = province.people.actor(world.person("worker"), day("2011-03-01"), province.tree);
    ASSERT_TRUE(path.perform_on_frame(notice, province, worker, world.now(), done));
    // Ledgers without a record have their turn as well.
    while (province.reckoning.is_under_way && province.reckoning.done == 0)
      go_on_reckoning(connection, province, path.tables(), done);
    transaction.commit();
    EXPECT_TRUE(province.reckoning.is_under_way);
    EXPECT_GT(province.reckoning.done, 0);
    EXPECT_LT(province.reckoning.done, province.reckoning.in_all);
    // An act on one that has not had its turn leaves nothing behind in the work list.
    ActRequest request;
    request.body = province.no;
    request.ledger = find_ledger("problems");
    request.record = problems.back();
    request.act = "accept";
    request.actor = province.people.actor(world.person("head_1"), day("2011-03-01"), province.tree);
    Transaction again(connection, Transaction::Mode::immediate);
    ASSERT_TRUE(path.perform(request, world.now(), done));
    again.commit();
  }
  const TablesVerified half = verify_tables(world.places(), {}, world.now()).value();
  EXPECT_EQ(half.findings, 0) << half.shown.front().table << half.shown.front().columns;
  EXPECT_GT(half.to_reckon, half.reckoned);
  world.start();
  wait_for_reckoning();
  EXPECT_EQ(due(problems.front()), "2011-03-09");
  EXPECT_EQ(due(problems[600]), "2011-03-09");
  expect_rebuilt_is_the_same();
}

// A database of the first edition: its journal has nothing of this.
struct FirstEdition : testing::Test {
  TemporaryFolder folder;
  Places places{(folder.path() / "old.db").string(), CHUANGYOU_SOURCE_DIR "/campaigns"};
  Moment now{parse_moment("2026-11-28T01:00:00Z").value()};

  FirstEdition() {
    Connection connection(places.database, OpenFor::writing);
    connection.run(text_of(CHUANGYOU_SOURCE_DIR "/tests/upgrade/layout_1.sql"));
  }
  std::vector<std::int64_t> open_and_close() {
    Bodies bodies;
    EXPECT_TRUE(load_bodies(places, bodies, now));
    const Writer writer(
        places.database, bodies, [&] { return now; }, RandomSource::from_seed(5));
    std::vector<std::int64_t> last;
    for (const auto& body : bodies.all()) last.push_back(body->last_seq);
    return last;
  }
};

TEST_F(FirstEdition, TheFirstOpeningAdoptsWhatTheFilesSayAndTheSecondNothing) {
  const std::int64_t before = [&] {
    Connection connection(places.database, OpenFor::reading);
    return last_seq(connection, BodyNo{1});
  }();
  const std::vector<std::int64_t> first = open_and_close();
  Connection connection(places.database, OpenFor::reading);
  EXPECT_EQ(first[0], before + 3);
  const char* acts[] = {"start_campaign", "adopt_pack", "adopt_calendar"};
  for (std::int64_t i = 0; i < 3; ++i)
    EXPECT_EQ(entry_at(connection, BodyNo{1}, before + 1 + i)->head.act, acts[i]);
  EXPECT_EQ(open_and_close(), first);
  EXPECT_TRUE(verify(connection).empty());
  const TablesVerified verified = verify_tables(places, {}, now).value();
  EXPECT_EQ(verified.findings, 0);
  for (const TableFinding& one : verified.shown)
    ADD_FAILURE() << one.table << " " << one.row << " " << one.what << " " << one.columns;
}

TEST_F(FirstEdition, AFileThatIsMissingIsNamed) {
  const fs::path campaigns = folder.path() / "campaigns";
  fs::copy(places.campaigns, campaigns, fs::copy_options::recursive);
  fs::remove(campaigns / "policy" / "historical-2010-2012.yaml");
  places.campaigns = campaigns.string();
  Bodies bodies;
  const Result<void> loaded = load_bodies(places, bodies, now);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().law, Refusal::file_cannot_be_read);
  EXPECT_TRUE(loaded.error().detail.ends_with("historical-2010-2012.yaml"));
}

// What is no UTF-8 would make an entry that nobody can read again.
TEST_F(FirstEdition, AFileThatIsNoUtf8IsNotAdopted) {
  const fs::path campaigns = folder.path() / "campaigns";
  fs::copy(places.campaigns, campaigns, fs::copy_options::recursive);
  std::ofstream(campaigns / "policy" / "historical-2010-2012.yaml", std::ios::app)
      << "# \xB9\xA4\xCE\xAF\n";
  places.campaigns = campaigns.string();
  Bodies bodies;
  const Result<void> loaded = load_bodies(places, bodies, now);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().law, Refusal::file_cannot_be_read);
}

// For any sequence of changes, each decided on a day for that day or a later one, a clock that
// started on a day runs by the value of that day, now and ever after.
RC_GTEST_PROP(Frame, AClockRunsByTheValueOfTheDayOnWhichItStarted, ()) {
  Frame frame;
  RC_ASSERT(apply(frame,
                  AdoptPack{"p",
                            "values: [{name: problems.acceptance_days, value: 5, unit: "
                            "working_days, source: s, tag: D}]"},
                  1, Moment{}));
  Actor worker;
  worker.posts.push_back({Role::works_committee, {}, "0000", make_date(2010, 1, 1), {}});
  const Date first = make_date(2011, 1, 1);
  std::map<Date, Fixed> started;  // what held when a clock started, by its day
  std::map<Date, Fixed> said;     // the changes as one would write them down
  Date today = first;
  for (const int what : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 100))) {
    today = today + NaturalDays{what % 3};
    if (what < 40) {
      // A value of today moves the clocks of today, whatever held this morning.
      ChangePolicyValue change = acceptance(1 + what % 9, "2011-01-01");
      change.from = today + NaturalDays{what % 7};
      if (!decide(change, frame, worker, today)) continue;
      RC_ASSERT(apply(frame, change, frame.last_entry + 1, Moment{}));
      said[change.from] = change.value;
      if (change.from == today && started.contains(today)) started[today] = change.value;
    } else {
      started[today] = *frame.policy.value("problems.acceptance_days", today);
    }
  }
  for (const auto& [on, value] : started) {
    RC_ASSERT(frame.policy.value("problems.acceptance_days", on) == value);
    const auto later = said.upper_bound(on);
    const Fixed wanted = later == said.begin() ? Fixed{5'000'000} : std::prev(later)->second;
    RC_ASSERT(value == wanted);
  }
}

RC_GTEST_PROP(Frame, WhatIsWrittenIsRead, ()) {
  const std::string key = *rc::gen::container<std::string>(rc::gen::inRange<char>(1, 127));
  const ChangePhase phase{key, {}, day("2012-01-01"), "来源", "\"\n"};
  const auto read = decode_frame_act("change_phase", encode(FrameAct{phase}));
  RC_ASSERT(read.has_value());
  RC_ASSERT(std::get<ChangePhase>(*read).key == key);
  RC_ASSERT(std::get<ChangePhase>(*read).reason == "\"\n");
  RC_ASSERT(encode(*read) == encode(FrameAct{phase}));
  const EndPhase end{key, day("2012-01-01"), true, "来源", "\"\n", {"tasks/1", "promises/2"}};
  const auto ended = decode_frame_act("end_phase", encode(FrameAct{end}));
  RC_ASSERT(ended.has_value());
  RC_ASSERT(std::get<EndPhase>(*ended).hands_on);
  RC_ASSERT(std::get<EndPhase>(*ended).items == end.items);
  RC_ASSERT(!std::get<EndPhase>(*ended).signs_first);
  RC_ASSERT(encode(*ended) == encode(FrameAct{end}));
  EndPhase signed_first = end;
  const Uuid somebody{{1, 2, 3}};
  signed_first.signs_first = somebody;
  const auto waits = decode_frame_act("end_phase", encode(FrameAct{signed_first}));
  RC_ASSERT(waits.has_value() && std::get<EndPhase>(*waits).signs_first == somebody);
}

}  // namespace
}  // namespace chuangyou
