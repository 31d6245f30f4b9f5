#include "org/unit_import.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>

namespace chuangyou {
namespace {

const Moment now{1'467'331'200'000'000};  // 2016-07-01

class UnitImport : public testing::Test {
 protected:
  void SetUp() override {
    Unit root;
    root.id = root_ = UnitId(make_uuid_v7(now, random_));
    root.name = "UK government";
    ASSERT_TRUE(tree_.put(root));
  }
  UnitPlan planned(const std::vector<UnitRow>& rows, bool take_first = false) {
    return plan_units(rows, tree_, root_, take_first, now, make_date(2026, 1, 1), random_);
  }
  // As whoever imports does it: each act decided on the tree as the acts before left it.
  void carry_out(const UnitPlan& plan) {
    Actor administrator;
    administrator.person = PersonId(make_uuid_v7(now, random_));
    administrator.posts.push_back(Post{Role::administrator, root_, tree_.path_of(0), Date{0}, {}});
    for (const FoundUnit& act : plan.acts) {
      Result<void> decided = decide(act, administrator, tree_, people_, make_date(2026, 1, 1));
      ASSERT_TRUE(decided) << act.unit.name << ": " << name_of(decided.error().law);
      ASSERT_TRUE(apply(act, tree_, people_));
    }
    for (const DescribeUnit& act : plan.described) {
      ASSERT_TRUE(decide(act, administrator, tree_, people_, make_date(2026, 1, 1)));
      ASSERT_TRUE(apply(act, tree_, people_));
    }
  }

  RandomSource random_ = RandomSource::from_seed(7);
  Tree tree_;
  People people_;
  UnitId root_;
};

UnitRow row_of(std::int64_t row, std::string code, std::vector<std::string> parents = {}) {
  UnitRow unit;
  unit.row = row;
  unit.name = "unit " + code;
  unit.code = std::move(code);
  unit.parents = std::move(parents);
  return unit;
}

std::vector<std::string> split(const std::string& text, char by) {
  std::vector<std::string> parts;
  for (std::size_t start = 0; start < text.size();) {
    std::size_t end = std::min(text.find(by, start), text.size());
    parts.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return parts;
}

// Cells of a line that has no line breaks within quotes, as this file has none.
std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') {
      cells.back() += line[i++];
    } else if (line[i] == '"') {
      quoted = !quoted;
    } else if (line[i] == ',' && !quoted) {
      cells.emplace_back();
    } else if (line[i] != '\r') {
      cells.back() += line[i];
    }
  }
  return cells;
}

std::vector<UnitRow> uk_organisations() {
  std::ifstream file(CHUANGYOU_SOURCE_DIR "/tests/data/org-uk-gov/organisations.csv");
  std::vector<UnitRow> rows;
  std::string line;
  std::getline(file, line);
  std::vector<std::string> header = cells_of(line);
  auto column = [&](std::string_view name) {
    return static_cast<std::size_t>(std::ranges::find(header, name) - header.begin());
  };
  while (std::getline(file, line)) {
    std::vector<std::string> cells = cells_of(line);
    UnitRow row;
    row.row = static_cast<std::int64_t>(rows.size()) + 1;
    row.code = cells.at(column("slug"));
    row.name = cells.at(column("name"));
    row.parents = split(cells.at(column("parents")), ';');
    row.closed = cells.at(column("status")) == "closed";
    row.closed_on = cells.at(column("closed_at"));
    if (const std::string& short_name = cells.at(column("abbreviation")); !short_name.empty())
      row.aliases.push_back(short_name);
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<const UnitFinding*> of_law(const UnitPlan& plan, Refusal law) {
  std::vector<const UnitFinding*> findings;
  for (const UnitFinding& finding : plan.findings)
    if (finding.refused.law == law) findings.push_back(&finding);
  return findings;
}

TEST_F(UnitImport, UkOrganisationsWithSeveralParentsAreRefusedByName) {
  std::vector<UnitRow> rows = uk_organisations();
  ASSERT_EQ(rows.size(), 1'016U);
  UnitPlan plan = planned(rows);
  EXPECT_EQ(plan.acts.size(), 1'000U);
  std::set<std::string> several;
  for (const UnitFinding* finding : of_law(plan, Refusal::unit_has_several_parents)) {
    EXPECT_FALSE(finding->is_note);
    several.insert(finding->name);
  }
  EXPECT_EQ(several.size(), 16U);
  EXPECT_TRUE(several.contains("Planning Inspectorate"));
  EXPECT_TRUE(several.contains("Government Digital Service"));
  EXPECT_EQ(of_law(plan, Refusal::unit_closed_without_a_date).size(), 409U);
  EXPECT_EQ(of_law(plan, Refusal::unit_is_closed).size(), 5U) << "stand below one that ended";
  EXPECT_EQ(plan.findings.size(), 16U + 409U + 5U);
  carry_out(plan);
  EXPECT_EQ(tree_.size(), 1'001);
}

TEST_F(UnitImport, UkOrganisationsAreAllFoundedWhereTheFirstParentIsTaken) {
  std::vector<UnitRow> rows = uk_organisations();
  UnitPlan plan = planned(rows, true);
  EXPECT_EQ(plan.acts.size(), 1'016U);
  for (const UnitFinding& finding : plan.findings) EXPECT_TRUE(finding.is_note) << finding.name;
  EXPECT_EQ(of_law(plan, Refusal::unit_has_several_parents).size(), 16U);
  auto undated = of_law(plan, Refusal::unit_closed_without_a_date);
  EXPECT_EQ(undated.size(), 409U);
  for (const UnitFinding* finding : undated) EXPECT_FALSE(finding->name.empty());
  carry_out(plan);

  ASSERT_EQ(tree_.size(), 1'017);
  std::map<std::size_t, int> by_depth;
  int closed = 0, dated = 0;
  for (UnitNo no = 1; no < tree_.size(); ++no) {
    ++by_depth[tree_.path_of(no).size() / path_segment_size - 1];
    closed += tree_.unit(no).is_closed ? 1 : 0;
    dated += tree_.unit(no).until ? 1 : 0;
  }
  EXPECT_EQ(closed, 466);
  EXPECT_EQ(dated, 57);
  // Along the first parents it would be 459, 469, 86, 2; six stand below one that ended, and go up.
  EXPECT_EQ(by_depth, (std::map<std::size_t, int>{{1, 463}, {2, 467}, {3, 84}, {4, 2}}));
  std::set<std::string> go_up;
  for (const UnitFinding* finding : of_law(plan, Refusal::unit_is_closed))
    go_up.insert(finding->name);
  EXPECT_EQ(go_up.size(), 6U);
  for (const UnitRow& row : rows) {
    const Unit* unit = tree_.find_by_code(row.code);
    ASSERT_NE(unit, nullptr) << row.code;
    const Unit& above = tree_.unit(tree_.parent_of(unit->no));
    EXPECT_TRUE(unit->is_closed || !above.is_closed) << row.code;
    std::string superior = row.parents.empty() ? "" : row.parents.front();
    EXPECT_EQ(above.code != superior, go_up.contains(unit->name)) << row.code;
  }
  EXPECT_EQ((*tree_.find_by_name("AGO"))->name, "Attorney General's Office");
  EXPECT_EQ(of_law(planned(rows, true), Refusal::id_was_imported_before).size(), 1'016U);
}

// Below a unit that was closed here nothing is founded; where it was merged, its code leads on.
TEST_F(UnitImport, TheCodeOfAUnitThatEndedLeadsToTheOneThatGoesOn) {
  carry_out(planned({row_of(1, "a"), row_of(2, "b"), row_of(3, "c")}));
  const auto id = [&](const char* code) { return tree_.find_by_code(code)->id; };
  People people;
  ASSERT_TRUE(apply(MergeUnits{id("a"), id("b"), make_date(2011, 3, 1)}, tree_, people));
  ASSERT_TRUE(apply(CloseUnit{id("c"), make_date(2011, 3, 1)}, tree_, people));
  const UnitPlan plan = planned({row_of(1, "d", {"a"}), row_of(2, "e", {"c"})});
  ASSERT_EQ(plan.acts.size(), 1U);
  EXPECT_EQ(plan.acts.front().unit.administrative_parent, id("b"));
  ASSERT_EQ(plan.findings.size(), 1U);
  EXPECT_EQ(plan.findings.front().refused.law, Refusal::unit_is_closed);
  EXPECT_EQ(plan.findings.front().row, 2);
}

TEST_F(UnitImport, ParentsComeFirstWhateverTheOrderInTheFile) {
  UnitPlan plan = planned({row_of(1, "c", {"b"}), row_of(2, "b", {"a"}), row_of(3, "a")});
  ASSERT_EQ(plan.acts.size(), 3U);
  EXPECT_TRUE(plan.findings.empty());
  EXPECT_EQ(plan.acts[0].unit.code, "a");
  EXPECT_EQ(plan.acts[2].unit.code, "c");
  carry_out(plan);
  // A later file may hang units below these.
  carry_out(planned({row_of(1, "d", {"c"})}));
  EXPECT_EQ(tree_.line_of(tree_.find_by_code("d")->no).size(), 5U);
}

TEST_F(UnitImport, EveryFaultOfARowIsNamed) {
  UnitRow nameless = row_of(4, "n"), odd = row_of(5, "o"), late = row_of(6, "l");
  nameless.name = " ";
  odd.type = "ministry";
  late.closed_on = "2013/1/22";
  UnitRow twin = row_of(11, "t2");
  twin.name = "unit t1";
  UnitPlan plan =
      planned({row_of(1, "a", {"x"}), row_of(2, ""), row_of(3, "b"), row_of(3, "b"), nameless, odd,
               late, row_of(7, "p", {"q"}), row_of(8, "q", {"p"}), row_of(9, "below p", {"p"}),
               row_of(10, "t1"), twin, row_of(12, "self", {"self"}), row_of(13, "below a", {"a"}),
               row_of(14, "twice", {"b", "b"})});
  std::vector<std::pair<std::int64_t, Refusal>> found;
  for (const UnitFinding& finding : plan.findings) {
    EXPECT_FALSE(finding.is_note);
    found.emplace_back(finding.row, finding.refused.law);
  }
  EXPECT_EQ(found,
            (std::vector<std::pair<std::int64_t, Refusal>>{{1, Refusal::parent_is_unknown},
                                                           {2, Refusal::field_is_missing},
                                                           {3, Refusal::id_is_there_twice},
                                                           {4, Refusal::field_is_missing},
                                                           {5, Refusal::choice_is_unknown},
                                                           {6, Refusal::date_is_not_iso},
                                                           {7, Refusal::parents_form_a_circle},
                                                           {8, Refusal::parents_form_a_circle},
                                                           {9, Refusal::parent_is_unknown},
                                                           {11, Refusal::name_is_taken},
                                                           {12, Refusal::parents_form_a_circle},
                                                           {13, Refusal::parent_is_unknown}}));
  EXPECT_EQ(plan.acts.size(), 3U);  // b, t1, twice
  EXPECT_EQ(of_law(plan, Refusal::parent_is_unknown)[0]->refused.detail, "x");
}

TEST_F(UnitImport, DaysThatCannotBeAndNamesThatLookAlikeAreRefused) {
  UnitRow old = row_of(1, "a"), coming = row_of(2, "b"), first = row_of(3, "c"),
          alike = row_of(4, "d"), in_part = row_of(5, "e"), not_founded = row_of(6, "f");
  old.closed_on = "1899-01-01";
  in_part.closed_on = "2027";
  not_founded.founded_on = "2026-02";
  coming.closed_on = "2026-01-02";
  first.name = "企业处 1";
  alike.name = "企业处１";
  const UnitPlan plan = planned({old, coming, first, alike, in_part, not_founded});
  EXPECT_EQ(plan.findings.back().refused.field, "founded_on");
  std::vector<std::pair<std::int64_t, Refusal>> found;
  for (const UnitFinding& finding : plan.findings)
    found.emplace_back(finding.row, finding.refused.law);
  EXPECT_EQ(found,
            (std::vector<std::pair<std::int64_t, Refusal>>{{1, Refusal::date_is_out_of_range},
                                                           {2, Refusal::day_is_still_to_come},
                                                           {4, Refusal::name_is_taken},
                                                           {5, Refusal::day_is_still_to_come},
                                                           {6, Refusal::day_is_still_to_come}}));
  ASSERT_EQ(plan.acts.size(), 1u);
  carry_out(plan);
  alike.code = "e";
  EXPECT_EQ(planned({alike}).findings.at(0).refused.law, Refusal::name_is_taken);
}

TEST_F(UnitImport, UnitsBelowARefusedOneAreRefusedToo) {
  std::vector<UnitRow> rows = {row_of(1, "a"), row_of(2, "b"), row_of(3, "c", {"a", "b"}),
                               row_of(4, "d", {"c"}), row_of(5, "e", {"d"})};
  UnitPlan plan = planned(rows);
  EXPECT_EQ(plan.acts.size(), 2U);
  ASSERT_EQ(plan.findings.size(), 3U);
  EXPECT_EQ(plan.findings[0].refused.detail, "a;b");
  EXPECT_EQ(plan.findings[1].refused.law, Refusal::parent_is_unknown);
  EXPECT_EQ(plan.findings[2].refused.law, Refusal::parent_is_unknown);
  EXPECT_EQ(planned(rows, true).acts.size(), 5U);
}

TEST_F(UnitImport, ATreeTooDeepIsRefusedWhereItEnds) {
  std::vector<UnitRow> rows;
  for (int i = 0; i < 70; ++i)
    rows.push_back(
        row_of(i + 1, std::to_string(i),
               i == 0 ? std::vector<std::string>{} : std::vector{std::to_string(i - 1)}));
  UnitPlan plan = planned(rows);
  EXPECT_EQ(plan.acts.size(), path_depth_max - 1);
  EXPECT_EQ(of_law(plan, Refusal::number_is_out_of_range).size(), 1U);
  EXPECT_EQ(plan.acts.size() + plan.findings.size(), rows.size());
  carry_out(plan);
}

RC_GTEST_PROP(UnitImportProperty, EachRowHasOneOutcomeAndThePlanCanBeCarriedOut, ()) {
  RandomSource random = RandomSource::from_seed(1);
  Tree tree;
  Unit root;
  root.id = UnitId(make_uuid_v7(now, random));
  RC_ASSERT(tree.put(root).has_value());
  std::vector<UnitRow> rows;
  int size = *rc::gen::inRange(1, 25);
  for (int i = 0; i < size; ++i) {
    std::vector<std::string> parents;
    for (int each : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, size + 1)))
      if (parents.size() < 2) parents.push_back(std::to_string(each));
    UnitRow row = row_of(i + 1, std::to_string(*rc::gen::inRange(0, 2 * size)), parents);
    row.closed = *rc::gen::arbitrary<bool>();
    rows.push_back(row);
  }
  UnitPlan plan = plan_units(rows, tree, root.id, *rc::gen::arbitrary<bool>(), now,
                             make_date(2026, 1, 1), random);
  std::set<std::int64_t> refused;
  for (const UnitFinding& finding : plan.findings)
    if (!finding.is_note) RC_ASSERT(refused.insert(finding.row).second);
  for (const UnitFinding& finding : plan.findings)
    if (finding.is_note) RC_ASSERT(!refused.contains(finding.row));
  RC_ASSERT(plan.acts.size() + refused.size() == rows.size());
  for (const FoundUnit& act : plan.acts) RC_ASSERT(tree.put(act.unit).has_value());
}

TEST_F(UnitImport, WhatAUnitIsComesWithIt) {
  UnitRow described = row_of(1, "A"), other = row_of(2, "B"), plain = row_of(3, "C");
  described.founded_on = "2012-03-01";
  described.level = "city";
  described.sector = "health";
  described.exposure = {"window", "grass_roots"};
  described.order_number = "7";
  other.order_number = "3";
  const UnitPlan plan = planned({described, other, plain});
  EXPECT_TRUE(plan.findings.empty());
  ASSERT_EQ(plan.described.size(), 2u) << "of which something is said";
  carry_out(plan);
  const UnitNo first = tree_.find_by_code("A")->no, second = tree_.find_by_code("B")->no;
  const UnitDescription& said = *tree_.descriptions().on(first, make_date(2012, 3, 1));
  EXPECT_EQ(said.level, UnitLevel::city);
  EXPECT_EQ(said.sector, "health");
  EXPECT_EQ(names_of(said.exposure), (std::vector<std::string>{"window", "grass_roots"}));
  EXPECT_EQ(tree_.descriptions().on(first, make_date(2012, 2, 29)), nullptr);
  EXPECT_EQ(tree_.descriptions().on(second, make_date(2026, 1, 1))->order_number, 3);
}

// A division stands below its bureau, and its branch below the Party committee of the organs: two
// lines, of which each is founded from above.
TEST_F(UnitImport, ThePartyLineIsASecondSuperior) {
  UnitRow branch = row_of(1, "branch", {"bureau"}), committee = row_of(2, "committee"),
          bureau = row_of(3, "bureau"), same = row_of(4, "same", {"bureau"});
  branch.party_parent = "committee";
  same.party_parent = "bureau";
  const UnitPlan plan = planned({branch, committee, bureau, same});
  EXPECT_TRUE(plan.findings.empty());
  carry_out(plan);
  const Unit& below = *tree_.find_by_code("branch");
  EXPECT_EQ(below.administrative_parent, tree_.find_by_code("bureau")->id);
  EXPECT_EQ(below.party_parent, tree_.find_by_code("committee")->id);
  EXPECT_EQ(tree_.parent_of(below.no), tree_.find_by_code("committee")->no) << "the line of duty";
  EXPECT_TRUE(tree_.find_by_code("same")->party_parent.is_nil()) << "the same line";

  UnitRow later = row_of(5, "later");
  later.party_parent = "committee";
  const UnitPlan next = planned({later});
  ASSERT_EQ(next.acts.size(), 1u);
  EXPECT_EQ(next.acts[0].unit.party_parent, tree_.find_by_code("committee")->id) << "in the tree";
}

TEST_F(UnitImport, APartySuperiorThatIsNoneIsRefusedByItsRow) {
  UnitRow lost = row_of(1, "lost"), below = row_of(2, "below", {"lost"}), one = row_of(3, "one"),
          other = row_of(4, "other", {"one"}), ended = row_of(5, "ended"),
          under = row_of(6, "under");
  lost.party_parent = "nobody";
  one.party_parent = "other";
  ended.closed_on = "2015-01-01";
  under.party_parent = "ended";
  const UnitPlan plan = planned({lost, below, one, other, ended, under});
  std::vector<std::string> told;
  for (const UnitFinding& finding : plan.findings)
    told.push_back(finding.name.substr(5) + " " + std::string(name_of(finding.refused.law)) + " " +
                   finding.refused.field);
  EXPECT_EQ(told, (std::vector<std::string>{
                      "lost parent_is_unknown party_parent", "below parent_is_unknown parents",
                      "one parents_form_a_circle party_parent",
                      "other parents_form_a_circle parents", "under unit_is_closed party_parent"}));
}

TEST_F(UnitImport, WhatNoUnitCanBeIsRefusedByItsRow) {
  UnitRow level = row_of(1, "A"), exposure = row_of(2, "B"), number = row_of(3, "C");
  level.level = "planet";
  exposure.exposure = {"window", "sky"};
  number.order_number = "7a";
  UnitRow sector = row_of(4, "D");
  sector.sector = std::string(101, 'x');
  const UnitPlan plan = planned({level, exposure, number, sector});
  EXPECT_TRUE(plan.acts.empty());
  ASSERT_EQ(plan.findings.size(), 4u);
  EXPECT_EQ(plan.findings[0].refused.law, Refusal::choice_is_unknown);
  EXPECT_EQ(plan.findings[0].refused.field, "level");
  EXPECT_EQ(plan.findings[1].refused.detail, "sky");
  EXPECT_EQ(plan.findings[2].refused.law, Refusal::number_is_out_of_range);
  EXPECT_EQ(plan.findings[3].refused.law, Refusal::field_is_too_long);
}

}  // namespace
}  // namespace chuangyou
