#include "record/decide.h"

#include <gtest/gtest.h>

#include "record/cases_for_tests.h"

namespace chuangyou {
namespace {

using cases::citizen;
using cases::holder;
using cases::unit;

constexpr std::string_view day = "2011-03-01 09:00:00";

class Decide : public testing::Test {
 protected:
  const Actor sender = citizen(true);
  const Actor division = holder(1, Role::division, 2);
  const Actor secretary = holder(2, Role::secretary, 2);
  const Actor personnel = holder(3, Role::personnel, 2);
  const Value title = std::string("灯不亮");
  cases::House house;

  void tell() { ASSERT_EQ(house.act("tell", sender, day, {{"title", title}}), Refusal::none); }
  Date today() const { return house.zone.date_at(house.at(day)); }
};

TEST_F(Decide, ChecksInFixedOrder) {
  EXPECT_EQ(house.act("count", sender, day, {{"title", title}}),
            Refusal::state_does_not_allow_this);
  EXPECT_EQ(house.act("tell", division, day, {{"due", today()}}, {}, unit(9)),
            Refusal::unit_is_unknown);
  tell();
  EXPECT_EQ(house.act("tell", sender, day, {{"title", title}}), Refusal::state_does_not_allow_this);
  EXPECT_EQ(house.act("count", sender, day, {{"title", title}}), Refusal::post_does_not_allow_this);
  EXPECT_EQ(house.act("count", division, day, {{"title", title}}), Refusal::field_is_unknown);
  EXPECT_EQ(house.act("count", division, day), Refusal::field_is_missing);
  EXPECT_EQ(house.act("count", division, day, {{"size", std::int64_t{13}}}),
            Refusal::reason_is_missing);
  EXPECT_EQ(house.act("count", division, day, {{"size", std::int64_t{13}}}, " 　"),
            Refusal::reason_is_missing)
      << "blanks are no reason";
  EXPECT_EQ(house.act("count", division, day, {{"size", std::int64_t{13}}}, "数错"),
            Refusal::number_is_out_of_range);
  EXPECT_EQ(house.act("count", division, day, {{"size", std::int64_t{12}}}, "数错"), Refusal::none);
}

TEST_F(Decide, TakesAsAChoiceWhatTheCampaignLists) {
  const auto tell_of = [&](std::string_view strand) {
    return house.try_to("tell", sender, day, {{"title", title}, {"strand", std::string(strand)}});
  };
  Result<Changes> unknown = tell_of("service");
  ASSERT_FALSE(unknown) << "of a body without a campaign nothing is known";
  EXPECT_EQ(unknown.error().law, Refusal::choice_is_unknown);
  EXPECT_EQ(unknown.error().field, "strand");
  EXPECT_EQ(unknown.error().detail, "service");
  house.campaign_has = [](CampaignList list, std::string_view key) {
    return list == CampaignList::strands && key == "service";
  };
  EXPECT_TRUE(tell_of("service"));
  EXPECT_FALSE(tell_of("servise"));
}

TEST_F(Decide, NamesTheFieldAndTheLimit) {
  const std::string ten = "一二三四五六七八九十";
  Result<Changes> fits = house.try_to("tell", sender, day, {{"title", ten}});
  EXPECT_TRUE(fits) << "ten characters, thirty bytes";
  Result<Changes> too_long = house.try_to("tell", sender, day, {{"title", ten + "百"}});
  ASSERT_FALSE(too_long);
  EXPECT_EQ(too_long.error().law, Refusal::field_is_too_long);
  EXPECT_EQ(too_long.error().field, "title");
  EXPECT_EQ(too_long.error().detail, "10");
  std::vector<std::string> tags = {"red", "green"};
  Result<Changes> unknown = house.try_to("tell", sender, day, {{"title", title}, {"tags", tags}});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().law, Refusal::choice_is_unknown);
  EXPECT_EQ(unknown.error().detail, "green");
  Result<Changes> without = house.try_to("tell", sender, day);
  ASSERT_FALSE(without);
  EXPECT_EQ(without.error().law, Refusal::field_is_missing);
  EXPECT_EQ(without.error().field, "title");
}

TEST_F(Decide, ReturnsOnlyWhatDiffers) {
  const Value due = make_date(2011, 6, 30);
  ASSERT_EQ(house.act("date", division, day, {{"title", title}, {"due", due}}), Refusal::none);
  EXPECT_EQ(house.act("redate", division, day, {{"due", due}}), Refusal::nothing_would_change);
  EXPECT_EQ(house.act("redate", division, day), Refusal::nothing_would_change);
  Result<Changes> changes =
      house.try_to("redate", division, day, {{"due", Value(make_date(2011, 7, 1))}});
  ASSERT_TRUE(changes);
  ASSERT_EQ(changes->fields.size(), 1u) << "the first due date is not written again";
  EXPECT_EQ(cases::fields[changes->fields[0].field].name, "due");
  EXPECT_FALSE(changes->state_entered);
  EXPECT_FALSE(changes->unit);
}

TEST_F(Decide, RefusesDatesAndMomentsThatNobodyWillSee) {
  const auto law = [&](std::string_view act, const char* field, Value value) {
    const Result<Changes> changes =
        house.try_to(act, division, day, {{"title", title}, {field, std::move(value)}});
    return changes ? Refusal::none : changes.error().law;
  };
  EXPECT_EQ(law("date", "due", make_date(9999, 12, 31)), Refusal::date_is_out_of_range);
  EXPECT_EQ(law("date", "due", make_date(2061, 3, 2)), Refusal::date_is_out_of_range);
  EXPECT_EQ(law("date", "due", make_date(1948, 12, 31)), Refusal::date_is_out_of_range);
  EXPECT_EQ(law("date", "due", make_date(2061, 3, 1)), Refusal::none);
  EXPECT_EQ(law("tell", "received_at", house.at("9999-12-31 10:00:00")),
            Refusal::date_is_out_of_range);
  EXPECT_EQ(law("tell", "received_at", house.at("2011-02-01 10:00:00")), Refusal::none);
}

TEST_F(Decide, RefusesAListThatNobodyWouldRead) {
  const auto with = [&](std::size_t tags) {
    const Result<Changes> changes = house.try_to(
        "tell", sender, day, {{"title", title}, {"tags", std::vector<std::string>(tags, "red")}});
    return changes ? Refusal::none : changes.error().law;
  };
  EXPECT_EQ(with(1000), Refusal::none);
  EXPECT_EQ(with(1001), Refusal::field_is_too_long);
}

TEST_F(Decide, AStoredDateOfBeforeTheLawIsAppliedAsItIs) {
  ASSERT_EQ(house.act("date", division, day, {{"title", title}, {"due", make_date(2011, 6, 30)}}),
            Refusal::none);
  Changes changes;
  changes.act = "redate";
  changes.state = house.record.state;
  const FieldSpec& due = *cases::ledger.field("due");
  changes.fields.push_back({cases::ledger.index_of(due), Value(make_date(9999, 12, 31))});
  apply(house.record, changes, house.at(day), division.person, 9);
  EXPECT_EQ(house.record.value("due"), Value(make_date(9999, 12, 31)));
}

TEST_F(Decide, SaysUnderWhichPostOneActed) {
  Actor both = holder(1, Role::member, 3);
  both.posts.push_back(cases::post(Role::division, 2));
  tell();
  Result<Changes> changes = house.try_to("count", both, day, {{"size", std::int64_t{1}}}, "数错");
  ASSERT_TRUE(changes);
  ASSERT_NE(changes->under, nullptr);
  EXPECT_EQ(changes->under->role, Role::division);
  Actor clock;
  clock.is_the_clock = true;
  Result<Changes> by_clock = house.try_to("remind", clock, day);
  ASSERT_TRUE(by_clock);
  EXPECT_EQ(by_clock->under, nullptr);
}

TEST_F(Decide, LetsTheClockDoNothingButItsOwnActs) {
  Actor clock;
  clock.is_the_clock = true;
  tell();
  for (const Act& act : cases::acts)
    if (act.name != "remind") {
      EXPECT_NE(house.act(act.name, clock, day), Refusal::none) << act.name;
    }
  EXPECT_EQ(house.act("remind", clock, day), Refusal::none);
  EXPECT_EQ(house.record.state, "told");
}

TEST_F(Decide, OpensInAUnitAndMovesOnlyWhereTheActSaysSo) {
  Asked asked{*cases::ledger.act("tell"), {{0, title}}, {}, {}};
  Result<Changes> nowhere =
      decide(house.record, asked, sender, house.at(day), house.circumstances());
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().law, Refusal::unit_is_missing);
  tell();
  EXPECT_EQ(house.act("ask", division, day, {}, {}, unit(3)), Refusal::field_is_unknown);
  EXPECT_EQ(house.act("pass_on", division, day, {}, {}, unit(9)), Refusal::unit_is_unknown);
  ASSERT_EQ(house.act("pass_on", division, day, {}, {}, unit(3)), Refusal::none);
  EXPECT_EQ(house.record.unit, unit(3));
  EXPECT_EQ(house.record.path, cases::path_of(unit(3)));
  EXPECT_EQ(house.act("ask", division, day), Refusal::post_does_not_allow_this);
}

TEST_F(Decide, WaitsForEverySignerOfAJointAct) {
  tell();
  EXPECT_EQ(house.act("drop", division, day, {}, "重复"), Refusal::post_does_not_allow_this);
  EXPECT_EQ(house.act("drop", secretary, day), Refusal::reason_is_missing);
  EXPECT_EQ(house.act("drop", secretary, day, {{"title", title}}, "重复"),
            Refusal::field_is_unknown);
  ASSERT_EQ(house.act("drop", personnel, day, {}, "重复"), Refusal::none);
  EXPECT_EQ(house.record.state, "told");
  ASSERT_EQ(house.record.signatures.size(), 1u);
  EXPECT_EQ(house.record.signatures[0].right, 1u) << "whoever signs first";
  EXPECT_EQ(house.record.signatures[0].person, personnel.person);
  EXPECT_EQ(house.act("drop", personnel, day, {}, "重复"), Refusal::one_person_cannot_sign_twice);
  EXPECT_EQ(house.act("drop", holder(9, Role::personnel, 2), day, {}, "重复"),
            Refusal::post_does_not_allow_this)
      << "that right has signed";
  ASSERT_EQ(house.act("drop", secretary, day, {}, "重复"), Refusal::none);
  EXPECT_EQ(house.record.state, "dropped");
  EXPECT_TRUE(house.record.signatures.empty());
}

TEST_F(Decide, LetsOnePersonWithBothPostsSignOnce) {
  tell();
  Actor both = secretary;
  both.posts.push_back(cases::post(Role::personnel, 2));
  ASSERT_EQ(house.act("drop", both, day, {}, "重复"), Refusal::none);
  EXPECT_EQ(house.act("drop", both, day, {}, "重复"), Refusal::one_person_cannot_sign_twice);
  EXPECT_EQ(house.act("drop", personnel, day, {}, "重复"), Refusal::none);
  EXPECT_EQ(house.record.state, "dropped");
}

TEST_F(Decide, ForgetsSignaturesOnceStateOrUnitChange) {
  tell();
  ASSERT_EQ(house.act("drop", secretary, day, {}, "重复"), Refusal::none);
  ASSERT_EQ(house.act("count", division, day, {{"size", std::int64_t{5}}}, "数错"), Refusal::none);
  EXPECT_EQ(house.record.signatures.size(), 1u) << "another act leaves it";
  cases::House asked = house;
  ASSERT_EQ(asked.act("ask", division, day), Refusal::none);
  EXPECT_TRUE(asked.record.signatures.empty());
  ASSERT_EQ(house.act("pass_on", division, day, {}, {}, unit(3)), Refusal::none);
  EXPECT_TRUE(house.record.signatures.empty());
}

// Whatever door a text came through: what nobody can see is not there.
TEST_F(Decide, TakesNoContentThatNobodyCanSee) {
  for (const std::string blank : {"  ", "\u3000", "\u200b\u200b", "\u00a0", "\u3164", "\ufeff",
                                  "\u2800", "\ufe0f", "\u0301", "\u00ad\u2060"}) {
    EXPECT_EQ(house.act("tell", sender, day, {{"title", blank}}), Refusal::field_is_missing);
    cases::House other;
    ASSERT_EQ(other.act("tell", sender, day, {{"title", title}}), Refusal::none);
    EXPECT_EQ(other.act("count", division, day, {{"size", std::int64_t{1}}}, blank),
              Refusal::reason_is_missing);
  }
}

TEST_F(Decide, SaysThatACaseThatStaysOpenHasNoTimeOfClosing) {
  const Result<Changes> refused =
      house.try_to("tell", sender, day, {{"title", title}, {"answered_at", house.at(day)}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().law, Refusal::state_takes_no_closing_time);
  EXPECT_EQ(refused.error().field, "answered_at");
}

TEST_F(Decide, ClosesWhenTheActSaysOrWhenItHappens) {
  const Value received = house.at("2011-02-20 08:00:00");
  ASSERT_EQ(house.act("tell", sender, day, {{"title", title}, {"received_at", received}}),
            Refusal::none);
  Moment done = house.at("2011-02-25 08:00:00");
  ASSERT_EQ(house.act("answer", division, day, {{"answered_at", done}}), Refusal::none);
  EXPECT_EQ(house.record.closed_at, done);
  ASSERT_EQ(house.act("contest", sender, "2011-03-02 09:00:00"), Refusal::none);
  EXPECT_EQ(house.record.closed_at, std::nullopt);
  EXPECT_TRUE(house.record.is_contested());
  ASSERT_EQ(house.act("answer", division, "2011-03-03 09:00:00"), Refusal::none);
  EXPECT_EQ(house.record.closed_at, house.at("2011-03-03 09:00:00"))
      << "the first round's moment says nothing about the second";
  ASSERT_EQ(house.act("judge", sender, "2011-03-09 09:00:00"), Refusal::none);
  EXPECT_EQ(house.record.closed_at, house.at("2011-03-03 09:00:00"));
}

TEST_F(Decide, ShowsARecordToItsOwnChainAuthorAndReaders) {
  tell();
  const auto sight = [&](const Actor& actor) {
    return sight_of(actor, house.record, today(), cases::path_of);
  };
  EXPECT_EQ(sight(division), Sight::whole);
  EXPECT_EQ(sight(holder(7, Role::member, 1)), Sight::whole) << "a unit above";
  EXPECT_EQ(sight(sender), Sight::whole) << "holds the receipt";
  EXPECT_EQ(sight(citizen(false)), Sight::nothing);
  EXPECT_EQ(sight(holder(7, Role::member, 3)), Sight::nothing) << "a unit beside";
  for (Role role : {Role::administrator, Role::security_administrator, Role::auditor,
                    Role::personnel, Role::discipline})
    EXPECT_EQ(sight(holder(7, role, 2)), Sight::nothing) << name_of(role);
  Actor past = holder(7, Role::division, 2);
  past.posts[0].until = make_date(2011, 2, 28);
  EXPECT_EQ(sight(past), Sight::nothing);
  house.record.author = past.person;
  EXPECT_EQ(sight(past), Sight::public_fields) << "the author, who has left";
  Actor author = holder(7, Role::division, 3);
  house.record.opened_under = unit(2);
  EXPECT_EQ(sight(author), Sight::public_fields) << "the author, who sits elsewhere by now";
  house.record.opened_under = unit(3);
  EXPECT_EQ(sight(author), Sight::whole) << "the author";
  ASSERT_EQ(house.act("answer", division, day), Refusal::none);
  EXPECT_EQ(sight(citizen(false)), Sight::public_fields) << "a public state";
}

TEST_F(Decide, TakesAwayWhatIsNotToBeSeen) {
  ASSERT_EQ(
      house.act("tell", sender, day,
                {{"title", title}, {"size", std::int64_t{4}}, {"contact", std::string("电话")}}),
      Refusal::none);
  ASSERT_EQ(house.act("drop", secretary, day, {}, "重复"), Refusal::none);
  house.record.author = division.person;
  Record whole = house.record, seen = house.record;
  redact(whole, Sight::whole);
  EXPECT_EQ(whole.get(cases::contact), nullptr) << "sealed in every sight";
  EXPECT_NE(whole.get(cases::size), nullptr);
  EXPECT_EQ(whole.author, division.person);
  redact(seen, Sight::public_fields);
  EXPECT_NE(seen.get(cases::title), nullptr);
  EXPECT_EQ(seen.get(cases::size), nullptr);
  EXPECT_EQ(seen.get(cases::contact), nullptr);
  EXPECT_TRUE(seen.author.is_nil());
  EXPECT_TRUE(seen.signatures.empty());
}

TEST_F(Decide, OffersTheActsThatOneCouldDo) {
  tell();
  const auto names = [&](const Actor& actor) {
    std::string text;
    for (const Act* act : acts_open_to(actor, house.record, today(), cases::path_of))
      text += std::string(act->name) + " ";
    return text;
  };
  EXPECT_EQ(names(division), "count ask pass_on answer ");
  EXPECT_EQ(names(secretary), "drop ");
  EXPECT_EQ(names(sender), "");
  ASSERT_EQ(house.act("answer", division, day), Refusal::none);
  EXPECT_EQ(names(sender), "judge contest ");
  EXPECT_EQ(names(citizen(false)), "");
}

}  // namespace
}  // namespace chuangyou
