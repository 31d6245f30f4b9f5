// A post takes two people, and an account stands in the journal: what waits and what was done is
// there after a restart, after a rebuild, and held against the tables.
#include <gtest/gtest.h>

#include <algorithm>

#include "access/accounts.h"
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
    const auto person =
        Accounts(world.places().database).check(world.province().no, name, password);
    return person ? Refusal::none : person.error().law;
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
  for (const AccountAct& act : std::vector<AccountAct>{
           LockAccount{"li na"}, ResetPassword{"li na", other}, EndAccount{"li na"}})
    for (const std::string_view who : {"admin", "auditor", "head_1", "worker"})
      EXPECT_EQ(account(act, who), Refusal::post_does_not_allow_this) << who << " " << name_of(act);
  EXPECT_EQ(account(ChangePassword{"li na", other}, "head_2"), Refusal::nothing_is_there);
  EXPECT_EQ(account(LockAccount{"nobody"}, "granter"), Refusal::nothing_is_there);
  EXPECT_EQ(findings(), "");
}

TEST_F(TwoPeople, ALockedOrEndedAccountOpensNothingAndSaysNoMore) {
  ASSERT_EQ(make("head_1", "li na"), Refusal::none);
  EXPECT_TRUE(row("li na").must_change);
  EXPECT_EQ(log_in("li na", first_password), Refusal::none);
  ASSERT_EQ(account(ChangePassword{"li na", hash_password(own_password)}, "head_1"), Refusal::none);
  EXPECT_FALSE(row("li na").must_change);
  EXPECT_EQ(log_in("li na", first_password), Refusal::name_or_password_is_wrong);
  EXPECT_EQ(log_in("li na", own_password), Refusal::none);
  ASSERT_EQ(account(LockAccount{"li na"}, "granter"), Refusal::none);
  EXPECT_EQ(account(LockAccount{"li na"}, "granter"), Refusal::nothing_would_change);
  EXPECT_EQ(log_in("li na", own_password), Refusal::name_or_password_is_wrong);
  EXPECT_EQ(account(ChangePassword{"li na", hash_password(own_password)}, "head_1"),
            Refusal::state_does_not_allow_this);
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
  EXPECT_EQ(account(ChangePassword{"two", hash_password(first_password)}, "head_2"), Refusal::none);
  world.stop();
  ASSERT_TRUE(rebuild(world.places(), world.now()));
  world.start();
  EXPECT_EQ(log_in("two", first_password), Refusal::none) << "a rebuild leaves the table alone";
}

}  // namespace
}  // namespace chuangyou
