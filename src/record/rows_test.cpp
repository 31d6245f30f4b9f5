#include "record/rows.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "record/cases_for_tests.h"
#include "record/reports_for_tests.h"

namespace chuangyou {
namespace {

using cases::holder;
using cases::person;
using cases::unit;

constexpr std::string_view day = "2011-03-01 09:00:00";

const Value a_person = Uuid(person(7));

Value text(std::string_view words) { return std::string(words); }

Row team_row(std::int64_t id, Value who, Value note = {}) {
  Row row{id, std::vector<Value>(reports::team.column_count), 0};
  row.cells[0] = std::move(who);
  row.cells[3] = std::move(note);
  return row;
}
Row finding_row(std::int64_t id, std::string_view wording, std::string_view grade = {}) {
  Row row{id, std::vector<Value>(reports::findings.column_count), 0};
  row.cells[0] = Uuid(unit(2));
  row.cells[1] = text(wording);
  if (!grade.empty()) row.cells[2] = text(grade);
  return row;
}
Value rows_of(std::vector<Row> rows) {
  Value value;
  value.emplace<Rows>(std::move(rows));
  return value;
}

class RowsOfARecord : public testing::Test {
 protected:
  using Given = std::vector<std::pair<std::string_view, Value>>;

  Result<Changes> try_to(std::string_view act, const Actor& actor, Given given) const {
    Asked asked{*reports::ledger.act(act), {}, {}, {}};
    if (asked.act.from.empty()) asked.unit = unit(2);
    for (auto& [name, value] : given)
      asked.fields.push_back({reports::ledger.index_of(*reports::ledger.field(name)), value});
    return decide(record, asked, actor, house.at(day), house.circumstances());
  }
  Refused act(std::string_view name, const Actor& actor, Given given) {
    const Result<Changes> changes = try_to(name, actor, std::move(given));
    if (!changes) return changes.error();
    apply(record, *changes, house.at(day), actor.person, record.version + 1);
    return {Refusal::none, {}, {}};
  }
  void report(std::vector<Row> team, std::vector<Row> findings = {}) {
    ASSERT_EQ(act("report", inspector,
                  {{"title", text("甲")},
                   {"team", rows_of(std::move(team))},
                   {"findings", rows_of(std::move(findings))}})
                  .law,
              Refusal::none);
  }
  std::vector<std::int64_t> ids(const Field<Kind::rows>& field) const {
    std::vector<std::int64_t> found;
    for (const RowRead& row : record.get(field)) found.push_back(row.id());
    return found;
  }

  cases::House house;
  Record record{reports::ledger};
  const Actor inspector = holder(1, Role::inspector, 1);
};

TEST_F(RowsOfARecord, AreNumberedForTheWholeRecordAndNoNumberComesTwice) {
  report({team_row(0, a_person), team_row(0, a_person)}, {finding_row(0, "乱")});
  EXPECT_EQ(ids(reports::team), (std::vector<std::int64_t>{1, 2}));
  EXPECT_EQ(ids(reports::findings), (std::vector<std::int64_t>{3}));
  EXPECT_EQ(act("correct", inspector, {{"findings", Value{}}}).law, Refusal::none);
  EXPECT_TRUE(is_empty(record.value("findings")));
  EXPECT_EQ(
      act("correct", inspector, {{"team", rows_of({team_row(2, a_person), team_row(0, a_person)})}})
          .law,
      Refusal::none);
  EXPECT_EQ(ids(reports::team), (std::vector<std::int64_t>{2, 4}));
  EXPECT_EQ(record.last_row(), 4);
  EXPECT_EQ(record.row(3), nullptr);
}

TEST_F(RowsOfARecord, ChangeAloneInAnEntry) {
  report({team_row(0, a_person), team_row(0, a_person), team_row(0, a_person)});
  const Result<Changes> changes =
      try_to("correct", inspector,
             {{"team", rows_of({team_row(1, a_person), team_row(3, a_person, text("迟"))})}});
  ASSERT_TRUE(changes);
  ASSERT_EQ(changes->fields.size(), 1U);
  const Rows& changed = std::get<Rows>(changes->fields[0].value);
  ASSERT_EQ(changed.all.size(), 2U);
  EXPECT_EQ(changed.all[0].id, 2);
  EXPECT_TRUE(changed.all[0].cells.empty()) << "it goes";
  EXPECT_EQ(changed.all[1].id, 3);
  const Result<Changes> same = try_to(
      "correct", inspector,
      {{"team", rows_of({team_row(1, a_person), team_row(2, a_person), team_row(3, a_person)})}});
  ASSERT_FALSE(same);
  EXPECT_EQ(same.error().law, Refusal::nothing_would_change);
}

TEST_F(RowsOfARecord, StandInTheOrderInWhichTheyWereAskedFor) {
  report({team_row(0, a_person), team_row(0, a_person)});
  const auto asked = rows_of({team_row(1, a_person), team_row(0, a_person), team_row(2, a_person)});
  const Result<Changes> inserted = try_to("correct", inspector, {{"team", asked}});
  ASSERT_TRUE(inserted);
  const Rows& change = std::get<Rows>(inserted->fields.at(0).value);
  EXPECT_EQ(order_in(change), (std::vector<std::int64_t>{1, 3, 2}));
  EXPECT_EQ(change.all.size(), 2U) << "the new row and the order";
  EXPECT_EQ(act("correct", inspector, {{"team", asked}}).law, Refusal::none);
  EXPECT_EQ(ids(reports::team), (std::vector<std::int64_t>{1, 3, 2}));
  const auto moved = rows_of({team_row(3, a_person), team_row(2, a_person), team_row(1, a_person)});
  EXPECT_EQ(act("correct", inspector, {{"team", moved}}).law, Refusal::none) << "the order alone";
  EXPECT_EQ(ids(reports::team), (std::vector<std::int64_t>{3, 2, 1}));
  EXPECT_EQ(act("correct", inspector, {{"team", moved}}).law, Refusal::nothing_would_change);
  EXPECT_EQ(act("correct", inspector,
                {{"team", rows_of({team_row(2, a_person, text("迟")), team_row(1, a_person)})}})
                .law,
            Refusal::none);
  EXPECT_EQ(ids(reports::team), (std::vector<std::int64_t>{2, 1})) << "others keep their places";
}

TEST_F(RowsOfARecord, OfEntriesThatSayNothingOfTheOrderFoldAsBefore) {
  Value held;
  change_rows(held, rows_of({team_row(1, a_person), team_row(2, a_person), team_row(4, a_person)}));
  change_rows(held,
              rows_of({{2, {}, 0}, team_row(4, a_person, text("迟")), team_row(5, a_person)}));
  std::vector<std::int64_t> found;
  for (const Row& row : std::get<Rows>(held).all) found.push_back(row.id);
  EXPECT_EQ(found, (std::vector<std::int64_t>{1, 4, 5}));
  EXPECT_EQ(std::get<Rows>(held).last_id, 5);
}

TEST_F(RowsOfARecord, NameTheCellThatIsWrong) {
  const auto refused = [&](std::string_view field, std::vector<Row> rows) {
    const Result<Changes> changes =
        try_to("report", inspector, {{"title", text("甲")}, {field, rows_of(std::move(rows))}});
    return changes ? Refused{Refusal::none, {}, {}} : changes.error();
  };
  Refused missing = refused("team", {team_row(0, a_person), team_row(0, {}, text("迟"))});
  EXPECT_EQ(missing.law, Refusal::field_is_missing);
  EXPECT_EQ(missing.field, "team.2.who");
  Refused unknown = refused("findings", {finding_row(0, "乱", "huge")});
  EXPECT_EQ(unknown.law, Refusal::choice_is_unknown);
  EXPECT_EQ(unknown.field, "findings.1.grade");
  EXPECT_EQ(refused("findings", {finding_row(0, std::string(21, 'x'))}).law,
            Refusal::field_is_too_long);
  Refused not_there = refused("team", {team_row(5, a_person)});
  EXPECT_EQ(not_there.law, Refusal::row_is_unknown);
  EXPECT_EQ(not_there.detail, "5");
  EXPECT_EQ(refused("team", std::vector<Row>(rows_max, team_row(0, a_person))).law, Refusal::none);
  EXPECT_EQ(refused("team", std::vector<Row>(rows_max + 1, team_row(0, a_person))).law,
            Refusal::rows_are_too_many);
}

TEST_F(RowsOfARecord, KeepWhatNobodyNamesOrMayWrite) {
  report({team_row(0, a_person, text("迟"))});
  Rows held = std::get<Rows>(record.value("team"));
  held.all[0].cells[2] = text("locked");  // a sealed column, filled by a path of its own
  record.set("team", held);
  Row asked = team_row(1, a_person, {});
  asked.cells[1] = true;
  asked.unnamed = 1U << 3U;  // of the note nothing is said
  ASSERT_EQ(act("correct", inspector, {{"team", rows_of({asked})}}).law, Refusal::none);
  const Row& row = *record.row(1);
  EXPECT_EQ(row.cells[1], Value(true));
  EXPECT_EQ(row.cells[2], text("locked"));
  EXPECT_EQ(row.cells[3], text("迟"));
  asked.cells[4] = text("x");
  Refused retired = act("correct", inspector, {{"team", rows_of({asked})}});
  EXPECT_EQ(retired.law, Refusal::field_is_unknown);
  EXPECT_EQ(retired.field, "team.1.sign");
  EXPECT_EQ(
      act("correct", inspector, {{"team", rows_of({team_row(1, a_person), team_row(1, a_person)})}})
          .law,
      Refusal::row_is_unknown)
      << "one row cannot stand twice";
}

TEST_F(RowsOfARecord, AreLookedAtByRightsAndRules) {
  report({team_row(0, a_person)}, {finding_row(0, "乱", "grave")});
  EXPECT_EQ(act("correct", holder(7, Role::member, 3), {{"title", text("乙")}}).law, Refusal::none)
      << "he is of the team";
  EXPECT_EQ(act("correct", holder(8, Role::member, 3), {{"title", text("丙")}}).law,
            Refusal::post_does_not_allow_this);
  EXPECT_EQ(act("answer", holder(8, Role::division, 3), {}).law, Refusal::post_does_not_allow_this);
  const Actor found = holder(8, Role::division, 2);
  EXPECT_EQ(act("answer", found, {}).law, Refusal::unit_takes_no_work) << "the rule reads its rows";
  ASSERT_EQ(act("correct", inspector, {{"findings", rows_of({finding_row(2, "乱", "light")})}}).law,
            Refusal::none);
  EXPECT_EQ(act("answer", found, {}).law, Refusal::none);
}

TEST_F(RowsOfARecord, ShowTheirPublicColumnsOnly) {
  report({team_row(0, a_person, text("迟"))}, {finding_row(0, "乱")});
  Record for_all = record;
  redact(for_all, Sight::public_fields);
  EXPECT_TRUE(is_empty(for_all.value("findings")));
  EXPECT_TRUE(is_empty(for_all.row(1)->cells[0]));
  EXPECT_EQ(for_all.row(1)->cells[3], text("迟"));
  redact(record, Sight::whole);
  EXPECT_EQ(record.row(1)->cells[0], a_person);
}

TEST_F(RowsOfARecord, RetiredFieldsAreTakenByNoActAndFoldAsBefore) {
  report({});
  Refused refused = act("correct", inspector, {{"decision", text("同意")}});
  EXPECT_EQ(refused.law, Refusal::field_is_unknown);
  EXPECT_EQ(refused.field, "decision");
  Changes old;  // an entry of the days when an act took it
  old.act = "correct";
  old.state = "open";
  old.fields.push_back(
      {reports::ledger.index_of(*reports::ledger.field("decision")), text("同意")});
  apply(record, old, house.at(day), inspector.person, record.version + 1);
  EXPECT_EQ(record.value("decision"), text("同意"));
}

// Whatever is asked for, one time after the other: the entries folded are the rows as they were
// asked for, and a number that was given is never given to another row.
RC_GTEST_PROP(Rows, FoldedFromEntriesAreTheRowsThatWereAskedFor, ()) {
  const FieldSpec& field = reports::team;
  const auto no_fault = [](const FieldSpec&, const Value&) { return std::optional<Refused>(); };
  Value held, folded;
  std::int64_t last = 0, given = 0;
  const int times = *rc::gen::inRange(1, 12);
  for (int time = 0; time < times; ++time) {
    std::vector<Row> asked;
    if (const Rows* rows = std::get_if<Rows>(&held))
      for (const Row& row : rows->all) {
        if (*rc::gen::inRange(0, 4) == 0) continue;
        asked.push_back(*rc::gen::inRange(0, 3) == 0
                            ? team_row(row.id, a_person, text(std::to_string(time)))
                            : row);
      }
    const int fresh = *rc::gen::inRange(0, 4);
    for (int i = 0; i < fresh; ++i) {
      asked.push_back(team_row(0, a_person));
      ++given;
    }
    if (*rc::gen::inRange(0, 2) == 0)
      for (std::size_t i = asked.size(); i > 1; --i)
        std::swap(asked[i - 1], asked[*rc::gen::inRange<std::size_t>(0, i)]);
    const Result<Rows> changed = rows_that_change(field, held, rows_of(asked), last, no_fault);
    RC_ASSERT(changed.has_value());
    for (const Row& row : changed->all) last = std::max(last, row.id);
    change_rows(folded, *changed);
    const auto& all = std::get<Rows>(folded).all;
    RC_ASSERT(all.size() == asked.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      RC_ASSERT(all[i].cells == asked[i].cells);
      RC_ASSERT(asked[i].id == 0 || asked[i].id == all[i].id);
    }
    held = folded;
    RC_ASSERT(std::get<Rows>(held).last_id == given);
  }
}

}  // namespace
}  // namespace chuangyou
