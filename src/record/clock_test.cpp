#include "record/clock.h"

#include <gtest/gtest.h>

#include "record/cases_for_tests.h"

namespace chuangyou {
namespace {

using cases::citizen;
using cases::holder;

class Clock : public testing::Test {
 protected:
  const Actor sender = citizen(true);
  const Actor division = holder(1, Role::division, 2);
  cases::House house;

  void tell(std::string_view when, std::vector<std::pair<std::string_view, Value>> given = {}) {
    given.emplace_back("title", std::string("灯不亮"));
    ASSERT_EQ(house.act("tell", sender, when, std::move(given)), Refusal::none);
  }
  ClockReading read(std::string_view when) const {
    std::optional<ClockReading> reading =
        read_clock(house.record, house.at(when), house.circumstances());
    if (!reading) throw std::logic_error("no clock runs");
    return *reading;
  }
  // `2011-10-01 holiday 国庆节`, one a line.
  static std::string text_of(const std::vector<SkippedDay>& skipped) {
    std::string text;
    for (const SkippedDay& day : skipped)
      text += to_text(day.date) + (day.nature == DayNature::holiday ? " holiday " : " weekend ") +
              day.name + (day.provisional ? " provisional" : "") + "\n";
    return text;
  }
};

TEST_F(Clock, NamesEachDayThatItStepsOverAtNationalDay2011) {
  tell("2011-09-26 16:30:00");
  ClockReading reading = read("2011-09-26 17:00:00");
  EXPECT_EQ(reading.deadline->name, "reply");
  EXPECT_EQ(to_text(reading.due), "2011-10-13");
  EXPECT_EQ(reading.due_at, house.at("2011-10-14 00:00:00"));
  EXPECT_EQ(reading.started, house.at("2011-09-26 16:30:00"));
  EXPECT_EQ(text_of(reading.skipped),
            "2011-10-01 holiday 国庆节\n2011-10-02 holiday 国庆节\n2011-10-03 holiday 国庆节\n"
            "2011-10-04 holiday 国庆节\n2011-10-05 holiday 国庆节\n2011-10-06 holiday 国庆节\n"
            "2011-10-07 holiday 国庆节\n");
  EXPECT_FALSE(reading.provisional);
  EXPECT_EQ(reading.calendar_version, "cn");
  ASSERT_TRUE(reading.length);
  EXPECT_EQ(reading.length->count, 10);
}

TEST_F(Clock, CountsNoWeekend) {
  tell("2011-09-15 09:00:00", {{"size", std::int64_t{3}}});
  ClockReading reading = read("2011-09-15 09:00:00");  // 16 · 17 and 18 · 19, 20
  EXPECT_EQ(to_text(reading.due), "2011-09-20");
  EXPECT_EQ(text_of(reading.skipped), "2011-09-17 weekend \n2011-09-18 weekend \n");
}

TEST_F(Clock, CountsAMakeUpDayThatFallsOnASunday) {
  tell("2011-10-08 09:00:00", {{"size", std::int64_t{1}}});
  EXPECT_EQ(to_text(read("2011-10-08 09:00:00").due), "2011-10-09");
}

TEST_F(Clock, BurnsGreenThenYellowThenRed) {
  tell("2011-09-26 09:00:00");  // until 2011-10-13
  ClockReading green = read("2011-10-09 12:00:00");
  EXPECT_EQ(green.light, Light::green);
  EXPECT_EQ(green.working_days_left, 4);
  ClockReading yellow = read("2011-10-10 00:00:00");
  EXPECT_EQ(yellow.light, Light::yellow);
  EXPECT_EQ(yellow.working_days_left, 3);
  EXPECT_EQ(read("2011-10-13 23:59:59").light, Light::yellow);
  EXPECT_EQ(read("2011-10-13 23:59:59").working_days_left, 0);
  ClockReading red = read("2011-10-14 00:00:00");
  EXPECT_EQ(red.light, Light::red);
  EXPECT_EQ(red.working_days_left, -1);
}

TEST_F(Clock, StandsStillDuringPauses) {
  tell("2011-03-01 09:00:00");  // until 2011-03-15
  EXPECT_EQ(to_text(read("2011-03-01 09:00:00").due), "2011-03-15");
  ASSERT_EQ(house.act("ask", division, "2011-03-03 10:00:00"), Refusal::none);
  EXPECT_EQ(read("2011-03-04 10:00:00").light, Light::suspended);
  EXPECT_EQ(due_at(house.record, house.circumstances()), house.at("2011-04-01 00:00:00"))
      << "the end of the pause";
  EXPECT_EQ(act_when_due(house.record), "end_wait");
  ASSERT_EQ(house.act("resume", sender, "2011-03-08 10:00:00"), Refusal::none);
  // Friday 4, Monday 7 and Tuesday 8 do not count: three days more.
  EXPECT_EQ(to_text(read("2011-03-08 10:00:00").due), "2011-03-18");
  EXPECT_EQ(read("2011-03-08 10:00:00").light, Light::green);
  ASSERT_EQ(house.act("ask", division, "2011-03-09 10:00:00"), Refusal::none);
  ASSERT_EQ(house.act("resume", sender, "2011-03-09 17:00:00"), Refusal::none);
  EXPECT_EQ(to_text(read("2011-03-09 18:00:00").due), "2011-03-18") << "within one day";
  ASSERT_EQ(house.act("ask", division, "2011-03-10 10:00:00"), Refusal::none);
  ASSERT_EQ(house.act("resume", sender, "2011-03-11 10:00:00"), Refusal::none);
  ClockReading reading = read("2011-03-11 18:00:00");
  EXPECT_EQ(to_text(reading.due), "2011-03-21");
  EXPECT_EQ(reading.pauses.size(), 3u);
  EXPECT_EQ(due_at(house.record, house.circumstances()), house.at("2011-03-22 00:00:00"));
}

TEST_F(Clock, LetsNoPauseRunForEver) {
  tell("2011-03-01 09:00:00");  // until 2011-03-15, and twenty working days of waiting
  ASSERT_EQ(house.act("ask", division, "2011-03-03 10:00:00"), Refusal::none);
  EXPECT_EQ(read("2011-03-31 23:59:59").light, Light::suspended);
  EXPECT_EQ(read("2011-04-01 00:00:00").light, Light::red);
  EXPECT_EQ(to_text(read("2011-09-01 10:00:00").due), "2011-04-13") << "what is beyond counts";
  Actor clock;
  clock.is_the_clock = true;
  ASSERT_EQ(house.act("end_wait", clock, "2011-04-06 00:00:00"), Refusal::none);
  EXPECT_EQ(to_text(read("2011-04-06 10:00:00").due), "2011-04-13");
  EXPECT_EQ(house.act("ask", division, "2011-04-06 10:00:00"), Refusal::waiting_has_an_end);
  EXPECT_EQ(act_when_due(house.record), "remind");
}

TEST_F(Clock, SharesWhatMayBeWaitedAmongAllPausesOfARound) {
  tell("2011-03-01 09:00:00");
  for (const char* day : {"2011-03-02", "2011-03-16"}) {
    ASSERT_EQ(house.act("ask", division, std::string(day) + " 10:00:00"), Refusal::none) << day;
    ASSERT_EQ(house.act("resume", sender,
                        to_text(house.zone.date_at(house.at(std::string(day) + " 10:00:00")) +
                                NaturalDays{12}) +
                            " 10:00:00"),
              Refusal::none)
        << day;
  }
  // Eight working days each: four are left.
  ASSERT_EQ(house.act("ask", division, "2011-03-29 10:00:00"), Refusal::none);
  EXPECT_EQ(due_at(house.record, house.circumstances()), house.at("2011-04-03 00:00:00"));
}

// However long the pause lasts, it shows what was left when it began, and that it will move.
TEST_F(Clock, CountsNothingWhileItIsSuspended) {
  tell("2011-09-26 09:00:00");  // until 2011-10-13
  ASSERT_EQ(house.act("ask", division, "2011-09-28 10:00:00"), Refusal::none);
  const ClockReading first = read("2011-09-28 10:00:00");
  EXPECT_EQ(first.working_days_left, 8);
  for (const char* later : {"2011-09-29 09:00:00", "2011-10-01 09:00:00", "2011-10-13 09:00:00"}) {
    const ClockReading reading = read(later);
    EXPECT_EQ(reading.light, Light::suspended);
    EXPECT_EQ(reading.working_days_left, 8) << later;
    EXPECT_EQ(reading.skipped_in_all, 0) << "no day off has passed before the pause";
    EXPECT_TRUE(reading.skipped.empty());
  }
  ASSERT_EQ(house.act("resume", sender, "2011-10-14 10:00:00"), Refusal::none);
  EXPECT_EQ(read("2011-10-14 10:00:00").working_days_left, 8) << "it goes on where it stood";
}

TEST_F(Clock, StandsWhereTheCaseEndedInAPauseOrWithoutAClaim) {
  tell("2011-03-01 09:00:00");  // until 2011-03-15
  const Actor secretary = holder(2, Role::secretary, 2);
  const Actor personnel = holder(3, Role::personnel, 2);
  cases::House unpaused = house;
  ASSERT_EQ(house.act("ask", division, "2011-03-03 10:00:00"), Refusal::none);
  for (cases::House* one : {&house, &unpaused}) {
    ASSERT_EQ(one->act("drop", secretary, "2011-03-07 10:00:00", {}, "无依据"), Refusal::none);
    ASSERT_EQ(one->act("drop", personnel, "2011-03-07 10:00:00", {}, "无依据"), Refusal::none);
  }
  EXPECT_EQ(read("2012-03-01 09:00:00").light, Light::none);
  EXPECT_EQ(read("2012-03-01 09:00:00").working_days_left, 8) << "as when the pause began";
  house = unpaused;
  EXPECT_EQ(read("2012-03-01 09:00:00").working_days_left, 6) << "as when it ended";
}

TEST_F(Clock, MovesAPromisedMomentByThePauses) {
  tell("2011-03-01 09:00:00", {{"promised_by", house.at("2011-03-04 15:00:00")}});
  ASSERT_EQ(house.act("ask", division, "2011-03-02 10:00:00"), Refusal::none);
  EXPECT_EQ(read("2011-03-20 10:00:00").working_days_left, 2);
  EXPECT_EQ(read("2011-03-20 10:00:00").light, Light::suspended);
  ASSERT_EQ(house.act("resume", sender, "2011-03-08 10:00:00"), Refusal::none);
  const ClockReading reading = read("2011-03-08 10:00:00");
  EXPECT_EQ(reading.due_at, house.at("2011-03-10 15:00:00")) << "four working days later";
  EXPECT_EQ(reading.working_days_left, 2);
  EXPECT_EQ(due_at(house.record, house.circumstances()), reading.due_at);
}

TEST_F(Clock, TakesThePolicyOfTheDayOnWhichItStarts) {
  house.reply_days = {{make_date(2011, 1, 1), 7}, {make_date(2012, 1, 1), 2}};
  tell("2011-03-01 09:00:00");
  ClockReading reading = read("2012-06-01 09:00:00");
  EXPECT_EQ(to_text(reading.due), "2011-03-10");
  EXPECT_EQ(reading.length->count, 7);
  house.record = Record(cases::ledger);
  tell("2010-12-06 09:00:00");
  EXPECT_EQ(to_text(read("2010-12-06 09:00:00").due), "2010-12-20") << "no policy yet: ten days";
}

TEST_F(Clock, TurnsYellowWhenThePolicySays) {
  tell("2011-09-26 09:00:00");  // until 2011-10-13
  EXPECT_EQ(read("2011-10-09 12:00:00").light, Light::green) << "four days are left";
  house.yellow_days = Fixed{4'000'000};
  EXPECT_EQ(read("2011-10-09 12:00:00").light, Light::yellow);
  house.yellow_days = Fixed{2'000'000};
  EXPECT_EQ(read("2011-10-10 00:00:00").light, Light::green) << "three";
}

TEST_F(Clock, SaysThatAYearWithoutANoticeIsProvisional) {
  tell("2026-12-29 09:00:00", {{"size", std::int64_t{5}}});
  ClockReading reading = read("2026-12-29 09:00:00");  // 30, 31, 1 (so far), 4, 5
  EXPECT_EQ(to_text(reading.due), "2027-01-05");
  EXPECT_TRUE(reading.provisional);
  EXPECT_EQ(text_of(reading.skipped),
            "2027-01-02 weekend  provisional\n2027-01-03 weekend  provisional\n");
  // The last days of a year may yet change by the notice of the next; what ends before them stands.
  house.record = Record(cases::ledger);
  tell("2026-12-29 09:00:00", {{"size", std::int64_t{2}}});
  EXPECT_TRUE(read("2026-12-29 09:00:00").provisional);
  house.record = Record(cases::ledger);
  tell("2026-12-21 09:00:00", {{"size", std::int64_t{2}}});
  EXPECT_FALSE(read("2026-12-21 09:00:00").provisional);
}

TEST_F(Clock, EndsWithTheDayOfADateAndKeepsTheFirst) {
  std::string title = "承诺";
  ASSERT_EQ(house.act("date", division, "2011-03-01 09:00:00",
                      {{"title", title}, {"due", make_date(2011, 6, 30)}}),
            Refusal::none);
  ClockReading reading = read("2011-03-01 09:00:00");
  EXPECT_EQ(reading.due_at, house.at("2011-07-01 00:00:00"));
  EXPECT_EQ(reading.first_due, make_date(2011, 6, 30));
  EXPECT_FALSE(reading.length);
  EXPECT_FALSE(reading.provisional);
  for (int day : {15, 20})
    ASSERT_EQ(
        house.act("redate", division, "2011-03-02 09:00:00", {{"due", make_date(2011, 8, day)}}),
        Refusal::none);
  EXPECT_EQ(to_text(read("2011-03-02 09:00:00").due), "2011-08-20");
  EXPECT_EQ(read("2011-03-02 09:00:00").first_due, make_date(2011, 6, 30));
  ASSERT_EQ(house.act("redate", division, "2011-03-02 09:00:00", {{"due", make_date(2027, 1, 8)}}),
            Refusal::none);
  EXPECT_TRUE(read("2011-03-02 09:00:00").provisional) << "due in a year without a notice";
}

TEST_F(Clock, EndsAtTheVeryMomentOfAMomentField) {
  Moment promised = house.at("2011-03-04 15:00:00");
  tell("2011-03-01 09:00:00", {{"promised_by", promised}});
  EXPECT_EQ(read("2011-03-01 09:00:00").due_at, promised);
  EXPECT_EQ(to_text(read("2011-03-01 09:00:00").due), "2011-03-04");
  EXPECT_EQ(read("2011-03-04 14:59:59").light, Light::yellow);
  EXPECT_EQ(read("2011-03-04 15:00:00").light, Light::red);
}

TEST_F(Clock, RunsFromWhenItWasReallyReceived) {
  tell("2011-03-07 09:00:00", {{"received_at", house.at("2011-02-28 09:00:00")}});
  ClockReading reading = read("2011-03-07 09:00:00");
  EXPECT_EQ(reading.started, house.at("2011-02-28 09:00:00"));
  EXPECT_EQ(to_text(reading.due), "2011-03-14");
}

TEST_F(Clock, DoesNotRunWhereTheRecordHasNoLimit) {
  tell("2011-03-01 09:00:00", {{"size", std::int64_t{101}}});
  EXPECT_FALSE(read_clock(house.record, house.at("2011-03-01 09:00:00"), house.circumstances()));
  EXPECT_FALSE(due_at(house.record, house.circumstances()));
}

TEST_F(Clock, GoesOnWhenTheRecordIsPassedOn) {
  tell("2011-03-01 09:00:00");
  ASSERT_EQ(house.act("pass_on", division, "2011-03-09 09:00:00", {}, {}, cases::unit(3)),
            Refusal::none);
  EXPECT_EQ(house.record.unit, cases::unit(3));
  EXPECT_EQ(to_text(read("2011-03-09 09:00:00").due), "2011-03-15");
  EXPECT_EQ(read("2011-03-09 09:00:00").started, house.at("2011-03-01 09:00:00"));
}

TEST_F(Clock, JudgesAClaimAsItStoodWhenItWasMade) {
  tell("2011-03-01 09:00:00");  // until 2011-03-15
  cases::House late = house;
  ASSERT_EQ(house.act("answer", division, "2011-03-15 23:00:00"), Refusal::none);
  EXPECT_EQ(read("2011-05-01 09:00:00").light, Light::none) << "claimed on time";
  EXPECT_EQ(read("2011-05-01 09:00:00").working_days_left, 0);
  house = late;
  ASSERT_EQ(house.act("answer", division, "2011-03-16 00:00:00"), Refusal::none);
  EXPECT_EQ(read("2011-05-01 09:00:00").light, Light::red) << "claimed late";
  EXPECT_EQ(read("2011-05-01 09:00:00").working_days_left, -1);
  ASSERT_EQ(house.act("judge", sender, "2011-03-17 09:00:00"), Refusal::none);
  EXPECT_EQ(read("2011-05-01 09:00:00").light, Light::none) << "confirmed";
}

TEST_F(Clock, StartsAnewWithEachContest) {
  tell("2011-03-01 09:00:00");
  ASSERT_EQ(house.act("ask", division, "2011-03-02 09:00:00"), Refusal::none);
  ASSERT_EQ(house.act("resume", sender, "2011-03-04 09:00:00"), Refusal::none);
  ASSERT_EQ(house.act("answer", division, "2011-03-10 09:00:00"), Refusal::none);
  ASSERT_EQ(house.act("contest", sender, "2011-03-11 09:00:00"), Refusal::none);
  ClockReading second = read("2011-03-11 09:00:00");
  EXPECT_EQ(second.deadline->name, "second_reply");
  EXPECT_EQ(to_text(second.due), "2011-03-21") << "the pause belonged to the first clock";
  EXPECT_TRUE(second.pauses.empty());
  ASSERT_EQ(house.act("answer", division, "2011-03-20 09:00:00"), Refusal::none);
  ASSERT_EQ(house.act("contest", sender, "2011-03-21 09:00:00"), Refusal::none);
  EXPECT_EQ(to_text(read("2011-03-21 09:00:00").due), "2011-03-31");
}

TEST_F(Clock, MovesANaturalLimitOffADayOff) {
  tell("2011-09-01 09:00:00");
  ASSERT_EQ(house.act("answer", division, "2011-09-02 09:00:00"), Refusal::none);
  ASSERT_EQ(house.act("contest", sender, "2011-09-21 09:00:00"), Refusal::none);
  // Ten days on is 1 October; the next working day is Saturday 8 October.
  EXPECT_EQ(to_text(read("2011-09-21 09:00:00").due), "2011-10-08");
}

TEST_F(Clock, OfTheWorkListIsTheSameAsTheOneExplained) {
  for (std::int64_t days : {1, 2, 5, 20, 60, 100}) {
    house.record = Record(cases::ledger);
    tell("2011-12-20 09:00:00", {{"size", days}});
    EXPECT_EQ(due_at(house.record, house.circumstances()), read("2013-01-01 00:00:00").due_at);
  }
}

// Five working days before the day and one before it; 8 and 9 October 2011 were worked on.
TEST_F(Clock, WarnsAtEachDistanceBeforeTheDayOverNationalDay2011) {
  const auto called = [&](std::string_view when) {
    const auto call = call_of_the_clock(house.record, house.at(when), house.circumstances());
    return call ? std::string(call->act) + " " + to_text(house.zone.date_at(call->since)) : "";
  };
  house.act("date", division, "2011-09-20 09:00:00",
            {{"title", std::string("灯不亮")}, {"due", make_date(2011, 10, 10)}});
  EXPECT_EQ(called("2011-09-27 23:59:59"), "");  // 28, 29, 30 September and 8, 9, 10 October: six
  EXPECT_EQ(called("2011-09-28 00:00:00"), "warn 2011-09-28");
  EXPECT_EQ(called("2011-10-08 23:59:59"), "warn 2011-09-28") << "one call, however often it looks";
  EXPECT_EQ(called("2011-10-09 00:00:00"), "warn 2011-10-09");
  EXPECT_EQ(called("2011-10-10 23:59:59"), "warn 2011-10-09");
  EXPECT_EQ(called("2011-10-11 00:00:00"), "") << "no act is named for the end";
  // A later day is warned of anew: of the 14th from the 9th on.
  house.act("redate", division, "2011-09-29 09:00:00", {{"due", make_date(2011, 10, 14)}});
  EXPECT_EQ(called("2011-10-08 23:59:59"), "");
  EXPECT_EQ(called("2011-10-09 00:00:00"), "warn 2011-10-09");
  EXPECT_EQ(called("2011-10-13 00:00:00"), "warn 2011-10-13");
  // A Sunday is left alone: the last working day before it is Friday the 14th.
  house.act("redate", division, "2011-09-29 09:00:00", {{"due", make_date(2011, 10, 16)}});
  EXPECT_EQ(called("2011-10-12 23:59:59"), "warn 2011-10-09");
  EXPECT_EQ(called("2011-10-13 00:00:00"), "warn 2011-10-13");
}

TEST_F(Clock, WarnsOfNothingThatWasCloserFromTheBeginning) {
  const auto is_called = [&](std::string_view when) {
    return call_of_the_clock(house.record, house.at(when), house.circumstances()).has_value();
  };
  house.act("date", division, "2011-10-08 09:00:00",
            {{"title", std::string("灯不亮")}, {"due", make_date(2011, 10, 10)}});
  EXPECT_FALSE(is_called("2011-10-08 23:59:59"));
  EXPECT_TRUE(is_called("2011-10-09 00:00:00"));
  // What falls due within the longest distance is looked at, and nothing behind it.
  EXPECT_EQ(last_due_that_is_called(cases::ledger, house.at("2011-09-28 00:00:00"),
                                    house.circumstances()),
            house.at("2011-10-12 00:00:00"));
}

// Looked at anew each period: by a ledger of its own, for those of the house have none yet.
constexpr Field<Kind::text> matter{"matter", {.length_max = 9}};
constexpr Field<Kind::moment> looked_at{"looked_at"};
constexpr FieldSpec review_fields[] = {matter, looked_at};
constexpr State kept[] = {{"kept", Stage::open}};
constexpr std::string_view while_kept[] = {"kept"};
constexpr Act review_acts[] = {{.name = "keep", .to = "kept", .may = cases::doers},
                               {.name = "remind", .from = while_kept, .may = the_clock}};
template <Period period>
constexpr Deadline each[] = {{.name = "look",
                              .states = while_kept,
                              .since = "looked_at",
                              .then = "remind",
                              .repeats = {.every = period}}};
template <Period period>
constexpr Ledger looked_at_each{.name = "reviews",
                                .title = "matter",
                                .place = 30,
                                .fields = review_fields,
                                .states = kept,
                                .acts = review_acts,
                                .deadlines = each<period>,
                                .read = {}};
static_assert(well_formed(looked_at_each<Period::quarter>));

TEST_F(Clock, EndsAnewWithEachPeriod) {
  const auto kept_since = [&](const Ledger& ledger, std::string_view when) {
    Record record(ledger);
    record.state = "kept";
    record.deadline = "look";
    record.created_at = record.state_since = record.clock_started = house.at(when);
    return record;
  };
  const auto due = [&](const Record& record) {
    return to_text(read_clock(record, record.created_at, house.circumstances())->due);
  };
  EXPECT_EQ(due(kept_since(looked_at_each<Period::quarter>, "2011-11-20 09:00:00")), "2011-12-31");
  EXPECT_EQ(due(kept_since(looked_at_each<Period::half_year>, "2011-06-30 23:59:59")),
            "2011-06-30");
  EXPECT_EQ(due(kept_since(looked_at_each<Period::year>, "2011-07-01 00:00:00")), "2011-12-31");
  Record record = kept_since(looked_at_each<Period::quarter>, "2011-02-10 09:00:00");
  const auto called = [&](std::string_view when) {
    const auto call = call_of_the_clock(record, house.at(when), house.circumstances());
    return call ? to_text(house.zone.date_at(call->since)) : "";
  };
  EXPECT_EQ(due(record), "2011-03-31");
  EXPECT_EQ(called("2011-03-31 23:59:59"), "");
  EXPECT_EQ(called("2011-04-01 00:00:00"), "2011-04-01");
  EXPECT_EQ(called("2011-06-30 23:59:59"), "2011-04-01");
  EXPECT_EQ(called("2012-01-01 00:00:00"), "2012-01-01") << "nobody looked: each period calls";
  record.set("looked_at", house.at("2011-05-05 09:00:00"));
  EXPECT_EQ(due(record), "2011-06-30");
  EXPECT_EQ(called("2011-06-30 23:59:59"), "");
}

}  // namespace
}  // namespace chuangyou
