// A post takes two people, and an account stands in the journal: what waits and what was done is
// there after a restart, after a rebuild, and held against the tables.
#include <gtest/gtest.h>

#include <algorithm>

#include "access/accounts.h"
#include "access/second_factors.h"
#include "access/sessions.h"
#include "campaign/verify_tables.h"
#include "journal/account_entries.h"
#include "journal/journal.h"
#include "storage/account_rows.h"
#include "world/world.h"

namespace chuangyou {
namespace {

using world::TemporaryFolder;
using world::World;

constexpr std::string_view first_password = "the password that was made";
constexpr std::string_view own_password = "a password of one's own";

struct TwoPeople : testing::Test {
  TemporaryFolder folder;
  World world{folder.path()};
  RandomSource random = RandomSource::from_seed(11);

  HeldPost post(std::string_view person, Role role, std::string_view unit) {
    return {make_uuid_v7(world.now(), random),
            world.person(person),
            role,
            world.unit(unit),
            make_date(2011, 3, 1),
            std::nullopt,
            false,
            "窗口办事群众"};
  }
  Refusal law(OrgAct act, std::string_view who) {
    const auto done = world.perform_org(std::move(act), who);
    return done ? Refusal::none : done.error().law;
  }
  Refusal sign(const Uuid& one) {
    return law(SignPost{make_uuid_v7(world.now(), random), {one}}, "granter");
  }
  std::string findings() {
    const Result<TablesVerified> verified = verify_tables(world.places(), {}, world.now());
    if (!verified) return std::string(name_of(verified.error().law));
    std::string text;
    for (const TableFinding& one : verified->shown)
      text.append(one.table)
          .append(" ")
          .append(one.row)
          .append(" ")
          .append(one.what)
          .append(" ")
          .append(one.columns)
          .append("\n");
    return text;
  }
  void tamper(const std::string& sql) {
    Connection connection(world.places().database, OpenFor::writing);
    connection.run(sql);
    ASSERT_GT(connection.changes(), 0) << sql;
  }

  Refusal account(AccountAct act, std::string_view who) {
    OrgRequest request;
    request.body = world.province().no;
    request.actor = who == "machine" ? Actor() : world.actor(who);
    request.on_account = std::move(act);
    const auto done = world.writer().perform(std::move(request));
    return done ? Refusal::none : done.error().law;
  }
  Refusal make(std::string_view person, std::string name, std::string_view who = "admin") {
    return account(
        MakeAccount{world.person(person), std::move(name), hash_password(first_password)}, who);
  }
  Refusal log_in(std::string_view name, std::string_view password) {
    const auto opened =
        Accounts(world.places().database).check(world.province().no, name, password);
    return opened ? Refusal::none : opened.error().law;
  }
  ChangePassword to(std::string_view name, std::string_view password) {
    return {std::string(name), hash_password(password), row(name).password_hash, {}};
  }
  AccountRow row(std::string_view name) {
    Connection connection(world.places().database, OpenFor::reading);
    return *account_row(connection, world.province().no, name);
  }
};

TEST_F(TwoPeople, WhatIsProposedWaitsThroughARestartAndARebuild) {
  const HeldPost wanted = post("member_1", Role::branch_secretary, "branch_3");
  ASSERT_EQ(law(ProposePost{wanted}, "admin"), Refusal::none);
  const HeldPost other = post("member_2", Role::member, "branch_3");
  ASSERT_EQ(law(ProposePost{other}, "admin"), Refusal::none);
  ASSERT_EQ(law(RefusePost{other.id, "编制已满"}, "granter"), Refusal::none);
  EXPECT_EQ(findings(), "");
  world.stop();
  ASSERT_TRUE(rebuild(world.places(), world.now()));
  world.start();
  const std::vector<PostProposal> waiting = world.province().people.proposals();
  ASSERT_EQ(waiting.size(), 1U);
  EXPECT_EQ(waiting.front().post.serves, "窗口办事群众");
  EXPECT_EQ(waiting.front().by, world.person("admin"));
  EXPECT_EQ(waiting.front().on, make_date(2011, 3, 1));
  EXPECT_EQ(world.actor("member_1").posts.size(), 1U) << "what waits gives no right";
  ASSERT_EQ(sign(wanted.id), Refusal::none);
  EXPECT_EQ(world.actor("member_1").posts.size(), 2U);
  EXPECT_TRUE(world.province().people.proposals().empty());
  EXPECT_EQ(findings(), "");
  tamper("UPDATE posts SET serves = 'nobody' WHERE serves <> ''");
  EXPECT_NE(findings().find("posts " + to_text(wanted.id) + " row_was_changed serves"),
            std::string::npos)
      << findings();
}

TEST_F(TwoPeople, AProposalThatWasChangedInItsTableIsFound) {
  const HeldPost wanted = post("member_1", Role::member, "branch_3");
  ASSERT_EQ(law(ProposePost{wanted}, "admin"), Refusal::none);
  tamper("UPDATE post_proposals SET role = 1");
  EXPECT_NE(findings().find("post_proposals"), std::string::npos) << findings();
}

// By the body's own calendar: ten working days after the first of March, and no later.
TEST_F(TwoPeople, AProposalLapsesByTheCalendarOfTheBody) {
  const HeldPost wanted = post("member_1", Role::member, "branch_3");
  ASSERT_EQ(law(ProposePost{wanted}, "admin"), Refusal::none);
  world.go_to("2011-03-15T15:00:00Z");
  const HeldPost another = post("member_2", Role::member, "branch_3");
  ASSERT_EQ(law(ProposePost{another}, "admin"), Refusal::none);
  world.go_to("2011-03-16T01:00:00Z");
  EXPECT_EQ(sign(wanted.id), Refusal::proposal_has_lapsed);
  EXPECT_EQ(law(SignPost{make_uuid_v7(world.now(), random), {another.id, wanted.id}}, "granter"),
            Refusal::proposal_has_lapsed);
  EXPECT_EQ(world.actor("member_2").posts.size(), 1U) << "all or nothing";
  EXPECT_EQ(sign(another.id), Refusal::none);
}

TEST_F(TwoPeople, EachActOnAnAccountIsSomebodys) {
  EXPECT_EQ(make("head_1", "li na", "granter"), Refusal::post_does_not_allow_this);
  EXPECT_EQ(make("head_1", "li na", "head_2"), Refusal::post_does_not_allow_this);
  EXPECT_EQ(make("head_1", "li na"), Refusal::none);
  EXPECT_EQ(make("head_1", "li na 2"), Refusal::person_has_an_account_already);
  EXPECT_EQ(make("head_2", "li na"), Refusal::name_is_taken);
  EXPECT_EQ(make("admin", "root"), Refusal::nobody_grants_himself_rights);
  // Whoever hands out the password of one of the three could be him.
  EXPECT_EQ(make("auditor", "auditor"), Refusal::post_does_not_allow_this);
  EXPECT_EQ(make("auditor", "auditor", "machine"), Refusal::none);
  EXPECT_EQ(make("granter", "granter", "machine"), Refusal::none);
  const std::string other = hash_password(own_password);
  EXPECT_EQ(account(ResetPassword{"auditor", other}, "granter"), Refusal::post_does_not_allow_this);
  EXPECT_EQ(account(ResetPassword{"granter", other}, "granter"),
            Refusal::nobody_grants_himself_rights);
  EXPECT_EQ(account(EndAccount{"auditor"}, "granter"), Refusal::post_does_not_allow_this)
      << "else nobody would watch whoever ended it";
  EXPECT_EQ(account(EndAccount{"granter"}, "granter"), Refusal::nobody_grants_himself_rights);
  EXPECT_EQ(account(EndAccount{"auditor"}, "machine"), Refusal::none);
  EXPECT_EQ(make("worker", "li\nna"), Refusal::field_has_wrong_kind);
  for (const AccountAct& act : std::vector<AccountAct>{
           LockAccount{"li na"}, ResetPassword{"li na", other}, EndAccount{"li na"}})
    for (const std::string_view who : {"admin", "auditor", "head_1", "worker"})
      EXPECT_EQ(account(act, who), Refusal::post_does_not_allow_this) << who << " " << name_of(act);
  EXPECT_EQ(account(to("li na", own_password), "head_2"), Refusal::nothing_is_there);
  EXPECT_EQ(account(LockAccount{"nobody"}, "granter"), Refusal::nothing_is_there);
  EXPECT_EQ(findings(), "");
}

// Either of the two who grant could have made, or reset, the account that somebody had before.
TEST_F(TwoPeople, WhoComesToRunTheHouseComesInByAPasswordOfTheMachine) {
  const PersonId person(make_uuid_v7(world.now(), random));
  ASSERT_EQ(law(AddPerson{{person, "陈静", MemberKind::none}}, "admin"), Refusal::none);
  const std::string name = "chen jing", known = hash_password(own_password);
  ASSERT_EQ(account(MakeAccount{person, name, hash_password(first_password)}, "admin"),
            Refusal::none);
  HeldPost wanted = post("admin", Role::auditor, "root");
  wanted.person = person;
  ASSERT_EQ(law(ProposePost{wanted}, "admin"), Refusal::none);
  ASSERT_EQ(account(ResetPassword{name, known}, "granter"), Refusal::none);
  ASSERT_EQ(log_in(name, own_password), Refusal::none);
  ASSERT_EQ(sign(wanted.id), Refusal::none);
  EXPECT_EQ(log_in(name, own_password), Refusal::name_or_password_is_wrong);
  EXPECT_EQ(account(ResetPassword{name, known}, "granter"), Refusal::post_does_not_allow_this);
  EXPECT_EQ(account(ResetPassword{name, known}, "machine"), Refusal::none);
  EXPECT_EQ(log_in(name, own_password), Refusal::none);
  EXPECT_EQ(findings(), "");
}

TEST_F(TwoPeople, ALockedOrEndedAccountOpensNothingAndSaysNoMore) {
  ASSERT_EQ(make("head_1", "li na"), Refusal::none);
  EXPECT_TRUE(row("li na").must_change);
  EXPECT_EQ(log_in("li na", first_password), Refusal::none);
  ASSERT_EQ(account(to("li na", own_password), "head_1"), Refusal::none);
  EXPECT_FALSE(row("li na").must_change);
  EXPECT_EQ(log_in("li na", first_password), Refusal::name_or_password_is_wrong);
  EXPECT_EQ(log_in("li na", own_password), Refusal::none);
  ASSERT_EQ(account(LockAccount{"li na"}, "granter"), Refusal::none);
  EXPECT_EQ(account(LockAccount{"li na"}, "granter"), Refusal::nothing_would_change);
  EXPECT_EQ(log_in("li na", own_password), Refusal::name_or_password_is_wrong);
  EXPECT_EQ(account(to("li na", own_password), "head_1"), Refusal::state_does_not_allow_this);
  ASSERT_EQ(account(UnlockAccount{"li na"}, "granter"), Refusal::none);
  EXPECT_EQ(log_in("li na", own_password), Refusal::none);
  ASSERT_EQ(account(ResetPassword{"li na", hash_password(first_password)}, "granter"),
            Refusal::none);
  EXPECT_TRUE(row("li na").must_change);
  ASSERT_EQ(account(EndAccount{"li na"}, "granter"), Refusal::none);
  EXPECT_EQ(row("li na").password_hash, "") << "a password is able to vanish";
  EXPECT_EQ(log_in("li na", first_password), Refusal::name_or_password_is_wrong);
  EXPECT_EQ(log_in("li na", ""), Refusal::name_or_password_is_wrong);
  EXPECT_EQ(account(UnlockAccount{"li na"}, "granter"), Refusal::state_does_not_allow_this);
  EXPECT_EQ(make("head_1", "li na"), Refusal::name_is_taken);
  EXPECT_EQ(make("head_1", "li na 2"), Refusal::none) << "the other one has ended";
  EXPECT_EQ(findings(), "");
}

TEST_F(TwoPeople, TheJournalHasTheHashOfTheHashAndNoMore) {
  ASSERT_EQ(make("head_1", "li na"), Refusal::none);
  Connection connection(world.places().database, OpenFor::reading);
  const auto entries = account_entries_of(connection, world.province().no, world.person("head_1"));
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries.front().head.actor, world.person("admin"));
  const std::string& changes = entries.front().changes;
  EXPECT_EQ(changes.find("argon2"), std::string::npos) << changes;
  EXPECT_EQ(changes.find(first_password), std::string::npos);
  EXPECT_EQ(decode_account(changes)->password_sha256,
            to_hex(hash_of(HashFunction::sha256, {row("li na").password_hash})));
}

TEST_F(TwoPeople, WhateverSomebodyChangesInTheTableOfAccountsIsFound) {
  for (const char* name : {"one", "two", "three", "four"})
    ASSERT_EQ(make(name == std::string("one")     ? "head_1"
                   : name == std::string("two")   ? "head_2"
                   : name == std::string("three") ? "head_3"
                                                  : "worker",
                   name),
              Refusal::none);
  ASSERT_EQ(account(LockAccount{"two"}, "granter"), Refusal::none);
  EXPECT_EQ(findings(), "");
  const std::string stolen = hash_password(own_password);
  tamper("UPDATE accounts SET password = '" + stolen + "' WHERE name = 'one'");
  tamper("UPDATE accounts SET state = 0 WHERE name = 'two'");
  tamper("UPDATE accounts SET name = 'other' WHERE name = 'three'");
  tamper("UPDATE accounts SET must_change = 0 WHERE name = 'four'");
  EXPECT_EQ(findings(),
            "accounts four row_was_changed must_change\n"
            "accounts one row_was_changed password\n"
            "accounts other row_was_added \n"
            "accounts two row_was_changed state\n"
            "accounts three row_is_missing \n");
  // Nothing of that is adopted by a later opening.
  world.stop();
  world.start();
  EXPECT_NE(findings().find("accounts other row_was_added"), std::string::npos);
}

TEST_F(TwoPeople, AccountsFromBeforeAreAdoptedOnce) {
  const auto add = [&](std::string_view person, std::string_view name) {
    ASSERT_TRUE(add_account(world.places().database, world.province().no, world.person(person),
                            name, own_password));
  };
  add("head_1", "one");
  add("head_2", "two");
  EXPECT_EQ(findings(), "") << "not adopted yet";
  world.stop();
  world.start();
  const auto entries_of_one = [&](std::string_view person) {
    Connection connection(world.places().database, OpenFor::reading);
    return account_entries_of(connection, world.province().no, world.person(person));
  };
  ASSERT_EQ(entries_of_one("head_1").size(), 1U);
  EXPECT_EQ(entries_of_one("head_1").front().head.act, "adopt_account");
  EXPECT_EQ(log_in("one", own_password), Refusal::none);
  EXPECT_FALSE(row("one").must_change);
  add("head_3", "three");
  world.stop();
  world.start();
  EXPECT_EQ(entries_of_one("head_1").size(), 1U);
  EXPECT_TRUE(entries_of_one("head_3").empty());
  EXPECT_EQ(findings(), "accounts three row_was_added \n");
  EXPECT_EQ(account(to("two", first_password), "head_2"), Refusal::none);
  world.stop();
  ASSERT_TRUE(rebuild(world.places(), world.now()));
  world.start();
  EXPECT_EQ(log_in("two", first_password), Refusal::none) << "a rebuild leaves the table alone";
}

// A program that ends between the act and whatever comes after it leaves no session behind.
TEST_F(TwoPeople, WhatLocksResetsChangesOrEndsAnAccountEndsItsSessionsInTheSameTransaction) {
  ASSERT_EQ(make("head_1", "li na"), Refusal::none);
  const BodyNo body = world.province().no;
  const Instant now{world.now(), {0}};
  const auto begin = [&] {
    return Sessions(world.places().database).begin(body, world.person("head_1"), now, random).token;
  };
  const auto lives = [&](const std::string& token) {
    return Sessions(world.places().database).find(token, now) != nullptr;
  };
  for (const AccountAct& act : std::vector<AccountAct>{
           LockAccount{"li na"}, ResetPassword{"li na", hash_password(first_password)},
           EndAccount{"li na"}}) {
    const std::string token = begin();
    ASSERT_TRUE(lives(token));
    ASSERT_EQ(account(act, "granter"), Refusal::none) << name_of(act);
    EXPECT_FALSE(lives(token)) << name_of(act);
    if (std::holds_alternative<LockAccount>(act)) {
      EXPECT_TRUE(Accounts(world.places().database).is_shut_out(body, world.person("head_1")));
      ASSERT_EQ(account(UnlockAccount{"li na"}, "granter"), Refusal::none);
      EXPECT_FALSE(Accounts(world.places().database).is_shut_out(body, world.person("head_1")));
    }
  }
  ASSERT_EQ(make("head_1", "li na 2"), Refusal::none);
  const std::string other = begin(), own = begin();
  ChangePassword change = to("li na 2", own_password);
  change.session = session_key_of(own);
  ASSERT_EQ(account(change, "head_1"), Refusal::none);
  EXPECT_FALSE(lives(other));
  EXPECT_TRUE(lives(own));
}

TEST_F(TwoPeople, WhoeverListensHearsHowTheAccountsOfAPersonStand) {
  std::vector<AccountCommitted> heard;
  world.writer().on_account([&](const AccountCommitted& one) { heard.push_back(one); });
  ASSERT_EQ(make("head_1", "li na"), Refusal::none);
  ASSERT_EQ(account(LockAccount{"li na"}, "granter"), Refusal::none);
  ASSERT_EQ(account(LockAccount{"li na"}, "granter"), Refusal::nothing_would_change);
  ASSERT_EQ(heard.size(), 2U);
  EXPECT_TRUE(heard[0].must_change && !heard[0].is_shut_out && !heard[0].ends_sessions);
  EXPECT_TRUE(heard[1].is_shut_out && heard[1].ends_sessions);
  EXPECT_EQ(heard[1].person, world.person("head_1"));
}

// Between the check of a password and what is done on the strength of it.
TEST_F(TwoPeople, APasswordThatWasCheckedBeforeItWasResetOpensNothing) {
  ASSERT_EQ(make("head_1", "li na"), Refusal::none);
  const BodyNo body = world.province().no;
  Accounts accounts(world.places().database);
  const auto checked = accounts.check(body, "li na", first_password);
  ASSERT_TRUE(checked);
  EXPECT_TRUE(accounts.still_opens(body, *checked));
  const ChangePassword stale{"li na", hash_password(own_password), checked->password_hash, {}};
  ASSERT_EQ(account(ResetPassword{"li na", hash_password(first_password)}, "granter"),
            Refusal::none);
  EXPECT_FALSE(accounts.still_opens(body, *checked)) << "though the words are the same";
  EXPECT_EQ(account(stale, "head_1"), Refusal::name_or_password_is_wrong);
  const auto anew = accounts.check(body, "li na", first_password);
  ASSERT_TRUE(anew);
  ASSERT_EQ(account(LockAccount{"li na"}, "granter"), Refusal::none);
  EXPECT_FALSE(accounts.still_opens(body, *anew));
}

TEST_F(TwoPeople, AtTheMachineNobodyActsAsWhoseAccountIsLocked) {
  ASSERT_EQ(make("head_1", "li na"), Refusal::none);
  const auto found = [&] {
    return find_account(world.places().database, world.province().no, "li na");
  };
  EXPECT_EQ(found(), world.person("head_1"));
  ASSERT_EQ(account(LockAccount{"li na"}, "granter"), Refusal::none);
  EXPECT_EQ(found(), std::nullopt);
}

struct WithATelephone : TwoPeople {
  const PersonId person = world.person("head_1");
  const BodyNo body = world.province().no;
  SecondFactors factors{world.places().database, Keys(folder.path() / "telephones")};
  std::vector<std::string> codes;

  Refusal set_up() {
    const auto secret = factors.begin(body, person, random);
    if (!secret) return secret.error().law;
    const std::string code = one_time_code(*secret, one_time_step_at(world.now()));
    auto shown = factors.show(body, person, code, world.now(), random);
    if (!shown) return shown.error().law;
    codes = shown->codes;
    return account(shown->act, "head_1");
  }
  Refusal as_told() {
    const auto told = factors.is_as_told(body, person);
    return told ? Refusal::none : told.error().law;
  }
  std::vector<std::string> acts() {
    Connection connection(world.places().database, OpenFor::reading);
    std::vector<std::string> all;
    for (const Entry& entry : account_entries_of(connection, body, person))
      all.push_back(entry.head.act);
    return all;
  }
  std::string finding(std::string_view what) {
    return "second_factors " + to_text(person) + " " + std::string(what) + " \n";
  }
};

TEST_F(WithATelephone, TheJournalTellsThatASecondFactorWasSetAndDroppedAndNoSecret) {
  ASSERT_EQ(make("head_1", "li na"), Refusal::none);
  ASSERT_EQ(set_up(), Refusal::none);
  EXPECT_EQ(acts(), (std::vector<std::string>{"make_account", "set_second_factor"}));
  EXPECT_EQ(set_up(), Refusal::it_is_there_already);
  EXPECT_EQ(findings(), "");
  ASSERT_TRUE(factors.check(body, person, codes[0], world.now()));
  EXPECT_EQ(findings(), "") << "a recovery code that was used is no finding";
  EXPECT_EQ(account(DropSecondFactor{person}, "head_2"), Refusal::post_does_not_allow_this);
  EXPECT_EQ(account(DropSecondFactor{person}, "granter"), Refusal::post_does_not_allow_this);
  ASSERT_EQ(account(DropSecondFactor{person}, "head_1"), Refusal::none);
  EXPECT_EQ(account(DropSecondFactor{person}, "head_1"), Refusal::nothing_is_there);
  ASSERT_EQ(set_up(), Refusal::none);
  ASSERT_EQ(account(ResetPassword{"li na", hash_password(first_password)}, "granter"),
            Refusal::none);
  EXPECT_EQ(acts(), (std::vector<std::string>{"make_account", "set_second_factor",
                                              "drop_second_factor", "set_second_factor",
                                              "reset_password", "drop_second_factor"}));
  EXPECT_EQ(findings(), "");
}

TEST_F(WithATelephone, WhoseRowWasTakenOutIsLetInByNoPasswordAloneAndSetsNoneUpAnew) {
  ASSERT_EQ(make("head_1", "li na"), Refusal::none);
  ASSERT_EQ(set_up(), Refusal::none);
  EXPECT_EQ(as_told(), Refusal::none);
  tamper("DELETE FROM recovery_codes");
  EXPECT_EQ(as_told(), Refusal::none) << "all may be used";
  tamper("DELETE FROM second_factors");
  EXPECT_EQ(findings(), finding("row_is_missing"));
  EXPECT_EQ(as_told(), Refusal::tables_differ_from_the_journal);
  EXPECT_EQ(set_up(), Refusal::it_is_there_already);
  ASSERT_EQ(account(ResetPassword{"li na", hash_password(first_password)}, "machine"),
            Refusal::none);
  EXPECT_EQ(as_told(), Refusal::none) << "at the machine he begins anew";
  EXPECT_EQ(findings(), "");
  EXPECT_EQ(set_up(), Refusal::none);
}

TEST_F(WithATelephone, WhatWasPutIntoTheTablesByHandIsFoundAndOpensNothing) {
  ASSERT_EQ(make("head_1", "li na"), Refusal::none);
  ASSERT_EQ(set_up(), Refusal::none);
  tamper("INSERT INTO recovery_codes SELECT body, person, randomblob(32) FROM second_factors");
  EXPECT_EQ(findings(), finding("row_was_changed"));
  EXPECT_EQ(as_told(), Refusal::tables_differ_from_the_journal);
  EXPECT_FALSE(factors.check(body, person, codes[1], world.now()));
  ASSERT_EQ(account(DropSecondFactor{person}, "head_1"), Refusal::none);
  tamper(
      "INSERT INTO second_factors(body, person, sealed, confirmed, last_step)"
      " SELECT body, person, randomblob(60), 1, -1 FROM accounts WHERE name = 'li na'");
  EXPECT_EQ(findings(), finding("row_was_added"));
  world.stop();
  world.start();
  EXPECT_EQ(findings(), finding("row_was_added")) << "nor is it adopted";
}

TEST_F(WithATelephone, SecondFactorsFromBeforeAreAdoptedOnce) {
  ASSERT_EQ(make("head_1", "li na"), Refusal::none);
  world.stop();
  {
    Connection connection(world.places().database, OpenFor::writing);
    connection.run("ALTER TABLE second_factors DROP COLUMN entry");
    connection.run(
        "INSERT INTO second_factors(body, person, sealed, confirmed, last_step)"
        " SELECT body, person, randomblob(60), 1, -1 FROM accounts WHERE name = 'li na'");
    connection.run(
        "INSERT INTO recovery_codes SELECT body, person, randomblob(32)"
        " FROM second_factors");
  }
  EXPECT_EQ(as_told(), Refusal::none) << "not adopted yet";
  world.start();
  EXPECT_EQ(acts(), (std::vector<std::string>{"make_account", "adopt_second_factor"}));
  EXPECT_EQ(findings(), "");
  world.stop();
  world.start();
  EXPECT_EQ(acts().size(), 2U);
  tamper("DELETE FROM second_factors");
  EXPECT_EQ(as_told(), Refusal::tables_differ_from_the_journal);
}

}  // namespace
}  // namespace chuangyou
